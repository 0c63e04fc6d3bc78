"""What a client needs before he pays."""

import time

import pytest

from relanced.intake.reply.asks import asks_in
from relanced.intake.reply.intent.lexicon import Lexicon
from relanced.model.intents import Ask, Intent

QUERY = frozenset({Intent.QUERY})


@pytest.mark.parametrize(
    "text",
    [
        "Pouvez-vous me renvoyer la facture ?",
        "Nous n'avons jamais reçu cette facture.",
        "Please resend the invoice.",
        "We never received this invoice.",
        "Bitte schicken Sie die Rechnung nochmals.",
        "Wir haben die Rechnung nicht erhalten.",
        "¿Pueden reenviar la factura?",
        "Non trovo la fattura, me la rimandate?",
        "Kunt u de factuur nogmaals sturen?",
    ],
)
def test_who_misses_the_invoice_asks_for_a_copy(text: str, lexicon: Lexicon) -> None:
    assert asks_in(text, QUERY, lexicon) == (Ask.COPY,)


@pytest.mark.parametrize(
    "text",
    [
        "Quel est votre IBAN ?",
        "Sur quel compte faut-il payer ?",
        "Could you send your bank details?",
        "Auf welches Konto soll ich zahlen?",
        "¿A qué cuenta hago el ingreso?",
        "Su quale conto devo pagare?",
        "Wat is jullie rekeningnummer?",
    ],
)
def test_who_does_not_know_where_to_pay_asks_for_the_iban(text: str, lexicon: Lexicon) -> None:
    assert asks_in(text, QUERY, lexicon) == (Ask.IBAN,)


def test_several_asks_stand_in_one_order(lexicon: Lexicon) -> None:
    text = "Votre RIB svp, et pouvez-vous renvoyer la facture ? Un échéancier serait bienvenu."
    assert asks_in(text, {Intent.QUERY, Intent.PLAN_REQUEST}, lexicon) == (Ask.COPY, Ask.IBAN, Ask.PLAN)


@pytest.mark.parametrize("intent", [Intent.DISPUTE, Intent.INSOLVENCY, Intent.UNRELATED, Intent.CLAIMS_PAID])
def test_no_draft_answers_who_wants_something_else(intent: Intent, lexicon: Lexicon) -> None:
    assert asks_in("Renvoyez la facture, votre IBAN svp.", {intent}, lexicon) == ()


def test_who_needs_no_copy_asks_for_none(lexicon: Lexicon) -> None:
    assert asks_in("Nous n'avons pas besoin d'un duplicata.", QUERY, lexicon) == ()


def test_asks_are_found_in_linear_time(lexicon: Lexicon) -> None:
    started = time.process_time()
    for word in ("facture ", "? ", "iban. ", "factuur "):
        asks_in(word * 50_000, QUERY, lexicon)
    assert time.process_time() - started < 4
