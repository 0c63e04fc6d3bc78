"""The amount is not what is owed: discounts, charges, penalties, parts, payments twice, third parties."""

import pytest
from casework.settle_makers import applied, credit, crowd, item

from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import Outcome
from relanced.model.money import money_of

KERAVEL = item("F2026-0012", "Transports Keravel", "1860.00", issued="2026-04-15")
SECOND = item("F2026-0013", "Transports Keravel", "744.00", issued="2026-05-15")
PAID = item("F2026-0005", "Transports Keravel", "1860.00", issued="2026-01-15")


@pytest.mark.parametrize(
    ("amount", "reference", "outcome", "excess"),
    [
        ("1900.00", "F2026-0012", Outcome.OVERPAID, "40.00"),
        ("1937.20", "F2026-0012 + interets de retard", Outcome.OVERPAID, "77.20"),
        ("1900.00", "", Outcome.AMBIGUOUS, ""),
        ("1900.00", "indemnite de retard", Outcome.OVERPAID, "40.00"),
        ("2000.00", "F2026-0012", Outcome.OVERPAID, "140.00"),
        ("3720.00", "F2026-0012", Outcome.OVERPAID, "1860.00"),
        ("18600.00", "F2026-0012", Outcome.OVERPAID, "16740.00"),  # a zero too many
        ("1680.00", "F2026-0012", Outcome.PARTIAL, ""),
        ("9000.00", "F2026-0012", Outcome.AMBIGUOUS, ""),  # another debt, more likely
        ("2604.00", "F2026-0012", Outcome.SEVERAL, ""),
        ("744.00", "F2026-0012", Outcome.AMBIGUOUS, ""),  # exactly his other invoice
        ("500.00", "", Outcome.AMBIGUOUS, ""),
        ("558.00", "ACOMPTE 30%", Outcome.PARTIAL, ""),
        ("558.00", "ACOMPTE 30% DEVIS 118", Outcome.AMBIGUOUS, ""),  # for work not invoiced yet
    ],
)
def test_too_much_and_too_little_of_a_known_payer(
    amount: str, reference: str, outcome: Outcome, excess: str
) -> None:
    settlement = settle(credit(amount, "TRANSPORTS KERAVEL", reference), [KERAVEL, SECOND, *crowd()])
    assert settlement.outcome is outcome, settlement.because
    assert (settlement.excess.plain if settlement.excess else "") == excess


def test_what_an_excess_is_for_is_told() -> None:
    forty = settle(credit("1900.00", "TRANSPORTS KERAVEL", "F2026-0012"), [KERAVEL])
    assert "D441-5" in forty.because
    interest = settle(credit("1937.20", "TRANSPORTS KERAVEL", "F2026-0012 interets"), [KERAVEL])
    assert "interest" in interest.because
    # What the text says goes before another invoice of that very amount.
    other = item("F2026-0050", "Transports Keravel", "1900.00")
    said = credit("1900.00", "TRANSPORTS KERAVEL", "F2026-0012 + INDEMNITE FORFAITAIRE 40 EUR")
    assert applied(settle(said, [KERAVEL, other])) == {"F2026-0012": "1860.00"}


@pytest.mark.parametrize(
    ("paid", "outcome"),
    [
        (credit("1860.00", "NOTAIRES LEGRAND", "F2026-0012"), Outcome.PAID),
        (credit("1860.00", "M DURANDEAU", "facture 12"), Outcome.PAID),
        (credit("1860.00", "M DURANDEAU", ""), Outcome.AMBIGUOUS),
        (credit("1500.00", "M DURANDEAU", "F2026-0012"), Outcome.AMBIGUOUS),
        (credit("2500.00", "M DURANDEAU", "F2026-0012"), Outcome.AMBIGUOUS),
        (credit("1710.00", "MAIF", "SINISTRE 2600 FACT F2026-0012 FRANCHISE 150,00"), Outcome.PARTIAL),
        (credit("1822.80", "FACTO EXPRESS SA", "F2026-0012 NET COM 2%"), Outcome.PARTIAL),
        (credit("620.00", "CHEZ LULU", "F2026-0012 1/3"), Outcome.PARTIAL),
        (credit("1860.00", "GOCARDLESS SAS", "GC-7KQ2 F2026-0012"), Outcome.PAID),
        (credit("1820.00", "STRIPE", "PAYOUT F2026-0012"), Outcome.AMBIGUOUS),
        (credit("143.52", "EDF", "REMBOURSEMENT AVOIR F2026-0012"), Outcome.UNKNOWN),
        (credit("1860.00", "EDF", "REMBOURSEMENT F2026-0012"), Outcome.AMBIGUOUS),
    ],
)
def test_a_third_party_pays_a_whole_number_at_its_exact_amount(paid: object, outcome: Outcome) -> None:
    settlement = settle(paid, [KERAVEL, *crowd()])  # type: ignore[arg-type]  # parametrize loses the type
    assert settlement.outcome is outcome, settlement.because


def test_another_client_pays_a_number_at_its_exact_amount_unless_he_owes_as_much() -> None:
    paid = credit("1860.00", "GARAGE DU PONT", "F2026-0012")
    pont = item("F2026-0014", "Garage du Pont", "456.00")
    assert applied(settle(paid, [KERAVEL, pont])) == {"F2026-0012": "1860.00"}
    twin = item("F2026-0014", "Garage du Pont", "1860.00")
    assert settle(paid, [KERAVEL, twin]).outcome is Outcome.AMBIGUOUS


def test_paid_twice_eats_no_other_invoice() -> None:
    by_number = credit("1860.00", "TRANSPORTS KERAVEL", "F2026-0005")
    assert settle(by_number, [SECOND], [PAID]).outcome is Outcome.OVERPAID
    assert not settle(by_number, [SECOND], [PAID]).applied
    # One of the same amount is open: meant for it, or paid twice.
    assert settle(by_number, [KERAVEL], [PAID]).outcome is Outcome.AMBIGUOUS
    without = credit("1860.00", "TRANSPORTS KERAVEL")
    larger = item("F2026-0013", "Transports Keravel", "2744.00")
    assert settle(without, [larger], [PAID]).outcome is Outcome.AMBIGUOUS
    assert settle(without, [], [PAID]).outcome is Outcome.OVERPAID
    both = settle(credit("2604.00", "TRANSPORTS KERAVEL", "F2026-0005 F2026-0013"), [SECOND], [PAID])
    assert applied(both) == {"F2026-0013": "744.00"}
    assert both.excess == money_of("1860.00", "EUR")


@pytest.mark.parametrize(
    ("client", "reference", "account", "outcome"),
    [
        ("Cascadia Outfitters Inc.", "F1", "", Outcome.PAID),
        ("Tinguely AG", "F1 /CHGS/EUR12,00", "", Outcome.PAID),
        ("Tinguely AG", "F1", "CH9300762011623852957", Outcome.PAID),
        ("Tinguely AG", "F1", "DE89370400440532013000", Outcome.PARTIAL),
        ("Léa Fontanel", "F1", "", Outcome.PARTIAL),
        ("Dupin SARL", "F1 frais", "", Outcome.PARTIAL),
        ("Dupin", "F1 frais SHA", "", Outcome.PAID),
    ],
)
def test_only_a_transfer_from_outside_loses_a_bank_charge(
    client: str, reference: str, account: str, outcome: Outcome
) -> None:
    paid = credit("988.00", client.upper(), reference, account=account)
    settlement = settle(paid, [item("F1", client, "1000.00")])
    assert settlement.outcome is outcome, settlement.because
    if outcome is Outcome.PAID:
        assert settlement.written_off == (("F1", money_of("12.00", "EUR")),)


def test_the_bank_tells_what_was_sent_before_its_charge() -> None:
    paid = credit("4182.00", "CASCADIA", "INV 433", original="4200.00 EUR")
    settlement = settle(paid, [item("INV-00433", "Cascadia", "4200.00")])
    assert settlement.outcome is Outcome.PAID
    assert settlement.written_off == (("INV-00433", money_of("18.00", "EUR")),)


def test_what_was_sent_counts_before_what_the_bank_made_of_it() -> None:
    items = [
        item("INV-00402", "Bluebonnet LLC", "1200.00", currency="USD"),
        item("INV-00409", "Bluebonnet LLC", "1104.30"),
    ]
    paid = credit("1104.30", "BLUEBONNET LLC", "", original="1200.00 USD")
    assert applied(settle(paid, items)) == {"INV-00402": "1200.00"}


@pytest.mark.parametrize(
    ("terms", "on", "outcome"),
    [
        ("2% d'escompte pour paiement sous 8 jours", "2026-04-20", Outcome.PAID),
        ("Escompte de 2 % si paiement comptant à 8 jours", "2026-04-24", Outcome.PARTIAL),
        ("Zahlbar innerhalb 10 Tagen mit 2 % Skonto oder 30 Tage netto", "2026-04-25", Outcome.PAID),
        ("Skonto: 2% bis 25.04.2026", "2026-04-25", Outcome.PAID),
        ("Skonto: 2% bis 25.04.2026", "2026-04-26", Outcome.PARTIAL),
        ("Skonto: 2% bis 31.02.2026", "2026-04-20", Outcome.PARTIAL),
        ("sconto 2% per pagamento entro 10 giorni", "2026-04-20", Outcome.PAID),
        ("2% de descuento por pronto pago a 10 días", "2026-04-20", Outcome.PAID),
        ("2% korting bij betaling binnen 10 dagen", "2026-04-20", Outcome.PAID),
        ("Zahlbar innerhalb 30 Tagen ohne Abzug", "2026-04-20", Outcome.PARTIAL),
    ],
)
@pytest.mark.parametrize("reference", ["F2026-0012", ""])
def test_a_discount_named_or_not(terms: str, on: str, outcome: Outcome, reference: str) -> None:
    owed = item("F2026-0012", "Royer Cycles", "1000.00", issued="2026-04-15", terms=terms)
    settlement = settle(credit("980.00", "ROYER CYCLES", reference, on=on), [owed, *crowd()])
    assert settlement.outcome is outcome, settlement.because
