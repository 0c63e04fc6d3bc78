"""A mail that is itself the invoice is read; a mail that only speaks of one is not."""

import pytest
from invoice_pdf import FIRM, mail_with

from relanced.intake.invoice.read import read_sent

BODY = """Facture n° 2027-114
Date : 03/05/2027
Client : Garage Lemaire

Reportage photo : 400,00 €
Total à payer : 400,00 €
Échéance : 01/06/2027
"""


def test_an_invoice_written_line_by_line_is_read() -> None:
    (invoice,) = read_sent(mail_with(subject="Facture n° 2027-114", body=BODY), FIRM).invoices

    assert (invoice.number, invoice.total.plain, str(invoice.due_on), invoice.read_from) == (
        "2027-114",
        "400.00",
        "2027-06-01",
        "body",
    )


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: Facture n° 2027-114", BODY),
        ("Rappel facture n° 2027-114", BODY),
        ("Photos de mai", BODY),
        ("Facture n° 2027-114", BODY + "\nLa facture est en pièce jointe."),
        (
            "Facture n° 2027-114",
            "La facture n° 2027-114 d'un montant total de 400,00 € est échue le 01/06/2027.",
        ),
        ("Facture n° 2027-114", BODY.replace("Date", "Le").replace("Échéance", "Au")),
        ("Facture n° 2027-114", "\n".join("> " + line for line in BODY.split("\n"))),
    ],
)
def test_a_mail_about_an_invoice_is_not_one(subject: str, body: str) -> None:
    assert read_sent(mail_with(subject=subject, body=body), FIRM).invoices == ()


def test_an_invoice_behind_a_link_is_said() -> None:
    mail = mail_with(subject="Facture F-12", body="À télécharger ici : https://facture.example/12")

    assert "behind a link" in read_sent(mail, FIRM).unreadable
