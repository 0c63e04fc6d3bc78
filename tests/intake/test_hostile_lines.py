"""No expression that a received mail meets takes more than its length in time."""

import re
import time

import pytest

from relanced.casework.settle_references import _NOISE
from relanced.intake import machines
from relanced.intake.bank import layout, phrases, sentences, spoken
from relanced.intake.invoice.xml import xml_tree
from relanced.intake.reply.split import marks

SHORT, LONG = 4_000, 32_000  # characters: eight times as many; a square takes sixty-four times as long


@pytest.mark.parametrize(
    ("pattern", "unit"),
    [
        (phrases.FORWARDED, "-"),
        (machines._SUBJECT, "re: "),
        (marks._LABEL, "\u202f"),
        (layout._CELLS, "\u00a0"),
        (layout._NOT_MONEY, "1"),
        (spoken.NUMBERED, "<"),
        (spoken.NUMBERED, "1"),
        (sentences._NOBODY, "\u00a0"),
        (xml_tree._DECLARATION, "\u202f"),
        (_NOISE, "1"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.pattern[:20],
)
def test_a_line_of_one_sign_is_read_in_the_time_of_its_length(pattern: re.Pattern[str], unit: str) -> None:
    short, long = (unit * (length // len(unit)) + "!" for length in (SHORT, LONG))
    assert _seconds(pattern, long) < 24 * _seconds(pattern, short) + 0.05


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    """Of the processor, and the best of three: other work on the machine only adds."""
    took = []
    for _ in range(3):
        start = time.process_time()
        list(pattern.finditer(text))
        took.append(time.process_time() - start)
    return min(took)
