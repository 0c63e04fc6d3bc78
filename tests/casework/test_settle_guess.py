"""No number: the payer and the amount; equal debts, sums, months, and when chance would do as well."""

import pytest
from casework.settle_makers import applied, credit, crowd, item

from relanced.casework.settle.periods import days_named, is_in, months_named
from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import SURE, OpenItem, Outcome
from relanced.casework.settle.sums import is_by_chance, oldest_first, ways_to_pay

ROYER = [item(f"F2026-001{m}", "Royer Cycles", "150.00", issued=f"2026-0{m}-28") for m in (1, 2, 3)]


@pytest.mark.parametrize(
    ("amount", "reference", "months"),
    [
        ("150.00", "maintenance", (1,)),
        ("300.00", "", (1, 2)),
        ("450.00", "", (1, 2, 3)),
        ("150.00", "abonnement mars 2026", (3,)),
        ("150.00", "abo 02/2026", (2,)),
        ("150.00", "abo feb", (2,)),
        ("150.00", "votre facture du 28/02/2026", (2,)),
        ("450.00", "1ER TRIM 2026", (1, 2, 3)),
        ("150.00", "abonnement juin", ()),
        ("150.00", "abonnement 4471", ()),  # a number that may name which
        ("150.00", "REGLEMENT DE NOS FACTURES F2026-", ()),  # a number that was cut off
    ],
)
def test_equal_debts(amount: str, reference: str, months: tuple[int, ...]) -> None:
    settlement = settle(credit(amount, "ROYER CYCLES", reference), [*ROYER, *crowd()])
    assert list(applied(settlement)) == [f"F2026-001{m}" for m in months], settlement.because
    assert (settlement.outcome in SURE) is bool(months)


def test_what_was_taken_for_granted_is_said() -> None:
    assert "1342-10" in settle(credit("150.00", "ROYER CYCLES"), ROYER).assumed
    assert "1342-10" in settle(credit("300.00", "ROYER CYCLES"), ROYER).assumed
    assert not settle(credit("450.00", "ROYER CYCLES"), ROYER).assumed
    assert not settle(credit("150.00", "ROYER CYCLES", "mars"), ROYER).assumed


def test_of_equal_debts_beside_others_any_may_be_meant() -> None:
    items = [*ROYER, item("F2026-0019", "Royer Cycles", "302.50")]
    assert settle(credit("452.50", "ROYER CYCLES"), items).outcome is Outcome.AMBIGUOUS
    assert settle(credit("452.50", "ROYER CYCLES", "F2026-0019"), items).outcome is Outcome.AMBIGUOUS
    named = settle(credit("452.50", "ROYER CYCLES", "F2026-0019 F2026-0012"), items)
    assert set(applied(named)) == {"F2026-0019", "F2026-0012"}


def clients_items(*amounts: str) -> list[OpenItem]:
    return [item(f"F2026-{100 + place}", "Larkspur Ltd", amount) for place, amount in enumerate(amounts)]


def test_a_sum_that_chance_would_give_as_well_proves_nothing() -> None:
    tens = clients_items(*(f"{n}0.00" for n in (10, 25, 31, 44, 58, 66, 79, 85, 97)))
    settlement = settle(credit("1270.00", "LARKSPUR"), tens)
    assert settlement.outcome is Outcome.AMBIGUOUS, settlement.because
    cents = clients_items("402.10", "569.45", "400.00", "810.77", "93.20")
    assert len(applied(settle(credit("1371.55", "LARKSPUR"), cents))) == 3
    way = ways_to_pay(cents, 137155)[0]
    assert not is_by_chance(cents, way)


def test_the_oldest_in_a_row_are_paid_however_many_they_are() -> None:
    many = [
        item(f"F2026-{500 + k}", "Grand Compte SA", f"{137 * k % 911 + 50}.{k % 10}{3 * k % 10}", issued=day)
        for k, day in ((k, f"2026-0{1 + k // 7}-{1 + k % 28:02}") for k in range(1, 40))
    ]
    first = oldest_first(many)[:9]
    cents = sum(i.owed.cents for i in first)
    settlement = settle(credit(f"{cents // 100}.{cents % 100:02}", "GRAND COMPTE"), many)
    assert set(applied(settlement)) == {i.number for i in first}, settlement.because


def test_a_likely_name_never_takes_a_part() -> None:
    items = [item("F1", "Zelle Verlag", "211.00")]
    assert applied(settle(credit("211.00", "ZELLE"), items)) == {"F1": "211.00"}
    assert settle(credit("100.00", "ZELLE", "acompte"), items).outcome is Outcome.AMBIGUOUS
    assert applied(settle(credit("100.00", "ZELLE VERLAG", "acompte"), items)) == {"F1": "100.00"}


def test_a_part_is_not_taken_where_a_namesake_owes_exactly_this() -> None:
    items = [item("F1", "Bellevue SARL", "500.00"), item("F2", "SCI Bellevue", "700.00")]
    assert settle(credit("500.00", "SCI BELLEVUE"), items).outcome is Outcome.AMBIGUOUS


@pytest.mark.parametrize(
    ("payer", "reference"),
    [
        ("URSSAF", "REMBOURSEMENT TROP VERSE"),
        ("DGFIP", "REMB CREDIT TVA 032026"),
        ("CREDIT MUTUEL", "INTERETS CREDITEURS LIVRET"),
        ("ATELIER X", "VIREMENT INTERNE"),
        ("STRIPE PAYMENTS", "STRIPE PAYOUT ST-K3V9X2"),
    ],
)
def test_money_of_no_client_pays_nothing_though_the_amount_fits(payer: str, reference: str) -> None:
    assert settle(credit("150.00", payer, reference), [*ROYER[:1], *crowd()]).outcome is Outcome.UNKNOWN


def test_months_and_days_as_people_name_them() -> None:
    assert months_named("loyer mars") == {(None, 3)}
    assert months_named("T2 2026") == {(2026, 4), (2026, 5), (2026, 6)}
    assert months_named("2. Quartal") == {(None, 4), (None, 5), (None, 6)}
    assert months_named("S1") == {(None, month) for month in range(1, 7)}
    assert months_named("2026-03") == {(2026, 3)}
    assert not months_named("F2026-0012")
    assert [day.isoformat() for day in days_named("du 30/03/26 et 31/02/2026")] == ["2026-03-30"]
    assert not is_in(None, months_named("mars"))
