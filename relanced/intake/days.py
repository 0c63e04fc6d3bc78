"""Text in, the calendar days written in it out: numbers, words, several languages. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

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
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d]|[./-]\d)")
_SPACED = re.compile(r"(?<![\d./-])(\d{1,2}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{4})(?!\d|[./-]\d)")
_DAY_FIRST = re.compile(
    rf"(?<![\w])(\d{{1,2}})(?:er|st|nd|rd|th|°|\.)?\s*(?:de\s+|of\s+|d')?[-\s]?({_WORD})\.?,?[-\s]*(?:de\s+|del\s+)?(\d{{4}}|\d{{2}})(?!\d)",
)
_MONTH_FIRST = re.compile(rf"(?<![\w])({_WORD})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)")


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day and where it stands."""

    day: date
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case without accents, one character for one character, so that places stay the same."""
    return text.lower() if text.isascii() else "".join(map(_fold_char, text))


@lru_cache(maxsize=4_096)
def _fold_char(char: str) -> str:
    base = unicodedata.normalize("NFKD", char.lower())
    base = "".join(c for c in base if not unicodedata.combining(c))
    return base if len(base) == 1 else char.lower()[:1]


def find_days(text: str, *, month_first: bool = False) -> Iterator[FoundDay]:
    """Every full date of a text, in order of place; `month_first` for US documents (12/31/2026).

    Two-digit years are of this century. A date that no calendar has is left out.
    """
    plain = fold(text)
    found: list[FoundDay] = []
    for match in _ISO.finditer(plain):
        _keep(found, match, int(match[1]), int(match[2]), int(match[3]))
    for match in (*_NUMERIC.finditer(plain), *_SPACED.finditer(plain)):
        first, second = int(match[1]), int(match[3])
        day, month = (second, first) if month_first or (second > 12 >= first) else (first, second)
        _keep(found, match, _year(match[4]), month, day)
    for match in _DAY_FIRST.finditer(plain):
        _keep(found, match, _year(match[3]), MONTH_OF[match[2]], int(match[1]))
    for match in _MONTH_FIRST.finditer(plain):
        _keep(found, match, int(match[3]), MONTH_OF[match[1]], int(match[2]))
    yield from sorted(found, key=lambda f: f.start)


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
