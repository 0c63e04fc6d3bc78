"""Inputs and intents in, the weights of the second layer out: multinomial logistic regression.

Averaged stochastic gradient descent. Its exponential is made of + − × ÷ alone, and its sums are
rounded once (math.fsum): every machine and every Python finds the same bits.
"""

from collections.abc import Sequence
from math import fsum, ldexp
from operator import mul

from relanced.intake.reply.intent.model import INTENTS
from relanced.model.intents import Intent

TURNS = 24
FORGET = 0.0002  # how strongly weights are drawn to 0
_RATE, _SLOWER = 0.25, 4_000  # the first step, and after how many texts it has halved
_AVERAGED = 12  # the last turns, of which the average is kept
_STRIDE = 1_361  # a prime: another order than the file's, in which an author's texts stand together
_LN2 = 0.6931471805599453


def learn_weights(
    given: Sequence[Sequence[float]], intents: Sequence[Intent], worth: Sequence[float]
) -> tuple[tuple[float, ...], ...]:
    """Learn a row of weights an intent; four decimals of each are kept. `worth`: of each text, 1 or less."""
    rows = [[0.0] * len(given[0]) for _ in INTENTS]
    sums = [[0.0] * len(given[0]) for _ in INTENTS]
    wanted = [INTENTS.index(intent) for intent in intents]
    seen, whole = 0.0, fsum(worth)
    for turn in range(TURNS):
        for place in range(len(given)):
            index = place * _STRIDE % len(given)
            rate = worth[index] * _RATE / (1 + seen / _SLOWER)
            seen += worth[index]
            shares = _shares(rows, given[index])
            shares[wanted[index]] -= 1.0
            for number, share in enumerate(shares):
                if abs(share) > 0.001:
                    step = rate * share
                    rows[number] = [
                        weight - step * value
                        for weight, value in zip(rows[number], given[index], strict=True)
                    ]
        keep = 1 - FORGET * whole * _RATE / (1 + seen / _SLOWER)
        rows = [[weight * keep for weight in row] for row in rows]
        if turn >= TURNS - _AVERAGED:
            sums = [[a + b for a, b in zip(s, r, strict=True)] for s, r in zip(sums, rows, strict=True)]
    return tuple(tuple(round(each / _AVERAGED, 4) for each in row) for row in sums)


def _shares(rows: Sequence[Sequence[float]], given: Sequence[float]) -> list[float]:
    totals = [fsum(map(mul, row, given)) for row in rows]
    highest = max(totals)
    powers = [exponential(total - highest) for total in totals]
    whole = fsum(powers)
    return [power / whole for power in powers]


def exponential(power: float) -> float:
    """The exponential of a power ≤ 0, to about 1e-12: math.exp differs in its last bit from one machine to the next."""
    if power < -40:
        return 0.0
    halves = round(power / _LN2)
    rest = power - halves * _LN2
    total = term = 1.0
    for count in range(1, 13):
        term = term * rest / count
        total += term
    return ldexp(total, halves)
