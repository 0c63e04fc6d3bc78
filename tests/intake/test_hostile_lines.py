"""No expression that a received mail meets takes more than its length in time."""

import re
import time
from collections.abc import Callable

import pytest

from relanced.casework.settle.tokens import NOISE
from relanced.intake import amounts, machines
from relanced.intake.bank import figures, line_words, sentences, spoken, states, told
from relanced.intake.bank.layout import build, plain
from relanced.intake.bank.layout.owned import owned_pairs
from relanced.intake.bank.vocabulary import GENERAL
from relanced.intake.invoice.xml import xml_tree
from relanced.intake.reply.split import marks

SHORT, LONG = 4_000, 32_000  # characters: eight times as many; a square takes sixty-four times as long


@pytest.mark.parametrize(
    ("pattern", "unit"),
    [
        (line_words.FORWARDED, "-"),
        (machines._SUBJECT, "re: "),
        (marks._LABEL, "\u202f"),
        (plain.CELLS, "\u00a0"),
        (plain._BORDER, "-"),
        (plain._LABELLED, "a "),
        (build._RULE, "-  "),
        (told._UNFILLED, "{{a"),
        (states._DENIED, "n'a"),
        (sentences._HOUR, " "),
        (figures._OUT, " "),
        (figures._NOT_MONEY, "1"),
        (spoken.NUMBERED, "<"),
        (spoken.NUMBERED, "1"),
        (sentences._NOBODY, "\u00a0"),
        (xml_tree._DECLARATION, "\u202f"),
        (NOISE, "1"),
        (amounts._SLASHED, "1/111"),
        (amounts._SLASHED, "/111"),
        (amounts._AMOUNT, " "),
    ],
    ids=lambda value: value if isinstance(value, str) else value.pattern[:20],
)
def test_a_line_of_one_sign_is_read_in_the_time_of_its_length(pattern: re.Pattern[str], unit: str) -> None:
    short, long = (unit * (length // len(unit)) + "!" for length in (SHORT, LONG))
    assert _seconds(pattern, long) < 24 * _seconds(pattern, short) + 0.05


@pytest.mark.parametrize("before", ["Montant : 1", "Motif : x"])
def test_a_run_of_blanks_between_two_labels_takes_the_time_of_its_length(before: str) -> None:
    def read(length: int) -> float:
        line = f"{before}{' ' * length}x Motif : y"
        return min(_took(lambda: owned_pairs(line, 0, GENERAL)) for _ in range(3))

    assert read(LONG) < 24 * read(SHORT) + 0.05


def test_blanks_are_passed_over_without_a_try_at_each() -> None:
    line = " " * 200_000
    took = min(_took(lambda: list(amounts.find_amounts(line))) for _ in range(3))
    pattern = re.compile(r"(?<![\w.,])[-+]")
    assert took < 12 * _seconds(pattern, line) + 0.01


def _took(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    """Of the processor, and the best of three: other work on the machine only adds."""
    took = []
    for _ in range(3):
        start = time.process_time()
        list(pattern.finditer(text))
        took.append(time.process_time() - start)
    return min(took)
