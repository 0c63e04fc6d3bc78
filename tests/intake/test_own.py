"""What lies in Sent is known as a reminder: ours by its signature, the owner's by his words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from relanced.intake.message import parse_message
from relanced.intake.own import read_own_copy, read_own_reminder
from relanced.model.mark import Mark, reminder_message_id, write_mark
from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber, MessageId, StepName
from relanced.model.rules import Firm
from relanced.model.source import Source

FIRM = Firm(
    name="Atelier", addresses=("@firm.example",), sender="compta@firm.example", country="FR", language="fr"
)
KEY = b"a key of the tests, 32 bytes long"
SOURCE = Source(
    account="a",
    folder="Sent",
    uidvalidity=1,
    uid=1,
    message_id=None,
    fingerprint=Fingerprint("0" * 32),
    at=datetime(2026, 10, 6, tzinfo=UTC),
)


def test_our_own_mark_tells_what_was_sent() -> None:
    mark = Mark(client=ClientKey("client.example"), lines=((InvoiceNumber("F-1"), StepName("rappel")),))
    message_id = reminder_message_id(mark, KEY, "firm.example")
    value = write_mark(mark, message_id, KEY)
    raw = f"To: c@client.example\nMessage-ID: <{message_id}>\nX-Relanced: {value}\n\nBonjour".encode()

    reminder = read_own_reminder(parse_message(raw), SOURCE, KEY)
    assert reminder is not None
    assert (reminder.ours, reminder.lines, reminder.message_id) == (True, mark.lines, message_id)

    forged = read_own_reminder(parse_message(raw), SOURCE, b"another key")
    assert forged is not None
    assert not forged.ours


def test_a_message_id_rewritten_by_a_mail_program_does_not_make_it_foreign() -> None:
    mark = Mark(client=ClientKey("client.example"), lines=((InvoiceNumber("F-1"), StepName("rappel")),))
    value = write_mark(mark, reminder_message_id(mark, KEY, "firm.example"), KEY)
    raw = f"From: us@firm.example\nTo: c@x.example\nMessage-ID: <new@mua.example>\nX-Relanced: {value}\n\nx".encode()

    sent = read_own_reminder(parse_message(raw), SOURCE, KEY)
    assert sent is not None
    assert (sent.ours, sent.message_id) == (True, reminder_message_id(mark, KEY, "firm.example"))


def test_the_owners_own_chasing_mail_counts() -> None:
    raw = (
        "To: c@client.example\nMessage-ID: <x@firm.example>\nSubject: Facture F2026-012 impayée\n\n"
        "Bonjour, sauf erreur la facture F2026-012 est échue.\n"
    )
    reminder = read_own_reminder(parse_message(raw.encode()), SOURCE, KEY)

    assert reminder is not None
    assert not reminder.ours
    assert ("F2026-012", None) in reminder.lines


def test_an_ordinary_mail_that_names_an_invoice_is_no_reminder() -> None:
    raw = "To: c@client.example\nMessage-ID: <x@firm.example>\nSubject: Facture F2026-012\n\nCi-jointe.\n"

    assert read_own_reminder(parse_message(raw.encode()), SOURCE, KEY) is None


def letter_from(sender: str, message_id: str, made_for: str = "") -> bytes:
    """One of our letters as it came in: its mark was made for the Message-ID `made_for`."""
    value = write_mark(MARK, MessageId(made_for or message_id), KEY)
    return f"From: {sender}\nTo: c@client.example\nMessage-ID: <{message_id}>\nX-Relanced: {value}\n\nBonjour".encode()


MARK = Mark(client=ClientKey("client.example"), lines=((InvoiceNumber("F-1"), StepName("rappel")),))
OWN_ID = reminder_message_id(MARK, KEY, "firm.example")


@pytest.mark.parametrize(
    ("raw", "is_ours"),
    [
        (letter_from("Atelier <compta@firm.example>", OWN_ID), True),
        (letter_from("Claire <claire@firm.example>", OWN_ID), True),  # a step may have its own sender
        (letter_from("c@client.example", OWN_ID), False),  # what he writes is heard
        (letter_from("compta@firm.example", "other@firm.example", OWN_ID), False),
        (letter_from("compta@firm.example", OWN_ID, "other@firm.example"), False),
        (b"From: compta@firm.example\nMessage-ID: <x@firm.example>\nSubject: Rappel F-1\n\nimpay\xe9", False),
    ],
)
def test_a_letter_that_came_in_is_ours_only_as_we_sent_it(raw: bytes, *, is_ours: bool) -> None:
    found = read_own_copy(parse_message(raw), replace(SOURCE, folder="INBOX"), FIRM, KEY)
    assert (found is not None) is is_ours
    if found is not None:
        assert (found.message_id, found.lines, found.ours) == (OWN_ID, MARK.lines, True)
