"""Plan: what is done on a day, and why."""

from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    LADDER,
    RULES,
    after,
    decided,
    invoice,
    plan_of,
    questions_in,
    reminder,
    reminders_in,
    reply,
    step,
    steps_in,
    wait_for,
)

from relanced.model.actions import DraftReminder, SendReminder
from relanced.model.decided import Verb
from relanced.model.intents import Intent
from relanced.model.ladder import Ladder
from relanced.model.rules import Mode


def test_before_its_day_a_case_waits_and_says_until_when() -> None:
    wait = wait_for(plan_of(invoice(due=after(0)), today=after(3)))

    assert wait.until == after(6)
    assert wait.why == "F2026-001 is 3 days late: step «rappel» comes on 2026-03-09"


@pytest.mark.parametrize(
    ("today", "words"), [(-1, "is due on 2026-03-02"), (0, "is due today"), (1, "1 day late")]
)
def test_lateness_is_told_in_words(today: int, words: str) -> None:
    assert words in wait_for(plan_of(invoice(on=after(-10), due=after(0)), today=after(today))).why


def test_on_its_day_the_reminder_is_sent() -> None:
    (action,) = plan_of(invoice(), today=after(7))

    assert isinstance(action, SendReminder)
    assert action.reminder.to == ALPHA
    assert (action.reminder.step, action.reminder.on) == (LADDER.steps[0], after(7))
    assert action.why == (
        "F2026-001 is 7 days late: step «rappel» was due on 2026-03-09; no earlier reminder"
    )
    (line,) = action.reminder.lines
    sent = invoice()
    assert (line.mailed_as, line.subject, line.total, line.owed) == (
        sent.source,
        sent.subject,
        sent.total,
        sent.total,
    )
    assert (line.days_late, line.due_on, line.issued_on) == (7, after(0), after(0))


def test_one_mail_covers_all_that_is_due_each_with_its_own_next_step() -> None:
    facts = (
        invoice("F2026-001", due=after(0)),
        reminder(("F2026-001", "rappel"), on=after(7)),
        invoice("F2026-002", due=after(9), on=after(0)),
        invoice("F2026-003", due=after(18), on=after(0)),  # late, its step is to come
        invoice("F2026-004", due=after(30), on=after(0)),  # not due
        invoice("F2026-005", due=after(5), to=BETA),
    )
    actions = plan_of(*facts, today=after(21))
    first, second = reminders_in(actions)

    assert [(line.number, line.step) for line in first.lines] == [
        ("F2026-001", "relance"),
        ("F2026-002", "rappel"),
        ("F2026-003", None),
    ]
    assert first.step.name == "relance"
    assert [(line.number, line.step) for line in second.lines] == [("F2026-005", "rappel")]
    assert wait_for(actions, "F2026-003").until == after(24)
    assert wait_for(actions, "F2026-004").until == after(37 - 1)


def test_what_is_held_disputed_or_promised_is_not_even_listed() -> None:
    facts = (
        invoice("F2026-001"),
        invoice("F2026-002"),
        invoice("F2026-003"),
        invoice("F2026-004"),
        invoice("F2025-001", on=date(2025, 11, 3)),
        decided(Verb.PAUSE, "F2026-002", on=after(1)),
        reply(Intent.DISPUTE, on=after(1), mentions=("F2026-003",)),
        reply(Intent.PROMISE, on=after(1), mentions=("F2026-004",), promised_on=after(20)),
    )

    assert steps_in(plan_of(*facts, today=after(7))) == {"F2026-001": "rappel"}


@pytest.mark.parametrize(
    ("mode", "approve", "kind"),
    [
        (Mode.SEND, False, SendReminder),
        (Mode.OBSERVE, False, SendReminder),
        (Mode.DRAFT, False, DraftReminder),
        (Mode.SEND, True, DraftReminder),
        (Mode.OBSERVE, True, DraftReminder),
    ],
)
def test_a_draft_is_made_in_mode_draft_and_where_the_step_wants_approval(
    mode: Mode, kind: type, *, approve: bool
) -> None:
    rules = replace(RULES, mode=mode, ladder=Ladder((step("rappel", 7, approve=approve),)))

    (action,) = plan_of(invoice(), today=after(7), rules=rules)
    assert type(action) is kind


def test_the_minimum_interval_lies_between_two_reminders_to_one_client() -> None:
    facts = (
        invoice(),
        invoice("F2026-002", due=after(2)),
        reminder(("F2026-001", "rappel"), on=after(7)),
    )
    wait = wait_for(plan_of(*facts, today=after(9)), "F2026-002")

    assert wait.until == after(13)  # 6 days after the reminder is a Sunday
    assert "the last reminder left on 2026-03-09, 6 days must lie between" in wait.why
    assert "the next open day is 2026-03-16" in wait.why
    assert steps_in(plan_of(*facts, today=after(14))) == {"F2026-001": None, "F2026-002": "rappel"}


def test_a_reminder_knows_the_days_of_those_before_it() -> None:
    notice = reminder(("F2026-001", "avant_echeance"), on=after(-3))
    facts = (invoice(), notice, reminder(("F2026-001", "rappel"), on=after(7)))
    [later] = reminders_in(plan_of(*facts, today=after(21)))

    assert [line.reminded_on for line in later.lines] == [(after(7),)]


def test_one_mail_a_day_whatever_interval_is_configured() -> None:
    rules = replace(RULES, limits=replace(RULES.limits, min_interval_days=0))
    facts = (
        invoice(),
        invoice("F2026-002"),
        reminder(("F2026-001", "rappel"), on=after(7)),
    )

    assert steps_in(plan_of(*facts, today=after(7), rules=rules)) == {}
    assert steps_in(plan_of(*facts, today=after(8), rules=rules)) != {}


def test_on_a_closed_day_nothing_leaves() -> None:
    easter_monday = date(2026, 4, 6)
    actions = plan_of(invoice(due=date(2026, 3, 30)), today=easter_monday)

    assert steps_in(actions) == {}
    assert wait_for(actions).until == easter_monday


def test_after_the_last_step_the_owner_is_asked() -> None:
    facts = (invoice(), reminder(("F2026-001", "derniere"), on=after(50)))
    actions = plan_of(*facts, today=after(56))

    assert steps_in(actions) == {}
    (question,) = questions_in(actions)
    assert question.question.startswith("1200.00 EUR of F2026-001 are owed and no step is left")
    assert "its last step «derniere» was done on 2026-04-21" in wait_for(actions).why


def test_a_case_at_the_end_is_still_listed_in_the_client_s_other_reminders() -> None:
    facts = (
        invoice(),
        reminder(("F2026-001", "derniere"), on=after(50)),
        invoice("F2026-002", due=after(49)),
    )

    assert steps_in(plan_of(*facts, today=after(56))) == {"F2026-001": None, "F2026-002": "rappel"}


def test_without_any_step_nobody_is_asked_before_the_due_day() -> None:
    rules = replace(RULES, ladder=Ladder(()))

    assert questions_in(plan_of(invoice(due=after(5)), today=after(5), rules=rules)) == []
    assert len(questions_in(plan_of(invoice(due=after(5)), today=after(6), rules=rules))) == 1


def test_one_question_is_asked_once_for_all_the_cases_that_it_holds() -> None:
    facts = (invoice(), invoice("F2026-002"), reply(Intent.QUERY, on=after(3)))

    (question,) = questions_in(plan_of(*facts, today=after(9)))
    assert question.invoices == ("F2026-001", "F2026-002")


def test_several_holds_end_with_the_last() -> None:
    facts = (
        invoice(),
        decided(Verb.PAUSE, "F2026-001", on=after(1), until=after(30)),
        decided(Verb.DISPUTE, "F2026-001", on=after(1), until=after(40)),
    )

    assert wait_for(plan_of(*facts, today=after(9))).until == after(40)
    disputed = reply(Intent.DISPUTE, on=after(2))
    assert wait_for(plan_of(*facts, disputed, today=after(9))).until is None


def test_an_empty_mailbox_asks_for_nothing() -> None:
    assert plan_of(today=after(0)) == ()
