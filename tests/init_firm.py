"""A small firm's mailbox on the real server, as somebody has it who runs `relanced init` for the first time."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from forged_notices import BANK, DATE, FROM, OURS, mail
from invoice_pdf import INVOICE, Run, pdf_of
from servers.dovecot import PASSWORD, Account

IBAN = "FR7630006000011234567890189"
NOW = datetime.now(UTC)
_OTHER = "voisin.example"


def fill(account: Account) -> None:
    """Three invoices, one of them unreadable, notices of a bank, letters, and a stranger who writes as a bank."""
    for place in range(2):
        account.deliver(invoice_mail(account.user, f"F-2027-03{place}", days_ago=5 + place), "Sent")
    account.deliver(broken_mail(account.user), "Sent")
    for place in range(3):
        account.deliver(notice(BANK, FROM, place))
        account.deliver(letter(place))
    account.deliver(notice("evil.example", "From: Banque Rivage <alerte@evil.example>", 9, proven=False))


def invoice_mail(user: str, number: str, *, days_ago: int) -> bytes:
    """A mail with an invoice as PDF, which asks to be paid to IBAN."""
    runs: list[Run] = [run for run in INVOICE if run[2] != "F-2027-031"]
    grouped = " ".join(re.findall(".{1,4}", IBAN))
    more: list[Run] = [(200, 230, number), (60, 400, f"IBAN : {grouped}   BIC : AGRIFRPP")]
    return _sent(user, f"Facture {number}", days_ago, pdf_of([*runs, *more]), f"{number}.pdf")


def broken_mail(user: str) -> bytes:
    """A mail with a PDF that is none."""
    return _sent(user, "Facture F-2027-099", 3, b"%PDF-1.4 broken", "facture.pdf")


def _sent(user: str, subject: str, days_ago: int, pdf: bytes, name: str) -> bytes:
    made = EmailMessage(policy=SMTP)
    made["From"] = f"Atelier Verrier SARL <{user}>"
    made["To"] = "Garage Lemaire <compta@garage-lemaire.example>"
    made["Subject"] = subject
    made["Date"] = format_datetime(NOW - timedelta(days=days_ago))
    made["Message-ID"] = f"<{subject.replace(' ', '.')}@firm.example>"
    made.set_content("Bonjour,\n\nVeuillez trouver notre facture.\n\nClaire Verrier\n")
    made.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    return made.as_bytes()


def notice(domain: str, sender: str, place: int, *, proven: bool = True) -> bytes:
    """A bank's notice of money that came in; `proven`: our server says that it is from there."""
    verdict = "pass" if proven else "fail"
    return mail(
        f"{OURS}; dkim={verdict} header.d={domain}; dmarc={verdict} header.from={domain}",
        sender=sender,
        top=(f"Return-Path: <b@{domain}>", _hop(domain)),
        message_id=f"Message-ID: <n{place}@{domain}>",
        date=_dated(place),
    )


def letter(place: int) -> bytes:
    """A mail of a person's, which our server vouches for."""
    return mail(
        f"{OURS}; dkim=pass header.d={_OTHER}; dmarc=pass header.from={_OTHER}",
        sender=f"From: Paul <paul@{_OTHER}>",
        subject="Subject: Samedi",
        top=(f"Return-Path: <paul@{_OTHER}>", _hop(_OTHER)),
        message_id=f"Message-ID: <p{place}@{_OTHER}>",
        date=_dated(place),
        text="Bonjour,\n\nOn se voit samedi ?\n\nPaul\n",
    )


def _hop(domain: str) -> str:
    return (
        f"Received: from out.{domain} (out.{domain} [203.0.113.7])\r\n\tby {OURS} (Postfix) with ESMTPS id 4C"
    )


def _dated(place: int) -> str:
    return f"{DATE.partition(':')[0]}: {format_datetime(NOW - timedelta(days=place))}"


def words(account: Account, smtp_port: int, folder: Path) -> list[str]:
    """The options of an unattended run, its password in a file."""
    password = folder / "my-password"
    password.write_text(f"{PASSWORD}\n", encoding="utf-8")
    password.chmod(0o600)
    return [
        *("init", "--yes", "--no-look-up", "--address", account.user),
        *("--imap-host", "127.0.0.1", "--imap-port", str(account.server.port), "--imap-security", "plain"),
        *("--smtp-host", "127.0.0.1", "--smtp-port", str(smtp_port), "--smtp-security", "plain"),
        *("--password-file", str(password)),
    ]
