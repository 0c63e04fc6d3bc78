"""What an owner types about a mail: any beginning of a label, a day as people write it."""

from datetime import date

import pytest

from relanced.cli.label import LABELS, SHORT, legend, parse_day, parse_label
from relanced.model.intents import Intent

WRITTEN_ON = date(2026, 11, 20)


@pytest.mark.parametrize("label", LABELS)
def test_every_label_is_known_by_its_name_and_by_what_the_legend_shows(label: Intent) -> None:
    [short] = [key for key, intent in SHORT.items() if intent is label]

    assert parse_label(label.value) is label
    assert parse_label(short.upper()) is label
    assert label.value.startswith(short)
    assert f"({short}){label.value[len(short) :]}" in legend()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dis", Intent.DISPUTE),
        ("Prom", Intent.PROMISE),
        ("plan", Intent.PLAN_REQUEST),
        ("claims paid", Intent.CLAIMS_PAID),
        ("claims-paid", Intent.CLAIMS_PAID),
        ("paid", Intent.CLAIMS_PAID),
        ("auto-reply", Intent.AUTO_REPLY),
        ("que", Intent.QUERY),
        ("unr", Intent.UNRELATED),
    ],
)
def test_a_beginning_is_enough(typed: str, meant: Intent) -> None:
    assert parse_label(typed) is meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [("dipsute", "«dispute»"), ("not_sure", "no label"), ("", "There are"), ("xyz", "There are")],
)
def test_what_is_no_label_is_said(typed: str, told: str) -> None:
    said = parse_label(typed)

    assert not isinstance(said, Intent)
    assert told in said


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15/12", date(2026, 12, 15)),
        ("5.1.", date(2027, 1, 5)),  # the next one, over the new year
        ("20/11", date(2026, 11, 20)),
        ("2026-12-15", date(2026, 12, 15)),
        ("15/12/2026", date(2026, 12, 15)),
        ("15.12.26", date(2026, 12, 15)),
        ("15  décembre 2026", date(2026, 12, 15)),
        ("15 décembre", date(2026, 12, 15)),
        ("15 December", date(2026, 12, 15)),
    ],
)
def test_days_are_taken_as_people_write_them(typed: str, meant: date) -> None:
    assert parse_day(typed, WRITTEN_ON) == meant


@pytest.mark.parametrize(
    "typed", ["", "15", "31/02", "bientôt", "le 15/12/2026 sûrement", "32/12", "19/11", "2026-11-19"]
)
def test_what_is_no_day_to_come_is_said(typed: str) -> None:
    assert isinstance(parse_day(typed, WRITTEN_ON), str)
