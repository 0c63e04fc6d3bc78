"""Machines are told from people; in doubt it is a person."""

import pytest

from relanced.intake.machines import (
    automatic_because,
    bulk_because,
    is_from_helpdesk,
    is_from_nobody,
    tells_something,
)
from relanced.intake.message import Message, parse_message


def _mail(headers: str, text: str = "Je serai là lundi.") -> Message:
    basic = "From: Lise <lise@client.example>\r\nTo: compta@firm.example\r\n"
    return parse_message(f"{basic}{headers}\r\n\r\n{text}\r\n".encode())


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner=x",
        "X-Autoreply: yes",
        "X-Auto-Reply-From: lise@client.example",
        "Precedence: auto_reply",
        "X-Apple-Action: VACATION",
        "Return-Path: <>",
        "Subject: Automatic reply: facture",
        "Subject: =?utf-8?q?R=C3=A9ponse_automatique_=3A_facture?=",
        "Subject: Re: Abwesenheitsnotiz",
        "Subject: Out of Office",
        "Subject: Risposta automatica: fattura",
        "Subject: Lu : facture",
        "Subject: Non lu : facture",
        "Subject: Gelesen: Rechnung",
        "Subject: Accuse de reception (affiche) - Relance",
        "Subject: Deleted: Reminder",
        "Subject: Automatisch antwoord: factuur",
        "Subject: Fuori ufficio: fattura",
        "Subject: Absence : Lise Martin",
        "Subject: OOO until Monday",
        "X-Mail-Autoreply: lise@client.example",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
        "List-Id: <news.client.example>",
        "List-Unsubscribe: <mailto:x@client.example>",
    ],
)
def test_a_machine_is_told_and_why(headers: str) -> None:
    assert automatic_because(_mail(headers))


@pytest.mark.parametrize(
    "headers",
    [
        "Subject: Re: facture",
        "Auto-Submitted: no",
        "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: None",
        "Subject: TR: Automatic reply: facture",
        "Subject: Absence de bon de commande",
        "Subject: Receipt: payment of 12 May",
        "Subject: Lu et approuvé",
        "X-Autoreply: no",
        "Return-Path: <lise@client.example>",
        "Precedence: list\r\nList-Id: <compta.firm.example>",
        "List-Id: <group.client.example>\r\nIn-Reply-To: <r1.aa@firm.example>",
    ],
)
def test_a_person_is_not_taken_for_a_machine(headers: str) -> None:
    assert automatic_because(_mail(headers)) == ""


def test_a_daemon_is_a_machine() -> None:
    mail = parse_message(b"From: MAILER-DAEMON@mx.example\r\nSubject: hello\r\n\r\nx\r\n")
    assert automatic_because(mail) == "from mailer-daemon@mx.example"


def test_a_long_letter_under_a_receipts_subject_is_a_persons() -> None:
    assert automatic_because(_mail("Subject: Lu : facture", "mot " * 80)) == ""


def test_a_newsletter_is_bulk_and_an_absence_is_not() -> None:
    assert bulk_because(_mail("List-Unsubscribe: <x>"))
    assert bulk_because(_mail("Auto-Submitted: auto-replied")) == ""


@pytest.mark.parametrize(
    ("headers", "tells"),
    [
        ("Auto-Submitted: auto-generated", True),
        ("Precedence: bulk", True),
        ("Auto-Submitted: auto-replied", False),
        ("Auto-Submitted: no", False),
        ("Subject: x", False),
    ],
)
def test_a_notification_is_told_from_an_answer(headers: str, *, tells: bool) -> None:
    assert tells_something(_mail(headers)) is tells


def test_a_ticket_program_may_carry_what_a_person_wrote_and_its_own_answer_does_not() -> None:
    assert is_from_helpdesk(_mail("X-Mailer: Zendesk Mailer\r\nAuto-Submitted: auto-generated"))
    assert is_from_helpdesk(_mail("X-JIRA-FingerPrint: 1a2b"))
    assert not is_from_helpdesk(_mail("X-Mailer: Zendesk Mailer\r\nAuto-Submitted: auto-replied"))
    assert not is_from_helpdesk(_mail("X-Mailer: Thunderbird"))


@pytest.mark.parametrize(
    ("sender", "nobody"),
    [
        ("ne-pas-repondre", True),
        ("noreply", True),
        ("notifications", True),
        ("lise.noree", False),
        ("compta", False),
    ],
)
def test_an_address_that_nobody_reads_is_known(sender: str, *, nobody: bool) -> None:
    mail = parse_message(f"From: {sender}@client.example\r\nSubject: x\r\n\r\nx\r\n".encode())
    assert is_from_nobody(mail) is nobody
