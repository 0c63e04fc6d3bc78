"""Two readings of one mailbox in; what one of them knows, holds or plans that the other does not, out. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from relanced.casework.ledger import Case, Ledger
from relanced.casework.states import CaseState, case_state
from relanced.model.actions import (
    Action,
    AskOwner,
    CloseCase,
    DraftAnswer,
    DraftReminder,
    GiveTask,
    SendReminder,
    Wait,
)
from relanced.model.facts import Fact, SendIntended, SendOutcome
from relanced.model.money import Money
from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber, StepName


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading: its facts, what they fold into, and the plan of the day."""

    facts: Sequence[Fact]
    ledger: Ledger
    actions: Sequence[Action]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A fact that stands in one reading only; both: the same mail told something else."""

    before: Fact | None
    now: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an invoice stands."""

    client: ClientKey
    state: CaseState
    owed: Money
    due_on: date
    steps: tuple[StepName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """An invoice that stands otherwise; None: not known in that reading."""

    number: InvoiceNumber
    before: Standing | None
    now: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """All that differs; empty lists: the readings agree."""

    facts: tuple[FactChange, ...]
    cases: tuple[CaseChange, ...]
    planned_before: tuple[Action, ...]  # planned in the first reading only
    planned_now: tuple[Action, ...]  # planned in the second only

    def __bool__(self) -> bool:
        return bool(self.facts or self.cases or self.planned_before or self.planned_now)


def differences(before: Reading, now: Reading, today: date, key: Callable[[Fact], str]) -> Differences:
    """What differs on a day; `key` names a fact, wherever its mail lies now. Linear in both readings."""
    old, new = _planned(before.actions), _planned(now.actions)
    return Differences(
        facts=tuple(_facts(before.facts, now.facts, key)),
        cases=tuple(_cases(before.ledger, now.ledger, today)),
        planned_before=tuple(action for name, action in old.items() if name not in new),
        planned_now=tuple(action for name, action in new.items() if name not in old),
    )


def _facts(before: Iterable[Fact], now: Iterable[Fact], key: Callable[[Fact], str]) -> Iterator[FactChange]:
    """Pairs of the same mail and kind where there are, else facts alone."""
    old, new = {key(fact): fact for fact in before}, {key(fact): fact for fact in now}
    gone = [fact for name, fact in old.items() if name not in new]
    come: dict[Hashable, list[Fact]] = {}
    for name, fact in new.items():
        if name not in old:
            come.setdefault(_told_by(fact), []).append(fact)
    for fact in gone:
        others = come.get(_told_by(fact))
        yield FactChange(before=fact, now=others.pop(0) if others else None)
    for others in come.values():
        for fact in others:
            yield FactChange(before=None, now=fact)


def _told_by(fact: Fact) -> Hashable:
    if isinstance(fact, SendIntended | SendOutcome):
        return type(fact), fact.message_id
    return type(fact), fact.source.fingerprint


def _cases(before: Ledger, now: Ledger, today: date) -> Iterator[CaseChange]:
    old, new = _standings(before, today), _standings(now, today)
    for name in (*old, *(name for name in new if name not in old)):
        if old.get(name) != new.get(name):
            yield CaseChange(number=name[0], before=old.get(name), now=new.get(name))


def _standings(ledger: Ledger, today: date) -> dict[tuple[InvoiceNumber, int], Standing]:
    """By number; where several clients have one, counted."""
    found: dict[tuple[InvoiceNumber, int], Standing] = {}
    counted: Counter[InvoiceNumber] = Counter()
    for account in ledger.accounts.values():
        for case in account.cases:
            found[case.number, counted[case.number]] = _standing(case, today)
            counted[case.number] += 1
    return found


def _standing(case: Case, today: date) -> Standing:
    return Standing(
        client=case.client,
        state=case_state(case, today),
        owed=case.owed,
        due_on=case.due_on,
        steps=tuple(step.step for step in case.steps),
    )


def _planned(actions: Iterable[Action]) -> dict[Hashable, Action]:
    return {(type(action).__name__, *_named(action)): action for action in actions}


def _named(action: Action) -> tuple[Hashable, ...]:
    """What makes it the same action: all but how its reason is worded."""
    match action:
        case SendReminder(reminder=reminder) | DraftReminder(reminder=reminder) | GiveTask(reminder=reminder):
            lines = tuple((line.number, line.step, line.owed) for line in reminder.lines)
            return reminder.client.key, reminder.to, reminder.step.name, lines
        case DraftAnswer(answer=answer):
            mark: Fingerprint = answer.mail.fingerprint
            return answer.client.key, mark, answer.asks
        case AskOwner(client=client, invoices=numbers, question=question):
            return client.key if client else None, numbers, question
        case Wait(client=client, invoice=number, until=until):
            return client.key, number, until
        case CloseCase(client=client, invoice=number):
            return client.key, number
