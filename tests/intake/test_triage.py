"""How much of a mail is fetched: headers of everything, bodies where a rule needs them."""

from datetime import date

import pytest

from relanced.intake.message import parse_headers
from relanced.intake.triage import Depth, Known, Numbers, depth_of_received, depth_of_sent
from relanced.model.rules import BankRule

OLD, NEW = date(2024, 1, 1), date(2026, 10, 6)
KNOWN = Known(
    recent_since=date(2026, 9, 1),
    banks=(BankRule(name="Rivage", senders=("@rivage.example",)),),
    client_domains={"client.example"},
    client_addresses={"someone@mail.example"},
    message_ids={"r1.abc@firm.example"},
    numbers=Numbers(["f20260520"]),
)


@pytest.mark.parametrize(
    ("header", "on", "expected"),
    [
        (b"From: avis@rivage.example", OLD, Depth.WHOLE),
        (b"From: x@client.example", OLD, Depth.TEXT),
        (b"From: someone@mail.example", OLD, Depth.TEXT),
        (b"From: x@other.example\nReferences: <r1.abc@firm.example>", OLD, Depth.TEXT),
        (b"From: MAILER-DAEMON@mx.example", OLD, Depth.TEXT),
        (b"From: x@other.example\nReturn-Path: <>", OLD, Depth.TEXT),
        (b"From: x@other.example", NEW, Depth.TEXT),
        (b"From: x@other.example", OLD, Depth.HEADER),
        (b"From: l@law.example\nList-Id: <g.law.example>\nSubject: Dossier F2026/0520", NEW, Depth.TEXT),
        (b"From: news@shop.example\nList-Unsubscribe: <mailto:x@shop.example>", NEW, Depth.HEADER),
    ],
)
def test_of_what_came_in(header: bytes, on: date, expected: Depth) -> None:
    assert depth_of_received(parse_headers(header), size=1_000, on=on, known=KNOWN) is expected


@pytest.mark.parametrize(
    ("header", "has_files", "on", "expected"),
    [
        (b"Subject: Photos", True, OLD, Depth.WHOLE),
        (b"Subject: Hello", False, OLD, Depth.HEADER),
        (b"Subject: Hello", False, NEW, Depth.TEXT),
        (b"Subject: Relance facture F-1", False, OLD, Depth.TEXT),
        (b"Subject: x\nX-Relanced: v1; client=a; inv=; h=0", False, OLD, Depth.TEXT),
    ],
)
def test_of_what_we_sent(header: bytes, *, has_files: bool, on: date, expected: Depth) -> None:
    found = depth_of_sent(parse_headers(header), has_files=has_files, size=1_000, on=on, known=KNOWN)

    assert found is expected
