"""What is planned for an invoice in, the same in the owner's language, with its reason, out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from relanced.casework.ledger import Case
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
from relanced.model.client import Client
from relanced.model.names import InvoiceNumber
from relanced.web.ask import Ask
from relanced.web.events import step_name
from relanced.web.questions import key_of
from relanced.web.words import Say, plain

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """One planned action."""

    kind: str  # send | draft | task | answer | ask | wait | close: its mark
    what: str
    reasons: tuple[str, ...]  # in the owner's language
    why: str  # as relanced says it, in English
    client: str
    key: str  # of the client; may be empty
    invoices: tuple[InvoiceNumber, ...]


def next_of(action: Action, ask: Ask, case: Case | None = None) -> Next:
    """An action as the pages show it; `case`: the invoice whose page it is for."""
    say = ask.say
    kind, what = _what(action, ask)
    client = _client(action)
    return Next(
        kind=kind,
        what=what,
        reasons=tuple(_reasons(action, say, ask.view.today, case)),
        why=plain(action.why, 800),
        client=client.name if client else "",
        key=client.key if client else "",
        invoices=numbers_of(action),
    )


def _client(action: Action) -> Client | None:
    match action:
        case SendReminder(reminder=reminder) | DraftReminder(reminder=reminder) | GiveTask(reminder=reminder):
            return reminder.client
        case DraftAnswer(answer=answer):
            return answer.client
        case AskOwner(client=client) | CloseCase(client=client) | Wait(client=client):
            return client


def numbers_of(action: Action) -> tuple[InvoiceNumber, ...]:
    """The invoices that an action is about."""
    match action:
        case SendReminder(reminder=reminder) | DraftReminder(reminder=reminder) | GiveTask(reminder=reminder):
            return tuple(line.number for line in reminder.lines if line.step)
        case DraftAnswer(answer=answer):
            return tuple(line.number for line in answer.lines)
        case AskOwner(invoices=asked):
            return asked
        case Wait(invoice=number) | CloseCase(invoice=number):
            return (number,)


def _what(action: Action, ask: Ask) -> tuple[str, str]:
    say = ask.say
    match action:
        case SendReminder(reminder=reminder):
            return "send", say("next.send", step=step_name(reminder.step.name, say), to=reminder.to)
        case DraftReminder(reminder=reminder):
            return "draft", say("next.draft", step=step_name(reminder.step.name, say))
        case GiveTask(kind=kind):
            return "task", say(f"next.task_{kind}")
        case DraftAnswer():
            return "answer", say("next.answer")
        case AskOwner():
            asked = ask.view.asked.get(key_of(action))
            return "ask", asked.lead if asked else plain(action.question, 1_200)
        case Wait(until=until):
            return "wait", say("next.wait_until", day=say.day(until + ONE_DAY)) if until else say("next.wait")
        case CloseCase():
            return "close", say("next.close")


def _reasons(action: Action, say: Say, today: date, case: Case | None) -> Iterable[str]:
    """Why, as far as it follows from what stands in the case."""
    if case is None or not isinstance(action, Wait):
        return
    holds = case.silenced_by(today)
    for hold in dict.fromkeys((hold.kind, hold.until) for hold in holds):
        kind, until = hold
        day = say("hold.until", day=say.day(until)) if until else say("hold.until_you")
        yield f"{say(f'hold.{kind}')}{day}"
    if not case.accepted:
        yield say("hold.listed")
    elif not holds and case.due_on >= today:
        yield say("hold.not_due", day=say.day(case.due_on))
    elif not holds and case.steps:
        last = case.steps[-1]
        yield say("hold.lately", step=step_name(last.step, say), day=say.day(last.at))
