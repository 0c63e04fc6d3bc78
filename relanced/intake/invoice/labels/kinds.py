"""The kinds of paper that go out with a mail; only three of them ask for money or give it back."""

from enum import StrEnum

from relanced.model.facts import InvoiceKind


class Kind(StrEnum):
    """What a paper is."""

    INVOICE = "invoice"
    DEPOSIT = "deposit"
    CREDIT_NOTE = "credit note"
    QUOTE = "quote"
    PRO_FORMA = "pro forma"
    ORDER = "order"
    DELIVERY = "delivery note"
    STATEMENT = "statement of account"
    TERMS = "terms of sale"
    REMINDER = "reminder letter"
    RECEIPT = "receipt"


INVOICE_KINDS = {
    Kind.INVOICE: InvoiceKind.INVOICE,
    Kind.DEPOSIT: InvoiceKind.DEPOSIT,
    Kind.CREDIT_NOTE: InvoiceKind.CREDIT_NOTE,
}
