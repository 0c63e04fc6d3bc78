"""Money of a client's that went back: whose, how much; and what only looks like it."""

import pytest
from intake.bank.bank_notices import read, table

from relanced.intake.readings import BankKind


@pytest.mark.parametrize(
    ("subject", "body", "wanted"),
    [
        (
            "Prélèvement impayé",
            (
                "Le prélèvement de 120,00 € présenté à M. PAUL MARTIN (réf. F2026-01) est revenu impayé. "
                "Motif : provision insuffisante (AM04). Frais : 8,00 €"
            ),
            ("120.00", "M. PAUL MARTIN", "F2026-01"),
        ),
        (
            "Cheque returned unpaid",
            "The cheque for £515.00 drawn by LAKE HOTEL, which you lodged, has been returned unpaid.",
            ("515.00", "LAKE HOTEL", ""),
        ),
        (
            "Rücklastschrift",
            (
                "Zahlungspflichtiger: Autohaus Klein\nBetrag: 240,00 EUR\nVerwendungszweck: Rg 2026-90\n"
                "Die Lastschrift wurde zurückgegeben (AC04).\nEntgelt: 3,00 EUR"
            ),
            ("240.00", "Autohaus Klein", "Rg 2026-90"),
        ),
        (
            "Recibo devuelto",
            "El recibo de 60,00 € a cargo de BAR SOL (ref. 2026-11) ha sido devuelto por falta de fondos.",
            ("60.00", "BAR SOL", "2026-11"),
        ),
        (
            "Insoluto SDD",
            "L'addebito diretto di 90,00 EUR a carico di BAR ROMA (rif. 2026-9) è ritornato insoluto.",
            ("90.00", "BAR ROMA", "2026-9"),
        ),
        (
            "Incasso gestorneerd",
            "De incasso van € 60,00 bij Café Zon (kenmerk 2026-7) is gestorneerd.",
            ("60.00", "Café Zon", "2026-7"),
        ),
        (
            "Retour de virement reçu",
            "Le virement de 90,00 € reçu de M. BRUN a été rappelé par sa banque et débité de votre compte.",
            ("90.00", "M. BRUN", ""),
        ),
        (
            "Chargeback received",
            "We've received a chargeback of £75.00 from Megan Fox. £75.00 and a fee of £15.00 have been deducted.",
            ("75.00", "Megan Fox", ""),
        ),
    ],
)
def test_what_went_back_is_told_with_its_payer(subject: str, body: str, wanted: tuple[str, str, str]) -> None:
    found = read(subject, body)
    assert (found.kind, found.credits) == (BankKind.DEBIT, ()), found.because
    assert [(r.amount.plain, r.payer, r.reference) for r in found.reversals] == [wanted]


def test_returned_debits_in_a_table_are_one_each_and_the_reason_is_no_reference() -> None:
    html = "<p>Devolución de recibos</p>" + table(
        ("Deudor", "Referencia", "Motivo", "Importe"),
        ("BAR SOL", "2026-11", "MS02 SIN FONDOS", "60,00"),
        ("HOTEL MAR", "2026-12", "AC04", "90,00"),
    )
    found = read("Devolución de recibos", html=html)
    assert [(r.amount.plain, r.payer, r.reference) for r in found.reversals] == [
        ("60.00", "BAR SOL", "2026-11"),
        ("90.00", "HOTEL MAR", "2026-12"),
    ]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Refund issued", "You've refunded £75.00 to Megan Fox."),
        ("Transfer returned", "Your transfer of £300.00 to PAPER LTD was returned by the receiving bank."),
        ("Remboursement effectué", "Vous avez remboursé 45,00 € à Claire Morel."),
        ("Chèque rejeté", "Un chèque a été rejeté. Montants : 50,00 € et 70,00 €."),
        ("Prélèvement impayé", "Un prélèvement de 50,00 € est revenu impayé."),
        ("Virement émis", "Votre virement de 300,00 € vers FOURNISSEUR SA a été exécuté."),
    ],
)
def test_a_refund_of_ours_and_what_names_nobody_are_no_reversal(subject: str, body: str) -> None:
    found = read(subject, body)
    assert (found.kind, found.credits, found.reversals) == (BankKind.DEBIT, (), ()), found.because
