"""Letters of a text, counted: the same on every machine, in linear time."""

from collections import Counter
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.reply.intent.features import BUCKETS, MAX_READ, buckets_of, features, words_of


def test_a_word_is_the_buckets_of_its_groups_of_letters() -> None:
    groups = [" pay", "paye", "aye ", "_paye"]
    assert buckets_of("paye") == tuple(crc32(group.encode()) % BUCKETS for group in groups)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("écrire à compta@nord.example", "xaddr"),
        ("voir https://nord.example/f?x=1", "xurl"),
        ("FR76 3000 6000 0112 3456 7890 189", "xiban"),
        ("1 250,00 €", "xsum"),
        ("le 12/03/2026", "xdate"),
        ("vendredi", "xday"),
        ("en février", "xmonth"),
        ("F-2026", "0"),
    ],
)
def test_what_tells_nothing_of_an_intent_becomes_one_word(text: str, word: str) -> None:
    assert words_of(text)[-1] == word


def test_the_beginnings_of_neighbours_and_of_words_with_one_between_count_as_pairs() -> None:
    words = ("rien", "n'est", "regle")
    single = Counter(bucket for word in ("rien", "n", "est", "regle") for bucket in buckets_of(word))
    pairs = [" rien", "rien n", "n est", "est regle", "regle ", "rien  est", "n  regle"]
    expected = Counter(crc32(pair.encode()) % BUCKETS for pair in pairs)
    assert features(" ".join(words)) == single + expected


def test_two_texts_of_the_same_words_in_another_order_differ() -> None:
    assert features("paye pas encore livre") != features("livre pas encore paye")


def test_accents_and_capitals_do_not_count() -> None:
    assert features("RÉGLÉ Hier") == features("regle hier")


def test_only_the_beginning_of_a_very_long_text_counts() -> None:
    text = "payer " * MAX_READ
    assert features(text) == features(text[:MAX_READ])


@given(st.text(max_size=300))
def test_whatever_is_written_can_be_counted(text: str) -> None:
    assert all(0 <= bucket < BUCKETS for bucket in features(text))
