"""A line in, whether it is of a signature (name, function, telephone, address of a firm) out. Pure."""

import re

from relanced.intake.days import fold
from relanced.intake.lazy import lazy

_MAX_LINE = 120
_MAX_TAGLINE = 12  # words
_PHONE = lazy(r"(?:\+|\b0|\()\d[\d\s().-]{7,25}\d")
_WIRE = lazy(r"<?\b(?:mailto:|https?://|www\.)\S{1,200}|<?[\w.+-]{1,64}@[\w.-]{1,200}>?", re.IGNORECASE)
_ROLE = lazy(
    r"\b(?:comptab\w*|compta|gerante?|directeur|directrice|direction|assistante?|responsable|secretaire|"
    r"secretariat|"
    r"services?|centre|pole|cellule|etude|cabinet|judiciaires?|president\w*|architecte|avocate?|mandataires?|notaire|daf|achats|fournisseurs|facturation|"
    r"accounts?|payable|finance|manager|director|assistant|officer|bookkeeper|controller|purchasing|office|"
    r"buchhaltung|kreditoren\w*|geschaftsfuhr\w*|sekretariat|einkauf|leit(?:er|ung)|abteilung|"
    r"contabilidad|administracion|gerente|director|proveedores|amministrazione|contabilita|ufficio|"
    r"administratie|boekhouding|crediteuren\w*|directie|hoofd|contabilidade|financeiro|departamento)\b"
)
_FORM = lazy(
    r"\b(?:sarl|sas|sasu|eurl|sa|sci|scop|selarl|gmbh|ag|kg|ohg|ug|ltd|llp|plc|inc|limited|bv|nv|srl|spa|"
    r"sl|slu|lda|siret|siren|rcs|tva|hrb|registered|company (?:no|number)|"
    r"ust-?id\w*|vat|kvk|btw|p\.?\s?iva|cif|nif)\b|s\.(?:l|r|a)\.|b\.v\."
)
_STREET = lazy(
    r"\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av|bd|boulevard|place|chemin|route|impasse|quai|allee|"
    r"zone|za|zi|zac)\b|"
    r"\b\d{1,4} \w+ (?:street|road|lane|avenue|way|drive|st|rd)\b|"
    r"\b\w+(?:strasse|straße|str\.|straat|laan|weg|plein) \d{1,4}\b|"
    r"\b(?:calle|via|viale|piazza|rua|c/) .{1,40}\d|\b\d{4,5}(?: [a-z]{2})? [a-z]"
)
_POINTS = lazy(
    r"(?:tel|fax|mob|mobile|port|gsm|mail|e-?mail|courriel|telephone|telefon|phone|tlf|web|t|m|f|e)\b\s*[:.]"
)
_SMALL = lazy(
    r"de|du|des|d|da|do|dos|di|del|della|la|le|les|l|et|and|und|e|y|van|der|den|von|zu|zum|the|of|en|&|-"
)
# What «Paid Friday» and «FACTURE PAYÉE» hold, and names do not.
_SPEAKS = lazy(
    r"\b(?:(?:pay|paid|pagat|pagad|betaal|betald|bezahl|uberw|overgem|vire|regl|saldat|factur|fattur|rechnung|invoice|"
    r"litig|disput|contest|refus|annul|cancel)\w*|virement|solde|pago|cheque|rien|jamais|never|nothing|nichts|nada|niente|"
    r"niets|non|not|no|nein|nee|noted|noter?|vue?s?|recue?s?|received|done|fait|agreed|accord|entendu|perfect|parfait|fine|sent|envoyee?|erledigt|notiert|gesehen|hecho|visto|enterado|recibido|fatto|ricevuto|letto|gedaan|genoteerd|gezien|ontvangen|akkoord|prima|stop|wrong|faux|erreur|error|fehler|sorry|merci|thanks|danke|gracias|grazie|bedankt|pas|kein|geen|deja|already|bereits|ya|gia|ok|oui|yes|ja|si|sim|hier|demain|"
    r"lundi|mardi|mercredi|jeudi|vendredi|monday|tuesday|wednesday|thursday|friday|montag|dienstag|mittwoch|donnerstag|"
    r"freitag|lunes|martes|miercoles|jueves|viernes|lunedi|martedi|mercoledi|giovedi|venerdi|maandag|dinsdag|woensdag|"
    r"donderdag|vrijdag)\b"
)
# Never of a signature, however it is written: «Avocat saisi», «Brook Ltd in administration»
_GRAVE = lazy(
    r"\b(?:saisi[es]*|liquidation|redressement|sauvegarde|faillites?|in administration|"
    r"insolven\w*|konkurs|faillissement|"
    r"quiebra|concurso|fallimento|liquidazione|tribuna\w*|plaintes?|complaints?|reclam\w*|casse[es]*|broken|damaged|"
    r"defectu\w*|defekt\w*|kaputt|roto|rott[oi]|kapot)\b"
)
_POSTSCRIPT = lazy(r"(?:p\.?\s?s|n\.?\s?b|nota|edit)\b\s*[.:,-]")
_SENTENCE_END = lazy(r"[?!]\s*$|\b\w{3,}+\.\s*$")


def is_contact(line: str) -> bool:
    """Whether the line may be of a signature; a sentence never is, whatever numbers it holds."""
    plain = line.strip(" *_|\t•·").replace("\u00a0", " ")
    if not plain or len(plain) > _MAX_LINE:
        return False
    folded = fold(plain)
    if (
        _POSTSCRIPT.match(folded)
        or _GRAVE.search(folded)
        or (_SENTENCE_END.search(plain) and len(plain.split()) > 3)
    ):
        return False
    rest = _POINTS.sub(" ", fold(_WIRE.sub(" ", _PHONE.sub(" ", plain))))
    if not re.search(r"[a-z]{2}", rest):
        return bool(_PHONE.search(plain) or _WIRE.search(plain))
    return is_name(plain) or is_sure_contact(plain) or is_role(plain) or is_tagline(plain)


def is_shouted(line: str) -> bool:
    """Whether it is two words or more in capitals: a name, or a sentence of somebody's who is angry."""
    return line.upper() == line and len(re.findall(r"[^\W\d_]{2,}", line)) > 1


def is_role(line: str) -> bool:
    """Whether it is a function and little else: «Comptabilité fournisseurs»."""
    return bool(_ROLE.search(fold(line[:_MAX_LINE]))) and _is_titled(line[:_MAX_LINE])


def is_sure_contact(line: str) -> bool:
    """Whether it holds what sentences of a reply seldom end in: telephone, address, legal form."""
    folded = fold(line[:_MAX_LINE])
    found = _PHONE.search(folded) or _WIRE.search(folded) or _FORM.search(folded) or _STREET.search(folded)
    return bool(found) and _is_titled(_WIRE.sub(" ", _PHONE.sub(" ", line[:_MAX_LINE])))


def is_name(line: str) -> bool:
    """Whether every word is written as a name is: «Marieke de Wit», «L. Bonnet», «CHU de Valdorge»."""
    words = [word for word in re.split(r"[\s,|/()'’]+", line.strip(" *_|\t•·.,")) if word]
    if not 0 < len(words) <= 8 or re.search(r"\b\d", line) or _SPEAKS.search(fold(line)):
        return False
    return words[0][:1].isupper() and all(
        word[:1].isupper() or _SMALL.fullmatch(fold(word)) or not word[:1].isalpha() for word in words
    )


def is_tagline(line: str) -> bool:
    """Whether it is a name and what the house does: «Auberge de l'Orme, repas & banquets»."""
    name, sign, rest = next(
        (line.partition(sign) for sign in (", ", " – ", " - ", " | ", " · ") if sign in line), (line, "", "")
    )
    folded = fold(rest)
    lists = "&" in rest or rest.count(",") > 1 or bool(_ROLE.search(folded))
    says = _SPEAKS.search(folded) or _GRAVE.search(folded) or re.search(r"[\d?!:;@]", rest)
    return bool(sign) and lists and not says and len(line.split()) <= _MAX_TAGLINE and is_name(name)


def _is_titled(line: str) -> bool:
    """Whether few of its words are small ones that only sentences hold."""
    words = [word for word in re.findall(r"[^\W\d_]{2,}", line) if not _SMALL.fullmatch(fold(word))]
    small = [
        word
        for word in words
        if word[:1].islower() and not (_ROLE.search(fold(word)) or _POINTS.match(fold(word) + ":"))
    ]
    return len(small) <= (1 if _STREET.search(fold(line)) or _FORM.search(fold(line)) else 0) or (
        len(words) <= 4 and bool(_ROLE.match(fold(words[0]))) and len(small) <= 1
    )
