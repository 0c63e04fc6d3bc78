"""Words of payment give the terms that people mean, both lawful readings kept, and nothing out of nothing."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.invoice.when.terms import named_day, read_terms
from relanced.model.terms import Counting, EndOfMonth, Terms, month_end

FIXTURE = Path(__file__).parents[3] / "fixtures" / "invoices" / "due_terms.jsonl"
ROWS = [json.loads(line) for line in FIXTURE.read_text(encoding="utf-8").splitlines()]
MARCH = date(2026, 3, 12)
days = st.dates(date(2000, 1, 1), date(2090, 1, 1))


def due(words: str, issued: date, reading: EndOfMonth = EndOfMonth.DAYS_FIRST) -> date | None:
    """The due day that words of payment give."""
    read = read_terms(words, issued)
    if read is None or read.terms is None:
        return read.day if read else None
    return read.terms.due_on(issued, reading)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['terms'][:30]}-{row['issue_date']}")
def test_every_labelled_term(row: dict[str, str]) -> None:
    assert str(due(row["terms"], date.fromisoformat(row["issue_date"]))) == row["due_date"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['terms'][:30]}-{row['issue_date']}")
def test_the_other_lawful_reading_is_among_the_labelled_ones(row: dict[str, str]) -> None:
    """Only words that leave the order open have one; «fin de mois 45 jours» settles it."""
    issued = date.fromisoformat(row["issue_date"])
    read = read_terms(row["terms"], issued)
    other = read.terms.other_reading(issued, EndOfMonth.DAYS_FIRST) if read and read.terms else None
    is_open = row.get("reading", "").startswith("days first") and " le 1" not in row["terms"]

    if is_open and "alt" in row:
        assert str(other) in row["alt"]
    elif " le 1" not in row["terms"]:
        assert other is None


@pytest.mark.parametrize(
    ("words", "issued", "days_first", "month_first"),
    [
        # Article L441-10 I of the code de commerce; the days counted by hand.
        ("Paiement à trente jours à compter de la réception", "2026-01-31", "2026-03-02", "2026-03-02"),
        ("soixante jours à compter de la date d'émission", "2026-12-15", "2027-02-13", "2027-02-13"),
        ("60 jours date d'émission de la facture", "2026-06-30", "2026-08-29", "2026-08-29"),
        ("quarante-cinq jours fin de mois", "2026-01-15", "2026-03-31", "2026-03-17"),
        ("45 jours fin de mois", "2026-01-14", "2026-02-28", "2026-03-17"),
        ("45 jours fin de mois à compter de la date d'émission", "2026-03-17", "2026-05-31", "2026-05-15"),
        ("45 jours, puis fin de mois", "2026-03-17", "2026-05-31", "2026-05-31"),
        ("fin de mois, 45 jours", "2026-03-17", "2026-05-15", "2026-05-15"),
        ("45 jours à compter de la fin du mois", "2026-03-17", "2026-05-15", "2026-05-15"),
        ("facture périodique payable à 45 jours", "2026-04-30", "2026-06-14", "2026-06-14"),
    ],
)
def test_the_terms_of_the_law_in_both_readings(
    words: str, issued: str, days_first: str, month_first: str
) -> None:
    issued_on = date.fromisoformat(issued)

    assert str(due(words, issued_on)) == days_first
    assert str(due(words, issued_on, EndOfMonth.MONTH_FIRST)) == month_first


@pytest.mark.parametrize(
    ("terms", "day"),
    [
        ("zahlbar innerhalb von 14 Tagen ohne Abzug", "2026-03-26"),
        ("8 Tage 2% Skonto, 30 Tage netto", "2026-04-11"),
        ("sofort fällig", "2026-03-12"),
        ("am 15. des Folgemonats", "2026-04-15"),
        ("30 gg d.f. f.m.", "2026-04-30"),
        ("30 giorni data fattura fine mese", "2026-04-30"),
        ("rimessa diretta", "2026-03-12"),
        ("a 60 días fecha factura", "2026-05-11"),
        ("al contado", "2026-03-12"),
        ("binnen 14 dagen na factuurdatum", "2026-03-26"),
        ("einde maand", "2026-03-31"),
        ("within thirty (30) days", "2026-04-11"),
        ("within a fortnight", "2026-03-26"),
        ("within two weeks", "2026-03-26"),
        ("vier Wochen netto", "2026-04-09"),
        ("sous une semaine", "2026-03-19"),
        ("within a month", "2026-04-12"),
        ("innert 30 Kalendertagen rein netto", "2026-04-11"),
        ("30 calendar days", "2026-04-11"),
        ("vingt et un jours", "2026-04-02"),
        ("quarante cinq jours", "2026-04-26"),
        ("quatre-vingt-dix jours", "2026-06-10"),
        ("30/60/90 jours", "2026-06-10"),
        ("2 % 10 days net 30", "2026-04-11"),
        ("30J FDM 15", "2026-05-15"),
        ("sous quinzaine", "2026-03-27"),
        ("#SKONTO#TAGE=14#PROZENT=2.00#\nZahlbar innerhalb von 30 Tagen", "2026-04-11"),
        (
            "#SKONTO#TAGE=7#PROZENT=3.00#BASISBETRAG=90.00#\n#VERZUG#TAGE=30#PROZENT=5.00#\n20 Tage",
            "2026-04-01",
        ),
    ],
)
def test_other_languages_and_short_forms(terms: str, day: str) -> None:
    assert str(due(terms, MARCH)) == day


@pytest.mark.parametrize(
    "terms",
    [
        "",
        "Merci de votre confiance",
        "virement bancaire",
        "pas d'escompte",
        "999 jours",
        "10 jours ouvrés à réception de la facture",
        "net 10 business days",
        "12 Werktage",
        "cinco días hábiles",
        "#SKONTO#TAGE=14#PROZENT=2.00#",
        "Bei Zahlung innerhalb 14 Tagen gewähren wir 2,0% Skonto.",
        "Règlement sous 8 jours : 2 % d'escompte",
    ],
)
def test_words_without_a_term_give_none(terms: str) -> None:
    assert read_terms(terms, MARCH) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("30 Tage netto bis 04.06.2026, 3% Skonto bis 15.05.2026", "2026-06-04"),
        ("3 % Skonto bis 15.05.2026; netto bis 04.06.2026", "2026-06-04"),
        ("Facture du 12/03/2026, à régler le 30/04/2026", "2026-04-30"),
        ("600 € le 30/04/2026, 600 € le 31/05/2026", "None"),
        ("Skonto bis 15.05.2026", "None"),
    ],
)
def test_a_day_that_terms_name_is_taken_where_it_is_the_only_one(words: str, day: str) -> None:
    assert str(named_day(words, MARCH)) == day


@given(days, st.integers(1, 120))
def test_plain_days_are_calendar_days(issued: date, count: int) -> None:
    assert due(f"paiement à {count} jours", issued) == issued + timedelta(days=count)


@given(days, st.sampled_from([30, 45, 60]))
def test_days_to_the_end_of_month_keep_both_readings(issued: date, count: int) -> None:
    read = read_terms(f"{count} jours fin de mois", issued)

    assert read is not None
    assert read.terms == Terms(days=count, counting=Counting.EITHER)
    assert read.terms.due_on(issued) == month_end(issued + timedelta(days=count))
    assert read.terms.due_on(issued, EndOfMonth.MONTH_FIRST) == month_end(issued) + timedelta(days=count)


@given(st.text(max_size=300), days)
def test_any_text_is_read_or_not_but_never_fails_and_never_before_issue(text: str, issued: date) -> None:
    day = due(text, issued)

    assert day is None or day >= issued
