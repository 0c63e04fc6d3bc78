"""The past, tried again: what each day knew, and nothing more."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from casework.casework_makers import (
    MONDAY,
    RULES,
    after,
    at,
    credit,
    decided,
    invoice,
    notice,
    reminder,
    reply,
    step,
)
from casework.test_money_laws import histories as histories_of_money
from casework.test_plan_laws import histories
from hypothesis import given, settings
from hypothesis import strategies as st
from two_years import FIRST, two_years

from relanced.casework.fold import fold
from relanced.casework.past.history import History, history, tried
from relanced.casework.past.quiet import opening
from relanced.casework.past.replay import Sent, Way, as_done, replay
from relanced.casework.planning.plan import plan
from relanced.model.actions import DraftReminder, GiveTask, Reminder, SendReminder
from relanced.model.decided import Verb
from relanced.model.facts import Fact, happened_at
from relanced.model.intents import Intent
from relanced.model.ladder import Channel, Ladder
from relanced.model.rules import Rules

LADDER = Ladder((step("avant", -4), step("rappel", 7), step("relance", 20), step("ferme", 35, approve=True)))
OURS = replace(RULES, ladder=LADDER)
START = MONDAY - timedelta(days=45)
END = after(110)
TICK = timedelta(microseconds=1)


def letters(
    facts: Iterable[Fact],
    until: date = END,
    rules: Rules = OURS,
    since: date = START,
    *,
    thorough: bool = False,
) -> list[Sent]:
    past = history(facts, rules, since)
    return [sent for day in replay(past, rules, since, until, thorough=thorough) for sent in day.sent]


def told(sent: Iterable[Sent]) -> list[tuple[date, str, tuple[str, ...]]]:
    return [
        (each.on, each.reminder.step.name, tuple(line.number for line in each.reminder.lines))
        for each in sent
    ]


def planned(past: History, before: Iterable[Sent], day: date, rules: Rules = OURS) -> list[Reminder]:
    """What the plan of a day says, all folded anew of what had come in by then."""
    opens = opening(day, rules)
    known = [fact for fact in past.facts if happened_at(fact) <= opens]
    known += [fact for each in before for fact in as_done(each, opening(each.on, rules) + TICK)]
    actions = plan(fold(known, tried(rules), past.aside), tried(rules), day)
    return [a.reminder for a in actions if isinstance(a, SendReminder | DraftReminder | GiveTask)]


def assert_each_day_as_planned(facts: list[Fact], chosen: set[int], rules: Rules = OURS) -> None:
    past = history(facts, rules, START)
    so_far: list[Sent] = []
    for place, day in enumerate(replay(past, rules, START, END)):
        if day.sent or place in chosen:
            assert [each.reminder for each in day.sent] == planned(past, so_far, day.on, rules), day.on
        so_far += day.sent


some_days = st.sets(st.integers(0, (END - START).days), min_size=6, max_size=6)


@settings(max_examples=30)
@given(histories, some_days)
def test_each_day_writes_what_its_plan_says_of_all_that_had_come_in(
    facts: list[Fact], days: set[int]
) -> None:
    assert_each_day_as_planned(facts, days)


@settings(max_examples=30)
@given(histories_of_money(), some_days)
def test_each_day_knows_the_money_that_had_come_in(facts: list[Fact], days: set[int]) -> None:
    assert_each_day_as_planned(facts, days)


@settings(max_examples=12)
@given(histories | histories_of_money())
def test_who_is_not_looked_at_has_nothing_due(facts: list[Fact]) -> None:
    always_open = replace(OURS, calendar=replace(OURS.calendar, business_days=False, year_end_pause=False))
    for rules in (OURS, always_open):
        assert letters(facts, rules=rules) == letters(facts, rules=rules, thorough=True)


def test_the_owners_own_reminders_do_not_move_the_tried_ones() -> None:
    chased = [reminder(("F2026-001", None), on=after(n), ours=False) for n in (5, 6, 7, 19)]
    assert told(letters([invoice(), *chased])) == told(letters([invoice()]))


def test_reminders_before_the_first_day_stay_as_they_were() -> None:
    done = reminder(("F2026-001", "rappel"), on=after(7))
    found = told(letters([invoice(), done], since=after(10)))
    assert [name for _, name, _ in found] == ["relance", "ferme"]


def test_our_own_letters_of_that_time_are_tried_again() -> None:
    done = [reminder(("F2026-001", name), on=after(n)) for name, n in (("rappel", 7), ("relance", 20))]
    assert told(letters([invoice(), *done])) == told(letters([invoice()]))


def test_an_answer_to_a_real_letter_is_still_about_its_invoices() -> None:
    other = invoice("F2026-002", due=after(3))
    chased = reminder(("F2026-001", None), on=after(2), ours=False, message_id="own@firm.example")
    dispute = reply(Intent.DISPUTE, on=after(4), sender="x@shop.example", answers=("own@firm.example",))
    found = told(letters([invoice(), other, chased, dispute]))
    steps_of = {number for _, _, numbers in found for number in numbers}
    assert steps_of == {"F2026-002"}


def test_a_payment_counts_from_the_morning_after_its_notice() -> None:
    on_the_day = at(after(7), 8)
    early = notice(credit("1200.00", "F2026-001"), on=after(7), hour=on_the_day.hour)
    assert letters([invoice(), early]) == []
    late = notice(credit("1200.00", "F2026-001"), on=after(7), hour=15)
    assert [on for on, _, _ in told(letters([invoice(), late]))] == [after(7)]


def test_what_the_owner_says_later_changes_nothing_before() -> None:
    ignored = decided(Verb.IGNORE, "F2026-001", on=after(25))
    assert [name for _, name, _ in told(letters([invoice(), ignored]))] == ["rappel", "relance"]


def test_invoices_from_before_the_start_are_tried_too_and_drafts_count_as_sent() -> None:
    rules = replace(OURS, start_on=after(300))
    found = letters([invoice()], rules=rules)
    assert [each.reminder.step.name for each in found] == ["rappel", "relance", "ferme"]
    assert found[-1].way is Way.DRAFT


def test_calls_letters_on_paper_and_hand_overs_count_as_done_on_their_day() -> None:
    channels = (Channel.MAIL, Channel.CALL, Channel.LETTER, Channel.HANDOVER)
    rungs = tuple(replace(step(f"s{n}", 7 + 14 * n), channel=channel) for n, channel in enumerate(channels))
    found = letters([invoice()], rules=replace(OURS, ladder=Ladder(rungs)))
    assert [each.way for each in found] == [Way.MAIL, Way.CALL, Way.LETTER, Way.HANDOVER]


def test_two_years_of_a_firm_are_as_planned_on_each_day() -> None:
    facts = two_years(700, days=110)
    past = history(facts, OURS, FIRST)
    so_far: list[Sent] = []
    for day in replay(past, OURS, FIRST, FIRST + timedelta(days=150)):
        if day.sent and day.on.day % 3 == 0:
            assert [each.reminder for each in day.sent] == planned(past, so_far, day.on)
        so_far += day.sent
    assert len(so_far) > 20
