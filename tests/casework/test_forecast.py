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

from relanced.casework.fold import fold
from relanced.casework.forecast import after_reminders, forecast
from relanced.casework.plan import plan
from relanced.model.actions import AskOwner, SendReminder, Wait
from relanced.model.facts import Fact, Verb
from relanced.model.intents import Intent


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
