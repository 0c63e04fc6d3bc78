"""What a credit pays: references as people write them, names as banks print them, sums, doubt."""

from collections.abc import Sequence

import pytest
from casework.settle_makers import applied, credit, item
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.settle.after import after_settlement
from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import SURE, OpenItem, Outcome
from relanced.model.facts import Credit
from relanced.model.money import Money, money_of

BRANDT = item("F2026-0410", "Transports Brandt SAS", "1860.00")
LEROY = item("F2026-0322", "Leroy Immobilier", "960.00")
SERIES = [item(f"F2026-010{i}", "Zelle Verlag", f"{i}0.00") for i in range(1, 6)]
PAIR = [item("F1", "Cycles Nolan", "372.00"), item("F2", "Fern & Stein", "372.00")]


@pytest.mark.parametrize(
    "reference",
    [
        "F2026-0410",
        "f a c t u r e F 2 0 2 6 0 4 1 0",
        "VIR F 2026 410",
        "FACT2026410",
        "F26-0410",
        "F0410",
        "fac. f2026/0410 - merci",
        "F2O26-O4IO",
        "RF55F20260410",
        "F2026-0410 1 860,00 EUR",
        "F2026-0410 F2026-0410",
        "n° 410",
        "F2026-0140",  # two digits swapped: no such number, payer and amount agree
        "REGLEMENT FACTURE F2026-04",  # cut by the bank
        "",
    ],
)
def test_a_number_is_found_in_whatever_dress(reference: str) -> None:
    other = item("F2026-0999", "Leroy Immobilier", "1860.00")
    settlement = settle(credit("1860.00", "TRANSPORTS BRANDT", reference), [BRANDT, LEROY, other])
    assert settlement.outcome is Outcome.PAID
    assert applied(settlement) == {"F2026-0410": "1860.00"}


@pytest.mark.parametrize(
    ("reference", "amount", "numbers"),
    [
        ("F2026-0101, 0103", "40.00", ["F2026-0101", "F2026-0103"]),
        ("FACT F2026-0101/0102/0103", "60.00", ["F2026-0101", "F2026-0102", "F2026-0103"]),
        ("factures 0102 à 0104", "90.00", ["F2026-0102", "F2026-0103", "F2026-0104"]),
        ("F2026-0102 - F2026-0104", "90.00", ["F2026-0102", "F2026-0103", "F2026-0104"]),
        ("F2026-0102 - F2026-0104", "60.00", ["F2026-0102", "F2026-0104"]),
        ("INV 102 + 104", "60.00", ["F2026-0102", "F2026-0104"]),
        ("F2026-0101", "30.00", ["F2026-0101", "F2026-0102"]),  # the amount is exactly both
        ("", "150.00", [f"F2026-010{i}" for i in range(1, 6)]),  # all that is owed
    ],
)
def test_several_numbers_lists_and_ranges(reference: str, amount: str, numbers: Sequence[str]) -> None:
    settlement = settle(credit(amount, "ZELLE VERLAG", reference), SERIES)
    assert settlement.outcome is Outcome.SEVERAL, settlement.because
    assert sorted(applied(settlement)) == numbers


@pytest.mark.parametrize(
    ("payer", "client"),
    [
        ("SARL GARAGE DU PONT - DAMIEN R", "Garage du Pont"),
        ("M. NOLAN JEAN PAUL", "Jean-Paul Nolan"),
        ("ETS MULLER ET FI", "Établissements Müller & Fils"),
        ("STONEANDFERN", "Stone and Fern"),
        ("STE MARECHAL TEXTI", "Maréchal Textile"),
    ],
)
def test_a_payer_is_known_as_banks_print_him(payer: str, client: str) -> None:
    settlement = settle(credit("456.00", payer), [item("F9", client, "456.00"), BRANDT, LEROY])
    assert applied(settlement) == {"F9": "456.00"}, settlement.because


@pytest.mark.parametrize(
    ("paid", "items"),
    [
        (credit("960.00", "M INCONNU ALAIN"), [BRANDT, LEROY]),
        (credit("960.00", "", ""), [LEROY]),
        (credit("456.00", "GARAGE DES LILAS"), [item("F1", "Garage du Pont", "456.00")]),
        (credit("214.00", "CEDRIC DURAND"), [item("F1", "Cedric Petit", "214.00")]),
        (
            credit("214.00", "M MORVAN CEDRIC"),
            [item("F1", "Morvan Paysages", "214.00")],
        ),  # a third, until learned
        (
            credit("180.00", "M OU MME DUPONT"),
            [item("F1", "Jean Dupont", "180.00"), item("F2", "Marie Dupont", "180.00")],
        ),
        (
            credit("180.00", "MARTIN"),
            [item("F1", "Martin SARL", "180.00"), item("F2", "Martin SAS", "180.00")],
        ),
        (credit("372.00", "FERN & STEIN", "F1"), PAIR),  # number and name name two clients
        (credit("500.00", "LEROY IMMOBILIER", "F2026-0410"), [BRANDT, LEROY]),
        (
            credit("720.00", "NOBODY", "F2026-03"),
            [item("F2026-0341", "B", "720.00"), item("F2026-0344", "S", "720.00")],
        ),
        (credit("1500.00", "NOBODY", "DEVIS D2026-091"), [item("F2026-091", "Other", "1500.00")]),
        (credit("2500.00", "TRANSPORTS BRANDT", "F2026-0410 F2026-0999"), [BRANDT]),
        (credit("1860.00", "TRANSPORTS BRANDT", "REMBOURSEMENT AVOIR"), [BRANDT]),
        (credit("1860.00", "TRANSPORTS BRANDT", "F2026-0777"), [BRANDT]),
        (credit("250.00", "ZELLE VERLAG"), SERIES),
        (credit("50.00", "ZELLE VERLAG"), SERIES),  # one of 50, or 20 + 30, or 10 + 40
        (credit("30.00", "ZELLE VERLAG", "F2026-0105"), SERIES[2:]),  # the amount of another invoice
        (
            credit("1900.00", "BRANDT", "F2026-0410 F2026-0411"),
            [BRANDT, item("F2026-0411", "Transports Brandt", "100.00")],
        ),
        (
            credit("1250.00", "ACME INC", "F2026-0001"),
            [item("F2026-0001", "Acme Inc", "1250.00", currency="USD")],
        ),
        (
            credit("150.00", "CYCLES NOLAN", "abonnement mars"),
            [item("F1", "Cycles Nolan", "150.00"), item("F2", "Cycles Nolan", "150.00")],
        ),
    ],
)
def test_doubt_applies_no_money(paid: Credit, items: Sequence[OpenItem]) -> None:
    settlement = settle(paid, items)
    assert settlement.outcome is Outcome.AMBIGUOUS, settlement.because
    assert not settlement.applied


@pytest.mark.parametrize(
    ("paid", "items"),
    [
        (credit("-5.00", "TRANSPORTS BRANDT", "F2026-0410"), [BRANDT]),
        (credit("4212.00", "DGFIP", "REMBT CREDIT TVA 3T2026"), [BRANDT, LEROY]),
        (credit("960.00", "ATELIER X", "VIR INTERNE COMPTE LIVRET"), [BRANDT, LEROY]),
        (credit("1571.29", "PAY SERVICE LTD", "PO_1R7X2D"), [BRANDT, LEROY]),
    ],
)
def test_money_of_no_client_is_unknown(paid: Credit, items: Sequence[OpenItem]) -> None:
    assert settle(paid, items).outcome is Outcome.UNKNOWN


def test_a_day_in_the_reference_is_no_invoice_number() -> None:
    small = item("F2026-010", "Zed", "50.00")
    settlement = settle(credit("77.00", "NOBODY", "VIR DU 2026-10-05"), [small, BRANDT])
    assert settlement.outcome is Outcome.UNKNOWN


def test_equal_debts_of_one_payer_the_oldest_first() -> None:
    items = [
        item("F2", "Cycles Nolan", "150.00", due="2026-09-30"),
        item("F1", "Cycles Nolan", "150.00", due="2026-08-30"),
    ]
    assert applied(settle(credit("150.00", "CYCLES NOLAN", "maintenance"), items)) == {"F1": "150.00"}
    assert applied(settle(credit("150.00", "CYCLES NOLAN", "F2 maintenance"), items)) == {"F2": "150.00"}


def test_a_month_in_the_reference_designates_one_of_equal_invoices() -> None:
    items = [
        item("FAC-1", "Cycles Nolan", "150.00", issued="2026-07-31"),
        item("FAC-2", "Cycles Nolan", "150.00", issued="2026-08-31"),
    ]
    assert applied(settle(credit("150.00", "CYCLES NOLAN", "maintenance AOUT"), items)) == {"FAC-2": "150.00"}


def test_credit_notes_are_deducted_named_or_not() -> None:
    items = [item("F2026-0318", "Aubin SAS", "2340.00"), item("A2026-0014", "Aubin SAS", "-450.00")]
    want = {"F2026-0318": "2340.00", "A2026-0014": "-450.00"}
    for reference in ("F2026-0318 - A2026-0014", "F2026-0318", "SOLDE"):
        assert applied(settle(credit("1890.00", "AUBIN", reference), items)) == want
    assert applied(settle(credit("2340.00", "AUBIN", "F2026-0318"), items)) == {"F2026-0318": "2340.00"}


@pytest.mark.parametrize(
    ("amount", "client", "outcome"),
    [
        ("1199.99", "Dupin SARL", Outcome.PAID),  # a cent
        ("1200.01", "Dupin SARL", Outcome.PAID),
        ("1190.00", "Dupin SARL", Outcome.PARTIAL),  # inside the euro area no bank deducts
        ("1185.00", "Harbour Ltd", Outcome.PAID),  # from abroad
        ("1176.00", "Harbour Ltd", Outcome.PARTIAL),  # 2 %: a discount that was not granted
        ("700.00", "Dupin SARL", Outcome.PARTIAL),
        ("1240.00", "Dupin SARL", Outcome.OVERPAID),
    ],
)
def test_what_is_missing_or_too_much(amount: str, client: str, outcome: Outcome) -> None:
    settlement = settle(credit(amount, client.upper(), "F2026-0001"), [item("F2026-0001", client, "1200.00")])
    assert settlement.outcome is outcome, settlement.because


@pytest.mark.parametrize(
    ("terms", "on", "outcome"),
    [
        ("2 % d'escompte sous 10 jours, net 30", "2026-09-10", Outcome.PAID),
        ("2 % d'escompte sous 10 jours, net 30", "2026-09-12", Outcome.PARTIAL),
        ("2/10 net 30", "2026-09-11", Outcome.PAID),
        ("2 % Skonto bei Zahlung innerhalb von 10 Tagen", "2026-09-08", Outcome.PAID),
        ("30 jours, pas d'escompte", "2026-09-08", Outcome.PARTIAL),
        ("Escompte : néant. Pénalités de retard : 2 % après 10 jours", "2026-09-08", Outcome.PARTIAL),
    ],
)
def test_a_discount_counts_only_as_the_terms_grant_it(terms: str, on: str, outcome: Outcome) -> None:
    owed = item("F2026-0520", "Cycles Nolan", "1000.00", issued="2026-09-01", terms=terms)
    settlement = settle(credit("980.00", "CYCLES NOLAN", "F2026-0520 ESCPTE 2%", on=on), [owed])
    assert settlement.outcome is outcome, settlement.because
    if outcome is Outcome.PAID:
        assert settlement.written_off == (("F2026-0520", money_of("20.00", "EUR")),)


def test_an_order_number_may_stand_for_one_or_several_invoices() -> None:
    items = [
        item("F1", "Indus SA", "100.00", marks=("PO 4500118834",)),
        item("F2", "Indus SA", "200.00", marks=("PO 4500118834",)),
    ]
    assert applied(settle(credit("300.00", "INDUS", "PO4500118834"), items)) == {
        "F1": "100.00",
        "F2": "200.00",
    }
    assert applied(settle(credit("200.00", "INDUS", "PO4500118834"), items)) == {"F2": "200.00"}
    assert settle(credit("50.00", "INDUS", "PO4500118834"), items).outcome is Outcome.AMBIGUOUS


def test_what_was_sent_in_the_invoices_currency_settles_it() -> None:
    owed = item("F2026-0206", "Acme LLC", "1250.00", currency="USD")
    paid = Credit(
        amount=money_of("1068.37", "EUR"),
        payer="ACME LLC",
        reference="INV F2026-0206",
        value_on=None,
        original=money_of("1250.00", "USD"),
    )
    assert settle(paid, [owed]).applied == (("F2026-0206", money_of("1250.00", "USD")),)


def test_instalments_then_a_payment_too_many() -> None:
    open_items: tuple[OpenItem, ...] = (item("F2026-0315", "Maréchal Textile", "300.00"),)
    settled: tuple[OpenItem, ...] = ()
    outcomes = []
    for part in ("1/3", "2/3", "3/3", "3/3"):
        settlement = settle(credit("100.00", "MARECHAL TEXTILE", f"F2026-0315 {part}"), open_items, settled)
        open_items, settled = after_settlement(open_items, settled, settlement)
        outcomes.append(settlement.outcome)
    assert outcomes == [Outcome.PARTIAL, Outcome.PARTIAL, Outcome.PAID, Outcome.OVERPAID]
    assert not open_items
    assert settled[0].owed == money_of("300.00", "EUR")


def test_a_second_payment_does_not_eat_another_open_invoice() -> None:
    other = item("F2026-0460", "Transports Brandt SAS", "744.00")
    settlement = settle(credit("1860.00", "TRANSPORTS BRANDT", "F2026-0410"), [other], [BRANDT])
    assert settlement.outcome is Outcome.OVERPAID
    assert not settlement.applied
    assert (
        settle(credit("744.00", "TRANSPORTS BRANDT", "F2026-0410"), [other], [BRANDT]).outcome
        is Outcome.AMBIGUOUS
    )


WORDS = st.sampled_from(
    [
        "F2026-0101",
        "0102",
        "A",
        "-",
        "F2026-01",
        "ZELLE",
        "VERLAG",
        "2026-10-05",
        "1/3",
        "+",
        "PO",
        "é",
        "Ⅷ",
        "٣",
    ]
)
ITEMS = st.lists(
    st.tuples(st.integers(-3, 9).filter(bool), st.sampled_from(["Zelle Verlag", "Leroy SARL", "Zelle", ""])),
    min_size=1,
    max_size=9,
)


@settings(max_examples=300, deadline=None)
@given(
    ITEMS,
    st.integers(-100, 5000),
    st.lists(WORDS, max_size=6),
    st.sampled_from(["ZELLE VERLAG", "LEROY", "X", ""]),
)
def test_money_is_neither_made_nor_lost(
    rows: list[tuple[int, str]], cents: int, words: list[str], payer: str
) -> None:
    items = [item(f"F2026-01{i:02}", client, f"{tens * 10}.00") for i, (tens, client) in enumerate(rows)]
    paid = Credit(amount=Money(cents, "EUR"), payer=payer, reference=" ".join(words), value_on=None)
    settlement = settle(paid, items)
    assert settlement.because
    if settlement.outcome not in SURE:
        assert not settlement.applied
        return
    spent = sum(money.cents for _, money in settlement.applied)
    left = settlement.excess.cents if settlement.excess else 0
    assert spent + left == cents
    owed = {i.number: i.owed.cents for i in items}
    off = {number: money.cents for number, money in settlement.written_off}
    for number, money in settlement.applied:
        assert abs(money.cents + off.get(number, 0)) <= abs(owed[number])


@given(st.text(max_size=200), st.text(max_size=80))
def test_any_text_is_settled_without_raising(reference: str, payer: str) -> None:
    paid = Credit(amount=money_of("100.00", "EUR"), payer=payer, reference=reference, value_on=None)
    assert settle(paid, [BRANDT, *SERIES]).because


def test_hundreds_of_open_items_are_settled_at_once() -> None:
    many = [item(f"F2026-{i:04}", "Zelle Verlag", f"{100 + i * 3}.{i % 100:02}") for i in range(600)]
    assert settle(credit("9000.00", "ZELLE VERLAG"), many).outcome is Outcome.AMBIGUOUS
    assert applied(settle(credit("103.01", "ZELLE VERLAG"), many)) == {"F2026-0001": "103.01"}
