"""Money, days and lists as each language writes them."""

from datetime import date

import pytest
from letters.letter_makers import FIRM, reminder_of

from relanced.letters.context import letter_context
from relanced.letters.filters import LocalFilters, locale_of, owed
from relanced.model.money import Money

FRENCH = LocalFilters(locale_of("fr", "FR"))
ENGLISH = LocalFilters(locale_of("en", "FR"))


@pytest.mark.parametrize(
    ("cents", "currency", "french", "english"),
    [
        (123_456_780, "EUR", "1\u202f234\u202f567,80\xa0€", "€1,234,567.80"),
        (30_000, "USD", "300,00\xa0$US", "US$300.00"),
        (1200, "JPY", "1\u202f200\xa0JPY", "JP¥1,200"),
        (3125, "TND", "3,125\xa0TND", "TND3.125"),
        (1234, "LAK", "12,34\xa0LAK", "LAK12.34"),
    ],
)
def test_money_is_written_as_the_language_writes_it_and_to_the_last_minor_unit(
    cents: int, currency: str, french: str, english: str
) -> None:
    assert FRENCH.money(Money(cents, currency)) == french
    assert ENGLISH.money(Money(cents, currency)) == english


def test_amounts_of_several_currencies_are_listed_and_never_added() -> None:
    lines = letter_context(reminder_of(several=True), FIRM).chased

    assert owed(lines) == (Money(215_000, "EUR"), Money(60_000, "USD"))
    assert FRENCH.money(owed(lines)) == "2\u202f150,00\xa0€ et 600,00\xa0$US"


def test_french_days_have_their_ordinal_and_do_not_break() -> None:
    assert FRENCH.day(date(2026, 3, 1)) == "1er\xa0mars 2026"
    assert FRENCH.day(date(2026, 3, 11)) == "11\xa0mars 2026"
    assert FRENCH.day([date(2026, 3, 1), date(2026, 4, 2)]) == "1er\xa0mars et 2\xa0avril 2026"
    assert ENGLISH.day(date(2026, 3, 1)) == "1\xa0March 2026"


@pytest.mark.parametrize(
    ("language", "country", "written"),
    [
        ("fr", "FR", "17 et 28 juillet, 11 août et 19 novembre 2026"),
        ("en", "FR", "17 and 28 July, 11 August and 19 November 2026"),
        ("de", "DE", "17. und 28. Juli, 11. August und 19. November 2026"),
        ("es", "ES", "17 y 28 de julio, 11 de agosto y 19 de noviembre de 2026"),
        ("it", "IT", "17 e 28 luglio, 11 agosto e 19 novembre 2026"),
        ("nl", "NL", "17 en 28 juli, 11 augustus en 19 november 2026"),
        ("en", "US", "July 17, 2026, July 28, 2026, August 11, 2026, and November 19, 2026"),
    ],
)
def test_days_in_a_row_name_month_and_year_once(language: str, country: str, written: str) -> None:
    days = [date(2026, 7, 17), date(2026, 7, 28), date(2026, 8, 11), date(2026, 11, 19)]

    assert LocalFilters(locale_of(language, country)).day(days).replace("\xa0", " ") == written


def test_days_in_a_row_name_each_year() -> None:
    days = [date(2025, 12, 1), date(2025, 12, 28), date(2026, 1, 3)]

    assert FRENCH.day(days) == "1er et 28\xa0décembre 2025 et 3\xa0janvier 2026"


def test_short_days_have_four_digits_of_year() -> None:
    assert FRENCH.short_day(date(2026, 3, 1)) == "01/03/2026"
    assert LocalFilters(locale_of("en", "US")).short_day(date(2026, 3, 1)) == "3/1/2026"


def test_days_are_counted_in_the_plural_of_the_language() -> None:
    assert (FRENCH.days(1), FRENCH.days(-17)) == ("1\xa0jour", "17\xa0jours")
    assert (ENGLISH.days(1), ENGLISH.days(17)) == ("1 day", "17 days")


@pytest.mark.parametrize(
    ("language", "country", "locale"),
    [
        ("fr", "FR", "fr_FR"),
        ("fr", "BE", "fr_BE"),
        ("de", "FR", "de"),
        ("en", "FR", "en_GB"),
        ("en", "US", "en_US"),
        ("xx", "FR", "en_GB"),
    ],
)
def test_a_country_counts_only_where_the_language_is_spoken_there(
    language: str, country: str, locale: str
) -> None:
    assert str(locale_of(language, country)) == locale


def test_nothing_is_printed_for_nothing() -> None:
    with pytest.raises(ValueError, match="no amount"):
        FRENCH.money([])
    with pytest.raises(ValueError, match="no day"):
        FRENCH.day([])
    with pytest.raises(ValueError, match="no currency"):
        FRENCH.money(Money(1, "<b>"))
