"""What reads untrusted files stays in the worker process: the service never loads it, and stays small."""

import subprocess
import sys
from pathlib import Path

SERVICE = """
import asyncio, sys
from datetime import UTC, date, datetime
from email.message import EmailMessage

import relanced.cli.main, relanced.cli.run
from relanced.daemon.reader import Reader
from relanced.daemon.set_up import SetUp, ToRead
from relanced.intake.origin import Origin
from relanced.model.names import Fingerprint
from relanced.model.rules import Firm
from relanced.model.source import Source

FIRM = Firm(name="Atelier", addresses=("@firm.example",), sender="compta@firm.example", country="FR", language="fr")
SOURCE = Source(account="a", folder="Sent", uidvalidity=1, uid=1, message_id=None,
                fingerprint=Fingerprint("0" * 32), at=datetime(2027, 5, 4, tzinfo=UTC))


def mail(sender, to, subject, text, pdf=b""):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made.set_content(text)
    if pdf:
        made.add_attachment(pdf, maintype="application", subtype="pdf", filename="Facture.pdf")
    return bytes(made)


async def read_all():
    from invoice_pdf import INVOICE, pdf_of  # of the tests: loads what the package must not
    before = set(sys.modules)
    async with Reader(SetUp(firm=FIRM)) as reader:
        sent = mail("compta@firm.example", "c@client.example", "Facture", "Ci-joint.", pdf_of(INVOICE))
        for raw, origin in (
            (sent, Origin.SENT),
            (mail("c@client.example", "compta@firm.example", "Re: Facture", "Je conteste."), Origin.RECEIVED),
            (mail("avis@banque.example", "compta@firm.example", "Virement", "Recu 12,00 EUR."), Origin.RECEIVED),
        ):
            result = await reader.read(ToRead(raw=raw, origin=origin, source=SOURCE, header=None))
            print(type(result).__name__, result.is_quarantined, len(result.facts))
    print(sorted(name for name in set(sys.modules) - before if name.startswith("relanced.")))


def loaded():
    return [name for name in HEAVY if name in sys.modules]


HEAVY = (
    "lxml", "pikepdf", "pypdfium2", "typst", "alembic", "relanced.intake.read", "relanced.daemon.worker",
    "rich", "pygments", "icalendar", "selectolax", "segno", "urllib.request", "relanced.cli.once",
)
if __name__ == "__main__":
    print("AT START", loaded())
    asyncio.run(read_all())
"""


def test_the_service_loads_no_reader_neither_at_its_start_nor_by_what_its_worker_hands_back() -> None:
    tests = Path(__file__).parents[1]
    ended = subprocess.run(
        [sys.executable, "-c", SERVICE], capture_output=True, text=True, check=True, cwd=tests, timeout=120
    )
    lines = ended.stdout.splitlines()

    assert lines[0] == "AT START []"
    assert lines[1:4] == ["ReadMail False 1", "ReadMail False 1", "ReadMail False 1"]
    assert lines[4] == "[]"
