"""All layers together: what a text wants, and the one law: doubt only pauses."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.edge.words import intent_weights
from relanced.intake.reply.intent.lexicon import Lexicon, parse_lexicon
from relanced.intake.reply.intent.model import Model, parse_model
from relanced.intake.reply.intent.understand import Understood, understand
from relanced.intake.reply.intent.weigh import QUIET
from relanced.model.intents import Intent
from relanced.model.lesson import Lesson

MONDAY = date(2026, 3, 2)
TABLE = {
    "dispute": {"sure": ["contest*"]},
    "insolvency": {"sure": ["liquidation"]},
    "ack": {"sure": ["bien recu"]},
}
LEXICON = parse_lexicon({"fr": TABLE})
MODEL = parse_model(intent_weights())
QUIET_INTENTS = st.sampled_from(sorted(QUIET))
OUTRIGHT = st.sampled_from(["Nous contestons cette facture.", "La societe est en liquidation."])
SMALL_TALK = st.sampled_from(
    ["Merci.", "Bien recu, merci.", "Bonne annee !", "Bonjour,", "", "Absent jusqu'a lundi."]
)


def _understood(text: str, lexicon: Lexicon, model: Model | None = MODEL, *lessons: Lesson) -> Understood:
    return understand(text, lexicon=lexicon, model=model, lessons=lessons, written_on=MONDAY)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        (
            "La peinture cloque partout, il est exclu que je verse le solde dans ces conditions.",
            Intent.DISPUTE,
        ),
        ("Le virement partira vendredi.", Intent.PROMISE),
        ("We settled this by bank transfer last week.", Intent.CLAIMS_PAID),
        ("Könnten wir in drei Raten zahlen?", Intent.PLAN_REQUEST),
        ("Thanks, received.", Intent.ACK),
        ("Ik ben afwezig tot maandag.", Intent.AUTO_REPLY),
    ],
)
def test_rules_and_model_together_understand_everyday_mails(
    text: str, intent: Intent, lexicon: Lexicon
) -> None:
    assert _understood(text, lexicon).verdict.intent is intent


def test_the_model_hears_what_no_rule_does() -> None:
    deaf = parse_lexicon({})
    text = "Le parquet se decolle et les plinthes manquent, venez reprendre votre travail."

    assert _understood(text, deaf, None).verdict.intent is Intent.NOT_SURE
    verdict = _understood(text, deaf).verdict
    assert verdict.intent is Intent.DISPUTE
    assert {"manquent", "decolle", "reprendre"} & set(verdict.because)


def test_what_the_owner_s_own_words_speak_for_always_counts_and_is_shown() -> None:
    text = "Bonjour, le virement de 450 euros sera fait le 30 novembre, bonne journee."
    own = parse_lexicon({"fr": TABLE}, {Intent.DISPUTE: ("sera fait",)})

    assert Intent.DISPUTE not in {*_understood(text, LEXICON).verdict.also}
    verdict = _understood(text, own).verdict
    assert Intent.DISPUTE in {verdict.intent, *verdict.also}
    assert "sera fait" in verdict.because


def test_nothing_typed_is_not_sure() -> None:
    assert _understood("", LEXICON).verdict.intent is Intent.NOT_SURE


def test_a_promise_tells_its_day(lexicon: Lexicon) -> None:
    assert _understood("Le virement partira vendredi.", lexicon).promised_on == date(2026, 3, 6)


def test_a_lesson_changes_the_judgement_of_the_same_words_and_of_closely_similar_ones() -> None:
    text = "Dossier transmis a la regie, suite au prochain passage."
    before = _understood(text, LEXICON).verdict.intent
    taught = Intent.PLAN_REQUEST
    lesson = Lesson(text, taught)

    assert before is not taught
    assert _understood(text, LEXICON, MODEL, lesson).verdict.intent is taught
    similar = "Bonjour, dossier transmis a la regie, suite au prochain passage, merci."
    assert _understood(similar, LEXICON, MODEL, lesson).verdict.intent is taught


def test_a_lesson_leaves_other_mails_alone(lexicon: Lexicon) -> None:
    text = "Le virement partira vendredi."
    lesson = Lesson("Dossier transmis a la regie, suite au prochain passage.", Intent.PLAN_REQUEST)
    assert _understood(text, lexicon, MODEL, lesson) == _understood(text, lexicon)


def test_the_latest_of_two_lessons_about_the_same_words_counts() -> None:
    text = "Dossier transmis a la regie, suite au prochain passage."
    lessons = Lesson(text, Intent.PLAN_REQUEST), Lesson(text, Intent.REDIRECT)
    assert _understood(text, LEXICON, MODEL, *lessons).verdict.intent is Intent.REDIRECT


@given(OUTRIGHT, SMALL_TALK, st.lists(QUIET_INTENTS, max_size=4))
def test_law_no_lesson_makes_a_dispute_or_an_insolvency_that_a_rule_heard_quiet(
    outright: str, around: str, intents: list[Intent]
) -> None:
    text = f"{around} {outright} {around}"
    lessons = [Lesson(text, intent) for intent in intents]
    assert _understood(text, LEXICON, MODEL, *lessons).verdict.intent not in QUIET


@given(st.text(max_size=200), st.lists(st.tuples(st.text(max_size=60), st.sampled_from(Intent)), max_size=3))
def test_whatever_is_written_and_taught_gives_a_verdict(text: str, taught: list[tuple[str, Intent]]) -> None:
    verdict = _understood(text, LEXICON, MODEL, *(Lesson(*each) for each in taught)).verdict
    assert 0 <= verdict.confidence <= 1
    assert verdict.intent not in verdict.also


def test_a_hostile_text_takes_no_longer_than_a_long_one(lexicon: Lexicon) -> None:
    start = process_time()
    for text in ("1 " * 100_000, "a@" * 100_000, "€9." * 60_000, "fr12 " * 40_000, "x" * 200_000):
        _understood(text, lexicon)
    assert process_time() - start < 10
