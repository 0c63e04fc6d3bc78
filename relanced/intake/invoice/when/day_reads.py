"""What a paper says about time: plain values that the readers of days share."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DayRead:
    """A day, the words that led to it, and how well they do."""

    day: date
    words: str
    score: float
    is_part: bool = False  # an instalment: a part of the sum is due on it


@dataclass(frozen=True, slots=True)
class PaperDays:
    """What a paper says about time."""

    issued: DayRead | None
    due: DayRead | None
    terms: tuple[str, ...]  # sentences that may tell the due day, the likeliest first
