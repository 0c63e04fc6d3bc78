"""A sentence of a bank in, the payer and the reference that it names out. Pure; six languages."""

import re

from relanced.intake.bank.layout import money_in
from relanced.intake.days import fold

MAX_SENTENCE = 600
_M = "\x02"  # stands for the amount
_ENDS = "|".join(  # what may follow a name, and is no part of it
    (
        rf"$|{_M}|[«»\"“”(:;!]|\.(?:\s|$)|,\s|\s[-–—]\s",
        r"\b(?:par (?:virement|carte|cheque|prelevement)|sur votre|sur le compte|a ete|vient d)",
        r"\b(?:vous a|a reussi|a regle)",
        r"\b(?:est (?:arrive|disponible)|le \d|du \d|d'un montant|pour (?:un|la|le|l'|votre)|avec |au titre)",
        r"\bon (?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri)",
        r"\b(?:to your|into your|in your|has|was|with (?:the|ref)|via|by (?:card|bank|transfer)|is now|using)\b",
        r"\b(?:for (?:invoice|the|your)|ref(?:erence)?\b|is available)",
        r"\b(?:erhalten|eingegangen|gutgeschrieben|auf (?:ihr|dein|das)|ist\b|wurde|am \d|hat\b|uber\b|per\b)",
        r"\b(?:mit (?:dem|ver)|in hohe|en (?:su|tu) cuenta|por (?:importe|transferencia|un)|el \d|ha sido|se ha|ha\b)",
        r"\b(?:con (?:el )?concepto|con referencia|sul (?:suo|tuo|conto|vostro)|il \d|e stat[oa]|con causale)",
        r"\b(?:tramite\b|di (?:importo|eur)|mediante\b|op (?:uw|je|\d)|is (?:bijgeschreven|ontvangen)|heeft\b)",
        r"\b(?:met (?:omschrijving|kenmerk|als)|gestuurd|ontvangen\b|bijgeschreven)",
    )
)
_NAME = rf"(?P<who>[^\n{_M}«»:;!()]{{2,80}}?)"
_WHO = rf"{_NAME}(?=\s*(?:{_ENDS}))"
_FROM = (
    r"(?:de la part de|en provenance de|emis par|envoye par|regle par|de|d'|from|sent by|paid by|by|von|da parte di"
    r"|da|van|door)"
)
_NOUN = (
    r"(?:paiement|virement|versement|reglement|payment|transfer|zahlung|uberweisung|gutschrift|pago|transferencia|abono"
    r"|pagamento|bonifico|betaling|overboeking|bijschrijving)"
)
_CAME = r"(?:recue?|received|erhalten|recibido|ricevuto|ontvangen|encaisse|eingang|eingegangen)"
_AFTER = (  # «… amount … from WHO»
    re.compile(rf"{_M}.{{0,60}}?\b{_FROM}\s+{_WHO}"),
    re.compile(rf"\b{_NOUN}(?: \w+){{0,3}} {_FROM}\s+{_WHO}"),
    re.compile(rf"\b{_CAME}\b.{{0,30}}?\b{_FROM}\s+{_WHO}"),
)
_PAID = (  # «WHO sent you amount»
    r"(?:vient de (?:regler|payer|vous)|vous a (?:envoye|verse|regle|paye|vire|transfere)"
    r"|a (?:effectue|emis|envoye) (?:un )?(?:virement|paiement|versement)"
    r"|a (?:regle|paye) (?:votre|la|le)|(?:has )?(?:just )?(?:sent|paid) (?:you|your|(?:the )?invoice)"
    r"|hat (?:ihnen|dir|ihre|deine)"
    r"|(?:le|te|os) ha (?:enviado|pagado|transferido)|ha pagado (?:su|tu)|ha pagato (?:la|il|tuo|tua)"
    r"|(?:le|ti|vi) ha (?:inviato|pagato|trasferito|versato)|heeft (?:u|je|uw))"
)
_BEFORE = re.compile(rf"(?:^|[.!?]\s+|\bque (?:la societe |l'entreprise )?){_NAME}\s+{_PAID}\b")
_WORD_FOR = (
    r"(?:motif|libelle|reference(?: number)?|ref\.?|communication|message|referenz|verwendungszweck|referencia|concepto"
    r"|riferimento|causale|omschrijving|kenmerk|for invoice)"
)
_QUOTED_AFTER = re.compile(rf"\b{_WORD_FOR}\s*:?\s*[«\"“„']\s*(?P<what>[^»\"”“']{{1,140}})")
_QUOTED = re.compile(r"[«“„]\s*(?P<what>[^»”“]{2,140}?)\s*[»”“]")
_CAME_FOR = re.compile(
    r"\b(?:received for|recu pour|erhalten fur|eingang fur|recibido por|ricevuto per|ontvangen voor|for invoice"
    r"|pour la facture|fur rechnung|por la factura|per la fattura|voor factuur)\s+(?P<what>\S*\d\S*)"
)
_NAMED = re.compile(
    r"\b(?:invoice|inv|facture|fact|rechnung|factura|fattura|factuur)\b\.?\s*(?:n°|no\.?|nr\.?|number|numero|#)?"
    r"\s*:?\s*(?P<what>(?=[^\s,;)]*\d)[^\s,;)]{2,60})"
)
_BESIDE = re.compile(rf"\b{_WORD_FOR}\s*:?\s+(?P<what>(?=[^\s,;)]*\d)[^\s,;)]{{2,60}})")
_NOBODY = re.compile(
    r"\s{0,20}(?:votre|vos|une?|la|le|l'|ce|your|an?|the|this|our|ihre?|eine?|der|die|das|su|tu|el|una|il|lo|uw|je|een|het|de)\s{1,20}"
    r"(?:compte|client|banque|carte|virement|paiement|lien|account|customer|bank|card|payment|konto|kunde|cuenta|cliente"
    r"|conto|rekening|klant)\b|\s{0,20}\d"
)


def payer_in(sentence: str) -> str:
    """The name that a sentence gives for who paid; "" where it gives none."""
    text, plain = _with_mark(sentence)
    for pattern in (_BEFORE, *_AFTER):
        match = pattern.search(plain)
        if match and not _is_no_name(plain[match.start("who") : match.end("who")]):
            return text[match.start("who") : match.end("who")].strip(" ,.'-–")
    return ""


def reference_in(sentence: str) -> str:
    """What a sentence quotes as the payer's words, or the invoice that it names; "" where nothing."""
    cut = sentence[:MAX_SENTENCE]
    plain = fold(cut)
    match = next(
        (m for p in (_QUOTED_AFTER, _QUOTED, _CAME_FOR, _BESIDE, _NAMED) if (m := p.search(plain))), None
    )
    what = cut[match.start("what") : match.end("what")].strip(" .,;") if match else ""
    return what.rstrip(")") if "(" not in what else what


def _with_mark(sentence: str) -> tuple[str, str]:
    """The sentence with its first amount as one sign: as written, and folded; places agree."""
    text = sentence[:MAX_SENTENCE]
    found = money_in(text)
    if found:
        text = text[: found[0].start] + _M + text[found[0].end :]
    return text, fold(text)


def _is_no_name(words: str) -> bool:
    """«votre banque», «un client», «your account»: nobody in particular."""
    return bool(_NOBODY.match(words))
