"""A ledger and a task that was given in; the same task as it stands today out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from relanced.casework.ledger import Account, Case, HoldKind, Ledger, OpenTask
from relanced.casework.planning.reminders import Due, give
from relanced.casework.planning.steps import NextStep
from relanced.casework.planning.tasks import KIND_OF, lapses_on
from relanced.model.actions import GiveTask
from relanced.model.decided import TaskGiven
from relanced.model.facts import Fact
from relanced.model.ladder import Step
from relanced.model.names import ClientKey, MessageId, StepName, number_key
from relanced.model.rules import Rules
from relanced.model.tasks import TaskKind

_CALLED_ABOUT = frozenset({HoldKind.BREATHING, HoldKind.QUESTION, HoldKind.BOUNCE, HoldKind.REFUSED})
_CHANNEL_OF = {kind: channel for channel, kind in KIND_OF.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A task whose end the owner has not told, and the open cases that wait for it."""

    task: OpenTask
    account: Account
    cases: tuple[Case, ...]


def waiting_tasks(
    ledger: Ledger, rules: Rules, today: date, among: Iterable[ClientKey] | None = None
) -> tuple[Waiting, ...]:
    """Every task that an open case waits for, oldest first; one that concerns several cases stands once.

    A call that has lapsed is waited for no more, nor is a task while its case is silent: for what is disputed,
    promised or paused nobody is called, and no notice is posted. `among`: where it is known, the clients
    for whom a task was given; nobody else has one.
    """
    zone = rules.calendar.timezone
    found: dict[MessageId, Waiting] = {}
    for account in ledger.accounts.values() if among is None else (ledger.accounts[key] for key in among):
        for case in account.cases:
            for task in case.tasks:
                lapsed_on = lapses_on(task, rules.ladder_of(account.client), zone)
                is_over = lapsed_on is not None and lapsed_on <= today
                if is_over or not _may_be_asked_for(case, task.kind, today):
                    continue
                known = found.get(task.message_id)
                cases = (*known.cases, case) if known is not None else (case,)
                found[task.message_id] = Waiting(task=task, account=account, cases=cases)
    return tuple(sorted(found.values(), key=lambda each: (each.task.given_at, each.task.message_id)))


def given_in(facts: Iterable[Fact]) -> dict[MessageId, TaskGiven]:
    """The tasks that were given, by the Message-ID of their mail."""
    return {fact.message_id: fact for fact in facts if isinstance(fact, TaskGiven)}


def again(waiting: Waiting, given: TaskGiven | None, rules: Rules, today: date) -> GiveTask:
    """A task as it was given, with the amounts of today; invoices that are paid, or silent, are left out."""
    account, step = waiting.account, _step(waiting, rules)
    due = [Due(case, NextStep(step, 0, today)) for case in waiting.cases]
    mine = {case.number for case in waiting.cases}
    named = {number_key(number) for number, _ in given.lines} if given is not None else set()
    listed = [
        case
        for case in account.cases
        if case.number not in mine
        and number_key(case.number) in named
        and _may_be_asked_for(case, waiting.task.kind, today)
    ]
    return give(account, due, listed, rules, today)


def _may_be_asked_for(case: Case, kind: TaskKind, today: date) -> bool:
    """Whether nothing silences it but a question to the owner about what he said or did himself.

    A call is also how a client's question is answered, and how he is reached where no mail comes through.
    """
    return case.is_open and all(
        (hold.kind is HoldKind.QUESTION and hold.intent is None)
        or (kind is TaskKind.CALL and hold.kind in _CALLED_ABOUT)
        for hold in case.silenced_by(today)
    )


def _step(waiting: Waiting, rules: Rules) -> Step:
    """The step as it is configured now; one that is no more keeps its name and kind."""
    ladder = rules.ladder_of(waiting.account.client)
    name, kind = waiting.task.step, waiting.task.kind
    found = next((step for step in ladder.steps if step.name == name), None)
    if found is not None and KIND_OF.get(found.channel) is kind:
        return found
    template = "mise_en_demeure" if kind is TaskKind.LETTER else name
    return Step(name=StepName(name), after_due_days=0, template=template, channel=_CHANNEL_OF[kind])
