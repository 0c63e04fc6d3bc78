"""Fits: for whom a step is, and what a client's own past says of him."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from casework.casework_makers import (
    ALPHA,
    RULES,
    account_of,
    after,
    credit,
    decided,
    invoice,
    ledger_of,
    notice,
    plan_of,
    steps_in,
    went_back,
)
from casework.planning_makers import known, on, paid_after, rung

from relanced.casework.planning.fits import asks_history, history_of
from relanced.model.client import ClientKind
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.ladder import Fits, Habit, Standing

ZONE = RULES.calendar.timezone


def habit_of(*facts: Fact) -> tuple[Standing, Habit]:
    history = history_of(account_of(ledger_of(*facts)).cases, ZONE)
    return history.standing, history.habit


def taken(fits: Fits, *facts: Fact, kind: ClientKind = ClientKind.BUSINESS, language: str = "fr") -> bool:
    """Whether the conditional step is done, or passed over for the one that is for all."""
    rules = known(on(rung("some", 7, fits=fits), rung("all", 8)), kind=kind, language=language)
    steps = steps_in(plan_of(invoice(), *facts, today=after(10), rules=rules))
    assert steps in ({"F2026-001": "some"}, {"F2026-001": "all"})
    return steps["F2026-001"] == "some"


@pytest.mark.parametrize(
    ("fits", "is_taken"),
    [
        (Fits(), True),
        (Fits(owed_from=Decimal(1200)), True),
        (Fits(owed_from=Decimal("1200.01")), False),
        (Fits(owed_below=Decimal(1200)), False),
        (Fits(owed_below=Decimal("1200.01")), True),
        (Fits(kinds=(ClientKind.PUBLIC, ClientKind.BUSINESS)), True),
        (Fits(kinds=(ClientKind.PUBLIC,)), False),
        (Fits(languages=("fr", "en")), True),
        (Fits(languages=("en",)), False),
        (Fits(standing=Standing.NEW), True),
        (Fits(standing=Standing.KNOWN), False),
        (Fits(habit=Habit.PROMPT), True),
        (Fits(habit=Habit.LATE), False),
        (Fits(habit=Habit.PROMPT, languages=("en",)), False),
    ],
)
def test_a_step_is_for_the_cases_that_all_its_conditions_hold_for(fits: Fits, *, is_taken: bool) -> None:
    assert taken(fits) is is_taken


def test_what_is_still_owed_counts_and_not_the_total() -> None:
    part = notice(credit("800.00", "F2026-001", "ALPHA MENUISERIE"), on=after(3))

    assert not taken(Fits(owed_from=Decimal(1000)), part)
    assert taken(Fits(owed_below=Decimal(500)), part)


def test_the_kind_and_the_language_are_the_client_s() -> None:
    assert taken(Fits(kinds=(ClientKind.PUBLIC,)), kind=ClientKind.PUBLIC)
    assert taken(Fits(languages=("en",)), language="en")


def test_of_two_ways_of_one_step_each_client_has_his() -> None:
    rules = on(
        rung("doux", 7, fits=Fits(habit=Habit.PROMPT)),
        rung("ferme", 7, fits=Fits(habit=Habit.LATE)),
        rung("relance", 20),
    )
    late = plan_of(invoice(), *paid_after(30, 30, 30), today=after(10), rules=rules)

    assert steps_in(plan_of(invoice(), today=after(10), rules=rules)) == {"F2026-001": "doux"}
    assert steps_in(late) == {"F2026-001": "ferme"}


def test_who_has_paid_nothing_is_new() -> None:
    assert habit_of(invoice()) == (Standing.NEW, Habit.PROMPT)
    assert habit_of(invoice(), *paid_after(0)) == (Standing.KNOWN, Habit.PROMPT)


def test_money_that_went_back_makes_nobody_known() -> None:
    paid = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(2))
    back = went_back(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(4))

    assert habit_of(invoice(), paid)[0] is Standing.KNOWN
    assert habit_of(invoice(), paid, back)[0] is Standing.NEW


@pytest.mark.parametrize(
    ("late", "habit"),
    [
        ((30, 30), Habit.PROMPT),  # two are no habit
        ((30, 30, 30), Habit.LATE),
        ((11, 11, 11), Habit.LATE),
        ((10, 10, 10), Habit.PROMPT),  # ten days are an oversight
        ((30, 30, 0, 0), Habit.LATE),  # half of them
        ((30, 0, 0), Habit.PROMPT),
    ],
)
def test_late_is_who_pays_half_of_three_or_more_invoices_more_than_ten_days_late(
    late: Sequence[int], habit: Habit
) -> None:
    assert habit_of(invoice(), *paid_after(*late))[1] is habit


def test_only_the_last_twelve_invoices_tell_how_a_client_pays() -> None:
    def each(days: int, late: int, name: str) -> list[Fact]:
        due = after(days)
        return [
            invoice(name, on=after(days - 10), due=due, total=f"{300 + days % 89}.00"),
            notice(
                credit(f"{300 + days % 89}.00", name, "ALPHA MENUISERIE"), on=after(days + late), mail=name
            ),
        ]

    old = [fact for n in range(12) for fact in each(-900 + n * 20, 15, f"A-{n:03}")]
    new = [fact for n in range(12) for fact in each(-400 + n * 20, 2, f"B-{n:03}")]

    assert habit_of(*old)[1] is Habit.LATE
    assert habit_of(*old, *new)[1] is Habit.PROMPT


def test_an_invoice_that_the_owner_calls_paid_says_nothing_of_when_the_money_came() -> None:
    facts: list[Fact] = []
    for n in range(4):
        facts += [
            invoice(f"V-{n}", to=ALPHA, on=after(-60), due=after(-50)),
            decided(Verb.PAID, f"V-{n}", on=after(-5)),
        ]

    assert habit_of(*facts) == (Standing.KNOWN, Habit.PROMPT)


def test_whether_any_step_looks_at_the_past_is_known_of_all_ladders() -> None:
    assert not asks_history(on(rung("a", 7, fits=Fits(owed_from=Decimal(3)))))
    assert asks_history(on(rung("a", 7, fits=Fits(standing=Standing.NEW))))
    assert asks_history(on(rung("a", 7, fits=Fits(habit=Habit.LATE))))
