"""Words of a mail, or many numbers, in; so much of them as fits on a line out."""

from collections.abc import Iterable

MAX_NAMED = 6  # invoices that are named


def named(numbers: Iterable[str]) -> str:
    """Invoice numbers in a row, the first few of many."""
    found = list(numbers)
    more = f" +{len(found) - MAX_NAMED}" if len(found) > MAX_NAMED else ""
    return ", ".join(found[:MAX_NAMED]) + more


def one_line(text: str, longest: int = 200) -> str:
    """Words of a mail on one line, cut at so many characters."""
    line = " ".join(text[: 8 * longest].split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
