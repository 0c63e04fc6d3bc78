"""A ledger, today's plan, the facts and the rules in; the figures of the firm out. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from relanced.casework.aging import HELD, bucket_of
from relanced.casework.ledger import Account, Case, HoldKind, Ledger, PostingKind
from relanced.casework.overview.dso import Month, dso
from relanced.casework.overview.expected import WEEKS, Coming
from relanced.casework.overview.figures import Buckets, Counts, Figures, LatePayer, Overview
from relanced.casework.overview.habit import habit_of
from relanced.casework.overview.late import late_payer
from relanced.casework.overview.letters import reminders_since
from relanced.casework.overview.paid import DayOf
from relanced.casework.states import CaseState, case_state, is_listed_only
from relanced.model.actions import Action, AskOwner, DraftReminder, GiveTask, SendReminder
from relanced.model.facts import Fact
from relanced.model.money import Money
from relanced.model.rules import Rules

MONTH = timedelta(days=30)

_CAME_IN = frozenset({PostingKind.PAYMENT, PostingKind.REVERSED, PostingKind.OWNER})
_NEVER_SOLD = frozenset({PostingKind.CREDIT_NOTE, PostingKind.REPLACED, PostingKind.IGNORED})


def overview(
    ledger: Ledger, actions: Iterable[Action], facts: Iterable[Fact], rules: Rules, today: date
) -> Overview:
    """The figures of one day; `actions` are the plan of that day, `facts` those of which the ledger was folded.

    What is listed only (issued before start_on) is no part of what is owed, as in `aging`; what was paid
    of it tells habits all the same. Linear in cases and facts.
    """
    zone = rules.calendar.timezone

    def day_of(at: datetime) -> date:
        return at.astimezone(zone).date()

    sums: dict[str, _Sums] = {}
    debtors = 0
    for account in ledger.accounts.values():
        debtors += _add(account, sums, day_of, today)
    found = [each.figures() for each in sums.values()]
    found.sort(key=lambda each: (-each.open_invoices, each.currency))
    return Overview(
        on=today,
        figures=tuple(found),
        counts=_counts(tuple(actions), found, debtors, reminders_since(facts, today - MONTH, today, day_of)),
    )


def _counts(actions: Sequence[Action], found: Iterable[Figures], debtors: int, reminders: int) -> Counts:
    return Counts(
        open_invoices=sum(each.open_invoices for each in found),
        clients=debtors,
        reminders=reminders,
        questions=sum(isinstance(action, AskOwner) for action in actions),
        letters=sum(isinstance(action, SendReminder | DraftReminder) for action in actions),
        tasks=sum(isinstance(action, GiveTask) for action in actions),
    )


def _add(account: Account, sums: "dict[str, _Sums]", day_of: DayOf, today: date) -> bool:
    """One client, currency by currency; gives whether he owes anything."""
    by_currency: dict[str, list[Case]] = {}
    for case in account.cases:
        by_currency.setdefault(case.owed.currency, []).append(case)
    for note in account.credit_notes:
        by_currency.setdefault(note.left.currency, [])
    habit = habit_of(account.cases, day_of)
    owes = False
    for currency, cases in by_currency.items():
        mine = sums.get(currency) or sums.setdefault(currency, _Sums(currency, today))
        counted = [case for case in cases if case.is_open and not is_listed_only(case)]
        for case in cases:
            mine.add(case, day_of)
        mine.back += sum(note.left.cents for note in account.credit_notes if note.left.currency == currency)
        mine.coming.add(account, counted, habit)
        told = [case for case in cases if not is_listed_only(case)]
        if not any(_is_insolvent(case, today) for case in counted) and (
            late := late_payer(account.client, told, currency, day_of, today)
        ):
            mine.late.append(late)
        owes = owes or bool(counted)
    return owes


def _is_insolvent(case: Case, today: date) -> bool:
    return any(hold.kind is HoldKind.INSOLVENCY for hold in case.silenced_by(today))


@dataclass(slots=True)
class _Sums:
    """One currency, while it is added up; amounts are cents."""

    currency: str
    on: date
    count: int = 0  # of open invoices
    aged: list[int] = field(default_factory=lambda: [0] * 5)
    held: int = 0
    doubtful: int = 0  # of insolvent clients: no DSO counts it
    sound_not_due: int = 0  # without theirs
    listed: int = 0
    back: int = 0
    came_in: int = 0
    sales: dict[Month, int] = field(default_factory=dict)
    late: list[LatePayer] = field(default_factory=list)
    coming: Coming = field(init=False)

    def __post_init__(self) -> None:
        self.coming = Coming(self.currency, self.on)

    def add(self, case: Case, day_of: DayOf) -> None:
        """One invoice, whatever its state."""
        owed = case.owed.cents
        if is_listed_only(case):
            self.listed += owed
        elif owed > 0:
            self._add_open(case)
        self.back += max(0, -owed)
        sold = case.invoice.total.cents
        for posting in case.postings:
            if posting.kind in _NEVER_SOLD:
                sold -= posting.amount.cents
            elif posting.kind in _CAME_IN and self.on - MONTH < day_of(posting.at) <= self.on:
                self.came_in += posting.amount.cents
        issued = min(case.invoice.issued_on, self.on)
        month = (issued.year, issued.month)
        self.sales[month] = self.sales.get(month, 0) + max(0, sold)

    def _add_open(self, case: Case) -> None:
        owed, bucket, state = case.owed.cents, bucket_of(case, self.on), case_state(case, self.on)
        self.count += 1
        self.aged[bucket] += owed
        self.held += owed if state in HELD else 0
        if state is CaseState.INSOLVENT:
            self.doubtful += owed
        elif bucket == 0:
            self.sound_not_due += owed

    def figures(self) -> Figures:
        """The sums as they are shown."""
        weeks = self.coming.weeks()
        total = self._money(sum(self.aged))
        known = Money(sum(week.total.cents for week in weeks), self.currency)
        aged = (self._money(cents) for cents in self.aged)
        not_due, days_1_30, days_31_60, days_61_90, over_90 = aged
        return Figures(
            currency=self.currency,
            open_invoices=self.count,
            buckets=Buckets(
                not_due=not_due,
                days_1_30=days_1_30,
                days_31_60=days_31_60,
                days_61_90=days_61_90,
                over_90=over_90,
                total=total,
                held=self._money(self.held),
            ),
            listed=self._money(self.listed),
            owed_back=self._money(self.back),
            dso=dso(total.cents - self.doubtful, self.sales, self.on),
            best_dso=dso(self.sound_not_due, self.sales, self.on),
            late_payers=tuple(sorted(self.late, key=lambda each: (-each.money_days, each.client.key))),
            promised=tuple(
                sorted(self.coming.promised, key=lambda each: (each.on, each.client.key, each.invoices))
            ),
            expected=weeks[:WEEKS],
            later=weeks[WEEKS],
            unknown=total - known,
            came_in=self._money(self.came_in),
        )

    def _money(self, cents: int) -> Money:
        return Money(cents, self.currency)
