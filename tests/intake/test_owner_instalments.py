"""Instalments as a signed note: what was written is read back, and what cannot be meant records nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from relanced.intake.message import parse_message
from relanced.intake.owner import read_note
from relanced.letters.note import Instalments, write_instalments
from relanced.model.decided import InstalmentsAgreed
from relanced.model.money import Money
from relanced.model.names import Fingerprint, InvoiceNumber, MessageId
from relanced.model.source import Source

KEY = b"a key of the tests, 32 bytes long"
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SOURCE = Source(
    account="compta@firm.example",
    folder="Relanced/Journal",
    uidvalidity=1,
    uid=1,
    message_id=MessageId("n1.x@firm.example"),
    fingerprint=Fingerprint("0" * 32),
    at=AT,
)
DAY = date(2026, 4, 1)
AGREED = Instalments(
    invoices=(InvoiceNumber("F2026-012"), InvoiceNumber("F2026-013")),
    parts=((DAY, Money(40_000, "EUR")), (date(2026, 5, 1), Money(60_001, "EUR"))),
    note="avec Mme Roux, « par téléphone »",
    decided_at=AT,
)


def read(agreed: Instalments, key: bytes = KEY) -> object:
    return read_note(parse_message(write_instalments(agreed, "compta@firm.example", KEY)), SOURCE, key)


@pytest.mark.parametrize("agreed", [AGREED, replace(AGREED, parts=())])
def test_what_was_agreed_reads_back_and_counts_only_with_our_signature(agreed: Instalments) -> None:
    assert read(agreed) == InstalmentsAgreed(
        source=SOURCE, invoices=agreed.invoices, parts=agreed.parts, note=agreed.note, decided_at=AT
    )
    assert isinstance(read(agreed, b"another key"), str)


@pytest.mark.parametrize(
    "change",
    [
        {"invoices": ()},
        {"invoices": (InvoiceNumber("F-1\nBcc: x"),)},
        {"parts": ((DAY, Money(0, "EUR")),)},
        {"parts": ((date(1200, 1, 1), Money(100, "EUR")),)},
        {"parts": ((DAY, Money(100, "EUR")), (DAY, Money(100, "CHF")))},
        {"parts": ((DAY, Money(100, "EUR")),) * 521},
    ],
)
def test_a_plan_that_nobody_can_mean_records_nothing(change: dict[str, Any]) -> None:
    assert isinstance(read(replace(AGREED, **change)), str)
