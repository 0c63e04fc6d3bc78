"""Days on which banks wrote in, which of them have been silent for too long out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from relanced.casework.calendar import Calendar
from relanced.casework.typed import typed
from relanced.model.rules import CalendarRules

LEAST_DAYS = 4  # fewer days with a mail teach no rhythm
LEAST_SILENCE = 5  # banking days: shorter silences mean nothing
LATEST = 60  # so many of the last days teach the rhythm: a firm's business changes


@dataclass(frozen=True, slots=True)
class Silence:
    """A bank's mails have stopped: money may have come unseen (law 4)."""

    bank: str
    since: date  # the last day with a mail
    usual_days: int  # the longest usual gap, in banking days
    others: tuple[str, ...] = ()  # banks that have written since: it may have been given up for them

    @property
    def why(self) -> str:
        """In words."""
        days = "banking day" if self.usual_days == 1 else "banking days"
        return (
            f"{self.bank} has not written since {self.since}, and the usual gap is at most "
            f"{self.usual_days} {days}: money may have come unseen, so no reminder leaves"
        )

    @property
    def question(self) -> str:
        """What the owner is asked."""
        given_up = (
            f" If {self.bank} was given up ({', '.join(self.others)} wrote since), that is for good."
            if self.others
            else ""
        )
        return f"{self.why}. Look at the account, then «{typed('resume', self.bank)}».{given_up}"


def silences(
    heard_on: Mapping[str, Sequence[date]],
    looked_on: Mapping[str, date],
    today: date,
    rules: CalendarRules,
) -> tuple[Silence, ...]:
    """The banks whose mails have stopped, in the order given; none: all write as usual.

    `heard_on` holds each day with a mail once, in order; `looked_on` the day on which the owner last said
    that he had looked at that bank's account. From then on it may be silent for as long again; for ever,
    where another bank, which still writes, has taken its place.
    """
    told = {bank: [day for day in days if day <= today] for bank, days in heard_on.items()}
    rhythms = {bank: _usual_gap(rules, tuple(days[-LATEST - 1 :])) for bank, days in told.items()}
    writing = {
        bank for bank, days in told.items() if days and not _is_unusual(rules, days[-1], today, rhythms[bank])
    }
    found = []
    for bank, days in told.items():
        usual = rhythms[bank]
        if usual is None or bank in writing:
            continue
        looked = looked_on.get(bank)
        others = tuple(other for other in sorted(writing) if told[other][-1] > days[-1])
        is_settled = looked is not None and days[-1] <= looked <= today
        if is_settled and (others or not _is_unusual(rules, looked or days[-1], today, usual)):
            continue
        found.append(Silence(bank, days[-1], usual, others))
    return tuple(found)


def _is_unusual(rules: CalendarRules, since: date, today: date, usual: int | None) -> bool:
    """Three times the usual gap where a bank writes often; where it does seldom, two gaps and a week."""
    if usual is None:
        return False
    allowed = max(min(3 * usual, 2 * usual + 5), LEAST_SILENCE)
    return _calendar(rules).banking_days(since, today) > allowed


@lru_cache(maxsize=64)  # a forecast asks for every day to come
def _usual_gap(rules: CalendarRules, days: tuple[date, ...]) -> int | None:
    """The 90th percentile (nearest rank) of the gaps, in banking days, so that one long gap in ten is no habit."""
    if len(days) < LEAST_DAYS:
        return None
    calendar = _calendar(rules)
    gaps = sorted(calendar.banking_days(one, other) for one, other in pairwise(days))
    return max(gaps[-(-len(gaps) * 9 // 10) - 1], 1)


@lru_cache(maxsize=8)
def _calendar(rules: CalendarRules) -> Calendar:
    return Calendar(rules)
