"""A sentence of a bank in, the payer and the reference that it names out. Pure; six languages."""

import re

from relanced.intake.bank.figures import money_in
from relanced.intake.bank.spoken import ABBREVIATED
from relanced.intake.days import fold
from relanced.intake.lazy import lazy

MAX_SENTENCE = 600
_M = "\x02"  # stands for the amount
_DOT = "\x03"  # stands for a point that ends no sentence
_ABBREVIATION = lazy(  # «J.P. Wiersma», «S.R.L.», «e.K.», «Avv. Ferrante»
    r"\b(?:[a-z]\.)+(?:[a-z]{1,3}\.)?|\b(?:dr|mr|mrs|ms|mme|mlle|mm|me|sr|sra|srta|sig|sigg|avv|dott|dott\.ssa"
    r"|ing|prof|hr|fr|fa|fam|st|ste"
    r"|ets|geom|arch|rag|mag|dipl|ltd|inc|co|cie|bros|no|nr|ref|inv|fact|rg|ft|fatt|gebr|jr|dhr|mevr|mw|fra"
    r"|rev|rif|ns|vs|art|prev|fra|exp|expte|certif|bord|succ|afd|str|rgnr|nom)\.(?=\s?\S)"
)
_ENDS = "|".join(  # what may follow a name, and is no part of it
    (
        rf"$|\s(?:con|avec|with|mit|met|y|e|und|et|and|en)\s*$|{_M}|[«»\"“”(:;!]|\.(?:\s|$)|,\s|\s[-–—]\s",
        r"\b(?:par (?:virement|carte|cheque|prelevement)|sur votre|sur le compte|a ete|vient d)",
        r"\b(?:vous a|a reussi|a regle)",
        r"\b(?:est (?:arrive|disponible)|le \d|du \d|d'un montant|pour (?:un|la|le|l'|votre)|avec |au titre)",
        r"\bon (?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri)",
        (
            r"\b(?:to your|into your|in your|has|was|just|landed|with (?:the|ref)|via(?= (?:bank|faster"
            r"|card|stripe|paypal|sepa|swift|bacs|chaps|direct|transfer|instant|the|our|your|la|le|app|open"
            r"|virement|uberweisung|ideal|twint|bizum))|by (?:card|bank|transfer|direct|faster"
            r"|cheque)|is now|using)\b"
        ),
        (
            r"\b(?:paid in|lodged|deposited|(?:avec la )?mention|remis|eingereicht|ingresado|versato in|ingeleverd"
            r"|quoting|onder vermelding)\b"
        ),
        r"\b(?:for (?:invoice|the|your|[^\s\d]{0,20}\d)|ref(?:erence)?\b|is available)",
        r"\b(?:erhalten|eingegangen|gutgeschrieben|auf (?:ihr|dein|das)|ist\b|wurde|am \d|hat\b|uber\b|per\b)",
        r"\b(?:mit (?:dem|ver)|in hohe|en (?:su|tu) cuenta|por (?:importe|transferencia|un)|el \d|ha sido|se ha|ha\b)",
        r"\b(?:con (?:el )?concepto|con referencia|sul (?:suo|tuo|conto|vostro)|il \d|e stat[oa]|con causale)",
        r"\b(?:tramite\b|di (?:importo|eur)|mediante\b|op (?:uw|je|\d)|is (?:bijgeschreven|ontvangen)|heeft\b)",
        r"\b(?:met (?:omschrijving|kenmerk|als)|gestuurd|ontvangen\b|bijgeschreven)",
    )
)
_NAME = rf"(?P<who>[^\n{_M}«»:;!()]{{2,80}}?)"
_WHO = rf"{_NAME}(?=\s{{0,40}}(?:{_ENDS}))"
_FROM = (
    r"(?:de la part de|en provenance de|emis par|envoye par|regle par|par|de|d'|from|sent by|paid by|by|von|durch"
    r"|da parte di|disposto da|da|van|door|enviad[oa] por|por)"
)
_NOUN = (
    r"(?:paiement|virement|versement|reglement|payment|transfer|zahlung|uberweisung|gutschrift|pago|transferencia|abono"
    r"|pagamento|bonifico|cheque|check|scheck|assegno|betaling|overboeking|bijschrijving)"
)
_CAME = (
    r"(?:recue?|received|erhalten|recibido|ricevuto|ontvangen|encaisse|\w{0,12}eingang|eingegangen|pervenuto"
    r"|cobrado)"
)
_AFTER = (  # «… amount … from WHO»
    lazy(rf"{_M}.{{0,60}}?\b{_FROM}\s++{_WHO}"),
    lazy(rf"\b{_NOUN}(?: \w+){{0,3}} {_FROM}\s++{_WHO}"),
    lazy(rf"\b{_CAME}\b.{{0,30}}?\b{_FROM}\s++{_WHO}"),
    lazy(
        r"\b(?:(?:effectue|realise|emis|vire|verse) par|made by|realizado por|efectuado por|effettuato da|getatigt von"
        rf"|gedaan door|d'ordre de|par ordre de|by order of|im auftrag von)\s++{_WHO}"
    ),
)
_RETURNERS = (
    lazy(
        r"\b(?:presente[es]? (?:sur|a)|tire[es]? (?:sur|par)|tratto da|librado por|(?:gezogen|bezogen) auf"
        r"|drawn (?:by|on)|aupres de"
        rf"|la banque de|in favou?r of|eingereicht(?:e[nr]?)? (?:bei|von)|a cargo de|a carico di"
        rf"|ten laste van)\s++{_WHO}"
    ),
    lazy(rf"{_M}.{{0,30}}?\b(?:from|von|de|da|di|van|bij|by|a)\s++{_WHO}"),
)
_PAID = (  # «WHO sent you amount»
    r"(?:vient de (?:regler|payer|vous)|a paye\b|te ha (?:enviado|pagado|hecho)|ti ha (?:appena )?(?:pagato"
    r"|inviato|versato)"
    r"|has (?:just )?paid|hat .{0,30}(?:uberwiesen|bezahlt|gezahlt)|heeft .{0,30}betaald"
    r"|le ha (?:appena )?inviato|vous a (?:envoye|verse|regle|paye|vire|transfere)"
    r"|a (?:effectue|emis|envoye) (?:un )?(?:virement|paiement|versement)"
    r"|a (?:regle|paye) (?:votre|la|le)|(?:has )?(?:just )?(?:sent|paid) (?:you|your|(?:the )?invoice)"
    r"|hat (?:ihnen|dir|ihre|deine)"
    r"|(?:le|te|os) ha (?:enviado|pagado|transferido)|ha pagado (?:su|tu)|ha pagato (?:la|il|tuo|tua)"
    r"|(?:le|ti|vi) ha (?:inviato|pagato|trasferito|versato)|heeft (?:u|je|uw)|betaalde\b|ha pagado lo"
    r"|te acaba de|vous paye|bezahlte\b|zahlte\b)"
)
_BEFORE = lazy(rf"(?:^|[.!?:]\s++|\bque (?:la societe |l'entreprise )?){_NAME}\s{{1,40}}{_PAID}\b")
_WORD_FOR = (
    r"(?:nachricht|mitteilung|mensaje|messaggio|bericht|mededeling|motif|libelle"
    r"|reference(?: number)?|ref\.?|communication|message|referenz|verwendungszweck|referencia|concepto"
    r"|riferimento|rif\.?|causale|mention|onder vermelding van|quoting|betreff|omschrijving|kenmerk|for invoice)"
)
_QUOTED_AFTER = lazy(rf"\b{_WORD_FOR}\s*+:?\s*+[«\"“„']\s*+(?P<what>[^»\"”“']{{1,140}})")
_QUOTED = lazy(r"[«“„]\s*+(?P<what>[^»”“]{2,140}?)\s*[»”“]")
_ALL_QUOTED = lazy(r"[«“„\"‟]\s?([^«»“”„\"]{2,200})[»”“\"]")
_WITH = lazy(  # «con concepto FRA 31», «with reference INV 88»
    rf"\b(?:con|avec|mit|met|with|onder|unter)\s(?:el |la |le |the |het |dem |der "
    rf"|il )?{_WORD_FOR}\s:?\s?(?P<what>[^.;,\n]{{2,100}}?)"
    r"(?=\s*(?:$|[.;,]|\b(?:on|le|am|el|il|op) \d))"
)
_QUOTED_FOR = lazy(r"\b(?:for|pour|fur|por|per|voor)\s+['’\"](?P<what>[^'’\"]{2,140})['’\"]")
_INVOICE = (
    r"(?:invoice|inv|facture|fact|rechnung|factura|fattura|factuur|order|commande|pedido|ordine|bestelling"
    r"|bestellung)"
)
_CAME_FOR = lazy(
    r"\b(?:(?:received for|recu pour|erhalten fur|eingang fur|recibido por|ricevuto per"
    r"|ontvangen voor)\s+(?P<what>\S*\d\S*)"
    rf"|(?:for|pour (?:la |votre )?|fur|por (?:la )?|per (?:la )?|voor)\s*\b(?P<named>{_INVOICE}\s+\S*\d\S*))"
)
_NAMED = lazy(
    rf"\b(?P<what>{_INVOICE}\b\.?\s*+(?:n°|no\.?|nr\.?|number|numero|#)?\s*+:?\s*+(?=[^\s,;)]*\d)[^\s,;)]{{2,60}})"
)
_STATED = lazy(  # «The reference supplied was: …»
    rf"\b{_WORD_FOR}(?: \w{{1,12}}){{0,3}}\s?:\s++(?P<what>(?=[^.;\n]{{0,60}}\d)[^;\n]{{2,140}}?)(?=\.?\s*$"
    rf"|\.\s+[A-Z]|;)"
)
_BESIDE = lazy(
    rf"\b{_WORD_FOR}(?: (?:commande|client|order|ordine|pedido"
    rf"|bestellung))?\s*+:?\s*+(?<=\s)(?P<what>(?=[^\s,;)]*\d)[^\s,;)]{{2,60}})"
)
_MARKED = (_QUOTED_AFTER, _QUOTED, _QUOTED_FOR, _WITH)
_NAMED_AS = (_CAME_FOR, _STATED, _BESIDE, _NAMED)
_BRACKET = lazy(r"\s{0,3}\((?P<what>[^()]{2,140})\)")
_ACCOUNT = lazy(
    r"\s{0,3}(?:IBAN|BIC)\b|\s{0,3}[A-Z]{2}\d{2}[ \dA-Z*•]{8}|\s{0,3}[*•.…]|\d{2}[./-]\d{2}[./-]\d{2}"
)
_LABELLED = lazy(
    r"\s{0,3}(?:ref(?:erence)?\.?|rif\.?|referenz|referencia|riferimento|kenmerk|communication|motif|libelle"
    r"|concepto|causale"
    r"|omschrijving|verwendungszweck)(?: (?:commande|client|order|de pedido))?\s?:?\s+(?=\S)"
)
_NOBODY = lazy(
    r"\s{0,20}(?:everyone|everybody|somebody|someone|iedereen|iemand|alle|alles|jemand|tout le monde"
    r"|quelqu'un|todos|alguien"
    r"|tutti|qualcuno)\b|\s{0,20}(?:votre|vos|une?|la|le|l'|ce|your|an?|the|this|our|ihre?|eine?|der|die|das|su|tu|el|una|il|lo|uw"
    r"|je|een|het|de)\s{1,20}(?:\w{1,14}\s{1,4})?"
    r"(?:compte|client|banque|carte|virement|paiement|lien|account|customer|bank|card|payment|konto|kunde"
    r"|cuenta|cliente"
    r"|conto|rekening|klant)\b|\s{0,20}\d"
    r"|\s{0,20}(?:bonjour|hello|hi|dear|hallo|guten tag|hola|ciao|gentile|geachte|beste|liebe[rs]?|votre|your"
    r"|ihre?|uw|su|il tuo)\b"
    r"|\s{0,20}(?:carte|card|karte|tarjeta|carta|kaart|cheque|virement|prelevement|transfer|uberweisung"
    r"|lastschrift)(?: (?:de|du|von|di|van|of))?\s*$"
)


_HOUR = lazy(
    r"^\s{0,8}(?:[-–•*·]\s)?(?:[01]?\d|2[0-3])[:.h][0-5]\d(?::[0-5]\d)?\s{0,3}[-–—:,|·]?\s{0,3}(?=[^\W\d])"
)  # of a list


def payer_in(sentence: str) -> str:
    """The name that a sentence gives for who paid; "" where it gives none."""
    return _payer(sentence)[0]


def _payer(sentence: str) -> tuple[str, str]:
    """The payer's name, and what stands behind it."""
    text, plain = _with_mark(_HOUR.sub("", sentence, count=1))
    for pattern in (_BEFORE, *_AFTER):
        match = pattern.search(plain)
        if match and not _is_no_name(plain[match.start("who") : match.end("who")]):
            who = text[match.start("who") : match.end("who")].strip(" ,'-–(")
            return (who if ABBREVIATED.search(who) else who.rstrip(".")), text[match.end("who") :]
    return "", ""


def returner_in(sentence: str) -> str:
    """Whose payment went back, as a sentence names him; "" where it does not."""
    text, plain = _with_mark(sentence)
    for pattern in _RETURNERS:
        match = pattern.search(plain)
        if match and not _is_no_name(plain[match.start("who") : match.end("who")]):
            who = text[match.start("who") : match.end("who")].strip(" ,'-–(")
            return who if ABBREVIATED.search(who) else who.rstrip(".")
    return ""


def reference_in(sentence: str) -> str:
    """What a sentence quotes as the payer's words, or the invoice that it names; "" where nothing."""
    cut = sentence[:MAX_SENTENCE]
    if whole := _ALL_QUOTED.fullmatch(cut.strip()):
        return whole[1].strip()
    plain = fold(cut)
    guarded = _ABBREVIATION.sub(lambda found: found[0].replace(".", _DOT), plain)
    match = _first(_MARKED, guarded) or _first(_MARKED, plain)
    if match is None and (bracketed := _bracketed(sentence)):
        return bracketed
    match = match or _first(_NAMED_AS, plain)
    what = _said(cut, match) if match else ""
    what = what.removeprefix("#").strip("'’\"")
    return what.rstrip(")") if "(" not in what else what


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.search(text))), None)


def _said(text: str, match: re.Match[str]) -> str:
    group = "named" if match.groupdict().get("named") is not None else "what"
    return text[match.start(group) : match.end(group)].strip(" .,;")


def _bracketed(sentence: str) -> str:
    """«… von WHO (RNR 2026-0231)»: a number in brackets right behind the name, no account."""
    match = _BRACKET.match(_payer(sentence)[1])
    if match is None or not re.search(r"\d\d", match["what"]) or _ACCOUNT.match(match["what"]):
        return ""
    what = match["what"]
    label = _LABELLED.match(fold(what))
    return what[label.end() :].strip() if label else what.strip()


def _with_mark(sentence: str) -> tuple[str, str]:
    """The sentence with its first amount as one sign: as written, and folded; places agree."""
    text = sentence[:MAX_SENTENCE]
    found = money_in(text)
    if found:
        text = text[: found[0].start] + _M + text[found[0].end :]
    return text, _ABBREVIATION.sub(lambda match: match[0].replace(".", _DOT), fold(text).replace("’", "'"))


def _is_no_name(words: str) -> bool:
    """«votre banque», «un client», «your account»: nobody in particular."""
    return bool(_NOBODY.match(words))
