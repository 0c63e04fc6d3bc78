"""Older words to which a text points: they only ever add a reason to be silent."""

from typing import TYPE_CHECKING

import pytest

from relanced.intake.reply.intent.lexicon import Lexicon
from relanced.intake.reply.intent.understand import QUIET, Understood
from relanced.intake.reply.intent.weigh import Verdict
from relanced.intake.reply.older import with_older
from relanced.intake.reply.read import read_reply
from relanced.model.intents import Intent
from relanced.model.rules import Firm

if TYPE_CHECKING:
    from intake.reply.conftest import Mails

POINTING = """Bonjour, voir mon mail ci-dessous, toujours sans nouvelles.

Le 2 octobre 2026 à 10:12, Lise <lise@client.example> a écrit :
> Nous contestons cette facture, la vitrine est arrivée cassée.
"""


def said(intent: Intent, *also: Intent) -> Understood:
    return Understood(Verdict(intent, also, 0.9, (intent.value,)), None)


@pytest.mark.parametrize("intent", [*sorted(QUIET), Intent.NOT_SURE, Intent.QUERY, Intent.PROMISE])
def test_an_older_dispute_comes_first(intent: Intent) -> None:
    verdict = with_older(said(intent), said(Intent.DISPUTE)).verdict

    assert verdict.intent is Intent.DISPUTE
    assert "quoted: dispute" in verdict.because


@pytest.mark.parametrize("older", [*sorted(QUIET), Intent.NOT_SURE])
def test_quiet_older_words_change_nothing(older: Intent) -> None:
    assert with_older(said(Intent.DISPUTE), said(older)) == said(Intent.DISPUTE)


def test_what_the_text_says_itself_stays_beside_it() -> None:
    assert Intent.PROMISE in with_older(said(Intent.PROMISE), said(Intent.DISPUTE)).verdict.also


def test_a_mail_that_only_points_to_its_older_words_is_read_with_them(
    mails: "Mails", lexicon: Lexicon, firm: Firm
) -> None:
    assert read_reply(mails.written(POINTING), lexicon, firm).intent is Intent.DISPUTE
