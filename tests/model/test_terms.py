"""Terms give the days that the law means, in both lawful ways of counting, and say themselves in words.

The table was counted by hand on a calendar. Article L441-10 I of the code de commerce: thirty days
where nothing is agreed; at most sixty days after issue, or forty-five days end of month where that is
agreed, or forty-five days after issue for a periodic invoice (article 289 I 3 of the CGI). The CEPC
accepts both ways of counting «end of month».
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.model.terms import USUAL, Counting, EndOfMonth, Terms

FORTY_FIVE_END = Terms(days=45, counting=Counting.EITHER)
issue_days = st.dates(date(2000, 1, 1), date(2090, 1, 1))
any_terms = st.builds(
    Terms,
    days=st.integers(0, 120),
    months=st.integers(0, 3),
    counting=st.sampled_from(Counting),
    on_day=st.none() | st.integers(1, 31),
)

BY_HAND = [
    (USUAL, "2026-01-31", "2026-03-02", "2026-03-02"),  # February 2026 has 28 days
    (USUAL, "2028-01-31", "2028-03-01", "2028-03-01"),  # 2028 is a leap year
    (Terms(days=60), "2026-12-15", "2027-02-13", "2027-02-13"),
    (Terms(days=45), "2026-04-30", "2026-06-14", "2026-06-14"),  # the periodic invoice of April
    (FORTY_FIVE_END, "2026-01-01", "2026-02-28", "2026-03-17"),  # 15 February; 31 January + 45
    (FORTY_FIVE_END, "2026-01-14", "2026-02-28", "2026-03-17"),  # 28 February: the last day that stays in it
    (FORTY_FIVE_END, "2026-01-15", "2026-03-31", "2026-03-17"),  # 1 March
    (FORTY_FIVE_END, "2026-02-28", "2026-04-30", "2026-04-14"),
    (FORTY_FIVE_END, "2026-03-16", "2026-04-30", "2026-05-15"),  # 30 April
    (FORTY_FIVE_END, "2026-03-17", "2026-05-31", "2026-05-15"),  # 1 May
    (FORTY_FIVE_END, "2026-11-30", "2027-01-31", "2027-01-14"),
    (Terms(days=30, counting=Counting.EITHER), "2026-01-30", "2026-03-31", "2026-03-02"),  # 1 March
    (Terms(days=30, counting=Counting.EITHER), "2026-03-31", "2026-04-30", "2026-04-30"),  # both the same
    (Terms(days=45, counting=Counting.EITHER, on_day=10), "2026-03-12", "2026-05-10", "2026-06-10"),
    (Terms(counting=Counting.DAYS_FIRST), "2026-02-12", "2026-02-28", "2026-02-28"),
    (Terms(counting=Counting.MONTH_FIRST, on_day=10), "2026-12-03", "2027-01-10", "2027-01-10"),
    (Terms(counting=Counting.MONTH_FIRST, on_day=30), "2026-01-20", "2026-02-28", "2026-02-28"),
    (Terms(months=1, counting=Counting.MONTH_FIRST), "2026-02-15", "2026-03-31", "2026-03-31"),
    (Terms(months=1, days=10, counting=Counting.MONTH_FIRST), "2026-02-15", "2026-04-10", "2026-04-10"),
    (Terms(months=2), "2026-12-31", "2027-02-28", "2027-02-28"),
    (Terms(days=30, on_day=10), "2026-04-15", "2026-06-10", "2026-06-10"),
    (Terms(), "2026-05-04", "2026-05-04", "2026-05-04"),
]


@pytest.mark.parametrize(("terms", "issued", "days_first", "month_first"), BY_HAND)
def test_the_days_counted_by_hand(terms: Terms, issued: str, days_first: str, month_first: str) -> None:
    issued_on = date.fromisoformat(issued)

    assert str(terms.due_on(issued_on)) == days_first
    assert str(terms.due_on(issued_on, EndOfMonth.MONTH_FIRST)) == month_first


@pytest.mark.parametrize(("terms", "issued", "days_first", "month_first"), BY_HAND)
def test_the_other_reading_is_given_where_it_is_another_day(
    terms: Terms, issued: str, days_first: str, month_first: str
) -> None:
    other = terms.other_reading(date.fromisoformat(issued), EndOfMonth.DAYS_FIRST)

    assert str(other) == (month_first if month_first != days_first else "None")


@given(any_terms, issue_days, st.sampled_from(EndOfMonth))
def test_nothing_is_due_before_it_is_issued(terms: Terms, issued: date, reading: EndOfMonth) -> None:
    assert terms.due_on(issued, reading) >= issued


@given(st.integers(0, 120), issue_days)
def test_the_two_readings_are_less_than_a_month_apart(days: int, issued: date) -> None:
    terms = Terms(days=days, counting=Counting.EITHER)
    first, second = (terms.due_on(issued, reading) for reading in EndOfMonth)

    assert abs(first - second) <= timedelta(days=31)


@given(any_terms, issue_days, st.sampled_from(EndOfMonth))
def test_the_other_reading_of_the_other_reading_is_the_first(
    terms: Terms, issued: date, reading: EndOfMonth
) -> None:
    other = next(each for each in EndOfMonth if each is not reading)
    day = terms.other_reading(issued, reading)

    assert day is None or (day, terms.other_reading(issued, other)) == (
        terms.due_on(issued, other),
        terms.due_on(issued, reading),
    )


@given(any_terms, issue_days, issue_days, st.sampled_from(EndOfMonth))
def test_a_later_invoice_is_never_due_earlier(
    terms: Terms, one: date, two: date, reading: EndOfMonth
) -> None:
    early, late = sorted((one, two))

    assert terms.due_on(early, reading) <= terms.due_on(late, reading)


@given(any_terms, issue_days)
def test_the_day_of_a_month_is_kept_or_is_its_last(terms: Terms, issued: date) -> None:
    due = terms.due_on(issued)
    if terms.on_day is not None:
        assert due.day == terms.on_day or (due.day < terms.on_day and (due + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (Terms(), "on receipt"),
        (Terms(days=1), "1 day"),
        (Terms(months=2), "2 months"),
        (Terms(days=30, counting=Counting.EITHER), "30 days, end of month"),
        (Terms(days=30, counting=Counting.DAYS_FIRST), "30 days, then end of month"),
        (Terms(days=30, counting=Counting.MONTH_FIRST), "end of month, then 30 days"),
        (Terms(counting=Counting.DAYS_FIRST), "end of month"),
        (
            Terms(counting=Counting.MONTH_FIRST, on_day=10),
            "end of month, then the next day 10 of a month",
        ),
    ],
)
def test_terms_say_themselves_in_words(terms: Terms, words: str) -> None:
    assert str(terms) == words
