"""A whole mail read: what its writer wants."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.intake.message import parse_message
from relanced.intake.reply.read import read_reply
from relanced.model.intents import Intent

if TYPE_CHECKING:
    from intake.reply.conftest import Mails

    from relanced.intake.reply.intent.lexicon import Lexicon
    from relanced.model.rules import Firm


def test_the_labelled_mails_are_read_right(
    labelled: list[dict[str, Any]], lexicon: "Lexicon", firm: "Firm"
) -> None:
    right: Counter[str] = Counter()
    for row in labelled:
        read = read_reply(parse_message(row["raw"]), lexicon, firm)
        right["intent"] += read.intent == row["intent"]
        right["day"] += (read.promised_on and read.promised_on.isoformat()) == row["promised_on"]
        right["address"] += read.redirect_to == row["redirect_to"]
        assert read.stops_escalation or not row["stops_escalation"], row["file"]
    assert right["intent"] >= 0.9 * len(labelled)
    assert right["day"] >= 0.9 * len(labelled)
    assert right["address"] >= 0.9 * len(labelled)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Aucun litige, le virement est parti hier.", Intent.CLAIMS_PAID),
        ("Nous ne sommes pas en liquidation, vous serez payés vendredi.", Intent.PROMISE),
        ("La vitrine est fissurée, nous refusons de payer.", Intent.DISPUTE),
        ("Pouvez-vous nous renvoyer la facture avec le numéro de commande ?", Intent.QUERY),
        ("Puis-je payer en trois fois ?", Intent.PLAN_REQUEST),
        ("We ceased trading; the liquidator has been appointed.", Intent.INSOLVENCY),
        ("I no longer work there, please contact ap@x.example", Intent.REDIRECT),
        ("Wir bestreiten diese Rechnung.", Intent.DISPUTE),
        ("Bien reçu, merci.", Intent.ACK),
        ("Je suis en congés jusqu'au 20, en cas d'urgence : paul@client.example", Intent.AUTO_REPLY),
        ("Zzz qwrt.", Intent.NOT_SURE),
        ("", Intent.NOT_SURE),
    ],
)
def test_an_intent_is_read(
    text: str, intent: Intent, mails: "Mails", lexicon: "Lexicon", firm: "Firm"
) -> None:
    read = read_reply(mails.written(text), lexicon, firm)
    assert read.intent is intent
    assert read.stops_escalation == (intent not in {Intent.ACK, Intent.AUTO_REPLY})
    assert bool(read.because) == (intent is not Intent.NOT_SURE)


def test_a_promise_carries_its_day_and_another_intent_does_not(
    mails: "Mails", lexicon: "Lexicon", firm: "Firm"
) -> None:
    promise = read_reply(mails.written("Vous serez réglés vendredi."), lexicon, firm)
    paid = read_reply(mails.written("Déjà payé, virement parti. On se voit vendredi."), lexicon, firm)
    assert promise.promised_on == date(2026, 10, 9)
    assert paid.promised_on is None


def test_words_of_the_quoted_reminder_do_not_count(mails: "Mails", lexicon: "Lexicon", firm: "Firm") -> None:
    text = (
        "Viré ce matin.\n\nLe 5 oct. 2026 à 10:00, A a écrit :\n> En cas de litige, liquidation, contestation"
    )
    assert read_reply(mails.written(text), lexicon, firm).intent is Intent.CLAIMS_PAID


def test_a_temporary_substitute_is_no_new_address(mails: "Mails", lexicon: "Lexicon", firm: "Firm") -> None:
    text = "Absente du 8 au 23. Urgences : écrire à paul@client.example"
    read = read_reply(mails.written(text, auto_submitted="auto-replied"), lexicon, firm)
    assert (read.intent, read.redirect_to) == (Intent.AUTO_REPLY, None)


def test_a_machine_that_names_a_lasting_address_passes_it_on(
    mails: "Mails", lexicon: "Lexicon", firm: "Firm"
) -> None:
    text = "Écrivez dorénavant à contact@pizza.example"
    read = read_reply(mails.written(text, auto_submitted="auto-replied"), lexicon, firm)
    assert (read.intent, read.also, read.redirect_to) == (
        Intent.AUTO_REPLY,
        (Intent.REDIRECT,),
        "contact@pizza.example",
    )
    assert read.stops_escalation


def test_what_a_machine_says_of_payment_is_not_believed(
    mails: "Mails", lexicon: "Lexicon", firm: "Firm"
) -> None:
    read = read_reply(
        mails.written("Déjà payé, virement parti.", auto_submitted="auto-replied"), lexicon, firm
    )
    assert (read.intent, read.stops_escalation) == (Intent.AUTO_REPLY, False)
    assert read.because == ("Auto-Submitted: auto-replied",)


def test_a_newsletter_is_unrelated(mails: "Mails", lexicon: "Lexicon", firm: "Firm") -> None:
    read = read_reply(
        mails.written("Impayés, litiges : formez-vous !", list_unsubscribe="<x>"), lexicon, firm
    )
    assert read.intent is Intent.UNRELATED


def test_numbers_of_the_subject_are_mentioned(mails: "Mails", lexicon: "Lexicon", firm: "Firm") -> None:
    read = read_reply(mails.written("ok", subject="Re: F2026-0388"), lexicon, firm)
    assert read.mentions == ("F2026-0388",)


@settings(max_examples=60)
@given(text=st.text(max_size=400), subject=st.text(max_size=60))
def test_reading_never_fails(
    text: str, subject: str, mails: "Mails", lexicon: "Lexicon", firm: "Firm"
) -> None:
    read = read_reply(mails.written(text, subject=subject), lexicon, firm)
    assert 0 <= read.confidence <= 1
