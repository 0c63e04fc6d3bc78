"""Pieces: what a text says of each invoice that it names."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.intake.days import fold
from relanced.intake.reply.each.mentions import mentions_in
from relanced.intake.reply.each.pieces import said_of
from relanced.intake.reply.intent.understand import Understood
from relanced.intake.reply.intent.weigh import Verdict
from relanced.model.facts import SaidOf
from relanced.model.intents import Intent

DAY = date(2026, 11, 20)
_WORDS = {
    Intent.DISPUTE: ("fausse", "contest", "litige", "wrong", "falsch", "avoir"),
    Intent.CLAIMS_PAID: ("payee", "was paid", "bezahlt"),
    Intent.QUERY: ("renvoyer", "?"),
    Intent.PROMISE: ("vendredi", "freitag", "friday", "reglerons"),
    Intent.ACK: ("bien recu",),
}


def hear(text: str) -> Understood:
    """A reader that knows a dozen words, so that only the cutting is tried here."""
    plain = fold(text)
    found = [intent for intent, words in _WORDS.items() if any(word in plain for word in words)]
    if not found:
        return Understood(Verdict(Intent.NOT_SURE, (), 0.0, ()), None)
    day = DAY if "vendredi" in plain or "friday" in plain or "freitag" in plain else None
    return Understood(Verdict(found[0], tuple(found[1:]), 0.8, ()), day)


def told(text: str, subject: str = "") -> dict[str, tuple[Intent, ...]]:
    said = said_of(text, mentions_in(subject, text), hear)
    return {word: (one.intent, *one.also) for one in said for word in one.mentions}


PROMISE, DISPUTE, PAID = (Intent.PROMISE,), (Intent.DISPUTE,), (Intent.CLAIMS_PAID,)


@pytest.mark.parametrize(
    "text",
    [
        "F-12 vendredi, F-13 est fausse",
        "Bonjour,\n\nF-12 vendredi ; F-13 est fausse.\n\nCordialement\nJ. Martin",
        "F-12 : vendredi.\nF-13 : fausse.",
        "- F-12 : vendredi\n- F-13 : litige",
        "1) F-12 vendredi\n2) F-13 litige",
        "Facture n° F-12 vendredi\nFacture n° F-13 litige",
        "F-12 | 120,00 € | vendredi\nF-13 | 450,00 € | litige",
        "Numéro Montant Statut\nF-12 120,00 vendredi\nF-13 450,00 litige",
        "On vous paie vendredi pour la F-12 mais la F-13 est fausse.",
        "Vendredi pour F-12, par contre nous contestons F-13",
        "F-12 vendredi. F-13 est fausse. Merci d'établir un avoir.",
        "F-12 et F-13 : la première vendredi, la seconde est fausse",
        "Au sujet de F-12 et F-13. La première : vendredi. L'autre est contestée.",
        "About F-12 and F-13: the first one on Friday, the second one is wrong.",
        "Pour F-12, vendredi. La F-13, elle, est fausse.",
    ],
)
def test_each_invoice_has_what_is_said_of_it(text: str) -> None:
    assert told(text) == {"F-12": PROMISE, "F-13": DISPUTE}


def test_the_day_and_the_words_go_with_their_invoice() -> None:
    text = "F-12 vendredi, F-13 est fausse"

    assert said_of(text, ("F-12", "F-13"), hear) == (
        SaidOf(mentions=("F-12",), intent=Intent.PROMISE, also=(), promised_on=DAY, words="F-12 vendredi"),
        SaidOf(mentions=("F-13",), intent=Intent.DISPUTE, also=(), promised_on=None, words="F-13 est fausse"),
    )


def test_invoices_that_are_named_together_have_the_same() -> None:
    assert told("F-12, F-13 et F-14 vendredi ; F-15 est fausse") == {
        "F-12": PROMISE,
        "F-13": PROMISE,
        "F-14": PROMISE,
        "F-15": DISPUTE,
    }


def test_one_invoice_in_two_spellings_is_one() -> None:
    assert told("F2026-012 vendredi. F2026-013 est fausse. La 013 fut payée.") == {
        "F2026-012": PROMISE,
        "F2026-013": (*DISPUTE, *PAID),
        "013": (*DISPUTE, *PAID),
    }


def test_the_ordinals_mean_the_two_invoices_of_the_subject() -> None:
    found = told("La première : vendredi. La seconde est fausse.", "Re: factures F-12 et F-13")

    assert found == {"F-12": PROMISE, "F-13": DISPUTE}


@pytest.mark.parametrize(
    "text",
    [
        "F-12 est fausse",
        "F-12 et F-13 sont fausses",
        "F-12 est fausse. F-13 est fausse.",
        "F-12 est fausse. Idem pour F-13, vendredi.",
        "F-12 est fausse, F-13 aussi, vendredi",
        "Nous réglons F-13 vendredi quand F-12, qui est fausse, sera corrigée",
        "F-12 vendredi, F-13 est fausse et nous contestons toutes vos factures",
        "la première livraison était fausse, la seconde arrive vendredi (F-12, F-13)",
        "F-12 et F-13 bien reçues",
        "",
    ],
)
def test_in_doubt_the_whole_mail_counts_for_all(text: str) -> None:
    assert told(text) == {}


def test_what_is_said_of_no_invoice_counts_for_every_one() -> None:
    before = told("Nous contestons vos frais. F-12 vendredi. F-13 payée le 3.")
    behind = told("F-12 vendredi.\n\nF-13 payée le 3.\n\nPar ailleurs nous contestons vos frais.")

    assert before == behind == {"F-12": (*PROMISE, *DISPUTE), "F-13": (*PAID, *DISPUTE)}


def test_another_complaint_behind_a_sentence_is_not_put_on_its_invoice_alone() -> None:
    for text in (
        "F-12 vendredi. F-13 payée. Le chantier est en litige.",
        "F-13 payée. Litige ici.\n\nF-12 vendredi.",
    ):
        found = told(text)
        assert Intent.DISPUTE in found["F-12"]
        assert Intent.DISPUTE in found["F-13"]


def test_a_sentence_about_both_is_not_put_on_the_last_one_alone() -> None:
    assert told("F-12 vendredi. F-13 est fausse. Les deux sont en litige.") == {
        "F-12": (*PROMISE, *DISPUTE),
        "F-13": DISPUTE,
    }


def test_a_paragraph_that_begins_with_a_number_is_about_it() -> None:
    text = "F-12 : vendredi.\n\nF-13 :\nLe chantier est en litige. Pouvez-vous la renvoyer ?\n\nCordialement"

    assert told(text) == {"F-12": PROMISE, "F-13": (Intent.DISPUTE, Intent.QUERY)}


def test_what_is_said_and_not_understood_is_not_sure() -> None:
    assert told("F-12 vendredi, F-13 demeure suspendue") == {"F-12": PROMISE, "F-13": (Intent.NOT_SURE,)}


def test_an_invoice_that_is_only_named_has_no_piece() -> None:
    assert told("F-12 vendredi. F-13.") == {"F-12": PROMISE}


def test_wrapped_lines_are_one_sentence() -> None:
    assert told("Nous contestons la facture\nF-12 et réglerons la facture\nF-13 vendredi") == {
        "F-12": DISPUTE,
        "F-13": PROMISE,
    }


def test_a_mail_with_very_many_numbers_is_left_whole() -> None:
    assert told("\n".join(f"F-{n} vendredi" if n % 2 else f"F-{n} fausse" for n in range(100, 140))) == {}


sentences = st.lists(
    st.sampled_from(
        [
            "F-12 ",
            "F-13 ",
            "F-14 ",
            "vendredi",
            "fausse",
            "payée",
            ", ",
            ". ",
            "\n",
            "\n\n",
            " et ",
            " mais ",
            "- ",
            "la première ",
            "l'autre ",
            "le chantier ",
            "toutes ",
        ]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(sentences)
def test_no_dispute_is_lost_and_no_invoice_is_named_twice(text: str) -> None:
    said = said_of(text, mentions_in("", text), hear)
    named = [word for one in said for word in one.mentions]

    assert len(named) == len(set(named))
    assert all(one.mentions for one in said)
    assert all((one.promised_on is None) or Intent.PROMISE in (one.intent, *one.also) for one in said)
    left_whole = set(mentions_in("", text)) - set(named)
    if said and "fausse" in text and not left_whole:
        assert any(Intent.DISPUTE in (one.intent, *one.also) for one in said)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="F-12 3.,;:\n•(la premiere)é", max_size=400))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    said_of(text, mentions_in("F-12 F-13", text), hear)
