"""Series: how numbers are read, which numbers are missing, and which doubtful one is right."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    MONDAY,
    after,
    case_of,
    credit_note,
    invoice,
    ledger_of,
    stated,
    unreadable,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.numbering import Known, learn, shapes
from relanced.casework.series import Gap, gaps
from relanced.model.facts import Fact, InvoiceSent
from relanced.model.names import InvoiceNumber

START = date(2026, 1, 5)
STYLES: dict[str, Callable[[int, date], str]] = {
    "by year": lambda n, on: f"F{on.year}-{n:03d}",
    "by year, slash": lambda n, on: f"{on.year}/{n:04d}",
    "by month": lambda n, on: f"FA-{on:%Y%m}-{n:04d}",
    "by month, year first": lambda n, on: f"{on:%Y-%m}-{n:02d}",
    "year last": lambda n, on: f"{n}/{on.year}",
    "short year, run together": lambda n, on: f"VTE-{on:%y}{n:04d}",
    "year run together": lambda n, on: f"{on.year}{n:05d}",
    "plain": lambda n, _on: f"{10_450 + n}",
    "plain with letters": lambda n, _on: f"INV {n}",
    "two letters": lambda n, _on: f"AB-{n:06d}-X",
}
styles = st.sampled_from(sorted(STYLES))
quick = settings(max_examples=60, deadline=None)


def series_of(style: str, count: int, *, every: int = 3, to: str = ALPHA) -> list[InvoiceSent]:
    """Consecutive invoices; by month, the counter begins anew."""
    made: list[InvoiceSent] = []
    counter, month = 0, 0
    for i in range(count):
        on = START + timedelta(days=every * i)
        counter = 1 if "month" in style and on.month != month else counter + 1
        month = on.month
        made.append(invoice(STYLES[style](counter, on), to=to, on=on, total=f"{100 + i}.00"))
    return made


def missing(found: tuple[Gap, ...]) -> set[str]:
    """All numbers of all gaps, where each gap is written out."""
    return {number for gap in found for number in (gap.first, gap.last)}


@quick
@given(styles, st.integers(12, 28), st.data())
def test_a_series_with_numbers_removed_shows_exactly_these(
    style: str, count: int, data: st.DataObject
) -> None:
    whole = series_of(style, count, every=1)
    periods = {gone.number: gone.issued_on.month for gone in whole}
    inner = [
        i
        for i in range(1, count - 1)
        if periods[whole[i - 1].number] == periods[whole[i + 1].number] or "month" not in style
    ]
    removed = data.draw(st.sets(st.sampled_from(inner), min_size=1, max_size=4))
    told = data.draw(st.permutations([each for i, each in enumerate(whole) if i not in removed]))
    found = gaps(told)

    assert sum(gap.count for gap in found) == len(removed)
    runs = [i for i in sorted(removed) if i - 1 not in removed]
    assert {gap.first for gap in found} == {whole[i].number for i in runs}
    ends = [i for i in sorted(removed) if i + 1 not in removed]
    assert {gap.last for gap in found} == {whole[i].number for i in ends}
    assert {gap.before for gap in found} == {whole[i - 1].number for i in runs}
    assert {gap.after for gap in found} == {whole[i + 1].number for i in ends}


@quick
@given(styles, st.integers(9, 25), st.data())
def test_a_doubtful_number_within_a_series_is_settled_right(
    style: str, count: int, data: st.DataObject
) -> None:
    whole = series_of(style, count, every=1)
    place = data.draw(st.integers(3, count - 1))
    decoys = data.draw(
        st.sets(st.sampled_from(["4500127-B", "BC 77", "DEV2026-9", "0612345678"]), min_size=1)
    )
    words = data.draw(st.permutations([whole[place].number, *decoys]))
    doubtful = invoice(words[0], on=whole[place].issued_on, total="7.00", rivals=tuple(words[1:]))
    facts: list[Fact] = [*(each for i, each in enumerate(whole) if i != place), doubtful]
    right = case_of(ledger_of(*data.draw(st.permutations(facts))), whole[place].number)

    assert right.holds == ()
    assert right.invoice.rivals == ()


@quick
@given(st.integers(0, 10_000), st.integers(3, 25))
def test_numbers_without_a_pattern_miss_nothing_and_settle_nothing(seed: int, count: int) -> None:
    draw = random.Random(seed)
    numbers = draw.sample(range(100_000, 999_999), count)
    facts = [invoice(str(number), on=after(i)) for i, number in enumerate(numbers)]
    doubtful = invoice("500123", to=BETA, on=after(count), rivals=("612345",))

    assert gaps(facts) == ()
    assert case_of(ledger_of(*facts, doubtful), "500123").holds != ()


def test_a_gap_names_its_neighbours_and_their_days() -> None:
    whole = series_of("by year", 8)
    (gap,) = gaps([*whole[:3], *whole[5:]])

    assert (gap.first, gap.last, gap.count) == ("F2026-004", "F2026-005", 2)
    assert (gap.before, gap.before_on) == ("F2026-003", START + timedelta(days=6))
    assert (gap.after, gap.after_on) == ("F2026-006", START + timedelta(days=15))


def test_several_series_are_each_their_own() -> None:
    invoices, others = series_of("by year", 9), series_of("plain", 9)
    notes = [credit_note(f"A2026-{n:02d}", on=after(n)) for n in (1, 2, 4)]

    assert missing(gaps([*invoices[:4], *invoices[5:], *others[:2], *others[3:], *notes])) == {
        "F2026-005",
        "10453",
        "A2026-03",
    }


def test_credit_notes_counted_apart_under_the_same_letters_are_a_series_of_their_own() -> None:
    invoices = [invoice(f"2026-{n:03d}", on=after(n)) for n in range(40, 60) if n != 50]
    notes = [credit_note(f"2026-{n:03d}", on=after(n * 10)) for n in (1, 2, 4)]

    assert missing(gaps([*invoices, *notes])) == {"2026-050", "2026-003"}


def test_a_counter_that_begins_anew_with_the_year_misses_nothing_between() -> None:
    december = [invoice(f"F2025-{n:03d}", on=date(2025, 12, n)) for n in range(1, 9)]
    january = [invoice(f"F2026-{n:03d}", on=date(2026, 1, n + 1)) for n in range(1, 9)]

    assert gaps([*december, *january]) == ()
    doubtful = invoice("88", on=date(2027, 1, 4), rivals=("F2027-001",))
    assert case_of(ledger_of(*december, *january, doubtful), "F2027-001").holds == ()


def test_numbers_before_the_first_of_a_year_are_not_missed() -> None:
    assert gaps([invoice(f"F2026-{n:03d}", on=after(n)) for n in range(20, 29)]) == ()


def test_what_the_owner_stated_is_not_missing_and_what_may_be_the_number_neither() -> None:
    whole = series_of("by year", 9)
    scan = unreadable(on=whole[4].issued_on)
    rest: list[Fact] = [*whole[:4], *whole[5:]]
    twins = [invoice(f"77{i}", on=whole[4].issued_on, total=f"{i}.00", rivals=("F2026-005",)) for i in (1, 2)]

    assert missing(gaps(rest)) == {"F2026-005"}
    assert gaps([*rest, scan, stated(scan, "F2026-005", on=MONDAY)]) == ()
    assert gaps([*rest, *twins]) == ()


def test_only_the_last_two_years_are_told() -> None:
    old = [invoice(f"{100 + n}", on=date(2023, 1, 1) + timedelta(days=n)) for n in (1, 2, 4, 5)]
    new = [invoice(f"{100 + n}", on=date(2026, 1, 1) + timedelta(days=n)) for n in (6, 7, 9)]

    assert missing(gaps([*old, *new])) == {"108"}


def test_one_misread_number_does_not_make_a_thousand_missing() -> None:
    whole = series_of("plain", 20)
    assert gaps([*whole, invoice("99999", on=after(30))]) == ()


@pytest.mark.parametrize(
    ("number", "pattern", "period", "counter"),
    [
        ("F2026-012", "f{YYYY}-{n}", (2026, 0, 0), 12),
        ("FA-202603-0007", "fa-{YYYYMM}-{n}", (2026, 3, 0), 7),
        ("2026/03/07", "{YYYY}-{MM}-{n}", (2026, 3, 0), 7),
        ("12/2026", "{n}-{YYYY}", (2026, 0, 0), 12),
        ("VTE-260499", "vte-{YY}{n4}", (2026, 0, 0), 499),
        ("R260312-01", "r{YYMMDD}-{n}", (2026, 3, 12), 1),
        ("10457", "{n}", (0, 0, 0), 10_457),
    ],
)
def test_a_number_is_read_in_the_way_that_its_day_allows(
    number: str, pattern: str, period: tuple[int, int, int], counter: int
) -> None:
    found = {(s.pattern, s.period, s.counter) for s in shapes(InvoiceNumber(number), date(2026, 3, 12))}

    assert (pattern, period, counter) in found


@pytest.mark.parametrize("number", ["", "Facture", "1" * 5_000, "1-2-3-4-5-6-7-8", "٣٤٥"])
def test_a_number_that_is_none_is_read_in_few_ways_or_not_at_all(number: str) -> None:
    assert len(shapes(InvoiceNumber(number), MONDAY)) <= 3


def test_the_same_number_seen_twice_teaches_once() -> None:
    known = [Known(InvoiceNumber("F-1"), MONDAY), Known(InvoiceNumber("f 1"), after(1))]

    assert learn(known) == ()
