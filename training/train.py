"""The texts in this folder in, relanced's file of weights out: `make model`, two minutes.

The second layer learns from scores of texts that the first had not seen: thrice it is trained on
two thirds of them, and scores the rest.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from relanced.daemon.worker import lexicon
from relanced.intake.reply.intent.combine import inputs
from relanced.intake.reply.intent.model import Model, write_model
from relanced.model.intents import Intent
from training.linear import learn
from training.softmax import learn_weights
from training.texts import Labelled, listen_to, made_of, read_texts

PARTS = 3
_BLOCK = 10  # texts that stand together, and are often near neighbours, are unseen together
SHIPPED = Path(__file__).parents[1] / "relanced" / "intake" / "reply" / "intent" / "intents.weights"


def main() -> None:
    """Make the file of weights anew."""
    model = train(read_texts())
    SHIPPED.write_bytes(write_model(model))
    sys.stdout.write(f"wrote {SHIPPED}: {SHIPPED.stat().st_size:,} bytes\n")


def train(texts: Sequence[Labelled]) -> Model:
    """Train both layers."""
    words = lexicon()
    listened = [listen_to(one, words) for one in texts]
    whole = range(len(texts))
    parts = [[index for index in whole if part_of(index) != part] for part in range(PARTS)]
    models = train_on(texts, [*parts, list(whole)])
    given = []
    for index, (one, heard) in enumerate(zip(texts, listened, strict=True)):
        unseen = models[part_of(index)]
        given.append(inputs(heard.points, unseen.scores(unseen.vector(one.text)), heard.signs))
    weights = learn_weights(given, [one.intent for one in texts], [one.worth for one in texts])
    return replace(models[PARTS], combination=weights, made_of=made_of(listened))


def part_of(index: int, parts: int = PARTS) -> int:
    """In which part a text is unseen."""
    return index // _BLOCK % parts


def train_on(texts: Sequence[Labelled], parts: Sequence[Sequence[int]]) -> list[Model]:
    """A first layer from each of these parts of the texts; where there are processors, beside each other."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        work = [([texts[i].text for i in part], [texts[i].intent for i in part]) for part in parts]
        return list(pool.map(_learn, work))


def _learn(work: tuple[Sequence[str], Sequence[Intent]]) -> Model:
    return learn(*work)


if __name__ == "__main__":
    main()
