"""Calls, letters on paper, the handing over of a file: given to the owner, waited for, counted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from casework.casework_makers import (
    RULES,
    account_of,
    after,
    as_sent,
    at,
    bank_mail,
    case_of,
    invoice,
    ledger_of,
    plan_of,
    questions_in,
    reminder,
    reminders_in,
    source,
    steps_in,
    wait_for,
)
from casework.planning_makers import CALL, HANDOVER, LETTER, as_given, given, given_steps, on, rung, tasks_in

from relanced.casework.planning.steps import next_step
from relanced.model.actions import SendReminder
from relanced.model.decided import HandedOver, LetterPosted
from relanced.model.names import InvoiceNumber
from relanced.model.rules import Mode
from relanced.model.tasks import TaskKind

OURS = on(
    rung("rappel", 7),
    rung("appel", 14, channel=CALL),
    rung("derniere", 21),
    rung("lettre", 40, channel=LETTER),
    rung("remise", after_previous_days=20, channel=HANDOVER),
)
RAPPEL = reminder(("F2026-001", "rappel"), on=after(7))
CALLED = given(TaskKind.CALL, ("F2026-001", "appel"), on=after(14))
DERNIERE = reminder(("F2026-001", "derniere"), on=after(21))
LETTRE = given(TaskKind.LETTER, ("F2026-001", "lettre"), on=after(42))


def posted(day: int) -> LetterPosted:
    return LetterPosted(
        source=source(at(after(day), 18), "posted", "Relanced/Journal"),
        task=LETTRE.message_id,
        target="",
        tracking="1A",
        posted_on=after(day),
        decided_at=at(after(day), 18),
    )


def test_a_call_step_is_given_to_the_owner_and_no_mail_leaves() -> None:
    actions = plan_of(invoice(), RAPPEL, today=after(14), rules=OURS)
    [task] = tasks_in(actions)

    assert (task.kind, task.reminder.step.name) == (TaskKind.CALL, "appel")
    assert [(line.number, line.step) for line in task.reminder.lines] == [("F2026-001", "appel")]
    assert "14 days late" in task.why
    assert reminders_in(actions) == []


def test_a_case_waits_for_the_end_of_its_call_and_the_owner_is_asked_for_it() -> None:
    actions = plan_of(invoice(), RAPPEL, CALLED, today=after(15), rules=OURS)

    assert tasks_in(actions) == []
    assert "call sheet of step «appel» was given to you on 2026-03-16" in wait_for(actions).why
    assert any("relanced call" in asked.question for asked in questions_in(actions))


@pytest.mark.parametrize(("day", "steps"), [(20, {}), (21, {"F2026-001": "derniere"})])
def test_a_call_that_nobody_made_lapses_and_the_case_goes_on(day: int, steps: dict[str, str]) -> None:
    actions = plan_of(invoice(), RAPPEL, CALLED, today=after(day), rules=OURS)

    assert steps_in(actions) == steps
    assert any("call sheet" in asked.question for asked in questions_in(actions)) is (not steps)


def test_a_call_that_may_not_lapse_is_waited_for() -> None:
    rules = on(rung("rappel", 7), rung("appel", 14, channel=CALL, lapses_after_days=None), rung("d", 21))

    assert steps_in(plan_of(invoice(), RAPPEL, CALLED, today=after(300), rules=rules)) == {}


def test_a_call_of_a_step_that_is_gone_from_the_ladder_lapses_too() -> None:
    rules = on(rung("rappel", 7), rung("derniere", 15))
    ends = [steps_in(plan_of(invoice(), RAPPEL, CALLED, today=after(day), rules=rules)) for day in (18, 21)]

    assert ends == [{}, {"F2026-001": "derniere"}]


def test_a_letter_never_lapses() -> None:
    actions = plan_of(invoice(), RAPPEL, CALLED, DERNIERE, LETTRE, today=after(140), rules=OURS)

    assert given_steps(actions) == {}
    assert any("relanced posted" in asked.question for asked in questions_in(actions))


def test_the_step_after_the_letter_counts_from_its_posting() -> None:
    facts = (invoice(), RAPPEL, CALLED, DERNIERE, LETTRE, posted(43))
    found = next_step(case_of(ledger_of(*facts, rules=OURS)), OURS.ladder, after(44), RULES.calendar.timezone)

    assert found is not None
    assert (found.step.name, found.on) == ("remise", after(63))
    assert given_steps(plan_of(*facts, today=after(63), rules=OURS)) == {"F2026-001": "remise"}


def test_what_was_handed_over_is_chased_no_more() -> None:
    task = given(TaskKind.HANDOVER, ("F2026-001", "remise"), on=after(63))
    handed = HandedOver(
        source=source(at(after(64), 18), "handed", "Relanced/Journal"),
        task=task.message_id,
        target="",
        to="Me Durand",
        decided_at=at(after(64), 18),
    )
    facts = (invoice(), RAPPEL, CALLED, DERNIERE, LETTRE, posted(43), task, handed)
    actions = plan_of(*facts, today=after(100), rules=OURS)

    assert (given_steps(actions), steps_in(actions)) == ({}, {})
    assert "handed it over" in wait_for(actions).why


def test_a_mail_about_one_invoice_and_a_call_about_another_go_together() -> None:
    facts = (invoice(), RAPPEL, invoice("F2026-002", due=after(7)))
    actions = plan_of(*facts, today=after(14), rules=OURS)
    [mail], [task] = reminders_in(actions), tasks_in(actions)

    assert {line.number: line.step for line in mail.lines} == {"F2026-001": None, "F2026-002": "rappel"}
    assert {line.number: line.step for line in task.reminder.lines} == {
        "F2026-001": "appel",
        "F2026-002": None,
    }
    sent = [as_sent(a) for a in actions if isinstance(a, SendReminder)]
    again = plan_of(*facts, *sent, today=after(14), rules=OURS)
    assert given_steps(again) == {"F2026-001": "appel"}  # a crash between the two loses nothing


def test_a_call_comes_no_sooner_than_the_interval_after_the_step_before() -> None:
    late = reminder(("F2026-001", "rappel"), on=after(14))
    days = [given_steps(plan_of(invoice(), late, today=after(day), rules=OURS)) for day in (15, 18, 21)]

    assert days == [{}, {}, {"F2026-001": "appel"}]  # day 20 is a Sunday


def test_giving_a_task_starts_no_interval() -> None:
    facts = (invoice(), RAPPEL, CALLED, invoice("F2026-002", due=after(8)))

    assert account_of(ledger_of(*facts, rules=OURS)).last_reminder_on == after(7)
    assert steps_in(plan_of(*facts, today=after(15), rules=OURS))["F2026-002"] == "rappel"


def test_a_client_is_called_about_all_at_once_and_never_twice_at_a_time() -> None:
    facts = [invoice(), invoice("F2026-002"), invoice("F2026-003", due=after(2))]
    mails = [reminder((n, "rappel"), on=after(8)) for n in ("F2026-001", "F2026-002", "F2026-003")]
    actions = plan_of(*facts, *mails, today=after(14), rules=OURS)
    [task] = tasks_in(actions)

    assert given_steps(actions) == {"F2026-001": "appel", "F2026-002": "appel"}
    later = plan_of(*facts, *mails, as_given(task), today=after(16), rules=OURS)
    assert tasks_in(later) == []
    assert "such a task for Alpha Menuiserie already" in wait_for(later, "F2026-003").why
    ended = plan_of(*facts, *mails, as_given(task), today=after(21), rules=OURS)
    assert given_steps(ended) == {"F2026-003": "appel"}


def test_two_steps_that_are_calls_are_one_call() -> None:
    rules = on(rung("rappel", 7), rung("appel", 14, channel=CALL), rung("second", 30, channel=CALL))
    facts = [invoice(), invoice("F2026-002", on=after(-30), due=after(-20))]
    done = [
        reminder(("F2026-001", "rappel"), on=after(7)),
        reminder(("F2026-002", "rappel"), ("F2026-002", "appel"), on=after(-5)),
    ]
    [task] = tasks_in(plan_of(*facts, *done, today=after(14), rules=rules))

    assert task.reminder.step.name == "second"
    assert {line.number: line.step for line in task.reminder.lines} == {
        "F2026-001": "appel",
        "F2026-002": "second",
    }


def test_tasks_keep_to_open_days_and_wait_while_money_may_come_unseen() -> None:
    holiday = reminder(("F2026-001", "rappel"), on=after(20))
    actions = plan_of(invoice(due=after(21)), holiday, today=after(35), rules=OURS)
    assert given_steps(actions) == {}  # Easter Monday
    assert given_steps(plan_of(invoice(due=after(21)), holiday, today=after(36), rules=OURS))

    heard = [bank_mail(after(day)) for day in range(-40, -36)]
    dark = plan_of(invoice(), RAPPEL, *heard, today=after(14), rules=OURS)
    assert tasks_in(dark) == []
    assert "money may have come unseen" in wait_for(dark).why


def test_a_call_needs_no_address_and_no_mode() -> None:
    observing = replace(OURS, mode=Mode.OBSERVE)
    facts = (invoice(to="Alpha Menuiserie"), reminder(("F2026-001", "rappel"), on=after(7)))

    assert given_steps(plan_of(*facts, today=after(14), rules=observing)) == {"F2026-001": "appel"}


def test_a_task_once_given_is_not_given_again_while_it_is_open() -> None:
    facts = (invoice(), RAPPEL)
    [task] = tasks_in(plan_of(*facts, today=after(14), rules=OURS))
    noted = as_given(task)

    for offset in range(6):
        today = after(14) + timedelta(days=offset)
        assert tasks_in(plan_of(*facts, noted, today=today, rules=OURS)) == []
    assert InvoiceNumber("F2026-001") in {number for number, _ in noted.lines}
