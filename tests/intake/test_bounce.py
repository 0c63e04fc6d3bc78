"""Bounces: whom a mail did not reach, and whether for good."""

from base64 import b64encode

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


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_no_bounce(action: str) -> None:
    assert _read(REPORT.format(recipient="lise@client.example", action=action, status="2.0.0")) is None


def test_of_several_recipients_the_one_who_failed_for_good_counts() -> None:
    second = "\n\nFinal-Recipient: rfc822; paul@client.example\nAction: failed\nStatus: 5.1.1\n"
    text = REPORT.format(recipient="lise@client.example", action="delayed", status="4.2.2")
    found = _read(text.replace("Status: 4.2.2\n", f"Status: 4.2.2{second}"))
    assert found
    assert (found.recipient, found.permanent) == ("paul@client.example", True)


RETURNED = {
    "text/rfc822-headers": "Subject: Relance\nMessage-ID: <r1.abc@firm.example>\n",
    "text/rfc822-headers\nContent-Transfer-Encoding: base64": b64encode(
        b"Subject: Relance\nMessage-ID: <r1.abc@firm.example>\n"
    ).decode(),
    "message/rfc822\nContent-Transfer-Encoding: base64": b64encode(
        b"Subject: Relance\nMessage-ID: <r1.abc@firm.example>\n\nBonjour\n"
    ).decode(),
    "text/html": "<p>Original headers:</p><p>Message-ID: &lt;r1.abc@firm.example&gt;</p>",
}


@pytest.mark.parametrize("kind", RETURNED)
def test_our_mail_is_known_however_it_came_back(kind: str) -> None:
    head, _, _ = REPORT.format(recipient="l@client.example", action="failed", status="5.1.1").partition(
        "Content-Type: message/rfc822"
    )
    found = _read(f"{head}Content-Type: {kind}\n\n{RETURNED[kind]}\n--b--\n")
    assert found
    assert "r1.abc@firm.example" in found.answers


def test_a_report_in_base64_is_read() -> None:
    fields = b"Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; l@client.example\nAction: failed\n"
    found = _read(
        "From: MAILER-DAEMON@mx.example\nSubject: Undeliverable\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n'
        "Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n"
        f"{b64encode(fields).decode()}\n--b--\n"
    )
    assert found
    assert (found.recipient, found.permanent) == ("l@client.example", True)


def test_the_reference_of_a_letter_is_found_where_nothing_else_came_back() -> None:
    text = REPORT.format(recipient="l@client.example", action="failed", status="5.1.1")
    found = _read(
        text.replace("Bonjour", "Bonjour (R-7K3Q-9DXA)").replace("<r1.abc@firm.example>", "<ses@aws.example>")
    )
    assert found
    assert found.tokens == ("R-7K3Q-9DXA",)


@pytest.mark.parametrize(
    ("head", "text", "permanent"),
    [
        (
            "Subject: Non remis : Relance",
            "Votre message à lise@client.example n'a pas pu être remis. Adresse introuvable.",
            True,
        ),
        ("Subject: Unzustellbar: Mahnung", "lise@client.example: Empfänger unbekannt", True),
        ("Subject: No se puede entregar: Aviso", "El usuario lise@client.example no existe.", True),
        ("Subject: Non recapitabile: sollecito", "lise@client.example: utente sconosciuto", True),
        ("Subject: Onbestelbaar: herinnering", "Het adres lise@client.example bestaat niet.", True),
        (
            "Subject: DELIVERY FAILURE: User lise not listed in Domino Directory",
            "lise@client.example not listed in",
            True,
        ),
        ("Subject: Delivery delayed", "lise@client.example: 451 4.7.1 greylisted, will be retried", False),
        ("Subject: Zustellung verzögert", "lise@client.example: weitere Zustellversuche folgen", False),
        ("Subject: Relance", "550 5.1.1 <lise@client.example> rejected", True),
    ],
)
def test_a_form_of_a_servers_own_is_read(head: str, text: str, *, permanent: bool) -> None:
    found = _read(
        f"From: postmaster@mx.example\nTo: compta@firm.example\n{head}\n"
        "Content-Type: text/plain; charset=utf-8\n\n"
        f"Contact support@mx.example for help.\n{text}\n\nReferences: <old@other.example>\n"
    )
    assert found
    assert (found.recipient, found.permanent) == ("lise@client.example", permanent)


def test_exims_header_is_read() -> None:
    found = _read(
        "From: Mailer-Daemon@h.example\nX-Failed-Recipients: lise@client.example\nSubject: Mail delivery failed\n"
        "In-Reply-To: <r1.abc@firm.example>\n\n550 5.1.1 no such user\n"
    )
    assert found == BounceRead(
        recipient="lise@client.example", permanent=True, answers=found.answers if found else (), tokens=()
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
