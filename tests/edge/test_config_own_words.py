"""The owner's own words in a configuration file: read into the rules, or refused with all their faults at once."""

from pathlib import Path

import pytest
from config_files import SMALLEST, problems_in, settings_in

from relanced.daemon.worker import lexicon
from relanced.intake.reply.intent.phrases import sentences
from relanced.model.intents import Intent

ALL = [intent for intent in Intent if intent is not Intent.NOT_SURE]


@pytest.mark.parametrize("intent", ALL)
def test_words_for_every_intent_reach_the_rules_and_are_heard(tmp_path: Path, intent: Intent) -> None:
    text = f'{SMALLEST}[replies]\n{intent}_words = ["bon vert|bleu", "zorg* .. fini"]'
    words = settings_in(tmp_path, text).rules.replies.words
    assert words == {intent: ("bon vert|bleu", "zorg* .. fini")}
    spoken = tuple(sentences("le bon bleu"))
    heard = [h for t in lexicon(words).tongues_of(spoken) for s in spoken for h in t.hear(s)]
    assert (intent, 3) in [(h.intent, h.points) for h in heard]


def test_without_words_there_are_none(tmp_path: Path) -> None:
    assert settings_in(tmp_path, f"{SMALLEST}[replies]\ngrace_days = 3").rules.replies.words == {}


def test_all_faults_are_told_at_once_with_what_was_expected(tmp_path: Path) -> None:
    long, many = "x" * 101, ", ".join(f'"mot{n}"' for n in range(201))
    found = problems_in(
        tmp_path,
        f'{SMALLEST}[replies]\ndispute_words = ["?", "sous réserve", "avoir ..", "{long}", "*"]\n'
        f'query_words = [{many}]\nack_words = "vu"\nnot_sure_words = ["x"]\npromise_words = [3]',
    )
    assert set(found) == {
        "replies.dispute_words[1]", "replies.dispute_words[3]", "replies.dispute_words[4]",
        "replies.dispute_words[5]", "replies.query_words", "replies.ack_words", "replies.not_sure_words",
        "replies.promise_words[1]",
    }  # fmt: skip
    assert "names a word" in str(found["replies.dispute_words[1]"])
    assert "at most 100 characters" in str(found["replies.dispute_words[4]"])
    assert "at most 200 entries" in str(found["replies.query_words"])
