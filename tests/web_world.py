"""A client with an open invoice, a mail that is not clear, a payment in doubt and a task; some of it hostile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cli_money import bill, notice, paid
from cli_store import source
from store_samples import invoice

from relanced.model.decided import TaskGiven
from relanced.model.facts import Fact, InvoiceSent, InvoiceUnreadable, ReplyReceived
from relanced.model.intents import Intent
from relanced.model.names import ClientKey, InvoiceNumber, MessageId, StepName, mail_ref
from relanced.model.tasks import TaskKind

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}\u202egnp.exe"
CLIENT = "compta@client.example"


def sent(number: str, at: int = 1, address: str = CLIENT) -> InvoiceSent:
    """An invoice of some weeks ago, and due."""
    found = replace(invoice("x", number), rivals=(), disagreements=(), client_address=address)
    return replace(found, source=source(at), issued_on=source(at).at.date(), due_on=source(at + 20).at.date())


def wrote(
    at: int, intent: Intent, text: str, *, sure: float = 0.4, about: str = "F2026-012"
) -> ReplyReceived:
    """A mail of the client's."""
    return ReplyReceived(
        source=source(at),
        sender=CLIENT,
        subject=f"Re: Facture {about} {EVIL}",
        answers=(),
        intent=intent,
        also=(),
        promised_on=None,
        redirect_to=None,
        asks=(),
        mentions=(about,),
        said_of=(),
        tokens=(),
        new_text=text,
        confidence=sure,
        because=("regarde",),
    )


UNSURE = wrote(40, Intent.NOT_SURE, f"Bonjour, on regarde cela. {EVIL}")
REF = mail_ref(UNSURE.source.fingerprint)
BILLS = [
    replace(bill(number, cents, at), client_address="compta@elan.example", client_name=f"Élan & fils {EVIL}")
    for at, (number, cents) in enumerate((("F2026-112", 120_000), ("F2026-114", 70_000)), 3)
]
TOLD = notice(paid(126_000, "ELAN", f"merci {EVIL}"))
CREDIT = mail_ref(TOLD.source.fingerprint)
SCAN = InvoiceUnreadable(
    source=replace(source(30), folder="Sent"),
    client_address="mairie@villeneuve.example",
    client_name=f"Mairie {EVIL}",
    cc=(),
    subject=f"Votre facture {EVIL}",
    references=(),
    files=("facture.pdf",),
    why="the page holds no text",
)
SCAN_REF = mail_ref(SCAN.source.fingerprint)


def task(kind: TaskKind) -> TaskGiven:
    """What the owner was given an hour ago."""
    return TaskGiven(
        source=source(59),
        message_id=MessageId(f"o1{kind.value[0]}.{'ab34cd12' * 3}@firm.example"),
        kind=kind,
        client=ClientKey("acheteur.example"),
        lines=((InvoiceNumber("F2026-200"), StepName("etape")),),
        given_at=datetime.now(UTC) - timedelta(hours=1),
    )


def world(kind: TaskKind = TaskKind.CALL) -> list[Fact]:
    """All of it."""
    to_call = sent("F2026-200", 2, "compta@acheteur.example")
    return [sent("F2026-012"), UNSURE, *BILLS, TOLD, SCAN, to_call, task(kind)]
