"""Words that may be invoice numbers."""

from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.reply.mentions import MAX_MENTIONS, mentions_in


def test_numbers_of_subject_and_text_are_given_as_written() -> None:
    found = mentions_in("Re: facture F2026-0388", "aussi la FA/26/17, la n° 12 et F 2026-013")
    assert {"F2026-0388", "FA/26/17", "12", "F 2026-013"} <= set(found)


def test_dates_amounts_and_addresses_are_left_out() -> None:
    assert mentions_in("", "1 212,00 € le 12/03/2026, 2026-03-12, 15h30, a1@x.example") == ()


@given(st.text(alphabet="F2026- /\n", max_size=500))
def test_there_are_never_more_than_fifty(text: str) -> None:
    assert len(mentions_in(text, text * 3)) <= MAX_MENTIONS
