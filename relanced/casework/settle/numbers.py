"""An item in, its number taken apart out; two numbers in, whether they are one, or one slip apart. Pure.

Numbers run in series of many shapes: INV-00417, 20260034, RE-2026-1187, FA-ACME-012, 20417, F26/118,
118/2026.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from relanced.casework.settle.names import fold_text
from relanced.casework.settle.settlement import OpenItem

TOKEN = re.compile(r"[A-Z]+|[0-9]+")  # of folded text


@dataclass(frozen=True, slots=True)
class Written:
    """A number taken apart."""

    letters: str
    groups: tuple[str, ...]  # of digits, in order
    place: int  # of the running number among them
    parts: tuple[str, ...]  # letters and digits in turn
    compact: str  # letters and digits only
    running: str  # the digits that are counted up; "" where it has none
    before: tuple[str, ...]  # the other groups: years, months, a customer's number
    digits: str  # all digits in order


@dataclass(frozen=True, slots=True)
class Number(Written):
    """An invoice number taken apart."""

    item: OpenItem


def compact(text: str) -> str:
    """Letters and digits only, upper case: «F-2026/012» is F2026012."""
    return _compact(text[:80])


@lru_cache(maxsize=16384)
def _compact(text: str) -> str:
    return "".join(TOKEN.findall(fold_text(text)))


@lru_cache(maxsize=4096)
def number_of(item: OpenItem) -> Number:
    """Take an item's number apart; a year that stands in one with the running number is parted from it."""
    w = written(item)
    return Number(w.letters, w.groups, w.place, w.parts, w.compact, w.running, w.before, w.digits, item)


def written(item: OpenItem) -> Written:
    """The number of an item by itself: as long as it is known, an item changes, its number does not."""
    return _apart(item.number[:80], item.issued_on.year if item.issued_on is not None else None)


@lru_cache(maxsize=16384)
def _apart(number: str, year: int | None) -> Written:
    parts = TOKEN.findall(fold_text(number))
    letters = "".join(p for p in parts if not p.isdigit())
    groups = [p for p in parts if p.isdigit()]
    if len(groups) == 1 and len(groups[0]) >= 7 and groups[0].startswith("20"):
        groups = [groups[0][:4], groups[0][4:]]  # F20260410
    is_year_last = len(groups) == 2 and _is_year(groups[1], year) and not _is_year(groups[0], year)
    place = 0 if is_year_last else len(groups) - 1
    return Written(
        letters,
        tuple(groups),
        place,
        tuple(parts),
        compact="".join(parts),
        running=groups[place] if groups else "",
        before=(*groups[:place], *groups[place + 1 :]),
        digits="".join(groups),
    )


def _is_year(group: str, issued: int | None) -> bool:
    if len(group) == 4 and group.startswith("20"):
        return True
    return len(group) == 2 and issued is not None and int(group) == issued % 100


def is_whole(number: Number, digits: tuple[str, ...], *, has_letters: bool) -> bool:
    """The whole number is there: group by group without regard to zeros, or all in one, or the year short."""
    groups = number.groups
    joined = "".join(digits)
    if len(groups) == 1:
        same = int(joined) == int(groups[0])
        long_enough = len(joined) >= 5 and len(joined) == len(groups[0])
        return same and len(digits) == 1 and (long_enough or has_letters)
    if joined == number.digits:
        return True
    if len(digits) == len(groups):
        return _are_alike(groups, digits, number.place) or (
            len(groups) == 2 and _are_alike(groups[::-1], digits, 1 - number.place)
        )
    if len(digits) != 1 or len(groups) != 2 or number.place == 0:
        return False
    return any(
        joined.startswith(year)
        and joined[len(year) :].isdigit()
        and int(joined[len(year) :]) == int(groups[1])
        for year in _years(groups[0], joined, groups[1])
    )


def is_exact(number: Number, digits: tuple[str, ...]) -> bool:
    """Whether every digit is there, zeros and all."""
    return number.digits == "".join(digits)


def ends_so(number: Number, digits: str) -> bool:
    """Whether these digits are its running number, zeros or not."""
    return int(number.running) == int(digits) and len(digits) <= max(len(number.running), 6)


def near(written: str, number: str) -> bool:
    """Whether one slip makes one number of the other: two signs swapped, one wrong, one missing."""
    one, other = compact(written), compact(number)
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 3:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    one, other = one[start:], other[start:]
    swapped = len(one) > 1 and one[1::-1] == other[:2] and one[2:] == other[2:]
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]


def _years(year: str, joined: str, running: str) -> Iterator[str]:
    """How the year may stand before the running number: in full; short only before all its zeros."""
    yield year
    if len(year) == 4 and len(joined) == 2 + len(running):
        yield year[2:]


def _are_alike(groups: tuple[str, ...], digits: tuple[str, ...], place: int) -> bool:
    return all(
        int(ours) == int(theirs) if i == place else _year_alike(ours, theirs)
        for i, (ours, theirs) in enumerate(zip(groups, digits, strict=True))
    )


def _year_alike(ours: str, theirs: str) -> bool:
    if int(ours) == int(theirs):
        return True
    short, long = sorted((ours, theirs), key=len)
    return len(short) == 2 and len(long) == 4 and long.startswith("20") and long.endswith(short)
