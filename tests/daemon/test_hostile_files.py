"""Files made to break a reader cost time and memory within limits, and what they hide is said, never lost."""

import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO

import pikepdf
import pytest
from invoice_pdf import INVOICE, pdf_of

from relanced.daemon.reader import Reader
from relanced.daemon.set_up import SetUp, ToRead
from relanced.intake.message import MAX_RAW, parse_headers
from relanced.intake.origin import Origin
from relanced.intake.triage import FIRST_PART
from relanced.model.facts import Fact, InvoiceSent, InvoiceUnreadable, MailQuarantined
from relanced.model.names import Fingerprint
from relanced.model.rules import Firm
from relanced.model.source import Source

FIRM = Firm(
    name="Atelier", addresses=("@firm.example",), sender="compta@firm.example", country="FR", language="fr"
)
SOURCE = Source(
    account="a",
    folder="Sent",
    uidvalidity=1,
    uid=1,
    message_id=None,
    fingerprint=Fingerprint("0" * 32),
    at=datetime(2027, 5, 4, tzinfo=UTC),
)
RULES = SetUp(firm=FIRM)
LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE i [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
>&e;</rsm:CrossIndustryInvoice>"""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    opened = Reader(RULES)
    yield opened
    opened.close()


def mail(*files: tuple[str, str, bytes], subject: str = "Facture F-2027-031") -> bytes:
    made = EmailMessage()
    made["From"] = "Atelier <compta@firm.example>"
    made["To"] = "Garage Lemaire <compta@lemaire.example>"
    made["Subject"] = subject
    made["Date"] = "Tue, 04 May 2027 09:00:00 +0200"
    made["Message-ID"] = "<m@firm.example>"
    made.set_content("Bonjour, veuillez trouver notre facture ci-jointe.")
    for kind, name, data in files:
        main, _, sub = kind.partition("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def to_read(raw: bytes, *, header: bool = False) -> ToRead:
    known = parse_headers(raw) if header else None
    return ToRead(raw=raw, origin=Origin.SENT, source=SOURCE, header=known)


async def facts_of(reader: Reader, raw: bytes) -> tuple[Fact, ...]:
    return (await reader.read(to_read(raw))).facts


def with_stream(content: bytes) -> bytes:
    """A PDF of one page whose content is this stream, packed already."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        stream = pikepdf.Stream(pdf, b"")
        stream.write(content, filter=pikepdf.Name("/FlateDecode"))
        pdf.pages[0].obj["/Contents"] = pdf.make_indirect(stream)
        out = BytesIO()
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return out.getvalue()


def packed(piece: bytes, times: int) -> bytes:
    """A piece many times over as one zlib stream (RFC 1950), never held as a whole: its block is repeated."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = deflate.compress(piece) + deflate.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\x9c" + block * times + deflate.flush()


def many_pages(count: int, last: bytes) -> bytes:
    """A PDF whose first page is an invoice without a total, that shows it on its last page."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf_of(INVOICE[:12]))) as pdf, pikepdf.open(BytesIO(last)) as end:
        for _ in range(count - 2):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.pages.extend(end.pages)
        pdf.save(out)
    return out.getvalue()


async def test_three_hundred_pages_are_one_invoice_whose_total_stands_at_the_end(reader: Reader) -> None:
    last = pdf_of(((60, 60, "Net à payer"), (200, 60, "120,00 €")))
    [invoice] = await facts_of(
        reader, mail(("application/pdf", "Facture F-2027-031.pdf", many_pages(300, last)))
    )

    assert isinstance(invoice, InvoiceSent)
    assert (invoice.number, invoice.total.plain) == ("F-2027-031", "120.00")


async def test_pages_that_were_not_read_are_never_passed_over_where_they_may_hold_invoices(
    reader: Reader,
) -> None:
    out = BytesIO()
    with pikepdf.new() as pdf:
        for number in range(1, 101):
            page = tuple((*run[:2], run[2].replace("031", f"{number:03}"), *run[3:]) for run in INVOICE)
            with pikepdf.open(BytesIO(pdf_of(page))) as one:
                pdf.pages.extend(one.pages)
        pdf.save(out)
    facts = await facts_of(reader, mail(("application/pdf", "Factures mai.pdf", out.getvalue())))

    assert any(isinstance(fact, InvoiceUnreadable) and "20 pages in the middle" in fact.why for fact in facts)


async def test_a_pdf_that_inflates_to_gigabytes_costs_one_worker_at_most_and_is_said(reader: Reader) -> None:
    bomb = with_stream(packed(b"0 0 m 1 1 l S\n" * 80_000, 2_500))  # three gigabytes
    assert len(bomb) < 20_000_000
    facts = await facts_of(reader, mail(("application/pdf", "Facture F-2027-031.pdf", bomb)))

    assert facts
    assert not any(isinstance(fact, InvoiceSent) for fact in facts)
    [good] = await facts_of(reader, mail(("application/pdf", "f.pdf", pdf_of(INVOICE))))
    assert isinstance(good, InvoiceSent)


async def test_a_mail_that_takes_longer_than_it_may_is_quarantined_and_the_next_one_is_read() -> None:
    slow = mail(("application/pdf", "f.pdf", with_stream(packed(b"0 0 m 1 1 l S\n" * 80_000, 2_500))))
    async with Reader(
        RULES, seconds=0.5
    ) as hasty:  # that file takes seconds; its watch looks ten times in one
        result = await hasty.read(to_read(slow))
    async with Reader(RULES) as patient:
        [good] = await facts_of(patient, mail(("application/pdf", "f.pdf", pdf_of(INVOICE))))

    assert result.is_quarantined
    assert "longer than 0.5 s" in result.reading.unreadable
    assert isinstance(good, InvoiceSent)


async def test_an_xml_that_laughs_is_no_invoice_and_is_said(reader: Reader) -> None:
    [fact] = await facts_of(reader, mail(("application/xml", "facture.xml", LAUGHS)))

    assert isinstance(fact, InvoiceUnreadable)
    assert fact.files == ("facture.xml",)


async def test_a_page_of_a_million_letters_ends_in_time(reader: Reader) -> None:
    words = b"BT /F1 8 Tf 20 800 Td (Facture F-1 120,00) Tj ET\n"
    facts = await facts_of(
        reader, mail(("application/pdf", "Facture.pdf", with_stream(packed(words, 60_000))))
    )

    assert not any(isinstance(fact, InvoiceSent) for fact in facts)


async def test_a_mail_of_ours_that_kills_its_reader_is_one_that_the_owner_can_state(reader: Reader) -> None:
    raw = mail(("application/pdf", "Facture.pdf", with_stream(packed(b"0 0 m 1 1 l S\n" * 80_000, 2_500))))
    result = await reader.read(to_read(raw, header=True))

    assert [type(fact) for fact in result.facts] == [MailQuarantined, InvoiceUnreadable]
    assert isinstance(result.facts[1], InvoiceUnreadable)
    assert result.facts[1].client_address == "compta@lemaire.example"


async def test_of_a_mail_with_25_megabytes_the_beginning_is_read_and_its_size_is_said(reader: Reader) -> None:
    raw = mail(("application/pdf", "Facture F-2027-031.pdf", b"%PDF-1.7\n" + b"\0" * 25_000_000))
    assert len(raw) > MAX_RAW
    result = await reader.read(replace(to_read(raw, header=True), raw=raw[:FIRST_PART], cut_from=len(raw)))

    [fact] = result.facts
    assert isinstance(fact, InvoiceUnreadable)
    assert "34 MB" in fact.why
    whole = await reader.read(to_read(raw, header=True))
    assert whole.is_quarantined
