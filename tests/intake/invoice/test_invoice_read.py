"""A sent mail is read exactly or said to be unreadable; what only looks like an invoice gives nothing."""

import json
from pathlib import Path

import pytest
from invoice_pdf import FIRM, INVOICE, Run, locked, mail_with, pdf_of

from relanced.intake.invoice.read import MAX_FILES, read_sent
from relanced.intake.message import parse_message
from relanced.intake.readings import Field, InvoiceRead
from relanced.model.facts import InvoiceKind
from relanced.model.terms import Agreed, Counting, Terms

FIXTURES = Path(__file__).parents[2] / "fixtures" / "invoices"
MAILS = [json.loads(line) for line in (FIXTURES / "labels.jsonl").read_text(encoding="utf-8").splitlines()]


def due_day(invoice: InvoiceRead) -> str | None:
    """The due day where nothing was agreed; a credit note has none."""
    if invoice.kind is InvoiceKind.CREDIT_NOTE:
        return None
    return str(invoice.due_on or (invoice.terms or Agreed().terms).due_on(invoice.issued_on))


@pytest.mark.parametrize("label", MAILS, ids=lambda label: str(label["file"]))
def test_a_real_mail_gives_what_its_label_says_and_nothing_else(label: dict[str, object]) -> None:
    read = read_sent(parse_message((FIXTURES / str(label["file"])).read_bytes()), FIRM)

    assert read.unreadable == ""
    assert [each.disagreements for each in read.invoices] == [() for _ in read.invoices]
    assert [
        {
            "number": each.number,
            "issue_date": str(each.issued_on),
            "due_date": due_day(each),
            "total": each.total.plain,
            "currency": each.total.currency,
            "client_email": each.client_email,
            "client_name": each.client_name,
            "kind": each.kind.value,
        }
        for each in read.invoices
    ] == label["invoices"]


def changed(*changes: tuple[str, str]) -> tuple[Run, ...]:
    """The invoice of the tests with some of its words replaced; "" takes a run out."""
    swaps = dict(changes)
    runs: list[Run] = []
    for run in INVOICE:
        words = swaps.get(run[2], run[2])
        if words:
            runs.append((run[0], run[1], words, run[3] if len(run) == 4 else 10))
    return tuple(runs)


def test_an_invoice_is_read_with_the_words_that_led_to_it() -> None:
    (invoice,) = read_sent(mail_with(("f.pdf", pdf_of(INVOICE))), FIRM).invoices

    assert (invoice.number, invoice.total.plain, str(invoice.issued_on), str(invoice.due_on)) == (
        "F-2027-031",
        "120.00",
        "2027-05-03",
        "2027-06-15",
    )
    assert invoice.client_name == "Garage Lemaire"
    assert "Total TTC 120.00" in invoice.because


def test_every_field_is_given_with_its_value_and_the_words_as_printed() -> None:
    (invoice,) = read_sent(mail_with(("f.pdf", pdf_of(INVOICE))), FIRM).invoices

    assert [(each.field, each.value, each.words) for each in invoice.evidence] == [
        (Field.KIND, "invoice", "Facture"),
        (Field.NUMBER, "F-2027-031", "Numéro F-2027-031"),
        (Field.TOTAL, "120.00 EUR", "Total TTC 120.00"),
        (Field.ISSUED, "2027-05-03", "Date 03/05/2027"),
        (Field.DUE, "2027-06-15", "Échéance 15/06/2027"),
        (Field.CLIENT, "Garage Lemaire", "Garage Lemaire"),
    ]


def test_without_due_day_the_terms_are_given_and_no_day_is_computed() -> None:
    page = changed(("Échéance", "Conditions de paiement"), ("15/06/2027", "45 jours fin de mois"))
    (invoice,) = read_sent(mail_with(("f.pdf", pdf_of(page))), FIRM).invoices

    assert (invoice.due_on, invoice.terms) == (None, Terms(days=45, counting=Counting.EITHER))
    told = next(each for each in invoice.evidence if each.field is Field.TERMS)
    assert told.value == "45 days, end of month"
    assert "45 jours fin de mois" in told.words


def test_without_due_day_and_terms_nothing_is_assumed() -> None:
    page = changed(("Échéance", ""), ("15/06/2027", ""))
    (invoice,) = read_sent(mail_with(("f.pdf", pdf_of(page))), FIRM).invoices

    assert (invoice.due_on, invoice.terms) == (None, None)


def test_a_client_whom_the_page_does_not_name_is_whom_the_mail_went_to() -> None:
    page = changed(("Garage Lemaire", ""), ("12 avenue Foch", ""), ("17100 Saintes", ""))
    (invoice,) = read_sent(mail_with(("f.pdf", pdf_of(page))), FIRM).invoices

    assert invoice.client_name == "Garage Lemaire"
    assert [each.words for each in invoice.evidence if each.field is Field.CLIENT] == ["the mail's To"]


def test_a_due_day_that_only_the_mail_tells_is_taken_and_said() -> None:
    page = changed(("Échéance", ""), ("15/06/2027", ""))
    mail = mail_with(("f.pdf", pdf_of(page)), body="Bonjour,\nmerci de payer avant le 20/05/2027.\n")
    (invoice,) = read_sent(mail, FIRM).invoices

    assert str(invoice.due_on) == "2027-05-20"
    assert "the mail says" in invoice.because


@pytest.mark.parametrize(
    "title",
    [
        "Devis",
        "Facture pro forma",
        "Bon de commande",
        "Bon de livraison",
        "Relevé de compte",
        "Mise en demeure",
    ],
)
def test_other_papers_are_no_invoices_whatever_the_subject_says(title: str) -> None:
    page = changed(("Facture", title))

    assert read_sent(mail_with(("f.pdf", pdf_of(page))), FIRM).invoices == ()


def test_a_quote_in_a_file_called_invoice_is_not_guessed_but_said() -> None:
    read = read_sent(mail_with(("Facture.pdf", pdf_of(changed(("Facture", "Devis"))))), FIRM)

    assert read.invoices == ()
    assert "quote" in read.unreadable


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("Facture.pdf", pdf_of(()), "no text"),
        ("Facture.pdf", locked(pdf_of(INVOICE)), "password"),
        ("Facture.pdf", pdf_of(INVOICE)[:400], "broken"),
        ("Facture.pdf", b"<html>", "not a PDF"),
        ("Facture.docx", b"PK", "neither a PDF"),
        ("Facture.pdf", pdf_of(changed(("F-2027-031", ""), ("Numéro", ""))), "no number"),
        ("Facture.pdf", pdf_of([(60, 60, "Bonjour à tous")]), "no title"),
    ],
)
def test_what_looks_like_an_invoice_and_cannot_be_read_is_said(name: str, data: bytes, why: str) -> None:
    read = read_sent(mail_with((name, data), subject="document", body="voir la piece"), FIRM)

    assert read.invoices == ()
    assert why in read.unreadable


def test_what_could_not_be_read_tells_what_was_and_what_is_missing() -> None:
    page = changed(("Total TTC", ""), ("120,00 €", ""))
    (unread,) = read_sent(mail_with(("Facture.pdf", pdf_of(page))), FIRM).unread

    assert (unread.file, unread.missing) == ("Facture.pdf", (Field.TOTAL,))
    assert {each.field: each.value for each in unread.evidence} == {
        Field.KIND: "invoice",
        Field.NUMBER: "F-2027-031",
        Field.ISSUED: "2027-05-03",
        Field.DUE: "2027-06-15",
        Field.CLIENT: "Garage Lemaire",
    }


def test_a_page_without_title_lacks_its_kind() -> None:
    (unread,) = read_sent(mail_with(("Facture.pdf", pdf_of(changed(("Facture", ""))))), FIRM).unread

    assert unread.missing == (Field.KIND,)
    assert Field.TOTAL in {each.field for each in unread.evidence}


def test_a_scan_counts_by_the_words_of_the_mail_but_not_beside_a_read_invoice() -> None:
    scan = ("scan001.pdf", pdf_of(()))

    assert "no text" in read_sent(mail_with(scan), FIRM).unreadable
    assert read_sent(mail_with(scan, subject="plan", body="le plan"), FIRM).unreadable == ""
    assert "no text" in read_sent(mail_with(scan, subject="Scan", body="Bonne journée"), FIRM).unreadable
    assert read_sent(mail_with(scan, subject="Scan", body="Notre devis"), FIRM).unreadable == ""
    assert read_sent(mail_with(scan, ("f.pdf", pdf_of(INVOICE))), FIRM).unreadable == ""


def test_a_readable_invoice_is_given_beside_an_unreadable_one() -> None:
    read = read_sent(mail_with(("Facture 2.pdf", b"?"), ("f.pdf", pdf_of(INVOICE))), FIRM)

    assert [invoice.number for invoice in read.invoices] == ["F-2027-031"]
    assert read.unreadable.startswith("Facture 2.pdf")


def test_two_invoices_in_one_file_are_two_and_its_terms_of_sale_none() -> None:
    second = changed(("F-2027-031", "F-2027-032"), ("120,00 €", "125,00 €"), ("20,00 €", "25,00 €"))
    terms: tuple[Run, ...] = (
        (60, 60, "Conditions générales de vente", 14),
        (60, 90, "Facture payable à 60 jours"),
    )
    read = read_sent(mail_with(("f.pdf", pdf_of(INVOICE, second, terms))), FIRM)

    assert [(each.number, each.total.plain) for each in read.invoices] == [
        ("F-2027-031", "120.00"),
        ("F-2027-032", "125.00"),
    ]


def test_an_invoice_over_two_pages_is_one() -> None:
    first = [run for run in INVOICE if run[1] < 290]
    second = [run for run in INVOICE if run[1] > 290]
    (invoice,) = read_sent(mail_with(("f.pdf", pdf_of(first, second))), FIRM).invoices

    assert invoice.total.plain == "120.00"


def test_the_same_number_with_two_amounts_is_left_out_and_said() -> None:
    other = changed(("120,00 €", "126,00 €"))
    read = read_sent(mail_with(("a.pdf", pdf_of(INVOICE)), ("b.pdf", pdf_of(other))), FIRM)

    assert read.invoices == ()
    assert "different amounts" in read.unreadable


def test_the_same_invoice_attached_twice_is_one() -> None:
    read = read_sent(mail_with(("a.pdf", pdf_of(INVOICE)), ("b.pdf", pdf_of(INVOICE))), FIRM)

    assert len(read.invoices) == 1


def test_a_negative_invoice_is_a_credit_note_without_due_day() -> None:
    page = changed(("120,00 €", "-120,00 €"), ("100,00 €", "-100,00 €"), ("20,00 €", "-20,00 €"))
    (note,) = read_sent(mail_with(("f.pdf", pdf_of(page))), FIRM).invoices

    assert (note.kind, note.total.plain, note.due_on) == (InvoiceKind.CREDIT_NOTE, "120.00", None)


def test_a_credit_note_names_the_invoice_that_it_credits() -> None:
    page = (*changed(("Facture", "Avoir")), (60, 400, "Avoir sur facture F-2027-009"))
    (note,) = read_sent(mail_with(("f.pdf", pdf_of(page))), FIRM).invoices

    assert (note.kind, note.replaces) == (InvoiceKind.CREDIT_NOTE, "F-2027-009")


def test_a_corrected_invoice_names_the_one_that_it_replaces() -> None:
    page = (*INVOICE, (60, 400, "Cette facture remplace la facture F-2027-009"))
    (invoice,) = read_sent(mail_with(("f.pdf", pdf_of(page))), FIRM).invoices

    assert (invoice.number, invoice.replaces) == ("F-2027-031", "F-2027-009")


def test_a_credit_note_for_several_invoices_is_given_to_none_and_that_is_said() -> None:
    page = (
        *changed(("Facture", "Avoir")),
        (60, 400, "Avoir sur factures F-2027-009, F-2027-010 et F-2027-011"),
    )
    (note,) = read_sent(mail_with(("f.pdf", pdf_of(page))), FIRM).invoices

    assert note.replaces is None
    assert "credits several invoices (F-2027-009, F-2027-010, F-2027-011)" in note.disagreements[0]


def test_an_invoice_that_replaces_two_names_neither_and_that_is_said() -> None:
    page = (*INVOICE, (60, 400, "Annule et remplace la facture F-2027-009 et F-2027-010"))
    (invoice,) = read_sent(mail_with(("f.pdf", pdf_of(page))), FIRM).invoices

    assert invoice.replaces is None
    assert "replaces several invoices" in invoice.disagreements[0]


def test_an_invoice_that_deducts_an_older_one_does_not_replace_it() -> None:
    page = (*INVOICE, (60, 400, "Acompte de la facture F-2027-009 deja deduit"))
    (invoice,) = read_sent(mail_with(("f.pdf", pdf_of(page))), FIRM).invoices

    assert (invoice.replaces, invoice.disagreements) == (None, ())


def test_a_suppliers_invoice_passed_on_is_not_ours() -> None:
    page = changed(
        ("Atelier Verrier SARL", "Burotique SA"),
        ("Garage Lemaire", "Atelier Verrier SARL"),
        ("3 rue des Chantiers", "8 rue Nord"),
    )
    mail = mail_with(("f.pdf", pdf_of(page)), subject="TR: facture", to="Cabinet <saisie@cabinet.example>")

    assert read_sent(mail, FIRM).invoices == ()


def test_our_own_invoice_passed_on_again_stays_ours() -> None:
    mail = mail_with(("f.pdf", pdf_of(INVOICE)), subject="TR: facture F-2027-031")

    assert len(read_sent(mail, FIRM).invoices) == 1


def test_files_beyond_the_limit_are_not_read_and_that_is_said() -> None:
    files = [
        (f"f{number}.pdf", pdf_of(changed(("F-2027-031", f"F-2027-{number:03}"))))
        for number in range(MAX_FILES + 1)
    ]
    read = read_sent(mail_with(*files), FIRM)

    assert f"first {MAX_FILES}" in read.unreadable
    assert len(read.invoices) == MAX_FILES


def test_one_file_attached_many_times_is_read_once() -> None:
    files = [(f"f{number}.pdf", pdf_of(INVOICE)) for number in range(MAX_FILES + 1)]
    read = read_sent(mail_with(*files), FIRM)

    assert (len(read.invoices), read.unread) == (1, ())


def test_a_scan_attached_twice_is_one_trouble() -> None:
    scan = pdf_of(())

    assert len(read_sent(mail_with(("Facture.pdf", scan), ("Facture (2).pdf", scan)), FIRM).unread) == 1


def test_of_the_same_number_and_amount_with_two_due_days_the_later_counts_and_it_is_said() -> None:
    other = changed(("15/06/2027", "30/06/2027"))
    (invoice,) = read_sent(mail_with(("a.pdf", pdf_of(INVOICE)), ("b.pdf", pdf_of(other))), FIRM).invoices

    assert str(invoice.due_on) == "2027-06-30"
    assert invoice.disagreements == ("due day: 2027-06-15 in a.pdf, 2027-06-30 in b.pdf",)
    assert [each.value for each in invoice.evidence if each.field is Field.DUE] == ["2027-06-30"]


def test_a_long_batch_of_invoices_whose_middle_is_not_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relanced.intake.invoice.page.pages.FIRST_PAGES", 1)
    monkeypatch.setattr("relanced.intake.invoice.page.pages.LAST_PAGES", 1)
    batch = [changed(("F-2027-031", f"F-2027-03{number}")) for number in range(4)]
    annex: tuple[Run, ...] = ((60, 60, "Annexe : relevé des heures"),)

    assert "2 pages in the middle" in read_sent(mail_with(("f.pdf", pdf_of(*batch))), FIRM).unreadable
    assert read_sent(mail_with(("f.pdf", pdf_of(INVOICE, annex, annex, annex))), FIRM).unreadable == ""


def test_a_mail_without_anything_gives_nothing() -> None:
    read = read_sent(mail_with(subject="Bonjour", body="A demain !"), FIRM)

    assert (read.invoices, read.unreadable) == ((), "")
