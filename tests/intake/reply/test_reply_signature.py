"""Signatures, footers and disclaimers go; a typed name and every sentence stay."""

import pytest

from relanced.intake.reply.signature import split_signature


def _text(text: str) -> str:
    return split_signature(text.split("\n"))[0]


@pytest.mark.parametrize(
    "footer",
    ["Envoyé de mon iPhone", "Sent from my Galaxy", "Obtenir Outlook pour Android", "Von meinem iPhone gesendet",
     "Enviado desde mi iPad", "Inviato da iPhone", "Verzonden vanaf mijn telefoon"],
)  # fmt: skip
def test_a_phones_footer_is_dropped(footer: str) -> None:
    text, signature = split_signature(["Payé hier", "", footer])
    assert (text, signature) == ("Payé hier", footer)


def test_a_sentence_that_begins_like_a_footer_stays() -> None:
    assert (
        _text("Envoyé de la main à la main à votre livreur") == "Envoyé de la main à la main à votre livreur"
    )


def test_what_follows_two_dashes_is_signature() -> None:
    assert _text("Non.\n-- \nB. Oliveira") == "Non."


def test_name_and_function_below_a_closing_are_dropped_but_a_first_name_stays() -> None:
    assert _text("Payé.\n\nCordialement,\n\nStéphanie Colas\nMéridia Énergie") == "Payé.\n\nCordialement,"
    assert _text("Payé.\n\nCordialement,\n\nStéphanie") == "Payé.\n\nCordialement,\n\nStéphanie"


def test_sentences_below_a_closing_stay() -> None:
    text = "Cordialement,\n\nLise\nPS : je conteste aussi la seconde facture, elle est en double."
    assert _text(text) == text


def test_a_disclaimer_is_dropped_and_never_the_first_paragraph() -> None:
    disclaimer = (
        "Ce message est confidentiel et destiné à son seul destinataire. Toute divulgation est interdite. "
        "Merci de ne pas l'imprimer."
    )
    assert _text(f"Payé.\n\n{disclaimer}") == "Payé."
    assert _text(disclaimer) == disclaimer
