"""The text that the owner's rules are matched on: a text a page, columns apart by tabs."""

from invoice_pdf import INVOICE, locked, mail_with, pdf_of

from relanced.intake.page_text import file_texts


def test_each_page_is_a_text_with_tabs_between_its_columns() -> None:
    [found] = file_texts(mail_with(("facture.pdf", pdf_of(INVOICE, [(60, 60, "Conditions")]))))

    assert (found.name, found.trouble) == ("facture.pdf", "")
    first, second = found.pages
    assert "Numéro\tF-2027-031\n" in first
    assert second == "Conditions"


def test_a_pdf_without_text_says_why_and_a_mail_without_pdf_gives_its_own() -> None:
    [closed] = file_texts(mail_with(("facture.pdf", locked(pdf_of(INVOICE)))))
    [mail] = file_texts(mail_with(("logo.png", b"x"), body="Montant dû : 120 €\n"))

    assert (closed.pages, "password" in closed.trouble) == ((), True)
    assert mail.name == "mail"
    assert "Montant dû : 120 €" in mail.pages[0]
