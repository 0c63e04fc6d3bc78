"""The pattern of a payment page and what is to be paid in, the page's address out. Pure."""

from urllib.parse import quote

from relanced.model.money import Money

MAX_URL = 1500  # characters: longer ones are cut short by mail programs


def link_for(pattern: str | None, numbers: tuple[str, ...], amounts: tuple[Money, ...]) -> str | None:
    """The address where these invoices are paid at once; every value is escaped (RFC 3986, 2.1).

    None where no pattern is configured, where there is nothing to pay, where two currencies would
    need two payments, or where the address would grow too long.
    """
    if pattern is None or len(amounts) != 1 or amounts[0].cents <= 0:
        return None
    values = {"{number}": ",".join(numbers), "{amount}": amounts[0].plain, "{currency}": amounts[0].currency}
    address = "".join(_filled(piece, values) for piece in _pieces(pattern, tuple(values)))
    return address if len(address) <= MAX_URL else None


def _filled(piece: str, values: dict[str, str]) -> str:
    return quote(values[piece], safe="") if piece in values else piece


def _pieces(pattern: str, names: tuple[str, ...]) -> list[str]:
    """The pattern cut at its names: a value that looks like a name is not filled again."""
    pieces = [pattern]
    for name in names:
        pieces = [
            part
            for piece in pieces
            for part in ([piece] if piece in names else _with(piece.split(name), name))
        ]
    return pieces


def _with(parts: list[str], name: str) -> list[str]:
    return [each for part in parts for each in (part, name)][:-1]
