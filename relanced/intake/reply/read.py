"""A mail that came in, what its writer wants out. Pure.

Only what the person typed speaks, and of quoted history what he points to and what is not ours. In
doubt NOT_SURE, which holds the case and asks the owner.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from relanced.intake.machines import bulk_because
from relanced.intake.message import Message
from relanced.intake.origin import NOTHING, Beside
from relanced.intake.readings import ReplyRead
from relanced.intake.reply.addresses import new_address
from relanced.intake.reply.asks import asks_in
from relanced.intake.reply.each.between import with_numbers
from relanced.intake.reply.each.mentions import mentions_in
from relanced.intake.reply.each.pieces import said_of
from relanced.intake.reply.each.reach import grave_in_parts, in_subject_alone, speaks_of_all
from relanced.intake.reply.intent.lexicon import Lexicon
from relanced.intake.reply.intent.model import Model
from relanced.intake.reply.intent.understand import QUIET, Understood, understand
from relanced.intake.reply.intent.weigh import Verdict
from relanced.intake.reply.older import GRAVE, with_older
from relanced.intake.reply.robot.absence import absence_in
from relanced.intake.reply.robot.automatic import as_sent
from relanced.intake.reply.split.pointing import Announced, announced_in, points_below
from relanced.intake.reply.split.quotes import SplitReply, split_reply
from relanced.intake.reply.tokens import tokens_in
from relanced.intake.reply.unheard import doubted
from relanced.model.facts import SaidOf
from relanced.model.intents import Intent
from relanced.model.rules import Firm


def read_reply(
    message: Message, lexicon: Lexicon, firm: Firm, beside: Beside = NOTHING, model: Model | None = None
) -> ReplyRead:
    """Read one mail of a client, or of his machine; never fails, whatever the mail holds."""
    split = split_reply(message, beside.letters, firm.addresses)
    text = split.new_text
    written_on = message.date.date() if message.date else None
    address = new_address(text, message.sender, firm)
    hear = partial(understand, lexicon=lexicon, model=model, lessons=beside.lessons, written_on=written_on)
    alone = partial(
        understand, lexicon=lexicon, model=model, written_on=written_on
    )  # lessons are of whole mails
    heard = _heard(split, hear(text, new_address=address), hear)
    verdict = as_sent(message, text, heard.verdict, names_day=heard.promised_on is not None)
    verdict = doubted(verdict, message, text, lexicon, is_bulk=bool(bulk_because(message)))
    is_machine = verdict.intent is Intent.AUTO_REPLY
    numbered = with_numbers(text, split.answers)
    mentions = mentions_in(message.subject, numbered)
    said = () if is_machine else said_of(numbered, mentions, alone)
    of_all = speaks_of_all(numbered, mentions)
    in_parts = grave_in_parts(numbered, hear) if of_all and not is_machine else ()
    also = _with_grave(verdict, said, in_parts)
    intents = {verdict.intent, *also}
    return ReplyRead(
        intent=verdict.intent,
        also=also,
        stops_escalation=bool(intents - QUIET),
        promised_on=heard.promised_on if Intent.PROMISE in intents else None,
        redirect_to=address if Intent.REDIRECT in intents else None,
        asks=() if is_machine else asks_in(text, intents, lexicon),
        mentions=mentions,
        said_of=said,
        tokens=tokens_in(message),
        absence=absence_in(text, written_on, firm) if is_machine else None,
        new_text=text,
        confidence=round(verdict.confidence * split.confidence, 2),
        because=verdict.because,
        of_all=of_all,
        in_subject=in_subject_alone(mentions, numbered),
    )


def _heard(split: SplitReply, heard: Understood, hear: Callable[[str], Understood]) -> Understood:
    """What the typed text says; where it points to older words of his side, or to answers not found, these too."""
    if split.history and points_below(split.new_text):
        heard = with_older(heard, hear(split.history))
    if split.answers or announced_in(split.new_text) is Announced.NO:
        return heard
    verdict = heard.verdict  # «mes réponses en rouge»: they stand between our lines, and look as these do
    also = dict.fromkeys((*verdict.also, Intent.NOT_SURE))
    return replace(heard, verdict=replace(verdict, also=tuple(also)))


def _with_grave(
    verdict: Verdict, said: tuple[SaidOf, ...], in_parts: tuple[Intent, ...]
) -> tuple[Intent, ...]:
    """What is said beside; a dispute of one invoice, or of all, that the text as a whole drowned among it."""
    of_pieces = (intent for each in said for intent in (each.intent, *each.also) if intent in GRAVE)
    return tuple(i for i in dict.fromkeys((*verdict.also, *of_pieces, *in_parts)) if i is not verdict.intent)
