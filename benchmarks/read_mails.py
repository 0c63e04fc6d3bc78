"""What it costs to read mails, and how long to fold and plan; prints figures, asserts nothing.

Run by `make bench`. Mails are those of tests/fixtures, all in turn, again and again, as the worker reads them;
their cost is time of the processor. Cases are made here.
"""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as day_time
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from relanced.casework.fold import fold
from relanced.casework.planning.plan import plan
from relanced.daemon.set_up import SetUp
from relanced.daemon.worker import reading_rules
from relanced.intake.origin import Origin
from relanced.intake.read import read_mail
from relanced.model.facts import Fact, InvoiceKind, InvoiceSent
from relanced.model.ladder import Ladder, Step
from relanced.model.money import Money
from relanced.model.names import Fingerprint, InvoiceNumber, MessageId, StepName
from relanced.model.rules import BankRule, CalendarRules, Firm, Mode, Rules
from relanced.model.source import Source

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"
ROUNDS = 5
FIRM = Firm(
    name="Atelier Verrier SARL",
    addresses=("@firm.example",),
    sender="compta@firm.example",
    country="FR",
    language="fr",
)

BANKS = tuple(
    BankRule(name=host, senders=(f"@{host}.example",))
    for host in [
        "banquedufacteur",
        "creditduval",
        "debitflow",
        "intl.paybuddy",
        "jolie-payments",
        "kwanta",
        "nordispay",
        "notif.banque-rivage",
        "sab-pro",
        "voltera",
    ]
)


def timed(work: Callable[[], object]) -> tuple[float, float, float]:
    """Least, middle and greatest seconds over the rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds), statistics.median(seconds), max(seconds)


def source(number: int) -> Source:
    """A mail that lies nowhere."""
    return Source(
        account="a",
        folder="Sent",
        uidvalidity=1,
        uid=number,
        message_id=MessageId(f"{number}@firm.example"),
        fingerprint=Fingerprint(f"{number:032x}"),
        at=datetime(2026, 9, 1, 9, tzinfo=UTC),
    )


def invoices(count: int) -> list[Fact]:
    """Open invoices, five to a client."""
    return [
        InvoiceSent(
            source=source(number),
            number=InvoiceNumber(f"F{number:06d}"),
            kind=InvoiceKind.INVOICE,
            issued_on=date(2026, 9, 1),
            due_on=date(2026, 10, 1) + timedelta(days=number % 60),
            terms=None,
            terms_said="",
            total=Money(10_000 + number, "EUR"),
            client_address=f"c@client{number // 5}.example",
            client_name=f"Client {number // 5}",
            client_ids=(),
            cc=(),
            replaces=None,
            rivals=(),
            disagreements=(),
            subject="Facture",
            references=(),
            read_from="pdf",
            because="",
        )
        for number in range(count)
    ]


def rules() -> Rules:
    """A ladder of two steps."""
    steps = (("rappel", 5), ("relance", 15))
    return Rules(
        mode=Mode.SEND,
        firm=FIRM,
        start_on=date(2026, 1, 1),
        ladder=Ladder(tuple(Step(name=StepName(n), after_due_days=d, template=n) for n, d in steps)),
        calendar=CalendarRules(
            timezone=ZoneInfo("Europe/Paris"), country="FR", opens=day_time(9), closes=day_time(12)
        ),
    )


def fold_and_plan(facts: list[Fact]) -> object:
    """What the daemon does after each round with news."""
    return plan(fold(facts, rules()), rules(), date(2026, 11, 16))


def main() -> None:
    """Print the table."""
    reading = reading_rules(SetUp(firm=FIRM, banks=BANKS, authserv_ids=("mx.firm.example",)))
    for folder, origin in (
        ("replies", Origin.RECEIVED),
        ("bank", Origin.RECEIVED),
        ("invoices", Origin.SENT),
    ):
        raws = [path.read_bytes() for path in sorted((FIXTURES / folder).glob("*.eml"))]

        def read(raws: list[bytes] = raws, origin: Origin = origin) -> None:
            for raw in raws:
                read_mail(raw, origin, source(1), reading)

        low, middle, high = (1000 * value / max(len(raws), 1) for value in timed(read))
        print(f"read {folder:9} {len(raws):4} mails   {middle:8.2f} ms a mail   [{low:.2f} to {high:.2f}]")
    for count in (1_000, 10_000):
        low, middle, high = timed(partial(fold_and_plan, invoices(count)))
        print(f"fold and plan {count:7} invoices   {middle:8.2f} s           [{low:.2f} to {high:.2f}]")


if __name__ == "__main__":
    main()
