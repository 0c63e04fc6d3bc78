"""Copies of our invoices in a folder of the owner's: ours only if they can be believed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from invoice_copies import FAILED, PASSED, copy_of
from invoice_pdf import FIRM

from relanced.casework.fold import fold
from relanced.intake.facts import facts_of
from relanced.intake.message import Message
from relanced.intake.read import Origin, ReadingRules, read_mail
from relanced.intake.readings import Reading, ReadsAs
from relanced.intake.reply.lexicon import parse_lexicon
from relanced.model.facts import Fact, InvoiceSent, InvoiceUnreadable, ReplyReceived
from relanced.model.ladder import Ladder
from relanced.model.mark import MARK_HEADER, Mark, reminder_message_id, write_mark
from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber, StepName
from relanced.model.rules import CalendarRules, InvoiceFolder, InvoiceRule, Mode, Rules
from relanced.model.source import Source

KEY = b"a key of the tests, 32 bytes long"
ARRIVED = datetime(2027, 5, 9, tzinfo=UTC)  # INTERNALDATE: days after the mail's own Date
MAILED = datetime(2027, 5, 3, 8, tzinfo=UTC)
ELSEWHERE = "mx.evil.example; dmarc=pass header.from=firm.example"
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


HOPS = b"Received: by mx.firm.example\nReceived: by whoever\n"


@pytest.mark.parametrize(
    ("above", "results"),
    [(b"", ""), (b"", FAILED), (b"", ELSEWHERE), (HOPS, PASSED)],  # what stands below two hops came with it
)
def test_a_copy_that_nobody_vouches_for_is_shown_and_never_an_invoice(above: bytes, results: str) -> None:
    _, reading, facts = read(above + copy_of(results))
    [unread] = facts
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
    assert read(two)[1].sent is None


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


def test_our_own_reminder_is_known_by_its_signature_and_not_by_its_server() -> None:
    mark = Mark(
        client=ClientKey("lemaire.example"), lines=((InvoiceNumber("F-2027-031"), StepName("rappel")),)
    )
    signed = reminder_message_id(mark, KEY, "firm.example")
    headers = (("Message-ID", f"<{signed}>"), (MARK_HEADER, write_mark(mark, signed, KEY)))
    _, reading, facts = read(copy_of(FAILED, headers=headers))
    assert reading.reads_as is ReadsAs.OWN_REMINDER
    assert len(facts) == 1
    forged = (*headers[:1], (MARK_HEADER, write_mark(mark, signed, b"another key")))
    assert read(copy_of(FAILED, headers=forged))[1].reads_as is ReadsAs.OTHER


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
