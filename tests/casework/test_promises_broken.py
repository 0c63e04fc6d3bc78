"""A promise that was not kept brings one letter before the ladder goes on; one that was kept, none."""

from dataclasses import replace

import pytest
from casework.casework_makers import (
    RULES,
    after,
    as_sent,
    case_of,
    decided,
    invoice,
    ledger_of,
    plan_of,
    reminder,
    reply,
    steps_in,
)
from casework.promises_makers import agreed, letter_in, money

from relanced.casework.calendar import Calendar
from relanced.casework.promises.broken import broken_count, broken_promise, kept_promise
from relanced.model.actions import Purpose, SendReminder
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.rules import Letters

CALENDAR = Calendar(RULES.calendar)
SENT = invoice(due=after(0))
FIRST = reminder(("F2026-001", "rappel"), on=after(7))
PROMISED = reply(Intent.PROMISE, on=after(8), promised_on=after(14))  # a Monday; grace: two banking days
STORY: tuple[Fact, ...] = (SENT, FIRST, PROMISED)


def test_the_letter_comes_when_the_day_and_its_grace_are_over_and_names_the_day() -> None:
    assert letter_in(plan_of(*STORY, today=after(16)), Purpose.PROMISE_BROKEN) is None

    letter = letter_in(plan_of(*STORY, today=after(17)), Purpose.PROMISE_BROKEN)
    assert letter is not None
    assert (letter.promised_on, letter.step.name) == (after(14), "promesse_non_tenue")


def test_it_comes_once_and_then_the_ladder_goes_on_where_it_stood() -> None:
    [letter] = [a for a in plan_of(*STORY, today=after(17)) if isinstance(a, SendReminder)]
    facts = (*STORY, as_sent(letter))

    assert steps_in(plan_of(*facts, today=after(18))) == {}
    assert steps_in(plan_of(*facts, today=after(24))) == {"F2026-001": "relance"}


def test_a_second_promise_brings_no_second_letter() -> None:
    [letter] = [a for a in plan_of(*STORY, today=after(17)) if isinstance(a, SendReminder)]
    again = reply(Intent.PROMISE, on=after(18), promised_on=after(25))
    case = case_of(ledger_of(*STORY, as_sent(letter), again))

    assert broken_promise(case, RULES, CALENDAR, after(32)) is None
    assert broken_count(case, RULES, CALENDAR, after(32)) == 2


def test_a_promise_put_off_is_broken_only_when_the_last_day_is_over() -> None:
    case = case_of(ledger_of(*STORY, reply(Intent.PROMISE, on=after(14), promised_on=after(21))))

    assert broken_promise(case, RULES, CALENDAR, after(18)) is None
    assert broken_promise(case, RULES, CALENDAR, after(24)) == after(21)


@pytest.mark.parametrize(
    "since",
    [
        money("300.00", on=after(14)),  # a part of it came
        reminder(("F2026-001", "relance"), on=after(10)),  # the owner let it go on at once
        reply(Intent.DISPUTE, on=after(15)),
        decided(Verb.PAUSE, "F2026-001", on=after(15)),
        agreed((after(20), "600.00"), (after(50), "600.00"), on=after(15)),
    ],
)
def test_no_letter_where_it_would_be_a_wrong_one(since: Fact) -> None:
    assert broken_promise(case_of(ledger_of(*STORY)), RULES, CALENDAR, after(17)) == after(14)
    assert broken_promise(case_of(ledger_of(*STORY, since)), RULES, CALENDAR, after(17)) is None


def test_of_an_old_promise_nobody_speaks_any_more() -> None:
    case = case_of(ledger_of(*STORY))

    assert broken_promise(case, RULES, CALENDAR, after(16 + 45)) == after(14)
    assert broken_promise(case, RULES, CALENDAR, after(16 + 46)) is None


def test_without_that_letter_the_ladder_simply_goes_on() -> None:
    rules = replace(RULES, letters=Letters(broken_promise=False))

    assert steps_in(plan_of(*STORY, today=after(21), rules=rules)) == {"F2026-001": "relance"}


def test_a_promise_is_kept_by_the_end_of_its_grace() -> None:
    kept, late = (case_of(ledger_of(*STORY, money(on=after(day)))) for day in (16, 17))

    assert kept_promise(kept, RULES, CALENDAR) == after(14)
    assert broken_count(kept, RULES, CALENDAR, after(60)) == 0
    assert kept_promise(late, RULES, CALENDAR) is None
    assert broken_count(late, RULES, CALENDAR, after(60)) == 1
