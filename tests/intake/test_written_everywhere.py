"""Amounts and days as the programs of every relevant land write them (Unicode CLDR, by babel) are read back."""

from datetime import date
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.amounts import find_amounts
from relanced.intake.days import find_days
from relanced.model.money import Money

LANDS = [
    "fr_FR",
    "fr_BE",
    "fr_CH",
    "fr_LU",
    "fr_CA",
    "en_GB",
    "en_IE",
    "en_US",
    "en_CA",
    "en_AU",
    "de_DE",
    "de_AT",
    "de_CH",
    "de_LI",
    "es_ES",
    "es_MX",
    "it_IT",
    "it_CH",
    "nl_NL",
    "nl_BE",
    "pt_PT",
    "pt_BR",
    "ca_ES",
    "sv_SE",
    "da_DK",
    "nb_NO",
    "fi_FI",
    "pl_PL",
    "cs_CZ",
]
DAYS_IN_FIGURES = [
    "fr_FR",
    "fr_BE",
    "fr_CH",
    "fr_LU",
    "en_GB",
    "en_IE",
    "en_AU",
    "de_DE",
    "de_AT",
    "de_CH",
    "es_ES",
    "it_IT",
    "it_CH",
    "nl_NL",
    "nl_BE",
    "pt_PT",
    "da_DK",
]
DAYS_IN_WORDS = [
    *[
        "fr_FR",
        "fr_BE",
        "fr_CH",
        "fr_CA",
        "en_GB",
        "en_IE",
        "en_US",
        "en_AU",
        "de_DE",
        "de_AT",
        "de_CH",
        "es_ES",
        "es_MX",
        "it_IT",
        "it_CH",
    ],
    *["nl_NL", "nl_BE", "pt_PT", "pt_BR", "sv_SE", "da_DK", "nb_NO"],
]
cents = st.integers(-(10**10), 10**10)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("land", LANDS)
@given(cents, st.sampled_from(["EUR", "CHF", "GBP", "USD"]))
def test_money_with_its_sign_is_read_back_whatever_the_land(land: str, amount: int, currency: str) -> None:
    written = format_currency(Decimal(amount) / 100, currency, locale=land)
    found = list(find_amounts(f"Total {written} ."))

    assert [each.money for each in found] == [Money(amount, currency)], written
    assert all(each.has_currency and each.has_cents for each in found)


@pytest.mark.parametrize("land", LANDS)
@given(cents)
def test_bare_figures_are_read_back_in_the_currency_of_the_paper(land: str, amount: int) -> None:
    written = format_decimal(Decimal(amount) / 100, "#,##0.00", locale=land)

    assert [each.money for each in find_amounts(f"Total {written}", "CHF")] == [Money(amount, "CHF")], written


@pytest.mark.parametrize("land", DAYS_IN_FIGURES)
@given(days)
def test_a_day_in_figures_is_read_back_whatever_the_land(land: str, day: date) -> None:
    for style in ("short", "medium"):
        written = format_date(day, style, locale=land)
        found = [each.day for each in find_days(f"Date : {written}.")]
        assert found == [day], written


@pytest.mark.parametrize("land", DAYS_IN_WORDS)
@given(days)
def test_a_day_in_words_is_read_back_whatever_the_land(land: str, day: date) -> None:
    for style in ("long", "full"):
        written = format_date(day, style, locale=land)
        assert [each.day for each in find_days(f"Date : {written}.")] == [day], written


@given(days)
def test_an_american_paper_is_read_month_first(day: date) -> None:
    written = format_date(day, "short", locale="en_US")

    assert [each.day for each in find_days(written, month_first=True)] == [day], written


@pytest.mark.parametrize(
    ("written", "money"),
    [
        ("CHF 1'200.--", Money(120_000, "CHF")),
        ("1.200,-- €", Money(120_000, "EUR")),
        ("Fr. 500.-", Money(50_000, "CHF")),
        ("120,00-", Money(-12_000, "EUR")),
        ("EUR 1.234,50-", Money(-123_450, "EUR")),
        ("250 000 F CFA", Money(250_000, "XOF")),
        ("3. 1. 2026", None),
    ],
)
def test_habits_that_no_table_of_lands_knows(written: str, money: Money | None) -> None:
    found = [each.money for each in find_amounts(written) if each.has_cents or each.has_currency]

    assert found == ([money] if money else [])


def test_spaces_between_day_month_and_year_make_no_other_day() -> None:
    assert [each.day for each in find_days("3. 1. 2026")] == [date(2026, 1, 3)]
    assert [each.day for each in find_days("03 / 01 / 2026")] == [date(2026, 1, 3)]
