"""Words and a reminder become bytes that say exactly that, whatever stands in them."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters.letter_makers import FIRM, KEY, NOW, letter_of, named, reminder_of, step_of

from relanced.intake.message import parse_message
from relanced.letters.body import Paragraph
from relanced.letters.envelope import (
    HeaderMismatch,
    Letter,
    LetterAttachment,
    address,
    file_name,
    safe_value,
    seal,
)
from relanced.letters.readback import difference
from relanced.letters.render import Rendered
from relanced.model.actions import Purpose, Reminder
from relanced.model.ladder import Sender
from relanced.model.mark import read_mark, reminder_message_id
from relanced.model.names import ClientKey, InvoiceNumber, MessageId

HEADERS = [
    "from", "to", "subject", "date", "message-id", "in-reply-to", "references", "auto-submitted",
    "x-auto-response-suppress", "content-language", "x-relanced", "mime-version", "content-type",
]  # fmt: skip
WORDS = Rendered(
    subject="Rappel : facture F2026-012 échue – 1\u202f200,00\xa0€",
    text="Bonjour,\n",
    html="<p>Bonjour,</p>\n",
    language="fr",
    body=(Paragraph("Bonjour,"),),
)
PDF = LetterAttachment(
    filename="Facture n° 12 (août).pdf", content_type="application/pdf", data=b"%PDF-1.7 " * 99
)


def sealed(reminder: Reminder | None = None, words: Rendered = WORDS, **changes: str) -> Letter:
    firm = replace(FIRM, **changes)  # type: ignore[arg-type]  # the names of text fields only
    return seal(words, reminder or reminder_of(), firm=firm, key=KEY, now=NOW)


def test_a_letter_says_who_what_when_and_that_a_machine_wrote_it() -> None:
    mail = parse_message(sealed(name="Atelier « Verrier » & Fils").raw)

    assert [name for name, _ in mail.headers] == HEADERS
    assert mail.senders[0].name == "Atelier « Verrier » & Fils"
    assert mail.sender == FIRM.sender
    assert [each.email for each in mail.to] == ["compta@menuiserie-lenoir.example"]
    assert mail.header("subject") == WORDS.subject
    assert mail.date == NOW
    assert mail.header("auto-submitted") == "auto-generated"
    assert mail.header("x-auto-response-suppress") == "All"
    assert mail.header("content-language") == "fr"
    assert (mail.text, mail.html) == (WORDS.text, WORDS.html)


@pytest.mark.parametrize(
    "name", ["Atelier Verrier SARL", 'Verrier, Fils & "Cie" \\ (SARL)', "Verrier, Œuvre d’Été"]
)
def test_the_standard_library_reads_the_same_headers(name: str) -> None:
    mail = message_from_bytes(sealed(name=name).raw, policy=default)

    (sender,) = mail["from"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, FIRM.sender)
    assert mail["subject"].split() == WORDS.subject.split()


def test_the_message_id_and_the_mark_are_those_of_the_reminder() -> None:
    letter = sealed(reminder_of("relance", several=True))
    mail = parse_message(letter.raw)

    assert letter.message_id == reminder_message_id(letter.mark, KEY, "atelier-verrier.example")
    assert mail.message_id == letter.message_id
    assert read_mark(mail.header("x-relanced"), letter.message_id, KEY) == (letter.mark, True)
    assert [step for _, step in letter.mark.lines] == [None, "relance", "relance", "relance", None]


def test_a_letter_answers_in_the_thread_of_the_first_invoice_that_has_a_step() -> None:
    reminder = reminder_of("relance", several=True)
    listed, first, *rest = reminder.lines
    first = replace(first, references=(MessageId("order@x.example"),))

    letter = sealed(replace(reminder, lines=(listed, first, *rest)))
    mail = parse_message(letter.raw)

    assert mail.header("in-reply-to") == "<f2026-009@atelier-verrier.example>"
    assert mail.references == ("order@x.example", "f2026-009@atelier-verrier.example", letter.message_id)


def test_long_outlook_ids_stay_whole_and_long_threads_keep_their_first_and_last_ten() -> None:
    ids = tuple(MessageId(f"PAXPR{i:03}{'0' * 80}@EURPRD.PROD.OUTLOOK.example") for i in range(40))
    reminder = reminder_of()
    line = replace(
        reminder.lines[0],
        references=ids[:-1],
        mailed_as=replace(reminder.lines[0].mailed_as, message_id=ids[-1]),
    )

    letter = sealed(replace(reminder, lines=(line,)))

    assert f"In-Reply-To: <{ids[-1]}>\r\n".encode() in letter.raw
    assert parse_message(letter.raw).references == (ids[0], *ids[-10:], letter.message_id)


def test_ids_that_cannot_stand_in_a_header_are_left_out_of_the_thread() -> None:
    reminder = reminder_of()
    bad = (MessageId("a b@x"), MessageId("=?utf-8?q?=0A?=@x"), MessageId("é@x.example"), MessageId("<x>@x"))
    line = replace(
        reminder.lines[0], references=bad, mailed_as=replace(reminder.lines[0].mailed_as, message_id=bad[0])
    )

    letter = sealed(replace(reminder, lines=(line,)))
    mail = parse_message(letter.raw)

    assert mail.references == (letter.message_id,)
    assert mail.header("in-reply-to") == ""


def test_the_same_letter_twice_is_the_same_bytes() -> None:
    words = letter_of(reminder_of(several=True))

    def write() -> bytes:
        return seal(words, reminder_of(several=True), firm=FIRM, key=KEY, now=NOW, attachments=(PDF,)).raw

    assert write() == write()


def test_lines_are_short_seven_bit_and_end_as_the_wire_wants() -> None:
    long = replace(WORDS, text="é" * 3000 + "\n.\nFrom here\n", subject="Œ" * 240)
    raw = seal(long, reminder_of(several=True), firm=FIRM, key=KEY, now=NOW, attachments=(PDF,)).raw
    lines = raw.split(b"\r\n")

    assert raw.isascii()
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", raw)
    assert max(map(len, lines)) <= 78
    assert parse_message(raw).text == long.text


def test_attachments_travel_whole_under_ascii_names() -> None:
    odd = LetterAttachment(filename="../..", content_type="message/rfc822", data=b"\r\n.\r\n\0")
    raw = seal(WORDS, reminder_of(), firm=FIRM, key=KEY, now=NOW, attachments=(PDF, odd)).raw
    first, second = parse_message(raw).attachments

    assert (first.filename, first.content_type, first.data) == (
        "Facture_n_12_aout_.pdf",
        "application/pdf",
        PDF.data,
    )
    assert (second.filename, second.content_type, second.data) == (
        "document",
        "application/octet-stream",
        odd.data,
    )
    assert parse_message(raw).text == WORDS.text


@given(st.text(max_size=400))
def test_a_file_name_is_ascii_short_and_no_path(name: str) -> None:
    found = file_name(name)

    assert re.fullmatch(r"[A-Za-z0-9._-]{1,80}", found)
    assert not found.startswith(".")


def test_a_copy_goes_to_those_whom_the_reminder_names_once_each() -> None:
    to = reminder_of().to
    letter = sealed(replace(reminder_of(), cc=("chef@firm.example", "chef@firm.example", to)))

    assert letter.cc == letter.copies == ("chef@firm.example",)
    assert parse_message(letter.raw).header("cc") == "chef@firm.example"


def test_a_hidden_copy_stands_in_no_byte_of_the_letter() -> None:
    reminder = replace(
        reminder_of(), cc=("chef@firm.example",), bcc=("vente@firm.example", "chef@firm.example")
    )
    letter = sealed(reminder)

    assert letter.copies == ("chef@firm.example", "vente@firm.example")
    assert b"vente" not in letter.raw
    assert b"bcc" not in letter.raw.lower()
    with pytest.raises(HeaderMismatch, match="the header Bcc"):
        sealed(replace(reminder, bcc=("a@b.example,c@d.example",)))


def test_a_letter_comes_from_whom_the_step_names_if_that_is_an_address_of_the_firm() -> None:
    persona = Sender(address="compta@atelier-verrier.example", name="Service comptabilité")
    firm = replace(FIRM, addresses=("@atelier-verrier.example",))
    reminder = replace(reminder_of(), sender=persona)
    letter = seal(WORDS, reminder, firm=firm, key=KEY, now=NOW)
    (sender,) = parse_message(letter.raw).senders

    assert (sender.name, sender.email) == ("Service comptabilité", "compta@atelier-verrier.example")
    assert letter.message_id == sealed().message_id  # the same reminder, whoever it comes from
    for stranger in ("compta@elsewhere.example", "compta@atelier-verrier.example.elsewhere.example"):
        foreign = replace(reminder, sender=replace(persona, address=stranger))
        with pytest.raises(HeaderMismatch, match="none of the firm's addresses"):
            seal(WORDS, foreign, firm=firm, key=KEY, now=NOW)


def test_the_firms_own_name_for_letters_goes_before_its_legal_one() -> None:
    (sender,) = parse_message(sealed(sender_name="Claire de l’Atelier").raw).senders

    assert sender.name == "Claire de l’Atelier"


def test_a_letter_beside_the_ladder_answers_in_the_thread_of_its_invoice() -> None:
    for purpose in (Purpose.THANKS, Purpose.WITHDRAWAL, Purpose.PROMISE_BROKEN, Purpose.PLAN_AGREED):
        step = step_of(purpose.value)
        lines = tuple(replace(each, step=step.name) for each in reminder_of().lines)
        mail = parse_message(sealed(replace(reminder_of(), step=step, lines=lines, purpose=purpose)).raw)

        assert mail.answers[0] == lines[0].mailed_as.message_id


@pytest.mark.parametrize(
    "text",
    ["", "x", "a@b", "a@b.example,c@d.example", "A <a@b.example>", "a@b.example\r\nBcc: c@d.example", "é@b.example",
     "a@é.example", "a..b@c.example", "a b@c.example", "=?x?@c.example", "a@-b.example", "x" * 65 + "@b.example"],
)  # fmt: skip
def test_what_is_not_one_plain_address_gets_no_letter(text: str) -> None:
    with pytest.raises(HeaderMismatch, match="the header To"):
        sealed(replace(reminder_of(), to=text))


def test_plain_addresses_are_taken_as_they_are() -> None:
    for text in ("a@b.example", "O'Neil+compta@sub.b.example", "x_y.z@b-c.example"):
        assert address("To", text) == text


def test_an_encoded_word_never_enters_a_header() -> None:
    with pytest.raises(HeaderMismatch, match="encoded word"):
        sealed(words=replace(WORDS, subject="Rappel =?UTF-8?Q?=0A?=Bcc: x@y.example"))
    with pytest.raises(HeaderMismatch, match="is empty"):
        sealed(name="\u202e\r\n")


def test_a_date_without_a_time_zone_is_a_broken_promise() -> None:
    with pytest.raises(ValueError, match="time zone"):
        seal(WORDS, reminder_of(), firm=FIRM, key=KEY, now=datetime(2026, 5, 18))  # noqa: DTZ001 - that is the test


def test_the_date_keeps_its_offset() -> None:
    now = datetime(2026, 5, 18, 11, 12, tzinfo=timezone(timedelta(hours=2)))

    assert (
        b"Date: Mon, 18 May 2026 11:12:00 +0200\r\n"
        in seal(WORDS, reminder_of(), firm=FIRM, key=KEY, now=now).raw
    )


RAW = b"From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain\r\n\r\nbody\r\n"
INTENDED = [("From", "a@b.example"), ("Subject", "x"), ("Content-Type", "text/plain")]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (RAW.replace(b"Subject: x", b"Subject: x\r\nBcc: c@d.example"), "block"),
        (RAW.replace(b"Subject: x\r\n", b""), "block"),
        (RAW.replace(b"Subject: x", b"Subject: y"), "Subject"),
        (RAW.replace(b"Subject: x", b"Subject: =?utf-8?q?x=0Ay?="), "Subject"),
        (RAW.replace(b"text/plain", b"text/html"), "Content-Type"),
        (RAW.replace(b"x", b"\xe9"), "block"),
        (RAW.replace(b"body", b"a\nb"), "block"),
        (RAW.replace(b"body", b"b" * 999), "block"),
    ],
)
def test_what_does_not_read_back_as_intended_is_found(raw: bytes, name: str) -> None:
    assert difference(RAW, INTENDED, ["text/plain"]) is None
    found = difference(raw, INTENDED, ["text/plain"])
    assert found is not None
    assert found[0] == name


HOSTILE = st.one_of(
    st.text(min_size=1, max_size=300),
    st.lists(
        st.sampled_from(
            ["\r\n", "\n", "\0", "Bcc: x@y.example", "=?UTF-8?Q?=0A?=", "=?", "?=", "{{ 7*7 }}", "<b>", '"', "\\",
             "\u202e", "\u2028", "é", "𝔘", ",", ";", ":", "a" * 80, "%0A", "\x85", " "]
        ),
        min_size=1,
        max_size=12,
    ).map("".join),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(name=HOSTILE, number=HOSTILE, key=HOSTILE, subject=HOSTILE, reference=HOSTILE)
def test_nothing_that_a_mail_says_adds_a_header_or_breaks_the_letter(
    name: str, number: str, key: str, subject: str, reference: str
) -> None:
    reminder = named(reminder_of(), name, key)
    line = replace(
        reminder.lines[0],
        number=InvoiceNumber(number + "7"),
        subject=subject,
        references=(MessageId(reference),),
    )
    hostile = replace(reminder, lines=(line,))

    letter = seal(letter_of(hostile), hostile, firm=FIRM, key=KEY, now=NOW)
    mail = message_from_bytes(letter.raw)

    assert [each.lower() for each in mail.keys()] == HEADERS  # noqa: SIM118 - a header may stand twice in it
    assert mail["Auto-Submitted"] == "auto-generated"
    assert read_mark(mail["X-Relanced"], letter.message_id, KEY) == (letter.mark, True)
    assert letter.mark.client == ClientKey(key)


@given(HOSTILE)
def test_every_header_value_passes_one_door(text: str) -> None:
    try:
        value = safe_value("Subject", text)
    except HeaderMismatch:
        return
    assert 0 < len(value) <= 250
    assert "=?" not in value
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u202e]", value)


def test_the_firms_day_is_not_read_from_anywhere_else() -> None:
    later = seal(WORDS, reminder_of(), firm=FIRM, key=KEY, now=NOW + timedelta(days=1))

    assert later.message_id == sealed().message_id
    assert later.raw.replace(b"Tue, 19 May", b"Mon, 18 May") == sealed().raw
    assert NOW.tzinfo is UTC
