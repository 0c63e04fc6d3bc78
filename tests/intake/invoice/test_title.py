"""What a paper calls itself: in a title, in the label of its number, or not at all."""

import pytest
from invoice_pdf import FIRM, INVOICE, mail_with, pdf_of

from relanced.intake.invoice.labels.hints import Hints
from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.page.pages import Page
from relanced.intake.invoice.page.sheet import sheet_of_text
from relanced.intake.invoice.paper import split
from relanced.intake.invoice.read import read_sent
from relanced.intake.invoice.title import read_title

ROWS = "\nSavon\t10,00 €\nTotal HT\t10,00 €\nTVA\t2,00 €\nTotal TTC\t12,00 €"


def kind_of(text: str, hints: Hints | None = None) -> Kind | None:
    title = read_title(sheet_of_text(text), hints or Hints())
    return title.kind if title else None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Facture A-2027-117 du 14/09/2027", Kind.INVOICE),
        ("TIPO DOCUMENTO: FATTURA", Kind.INVOICE),
        ("TD01 fattura", Kind.INVOICE),
        ("TD04 nota di credito", Kind.CREDIT_NOTE),
        ("Duplicata de facture n° 12", Kind.INVOICE),
        ("N O T E\tD E\tFRAIS ET HONORAIRES n° 2027.923", Kind.INVOICE),
        ("Objet : Facture n° F-12", Kind.INVOICE),
        ("Objet : Facture n° F-12 impayée", Kind.REMINDER),
        ("Betreff: Rechnung 12 - Mahnung", Kind.REMINDER),
        ("Application for payment no. 3", Kind.PRO_FORMA),
        ("Factures impayées au 30/09/2027", Kind.STATEMENT),
        ("1. Abschlagsrechnung Nr. 12\nFassade", Kind.DEPOSIT),
        ("2. Abschlagsrechnung Nr. 12\nWert der bisher erbrachten Leistungen", Kind.INVOICE),
        ("Anzahlungsrechnung Nr. 12\nLeistungsstand", Kind.DEPOSIT),
    ],
)
def test_the_title_tells_the_kind_in_many_dresses(text: str, kind: Kind) -> None:
    assert kind_of(text + ROWS) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("N° FACTURA\tFECHA\nA/000412\t27-04-27", Kind.INVOICE),
        ("Invoice Number: INV-12", Kind.INVOICE),
        ("Réf. facture\tFA-12", Kind.INVOICE),
        ("N° avoir : AV-3", Kind.CREDIT_NOTE),
        ("Honoraires\nRéférence HN-12", Kind.INVOICE),
        ("Numéro de facture\tFA-12\nBon de livraison n° BL-7 du 03/02/2027", Kind.INVOICE),
    ],
)
def test_without_a_title_the_label_of_the_number_says_what_it_is(text: str, kind: Kind) -> None:
    assert kind_of("Savons Rive SARL\n" + text + ROWS) is kind


@pytest.mark.parametrize(
    "text",
    [
        "Invoice Number\tDate\nINV-1\t01/02/2027\nINV-2\t03/02/2027",  # a list of several
        "Invoice number",
        "Honoraires\t120,00 €",
        "Nos honoraires sont de 120 €",
    ],
)
def test_a_list_of_numbers_or_a_row_is_no_title(text: str) -> None:
    assert kind_of("Savons Rive SARL\n" + text + ROWS) is None


def test_a_paper_that_the_mail_calls_a_quote_is_no_invoice_by_its_label() -> None:
    assert kind_of("Invoice Number: INV-12" + ROWS, Hints(filename="devis-12.pdf")) is None


def pages(*texts: str) -> int:
    sheets = [sheet_of_text(text) for text in texts]
    return len(split([Page(sheet.chunks) for sheet in sheets], Hints()))


def test_a_page_begins_a_document_only_with_a_labelled_number_or_another_kinds_title() -> None:
    first = "FACTURE N° F-12" + ROWS
    assert pages(first, "FACTURE N° F-13" + ROWS) == 2
    assert pages(first, "FACTURE\nAnnexe\n4711-08") == 1
    assert pages(first, "Conditions générales de vente\nArticle 1") == 2


@pytest.mark.parametrize(
    ("subject", "is_named"), [("Vacations octobre", True), ("Re: vacations octobre", False)]
)
def test_a_paper_without_title_that_asks_for_money_is_named_unless_the_mail_is_a_reply(
    subject: str, *, is_named: bool
) -> None:
    runs = [run for run in INVOICE if run[2] not in {"Facture", "Numéro", "F-2027-031"}]
    page = pdf_of([*runs, (60, 400, "Merci de rappeler votre facture au paiement")])
    read = read_sent(mail_with(("octobre.pdf", page), subject=subject, body="Bonjour,\nci-joint.\n"), FIRM)

    assert read.invoices == ()
    assert bool(read.unread) is is_named
