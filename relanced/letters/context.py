"""A reminder and the firm in; what templates may speak of out: typed, cleaned, nothing else."""

from dataclasses import dataclass, fields
from datetime import date

from relanced.letters.plain import plain
from relanced.model.actions import Reminder, ReminderLine
from relanced.model.client import ClientKind
from relanced.model.money import Money
from relanced.model.rules import Firm

NAME_CAP = 120
NUMBER_CAP = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One invoice, as a template sees it."""

    number: str
    issued_on: date
    due_on: date
    total: Money
    owed: Money  # still to be paid
    days_late: int  # negative: days to go


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterClient:
    """Who owes."""

    name: str
    address: str  # the e-mail address that the letter goes to
    kind: ClientKind  # compares with "business", "consumer", "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFirm:
    """Who writes."""

    name: str
    address: str  # the e-mail address that the letter comes from
    country: str  # ISO 3166-1 alpha-2: whose law is quoted
    language: str
    iban: str | None  # in groups of four


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContext:
    """All that a template can print. Lines stand oldest due day first."""

    on: date  # the day of the amounts
    firm: LetterFirm
    client: LetterClient
    lines: tuple[LetterLine, ...]  # everything below, together
    chased: tuple[LetterLine, ...]  # what this letter is about
    also_due: tuple[LetterLine, ...]  # due as well, at another step
    upcoming: tuple[LetterLine, ...]  # not due yet
    reminded_on: tuple[date, ...]  # earlier reminders for what is chased; empty: none is known
    attached: bool  # whether the chased invoices go with the letter
    reference: str  # «R-7K3Q-9DXA»: by what an answer is known that lost its thread; may be empty

    def values(self) -> dict[str, object]:
        """The names that a template knows."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def missing(self) -> tuple[str, ...]:
        """What no letter can do without and is empty here; a letter with a gap must not leave."""
        needed = {
            "firm.name": self.firm.name,
            "client.name": self.client.name,
            "chased": self.chased,
            "number of an invoice": all(line.number for line in self.lines),
        }
        return tuple(name for name, value in needed.items() if not value)


def letter_context(
    reminder: Reminder, firm: Firm, *, attached: bool = False, reference: str = ""
) -> LetterContext:
    """Lay out a reminder for its template.

    `attached`: the files of the chased invoices are really in hand; a letter speaks of an
    attachment only then. `reference`: that of its Message-ID (`model.mark.reference_of`), where
    that is known.
    """
    chased = [line for line in reminder.lines if line.step == reminder.step.name] or [
        line for line in reminder.lines if line.step is not None
    ]
    others = [line for line in reminder.lines if line not in chased]
    return LetterContext(
        on=reminder.on,
        firm=LetterFirm(
            name=plain(firm.name, NAME_CAP),
            address=plain(firm.sender, NAME_CAP),
            country=firm.country,
            language=firm.language,
            iban=_in_fours(firm.iban) if firm.iban else None,
        ),
        client=LetterClient(
            name=plain(reminder.client.name, NAME_CAP) or plain(reminder.to, NAME_CAP),
            address=plain(reminder.to, NAME_CAP),
            kind=reminder.client.kind,
        ),
        lines=tuple(map(_line, reminder.lines)),
        chased=tuple(map(_line, chased)),
        also_due=tuple(_line(line) for line in others if line.days_late >= 0),
        upcoming=tuple(_line(line) for line in others if line.days_late < 0),
        reminded_on=tuple(sorted({day for line in chased for day in line.reminded_on})),
        attached=attached,
        reference=plain(reference, NUMBER_CAP),
    )


def _line(line: ReminderLine) -> LetterLine:
    return LetterLine(
        number=plain(line.number, NUMBER_CAP),
        issued_on=line.issued_on,
        due_on=line.due_on,
        total=line.total,
        owed=line.owed,
        days_late=line.days_late,
    )


def _in_fours(iban: str) -> str:
    bare = plain(iban, 60).replace(" ", "").upper()
    return " ".join(bare[i : i + 4] for i in range(0, len(bare), 4))
