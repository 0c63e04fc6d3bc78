"""A folder in, a small firm's mailbox there out (Maildir): four invoices that went out, one answer. For the trial."""

import mailbox
import sys
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from relanced.demo.papers import Paper, invoice_pdf

FIRM = "compta@menuiserie-lacombe.example"
CLIENTS = (
    ("Hôtel du Port", "compta@hotel-du-port.example"),
    ("SCI Les Tilleuls", "gerance@sci-tilleuls.example"),
)


def invoice(number: int, days_ago: int) -> EmailMessage:
    """An invoice of ours that went out so many days ago, due after thirty."""
    name, address = CLIENTS[number % len(CLIENTS)]
    at = datetime.now(UTC) - timedelta(days=days_ago)
    called = f"F{at.year}-{number:03}"
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Menuiserie Lacombe <{FIRM}>", address, f"Facture {called}"
    mail["Date"], mail["Message-ID"] = format_datetime(at), f"<{called}@menuiserie-lacombe.example>"
    mail.set_content(f"Bonjour,\n\nveuillez trouver ci-joint notre facture {called}.\n\nMenuiserie Lacombe\n")
    paper = Paper(
        number=called,
        issued_on=at.date(),
        due_on=at.date() + timedelta(days=30),
        client=name,
        client_street="2 quai Ouest",
        client_town="56100 Lorient",
        work="Pose de volets",
        total_cents=120_000 + number * 1_000,
    )
    mail.add_attachment(invoice_pdf(paper), maintype="application", subtype="pdf", filename=f"{called}.pdf")
    return mail


def main() -> None:
    """Fill the mailbox."""
    inbox = mailbox.Maildir(sys.argv[1])
    sent = mailbox.Maildir(f"{sys.argv[1]}/.Sent")
    for number, days_ago in ((11, 80), (12, 60), (13, 41), (14, 5)):
        message = mailbox.MaildirMessage(invoice(number, days_ago))
        message.set_date(datetime.now(UTC).timestamp() - days_ago * 86_400)
        message.add_flag("S")
        sent.add(message)
    inbox.flush()


main()
