"""A statement of account shows every figure that is owed, each currency by itself, and adds up."""

import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest
from letters.paper_makers import (
    CHARGES,
    FIRM,
    STEP,
    line,
    long_reminder,
    mixed_reminder,
    reminder,
    text_of,
)

from relanced.edge.typeset import typeset
from relanced.letters.papers.statement import statement
from relanced.letters.papers.values import LANGUAGES, in_fours
from relanced.letters.qr import Qr, epc_qr
from relanced.model.actions import Reminder
from relanced.model.client import ClientKind
from relanced.model.ladder import Charges
from relanced.model.money import Money
from relanced.model.rules import Firm

_WORDS = files("relanced.letters.papers") / "words"


def words_of(language: str) -> dict[str, str]:
    return tomllib.loads((_WORDS / f"{language}.toml").read_text("utf-8"))


def text(about: Reminder, language: str = "fr", qr: Qr | None = None, firm: Firm = FIRM) -> str:
    made = typeset(statement(about, firm, language=language, reference="R-7K3Q-9DXA", qr=qr))
    return " ".join(text_of(made))


def test_one_invoice_with_all_that_is_known_of_it() -> None:
    page = text(reminder(line(paid=20_000, reminded=(10, 5))))

    for said in (
        "Relevé de compte", "Situation au 18 mai 2026", "R-7K3Q-9DXA", "SIREN 000 123 456", "12 rue des Chantiers",
        "Menuiserie Lenoir", "44000 Nantes", "compta@lenoir.example",
        "F2026-012 01/04/2026 01/05/2026 1 200,00 € 200,00 € 09/05/2026 1 000,00 € 17 2 (13/05/2026)",
        "Solde à régler 1 000,00 €", "FR76 3000 6000 0112 3456 7890 189", "AGRIFRPP",
    ):  # fmt: skip
        assert said in page, said


def test_each_currency_adds_up_by_itself_and_what_is_held_stands_apart() -> None:
    page = text(mixed_reminder())
    euros, dollars = page.split("Montants en USD")

    assert "Total 3 605,50 € 1 500,00 € 2 105,50 €" in euros
    assert "dont échu 1 790,50 €" in euros
    assert "A2026-001 03/04/2026 -120,00 €" in euros
    assert "Solde à régler 1 985,50 €" in euros  # 2 105,50 less the credit note
    assert "F2026-003 en litige 880,00 €" in euros
    assert "Montants tenus à part 880,00 €" in euros
    assert "montants tenus à part compris 2 865,50 €" in euros
    assert "Solde à régler 600,00 $US" in dollars
    assert "règlement promis pour le 29/05/2026 180,00 $US" in dollars
    assert "F2026-004" not in euros


def test_the_aged_columns_add_up_to_what_is_owed() -> None:
    lines = [line(f"F-{late}", 100 * late, late=late) for late in (0, 1, 30, 31, 60, 61, 90, 91)]
    page = text(reminder(line("F-0", 700, late=-3), *lines[1:]))

    assert "Plus de 90 jours 7,00 € 31,00 € 91,00 € 151,00 € 91,00 €" in page


def test_late_charges_are_shown_as_the_step_has_them_and_are_no_part_of_the_balance() -> None:
    def of(charges: Charges, kind: ClientKind = ClientKind.BUSINESS) -> str:

        about = reminder(line(charges=CHARGES), step=replace(STEP, charges=charges))
        return text(replace(about, client=replace(about.client, kind=kind)))

    assert "Pour mémoire, pénalités de retard au 18/05/2026 12,34 €" in of(Charges.RESERVED)
    claimed = of(Charges.CLAIMED)
    assert "Pénalités de retard au 18/05/2026 12,34 €" in claimed
    assert "Indemnité forfaitaire pour frais de recouvrement 40,00 €" in claimed
    assert "Solde à régler 1 200,00 €" in claimed
    for silent in (of(Charges.NONE), of(Charges.CLAIMED, ClientKind.CONSUMER)):
        assert "12,34" not in silent
        assert "40,00" not in silent


def test_the_code_for_banking_apps_stands_in_it_where_it_is_asked_for() -> None:
    code = epc_qr(FIRM, Money(120_000, "EUR"), "F2026-012")
    assert isinstance(code, Qr)

    assert "depuis l’application de votre banque : 1 200,00 €" in text(reminder(), qr=code)
    assert "votre banque" not in text(reminder())


def test_a_firm_without_an_account_shows_none() -> None:

    page = text(reminder(), firm=replace(FIRM, iban=None, bic=None))

    assert "IBAN" not in page
    assert "virement" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    words = words_of(language)
    page = text(mixed_reminder(), language)

    for key in ("statement", "owed", "net", "apart", "credit_notes", "ages", "over_90", "in_doubt"):
        assert words[key] in page, key
    missing = set(words_of("fr")) - set(words)
    assert language in {"fr", "en"} or not {key for key in missing if key in words_of("de")}


def test_the_words_of_all_languages_have_the_same_keys_and_places_for_values() -> None:
    def places(text: str) -> set[str]:
        return {piece.partition("}")[0] for piece in text.split("{")[1:]}

    french, common = words_of("fr"), set(words_of("de"))
    assert set(words_of("en")) == set(french)
    for language in LANGUAGES:
        words = words_of(language)
        assert common <= set(words)
        for key, said in words.items():
            assert said.strip(), (language, key)
            assert places(said) == places(french[key]), (language, key)


def test_hostile_names_and_numbers_change_nothing_but_themselves() -> None:
    about = reminder(line("*F* #panic() " + "9" * 5_000), name="x" * 10_000)
    page = text(about)

    assert "*F* #panic() 999" in page
    assert "Solde à régler 1 200,00 €" in page


def test_sixty_invoices_are_all_there() -> None:
    page = text(long_reminder())

    assert all(f"F2026-{number:03} " in page for number in range(1, 61))
    assert "Total 86 219,10 € 6 000,00 € 80 219,10 €" in page


def test_an_account_is_printed_in_groups_of_four() -> None:
    assert in_fours("fr7630006000011234567890189") == "FR76 3000 6000 0112 3456 7890 189"
