"""A typed text and its intents in, what its writer needs before he pays out. Pure."""

from collections.abc import Set as AbstractSet

from relanced.intake.reply.intent.lexicon import Lexicon
from relanced.intake.reply.intent.phrases import sentences
from relanced.model.intents import Ask, Intent

MAX_ASKED = 8_000  # characters of the text in which asks are looked for
# With these a missing paper or number may be all that stands between him and the payment.
_WANTING = frozenset({Intent.QUERY, Intent.PLAN_REQUEST, Intent.PROMISE, Intent.REDIRECT, Intent.NOT_SURE})
# With these he wants an answer of the owner's, or none: a ready draft would miss it.
_OTHERWISE = frozenset({Intent.DISPUTE, Intent.INSOLVENCY, Intent.AUTO_REPLY, Intent.UNRELATED})


def asks_in(text: str, intents: AbstractSet[Intent], lexicon: Lexicon) -> tuple[Ask, ...]:
    """What can be answered with a ready draft, in the order of `Ask`; nothing where the intents do not fit."""
    if intents & _OTHERWISE or not intents & _WANTING:
        return ()
    spoken = sentences(text[:MAX_ASKED])
    tongues = lexicon.tongues_of(spoken)
    found = {
        ask
        for ask in (Ask.COPY, Ask.IBAN)
        for said in spoken
        for tongue in tongues
        if tongue.asks_for(ask, said)
    }
    if Intent.PLAN_REQUEST in intents:
        found.add(Ask.PLAN)
    return tuple(ask for ask in Ask if ask in found)
