"""A reminder and the firm in, the statement of account as a paper out: every figure that is owed, and why. Pure."""

from collections.abc import Iterable
from datetime import date

from relanced.letters.claim import LetterClaim, claim_of
from relanced.letters.filters import LocalFilters
from relanced.letters.lines import line_of
from relanced.letters.papers.values import NUMBER_CAP, client_values, filters_of, firm_values
from relanced.letters.plain import plain
from relanced.letters.qr import Qr
from relanced.model.actions import ApartLine, NoteLine, Reminder, ReminderLine
from relanced.model.ladder import Charges
from relanced.model.money import Money
from relanced.model.paper import Json, Paper
from relanced.model.rules import Firm

_AGES = ("not_due", "to_30", "to_60", "to_90", "over_90")  # keys of words/*.toml


def statement(
    reminder: Reminder, firm: Firm, *, language: str, reference: str = "", qr: Qr | None = None
) -> Paper:
    """The statement of account that goes with a letter, on the letter's day.

    Each currency stands by itself: what is owed, less credit notes that no invoice took up; beside
    it what the letter does not ask for. `language`: one of `values.LANGUAGES`.
    """
    write = filters_of(language, firm)
    of_lines = {line.owed.currency for line in reminder.lines}
    beside = {line.owed.currency for line in reminder.apart}
    currencies = sorted(of_lines | beside | {note.left.currency for note in reminder.credit_notes})
    return Paper(
        name="statement",
        language=language,
        title=f"{plain(firm.name, NUMBER_CAP)} – {plain(reminder.client.name, NUMBER_CAP)}",
        on=reminder.on,
        data={
            "firm": firm_values(firm),
            "client": client_values(reminder.client, reminder.to),
            "on": write.day(reminder.on),
            "accounts": [_account(reminder, firm, currency, write) for currency in currencies],
            "reference": plain(reference, NUMBER_CAP),
            "qr": qr.svg if qr else "",
            "qr_amount": write.money(qr.amount) if qr else "",
        },
    )


def _account(reminder: Reminder, firm: Firm, currency: str, write: LocalFilters) -> Json:
    """All of one currency."""
    lines = [line for line in reminder.lines if line.owed.currency == currency]
    notes = [note for note in reminder.credit_notes if note.left.currency == currency]
    apart = [line for line in reminder.apart if line.owed.currency == currency]
    owed = _sum(currency, (line.owed for line in lines))
    late = _sum(currency, (line.owed for line in lines if line.days_late > 0))
    credited = _sum(currency, (note.left for note in notes))
    held = _sum(currency, (line.owed for line in apart))
    return {
        "currency": currency,
        "lines": [_line(line, write) for line in lines],
        "total": write.money(_sum(currency, (line.total for line in lines))),
        "paid": write.money(_sum(currency, (line.total - line.owed for line in lines))),
        "owed": write.money(owed),
        "late": write.money(late),
        "notes": [_note(note, write) for note in notes],
        "credited": write.money(-credited) if notes else "",
        "net": write.money(owed - credited),
        "apart": [_apart(line, write) for line in apart],
        "held": write.money(held) if apart else "",
        "balance": write.money(owed - credited + held),
        "ages": [write.money(amount) for amount in _aged(currency, lines)],
        "charges": _charges(reminder, firm, currency, write),
    }


def _line(line: ReminderLine, write: LocalFilters) -> Json:
    paid = line.total - line.owed
    return {
        "number": plain(line.number, NUMBER_CAP),
        "issued": write.short_day(line.issued_on),
        "due": write.short_day(line.due_on),
        "total": write.money(line.total),
        "paid": write.money(paid) if paid.cents else "–",
        "paid_on": _days(sorted({part.on for part in line.paid}), write),
        "owed": write.money(line.owed),
        "late": max(line.days_late, 0),
        "reminders": len(line.reminded_on),
        "reminded": write.short_day(line.reminded_on[-1]) if line.reminded_on else "",
    }


def _note(note: NoteLine, write: LocalFilters) -> Json:
    return {
        "number": plain(note.number, NUMBER_CAP),
        "issued": write.short_day(note.issued_on),
        "left": write.money(-note.left),
    }


def _apart(line: ApartLine, write: LocalFilters) -> Json:
    return {
        "number": plain(line.number, NUMBER_CAP),
        "owed": write.money(line.owed),
        "why": line.why.value,
        "on": write.short_day(line.on) if line.on else "",
    }


def _charges(reminder: Reminder, firm: Firm, currency: str, write: LocalFilters) -> Json:
    """Late interest and indemnity, as the letter itself gives them; None where it does not."""
    if reminder.step.charges is Charges.NONE:
        return None
    kind = reminder.client.kind
    chased = tuple(line_of(line, kind, firm) for line in reminder.lines if line.step is not None)
    claim: LetterClaim | None = claim_of(chased, (), reminder.step.charges)
    if claim is None:
        return None
    interest = [amount for amount in claim.interest if amount.currency == currency]
    indemnity = [amount for amount in claim.indemnity if amount.currency == currency]
    if not interest and not indemnity:
        return None
    return {
        "claimed": claim.claimed,
        "until": write.short_day(claim.until),
        "interest": write.money(interest) if interest else "",
        "indemnity": write.money(indemnity) if indemnity else "",
    }


def _aged(currency: str, lines: list[ReminderLine]) -> list[Money]:
    """What is owed by days past the due day: not yet, up to 30, 60, 90, more."""
    sums = [0] * len(_AGES)
    for line in lines:
        age = 0 if line.days_late <= 0 else min((line.days_late - 1) // 30 + 1, len(_AGES) - 1)
        sums[age] += line.owed.cents
    return [Money(cents, currency) for cents in sums]


def _sum(currency: str, amounts: Iterable[Money]) -> Money:
    return Money(sum(amount.cents for amount in amounts), currency)


def _days(days: list[date], write: LocalFilters) -> str:
    """The day of a payment; of several, the last."""
    return write.short_day(days[-1]) if days else ""
