"""Steps: the one step that comes next."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    LADDER,
    PARIS,
    RULES,
    after,
    case_of,
    invoice,
    ledger_of,
    plan_of,
    reminder,
    reply,
    step,
    steps_in,
)
from casework.planning_makers import known, rung
from hypothesis import example, given
from hypothesis import strategies as st

from relanced.casework.calendar import Calendar
from relanced.casework.planning.steps import next_step
from relanced.model.client import ClientKind
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.ladder import Fits, Ladder

EARLY = Ladder((step("avant", -5), step("rappel", 7), step("relance", 20)))
TWICE_EARLY = Ladder((step("avant", -15), step("bientot", -5), step("rappel", 7)))


def next_name(*facts: Fact, today: date, ladder: Ladder = LADDER) -> tuple[str, date] | None:
    found = next_step(case_of(ledger_of(*facts)), ladder, today, PARIS)
    return None if found is None else (found.step.name, found.on)


def test_the_first_step_counts_from_the_due_day() -> None:
    assert next_name(invoice(due=after(30)), today=after(0)) == ("rappel", after(37))


def test_it_counts_from_the_mailing_where_that_was_later() -> None:
    assert next_name(invoice(on=after(40), due=after(30)), today=after(41)) == ("rappel", after(47))


def test_whatever_was_missed_only_the_next_step_comes() -> None:
    assert next_name(invoice(), today=after(300)) == ("rappel", after(7))
    assert next_name(invoice(), reminder(("F2026-001", "rappel"), on=after(300)), today=after(301)) == (
        "relance",
        after(20),
    )


def test_it_comes_after_the_highest_step_done() -> None:
    done = reminder(("F2026-001", "ferme"), on=after(35))

    assert next_name(invoice(), done, today=after(36)) == ("derniere", after(50))


def test_a_step_that_is_no_longer_configured_counts_for_nothing() -> None:
    done = reminder(("F2026-001", "autrefois"), on=after(35))

    assert next_name(invoice(), done, today=after(36)) == ("rappel", after(7))


def test_at_the_top_there_is_none() -> None:
    assert next_name(invoice(), reminder(("F2026-001", "derniere"), on=after(50)), today=after(51)) is None


@pytest.mark.parametrize(
    ("today", "expected"),
    [(20, ("avant", 25)), (30, ("avant", 25)), (31, ("rappel", 37))],
)
def test_a_step_before_the_due_day_lapses_once_that_day_is_past(
    today: int, expected: tuple[str, int]
) -> None:
    name, day = expected

    assert next_name(invoice(due=after(30)), today=after(today), ladder=EARLY) == (name, after(day))


def test_a_step_before_the_due_day_lapses_where_the_invoice_itself_came_later() -> None:
    late = invoice(on=after(25), due=after(30))

    assert next_name(late, today=after(26), ladder=EARLY) == ("rappel", after(37))
    assert next_name(late, today=after(26), ladder=TWICE_EARLY) == ("rappel", after(37))


def test_of_two_steps_before_the_due_day_the_second_may_be_left() -> None:
    assert next_name(invoice(on=after(20), due=after(30)), today=after(21), ladder=TWICE_EARLY) == (
        "bientot",
        after(25),
    )


@pytest.mark.parametrize("ladder", [LADDER, EARLY])
@given(due_on=st.dates(), promised_on=st.dates() | st.none())
@example(due_on=date.max, promised_on=date.max)
@example(due_on=date(9999, 12, 20), promised_on=None)
@example(due_on=date.min, promised_on=date.min)
def test_no_day_of_one_client_stops_the_others(
    ladder: Ladder, due_on: date, promised_on: date | None
) -> None:
    facts: list[Fact] = [invoice("F2026-001", to=ALPHA, due=due_on), invoice("F2026-002", to=BETA)]
    if promised_on is not None:
        facts.append(reply(Intent.PROMISE, on=after(1), sender=ALPHA, promised_on=promised_on))

    actions = plan_of(*facts, today=after(7), rules=replace(RULES, ladder=ladder))

    assert steps_in(actions)["F2026-002"] == "rappel"


@given(day=st.dates(min_value=date(8990, 1, 1)), count=st.integers(0, 30))
def test_a_day_at_the_end_of_all_years_still_has_open_days_after_it(day: date, count: int) -> None:
    calendar = Calendar(RULES.calendar)

    assert calendar.is_open(calendar.next_open(day))
    assert calendar.add_banking_days(day, count) >= date(8990, 1, 1)


AFTERWARDS = Ladder((step("rappel", 7), rung("relance", after_previous_days=10), step("ferme", 60)))


def test_a_step_may_count_from_the_day_on_which_the_one_before_was_done() -> None:
    late = reminder(("F2026-001", "rappel"), on=after(19))

    assert next_name(invoice(), late, today=after(20), ladder=AFTERWARDS) == ("relance", after(29))


def test_it_counts_from_the_highest_step_that_was_done_whatever_was_passed_over() -> None:
    ladder = Ladder(
        (
            step("rappel", 7),
            rung("grosse", 20, fits=Fits(owed_from=Decimal(5000))),
            rung("relance", after_previous_days=10),
        )
    )
    rappel = reminder(("F2026-001", "rappel"), on=after(7))
    case = case_of(ledger_of(invoice(), rappel))
    found = next_step(
        case, ladder, after(8), PARIS, lambda each: each.fits.owed_from is None or each.fits.owed_from < 100
    )

    assert found is not None
    assert (found.step.name, found.index, found.on) == ("relance", 2, after(17))


def test_where_nothing_was_done_before_it_counts_from_the_due_day() -> None:
    ladder = Ladder((rung("avant", -5), rung("relance", after_previous_days=10)))

    assert next_name(invoice(due=after(5)), today=after(6), ladder=ladder) == ("relance", after(15))


def test_a_step_that_does_not_fit_is_not_gone_back_to() -> None:
    ladder = Ladder((step("rappel", 7), step("relance", 20), step("ferme", 35)))
    done = reminder(("F2026-001", "relance"), on=after(20))

    assert next_name(invoice(), done, today=after(21), ladder=ladder) == ("ferme", after(35))


def test_a_ladder_of_which_no_step_fits_has_none() -> None:
    case = case_of(ledger_of(invoice()))

    assert next_step(case, LADDER, after(8), PARIS, lambda _: False) is None


def test_each_client_climbs_his_ladder_by_name_else_by_kind_else_the_default() -> None:
    soft = Ladder((step("doux", 7),), name="doux")
    public = Ladder((step("mairie", 7),), name="mairies", kinds=(ClientKind.PUBLIC,))
    rules = replace(RULES, ladders=(soft, public))

    def first(**keys: object) -> dict[str, str | None]:
        return steps_in(plan_of(invoice(), today=after(10), rules=known(rules, **keys)))

    assert first() == {"F2026-001": "rappel"}
    assert first(kind=ClientKind.PUBLIC) == {"F2026-001": "mairie"}
    assert first(kind=ClientKind.PUBLIC, ladder="doux") == {"F2026-001": "doux"}
