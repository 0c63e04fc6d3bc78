"""Cases that are due, and those only listed, in; the one reminder to their client out. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from relanced.casework.law.charges import asked_charges
from relanced.casework.ledger import Account, Case, Posting
from relanced.casework.planning.apart import apart_of
from relanced.casework.planning.balance import Balance, balances, needs_approval
from relanced.casework.planning.notices import standing
from relanced.casework.planning.persons import address_for, copies, why_to
from relanced.casework.planning.steps import NextStep
from relanced.casework.planning.tasks import KIND_OF
from relanced.model.actions import (
    DraftReminder,
    GiveTask,
    PaidPart,
    Purpose,
    Reminder,
    ReminderLine,
    SendReminder,
)
from relanced.model.ladder import Charges, Step
from relanced.model.law import LateCharges
from relanced.model.mark import task_kind_of
from relanced.model.money import Money
from relanced.model.rules import Mode, Rules
from relanced.model.tasks import TaskKind


@dataclass(frozen=True, slots=True)
class Due:
    """A case whose next step may be done today."""

    case: Case
    next: NextStep
    promised_on: date | None = None  # the broken promise that the step is about


def remind(
    account: Account, due: Sequence[Due], listed: Sequence[Case], rules: Rules, today: date
) -> SendReminder | DraftReminder:
    """One mail about all that the client owes; the highest of its steps sets tone and approval."""
    highest = highest_of(due)
    asked = balances(account, _cases(due, listed))
    reminder = _reminder(account, due, listed, asked.values(), rules, today)
    why = f"{_why(due, today)}; {_last(account)}{_to(account, reminder.to)}"
    reason = _approval(highest.next.step, asked.values(), rules)
    if reason:
        return DraftReminder(reminder=reminder, why=f"{why} ({reason})")
    return SendReminder(reminder=reminder, why=why)


def give(account: Account, due: Sequence[Due], listed: Sequence[Case], rules: Rules, today: date) -> GiveTask:
    """What the owner is to do himself about these cases, whose steps are of one channel; the highest rules."""
    highest = highest_of(due)
    asked = balances(account, _cases(due, listed)).values()
    reminder = _reminder(account, due, listed, asked, rules, today)
    return GiveTask(kind=KIND_OF[highest.next.step.channel], reminder=reminder, why=_why(due, today))


def highest_of(due: Sequence[Due]) -> Due:
    """The step that rules; a broken promise before the step that it follows up on."""
    return max(due, key=lambda each: (each.next.index, each.promised_on is not None))


def _reminder(
    account: Account,
    due: Sequence[Due],
    listed: Sequence[Case],
    asked: Iterable[Balance],
    rules: Rules,
    today: date,
) -> Reminder:
    client, highest = account.client, highest_of(due)
    step = highest.next.step
    to = address_for(account, step)
    steps = {each.case.number: each.next.step for each in due}
    lines = [
        line_of(
            case,
            steps.get(case.number),
            today,
            rules.calendar.timezone,
            _charges(case, account, step, rules, today),
        )
        for case in _cases(due, listed)
    ]
    cc = copies(account, step.cc, but=(to,))
    return Reminder(
        client=client,
        to=to,
        cc=cc,
        bcc=copies(account, step.bcc, but=(to, *cc)),
        step=step,
        lines=tuple(sorted(lines, key=lambda line: (line.due_on, line.number))),
        on=today,
        purpose=Purpose.CHASE if highest.promised_on is None else Purpose.PROMISE_BROKEN,
        tone=step.tone or client.tone or rules.ladder_of(client).tone,
        sender=step.sender,
        apart=apart_of(account, today),
        credit_notes=tuple(note for balance in asked for note in balance.notes),
        promised_on=highest.promised_on,
    )


def _cases(due: Sequence[Due], listed: Sequence[Case]) -> list[Case]:
    return [*(each.case for each in due), *listed]


def _charges(case: Case, account: Account, step: Step, rules: Rules, today: date) -> LateCharges | None:
    """What the letter says of lateness: the step that rules it decides for all its lines."""
    if step.charges is Charges.NONE or today <= case.due_on:
        return None
    return asked_charges(case, account, rules, today)


def line_of(
    case: Case, step: Step | None, today: date, zone: ZoneInfo, charges: LateCharges | None = None
) -> ReminderLine:
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
        paid=_paid(case.postings, zone),
        charges=charges,
        notice_posted_on=_noticed_on(case, zone) if case.posted else None,
    )


def _noticed_on(case: Case, zone: ZoneInfo) -> date | None:
    return max((notice.on for notice in standing(case.posted, case.steps, zone)), default=None)


def _paid(postings: Collection[Posting], zone: ZoneInfo) -> tuple[PaidPart, ...]:
    """What came off the invoice and still stands, oldest first; what went back is not spoken of."""
    if not postings:
        return ()
    ordered = sorted(postings, key=lambda each: each.at)
    came = [each for each in ordered if each.amount.cents > 0]
    stands = [each.amount.cents for each in came]
    for back in (each for each in ordered if each.amount.cents < 0):
        left = -back.amount.cents
        for place in sorted(range(len(came)), key=partial(_distance, came, back)):
            taken = min(left, stands[place])
            stands[place] -= taken
            left -= taken
    return tuple(
        PaidPart(on=each.at.astimezone(zone).date(), amount=Money(cents, each.amount.currency))
        for each, cents in zip(came, stands, strict=True)
        if cents > 0
    )


def _distance(came: Sequence[Posting], back: Posting, place: int) -> tuple[bool, bool, bool, int]:
    """How far a posting is from being what went back: by its moment, then its amount; of several the last."""
    posting = came[place]
    return posting.at > back.at, posting.at != back.came_at, posting.amount != -back.amount, -place


def _reminded_on(case: Case, zone: ZoneInfo) -> tuple[date, ...]:
    """The days of the reminders since the due day; a notice before it reminded of no lateness."""
    if not case.steps:
        return ()
    days = (
        done.at.astimezone(zone).date()
        for done in case.steps
        if task_kind_of(done.message_id) in {None, TaskKind.LETTER}
    )
    return tuple(dict.fromkeys(day for day in days if day > case.due_on))


def _approval(step: Step, asked: Iterable[Balance], rules: Rules) -> str:
    """Why the owner is to look at the letter first; "": he need not."""
    if rules.mode is Mode.DRAFT:
        return "mode «draft»"
    if step.approve:
        return f"step «{step.name}» wants approval"
    if needs_approval(asked, rules.limits):
        return f"more than limits.approve_above = {rules.limits.approve_above}"
    return ""


def _why(due: Sequence[Due], today: date) -> str:
    return "; ".join(
        f"{each.case.number} {lateness(each.case, today)}: step «{each.next.step.name}» was due on {each.next.on}"
        for each in due
    )


def _last(account: Account) -> str:
    last = account.last_reminder_on
    return f"last reminder on {last}" if last else "no earlier reminder"


def _to(account: Account, address: str) -> str:
    why = why_to(account, address)
    return f"; to {address}: {why}" if why else ""


def mails_about(case: Case) -> int:
    """How many mails of a step were about this case; calls and letters on paper are none."""
    return len({done.message_id for done in case.steps if task_kind_of(done.message_id) is None})


def lateness(case: Case, today: date) -> str:
    """How late a case is, in words."""
    days = (today - case.due_on).days
    if days < 0:
        return f"is due on {case.due_on}"
    if days == 0:
        return "is due today"
    return f"is {days} {'day' if days == 1 else 'days'} late"
