"""Every dialect gives the same facts: Factur-X and ZUGFeRD in their profiles, UBL, FatturaPA."""

import pytest
from invoice_pdf import FIRM, mail_with
from invoice_xml import cii, cii_due, cii_older, cii_sums, cii_terms, fattura, fattura_body, ubl

from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.read import read_sent
from relanced.intake.invoice.xml.structured import read_xml
from relanced.intake.invoice.xml.xml_facts import Refused, Structured
from relanced.model.facts import InvoiceKind
from relanced.model.terms import Terms

ZUGFERD1 = """<r:CrossIndustryDocument xmlns:r="urn:r" xmlns:m="urn:m" xmlns:d="urn:d">
 <r:HeaderExchangedDocument><m:ID>Z-1</m:ID><m:TypeCode>380</m:TypeCode>
 <m:IssueDateTime><d:DateTimeString format="102">20150305</d:DateTimeString></m:IssueDateTime>
 </r:HeaderExchangedDocument>
 <r:SpecifiedSupplyChainTradeTransaction><m:ApplicableSupplyChainTradeAgreement><m:BuyerTradeParty>
 <m:Name>Garage Lemaire</m:Name><m:SpecifiedTaxRegistration><m:ID schemeID="VA">DE136695976</m:ID>
 </m:SpecifiedTaxRegistration></m:BuyerTradeParty></m:ApplicableSupplyChainTradeAgreement>
 <m:ApplicableSupplyChainTradeSettlement><m:InvoiceCurrencyCode>EUR</m:InvoiceCurrencyCode>
 <m:SpecifiedTradeSettlementMonetarySummation><m:GrandTotalAmount currencyID="EUR">10.0000</m:GrandTotalAmount>
 <m:TotalPrepaidAmount currencyID="EUR">4.00</m:TotalPrepaidAmount>
 </m:SpecifiedTradeSettlementMonetarySummation></m:ApplicableSupplyChainTradeSettlement>
 </r:SpecifiedSupplyChainTradeTransaction></r:CrossIndustryDocument>"""
TWO_CURRENCIES = (
    '<ram:GrandTotalAmount currencyID="SEK">1500.00</ram:GrandTotalAmount>'
    '<ram:GrandTotalAmount currencyID="EUR">150.00</ram:GrandTotalAmount>'
)
TWO_INSTALMENTS = (
    "<a:PaymentTerms><c:InstallmentDueDate>2027-06-06</c:InstallmentDueDate></a:PaymentTerms>"
    "<a:PaymentTerms><c:InstallmentDueDate>2027-07-06</c:InstallmentDueDate></a:PaymentTerms>"
)
SIREN = '<ram:SpecifiedLegalOrganization><ram:ID schemeID="{0}">{1}</ram:ID></ram:SpecifiedLegalOrganization>'
VAT = '<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{0}</ram:ID></ram:SpecifiedTaxRegistration>'
FRENCH = "<ram:PostalTradeAddress><ram:CountryID>FR</ram:CountryID></ram:PostalTradeAddress>"


def the_one(data: bytes) -> Structured:
    """The only invoice of an XML."""
    read = read_xml(data)
    assert not isinstance(read, Refused), read.why
    (found,) = read
    return found


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("380", Kind.INVOICE),
        ("384", Kind.INVOICE),
        ("389", Kind.INVOICE),
        ("326", Kind.INVOICE),
        ("751", Kind.INVOICE),
        ("386", Kind.DEPOSIT),
        ("381", Kind.CREDIT_NOTE),
        ("261", Kind.CREDIT_NOTE),
        ("325", Kind.PRO_FORMA),
    ],
)
def test_the_type_code_tells_the_kind(code: str, kind: Kind) -> None:
    assert the_one(cii(code=code)).kind is kind


def test_only_a_corrected_type_replaces_what_it_refers_to() -> None:
    assert [the_one(cii(code=code, older=cii_older("F-1"))).corrects for code in ("384", "380")] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("sums", "total"),
    [
        (cii_sums(GrandTotalAmount="150.00", DuePayableAmount="140.00"), "140.00"),
        (cii_sums(GrandTotalAmount="150.00", TotalPrepaidAmount="30.00"), "120.00"),
        (cii_sums(GrandTotalAmount="150.02", RoundingAmount="-0.02"), "150.00"),
        (cii_sums(GrandTotalAmount="150.00", DuePayableAmount="0.00"), "0.00"),
        (
            TWO_CURRENCIES,
            "150.00",
        ),
    ],
    ids=["due", "prepaid", "rounded", "nothing left", "two currencies"],
)
def test_what_is_left_to_be_paid_is_taken_and_not_the_whole(sums: str, total: str) -> None:
    assert the_one(cii(sums=sums)).total.plain == total


def test_of_several_instalments_the_last_counts_and_all_are_told() -> None:
    due = cii_due("20270620", "20270720", "20270520")
    (invoice,) = read_sent(mail_with(("f.xml", cii(due=due))), FIRM).invoices

    assert str(invoice.due_on) == "2027-07-20"
    assert "instalments due 2027-05-20, 2027-06-20, 2027-07-20" in invoice.because


def test_german_discount_codes_are_no_terms_of_payment() -> None:
    codes = "#SKONTO#TAGE=14#PROZENT=2.00#\n"
    (bare,) = read_sent(mail_with(("f.xml", cii(due=cii_terms(codes)))), FIRM).invoices
    (both,) = read_sent(
        mail_with(("f.xml", cii(due=cii_terms(codes + "Zahlbar in 30 Tagen")))), FIRM
    ).invoices

    assert (bare.due_on, bare.terms) == (None, None)
    assert both.terms == Terms(days=30)
    assert "#SKONTO#TAGE=14" in both.terms_said


def test_a_day_named_in_the_terms_is_the_due_day_and_not_the_one_of_the_discount() -> None:
    words = "Zahlbar innerhalb 30 Tagen netto bis 04.06.2027, 3% Skonto innerhalb 10 Tagen bis 15.05.2027"
    (invoice,) = read_sent(mail_with(("f.xml", cii(due=cii_terms(words)))), FIRM).invoices

    assert str(invoice.due_on) == "2027-06-04"


def test_a_due_day_before_the_day_of_issue_is_not_taken_and_that_is_said() -> None:
    early = cii_due("20270402", words="30 Tage netto")
    (invoice,) = read_sent(mail_with(("f.xml", cii(due=early))), FIRM).invoices
    (note,) = read_sent(mail_with(("f.xml", cii(due=early, code="381"))), FIRM).invoices

    assert (invoice.due_on, invoice.terms) == (None, Terms(days=30))
    assert "2027-04-02 in the XML is before its day of issue" in invoice.disagreements[0]
    assert note.disagreements == ()


def test_the_drafts_of_zugferd_1_are_read() -> None:
    draft = ZUGFERD1.replace("r:CrossIndustryDocument", "r:Invoice")
    day = '<d:DateTimeString format="102">20150305</d:DateTimeString>'

    assert str(the_one(draft.replace(day, "20150305").encode()).issued_on) == "2015-03-05"


def test_zugferd_1_is_read_and_its_prepayment_deducted() -> None:
    read = the_one(ZUGFERD1.encode())

    assert (read.number, read.total.plain, read.due_on) == ("Z-1", "6.00", None)
    assert read.buyer_ids == ("vat:DE136695976",)


@pytest.mark.parametrize(
    ("more", "ids"),
    [
        (SIREN.format("0002", "732829320"), ("siren:732829320",)),
        (SIREN.format("0009", "73282932000074"), ("siren:732829320",)),
        (SIREN.format("0002", "732829320") + VAT.format("FR44732829320"), ("siren:732829320",)),
        (VAT.format("DE 136 695 976"), ("vat:DE136695976",)),
        (SIREN.format("", "732829320") + FRENCH, ("siren:732829320",)),
        (SIREN.format("", "732829320"), ()),
        (SIREN.format("0002", "732829321"), ()),
        ('<ram:GlobalID schemeID="0009">73282932000074</ram:GlobalID>', ("siren:732829320",)),
        ('<ram:GlobalID schemeID="0088">7328293200007</ram:GlobalID>', ()),
        ("<ram:ID>732829320</ram:ID>" + FRENCH, ()),
    ],
)
def test_the_buyers_registrations_are_read_by_their_scheme(more: str, ids: tuple[str, ...]) -> None:
    (invoice,) = read_sent(mail_with(("f.xml", cii(buyer_more=more))), FIRM).invoices

    assert invoice.client_ids == ids


def test_ubl_invoices_and_credit_notes_are_read() -> None:
    (invoice,) = read_sent(mail_with(("u.xml", ubl())), FIRM).invoices
    (note,) = read_sent(mail_with(("u.xml", ubl("CreditNote"))), FIRM).invoices

    assert (invoice.number, invoice.total.plain, str(invoice.due_on)) == ("U-7", "99.50", "2027-06-02")
    assert (invoice.client_name, invoice.read_from, invoice.replaces) == ("Garage Lemaire", "xml", None)
    assert (note.kind, note.due_on, note.replaces) == (InvoiceKind.CREDIT_NOTE, None, "U-1")


def test_a_ubl_invoice_in_its_peppol_envelope_is_read() -> None:
    inside = (
        b"<s:StandardBusinessDocument xmlns:s='urn:s'><s:Header/>" + ubl() + b"</s:StandardBusinessDocument>"
    )

    assert the_one(inside).number == "U-7"


@pytest.mark.parametrize(
    ("due", "more", "day"),
    [
        (
            "",
            "<a:PaymentMeans><c:PaymentDueDate>2027-06-05</c:PaymentDueDate></a:PaymentMeans>",
            "2027-06-05",
        ),
        (
            "",
            "<a:PaymentTerms><c:PaymentDueDate>2027-06-06</c:PaymentDueDate></a:PaymentTerms>",
            "2027-06-06",
        ),
        (
            "",
            TWO_INSTALMENTS,
            "2027-07-06",
        ),
        ("<c:DueDate>2027-06-02+02:00</c:DueDate>", "", "2027-06-02"),
        ("", "", "None"),
    ],
)
def test_ubl_tells_its_due_day_in_several_places(due: str, more: str, day: str) -> None:
    assert str(the_one(ubl(due=due, more=more)).due_on) == day


def test_ubl_terms_and_registrations_are_read() -> None:
    ids = (
        '<c:EndpointID schemeID="0009">73282932000074</c:EndpointID><a:PartyTaxScheme>'
        "<c:CompanyID>DE136695976</c:CompanyID><a:TaxScheme><c:ID>VAT</c:ID></a:TaxScheme></a:PartyTaxScheme>"
    )
    note = "<a:PaymentTerms><c:Note>Net 45 days</c:Note></a:PaymentTerms>"
    (invoice,) = read_sent(mail_with(("u.xml", ubl(due="", buyer_more=ids, more=note))), FIRM).invoices

    assert invoice.terms == Terms(days=45)
    assert invoice.client_ids == ("siren:732829320", "vat:DE136695976")


def test_a_fattura_is_read_a_body_an_invoice() -> None:
    payment = (
        "<DatiPagamento><CondizioniPagamento>TP01</CondizioniPagamento>"
        "<DettaglioPagamento><DataScadenzaPagamento>2027-06-30</DataScadenzaPagamento>"
        "<ImportoPagamento>61.00</ImportoPagamento></DettaglioPagamento>"
        "<DettaglioPagamento><DataScadenzaPagamento>2027-07-31</DataScadenzaPagamento>"
        "<ImportoPagamento>41.00</ImportoPagamento></DettaglioPagamento></DatiPagamento>"
    )
    data = fattura(fattura_body(payment=payment), fattura_body(number="13/A", code="TD04"))
    first, note = read_sent(mail_with(("f.xml", data)), FIRM).invoices

    assert (first.number, first.total.plain, str(first.due_on)) == ("12/A", "102.00", "2027-07-31")
    assert (first.client_name, first.client_ids) == ("Ada Rossi", ("vat:IT00743110157",))
    assert (note.number, note.kind, note.total.plain) == ("13/A", InvoiceKind.CREDIT_NOTE, "122.00")


@pytest.mark.parametrize(
    ("changes", "total"),
    [
        ({}, "122.00"),
        ({"document": "<ImportoTotaleDocumento>124.00</ImportoTotaleDocumento>"}, "124.00"),
        (
            {
                "document": "<DatiRitenuta><ImportoRitenuta>20.00</ImportoRitenuta></DatiRitenuta>"
                "<DatiRitenuta><ImportoRitenuta>20.00</ImportoRitenuta></DatiRitenuta>"
            },
            "82.00",
        ),
        ({"rate": "<EsigibilitaIVA>S</EsigibilitaIVA>"}, "100.00"),
        (
            {
                "payment": "<DatiPagamento><CondizioniPagamento>TP02</CondizioniPagamento>"
                + "<DettaglioPagamento><ImportoPagamento>122.00</ImportoPagamento></DettaglioPagamento>" * 2
                + "</DatiPagamento>"
            },
            "122.00",
        ),
    ],
    ids=["rates", "total", "withheld", "split payment", "two accounts"],
)
def test_a_fattura_asks_for_what_the_buyer_really_pays(changes: dict[str, str], total: str) -> None:
    assert the_one(fattura(fattura_body(**changes))).total.plain == total


def test_the_days_of_a_fattura_are_terms_of_payment() -> None:
    payment = (
        "<DatiPagamento><DettaglioPagamento><GiorniTerminiPagamento>60</GiorniTerminiPagamento>"
        "</DettaglioPagamento></DatiPagamento>"
    )
    (invoice,) = read_sent(mail_with(("f.xml", fattura(fattura_body(payment=payment)))), FIRM).invoices

    assert (invoice.due_on, invoice.terms) == (None, Terms(days=60))


def test_a_fattura_that_books_a_purchase_is_no_claim() -> None:
    assert read_sent(mail_with(("f.xml", fattura(fattura_body(code="TD17")))), FIRM).invoices == ()


def test_a_fattura_without_a_body_or_with_too_many_is_refused() -> None:
    assert isinstance(read_xml(fattura()), Refused)
    assert isinstance(read_xml(fattura(*(fattura_body() for _ in range(51)))), Refused)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"number": "—"}, "number '—'"),
        ({"number": "F-1\nBcc: x"}, r"number 'F-1\nBcc: x'"),
        ({"number": "1" * 61}, "number '1"),
        ({"number": "F\u202e1"}, r"number 'F\u202e1'"),
        ({"issued": "2027-W18-1"}, "day 2027-W18-1"),
        ({"issued": "20270503T"}, "day 20270503T"),
        ({"issued": "２０２７０５０３"}, "day ２０２７０５０３"),
        ({"due": cii_due("99991231")}, "day 99991231"),
        ({"currency": "XXX"}, "currency XXX"),
        ({"currency": "BTC"}, "currency BTC"),
        ({"sums": cii_sums(DuePayableAmount="1" * 13 + ".00")}, "amount 1111111111111.00"),
    ],
)
def test_what_no_invoice_can_say_is_refused_and_told(changes: dict[str, str], why: str) -> None:
    read = read_xml(cii(**changes))
    assert isinstance(read, Refused)
    assert why in read.why


@pytest.mark.parametrize(
    "issued", ["20270503", "202705031030", "2027-05-03", "2027-05-03T00:00:00", "2027-05-03+02:00"]
)
def test_a_day_may_bear_a_time_or_a_zone(issued: str) -> None:
    assert the_one(cii(issued=issued)).issued_on.isoformat() == "2027-05-03"


def test_a_reference_that_is_no_number_names_no_invoice() -> None:
    assert the_one(cii(code="384", older=cii_older("—"))).older == ()
