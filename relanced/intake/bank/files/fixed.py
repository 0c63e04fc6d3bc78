"""Files of fixed columns in, their records out, and whether the balances bear what the movements tell. Pure."""

from collections.abc import Iterator

from relanced.intake.bank.files.statement import MAX_FILE, UnreadableFile
from relanced.intake.charsets import decode_bytes
from relanced.model.money import MINOR_DIGITS, Money


def text_of_fixed(data: bytes, kind: str) -> str:
    """The text of a file. Raises UnreadableFile for one too long."""
    if len(data) > MAX_FILE:
        raise UnreadableFile(f"a {kind} file of {len(data)} bytes")
    return decode_bytes(data, "utf-8")[0].lstrip("\ufeff")


def records_of(text: str, width: int) -> Iterator[str]:
    """The records, each of one width: lines whose spaces were cut off at the end, or no lines at all."""
    plain = text.replace("\x1a", "").replace("\r\n", "\n").replace("\r", "\n")
    for line in plain.split("\n"):
        if line.strip():
            for start in range(0, len(line), width):
                if (record := line[start : start + width]).strip():
                    yield record.ljust(width)


def figures(text: str) -> int | None:
    """A number of figures alone."""
    return int(text) if text.isascii() and text.isdigit() else None


def scaled(value: int, decimals: int, currency: str) -> Money | None:
    """An amount with implied decimals; None where it is finer than the currency."""
    shift = MINOR_DIGITS.get(currency, 2) - decimals
    if shift >= 0:
        return Money(value * 10**shift, currency)
    return None if value % 10**-shift else Money(value // 10**-shift, currency)


def weigh(opening: Money, moved: int, closing: Money) -> str:
    """What is wrong where fewer movements are told than the balances show; "" where they agree.

    Raises UnreadableFile where more money is told than came (words that pass for a movement).
    """
    surplus = opening.cents + moved - closing.cents
    if surplus > 0:
        told_more = Money(surplus, closing.currency)
        raise UnreadableFile(f"its movements are {told_more} more than its balances")
    return "its balances tell of more money than its movements" if surplus else ""
