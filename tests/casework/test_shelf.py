"""Shelf: with what it gives a credit settles as with everything, and it gives little."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from casework.casework_makers import MONDAY, at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relanced.casework.settle import shelf as shelf_module
from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.shelf import REMEMBER, Shelf
from relanced.model.facts import Credit
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber

NOW = at(MONDAY)
CLIENTS = (
    *(
        "Martin",
        "Martin SARL",
        "Martin SAS",
        "Jean Martin",
        "Martin Jean Paul",
        "Garage du Pont",
        "Pont Aven",
    ),
    *("Garage Martin", "GARAGE JEAN", "Marechal Textile", "Marechaux SA", "Établissements Müller & Fils"),
    *("Muller", "Le Goff", "LEGOFF", "Stone and Fern", "Transports Brandt SAS", "Brand Transports", "", "AB"),
    *(
        "Transport Brandt GmbH",
        "Zelle Verlag",
        "A B",
        "J. Dupont",
        "Dupont",
        "Duponts",
        "Dupont Durand",
        "Li",
    ),
    *("SARL Perrin Couverture", "Perrin", "Garage Li", "Jean Paul", "Paul Jean", "Bäckerei Schröder"),
    *("Établissements Lefèvre-Bocquet Industries", "Cabinet Jean-Luc Ferrand"),
)
PAYERS = (
    *(client.upper() for client in CLIENTS),
    *(
        "M MARTIN JEAN",
        "MARECHA",
        "MARECHLA TEXTILE",
        "STE MARECHAL TEXTI",
        "STONEANDFERN",
        "TRANSPROTS BRANDT",
    ),
    *("BRANDT", "M MULLER", "PONT GARAGE MARTIN", "DUPOND", "INCONNU", "JEAN PAUL", "GARAGE", "LTD DUPONT"),
    *("BOULANGERIE LULU", "GUERIN SYLVAIN", "PERRIN COUVERTURE", "HOLDING ORNE SA", "SCI DES TILLEULS"),
    *("J. DUPONT", "JEAN P", "ETABLISSEMENTS LEFEVRE-BOCQ", "BACKEREI SCHRODER", "BAECKEREI SCHROEDER"),
    *("B CKEREI SCHRODER", "M LLER", "CABINET JEAN LUC FERR"),
)
EMAILS = (
    *("", "compta@boulangerie-lulu.example", "sylvain.guerin@mail.example", "x@perrincouverture.example"),
    "jean.martin@free.example",
)
LEARNED = ((), (), (), ("HOLDING ORNE SA",), ("M JEAN MARTIN", "SCI DES TILLEULS"))
ACCOUNTS = ((), (), (), ("FR761",), ("FR761", "DE02"))
PIECES = (
    *(
        "FACT",
        "facture",
        "n°",
        "-",
        " - ",
        "à",
        "A",
        "et",
        "+",
        "..",
        "/",
        "2026",
        "26",
        "F",
        "F2026",
        "VIR",
        "DU",
    ),
    *("PO", "4500118834", "CMD 4711", "4711", "4711B12", "AB", "solde", "REMBT", "mars", "1/3", "2026-10-05"),
    *("12,00 EUR", "O1", "F2O26-O12", "RF18539007547034", "RF04F2026012", "+++000/0020/26012+++", "DOSSIER"),
    *(
        "FA-ACME-",
        "RE",
        "commande",
        "MARTIN",
        "JEAN",
        "DUPONT",
        "DURAND",
        "GARAGE PONT",
        "ZELLE VERLAG",
        "001",
    ),
    *("0102", "12", "3"),
)
CENTS = (1_000, 1_000, 2_000, 3_000, 4_900, 4_900, 5_000, 7_500, 10_000, 12_000, -1_000, -500, 98, 0)
YEARS = st.sampled_from(("2025", "2026", "26"))
NUMBERS = st.one_of(
    st.builds("{}{}-{:03d}".format, st.sampled_from(("F", "FA", "A", "")), YEARS, st.integers(1, 130)),
    st.builds("{}{}{:04d}".format, st.sampled_from(("F", "", "INV")), YEARS, st.integers(1, 99)),
    st.builds("{}{}".format, st.sampled_from(("F", "C-", "", "N")), st.integers(1, 30_000)),
    st.builds("F-{}-{:02d}-{}".format, YEARS, st.integers(1, 12), st.integers(1, 40)),
    st.builds("{}/{}".format, st.integers(1, 300), YEARS),
    st.builds("FA-{}-{:03d}".format, st.sampled_from(("ACME", "LEGOFF")), st.integers(1, 30)),
    st.sampled_from(("X", "-A-", "F2026-0101-B", "20260410", "2026", "F12/2026")),
)
MARKS = st.sampled_from(
    ((), (), (), ("PO 4500118834",), ("CMD-4711",), ("4711 B 12", "DEV 200"), ("12 AB 34 C",))
)


@st.composite
def an_item(draw: st.DrawFn) -> OpenItem:
    days = draw(st.integers(0, 400))
    return OpenItem(
        number=InvoiceNumber(draw(NUMBERS)),
        client=draw(st.sampled_from(CLIENTS)),
        client_email=EMAILS[days % 5],
        owed=Money(draw(st.sampled_from(CENTS)), draw(st.sampled_from(("EUR", "EUR", "EUR", "USD")))),
        issued_on=date(2026, 1, 1) + timedelta(days=days % 60),
        due_on=None,
        terms="2/10 net 30" if days % 3 == 0 else "",
        marks=draw(MARKS),
        payers=LEARNED[days // 5 % 5],
        accounts=ACCOUNTS[days // 25 % 5],
    )


ITEMS = st.lists(an_item(), min_size=8, max_size=60, unique_by=lambda item: item.number)
CHANGES = st.lists(
    st.tuples(st.integers(0, 59), st.sampled_from(("close", "part", "drop", "reopen"))), max_size=40
)


@st.composite
def a_shelf(draw: st.DrawFn) -> Shelf:
    items = draw(ITEMS)
    shelf = Shelf()
    for item in items:
        shelf.put(item.number, item)
    for place, change in draw(CHANGES):
        item = items[place % len(items)]
        match change:
            case "close":
                shelf.close(item.number, item, NOW)
            case "part":
                shelf.put(item.number, replace(item, owed=Money(300, item.owed.currency), total=item.owed))
            case "drop":
                shelf.drop(item.number)
            case _:
                shelf.put(item.number, item)
    return shelf


@st.composite
def a_word(draw: st.DrawFn, numbers: Sequence[str]) -> str:
    """A piece of a reference: a number of ours, cut, worn or mistyped, or something else."""
    number = draw(st.sampled_from(numbers)) if numbers else "F1"
    cut = draw(st.integers(0, len(number) - 1))
    wrong = f"{number[:cut]}{draw(st.sampled_from('0123456789AO- '))}{number[cut + 1 :]}"
    worn = "".join(c for c in number if c.isalnum())
    forms = (number, number[: cut + 1], number[cut:], worn, wrong, draw(st.sampled_from(PIECES)))
    return draw(st.sampled_from(forms))


@st.composite
def a_credit(draw: st.DrawFn, shelf: Shelf) -> Credit:
    items = [*shelf.all().open_items, *shelf.all().settled]
    words = draw(st.lists(a_word([item.number for item in items]), max_size=5))
    sums = [sum(i.owed.cents for i in items if i.client == client) for client in CLIENTS]
    cents = draw(st.sampled_from((*CENTS, 3_000, 6_000, 9_800, 14_800, 1, 999, 1_001, *sums)))
    return Credit(
        amount=Money(cents, draw(st.sampled_from(("EUR", "EUR", "USD")))),
        payer=draw(st.sampled_from(PAYERS)),
        reference=draw(st.sampled_from((" ", " ", "", "-", ", "))).join(words),
        value_on=date(2026, 1, 8),
        original=draw(st.sampled_from((None, None, Money(1_000, "USD"), Money(4_900, "EUR")))),
        payer_account=draw(st.sampled_from(("", "", "FR761", "DE02", "XX"))),
    )


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_near_settles_a_credit_as_everything_does(data: st.DataObject) -> None:
    shelf = data.draw(a_shelf())
    credit = data.draw(a_credit(shelf))

    assert settle(credit, *shelf.near(credit, NOW)) == settle(credit, *shelf.all())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_was_there_leaves_no_trace(data: st.DataObject) -> None:
    shelf = data.draw(a_shelf())
    credit = data.draw(a_credit(shelf))
    fresh = Shelf()
    for item in shelf.all().open_items:
        fresh.put(item.number, item)
    for item in shelf.all().settled:
        fresh.close(item.number, item, NOW)

    near, anew = shelf.near(credit, NOW), fresh.near(credit, NOW)

    assert settle(credit, *near) == settle(credit, *anew)
    assert fresh.all() == shelf.all()


def item(number: str, client: str, cents: int = 10_000, **more: object) -> OpenItem:
    plain = OpenItem(
        number=InvoiceNumber(number),
        client=client,
        client_email="",
        owed=Money(cents, "EUR"),
        issued_on=None,
        due_on=None,
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # the fields that a test names


def a_full_shelf(*special: OpenItem) -> Shelf:
    """Three hundred items of other clients, then those that matter."""
    shelf = Shelf()
    for place in range(300):
        name = f"{chr(65 + place // 26)}{chr(65 + place % 26)}RO{chr(65 + place // 26)} Bel"
        shelf.put(f"other {place}", item(f"F2025-{place:04d}", name, 50_000 + 10 * place))
    for each in special:
        shelf.put(each.number, each)
    return shelf


def credit(payer: str = "QUIDAM", reference: str = "", cents: int = 77, account: str = "") -> Credit:
    return Credit(
        amount=Money(cents, "EUR"), payer=payer, reference=reference, value_on=None, payer_account=account
    )


@pytest.mark.parametrize(
    ("special", "paid"),
    [
        (item("R7788", "Zelle Verlag"), credit(reference="fact 7788")),
        (item("R7788", "Zelle Verlag"), credit(reference="R7787 R7789 7780 a 7790")),
        (item("R2026-7788", "Zelle Verlag"), credit(reference="VIR 20267788")),
        (item("7788/2026", "Zelle Verlag"), credit(reference="7788-26")),
        (item("R7788", "Zelle Verlag"), credit(reference="R778")),
        (item("R77881", "Zelle Verlag"), credit(reference="R78781")),
        (item("R1", "Zelle Verlag", marks=("CMD 47-11/9",)), credit(reference="commande CMD47119")),
        (item("R1", "Zelle Verlag"), credit("VERLAG ZELLE")),
        (item("R1", "Maréchal"), credit("STE MARECHLA")),
        (item("R1", "Maréchal"), credit("MARECH")),
        (item("R1", "Bäckerei Schröder"), credit("BAECKEREI SCHROEDER")),
        (item("R1", "Stone Fern"), credit("STONEFERN")),
        (item("R1", "Zelle Verlag"), credit(reference="MERCI ZELLE VERLAG")),
        (item("R1", "Y", client_email="sylvain.guerin@mail.example"), credit("GUERIN SYLVAIN")),
        (item("R1", "Y", client_email="a@boulangerie-lulu.example"), credit("BOULANGERIE LULU")),
        (item("R1", "Y", payers=("Holding Orne",)), credit("HOLDING ORNE")),
        (item("R1", "Y", accounts=("FR761",)), credit(account="FR761")),
        (item("R1", "Y", 4_900), credit(cents=4_900)),
        (item("R1", "Y", 4_900), credit(cents=4_901)),
    ],
)
def test_each_witness_finds_its_client_and_few_others(special: OpenItem, paid: Credit) -> None:
    kin = item("Q1", special.client, 1, client_email=special.client_email)  # with one item all of them
    shelf = a_full_shelf(special, kin)

    near = shelf.near(paid, NOW).open_items

    assert special in near
    assert kin in near
    assert len(near) < 20


def test_who_owes_the_amount_on_all_his_invoices_is_found() -> None:
    mine = (item("R1", "Y", 4_000), item("R2", "Y", 3_000), item("R3", "Y", 2_000))
    shelf = a_full_shelf(*mine)
    assert shelf.near(credit(cents=9_000), NOW).open_items == mine

    shelf.close("R3", mine[2], NOW)

    assert shelf.near(credit(cents=9_000), NOW).open_items == ()
    assert shelf.near(credit(cents=7_000), NOW) == (mine[:2], mine[2:])


def test_of_a_crowd_that_owes_one_amount_a_known_payer_needs_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "CROWD", 6)
    crowd = [item(f"S{place}", f"{chr(65 + place)}ZZY{chr(65 + place)}", 4_900) for place in range(20)]
    shelf = a_full_shelf(item("R1", "Zelle Verlag", 4_900), *crowd)

    assert len(shelf.near(credit("ZELLE VERLAG", cents=4_900), NOW).open_items) < 12
    assert len(shelf.near(credit(cents=4_900), NOW).open_items) == 21


def test_a_settled_item_is_found_until_it_is_forgotten() -> None:
    paid = item("R7788", "Zelle Verlag", 4_900)
    shelf = a_full_shelf(paid)
    shelf.close("R7788", paid, NOW)

    for again in (credit("ZELLE VERLAG"), credit(reference="R7788"), credit(cents=4_900)):
        assert shelf.near(again, NOW + REMEMBER).settled == (paid,)
    assert shelf.near(credit("ZELLE VERLAG"), NOW + REMEMBER + timedelta(days=1)).settled == ()
    assert shelf.near(credit("ZELLE VERLAG"), NOW).settled == ()  # for good


def test_an_item_that_was_settled_can_be_open_again() -> None:
    paid = item("R7788", "Zelle Verlag", 4_900)
    shelf = a_full_shelf(paid)
    shelf.close("R7788", paid, NOW)
    assert not shelf.is_open("R7788")

    shelf.put("R7788", paid)

    assert shelf.is_open("R7788")
    assert shelf.near(credit("ZELLE VERLAG"), NOW + 2 * REMEMBER) == ((paid,), ())
    assert shelf.drop("R7788") == paid
    assert shelf.drop("R7788") is None


def test_what_is_paid_in_part_keeps_its_place() -> None:
    first, second = item("R1", "Zelle Verlag"), item("R2", "Zelle Verlag")
    shelf = a_full_shelf(first, second)

    part = replace(first, owed=Money(1, "EUR"), total=first.owed)
    shelf.put("R1", part)

    assert shelf.near(credit("ZELLE VERLAG"), NOW).open_items == (part, second)
