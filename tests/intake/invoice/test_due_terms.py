"""Words of payment give the due day that people mean, other readings beside it, and nothing out of nothing."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.invoice.terms import due_from_terms, month_end

FIXTURE = Path(__file__).parents[2] / "fixtures" / "invoices" / "due_terms.jsonl"
ROWS = [json.loads(line) for line in FIXTURE.read_text(encoding="utf-8").splitlines()]
MARCH = date(2026, 3, 12)
days = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['terms'][:30]}-{row['issue_date']}")
def test_every_labelled_term_and_its_other_readings(row: dict[str, str]) -> None:
    read = due_from_terms(row["terms"], date.fromisoformat(row["issue_date"]))

    assert read is not None
    assert str(read.due_on) == row["due_date"]
    assert set(row.get("alt", [])) <= {str(day) for day in read.other_readings}


@pytest.mark.parametrize(
    ("terms", "due"),
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
        ("2 % 10 days net 30", "2026-04-11"),
        ("30J FDM 15", "2026-05-15"),
        ("sous quinzaine", "2026-03-27"),
    ],
)
def test_other_languages_and_short_forms(terms: str, due: str) -> None:
    read = due_from_terms(terms, MARCH)

    assert read is not None
    assert str(read.due_on) == due


@pytest.mark.parametrize(
    "terms", ["", "Merci de votre confiance", "virement bancaire", "pas d'escompte", "999 jours"]
)
def test_words_without_a_term_give_none(terms: str) -> None:
    assert due_from_terms(terms, MARCH) is None


@given(days, st.integers(1, 120))
def test_plain_days_are_calendar_days(issued: date, count: int) -> None:
    read = due_from_terms(f"paiement à {count} jours", issued)

    assert read is not None
    assert read.due_on == issued + timedelta(days=count)
    assert read.other_readings == ()


@given(days, st.sampled_from([30, 45, 60]))
def test_days_to_the_end_of_month_end_a_month_or_are_flagged(issued: date, count: int) -> None:
    read = due_from_terms(f"{count} jours fin de mois", issued)

    assert read is not None
    assert read.due_on == month_end(issued + timedelta(days=count))
    by_end = month_end(issued) + timedelta(days=count)
    assert by_end in {read.due_on, *read.other_readings}


@given(st.text(max_size=300), days)
def test_any_text_is_read_or_not_but_never_fails_and_never_before_issue(text: str, issued: date) -> None:
    read = due_from_terms(text, issued)

    assert read is None or read.due_on >= issued
