"""Many phrases, one intent; doubt is NOT_SURE."""

import pytest

from relanced.intake.reply.lexicon import Heard
from relanced.intake.reply.weigh import Signs, weigh
from relanced.model.intents import Intent

NONE = Signs(new_address=False, coming_day=False, question=False)


def _heard(*pairs: tuple[Intent, int]) -> list[Heard]:
    return [Heard(intent, points, f"p{n}", f"w{n}", n) for n, (intent, points) in enumerate(pairs)]


def test_nothing_heard_is_not_sure() -> None:
    verdict = weigh([], NONE)
    assert (verdict.intent, verdict.confidence) == (Intent.NOT_SURE, 0.0)


def test_of_two_that_are_even_the_one_that_keeps_longer_silent_wins() -> None:
    assert weigh(_heard((Intent.PROMISE, 3), (Intent.DISPUTE, 3)), NONE).intent is Intent.DISPUTE


def test_a_second_intent_stands_beside_the_first() -> None:
    heard = _heard((Intent.DISPUTE, 3), (Intent.DISPUTE, 3), (Intent.PROMISE, 3), (Intent.PROMISE, 2))
    assert weigh(heard, NONE).also == (Intent.PROMISE,)


def test_many_hints_weigh_no_more_than_one_likely_phrase() -> None:
    heard = _heard(*[(Intent.ACK, 1)] * 9, (Intent.DISPUTE, 3))
    assert weigh(heard, NONE).intent is Intent.DISPUTE


def test_a_quiet_intent_on_thin_evidence_is_not_sure() -> None:
    heard = _heard((Intent.UNRELATED, 2), (Intent.ACK, 2))
    assert weigh(heard, NONE).intent is Intent.NOT_SURE


@pytest.mark.parametrize(
    ("signs", "intent"),
    [
        (Signs(new_address=True, coming_day=False, question=False), Intent.REDIRECT),
        (Signs(new_address=False, coming_day=True, question=False), Intent.PROMISE),
    ],
)
def test_signs_speak_where_no_word_does(signs: Signs, intent: Intent) -> None:
    assert weigh([], signs).intent is intent


def test_a_question_mark_turns_an_even_weight_into_a_query() -> None:
    heard = _heard((Intent.PROMISE, 2), (Intent.QUERY, 2))
    assert weigh(heard, NONE).intent is Intent.PROMISE
    assert weigh(heard, Signs(new_address=False, coming_day=False, question=True)).intent is Intent.QUERY


def test_because_names_the_words_of_the_intent() -> None:
    assert weigh(_heard((Intent.ACK, 1), (Intent.DISPUTE, 3)), NONE).because == ("w1",)
