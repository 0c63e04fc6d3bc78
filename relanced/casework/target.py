"""What the owner typed and a ledger in, whom he means out. Pure."""

from collections.abc import Sequence

from relanced.casework.ledger import Account, Case, Ledger, OpenCreditNote
from relanced.model.names import domain_of, number_key
from relanced.model.rules import BankRule


def find_case(ledger: Ledger, target: str) -> tuple[Account, Case] | None:
    """The invoice of this number, however its case, spaces and separators are written."""
    wanted = number_key(target)
    for account in ledger.accounts.values():
        for case in account.cases:
            if wanted and number_key(case.number) == wanted:
                return account, case
    return None


def find_note(ledger: Ledger, target: str) -> tuple[Account, OpenCreditNote] | None:
    """The credit note of this number that is taken off what its client is asked for."""
    wanted = number_key(target)
    for account in ledger.accounts.values():
        for note in account.credit_notes:
            if wanted and note.is_netted and number_key(note.note.number) == wanted:
                return account, note
    return None


def find_account(ledger: Ledger, target: str) -> Account | None:
    """The client with this key, or the only one with this name."""
    wanted = " ".join(target.casefold().split())
    by_key = [account for key, account in ledger.accounts.items() if key.casefold() == wanted]
    by_name = [a for a in ledger.accounts.values() if " ".join(a.client.name.casefold().split()) == wanted]
    found = by_key or by_name
    return found[0] if len(found) == 1 else None


def is_known(ledger: Ledger, banks: Sequence[BankRule], target: str) -> bool:
    """Whether a decision about this name would be about something: an invoice, a client, a bank, a mail domain."""
    wanted = target.strip().casefold()
    is_bank = any(bank.name.casefold() == wanted for bank in banks)
    if is_bank or find_case(ledger, target) is not None or find_account(ledger, target) is not None:
        return True
    cases = (case for account in ledger.accounts.values() for case in account.cases)
    return any(wanted == domain_of(case.invoice.client_address) for case in cases)
