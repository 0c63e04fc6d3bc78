"""FETCH answers of all shapes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.edge.fetched import MAX_HEADERS, Listed, arrivals, bodies, listed, uid_set
from relanced.edge.structure import Piece

HEADER = b"From: a@b.example\r\n\r\n"
TEXT = b'("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 4 1)'


def answer(structure: bytes = TEXT, uid: int = 7) -> list[Piece]:
    items = b'1 (UID %d INTERNALDATE " 7-Feb-2026 22:43:59 -0800" RFC822.SIZE 42 BODYSTRUCTURE %b'
    start = items % (uid, structure) + b" BODY[HEADER.FIELDS (FROM)] {%d}" % len(HEADER)
    return [(start, HEADER), b")"]


def test_items_come_in_any_order() -> None:
    turned: list[Piece] = [
        (b"3 (BODY[HEADER.FIELDS (FROM)] {%d}" % len(HEADER), HEADER),
        b' RFC822.SIZE 42 INTERNALDATE "08-Feb-2026 06:43:59 +0000" BODYSTRUCTURE ' + TEXT + b" uid 7)",
    ]
    expected = Listed(
        uid=7,
        size=42,
        internal_at=datetime(2026, 2, 8, 6, 43, 59, tzinfo=UTC),
        headers=HEADER,
        has_files=False,
        text_end=42,
    )
    assert listed(turned) == listed(answer()) == {7: expected}


def test_arrivals_are_told_in_any_order_and_left_out_where_the_server_does_not_say() -> None:
    told = [
        b'1 (INTERNALDATE "08-Feb-2026 06:43:59 +0000" UID 7)',
        b'2 (UID 8 INTERNALDATE " 7-Feb-2026 22:43:59 -0800")',
        b"3 (UID 9 INTERNALDATE NIL)",
        b"4 (FLAGS (\\Seen))",
        None,
    ]
    moment = datetime(2026, 2, 8, 6, 43, 59, tzinfo=UTC)
    assert arrivals(told) == {7: moment, 8: moment}


def test_an_unsolicited_answer_is_no_message() -> None:
    changed = b"7 (FLAGS (\\Seen))"
    assert list(listed([changed, *answer(), b"7 (UID 9 FLAGS (\\Seen))"])) == [7]
    assert listed([None]) == {}


def test_a_file_name_cannot_pass_for_an_item() -> None:
    evil = rb'("TEXT" "PLAIN" ("NAME" "\" UID 999 RFC822.SIZE 1 INTERNALDATE ") NIL NIL "7BIT" 4 1)'
    found = listed(answer(evil))
    assert list(found) == [7]
    assert found[7].size == 42


@pytest.mark.parametrize(
    "gone", [b"UID 7 ", b"RFC822.SIZE 42 ", b'INTERNALDATE " 7-Feb-2026 22:43:59 -0800" ']
)
def test_an_answer_that_lacks_an_item_does_not_count(gone: bytes) -> None:
    first = answer()[0]
    assert isinstance(first, tuple)
    assert listed([(first[0].replace(gone, b""), first[1]), b")"]) == {}
    assert listed([first[0].replace(b"-Feb-", b"-Bof-"), b")"]) == {}


@pytest.mark.parametrize("empty", [b"NIL", b'""'])
def test_a_mail_without_any_of_the_headers_counts(empty: bytes) -> None:
    line = b'1 (UID 7 RFC822.SIZE 2 BODY[HEADER.FIELDS (X)] %b INTERNALDATE "08-Feb-2026 06:43:59 +0000")'
    assert listed([line % empty])[7].headers == b""


def test_headers_without_end_are_cut() -> None:
    first = answer()[0]
    assert isinstance(first, tuple)
    assert len(listed([(first[0], b"To: " + b"x" * 10**6), b")"])[7].headers) == MAX_HEADERS


@pytest.mark.parametrize(
    ("structure", "expected"),
    [
        (
            b'(("text" "plain" NIL NIL NIL "7bit" 3 1)("application" "pdf" NIL NIL NIL "base64" 9) "mixed")',
            True,
        ),
        (b'("APPLICATION" "OCTET-STREAM" ("NAME" "x.bin") NIL NIL "BASE64" 9)', True),
        (b'("TEXT" "XML" NIL NIL NIL "7BIT" 9 1)', True),
        (b'("IMAGE" "PNG" ("NAME" "facture.PDF") NIL NIL "BASE64" 9)', True),
        (
            b'(("TEXT" "PLAIN" NIL NIL NIL "7BIT" 3 1)("APPLICATION" "PGP-SIGNATURE" NIL NIL NIL "7BIT" 9))',
            False,
        ),
        (b'(("TEXT" "PLAIN" NIL NIL NIL "7BIT" 3 1)("IMAGE" "PNG" NIL NIL NIL "BASE64" 9))', False),
        (TEXT, False),
        (b"NIL", True),  # the server does not say
    ],
)
def test_files_are_seen_in_the_structure(structure: bytes, *, expected: bool) -> None:
    assert listed(answer(structure))[7].has_files is expected


def test_a_file_name_in_a_literal_is_seen() -> None:
    first = answer(b'("IMAGE" "X" ("NAME" ')[0]
    assert isinstance(first, tuple)
    before, after = first[0].split(b" BODY[")
    pieces: list[Piece] = [
        (before + b" {8}", b'a"\xe9".pdf'),
        (b') NIL NIL "7BIT" 1) BODY[' + after, first[1]),
        b")",
    ]
    assert listed(pieces)[7].has_files


def test_a_body_is_taken_from_the_answer_that_names_its_uid() -> None:
    pieces: list[Piece] = [
        (b"1 (UID 6 BODY[] {1}", b"x"),
        b")",
        (b"2 (BODY[]<0> {3}", b"abc"),
        b" UID 7)",
        b"3 (UID 8 BODY[] NIL)",
    ]
    assert bodies(pieces) == {6: b"x", 7: b"abc"}


@given(st.sets(st.integers(1, 300), min_size=1))
def test_a_sequence_set_names_exactly_its_uids(uids: set[int]) -> None:
    named: set[int] = set()
    for run in uid_set(sorted(uids)).split(","):
        first, _, last = run.partition(":")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == uids
