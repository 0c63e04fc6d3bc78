"""A seed in, the mails of a firm that never rests out: invoices long due, and what clients answer."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from random import Random

from relanced.demo.papers import Paper, invoice_pdf
from relanced.model.names import InvoiceNumber, MessageId

US = "compta@firm.example"
_LATE_DAYS = 40  # each invoice was due so long ago: its first reminder is due at once
_ANSWERS = (
    "Bonjour,\n\nNous contestons la facture {number} : le chantier n'est pas terminé.\n\nCordialement\n",
    "Bonjour,\n\nPouvez-vous me renvoyer le bon de commande de la facture {number} ?\n\nMerci\n",
    "Bonjour,\n\nLe virement de la facture {number} partira à la fin du mois.\n\nCordialement\n",
    "Bonjour,\n\nVotre message est bien arrivé, je transmets au service concerné.\n\nBien à vous\n",
)


@dataclass(frozen=True, slots=True)
class Sold:
    """One invoice, and the mail that took it to its client."""

    number: InvoiceNumber
    address: str
    message_id: MessageId
    raw: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A client's mail about an invoice."""

    message_id: MessageId
    address: str
    raw: bytes


class Shop:
    """Sells to a new client each time."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._sold = 0
        self._answered = 0

    def sell(self) -> Sold:
        """A new invoice for a new client, dated in the past and long due."""
        self._sold += 1
        number = InvoiceNumber(f"F2026-{self._sold:04d}")
        due_on = datetime.now(UTC).date() - timedelta(days=_LATE_DAYS)
        address = f"compta@client-{self._sold:04d}.example"
        name = MessageId(f"facture.{self._sold}@firm.example")
        mail = _mail(US, address, f"Facture {number}", name, due_on - timedelta(days=30))
        mail.set_content(f"Bonjour,\n\nVeuillez trouver notre facture {number}.\n\nCordialement\n")
        paper = self._paper(number, due_on)
        mail.add_attachment(invoice_pdf(paper), "application", "pdf", filename=f"{number}.pdf")
        return Sold(number, address, name, mail.as_bytes())

    def answer(self, sold: Sold, to: MessageId) -> Answer:
        """What this client writes, in answer to one of our mails."""
        self._answered += 1
        name = MessageId(f"reponse.{self._answered}@{sold.address.partition('@')[2]}")
        mail = _mail(sold.address, US, f"Re: Facture {sold.number}", name, datetime.now(UTC).date())
        mail["In-Reply-To"] = mail["References"] = f"<{to}>"
        mail.set_content(self._random.choice(_ANSWERS).format(number=sold.number))
        return Answer(name, sold.address, mail.as_bytes())

    def _paper(self, number: InvoiceNumber, due_on: date) -> Paper:
        return Paper(
            number=number,
            issued_on=due_on - timedelta(days=30),
            due_on=due_on,
            client=f"Société Numéro {self._sold} SARL",
            client_street="1 rue de la Gare",
            client_town="56000 Vannes",
            work="Travaux",
            total_cents=self._random.randrange(10_000, 900_000),
            firm="Atelier Verrier SARL",
        )


def _mail(sender: str, to: str, subject: str, name: MessageId, on: date) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    at = datetime.now(UTC).replace(year=on.year, month=on.month, day=on.day)
    mail["Date"], mail["Message-ID"] = format_datetime(at), f"<{name}>"
    return mail
