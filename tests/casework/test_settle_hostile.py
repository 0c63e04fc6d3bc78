"""What a payer writes to have more closed than he pays for: nothing of it closes."""

import pytest
from casework.settle_makers import credit, item

from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import SURE, OpenItem, Settlement

ALPHA = item("F2026-001", "Alpha SARL", "1000.00")
SMALL = item("F2026-002", "Alpha SARL", "200.00", issued="2026-09-15")
NOTE = item("AV2026-007", "Beta SAS", "-900.00")
BETA = item("F2026-008", "Beta SAS", "2500.00")
BOOK: tuple[OpenItem, ...] = (ALPHA, SMALL, NOTE, BETA)


def closes(settlement: Settlement) -> bool:
    """Whether more is closed than came in."""
    return settlement.outcome in SURE and bool(settlement.written_off)


@pytest.mark.parametrize("code", ["CHGS", "SHA", "BEN", "FRAIS"])
@pytest.mark.parametrize("payer", ["ALPHA SARL", "ALPHA LTD", "X"])
def test_a_charge_that_only_the_payer_names_closes_nothing(code: str, payer: str) -> None:
    one = settle(credit("0.01", payer, f"F2026-001 {code} 999.99"), BOOK)
    two = settle(credit("0.01", payer, f"F2026-001 F2026-002 {code} 1199.99"), BOOK)

    assert not closes(one)
    assert not closes(two)


def test_a_charge_above_the_last_invoice_comes_off_the_largest_and_never_makes_a_negative_payment() -> None:
    tiny = item("F2026-003", "Alpha SARL", "5.00", issued="2026-09-30")
    paid = settle(credit("974.00", "ALPHA LTD", "F2026-001 F2026-003 CHGS 31.00"), (ALPHA, tiny))

    assert all(money.cents > 0 for _, money in paid.applied)
    assert dict(paid.written_off).keys() <= {ALPHA.number}


@pytest.mark.parametrize("amount", ["100.00", "0.01"])
@pytest.mark.parametrize("payer", ["ALPHA SARL", "X", "BETA SAS"])
def test_another_client_s_credit_note_pays_nobody_else_s_invoice(amount: str, payer: str) -> None:
    settlement = settle(credit(amount, payer, "F2026-001 AV2026-007"), BOOK)

    assert NOTE.number not in dict(settlement.applied)


def test_a_client_s_own_credit_note_is_taken_off() -> None:
    settlement = settle(credit("1600.00", "BETA SAS", "F2026-008 AV2026-007"), BOOK)

    assert dict(settlement.applied) == {BETA.number: BETA.owed, NOTE.number: NOTE.owed}


@pytest.mark.parametrize(
    "reference", ["REMBOURSEMENT CREDIT DE TVA 2T2026", "MERCI POUR TOUT EN CETTE ANNEE 2026"]
)
def test_a_year_and_the_amount_of_somebody_s_invoice_close_nothing(reference: str) -> None:
    assert settle(credit("1000.00", "DGFIP SIE BORDEAUX", reference), BOOK).outcome not in SURE


@pytest.mark.parametrize(
    ("payer", "reference"),
    [
        ("ASP PAIEMENTS", "AIDE APPRENTI F2026-001"),
        ("ALPHA SARL", "RETOUR VIREMENT EMIS IBAN INCORRECT"),
        ("ALPHA SARL", "RESTITUTION DEPOT DE GARANTIE"),
        ("ALPHA SARL", "RUECKUEBERWEISUNG"),
    ],
)
def test_money_that_is_no_client_s_payment_closes_nothing(payer: str, reference: str) -> None:
    assert settle(credit("1000.00", payer, reference), (ALPHA,)).outcome not in SURE


def test_a_number_that_fits_two_equal_ones_is_not_the_older_by_law() -> None:
    two = [item(number, "Haras SA", "96.00") for number in ("FV-121", "FS-121")]

    assert settle(credit("96.00", "HARAS SA", "121"), two).outcome not in SURE
    assert settle(credit("96.00", "HARAS SA"), two).outcome in SURE


def test_a_rent_is_that_of_the_month_in_which_it_is_due() -> None:
    billed = {"LOC-1026": ("2026-09-25", "2026-10-05"), "LOC-1126": ("2026-10-25", "2026-11-05")}
    rents = [item(number, "Germinal SAS", "640.00", issued=a, due=b) for number, (a, b) in billed.items()]

    assert settle(credit("640.00", "GERMINAL SAS", "loyer octobre"), rents).outcome not in SURE
    assert dict(settle(credit("640.00", "GERMINAL SAS", "octobre"), rents).applied).keys() == {"LOC-1126"}


def test_three_invoices_each_rounded_by_itself_are_settled() -> None:
    parts = [
        item(f"T00{n}", "Creches SCIC", amount)
        for n, amount in ((33, "166.67"), (48, "83.34"), (69, "416.65"))
    ]
    settlement = settle(credit("666.64", "CRECHES SCIC", "T0033 T0048 T0069"), parts)

    assert settlement.outcome in SURE
    assert sum(money.cents for _, money in settlement.applied) == 66_664
