"""One call, prepared, for the tests of its papers."""

from datetime import timedelta

from letters.paper_makers import CLIENT, ON, mixed_reminder

from relanced.model.call_sheet import (
    CallSheet,
    Objection,
    PayingHabit,
    SheetAnswer,
    SheetLine,
    SheetPerson,
    SheetPromise,
    SheetReminder,
    Situation,
)
from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber


def sheet_line(number: str, late: int, cents: int, owed: int) -> SheetLine:
    return SheetLine(
        number=InvoiceNumber(number),
        subject=f"Facture {number} – quatre fenêtres, chantier Duval",
        issued_on=ON - timedelta(days=late + 30),
        mailed_on=ON - timedelta(days=late + 29),
        mailed_to="compta@lenoir.example",
        due_on=ON - timedelta(days=late),
        days_late=late,
        total=Money(cents, "EUR"),
        owed=Money(owed, "EUR"),
        reminders=(SheetReminder(on=ON - timedelta(days=10), step=None),),
    )


CALL = CallSheet(
    language="fr",
    client=CLIENT,
    on=ON,
    people=(
        SheetPerson(
            name="Mme Le Goff",
            phone="02 40 00 00 00",
            address="compta@lenoir.example",
            last_wrote_on=ON - timedelta(days=3),
        ),
        SheetPerson(name="", phone="", address="direction@lenoir.example", last_wrote_on=None),
    ),
    owed=(Money(179_050, "EUR"),),
    lines=(sheet_line("F2026-007", 38, 84_050, 84_050), sheet_line("F2026-009", 21, 245_000, 95_000)),
    apart=mixed_reminder().apart[:1],
    credit_notes=mixed_reminder().credit_notes,
    undelivered=((ON - timedelta(days=40), "ancien@lenoir.example"),),
    answers=(
        SheetAnswer(
            on=ON - timedelta(days=3),
            sender="compta@lenoir.example",
            intent=Intent.NOT_SURE,
            words="Je vois avec la comptabilité et je reviens vers vous.",
        ),
    ),
    promises=(
        SheetPromise(
            number=InvoiceNumber("F2026-007"),
            made_on=ON - timedelta(days=20),
            pays_on=ON - timedelta(days=8),
            kept=False,
        ),
    ),
    habit=PayingHabit(
        paid=12,
        average_days_late=9,
        worst_days_late=41,
        last_paid_on=ON - timedelta(days=60),
        last_paid=Money(45_000, "EUR"),
    ),
    situation=Situation.PROMISE_BROKEN,
    aim="Obtenir un jour de règlement.",
    objections=(
        Objection(
            said="Je n’ai pas reçu la facture", ask=("À quelle adresse l’envoyer ?", "Sous quel numéro ?")
        ),
    ),
)
