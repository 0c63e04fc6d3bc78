"""Phrases heard in a text in, the one intent that they speak for (and others beside it) out. Pure.

Points are summed an intent; where two come near, the one that keeps relanced silent longer wins.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from relanced.intake.reply.lexicon import Heard
from relanced.model.intents import Intent

_BESIDE = 4  # points that make a second intent
_MAX_HINTS = 2  # points that hints alone can bring
_NEW_ADDRESS = 4  # points for a redirect
_BARE_ADDRESS = 3  # the same, where no word says to use it
_CLEAR = 3  # points from which one thing was said outright
_MAX_BECAUSE = 6
# What stands first wins a tie.
_ORDER = (
    Intent.INSOLVENCY,
    Intent.DISPUTE,
    Intent.AUTO_REPLY,
    Intent.REDIRECT,
    Intent.PLAN_REQUEST,
    Intent.CLAIMS_PAID,
    Intent.PROMISE,
    Intent.QUERY,
    Intent.UNRELATED,
    Intent.ACK,
)


_QUIET = frozenset({Intent.ACK, Intent.AUTO_REPLY, Intent.UNRELATED})
_WITH_ADDRESS = frozenset({Intent.DISPUTE, Intent.QUERY, Intent.INSOLVENCY})
_BESIDE_OF = {
    Intent.DISPUTE: (Intent.PROMISE, Intent.CLAIMS_PAID, Intent.QUERY),
    Intent.PROMISE: (Intent.DISPUTE, Intent.QUERY),
    Intent.PLAN_REQUEST: (Intent.PROMISE,),
    Intent.CLAIMS_PAID: (Intent.DISPUTE, Intent.QUERY),
    Intent.QUERY: (Intent.PROMISE,),
    Intent.REDIRECT: (Intent.QUERY,),
    Intent.AUTO_REPLY: (Intent.REDIRECT,),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text wants, and why."""

    intent: Intent
    also: tuple[Intent, ...]
    confidence: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a text shows beside its words."""

    new_address: bool  # an address to use from now on
    coming_day: bool
    question: bool


def weigh(heard: Sequence[Heard], signs: Signs) -> Verdict:
    """Decide; NOT_SURE where nothing was heard."""
    points = _points(heard)
    _add_signs(points, signs)
    ranked = sorted(points, key=lambda intent: (-points[intent], _ORDER.index(intent)))
    if not ranked:
        return Verdict(Intent.NOT_SURE, (), 0.0, ())
    first = ranked[0]
    second = points[ranked[1]] if len(ranked) > 1 else 0
    if first in _QUIET and points[first] < _CLEAR and second >= points[first]:
        return Verdict(Intent.NOT_SURE, (), 0.2, ())
    also = [i for i in ranked[1:] if points[i] >= _BESIDE and i in _BESIDE_OF.get(first, ())]
    if signs.new_address and first in _WITH_ADDRESS and Intent.REDIRECT not in also:
        also.append(Intent.REDIRECT)
    confidence = points[first] / (points[first] + second + 1)
    words = [h.words for h in sorted(heard, key=lambda h: -h.points) if h.intent is first]
    return Verdict(first, tuple(also), confidence, tuple(dict.fromkeys(words))[:_MAX_BECAUSE])


def _points(heard: Sequence[Heard]) -> dict[Intent, int]:
    best: dict[tuple[Intent, str], int] = {}
    for one in heard:
        key = (one.intent, one.phrase)
        best[key] = max(best.get(key, 0), one.points)
    hints = Counter(intent for (intent, _), points in best.items() if points == 1)
    points: Counter[Intent] = Counter()
    for (intent, _), found in best.items():
        points[intent] += found if found > 1 else 0
    return {intent: points[intent] + min(_MAX_HINTS, hints[intent]) for intent in {*points, *hints}}


def _add_signs(points: dict[Intent, int], signs: Signs) -> None:
    if signs.new_address:
        said = Intent.REDIRECT in points
        points[Intent.REDIRECT] = points.get(Intent.REDIRECT, 0) + (_NEW_ADDRESS if said else _BARE_ADDRESS)
    if signs.coming_day:
        points[Intent.PROMISE] = points.get(Intent.PROMISE, 0) + 1
    if signs.question and Intent.QUERY in points:
        points[Intent.QUERY] += 1
    if points.get(Intent.CLAIMS_PAID, 0) >= _CLEAR:
        points[Intent.CLAIMS_PAID] += 1  # «it is paid» is said beside other things, and outweighs them
