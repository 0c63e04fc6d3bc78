"""A task, or a name that the owner typed, in; the cases that he speaks of out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from relanced.casework.books import AccountDraft, Books, CaseDraft
from relanced.casework.decisions import clients_named
from relanced.casework.planning.fits import NOTHING_KNOWN, History, Past, asks_history, does_fit, history_of
from relanced.casework.planning.notices import spared, standing
from relanced.casework.planning.steps import climbed
from relanced.model.decided import CallNoted, HandedOver, LetterPosted, TaskGiven
from relanced.model.ladder import Step
from relanced.model.names import MessageId, number_key
from relanced.model.tasks import TaskKind

Ended = CallNoted | LetterPosted | HandedOver
KINDS: dict[type[Ended], TaskKind] = {
    CallNoted: TaskKind.CALL,
    LetterPosted: TaskKind.LETTER,
    HandedOver: TaskKind.HANDOVER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Which cases the end of a task is about."""

    sure: tuple[CaseDraft, ...]
    maybe: tuple[CaseDraft, ...]  # that may be meant instead, or beside: they are only asked about
    account: AccountDraft | None  # where the owner named a client, and surely this one


def meant_by(books: Books, ended: Ended) -> Meant:
    """The cases of the task that was answered, else those of the invoice or the client that was named.

    A number beside a task picks one of its cases; a number that the task does not name picks none surely.
    """
    at = ended.decided_at
    if ended.task is not None:
        task = books.tasks.get(ended.task)
        cases = of_task(books, task) if task is not None else ()
        return _narrowed(cases, ended.target)
    case, maybe = books.named(ended.target, at)
    if case is not None or maybe:
        return Meant(sure=(case,) if case is not None else (), maybe=tuple(maybe), account=None)
    client, others = clients_named(books, ended.target, at)
    found = [books.accounts[key] for key in others]
    if client is not None and not any(account.open_cases(at) for account in found):
        account = books.accounts[client]
        return Meant(sure=_due(books, account.open_cases(at), at), maybe=(), account=account)
    keys = [*([client] if client is not None else []), *others]
    doubtful = [case for key in keys for case in books.accounts[key].open_cases(at)]
    return Meant(sure=(), maybe=tuple(doubtful), account=None)


def of_task(books: Books, task: TaskGiven) -> tuple[CaseDraft, ...]:
    """The cases that a task names, each once; those that are only listed too."""
    return tuple(books.letter_cases(task.lines, task.given_at, [task.client]))


def _narrowed(cases: Sequence[CaseDraft], target: str) -> Meant:
    if not target:
        return Meant(sure=tuple(cases), maybe=(), account=None)
    wanted = number_key(target)
    picked = tuple(case for case in cases if _is_called(case, wanted))
    if len(picked) == 1:
        return Meant(sure=picked, maybe=(), account=None)
    return Meant(sure=(), maybe=tuple(cases), account=None)


def _is_called(case: CaseDraft, wanted: str) -> bool:
    """Whether the owner means this invoice: its number, or the end of it as people say it («012»)."""
    number = number_key(case.invoice.number)
    return number == wanted or (len(wanted) >= 3 and number.endswith(wanted))


def _due(books: Books, cases: Sequence[CaseDraft], at: datetime) -> tuple[CaseDraft, ...]:
    """Of a client's open cases those that are due; all where none is."""
    day = books.calendar.day_of(at)
    late = tuple(case for case in cases if case.due_on <= day)
    return late or tuple(cases)


def coming(books: Books, case: CaseDraft, at: datetime) -> Step | None:
    """The step after the highest one that this case had, as the planner sees it; None at the top of its ladder.

    Steps that do not fit are passed over, and letters for which a notice was posted ahead; one that belongs
    before the due day comes no more once that day is past. A call that lapsed counts as done.
    """
    rules, day = books.rules, books.calendar.day_of(at)
    zone, client = rules.calendar.timezone, books.accounts[case.client].client
    ladder, history = rules.ladder_of(client), _history(books, case)
    done = tuple(case.steps.values())

    def fits(step: Step) -> bool:
        return does_fit(step, case, client, history)

    passed = spared(ladder, done, standing(case.posted, done, zone), fits)
    reached, _ = climbed(done, case.tasks, ladder, day, zone)
    return next(
        (
            step
            for index, step in enumerate(ladder.steps)
            if index > reached
            and index not in passed
            and fits(step)
            and not (day > case.due_on and (step.after_due_days or 0) < 0)
        ),
        None,
    )


def _history(books: Books, case: CaseDraft) -> History:
    """How its client has paid so far."""
    if not asks_history(books.rules):
        return NOTHING_KNOWN
    days = books.calendar
    past = (
        Past(
            is_open=each.is_open,
            postings=tuple(each.postings),
            due_on=each.due_on,
            mailed_on=days.day_of(each.mailed_at),
        )
        for each in books.accounts[case.client].cases
    )
    return history_of(tuple(past), books.rules.calendar.timezone)


def task_of(ended: Ended, case: CaseDraft) -> MessageId | None:
    """The task that has thereby ended for a case: the one that was answered, else the open one of this kind."""
    if ended.task is not None:
        return ended.task
    kind = KINDS[type(ended)]
    return next((task.message_id for task in case.tasks if task.kind is kind), None)
