"""Copies of our invoices in a folder of the owner's: ours only if they can be believed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from invoice_copies import FAILED, PASSED, PDF, copy_of
from invoice_pdf import FIRM

from relanced.casework.fold import fold
from relanced.intake.facts import facts_of
from relanced.intake.message import Message
from relanced.intake.origin import Origin
from relanced.intake.read import ReadingRules, read_mail
from relanced.intake.readings import Reading, ReadsAs
from relanced.intake.reply.intent.lexicon import parse_lexicon
from relanced.model.facts import Fact, InvoiceSent, InvoiceUnreadable, ReminderSent, ReplyReceived
from relanced.model.ladder import Ladder
from relanced.model.mark import MARK_HEADER, Mark, reminder_message_id, write_mark
from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber, StepName
from relanced.model.rules import BankRule, CalendarRules, InvoiceFolder, InvoiceRule, Mode, Rules
from relanced.model.source import Source

KEY = b"a key of the tests, 32 bytes long"
ARRIVED = datetime(2027, 5, 9, tzinfo=UTC)  # INTERNALDATE: days after the mail's own Date
MAILED = datetime(2027, 5, 3, 8, tzinfo=UTC)
ELSEWHERE = "mx.evil.example; dmarc=pass header.from=firm.example"
CLIENT = "Garage Lemaire <compta@lemaire.example>"
OURS = InvoiceFolder(folder="Copies", senders=FIRM.addresses)
VOUCHED = replace(OURS, vouched=True)
RULES = ReadingRules(
    firm=FIRM,
    banks=(),
    authserv_ids=("mx.firm.example",),
    lexicon=parse_lexicon({}),
    key=KEY,
)


def read(
    raw: bytes, folder: InvoiceFolder = OURS, rules: ReadingRules = RULES
) -> tuple[Message, Reading, tuple[Fact, ...]]:
    source = source_at(ARRIVED, "Copies")
    message, reading = read_mail(raw, Origin.INVOICES, source, rules, folder)
    return message, reading, facts_of(reading, message, replace(source, at=reading.sent_at or source.at))


def source_at(at: datetime, folder: str) -> Source:
    return Source(
        account="compta@firm.example",
        folder=folder,
        uidvalidity=1,
        uid=1,
        message_id=None,
        fingerprint=Fingerprint(folder.ljust(32, "0")),
        at=at,
    )


@pytest.mark.parametrize(("results", "folder"), [(PASSED, OURS), ("", VOUCHED), (FAILED, VOUCHED)])
def test_a_copy_that_our_server_or_the_owner_vouches_for_is_an_invoice_of_its_own_day(
    results: str, folder: InvoiceFolder
) -> None:
    _, reading, facts = read(copy_of(results), folder)
    [invoice] = facts
    assert isinstance(invoice, InvoiceSent)
    assert (reading.reads_as, reading.unreadable) == (ReadsAs.INVOICE_MAIL, "")
    assert (invoice.number, invoice.client_address) == ("F-2027-031", "compta@lemaire.example")
    assert invoice.source.at == MAILED


HOPS = b"Received: from whoever by mx.firm.example\nReceived: from elsewhere by whoever\n"


@pytest.mark.parametrize(
    ("above", "results"),
    [(b"", ""), (b"", FAILED), (b"", ELSEWHERE), (HOPS, PASSED)],  # what stands below two hops came with it
)
def test_a_copy_that_nobody_vouches_for_is_shown_and_never_an_invoice(above: bytes, results: str) -> None:
    _, reading, facts = read(above + copy_of(results))
    reply, unread = facts  # its text may be a client's: a list writes its own address into From
    assert isinstance(reply, ReplyReceived)
    assert isinstance(unread, InvoiceUnreadable)
    assert "it came from outside and is not authenticated as compta@firm.example" in unread.why
    assert unread.source.at == ARRIVED  # its own Date is a claim like all of it
    assert (unread.client_address, unread.files) == ("compta@lemaire.example", ("mail",))
    assert reading.unreadable


def test_what_is_believed_depends_on_the_whole_of_its_sender() -> None:
    software = replace(OURS, senders=("factures@logiciel.example",))
    passed = "mx.firm.example; dkim=pass header.d=logiciel.example"
    _, _, facts = read(copy_of(passed, sender="factures@logiciel.example"), software)
    assert [type(fact) for fact in facts] == [InvoiceSent]
    _, reading, facts = read(copy_of(passed, sender="support@logiciel.example"), software)
    assert reading.sent is None
    assert InvoiceSent not in map(type, facts)
    two = copy_of(PASSED, sender="compta@firm.example, factures@logiciel.example")
    message, _, facts = read(two)
    assert [type(fact) for fact in facts] == [ReplyReceived, InvoiceUnreadable]
    assert message.sender == "factures@logiciel.example"


def test_an_answer_that_landed_among_the_copies_is_heard() -> None:
    raw = copy_of(PASSED, sender="Claire <compta@lemaire.example>", body="Nous contestons.\n", pdf=None)
    for folder in (OURS, VOUCHED):
        _, reading, [reply] = read(raw, folder)
        assert isinstance(reply, ReplyReceived)
        assert (reply.sender, reply.source.at) == ("compta@lemaire.example", ARRIVED)
        assert reading.reads_as is ReadsAs.REPLY


def test_what_passes_for_ours_and_is_no_invoice_is_read_as_received() -> None:
    _, reading, _ = read(copy_of(FAILED, body="Bonne journee\n", pdf=None))
    assert (reading.reads_as, reading.unreadable) == (ReadsAs.REPLY, "")


def test_the_client_is_whoever_the_mail_was_addressed_to_beside_ourselves() -> None:
    both = "Nous <facturation@firm.example>, Garage Lemaire <compta@lemaire.example>"
    _, _, [invoice] = read(copy_of(PASSED, to=both))
    assert isinstance(invoice, InvoiceSent)
    assert invoice.client_address == "compta@lemaire.example"


def test_a_copy_to_ourselves_alone_has_no_known_client_and_says_so() -> None:
    _, _, [unread] = read(copy_of(PASSED, to="facturation@firm.example"))
    assert isinstance(unread, InvoiceUnreadable)
    assert "F-2027-031 was mailed to ourselves alone" in unread.why
    assert unread.client_address == ""


LISTED = "'Marie' via Compta <compta@firm.example>"
MARIE = (("Reply-To", "marie@lemaire.example"), ("Message-ID", "<m@lemaire.example>"))
ANSWER = (*MARIE, ("In-Reply-To", "<f31@firm.example>"))
ORIGINAL = (*MARIE[1:], ("X-Original-From", "Marie <marie@lemaire.example>"))


@pytest.mark.parametrize("results", [PASSED, FAILED])
@pytest.mark.parametrize("pdf", [None, PDF])
@pytest.mark.parametrize(
    ("headers", "to"), [(ANSWER, CLIENT), (ORIGINAL, CLIENT), (MARIE, "compta@firm.example")]
)
def test_a_dispute_that_a_list_sent_under_our_address_is_heard_as_its_writers(
    results: str, pdf: bytes | None, headers: tuple[tuple[str, str], ...], to: str
) -> None:
    words = "Nous contestons la facture F-2027-031.\n"
    raw = copy_of(results, sender=LISTED, to=to, body=words, pdf=pdf, headers=headers)
    [reply] = (fact for fact in read(raw)[2] if isinstance(fact, ReplyReceived))
    assert (reply.sender, reply.source.at) == ("marie@lemaire.example", ARRIVED)
    source = source_at(ARRIVED, "INBOX")
    message, reading = read_mail(raw, Origin.RECEIVED, source, RULES)
    [heard] = facts_of(reading, message, source)
    assert isinstance(heard, ReplyReceived)
    assert heard.sender == reply.sender


@pytest.mark.parametrize("headers", [(), (("In-Reply-To", "<f30@firm.example>"),), MARIE])
def test_a_believed_copy_to_a_client_is_no_answer(headers: tuple[tuple[str, str], ...]) -> None:
    assert [type(fact) for fact in read(copy_of(PASSED, headers=headers))[2]] == [InvoiceSent]


def test_a_hand_written_chase_of_somebody_else_starts_no_interval() -> None:
    raw = copy_of(
        PASSED, sender=LISTED, body="Votre rappel F-2027-031 est une erreur.\n", pdf=None, headers=ANSWER
    )
    assert [type(fact) for fact in read(raw)[2]] == [ReplyReceived]


def test_who_writes_our_address_and_a_banks_reply_to_is_no_bank() -> None:
    bank = BankRule(name="Banque", senders=("avis@banque.example",))
    signed = "mx.firm.example; dkim=pass header.d=banque.example"
    body = "Vous avez recu un virement de 120,00 EUR de GARAGE LEMAIRE, motif F-2027-031.\n"
    raw = copy_of(signed, body=body, pdf=None, headers=(("Reply-To", bank.senders[0]),))
    source = source_at(ARRIVED, "INBOX")
    _, reading = read_mail(raw, Origin.RECEIVED, source, replace(RULES, banks=(bank,)))
    assert reading.bank is None or not reading.bank.sender_trusted


def test_a_date_that_cannot_be_is_not_believed() -> None:
    for date_, at in (
        ("Fri, 31 Dec 9999 23:59:59 +0000", ARRIVED),
        ("Wed, 12 May 2027 08:00:00 +0000", ARRIVED),
    ):
        [invoice] = read(copy_of(PASSED, headers=(("Date", date_),)))[2]
        assert isinstance(invoice, InvoiceSent)
        assert invoice.source.at == at


def test_our_own_reminder_is_believed_like_an_invoice_and_of_its_own_date() -> None:
    mark = Mark(
        client=ClientKey("lemaire.example"), lines=((InvoiceNumber("F-2027-031"), StepName("rappel")),)
    )
    signed = reminder_message_id(mark, KEY, "firm.example")
    headers = (("Message-ID", f"<{signed}>"), (MARK_HEADER, write_mark(mark, signed, KEY)))
    for results, folder in ((PASSED, OURS), (FAILED, VOUCHED)):
        [reminder] = read(copy_of(results, headers=headers), folder)[2]
        assert isinstance(reminder, ReminderSent)
        assert (reminder.ours, reminder.source.at) == (True, MAILED)
    # Anybody who got it can send it back: that proves that it left, and moves no interval.
    back = read(copy_of(FAILED, headers=headers))[2][0]
    assert isinstance(back, ReminderSent)
    assert (back.ours, back.message_id) == (True, signed)
    forged = (*headers[:1], (MARK_HEADER, write_mark(mark, signed, b"another key")))
    assert read(copy_of(FAILED, headers=forged))[1].reads_as is ReadsAs.REPLY


@pytest.mark.parametrize("origin", [Origin.SENT, Origin.INVOICES])
def test_the_owners_own_rules_are_asked_in_sent_and_in_copies(origin: Origin) -> None:
    rules = replace(RULES, invoices=(InvoiceRule(name="no", when="Atelier", kind="none"),))
    _, reading = read_mail(copy_of(PASSED), origin, source_at(ARRIVED, "x"), rules, OURS)
    assert reading.sent is not None
    assert reading.sent.invoices == ()


def test_one_invoice_in_sent_and_in_copies_is_one_claim_without_a_doubt() -> None:
    message, reading = read_mail(copy_of(), Origin.SENT, source_at(MAILED, "Sent"), RULES)
    sent = facts_of(reading, message, source_at(MAILED, "Sent"))
    _, _, [copied] = read(copy_of(PASSED))
    assert isinstance(copied, InvoiceSent)
    late = replace(copied, source=source_at(ARRIVED, "Copies"))
    for facts in ((*sent, copied), (copied, *sent), (*sent, late), (late, copied, *sent)):
        [account] = fold(facts, CASE_RULES).accounts.values()
        [case] = account.cases
        assert (case.number, case.owed.cents, case.due_on) == ("F-2027-031", 12_000, date(2027, 6, 15))
        assert case.holds == ()


CASE_RULES = Rules(
    mode=Mode.OBSERVE,
    firm=FIRM,
    start_on=date(2027, 1, 1),
    ladder=Ladder(()),
    calendar=CalendarRules(timezone=ZoneInfo("Europe/Paris"), country="FR", opens=time(9), closes=time(12)),
)
