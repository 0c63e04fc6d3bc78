"""Pages of sums for the tests: lines of columns, the last of which end at one edge, as printed invoices have them."""

from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.money.totals import read_total
from relanced.intake.invoice.page.sheet import Sheet, chunk_of, sheet_of

_LEFT, _FIRST, _RIGHT = 50.0, 170.0, 520.0
_LETTER, _LINE, _SIZE = 4.0, 14.0, 10.0


def money_page(text: str) -> Sheet:
    """Lay lines out, tabs parting their columns: the first starts at the left, the others end at equal steps."""
    chunks = []
    for number, line in enumerate(text.split("\n")):
        columns = line.split("\t")
        for place, words in enumerate(columns):
            width = _LETTER * len(words)
            is_figure = words[:1].isdigit() and words[-1:].isdigit()
            if place == 0 and not (len(columns) > 1 and is_figure):
                left, right = _LEFT, _LEFT + width
            else:
                step = (_RIGHT - _FIRST) / (len(columns) - 1) if len(columns) > 1 else 0.0
                right = _FIRST + step * place if len(columns) > 1 else _RIGHT
                left = right - width
            if words:
                top = number * _LINE
                chunks.append(chunk_of(words, (left, top, right, top + _SIZE), number))
    return sheet_of(chunks)


def total_of(text: str, kind: Kind = Kind.INVOICE, country: str = "FR") -> str | None:
    """What is read as asked for on such a page: «120.00 EUR», or None."""
    read = read_total(money_page(text), kind, country)
    return None if read is None else str(read.money)
