"""The address that a client wants us to use."""

import time

import pytest

from relanced.intake.reply.addresses import new_address
from relanced.model.rules import Firm


@pytest.mark.parametrize(
    "written",
    ["compta@x.example", "Compta@X.example.", "compta[at]x.example", "compta (arobase) x.example",
     "compta at x.example" .replace(" at ", " AT "), "compta [at] x [dot] example",
     "compta [at] x . example", "compta @ x . example . Merci"],
)  # fmt: skip
def test_an_address_is_read_however_it_is_written(written: str, firm: Firm) -> None:
    assert new_address(f"écrivez à {written}", "lise@client.example", firm) == "compta@x.example"


def test_ours_and_his_own_are_no_new_address(firm: Firm) -> None:
    assert new_address("billing@firm.example, lise@client.example", "lise@client.example", firm) is None


@pytest.mark.parametrize(
    "text",
    [
        "L'ancienne adresse a@x.example n'existe plus, écrivez à compta@x.example",
        "a@x.example is no longer in use; compta@x.example",
        "Please do not write to me at a@x.example but to compta@x.example",
        "statt a@x.example bitte compta@x.example",
        "(cc a@x.example) Merci d'envoyer vos factures à compta@x.example",
        "compta@x.example <mailto:compta@x.example>",
        "send it to compta at x dot example",
        "scrivete a compta @ x.example.",
        "_compta@x.example_",
    ],
)
def test_of_several_the_one_that_he_says_to_write_to_is_taken(text: str, firm: Firm) -> None:
    assert new_address(text, "lise@client.example", firm) == "compta@x.example"


def test_an_address_may_hold_letters_of_any_language(firm: Firm) -> None:
    assert new_address("Bitte an büro@müller.example.", "", firm) == "büro@müller.example"


@pytest.mark.parametrize(
    "text",
    [
        "see the notes at www.x.example",
        "at 0.5% a day",
        "ring the desk at 8.10",
        "n'écrivez plus à a @ x",
        "a@0.5",
    ],
)
def test_what_is_no_address_is_none(text: str, firm: Firm) -> None:
    assert new_address(text, "", firm) is None


def test_an_address_in_a_signature_is_not_meant_but_one_in_a_postscript_is(firm: Firm) -> None:
    signed = "Bien reçu.\n\nCordialement,\nLise\ninfo@autre.example"
    assert new_address(signed, "lise@client.example", firm) is None
    assert new_address(f"{signed}\nPS : écrivez à compta@x.example", "", firm) == "compta@x.example"


@pytest.mark.parametrize("piece", ["a@", "a.", "at ", "a at b dot ", "a@a.a.a ", ". ", "bien ", "a@b.cc "])
def test_a_hostile_text_is_looked_through_in_linear_time(piece: str, firm: Firm) -> None:
    started = time.process_time()
    new_address(piece * 20_000, "", firm)
    assert time.process_time() - started < 2
