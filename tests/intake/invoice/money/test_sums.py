"""A label finds its own amount, in every short form, and none that belongs to another."""

import pytest
from money_page import money_page, total_of

from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.labels.labels_money import MONEY_LABELS, MoneyLabel
from relanced.intake.invoice.money.currency import page_currency
from relanced.intake.invoice.money.money_hits import money_hits
from relanced.intake.invoice.money.sums import labelled_sums


def read(text: str) -> list[tuple[str, str]]:
    sheet = money_page(text)
    found = labelled_sums(sheet, page_currency(sheet, "FR"), Kind.INVOICE)
    return [(each.kind.value, each.money.plain) for each in found]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("tot. documento", MoneyLabel.GROSS),
        ("tot. imponibile", MoneyLabel.BASE),
        ("tot. iva", MoneyLabel.TAX),
        ("mt ttc", MoneyLabel.GROSS),
        ("mnt t.v.a.", MoneyLabel.TAX),
        ("ges.-betrag", MoneyLabel.GROSS),
        ("rg.-betrag", MoneyLabel.GROSS),
        ("summe einschl. ust", MoneyLabel.GROSS),
        ("imp. total", MoneyLabel.GROSS),
        ("tot. incl. btw", MoneyLabel.GROSS),
        ("total inc gst", MoneyLabel.GROSS),
    ],
)
def test_short_forms_are_known(label: str, kind: MoneyLabel) -> None:
    assert [hit.kind for hit in money_hits(label)] == [kind]


def test_a_word_alone_is_not_shortened() -> None:
    assert not MONEY_LABELS.find("tot 30 juni, ex works, imp")


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("montant du devis ttc", [MoneyLabel.OTHER]),
        ("montant total net ht", [MoneyLabel.BASE]),
        ("net ht a payer", [MoneyLabel.BASE]),
        ("total, mwst", [MoneyLabel.TAX]),
        ("total (mwst enthalten)", [MoneyLabel.OTHER]),
        ("zahlbetrag mit 2 % skonto", [MoneyLabel.DISCOUNT]),
        ("zahlbetrag ohne skonto", [MoneyLabel.NET]),
        ("total ttc page 2", [MoneyLabel.OTHER]),
        ("brutto-gewicht", [MoneyLabel.OTHER]),
        ("total maconnerie", [MoneyLabel.BASE]),
        ("mission, solde", [MoneyLabel.OTHER]),
    ],
)
def test_labels_mean_what_the_words_around_them_make_of_them(words: str, kinds: list[MoneyLabel]) -> None:
    assert [hit.kind for hit in money_hits(words)] == kinds


def test_the_row_of_an_item_bears_no_label() -> None:
    assert read("Solde de la mission\t2,00\t600,00\t1 200,00") == []


def test_a_count_and_a_rate_beside_a_total_are_no_amounts() -> None:
    assert read("Total\t12\t625,00 €") == [("bare", "625.00")]
    assert read("TVA\t20 %\t125,00 €") == [("tax", "125.00")]


def test_of_a_row_of_sums_the_whole_is_the_last_and_largest_and_of_two_neither() -> None:
    assert read("Total\t1 000,00\t200,00\t1 200,00") == [("bare", "1200.00")]
    assert read("Total\t1 000,00\t1 200,00") == []
    assert read("TVA\t1 000,00\t200,00") == [("tax", "200.00")]


def test_a_day_and_a_measure_after_a_label_are_no_amounts() -> None:
    assert read("Net à payer au 30.11 : 1 200,00") == [("net", "1200.00")]
    assert read("Total : 12,50 h") == []


def test_an_amount_said_to_be_without_tax_is_a_base_whatever_its_label() -> None:
    assert read("Total\t1 000,00 € HT") == [("base", "1000.00"), *read("1 000,00 € HT")]
    assert read("Total due £1,000.00 + VAT")[0] == ("base", "1000.00")


def test_a_label_that_closes_an_amount_takes_no_other() -> None:
    assert read("9,00 € TTC\n1 000,00 €") == []


def test_labels_stacked_without_amounts_take_none_from_below() -> None:
    assert read("Total HT\nNet à payer\n100,00 €\n120,00 €") == []
    assert read("Total HT\nNet à payer\n100,00 €") == []
    assert read("Total\nTTC\n120,00") == [("gross", "120.00")]  # one label on two lines


def test_an_amount_beside_another_label_is_not_the_one_above() -> None:
    assert read("\tNet à payer\nTotal HT\t100,00") == [("base", "100.00")]


def test_of_a_column_of_rows_only_their_sum_is_taken() -> None:
    heads = "Rate\tNet value\tVAT amount\tGross total\n"
    rows = read(heads + "20%\t100.00\t20.00\t120.00\n0%\t50.00\t0.00\t50.00")
    assert "gross" not in dict(rows)
    summed = read(heads + "20%\t100.00\t20.00\t120.00\n0%\t50.00\t0.00\t50.00\nAll\t150.00\t20.00\t170.00")
    assert ("gross", "170.00") in summed


def test_a_column_of_sums_gives_its_only_amount_to_its_head() -> None:
    strip = "Base HT\tMontant TVA\tNet à payer\n100,00\t20,00\t\n200,00\t20,00\t340,00"
    assert ("net", "340.00") in read(strip)
    assert ("net", "100.00") not in read("Net à payer\n\nPose\t100,00")


@pytest.mark.parametrize(
    ("text", "country", "currency"),
    [
        ("Description\tAmount GBP\nWork\t100.00\nTotal\t100.00", "FR", "GBP"),
        ("Description\tAmount (£)\nWork\t100.00\nTotal\t100.00", "FR", "GBP"),
        ("TOTAL GBP\t100.00\nAmount Due\t100.00", "FR", "GBP"),
        ("Währung\tBetrag\nCHF\t100.00", "FR", "CHF"),
        ("All amounts are in USD unless said otherwise\nTotal\t100.00", "FR", "USD"),
        ("Total payable in pounds sterling\t100.00", "FR", "GBP"),
        ("Total (CAD)\t$100.00", "FR", "CAD"),
        ("Total\t$100.00", "CA", "CAD"),
        ("Total\t$100.00", "FR", "USD"),
        ("Total to pay 100.00\n£80.00\n£20.00\nIndemnité de 40 €, capital 50 €, indemnité 40 €", "FR", "GBP"),
        ("Vis\t4 cad\nTotale fattura\t100,00", "IT", "EUR"),
        ("Total TTC\t100,00", "CH", "CHF"),
    ],
)
def test_the_currency_is_that_of_the_page(text: str, country: str, currency: str) -> None:
    assert (total_of(text, country=country) or "").split()[1:] == [currency]


@pytest.mark.parametrize(
    "text",
    [
        "Total to pay 100.00\nWork £60.00\nTravel 40,00 €",
        "Total to pay 100.00\nSort code 20-00-00",  # a British bank on a French firm's page
        "Total TTC 100.00\nIBAN CH93 0076 2011 6238 5295 7",
    ],
)
def test_where_the_currency_is_not_clear_nothing_is_read(text: str) -> None:
    assert total_of(text) is None
