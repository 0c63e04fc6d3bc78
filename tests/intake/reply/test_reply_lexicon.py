"""The words of each language: what they mean, and what takes them back."""

from typing import TYPE_CHECKING

import pytest

from relanced.intake.reply.lexicon import Lexicon, parse_lexicon
from relanced.intake.reply.phrases import sentences
from relanced.model.intents import Intent

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE: dict[str, object] = {
    "markers": ["nous", "pas"],
    "ignore": ["sauf erreur"],
    "negations": ["pas", "aucun*"],
    "negations_after": ["pas"],
    "temporary": ["vacances"],
    "dispute": {"sure": ["litige*", "pas conforme"], "likely": ["erreur"]},
    "claims_paid": {"sure": ["payé"]},
}


def _heard(text: str, table: "Mapping[str, object]" = TABLE) -> list[tuple[Intent, int]]:
    lexicon = parse_lexicon({"fr": table})
    tongue = lexicon.tongues[0]
    return [(h.intent, h.points) for sentence in sentences(text) for h in tongue.hear(sentence)]


def test_a_phrase_speaks_for_its_intent_with_its_points() -> None:
    assert _heard("Un litige et une erreur") == [(Intent.DISPUTE, 3), (Intent.DISPUTE, 2)]


@pytest.mark.parametrize(
    "text", ["aucun litige", "pas encore payé", "payé pas encore", "sauf erreur de vous"]
)
def test_a_denied_or_empty_phrase_is_not_heard(text: str) -> None:
    assert _heard(text) == []


def test_a_negation_reaches_no_further_than_its_clause() -> None:
    assert _heard("pas de souci, payé") == [(Intent.CLAIMS_PAID, 3)]


def test_a_phrase_that_says_its_own_not_is_heard() -> None:
    assert _heard("ce n'est pas conforme") == [(Intent.DISPUTE, 3)]


def test_words_that_an_owner_appends_are_heard() -> None:
    own = TABLE | {"query": {"sure": ["bon vert"]}}
    assert (Intent.QUERY, 3) in _heard("il manque le bon vert", own)


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"moan": {"sure": ["x"]}}, r"\[moan\] is no intent"),
        ({"dispute": {"maybe": ["x"]}}, "dispute.maybe: expected sure, likely or hint"),
        ({"dispute": {"sure": "x"}}, "dispute.sure: expected a list"),
        ({"dispute": {"sure": [".."]}}, "is no phrase"),
        ({"markers": [1]}, "markers: expected a list"),
    ],
)
def test_a_faulty_table_is_named_with_its_language_and_key(table: dict[str, object], fault: str) -> None:
    with pytest.raises(ValueError, match=f"words/fr: .*{fault}"):
        parse_lexicon({"fr": table})


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nous avons bien reçu votre facture", "fr"),
        ("We have received your invoice", "en"),
        ("Wir haben die Rechnung erhalten", "de"),
        ("Hemos recibido la factura, gracias", "es"),
        ("Abbiamo ricevuto la fattura, grazie", "it"),
        ("Wij hebben de factuur ontvangen", "nl"),
    ],
)
def test_the_shipped_words_tell_the_language(lexicon: Lexicon, text: str, language: str) -> None:
    assert language in {tongue.name for tongue in lexicon.tongues_of(tuple(sentences(text)))}


def test_every_shipped_language_speaks_for_every_intent_but_not_sure(lexicon: Lexicon) -> None:
    assert {tongue.name for tongue in lexicon.tongues} == {"fr", "en", "de", "es", "it", "nl"}
    for tongue in lexicon.tongues:
        assert {i for means in tongue.meaning.values() for i, _ in means} == set(Intent) - {Intent.NOT_SURE}
