"""A page's kind, number, days, amount and client are told apart from all that looks like them."""

from datetime import date

import pytest

from relanced.intake.invoice.labels.hints import Hints
from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.labels.labels import Labels
from relanced.intake.invoice.money.totals import read_total
from relanced.intake.invoice.number import read_number
from relanced.intake.invoice.older import corrected_by, older_of
from relanced.intake.invoice.page.sheet import sheet_of_text
from relanced.intake.invoice.party.parties import Us, names_us, read_client
from relanced.intake.invoice.title import read_title
from relanced.intake.invoice.when.paper_days import read_days, terms_in

NONE = Hints()
US = Us(names=("Atelier Verrier SARL",), domain="firm.example", forwards=False, speaks_of_purchase=False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("FACTURE N° 12", Kind.INVOICE),
        ("Facture d'acompte n° 12", Kind.DEPOSIT),
        ("Facture de solde n° 12", Kind.INVOICE),
        ("Facture d'avoir n° 12", Kind.CREDIT_NOTE),
        ("Tax Invoice 12", Kind.INVOICE),
        ("Pro forma invoice 12", Kind.PRO_FORMA),
        ("INVOICE\nThis is not a VAT invoice", Kind.PRO_FORMA),
        ("Abschlagsrechnung Nr. 3", Kind.DEPOSIT),
        ("Nota di credito n. 4", Kind.CREDIT_NOTE),
        ("Presupuesto 12", Kind.QUOTE),
        ("Pakbon 12", Kind.DELIVERY),
        ("Relevé de compte au 30/09/2026\nFacture F-1\t500,00 €\nFacture F-2\t700,00 €", Kind.STATEMENT),
        ("Facture n° 12\nBon de commande n° 99\nDevis n° 7 du 01/02/2026", Kind.INVOICE),
        ("Facture n° 12\nTotal\nAcompte de 30 % sur devis 9\t300,00 €", Kind.DEPOSIT),
        ("Facture n° 12\nTotal\nAcompte de 30 % versé\t-300,00 €", Kind.INVOICE),
    ],
)
def test_the_title_tells_the_kind(text: str, kind: Kind) -> None:
    title = read_title(sheet_of_text(text), NONE)

    assert title is not None
    assert title.kind is kind


@pytest.mark.parametrize(
    "text", ["Facturé à : Café Rive", "Bonjour, votre facture suivra bientôt", "Avoir lu tout ceci", ""]
)
def test_words_in_passing_are_no_title(text: str) -> None:
    assert read_title(sheet_of_text(text), NONE) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("FACTURE 26-019", "26-019"),
        ("Facture n° : 2026/0087", "2026/0087"),
        ("Facture N° F 2026 042", "F 2026 042"),
        ("Facture d'acompte n° 1 — FA2026-042", "FA2026-042"),
        ("Invoice #1042", "1042"),
        ("Rechnungsnummer:\tRE-2026-0815\nKundennummer:\t10045", "RE-2026-0815"),
        ("N° facture\tN° client\tCommande\nFA-231\tC-881\tBC-4471", "FA-231"),
        ("N° commande : 4500118834\nN° facture : 77", "77"),
        ("SIRET 000 123 456 00011\nTVA FR00000123456\nRéf. FC-118 du 2 mai 2027", "FC-118"),
        ("Facture F-12\nremplace la facture F-11 du 02/09/2026", "F-12"),
        ("Fattura n. 45/A del 15/09/2026", "45/A"),
        ("Facture\nNuméro de facture\n2026-09-014", "2026-09-014"),
    ],
)
def test_the_papers_own_number_is_found_among_decoys(text: str, number: str) -> None:
    read = read_number(sheet_of_text(text), Kind.INVOICE, NONE)

    assert read is not None
    assert read.number == number


@pytest.mark.parametrize(
    "text",
    [
        "Facture du 12/03/2026",
        "Facture 1 050,00 €",
        "SIRET 000 123 456 00011",
        "Commande n° 4500118834",
        "IBAN FR76 1234",
        "Facture\nVis inox\t12,00 €\nRéf. ABC-12\t15,00 €",
    ],
)
def test_a_paper_without_its_number_gives_none(text: str) -> None:
    assert read_number(sheet_of_text(text), Kind.INVOICE, NONE) is None


def test_the_mail_confirms_a_number_but_does_not_invent_one() -> None:
    hints = Hints(subject="Facture F-77", filename="Facture_F-77.pdf")

    assert read_number(sheet_of_text("Facture\nRive et fils F-77"), Kind.INVOICE, hints) is not None
    assert read_number(sheet_of_text("Facture\nRive et fils"), Kind.INVOICE, hints) is None


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Total HT 100,00 €\nTVA 20,00 €\nTotal TTC 120,00 €", "120.00"),
        ("Total TTC\t1 200,00 €\nAcompte versé\t-500,00 €\nReste à payer\t700,00 €", "700.00"),
        ("Total TTC\t1 200,00 €\nAcompte reçu le 01/09/2026\t500,00 €", "700.00"),
        ("BASE HT\tTOTAL TTC\tNET À PAYER\n100,00 EUR\t120,00 EUR\t120,00 EUR", "120.00"),
        ("Désignation\tQté\tTotal TTC\nPose\t1\t50,00 €\nTotal TTC\t90,00 €", "90.00"),
        ("Total TTC (dont TVA 20 % : 200,00 €)\t1 200,00 €", "1200.00"),
        ("TOTAL T.T.C.............1 200,00 €", "1200.00"),
        ("Total CHF inkl. 8.1% MwSt.\t13'512.50", "13512.50"),
        ("Net à payer au 30/11/2026 : 1 200,00 €", "1200.00"),
        ("Subtotal £100.00\nVAT 20% £20.00\nTotal £120.00\nBalance due £80.00", "80.00"),
        ("Total TTC\t1 200,00 €\nSolde antérieur\t300,00 €\nTotal à payer\t1 500,00 €", "1200.00"),
        ("Total HT 150,00 €\nTVA non applicable", "150.00"),
        (
            "Imponibile 100,00\nTotale fattura € 122,00\nRitenuta d'acconto € -20,00\nNetto a pagare € 102,00",
            "102.00",
        ),
        ("Total TTC 120,00 €\nFacture acquittée le 02/10/2026", "0.00"),
        ("Montant TTC 1.234,50 €", "1234.50"),
    ],
)
def test_what_is_left_to_be_paid_is_found(text: str, total: str) -> None:
    read = read_total(sheet_of_text(text), Kind.INVOICE, "FR")

    assert read is not None
    assert read.money.plain == total


def test_a_sum_without_tax_is_no_total_where_tax_is_charged() -> None:
    assert read_total(sheet_of_text("Total HT 100,00 €\nTVA 20 % 20,00 €"), Kind.INVOICE, "FR") is None


@pytest.mark.parametrize(
    ("text", "country", "currency"),
    [
        ("Total 12.00", "GB", "GBP"),
        ("Total 12,00", "FR", "EUR"),
        ("Devise : USD\nTotal TTC 12,00", "FR", "USD"),
        ("Posten CHF 5.00\nTotal inkl. MwSt. 12.00", "FR", "CHF"),
    ],
)
def test_the_currency_is_said_or_the_papers_or_the_countrys(text: str, country: str, currency: str) -> None:
    read = read_total(sheet_of_text(text), Kind.INVOICE, country)

    assert read is not None
    assert read.money.currency == currency


@pytest.mark.parametrize(
    ("text", "issued", "due"),
    [
        ("Date : 01/10/2026\nÉchéance : 31/10/2026", "2026-10-01", "2026-10-31"),
        ("Date\tÉchéance\n01/10/2026\t31/10/2026", "2026-10-01", "2026-10-31"),
        ("Facture n° 12 du 1er octobre 2026\nDate de livraison : 12/09/2026", "2026-10-01", None),
        ("Lyon, le 3 mai 2027\nÀ régler avant le 20 mai 2027", "2027-05-03", "2027-05-20"),
        ("Réf. F-1 — établie le 2 mars 2026 — payable le 4 avril 2026", "2026-03-02", "2026-04-04"),
        ("Invoice date: 3rd October 2026\nDue date: November 2, 2026", "2026-10-03", "2026-11-02"),
        ("Rechnungsdatum 02.10.2026\nzahlbar bis spätestens 16.10.2026", "2026-10-02", "2026-10-16"),
        ("Date : 01/10/2026\nEscompte 2 % si paiement avant le 05/10/2026", "2026-10-01", None),
        ("Date : 01/10/2026\nÉchéance : 31/10/2026\nÉchéance : 30/11/2026", "2026-10-01", "2026-11-30"),
        ("Date : 01/10/2026\nÉchéance : 12/09/2026", "2026-10-01", None),
        ("Date 09/14/2026\nDue Date 09/29/2026", "2026-09-14", "2026-09-29"),
    ],
)
def test_issue_and_due_day_are_told_apart(text: str, issued: str, due: str | None) -> None:
    days = read_days(sheet_of_text(text), None)

    assert days.issued is not None
    assert str(days.issued.day) == issued
    assert (str(days.due.day) if days.due else None) == due


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Conditions de règlement : 30 jours", "2026-10-31"),
        ("Échéance\tÀ réception", "2026-10-01"),
        ("60 jours nets.", "2026-11-30"),
        ("Please pay within 21 days.", "2026-10-22"),
        ("Pénalités de retard exigibles au bout de 30 jours. Indemnité de 40 €.", None),
        ("Location 15 jours", None),
        ("Toute réclamation sous 8 jours. Paiement à 45 jours.", "2026-11-15"),
        ("Payment received on 03/10/2026", None),
    ],
)
def test_terms_are_read_and_late_fees_are_not(text: str, due: str | None) -> None:
    issued = date(2026, 10, 1)
    found = terms_in(read_days(sheet_of_text(text), None).terms, issued)

    assert (str(found.terms.due_on(issued)) if found and found.terms else None) == due


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Client : Pons Immobilier\nCode client : C-42", "Pons Immobilier"),
        ("Bill to\nHarbour Ltd\nUnit 4", "Harbour Ltd"),
        (
            "Atelier Verrier SARL\n44000 Nantes\nSIRET 1\n\nRoyer Cycles\n17 rue Basse\n53000 Laval",
            "Royer Cycles",
        ),
        ("Facturé à : Mairie de Rive, 1 place Haute, 49000 Rive", "Mairie de Rive"),
        ("Herrn\nJonas Feld\nLindenweg 8\n51105 Köln", "Jonas Feld"),
        ("Total 12,00 €", ""),
    ],
)
def test_the_client_is_named_as_printed(text: str, name: str) -> None:
    assert read_client(sheet_of_text(text), US, "", "").name == name


def test_a_line_that_only_leads_to_the_name_is_not_the_name() -> None:
    for lead in ("Adressée à", "Madame", "Établi à l'attention de, envoyé à", "Prepared to"):
        sheet = sheet_of_text(f"FACTURE 12\n{lead}\nCafé Rive\n19 rue Haute\n56000 VANNES")
        assert read_client(sheet, US, "", "").name == "Café Rive", lead


def test_of_two_addresses_the_one_that_the_mail_went_to_is_the_client() -> None:
    text = "Livré\n\nDépôt Nord\n1 rue A\n59000 Lille\n\nSiège Lambert\n2 rue B\n75001 Paris"
    client = read_client(sheet_of_text(text), US, "Lambert", "x@lambert.example")

    assert client.name == "Siège Lambert"


@pytest.mark.parametrize("name", ["ATELIER VERRIER", "Atelier Verrier S.A.R.L.", "Sté Atelier Verrier"])
def test_our_name_is_known_in_other_dress(name: str) -> None:
    assert names_us(name, US)


@pytest.mark.parametrize("name", ["Verrier Frères", "Atelier", "Mairie", ""])
def test_another_name_is_not_ours(name: str) -> None:
    assert not names_us(name, US)


def test_the_longest_label_counts_and_signs_between_its_words_do_not() -> None:
    labels = Labels({"short": ("total",), "long": ("total incl vat",)})

    assert [hit.kind for hit in labels.find("total (incl. vat) 12 - total 13 subtotal")] == ["long", "short"]


@pytest.mark.parametrize(
    ("text", "older", "corrected"),
    [
        ("Avoir A-1\nsur facture F-11", ("F-11",), ()),
        ("Avoir A-1\nsur factures F-11, F-12 et F-13 du 02/09/2026", ("F-11", "F-12", "F-13"), ()),
        ("Credit note C-1\nfor invoices INV-11 and INV-12", ("INV-11", "INV-12"), ()),
        ("Facture F-20\nAnnule et remplace la facture F-11", ("F-11",), ("F-11",)),
        (
            "Facture F-20\nacompte facture F-10\nAnnule et remplace la facture F-11",
            ("F-10", "F-11"),
            ("F-11",),
        ),
        ("Facture F-20\nAcompte de la facture F-10 et 2 jours de pose", ("F-10",), ()),
        ("Facture F-20", (), ()),
    ],
)
def test_the_older_invoices_are_named_and_those_that_are_replaced(
    text: str, older: tuple[str, ...], corrected: tuple[str, ...]
) -> None:
    sheet = sheet_of_text(text)
    own = text.partition("\n")[0].rpartition(" ")[2]

    assert set(older_of(sheet, own)) == set(older)
    assert corrected_by(sheet, own) == corrected
