"""Texts and their intents in, the first layer out: a linear support vector machine for each intent.

Dual coordinate descent for the squared hinge (Hsieh et al., ICML 2008, algorithm 1), one intent
against all others. Only + − × ÷ and square roots of IEEE 754 in a fixed order, and sums rounded
once (math.fsum): every machine and every Python finds the same bits.
"""

from array import array
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from math import fsum, gcd
from operator import itemgetter, mul

from relanced.intake.reply.intent.features import BUCKETS, features
from relanced.intake.reply.intent.model import INTENTS, Model, Vector, vector_of
from relanced.model.intents import Intent

COST = 1.0  # of an error, against the size of the weights
RARE = 2  # texts in which a bucket must occur
NEAR = 0.02  # a smaller step is not worth its time
STEPS = 127  # a weight is kept as a whole number of at most this size
_STRIDES = (1, 7, 11, 13, 19, 23, 29, 31)  # a new order each turn


def learn(texts: Sequence[str], intents: Sequence[Intent]) -> Model:
    """Learn the first layer; the second is left empty."""
    counted = [features(text) for text in texts]
    rarity = _rarity(counted)
    seen = [vector_of(times, rarity) for times in counted]
    pickers = [itemgetter(*vector.buckets) if len(vector.buckets) > 1 else None for vector in seen]
    weights, scales = [], []
    for intent in INTENTS:
        signs = [1.0 if one is intent else -1.0 for one in intents]
        whole, scale = _rounded(_one_against_all(seen, pickers, signs))
        weights.append(whole)
        scales.append(scale)
    return Model(rarity=rarity, weights=tuple(weights), scales=tuple(scales))


def _rarity(counted: Sequence[Counter[int]]) -> bytes:
    """By bucket: 25 · (1 + ln(texts / texts that hold it)); 0 where hardly any does."""
    held = Counter(bucket for times in counted for bucket in times)
    known: dict[int, int] = {}  # a logarithm by Decimal is the same everywhere, and slow
    rarity = bytearray(BUCKETS)
    for bucket, count in held.items():
        if count >= RARE:
            if count not in known:
                known[count] = round(25 * (1 + (Decimal(len(counted) + 1) / (count + 1)).ln()))
            rarity[bucket] = min(255, known[count])
    return bytes(rarity)


def _one_against_all(
    seen: Sequence[Vector], pickers: Sequence["itemgetter[tuple[float, ...]] | None"], signs: Sequence[float]
) -> "array[float]":
    """The weights; a text pulls them to its side as long as it stands on the wrong one, or too near."""
    weights = array("d", bytes(8 * BUCKETS))
    slack = 1 / (2 * COST)
    pulls = [0.0] * len(seen)
    for turn, stride in enumerate(_STRIDES):
        if gcd(stride, len(seen)) > 1:
            continue  # it would leave texts out
        for place in range(len(seen)):
            index = place * stride % len(seen)
            pick, pull, sign = pickers[index], pulls[index], signs[index]
            if pick is None or (turn % 2 and not pull):
                continue  # every other turn is for those that pull
            vector = seen[index]
            picked = pick(weights)
            gradient = sign * fsum(map(mul, picked, vector.values)) / vector.norm - 1 + pull * slack
            wanted = max(pull - gradient / (1 + slack), 0.0)
            if abs(wanted - pull) < NEAR:
                continue
            pulls[index] = wanted
            step = (wanted - pull) * sign / vector.norm
            for bucket, weight, value in zip(vector.buckets, picked, vector.values, strict=True):
                weights[bucket] = weight + step * value
    return weights


def _rounded(weights: Sequence[float]) -> "tuple[array[int], float]":
    """The weights as whole numbers, and what 1 is worth."""
    largest = max(abs(weight) for weight in weights)
    scale = largest / STEPS if largest else 1.0
    return array("b", [round(weight / scale) for weight in weights]), scale
