"""Amounts in, the places and lengths of bars in a picture out. Whole numbers only; no library draws for us."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relanced.casework.aging import AgedBalance
from relanced.casework.overview.figures import Buckets, ExpectedWeek

AGES = ("not_due", "days_1_30", "days_31_60", "days_61_90", "over_90")
GROUNDS = ("promised", "planned", "habit")
WIDTH, HEIGHT = 1_000, 200  # of a picture, in its own units


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of a bar: its kind, where it begins, how long it is, and how much it stands for."""

    kind: str
    at: int
    long: int
    cents: int


def ages_of(row: AgedBalance | Buckets) -> list[tuple[str, int]]:
    """What is owed, by age: (kind, cents)."""
    return [(kind, getattr(row, kind).cents) for kind in AGES]


def stack(parts: Iterable[tuple[str, int]], most: int, width: int = WIDTH) -> list[Bar]:
    """Pieces side by side; `most` cents fill the whole width. A piece of anything at all is seen."""
    bars: list[Bar] = []
    at = 0
    for kind, cents in parts:
        if cents <= 0 or most <= 0:
            continue
        long = max(width * cents // most, 4)
        bars.append(Bar(kind, at, long, cents))
        at += long
    return bars


@dataclass(frozen=True, slots=True)
class Column:
    """One week: where it stands, and its pieces from the ground up."""

    at: int
    wide: int
    week: ExpectedWeek
    bars: tuple[Bar, ...]


def columns(weeks: Sequence[ExpectedWeek]) -> list[Column]:
    """The weeks side by side, the highest as high as the picture."""
    most = max((week.total.cents for week in weeks), default=0)
    step = WIDTH // max(len(weeks), 1)
    found = []
    for place, week in enumerate(weeks):
        parts = [(kind, getattr(week, kind).cents) for kind in GROUNDS]
        bars = [
            Bar(bar.kind, HEIGHT - bar.at - bar.long, bar.long, bar.cents)
            for bar in stack(parts, most, HEIGHT)
        ]
        found.append(Column(place * step + step // 8, step - step // 4, week, tuple(bars)))
    return found
