"""What a letter would ask a client for, and his open credit notes, in; what is left in each currency out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from relanced.casework.ledger import Account, Case, OpenCreditNote
from relanced.casework.typed import typed
from relanced.model.actions import NoteLine
from relanced.model.money import Money, totals
from relanced.model.rules import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What is asked for in one currency."""

    asked: Money  # on invoices
    notes: tuple[NoteLine, ...]  # oldest first

    @property
    def left(self) -> Money:
        """What is left to be paid once the credit notes are taken off; may be negative."""
        return Money(self.asked.cents - sum(n.left.cents for n in self.notes), self.asked.currency)


def balances(account: Account, cases: Iterable[Case]) -> dict[str, Balance]:
    """By currency: what these cases of a client ask for, less the credit notes that no invoice took up."""
    return {
        asked.currency: Balance(asked=asked, notes=_notes(account, asked.currency))
        for asked in totals(case.owed for case in cases)
    }


def netted(account: Account) -> tuple[OpenCreditNote, ...]:
    """The credit notes that are taken off what is asked for altogether."""
    return tuple(note for note in account.credit_notes if note.is_netted)


def _notes(account: Account, currency: str) -> tuple[NoteLine, ...]:
    lines = [
        NoteLine(number=open_note.note.number, issued_on=open_note.note.issued_on, left=open_note.left)
        for open_note in netted(account)
        if open_note.left.currency == currency
    ]
    return tuple(sorted(lines, key=lambda line: (line.issued_on, line.number)))


def why_silent(balance: Balance, limits: Limits) -> str:
    """Why nothing is asked for in this currency: credit notes cover it, or it is too little; "" : it is asked for."""
    taken_off = ""
    if balance.notes:
        named = ", ".join(f"{note.number} ({note.left})" for note in balance.notes)
        taken_off = f" once the open credit notes are taken off: {named}"
    if balance.left.cents <= 0:
        return f"of {balance.asked} that are due nothing is left{taken_off}"
    if Decimal(balance.left.plain) < limits.ignore_below:
        return (
            f"{balance.left} altogether{taken_off} is less than limits.ignore_below = {limits.ignore_below}"
        )
    return ""


def needs_approval(found: Iterable[Balance], limits: Limits) -> bool:
    """Whether a letter about so much is drafted for the owner."""
    above = limits.approve_above
    return above is not None and any(Decimal(balance.left.plain) > above for balance in found)


def ask_of_notes(account: Account) -> tuple[tuple[OpenCreditNote, ...], str, str] | None:
    """The one question about credit notes that are taken off, and why it is asked; None: there are none."""
    notes = netted(account)
    if not notes:
        return None
    client = account.client
    named = ", ".join(f"{each.note.number} over {each.left}" for each in notes)
    answers = ", ".join(f"«{typed('resume', each.note.number)}»" for each in notes)
    why = f"credit note {named} of {client.name} is taken off what he is asked for altogether"
    question = (
        f"{why}: no known invoice is named. Which one does it reduce? «relanced paid NUMBER» closes that one, then "
        f"{answers} takes the credit note off no more («resume» of the client leaves it taken off)."
    )
    return notes, question, why
