"""The words of each language: what they mean, and what takes them back."""

import time
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relanced.intake.reply.intent.lexicon import Lexicon, parse_lexicon
from relanced.intake.reply.intent.phrases import sentences
from relanced.intake.reply.intent.understand import understand
from relanced.model.intents import Intent

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS = Path(__file__).parents[4] / "relanced" / "intake" / "reply" / "intent" / "words"
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


OWN = {Intent.DISPUTE: ("sous réserve",), Intent.ACK: ("bien vu",), Intent.QUERY: ("bon vert|bleu",)}


def _own(lexicon: Lexicon, words: "Mapping[Intent, tuple[str, ...]]" = OWN) -> Lexicon:
    tables = {name: tomllib.loads((WORDS / f"{name}.toml").read_text("utf-8")) for name in ("fr", "en", "de")}
    assert {tongue.name for tongue in lexicon.tongues} >= set(tables)
    return parse_lexicon(tables, words)


def _wants(text: str, lexicon: Lexicon) -> set[Intent]:
    verdict = understand(text, lexicon=lexicon, written_on=date(2026, 10, 6)).verdict
    return {verdict.intent, *verdict.also}


@pytest.mark.parametrize(
    "text",
    ["We accept it sous reserve, please note", "Wir nehmen das nur SOUS RÉSERVE an", "accepté sous-réserve"],
)
def test_the_words_of_an_owner_are_heard_in_every_language(text: str, lexicon: Lexicon) -> None:
    assert Intent.DISPUTE in _wants(text, _own(lexicon))


@pytest.mark.parametrize(
    "text", ["Das ist für uns nicht sous réserve zu sehen", "Ce n'est pas sous réserve, merci à vous"]
)
def test_a_negation_takes_the_words_of_an_owner_back(text: str, lexicon: Lexicon) -> None:
    spoken = tuple(sentences(text))
    own = _own(lexicon).tongues_of(spoken)[-1]
    assert own.name == "own"
    assert [h for sentence in spoken for h in own.hear(sentence)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Bien vu. Bien vu! Nous contestons cette facture.",
        "Bien vu, la société est en liquidation judiciaire.",
        "Bien vu, sous réserve du solde.",
    ],
)
def test_an_owners_words_for_quiet_silence_no_dispute_and_no_insolvency(text: str, lexicon: Lexicon) -> None:
    many = {
        Intent.ACK: ("bien vu", "vu", "bien", "cette", "solde", "societe"),
        Intent.DISPUTE: ("sous réserve",),
    }
    wants = _wants(text, _own(lexicon, many))
    assert wants & {Intent.DISPUTE, Intent.INSOLVENCY}
    assert Intent.ACK in _wants("Bien vu, bonne soirée à vous", _own(lexicon, many))


def test_words_of_an_owner_that_name_no_word_raise() -> None:
    with pytest.raises(ValueError, match="is no phrase"):
        parse_lexicon({}, {Intent.QUERY: ("..",)})


def test_a_text_of_one_word_is_heard_in_linear_time(lexicon: Lexicon) -> None:
    own = _own(lexicon)
    for word in ("non ", "? "):
        started = time.process_time()
        for sentence in (spoken := tuple(sentences(word * (8_000 // len(word))))):
            for tongue in own.tongues_of(spoken[:1]):
                list(tongue.hear(sentence))
        assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "text",
    [
        "Nous ne contestons rien, paiement vendredi.",
        "Il n'y a aucun litige de notre côté.",
        "No dispute on our side, we will pay on Friday.",
        "Kein Einwand von uns, wir zahlen am Freitag.",
        "Ninguna queja por nuestra parte, pagamos el viernes.",
        "Nessuna contestazione da parte nostra, paghiamo venerdì.",
        "Wij betwisten niets, de betaling volgt vrijdag.",
    ],
)
def test_who_says_that_nothing_is_wrong_disputes_nothing(lexicon: Lexicon, text: str) -> None:
    spoken = tuple(sentences(text))
    heard = [h for t in lexicon.tongues_of(spoken) for s in spoken for h in t.hear(s)]
    assert not [h for h in heard if h.intent is Intent.DISPUTE and h.points > 1]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Il en manque trois sur la palette.", Intent.DISPUTE),
        ("Your rep said delivery would be free.", Intent.DISPUTE),
        ("Three way match fails: price on the PO is lower.", Intent.DISPUTE),
        ("Der Wareneingang fehlt uns noch, zwei Kartons sind nicht angekommen.", Intent.DISPUTE),
        ("Faltan cinco cajas del pedido.", Intent.DISPUTE),
        ("Mancano tre colli e il prezzo non corrisponde.", Intent.DISPUTE),
        ("Het werk is nog niet opgeleverd.", Intent.DISPUTE),
        ("Der Betrag wurde am Montag schon abgebucht.", Intent.CLAIMS_PAID),
        ("Abbiamo già pagato con bonifico.", Intent.CLAIMS_PAID),
        ("¿Podríamos pagar a plazos?", Intent.PLAN_REQUEST),
        ("Kunnen we in termijnen betalen?", Intent.PLAN_REQUEST),
        ("Wir haben Insolvenzantrag gestellt.", Intent.INSOLVENCY),
        ("La empresa está en concurso de acreedores.", Intent.INSOLVENCY),
        ("Ik werk hier niet meer, stuur het naar de boekhouding.", Intent.REDIRECT),
    ],
)
def test_the_shipped_words_hear_what_clients_say(lexicon: Lexicon, text: str, intent: Intent) -> None:
    spoken = tuple(sentences(text))
    heard = [h for t in lexicon.tongues_of(spoken) for s in spoken for h in t.hear(s)]
    assert [h for h in heard if h.intent is intent and h.points > 1]
