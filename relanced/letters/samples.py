"""A template's name in, invented letters out: what templates are tried and previewed on. Pure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from relanced.letters.answers import ANSWERS, with_instalments
from relanced.letters.context import LetterContext, letter_context
from relanced.model.actions import Instalment, Reminder, ReminderLine
from relanced.model.client import Client, ClientKind
from relanced.model.ladder import Step
from relanced.model.money import Money
from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber, MessageId, StepName
from relanced.model.rules import Firm
from relanced.model.source import Source

SAMPLE_FIRM = Firm(
    name="Atelier Verrier SARL",
    addresses=("facturation@atelier-verrier.example",),
    sender="facturation@atelier-verrier.example",
    country="FR",
    language="fr",
    iban="FR7630006000011234567890189",
)
SAMPLE_REFERENCE = "R-7K3Q-9DXA"
_ON = date(2026, 5, 18)
_PLAN = tuple(
    Instalment(amount=Money(40_000, "EUR"), pays_on=day)
    for day in (date(2026, 5, 26), date(2026, 6, 25), date(2026, 7, 27))
)


def sample_letters(
    template: str, *, firm: Firm = SAMPLE_FIRM, steps: tuple[Step, ...] = ()
) -> Iterator[tuple[Reminder, LetterContext]]:
    """Everything that a template is tried on: without and with files, and an answer's plan of instalments.

    `steps`: those of the owner's ladder that use it; they come first.
    """
    for step in (*steps, *sample_steps(template)):
        for reminder in sample_reminders(step):
            for attached in (False, True):
                context = letter_context(reminder, firm, attached=attached, reference=SAMPLE_REFERENCE)
                yield reminder, with_instalments(context, _PLAN) if template in ANSWERS else context


def sample_steps(template: str) -> tuple[Step, ...]:
    """Steps that may use a template: one well after the due day, one before it."""
    return tuple(Step(name=StepName(template), after_due_days=days, template=template) for days in (17, -5))


def sample_reminders(step: Step) -> tuple[Reminder, ...]:
    """One invoice; several (part paid, two currencies, others beside them); a consumer; a hostile name."""
    late = step.after_due_days
    one = _line("F2026-012", late, 120_000, step)
    return (
        _reminder("Menuiserie Lenoir", ClientKind.BUSINESS, step, (one,)),
        _reminder(
            "Mairie de Villeneuve",
            ClientKind.PUBLIC,
            step,
            (
                _line("F2026-007", late + 21, 84_050, None),
                _line("F2026-009", late + 4, 245_000, step, owed=95_000, reminded=(14, 7)),
                one,
                _line("F2026-013", late, 60_000, step, currency="USD"),
                _line("F2026-020", -30, 31_500, None),
            ),
        ),
        _reminder("Camille Roux", ClientKind.CONSUMER, step, (one,)),
        _reminder("{{ 7 * 7 }} <b>Fils</b> & Cie", ClientKind.BUSINESS, step, (one,)),
    )


def _reminder(name: str, kind: ClientKind, step: Step, lines: tuple[ReminderLine, ...]) -> Reminder:
    client = Client(key=ClientKey("menuiserie-lenoir.example"), name=name, kind=kind, language="fr")
    return Reminder(client=client, to="compta@menuiserie-lenoir.example", step=step, lines=lines, on=_ON)


def _line(
    number: str,
    days_late: int,
    cents: int,
    step: Step | None,
    *,
    owed: int | None = None,
    currency: str = "EUR",
    reminded: tuple[int, ...] = (),
) -> ReminderLine:
    due_on = _ON - timedelta(days=days_late)
    issued_on = due_on - timedelta(days=30)
    return ReminderLine(
        number=InvoiceNumber(number),
        issued_on=issued_on,
        due_on=due_on,
        total=Money(cents, currency),
        owed=Money(cents if owed is None else owed, currency),
        days_late=days_late,
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
        reminded_on=tuple(_ON - timedelta(days=ago) for ago in reminded),
    )
