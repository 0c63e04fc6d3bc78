"""The file of weights: read, scored with, and refused where it is another version's."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.edge.words import intent_weights
from relanced.intake.reply.intent.features import BUCKETS, buckets_of
from relanced.intake.reply.intent.model import INTENTS, Model, parse_model, write_model
from relanced.model.intents import Intent


@pytest.fixture(scope="module")
def model() -> Model:
    return parse_model(intent_weights())


def _small(**words: Intent) -> Model:
    """A model that knows a few words, each of which speaks for one intent."""
    rarity = bytearray(BUCKETS)
    weights: dict[Intent, array[int]] = {intent: array("b", bytes(BUCKETS)) for intent in INTENTS}
    for word, intent in words.items():
        for bucket in buckets_of(word):
            rarity[bucket] = 100
            weights[intent][bucket] = 50
    return Model(rarity=bytes(rarity), weights=tuple(weights.values()), scales=(0.1,) * len(INTENTS))


def test_what_is_written_is_read_again(model: Model) -> None:
    assert write_model(parse_model(write_model(model))) == intent_weights()


def test_the_file_is_small_enough_to_ship() -> None:
    assert len(intent_weights()) < 1_500_000


@pytest.mark.parametrize("raw", [b'{"version": 0}\n', b'{"version": 1}\nabc'])
def test_a_file_of_another_version_says_how_to_renew_it(raw: bytes) -> None:
    with pytest.raises(ValueError, match="make model"):
        parse_model(raw)


def test_a_text_scores_by_its_words() -> None:
    model = _small(contestons=Intent.DISPUTE, virement=Intent.PROMISE)
    scores = model.scores(model.vector("Nous contestons"))
    assert max(scores, key=lambda intent: scores[intent]) is Intent.DISPUTE


def test_a_text_without_a_known_word_sounds_like_nothing() -> None:
    model = _small(contestons=Intent.DISPUTE)
    assert set(model.scores(model.vector("xyzzy")).values()) == {-1.0}


def test_the_words_that_told_are_named_the_strongest_first() -> None:
    model = _small(contestons=Intent.DISPUTE, virement=Intent.PROMISE)
    assert model.telling("le virement que nous contestons", Intent.DISPUTE)[0] == "contestons"


@given(st.text(max_size=300))
def test_no_score_is_far_out(text: str) -> None:
    model = parse_model(intent_weights())
    assert all(-100 < score < 100 for score in model.scores(model.vector(text)).values())
