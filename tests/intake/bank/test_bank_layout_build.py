"""Labelled values, lists and cards, in whatever way they are printed."""

import pytest
from intake.bank.bank_notices import cards, stack, table

from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout.build import layout_of
from relanced.intake.bank.layout.parts import Layout


def values(layout: Layout) -> dict[Role, str]:
    return {pair.role: pair.value for pair in layout.pairs}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Émetteur : PONS\nMontant : 10,00 €", ""),
        ("Émetteur        PONS\nMontant         10,00 €", ""),
        ("Émetteur ......... PONS\nMontant ......... 10,00 €", ""),
        ("Émetteur\nPONS\nMontant\n10,00 €", ""),
        ("", table(("Émetteur", "PONS"), ("Montant", "10,00 €"))),
        ("", table(("Émetteur", "Montant"), ("PONS", "10,00 €")).replace("Montant", "Montant du jour")),
        ("", table(("Émetteur", "PONS", "Montant", "10,00 €"))),
        ("", stack(("Émetteur", "PONS"), ("Montant", "10,00 €"))),
        ("", "<table><tr><td>Émetteur<br>PONS</td><td>Montant<br>10,00 €</td></tr></table>"),
        ("", "<dl><dt>Émetteur</dt><dd>PONS</dd><dt>Montant</dt><dd>10,00 €</dd></dl>"),
    ],
)
def test_a_label_owns_its_value_left_of_it_above_it_and_in_a_row_of_labels(text: str, html: str) -> None:
    layout = layout_of(text, html)
    rows = [row for lines in layout.tables for row in lines]
    cells = [zip(row.roles, row.cells, strict=True) for row in rows]
    found = values(layout) or {role: cell for row in cells for role, cell in row if role}
    assert (found[Role.PAYER], found[Role.AMOUNT]) == ("PONS", "10,00 €")


def test_a_table_keeps_its_columns_and_a_line_without_an_amount_belongs_to_the_one_above() -> None:
    text = "Date    Libellé       Débit   Crédit\n14/10   VIR PONS               10,00\n        F2026-01\n"
    [[row]] = layout_of(text, "").tables
    assert row.value(Role.CREDITED) == "10,00"
    assert row.value(Role.REFERENCE) == "VIR PONS\nF2026-01"


def test_cards_without_headings_are_records_with_their_own_words() -> None:
    layout = layout_of("", cards(("PONS", "F1", "+10,00 €"), ("ROCHER", "F2", "-20,00 €")))
    assert [(record.amount, record.words) for record in layout.records] == [
        ("+10,00 €", ("PONS", "F1")),
        ("-20,00 €", ("ROCHER", "F2")),
    ]
    assert layout.prose == ()


def test_one_payment_told_twice_is_no_list() -> None:
    layout = layout_of("", "<h1>10,00 €</h1><div><p>PONS</p><p>10,00 €</p></div>")
    assert layout.records == ()
