"""Words of payment («60 jours nets») in, the terms that they mean out. Pure.

«N jours fin de mois» is read as what it is, a rule that may lawfully be counted two ways (CEPC
opinion on article L441-10 of the code de commerce); English «net N EOM» counts from the end of the
month.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from relanced.intake.days import find_days, fold
from relanced.intake.lazy import lazy
from relanced.model.terms import Counting, Terms

MAX_TERMS = 400  # characters read
MAX_DAYS = 365
MAX_MONTHS = 12
MAX_AHEAD = 400  # days from issue to a day that terms name: one farther off is misread

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
    50: "cinquante fifty funfzig cincuenta vijftig cinquanta",
    60: "soixante sixty sechzig sessanta sesenta zestig",
    90: "quatre-vingt-dix ninety neunzig novanta noventa negentig",
    1: "un une one einem eine einen un uno una een",
    2: "deux two zwei due dos twee",
    3: "trois three drei tre tres drie",
    4: "quatre four vier quattro cuatro",
    5: "cinq five funf cinque cinco vijf",
    6: "six sechs sei seis zes",
    12: "douze twelve zwolf dodici doce twaalf",
    28: "twenty-eight achtundzwanzig",
    40: "quarante forty vierzig quaranta cuarenta veertig",
    75: "soixante-quinze seventy-five",
    120: "cent-vingt",
}
_NUMBER_OF = {word: str(number) for number, words in _NUMBERS.items() for word in words.split()}
_NUMBER_WORD = lazy(r"(?<![a-z])(?:" + "|".join(sorted(_NUMBER_OF, key=len, reverse=True)) + r")(?![a-z-])")
_TENS = (
    "vingt|trente|quarante|cinquante|soixante|twenty|thirty|forty|sixty|ninety"
    "|treinta|cuarenta|sesenta|trenta|venti"
)
_COMPOUND = lazy(  # «quarante cinq», «vingt et un»: one number, whose last word alone would be another
    rf"(?<![a-z-])({_TENS})(?:-|\s)(?:(?:et|y|e)(?:-|\s))?("
    + "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
    + r")(?![a-z-])"
)
_DAYS = (
    r"(?:(?:calendar|consecutive)\s+days?|kalendertagen?|jours?|jrs?|j|days?|tagen?|tage|dias?|giorni|gg|g|dagen|dgn?|d)"
    r"(?:\s*\(s\))?(?:\s+(?:calendaires?|calendar|naturales|corridos|solari|consecutivi|kalender))?"
)
_WEEKS = r"(?:semaines?|weeks?|wochen?|settiman[ae]|semanas?|weken|week)"
# Working days are days of no calendar that relanced knows: such a sentence tells no day.
_WORKING = lazy(
    r"\d\s*(?:\)\s*)?(?:jours?\s+(?:ouvre|ouvrable|franc)s?|j\.?\s?o\.?(?![a-z])"
    r"|(?:working|business|banking|bank|work)\s+days?|(?:bank)?(?:werk|arbeits)tag\w*|bankarbeitstag\w*"
    r"|dias?\s+(?:habiles?|laborables?|laborales?)|(?:giorni|gg\.?)\s+(?:lavorativi|feriali)|werkdag\w*)"
)
_MONTHS = r"(?:mois|months?|monaten?|monate?|mes(?:es)?|mesi|mese|maanden|maand)"
_END = (
    r"(?:fins?\s+(?:de\s+|du\s+)?mois|fdm|f\.?\s?m\.?(?![a-z])|eom|end\s+of\s+(?:the\s+)?(?:current\s+)?month|month\s+end"
    r"|(?:zum\s+)?monatsende|ende\s+(?:des\s+)?monats|fin\s+(?:de\s+|del\s+)?mes|fine\s+(?:del\s+)?mese"
    r"|eind[e]?\s+(?:van\s+de\s+)?maand)"
)
_NEXT = r"(?:suivante?|prochaine?|following|next|folgenden|folgemonats?|siguiente|proximo|successivo|prossimo|volgende)"
# Spans with a name of their own; a fortnight is fourteen days and a quinzaine fifteen, a semaine seven.
_SPANS = (
    (
        lazy(r"(?<![a-z])(?:(?:1|la) )?quinzaine(?![a-z])|(?<![a-z])(?:1 )?quincena(?![a-z])"),
        "15 jours",
    ),
    (lazy(r"(?<![a-z])(?:sous |(?:la|1) )?huitaine(?![a-z])"), "8 jours"),
    (lazy(r"(?<![a-z])(?:(?:a|1) )?fortnight(?![a-z])"), "14 days"),
    (lazy(r"(?<![a-z])a (?=(?:month|week)(?![a-z]))"), "1 "),
    *((lazy(rf"(?<![\d.,/-]){count} {_WEEKS}(?![a-z])"), f"{7 * count} days") for count in range(1, 13)),
)
_DISCOUNT = lazy(
    r"#(?:skonto|verzug)(?:#[a-z]+=[\d.,]{1,12}){1,4}#?"  # XRechnung (BR-DE-18) in BT-20
    r"|\d[\d.,]*\s?%[^%;]{0,45}?\d{1,3}\s*" + _DAYS + r"(?![a-z])"
    r"|(?:innerhalb\s+(?:von\s+)?)?\d{1,3}\s*"
    + _DAYS
    + r"(?![a-z])[^%;.\d]{0,30}\d[\d.,]*\s?%\s*(?:d'|de\s+)?"
    r"(?:skonto|nachlass|rabatt|escompte|remise|discount|sconto|descuento|korting)"
    r"|(?:innerhalb\s+(?:von\s+)?)?\d{1,3}\s*"
    + _DAYS
    + r"\s*(?:mit\s+|abzgl\.?\s+|abzuglich\s+|-\s*)?\d[\d.,]*\s?%(?:\s*\w+)?"
    r"|(?<!\d)\d[\d.,]*\s?(?:%\s?)?/\s?\d{1,2}(?!\d|[/.]\d)(?=[\s,;]*n)"
)
# «30/60/90 gg», «a 30, 60 y 90 días»: instalments, of which the last counts.
_SERIES = lazy(
    r"(?<![\d.,/-])((?:\d{1,3}(?:\s?[/,-]\s?|\s(?:y|et|e|and|und|en)\s)){1,5})(\d{1,3})(?=\s*"
    + _DAYS
    + r"(?![a-z]))"
)
_PARTS = lazy(r"[,;]\s|\.\s(?=[A-ZÀ-Ý])|\n")
_ABOUT_DISCOUNT = lazy(r"%|skonto|escompte|discount|sconto|descuento|korting")
_N = r"(?<![\d.,/-])(\d{1,3})(?:\s*\(\d{1,3}\))?\s*"
_DAY_OF_MONTH = (
    r"(?:le|au|the|on|am|el|il|de|dia)\s+(\d{1,2})(?:er|st|nd|rd|th|\.)?(?![\d/.,-]|\s*(?:"
    + _DAYS
    + r")(?![a-z]))"
)
_ON_RECEIPT = lazy(
    r"(?<![a-z])(?:(?:a|des|sur|upon|on|bei|nach|a la|al|alla|bij|na|dopo)\s+(?:la\s+|the\s+)?"
    r"(?:reception|receipt|presentation|livraison|delivery|commande|order|erhalt|rechnungserhalt|lieferung|recepcion"
    r"|ricevimento|consegna|ontvangst|levering|facturation|la facturation|vue|vista|invoice)"
    r"|comptant|immediat\w*|immediate\w*|sans delai|sofort|umgehend|prompt|contado|per omgaande|direct|contant"
    r"|rimessa diretta|vista fattura|a vista|due now|cash on delivery|(?<=net )cash)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class TermsRead:
    """What words of payment mean: terms, or a day that they name themselves; and those understood."""

    terms: Terms | None
    day: date | None
    words: str


def read_terms(text: str, issued_on: date) -> TermsRead | None:
    """The terms that words of payment mean, or None where they say nothing.

    `issued_on` only sorts out days that lie before the invoice.
    """
    plain = " ".join(fold(text[:MAX_TERMS]).split())
    plain = _DISCOUNT.sub(" ", plain)
    plain = _COMPOUND.sub(lambda match: str(int(_NUMBER_OF[match[1]]) + int(_NUMBER_OF[match[2]])), plain)
    plain = _NUMBER_WORD.sub(lambda match: _NUMBER_OF[match[0]], plain)
    for words, days in _SPANS:
        plain = words.sub(days, plain)
    plain = _SERIES.sub(_last_of, plain)
    if _WORKING.search(plain):
        return None
    for pattern, read in _RULES:
        match = pattern.search(plain)
        found = read(match) if match else None
        if match and found:
            return TermsRead(found, None, match[0].strip(" .,"))
    written = [found for found in find_days(plain) if 0 <= (found.day - issued_on).days <= MAX_AHEAD]
    if written:
        return TermsRead(None, written[-1].day, plain[written[-1].start : written[-1].end])
    receipt = _ON_RECEIPT.search(plain)
    return TermsRead(Terms(), None, receipt[0]) if receipt else None


def _last_of(series: re.Match[str]) -> str:
    """The last of several numbers of days that grow; what does not grow is no series («2/10 days»)."""
    counts = [*map(int, re.findall(r"\d+", series[1])), int(series[2])]
    grows = counts == sorted(set(counts)) and counts[0] >= 7
    return series[2] if grows else series[0]


def named_day(text: str, issued_on: date) -> date | None:
    """The one day after issue that terms of payment name («netto bis 04.06.2027»), discounts left aside."""
    parts = _PARTS.split(text[:MAX_TERMS])
    asked = [part for part in parts if not _ABOUT_DISCOUNT.search(fold(part))]
    days = {found.day for part in asked for found in find_days(part) if found.day > issued_on}
    return days.pop() if len(days) == 1 else None


def _of_days(
    match: re.Match[str], counting: Counting = Counting.PLAIN, on_day: int | None = None
) -> Terms | None:
    count = int(match[1])
    return Terms(days=count, counting=counting, on_day=on_day) if count <= MAX_DAYS else None


def _days_end(match: re.Match[str]) -> Terms | None:
    on = match["on"]
    if on and not 1 <= int(on) <= 31:
        on = None
    return _of_days(match, counting=Counting.EITHER, on_day=int(on) if on else None)


def _days_then_end(match: re.Match[str]) -> Terms | None:
    return _of_days(match, counting=Counting.DAYS_FIRST)


def _end_then_days(match: re.Match[str]) -> Terms | None:
    return _of_days(match, counting=Counting.MONTH_FIRST)


def _days_then_day(match: re.Match[str]) -> Terms | None:
    return _of_days(match, on_day=int(match[2])) if 1 <= int(match[2]) <= 31 else None


def _on_next_month(match: re.Match[str]) -> Terms | None:
    wanted = int(match[1])
    return Terms(counting=Counting.MONTH_FIRST, on_day=wanted) if 1 <= wanted <= 31 else None


def _months_later(match: re.Match[str]) -> Terms | None:
    count = int(match[1])
    return Terms(months=count) if count <= MAX_MONTHS else None


def _end_of_this(_: re.Match[str]) -> Terms:
    return Terms(counting=Counting.DAYS_FIRST)


def _end_of_next(_: re.Match[str]) -> Terms:
    return Terms(months=1, counting=Counting.DAYS_FIRST)


_JOINT = (
    r"[\s,.+]*(?:(?:le|a|after|from|nach|da|dopo|na|plus|d\.?f\.?|net|netto|nets?|ab|dalla"
    r"|date de (?:la )?facture|data (?:di )?fattura|(?:from )?(?:the )?invoice date|fecha (?:de )?factura"
    r"|factuurdatum|rechnungsdatum)[\s,.]+){0,3}"
)
_PUIS = r"[\s,]*(?:et\s+)?(?:puis|ensuite|then|dann|danach|poi|luego|despues|daarna)\s+(?:(?:a|le|la|the)\s+){0,2}"
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
_Reader = Callable[[re.Match[str]], Terms | None]
# The most telling first: the first that matches and makes sense is taken.
_RULES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (lazy(rf"{_N}{_DAYS}\s+{_FROM_END}"), _end_then_days),
    (lazy(rf"net\s+{_N}(?:{_DAYS}\s+)?(?:eom|month\s+end|end\s+of\s+month)"), _end_then_days),
    (lazy(rf"{_N}{_DAYS}{_PUIS}{_END}"), _days_then_end),
    (lazy(rf"{_N}{_DAYS}{_JOINT}{_END}{_THEN_ON}"), _days_end),
    (lazy(_END_NEXT), _end_of_next),
    (lazy(rf"{_END}[\s,+]*(?:a\s+|plus\s+)?{_N}{_DAYS}(?![a-z])"), _end_then_days),
    (lazy(rf"{_END}\s*,?\s*(?:le|au)\s+(\d{{1,2}})(?!\d)"), _on_next_month),
    (lazy(rf"(?<!\d)(\d{{1,2}})(?:er|st|nd|rd|th|\.)?\s+{_OF_NEXT}"), _on_next_month),
    (lazy(r"(?<!\d)(\d{1,2})\s+mfi(?![a-z])"), _on_next_month),  # «15 MFI»: month following invoice
    (lazy(rf"{_N}{_DAYS}\s*,?\s*{_DAY_OF_MONTH}"), _days_then_day),
    (lazy(rf"{_N}{_MONTHS}(?![a-z])"), _months_later),
    (lazy(r"(?<![a-z])(?:net|netto|n)\s*/?\s*(\d{1,3})(?!\s*[%\d])(?![.,/]\d)"), _of_days),
    (lazy(rf"{_N}{_DAYS}(?![a-z])"), _of_days),
    (lazy(rf"(?<![a-z]){_END}(?![a-z])"), _end_of_this),
)
