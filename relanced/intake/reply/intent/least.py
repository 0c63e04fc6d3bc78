"""A text that reads quiet as a whole in, whether its least quiet sentence does not out. Pure.

A quiet intent lets the next reminder go. Of a mail in which one sentence is loud this must not be
said, however courteous the others are: NOT_SURE then stands beside it, which holds and asks.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from relanced.intake.reply.intent.apart import says_but, sentences_apart
from relanced.intake.reply.intent.lexicon import Heard
from relanced.intake.reply.intent.listen import Listened
from relanced.intake.reply.intent.weigh import QUIET, Verdict
from relanced.model.intents import Intent

Chances = Mapping[Intent, float]
_CLEAR = 3  # points of one phrase that says its intent outright
_OUTRIGHT = frozenset(
    {Intent.DISPUTE, Intent.INSOLVENCY, Intent.CLAIMS_PAID, Intent.PROMISE, Intent.PLAN_REQUEST, Intent.QUERY}
)
# Mails about other things ask, and name days: of these only what is grave counts.
_OF_OTHER_THINGS = frozenset({Intent.DISPUTE, Intent.INSOLVENCY, Intent.CLAIMS_PAID, Intent.PLAN_REQUEST})

# Chosen by five-fold figures on the training texts: docs/intents.md.
_LOUD = 0.7  # of one sentence: all intents but the quiet ones together
_LOUD_OF_OTHER = 0.8  # the same of a mail about other things: the grave ones alone


def held(
    verdict: Verdict, text: str, said: Listened, hear: Callable[[str], tuple[Listened, Chances]]
) -> Verdict:
    """The verdict, with NOT_SURE beside a quiet one where a part of the text is loud.

    `hear` hears one sentence. `said` is what the rules hear in the whole.
    """
    if {verdict.intent, *verdict.also} - QUIET:
        return verdict
    is_of_other = verdict.intent is Intent.UNRELATED
    if (
        says_outright(said.heard, _OF_OTHER_THINGS if is_of_other else _OUTRIGHT)
        or says_but(text, [tongue.name for tongue in said.tongues])
        or any(_is_loud(*hear(sentence), is_of_other=is_of_other) for sentence in sentences_apart(text))
    ):
        return replace(verdict, also=(*verdict.also, Intent.NOT_SURE))
    return verdict


def says_outright(heard: tuple[Heard, ...], intents: frozenset[Intent]) -> bool:
    """Whether one phrase alone says one of these."""
    return any(one.points >= _CLEAR and one.intent in intents for one in heard)


def _is_loud(said: Listened, chances: Chances, *, is_of_other: bool) -> bool:
    if is_of_other:
        return (
            sum(chances[intent] for intent in _OF_OTHER_THINGS) > _LOUD_OF_OTHER and not said.signs.question
        )
    return says_outright(said.heard, _OUTRIGHT) or 1 - sum(chances[intent] for intent in QUIET) > _LOUD
