"""Figures: what an overview says, a set a currency. Values only; overview.py makes them."""

from dataclasses import dataclass
from datetime import date

from relanced.model.client import Client
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Buckets:
    """What is owed, by days past the due day."""

    not_due: Money
    days_1_30: Money
    days_31_60: Money
    days_61_90: Money
    over_90: Money
    total: Money  # the sum of the five
    held: Money  # the part of the total that is disputed, promised, paused, insolvent …

    @property
    def overdue(self) -> Money:
        """The total without what is not due."""
        return self.total - self.not_due


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePayer:
    """How late one client pays, and what he is late with; of insolvent clients nothing is told."""

    client: Client
    invoices_paid: int  # wholly, by money, within a year
    days_late: (
        int | None
    )  # of what he paid within a year, weighted by amount; early counts 0; None: he paid nothing
    overdue: Money  # what he owes beyond its due day
    worst: int  # days: the latest of what he paid within a year, and of what he owes
    money_days: int  # cents times days late, of both: the rank. It is what his lateness has cost


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedMoney:
    """What a client said that he would pay on a day; of instalments each part that is not paid."""

    on: date  # may be a few days past: grace runs
    client: Client
    invoices: tuple[InvoiceNumber, ...]
    amount: Money
    is_instalment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedWeek:
    """What should come in one week: each kind of ground kept apart, so that a guess never looks like a promise."""

    start: date  # a Monday
    promised: Money
    planned: Money  # instalments
    habit: Money  # as these clients usually pay: a guess

    @property
    def total(self) -> Money:
        """The sum of the three."""
        return self.promised + self.planned + self.habit


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One currency. Invoices from before start_on that are listed only stand in `listed`, and nowhere else."""

    currency: str  # ISO 4217
    open_invoices: int
    buckets: Buckets
    listed: Money
    owed_back: Money  # too much paid or credited, and credit notes that no invoice took up; positive
    dso: int | None  # days; dso.py says how it is reckoned; None: too little is known
    best_dso: int | None  # the DSO if nobody were late
    late_payers: tuple[LatePayer, ...]  # the costliest first
    promised: tuple[PromisedMoney, ...]  # by day
    expected: tuple[ExpectedWeek, ...]  # this week and the eleven after it, also where nothing is expected
    later: ExpectedWeek  # all that is expected after those, from `start` on
    unknown: Money  # owed, and nothing tells when it comes; with `expected` and `later` it makes the total
    came_in: Money  # within MONTH, what went back taken off


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers across all currencies."""

    open_invoices: int
    clients: int  # who owe something
    reminders: int  # that asked for money and left within MONTH, the owner's own too
    questions: int  # that wait for the owner
    letters: int  # due today, drafts too
    tasks: int  # to be given today


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The whole firm on one day."""

    on: date
    figures: tuple[
        Figures, ...
    ]  # the currency with most open invoices first; () where nothing was ever invoiced
    counts: Counts
