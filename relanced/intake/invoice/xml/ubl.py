"""A UBL 2 Invoice or CreditNote in, its facts out: Peppol BIS 3, XRechnung UBL, in an SBDH envelope or bare."""

from collections.abc import Iterator

from relanced.intake.invoice.xml.xml_facts import (
    Refused,
    Structured,
    amount_of,
    currency_of,
    day_of,
    days_of,
    is_correction,
    kind_of,
    lacking,
    number_of,
    numbers_of,
    registrations,
)
from relanced.intake.invoice.xml.xml_tree import Element, at, every, first, line, local, text, texts
from relanced.model.money import Money

UBL_ROOTS = frozenset({"Invoice", "CreditNote"})
# Where UBL puts the day when payment is due: BT-9 in invoices, the means of payment in credit notes.
_DUE = (
    ("PaymentTerms", "PaymentDueDate"),
    ("PaymentTerms", "InstallmentDueDate"),
    ("PaymentMeans", "PaymentDueDate"),
)


def read_ubl(root: Element) -> Structured | Refused:
    """Read one invoice or credit note. Raises ValueError."""
    currency = currency_of(text(root, "DocumentCurrencyCode"))
    sums = at(root, "LegalMonetaryTotal")
    gross = _amount(sums, "TaxInclusiveAmount", currency)
    total = _amount(sums, "PayableAmount", currency)
    number, issued = number_of(line(root, "ID")), text(root, "IssueDate")
    if not (number and issued and total):
        return lacking(number, day_of(issued) if issued else None, total)
    code = first(text(root, "InvoiceTypeCode"), text(root, "CreditNoteTypeCode"))
    bought = at(root, "AccountingCustomerParty", "Party")
    due = texts(root, "DueDate") or next(filter(None, (texts(root, *path) for path in _DUE)), ())
    return Structured(
        kind=kind_of(code, is_credit=local(root) == "CreditNote"),
        code=code,
        number=number,
        issued_on=day_of(issued),
        due_days=days_of(due),
        terms=" ".join(texts(root, "PaymentTerms", "Note")),
        total=total,
        gross=gross,
        seller=_name(at(root, "AccountingSupplierParty", "Party")),
        buyer=_name(bought),
        buyer_ids=registrations(
            _ids(bought), _vat_numbers(bought), text(bought, "PostalAddress", "Country", "IdentificationCode")
        ),
        older=numbers_of(texts(root, "BillingReference", "InvoiceDocumentReference", "ID")),
        corrects=is_correction(code),
    )


def _amount(sums: Element | None, name: str, currency: str) -> Money | None:
    plain = text(sums, name)
    return amount_of(plain, currency) if plain and len(currency) == 3 else None


def _name(party: Element | None) -> str:
    return first(text(party, "PartyLegalEntity", "RegistrationName"), text(party, "PartyName", "Name"))


def _ids(party: Element | None) -> Iterator[tuple[str, str]]:
    """BT-47, BT-46 and BT-49 with their schemes; only a legal registration counts without one."""
    for each in every(party, "PartyLegalEntity", "CompanyID"):
        yield each.get("schemeID", ""), each.text or ""
    for path in (("PartyIdentification", "ID"), ("EndpointID",)):
        for each in every(party, *path):
            yield each.get("schemeID", "none"), each.text or ""


def _vat_numbers(party: Element | None) -> Iterator[str]:
    for scheme in every(party, "PartyTaxScheme"):
        if text(scheme, "TaxScheme", "ID").upper() in {"VAT", ""}:
            yield text(scheme, "CompanyID")
