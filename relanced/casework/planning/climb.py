"""A case that nothing silences in; its next step put on its client's desk, or why it waits. Pure."""

from collections.abc import Callable
from datetime import date, timedelta

from relanced.casework.calendar import next_open_for
from relanced.casework.law.charges import charges_of
from relanced.casework.ledger import Case
from relanced.casework.planning.desk import Day, Desk
from relanced.casework.planning.fits import does_fit
from relanced.casework.planning.notices import standing, wants_notice
from relanced.casework.planning.reminders import Due, lateness, mails_about
from relanced.casework.planning.steps import NextStep, highest_done, next_step
from relanced.casework.planning.tasks import KIND_OF, waiting_for, waiting_task
from relanced.casework.promises.broken import broken_promise
from relanced.casework.promises.steps import pseudo_step
from relanced.casework.typed import typed
from relanced.casework.words import short
from relanced.model.actions import Purpose
from relanced.model.ladder import Channel, Charges, Step

_ONE_DAY = timedelta(days=1)


def climb(desk: Desk, case: Case, day: Day) -> None:
    """Let a case take its next step, if that may be today: a broken promise first, then the ladder."""
    zone = day.rules.calendar.timezone
    if day.on > case.due_on:
        desk.listed.append(case)
    task = waiting_task(case, desk.ladder, day.on, zone)
    if task is not None:
        why, question = waiting_for(task, zone)
        desk.wait(case, None, why)
        desk.ask(case, question, why)
        return
    coming = _coming(desk, case, day)
    if coming is None:
        _end_of_ladder(desk, case, day)
        return
    earliest, why = _earliest(desk, coming, day)
    if earliest > day.on:
        desk.wait(case, earliest - _ONE_DAY, f"{case.number} {lateness(case, day.on)}: {why}")
        return
    why = _why_not(desk, coming, day)
    if why:
        desk.wait(case, None, why)
        return
    if desk.listed and desk.listed[-1] is case:
        desk.listed.pop()
    desk.due.append(coming)


def _coming(desk: Desk, case: Case, day: Day) -> Due | None:
    rules, zone = day.rules, day.rules.calendar.timezone
    promised_on = broken_promise(case, rules, day.calendar, day.on)
    if promised_on is not None:
        # It follows up on the step that brought the promise: a higher one of another case rules the mail.
        reached, _ = highest_done(case, desk.ladder, day.on, zone)
        return Due(case, NextStep(pseudo_step(Purpose.PROMISE_BROKEN), reached, day.on), promised_on)
    found = next_step(case, desk.ladder, day.on, zone, _fits(desk, case))
    return Due(case, found) if found is not None else None


def _fits(desk: Desk, case: Case) -> Callable[[Step], bool]:
    return lambda step: does_fit(step, case, desk.account.client, desk.history)


def _earliest(desk: Desk, due: Due, day: Day) -> tuple[date, str]:
    """The first day on which a step may be done, and what puts it off; "" where that is today."""
    coming, why = due.next, ""
    earliest = max(coming.on, day.on)
    last, told = _last(desk, due, day)
    if last is not None:
        days = max(day.rules.limits.min_interval_days, 1)  # one mail a day, whatever is configured
        spaced = last + timedelta(days=days)
        if spaced > earliest:
            earliest = spaced
            why = f"{told} {last}, {days} days must lie between"
    written = desk.account.last_letter_on
    if coming.step.channel is Channel.MAIL and written is not None and written >= earliest:
        earliest, why = written + _ONE_DAY, f"a letter left on {written}, and a client has one mail a day"
    opened = next_open_for(day.calendar, desk.calendar, earliest)
    if opened <= day.on:
        return opened, ""
    why = why or f"step «{coming.step.name}» comes on {coming.on}"
    if opened > earliest:
        why = f"{why}; the next open day is {opened}"
    return opened, why


def _last(desk: Desk, due: Due, day: Day) -> tuple[date | None, str]:
    """From when the interval counts: for a mail, the last one to the client.

    For a task, which does not reach him: the step that this case had before, or its notice.
    """
    if due.next.step.channel is Channel.MAIL:
        return desk.account.last_reminder_on, "the last reminder left on"
    case, zone = due.case, day.rules.calendar.timezone
    _, reached_on = highest_done(case, desk.ladder, day.on, zone)
    days = [notice.on for notice in standing(case.posted, case.steps, zone)]
    if reached_on is not None:
        days.append(reached_on)
    return max(days, default=None), "the step before was done on"


def _why_not(desk: Desk, due: Due, day: Day) -> str:
    """What keeps a step that is due from being done today; "": nothing. The owner is asked where only he can help."""
    case, step = due.case, due.next.step
    is_mail = step.channel is Channel.MAIL
    if is_mail and not desk.reaches(step):
        return _ask_for_address(desk, case)
    if is_mail and mails_about(case) >= day.rules.limits.max_reminders:
        return _ask_for_end(desk, due, day)
    if step.charges is Charges.CLAIMED:
        refused = charges_of(case, desk.account.client, day.rules, day.on).refused
        if refused:
            why = f"step «{step.name}» claims interest that cannot be computed: {refused}"
            desk.ask(case, f"{why}.", why)
            return why
    if day.in_the_dark:
        return day.in_the_dark
    return "" if is_mail else _why_no_task(desk, due, day)


def _why_no_task(desk: Desk, due: Due, day: Day) -> str:
    """What keeps a task from being given; nothing is handed over of which no formal notice tells the client."""
    case, step = due.case, due.next.step
    zone, name = day.rules.calendar.timezone, desk.account.client.name
    is_warned = bool(standing(case.posted, case.steps, zone))
    if not is_warned and wants_notice(desk.ladder, due.next.index, _fits(desk, case)):
        why = (
            f"{case.number} {lateness(case, day.on)}: step «{step.name}» waits, since no formal notice stands"
        )
        ways = (
            f"Post one to {name}, then «{typed('posted', case.number)}»; or «{typed('pause', case.number)}», "
            f"«{typed('write-off', case.number)}»."
        )
        desk.ask(case, f"{why}. {ways}", why)
        return why
    if KIND_OF[step.channel] in desk.busy_with(day):
        return f"step «{step.name}» waits: you have such a task for {name} already"
    return ""


def _ask_for_address(desk: Desk, case: Case) -> str:
    """Nowhere to write to, or where no mail server takes a letter to."""
    client, address = desk.account.client, desk.account.address
    why = f"no address of {client.name} is known"
    if address:
        why = f"no letter can go to {short(address)}, the only address of {client.name} that is known"
    ways = "Send the invoice again to a readable address, or «relanced contact CLIENT ADDRESS»"
    desk.ask(case, f"{why}. {ways}.", why)
    return why


def _ask_for_end(desk: Desk, due: Due, day: Day) -> str:
    """Enough mails were written about it: more of the same would not bring the money."""
    case, most = due.case, day.rules.limits.max_reminders
    why = (
        f"{case.number} {lateness(case, day.on)}: {mails_about(case)} mails were sent about it, and "
        f"limits.max_reminders is {most}: step «{due.next.step.name}» is not sent"
    )
    desk.ask(case, f"{why}. Call, hand over, «pause», «paid» or «write-off»?", why)
    return why


def _end_of_ladder(desk: Desk, case: Case, day: Day) -> None:
    if day.on <= case.due_on:
        desk.wait(case, case.due_on, f"{case.number} {lateness(case, day.on)}, and no step comes before")
        return
    last = case.steps[-1] if case.steps else None
    done = (
        f"its last step «{last.step}» was done on {day.calendar.day_of(last.at)}"
        if last
        else "no step is left"
    )
    why = f"{case.number} {lateness(case, day.on)}, {case.owed} owed; {done}"
    desk.wait(case, None, why)
    question = (
        f"{case.owed} of {case.number} are owed and no step is left. Call, hand over, «pause» or «paid»?"
    )
    desk.ask(case, question, why)
