"""Many phrases, one intent; doubt is NOT_SURE."""

import pytest

from relanced.intake.reply.intent.combine import Signs
from relanced.intake.reply.intent.lexicon import Heard
from relanced.intake.reply.intent.model import INTENTS
from relanced.intake.reply.intent.weigh import decide, weigh
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


def _chances(**few: float) -> dict[Intent, float]:
    """These chances, and the rest spread over all others."""
    named = {Intent(name): chance for name, chance in few.items()}
    rest = (1 - sum(named.values())) / (len(INTENTS) - len(named))
    return {intent: named.get(intent, rest) for intent in INTENTS}


def test_the_likeliest_intent_is_taken() -> None:
    verdict = decide(_chances(query=0.9), [], NONE)
    assert (verdict.intent, verdict.also, verdict.confidence) == (Intent.QUERY, (), 0.9)


def test_no_chance_worth_the_name_is_not_sure() -> None:
    assert decide(_chances(query=0.2, promise=0.2, claims_paid=0.2), [], NONE).intent is Intent.NOT_SURE


@pytest.mark.parametrize(("chance", "also"), [(0.6, (Intent.NOT_SURE,)), (0.95, ())])
def test_a_quiet_intent_that_is_not_sure_enough_holds_and_asks(
    chance: float, also: tuple[Intent, ...]
) -> None:
    verdict = decide(_chances(ack=chance), [], NONE)
    assert (verdict.intent, verdict.also) == (Intent.ACK, also)


def test_quiet_intents_that_share_their_chances_are_sure_together() -> None:
    assert decide(_chances(ack=0.5, unrelated=0.45), [], NONE).also == ()


def test_a_dispute_that_is_nearly_as_likely_comes_first() -> None:
    assert decide(_chances(promise=0.5, dispute=0.4), [], NONE).intent is Intent.DISPUTE


@pytest.mark.parametrize("first", ["promise", "claims_paid", "query", "plan_request", "redirect"])
def test_a_dispute_that_may_be_stands_beside_what_does_not_hold(first: str) -> None:
    verdict = decide(_chances(**{first: 0.7, "dispute": 0.2}), [], NONE)
    assert (verdict.intent, verdict.also) == (Intent(first), (Intent.DISPUTE,))


@pytest.mark.parametrize("grave", [Intent.DISPUTE, Intent.INSOLVENCY])
@pytest.mark.parametrize("quiet", [Intent.ACK, Intent.UNRELATED, Intent.AUTO_REPLY])
def test_what_a_rule_heard_outright_never_loses_to_a_quiet_intent(grave: Intent, quiet: Intent) -> None:
    verdict = decide(_chances(**{quiet: 0.99}), _heard((grave, 3)), NONE)
    assert verdict.intent not in {Intent.ACK, Intent.UNRELATED, Intent.AUTO_REPLY}


@pytest.mark.parametrize(
    ("signs", "also"),
    [
        (NONE, (Intent.NOT_SURE,)),
        (Signs(new_address=True, coming_day=False, question=False), (Intent.REDIRECT,)),
    ],
)
def test_a_machine_redirects_only_where_it_names_an_address_for_good(
    signs: Signs, also: tuple[Intent, ...]
) -> None:
    assert decide(_chances(auto_reply=0.5, redirect=0.4), [], signs).also == also


def test_a_dispute_heard_twice_outright_stands_beside_whatever_its_chance() -> None:
    chances = _chances(promise=0.99)
    assert decide(chances, _heard((Intent.DISPUTE, 3)), NONE).also == ()
    assert decide(chances, _heard((Intent.DISPUTE, 3), (Intent.DISPUTE, 3)), NONE).also == (Intent.DISPUTE,)


def test_a_second_intent_that_was_heard_outright_needs_little_chance() -> None:
    chances = _chances(dispute=0.9, promise=0.05)
    assert decide(chances, [], NONE).also == ()
    assert decide(chances, _heard((Intent.PROMISE, 3)), NONE).also == (Intent.PROMISE,)


def test_a_dispute_with_a_new_address_redirects_as_well() -> None:
    signs = Signs(new_address=True, coming_day=False, question=False)
    assert decide(_chances(dispute=0.9), [], signs).also == (Intent.REDIRECT,)
