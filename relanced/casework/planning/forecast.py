"""Facts, rules and two days in; what would be done on which day, if nothing else happens, out. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from relanced.casework.fold import fold
from relanced.casework.ledger import Case, Hold, HoldKind, Ledger, Posted, StepDone
from relanced.casework.planning.fits import asks_history
from relanced.casework.planning.plan import plan
from relanced.casework.promises.steps import asks_for_money, purpose_of
from relanced.casework.rhythm import silences
from relanced.model.actions import Action, AskOwner, DraftReminder, GiveTask, Purpose, Reminder, SendReminder
from relanced.model.facts import Fact
from relanced.model.mark import Mark, task_message_id
from relanced.model.names import MessageId, StepName
from relanced.model.rules import Rules
from relanced.model.tasks import TaskKind

TASK_DAYS = 3  # so many days after it was given a task counts as done: people do not call within the hour
_LATELY = timedelta(days=30)  # a closed case may still be thanked for, or its notice withdrawn

_Told = SendReminder | DraftReminder | GiveTask | AskOwner


def forecast(
    facts: Iterable[Fact], rules: Rules, today: date, until: date
) -> tuple[tuple[date, Action], ...]:
    """Plan day by day up to `until`, inclusive.

    Everything that today's plan says, then of each later day the reminders (drafts too), the tasks and
    the questions that are new. Each reminder counts as sent on its day, drafts as sent by the owner, a
    task as done, without anything coming of it, three days after it was given; no money comes, nobody
    writes, and a bank that writes today keeps writing.
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
            if day == today or isinstance(action, _Told):
                found.append((day, action))
        if day == today:
            silent = silences(ledger.bank_heard_on, ledger.bank_looked_on, today, rules.calendar)
            kept = {each.bank: ledger.bank_heard_on[each.bank] for each in silent}
            ledger = replace(ledger, bank_heard_on=kept)  # no rhythm, no silence
            ledger = ledger if asks_history(rules) else _that_matter(ledger, rules, today)
        reminders = [a.reminder for a in actions if isinstance(a, SendReminder | DraftReminder)]
        ledger = after_reminders(ledger, reminders, rules)
        ledger = after_tasks(ledger, [a for a in actions if isinstance(a, GiveTask)], rules)
        day += timedelta(days=1)
    return tuple(found)


def _that_matter(ledger: Ledger, rules: Rules, today: date) -> Ledger:
    """Without the cases that closed long ago, of which no later day has anything to say."""
    since = datetime.combine(today - _LATELY, rules.calendar.opens, rules.calendar.timezone)
    accounts = {
        key: replace(
            account,
            cases=tuple(
                case
                for case in account.cases
                if case.is_open or any(posting.at >= since for posting in case.postings)
            ),
        )
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
        cases = tuple(
            _with_step(case, steps.get(case.number), at, f"forecast.{steps.get(case.number)}.{case.number}")
            for case in account.cases
        )
        last = reminder.on if asks_for_money(reminder.step.name) else account.last_reminder_on
        accounts[reminder.client.key] = replace(
            account, cases=cases, last_reminder_on=last, last_letter_on=reminder.on
        )
    return replace(ledger, accounts=accounts)


def after_tasks(ledger: Ledger, tasks: Iterable[GiveTask], rules: Rules) -> Ledger:
    """The ledger as it is once these tasks have been given: their cases wait for three days, and go on then."""
    accounts = dict(ledger.accounts)
    for task in tasks:
        reminder = task.reminder
        given = datetime.combine(reminder.on, rules.calendar.opens, rules.calendar.timezone)
        done = given + timedelta(days=TASK_DAYS)
        steps = {line.number: line.step for line in reminder.lines if line.step is not None}
        mark = Mark(client=reminder.client.key, lines=tuple(steps.items()))
        message_id = task_message_id(task.kind, mark, b"forecast", "forecast")
        hold = _busy(task, given, done.date())
        account = accounts[reminder.client.key]
        cases = tuple(
            _given(_with_step(case, steps[case.number], done, message_id), task, hold, steps[case.number])
            if case.number in steps
            else case
            for case in account.cases
        )
        accounts[reminder.client.key] = replace(account, cases=cases)
    return replace(ledger, accounts=accounts)


def _given(case: Case, task: GiveTask, hold: Hold, step: StepName) -> Case:
    """Silent while it is done; a letter is posted on the day on which it counts as done."""
    posted = case.posted
    if task.kind is TaskKind.LETTER:
        on = task.reminder.on + timedelta(days=TASK_DAYS)
        posted = (*posted, Posted(on=on, tracking="", steps=(step,)))
    return replace(case, holds=(*case.holds, hold), posted=posted)


def _busy(task: GiveTask, given: datetime, done_on: date) -> Hold:
    """The silence while a task is being done; for good, once the file is in other hands."""
    is_over = task.kind is TaskKind.HANDOVER
    return Hold(
        kind=HoldKind.HANDED_OVER if is_over else HoldKind.PAUSE,
        since=given,
        until=None if is_over else done_on - timedelta(days=1),
        why=f"step «{task.reminder.step.name}» is taken as done on {done_on}",
        source=None,
    )


def _with_step(case: Case, step: StepName | None, at: datetime, message_id: str) -> Case:
    if step is None:
        return case
    done = StepDone(step=step, at=at, message_id=MessageId(message_id))
    is_end = purpose_of(step) is Purpose.PLAN_BROKEN  # of the instalments: the ladder goes on
    holds = tuple(hold for hold in case.holds if not is_end or hold.kind is not HoldKind.PLAN)
    return replace(case, steps=(*case.steps, done), holds=holds)
