"""Text in, the calendar days written in it out: numbers, words, several languages. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from relanced.intake.kept import kept
from relanced.intake.lazy import lazy

_MONTHS = {
    1: "janvier janv jan january enero ene gennaio gen januar jaenner janner januari janeiro",
    2: "fevrier fevr fev february feb febrero febbraio februar februari fevereiro",
    3: "mars march mar marzo maerz marz maart mrt marco marts",
    4: "avril avr april apr abril abr aprile",
    5: "mai may mayo maggio mag mei maio maj",
    6: "juin june jun junio giugno giu juni junho",
    7: "juillet juill juil july jul julio luglio lug juli julho",
    8: "aout august aug agosto ago augustus augusti",
    9: "septembre sept sep september septiembre settembre set setembro",
    10: "octobre oct october octubre ottobre ott oktober okt outubro out",
    11: "novembre nov november noviembre novembro",
    12: "decembre dec december diciembre dic dicembre dezember dez dezembro desember",
}
MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_WORD = "|".join(sorted(MONTH_OF, key=len, reverse=True))
_DIGIT = lazy(r"\d")
_ISO = lazy(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_NUMERIC = lazy(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d]|[./-]\d)")
_SPACED = lazy(r"(?<![\d./-])(\d{1,2}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{4})(?!\d|[./-]\d)")
_DAY_FIRST = lazy(
    rf"(?<![\w])(\d{{1,2}})(?:er|st|nd|rd|th|°|\.)?\s*(?:de\s+|of\s+|d')?[-\s]?({_WORD})\.?,?"
    # two figures right behind the month only: «15 July - 20 July», «le 3 mars 10 h 30» name no year
    r"(?:[-\s]*(?:de\s+|del\s+)?(\d{4})(?!\d)|[-\s]?\s?['’]?(\d{2})(?!\d|\s?[h:]\s?\d))"
)
_MONTH_FIRST = lazy(rf"(?<![\w])({_WORD})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+)(\d{{4}})(?!\d)")
_WEEKDAYS = (
    "lundi monday montag lunes lunedi maandag",
    "mardi tuesday dienstag martes martedi dinsdag",
    "mercredi wednesday mittwoch miercoles mercoledi woensdag",
    "jeudi thursday donnerstag jueves giovedi donderdag",
    "vendredi friday freitag viernes venerdi vrijdag",
    "samedi saturday samstag sonnabend sabado sabato zaterdag",
    "dimanche sunday sonntag domingo domenica zondag",
)
WEEKDAY_OF = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
_WEEKDAY = "|".join(WEEKDAY_OF)
_BEFORE_DAY = rf"(?:(?<![a-z])({_WEEKDAY}),?\s+(?:(?:le|the|den|dem|el|il|de)\s+)?)?"
# No figure may follow: «30 octobre 27» and «10 mars 10 h» are something else, or a year.
_NO_YEAR = r"(?![\w])(?!\.?,?[-\s]*(?:de\s+|del\s+)?['’]?\d)"
_DAY_ONLY = lazy(
    rf"{_BEFORE_DAY}(?<![\d./,-])(?<!\w)(\d{{1,2}})(?:er|st|nd|rd|th|°|\.)?\s*(?:de\s+|of\s+|d')?({_WORD}){_NO_YEAR}"
)
_ENGLISH = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_MONTH_DAY_ONLY = lazy(  # only English puts the month first
    rf"{_BEFORE_DAY}(?<!\w)({_ENGLISH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\w./-])(?!,?\s*\d)"
)
_NO_MONTHS = frozenset({"out", "set"})  # «10 out of 12», «3 set»: months in Portuguese and Italian only
MAX_AHEAD = 183  # days: a day without its year farther off is more likely of the year before


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day and where it stands."""

    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class YearlessDay:
    """A day written without its year: «le vendredi 30 octobre»."""

    month: int
    number: int
    weekday: int | None  # 0: Monday; None: not written
    start: int
    end: int

    def after(self, day: date) -> date | None:
        """The next such day on or after a day; None where it is far off, or the weekday belies it."""
        for year in (day.year, day.year + 1):
            try:
                found = date(year, self.month, self.number)
            except ValueError:
                return None
            if found >= day:
                fits = self.weekday in {None, found.weekday()} and (found - day).days <= MAX_AHEAD
                return found if fits else None
        return None


def fold(text: str) -> str:
    """Lower case without accents, one character for one character, so that places stay the same."""
    if text.isascii():
        return text.lower()
    beyond = set(text).difference(_ASCII)
    if len(beyond) > _FEW:
        return text.translate(_FOLDED)
    plain = text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
    for char in beyond:  # twice as fast as translate()
        folded = _FOLDED[ord(char)]
        if not folded.isascii() and folded != char:  # what it becomes may itself be folded: Greek, Cyrillic
            return text.translate(_FOLDED)
        plain = plain.replace(char, folded)
    return plain


class _Folded(dict[int, str]):
    """By code point its folded character: a table for `translate`, made as letters are met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        if len(self) < _MAX_LETTERS:
            self[code] = folded
        return folded


_MAX_LETTERS = 4_096  # that are kept: a stranger may write any of a million
_FOLDED = _Folded()
_ASCII = frozenset(map(chr, range(128)))
_FEW = 40  # letters beyond ASCII: no mail in a language of ours has more, but for a run of emojis


def _fold_char(char: str) -> str:
    base = unicodedata.normalize("NFKD", char.lower())
    base = "".join(c for c in base if not unicodedata.combining(c))
    return base if len(base) == 1 else char.lower()[:1]


def find_days(text: str, *, month_first: bool = False) -> Iterator[FoundDay]:
    """Every full date of a text, in order of place; `month_first` for US documents (12/31/2026).

    Two-digit years are of this century. A date that no calendar has is left out.
    """
    plain = fold(text)
    return iter(_days_in(plain, month_first=month_first) if _DIGIT.search(plain) else ())


@kept
def _days_in(plain: str, *, month_first: bool) -> tuple[FoundDay, ...]:
    found: list[FoundDay] = []
    for match in _ISO.finditer(plain):
        _keep(found, match, int(match[1]), int(match[2]), int(match[3]))
    for match in (*_NUMERIC.finditer(plain), *_SPACED.finditer(plain)):
        first, second = int(match[1]), int(match[3])
        day, month = (second, first) if month_first or (second > 12 >= first) else (first, second)
        _keep(found, match, _year(match[4]), month, day)
    for match in _DAY_FIRST.finditer(plain):
        _keep(found, match, _year(match[3] or match[4]), MONTH_OF[match[2]], int(match[1]))
    for match in _MONTH_FIRST.finditer(plain):
        _keep(found, match, int(match[3]), MONTH_OF[match[1]], int(match[2]))
    return tuple(sorted(found, key=lambda f: f.start))


def find_yearless(text: str) -> Iterator[YearlessDay]:
    """Every day of a text with a month in words and no year, in order of place; full dates are left out."""
    plain = fold(text)
    if not _DIGIT.search(plain):
        return
    full = list(find_days(text))
    found = [
        *(_yearless(match, match[3], match[2]) for match in _DAY_ONLY.finditer(plain)),
        *(_yearless(match, match[2], match[3]) for match in _MONTH_DAY_ONLY.finditer(plain)),
    ]
    for each in sorted(found, key=lambda one: one.start):
        if plain[each.start : each.end].split()[-1] in _NO_MONTHS or not 1 <= each.number <= 31:
            continue
        if not any(day.start < each.end and each.start < day.end for day in full):
            yield each


def _yearless(match: re.Match[str], month: str, number: str) -> YearlessDay:
    weekday = WEEKDAY_OF[match[1]] if match[1] else None
    return YearlessDay(MONTH_OF[month], int(number), weekday, match.start(), match.end())


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _keep(found: list[FoundDay], match: re.Match[str], year: int, month: int, day: int) -> None:
    overlaps = any(f.start < match.end() and match.start() < f.end for f in found)
    if overlaps or not 1990 <= year <= 2100:
        return
    try:
        found.append(FoundDay(date(year, month, day), match.start(), match.end()))
    except ValueError:
        return
