"""A number is taken whole or not at all: never its beginning, never its end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.invoice.labels.hints import Hints
from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.number import read_number
from relanced.intake.invoice.page.sheet import sheet_of_text
from relanced.intake.invoice.page.tokens import number_at, prints

PIECES = st.lists(st.from_regex(r"[A-Z]{0,4}[0-9]{1,6}[A-Z]{0,2}", fullmatch=True), min_size=1, max_size=4)
JOINTS = st.sampled_from(list("-/_.–+~&*#:'\\\\"))


@given(
    pieces=PIECES,
    joints=st.lists(JOINTS, min_size=3, max_size=3),
    label=st.sampled_from(["Facture n° ", "Invoice #", "FACTURE "]),
)
def test_what_is_tied_together_is_one_number_or_none(
    pieces: list[str], joints: list[str], label: str
) -> None:
    printed = pieces[0] + "".join(joint + piece for joint, piece in zip(joints, pieces[1:], strict=False))

    assert number_at(printed, strong=True) in {printed, None}
    read = read_number(sheet_of_text(label + printed), Kind.INVOICE, Hints())
    assert read is None or read.number == printed


@given(pieces=st.lists(st.from_regex(r"[A-Z]{0,2}[0-9]{1,5}", fullmatch=True), min_size=2, max_size=4))
def test_pieces_apart_are_one_number_or_none(pieces: list[str]) -> None:
    printed = " ".join(pieces)

    assert number_at(printed, strong=True) in {printed, None}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("26-1180 du 03/05/2027", "26-1180"),
        ("26 - 1180", "26 - 1180"),
        ("26-1180€", None),
        ("F 2027 042 du 3 mai 2027", "F 2027 042"),
        ("1 — FA2027-042", "FA2027-042"),
        ("118377 1/2", "118377"),
        ("118377 31/08/2027", "118377"),
        ("03/05/2027", None),
        ("120,00 €", None),
    ],
)
def test_the_number_at_the_start_of_a_text(text: str, number: str | None) -> None:
    assert number_at(text, strong=True) == number


@pytest.mark.parametrize(
    ("text", "is_printed"),
    [("Facture n°118", True), ("26-1180", False), ("1180", False), ("F 1 18", False), ("1 18", True)],
)
def test_a_text_shows_a_number_as_whole_words(text: str, *, is_printed: bool) -> None:
    assert prints(text, "118") is is_printed
