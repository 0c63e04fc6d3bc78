"""Nothing in, sixty days of a small firm's mail out: what it sends, and what comes back.

Everything is invented; every domain is under .example.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from zoneinfo import ZoneInfo

from relanced.demo.papers import Paper, invoice_pdf
from relanced.model.mark import Mark, task_message_id
from relanced.model.names import ClientKey, InvoiceNumber, StepName, domain_of
from relanced.model.tasks import TaskKind

ZONE = ZoneInfo("Europe/Paris")
US = "compta@menuiserie-lacombe.example"
BANK = "avis@banque-armor.example"
FIRST_DAY = date(2026, 3, 2)
DAYS = 60
SHOWN = "Menuiserie Lacombe"
KEY = "the key of the demonstration, known to all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail that appears in a folder at a moment."""

    at: datetime
    folder: str  # Sent | INBOX
    raw: bytes
    told: str  # what happens, in the narrator's words


@dataclass(frozen=True, slots=True)
class _Client:
    name: str
    address: str
    street: str
    town: str


_HOTEL = _Client("Hôtel du Port SAS", "compta@hotel-du-port.example", "2 quai Ouest", "56100 Lorient")
_SCI = _Client("SCI Les Tilleuls", "gerance@sci-tilleuls.example", "8 allée des Tilleuls", "35000 Rennes")
_GARNIER = _Client(
    "Cabinet Garnier", "c.garnier@cabinet-garnier.example", "5 place du Marché", "44000 Nantes"
)
_CAFE = _Client("Café Belmont", "cafe@belmont.example", "19 rue Haute", "56000 Vannes")
_BAKER = _Client("Boulangerie Martin", "bonjour@boulangerie-martin.example", "3 rue du Four", "56400 Auray")
_HILL = _Client("Hill & Marsh Ltd", "accounts@hill-marsh.example", "40 Mill Lane", "Bristol")
_ROUX = _Client("Transports Roux", "direction@transports-roux.example", "ZA du Lain", "56890 Plescop")


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def _mail(at: datetime, sender: str, to: str, subject: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(at)
    address = sender.rpartition("<")[2].rstrip(">")
    mail["Message-ID"] = make_msgid(idstring="demo", domain=address.rpartition("@")[2])
    mail.set_content(text)
    return mail


def _invoice(
    number: str, issued_on: date, client: _Client, cents: int, work: str, language: str = "fr"
) -> Mail:
    due_on = issued_on + timedelta(days=30)
    paper = Paper(
        number=number,
        issued_on=issued_on,
        due_on=due_on,
        client=client.name,
        client_street=client.street,
        client_town=client.town,
        work=work,
        total_cents=cents,
        language=language,
    )
    at = _at(issued_on, 17, 10)
    words = (
        "Facture",
        "Bonjour,\n\nVeuillez trouver ci-joint notre facture.\n\nBien à vous,\nLoïc Lacombe\n",
    )
    if language == "en":
        words = ("Invoice", "Hello,\n\nPlease find our invoice attached.\n\nKind regards,\nLoïc Lacombe\n")
    mail = _mail(at, f"{SHOWN} <{US}>", f"{client.name} <{client.address}>", f"{words[0]} {number}", words[1])
    mail.add_attachment(
        invoice_pdf(paper), maintype="application", subtype="pdf", filename=f"{words[0]}_{number}.pdf"
    )
    told = f"The firm mails invoice {number} to {client.name}: {cents / 100:,.2f} EUR, due {due_on:%d %b}."
    return Mail(at=at, folder="Sent", raw=mail.as_bytes(), told=told)


def _reply(at: datetime, client: _Client, subject: str, text: str, told: str) -> Mail:
    """An answer as a person types it, above what he answers."""
    quoted = f"\n\nLe {at - timedelta(days=1):%d/%m/%Y}, {SHOWN} <{US}> a écrit :\n> Bonjour,\n> {subject}\n"
    mail = _mail(at, f"{client.name} <{client.address}>", US, f"Re: {subject}", text + quoted)
    return Mail(at=at, folder="INBOX", raw=mail.as_bytes(), told=told)


def _absence(at: datetime, client: _Client) -> Mail:
    text = "Bonjour,\nJe suis absente jusqu'au 10 avril. En cas d'urgence, appelez le standard.\n"
    mail = _mail(at, f"{client.name} <{client.address}>", US, "Réponse automatique : Facture", text)
    mail["Auto-Submitted"] = "auto-replied"
    told = f"{client.name} answers by an absence notice. A machine is no answer."
    return Mail(at=at, folder="INBOX", raw=mail.as_bytes(), told=told)


def _credit(
    at: datetime, amount: str, payer: str, reference: str, told: str, *, genuine: bool = True
) -> Mail:
    text = (
        "Bonjour,\n\nUn virement a été crédité sur votre compte.\n\n"
        f"Montant : {amount}\nDonneur d'ordre : {payer}\nMotif : {reference}\nDate de valeur : {at:%d/%m/%Y}\n\n"
        "Banque Armor\n"
    )
    mail = _mail(at, f"Banque Armor <{BANK}>", US, "Avis de crédit : virement reçu", text)
    verdict = "dmarc=pass" if genuine else "dmarc=fail"
    dkim = "dkim=pass header.d=banque-armor.example" if genuine else "dkim=none"
    # As a receiving server does: its verdict stands on top, above all that travelled with the mail.
    seal = f"Authentication-Results: mx.menuiserie-lacombe.example; {dkim}; {verdict} header.from=banque-armor.example"
    return Mail(at=at, folder="INBOX", raw=f"{seal}\n".encode() + mail.as_bytes(), told=told)


def _sent() -> Iterator[Mail]:
    yield _invoice("F2026-031", date(2026, 2, 9), _HOTEL, 186_000, "Réfection de deux portes coupe-feu")
    yield _invoice("F2026-032", date(2026, 2, 11), _SCI, 420_000, "Volets en chêne, pose comprise")
    yield _invoice("F2026-033", date(2026, 2, 16), _GARNIER, 96_000, "Bibliothèque sur mesure, solde")
    yield _invoice("F2026-034", date(2026, 2, 18), _CAFE, 58_800, "Comptoir, plan de travail")
    yield _invoice("F2026-035", date(2026, 2, 20), _BAKER, 134_400, "Vitrine en frêne")
    yield _invoice("F2026-036", date(2026, 3, 3), _HILL, 250_000, "Six sash windows, oak", "en")
    yield _invoice("F2026-037", date(2026, 3, 4), _ROUX, 73_200, "Aménagement du bureau")
    yield _invoice("F2026-038", date(2026, 3, 12), _HOTEL, 64_800, "Plinthes, étage 2")


def _small_payments() -> Iterator[Mail]:
    """What a bank tells of every week: it keeps the rhythm by which silence would be noticed."""
    for month, day, euros, payer, reference in (
        (3, 5, 312, "LECLERC JEAN", "ACOMPTE DEVIS"),
        (3, 13, 90, "MME ALLAIN", "CLES"),
        (4, 16, 45, "M. RIO", ""),
        (4, 24, 120, "MME PERRIN", "ETAGERE"),
    ):
        told = f"The bank announces {euros} EUR from {payer}: no invoice of ours."
        yield _credit(_at(date(2026, month, day), 8), f"{euros},00 €", payer, reference, told)


def _received_in_march() -> Iterator[Mail]:
    yield _reply(
        _at(date(2026, 3, 20), 11),
        _SCI,
        "Facture F2026-032",
        "Bonjour,\n\nDeux des volets livrés ne ferment pas et la teinte n'est pas celle du devis.\n"
        "Nous contestons cette facture tant que ce n'est pas repris.\n\nM. Aubry",
        "SCI Les Tilleuls writes: two shutters do not close, the bill is contested.",
    )
    yield _credit(
        _at(date(2026, 3, 23), 8),
        "1 860,00 €",
        "HOTEL DU PORT",
        "F2026-031",
        "The bank announces 1,860.00 EUR from HOTEL DU PORT, «F2026-031».",
    )
    yield _reply(
        _at(date(2026, 3, 26), 15),
        _GARNIER,
        "Facture F2026-033",
        "Bonjour,\n\nDésolée pour ce retard. Je vous fais le virement le 3 avril.\n\nClaire Garnier",
        "Cabinet Garnier promises the transfer for 3 April.",
    )
    yield _credit(
        _at(date(2026, 3, 30), 8),
        "1 344,00 €",
        "BOULANGERIE MARTIN",
        "F2026-035",
        "A forged bank mail claims that Boulangerie Martin has paid (its DMARC check fails).",
        genuine=False,
    )
    yield _reply(
        _at(date(2026, 3, 31), 18),
        _CAFE,
        "Facture F2026-034",
        "Bonsoir, la facture a été payée la semaine dernière par virement.\nMarc",
        "Café Belmont says that it has paid. No money is seen.",
    )


def _received_in_april() -> Iterator[Mail]:
    yield _credit(
        _at(date(2026, 4, 1), 8),
        "2 500,00 €",
        "HILL AND MARSH LTD",
        "INV F2026-036",
        "The bank announces 2,500.00 EUR from HILL AND MARSH LTD.",
    )
    yield _absence(_at(date(2026, 4, 8), 9, 40), _BAKER)
    yield _credit(
        _at(date(2026, 4, 7), 8),
        "960,00 €",
        "SELARL CABINET GARNIER",
        "FACT 2026 033",
        "The bank announces 960.00 EUR from SELARL CABINET GARNIER.",
    )
    yield _reply(
        _at(date(2026, 4, 14), 16),
        _ROUX,
        "Facture F2026-037",
        "Monsieur,\n\nPar jugement du 8 avril, notre société a été placée en liquidation judiciaire.\n"
        "Merci de vous adresser au mandataire liquidateur.\n",
        "Transports Roux announces its liquidation.",
    )


def _by_the_owner() -> Iterator[Mail]:
    """He calls, reaches nobody, and says so by answering the call sheet."""
    at = _at(date(2026, 4, 13), 17, 30)
    mark = Mark(
        client=ClientKey("boulangerie-martin.example"),
        lines=((InvoiceNumber("F2026-035"), StepName("appel")),),
    )
    mail = _mail(at, f"{SHOWN} <{US}>", US, "Re: Fiche d'appel : Boulangerie Martin", "Messagerie.\n")
    sheet = task_message_id(TaskKind.CALL, mark, KEY.encode(), domain_of(US))
    mail["In-Reply-To"] = mail["References"] = f"<{sheet}>"
    told = "The owner calls Boulangerie Martin, gets the voicemail, and answers the call sheet in one word."
    yield Mail(at=at, folder="Sent", raw=mail.as_bytes(), told=told)


def story() -> tuple[Mail, ...]:
    """Every mail of the sixty days and of the weeks before them, in order of time."""
    parts: tuple[Callable[[], Iterator[Mail]], ...] = (
        _sent,
        _small_payments,
        _received_in_march,
        _received_in_april,
        _by_the_owner,
    )
    return tuple(sorted((mail for part in parts for mail in part()), key=lambda mail: mail.at))
