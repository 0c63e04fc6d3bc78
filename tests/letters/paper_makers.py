"""What the tests of papers share: a firm with a letterhead, reminders of any shape, the text of a PDF."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pypdfium2

from relanced.model.actions import (
    ApartLine,
    ApartWhy,
    NoteLine,
    PaidPart,
    Reminder,
    ReminderLine,
)
from relanced.model.client import Client, ClientKind, People
from relanced.model.ladder import Charges, Step
from relanced.model.law import LateCharges
from relanced.model.money import Money
from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber, MessageId, StepName
from relanced.model.rules import Firm
from relanced.model.source import Source

ON = date(2026, 5, 18)
IBAN = "FR7630006000011234567890189"
FIRM = Firm(
    name="Atelier Verrier SARL",
    addresses=("@atelier-verrier.example",),
    sender="facturation@atelier-verrier.example",
    country="FR",
    language="fr",
    iban=IBAN,
    bic="AGRIFRPP",
    signatory="Claire Verrier, gérante",
    postal=("12 rue des Chantiers", "35000 Rennes"),
    phone="02 99 00 00 00",
    registration="SARL au capital de 8 000 € – SIREN 000 123 456, RCS Rennes",
)
CLIENT = Client(
    key=ClientKey("lenoir.example"),
    name="Menuiserie Lenoir",
    kind=ClientKind.BUSINESS,
    language="fr",
    people=People(
        postal=("3 quai de la Fosse", "44000 Nantes"), contact="Mme Le Goff", phone="02 40 00 00 00"
    ),
)
STEP = Step(name=StepName("relance"), after_due_days=17, template="relance", charges=Charges.RESERVED)
CHARGES = LateCharges(
    until=ON,
    interest=Money(1_234, "EUR"),
    spans=(),
    indemnity=Money(4_000, "EUR"),
    basis=("art. L. 441-10 c. com.",),
)


def line(
    number: str = "F2026-012",
    cents: int = 120_000,
    *,
    late: int = 17,
    paid: int = 0,
    currency: str = "EUR",
    reminded: tuple[int, ...] = (),
    step: Step | None = STEP,
    charges: LateCharges | None = None,
) -> ReminderLine:
    due_on = ON - timedelta(days=late)
    issued_on = due_on - timedelta(days=30)
    return ReminderLine(
        number=InvoiceNumber(number),
        issued_on=issued_on,
        due_on=due_on,
        total=Money(cents, currency),
        owed=Money(cents - paid, currency),
        days_late=late,
        step=step.name if step else None,
        mailed_as=Source(
            account="facturation@atelier-verrier.example",
            folder="Sent",
            uidvalidity=1,
            uid=12,
            message_id=MessageId(f"{number.lower()}@atelier-verrier.example"),
            fingerprint=Fingerprint("0" * 32),
            at=datetime(issued_on.year, issued_on.month, issued_on.day, 9, tzinfo=UTC),
        ),
        subject=f"Facture {number}",
        references=(),
        reminded_on=tuple(ON - timedelta(days=ago) for ago in reminded),
        paid=(PaidPart(on=ON - timedelta(days=9), amount=Money(paid, currency)),) if paid else (),
        charges=charges,
    )


def reminder(*lines: ReminderLine, step: Step = STEP, name: str = "Menuiserie Lenoir") -> Reminder:
    return Reminder(
        client=replace(CLIENT, name=name),
        to="compta@lenoir.example",
        step=step,
        lines=lines or (line(reminded=(10,)),),
        on=ON,
    )


def long_reminder(count: int = 60) -> Reminder:
    """So many invoices, some part paid, some not due yet."""
    return reminder(
        *(
            line(
                f"F2026-{number:03}",
                120_000 + 777 * number,
                late=100 - 2 * number,
                paid=50_000 if number % 5 == 0 else 0,
                reminded=(16, 8) if number % 3 else (),
                charges=CHARGES,
            )
            for number in range(1, count + 1)
        )
    )


def mixed_reminder() -> Reminder:
    """Two currencies, part paid, not due yet, amounts held apart, a credit note."""
    return replace(
        reminder(
            line("F2026-007", 84_050, late=38, step=None),
            line("F2026-009", 245_000, late=21, paid=150_000, reminded=(14, 7), charges=CHARGES),
            line("F2026-013", 60_000, currency="USD"),
            line("F2026-020", 31_500, late=-13, step=None),
        ),
        apart=(
            ApartLine(
                number=InvoiceNumber("F2026-003"), owed=Money(88_000, "EUR"), why=ApartWhy.DISPUTED, on=None
            ),
            ApartLine(
                number=InvoiceNumber("F2026-004"),
                owed=Money(18_000, "USD"),
                why=ApartWhy.PROMISED,
                on=date(2026, 5, 29),
            ),
        ),
        credit_notes=(
            NoteLine(
                number=InvoiceNumber("A2026-001"), issued_on=date(2026, 4, 3), left=Money(12_000, "EUR")
            ),
        ),
    )


def text_of(pdf: bytes) -> list[str]:
    """The text of each page, white space made one blank."""
    opened = pypdfium2.PdfDocument(pdf)
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in opened]
    opened.close()
    return pages
