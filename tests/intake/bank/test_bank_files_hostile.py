"""No attached file takes more work than its length, whatever fills it. Its time: benchmarks/read_bank_files.py."""

import sys
from types import FrameType

import pytest
from bank_files import attached, coda, norma43
from bank_shapes import CSV, LONG, SHAPES, SHORT

from relanced.intake.bank.files.read import read_files


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_takes_work_in_step_with_its_length(shape: str) -> None:
    short, long = (_calls(SHAPES[shape](length)) for length in (SHORT, LONG))
    assert long < 1.5 * (LONG / SHORT) * short + 2_000


def _calls(data: bytes) -> int:
    """How many functions are called to read it, of Python and of C: the same on every machine."""
    count = 0

    def seen(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(seen)
    try:
        read_files((attached("a.csv", data),))
    finally:
        sys.setprofile(None)
    return count


def test_four_megabytes_of_one_line_are_read_or_refused() -> None:
    for head in (
        b"",
        norma43(),
        coda(),
        b":20:A\n:25:1\n:61:",
        b"<OFX>",
        b"<Document><BkToCstmrStmt>",
        CSV.encode(),
    ):
        read_files((attached("a.csv", head + b"1," * 2_000_000),))
