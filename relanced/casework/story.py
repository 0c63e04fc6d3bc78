"""A ledger, the facts behind it and a name in; the whole story of an invoice or a client out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from relanced.casework.claims import claims
from relanced.casework.ledger import Account, Case, Ledger, Link
from relanced.casework.order import in_order
from relanced.casework.planning.plan import plan
from relanced.casework.states import CaseState, case_state
from relanced.casework.target import find_account, find_case
from relanced.casework.words import in_words
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
from relanced.model.facts import (
    Fact,
    InvoiceSent,
    SendIntended,
    SendOutcome,
    happened_at,
)
from relanced.model.names import InvoiceNumber, number_key
from relanced.model.rules import Rules
from relanced.model.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, and the mail that shows it."""

    at: datetime
    what: str
    source: Source | None  # None: our own note of a sending
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Where one invoice stands."""

    case: Case
    state: CaseState
    next: tuple[Action, ...]  # today's plan for it; each action has its why


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All that is known of an invoice or a client."""

    account: Account
    events: tuple[Event, ...]  # in order of time
    chapters: tuple[Chapter, ...]  # one an invoice; for a client all of his


def story(ledger: Ledger, facts: Iterable[Fact], rules: Rules, target: str, today: date) -> Story | None:
    """Tell the story of an invoice number, a client's key or name; None where nobody bears that name.

    `facts` are those from which the ledger was folded.
    """
    found = find_case(ledger, target)
    account = found[0] if found else find_account(ledger, target)
    if account is None:
        return None
    cases = (found[1],) if found else account.cases
    numbers = {number_key(case.number) for case in cases}
    whole = found is None
    counting = claims(in_order(facts), rules.calendar.timezone).facts
    told = [fact for fact in counting if _concerns(ledger, fact, account, numbers, whole=whole)]
    actions = plan(ledger, rules, today)
    return Story(
        account=account,
        events=tuple(_event(fact, rules) for fact in told),
        chapters=tuple(
            Chapter(case=case, state=case_state(case, today), next=_next(actions, case)) for case in cases
        ),
    )


def _concerns(ledger: Ledger, fact: Fact, account: Account, numbers: set[str], *, whole: bool) -> bool:
    """Whether a fact belongs to this client, and, for an invoice, to it or to the client as a whole."""
    link = _link(ledger, fact)
    if link is None or account.client.key not in link.clients:
        return False
    if isinstance(fact, InvoiceSent):  # several invoices may go with one mail
        return number_key(fact.number) in numbers
    return whole or not link.invoices or any(number_key(number) in numbers for number in link.invoices)


def _link(ledger: Ledger, fact: Fact) -> Link | None:
    if isinstance(fact, SendIntended | SendOutcome):
        return ledger.links.get(fact.message_id)
    return ledger.links.get(fact.source.fingerprint)


def _event(fact: Fact, rules: Rules) -> Event:
    source = None if isinstance(fact, SendIntended | SendOutcome) else fact.source
    return Event(at=happened_at(fact), what=in_words(fact, rules), source=source, fact=fact)


def _next(actions: Iterable[Action], case: Case) -> tuple[Action, ...]:
    return tuple(action for action in actions if case.number in _numbers(action))


def _numbers(action: Action) -> tuple[InvoiceNumber, ...]:
    match action:
        case SendReminder(reminder=reminder) | DraftReminder(reminder=reminder) | GiveTask(reminder=reminder):
            return tuple(line.number for line in reminder.lines)
        case DraftAnswer(answer=answer):
            return tuple(line.number for line in answer.lines)
        case AskOwner(invoices=numbers):
            return numbers
        case Wait(invoice=number) | CloseCase(invoice=number):
            return (number,)
