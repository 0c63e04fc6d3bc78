"""What no known label tells is taken only where arithmetic proves it."""

import pytest
from invoice_pdf import FIRM, INVOICE, mail_with, pdf_of
from money_page import total_of

from relanced.intake.invoice.read import read_sent


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Total HT\t300,00\nTVA 10 %\t10,00\nTVA 20 %\t40,00\nVotre part\t350,00", "350.00 EUR"),
        (
            "Total HT\t300,00\nTVA 10 %\t10,00\nTVA 20 %\t40,00\nTotal TVA\t50,00\nVotre part\t350,00",
            "350.00 EUR",
        ),
        ("Total HT\t300,00\nTVA 20 %\t60,00\nVotre part\t350,00", None),
        ("Votre part\t360,00\nTotal HT\t300,00\nTVA 20 %\t60,00", None),  # a sum stands below its parts
    ],
)
def test_net_and_taxes_prove_the_amount_below_them(text: str, total: str | None) -> None:
    assert total_of(text) == total


@pytest.mark.parametrize(
    ("text", "total"),
    [
        (
            "Base imponible\t1.000,00\nIVA 21 %\t210,00\nTotal\t1.210,00\nIRPF\t-150,00\nLe queda\t1.060,00",
            "1060.00 EUR",
        ),
        ("Total TTC\t120,00\nConsignes\t15,00\nVotre part\t135,00", "135.00 EUR"),
        ("Total TTC\t1 200,00\nAcompte versé\t400,00\nDébours\t50,00\nVotre part\t850,00", "850.00 EUR"),
        (
            "Nettobetrag\t24.500,00\nUSt 0 %\t0,00\nEinbehalt\t1.225,00-\nBleibt\t23.275,00\nSteuerfrei",
            "23275.00 EUR",
        ),
        ("Nettobetrag\t24.500,00\nEinbehalt\t1.225,00-\nBleibt\t23.000,00\nSteuerfrei", None),
    ],
)
def test_what_is_left_of_a_whole_is_proven_by_what_is_taken_off(text: str, total: str | None) -> None:
    assert total_of(text) == total


@pytest.mark.parametrize(
    ("text", "total"),
    [
        (
            "Rebinding\t240.00\nTooling\t55.00\nPostage\t12.50\nSo you owe me\t£307.50\nNo VAT is charged",
            "307.50 GBP",
        ),
        ("Pose\t240,00\nFourniture\t60,00\nEnsemble\t300,00\nTVA 20 %\t60,00\nFaisant\t360,00", "360.00 EUR"),
        ("Pose\t100,00\nRemise\t-10,00\nDépose\t50,00\nSoit\t140,00\nTVA non applicable", "140.00 EUR"),
        (
            "Pose\t100,00\nDépose\t200,00\nPeinture\t300,00\nTVA non applicable",
            None,
        ),  # an item like the others
        ("Pose\t240,00\nSoit\t240,00\nTVA non applicable", None),  # one item proves nothing
        ("Pour mémoire : 900,00\nPose\t240,00\nFourniture\t60,00\nSoit\t300,00\nTVA non applicable", None),
        ("Pose\t240,00\nFourniture\t60,00\nSoit\t310,00\nTVA non applicable", None),
        ("Pose\t240,00\nFourniture\t60,00\nSoit\t300,00\nTVA 20 % en sus", None),
        ("Pose\t240,00\nFourniture\t60,00\nSoit\t300,00\nPlus frais\t400,00\nTVA non applicable", None),
    ],
)
def test_the_last_of_a_column_is_its_total_where_it_asks_and_adds_up(text: str, total: str | None) -> None:
    assert total_of(text) == total


def test_a_column_proves_the_total_of_a_pdf() -> None:
    items = (
        (60.0, 300.0, "Reliure"),
        (450.0, 300.0, "240,00"),
        (60.0, 316.0, "Dorure"),
        (456.0, 316.0, "55,00"),
        (60.0, 332.0, "Soit pour vous, avec mes remerciements"),
        (441.0, 332.0, "295,00 €"),
        (60.0, 360.0, "TVA non applicable, art. 293 B du CGI"),
    )
    pdf = pdf_of((*(run for run in INVOICE if run[1] < 300), *items))

    (invoice,) = read_sent(mail_with(("Facture.pdf", pdf)), FIRM).invoices

    assert str(invoice.total) == "295.00 EUR"
