"""An invoice or a credit note as it stands now in, what a payment is settled against out. Pure."""

from datetime import date

from relanced.casework.settle.settlement import OpenItem
from relanced.model.facts import CreditNoteSent, InvoiceSent
from relanced.model.money import Money


def invoice_item(
    invoice: InvoiceSent,
    *,
    owed: Money,
    due_on: date,
    client: str,
    paid_as: tuple[tuple[str, ...], tuple[str, ...]],
    plan: tuple[str, tuple[Money, ...]],
) -> OpenItem:
    """An invoice of which so much is owed.

    `client`: his name where the invoice bears none; `paid_as`: names and accounts under which he paid
    before; `plan`: of its instalments, and the sums that are such now.
    """
    return OpenItem(
        number=invoice.number,
        client=invoice.client_name or client,
        client_email=invoice.client_address,
        owed=owed,
        issued_on=invoice.issued_on,
        due_on=due_on,
        terms=invoice.terms_said,
        total=invoice.total,
        payers=paid_as[0],
        accounts=paid_as[1],
        plan=plan[0],
        instalments=plan[1],
    )


def note_item(note: CreditNoteSent, left: Money, client: str) -> OpenItem:
    """A credit note of which so much is left; `client`: his name where the note bears none."""
    return OpenItem(
        number=note.number,
        client=note.client_name or client,
        client_email=note.client_address,
        owed=-left,
        issued_on=note.issued_on,
        due_on=None,
        total=-note.total,
    )
