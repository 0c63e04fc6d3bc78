"""The shipped weights are those that `make model` makes of these texts, with this code and these rules."""

import hashlib

import pytest

from relanced.daemon.worker import intent_model, lexicon
from relanced.intake.reply.intent.model import write_model
from training.linear import learn
from training.softmax import exponential, learn_weights
from training.texts import listen_to, made_of, read_texts

OF_A_FIFTH = "b75308e20dc551fe8137d22255f132c20467430b5e2730de12747fba03515775"
OF_A_SECOND_LAYER = "7056ed1206bbfd348ad5abba662636241de5b6587c53c373e29b4c0a64ed084e"


def test_the_weights_were_made_of_what_lies_here() -> None:
    texts, words = read_texts(), lexicon()
    assert intent_model().made_of == made_of([listen_to(one, words) for one in texts]), "run «make model»"


@pytest.mark.slow
def test_a_fifth_of_the_texts_gives_the_same_bits_on_every_machine() -> None:
    texts = read_texts()[::5]
    model = learn([one.text for one in texts], [one.intent for one in texts])
    assert hashlib.sha256(write_model(model)).hexdigest() == OF_A_FIFTH


def test_the_second_layer_gives_the_same_bits_on_every_machine() -> None:
    texts = read_texts()[:200]
    given = [(len(one.text) / 400, one.text.count("?") / 2, 1.0) for one in texts]
    worth = [1.0 if index % 3 else 0.2 for index in range(len(texts))]
    weights = learn_weights(given, [one.intent for one in texts], worth)
    assert hashlib.sha256(repr(weights).encode()).hexdigest() == OF_A_SECOND_LAYER


@pytest.mark.parametrize(
    ("power", "value"),
    [(0.0, 1.0), (-1.0, 0.36787944117144233), (-20.5, 1.2501528663867426e-09), (-50.0, 0.0)],
)
def test_the_exponential_is_exact_enough(power: float, value: float) -> None:
    assert exponential(power) == pytest.approx(value, rel=1e-9)
