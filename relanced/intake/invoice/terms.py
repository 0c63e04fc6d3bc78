"""Words of payment («60 jours nets») and the day of issue in, the due day out. Pure.

French conventions: «N jours fin de mois» is N days, then the end of that month; the end of the
month, then N days is as lawful (CEPC opinion on article L441-10 of the code de commerce), and is
given as another reading. English «net N EOM» counts from the end of the month. No shift for
week-ends or holidays: a due day keeps its legal day.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from relanced.intake.days import find_days, fold

MAX_TERMS = 400  # characters read
MAX_DAYS = 365

_NUMBERS = {
    8: "huit acht otto ocho",
    7: "sept seven sieben sette siete zeven",
    10: "dix ten zehn dieci diez tien",
    14: "quatorze fourteen vierzehn quattordici catorce veertien",
    15: "quinze fifteen funfzehn quindici quince vijftien",
    20: "vingt twenty zwanzig venti veinte twintig",
    21: "vingt-et-un twenty-one einundzwanzig",
    30: "trente thirty dreissig trenta treinta dertig",
    45: "quarante-cinq forty-five funfundvierzig quarantacinque",
    60: "soixante sixty sechzig sessanta sesenta zestig",
    90: "quatre-vingt-dix ninety neunzig novanta noventa negentig",
    1: "un one einem eine einen un uno een",
    2: "deux two zwei due dos twee",
    3: "trois three drei tre tres drie",
}
_NUMBER_OF = {word: str(number) for number, words in _NUMBERS.items() for word in words.split()}
_NUMBER_WORD = re.compile(
    r"(?<![a-z])(?:" + "|".join(sorted(_NUMBER_OF, key=len, reverse=True)) + r")(?![a-z-])"
)
_DAYS = (
    r"(?:jours?|jrs?|j|days?|tagen?|tage|dias?|giorni|gg|g|dagen|dgn?|d)"
    r"(?:\s*\(s\))?(?:\s+(?:calendaires?|calendar|naturales))?"
)
_MONTHS = r"(?:mois|months?|monaten?|monate?|mes(?:es)?|mesi|mese|maanden|maand)"
_END = (
    r"(?:fins?\s+(?:de\s+|du\s+)?mois|fdm|f\.?\s?m\.?(?![a-z])|eom|end\s+of\s+(?:the\s+)?(?:current\s+)?month|month\s+end"
    r"|(?:zum\s+)?monatsende|ende\s+(?:des\s+)?monats|fin\s+(?:de\s+|del\s+)?mes|fine\s+(?:del\s+)?mese"
    r"|eind[e]?\s+(?:van\s+de\s+)?maand)"
)
_NEXT = r"(?:suivante?|prochaine?|following|next|folgenden|folgemonats?|siguiente|proximo|successivo|prossimo|volgende)"
_DISCOUNT = re.compile(
    r"\d[\d.,]*\s?%[^%;]{0,45}?\d{1,3}\s*" + _DAYS + r"(?![a-z])"
    r"|(?:innerhalb\s+(?:von\s+)?)?\d{1,3}\s*"
    + _DAYS
    + r"\s*(?:mit\s+|abzgl\.?\s+|abzuglich\s+|-\s*)?\d[\d.,]*\s?%(?:\s*\w+)?"
    r"|(?<!\d)\d[\d.,]*\s?(?:%\s?)?/\s?\d{1,2}(?!\d|[/.]\d)(?=[\s,;]*n)"
)
_N = r"(?<![\d.,/-])(\d{1,3})(?:\s*\(\d{1,3}\))?\s*"
_DAY_OF_MONTH = (
    r"(?:le|au|the|on|am|el|il|de|dia)\s+(\d{1,2})(?:er|st|nd|rd|th|\.)?(?![\d/.,-]|\s*(?:"
    + _DAYS
    + r")(?![a-z]))"
)
_ON_RECEIPT = re.compile(
    r"(?<![a-z])(?:(?:a|des|sur|upon|on|bei|nach|a la|al|alla|bij|na|dopo)\s+(?:la\s+|the\s+)?"
    r"(?:reception|receipt|presentation|livraison|delivery|commande|order|erhalt|rechnungserhalt|lieferung|recepcion"
    r"|ricevimento|consegna|ontvangst|levering|facturation|la facturation|vue|vista|invoice)"
    r"|comptant|immediat\w*|immediate\w*|sans delai|sofort|umgehend|prompt|contado|per omgaande|direct|contant"
    r"|rimessa diretta|vista fattura|a vista|due now|cash|cash on delivery|cod)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class DueTerms:
    """A due day computed from words; other days that the same words may mean, oldest first."""

    due_on: date
    other_readings: tuple[date, ...]
    words: str  # those that were understood


def due_from_terms(text: str, issued_on: date) -> DueTerms | None:
    """The due day that terms of payment mean for an invoice of this day, or None where they say nothing."""
    plain = " ".join(fold(text[:MAX_TERMS]).split())
    plain = _DISCOUNT.sub(" ", plain)
    plain = _NUMBER_WORD.sub(lambda match: _NUMBER_OF[match[0]], plain)
    plain = re.sub(r"(?<![a-z])(?:une )?quinzaine(?![a-z])", "15 jours", plain)
    plain = re.sub(r"(?<![a-z])(?:sous )?huitaine(?![a-z])", "8 jours", plain)
    for pattern, read in _RULES:
        match = pattern.search(plain)
        found = read(match, issued_on) if match else None
        if match and found:
            first, *others = dict.fromkeys(found)
            return DueTerms(first, tuple(sorted(others)), match[0].strip(" .,"))
    written = [found for found in find_days(plain) if found.day >= issued_on]
    if written:
        return DueTerms(written[-1].day, (), plain[written[-1].start : written[-1].end])
    receipt = _ON_RECEIPT.search(plain)
    return DueTerms(issued_on, (), receipt[0]) if receipt else None


def month_end(day: date, months: int = 0) -> date:
    """The last day of the month of this day, or of one some months later."""
    return _in_month(day, months, 31)


def _in_month(day: date, months: int, wanted: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(max(wanted, 1), monthrange(year, month + 1)[1]))


def _next_day(after: date, wanted: int) -> date:
    """The first day with this number on or after a day."""
    here = _in_month(after, 0, wanted)
    return here if here >= after else _in_month(after, 1, wanted)


def _days(match: re.Match[str], group: int = 1) -> int | None:
    count = int(match[group])
    return count if count <= MAX_DAYS else None


def _plus(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _days_then_end(match: re.Match[str], issued: date) -> list[date] | None:
    count = _days(match)
    if count is None:
        return None
    by_days, by_end = month_end(_plus(issued, count)), _plus(month_end(issued), count)
    if match["on"]:
        return [_next_day(_plus(by_days, 1), int(match["on"]))]
    months = [month_end(issued, count // 30)] if count in {30, 60, 90} and by_end != by_days else []
    return [by_days, by_end, *months]


def _end_then_days(match: re.Match[str], issued: date) -> list[date] | None:
    count = _days(match)
    if count is None:
        return None
    return [_plus(month_end(issued), count), month_end(_plus(issued, count))]


def _days_then_day(match: re.Match[str], issued: date) -> list[date] | None:
    count = _days(match)
    return None if count is None else [_next_day(_plus(issued, count), int(match[2]))]


def _only_days(match: re.Match[str], issued: date) -> list[date] | None:
    count = _days(match)
    return None if count is None else [_plus(issued, count)]


def _on_next_month(match: re.Match[str], issued: date) -> list[date] | None:
    wanted = int(match[1])
    return [_in_month(issued, 1, wanted)] if wanted <= 31 else None


def _months_later(match: re.Match[str], issued: date) -> list[date] | None:
    count = int(match[1])
    return [_in_month(issued, count, issued.day)] if count <= 12 else None


def _end_then_day(match: re.Match[str], issued: date) -> list[date]:
    return [_next_day(_plus(month_end(issued), 1), int(match[1]))]


def _end_of_this(_: re.Match[str], issued: date) -> list[date]:
    return [month_end(issued)]


def _end_of_next(_: re.Match[str], issued: date) -> list[date]:
    return [month_end(issued, 1)]


_JOINT = (
    r"[\s,.+]*(?:(?:le|a|after|from|nach|da|dopo|na|plus|d\.?f\.?|net|netto|nets?|ab|dalla"
    r"|date de (?:la )?facture|data (?:di )?fattura|(?:from )?(?:the )?invoice date|fecha (?:de )?factura"
    r"|factuurdatum|rechnungsdatum)[\s,.]+){0,3}"
)
_FROM_END = (
    r"(?:a\s+(?:partir|compter)\s+(?:de\s+|du\s+)?|after\s+|from\s+|nach\s+|desde\s+|dalla\s+|na\s+)"
    rf"(?:la\s+|the\s+|het\s+)?{_END}"
)
_OF_NEXT = (
    r"(?:du|of|of the|des|del|dal|van de|de la|van)\s+(?:the\s+|le\s+)?"
    rf"(?:mois\s+{_NEXT}|{_NEXT}\s+month|month\s+{_NEXT}|{_NEXT}\s+monats|folgemonats"
    rf"|mes\s+{_NEXT}|mese\s+{_NEXT}|{_NEXT}\s+maand)"
)
_END_NEXT = (
    rf"(?:{_END}\s+{_NEXT}|end\s+of\s+(?:the\s+)?{_NEXT}\s+month"
    rf"|ende\s+(?:des\s+)?{_NEXT}(?:\s+monats)?|eind[e]?\s+{_NEXT}\s+maand)"
)
_THEN_ON = r"(?:[\s,]*(?:et\s+)?(?:(?:le|au|il)\s+|(?=\d+$))(?P<on>\d{1,2})(?!\d))?"
_Reader = Callable[[re.Match[str], date], list[date] | None]
# The most telling first: the first that matches and makes sense is taken.
_RULES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(rf"{_N}{_DAYS}\s+{_FROM_END}"), _end_then_days),
    (re.compile(rf"net\s+{_N}(?:{_DAYS}\s+)?(?:eom|month\s+end|end\s+of\s+month)"), _end_then_days),
    (re.compile(rf"{_N}{_DAYS}{_JOINT}{_END}{_THEN_ON}"), _days_then_end),
    (re.compile(_END_NEXT), _end_of_next),
    (re.compile(rf"{_END}[\s,+]*(?:a\s+|plus\s+)?{_N}{_DAYS}(?![a-z])"), _end_then_days),
    (re.compile(rf"{_END}\s*,?\s*(?:le|au)\s+(\d{{1,2}})(?!\d)"), _end_then_day),
    (re.compile(rf"(?<!\d)(\d{{1,2}})(?:er|st|nd|rd|th|\.)?\s+{_OF_NEXT}"), _on_next_month),
    (re.compile(r"(?<!\d)(\d{1,2})\s+mfi(?![a-z])"), _on_next_month),  # «15 MFI»: month following invoice
    (re.compile(rf"{_N}{_DAYS}\s*,?\s*{_DAY_OF_MONTH}"), _days_then_day),
    (re.compile(rf"{_N}{_MONTHS}(?![a-z])"), _months_later),
    (re.compile(r"(?<![a-z])(?:net|netto|n)\s*/?\s*(\d{1,3})(?!\s*[%\d])(?![.,/]\d)"), _only_days),
    (re.compile(rf"{_N}{_DAYS}(?![a-z])"), _only_days),
    (re.compile(rf"(?<![a-z]){_END}(?![a-z])"), _end_of_this),
)
