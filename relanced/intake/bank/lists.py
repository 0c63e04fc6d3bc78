"""The lists of a bank's mail in, one credit a line out. Pure.

With headings the columns tell; without, a line is «date - name - number» around its amount. Sums,
fees, balances, refunds and money that left are no credits.
"""

import re
from collections.abc import Iterator
from datetime import date

from relanced.intake.bank.kind import News, credit_row
from relanced.intake.bank.labelled import has_gross, payer_of
from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout import Layout, Row, day_in, money_in, role_of
from relanced.intake.bank.phrases import NOT_A_CREDIT_LINE
from relanced.intake.bank.spoken import NUMBERED, said, who_and_what
from relanced.intake.days import fold
from relanced.model.facts import Credit
from relanced.model.money import Money

_NO_PAYMENT = frozenset(
    {Role.FEE, Role.TOTAL, Role.NET, Role.BALANCE, Role.DEBIT, Role.AMOUNT, Role.CREDITED, Role.SENT}
)
_SUM = re.compile(
    r"(?:sous[- ]?|sub)?(?:total|totale|totaal|summe|gesamt|net\b|netto|neto|solde|saldo|balance|kontostand|frais"
    r"|fees?\b|costs|kosten|comision|commission|spese|gebuhr|montant verse|transfere)\b"
)
_LEFT = re.compile(r"\b(?:debit|soll|cargo|dare|af)\b")
_LEADING_DATE = re.compile(
    r"^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{2,4}))?(?=\s|$)(?:\s+\d{1,2}[:h.]\d{2})?\s*[-–|]?\s*"
)


def listed(layout: Layout, currency: str, day: date | None, news: News) -> Iterator[Credit]:
    """The credits of tables with headings; where there are none, of lines of cells."""
    for table in layout.tables:
        for row in table:
            if credit := _from_headed(row, currency, day, is_mixed=news.is_mixed):
                yield credit
    if any(layout.tables):
        return
    rows = [row for row in layout.rows if _is_payment(row) and (not news.is_mixed or credit_row(row))]
    if not news.is_mixed and not news.is_payout:
        if has_gross(layout.pairs) and (len(rows) == 1 or payer_of(layout.pairs)):
            return  # one payment with labels; the lines beside it are details
        rows = [row for row in rows if len(row.cells) > 2 or NUMBERED.search(" ".join(_words(row)))]
    signed = any(re.match(r"^[+]", cell) for row in rows for cell in row.cells)
    for row in rows:
        found = _row_amount(row, currency)
        if found is None or found[0].cents <= 0 or (signed and not any(c.startswith("+") for c in row.cells)):
            continue
        yield _from_row(row, found[0], found[1], day, is_payout=news.is_payout)


def _from_headed(row: Row, currency: str, day: date | None, *, is_mixed: bool) -> Credit | None:
    """A line below headings."""
    first = next((cell for cell in row.cells if cell), "")
    payer, reference = row.value(Role.PAYER), row.value(Role.REFERENCE, Role.INVOICE, Role.OWN_REFERENCE)
    said_of_it = (row.value(Role.STATE), row.value(Role.DIRECTION), first, "" if payer else reference)
    words = fold(" ".join(said_of_it))
    if (
        role_of(first) in _NO_PAYMENT
        or _SUM.match(fold(first))
        or NOT_A_CREDIT_LINE.search(words)
        or row.value(Role.DEBIT)
        or _LEFT.search(fold(row.value(Role.DIRECTION)))
    ):
        return None
    column = next(
        (role for role in (Role.CREDITED, Role.AMOUNT, Role.SENT, Role.NET) if role in row.roles), None
    )
    if column is None or (is_mixed and column is not Role.CREDITED and not credit_row(row)):
        return None
    amounts = money_in(row.value(column), row.value(Role.CURRENCY) or currency)
    if not amounts or amounts[0].money.cents <= 0:
        return None
    if not payer:
        payer, split = who_and_what(reference)
        reference = split or reference
    stated = day_in(row.value(Role.VALUE_DAY)) or day_in(row.value(Role.DAY))
    return Credit(
        amount=amounts[0].money, payer=said(payer), reference=said(reference), value_on=stated or day
    )


def _is_payment(row: Row) -> bool:
    """A line of a list that is no total, fee, balance, refund or money that left."""
    head = row.cells[0]
    role = role_of(re.sub(r"\s+(?:au|am|al|on|per|le|op)\s+\d.*$", "", head))
    words = fold(" ".join(row.cells))
    return (
        role not in _NO_PAYMENT
        and not _SUM.match(words)
        and not NOT_A_CREDIT_LINE.search(words)
        and not re.search(r"\bfees?$", fold(head))
    )


def _row_amount(row: Row, currency: str) -> tuple[Money, int] | None:
    """The amount of a line and its cell: the only one, or the first of several (gross before fee and net)."""
    for place, cell in enumerate(row.cells):
        found = money_in(cell, currency)
        if found and not re.sub(r"[\s+()*.:-]", "", cell[: found[0].start] + cell[found[0].end :]):
            return found[0].money, place
    return None


def _words(row: Row) -> list[str]:
    return [cell for cell in row.cells if not money_in(cell)]


def _from_row(row: Row, amount: Money, place: int, day: date | None, *, is_payout: bool) -> Credit:
    """A line without headings: «date - name - number», in one cell or several."""
    words = [cell for i, cell in enumerate(row.cells) if i != place and not money_in(cell)]
    own_day = None
    parts: list[str] = []
    for cell in words:
        match = _LEADING_DATE.match(cell)
        if match:
            own_day = own_day or _row_day(match, day)
        rest = cell[match.end() :] if match else cell
        parts.extend(part.strip() for part in re.split(r"\s[-–—·]\s", rest) if part.strip())
    payer, reference = who_and_what(" - ".join(parts))
    return Credit(
        amount=amount, payer=payer, reference=reference, value_on=day if is_payout else own_day or day
    )


def _row_day(match: re.Match[str], near: date | None) -> date | None:
    """A day that may lack its year: then that of the mail."""
    year = int(match[3]) + (2000 if len(match[3]) == 2 else 0) if match[3] else (near.year if near else 0)
    try:
        return date(year, int(match[2]), int(match[1]))
    except ValueError:
        return None
