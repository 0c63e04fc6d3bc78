"""Amounts in, how a terminal shows them out: digits in groups, and bars of text blocks."""

from rich.console import Console

from relanced.cli.words import Text
from relanced.model.money import Money

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"
_GROUP = "\N{NO-BREAK SPACE}"  # a table breaks no line there


def grouped(amount: Money) -> str:
    """«48 210.50»: thousands apart, without the currency; «·» for nothing."""
    if not amount.cents:
        return "·"
    whole, point, rest = amount.plain.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}".replace(",", _GROUP) + point + rest


def in_full(amount: Money) -> str:
    """«48 210.50 EUR»; zero as such."""
    return f"{grouped(amount) if amount.cents else amount.plain}{_GROUP}{amount.currency}"


def draws_blocks(console: Console) -> bool:
    """Whether the terminal, or the file, can hold block characters."""
    return (console.encoding or "").lower().replace("-", "").startswith("utf")


def bar(cents: int, most: int, width: int, style: str, *, blocks: bool) -> Text:
    """A bar as long as `cents` of `most`; what is not nothing is never invisible."""
    if cents <= 0 or most <= 0 or width <= 0:
        return Text("")
    if not blocks:
        return Text("#" * max(1, round(width * cents / most)), style)
    eighths = max(1, round(8 * width * cents / most))
    full, rest = divmod(eighths, 8)
    return Text(_FULL * full + (_EIGHTHS[rest] if rest else ""), style)


def stacked(parts: list[tuple[int, str, str]], most: int, width: int, *, blocks: bool) -> Text:
    """Several amounts in one bar, each (cents, block, style); by character, so that they can be told apart."""
    text = Text("")
    for cents, block, style in parts:
        if cents > 0 and most > 0:
            text.append_text(Text((block if blocks else "#") * max(1, round(width * cents / most)), style))
    return text
