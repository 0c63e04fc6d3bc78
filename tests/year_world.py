"""An event of the year's story in, the mails that it brings out: invoices, replies, bank notices, the owner's notes."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from email.utils import format_datetime

import typst
from year_story import Debtor, Event, Year

from relanced.demo.papers import Paper, invoice_pdf
from relanced.letters.note import (
    Assignment,
    Decision,
    write_assignment,
    write_instalments,
    write_note,
)
from relanced.letters.note import Instalments as AgreedInstalments
from relanced.model.decided import Verb
from relanced.model.money import money_of
from relanced.model.names import InvoiceNumber, MailRef, MessageId

US = "compta@menuiserie-lacombe.example"
BANK = "avis@banque-armor.example"
KEY = b"a key of the tests, 32 bytes long"
JOURNAL = "Relanced/Journal"

_CREDIT_NOTE = """
#set page(paper: "a4", margin: 2.2cm)
#grid(columns: (1fr, 1fr), [*Menuiserie Lacombe SARL* \\ 14 rue des Tanneurs \\ 56000 Vannes],
  align(right)[#text(size: 20pt)[*AVOIR*] \\ Avoir n° : *{number}* \\ Date : {issued}])
#v(1cm)
Adressé à : {client}
#v(1cm)
Avoir sur la facture {corrects}
#v(1cm)
#table(columns: (4cm, 3cm), [*Total de l'avoir TTC*], [{amount}])
"""


def mails_of(event: Event, year: Year, refs: dict[str, MailRef]) -> list[tuple[str, bytes]]:
    """The mails of an event, each with its folder. `refs`: the bank's mails about unknown payers, by amount."""
    match event.verb:
        case "mails":
            return [("Sent", _invoice(event))]
        case "credits":
            return [("Sent", _credit_note(event))]
        case "chases":
            return [("Sent", _mail(event.at, US, event.debtor.address, "Rappel", event.rest))]
        case "writes":
            return [("INBOX", _mail(event.at, event.debtor.address, US, "Re: votre facture", event.rest))]
        case "absent":
            return [("INBOX", _absence(event))]
        case "bounces":
            return [("INBOX", _bounce(event))]
        case "pays" | "unknown" | "reverses":
            return [("INBOX", _notice(event, year))]
        case "owner":
            return [(JOURNAL, _note(event, refs))]
        case other:
            raise ValueError(other)


def bank_says(at: datetime) -> bytes:
    """What the bank mails twice a week, so that its silence would be noticed."""
    return _from_bank(at, "Votre relevé est disponible", "Votre relevé de compte est disponible en ligne.")


def answer(event: Event, task: MessageId) -> bytes:
    """The owner's answer to a task's mail, as his mail program files it in Sent."""
    text = (
        f"{event.rest.partition(' ')[2]}\n\nLe {event.at:%d/%m/%Y}, relanced a écrit :\n> Voici la fiche.\n"
    )
    return _mail(event.at, US, US, "Re: relanced", text, answers=task)


def _mail(at: datetime, sender: str, to: str, subject: str, text: str, *, answers: str = "") -> bytes:
    mail = _plain(at, sender, to, subject, text)
    if answers:
        mail["In-Reply-To"] = mail["References"] = f"<{answers}>"
    return mail.as_bytes()


def _plain(at: datetime, sender: str, to: str, subject: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = (
        f"<{at:%Y%m%d%H%M}.{abs(hash_of(sender + to + subject + text))}@{sender.partition('@')[2]}>"
    )
    mail.set_content(text)
    return mail


def hash_of(text: str) -> int:
    """The same number in every run, which Python's own hash is not."""
    return sum((place + 1) * ord(letter) for place, letter in enumerate(text))


def _invoice(event: Event) -> bytes:
    number, amount = event.words[0], Decimal(event.words[1])
    issued_on = event.at.date()
    paper = Paper(
        number=number,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=30),
        client=event.debtor.name,
        client_street="1 rue de la Gare",
        client_town="56000 Vannes",
        work="Travaux de menuiserie",
        total_cents=int(amount * 100),
    )
    return _with_pdf(event, f"Facture {number}", "notre facture", number, invoice_pdf(paper))


def _credit_note(event: Event) -> bytes:
    number, corrects, amount = event.words
    text = _CREDIT_NOTE.format(
        number=number,
        corrects=corrects,
        amount=_euros(Decimal(amount)),
        issued=f"{event.at:%d/%m/%Y}",
        client=event.debtor.name,
    )
    made = typst.compile(text.encode(), ignore_system_fonts=True)
    return _with_pdf(event, f"Avoir {number}", "notre avoir", number, made)


def _with_pdf(event: Event, subject: str, what: str, name: str, pdf: bytes) -> bytes:
    to = f"{event.debtor.name} <{event.debtor.address}>"
    text = f"Bonjour,\n\nVeuillez trouver ci-joint {what}.\n\nLoïc Lacombe\n"
    mail = _plain(event.at, US, to, subject, text)
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{name}.pdf")
    return mail.as_bytes()


def _absence(event: Event) -> bytes:
    mail = _plain(event.at, event.debtor.address, US, "Réponse automatique : votre facture", event.rest)
    mail["Auto-Submitted"] = "auto-replied"
    return mail.as_bytes()


def _bounce(event: Event) -> bytes:
    text = (
        "This is the mail system at host mx.menuiserie-lacombe.example.\n\n"
        f"<{event.debtor.address}>: host mx.example said: 550 5.1.1 User unknown\n"
    )
    report = (
        "Reporting-MTA: dns; mx.menuiserie-lacombe.example\n\n"
        f"Final-Recipient: rfc822; {event.debtor.address}\nAction: failed\nStatus: 5.1.1\n"
    )
    head = (
        f"From: MAILER-DAEMON@menuiserie-lacombe.example\nTo: {US}\nSubject: Undelivered Mail Returned to Sender\n"
        f"Date: {format_datetime(event.at)}\nMessage-ID: <bounce.{event.at:%Y%m%d}@menuiserie-lacombe.example>\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    )
    parts = f"--b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: message/delivery-status\n\n{report}\n--b--\n"
    return (head + parts).encode()


def _notice(event: Event, year: Year) -> bytes:
    if event.verb == "unknown":
        amount, _, payer = event.rest.partition(" ")
        return _credited(event.at, Decimal(amount), payer, "")
    numbers = [word for word in event.words if word.startswith("F2025-")]
    stated = [Decimal(word) for word in event.words if not word.startswith("F2025-")]
    amount_paid = stated[0] if stated else sum((year.amount(number) for number in numbers), Decimal(0))
    if event.verb == "reverses":
        text = (
            "Bonjour,\n\nUn prélèvement que vous aviez émis a été rejeté par la banque du débiteur.\n\n"
            f"Montant : {_euros(amount_paid)}\nDébiteur : {_payer(event.debtor)}\nRéférence : {' '.join(numbers)}\n"
        )
        return _from_bank(event.at, "Rejet de prélèvement", text)
    return _credited(event.at, amount_paid, _payer(event.debtor), " ".join(numbers))


def _payer(debtor: Debtor) -> str:
    return debtor.name.upper()


def _credited(at: datetime, amount: Decimal, payer: str, reference: str) -> bytes:
    text = (
        "Bonjour,\n\nUn virement a été crédité sur votre compte.\n\n"
        f"Montant : {_euros(amount)}\nDonneur d'ordre : {payer}\nMotif : {reference}\n"
        f"Date de valeur : {at:%d/%m/%Y}\n\nBanque Armor\n"
    )
    return _from_bank(at, "Avis de crédit : virement reçu", text)


def _from_bank(at: datetime, subject: str, text: str) -> bytes:
    seal = (
        "Authentication-Results: mx.menuiserie-lacombe.example; dkim=pass header.d=banque-armor.example; "
        "dmarc=pass header.from=banque-armor.example\n"
    )
    return seal.encode() + _mail(at, f"Banque Armor <{BANK}>", US, subject, text)


def _note(event: Event, refs: dict[str, MailRef]) -> bytes:
    verb, *words = event.words
    match verb:
        case "resume":
            return write_note(_decision(event, Verb.RESUME, words[0]), US, KEY)
        case "contact":
            return write_note(_decision(event, Verb.CONTACT, words[0], words[1]), US, KEY)
        case "assign":
            [ref] = refs.values()
            assigned = Assignment(
                mail=ref, line=1, to=((InvoiceNumber(words[0]), None),), decided_at=event.at
            )
            return write_assignment(assigned, US, KEY)
        case "instalments":
            parts = tuple(
                (date.fromisoformat(day), money_of(amount, "EUR"))
                for day, _, amount in (word.partition("=") for word in words[1:])
            )
            agreed = AgreedInstalments(
                invoices=(InvoiceNumber(words[0]),), parts=parts, note="", decided_at=event.at
            )
            return write_instalments(agreed, US, KEY)
        case other:
            raise ValueError(other)


def _decision(event: Event, verb: Verb, target: str, address: str = "") -> Decision:
    return Decision(verb=verb, target=target, until=None, note="", address=address, decided_at=event.at)


def _euros(amount: Decimal) -> str:
    return f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",") + " €"
