"""Steps: the one step that comes next."""

from datetime import date

import pytest
from casework.casework_makers import LADDER, after, case_of, invoice, ledger_of, reminder, step

from relanced.casework.steps import next_step
from relanced.model.facts import Fact
from relanced.model.ladder import Ladder

EARLY = Ladder((step("avant", -5), step("rappel", 7), step("relance", 20)))
TWICE_EARLY = Ladder((step("avant", -15), step("bientot", -5), step("rappel", 7)))


def next_name(*facts: Fact, today: date, ladder: Ladder = LADDER) -> tuple[str, date] | None:
    found = next_step(case_of(ledger_of(*facts)), ladder, today)
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
