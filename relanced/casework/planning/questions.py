"""A ledger and a day in; what the owner is asked beside the cases out. Pure."""

from relanced.casework.doubts import ask_to_state
from relanced.casework.ledger import Ledger
from relanced.casework.planning.desk import Day
from relanced.model.actions import Action, AskOwner
from relanced.model.names import number_key


def ask_of_money(day: Day) -> list[Action]:
    """Ask once about each payment; of many clients only the invoices that it may pay are named."""
    asked: list[Action] = []
    for (question, why), told in day.shared.items():
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


def ask_beside(ledger: Ledger, day: Day) -> list[AskOwner]:
    """Ask about payments that silence nobody, while an invoice is open that they may pay."""
    asked: list[AskOwner] = []
    for told in ledger.questions:
        if day.on > told.until:
            continue
        wanted = {number_key(number) for number in told.candidates}
        found = [
            (account.client, case.number)
            for account in ledger.accounts.values()
            for case in account.cases
            if case.is_open and number_key(case.number) in wanted
        ]
        if found:
            client = found[0][0] if len({client.key for client, _ in found}) == 1 else None
            numbers = tuple(number for _, number in found)
            asked.append(AskOwner(client=client, invoices=numbers, question=told.question, why=told.why))
    return asked


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
