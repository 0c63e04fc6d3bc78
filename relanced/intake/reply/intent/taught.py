"""Chances of a text and the owner's lessons in, the chances as the lessons shift them out. Pure.

A lesson speaks for mails that are closely like it, and for hardly any other. One that lets the next
reminder go speaks for the same words alone, or for a mail of which it holds every sentence.
"""

from collections.abc import Mapping
from functools import lru_cache
from math import exp, fsum, log

from relanced.intake.reply.intent.apart import sentences_apart
from relanced.intake.reply.intent.model import Model, Vector
from relanced.intake.reply.intent.weigh import QUIET
from relanced.model.intents import Intent
from relanced.model.lesson import Lesson

MAX_LESSONS = 200  # the latest
MAX_LESSON = 2_000  # characters of one
_NEAR_LENGTH = 0.7  # of two sentences that may be the same
_UNLIKE = 0.45  # likeness up to which a lesson says nothing; two mails about one thing have about 0.2
_ALIKE = 0.75  # likeness from which it says all that it can
_THE_SAME = 0.97  # likeness of what differs in a greeting, a number or a day
_STRENGTH = 14.0  # what it then adds to the logarithm of a chance
_LEAST = 1e-6


def taught(
    chances: Mapping[Intent, float], text: str, vector: Vector, lessons: tuple[Lesson, ...], model: Model
) -> dict[Intent, float]:
    """The chances, shifted; of lessons that contradict each other the likest counts, then the latest."""
    mine = dict(zip(vector.buckets, vector.values, strict=True))
    best, told = 0.0, Intent.NOT_SURE
    for lesson in lessons[-MAX_LESSONS:]:
        alike = likeness(mine, vector.norm, _vector(lesson.text[:MAX_LESSON], model))
        if alike >= best and (lesson.intent not in QUIET or _is_the_same(alike, text, lesson, model)):
            best, told = alike, lesson.intent
    if best <= _UNLIKE:
        return dict(chances)
    shift = _STRENGTH * min(1, (best - _UNLIKE) / (_ALIKE - _UNLIKE))
    powers = {
        intent: exp(log(max(chance, _LEAST)) + (shift if intent is told else 0.0))
        for intent, chance in chances.items()
    }
    whole = fsum(powers.values())
    return {intent: power / whole for intent, power in powers.items()}


def is_taught_quiet(sentence: Vector, lessons: tuple[Lesson, ...], model: Model) -> bool:
    """Whether a sentence stands, as good as word by word, in a mail that the owner said to be quiet.

    A lesson that says otherwise has been heard on the whole.
    """
    mine = dict(zip(sentence.buckets, sentence.values, strict=True))
    return any(
        likeness(mine, sentence.norm, other) >= _THE_SAME
        for lesson in lessons[-MAX_LESSONS:]
        if lesson.intent in QUIET
        for other in _sentences(lesson.text[:MAX_LESSON], model)
        if _NEAR_LENGTH < other.norm / sentence.norm < 1 / _NEAR_LENGTH
    )


def likeness(mine: Mapping[int, int], norm: float, other: Vector) -> float:
    """How much two texts are alike: 0 no common group of letters, 1 the same. `mine` is value by bucket."""
    common = sum(mine.get(b, 0) * value for b, value in zip(other.buckets, other.values, strict=True))
    return common / (norm * other.norm)


def _is_the_same(alike: float, text: str, lesson: Lesson, model: Model) -> bool:
    """Whether a mail says what the lesson says, and nothing else."""
    if alike >= _THE_SAME or alike <= _UNLIKE:
        return alike >= _THE_SAME
    said = [model.vector(sentence) for sentence in sentences_apart(text)]
    return bool(said) and all(is_taught_quiet(each, (lesson,), model) for each in said)


@lru_cache(maxsize=2 * MAX_LESSONS)
def _vector(text: str, model: Model) -> Vector:
    return model.vector(text)


@lru_cache(maxsize=2 * MAX_LESSONS)
def _sentences(text: str, model: Model) -> tuple[Vector, ...]:
    return tuple(model.vector(sentence) for sentence in sentences_apart(text))
