"""Forecast: the days to come, if nothing else happens."""

from datetime import date

from casework.casework_makers import (
    BETA,
    RULES,
    after,
    bank_mail,
    decided,
    invoice,
    ledger_of,
    reminder,
    reply,
)
from casework.planning_makers import CALL, HANDOVER, LETTER, given, on, paid_after, rung

from relanced.casework.fold import fold
from relanced.casework.planning.forecast import after_reminders, forecast
from relanced.casework.planning.plan import plan
from relanced.model.actions import AskOwner, GiveTask, SendReminder, Wait
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.ladder import Fits, Habit
from relanced.model.rules import Rules
from relanced.model.tasks import TaskKind


def sends(*facts: Fact, until: int) -> list[tuple[date, str, str]]:
    days = forecast(facts, RULES, after(3), after(until))
    return [
        (day, line.number, str(line.step))
        for day, action in days
        if isinstance(action, SendReminder)
        for line in action.reminder.lines
    ]


def test_every_step_comes_on_its_open_day_then_the_owner_is_asked() -> None:
    assert sends(invoice(), until=80) == [
        (after(7), "F2026-001", "rappel"),
        (after(21), "F2026-001", "relance"),  # day 20 is a Sunday
        (after(36), "F2026-001", "ferme"),  # day 35 is Easter Monday
        (after(50), "F2026-001", "derniere"),
    ]
    asked = [(d, a) for d, a in forecast([invoice()], RULES, after(3), after(80)) if isinstance(a, AskOwner)]
    assert [day for day, _ in asked] == [after(51)]


def test_the_silence_of_today_is_told_once() -> None:
    waits = [(d, a.why) for d, a in forecast([invoice()], RULES, after(3), after(6)) if isinstance(a, Wait)]

    assert [day for day, _ in waits] == [after(3)]


def test_until_is_inclusive() -> None:
    assert [day for day, _, _ in sends(invoice(), until=7)] == [after(7)]
    assert sends(invoice(), until=6) == []


def test_a_bank_that_writes_today_keeps_writing() -> None:
    heard = [bank_mail(after(offset)) for offset in range(4)]

    assert len(sends(invoice(), *heard, until=80)) == 4


def test_a_bank_that_is_silent_today_stays_silent() -> None:
    heard = [bank_mail(after(offset)) for offset in range(-40, -36)]

    assert sends(invoice(), *heard, until=80) == []


def test_money_that_is_awaited_becomes_a_question_later() -> None:
    facts = (invoice(), reply(Intent.CLAIMS_PAID, on=after(2)))
    asked = [d for d, a in forecast(facts, RULES, after(3), after(30)) if isinstance(a, AskOwner)]

    assert asked == [after(9)]


def test_a_forecast_reminder_does_what_the_fact_would_do() -> None:
    facts: list[Fact] = [invoice(), invoice("F2026-002", due=after(5)), invoice("F2026-003", to=BETA)]
    ledger = ledger_of(*facts)
    reminders = [a.reminder for a in plan(ledger, RULES, after(7)) if isinstance(a, SendReminder)]
    guessed = after_reminders(ledger, reminders, RULES)
    sent = [reminder(*((x.number, x.step) for x in r.lines), on=r.on, to=r.to) for r in reminders]
    known = fold([*facts, *sent], RULES)

    for offset in range(7, 60):
        assert plan(guessed, RULES, after(offset)) == plan(known, RULES, after(offset))


def test_a_bank_that_was_given_up_stays_settled() -> None:
    old = [bank_mail(after(offset)) for offset in range(-40, -36)]
    new = [bank_mail(after(offset), bank="Banque de la Poste") for offset in range(-36, 3)]
    looked = decided(Verb.RESUME, "Banque Rivage", on=after(2))

    assert sends(invoice(), *old, *new, until=80) == []
    assert len(sends(invoice(), *old, *new, looked, until=80)) == 4


CLIMB = on(
    rung("rappel", 7),
    rung("appel", 14, channel=CALL),
    rung("derniere", 21),
    rung("lettre", 40, channel=LETTER),
    rung("remise", after_previous_days=20, channel=HANDOVER),
)


def done(*facts: Fact, rules: Rules, until: int) -> list[tuple[date, str]]:
    """The day of each step, mails and tasks alike."""
    return [
        (day, str(action.reminder.step.name))
        for day, action in forecast(facts, rules, after(3), after(until))
        if isinstance(action, SendReminder | GiveTask)
    ]


def test_a_task_counts_as_done_three_days_after_it_was_given_and_the_ladder_goes_on() -> None:
    assert done(invoice(), rules=CLIMB, until=120) == [
        (after(7), "rappel"),
        (after(14), "appel"),
        (after(21), "derniere"),
        (after(42), "lettre"),  # day 40 is a Saturday
        (after(65), "remise"),  # twenty days after day 45, on which it counts as posted
    ]


def test_nobody_is_asked_how_a_task_to_come_ended_and_nothing_follows_a_hand_over() -> None:
    days = forecast([invoice()], CLIMB, after(3), after(200))

    assert [action for _, action in days if isinstance(action, AskOwner)] == []


def test_a_task_that_is_open_today_is_asked_about_and_lapses_if_it_is_a_call() -> None:
    facts = (
        invoice(),
        reminder(("F2026-001", "rappel"), on=after(-7)),
        given(TaskKind.CALL, ("F2026-001", "appel"), on=after(1)),
    )
    planned = forecast([invoice(on=after(-20)), *facts[1:]], CLIMB, after(3), after(30))

    assert next(day for day, action in planned if isinstance(action, AskOwner)) == after(3)
    assert [(d, a.reminder.step.name) for d, a in planned if isinstance(a, SendReminder)] == [
        (after(8), "derniere")
    ]


def test_a_step_that_counts_from_the_one_before_follows_the_day_on_which_that_was_sent() -> None:
    rules = on(rung("rappel", 6), rung("relance", after_previous_days=10))

    assert done(invoice(), rules=rules, until=40) == [(after(7), "rappel"), (after(17), "relance")]


def test_how_a_client_paid_is_known_on_every_day_to_come() -> None:
    late = rung("ferme", 20, fits=Fits(habit=Habit.LATE))
    rules = on(rung("rappel", 7), late, rung("doux", 21))
    facts = [invoice(), *paid_after(30, 30, 30)]

    assert [name for _, name in done(*facts, rules=rules, until=26)] == ["rappel", "ferme"]
    assert [name for _, name in done(invoice(), rules=rules, until=30)] == ["rappel", "doux"]
