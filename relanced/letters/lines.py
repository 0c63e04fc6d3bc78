"""The lines of a reminder in, the invoices, credit notes and amounts held apart that a letter names out. Pure."""

from dataclasses import dataclass
from datetime import date

from relanced.letters.payment import link_for
from relanced.letters.plain import NAME_CAP, NUMBER_CAP, plain
from relanced.model.actions import ApartLine, ApartWhy, NoteLine, PaidPart, ReminderLine
from relanced.model.client import ClientKind
from relanced.model.law import LateCharges
from relanced.model.money import Money
from relanced.model.rules import Firm


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCharges:
    """What lateness added to one invoice; never part of `owed`."""

    until: date  # interest runs to this day, inclusive
    interest: Money | None  # None: none by law, or not to be computed
    indemnity: Money | None  # None: none by law
    basis: tuple[str, ...]  # the articles, as they are cited
    computed: bool  # False: the table of rates ends before that day; there are no figures


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One invoice, as a template sees it."""

    number: str
    issued_on: date
    due_on: date
    total: Money
    owed: Money  # still to be paid
    days_late: int  # negative: days to go
    paid: tuple[PaidPart, ...]  # what came in or was credited, oldest first
    charges: LetterCharges | None  # None: the letter does not speak of them; always so for consumers
    payment_url: str | None  # where it is paid online
    notice_posted_on: date | None  # the last formal notice about it; None: there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterApart:
    """An invoice that is owed, and that this letter does not ask for."""

    number: str
    owed: Money
    why: ApartWhy  # compares with "disputed", "promised", "planned", "announced"
    on: date | None  # the promised day, the next instalment


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterNote:
    """A credit note that is deducted."""

    number: str
    issued_on: date
    left: Money  # positive


def line_of(line: ReminderLine, kind: ClientKind, firm: Firm) -> LetterLine:
    """One invoice; a consumer is never told of charges (L. 111-8 code des procédures civiles d'exécution)."""
    number = plain(line.number, NUMBER_CAP)
    told = line.charges is not None and kind is not ClientKind.CONSUMER
    return LetterLine(
        number=number,
        issued_on=line.issued_on,
        due_on=line.due_on,
        total=line.total,
        owed=line.owed,
        days_late=line.days_late,
        paid=line.paid,
        charges=_charges_of(line.charges) if line.charges is not None and told else None,
        payment_url=link_for(firm.payment_link, (number,), (line.owed,)),
        notice_posted_on=line.notice_posted_on,
    )


def apart_of(line: ApartLine) -> LetterApart:
    """One amount that is not asked for."""
    return LetterApart(number=plain(line.number, NUMBER_CAP), owed=line.owed, why=line.why, on=line.on)


def note_of(line: NoteLine) -> LetterNote:
    """One credit note."""
    return LetterNote(number=plain(line.number, NUMBER_CAP), issued_on=line.issued_on, left=line.left)


def _charges_of(charges: LateCharges) -> LetterCharges:
    return LetterCharges(
        until=charges.until,
        interest=None if charges.refused else charges.interest,
        indemnity=charges.indemnity,
        basis=tuple(plain(each, NAME_CAP) for each in charges.basis),
        computed=not charges.refused,
    )
