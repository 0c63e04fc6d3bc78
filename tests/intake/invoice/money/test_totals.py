"""What a paper asks for is read exactly, or not at all: labels, what is taken off, what is for another day."""

import pytest
from money_page import total_of

from relanced.intake.invoice.labels.kinds import Kind


@pytest.mark.parametrize(
    "text",
    [
        "Total HT 100,00 €\nTVA 20 % en sus",
        "Total HT 100,00 €\nMontant 120,00 €",
        "Net amount\t£100.00\nVAT No GB123456789",
        "Work\t1\t20%\t100.00\nNet amount\t100.00\nVAT",
        "Gesamtbetrag\t1.000,00 € netto",
        "Total due £1,000.00 plus VAT",
        "Total\t£1,000.00\nPrices exclude VAT",
        "Total\t1 000,00 € HT\nTVA en sus",
        "Summe\t100,00 €\n19 % MwSt.\t19,00 €",
        "Totaal\t€ 1.000,00\nAlle bedragen exclusief btw",
        "Total\t100,00\nTVA selon le tableau\nEn tout\t120,00",
        "Total HT\t100,00\nTVA non applicable\nEn tout\t130,00",
    ],
)
def test_a_sum_to_which_tax_is_added_is_not_what_is_asked_for(text: str) -> None:
    assert total_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Total HT\t150,00 €\nTVA non applicable, art. 293 B du CGI",
        "Total HT\t150,00 €\nAutoliquidation de la TVA",
        "Nettobetrag\t150,00 €\nSteuerschuldnerschaft des Leistungsempfängers, USt",
        "Nettobetrag\t150,00 €\nGemäß § 19 UStG wird keine Umsatzsteuer berechnet",
        "Base imponible\t150,00 €\nOperación exenta de IVA",
        "Totale netto\t150,00 €\nRegime forfettario, senza IVA",
        "Subtotaal\t€ 150,00\nBtw verlegd",
        "Total HT\t150,00 €\nTVA 0 %\t0,00 €\nExonération",
        "Total HT\t150,00 €\nExonéré de TVA\nSARL au capital de 7 500,00 €",
    ],
)
def test_a_net_sum_is_asked_for_where_no_tax_is_charged(text: str) -> None:
    assert total_of(text) == "150.00 EUR"


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Total\t120,00 €\ndont TVA 20 %\t20,00 €", "120.00 EUR"),
        ("Total\t120,00 €\ndont TVA\t18,00 €", "120.00 EUR"),  # of several rates
        ("Summe\t119,00 €\n19 % MwSt.\t19,00 €", "119.00 EUR"),  # 19 of 119 is within, 19 of 100 is not
        ("Zwischensumme\t100.03\nMwSt\t8.10\nTotal CHF\t108.15", "108.15 CHF"),  # five centimes
        ("Subtotal\t100,00\nIVA 21%\t21,00\nIRPF 15%\t-15,00\nTotal\t106,00", "106.00 EUR"),
        ("Total\t625,00 €\nTotal heures\t12,50", "625.00 EUR"),
        ("Total : 12,50 h\nTotal\t625,00 €", "625.00 EUR"),
    ],
)
def test_a_bare_total_counts_where_the_tax_is_within_it(text: str, total: str) -> None:
    assert total_of(text) == total


@pytest.mark.parametrize(
    ("text", "total"),
    [
        (
            "Total TTC\t12 000,00 €\nRetenue de garantie 5 %\t600,00 €\nNet à payer\t11 400,00 €",
            "11400.00 EUR",
        ),
        (
            "Total TTC\t12 000,00 €\nRetenue de garantie 5 %\t600,00 €\nVotre virement\t11 400,00 €",
            "11400.00 EUR",
        ),
        ("Total TTC\t12 000,00 €\nRetenue de garantie 5 %\t600,00 €", None),
        ("Total factura\t1.210,00 €\nRetención IRPF 15 %\t-150,00 €", None),
        ("Totale fattura\t1.268,80\nRitenuta d'acconto\t200,00", None),
        ("Subtotal\t£1,400.00\nVAT 20%\t£280.00\nTotal\t£1,680.00\nLess CIS deduction\t£200.00", None),
        ("Base imponible\t1.000,00\nIVA\t210,00\nIRPF\t150,00\nTotal factura\t1.210,00", None),
        ("Totale documento\t1.220,00\nScissione dei pagamenti art. 17-ter DPR 633/72", None),
        ("Totale documento\t1.220,00\nIVA split payment\t220,00\nNetto a pagare\t1.000,00", "1000.00 EUR"),
        ("Total TTC\t1 200,00 €\nDébours\t50,00 €", None),
        ("Total TTC\t1 200,00 €\nAvoir A-12\t-200,00 €", None),
        ("Total TTC\t-1 200,00 €\nPort\t-200,00 €", "1200.00 EUR"),  # a paper below zero
        ("Total TTC\t1 200,00 €\nConsignes\t50,00 €\nNet à payer\t1 250,00 €", "1250.00 EUR"),
    ],
)
def test_what_the_payer_keeps_is_taken_off_only_where_the_rest_is_printed(
    text: str, total: str | None
) -> None:
    assert total_of(text) == total


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Total TTC\t1 200,00 €\nAcompte versé le 01/01\t400,00 €", "800.00 EUR"),
        ("Total TTC\t1 200,00 €\nDéjà facturé\t400,00 €", "800.00 EUR"),
        (
            "Gesamtbetrag\t11.900,00 €\n./. Abschlagsrechnung Nr. 1\t3.000,00 €\nverbleiben\t8.900,00 €",
            "8900.00 EUR",
        ),
        (
            "Total TTC\t1 200,00 €\nAcompte versé\t400,00 €\nAcompte reçu\t300,00 €\nTotal acomptes\t700,00 €",
            "500.00 EUR",
        ),
        (
            "Total TTC\t1 200,00 €\nAcompte versé\t400,00 €\nAcompte versé\t400,00 €",
            None,
        ),  # two, or one twice
        ("Total TTC\t1 200,00 €\nAcompte versé HT\t300,00 €", None),
        ("Total TTC\t1 200,00 €\nAcompte 30 % à la commande\t360,00 €", None),  # paid, or to come
        ("Total TTC\t1 200,00 €\nAcompte 30 %\t360,00 €\nSolde à la livraison\t840,00 €", None),
    ],
)
def test_deposits_are_taken_off_where_they_surely_were_paid(text: str, total: str | None) -> None:
    assert total_of(text) == total


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Gesamtbetrag\t1.190,00 €\nabzgl. 2 % Skonto\t1.166,20 €", "1190.00 EUR"),
        ("Rechnungsbetrag\t1.190,00 €\nZahlbetrag bei Skontoabzug\t1.166,20 €", "1190.00 EUR"),
        ("Rechnungsbetrag\t1.190,00 €\n2 % Skonto: 23,80 €, Zahlbetrag: 1.166,20 €", "1190.00 EUR"),
        ("Rechnungsbetrag\t1.190,00 €\nSkontobetrag\t23,80 €\nZahlbetrag\t1.166,20 €", None),
        ("Net à payer avec escompte 2 %\t1 176,00 €\nNet à payer sans escompte\t1 200,00 €", "1200.00 EUR"),
        ("Total due\t£1,200.00\nTotal due if paid within 7 days\t£1,176.00", "1200.00 GBP"),
        ("Total\t£1,200.00\nIf paid within 7 days\t£1,176.00", "1200.00 GBP"),
        ("Totaal incl. btw\t€ 1.210,00\nTe storten op G-rekening\t€ 300,00\nTe voldoen\t€ 910,00", None),
    ],
)
def test_the_price_for_paying_early_is_never_taken(text: str, total: str | None) -> None:
    assert total_of(text) == total


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Total TTC\t1 200,00 €\nSolde antérieur\t300,00 €\nTotal à payer\t1 500,00 €", "1200.00 EUR"),
        ("Previous balance\t£300.00\nWork\t£120.00\nTotal due\t£420.00", None),
        ("Factures impayées\t500,00 €\nTotal dû\t1 700,00 €", None),
        ("Report\t100,00\nPose\t50,00\nTotal HT\t150,00\nTVA 20 %\t30,00\nTotal TTC\t180,00", "180.00 EUR"),
        ("Total TTC page 2\t50,00\nTotal TTC\t150,00", "150.00 EUR"),
        ("Total TTC\t150,00\nTotal TTC page 2\t50,00", "150.00 EUR"),
        ("Cumul TTC\t36 000,00\nTotal TTC\t12 000,00", "12000.00 EUR"),
        ("Total TTC cumulé\t36 000,00", None),
        ("Montant du devis TTC\t50 000,00 €\nTotal TTC\t12 000,00 €", "12000.00 EUR"),
        ("Rechnungsbetrag\t1.190,00 €\nLohnkosten brutto\t595,00 €", "1190.00 EUR"),
        ("Total TTC\t12,00 €\nIndemnité forfaitaire\t40,00 €", "12.00 EUR"),
        ("Total TTC\t1 200,00 €\nReste dû sur facture précédente\t300,00 €", "1200.00 EUR"),
        ("Solde mission conseil\t1 200,00\nTotal TTC\t1 440,00 €", "1440.00 EUR"),
    ],
)
def test_what_other_papers_pages_and_parts_come_to_is_left_aside(text: str, total: str | None) -> None:
    assert total_of(text) == total


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Amount due\t£120.00\nCoupon\nAmount due\t£120.00", "120.00 GBP"),
        ("Amount due 10 May\t£50.00\nAmount due 10 June\t£70.00", None),
        ("Total TTC\t1 200,00 €\nÀ payer le 01/05\t600,00 €\nÀ payer le 01/06\t600,00 €", None),
        ("Total\t£120.00\nBalance due\t£80.00", "80.00 GBP"),
        ("Total EUR\t100,00\nTotal CHF\t95,00", None),
        ("Total\t500,00\nTotal\t300,00", None),
        ("Total\t500,00\nTotal\t700,00\nTotal\t1 200,00", "1200.00 EUR"),
        ("Total\t1'081.00\nWährung\tBetrag\nCHF\t540.50\nWährung\tBetrag\nCHF\t540.50", "1081.00 CHF"),
    ],
)
def test_of_several_amounts_that_ask_alike_none_is_guessed(text: str, total: str | None) -> None:
    assert total_of(text) == total


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Montant total du devis TTC\t10 000,00 €\nAcompte 30 %\t3 000,00 €", "3000.00 EUR"),
        (
            "Auftragssumme brutto\t11.900,00\nAnzahlung netto\t3.000,00\nUSt 19 %\t570,00\nAnzahlung brutto\t3.570,00",
            "3570.00 EUR",
        ),
        ("Total TTC\t12 000,00 €\nAcompte demandé (30 %)\t3 600,00 €", "3600.00 EUR"),
    ],
)
def test_a_paper_for_a_deposit_asks_for_the_deposit(text: str, total: str) -> None:
    assert total_of(text, Kind.DEPOSIT) == total
