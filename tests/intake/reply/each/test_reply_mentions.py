"""Words that may be invoice numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.reply.each.mentions import MAX_MENTIONS, mentions_in


def test_numbers_of_subject_and_text_are_given_as_written() -> None:
    found = mentions_in("Re: facture F2026-0388", "aussi la FA/26/17, la n° 12 et F 2026-013")
    assert {"F2026-0388", "FA/26/17", "12", "F 2026-013"} <= set(found)


def test_dates_amounts_and_addresses_are_left_out() -> None:
    assert mentions_in("", "1 212,00 € le 12/03/2026, 2026-03-12, 15h30, a1@x.example") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Relance n°3",
        "RE: Rappel n° 2 : merci",
        "votre rappel 2",
        "Reminder #3",
        "2. Mahnung Nr. 2, Mahnung 3",
        "le 3 mars 2026, en mars 2026, am 3. März 2026",
        "on March 3, 2026, by 3rd of May 2026",
        "450 €, 1200€, 1200,50 EUR, EUR 1250, 3000 euros, 1200,00 ou 1200.00",
        "Tél. : 01 23 45 67 89 / 06.12.34.56.78 / 06-12-34-56-78",
        "+33 1 23 45 67 89, 0033 123456789, +49 30 123456",
        "Phone: 020 7946 0958",
    ],
)
def test_which_reminder_days_prices_and_telephones_are_no_numbers(text: str) -> None:
    assert mentions_in("", text) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Relance n°3 facture 12", "12"),
        ("rappel : facture n° 3", "3"),
        ("rappel 2026-013", "2026-013"),
        ("Relance n° 120", "120"),
        ("facture n° 450 € 300", "450"),
        ("F2026-013 450,00", "F2026-013"),
        ("facture 0123456789", "0123456789"),
        ("facture 2026", "2026"),
        ("mars 2026-014", "2026-014"),
        ("Tél 01 23 45 67 89 facture F-12", "F-12"),
    ],
)
def test_a_number_beside_such_words_is_not_lost(text: str, number: str) -> None:
    assert number in mentions_in("", text)


@given(st.text(alphabet="F2026- /\n", max_size=500))
def test_there_are_never_more_than_fifty(text: str) -> None:
    assert len(mentions_in(text, text * 3)) <= MAX_MENTIONS
