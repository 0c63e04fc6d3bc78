"""Open cases in; what was promised for which day, and what should come in which week, out. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from relanced.casework.ledger import Account, Case, HoldKind, Instalments
from relanced.casework.overview.figures import ExpectedWeek, PromisedMoney
from relanced.casework.overview.habit import Habit
from relanced.casework.promises.schedule import is_kept, parts_of
from relanced.casework.states import CaseState, case_state
from relanced.model.money import Money

WEEKS = 12
WEEK = timedelta(days=7)

# Nobody silences these: they are left to the client's habit.
_FREE = {CaseState.OPEN, CaseState.DUE_SOON, CaseState.OVERDUE, CaseState.PART_PAID}
_NO_PROMISE = {HoldKind.INSOLVENCY, HoldKind.HANDED_OVER, HoldKind.DISPUTE, HoldKind.PLAN}


@dataclass(slots=True)
class Coming:
    """What is to come in one currency; fed account by account."""

    currency: str
    on: date
    promised: list[PromisedMoney] = field(default_factory=list)
    _weeks: dict[date, list[int]] = field(default_factory=dict)  # promised, planned, habit: cents

    def add(self, account: Account, cases: Iterable[Case], habit: Habit) -> None:
        """The open cases of one client, all in this currency."""
        plans: dict[str, tuple[Instalments, list[Case]]] = {}
        by_day: dict[date, list[Case]] = {}
        for case in cases:
            plan = case.plan
            if plan is not None and _runs(case, plan, self.on):
                plans.setdefault(plan.source.fingerprint, (plan, []))[1].append(case)
            elif (day := promised_on(case, self.on)) is not None:
                by_day.setdefault(day, []).append(case)
            elif case_state(case, self.on) in _FREE and (day := habit.expects(case.due_on, self.on)):
                self._count(day, 2, case.owed.cents)
        for day, mine in by_day.items():
            self._promise(account, day, mine, sum(case.owed.cents for case in mine), is_instalment=False)
        for plan, mine in plans.values():
            for day, cents in _parts(plan, mine):
                self._promise(account, day, mine, cents, is_instalment=True)

    def _promise(
        self, account: Account, day: date, cases: list[Case], cents: int, *, is_instalment: bool
    ) -> None:
        self.promised.append(
            PromisedMoney(
                on=day,
                client=account.client,
                invoices=tuple(case.number for case in cases),
                amount=Money(cents, self.currency),
                is_instalment=is_instalment,
            )
        )
        self._count(day, 1 if is_instalment else 0, cents)

    def _count(self, day: date, kind: int, cents: int) -> None:
        """Whatever should have come already is awaited in this week."""
        monday = _monday(max(day, self.on))
        start = min(monday, _monday(self.on) + WEEKS * WEEK)
        self._weeks.setdefault(start, [0, 0, 0])[kind] += cents

    def weeks(self) -> tuple[ExpectedWeek, ...]:
        """WEEKS weeks from this one on, and one more for all that comes later."""
        first = _monday(self.on)
        return tuple(self._week(first + n * WEEK) for n in range(WEEKS + 1))

    def _week(self, start: date) -> ExpectedWeek:
        promised, planned, habit = (
            Money(cents, self.currency) for cents in self._weeks.get(start, (0, 0, 0))
        )
        return ExpectedWeek(start=start, promised=promised, planned=planned, habit=habit)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _runs(case: Case, plan: Instalments, today: date) -> bool:
    """Whether these instalments are agreed and kept; who is insolvent, or disputes, pays none."""
    kinds = {hold.kind for hold in case.silenced_by(today)}
    return is_kept(plan, today) and HoldKind.PLAN in kinds and not kinds & (_NO_PROMISE - {HoldKind.PLAN})


def promised_on(case: Case, today: date) -> date | None:
    """The day that the client named last, as long as it is waited for."""
    kinds = {hold.kind for hold in case.silenced_by(today)}
    if HoldKind.PROMISE not in kinds or kinds & _NO_PROMISE or not case.promises:
        return None
    return max(case.promises, key=lambda promise: (promise.made_at, promise.pays_on)).pays_on


def _parts(plan: Instalments, cases: Iterable[Case]) -> Iterator[tuple[date, int]]:
    """The parts still to come, in all no more than its invoices still owe."""
    left = sum(case.owed.cents for case in cases)
    for part in parts_of(plan.parts, plan.paid):
        cents = min(left, part.left.cents)
        if cents > 0:
            yield part.on, cents
            left -= cents
