"""Mails of banks and services that nobody has, made by code: every kind, in six languages."""

from email.message import EmailMessage
from email.policy import SMTP

from relanced.intake.bank.read import read_bank
from relanced.intake.message import parse_message
from relanced.intake.readings import BankRead
from relanced.model.facts import Credit
from relanced.model.rules import BankRule

BANKS = (BankRule(name="Kiosk Bank", senders=("@kioskbank.example",)),)
IDS = ("mx.firm.example",)
DAY = "2026-10-15"  # of every mail


def read(subject: str, body: str = "", html: str = "", **headers: str) -> BankRead:
    """What is read of a mail of the trusted bank's."""
    message = EmailMessage()
    message["Authentication-Results"] = "mx.firm.example; dmarc=pass header.from=kioskbank.example"
    message["From"] = "Kiosk Bank <noreply@kioskbank.example>"
    message["Subject"] = " ".join(subject.split())
    message["Date"] = "Thu, 15 Oct 2026 08:00:00 +0200"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if body or not html:
        message.set_content(body)
    if html and body:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    found = read_bank(parse_message(message.as_bytes(policy=SMTP)), BANKS, IDS)
    assert found is not None
    return found


def table(*rows: tuple[str, ...]) -> str:
    """An HTML table."""
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def stack(*pairs: tuple[str, str]) -> str:
    """Labels above their values."""
    return "".join(f"<div>{label}</div><div>{value}</div>" for label, value in pairs)


def cards(*entries: tuple[str, ...]) -> str:
    """A block for each entry, a block for each of its parts."""
    return "".join("<div>" + "".join(f"<div>{part}</div>" for part in entry) + "</div>" for entry in entries)


def told(credit: Credit) -> tuple[str, str, str, str, str]:
    """A credit in plain words: amount, currency, payer, reference, day."""
    return (
        credit.amount.plain,
        credit.amount.currency,
        credit.payer,
        credit.reference,
        str(credit.value_on),
    )
