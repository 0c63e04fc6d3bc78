"""What a notice tells beside its payments: account, fee, net, the bank's own number, and whether it was understood."""

import pytest
from intake.bank.bank_notices import read, table

from relanced.intake.readings import BankKind
from relanced.model.facts import ToldBy
from relanced.model.money import money_of


def test_the_payers_account_and_the_banks_number_are_kept() -> None:
    found = read(
        "Incoming transfer",
        html=table(
            ("Sender", "BRANDT TRADING GMBH"),
            ("Sender account", "DE89 3704 0044 0532 0130 00"),
            ("Your account", "FR76 3000 6000 0112 3456 7890 189"),
            ("Amount", "EUR 1,980.00"),
            ("Bank reference", "FT26288XK2"),
        ),
    )
    [credit] = found.credits
    assert (credit.payer_account, credit.entry_id) == ("DE89370400440532013000", "FT26288XK2")
    assert (found.told_by, found.net) == (ToldBy.NOTICE, None)


def test_an_account_behind_the_name_is_the_payers_and_our_own_is_not() -> None:
    found = read(
        "Virement reçu",
        "Compte : FR76 3000 6000 0112 3456 7890 189\nÉmetteur : PONS SARL (FR14 2004 1010 0505 0001 3M02 606)\n"
        "Montant : 10,00 €",
    )
    [credit] = found.credits
    assert (credit.payer, credit.payer_account) == ("PONS SARL", "FR1420041010050500013M02606")
    masked = read("Virement reçu", "Émetteur : PONS\nIBAN émetteur : FR76 **** **** 9040\nMontant : 10,00 €")
    assert masked.credits[0].payer_account == ""


def test_a_payout_tells_gross_fee_and_net() -> None:
    found = read(
        "Votre versement",
        html="<p>Vos ventes vous ont été versées.</p>"
        + table(
            ("Client", "Référence", "Brut", "Frais", "Net"),
            ("Sophie Petit", "F2026-9", "250,00 €", "-3,90 €", "246,10 €"),
            ("Luc Roy (remboursement)", "F2026-3", "-40,00 €", "0,00 €", "-40,00 €"),
            ("Luc Roy", "F2026-10", "240,00 €", "-4,00 €", "236,00 €"),
            ("Total", "", "450,00 €", "-7,90 €", "442,10 €"),
        ),
    )
    euros = [(c.amount, c.fee, c.payer) for c in found.credits]
    assert euros == [
        (money_of("250.00", "EUR"), money_of("3.90", "EUR"), "Sophie Petit"),
        (money_of("240.00", "EUR"), money_of("4.00", "EUR"), "Luc Roy"),
    ]
    assert found.told_by is ToldBy.PAYOUT


def test_the_net_of_a_payout_is_what_the_fees_leave() -> None:
    text = "- Marta Gil (Pedido 901): 100,00 €\n- Juan Paz (Pedido 902): 50,00 €\n\n"
    text += "Comisión: 1,80 €\nTotal ingresado: 148,20 €"
    found = read("Liquidación de ventas", text)
    assert (found.told_by, found.net) == (ToldBy.PAYOUT, money_of("148.20", "EUR"))


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Information sur votre compte", "Nous avons noté 90,00 € de M. BRUN le 14/10/2026."),
        ("Your account", "BRUN LTD 90.00 GBP INV 12"),
        ("Virement reçu", "Un virement de 10,00 € et un virement de 20,00 € de PONS ont été crédités."),
    ],
)
def test_money_without_a_word_that_tells_what_it_is_is_a_doubt(subject: str, body: str) -> None:
    found = read(subject, body)
    assert (found.credits, bool(found.doubt)) == ((), True), found.because


@pytest.mark.parametrize(
    ("subject", "body", "headers"),
    [
        ("Nouvelle connexion", "Une nouvelle connexion a eu lieu le 14/10/2026.", {}),
        ("Gagnez 50 €", "Offre : 50,00 € pour chaque ami.", {}),
        ("Votre mois", "Vous pouvez épargner 50,00 €.", {"List_Unsubscribe": "<https://x.example>"}),
        ("Virement à venir", "Un virement de 90,00 € est prévu le 16/10/2026.", {}),
        ("Votre relevé est disponible", "Solde : 90,00 €", {}),
    ],
)
def test_what_is_understood_and_what_goes_to_many_is_no_doubt(
    subject: str, body: str, headers: dict[str, str]
) -> None:
    found = read(subject, body, **headers)
    assert (found.kind, found.credits, found.doubt) == (BankKind.OTHER, (), "")


def test_two_parts_of_a_mail_over_two_amounts_are_a_doubt() -> None:
    """A foot that speaks of a sum, or a row that was misread, in one of the two parts only."""
    html = "<p>Vous avez reçu un virement de 120 000,00 € de DUPONT SARL.</p>"
    same, other = (
        read("Virement reçu", f"Vous avez reçu un virement de {amount} € de DUPONT SARL.", html)
        for amount in ("120 000,00", "415,50")
    )

    assert len(same.credits) == 1
    assert other.credits == ()
    assert "415.50" in other.doubt


@pytest.mark.parametrize(
    "text",
    [
        "A Bacs payment of £1,800.00 from ROWAN LTD is due to arrive on Thursday 28 May.",
        "ROWAN LTD ha pedido pagar F2026-0348 (990,00 €) en 3 plazos. El cobro se confirmará cuando aprobemos.",
    ],
)
def test_what_is_still_to_come_is_no_credit(text: str) -> None:
    assert read("Notice", text).credits == ()
