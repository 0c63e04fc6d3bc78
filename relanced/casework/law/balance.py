"""A case in, what was owed of it on which days after its due day out. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from relanced.casework.ledger import Case, Posting, PostingKind

ONE_DAY = timedelta(days=1)

# They say that there never was such a claim: nothing of it was ever late.
_NEVER_OWED = frozenset({PostingKind.REPLACED, PostingKind.IGNORED})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, both inclusive, on which the same amount was owed."""

    since: date
    until: date
    cents: int  # positive


def stretches(case: Case, until: date, day_of: Callable[[datetime], date]) -> tuple[Stretch, ...]:
    """What was owed on each day from the day after the due day to `until`; () where the invoice was not late.

    The day on which money comes in still counts: the days of lateness are those between the due day and the
    day of payment (heropay.eu, comment-calculer-penalites-retard). A credit note counts from its own day on.
    """
    if until <= case.due_on or any(posting.kind in _NEVER_OWED for posting in case.postings):
        return ()
    until = min(until, date.max - ONE_DAY)  # after each stretch there is another day
    return tuple(_cut(case, case.due_on + ONE_DAY, until, day_of))


def fell_on(posting: Posting, day_of: Callable[[datetime], date]) -> date:
    """The day on which an amount fell away."""
    return posting.on or day_of(posting.at)


def _cut(case: Case, first: date, until: date, day_of: Callable[[datetime], date]) -> Iterator[Stretch]:
    changes: dict[date, int] = {}
    owed = case.invoice.total.cents
    for posting in case.postings:
        fell = fell_on(posting, day_of)
        if fell < first:
            owed -= posting.amount.cents
        elif fell < until:
            counts_from = fell + ONE_DAY
            changes[counts_from] = changes.get(counts_from, 0) - posting.amount.cents
    since = first
    for day in (*sorted(changes), until + ONE_DAY):
        if owed > 0 and since < day:
            yield Stretch(since, day - ONE_DAY, owed)
        owed += changes.get(day, 0)
        since = day
