"""Invoice XML in, its facts out: CII (Factur-X, ZUGFeRD 1 and 2, XRechnung) and UBL 2 (Peppol, XRechnung).

EN 16931 terms are named by their number (BT-1 …). The XML comes from a mail: no entities, no
network, no document type, a limit on size; what is malformed is no invoice, never an error.
"""

from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from relanced.intake.invoice.kinds import Kind
from relanced.intake.message import clean
from relanced.model.money import Money, money_of

MAX_XML = 5 * 1024 * 1024
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)  # as intake/days.py reads them on a page
MAX_PROLOGUE = 20_000  # where a document type would stand
_ROOTS = frozenset({"CrossIndustryInvoice", "CrossIndustryDocument", "Invoice", "CreditNote"})
# UNTDID 1001, the codes that EN 16931 allows and the French ones of Factur-X 1.07.
_CREDIT_CODES = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
)
_DEPOSIT_CODES = frozenset({"386", "500"})
_NO_INVOICE = {
    "325": Kind.PRO_FORMA,
    "310": Kind.QUOTE,
    "220": Kind.ORDER,
    "231": Kind.ORDER,
    "351": Kind.DELIVERY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """What an invoice XML says; `due_on` is None where its profile has none (MINIMUM, BASIC WL without BT-9)."""

    kind: Kind
    number: str
    issued_on: date
    due_on: date | None
    terms: str
    total: Money  # as written: may be below zero
    seller: str
    buyer: str
    older: str  # the preceding invoice (BT-25), or ""


def read_xml(data: bytes) -> Structured | None:
    """Read an invoice XML; None for anything else, and for one that lacks number, day or amount."""
    if len(data) > MAX_XML or not data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(
        (b"<", b"\x00<", b"<\x00")
    ):
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    name = _local(root)
    if name not in _ROOTS or b"<!DOCTYPE" in data[:MAX_PROLOGUE].upper():
        return None
    try:
        return _read_ubl(root) if name in {"Invoice", "CreditNote"} else _read_cii(root)
    except (ValueError, OverflowError):
        return None


def is_invoice_xml(data: bytes) -> bool:
    """Whether the first bytes name one of the invoice roots, readable or not."""
    head = data[:3_000]
    return any(
        name.encode() in head
        for name in ("CrossIndustryInvoice", "CrossIndustryDocument", "schema:xsd:Invoice-2")
    )


def _local(element: "etree._Element") -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _at(element: "etree._Element | None", *path: str) -> "etree._Element | None":
    """Go down by local names; namespaces differ between ZUGFeRD 1 and 2 and mean the same."""
    for name in path:
        element = (
            next((child for child in element if _local(child) == name), None) if element is not None else None
        )
    return element


def _text(element: "etree._Element | None", *path: str) -> str:
    found = _at(element, *path)
    return " ".join(clean(found.text or "").split())[:500] if found is not None else ""


def _first(*values: str) -> str:
    return next((value for value in values if value), "")


def _amount(plain: str, currency: str) -> Money:
    """EN 16931 amounts have a point and at most two decimals; trailing zeros beyond are dropped."""
    whole, _, fraction = plain.partition(".")
    return money_of(f"{whole}.{fraction.rstrip('0') or '0'}", currency)


def _kind(code: str, *, is_credit: bool = False) -> Kind:
    if is_credit or code in _CREDIT_CODES:
        return Kind.CREDIT_NOTE
    if code in _DEPOSIT_CODES:
        return Kind.DEPOSIT
    return _NO_INVOICE.get(code, Kind.INVOICE)


def _cii_day(element: "etree._Element | None", *path: str) -> date | None:
    """A DateTimeString: format 102 is YYYYMMDD (203 and 205 add the time of day)."""
    digits = _first(_text(element, *path, "DateTimeString"), _text(element, *path, "DateString"))
    plain = digits.replace("-", "")[:8]
    return _likely(datetime.strptime(plain, "%Y%m%d").date()) if plain else None  # noqa: DTZ007 - a day has no zone


def _likely(day: date) -> date:
    """The day itself; 9999-12-31 and the like stand for «none» in some programs, and raise ValueError."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(day)
    return day


def _read_cii(root: "etree._Element") -> Structured | None:
    document = _at(root, "ExchangedDocument")
    document = document if document is not None else _at(root, "HeaderExchangedDocument")
    trade = _at(root, "SupplyChainTradeTransaction")
    trade = trade if trade is not None else _at(root, "SpecifiedSupplyChainTradeTransaction")
    agreement = _either(trade, "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
    settlement = _either(trade, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
    sums = _either(
        settlement,
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        "SpecifiedTradeSettlementMonetarySummation",
    )
    currency = _text(settlement, "InvoiceCurrencyCode").upper()
    plain = _first(_text(sums, "DuePayableAmount"), _text(sums, "GrandTotalAmount"))
    issued_on = _cii_day(document, "IssueDateTime")
    number = _text(document, "ID")
    if not (number and issued_on and plain and len(currency) == 3):
        return None
    terms = (
        [child for child in settlement if _local(child) == "SpecifiedTradePaymentTerms"]
        if settlement is not None
        else []
    )
    days = [day for day in (_cii_day(term, "DueDateDateTime") for term in terms) if day]
    return Structured(
        kind=_kind(_text(document, "TypeCode")),
        number=number,
        issued_on=issued_on,
        due_on=max(days, default=None),
        terms=" ".join(_text(term, "Description") for term in terms),
        total=_amount(plain, currency),
        seller=_text(agreement, "SellerTradeParty", "Name"),
        buyer=_text(agreement, "BuyerTradeParty", "Name"),
        older=_first(
            _text(settlement, "InvoiceReferencedDocument", "IssuerAssignedID"),
            _text(settlement, "InvoiceReferencedDocument", "ID"),
        ),
    )


def _either(element: "etree._Element | None", one: str, other: str) -> "etree._Element | None":
    found = _at(element, one)
    return found if found is not None else _at(element, other)


def _read_ubl(root: "etree._Element") -> Structured | None:
    is_credit = _local(root) == "CreditNote"
    currency = _text(root, "DocumentCurrencyCode").upper()
    plain = _text(root, "LegalMonetaryTotal", "PayableAmount")
    number, issued = _text(root, "ID"), _text(root, "IssueDate")
    if not (number and issued and plain and len(currency) == 3):
        return None
    due = _first(_text(root, "DueDate"), _text(root, "PaymentMeans", "PaymentDueDate"))
    code = _first(_text(root, "InvoiceTypeCode"), _text(root, "CreditNoteTypeCode"))
    return Structured(
        kind=_kind(code, is_credit=is_credit),
        number=number,
        issued_on=_likely(date.fromisoformat(issued[:10])),
        due_on=_likely(date.fromisoformat(due[:10])) if due else None,
        terms=_text(root, "PaymentTerms", "Note"),
        total=_amount(plain, currency),
        seller=_party(root, "AccountingSupplierParty"),
        buyer=_party(root, "AccountingCustomerParty"),
        older=_text(root, "BillingReference", "InvoiceDocumentReference", "ID"),
    )


def _party(root: "etree._Element", name: str) -> str:
    party = _at(root, name, "Party")
    return _first(_text(party, "PartyLegalEntity", "RegistrationName"), _text(party, "PartyName", "Name"))
