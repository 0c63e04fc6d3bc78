"""A ledger and a day in; what the owner is asked beside the cases out. Pure."""

from collections.abc import Callable, Collection, Iterable

from relanced.casework.doubts import ask_to_state
from relanced.casework.ledger import Account, Case, Hold, Ledger, Question
from relanced.casework.planning.desk import Day
from relanced.model.actions import Action, AskOwner
from relanced.model.client import Client
from relanced.model.names import InvoiceNumber, number_key

Whose = tuple[Client, InvoiceNumber]


def ask_of_money(shared: Iterable[tuple[Case, Account, Hold]]) -> list[Action]:
    """Ask once about each payment; of many clients only the invoices that it may pay are named."""
    by_question: dict[tuple[str, str], list[tuple[Case, Account, Hold]]] = {}
    for each in shared:
        hold = each[2]
        by_question.setdefault((hold.question, hold.why), []).append(each)
    asked: list[Action] = []
    for (question, why), told in by_question.items():
        clients = {account.client.key: account.client for _, account, _ in told}
        numbers = [case.number for case, _, _ in told]
        named = [case.number for case, _, hold in told if case.number in hold.candidates]
        asked.append(
            AskOwner(
                client=next(iter(clients.values())) if len(clients) == 1 else None,
                invoices=tuple(dict.fromkeys(numbers if len(clients) == 1 else named or numbers)),
                question=question,
                why=why,
            )
        )
    return asked


def ask_beside(
    questions: Iterable[Question], day: Day, whose: Callable[[Collection[str]], Iterable[Whose]]
) -> list[AskOwner]:
    """Ask about payments that silence nobody, while an invoice is open that they may pay.

    `whose` gives the open invoices with these number keys, in order of clients and cases.
    """
    asked: list[AskOwner] = []
    for told in questions:
        if day.on > told.until:
            continue
        found = list(whose({number_key(number) for number in told.candidates}))
        if found:
            client = found[0][0] if len({client.key for client, _ in found}) == 1 else None
            numbers = tuple(number for _, number in found)
            asked.append(AskOwner(client=client, invoices=numbers, question=told.question, why=told.why))
    return asked


def open_invoices(accounts: Iterable[Account], wanted: Collection[str]) -> Iterable[Whose]:
    """The open invoices of these accounts whose number keys are wanted."""
    for account in accounts:
        for case in account.cases:
            if case.is_open and number_key(case.number) in wanted:
                yield account.client, case.number


def ask_to_state_mails(ledger: Ledger, day: Day) -> list[Action]:
    """Ask for what could not be read in our own mails; those from before the start are only listed."""
    asked: list[Action] = []
    for unread in ledger.unreadable:
        if day.calendar.day_of(unread.source.at) < day.rules.start_on:
            continue
        link = ledger.links.get(unread.source.fingerprint)
        clients = [key for key in link.clients if key in ledger.accounts] if link else []
        client = ledger.accounts[clients[0]].client if len(clients) == 1 else None
        question, why = ask_to_state(unread, sorted(link.invoices) if link else [])
        asked.append(AskOwner(client=client, invoices=(), question=question, why=why))
    return asked
