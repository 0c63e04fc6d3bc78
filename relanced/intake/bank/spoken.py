"""Names and references as banks print them in, the bare words out. Pure."""

import re

from relanced.intake.bank.figures import money_in
from relanced.intake.bank.labels import EMPTY_VALUES
from relanced.intake.days import fold
from relanced.intake.lazy import lazy

ABBREVIATED = lazy(  # its last point ends no sentence
    r"\b\w\.\s?\w{1,3}\.$|&\s?\w\.$|(?<=\s)[A-ZÀ-Þ]\.$|\b(?:Ltd|Inc|Co|Cie|Bros|Corp|Jr|Sr)\.$|\b\d{1,2}\.\d{1,2}\.$"
)
NUMBERED = lazy(r"(?<!\S)(?=\S{0,200}\d\d)\S+")
SERVICE_ID = lazy(r"^(?:tr|ch|pi|py|txn|pm|re|cus|in)_\w+$|^[a-z]{2,4}_?[A-Za-z]*+\d[A-Za-z0-9]{8,}+$")
_INTRO = lazy(  # the bank's word for the operation, before the payer's name
    r"(?:vir(?:ement|t)?s?\.?(?: sepa| inst(?:antane)?| recu| permanent)*(?: de| from)?|paiement de|versement de"
    r"|remise de cheque|transfer from|payment from|credit transfer(?: from)?|gutschrift(?: von)?|uberweisung(?: von)?"
    r"|sepa[- ]gutschrift|zahlung von|zahlungseingang(?: von)?"
    r"|transf(?:erencia|er)?\.?(?: recibida| inmediata| a su favor)*(?: de)?|abono(?: de)?|ingreso(?: de)?"
    r"|bonifico(?: sepa| istantaneo| a vostro favore| ricevuto)*(?: da)?|accredito(?: da)?|overboeking(?: van)?"
    r"|bijschrijving(?: van)?|sepa overboeking|betaling van)\s+"
)


_FROM_ALONE = lazy(  # a line of its own: «from Kite Studio LLC»
    r"(?:from|by|de|de la part de|von|da|van|door|From|By|De|De la part de|Von|Da|Van|Door)\s+"
    r"([A-Z0-9À-Þ][^.!?:,;]{1,60})"
)


_ARROW_ALONE = lazy(r"[←⇐⬅↙]\ufe0f?\s{0,3}([^\W\d][^!?:;←→]{1,70})")  # towards us


def who_and_what(text: str) -> tuple[str, str]:
    """Part a line of a list into payer and reference: what bears a number is the reference."""
    parts = [part for part in re.split(r"\s[-–—·]\s", text.strip()) if part and not SERVICE_ID.match(part)]
    parts = [
        re.sub(
            r"(?<!\s)\s*+\((?:part|partiel|teil|parcial|parziale|deel)[^)]{0,12}\)$",
            "",
            p,
            flags=re.IGNORECASE,
        )
        for p in parts
    ]
    numbered = [part for part in parts if NUMBERED.search(part)]
    named = [part for part in parts if part not in numbered]
    if len(parts) == 1:
        text = without_intro(parts[0])
        found = NUMBERED.search(text)
        if found and found.start() > 2:
            return text[: found.start()].strip(" ,;:-/"), text[found.start() :].strip()
        return ("", text) if found else (text, "")
    if named and numbered:
        return without_intro(named[-1]), " ".join(numbered)
    return (named[0] if named else ""), " ".join((*named[1:], *numbered))


def without_intro(text: str) -> str:
    """A payer's name without the bank's word for the operation before it: «VIR SEPA RECU DE …»."""
    match = _INTRO.match(fold(text))
    return text[match.end() :].strip() if match else text


def introduced(text: str) -> str:
    """The name after the bank's word for an incoming transfer, on a line of its own."""
    alone = _FROM_ALONE.fullmatch(text.strip()) or _ARROW_ALONE.fullmatch(text.strip())
    if alone and not money_in(text):
        return alone[1]
    match = _INTRO.match(fold(text))
    is_from = match and re.search(r"\b(?:de|from|von|da|van)\s+$", match[0])
    return text[match.end() :].strip() if match and is_from and len(text) < 100 and not money_in(text) else ""


def said(value: str) -> str:
    """A value without quotes; "" where it says that there is none."""
    plain = value.strip().strip("«»\"“”„'‘’ \u00a0").strip()
    if value.rstrip().endswith((".", "».", "”.", '".')) and not ABBREVIATED.search(plain):
        plain = re.sub(r"(?:[»”\"]|(?<!\s))\s*+\.$", "", plain)
    if plain.endswith(")") and "(" not in plain:
        plain = plain[:-1].rstrip()  # the end of a bracket that the label stood in
    return "" if fold(plain).strip(" .") in EMPTY_VALUES or fold(plain) in EMPTY_VALUES else plain.strip()


def person(value: str) -> str:
    """A name without the address or account that follows it."""
    value = re.sub(r"(?<!\s)\s*+[(<\[][^)>\]]{0,80}@[^)>\]]{0,80}[)>\]]", "", value)
    value = re.split(r"(?<!\s)\s++[-–/|,]?\s*+(?:IBAN|BIC|compte n°|Konto|a/c)\b", value, maxsplit=1)[0]
    return re.sub(r"(?<!\s)\s*+,?\s*+[A-Z]{2}\d{2}(?: ?[\w•*]{4}){2,8}.*$", "", value).strip(" ,;-(") or value
