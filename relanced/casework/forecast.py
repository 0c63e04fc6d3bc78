"""Facts, rules and two days in; what would be sent on which day, if nothing else happens, out. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from relanced.casework.fold import fold
from relanced.casework.ledger import Case, Ledger, StepDone
from relanced.casework.plan import plan
from relanced.casework.rhythm import silences
from relanced.model.actions import Action, AskOwner, DraftReminder, Reminder, SendReminder
from relanced.model.facts import Fact
from relanced.model.names import MessageId, StepName
from relanced.model.rules import Rules


def forecast(
    facts: Iterable[Fact], rules: Rules, today: date, until: date
) -> tuple[tuple[date, Action], ...]:
    """Plan day by day up to `until`, inclusive.

    Everything that today's plan says, then of each later day the reminders (drafts too) and the
    questions that are new. Each reminder counts as sent on its day, drafts as sent by the owner; no
    money comes, nobody writes, and a bank that writes today keeps writing.
    """
    ledger = fold(facts, rules)
    found: list[tuple[date, Action]] = []
    asked: set[tuple[object, ...]] = set()
    day = today
    while day <= until:
        actions = plan(ledger, rules, day)
        for action in actions:
            if isinstance(action, AskOwner):
                key = (action.client, action.invoices, action.question)
                if key in asked:
                    continue
                asked.add(key)
            if day == today or isinstance(action, SendReminder | DraftReminder | AskOwner):
                found.append((day, action))
        if day == today:
            silent = silences(ledger.bank_heard_on, ledger.bank_looked_on, today, rules.calendar)
            kept = {each.bank: ledger.bank_heard_on[each.bank] for each in silent}
            ledger = replace(ledger, bank_heard_on=kept)  # no rhythm, no silence
        reminders = [a.reminder for a in actions if isinstance(a, SendReminder | DraftReminder)]
        ledger = after_reminders(_open_only(ledger) if day == today else ledger, reminders, rules)
        day += timedelta(days=1)
    return tuple(found)


def _open_only(ledger: Ledger) -> Ledger:
    """Without the closed cases, of which no later day has anything to say."""
    accounts = {
        key: replace(account, cases=tuple(case for case in account.cases if case.is_open))
        for key, account in ledger.accounts.items()
    }
    return replace(ledger, accounts=accounts)


def after_reminders(ledger: Ledger, reminders: Iterable[Reminder], rules: Rules) -> Ledger:
    """The ledger as it is once these reminders have been sent, each on its day."""
    accounts = dict(ledger.accounts)
    for reminder in reminders:
        at = datetime.combine(reminder.on, rules.calendar.opens, rules.calendar.timezone)
        steps = {line.number: line.step for line in reminder.lines if line.step is not None}
        account = accounts[reminder.client.key]
        cases = tuple(_with_step(case, steps.get(case.number), at) for case in account.cases)
        accounts[reminder.client.key] = replace(account, cases=cases, last_reminder_on=reminder.on)
    return replace(ledger, accounts=accounts)


def _with_step(case: Case, step: StepName | None, at: datetime) -> Case:
    if step is None:
        return case
    done = StepDone(step=step, at=at, message_id=MessageId(f"forecast.{step}.{case.number}"))
    return replace(case, steps=(*case.steps, done))
