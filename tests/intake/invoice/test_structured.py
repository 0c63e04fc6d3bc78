"""Invoice XML is read in all its dialects, wins over the page, and cannot do harm."""

import pytest
from invoice_pdf import FIRM, INVOICE, mail_with, pdf_of, with_file

from relanced.intake.invoice.kinds import Kind
from relanced.intake.invoice.read import read_sent
from relanced.intake.invoice.structured import read_xml
from relanced.model.facts import InvoiceKind

CII = """<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:ram" xmlns:udt="urn:udt">
 <rsm:ExchangedDocument><ram:ID>F-2027-031</ram:ID><ram:TypeCode>{code}</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">20270503</udt:DateTimeString></ram:IssueDateTime>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>{seller}</ram:Name></ram:SellerTradeParty>
   <ram:BuyerTradeParty><ram:Name>{buyer}</ram:Name></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>{due}
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:GrandTotalAmount>150.00</ram:GrandTotalAmount>
    <ram:DuePayableAmount>{total}</ram:DuePayableAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>{older}
  </ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""
DUE = """<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">20270620
</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>"""
OLDER = """<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>F-1</ram:IssuerAssignedID>
</ram:InvoiceReferencedDocument>"""
UBL = """<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" xmlns:c="urn:c" xmlns:a="urn:a">
 <c:ID>U-7</c:ID><c:IssueDate>2027-05-03</c:IssueDate>{due}<c:DocumentCurrencyCode>EUR</c:DocumentCurrencyCode>
 <a:BillingReference><a:InvoiceDocumentReference><c:ID>U-1</c:ID></a:InvoiceDocumentReference></a:BillingReference>
 <a:AccountingSupplierParty><a:Party><a:PartyName><c:Name>Atelier Verrier</c:Name></a:PartyName></a:Party>
 </a:AccountingSupplierParty>
 <a:AccountingCustomerParty><a:Party><a:PartyLegalEntity><c:RegistrationName>Garage Lemaire</c:RegistrationName>
 </a:PartyLegalEntity></a:Party></a:AccountingCustomerParty>
 <a:LegalMonetaryTotal><c:PayableAmount currencyID="EUR">99.5</c:PayableAmount></a:LegalMonetaryTotal></{root}>"""
ZUGFERD1 = """<r:CrossIndustryDocument xmlns:r="urn:r" xmlns:m="urn:m" xmlns:d="urn:d">
 <r:HeaderExchangedDocument><m:ID>Z-1</m:ID><m:TypeCode>380</m:TypeCode>
 <m:IssueDateTime><d:DateTimeString format="102">20150305</d:DateTimeString></m:IssueDateTime>
 </r:HeaderExchangedDocument>
 <r:SpecifiedSupplyChainTradeTransaction><m:ApplicableSupplyChainTradeAgreement/>
 <m:ApplicableSupplyChainTradeSettlement><m:InvoiceCurrencyCode>EUR</m:InvoiceCurrencyCode>
 <m:SpecifiedTradeSettlementMonetarySummation><m:GrandTotalAmount currencyID="EUR">10.00</m:GrandTotalAmount>
 </m:SpecifiedTradeSettlementMonetarySummation></m:ApplicableSupplyChainTradeSettlement>
 </r:SpecifiedSupplyChainTradeTransaction></r:CrossIndustryDocument>"""


def cii(**changes: str) -> bytes:
    words = {
        "code": "380",
        "due": DUE,
        "total": "140.00",
        "older": "",
        "seller": "Atelier Verrier",
        "buyer": "Garage L",
    }
    return CII.format(**{**words, **changes}).encode()


def ubl(root: str = "Invoice", due: str = "<c:DueDate>2027-06-02</c:DueDate>") -> bytes:
    return UBL.format(root=root, due=due).encode()


def test_the_xml_in_a_pdf_wins_over_its_page() -> None:
    pdf = with_file(pdf_of(INVOICE), "factur-x.xml", cii())
    (invoice,) = read_sent(mail_with(("f.pdf", pdf)), FIRM).invoices

    assert (invoice.total.plain, str(invoice.due_on), invoice.client_name) == (
        "140.00",
        "2027-06-20",
        "Garage L",
    )
    assert invoice.read_from == "factur-x"
    assert "the page shows another amount" in invoice.because


def test_what_the_minimum_profile_lacks_comes_from_the_page() -> None:
    pdf = with_file(pdf_of(INVOICE), "factur-x.xml", cii(due=""))
    (invoice,) = read_sent(mail_with(("f.pdf", pdf)), FIRM).invoices

    assert (str(invoice.due_on), invoice.due_is_derived) == ("2027-06-15", False)


def test_a_scanned_page_with_xml_is_read_by_its_xml() -> None:
    pdf = with_file(pdf_of(()), "ZUGFeRD-invoice.xml", cii())
    read = read_sent(mail_with(("Facture.pdf", pdf)), FIRM)

    assert [invoice.number for invoice in read.invoices] == ["F-2027-031"]
    assert read.unreadable == ""


def test_damaged_xml_in_a_pdf_leaves_the_page_to_speak() -> None:
    pdf = with_file(pdf_of(INVOICE), "factur-x.xml", cii()[:600])
    (invoice,) = read_sent(mail_with(("f.pdf", pdf)), FIRM).invoices

    assert (invoice.read_from, invoice.total.plain) == ("pdf", "120.00")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("380", Kind.INVOICE),
        ("384", Kind.INVOICE),
        ("386", Kind.DEPOSIT),
        ("381", Kind.CREDIT_NOTE),
        ("325", Kind.PRO_FORMA),
    ],
)
def test_the_type_code_tells_the_kind(code: str, kind: Kind) -> None:
    read = read_xml(cii(code=code))

    assert read is not None
    assert read.kind is kind


def test_a_pro_forma_in_xml_is_no_invoice() -> None:
    assert read_sent(mail_with(("f.xml", cii(code="325"))), FIRM).invoices == ()


def test_an_xml_of_which_we_are_the_buyer_is_not_ours() -> None:
    bought = cii(seller="Burotique", buyer="Atelier Verrier SARL")

    assert read_sent(mail_with(("f.xml", bought)), FIRM).invoices == ()


def test_a_corrected_invoice_names_the_older_one_and_a_negative_one_is_a_credit() -> None:
    (invoice,) = read_sent(mail_with(("f.xml", cii(code="384", total="-20.00", older=OLDER))), FIRM).invoices

    assert (invoice.kind, invoice.replaces, invoice.total.plain) == (InvoiceKind.CREDIT_NOTE, "F-1", "20.00")
    assert invoice.due_on is None


def test_ubl_invoices_and_credit_notes_are_read() -> None:
    (invoice,) = read_sent(mail_with(("u.xml", ubl())), FIRM).invoices
    (note,) = read_sent(mail_with(("u.xml", ubl("CreditNote"))), FIRM).invoices

    assert (invoice.number, invoice.total.plain, str(invoice.due_on)) == ("U-7", "99.50", "2027-06-02")
    assert (invoice.client_name, invoice.read_from) == ("Garage Lemaire", "xml")
    assert (note.kind, note.due_on, note.replaces) == (InvoiceKind.CREDIT_NOTE, None, "U-1")


def test_the_xml_beside_a_pdf_of_the_same_number_is_one_invoice_with_the_printed_due_day() -> None:
    read = read_sent(mail_with(("f.pdf", pdf_of(INVOICE)), ("f.xml", cii(due=""))), FIRM)

    assert [(each.read_from, str(each.due_on)) for each in read.invoices] == [("xml", "2027-06-15")]


def test_zugferd_1_is_read() -> None:
    read = read_xml(ZUGFERD1.encode())

    assert read is not None
    assert (read.number, read.total.plain, read.due_on) == ("Z-1", "10.00", None)


def test_a_damaged_invoice_xml_is_said() -> None:
    read = read_sent(mail_with(("f.xml", ubl()[:-30])), FIRM)

    assert "damaged" in read.unreadable


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + cii().replace(b"F-2027-031", b"&a;"),
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + cii().replace(b"F-2027-031", b"&a;"),
        b"<a>" * 5_000 + b"</a>" * 5_000,
        cii(total="1e400000"),
        cii(total="12,00"),
        cii().replace(b"20270503", b"20279999"),
        b"<Order><ID>1</ID></Order>",
        b"",
    ],
    ids=["entity", "file", "deep", "huge", "comma", "no day", "order", "empty"],
)
def test_hostile_or_foreign_xml_is_no_invoice(data: bytes) -> None:
    assert read_xml(data) is None


def test_a_bomb_in_a_pdf_is_not_unpacked() -> None:
    pdf = with_file(pdf_of(INVOICE), "factur-x.xml", b" " * (8 * 1024 * 1024) + cii())
    (invoice,) = read_sent(mail_with(("f.pdf", pdf)), FIRM).invoices

    assert invoice.read_from == "pdf"


@pytest.mark.parametrize("day", ["99991231", "00010101", "19891231", "21010101"])
def test_a_day_that_no_invoice_bears_is_no_day(day: str) -> None:
    written = f"{day[:4]}-{day[4:6]}-{day[6:]}"

    assert read_xml(cii(due=DUE.replace("20270620", day))) is None
    assert read_xml(cii().replace(b"20270503", day.encode())) is None
    assert read_xml(ubl(due=f"<c:DueDate>{written}</c:DueDate>")) is None
    assert read_xml(ubl().replace(b"2027-05-03", written.encode())) is None


def test_an_xml_with_such_a_day_leaves_the_invoice_to_its_page() -> None:
    pdf = with_file(pdf_of(INVOICE), "factur-x.xml", cii(due=DUE.replace("20270620", "99991231")))
    (invoice,) = read_sent(mail_with(("f.pdf", pdf)), FIRM).invoices

    assert str(invoice.due_on) == "2027-06-15"
    assert invoice.read_from != "factur-x"
