"""Invoice XML wins over the page, is read within limits, and cannot do harm; what it cannot give is said."""

import time

import pytest
from invoice_pdf import FIRM, INVOICE, mail_with, pdf_of, with_file
from invoice_xml import cii, cii_due, cii_older, ubl

from relanced.intake.invoice.read import read_sent
from relanced.intake.invoice.xml.structured import read_xml
from relanced.intake.invoice.xml.xml_facts import Refused, Structured
from relanced.intake.invoice.xml.xml_tree import MAX_DEPTH, MAX_MARKS, MAX_XML
from relanced.intake.readings import Field
from relanced.model.facts import InvoiceKind


def the_one(data: bytes) -> Structured:
    """The only invoice of an XML."""
    read = read_xml(data)
    assert not isinstance(read, Refused), read.why
    (found,) = read
    return found


def why(data: bytes) -> str:
    """Why an XML is refused."""
    read = read_xml(data)
    assert isinstance(read, Refused)
    return read.why


def test_the_xml_in_a_pdf_wins_over_its_page() -> None:
    pdf = with_file(pdf_of(INVOICE), "factur-x.xml", cii())
    (invoice,) = read_sent(mail_with(("f.pdf", pdf)), FIRM).invoices

    assert (invoice.total.plain, str(invoice.due_on), invoice.client_name) == (
        "140.00",
        "2027-06-20",
        "Garage L",
    )
    assert invoice.read_from == "factur-x"
    assert [(each.field, each.value, each.words) for each in invoice.evidence] == [
        (Field.KIND, "invoice", "XML, type 380"),
        (Field.NUMBER, "F-2027-031", "XML: number F-2027-031"),
        (Field.TOTAL, "140.00 EUR", "XML: amount to be paid 140.00 EUR"),
        (Field.ISSUED, "2027-05-03", "XML: issued 2027-05-03"),
        (Field.DUE, "2027-06-20", "XML: due 2027-06-20"),
        (Field.CLIENT, "Garage L", "XML: Garage L"),
    ]


def test_what_the_minimum_profile_lacks_comes_from_the_page() -> None:
    pdf = with_file(pdf_of(INVOICE), "factur-x.xml", cii(due=""))
    (invoice,) = read_sent(mail_with(("f.pdf", pdf)), FIRM).invoices

    assert str(invoice.due_on) == "2027-06-15"
    assert "Échéance 15/06/2027" in invoice.because


def test_a_scanned_page_with_xml_is_read_by_its_xml() -> None:
    pdf = with_file(pdf_of(()), "ZUGFeRD-invoice.xml", cii())
    read = read_sent(mail_with(("Facture.pdf", pdf)), FIRM)

    assert [invoice.number for invoice in read.invoices] == ["F-2027-031"]
    assert read.unreadable == ""


def test_damaged_xml_in_a_pdf_leaves_the_page_to_speak_and_is_said() -> None:
    pdf = with_file(pdf_of(INVOICE), "factur-x.xml", cii()[:600])
    (invoice,) = read_sent(mail_with(("f.pdf", pdf)), FIRM).invoices

    assert (invoice.read_from, invoice.total.plain) == ("pdf", "120.00")
    assert "the XML in the PDF is damaged" in invoice.disagreements[0]


def test_damaged_xml_in_a_scan_is_an_unreadable_invoice() -> None:
    pdf = with_file(pdf_of(()), "factur-x.xml", cii()[:600])

    assert "invoice XML is damaged" in read_sent(mail_with(("plan.pdf", pdf), subject="x"), FIRM).unreadable


def test_a_pro_forma_in_xml_is_no_invoice() -> None:
    assert read_sent(mail_with(("f.xml", cii(code="325"))), FIRM).invoices == ()


def test_an_xml_of_which_we_are_the_buyer_is_not_ours() -> None:
    bought = cii(seller="Burotique", buyer="Atelier Verrier SARL")

    assert read_sent(mail_with(("f.xml", bought)), FIRM).invoices == ()


def test_a_corrected_invoice_names_the_older_one_and_a_negative_one_is_a_credit() -> None:
    corrected = cii(code="384", older=cii_older("F-1"))
    (invoice,) = read_sent(mail_with(("f.xml", corrected)), FIRM).invoices
    negative = cii(code="380", total="-20.00", older=cii_older("F-1"))
    (credited,) = read_sent(mail_with(("f.xml", negative)), FIRM).invoices

    assert (invoice.kind, invoice.replaces) == (InvoiceKind.INVOICE, "F-1")
    assert (credited.kind, credited.replaces, credited.total.plain) == (
        InvoiceKind.CREDIT_NOTE,
        "F-1",
        "20.00",
    )
    assert credited.due_on is None


def test_a_final_invoice_that_refers_to_its_deposits_replaces_none_of_them() -> None:
    (invoice,) = read_sent(mail_with(("f.xml", cii(older=cii_older("D-1", "D-2")))), FIRM).invoices

    assert (invoice.replaces, invoice.disagreements) == (None, ())


def test_a_credit_note_for_several_invoices_is_given_to_none() -> None:
    (note,) = read_sent(mail_with(("f.xml", cii(code="381", older=cii_older("F-1", "F-2")))), FIRM).invoices

    assert note.replaces is None
    assert "several invoices (F-1, F-2)" in note.disagreements[0]


def test_the_xml_beside_a_pdf_of_the_same_number_is_one_invoice_with_the_printed_due_day() -> None:
    read = read_sent(mail_with(("f.pdf", pdf_of(INVOICE)), ("f.xml", cii(due=""))), FIRM)

    assert [(each.read_from, str(each.due_on)) for each in read.invoices] == [("xml", "2027-06-15")]


@pytest.mark.parametrize("scan", ["Facture_F-2027-031.pdf", "facture export.pdf"])
def test_a_scan_beside_its_own_xml_is_no_trouble(scan: str) -> None:
    mail = mail_with((scan, pdf_of(())), ("facture-export.xml", cii()))
    other = mail_with(("Facture_F-2027-0311.pdf", pdf_of(())), ("facture.xml", cii()))

    assert read_sent(mail, FIRM).unread == ()
    assert "no text" in read_sent(other, FIRM).unreadable


def test_what_an_xml_lacks_is_said() -> None:
    read = read_sent(mail_with(("f.xml", cii(number=""))), FIRM)

    assert "the invoice XML has no number" in read.unreadable
    assert read.unread[0].missing == (Field.NUMBER,)


def test_a_damaged_invoice_xml_is_said() -> None:
    read = read_sent(mail_with(("f.xml", ubl()[:-30])), FIRM)

    assert "damaged" in read.unreadable


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("k"))
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + cii(number="&a;"), "document type"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + cii(number="&a;"), "document type"),
        (LAUGHS + b"]>" + cii(number="&j;"), "document type"),
        (
            cii().replace(b"<ram:ID>", b"<ram:ID>" + b"<a>" * 100 + b"</a>" * 100),
            f"more than {MAX_DEPTH} levels",
        ),
        (cii().replace(b"<ram:ID>", b"<ram:ID>" + b"<a>" * 5_000 + b"</a>" * 5_000), "damaged"),
        (cii(buyer_more="<a/>" * (MAX_MARKS + 1)), "too many elements"),
        (cii(buyer_more=" " * MAX_XML), "too large"),
        (cii(total="1e400000"), "amount"),
        (cii(total="12,00"), "amount"),
        (cii(issued="20279999"), "day"),
        (cii(code="999"), "document type 999"),
    ],
    ids=["entity", "file", "laughs", "deep", "deeper", "many", "large", "huge", "comma", "no day", "code"],
)
def test_an_invoice_that_is_hostile_or_wrong_is_refused_at_once_and_said(data: bytes, words: str) -> None:
    began = time.process_time()

    assert words in why(data)
    assert time.process_time() - began < 2


def test_a_document_type_behind_much_white_space_is_refused_too() -> None:
    assert "document type" in why(b"<!--" + b"x" * 6_000 + b"-->" + LAUGHS + b"]>" + cii(number="&j;"))
    late = b"<!-- CrossIndustryInvoice" + b"x" * 30_000 + b"-->" + b'<!DOCTYPE x [<!ENTITY a "b">]>' + cii()
    assert "document type" in why(late)


@pytest.mark.parametrize(
    "data", [b"<Order><ID>1</ID></Order>", b"<Invoice><ID>1</ID></Invoice>", b"", b"\x00"]
)
def test_foreign_xml_is_no_invoice_and_no_trouble(data: bytes) -> None:
    assert read_xml(data) == ()


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + cii(buyer="Café"),
        cii(buyer="Café").decode().encode("utf-16"),
        cii(buyer="Café").decode().encode("utf-16-le"),
        ('<?xml version="1.0" encoding="UTF-16"?>' + cii(buyer="Café").decode()).encode(),
        ('<?xml version="1.0" encoding="UTF-8"?>' + cii(buyer="Café").decode()).encode("cp1252"),
        ('<?xml version="1.0" encoding="no-such"?>' + cii(buyer="Café").decode()).encode(),
        b'\r\n <?xml version="1.0"?>' + cii(buyer="Café"),
    ],
    ids=["bom", "utf-16", "no mark", "not utf-16", "not utf-8", "unknown", "late"],
)
def test_an_xml_is_read_by_its_bytes_whatever_encoding_it_claims(data: bytes) -> None:
    assert (the_one(data).buyer, the_one(data).total.plain) == ("Café", "140.00")


def test_a_bomb_in_a_pdf_is_not_unpacked_and_is_said() -> None:
    pdf = with_file(pdf_of(INVOICE), "factur-x.xml", b" " * (8 * 1024 * 1024) + cii())
    (invoice,) = read_sent(mail_with(("f.pdf", pdf)), FIRM).invoices

    assert invoice.read_from == "pdf"
    assert "too large" in invoice.disagreements[0]


@pytest.mark.parametrize("day", ["99991231", "00010101", "19891231", "21010101"])
def test_a_day_that_no_invoice_bears_is_no_day(day: str) -> None:
    written = f"{day[:4]}-{day[4:6]}-{day[6:]}"

    assert f"day {day}" in why(cii(due=cii_due(day)))
    assert f"day {day}" in why(cii(issued=day))
    assert f"day {written}" in why(ubl(due=f"<c:DueDate>{written}</c:DueDate>"))
    assert f"day {written}" in why(ubl(issued=written))


def test_an_xml_with_such_a_day_leaves_the_invoice_to_its_page() -> None:
    pdf = with_file(pdf_of(INVOICE), "factur-x.xml", cii(due=cii_due("99991231")))
    (invoice,) = read_sent(mail_with(("f.pdf", pdf)), FIRM).invoices

    assert str(invoice.due_on) == "2027-06-15"
    assert invoice.read_from == "pdf"
