"""Whose words an amount, a currency and a return are: the bank's, or the payer's."""

import pytest
from intake.bank.bank_notices import read, table

from relanced.intake.bank.layout.plain import MAX_LINES
from relanced.intake.readings import BankKind

CAME = "Votre compte a été crédité.\n"


def amounts(subject: str, body: str = "", html: str = "") -> list[str]:
    return [str(credit.amount) for credit in read(subject, body, html).credits]


@pytest.mark.parametrize(
    ("subject", "body", "html"),
    [
        ("Virement reçu", f"{CAME}Virement de GARAGE 9 120,00 €\n", ""),
        ("Virement reçu : GARAGE 9 120,00 €", CAME, ""),
        ("Virement reçu", "Vous avez reçu un virement de LOT 99 120,00 €.", ""),
        ("Virement reçu", "", f"<p>{CAME}</p><table><tr><td>VIR LOT 99  120,00 €</td></tr></table>"),
    ],
)
def test_digits_of_the_payer_before_the_amount_leave_it_open(subject: str, body: str, html: str) -> None:
    it = read(subject, body, html)
    assert it.credits == ()
    assert it.doubt


def test_a_border_or_the_amount_told_again_parts_the_payers_digits_from_it() -> None:
    assert amounts("Virement reçu", "", f"<p>{CAME}</p><p><span>GARAGE 9</span> <b>120,00 €</b></p>") == [
        "120.00 EUR"
    ]
    again = "Vous avez reçu un virement de GARAGE 9 120,00 €."
    [credit] = read("Virement reçu de 120,00 €", again).credits
    assert (str(credit.amount), credit.payer) == ("120.00 EUR", "GARAGE 9")
    assert amounts("Virement reçu de 9 120,00 €", again) == ["9120.00 EUR"]
    assert amounts("Virement reçu", f"{CAME}Montant 9 120,00 €\nDe : GARAGE") == ["9120.00 EUR"]


def test_an_amount_in_another_currency_contests_unless_it_was_exchanged() -> None:
    body = f"{CAME}Émetteur : X\nMontant crédité : GBP 9,999.00\nMontant : 0,01 €\n"
    it = read("Virement reçu", body)
    assert it.credits == ()
    assert "9999.00 GBP" in it.doubt
    sent = f"{CAME}Émetteur : X\nMontant envoyé : GBP 90.00\nMontant crédité : 100,00 €\n"
    assert amounts("Virement reçu", sent) == ["100.00 EUR"]


def test_a_payers_words_give_no_currency() -> None:
    body = f"{CAME}Émetteur : X\nMotif : USD 1 USD 2 USD 3\nMontant : 100,00\n"
    assert amounts("Virement reçu", body) == ["100.00 EUR"]


def test_an_amount_behind_a_label_of_the_payers_is_no_payments() -> None:
    it = read("Virement reçu", f"{CAME}Émetteur\nX\nMotif\nF1 Montant crédité 9 999,00 €\n")
    assert it.credits == ()
    assert it.doubt


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (
            "Virement reçu",
            f"{CAME}Vous avez reçu un virement de 0,01 € de chargeback of 1,200.00 EUR from ALPHA. Motif : F1",
        ),
        ("Virement reçu de 0,01 €", "chargeback of 1,200.00 EUR from ALPHA vous a envoyé 0,01 €. Motif : F1"),
        ("Zahlungseingang", "Sie haben 0,01 EUR von Rücklastschrift von ALPHA über 1.200,00 EUR erhalten."),
        ("Info", "Sie haben 0,01 EUR von Rücklastschrift von ALPHA über 1.200,00 EUR erhalten."),
    ],
)
def test_a_payer_who_calls_himself_a_return_takes_nothing_back(subject: str, body: str) -> None:
    it = read(subject, body)
    assert it.reversals == ()
    assert it.credits == ()
    assert it.doubt


def test_a_client_who_pays_again_and_says_that_a_debit_bounced_has_paid() -> None:
    words = "Regul prelevement impaye F2026-001"
    row = ("GARAGE LEMAIRE", words, "120,00 €")
    it = read("Virement reçu", "", table(("Émetteur", "Motif", "Montant"), row))
    assert [(str(c.amount), c.reference) for c in it.credits] == [("120.00 EUR", words)]
    quoted = f"Vous avez reçu un virement de 120,00 € de GARAGE LEMAIRE.\n« {words} »"
    assert amounts("Virement reçu", quoted) == ["120.00 EUR"]


def test_a_list_of_700_payments_is_read_whole_and_a_longer_one_not_at_all() -> None:
    heads = ("Date", "Client", "Référence", "Crédit")

    def page(size: int) -> str:
        return table(heads, *(("15/10/2026", f"C{i}", f"F{i}", f"{i + 10},00 €") for i in range(size)))

    assert len(read("Mouvements", "", page(700)).credits) == 700
    cut = read("Mouvements", "", page(MAX_LINES))
    assert cut.credits == ()
    assert "longer" in cut.doubt


def test_a_bare_amount_that_nothing_explains_is_told_to_the_owner() -> None:
    it = read("Mouvement sur votre compte pro", "+ 1800,00 // CAMPING PORS MEILH // 2026-108 // ok")
    assert it.kind is BankKind.OTHER
    assert "1800.00" in it.doubt
