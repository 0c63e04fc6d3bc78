"""A Cross Industry Invoice in, its facts out: Factur-X and ZUGFeRD 1.0 to 2.x in all profiles, XRechnung CII."""

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
from relanced.intake.invoice.xml.xml_tree import Element, at, every, first, line, text, texts
from relanced.model.money import Money

CII_ROOTS = frozenset({"CrossIndustryInvoice", "CrossIndustryDocument"})


def read_cii(root: Element) -> Structured | Refused:
    """Read one invoice; names are ZUGFeRD 2's and Factur-X's, else ZUGFeRD 1's. Raises ValueError."""
    document = _either(root, "ExchangedDocument", "HeaderExchangedDocument")
    trade = _either(root, "SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction")
    agreement = _either(trade, "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
    settlement = _either(trade, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
    sums = _either(
        settlement,
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        "SpecifiedTradeSettlementMonetarySummation",
    )
    currency = currency_of(text(settlement, "InvoiceCurrencyCode"))
    gross = _amount(sums, "GrandTotalAmount", currency)
    total = _amount(sums, "DuePayableAmount", currency) or _less_prepaid(sums, gross, currency)
    issued = next(_days(at(document, "IssueDateTime")), "")
    number, code = number_of(line(document, "ID")), text(document, "TypeCode")
    if not (number and issued and total):
        return lacking(number, day_of(issued) if issued else None, total)
    buyer = at(agreement, "BuyerTradeParty")
    terms = list(every(settlement, "SpecifiedTradePaymentTerms"))
    references = list(every(settlement, "InvoiceReferencedDocument"))
    return Structured(
        kind=kind_of(code),
        code=code,
        number=number,
        issued_on=day_of(issued),
        due_days=days_of(day for term in terms for day in _days(at(term, "DueDateDateTime"))),
        terms=" ".join(part for term in terms for part in texts(term, "Description")),
        total=total,
        gross=gross,
        seller=text(agreement, "SellerTradeParty", "Name"),
        buyer=text(buyer, "Name"),
        buyer_ids=registrations(
            _ids(buyer),
            (
                (each.text or "")
                for each in every(buyer, "SpecifiedTaxRegistration", "ID")
                if each.get("schemeID") == "VA"
            ),
            text(buyer, "PostalTradeAddress", "CountryID"),
        ),
        older=numbers_of(first(text(each, "IssuerAssignedID"), text(each, "ID")) for each in references),
        corrects=is_correction(code),
    )


def _either(element: Element | None, one: str, other: str) -> Element | None:
    found = at(element, one)
    return found if found is not None else at(element, other)


def _amount(sums: Element | None, name: str, currency: str) -> Money | None:
    """An amount in the invoice's currency: EXTENDED may give it in the one of the accounts as well."""
    for each in every(sums, name):
        if len(currency) == 3 and each.get("currencyID", currency).upper() == currency:
            return amount_of((each.text or "").strip(), currency)
    return None


def _less_prepaid(sums: Element | None, gross: Money | None, currency: str) -> Money | None:
    """What is to be paid where BT-115 is not given (ZUGFeRD 1): BT-112 less BT-113, rounded by BT-114."""
    if gross is None:
        return None
    prepaid = _amount(sums, "TotalPrepaidAmount", currency) or Money(0, currency)
    rounding = _amount(sums, "RoundingAmount", currency) or Money(0, currency)
    return gross - prepaid + rounding


def _days(element: Element | None) -> Iterator[str]:
    """The day of a DateTime: format 102 is YYYYMMDD (203 and 205 add the time of day).

    The drafts of ZUGFeRD 1, which some programs still write, put it into the element itself.
    """
    yield from filter(None, [text(element)])
    for name in ("DateTimeString", "DateString", "DateTime", "Date"):
        yield from texts(element, name)


def _ids(buyer: Element | None) -> Iterator[tuple[str, str]]:
    """BT-47 (legal registration), BT-46 (identifier) and BT-49 (electronic address), with their schemes.

    Only a legal registration counts without a scheme: an identifier may be our own number for him.
    """
    for each in every(buyer, "SpecifiedLegalOrganization", "ID"):
        yield each.get("schemeID", ""), each.text or ""
    for path in (("GlobalID",), ("URIUniversalCommunication", "URIID")):
        for each in every(buyer, *path):
            yield each.get("schemeID", "none"), each.text or ""
