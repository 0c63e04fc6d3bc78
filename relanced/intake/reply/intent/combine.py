"""What the rules heard, the model's scores and a text's signs in, a probability for each intent out. Pure.

The second layer of the model: a softmax over sums of the inputs below, whose weights were learned
on scores of texts that the first layer had not seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, fsum
from operator import mul

from relanced.intake.reply.intent.model import INTENTS
from relanced.model.intents import Intent

_MOST_POINTS = 6  # of one intent that count: rules hear less in mails that their author never saw
_LONG = 400  # characters from which a text is just long


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a text shows beside its words."""

    new_address: bool  # an address to use from now on
    coming_day: bool
    question: bool
    is_away: bool = False  # it speaks of an absence that ends
    length: int = 0  # characters


def inputs(points: Mapping[Intent, int], scores: Mapping[Intent, float], signs: Signs) -> tuple[float, ...]:
    """The inputs of the second layer, each of a size near 1: scores, points, signs, and a 1."""
    return (
        *(scores[intent] for intent in INTENTS),
        *(min(points.get(intent, 0), _MOST_POINTS) / 3 for intent in INTENTS),
        float(not points),
        float(signs.new_address),
        float(signs.coming_day),
        float(signs.question),
        float(signs.is_away),
        min(signs.length, _LONG) / _LONG,
        1.0,
    )


def probabilities(given: Sequence[float], weights: Sequence[Sequence[float]]) -> dict[Intent, float]:
    """How probable each intent is; they sum to 1."""
    sums = [fsum(map(mul, row, given)) for row in weights]
    highest = max(sums)
    powers = [exp(each - highest) for each in sums]
    whole = fsum(powers)
    return {intent: power / whole for intent, power in zip(INTENTS, powers, strict=True)}
