"""What a typed text says, and what the older words say to which it points, in; both together out. Pure.

«Voir mon mail ci-dessous, toujours sans réponse»: the dispute stands in the quoted mail alone. What is
found there only ever adds a reason to be silent.
"""

from dataclasses import replace

from relanced.intake.reply.intent.understand import QUIET, Understood
from relanced.intake.reply.intent.weigh import Verdict
from relanced.model.intents import Intent

_LESS_SURE = 0.8  # of what was said before, now
GRAVE = frozenset({Intent.DISPUTE, Intent.INSOLVENCY})


def with_older(heard: Understood, older: Understood) -> Understood:
    """The text's own meaning, and what it points to beside or before it.

    A day that was named in an older mail counts from a day that is not known: it is no promise now.
    """
    verdict, before = heard.verdict, older.verdict
    if before.intent in QUIET or before.intent is Intent.NOT_SURE:
        return heard
    because = (*verdict.because, *(f"quoted: {words}" for words in before.because))
    says_nothing_else = verdict.intent in {*QUIET, Intent.NOT_SURE, Intent.QUERY}
    if says_nothing_else or (verdict.intent not in GRAVE and before.intent in GRAVE):
        dropped = {*QUIET, before.intent, Intent.NOT_SURE}
        also = (*before.also, verdict.intent, *verdict.also)
        also = tuple(dict.fromkeys(intent for intent in also if intent not in dropped))
        loud = Verdict(before.intent, also, round(before.confidence * _LESS_SURE, 2), because)
        return replace(heard, verdict=loud)
    return heard
