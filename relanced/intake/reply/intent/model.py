"""The file of weights and a text in, how much the text sounds like each intent out. Pure.

Two layers, both made by «make model» (see docs/intents.md). The first scores a text for every intent
alone: a sum of weights, one a bucket. The second weighs these scores together with
what the rules heard; it is applied in combine.py.

The file: one line of JSON, then a byte a bucket (how rare it is; 0: never learned), then for each
intent a signed byte a bucket.
"""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from operator import itemgetter, mul

from relanced.intake.reply.intent.features import BUCKETS, buckets_of, features, words_of
from relanced.model.intents import Intent

INTENTS = tuple(intent for intent in Intent if intent is not Intent.NOT_SURE)
TIMES = (0, 100, 169, 210, 239, 261, 279, 295, 308)  # 100 · (1 + ln n): what n occurrences count
_VERSION = 2
_MAX_TELLING = 3  # words
_MAX_WORDS = 400  # distinct ones that are asked what they told


@dataclass(frozen=True, slots=True)
class Vector:
    """A text as the model sees it: buckets that it knows, what each counts, and its length."""

    buckets: tuple[int, ...]
    values: tuple[int, ...]
    norm: float  # at least 1


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What was learned from the training texts."""

    rarity: bytes  # by bucket
    weights: "tuple[array[int], ...]" = field(repr=False)  # by intent, by bucket
    scales: tuple[float, ...]  # by intent: what a weight of 1 is worth
    combination: tuple[tuple[float, ...], ...] = ()  # by intent, by input of combine.py
    made_of: Mapping[str, str] = field(default_factory=dict)  # hashes of what it was made of

    def vector(self, text: str) -> Vector:
        """See a text."""
        return vector_of(features(text), self.rarity)

    def scores(self, vector: Vector) -> dict[Intent, float]:
        """How much a text sounds like each intent: above 0 like it, below like the others."""
        if len(vector.buckets) < 2:
            return dict.fromkeys(INTENTS, -1.0)
        pick = itemgetter(*vector.buckets)
        return {
            intent: sum(map(mul, pick(weights), vector.values)) * scale / vector.norm
            for intent, weights, scale in zip(INTENTS, self.weights, self.scales, strict=True)
        }

    def telling(self, text: str, intent: Intent) -> tuple[str, ...]:
        """The words of a text that speak most for an intent, folded, the strongest first."""
        weights = self.weights[INTENTS.index(intent)]
        told = {
            word: sum(weights[bucket] * self.rarity[bucket] for bucket in buckets_of(word))
            for word in list(dict.fromkeys(words_of(text)))[:_MAX_WORDS]
        }
        strongest = sorted((word for word in told if told[word] > 0), key=lambda word: -told[word])
        return tuple(strongest[:_MAX_TELLING])


def vector_of(times: Mapping[int, int], rarity: Sequence[int]) -> Vector:
    """See a text by the buckets that are known."""
    last = len(TIMES) - 1
    known = tuple(sorted(bucket for bucket in times if rarity[bucket]))
    values = tuple(TIMES[min(times[bucket], last)] * rarity[bucket] for bucket in known)
    return Vector(known, values, max(1.0, sqrt(sum(map(mul, values, values)))))


def parse_model(raw: bytes) -> Model:
    """Read the file of weights. Raises ValueError where it is none, or one of another version."""
    line, _, rest = raw.partition(b"\n")
    head = json.loads(line)
    if head["version"] != _VERSION or len(rest) != BUCKETS * (1 + len(INTENTS)):
        raise ValueError("the file of weights is of another version: run «make model»")
    parts = [array("b", rest[start : start + BUCKETS]) for start in range(BUCKETS, len(rest), BUCKETS)]
    return Model(
        rarity=rest[:BUCKETS],
        weights=tuple(parts),
        scales=tuple(head["scales"]),
        combination=tuple(tuple(row) for row in head["combination"]),
        made_of=head["made_of"],
    )


def write_model(model: Model) -> bytes:
    """Write the file that `parse_model` reads."""
    head = {
        "version": _VERSION,
        "intents": list(INTENTS),
        "made_of": dict(model.made_of),
        "scales": list(model.scales),
        "combination": [list(row) for row in model.combination],
    }
    body = b"".join(weights.tobytes() for weights in model.weights)
    return json.dumps(head, sort_keys=True).encode() + b"\n" + model.rarity + body
