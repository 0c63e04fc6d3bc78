"""A quiet reading is judged by the least quiet sentence."""

from datetime import date

import pytest

from relanced.edge.words import intent_weights
from relanced.intake.reply.intent.apart import sentences_apart
from relanced.intake.reply.intent.lexicon import Lexicon
from relanced.intake.reply.intent.model import parse_model
from relanced.intake.reply.intent.understand import understand
from relanced.intake.reply.intent.weigh import QUIET

MODEL = parse_model(intent_weights())


def _is_quiet(text: str, lexicon: Lexicon) -> bool:
    verdict = understand(text, lexicon=lexicon, model=MODEL, written_on=date(2026, 3, 2)).verdict
    return not {verdict.intent, *verdict.also} - QUIET


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, bien reçu, je regarde. Par contre deux vitres sont fendues.",
        "Merci de votre rappel, mais tout est soldé chez nous.",
        "Schon erledigt, danke.",
        "Fatto ieri, grazie.",
        "Merci. Wir bestreiten die Forderung. Merci.",
        "Thank you for your message, I'm just back from annual leave.\nPaid on Monday.",
    ],
)
def test_one_loud_sentence_holds(text: str, lexicon: Lexicon) -> None:
    assert not _is_quiet(text, lexicon)


@pytest.mark.parametrize("count", [25, 80, 200])
@pytest.mark.parametrize(
    "loud", ["La marchandise est arrivée cassée.", "This invoice is wrong.", "Die Rechnung ist falsch."]
)
def test_one_loud_sentence_is_not_drowned_by_however_many_others(
    loud: str, count: int, lexicon: Lexicon
) -> None:
    kind = ["Tout va bien ici.", "Le temps est beau à Nantes.", "L'équipe vous salue.", "Bien reçu."]
    text = [kind[place % len(kind)] for place in range(count)]

    assert _is_quiet(" ".join(text), lexicon)
    assert not _is_quiet(" ".join([*text, loud]), lexicon)
    assert not _is_quiet(" ".join([*text[: count // 2], loud, *text[count // 2 :]]), lexicon)


@pytest.mark.parametrize("text", ["Bien reçu, merci.", "Thanks, received.", "Ok."])
def test_a_courtesy_does_not(text: str, lexicon: Lexicon) -> None:
    assert _is_quiet(text, lexicon)


def test_courtesies_and_names_are_left_out() -> None:
    text = "Bonjour Marc,\nSchon erledigt, danke.\nCordialement,\nSophie Martin"
    assert list(sentences_apart(text)) == ["Schon erledigt"]
