"""Overview: the figures of the firm."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from time import process_time

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    MONDAY,
    RULES,
    after,
    credit,
    credit_note,
    decided,
    intended,
    invoice,
    ledger_of,
    notice,
    outcome,
    reminder,
    reply,
    went_back,
)
from casework.promises_makers import agreed
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.aging import aging
from relanced.casework.overview.dso import dso
from relanced.casework.overview.figures import Figures, Overview
from relanced.casework.overview.overview import overview
from relanced.casework.planning.plan import plan
from relanced.model.decided import Verb
from relanced.model.facts import Fact, InvoiceSent, Outcome
from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.rules import Rules


def look(*facts: Fact, on: date, rules: Rules = RULES) -> Overview:
    ledger = ledger_of(*facts, rules=rules)
    return overview(ledger, plan(ledger, rules, on), facts, rules, on)


def euros(*facts: Fact, on: date) -> Figures:
    return next(each for each in look(*facts, on=on).figures if each.currency == "EUR")


def paid(number: str, amount: str, on: date, payer: str = "ALPHA MENUISERIE") -> Fact:
    return notice(credit(amount, number, payer), on=on, mail=number)


def history(*delays: int, to: str = ALPHA) -> tuple[Fact, ...]:
    """One invoice a delay, each paid so many days after its due day."""
    payer = to.partition("@")[2].partition(".")[0].upper() + " MENUISERIE"
    facts: list[Fact] = []
    for n, delay in enumerate(delays):
        number, total = f"H2026-1{n:02d}", f"{101 + n}.00"
        facts.append(invoice(number, to=to, total=total, due=after(n)))
        facts.append(paid(number, total, after(n + delay), payer))
    return tuple(facts)


def test_a_firm_that_invoiced_nothing_has_no_figures() -> None:
    found = look(on=MONDAY)

    assert found.figures == ()
    assert found.counts.open_invoices == found.counts.clients == 0


def test_the_balance_is_that_of_aging() -> None:
    facts = (
        invoice("F1", total="100.00"),
        invoice("F2", total="30.00", to=BETA, due=after(40)),
        invoice("F3", total="7.00", currency="CHF"),
        decided(Verb.DISPUTE, "F1", on=after(1)),
    )
    found = {each.currency: each for each in look(*facts, on=after(35)).figures}

    assert set(found) == {"EUR", "CHF"}
    euro = found["EUR"].buckets
    assert (euro.not_due.plain, euro.days_31_60.plain, euro.total.plain, euro.held.plain) == (
        "30.00",
        "100.00",
        "130.00",
        "100.00",
    )
    assert euro.overdue == Money(10_000, "EUR")
    assert found["CHF"].buckets.total == Money(700, "CHF")


def test_what_is_listed_only_stands_apart() -> None:
    found = euros(
        invoice("F1", on=date(2025, 12, 1), total="50.00"), invoice("F2", total="20.00"), on=after(9)
    )

    assert (found.listed.plain, found.buckets.total.plain, found.open_invoices) == ("50.00", "20.00", 1)
    assert found.late_payers[0].overdue == Money(2_000, "EUR")


def test_what_is_owed_back_is_told() -> None:
    facts = (
        invoice("F1", total="100.00"),
        paid("F1", "100.00", after(1)),
        credit_note(corrects="F1", total="20.00", on=after(2)),
        credit_note("A2", total="5.00", on=after(3)),
    )
    assert euros(*facts, on=after(9)).owed_back == Money(2_500, "EUR")


# DSO.


def test_the_dso_counts_back_month_by_month() -> None:
    sales = {(2026, 6): 12_500, (2026, 5): 10_000, (2026, 4): 6_000}

    assert dso(20_000, sales, date(2026, 6, 30)) == 30 + round(7_500 / 10_000 * 31)
    assert dso(25_000, sales, date(2026, 6, 30)) == round(30 + 31 + 2_500 / 6_000 * 30)


def test_a_month_without_sales_counts_with_its_days() -> None:
    assert dso(100, {(2026, 6): 50, (2026, 4): 50}, date(2026, 6, 10)) == 10 + 31 + 30


@pytest.mark.parametrize(
    ("owed", "sales"),
    [
        (100, {}),  # nothing was invoiced
        (100, {(2026, 5): 400}),  # a firm of six weeks
        (500, {(2026, 6): 100, (2026, 1): 100}),  # more is owed than was ever invoiced
    ],
)
def test_where_too_little_is_known_there_is_no_dso(owed: int, sales: dict[tuple[int, int], int]) -> None:
    assert dso(owed, sales, date(2026, 6, 10)) is None


def test_who_owes_nothing_has_a_dso_of_zero() -> None:
    assert dso(0, {(2026, 1): 100}, date(2026, 6, 10)) == 0


def test_the_dso_leaves_out_who_is_insolvent_and_what_was_credited() -> None:
    old = invoice("F0", on=date(2026, 1, 5), total="100.00")
    sound = (old, paid("F0", "100.00", date(2026, 1, 9)), invoice("F1", on=date(2026, 4, 1), total="100.00"))
    more = (
        invoice("F2", on=date(2026, 2, 2), to=BETA, total="900.00"),
        reply(Intent.INSOLVENCY, on=date(2026, 4, 2), sender=BETA),
        invoice("F3", on=date(2026, 2, 3), total="300.00"),
        credit_note(corrects="F3", total="300.00", on=date(2026, 2, 4)),
    )
    today = date(2026, 4, 10)

    assert euros(*sound, on=today).dso == euros(*sound, *more, on=today).dso == 10


def test_the_best_dso_is_that_of_what_is_not_due() -> None:
    facts = (
        invoice("F0", on=date(2026, 1, 5), total="100.00"),
        invoice("F1", on=date(2026, 4, 1), total="100.00", due=date(2026, 5, 1)),
    )
    found = euros(*facts, on=date(2026, 4, 10))

    assert found.best_dso == 10
    assert found.dso is not None
    assert found.dso > 10


# Late payers.


def test_who_costs_most_by_lateness_comes_first() -> None:
    facts = (
        invoice("F1", to=ALPHA, total="100.00"),
        invoice("F2", to=BETA, total="1000.00"),
        invoice("F3", to="x@gamma.example", due=after(90), total="9999.00"),
    )
    found = euros(*facts, on=after(20)).late_payers

    assert [(each.client.key, each.overdue.plain, each.worst) for each in found] == [
        ("beta.example", "1000.00", 20),
        ("alpha.example", "100.00", 20),
    ]


def test_lateness_is_weighted_by_amount_and_early_money_is_not_negative() -> None:
    facts = (
        invoice("F1", total="300.00", due=after(10)),
        paid("F1", "300.00", after(30)),
        invoice("F2", total="100.00", due=after(50)),
        paid("F2", "100.00", after(40)),
    )
    (found,) = euros(*facts, on=after(60)).late_payers

    assert (found.invoices_paid, found.days_late, found.worst) == (2, 15, 20)
    assert found.overdue.cents == 0


def test_money_that_went_back_paid_nothing() -> None:
    facts = (
        invoice("F1", total="300.00"),
        paid("F1", "300.00", after(30)),
        went_back(credit("300.00", "F1", "ALPHA MENUISERIE"), on=after(33)),
    )
    (found,) = euros(*facts, on=after(40)).late_payers

    assert (found.invoices_paid, found.days_late, found.worst) == (0, None, 40)


def test_nobody_is_called_late_who_is_insolvent() -> None:
    facts = (invoice("F1"), reply(Intent.INSOLVENCY, on=after(3)))

    assert euros(*facts, on=after(40)).late_payers == ()


# What is expected.


def test_a_promise_is_expected_on_its_day_and_within_its_grace_this_week() -> None:
    facts = (
        invoice("F1", total="100.00"),
        reply(Intent.PROMISE, on=after(8), promised_on=after(22), mentions=("F1",)),
    )
    before, within = euros(*facts, on=after(9)), euros(*facts, on=after(23))

    (told,) = before.promised
    assert (told.on, told.client.key, told.invoices, told.amount.plain, told.is_instalment) == (
        after(22),
        "alpha.example",
        ("F1",),
        "100.00",
        False,
    )
    assert [week.start for week in before.expected if week.promised.cents] == [after(21)]
    assert [week.start for week in within.expected if week.promised.cents] == [after(21)]
    assert before.unknown.cents == 0


def test_a_broken_promise_is_expected_no_more() -> None:
    facts = (
        invoice("F1", total="100.00"),
        reply(Intent.PROMISE, on=after(8), promised_on=after(10), mentions=("F1",)),
    )
    found = euros(*facts, on=after(30))

    assert found.promised == ()
    assert found.unknown.plain == "100.00"


def test_instalments_are_expected_part_by_part() -> None:
    facts = (
        invoice(total="1200.00"),
        agreed((after(14), "600.00"), (after(120), "600.00"), on=after(9)),
    )
    found = euros(*facts, on=after(10))

    assert [(each.on, each.amount.plain, each.is_instalment) for each in found.promised] == [
        (after(14), "600.00", True),
        (after(120), "600.00", True),
    ]
    assert [(week.start, week.planned.plain) for week in found.expected if week.total.cents] == [
        (after(14), "600.00")
    ]
    assert (found.later.planned.plain, found.later.promised.plain) == ("600.00", "0.00")


def test_a_habit_needs_three_paid_invoices() -> None:
    coming = invoice("F9", total="70.00", due=after(60))
    two, three = euros(*history(5, 9), coming, on=after(50)), euros(*history(5, 9, 30), coming, on=after(50))

    assert two.unknown.plain == "70.00"
    assert three.unknown.cents == 0
    assert [(week.start, week.habit.plain) for week in three.expected if week.habit.cents] == [
        (after(63), "70.00")  # the Monday of the week of day 69
    ]


def test_an_invoice_later_than_the_habit_is_not_expected_any_day_now() -> None:
    found = euros(*history(5, 6, 7, 8), invoice("F9", total="70.00", due=after(60)), on=after(90))

    assert found.unknown.plain == "70.00"


def test_a_disputed_invoice_is_expected_by_no_habit() -> None:
    facts = (
        *history(5, 6, 7),
        invoice("F9", total="70.00", due=after(60)),
        decided(Verb.DISPUTE, "F9", on=after(20)),
    )
    assert euros(*facts, on=after(40)).unknown.plain == "70.00"


# Counts.


def test_what_came_in_and_which_letters_left_within_thirty_days() -> None:
    facts = (
        invoice("F1", total="100.00"),
        invoice("F2", total="50.00"),
        paid("F1", "100.00", after(30)),
        reminder(("F2", "rappel"), on=after(7)),
        reminder(("F2", "relance"), on=after(25)),
        reminder(("F1", "remerciement"), on=after(31)),  # asks for nothing
        intended(("F2", "ferme"), on=after(36)),
        outcome(Outcome.SENT, on=after(36)),
    )
    found = look(*facts, on=after(40))

    assert found.figures[0].came_in.plain == "100.00"
    assert found.counts.reminders == 2
    assert (found.counts.open_invoices, found.counts.clients) == (1, 1)
    assert look(*facts, on=after(60)).figures[0].came_in.cents == 0


# Laws.

_days = st.integers(0, 120).map(after)
_numbers = st.sampled_from(["F1", "F2", "F3", "F4"])
_invoices = st.lists(
    st.tuples(_numbers, st.sampled_from([ALPHA, BETA]), st.integers(1, 99_999), st.integers(0, 90)),
    min_size=1,
    max_size=4,
    unique_by=lambda each: each[0],
)
_events = st.lists(
    st.one_of(
        st.builds(
            lambda n, cents, on: paid(n, f"{cents / 100:.2f}", on), _numbers, st.integers(1, 99_999), _days
        ),
        st.builds(lambda n, on: paid(n, "100.00", on), _numbers, _days),
        st.builds(
            lambda n, on, by: reply(Intent.PROMISE, on=on, promised_on=by, mentions=(n,)),
            _numbers,
            _days,
            _days,
        ),
        st.builds(
            lambda verb, n, on: decided(verb, n, on=on),
            st.sampled_from([Verb.DISPUTE, Verb.PAID, Verb.WRITE_OFF, Verb.PAUSE, Verb.IGNORE]),
            _numbers,
            _days,
        ),
        st.builds(lambda n, on: credit_note(f"A-{n}", corrects=n, total="50.00", on=on), _numbers, _days),
        st.builds(
            lambda n, on, first: agreed((first, "10.00"), (first + timedelta(30), "500.00"), on=on, of=(n,)),
            _numbers,
            _days,
            _days,
        ),
    ),
    max_size=6,
)


def _sent(told: list[tuple[str, str, int, int]]) -> list[InvoiceSent]:
    return [
        invoice(number, to=to, total=f"{cents / 100:.2f}", due=after(due)) for number, to, cents, due in told
    ]


@settings(max_examples=150, deadline=None)
@given(
    told=_invoices,
    events=_events,
    on=_days,
    past=st.lists(st.integers(-5, 40), max_size=4),
    seed=st.integers(),
)
def test_sums_agree_and_no_order_matters(
    told: list[tuple[str, str, int, int]], events: list[Fact], on: date, past: list[int], seed: int
) -> None:
    facts: list[Fact] = [*_sent(told), *events, *history(*past)]
    found = look(*facts, on=on)
    shuffled = list(facts)
    Random(seed).shuffle(shuffled)

    assert look(*shuffled, on=on) == found
    rows = aging(ledger_of(*facts), on)
    for each in found.figures:
        owed, mine = each.buckets, [row for row in rows if row.total.currency == each.currency]
        parts = (owed.not_due, owed.days_1_30, owed.days_31_60, owed.days_61_90, owed.over_90)
        assert sum(part.cents for part in parts) == owed.total.cents
        assert owed.total.cents == sum(row.total.cents for row in mine)
        assert 0 <= owed.held.cents == sum(row.held.cents for row in mine) <= owed.total.cents
        assert each.owed_back.cents == sum(row.owed_back.cents for row in mine)
        expected = sum(week.total.cents for week in (*each.expected, each.later))
        assert 0 <= expected <= owed.total.cents
        assert expected + each.unknown.cents == owed.total.cents
        assert sum(told.amount.cents for told in each.promised) <= expected
        assert [week.start.weekday() for week in each.expected] == [0] * 12


def test_forty_thousand_cases_take_seconds() -> None:
    base = ledger_of(*history(5, 6, 7), invoice("F9", total="70.00", due=after(60)))
    (account,) = base.accounts.values()
    cases = tuple(replace(case) for case in account.cases for _ in range(10_000))
    ledger = replace(base, accounts={account.client.key: replace(account, cases=cases)})

    begun = process_time()
    found = overview(ledger, (), (), RULES, after(50))

    assert found.counts.open_invoices == 10_000
    assert process_time() - begun < 4  # half a second on a quiet machine; quadratic would take minutes
