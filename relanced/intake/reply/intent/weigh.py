"""Phrases heard in a text and chances of intents in, the one intent that it speaks for (and others beside) out. Pure.

With a model, `decide` takes the likeliest, and doubt only ever pauses: the quiet intents, after which
the next reminder goes out, must be far likelier than any other. Without one, `weigh` sums points;
where two come near, the one that keeps relanced silent longer wins.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relanced.intake.reply.intent.combine import Signs
from relanced.intake.reply.intent.lexicon import Heard
from relanced.model.intents import Intent

QUIET = frozenset({Intent.ACK, Intent.AUTO_REPLY, Intent.UNRELATED})  # the next step may go out all the same

_BESIDE = 4  # points that make a second intent
_MAX_HINTS = 2  # points that hints alone can bring
_NEW_ADDRESS = 4  # points for a redirect
_BARE_ADDRESS = 3  # the same, where no word says to use it
_CLEAR = 3  # points from which one thing was said outright
_MAX_BECAUSE = 6

# Chosen by five-fold figures on the training texts: docs/intents.md.
_DOUBT = 0.25  # a chance below this is no answer
_QUIET_SURE = 0.72  # all quiet intents together, for the next reminder to go out
_QUIET_BEYOND_DOUBT = (
    0.9  # the same, to stand first where a rule heard a dispute or an insolvency: asked all the same
)
_DISPUTE_WEIGHS = 1.6  # a dispute that is not seen costs more than one that is seen in vain
_ALSO_DISPUTE = 0.15  # a chance of it beside another intent, for both to count
_ALSO = 0.2
_ALSO_SAID = 0.03  # the same, where a rule heard it outright
_HEARD_TWICE = 6  # points that make a dispute beside another intent, whatever its chance

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
_GRAVE = (Intent.INSOLVENCY, Intent.DISPUTE)
_WITH_ADDRESS = frozenset({Intent.DISPUTE, Intent.QUERY, Intent.INSOLVENCY})
_BESIDE_OF = {
    Intent.DISPUTE: (Intent.PROMISE, Intent.CLAIMS_PAID, Intent.QUERY),
    Intent.PROMISE: (Intent.DISPUTE, Intent.QUERY),
    Intent.PLAN_REQUEST: (Intent.PROMISE, Intent.DISPUTE),
    Intent.CLAIMS_PAID: (Intent.DISPUTE, Intent.QUERY),
    Intent.QUERY: (Intent.PROMISE, Intent.DISPUTE),
    Intent.REDIRECT: (Intent.QUERY, Intent.DISPUTE),
    Intent.AUTO_REPLY: (Intent.DISPUTE, Intent.CLAIMS_PAID, Intent.PROMISE, Intent.REDIRECT),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text wants, and why."""

    intent: Intent
    also: tuple[Intent, ...]
    confidence: float
    because: tuple[str, ...]


def decide(chances: Mapping[Intent, float], heard: Sequence[Heard], signs: Signs) -> Verdict:
    """Decide by the chances, and never for quiet where a rule heard a dispute or an insolvency outright.

    What the owner's own phrases speak for is always there, first or beside, unless it is quiet.
    A quiet intent that is not sure enough has NOT_SURE beside it, which holds and asks.
    """
    points = points_of(heard)
    grave = [intent for intent in _GRAVE if points.get(intent, 0) >= _CLEAR]
    quiet = sum(chances[intent] for intent in QUIET)
    ranked = sorted(chances, key=lambda intent: (-_weight(intent, chances), _ORDER.index(intent)))
    first = next(intent for intent in ranked if not (grave and intent in QUIET))
    if chances[first] < _DOUBT and first not in grave:
        return Verdict(Intent.NOT_SURE, (), chances[first], ())
    beside = [intent for intent in ranked if _may_be_beside(intent, first, signs)]
    also = [intent for intent in beside if _is_said(intent, chances[intent], points.get(intent, 0))]
    owners = dict.fromkeys(one.intent for one in heard if one.is_owners and one.intent not in QUIET)
    also += [intent for intent in owners if intent not in {first, *also}]
    may_redirect = first in _WITH_ADDRESS or chances[Intent.REDIRECT] >= _ALSO_SAID
    if signs.new_address and may_redirect and Intent.REDIRECT not in {first, *also}:
        also.append(Intent.REDIRECT)
    if first in QUIET and not also and quiet < _QUIET_SURE:
        also.append(Intent.NOT_SURE)
    said = [one.words for one in heard if one.is_owners and one.intent in also]
    return Verdict(first, tuple(also), chances[first], (*_words(heard, first), *dict.fromkeys(said)))


def _weight(intent: Intent, chances: Mapping[Intent, float]) -> float:
    return chances[intent] * (_DISPUTE_WEIGHS if intent is Intent.DISPUTE else 1)


def _may_be_beside(intent: Intent, first: Intent, signs: Signs) -> bool:
    """Whether a second intent is worth telling. A machine that names a colleague redirects nobody."""
    if first is Intent.AUTO_REPLY and intent is Intent.REDIRECT and not signs.new_address:
        return False
    return intent is not first and intent in _BESIDE_OF.get(first, ())


def _is_said(intent: Intent, chance: float, points: int) -> bool:
    """Whether a second intent is there beside the first. A dispute that is heard twice outright always is."""
    if intent is Intent.DISPUTE:
        return chance >= _ALSO_DISPUTE or points >= _HEARD_TWICE
    return chance >= (_ALSO_SAID if points >= _CLEAR else _ALSO)


def weigh(heard: Sequence[Heard], signs: Signs) -> Verdict:
    """Decide by the rules alone; NOT_SURE where nothing was heard."""
    points = points_of(heard)
    _add_signs(points, signs)
    ranked = sorted(points, key=lambda intent: (-points[intent], _ORDER.index(intent)))
    if not ranked:
        return Verdict(Intent.NOT_SURE, (), 0.0, ())
    first = ranked[0]
    second = points[ranked[1]] if len(ranked) > 1 else 0
    if first in QUIET and points[first] < _CLEAR and second >= points[first]:
        return Verdict(Intent.NOT_SURE, (), 0.2, ())
    also = [i for i in ranked[1:] if points[i] >= _BESIDE and _may_be_beside(i, first, signs)]
    if signs.new_address and first in _WITH_ADDRESS and Intent.REDIRECT not in also:
        also.append(Intent.REDIRECT)
    confidence = points[first] / (points[first] + second + 1)
    return Verdict(first, tuple(also), confidence, _words(heard, first))


def _words(heard: Sequence[Heard], intent: Intent) -> tuple[str, ...]:
    words = [one.words for one in sorted(heard, key=lambda one: -one.points) if one.intent is intent]
    return tuple(dict.fromkeys(words))[:_MAX_BECAUSE]


def points_of(heard: Sequence[Heard]) -> dict[Intent, int]:
    """The points of each intent: a phrase counts once, and many hints no more than a likely phrase."""
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
