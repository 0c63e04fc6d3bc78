"""Numbers of invoices and their days in, the series that they form out. Pure.

Firms number as they like: «F2026-012», «FA-202603-0007», «12/2026», «VTE-260499», «10457». Each number
is read in every way that its digits and its day allow; the way that most numbers share, and in which
the counter grows with the day, is the series.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise
from statistics import median

from relanced.model.names import InvoiceNumber, number_key

LEAST = 3  # numbers that teach a series
_MAX_NUMBER = 40  # characters of a number that are read
_MAX_RUNS = 5  # of digits in it
_MAX_STEP = 50  # a series that usually grows by more than this proves nothing about one number
_NEAR = 3  # neighbours in time that a number is compared with
_SLACK = 10  # how far it may lie beyond the last known one, besides what the days since explain
_TOKENS = re.compile(r"\d+|\D+", re.ASCII)
_SEPARATORS = re.compile(r"[\s\-_/.\\–—]+")
_FUSED = {"YYYYMMDD": 8, "YYYYMM": 6, "YYMMDD": 6, "YYYY": 4, "YYMM": 4, "YY": 2}

Period = tuple[int, int, int]  # year, month, day; zero: no such part
NO_PERIOD: Period = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to read a number."""

    pattern: str  # «f{YYYY}-{n}»
    period: Period  # within which the counter grows
    counter: int
    start: int  # where the counter stands in the number
    end: int


@dataclass(frozen=True, slots=True)
class Known:
    """A number that is sure, and the day of its document."""

    number: InvoiceNumber
    on: date
    is_credit: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A number as its series reads it."""

    known: Known
    shape: Shape


@dataclass(slots=True)
class Series:
    """Numbers that one counter made; some firms begin it anew with each year or month."""

    pattern: str
    periods: dict[Period, list[Member]] = field(default_factory=dict)  # each in order of day, then counter

    def continues(self, number: InvoiceNumber, on: date) -> bool:
        """Whether a document of this day may well bear this number, next to those of its days."""
        mine = (shape for shape in shapes(number, on) if shape.pattern == self.pattern)
        return any(self._fits(shape, on) for shape in mine)

    def _fits(self, shape: Shape, on: date) -> bool:
        members = self.periods.get(shape.period)
        if members is None:  # the first numbers of a new year or month
            usual = max(len(each) for each in self.periods.values())
            return shape.period != NO_PERIOD and 0 < shape.counter <= max(usual, _SLACK)
        counters = sorted(member.shape.counter for member in members)
        if median([later - earlier for earlier, later in pairwise(counters)] or [1]) > _MAX_STEP:
            return False
        days = [member.known.on for member in members]
        rate = (counters[-1] - counters[0]) / max((days[-1] - days[0]).days, 1)
        before = [member.shape.counter for member in members if member.known.on <= on][-_NEAR:]
        after = [member.shape.counter for member in members if member.known.on >= on][:_NEAR]
        if before and after:
            return min(before) - _SLACK < shape.counter < max(after) + _SLACK
        if before:
            reach = _SLACK + 3 * rate * (on - days[-1]).days
            return min(before) < shape.counter <= max(before) + reach
        reach = _SLACK + 3 * rate * (days[0] - on).days
        return max(min(after) - reach, 1) <= shape.counter < max(after)


def learn(known: Iterable[Known]) -> tuple[Series, ...]:
    """The series among these numbers, the greatest first; a number belongs to one at most."""
    by_pattern: dict[str, list[Member]] = {}
    for each in _once(known):
        for shape in shapes(each.number, each.on):
            by_pattern.setdefault(shape.pattern, []).append(Member(each, shape))
    taken: set[InvoiceNumber] = set()
    found: list[Series] = []
    for pattern in sorted(by_pattern, key=lambda name: (-_weight(name, by_pattern[name]), name)):
        members = [member for member in by_pattern[pattern] if member.known.number not in taken]
        for group in _counted_together(members):
            found.append(_series(pattern, group))
            taken.update(member.known.number for member in group)
    return tuple(found)


def _once(known: Iterable[Known]) -> Iterator[Known]:
    """Each number once, on its first day."""
    first: dict[str, Known] = {}
    for each in known:
        key = number_key(each.number)
        if key not in first or (each.on, each.number) < (first[key].on, first[key].number):
            first[key] = each
    yield from first.values()


def _weight(pattern: str, members: list[Member]) -> float:
    """Reading year and month in nearly all numbers goes before reading them in none; text is lower case."""
    return len(members) * (1 + 0.1 * sum(letter in pattern for letter in "YMD"))


def _counted_together(members: list[Member]) -> Iterator[list[Member]]:
    """The members that one counter made: all, or invoices and credit notes each by a counter of their own."""
    invoices = [member for member in members if not member.known.is_credit]
    credits_ = [member for member in members if member.known.is_credit]
    if _grows(members):
        yield members
    else:
        yield from (group for group in (invoices, credits_) if group != members and _grows(group))


def _grows(members: list[Member]) -> bool:
    """Whether the counter grows with the day; one number in five may have been misread."""
    if len(members) < LEAST:
        return False
    pairs = shrinking = 0
    for part in _series("", members).periods.values():
        for earlier, later in pairwise(part):
            pairs += 1
            shrinking += later.shape.counter <= earlier.shape.counter
    has_period = members[0].shape.period != NO_PERIOD
    return shrinking * 5 <= pairs and (pairs >= LEAST - 1 or has_period)


def _series(pattern: str, members: list[Member]) -> Series:
    inner = sorted(members, key=lambda m: (m.shape.period, m.known.on, m.shape.counter, m.known.number))
    return Series(
        pattern, {period: list(part) for period, part in groupby(inner, key=lambda m: m.shape.period)}
    )


# ---- one number --------------------------------------------------------------------------------


@lru_cache(maxsize=65_536)  # every round folds all facts again
def shapes(number: InvoiceNumber, on: date) -> tuple[Shape, ...]:
    """Every way to read a number of this day: which digits count, which name the year or the month."""
    tokens = _TOKENS.findall(number[:_MAX_NUMBER])
    runs = [place for place, token in enumerate(tokens) if token.isdecimal()]
    if not 0 < len(runs) <= _MAX_RUNS:
        return ()
    found: dict[tuple[str, int], Shape] = {}
    for place in runs:
        if len(runs) > 1 and _reading("YYYY", tokens[place], on):
            continue  # the year is no counter
        for shape in _by_counter(tokens, place, on):
            found.setdefault((shape.pattern, shape.counter), shape)
    return tuple(found.values())


def _by_counter(tokens: list[str], place: int, on: date) -> Iterator[Shape]:
    """The ways in which this run of digits is the counter, or begins with a date and ends with it."""
    start, run = sum(map(len, tokens[:place])), tokens[place]
    end = start + len(run)
    plain = ["{n}" if i == place else _text(token) for i, token in enumerate(tokens)]
    yield Shape("".join(plain), NO_PERIOD, int(run), start, end)
    dated, period = _dated(tokens, place, on)
    if period != NO_PERIOD:
        yield Shape("".join(dated), period, int(run), start, end)
        return
    for kind, width in _FUSED.items():
        fused = _reading(kind, run[:width], on)
        if fused and len(run) >= width + 2:
            parts = [*plain[:place], f"{{{kind}}}{{n{len(run) - width}}}", *plain[place + 1 :]]
            yield Shape("".join(parts), fused, int(run[width:]), start + width, end)


def _dated(tokens: list[str], counter: int, on: date) -> tuple[list[str], Period]:
    """The pattern and the period where the digits beside the counter name them."""
    parts = ["{n}" if i == counter else _text(token) for i, token in enumerate(tokens)]
    period = NO_PERIOD
    others = [i for i, token in enumerate(tokens) if token.isdecimal() and i != counter]
    for i in others:
        kinds = {8: ("YYYYMMDD",), 6: ("YYYYMM", "MMYYYY", "YYMMDD"), 4: ("YYYY", "YYMM", "MMYY"), 2: ("YY",)}
        for kind in kinds.get(len(tokens[i]), ()):
            read = _reading(kind, tokens[i], on)
            if read and period == NO_PERIOD:
                parts[i], period = f"{{{kind}}}", read
    if period[0] and not period[1]:
        for i in others:
            if len(tokens[i]) <= 2 and parts[i] == tokens[i] and _is_near(period[0], int(tokens[i]), on):
                parts[i], period = "{MM}", (period[0], int(tokens[i]), 0)
                break
    return parts, period


def _reading(kind: str, digits: str, on: date) -> Period | None:
    """Digits as a date of this form, where it is one near the document's day."""
    if len(digits) != len(kind):
        return None
    year = month = day = ""
    for letter, digit in zip(kind, digits, strict=True):
        year += digit if letter == "Y" else ""
        month += digit if letter == "M" else ""
        day += digit if letter == "D" else ""
    y, m, d = int(year) + (2000 if len(year) == 2 else 0), int(month or 0), int(day or 0)
    if not month:
        return (y, 0, 0) if abs(y - on.year) <= 1 else None
    return (y, m, d) if _is_near(y, m, on) and (not day or 1 <= d <= 31) else None


def _is_near(year: int, month: int, on: date) -> bool:
    return 1 <= month <= 12 and abs(year * 12 + month - on.year * 12 - on.month) <= 1


def _text(token: str) -> str:
    return token if token.isdecimal() else _SEPARATORS.sub("-", token.casefold())


def settle_number(
    candidates: Iterable[InvoiceNumber], on: date, series: Iterable[Series], used: Mapping[str, bool]
) -> InvoiceNumber | None:
    """The one candidate that continues a series; None where none or several do.

    `used` tells of numbers that documents bear already: whether it is this very document, mailed again.
    """
    rows = tuple(series)
    mine = dict.fromkeys(candidates)
    again = [number for number in mine if used.get(number_key(number), False)]
    fitting = again or [
        number
        for number in mine
        if number_key(number) not in used and any(each.continues(number, on) for each in rows)
    ]
    return fitting[0] if len({number_key(number) for number in fitting}) == 1 else None
