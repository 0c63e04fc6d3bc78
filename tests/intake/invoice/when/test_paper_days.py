"""The days of a page: each label has its own value, and what may be of two labels is of none."""

from datetime import date

import pytest

from relanced.intake.invoice.page.pages import LINE_GAP
from relanced.intake.invoice.page.sheet import Chunk, Sheet, chunk_of, sheet_of, sheet_of_text
from relanced.intake.invoice.when.paper_days import PaperDays, read_days, terms_in

SENT = date(2026, 4, 15)


def page(*runs: tuple[float, float, str], number: int = 0) -> list[Chunk]:
    """Chunks of one page: left, top, words; runs of one top are one line."""
    tops = sorted({top for _, top, _ in runs})
    return [
        chunk_of(
            text,
            (left, top + number * 842, left + 4.6 * len(text), top + number * 842 + 9),
            tops.index(top) + number * LINE_GAP,
        )
        for left, top, text in runs
    ]


def days_of(sheet: Sheet, sent_on: date | None = None) -> tuple[str, str]:
    """The day of issue and the due day, as ISO or «None»."""
    read = read_days(sheet, sent_on)
    return _iso(read, "issued"), _iso(read, "due")


def _iso(read: PaperDays, field: str) -> str:
    found = getattr(read, field)
    return str(found.day) if found else "None"


def of_text(text: str) -> tuple[str, str]:
    return days_of(sheet_of_text(text))


def due_by_terms(text: str, issued: date = SENT) -> str:
    """The due day that the words of payment of a text give."""
    found = terms_in(read_days(sheet_of_text(text), None).terms, issued)
    if found is None:
        return "None"
    return str(found.terms.due_on(issued) if found.terms else found.day)


def test_labels_and_values_half_a_line_apart_are_counted_off() -> None:
    """Each label stands beside two values: the first label has the first value."""
    runs = [
        (51.0, 84.0, "Numéro"),
        (260.0, 89.2, "F-2026-04-0031"),
        (51.0, 94.5, "Date d’émission"),
        (260.0, 99.7, "14 avril 2026"),
        (51.0, 105.0, "Date d’échéance"),
        (260.0, 110.2, "14 mai 2026"),
        (51.0, 115.5, "Type de vente"),
        (260.0, 120.7, "Prestations de services"),
    ]

    assert days_of(sheet_of(page(*runs))) == ("2026-04-14", "2026-05-14")


def test_a_value_beside_two_labels_that_cannot_be_counted_off_is_of_none() -> None:
    runs = [
        (51.0, 94.5, "Date d’émission"),
        (260.0, 99.7, "14 avril 2026"),
        (51.0, 105.0, "Date d’échéance"),
    ]

    assert days_of(sheet_of(page(*runs)))[1] == "None"


def test_each_label_of_a_strip_has_what_stands_in_its_own_column() -> None:
    runs = [
        (40.0, 100.0, "Date de facture"),
        (120.0, 100.0, "Échéance"),
        (200.0, 100.0, "Client"),
        (40.0, 114.0, "14/04/2026"),
        (120.0, 114.0, "14/05/2026"),
        (200.0, 114.0, "C-118"),
    ]

    assert days_of(sheet_of(page(*runs))) == ("2026-04-14", "2026-05-14")


def test_labels_over_their_values_in_one_column_are_read() -> None:
    runs = [
        (40.0, 100.0, "Date de facture"),
        (40.0, 112.0, "14/04/2026"),
        (40.0, 124.0, "Date d’échéance"),
        (40.0, 136.0, "14/05/2026"),
    ]

    assert days_of(sheet_of(page(*runs))) == ("2026-04-14", "2026-05-14")


def test_a_label_does_not_take_the_value_of_its_neighbour() -> None:
    """The due day is not filled in; what stands under the next label is not its."""
    strip = [
        (40.0, 100.0, "Échéance"),
        (84.0, 100.0, "Date de facture"),
        (84.0, 114.0, "14/04/2026"),
    ]
    column = [
        (40.0, 100.0, "Date limite de paiement"),
        (40.0, 114.0, "Date :"),
        (80.0, 114.0, "14/04/2026"),
    ]
    above = [
        (40.0, 114.0, "Échéance"),
        (200.0, 100.0, "Date de facture"),
        (200.0, 114.0, "14/04/2026"),
    ]

    for runs in (strip, column, above):
        assert days_of(sheet_of(page(*runs))) == ("2026-04-14", "None")


def test_the_head_of_the_days_of_items_is_no_label() -> None:
    runs = [
        (425.0, 34.0, "FACTURE"),
        (425.0, 50.0, "DU 30/04/2026"),
        (28.0, 146.0, "DATE"),
        (82.0, 146.0, "DESIGNATION"),
        (320.0, 146.0, "MONTANT HT"),
        (28.0, 160.0, "01/04/26"),
        (82.0, 160.0, "Transport Arras"),
        (336.0, 160.0, "64,50"),
    ]

    assert days_of(sheet_of(page(*runs)))[0] == "2026-04-30"


def test_a_column_of_days_has_no_day_of_issue_either() -> None:
    runs = [
        (425.0, 34.0, "FACTURE"),
        (425.0, 50.0, "DU 30/04/2026"),
        (28.0, 146.0, "DATE"),
        (82.0, 146.0, "TOURNEE"),
        (28.0, 160.0, "01/04/26"),
        (82.0, 160.0, "Arras"),
        (28.0, 174.0, "02/04/26"),
        (82.0, 174.0, "Lens"),
    ]

    assert days_of(sheet_of(page(*runs)))[0] == "2026-04-30"


@pytest.mark.parametrize(
    "line",
    [
        "Pay by\tFriday 15 May 2026",
        "Échéance\tle vendredi 15 mai 2026",
        "Zahlbar bis\tFreitag, den 15. Mai 2026",
        "Vencimiento\tviernes, 15 de mayo de 2026",
        "Scadenza\tvenerdì 15 maggio 2026",
        "Vervaldatum\tvrijdag 15 mei 2026",
        "À régler avant le vendredi 15 mai",
        "Échéance\tvendredi 15 mai",
        "Please pay by Friday, May 15th",
        "Pagar antes del 15 de mayo",
        "Merci de votre règlement pour le 15 mai au plus tard.",
        "Wir bitten um Zahlung bis spätestens 15. Mai.",
        "Kindly settle this account before 15 May 2026, by cheque or transfer",
        "Si prega di saldare entro il 15 maggio",
        "bis 23.04.2026 2,00 % Skonto = 31,86 EUR\nbis 15.05.2026 ohne Abzug",
        "Netto fällig am 15.05.2026; bei Zahlung bis 23.04.2026 2 % Skonto",
        "Netto bis 15.05.2026, 2 % Skonto bis 23.04.2026",
        "Zahlbar bis 15.05.2026 netto, bis 23.04.2026 2 % Skonto",
        "Payable avant le 15/05/2026 sans escompte",
        "Fecha / Vencimiento : 15/04/2026 / 15/05/2026",
        "Pénalités de retard : 10 %. Échéance : 15/05/2026",
    ],
)
def test_a_due_day_is_read_however_it_is_said(line: str) -> None:
    assert of_text(f"Facture n° 12\nDate de facture : 15/04/2026\n{line}")[1] == "2026-05-15"


@pytest.mark.parametrize(
    "line",
    [
        "Échéance : lundi 15 mai",  # a Friday in 2026: the weekday belies the day
        "Échéance : 15 mars",  # nearly a year ahead: more likely past
        "Échéance : 15/03/2026",  # before the invoice
        "Échéance : 15/05/2028",  # misread
        "Payment received by 30 April 2026, thank you",
        "Toute contestation doit parvenir avant le 15/05/2026",
        "2 % d'escompte pour paiement avant le 25/04/2026",
        "En cas de retard, intérêts dus avant le 15 mai",
        "Pay in 10 out of 12",
        "Échéance annuelle : 14/04/2027",
        "Date d'exigibilité de la TVA : 15/04/2026",
        "Date limite de consommation : 30/04/2026",
        "Next payment date: 15/05/2026",
    ],
)
def test_a_day_that_is_no_due_day_is_not_taken(line: str) -> None:
    assert of_text(f"Facture n° 12\nDate de facture : 15/04/2026\n{line}")[1] == "None"


def test_a_day_broken_over_two_lines_is_one() -> None:
    runs = [
        (60.0, 60.0, "Date de facture : 14/04/2026"),
        (60.0, 90.0, "Association non assujettie. Règlement attendu pour le 13 mai"),
        (60.0, 101.0, "2027 par virement, merci."),
    ]

    assert days_of(sheet_of(page(*runs)))[1] == "2027-05-13"


@pytest.mark.parametrize(
    "lines",
    [
        "Échéances : 30/04/2026 : 600,00 € et 31/05/2026 : 600,00 €",
        "Échéance 30/04/2026 600,00 €\nÉchéance 31/05/2026 600,00 €",
        "Échéance : 30/04/2026\nÉchéances\n30/04/2026\t600,00 €\n31/05/2026\t600,00 €",
    ],
)
def test_of_several_instalments_the_last_counts(lines: str) -> None:
    assert of_text(f"Facture n° 12\nDate de facture : 15/04/2026\n{lines}")[1] == "2026-05-31"


def test_instalments_are_all_in_the_words() -> None:
    read = read_days(
        sheet_of_text("Date de facture : 15/04/2026\nÉchéances\n30/04/2026\t600,00 €\n31/05/2026\t600,00 €"),
        None,
    )

    assert read.due is not None
    assert "30/04/2026" in read.due.words
    assert "31/05/2026" in read.due.words


def test_a_head_in_the_middle_over_its_list_is_read() -> None:
    runs = [
        (60.0, 60.0, "Fecha de factura: 29/12/2025"),
        (165.0, 466.0, "VENCIMIENTOS"),
        (39.0, 482.0, "28/01/2026"),
        (129.0, 482.0, "Recibo domiciliado"),
        (311.0, 482.0, "3.739,30 €"),
    ]

    assert days_of(sheet_of(page(*runs))) == ("2025-12-29", "2026-01-28")


@pytest.mark.parametrize(
    "text",
    [
        "Numéro\tHN-12\nRéférence HN-12, établie le 15/04/2026 pour vacations du 6 au 13 avril",
        "Facture n° 12\nFait à Lyon, le mercredi 15 avril 2026",
        "Lyon, le mercredi 15 avril 2026\nLivraison du 02/04/2026",
        "Facture n° 12 du 15/04/2026\nPériode du 01/03/2026 au 31/03/2026",
        "Facture d'acompte n° FA-26-0060 du 15 avril 2026\nDevis du 02/03/2026\nChantier\nMontant\nTVA\nMerci",
        "Credit Note\nCredit Note Date\t15/04/2026\nINV-0100 dated 10/03/2026",
        "Rechnung\nBelegnummer / Datum\n9000418823 / 15.04.2026\nAuftragsnummer / Datum\n30021077 / 18.03.2026",
        "Fattura\nNumero\t88/FA\nDel\t15.04.2026\nOrdine del 02.03.2026",
        "Invoice\nInvoice date: 2026-04-15\nDelivery date: 2026-04-20",
        "Invoice\nDate: 15 Apr '26\nOrder date: 02 Apr '26",
    ],
)
def test_the_day_of_issue_is_told_from_the_other_days(text: str) -> None:
    assert of_text(text)[0] == "2026-04-15"


def test_a_day_after_the_mail_gives_way_to_one_as_good_and_stays_alone() -> None:
    both = "Facture n° 12\nDate de facture : 30/06/2026\nDate : 14/04/2026"

    assert days_of(sheet_of_text(both), SENT)[0] == "2026-04-14"
    assert days_of(sheet_of_text(both), None)[0] == "2026-06-30"
    assert days_of(sheet_of_text("Facture n° 12\nDate de facture : 30/06/2026"), SENT)[0] == "2026-06-30"


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("Invoice date: 04/12/2026\nDue date: 05/12/2026\nTotal $120.00", "2026-04-12"),  # sent on the 15th
        ("Invoice date: 04/12/2026\nDue date: 05/22/2026", "2026-04-12"),  # no calendar has a month 22
        ("Invoice date: 04/12/2026\nPortland, OR 97205\nTotal $120.00", "2026-04-12"),
        ("Invoice date: 04/12/2026\nTotal £120.00", "2026-12-04"),
        ("Invoice date: 14/04/2026\nDue date: 05/12/2026\nTotal $120.00", "2026-04-14"),
    ],
)
def test_american_days_are_told_by_proof(text: str, issued: str) -> None:
    assert days_of(sheet_of_text(text), SENT)[0] == issued


def test_terms_of_sale_behind_the_invoice_tell_nothing() -> None:
    first = page(
        (60.0, 60.0, "Facture n° 12"),
        (60.0, 80.0, "Date de facture : 15/04/2026"),
        (60.0, 100.0, "Total TTC 120,00 €"),
    )
    behind = page(
        (60.0, 60.0, "Conditions générales de vente"),
        (60.0, 80.0, "Version du 01/01/2025"),
        (60.0, 100.0, "Sauf accord, nos factures sont payables à 60 jours fin de mois."),
        number=1,
    )
    articles = page(
        *(
            (60.0, 60.0 + 14 * n, f"Article {n} - Paiement à 45 jours, livraison sous 8 jours")
            for n in range(1, 7)
        ),
        number=1,
    )

    for second in (behind, articles):
        read = read_days(sheet_of([*first, *second]), None)
        assert str(read.issued.day if read.issued else None) == "2026-04-15"
        assert terms_in(read.terms, SENT) is None


def test_a_heading_of_terms_on_the_invoice_itself_keeps_its_few_lines() -> None:
    text = "Facture n° 12\nDate : 15/04/2026\nConditions de vente\nPaiement à 45 jours"

    assert due_by_terms(text) == "2026-05-30"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Si prega di provvedere entro 15 giorni dal ricevimento.", "2026-04-30"),
        ("No VAT is charged. Kindly settle within a fortnight, by cheque.", "2026-04-29"),
        ("Wir bitten um Begleichung innert 30 Tagen", "2026-05-15"),
        ("21 Tage nach Rechnungsstellung", "2026-05-06"),
        ("FR76 0665 6801 0242 5010 5190 823. Conditions : 30 jours fin de mois.", "2026-05-31"),
        ("Le présent montant est à acquitter sous quarante cinq jours", "2026-05-30"),
        ("Por favor, ingresar el importe en dos semanas", "2026-04-29"),
        ("Wij verzoeken u te voldoen binnen drie weken", "2026-05-06"),
        ("Règlement sous 10 jours ouvrés à réception", "None"),
        ("Payment within 10 business days", "None"),
        ("Pagamento: RIBA 30/60/90 gg data fattura", "2026-07-14"),
        ("Forma de pago: giro a 30, 60 y 90 días", "2026-07-14"),
        ("Réclamations sous 8 jours à réception", "None"),
        ("Retours acceptés sous 14 jours, règlement non remboursé", "None"),
    ],
)
def test_terms_in_sentences_without_a_label(text: str, day: str) -> None:
    assert due_by_terms(f"Facture n° 12\n{text}") == day
