"""Money never mixes currencies, never loses a cent, reads back what it writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.model.money import CurrencyMixError, Money, money_of, totals

currencies = st.sampled_from(["EUR", "GBP", "CHF", "JPY", "TND"])
amounts = st.builds(Money, st.integers(-(10**12), 10**12), currencies)


def test_two_currencies_never_meet_in_a_sum() -> None:
    with pytest.raises(CurrencyMixError):
        Money(1, "EUR") + Money(1, "GBP")


@given(amounts)
def test_what_is_written_plain_reads_back(amount: Money) -> None:
    assert money_of(amount.plain, amount.currency) == amount


def test_each_currency_has_its_own_number_of_digits() -> None:
    assert (Money(120_000, "EUR").plain, Money(120_000, "JPY").plain, Money(1_500, "TND").plain) == (
        "1200.00",
        "120000",
        "1.500",
    )


@pytest.mark.parametrize("text", ["12.345", "12,00", "a", "", "NaN", "1e400", "Infinity"])
def test_what_is_no_whole_number_of_cents_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|minor units"):
        money_of(text, "EUR")


@given(st.lists(amounts))
def test_totals_keep_every_cent_of_every_currency(parts: list[Money]) -> None:
    sums = totals(parts)

    assert [total.currency for total in sums] == sorted({part.currency for part in parts})
    for total in sums:
        assert total.cents == sum(part.cents for part in parts if part.currency == total.currency)
