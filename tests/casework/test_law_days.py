"""On which day money counts for interest: its value day, as far as that can be true; a credit note's own day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from casework.casework_makers import (
    assigned,
    case_of,
    credit,
    credit_note,
    invoice,
    ledger_of,
    notice,
)
from casework.law_makers import client, rules

from relanced.casework.law.balance import ONE_DAY, stretches
from relanced.casework.law.charges import charges_of
from relanced.casework.law.months import months_after
from relanced.casework.ledger import Case

DUE = date(2026, 3, 2)
TOLD = date(2026, 4, 10)


def paid_case(value_on: date | None) -> Case:
    money = notice(credit("1200.00", "F2026-001", on=value_on), on=TOLD)
    return case_of(ledger_of(invoice(due=DUE), money))


@pytest.mark.parametrize(
    ("value_on", "counts"),
    [
        (None, TOLD),
        (TOLD - timedelta(days=3), TOLD - timedelta(days=3)),
        (TOLD + timedelta(days=3), TOLD),  # money is not late on a day to come
        (date(2006, 4, 10), TOLD),  # misread
    ],
)
def test_a_payment_counts_by_its_value_day(value_on: date | None, counts: date) -> None:
    case = paid_case(value_on)
    assert [posting.on for posting in case.postings] == [counts]
    [span] = charges_of(case, client(), rules(), date(2026, 6, 1)).spans
    assert span.until == counts


def test_so_does_one_that_the_owner_assigned_later() -> None:
    unclear = notice(credit("700.00", "virement", "Inconnu", on=TOLD), on=TOLD)
    word = assigned(unclear, "F2026-001", on=TOLD + timedelta(days=20))
    case = case_of(ledger_of(invoice(due=DUE), unclear, word))
    assert [posting.on for posting in case.postings] == [TOLD]


def test_a_credit_note_counts_by_the_day_that_stands_on_it() -> None:
    note = replace(credit_note(corrects="F2026-001", total="200.00", on=TOLD), issued_on=date(2026, 4, 1))
    case = case_of(ledger_of(invoice(due=DUE), note))
    first, second = charges_of(case, client(), rules(), date(2026, 6, 1)).spans
    assert (first.until, first.principal.plain) == (date(2026, 4, 1), "1200.00")
    assert (second.since, second.principal.plain) == (date(2026, 4, 2), "1000.00")


def test_the_last_days_of_the_calendar_are_counted_as_any() -> None:
    case = case_of(ledger_of(invoice(due=DUE)))
    paid = replace(case, postings=tuple(replace(each, on=date.max) for each in paid_case(None).postings))
    for each in (case, paid):
        [late] = stretches(each, date.max, datetime.date)
        assert (late.since, late.until) == (DUE + ONE_DAY, date.max - ONE_DAY)


@pytest.mark.parametrize(("day", "count", "found"), [(date.max, 2, date.max), (date.min, -2, date.min)])
def test_months_beyond_the_calendar_end_with_it(day: date, count: int, found: date) -> None:
    assert months_after(day, count) == found
