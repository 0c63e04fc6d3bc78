"""Where XML and page, or two attachments, contradict each other, the owner is told; where they may agree, not."""

import pytest
from invoice_pdf import FIRM, INVOICE, Run, mail_with, pdf_of, with_file
from invoice_xml import cii, cii_due, cii_older, cii_sums

from relanced.intake.invoice.read import read_sent

SAME = {"due": cii_due("20270615"), "sums": cii_sums(GrandTotalAmount="120.00", DuePayableAmount="120.00")}


def page(*changes: tuple[str, str], more: tuple[Run, ...] = ()) -> bytes:
    """The invoice of the tests as a PDF, with some of its words replaced."""
    swaps = dict(changes)
    runs = tuple(
        (run[0], run[1], swaps.get(run[2], run[2]), run[3] if len(run) == 4 else 10) for run in INVOICE
    )
    return pdf_of((*runs, *more))


def told(pdf: bytes, **changes: str) -> tuple[str, ...]:
    """How the XML of a PDF and its page contradict each other."""
    xml = cii(**{**SAME, **changes})
    (invoice,) = read_sent(mail_with(("f.pdf", with_file(pdf, "factur-x.xml", xml))), FIRM).invoices
    assert invoice.read_from == "factur-x"
    return invoice.disagreements


def test_an_xml_that_agrees_with_its_page_is_silent() -> None:
    assert told(page()) == ()


def test_another_amount_on_the_page_is_said_and_the_xml_counts() -> None:
    pdf = with_file(
        page(("Total TTC", "Net à payer"), ("120,00 €", "1 250,00 €")), "factur-x.xml", cii(**SAME)
    )
    (invoice,) = read_sent(mail_with(("f.pdf", pdf)), FIRM).invoices

    assert invoice.disagreements == ("amount: 120.00 EUR in the XML, 1250.00 EUR on the page",)
    assert invoice.total.plain == "120.00"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": "F-2027-077"}, "number: F-2027-077 in the XML, F-2027-031 on the page"),
        ({"currency": "CHF"}, "currency: CHF in the XML, EUR on the page"),
        ({"issued": "20270502"}, "day of issue: 2027-05-02 in the XML, 2027-05-03 on the page"),
        ({"due": cii_due("20270620")}, "due day: 2027-06-20 in the XML, 2027-06-15 on the page"),
        ({"code": "381"}, "kind: credit note in the XML, invoice on the page"),
        (
            {"sums": cii_sums(GrandTotalAmount="119.00", DuePayableAmount="119.00")},
            "amount: 119.00 EUR in the XML, 120.00 EUR on the page",
        ),
    ],
    ids=["number", "currency", "issued", "due", "kind", "amount"],
)
def test_each_difference_is_one_sentence(changes: dict[str, str], words: str) -> None:
    assert told(page(), **changes) == (words,)


@pytest.mark.parametrize(
    "changes",
    [
        {"sums": cii_sums(GrandTotalAmount="120.00", DuePayableAmount="20.00")},
        {"due": ""},
        {"due": cii_due("20270515", "20270615", "20270715")},
        {"code": "386"},
        {"issued": "20270305"},
        {"number": "f 2027 031"},
        {"sums": cii_sums(GrandTotalAmount="100.00", DuePayableAmount="100.00")},
    ],
    ids=["prepaid", "no due day", "instalments", "deposit", "month first", "written otherwise", "part"],
)
def test_what_may_be_the_same_is_no_contradiction(changes: dict[str, str]) -> None:
    assert told(page(), **changes) == ()


def test_what_the_page_says_without_a_sure_label_contradicts_nothing() -> None:
    assert told(page(("Total TTC", "Total"), ("120,00 €", "1 250,00 €"))) == ()
    assert told(page(), number="F-2027-031-B") != ()
    assert told(page(more=((60, 500, "Dossier F-2027-031-B"),)), number="F-2027-031-B") == ()
    assert told(page(more=((60, 500, "Commande du 02/05/2027"),)), issued="20270502") == ()


def test_a_page_with_terms_alone_does_not_contradict_the_due_day_of_its_xml() -> None:
    terms = page(("Échéance", "Conditions"), ("15/06/2027", "45 jours fin de mois"))

    assert told(terms, due=cii_due("20270717")) == ()


def test_a_self_billed_invoice_is_headed_gutschrift_in_german() -> None:
    assert told(page(("Facture", "Gutschrift")), code="389") == ()
    assert told(page(("Facture", "Gutschrift"))) == ("kind: invoice in the XML, credit note on the page",)


def test_one_amount_of_another_currency_on_the_page_is_of_something_else() -> None:
    bare = page(
        ("120,00 €", "120,00"), ("100,00 €", "100,00"), ("20,00 €", "20,00"), more=((60, 500, "1,10 USD"),)
    )

    assert told(bare) == ()


def test_dollars_of_any_country_print_the_same_sign() -> None:
    dollars = page(("120,00 €", "$120.00"), ("100,00 €", "$100.00"), ("20,00 €", "$20.00"))

    assert told(dollars, currency="CAD") == ()
    assert told(dollars, currency="GBP") == ("currency: GBP in the XML, USD on the page",)


def test_an_xml_and_a_pdf_beside_it_that_contradict_each_other_are_told_by_their_files() -> None:
    files = (("facture.pdf", page()), ("facture.xml", cii(**{**SAME, "due": cii_due("20270620")})))
    for mail in (mail_with(*files), mail_with(*reversed(files))):
        (invoice,) = read_sent(mail, FIRM).invoices

        assert invoice.disagreements == ("due day: 2027-06-20 in facture.xml, 2027-06-15 in facture.pdf",)
        assert (invoice.read_from, str(invoice.due_on)) == ("xml", "2027-06-20")


def test_two_xml_files_of_one_number_and_different_amounts_are_left_out_and_named() -> None:
    other = cii(total="99.00")
    read = read_sent(mail_with(("a.xml", cii()), ("b.xml", other)), FIRM)

    assert read.invoices == ()
    assert "140.00 EUR in a.xml, 99.00 EUR in b.xml" in read.unreadable


def test_a_page_that_replaces_an_invoice_is_believed_where_its_xml_only_refers_to_it() -> None:
    corrected = page(more=((60, 500, "Annule et remplace la facture F-2027-009"),))
    xml = cii(**SAME, older=cii_older("F-2027-009"))
    (invoice,) = read_sent(mail_with(("f.pdf", with_file(corrected, "factur-x.xml", xml))), FIRM).invoices

    assert invoice.replaces == "F-2027-009"
