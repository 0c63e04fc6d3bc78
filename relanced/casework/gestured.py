"""A mail that the owner moved into a folder of relanced's in, what that decides, and what is asked, out. Pure.

What pauses counts of all that the mail is about. What closes counts where it is clear which invoice is meant:
that of our own mail, or the only one that the mail is about. Else those are paused, and the owner is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relanced.casework.ledger import Case, Ledger
from relanced.casework.target import find_case
from relanced.model.decided import TaskGiven, Verb
from relanced.model.facts import (
    CreditNoticed,
    CreditReversed,
    Fact,
    InvoiceSent,
    ReminderSent,
    SendIntended,
    SendOutcome,
)
from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber, MessageId

_SAFE = frozenset({Verb.PAUSE, Verb.DISPUTE})


@dataclass(frozen=True, slots=True)
class Gestured:
    """What moving a mail decides."""

    decisions: tuple[tuple[Verb, str], ...]  # each with an invoice number or a client
    unclear: str = ""  # not "": why it is asked about, a key of `command_words.UNCLEAR`


def gestured(
    verb: Verb,
    mark: Fingerprint,
    message_id: MessageId | None,
    folder: str,
    ledger: Ledger,
    facts: Iterable[Fact],
) -> Gestured:
    """What it decides that this mail was moved to this folder, the one of this verb."""
    told = _Told(mark, message_id, facts)
    if told.carried:  # our own mail: just what it carried
        return Gestured(tuple((verb, number) for number in told.carried))
    if (
        verb not in _SAFE and told.is_money
    ):  # «ignore» it: the notice, or the invoice? «paid»: all, or this part?
        return Gestured((), "bank_mail")
    link = ledger.links.get(mark)
    numbers = told.about or (sorted(link.invoices) if link is not None else ())
    found = [case for number in numbers if (case := find_case(ledger, number)) is not None]
    cases = {case.number: (account.client.key, case) for account, case in found}
    clients = {key for key, _ in cases.values()}
    clients = clients or {key for key in (link.clients if link else ()) if key in ledger.accounts}
    meant = [case for _, case in cases.values()]
    if not clients:
        return Gestured((), "unknown_mail")
    if len(clients) > 1:
        return Gestured(_paused(meant, clients), "two_clients")
    if verb not in _SAFE and folder in told.first_in:
        return Gestured(_paused(meant, clients), "filed")
    return _of_client(verb, next(iter(clients)), meant, ledger)


def _of_client(verb: Verb, client: ClientKey, cases: Sequence[Case], ledger: Ledger) -> Gestured:
    """What concerns one client alone: some of his invoices, or himself."""
    if verb in _SAFE:
        meant = [case for case in cases if case.is_open] or cases
        return Gestured(tuple((verb, case.number) for case in meant) or ((verb, client),))
    may_be = cases or [case for case in ledger.accounts[client].cases if case.is_open]
    if len(may_be) == 1:
        return Gestured(((verb, may_be[0].number),))
    return Gestured(_paused(cases, {client}), "several")


def _paused(cases: Sequence[Case], clients: Iterable[ClientKey]) -> tuple[tuple[Verb, str], ...]:
    """Silence for all that may be meant, until the owner has said which."""
    if cases:
        return tuple((Verb.PAUSE, case.number) for case in cases if case.is_open)
    return tuple((Verb.PAUSE, client) for client in sorted(clients))


class _Told:
    """What facts tell of one mail."""

    def __init__(self, mark: Fingerprint, message_id: MessageId | None, facts: Iterable[Fact]) -> None:
        self.carried: dict[InvoiceNumber, None] = {}  # by a mail of ours
        self.about: dict[InvoiceNumber, None] = {}  # of a letter or a task
        self.is_money = False  # a bank's notice: its own word is what counts
        self.first_in: set[str] = set()  # where it lay when it was read: a rule put it there, not the owner
        for fact in facts:
            if isinstance(fact, TaskGiven) and fact.message_id == message_id:
                self.about |= dict.fromkeys(number for number, _ in fact.lines)
            if isinstance(fact, SendIntended | SendOutcome) or fact.source.fingerprint != mark:
                continue
            self.first_in.add(fact.source.folder)
            if isinstance(fact, InvoiceSent):
                self.carried[fact.number] = None
            elif isinstance(fact, ReminderSent):
                self.about |= dict.fromkeys(number for number, _ in fact.lines)
            elif isinstance(fact, CreditNoticed | CreditReversed):
                self.is_money = True
