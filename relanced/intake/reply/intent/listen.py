"""A text in, what the rules alone hear in it out: phrases, points, a promised day, signs. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from relanced.intake.reply.intent.combine import Signs
from relanced.intake.reply.intent.lexicon import Heard, Lexicon, Tongue
from relanced.intake.reply.intent.phrases import sentences
from relanced.intake.reply.intent.weigh import points_of
from relanced.intake.reply.when.days import promised_day
from relanced.model.intents import Intent

MAX_HEARD = 8_000  # characters of the typed text in which intents are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """What the rules alone hear in a text."""

    heard: tuple[Heard, ...]
    points: Mapping[Intent, int]
    signs: Signs
    promised_on: date | None
    tongues: tuple[Tongue, ...] = ()  # the languages in which it was heard


def listen(
    text: str,
    *,
    lexicon: Lexicon,
    written_on: date | None,
    new_address: str | None,
    tongues: Sequence[Tongue] = (),
) -> Listened:
    """Hear a text, in these languages if they are known. Whoever is away for a while names no new address."""
    spoken = sentences(text[:MAX_HEARD])
    tongues = tuple(tongues) or lexicon.tongues_of(spoken)
    heard = tuple(one for sentence in spoken for tongue in tongues for one in tongue.hear(sentence))
    is_away = any(tongue.is_temporary(sentence) for sentence in spoken for tongue in tongues)
    day = promised_day(text, written_on) if written_on else None
    signs = Signs(
        new_address=new_address is not None and not is_away,
        coming_day=day is not None,
        question="?" in text[:MAX_HEARD],
        is_away=is_away,
        length=len(text),
    )
    return Listened(heard=heard, points=points_of(heard), signs=signs, promised_on=day, tongues=tongues)
