"""The cases of one client in; those that a mail of a moment can speak of out. Changed by the fold only.

A client of ten years has hundreds of cases, of which a few are open: each of his mails asks which.
"""

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


class AnyCase(Protocol):
    """A case, as far as this needs it."""

    mailed_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether anything is still owed."""
        ...


@dataclass(slots=True)
class OpenCases:
    """The places of those cases that may be open; whoever opens one again says so."""

    _coming: list[tuple[datetime, int]]  # not asked for yet: the earliest last
    _places: dict[int, int]  # by id
    _maybe: list[int] = field(default_factory=list)  # in order

    @classmethod
    def of(cls, cases: Sequence[AnyCase]) -> "OpenCases":
        """All of them may be."""
        coming = sorted(((case.mailed_at, place) for place, case in enumerate(cases)), reverse=True)
        return cls(coming, {id(case): place for place, case in enumerate(cases)})

    def until(self, at: datetime, cases: Sequence[AnyCase]) -> list[int]:
        """The places of those that are open, and were mailed by this moment; in order."""
        while self._coming and self._coming[-1][0] <= at:
            self._add(self._coming.pop()[1])
        self._maybe = [place for place in self._maybe if cases[place].is_open]
        return [place for place in self._maybe if cases[place].mailed_at <= at]

    def again(self, case: AnyCase) -> None:
        """It is open, and may not have been."""
        self._add(self._places[id(case)])

    def _add(self, place: int) -> None:
        found = bisect_left(self._maybe, place)
        if found == len(self._maybe) or self._maybe[found] != place:
            insort(self._maybe, place)
