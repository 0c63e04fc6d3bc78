"""A mail that came in, what its writer wants out. Pure.

Rules over what the person typed, sentence by sentence; quoted history and footers never count.
In doubt NOT_SURE, which holds the case and asks the owner.
"""

from dataclasses import replace
from datetime import date

from relanced.intake.machines import automatic_because, bulk_because
from relanced.intake.message import Message
from relanced.intake.readings import ReplyRead
from relanced.intake.reply.addresses import new_address
from relanced.intake.reply.days import promised_day
from relanced.intake.reply.lexicon import Lexicon
from relanced.intake.reply.mentions import mentions_in
from relanced.intake.reply.phrases import sentences
from relanced.intake.reply.quotes import split_reply
from relanced.intake.reply.weigh import Signs, Verdict, weigh
from relanced.model.intents import Intent
from relanced.model.rules import Firm

MAX_HEARD = 8_000  # characters of the typed text in which intents are looked for
_QUIET = frozenset({Intent.ACK, Intent.AUTO_REPLY, Intent.UNRELATED})  # the next step may go out all the same


def read_reply(message: Message, lexicon: Lexicon, firm: Firm) -> ReplyRead:
    """Read one mail of a client, or of his machine; never fails, whatever the mail holds."""
    split = split_reply(message)
    text = split.new_text
    address = new_address(text, message.sender, firm)
    day = promised_day(text, message.date.date()) if message.date else None
    verdict = _of_machine(message, _heard(text, address, day, lexicon))
    intents = {verdict.intent, *verdict.also}
    return ReplyRead(
        intent=verdict.intent,
        also=verdict.also,
        stops_escalation=bool(intents - _QUIET),
        promised_on=day if Intent.PROMISE in intents else None,
        redirect_to=address if Intent.REDIRECT in intents else None,
        mentions=mentions_in(message.subject, text),
        new_text=text,
        confidence=round(verdict.confidence * split.confidence, 2),
        because=verdict.because,
    )


def _heard(text: str, address: str | None, day: date | None, lexicon: Lexicon) -> Verdict:
    """What the words say. Whoever is away for a while names a colleague, not a new address."""
    spoken = tuple(sentences(text[:MAX_HEARD]))
    tongues = lexicon.tongues_of(spoken)
    heard = [one for sentence in spoken for tongue in tongues for one in tongue.hear(sentence)]
    is_away = any(tongue.is_temporary(sentence) for sentence in spoken for tongue in tongues)
    signs = Signs(
        new_address=address is not None and not is_away,
        coming_day=day is not None,
        question="?" in text[:MAX_HEARD],
    )
    verdict = weigh(heard, signs)
    if verdict.intent is Intent.AUTO_REPLY and not signs.new_address:
        return replace(verdict, also=())
    return verdict


def _of_machine(message: Message, verdict: Verdict) -> Verdict:
    """The same verdict for a person; for a machine only a lasting new address counts of what it says."""
    bulk = bulk_because(message)
    because = automatic_because(message)
    if bulk and because:
        return Verdict(Intent.UNRELATED, (), 0.95, (bulk,))
    if not because:
        return verdict
    moved = Intent.REDIRECT in {verdict.intent, *verdict.also}
    return Verdict(Intent.AUTO_REPLY, (Intent.REDIRECT,) if moved else (), 0.99, (because,))
