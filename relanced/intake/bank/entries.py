"""The lines of a bank's lists in, which of them tell of money that came in, and which of other money, out. Pure."""

from collections.abc import Iterator, Sequence

from relanced.intake.bank.figures import money_in, sign_of
from relanced.intake.bank.labels import PAYERS_WORDS, Role
from relanced.intake.bank.layout.parts import Layout, Row
from relanced.intake.bank.line_words import CREDIT_CODE, NO_SALE
from relanced.intake.bank.states import is_ticked, is_unticked
from relanced.intake.bank.vocabulary import Vocabulary
from relanced.intake.days import fold
from relanced.intake.lazy import lazy

NO_PAYMENT = frozenset(
    {Role.FEE, Role.TOTAL, Role.NET, Role.BALANCE, Role.DEBIT, Role.AMOUNT, Role.CREDITED, Role.SENT}
)
_SUM = lazy(
    r"(?:sous[- ]?|sub|zwischen)?(?:total\w*|totale|totaal|summe|gesamt\w*|net\b|netto|neto|solde|saldo|balance"
    r"|kontostand"
    r"|frais|fees?\b|costs|kosten|comision\w*|commission\w*|spese|gebuhr\w*|entgelt\w*|montant verse|transfere"
    r"|ventas|a ingresar"
    r"|paid to you|verkaufe|auszahlung\w*|uitbetaald|transactiekosten|importe (?:total|neto))\b"
)


def came_in(
    cells: Sequence[str], vocabulary: Vocabulary, *, minus_only: bool = False, by_tick: bool = True
) -> bool:
    """A line of a list that says by itself that money came in: by a sign, a tick, or by its words.

    In a list that marks nothing but what left (`minus_only`), what is not marked came in.
    """
    amounts = [cell for cell in cells if money_in(cell)]
    if not amounts or went_out(cells, vocabulary):
        return False
    if minus_only or (by_tick and is_ticked(cells)):
        return True
    words = plain(" ".join(cells))
    return any(sign_of(cell) > 0 for cell in amounts) or bool(
        vocabulary.credit.search(words) or CREDIT_CODE.search(words)
    )


def went_out(cells: Sequence[str], vocabulary: Vocabulary, *, is_payout: bool = False) -> bool:
    """A line of a list of money that left, came back, or is not there yet."""
    words = plain(" ".join(cells))
    if is_unticked(cells):
        return True
    if is_payout:
        return bool(NO_SALE.search(words))
    if any(sign_of(cell) < 0 for cell in cells if money_in(cell)):
        return True
    patterns = (vocabulary.no_credit, vocabulary.returned, vocabulary.not_yet, vocabulary.leaves)
    return any(pattern.search(words) for pattern in patterns)


def banks_cells(row: Row) -> tuple[str, ...]:
    """The cells below headings that the bank fills in: without the payer's, where name and words have columns."""
    if not (row.value(Role.PAYER) and row.value(Role.REFERENCE, Role.INVOICE, Role.OWN_REFERENCE)):
        return row.cells
    return tuple(cell for cell, role in zip(row.cells, row.roles, strict=True) if role not in PAYERS_WORDS)


def marks_debits_only(layout: Layout) -> bool:
    """Whether a list has a minus before what left, and no plus before what came."""
    cells = [cell for each in _entries(layout) for cell in each if money_in(cell)]
    cells += [cell for table in layout.tables for row in table for cell in row.cells if money_in(cell)]
    signs = {sign_of(cell) for cell in cells}
    return -1 in signs and 1 not in signs


def _entries(layout: Layout) -> Iterator[tuple[str, ...]]:
    """The lines of all lists but those below headings; sums and balances are none."""
    for row in layout.rows:
        if not is_sum(row.cells[0], layout.vocabulary):
            yield row.cells
    for record in layout.records:
        if not is_sum(record.words[0] if record.words else "", layout.vocabulary):
            yield (*record.words, record.amount)


def is_sum(head: str, vocabulary: Vocabulary) -> bool:
    """Whether a line begins as a total, a balance, a fee does."""
    return vocabulary.role_of(head) in NO_PAYMENT or bool(_SUM.match(fold(head)))


def credit_line(layout: Layout) -> str:
    """The first line of all lists that says that money came in; "" where none does."""
    minus_only = marks_debits_only(layout)
    for cells in _entries(layout):
        if came_in(cells, layout.vocabulary, minus_only=minus_only, by_tick=False):
            return " ".join(cells)[:80]
    for table in layout.tables:
        for row in table:
            first = next((cell for cell in row.cells if cell), "")
            if is_sum(first, layout.vocabulary):
                continue
            told = banks_cells(row)
            if came_in(told, layout.vocabulary, minus_only=minus_only, by_tick=False) or money_in(
                row.value(Role.CREDITED)
            ):
                return " ".join(row.cells)[:80]
    return ""


def debit_line(layout: Layout) -> str:
    """The first line of all lists of money that left or is not there; "" where none is."""
    lines = [cells for cells in _entries(layout) if any(map(money_in, cells))]
    lines += [banks_cells(row) for table in layout.tables for row in table]
    out = next((cells for cells in lines if went_out(cells, layout.vocabulary)), None)
    if out is None:
        out = next(
            (row.cells for table in layout.tables for row in table if money_in(row.value(Role.DEBIT))), None
        )
    return " ".join(" ".join(out).split())[:80] if out else ""


def plain(text: str) -> str:
    """Folded, with the apostrophe of a keyboard."""
    return fold(text).replace("’", "'")
