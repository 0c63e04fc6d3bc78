"""Machines are told from people; in doubt it is a person."""

import pytest

from relanced.intake.machines import automatic_because, bulk_because
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
