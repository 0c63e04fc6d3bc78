"""Settlement: what it means that a credit pays invoices. Values only; settle.py makes them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relanced.model.money import Money
from relanced.model.names import InvoiceNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """Something that is still owed (or, negative, owed back) before a credit arrives."""

    number: InvoiceNumber
    client: str  # the client's name as known
    client_email: str
    owed: Money  # still open; negative for a credit note
    issued_on: date | None
    due_on: date | None
    terms: str = ""  # payment terms as printed: an early-payment discount may stand there
    marks: tuple[str, ...] = ()  # other names of it: order number, quote number
    total: Money | None = None  # the full amount, where part of it is already paid
    payers: tuple[str, ...] = ()  # names under which the client has paid before, as the bank wrote them
    accounts: tuple[str, ...] = ()  # accounts from which he has paid before: upper case, no spaces
    plan: str = ""  # of the instalments agreed for it; items of one plan bear the same
    instalments: tuple[Money, ...] = ()  # the sums that are instalments of that plan now

    def __hash__(self) -> int:
        """By its number, which hardly two items share: a credit is compared with thousands of them."""
        return hash(self.number)


class Outcome(StrEnum):
    """What a credit does."""

    PAID = "paid"
    PARTIAL = "partial"
    SEVERAL = "several"
    OVERPAID = "overpaid"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


SURE = frozenset({Outcome.PAID, Outcome.PARTIAL, Outcome.SEVERAL, Outcome.OVERPAID})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another reading of the same credit, and why it was not taken; for the owner."""

    invoices: tuple[InvoiceNumber, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What one credit pays. Only the sure outcomes apply money; the others name candidates."""

    outcome: Outcome
    applied: tuple[tuple[InvoiceNumber, Money], ...] = ()
    written_off: tuple[tuple[InvoiceNumber, Money], ...] = ()  # bank charge, cent, lawful discount
    excess: Money | None = None
    candidates: tuple[InvoiceNumber, ...] = ()
    because: str
    assumed: str = ""  # not "": what was taken for granted, such as «the oldest first» (art. 1342-10)
    rivals: tuple[Rival, ...] = ()  # the runners-up, best first, at most five
