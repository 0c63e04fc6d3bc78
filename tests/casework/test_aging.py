"""Aging: the aged balance."""

import pytest
from casework.casework_makers import (
    BETA,
    MONDAY,
    after,
    credit,
    credit_note,
    decided,
    invoice,
    ledger_of,
    notice,
)

from relanced.casework.aging import aging
from relanced.model.decided import Verb
from relanced.model.money import Money


@pytest.mark.parametrize(
    ("days_late", "bucket"),
    [
        (-5, "not_due"),
        (0, "not_due"),
        (1, "days_1_30"),
        (30, "days_1_30"),
        (31, "days_31_60"),
        (60, "days_31_60"),
        (61, "days_61_90"),
        (90, "days_61_90"),
        (91, "over_90"),
        (900, "over_90"),
    ],
)
def test_what_is_owed_falls_into_one_bucket(days_late: int, bucket: str) -> None:
    (line,) = aging(ledger_of(invoice(total="1200.00")), after(days_late))

    buckets = ("not_due", "days_1_30", "days_31_60", "days_61_90", "over_90")
    assert [name for name in buckets if getattr(line, name).cents] == [bucket]
    assert line.total == Money(120_000, "EUR")


def test_there_is_one_line_a_client_and_currency() -> None:
    facts = (
        invoice("F1", total="100.00"),
        invoice("F2", total="30.00", due=after(40)),
        invoice("F3", total="7.00", currency="CHF"),
        invoice("F4", total="5.00", to=BETA),
    )
    lines = aging(ledger_of(*facts), after(10))

    assert [(line.client.key, str(line.total)) for line in lines] == [
        ("alpha.example", "7.00 CHF"),
        ("alpha.example", "130.00 EUR"),
        ("beta.example", "5.00 EUR"),
    ]


def test_what_is_held_is_shown_as_a_part_of_the_total() -> None:
    facts = (
        invoice("F1", total="100.00"),
        invoice("F2", total="30.00"),
        decided(Verb.DISPUTE, "F2", on=MONDAY),
    )

    (line,) = aging(ledger_of(*facts), after(10))
    assert (str(line.total), str(line.held)) == ("130.00 EUR", "30.00 EUR")


def test_what_is_owed_back_is_shown_beside() -> None:
    facts = (
        invoice("F1", total="100.00"),
        notice(credit("100.00", "F1", "ALPHA MENUISERIE"), on=after(1)),
        credit_note(corrects="F1", total="20.00", on=after(2)),
        credit_note("A2", total="5.00", on=after(3)),
    )

    (line,) = aging(ledger_of(*facts), after(10))
    assert (str(line.total), str(line.owed_back)) == ("0.00 EUR", "25.00 EUR")


def test_who_owes_nothing_is_left_out() -> None:
    assert aging(ledger_of(invoice(), decided(Verb.PAID, "F2026-001", on=after(1))), after(10)) == ()
