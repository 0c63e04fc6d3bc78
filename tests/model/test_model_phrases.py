"""The small language in which phrases are written."""

import pytest

from relanced.model.phrases import is_own_phrase, pieces_of


def test_a_phrase_is_cut_into_words_gaps_and_signs() -> None:
    assert pieces_of("n'avons .. reçu|payé bon* ?") == ("n", "avons", "..", "reçu|payé", "bon*", "?")


@pytest.mark.parametrize("written", ["", "..", ".. payé", "payé ..", "!!!"])
def test_a_phrase_without_words_at_its_ends_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no phrase"):
        pieces_of(written)


@pytest.mark.parametrize(
    "written", ["sous réserve", "réserv*", "avoir .. attend*|exig*", "d'accord ?", "n° 7"]
)
def test_an_owner_may_write(written: str) -> None:
    assert is_own_phrase(written)


@pytest.mark.parametrize("written", ["", "?", "👍", "*", "de*", "a|b*", "avoir ..", "mot *", "…"])
def test_an_owner_may_not_write_what_names_no_word_or_all_words(written: str) -> None:
    assert not is_own_phrase(written)
