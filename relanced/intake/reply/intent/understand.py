"""A typed text in, what its writer wants out: the layers, one after the other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from relanced.intake.reply.intent.combine import inputs, probabilities
from relanced.intake.reply.intent.least import Chances, held
from relanced.intake.reply.intent.lexicon import Lexicon, Tongue
from relanced.intake.reply.intent.listen import MAX_HEARD, Listened, listen
from relanced.intake.reply.intent.model import Model
from relanced.intake.reply.intent.phrases import sentences
from relanced.intake.reply.intent.taught import is_taught_quiet, taught
from relanced.intake.reply.intent.weigh import QUIET, Verdict, decide, weigh
from relanced.model.intents import Intent
from relanced.model.lesson import Lesson

__all__ = ["MAX_HEARD", "QUIET", "Listened", "Understood", "listen", "understand"]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text wants, and by which day it promises to pay."""

    verdict: Verdict
    promised_on: date | None


def understand(
    text: str,
    *,
    lexicon: Lexicon,
    model: Model | None = None,
    lessons: Sequence[Lesson] = (),
    written_on: date | None,
    new_address: str | None = None,
) -> Understood:
    """Understand a text, or a piece of one; without a model by the rules alone."""
    said = listen(text, lexicon=lexicon, written_on=written_on, new_address=new_address)
    if model is None:
        return Understood(weigh(said.heard, said.signs), said.promised_on)
    verdict = judge(text, said, model, lexicon, written_on, tuple(lessons))
    return Understood(verdict, said.promised_on)


def judge(
    text: str,
    said: Listened,
    model: Model,
    lexicon: Lexicon,
    written_on: date | None,
    lessons: tuple[Lesson, ...] = (),
) -> Verdict:
    """What rules and model say together of the whole, as the lessons shift it, and of each sentence alone.

    A sentence that the owner read as quiet, word by word, counts as he did; any other speaks for itself.
    """
    vector = model.vector(text)
    if not said.heard and not vector.buckets:
        return weigh(said.heard, said.signs)
    chances = probabilities(inputs(said.points, model.scores(vector), said.signs), model.combination)
    if lessons:
        chances = taught(chances, text, vector, lessons, model)

    def hear(sentence: str) -> tuple[Listened, Chances]:
        tongues = (*said.tongues, *_clear_tongues(sentence, lexicon, said.tongues))
        alone = listen(sentence, lexicon=lexicon, written_on=written_on, new_address=None, tongues=tongues)
        seen = model.vector(sentence)
        if lessons and is_taught_quiet(seen, lessons, model):
            return alone, {**dict.fromkeys(chances, 0.0), Intent.ACK: 1.0}
        return alone, probabilities(inputs(alone.points, model.scores(seen), alone.signs), model.combination)

    verdict = held(decide(chances, said.heard, said.signs), text, said, hear)
    if verdict.intent is Intent.NOT_SURE:
        return verdict
    told = [word for word in model.telling(text, verdict.intent) if word not in " ".join(verdict.because)]
    return replace(verdict, because=(*verdict.because, *told))


def _clear_tongues(sentence: str, lexicon: Lexicon, known: Sequence[Tongue]) -> tuple[Tongue, ...]:
    """The other language of one sentence: «Bien reçu. Wir bestreiten das.»; none where several may be its."""
    names = {tongue.name for tongue in lexicon.tongues}
    own = [tongue for tongue in lexicon.tongues_of(sentences(sentence)) if tongue.name in names]
    is_new = len(own) == 1 and own[0].name not in {tongue.name for tongue in known}
    return tuple(own) if is_new else ()
