"""A reading becomes the facts that it is worth."""

from dataclasses import replace
from datetime import UTC, date, datetime

from relanced.intake.facts import facts_of
from relanced.intake.message import parse_message
from relanced.intake.readings import (
    BankKind,
    BankRead,
    Evidence,
    Field,
    InvoiceRead,
    Reading,
    ReadsAs,
    ReplyRead,
    SentRead,
    Unread,
)
from relanced.model.facts import (
    AutoReplyReceived,
    BankSpoke,
    Credit,
    CreditNoteSent,
    CreditNoticed,
    CreditReversed,
    InvoiceKind,
    InvoiceSent,
    InvoiceUnreadable,
    MailQuarantined,
    ReplyReceived,
)
from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.names import ClientId, Fingerprint, InvoiceNumber
from relanced.model.source import Source
from relanced.model.terms import Terms

MAIL = parse_message(b"From: c@client.example\nSubject: Re: F-1\nMessage-ID: <1@x>\nIn-Reply-To: <0@y>\n\nx")
OURS = parse_message(
    b"From: a@firm.example\nTo: Client <c@client.example>\nCc: d@client.example\nSubject: Facture F-1\n"
    b"References: <0@y>\n\nx"
)
SOURCE = Source(
    account="a",
    folder="INBOX",
    uidvalidity=1,
    uid=1,
    message_id=MAIL.message_id,
    fingerprint=Fingerprint("f"),
    at=datetime(2026, 10, 6, tzinfo=UTC),
)
INVOICE = InvoiceRead(
    number=InvoiceNumber("F-1"),
    kind=InvoiceKind.INVOICE,
    issued_on=date(2026, 9, 1),
    due_on=date(2026, 10, 1),
    terms=None,
    terms_said="",
    total=Money(100, "EUR"),
    client_email="c@client.example",
    client_name="Client",
    client_ids=(),
    replaces=None,
    rivals=(),
    disagreements=(),
    read_from="pdf",
    evidence=(),
)
REPLY = ReplyRead(
    intent=Intent.PROMISE,
    also=(),
    stops_escalation=True,
    promised_on=date(2026, 10, 9),
    redirect_to=None,
    asks=(),
    mentions=("F-1",),
    said_of=(),
    tokens=(),
    absence=None,
    new_text="y" * 9_000,
    confidence=0.9,
    because=("virement",),
)
BANK = BankRead(
    bank="Rivage",
    sender_trusted=True,
    kind=BankKind.CREDIT,
    credits=(Credit(amount=Money(100, "EUR"), payer="C", reference="F-1", value_on=None),),
    because="",
)


def types(reading: Reading) -> list[type]:
    return [type(fact) for fact in facts_of(reading, MAIL, SOURCE)]


def test_an_invoice_and_a_credit_note_are_two_kinds_of_fact() -> None:
    note = replace(INVOICE, kind=InvoiceKind.CREDIT_NOTE, due_on=None, replaces=InvoiceNumber("F-0"))
    reading = Reading(reads_as=ReadsAs.INVOICE_MAIL, sent=SentRead(invoices=(INVOICE, note)))

    assert types(reading) == [InvoiceSent, CreditNoteSent]


def test_a_reply_keeps_what_it_answers_and_is_cut_to_a_bounded_length() -> None:
    [fact] = facts_of(Reading(reads_as=ReadsAs.REPLY, reply=REPLY), MAIL, SOURCE)

    assert isinstance(fact, ReplyReceived)
    assert (fact.sender, fact.answers, fact.intent) == ("c@client.example", ("0@y",), Intent.PROMISE)
    assert len(fact.new_text) == 4_000


def test_a_machine_is_no_reply_unless_it_names_a_lasting_new_address() -> None:
    absent = replace(REPLY, intent=Intent.AUTO_REPLY, stops_escalation=False)
    left = replace(absent, stops_escalation=True, redirect_to="new@client.example")

    assert types(Reading(reads_as=ReadsAs.REPLY, reply=absent)) == [AutoReplyReceived]
    [fact] = facts_of(Reading(reads_as=ReadsAs.REPLY, reply=left), MAIL, SOURCE)
    assert isinstance(fact, ReplyReceived)
    assert fact.intent is Intent.REDIRECT


def test_a_bank_without_money_in_only_spoke() -> None:
    assert types(Reading(reads_as=ReadsAs.BANK_NOTICE, bank=BANK)) == [CreditNoticed]
    debit = replace(BANK, kind=BankKind.DEBIT)
    assert types(Reading(reads_as=ReadsAs.BANK_NOTICE, bank=debit)) == [BankSpoke]
    unsure = replace(BANK, credits=(), sender_trusted=False)
    assert types(Reading(reads_as=ReadsAs.BANK_NOTICE, bank=unsure)) == [BankSpoke]


def test_what_a_bank_tells_beside_its_credits_is_told_too() -> None:
    mixed = replace(BANK, reversals=BANK.credits, doubt="line 7 of its file", net=Money(90, "EUR"))
    came, went, spoke = facts_of(Reading(reads_as=ReadsAs.BANK_NOTICE, bank=mixed), MAIL, SOURCE)

    assert isinstance(came, CreditNoticed)
    assert came.net == Money(90, "EUR")
    assert isinstance(went, CreditReversed)
    assert (went.credits, went.trusted) == (BANK.credits, BANK.sender_trusted)
    assert isinstance(spoke, BankSpoke)
    assert spoke.doubt == "line 7 of its file"


def test_a_trusted_notice_of_money_that_cannot_be_read_is_quarantined_as_well() -> None:
    unclear = replace(BANK, credits=(), because="offers several amounts")

    assert types(Reading(reads_as=ReadsAs.BANK_NOTICE, bank=unclear)) == [BankSpoke, MailQuarantined]


def test_what_could_not_be_read_is_a_fact_beside_what_could() -> None:
    unread = (Unread(file="Facture.pdf", why="a scan"), Unread(file="b.docx", why="no PDF"))
    reading = Reading(
        reads_as=ReadsAs.INVOICE_MAIL,
        sent=SentRead(invoices=(INVOICE,), unread=unread),
        unreadable="Facture.pdf: a scan",
    )
    invoice, fact = facts_of(reading, OURS, SOURCE)

    assert isinstance(invoice, InvoiceSent)
    assert isinstance(fact, InvoiceUnreadable)
    assert (fact.client_address, fact.client_name, fact.cc) == (
        "c@client.example",
        "Client",
        ("d@client.example",),
    )
    assert (fact.files, fact.why) == (("Facture.pdf", "b.docx"), "Facture.pdf: a scan; b.docx: no PDF")
    assert (fact.subject, fact.references) == ("Facture F-1", ("0@y",))


def test_an_unreadable_mail_that_carries_no_invoice_is_quarantined() -> None:
    assert types(Reading(reads_as=ReadsAs.OTHER, sent=SentRead(), unreadable="broken")) == [MailQuarantined]


def test_what_was_read_of_an_invoice_goes_into_its_fact() -> None:
    read = replace(
        INVOICE,
        client_ids=(ClientId("siren:732829320"),),
        rivals=(InvoiceNumber("F-2"),),
        disagreements=("amount: 1 in the XML, 2 on the page",),
        terms=Terms(days=30),
        evidence=(Evidence(field=Field.TOTAL, value="1.00 EUR", words="Net à payer 1.00"),),
    )
    note = replace(read, kind=InvoiceKind.CREDIT_NOTE)
    sent = SentRead(invoices=(read, note))
    fact, credited = facts_of(Reading(reads_as=ReadsAs.INVOICE_MAIL, sent=sent), OURS, SOURCE)

    assert isinstance(fact, InvoiceSent)
    assert (fact.client_ids, fact.rivals, fact.disagreements) == (
        read.client_ids,
        read.rivals,
        read.disagreements,
    )
    assert (fact.terms, fact.because) == (Terms(days=30), "Net à payer 1.00")
    assert isinstance(credited, CreditNoteSent)
    assert (credited.client_ids, credited.disagreements) == (read.client_ids, read.disagreements)
