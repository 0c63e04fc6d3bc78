"""CSV for spreadsheets: no words of a mail are computed, however a program splits the line."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.cli.cells import cell

SIGNS = "=+@＝＋－＠-"  # the minus last: it is no range in a pattern


@given(
    before=st.text("ab ;,\t|\"'", max_size=8),
    sign=st.sampled_from(SIGNS),
    after=st.text("ab1(!|)", min_size=1, max_size=8),
    separator=st.sampled_from([",", ";", "\t", "|"]),
)
def test_no_words_are_computed_wherever_a_spreadsheet_splits(
    before: str, sign: str, after: str, separator: str
) -> None:
    words = f"{before}{sign}{after}"
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL).writerow([cell(words)])
    shown = [cell(words), *line.getvalue().split(separator)]
    if not re.fullmatch(r"-?[\d.]+", words):
        assert not any(re.match(rf"[\s\"]*[{SIGNS}]", each) for each in shown)


@pytest.mark.parametrize("amount", ["-12.00", "12.5", "-3", "0"])
def test_an_amount_stays_a_number(amount: str) -> None:
    assert cell(amount) == amount


@pytest.mark.parametrize("words", ["-12.00+1", "-1;=1", "=1", "@x", "+33 6 12", "-a"])
def test_what_only_begins_like_an_amount_is_guarded(words: str) -> None:
    assert "'" in cell(words)
