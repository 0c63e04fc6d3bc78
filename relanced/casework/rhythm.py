"""Days on which the bank wrote in, whether it has been silent for too long out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

LEAST_DAYS = 4  # fewer days teach no rhythm
LEAST_SILENCE = 7  # days; shorter silences mean nothing
PATIENCE = 3  # times the longest usual gap


@dataclass(frozen=True, slots=True)
class Silence:
    """The bank's mails have stopped: money may have come unseen (law 4)."""

    since: date  # the last day with a mail
    usual_days: int  # the longest usual gap

    @property
    def why(self) -> str:
        """In words."""
        days = "day" if self.usual_days == 1 else "days"
        return (
            f"the bank has not written since {self.since}, and the usual gap is at most "
            f"{self.usual_days} {days}: money may have come unseen, so no reminder leaves"
        )


def silence(heard_on: Sequence[date], today: date) -> Silence | None:
    """Tell whether the bank's mails have stopped; None: they have not, or too few are known.

    `heard_on` holds each day once, in order. The longest usual gap is the 90th percentile (nearest
    rank) of the gaps in days; a silence of more than three times that, and more than a week, is
    unusual.
    """
    days = [day for day in heard_on if day <= today]
    if len(days) < LEAST_DAYS:
        return None
    gaps = sorted((later - earlier).days for earlier, later in pairwise(days))
    usual = gaps[-(-len(gaps) * 9 // 10) - 1]
    unusual = (today - days[-1]).days > max(PATIENCE * usual, LEAST_SILENCE)
    return Silence(days[-1], usual) if unusual else None
