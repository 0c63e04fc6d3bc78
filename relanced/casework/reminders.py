"""Cases that are due, and those only listed, in; the one reminder to their client out. Pure."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from relanced.casework.ledger import Account, Case
from relanced.casework.steps import NextStep
from relanced.model.actions import DraftReminder, Reminder, ReminderLine, SendReminder
from relanced.model.ladder import Step
from relanced.model.rules import Mode, Rules

Due = tuple[Case, NextStep]


def remind(
    account: Account, due: Sequence[Due], listed: Sequence[Case], rules: Rules, today: date
) -> SendReminder | DraftReminder:
    """One mail about all that the client owes; the highest of its steps sets tone and approval."""
    zone = rules.calendar.timezone
    lines = [line_of(case, next_one.step, today, zone) for case, next_one in due]
    lines += [line_of(case, None, today, zone) for case in listed]
    highest = max(due, key=lambda pair: pair[1].index)[1].step
    reminder = Reminder(
        client=account.client,
        to=account.address,
        step=highest,
        lines=tuple(sorted(lines, key=lambda line: (line.due_on, line.number))),
        on=today,
    )
    why = _why(account, due, today)
    if rules.mode is Mode.DRAFT or highest.approve:
        reason = "mode «draft»" if rules.mode is Mode.DRAFT else f"step «{highest.name}» wants approval"
        return DraftReminder(reminder=reminder, why=f"{why} ({reason})")
    return SendReminder(reminder=reminder, why=why)


def line_of(case: Case, step: Step | None, today: date, zone: ZoneInfo) -> ReminderLine:
    """How a case stands in a letter; `step`: the one that the letter is for it."""
    invoice = case.invoice
    return ReminderLine(
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=case.due_on,
        total=invoice.total,
        owed=case.owed,
        days_late=(today - case.due_on).days,
        step=step.name if step is not None else None,
        mailed_as=invoice.source,
        subject=invoice.subject,
        references=invoice.references,
        reminded_on=_reminded_on(case, zone),
    )


def _reminded_on(case: Case, zone: ZoneInfo) -> tuple[date, ...]:
    """The days of the reminders since the due day; a notice before it reminded of no lateness."""
    days = (done.at.astimezone(zone).date() for done in case.steps)
    return tuple(dict.fromkeys(day for day in days if day > case.due_on))


def _why(account: Account, due: Sequence[Due], today: date) -> str:
    parts = [
        f"{case.number} {lateness(case, today)}: step «{next_one.step.name}» was due on {next_one.on}"
        for case, next_one in due
    ]
    last = account.last_reminder_on
    why = f"{'; '.join(parts)}; {f'last reminder on {last}' if last else 'no earlier reminder'}"
    return f"{why}; to {account.address}: {account.address_why}" if account.address_why else why


def lateness(case: Case, today: date) -> str:
    """How late a case is, in words."""
    days = (today - case.due_on).days
    if days < 0:
        return f"is due on {case.due_on}"
    if days == 0:
        return "is due today"
    return f"is {days} {'day' if days == 1 else 'days'} late"
