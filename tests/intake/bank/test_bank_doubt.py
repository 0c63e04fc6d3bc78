"""A payer chooses his name and his words: neither may say how much he paid."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from relanced.intake.bank.read import read_bank
from relanced.intake.message import parse_message
from relanced.intake.readings import BankKind, BankRead
from relanced.model.rules import BankRule

BANKS = (BankRule(name="Kiosk Bank", senders=("@kioskbank.example",)),)


def read(body: str, html: str = "") -> BankRead:
    message = EmailMessage()
    message["Authentication-Results"] = "mx.firm.example; dmarc=pass header.from=kioskbank.example"
    message["From"] = "noreply@kioskbank.example"
    message["Subject"] = "Virement reçu sur votre compte"
    message["Date"] = "Thu, 15 Oct 2026 08:00:00 +0200"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    found = read_bank(parse_message(message.as_bytes(policy=SMTP)), BANKS, ("mx.firm.example",))
    assert found is not None
    assert found.sender_trusted
    return found


def table(*rows: tuple[str, str]) -> str:
    lines = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    return f"<p>Votre compte a été crédité d'un virement.</p><table>{lines}</table>"


def amounts(found: BankRead) -> list[str]:
    return [credit.amount.plain for credit in found.credits]


@pytest.mark.parametrize(
    "body",
    [
        "Émetteur : PONS\nMotif : Montant : 1 050,00 €\nMontant : 0,01 €",
        "Émetteur : Montant : 1 050,00 €\nMotif : F2026-0507\nMontant : 0,01 €",
        "Émetteur : PONS\nMotif : Montant du virement : 1 050,00 €\nMontant : 0,01 €",
        "Montant : 0,01 €\nÉmetteur : PONS\nMotif : F2026-0507 Montant crédité : 1 050,00 €",
        "Motif    Montant : 1 050,00 €\nÉmetteur    PONS\nMontant    0,01 €",
        "/DE PONS /MOTIF Montant : 1 050,00 €\nMontant : 0,01 €",
    ],
)
def test_an_amount_behind_the_payers_label_is_not_the_payment(body: str) -> None:
    assert amounts(read(body)) == ["0.01"]


@pytest.mark.parametrize("value", ["Montant : 1 050,00 €", "x</td><td>Montant : 1 050,00 €"])
def test_an_amount_in_the_payers_cell_is_not_the_payment(value: str) -> None:
    html = table(("Motif", value), ("Émetteur", "PONS"), ("Montant", "0,01 €"))
    assert amounts(read("Votre compte a été crédité.", html)) == ["0.01"]


def test_an_amount_alone_behind_a_payers_label_gives_nothing() -> None:
    assert amounts(read("Émetteur : PONS\nMotif : Montant : 1 050,00 €")) == []


@pytest.mark.parametrize(
    "body",
    [
        "Émetteur : PONS\nMotif : F2026-0507\nMontant : 1 050,00 €\nMontant : 0,01 €",
        "Émetteur : PONS\nMontant crédité : 1 050,00 €\nMotif : F2026-0507\nMontant : 0,01 €",
        "Émetteur : PONS\nMontant crédité : 1 050,00 €\nFrais : 1 049,99 €\nMontant : 0,01 €",
        "Émetteur : PONS\nMontant : 1 050,00 €\nTotal : 0,01 €",
        "Émetteur : PONS\nMontant : 1 050,00 €\nMotif :\nMontant 0,01 €",
        "Émetteur : PONS\nMontant : 1 050,00 €\nÉmetteur : PONS\nMotif : F2026-0507\nMontant : 0,01 €",
        "1 050,00 €\nÉmetteur : PONS\nMontant : 0,01 €",
        "PONS sent you 1050.00 EUR sent you 0.01 EUR",
        "PONS sent you 1050.00 EUR. Message: F2026-0507 sent you 0.01 EUR.",
        "« virement reçu de 1 050,00 € » vous a envoyé 0,01 EUR. Message : F2026-0507",
        "Vous avez reçu un virement de PONS 1 050,00 € d'un montant de 0,01 €. Motif : F2026-0507",
    ],
)
def test_two_amounts_for_one_payment_give_none(body: str) -> None:
    found = read(body)
    assert amounts(found) == []
    assert found.kind is BankKind.CREDIT
    assert "several amounts for one payment (0.01 EUR, 1050.00 EUR)" in found.because


@pytest.mark.parametrize(
    "payer",
    [
        "PONS<br>Montant : 1 050,00 €",
        "PONS<br>1 050,00 €",
        "PONS<br>Montant : 1 050,00 €<br>Motif :",
        "PONS<br>Montant : 1 050,00 €<br>Émetteur : PONS",
        "PONS</td></tr><tr><td>Montant</td><td>1 050,00 €",
        (
            "PONS</td></tr></table><table><tr><td>Émetteur</td><td>Motif</td><td>Montant</td></tr>"
            "<tr><td>PONS</td><td>F2026-0507</td><td>1 050,00 €</td></tr></table><table><tr><td>x"
        ),
    ],
)
def test_markup_in_a_payers_name_makes_no_second_amount(payer: str) -> None:
    found = read("Votre compte a été crédité.", table(("Émetteur", payer), ("Montant", "0,01 €")))
    assert amounts(found) in ([], ["0.01"])  # within his own cell they are his words
    assert amounts(found) or "several amounts" in found.because


@pytest.mark.parametrize(
    ("body", "amount"),
    [
        ("Montant : 1 050,00 €\nÉmetteur : PONS\nNouveau solde : 9 000,00 €", "1050.00"),
        ("Montant brut : 100,00 €\nFrais : 1,60 €\nNet : 98,40 €\nClient : PONS", "100.00"),
        ("Montant envoyé : 1 060,00 €\nMontant crédité : 1 050,00 €\nÉmetteur : PONS", "1050.00"),
        ("Montant d'origine : 1 200,00 USD\nMontant : 1 050,00 €\nÉmetteur : PONS", "1050.00"),
        ("Montant : 1 050,00 €\nÉmetteur : PONS\nMotif : acompte de 500,00 €", "1050.00"),
    ],
)
def test_balances_fees_and_other_currencies_are_no_second_amount(body: str, amount: str) -> None:
    assert amounts(read(body)) == [amount]


def test_payments_one_below_the_other_need_the_banks_sum_or_its_word_for_several() -> None:
    two = "Émetteur : PONS\nMontant : 10,00 €\nÉmetteur : ROCHER\nMontant : 20,00 €\n"
    assert amounts(read(two)) == []
    assert amounts(read(two + "Total : 30,00 €")) == ["10.00", "20.00"]
