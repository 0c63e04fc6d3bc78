"""Words out of a mail in, one harmless line of text out. Pure."""

import re
import unicodedata
from collections.abc import Iterable

# Controls, direction and zero-width marks, lone surrogates, code points without a character: none of
# them is seen, and each can break a line, a header or the reading direction of a letter. Characters of
# private use mark the tables and links of a letter (`body.blocks_of`): no value may write such a mark.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
_NO_BREAK = frozenset("\u00a0\u202f")  # French has them inside «Rappel : 1 200,00 €»
NAME_CAP = 120  # characters of a name
NUMBER_CAP = 60  # of an invoice's number
ADDRESS_CAP = 8  # lines of a postal address
_SPACES = re.compile(r" +")


def plain(text: str, cap: int) -> str:
    """One line: no controls, no runs of white space, at most `cap` characters.

    «=?» is broken up: Python 3.11 decodes an encoded word that stands in a value and writes the
    line break hidden in it (CVE-2024-6923).
    """
    seen = "".join(map(_seen, text[: cap * 4]))
    line = _SPACES.sub(" ", seen).strip().replace("=?", "= ?")
    return line if len(line) <= cap else line[: cap - 1].rstrip() + "…"


def plain_lines(lines: Iterable[str], cap: int) -> tuple[str, ...]:
    """At most `cap` harmless lines, none of them empty."""
    cleaned = (plain(line, NAME_CAP) for line in lines)
    return tuple(line for line in cleaned if line)[:cap]


def _seen(char: str) -> str:
    if char.isspace():
        return char if char in _NO_BREAK else " "
    return "" if unicodedata.category(char) in _UNSEEN else char
