"""A step, a case and its client's history in; whether the step is for that case out. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from relanced.casework.ledger import Case, Posting, PostingKind
from relanced.model.client import Client
from relanced.model.ladder import Fits, Habit, Standing, Step
from relanced.model.money import Money
from relanced.model.names import StepName
from relanced.model.rules import Rules

LATE_DAYS = 10  # more than so many days after the due day is late: a transfer takes two, an oversight a week
LEAST_PAID = 3  # fewer paid invoices make no habit
LATEST = 12  # so many of the last ones: people, and their bookkeepers, change


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a client's own past says of him."""

    standing: Standing
    habit: Habit


_FITS_ALL = Step(name=StepName(""), template="").fits  # the one that all steps without conditions share
NOTHING_KNOWN = History(standing=Standing.NEW, habit=Habit.PROMPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An invoice whose case is still in the making, as far as it tells how its client pays."""

    is_open: bool
    postings: tuple[Posting, ...]
    due_on: date
    mailed_on: date


class Owing(Protocol):
    """A case, as far as a step must fit it."""

    @property
    def owed(self) -> Money:
        """Still to be paid."""


def history_of(cases: Collection[Case | Past], zone: ZoneInfo) -> History:
    """How well a client is known and how he pays, by the payments that banks told of.

    KNOWN: money of his was seen, and has not gone back. LATE: of the last twelve of his invoices that
    were paid in full by money seen, at least three, half or more were paid more than ten days after they
    were due (after they were mailed, where that was later). «paid», said by the owner, makes a client
    known; when the money came it does not say, so it makes nobody late. Nothing known: NEW, PROMPT.
    """
    paid = sorted(pair for case in cases if (pair := _paid(case, zone)) is not None)[-LATEST:]
    late = sum(days > LATE_DAYS for _, days in paid)
    is_known = any(_money_of(case) > 0 for case in cases)
    return History(
        standing=Standing.KNOWN if is_known else Standing.NEW,
        habit=Habit.LATE if len(paid) >= LEAST_PAID and 2 * late >= len(paid) else Habit.PROMPT,
    )


def _money_of(case: Case | Past) -> int:
    """Cents that came in for it and stayed."""
    kinds = {PostingKind.PAYMENT, PostingKind.REVERSED, PostingKind.OWNER}
    return sum(posting.amount.cents for posting in case.postings if posting.kind in kinds)


def _paid(case: Case | Past, zone: ZoneInfo) -> tuple[date, int] | None:
    """The day on which money closed it, and how many days late that was; None: no money did."""
    kinds = {posting.kind for posting in case.postings}
    if case.is_open or PostingKind.PAYMENT not in kinds or PostingKind.OWNER in kinds or _money_of(case) <= 0:
        return None
    payments = (posting.at for posting in case.postings if posting.kind is PostingKind.PAYMENT)
    day = max(payments).astimezone(zone).date()
    return day, (day - max(case.due_on, case.mailed_on)).days


def does_fit(step: Step, case: Owing, client: Client, history: History) -> bool:
    """Whether all conditions of a step hold for a case; what is owed on it is compared, not its total."""
    fits = step.fits
    if fits is _FITS_ALL or fits == _FITS_ALL:
        return True
    owed = Decimal(case.owed.plain)
    return (
        (fits.owed_from is None or owed >= fits.owed_from)
        and (fits.owed_below is None or owed < fits.owed_below)
        and (not fits.kinds or client.kind in fits.kinds)
        and (not fits.languages or client.language in fits.languages)
        and fits.standing in {None, history.standing}
        and fits.habit in {None, history.habit}
    )


def asks_history(rules: Rules) -> bool:
    """Whether any step depends on how a client has paid."""
    return any(_looks_back(step.fits) for ladder in (rules.ladder, *rules.ladders) for step in ladder.steps)


def _looks_back(fits: Fits) -> bool:
    return fits.standing is not None or fits.habit is not None
