"""Money that came for an invoice which the owner had closed as paid, or given up, in; which invoice that is, out. Pure.

He saw it at his bank and said so; then the bank's mail comes. It is no second payment.
"""

from dataclasses import replace

from relanced.casework.books import Books, CaseDraft
from relanced.casework.ledger import Posting, PostingKind
from relanced.casework.money.ask import clients_of
from relanced.casework.money.told import Payment
from relanced.casework.settle.settlement import Outcome, Settlement
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, number_key

MAX_REFERENCE = 1_000  # characters read

_BY_WORD = frozenset({PostingKind.OWNER, PostingKind.GIVEN_UP})  # of the owner


def confirmed(books: Books, payment: Payment, settlement: Settlement) -> CaseDraft | None:
    """The one case closed by the owner's word that this money pays; None: none, or nobody can say which.

    The reference names it whole; or only its client may have paid, and it is his only one of this sum.
    """
    is_overpaid = settlement.outcome is Outcome.OVERPAID and not settlement.applied
    if not is_overpaid and settlement.outcome is not Outcome.AMBIGUOUS:
        return None
    closed = [case for case in paid_lately(books, payment) if by_owner(case) >= payment.credit.amount.cents]
    closed = [c for c in closed if c.invoice.total.currency == payment.credit.amount.currency]
    if is_overpaid:
        found = [case for case in closed if names(payment.credit.reference, case.invoice.number)]
    else:
        clients = clients_of(books, settlement.candidates)
        sure = clients if len(clients) == 1 else set()
        equal = [case for case in closed if by_owner(case) == payment.credit.amount.cents]
        found = [case for case in equal if case.client in sure]
    return found[0] if len(found) == 1 else None


def paid_lately(books: Books, payment: Payment) -> list[CaseDraft]:
    """The closed cases that this payment may touch."""
    settled = books.near(payment.credit, payment.first.mail.source.at).settled
    return [case for item in settled if (case := books.case(item.number)) is not None]


def by_owner(case: CaseDraft) -> int:
    """The cents that fell away by the owner's «paid», or that he gave up."""
    return sum(p.amount.cents for p in case.postings if p.kind in _BY_WORD)


def make_room(case: CaseDraft, cents: int) -> None:
    """Take the owner's «paid» or «write-off» back for so many cents: money takes its place."""
    kept: list[Posting] = []
    for posting in case.postings:
        taken = min(cents, posting.amount.cents) if posting.kind in _BY_WORD else 0
        cents -= taken
        rest = Money(posting.amount.cents - taken, posting.amount.currency)
        if not taken:
            kept.append(posting)
        elif rest.cents:
            kept.append(replace(posting, amount=rest))
    case.postings = kept


def names(reference: str, number: InvoiceNumber) -> bool:
    """Whether a reference holds this number whole, however it is separated."""
    key, text = number_key(number), number_key(reference[:MAX_REFERENCE])
    at = text.find(key)
    while at >= 0:
        before, behind = text[at - 1 : at] if at else "", text[at + len(key) :][:1]
        if not (_is_digit(before) or _is_digit(behind)):
            return True
        at = text.find(key, at + 1)
    return False


def _is_digit(one: str) -> bool:
    return "0" <= one <= "9"
