"""What happens in a story in, the mails that tell of it out: invoices, answers, the bank, the owner's notes."""

from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache
from zlib import crc32

from crash.scenario import FIRST, ZONE, Event, Invoice, What
from invoice_pdf import Run, pdf_of
from invoice_xml import cii, cii_due, cii_sums

from relanced.edge.folders import JOURNAL
from relanced.letters.note import Decision, write_note
from relanced.model.decided import Verb

US = "compta@firm.example"
KEY = "a key of the tests, 32 bytes long"
_BANK = "Banque Rivage <avis@notif.banque-rivage.example>"
_SEAL = (
    "Authentication-Results: mx.firm.example; dkim=pass header.d=notif.banque-rivage.example;"
    " dmarc=pass header.from=notif.banque-rivage.example\r\n"
)
_LATER = date(2026, 9, 30)  # than the story
DUE = FIRST - timedelta(days=8)
ISSUED = DUE - timedelta(days=30)


def address_of(client: int) -> str:
    """Where a client is written to."""
    return f"compta@client{client}.example"


def invoice_mail(invoice: Invoice) -> tuple[str, bytes, datetime]:
    """The mail that the invoice left with: its folder, its bytes, its time."""
    at = datetime.combine(ISSUED, datetime.min.time(), ZONE).replace(hour=17)
    to = f"Client {invoice.client} SARL <{address_of(invoice.client)}>"
    text = f"Bonjour,\n\nVeuillez trouver ci-joint notre facture {invoice.number}.\n\nClaire Verrier\n"
    mail = _mail(at, US, to, f"Facture {invoice.number}", text)
    if invoice.is_pdf:
        name, kind, content = f"{invoice.number}.pdf", "pdf", pdf_of(_page(invoice))
    else:
        name, kind, content = f"{invoice.number}.xml", "xml", _xml(invoice)
    mail.add_attachment(content, maintype="application", subtype=kind, filename=name)
    return "Sent", mail.as_bytes(), at


def _xml(invoice: Invoice) -> bytes:
    total = f"{invoice.cents / 100:.2f}"
    return cii(
        number=invoice.number,
        issued=f"{ISSUED:%Y%m%d}",
        due=cii_due(f"{DUE:%Y%m%d}"),
        seller="Atelier Verrier SARL",
        buyer=f"Client {invoice.client} SARL",
        sums=cii_sums(GrandTotalAmount=total, DuePayableAmount=total),
    )


def _page(invoice: Invoice) -> tuple[Run, ...]:
    net = round(invoice.cents / 1.2)
    lines = (
        (60, 60, "Atelier Verrier SARL"),
        (60, 74, "3 rue des Chantiers"),
        (60, 88, "44000 Nantes"),
        (350, 130, f"Client {invoice.client} SARL"),
        (350, 144, "12 avenue Foch"),
        (350, 158, "17100 Saintes"),
        (60, 200, "Facture", 20),
    )
    fields = (
        ("Numéro", invoice.number),
        ("Date", f"{ISSUED:%d/%m/%Y}"),
        ("Échéance", f"{DUE:%d/%m/%Y}"),
        ("Total HT", _euros(net)),
        ("TVA 20 %", _euros(invoice.cents - net)),
        ("Total TTC", _euros(invoice.cents)),
    )
    tops = (230, 244, 258, 300, 314, 328)
    pairs = [
        run
        for top, (label, value) in zip(tops, fields, strict=True)
        for run in ((60, top, label), (200, top, value))
    ]
    return (*lines, *pairs)


def event_mail(event: Event, at: datetime) -> tuple[str, bytes]:
    """What happened, as it lies in the mailbox: its folder and its bytes."""
    invoice = event.invoice
    match event.what:
        case What.DISPUTE:
            words = (
                f"Bonjour,\n\nNous contestons la facture {invoice.number} : la marchandise est arrivée"
                " abîmée. Nous ne la paierons pas en l'état.\n\nCordialement\n"
            )
            return "INBOX", _answer(event, at, words)
        case What.PROMISE:
            said = f"Le virement de la facture {invoice.number} sera fait le {_LATER:%d/%m/%Y}."
            words = f"Bonjour,\n\n{said}\n\nCordialement\n"
            return "INBOX", _answer(event, at, words)
        case What.PAID:
            return "INBOX", _credit(invoice, at)
        case What.PAUSE:
            decision = Decision(verb=Verb.PAUSE, target=invoice.number, until=None, note="", decided_at=at)
            return JOURNAL, write_note(decision, US, KEY.encode())
        case What.UNREADABLE:
            return "INBOX", _unreadable(event, at)


def resumed(number: str, at: datetime) -> tuple[str, bytes]:
    """The owner's word that a letter in doubt counts as sent."""
    decision = Decision(verb=Verb.RESUME, target=number, until=None, note="", decided_at=at)
    return JOURNAL, write_note(decision, US, KEY.encode())


def _answer(event: Event, at: datetime, words: str) -> bytes:
    sender = address_of(event.invoice.client)
    return _mail(at, sender, US, f"Re: Facture {event.invoice.number}", words).as_bytes()


def _credit(invoice: Invoice, at: datetime) -> bytes:
    text = (
        "Bonjour,\n\nUn virement a été crédité sur votre compte.\n\n"
        f"Montant : {_euros(invoice.cents)}\nDonneur d'ordre : CLIENT {invoice.client} SARL\n"
        f"Motif : {invoice.number}\nDate de valeur : {at:%d/%m/%Y}\n\nBanque Rivage\n"
    )
    return _SEAL.encode() + _mail(at, _BANK, US, "Avis de crédit : virement reçu", text).as_bytes()


def _unreadable(event: Event, at: datetime) -> bytes:
    head = _mail(at, address_of(event.invoice.client), US, "Re: Facture", "x")
    del head["Content-Type"], head["Content-Transfer-Encoding"]
    head["Content-Type"] = "multipart/mixed; boundary=b"
    top = head.as_bytes().partition(b"\n\n")[0]
    return top + b"\n\n" + b"--b\nContent-Type: text/plain\n\nx\n" * 300 + b"--b--\n"


def _mail(at: datetime, sender: str, to: str, subject: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, to, subject, format_datetime(at)
    host = sender.rpartition("@")[2].rstrip(">")
    mail["Message-ID"] = f"<{at:%Y%m%d%H%M%S}.{crc32((to + subject + text).encode()):08x}@{host}>"
    mail.set_content(text)
    return mail


@lru_cache(maxsize=64)
def _euros(cents: int) -> str:
    return f"{cents / 100:,.2f}".replace(",", " ").replace(".", ",") + " €"
