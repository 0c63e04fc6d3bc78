"""The words of one entry of a list in, its payer, reference, day and number out. Pure.

Banks and services stack a name, words, a day, a means of payment and their own number in one cell or
on one card, in any order; what bears a number is the reference, what bears none and comes first the name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from relanced.intake.bank.figures import day_in, money_in
from relanced.intake.bank.spoken import SERVICE_ID, said, who_and_what, without_intro
from relanced.intake.days import MONTH_OF, fold
from relanced.intake.lazy import lazy

_LEADING_DAYS = lazy(
    r"^\s{0,4}(?:\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4}|\.)?(?=[\s:,]|$)(?:\s+\d{1,2}[:h]\d{2})?\s*+[-–|:,]?\s*+){1,2}"
)
_SPOKEN_DAY = lazy(r"\s{0,4}(\d{1,2})\.? ([a-z]{3,10})\.?(?![\w ]{0,2}\d{4})\s{0,4}(?=$|\D)")
_FULL_DAY = lazy(
    r"\s{0,4}\d{1,2}(?:er|st|nd|rd|th"
    r"|\.)? [a-z]{3,10}\.? \d{4}(?:,? \d{1,2}[:h]\d{2})?\s{0,4}[-–|:,]?\s*"
)
_NAME_AND_WORDS = lazy(r"([^()]{2,80}?)\s?\(([^()]{0,60}\d[^()]{0,60})\)")
_ONE_DAY = lazy(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{2,4}))?")
_MEANS = (
    r"(?:bizum|ideal|bancontact|visa|mastercard|maestro|amex|american express|paypal|sofort|giropay|klarna|eps"
    r"|sepa|twint"
    r"|satispay|przelewy24|cartes? bancaires?|carte|cb|card|karte|tarjeta|carta|kaart|apple pay|google pay|contactless"
    r"|sans contact|kartenzahlung|payment|paiement|pago|pagamento|zahlung|betaling|bank transfer"
    r"|lien de paiement|payment link|zahlungslink|enlace de pago"
    r"|link di pagamento|betaallink|virement|uberweisung|transferencia|bonifico|overboeking|prelevement"
    r"|lastschrift|incasso)"
)
_ONLY_MEANS = lazy(rf"{_MEANS}(?:[ -]{{1,2}}(?:{_MEANS}|debit|credit|\W?\d{{4}}))*")
_MEANS_BEFORE = lazy(r"(?:ideal|bancontact|bizum|paypal|twint|satispay|visa|mastercard)\s+(?=[a-z])")
_CODE = r"(?:bgc|fpi|bacs|chaps|tfr|vir|vrt|cr|virt|trf|sct|inst|dep|bp)"
_OPERATION = lazy(  # the bank's word for what happened, alone on its line
    rf"(?:{_CODE}|vir(?:ement|t)?s?(?: sepa| instantane| inst)?(?: recus?| entrant| en votre faveur| de tiers)?"
    r"|(?:sepa[- ])?(?:echtzeit-?)?(?:uberweisungs-?)?gutschr(?:ift|\.)?(?: uberweisung)?"
    r"|(?:sepa[- ])?uberweisung(?:seingang)?"
    r"|zahlungseingang|geldeingang"
    r"|tr(?:ansf\w*|f|fa?s?)\.?(?: de)?(?: recibida| inmediata| a su favor| a tu favor| sepa)*"
    r"|abono(?: por)?(?: transf\w*)?|ingreso"
    r"|bonifico(?: sepa| istantaneo| a vostro favore| a tuo favore| ricevuto| in entrata)*|accredito(?: bonifico)?"
    r"|(?:sepa )?overboeking|bijschrijving|(?:faster |bank |incoming )?(?:payment|transfer|credit)(?: received| in)?"
    r"|remise (?:de )?cheques?|prelevement encaisse|credit transfer|inward payment|incoming)"
)
_OPERATION_BEFORE = lazy(rf"{_OPERATION.pattern}\s*(?:[-–—:·]|\s{{2}})\s*(?=\S)")
_REFERENCE_BEFORE = lazy(
    r"(?:reference|ref\.?|referencia|referenz|riferimento|kenmerk|motif|concepto|causale|omschrijving|verwendungszweck)"
    r"\s?:?\s+(?=\S)"
)
_OF_DAYS = lazy(  # beside a day, no word of a payer's
    r"(?:rente|valuta|boek|buchungs)?(?:datum|date|data|fecha)|valeur|valor|valuta|value|wert(?:stellung)?|ma(?:an)?dag|dinsdag|woensdag|donderdag|vrijdag"
    r"|zaterdag|zondag|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|domingo|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_SHARE = lazy(r"\s?\((?:part|partiel|teil|parcial|parziale|deel)[^()]{0,12}\)$", re.IGNORECASE)
_NO_WORDS = lazy(r"[\d\W_]{0,12}|[A-Z]{1,3}")


@dataclass(frozen=True, slots=True)
class Described:
    """What the words of one entry tell."""

    payer: str
    reference: str
    days: tuple[date, ...] = ()
    entry_id: str = ""


def described(words: Iterable[str], near: date | None) -> Described:
    """Take the words of an entry apart; `near` gives days without a year theirs."""
    days: list[date] = []
    entry_id, parts = "", []
    reference = ""
    for line in (piece for text in words for piece in text.split("\n")):
        rest = _without_days(line, near, days)
        for raw in re.split(r"\s[·|•]\s", rest):
            part = raw.strip(" ,;")
            if SERVICE_ID.match(part):
                entry_id = entry_id or part
            elif match := _REFERENCE_BEFORE.match(fold(part)):
                reference = reference or part[match.end() :].strip()
            elif both := _NAME_AND_WORDS.fullmatch(part):
                parts += [_bare(both[1]), both[2]]
            elif not _is_noise(part, days):
                parts.append(_bare(part))
    parts = [part for part in parts if part]
    payer, what = _parted(parts, has_reference=bool(reference))
    return Described(said(payer), said(reference or what), tuple(days), entry_id)


def _without_days(line: str, near: date | None, days: list[date]) -> str:
    match = _LEADING_DAYS.match(line)
    if not match:
        full = _FULL_DAY.match(fold(line))
        if full and (day := day_in(line[: full.end()])):
            days.append(day)
            return line[full.end() :]
        spoken = _SPOKEN_DAY.match(fold(line))
        if spoken and near and spoken[2] in MONTH_OF:
            days.extend(day for day in [_date(near.year, MONTH_OF[spoken[2]], int(spoken[1]))] if day)
            return line[spoken.end() :]
        return line
    days.extend(day for found in _ONE_DAY.finditer(match[0]) if (day := _day(found, near)))
    return line[match.end() :]


def _day(match: re.Match[str], near: date | None) -> date | None:
    """A day that may lack its year: then that of the mail."""
    month, number = int(match[2]), int(match[1])
    if match[3]:
        return _date(int(match[3]) + (2000 if len(match[3]) == 2 else 0), month, number)
    years = (near.year, near.year - 1, near.year + 1) if near else ()
    days = [day for year in years if (day := _date(year, month, number))]
    return min(days, key=lambda day: abs((day - near).days)) if near and days else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_noise(part: str, days: list[date]) -> bool:
    """A day, a means of payment, initials, the bank's word for the operation."""
    plain = fold(part)
    if (day := day_in(part)) and len(part) < 12:
        days.append(day)
        return True
    if _NO_WORDS.fullmatch(part) or plain.strip(".") in MONTH_OF or _ONLY_MEANS.fullmatch(plain):
        return True
    if (day := day_in(part)) and len(part) < 48 and not re.search(r"[a-z]{2,}.*\d.*[a-z]{4,}.*\d{5}", plain):
        words = [
            w for w in re.findall(r"[a-z]{3,}", plain) if w not in MONTH_OF and not _OF_DAYS.fullmatch(w)
        ]
        if len(words) <= (len(part) < 24) and not re.search(r"\d{5,}", plain):
            days.append(day)
            return True
    return bool(_OPERATION.fullmatch(plain)) or (bool(money_in(part)) and len(part) < 14)


def _bare(part: str) -> str:
    """Without the bank's word for the operation or the means of payment before it."""
    plain = fold(part)
    if match := _OPERATION_BEFORE.match(plain) or _MEANS_BEFORE.match(plain):
        return part[match.end() :].strip()
    return _SHARE.sub("", without_intro(part))


def _parted(parts: list[str], *, has_reference: bool) -> tuple[str, str]:
    if not parts:
        return "", ""
    if len(parts) == 1:
        return (parts[0], "") if has_reference else who_and_what(parts[0])
    numbered = [part for part in parts if re.search(r"\d\d", part)]
    if parts[0] not in numbered:
        return parts[0], " ".join(parts[1:])
    named = [part for part in parts if part not in numbered]
    return (
        (named[0], " ".join(part for part in parts if part != named[0]))
        if named
        else (parts[0], " ".join(parts[1:]))
    )
