"""A client's account and a step in; to whom the letter goes, and who has a copy, out. Pure."""

from relanced.casework.ledger import Account
from relanced.model.ladder import Person, Step
from relanced.model.names import is_writable_address

SALES = "sales"  # in cc and bcc: our colleague who knows the client


def address_for(account: Account, step: Step) -> str:
    """Whom a step writes to; "" or an unwritable address where nobody can be written to.

    Who is not known is stood for by the next milder one: the manager by accounting, accounting by who
    receives the invoices (or the contact named since). Only where the invoices' own address is none that
    a mail server takes does accounting stand for it: a configured person is better than silence.
    """
    people = account.client.people
    wanted = {
        Person.INVOICE: (account.address, people.accounting),
        Person.ACCOUNTING: (people.accounting, account.address),
        Person.MANAGER: (people.manager, people.accounting, account.address),
    }[step.to]
    return next((address for address in wanted if is_writable_address(address)), account.address)


def why_to(account: Account, address: str) -> str:
    """Who is behind the address of a letter, in words; "": it is where the invoices went."""
    people = account.client.people
    for who, known in (("manager", people.manager), ("accounting", people.accounting)):
        if address == known != account.address:
            return f"[[client]] names it as {who} of {account.client.name}"
    return account.address_why


def copies(account: Account, wanted: tuple[str, ...], but: tuple[str, ...]) -> tuple[str, ...]:
    """Who has a copy, each once, `but` left out; «sales» is resolved, and falls away where nobody is named."""
    if not wanted:
        return ()
    resolved = (account.client.people.sales if address == SALES else address for address in wanted)
    without = {address.lower() for address in but}
    return tuple(
        {
            address.lower(): address for address in resolved if address and address.lower() not in without
        }.values()
    )
