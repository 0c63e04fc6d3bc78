"""Amounts are read as people write them, in every land's habit, and written amounts come back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.amounts import currency_of, find_amounts, parse_number
from relanced.model.money import Money

cents = st.integers(0, 10**11 - 1)
STYLES = [
    (" ", ","),
    ("\u00a0", ","),
    ("\u202f", ","),
    (".", ","),
    (",", "."),
    ("'", "."),
    ("", ","),
    ("", "."),
]


def written(amount: int, group: str, point: str) -> str:
    return f"{amount // 100:,}".replace(",", group) + f"{point}{amount % 100:02d}"


@given(cents, st.sampled_from(STYLES), st.sampled_from(["{} €", "€{}", "{} EUR", "EUR {}", "{}€"]))
def test_what_is_written_is_read_back(amount: int, style: tuple[str, str], dress: str) -> None:
    text = f"Total : {dress.format(written(amount, *style))} ."
    (found,) = find_amounts(text)

    assert found.money == Money(amount, "EUR")
    assert found.has_cents
    assert found.has_currency
    assert text[found.start : found.end].strip() in text


@given(cents, st.sampled_from(["-", "\u2212", "\u2013"]))
def test_a_sign_makes_it_negative(amount: int, sign: str) -> None:
    (found,) = find_amounts(f"{sign}{written(amount, ' ', ',')} €")

    assert found.money == Money(-amount, "EUR")


@given(st.text(max_size=200))
def test_any_text_is_read_without_trouble_and_in_order(text: str) -> None:
    starts = [found.start for found in find_amounts(text)]

    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("number", "currency", "units"),
    [
        ("1.234", "EUR", 123400),
        ("1,234", "GBP", 123400),
        ("1.234.567,8", "EUR", 123456780),
        ("12'500.00", "CHF", 1250000),
        ("1234.5", "EUR", 123450),
        ("1.234", "TND", 1234),
        ("5000", "JPY", 5000),
    ],
)
def test_separators_are_understood(number: str, currency: str, units: int) -> None:
    assert parse_number(number, currency) == Money(units, currency)


@pytest.mark.parametrize("number", ["1234567890123", "1.23"])
def test_what_a_currency_cannot_hold_is_no_amount(number: str) -> None:
    assert parse_number(number, "JPY") is None


def test_signs_words_and_codes_name_a_currency() -> None:
    assert [currency_of(word) for word in ("€", "euros", "gbp", "Fr.", "kg")] == [
        "EUR",
        "EUR",
        "GBP",
        "CHF",
        None,
    ]


def test_numbers_inside_words_are_no_amounts() -> None:
    assert not [found for found in find_amounts("F2026-0412 A4x") if found.has_cents or found.has_currency]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("SFr. 1'234.50", ["1234.50 CHF"]),
        ("Frs 12.50", ["12.50 CHF"]),
        ("CHF. 12.00", ["12.00 CHF"]),
        ("1´234.50 CHF", ["1234.50 CHF"]),
        ("12€50", ["12.50 EUR"]),
        ("CAD 12.00", ["12.00 CAD"]),
        ("4 cad", ["4.00 EUR"]),  # Italian for four pieces
        ("0,125", []),
        ("10.06.2026", []),
    ],
)
def test_money_of_other_lands_and_shops_is_read_and_figures_alike_are_not(text: str, read: list[str]) -> None:
    assert [str(found.money) for found in find_amounts(text)] == read
