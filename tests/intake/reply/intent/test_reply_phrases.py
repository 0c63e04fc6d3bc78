"""Phrases are found where they stand, and nowhere else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.reply.intent.phrases import PhraseBook, compile_phrase, sentences


def _found(phrase: str, text: str) -> bool:
    book = PhraseBook([phrase])
    return any(list(book.find(sentence)) for sentence in sentences(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("contest*", "Nous CONTESTONS la facture"),
        ("payé|réglé hier", "reglee ? non: réglé hier"),
        ("n'avons .. reçu", "nous n’avons pas encore bien reçu ça"),
        ("paie .. vendredi", "je paie\nvendredi"),
        ("?", "et alors ?"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    assert _found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("contest", "contester"),
        ("paie .. vendredi", "je paie. Vendredi je pars"),
        ("paie .. vendredi", "je paie un deux trois quatre cinq vendredi"),
        ("payé hier", "payé avant-hier"),
    ],
)
def test_a_phrase_is_not_found(phrase: str, text: str) -> None:
    assert not _found(phrase, text)


@pytest.mark.parametrize("written", ["", "..", ".. payé", "payé ..", "!!!"])
def test_a_phrase_without_words_at_its_ends_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no phrase"):
        compile_phrase(written)


@given(st.text(max_size=300))
def test_cutting_into_sentences_never_raises_and_gives_no_empty_one(text: str) -> None:
    assert all(sentences(text))


@pytest.mark.parametrize("piece", ["?", "non ", "avoir ", ".", "…", "\n", "a.\n ", "payé ", "n'avons "])
def test_a_hostile_text_is_searched_in_linear_time(piece: str) -> None:
    book = PhraseBook(f"n'avons .. avoir|payé .. w{n}" for n in range(100))
    started = time.process_time()
    for sentence in sentences(piece * (8_000 // len(piece))):
        assert not list(book.find(sentence))
    assert time.process_time() - started < 4


def test_a_run_of_full_stops_ends_one_sentence() -> None:
    assert len(list(sentences("payé... enfin" + "." * 50_000 + "x"))) == 2
