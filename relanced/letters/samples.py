"""A template's name in, invented letters out: what templates are tried and previewed on. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile

from relanced.letters.answers import ANSWERS
from relanced.letters.context import LetterContext, letter_context
from relanced.model.actions import (
    ApartLine,
    ApartWhy,
    Instalment,
    NoteLine,
    PaidPart,
    Purpose,
    Reminder,
    ReminderLine,
)
from relanced.model.client import Client, ClientKind, People
from relanced.model.ladder import Attach, Channel, Charges, Ladder, Person, Sender, Step
from relanced.model.law import LateCharges
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
FULL_FIRM = replace(
    SAMPLE_FIRM,
    bic="AGRIFRPP",
    sender_name="Claire Verrier",
    signatory="Claire Verrier, gérante",
    postal=("12 rue des Forges", "35000 Rennes"),
    phone="02 99 00 00 00",
    registration="SIREN 732 829 320, RCS Rennes",
    payment_link="https://payer.atelier-verrier.example/?facture={number}&montant={amount}&devise={currency}",
)
"""The same, with all that a firm may configure."""

SAMPLE_REFERENCE = "R-7K3Q-9DXA"
_ON = date(2026, 5, 18)
_ALL_FILES = (Attach.INVOICE, Attach.STATEMENT, Attach.QR)
_PLAN = tuple(
    Instalment(amount=Money(40_000, "EUR"), pays_on=day)
    for day in (date(2026, 5, 26), date(2026, 6, 25), date(2026, 7, 27))
)
_PART = _PLAN[0].amount
_PLANS = {
    Purpose.PLAN_AGREED: _PLAN,
    Purpose.PLAN_BROKEN: tuple(
        replace(part, pays_on=day, paid=paid)
        for part, day, paid in zip(
            _PLAN,
            (date(2026, 4, 13), date(2026, 5, 11), date(2026, 6, 11)),
            (_PART, Money(0, "EUR"), Money(0, "EUR")),
            strict=True,
        )
    ),
}
_CHARGES = LateCharges(
    until=_ON,
    interest=Money(1_184, "EUR"),
    spans=(),
    indemnity=Money(4_000, "EUR"),
    basis=("article L. 441-10 du code de commerce",),
)
_YEARLY = 1_215  # hundredths of a percent: the interest of an invented letter
_NAMES = {
    ClientKind.BUSINESS: "Menuiserie Lenoir",
    ClientKind.PUBLIC: "Mairie de Villeneuve",
    ClientKind.CONSUMER: "Camille Roux",
}
_TO = {Person.INVOICE: "compta", Person.ACCOUNTING: "service-comptable", Person.MANAGER: "direction"}
_NOTICE_ON = _ON - timedelta(days=4)
_PAID = frozenset({Purpose.THANKS, Purpose.WITHDRAWAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One invented letter before it is written."""

    reminder: Reminder
    attached: tuple[Attach, ...] = ()
    firm: Firm = SAMPLE_FIRM


def sample_letters(template: str, *, firm: Firm | None = None) -> Iterator[tuple[Reminder, LetterContext]]:
    """Everything that a template is tried on: without and with files, bare and with all that may stand in it.

    `firm`: the owner's, in place of the invented ones.
    """
    for step in sample_steps(template):
        for sample in _samples(step):
            reminder = _for_purpose(sample.reminder, template)
            context = letter_context(
                reminder, firm or sample.firm, attached=sample.attached, reference=SAMPLE_REFERENCE
            )
            yield reminder, context


def sample_at(step: Step, ladder: Ladder, kind: ClientKind) -> Reminder:
    """One invented invoice on the day of a step of this ladder: to whom, in which tone, with what it says."""
    days = _days_late(ladder)
    late = days[step.name]
    before = takewhile(lambda each: each.name != step.name, ladder.steps)
    told = (days[each.name] for each in before if _reminds(each, kind))
    line = _line("F2026-012", late, 120_000, step, reminded=tuple(late - day for day in told if day > 0))
    if step.charges is not Charges.NONE and late > 0:
        interest = Money(line.owed.cents * _YEARLY * late // 3_650_000, "EUR")
        line = replace(line, charges=replace(_CHARGES, interest=interest))
    people = People(contact="Jeanne Lenoir", postal=("3 chemin du Bois", "35600 Redon"))
    reminder = _reminder(_NAMES[kind], kind, step, (line,))
    return _for_purpose(
        replace(
            reminder,
            client=replace(reminder.client, people=people),
            to=f"{_TO[step.to]}@menuiserie-lenoir.example",
            cc=tuple("commercial@atelier-verrier.example" if each == "sales" else each for each in step.cc),
            tone=step.tone or ladder.tone,
            sender=step.sender,
        ),
        step.template,
    )


def _days_late(ladder: Ladder) -> dict[StepName, int]:
    """How late an invoice is at each step, where each is done on its day."""
    found: dict[StepName, int] = {}
    late = 0
    for step in ladder.steps:
        is_fixed = step.after_due_days is not None
        late = (step.after_due_days or 0) if is_fixed else late + (step.after_previous_days or 0)
        found[step.name] = late
    return found


def _reminds(step: Step, kind: ClientKind) -> bool:
    """Whether a letter of this step lies behind such a client."""
    is_theirs = not step.fits.kinds or kind in step.fits.kinds
    return is_theirs and step.channel in {Channel.MAIL, Channel.LETTER}


def sample_steps(template: str) -> tuple[Step, ...]:
    """Steps that may use a template: one well after the due day, one before it."""
    return tuple(Step(name=StepName(template), after_due_days=days, template=template) for days in (17, -5))


def sample_reminders(step: Step) -> tuple[Reminder, ...]:
    """One invoice; several (part paid, two currencies, others beside them); a consumer; a hostile name; all at once."""
    late = step.after_due_days or 0
    one = _line("F2026-012", late, 120_000, step)
    return (
        _reminder(_NAMES[ClientKind.BUSINESS], ClientKind.BUSINESS, step, (one,)),
        _reminder(
            _NAMES[ClientKind.PUBLIC],
            ClientKind.PUBLIC,
            step,
            (
                replace(_line("F2026-007", late + 21, 84_050, None), notice_posted_on=_NOTICE_ON),
                _line("F2026-009", late + 4, 245_000, step, owed=95_000, reminded=(14, 7)),
                one,
                _line("F2026-013", late, 60_000, step, currency="USD"),
                _line("F2026-020", -30, 31_500, None),
            ),
        ),
        _reminder(_NAMES[ClientKind.CONSUMER], ClientKind.CONSUMER, step, (one,)),
        _reminder("{{ 7 * 7 }} <b>Fils</b> & Cie", ClientKind.BUSINESS, step, (one,)),
        _full(step, late),
    )


def _samples(step: Step) -> Iterator[Sample]:
    one, several, consumer, hostile, full = sample_reminders(step)
    yield Sample(reminder=one)
    yield Sample(reminder=one, attached=(Attach.INVOICE,))
    yield Sample(reminder=several, attached=(Attach.INVOICE,))
    yield Sample(reminder=full, attached=_ALL_FILES, firm=FULL_FIRM)
    yield Sample(reminder=consumer)
    yield Sample(reminder=consumer, attached=(Attach.INVOICE,))
    if (step.after_due_days or 0) > 0:
        yield Sample(reminder=several)
        yield Sample(reminder=hostile)
        posted = replace(full.step, channel=Channel.LETTER, charges=Charges.CLAIMED)
        yield Sample(reminder=replace(full, step=posted), firm=FULL_FIRM)


def _full(step: Step, late: int) -> Reminder:
    """Charges, a credit note, amounts held apart, a sender of its own."""
    charged = replace(step, charges=Charges.RESERVED) if step.charges is Charges.NONE else step
    lines = (_line("F2026-009", late + 4, 245_000, step, owed=95_000, reminded=(14, 7)),
             _line("F2026-012", late, 120_000, step))  # fmt: skip
    people = People(contact="Jeanne Lenoir", postal=("3 chemin du Bois", "35600 Redon"))
    client = Client(
        key=ClientKey("menuiserie-lenoir.example"),
        name="Menuiserie Lenoir",
        kind=ClientKind.BUSINESS,
        language="fr",
        people=people,
    )
    return Reminder(
        client=client,
        to="compta@menuiserie-lenoir.example",
        step=charged,
        lines=tuple(replace(line, charges=_CHARGES) for line in lines),
        on=_ON,
        sender=Sender(address="claire@atelier-verrier.example", name="Claire Verrier"),
        apart=(
            _apart("F2026-003", 30_000, ApartWhy.DISPUTED, None),
            _apart("F2026-004", 41_200, ApartWhy.PROMISED, date(2026, 5, 29)),
            _apart("F2026-005", 90_000, ApartWhy.PLANNED, date(2026, 6, 1)),
            _apart("F2026-006", 12_345, ApartWhy.ANNOUNCED, None),
        ),
        credit_notes=(
            NoteLine(
                number=InvoiceNumber("A2026-002"), issued_on=date(2026, 4, 2), left=Money(20_000, "EUR")
            ),
        ),
    )


def _apart(number: str, cents: int, why: ApartWhy, on: date | None) -> ApartLine:
    return ApartLine(number=InvoiceNumber(number), owed=Money(cents, "EUR"), why=why, on=on)


def _for_purpose(reminder: Reminder, template: str) -> Reminder:
    """The same reminder as a letter of the purpose that this template is for."""
    if template in ANSWERS:
        return replace(reminder, instalments=_PLAN)
    purpose = Purpose(template) if template in set(Purpose) else Purpose.CHASE
    if purpose in _PAID:
        return replace(
            reminder,
            purpose=purpose,
            lines=tuple(_settled(line) for line in reminder.lines if line.step is not None),
            credit_notes=(),
            promised_on=_ON if purpose is Purpose.THANKS and reminder.apart else None,
            notice_posted_on=_NOTICE_ON if purpose is Purpose.WITHDRAWAL or reminder.apart else None,
        )
    is_broken = purpose is Purpose.PLAN_BROKEN
    return replace(
        reminder,
        purpose=purpose,
        lines=tuple(map(_part_paid, reminder.lines)) if is_broken else reminder.lines,
        instalments=_PLANS.get(purpose, ()),
        promised_on=_ON - timedelta(days=5) if purpose is Purpose.PROMISE_BROKEN else None,
    )


def _part_paid(line: ReminderLine) -> ReminderLine:
    """The same invoice after the first part of its plan."""
    if line.step is None or line.owed != line.total or line.owed.currency != _PART.currency:
        return line
    return replace(line, owed=line.owed - _PART, paid=(PaidPart(on=date(2026, 4, 13), amount=_PART),))


def _settled(line: ReminderLine) -> ReminderLine:
    paid = (*line.paid, PaidPart(on=_ON, amount=line.owed))
    return replace(line, owed=Money(0, line.owed.currency), paid=paid, charges=None)


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
    left = cents if owed is None else owed
    paid = (
        (PaidPart(on=_ON - timedelta(days=9), amount=Money(cents - left, currency)),) if cents > left else ()
    )
    return ReminderLine(
        number=InvoiceNumber(number),
        issued_on=issued_on,
        due_on=due_on,
        total=Money(cents, currency),
        owed=Money(left, currency),
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
        paid=paid,
    )
