"""The day that a client promises."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.reply.days import promised_day

_PROMISES = Path(__file__).parents[2] / "fixtures" / "replies" / "promises.jsonl"
TUESDAY = date(2026, 10, 6)


@pytest.mark.parametrize("row", [json.loads(line) for line in _PROMISES.read_text("utf-8").splitlines()])
def test_a_promise_of_the_corpus_gives_its_day(row: dict[str, str]) -> None:
    found = promised_day(row["text"], date.fromisoformat(row["written_on"]))
    assert (found.isoformat() if found else None) == row["promised_on"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Wir überweisen am 29. Oktober.", date(2026, 10, 29)),
        ("Zahlung bis Ende der Woche", date(2026, 10, 9)),
        ("innerhalb von 5 Werktagen", date(2026, 10, 13)),
        ("Guten Morgen, wir zahlen am Freitag", date(2026, 10, 9)),
        ("pagaremos el día 20", date(2026, 10, 20)),
        ("lo pago mañana", date(2026, 10, 7)),
        ("paghiamo a fine mese", date(2026, 10, 31)),
        ("wordt binnen 14 dagen voldaan", date(2026, 10, 20)),
        ("uiterlijk 18\noktober overgemaakt", date(2026, 10, 18)),
        ("on the 14th of this month", date(2026, 10, 14)),
        ("Votre facture du 2 novembre sera payée le 12 novembre", date(2026, 11, 12)),
    ],
)
def test_a_day_is_read_in_every_language(text: str, day: date) -> None:
    assert promised_day(text, TUESDAY) == day


@pytest.mark.parametrize(
    "text", ["le 31 février", "il en reste 5 %", "nous avons payé le 5", "16 heures", ""]
)
def test_no_day_is_made_up(text: str) -> None:
    assert promised_day(text, TUESDAY) is None


@given(st.text(max_size=200), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_promise_never_lies_before_the_mail(text: str, written_on: date) -> None:
    found = promised_day(text, written_on)
    assert found is None or found >= written_on
