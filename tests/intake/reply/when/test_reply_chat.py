"""Days as people type them on a telephone are written out; other words stay as they are."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.days import fold
from relanced.intake.reply.when.chat import in_full


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("la semana q viene", "la semana que viene"),
        ("el mes k viene", "el mes que viene"),
        ("ds la sem pro", "dans la semaine prochaine"),
        ("ds 3 jours", "dans 3 jours"),
        ("pdt la semaine", "pendant la semaine"),
        ("fin de sem", "fin de semaine"),
        ("le mois pro", "le mois prochain"),
        ("ven. prochain", "vendredi prochain"),
        ("vdd", "vendredi"),
        ("2main", "demain"),
        ("ce we", "ce week-end"),
        ("nxt week", "next week"),
        ("tmrw", "tomorrow"),
        ("bis fr.", "bis freitag"),
        ("12. kw", "kw 12"),
        ("kw32", "kw 32"),
        ("sett. prossima", "settimana prossima"),
        ("la prox semana", "la proxima semana"),
        ("volg wk", "volgende week"),
        ("vndg", "vandaag"),
    ],
)
def test_a_short_form_is_written_out(typed: str, full: str) -> None:
    assert in_full(typed) == full


@pytest.mark.parametrize(
    "text",
    ["il vend des dalles", "mon ds est cassee", "die frau", "der mo bis", "el mar esta lejos", "dans ce web"],
)
def test_the_same_letters_in_other_words_stay(text: str) -> None:
    assert in_full(text) == text


@given(st.text(max_size=200))
def test_what_was_written_out_is_not_changed_again(text: str) -> None:
    once = in_full(fold(text))
    assert in_full(once) == once


def test_a_hostile_text_takes_no_longer_than_its_length() -> None:
    before = process_time()
    for piece in ("ds ", "sem ", "q ", "volg ", "en s ", "prox. ", "kw"):
        in_full(piece * 20_000)
    assert process_time() - before < 3
