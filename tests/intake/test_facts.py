"""A reading becomes the facts that it is worth."""

from dataclasses import replace
from datetime import UTC, date, datetime

from relanced.intake.facts import facts_of
from relanced.intake.message import parse_message
from relanced.intake.readings import BankKind, BankRead, InvoiceRead, Reading, ReadsAs, ReplyRead, SentRead
from relanced.model.facts import (
    AutoReplyReceived,
    BankSpoke,
    Credit,
    CreditNoteSent,
    CreditNoticed,
    InvoiceKind,
    InvoiceSent,
    MailQuarantined,
    ReplyReceived,
)
from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.names import Fingerprint, InvoiceNumber
from relanced.model.source import Source

MAIL = parse_message(b"From: c@client.example\nSubject: Re: F-1\nMessage-ID: <1@x>\nIn-Reply-To: <0@y>\n\nx")
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
    due_is_derived=False,
    total=Money(100, "EUR"),
    client_email="c@client.example",
    client_name="Client",
    replaces=None,
    read_from="pdf",
    because="",
)
REPLY = ReplyRead(
    intent=Intent.PROMISE,
    also=(),
    stops_escalation=True,
    promised_on=date(2026, 10, 9),
    redirect_to=None,
    mentions=("F-1",),
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


def test_a_trusted_notice_of_money_that_cannot_be_read_is_quarantined_as_well() -> None:
    unclear = replace(BANK, credits=(), because="offers several amounts")

    assert types(Reading(reads_as=ReadsAs.BANK_NOTICE, bank=unclear)) == [BankSpoke, MailQuarantined]


def test_what_could_not_be_read_is_a_fact_beside_what_could() -> None:
    reading = Reading(
        reads_as=ReadsAs.INVOICE_MAIL,
        sent=SentRead(invoices=(INVOICE,), unreadable="scan"),
        unreadable="scan",
    )

    assert types(reading) == [InvoiceSent, MailQuarantined]
