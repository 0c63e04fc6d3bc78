"""Bounces: whom a mail did not reach, and whether for good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.bounce import read_bounce
from relanced.intake.message import UnreadableMail, parse_message
from relanced.intake.readings import BounceRead

REPORT = """From: MAILER-DAEMON@mx.firm.example
To: compta@firm.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <own@mx.firm.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail system.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.firm.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}

--b
Content-Type: message/rfc822

From: compta@firm.example
Message-ID: <r1.abc@firm.example>

Bonjour
--b--
"""


def _read(text: str) -> BounceRead | None:
    raw = text.replace("\n", "\r\n").encode()
    return read_bounce(parse_message(raw), raw)


def _report(action: str, status: str) -> BounceRead:
    found = _read(REPORT.format(recipient="Lise@Client.example", action=action, status=status))
    assert found is not None
    return found


def test_a_report_names_recipient_and_our_mail() -> None:
    found = _report("failed", "5.1.1")
    assert (found.recipient, found.permanent) == ("lise@client.example", True)
    assert found.answers == ("r1.abc@firm.example",)


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delayed", "5.0.0")]
)
def test_delayed_or_temporary_is_not_for_good(action: str, status: str) -> None:
    assert not _report(action, status).permanent


def test_a_report_of_success_names_nobody_for_good() -> None:
    assert not _report("delivered", "2.0.0").permanent


def test_exims_header_is_read() -> None:
    found = _read(
        "From: Mailer-Daemon@h.example\nX-Failed-Recipients: lise@client.example\nSubject: Mail delivery failed\n"
        "In-Reply-To: <r1.abc@firm.example>\n\n550 5.1.1 no such user\n"
    )
    assert found == BounceRead(
        recipient="lise@client.example", permanent=True, answers=found.answers if found else ()
    )
    assert found
    assert found.answers == ("r1.abc@firm.example",)


def test_qmails_own_form_is_read() -> None:
    found = _read(
        "From: MAILER-DAEMON@h.example\nReturn-Path: <>\nSubject: failure notice\n\n"
        "Hi. This is the qmail-send program at h.example.\nI'm afraid I wasn't able to deliver your message "
        "to the following addresses.\n\n<lise@client.example>:\n192.0.2.7 does not like recipient.\n\n"
        "--- Below this line is a copy of the message.\n\nMessage-ID: <r1.abc@firm.example>\n"
    )
    assert found
    assert (found.recipient, found.permanent, found.answers) == (
        "lise@client.example",
        True,
        ("r1.abc@firm.example",),
    )


def test_an_unknown_form_gives_the_first_foreign_address_and_doubts() -> None:
    found = _read(
        "From: postmaster@h.example\nTo: compta@firm.example\nSubject: Remise différée\n\n"
        "compta@firm.example a écrit à s.legoff@cidre.example : boîte pleine (452 4.2.2). Nouvelle tentative.\n"
    )
    assert found
    assert (found.recipient, found.permanent) == ("s.legoff@cidre.example", False)


@pytest.mark.parametrize(
    "mail",
    [
        "From: lise@client.example\nSubject: Re: facture\n\nPayé.\n",
        "From: lise@client.example\nReturn-Path: <>\nSubject: Absence du bureau\n\nDe retour lundi.\n",
        "From: lise@client.example\nSubject: delivery delayed again!\n\nOù est ma commande ?\n",
        "From: postmaster@h.example\nSubject: Nouveaux horaires\n\nBonjour.\n",
    ],
)
def test_any_other_mail_is_no_bounce(mail: str) -> None:
    assert _read(mail) is None


@given(st.binary(max_size=400))
def test_reading_a_bounce_never_fails(tail: bytes) -> None:
    raw = b"From: mailer-daemon@h.example\r\nSubject: failure notice\r\n" + tail
    try:
        message = parse_message(raw)
    except UnreadableMail:
        return
    read_bounce(message, raw)
