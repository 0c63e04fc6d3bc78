"""A payer's reference in, the months and days that it names out: «loyer mars», «2EME TRIM», «du 30/03/26». Pure."""

import re
from collections.abc import Iterator
from datetime import date

from relanced.casework.settle.names import fold_text
from relanced.casework.settle.words import MONTH_OF

MAX_REFERENCE = 600  # characters read
_WORD = re.compile(r"[A-Z]+")
_YEAR = re.compile(r"(?<![0-9/.-])20[0-9]{2}(?![0-9/.-])")
_NUMERIC = re.compile(
    r"(?<![0-9/.-])(?:(0[1-9]|1[0-2])[/.-](20[0-9]{2})|(20[0-9]{2})-(0[1-9]|1[0-2]))(?![0-9/.-])"
)
_DAY = re.compile(r"(?<![0-9/.-])([0-9]{1,2})([/.-])([0-9]{1,2})\2(20[0-9]{2}|[0-9]{2})(?![0-9/.-])")
_ORDINAL = "(?:ER|RE|EME|E|O|A|ST|ND|RD|TH)?"
_QUARTER = re.compile(
    rf"\b(?:[TQ]([1-4])|([1-4]) ?{_ORDINAL}\.? ?(?:TRIM|TRIMESTRE|TRIMESTER|QUARTER|QUARTAL|KWARTAAL))\b"
)
_HALF = re.compile(rf"\b(?:[SH]([12])|([12]) ?{_ORDINAL}\.? ?(?:SEMESTRE|SEM|HALBJAHR|HALF))\b")


def months_named(reference: str) -> frozenset[tuple[int | None, int]]:
    """The months as (year or None, month)."""
    text = fold_text(reference[:MAX_REFERENCE])
    years = {int(y) for y in _YEAR.findall(text)}
    year = years.pop() if len(years) == 1 else None
    return frozenset(_months(text, year))


def days_named(reference: str) -> frozenset[date]:
    """The days, day before month as Europe writes them."""
    found = set()
    for match in _DAY.finditer(fold_text(reference[:MAX_REFERENCE])):
        year = int(match[4])
        try:
            found.add(date(year + 2000 if year < 100 else year, int(match[3]), int(match[1])))
        except ValueError:
            continue
    return frozenset(found)


def is_in(day: date | None, months: frozenset[tuple[int | None, int]]) -> bool:
    """Whether a day lies in one of the months."""
    return day is not None and ((day.year, day.month) in months or (None, day.month) in months)


def _months(text: str, year: int | None) -> Iterator[tuple[int | None, int]]:
    for word in _WORD.findall(text):
        if word in MONTH_OF:
            yield year, MONTH_OF[word]
    for match in _NUMERIC.finditer(text):
        yield int(match[2] or match[3]), int(match[1] or match[4])
    for pattern, size in ((_QUARTER, 3), (_HALF, 6)):
        for match in pattern.finditer(text):
            first = (int(match[1] or match[2]) - 1) * size
            yield from ((year, first + month) for month in range(1, size + 1))
