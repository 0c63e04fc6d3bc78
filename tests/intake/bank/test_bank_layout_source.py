"""The lines that a reader sees of a text or of HTML, and what stands in one block."""

import pytest

from relanced.intake.bank.figures import money_in
from relanced.intake.bank.layout.plain import text_lines
from relanced.intake.bank.layout.source import html_lines


def texts(html: str) -> list[str]:
    return [line.text for line in html_lines(html)]


@pytest.mark.parametrize(
    ("html", "amount"),
    [
        ("<b>1&nbsp;860<sup>,50</sup>&nbsp;€</b>", 186050),
        ("<b>1&nbsp;860<sup>50</sup>&nbsp;€</b>", 186050),
        ("<b>1.860<span style='font-size:9px'>50</span> EUR</b>", 186050),
        ("<b>1 860,50 €<sup>1</sup></b>", 186050),
        ("<span>Montant</span><span>1 860,50 €</span>", 186050),
        ("<td>€</td>", None),
    ],
)
def test_cents_in_a_span_of_their_own_are_cents(html: str, amount: int | None) -> None:
    found = [each.money.cents for text in texts(html) for each in money_in(text)]
    assert found == ([] if amount is None else [amount])


def test_a_row_of_an_inner_table_is_one_line_of_cells_whatever_it_is_nested_in() -> None:
    inner = (
        "<table><tr><td>Montant</td><td><table><tr><td>10,00</td><td>€</td></tr></table></td></tr></table>"
    )
    html = inner
    for _ in range(8):
        html = f"<table><tr><td>{html}</td></tr></table>"
    assert [line.cells for line in html_lines(html)] == [("Montant", "10,00 €")]


def test_hidden_text_is_not_read_and_empty_cells_keep_their_place() -> None:
    html = "<div style='display:none'>1 000,00 €</div><table><tr><td>a</td><td></td><td>b</td></tr></table>"
    assert [line.cells for line in html_lines(html)] == [("a", "", "b")]


def test_a_sentence_that_was_wrapped_is_one_line_and_columns_stay_apart() -> None:
    sentence = "Nous vous informons que votre compte a été crédité le 14/10/2026\nd'un virement de 10,00 €."
    assert [line.text.count(" ") > 5 for line in text_lines(sentence)] == [True]
    listing = "OAK & ASH LTD INVOICE 2044 FOR WINDOWS IN THE HALL   120.00CR\nCITY POWER     80.00DR"
    assert [line.cells[-1] for line in text_lines(listing)] == ["120.00 CR", "80.00 DR"]


def test_bullets_stand_in_blocks_of_their_own() -> None:
    lines = text_lines("Paid:\n1) A 10,00 €\n   for F1\n2) B 20,00 €\nTotal: 30,00 €")
    assert len({line.path for line in lines}) == 4
    assert lines[1].path == lines[2].path
