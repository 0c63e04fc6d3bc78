"""The layout of a bank's mail in, what kind of news it is out. Pure.

The subject and the sentences around the money decide; what stands below the last amount is a
foot and decides nothing. Where words of credit and other words meet, the other words win.
"""

import re
from dataclasses import dataclass

from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout import Layout, Row, money_in
from relanced.intake.bank.phrases import (
    ABOUT_ELSE,
    CREDIT,
    LEAVES,
    NOT_A_CREDIT_LINE,
    NOT_YET,
    PAYOUT,
    RETURNED,
    WE_PAID,
)
from relanced.intake.days import fold
from relanced.intake.readings import BankKind

MAX_PROSE = 12  # sentences of the body that are weighed


@dataclass(frozen=True, slots=True)
class News:
    """What a mail is about and the words that say so."""

    kind: BankKind
    is_payout: bool
    words: str
    is_mixed: bool = False  # a list of all movements: only lines with a plus or a word of credit came in


def news_of(layout: Layout, subject: str, *, is_bulk: bool) -> News:
    """Tell credit from debit from everything else."""
    title, body = fold(subject), _weighed(layout)
    heads = [pair.label for pair in layout.pairs] + [fold(row.cells[0]) for row in layout.rows]
    is_payout = any(PAYOUT.search(line) for line in (title, *body, *heads))
    lists = (layout.rows, *layout.tables)
    itemised = is_payout and any(money_in(" ".join(row.cells)) for rows in lists for row in rows)
    kind, words = _other_news(layout, title, body, itemised=itemised, is_bulk=is_bulk)
    if kind is not None:
        return News(kind, is_payout, words)
    credit = CREDIT.search(title) or _first(CREDIT, body)
    if credit or _has_incoming_labels(layout) or itemised:
        return News(BankKind.CREDIT, is_payout, credit[0] if credit else "the labels of a credit")
    if line := _credit_line(layout):
        return News(BankKind.CREDIT, is_payout, line, is_mixed=True)
    return News(BankKind.OTHER, is_payout, "no word of money that came in")


def _other_news(
    layout: Layout, title: str, body: list[str], *, itemised: bool, is_bulk: bool
) -> tuple[BankKind | None, str]:
    """What speaks against a credit; a payout's list of payments outweighs all but a return."""
    texts = [title, *body]
    if found := _first(RETURNED, texts):
        return BankKind.DEBIT, found[0]
    if itemised:
        return None, ""
    if found := _first(NOT_YET, texts):
        return BankKind.OTHER, found[0]
    if found := _first(WE_PAID, texts):
        return BankKind.DEBIT, found[0]
    says_credit = bool(CREDIT.search(title))
    if (found := _first(LEAVES, texts)) and not says_credit:
        return BankKind.DEBIT, found[0]
    if label := _goes_to_somebody(layout, title):
        return BankKind.DEBIT, label
    speaks_of_credit = says_credit or _first(CREDIT, body)
    if found := _first(ABOUT_ELSE, texts if is_bulk or not speaks_of_credit else [title]):
        return BankKind.OTHER, found[0]
    if is_bulk and not layout.pairs:
        return BankKind.OTHER, "a mailing to many"
    return None, ""


def credit_row(row: Row) -> bool:
    """A line of a list that says by itself that money came in: a plus before the amount, or the words."""
    words = fold(" ".join(row.cells))
    if NOT_A_CREDIT_LINE.search(words) or not money_in(words):
        return False
    return bool(CREDIT.search(words)) or any(re.match(r"\+\s?[\d€£$A-Z]", cell) for cell in row.cells)


def _credit_line(layout: Layout) -> str:
    for row in layout.rows:
        if credit_row(row):
            return " ".join(row.cells)[:80]
    for table in layout.tables:
        for row in table:
            if credit_row(row) or money_in(row.value(Role.CREDITED)):
                return " ".join(row.cells)[:80]
    return ""


def _weighed(layout: Layout) -> list[str]:
    """The folded sentences down to the last one with money or a labelled value."""
    last = max(
        [pair.line for pair in layout.pairs]
        + [row.line for row in layout.rows]
        + [
            place
            for place, line in layout.prose
            if money_in(line) and not re.search(r"\bcapital\b", fold(line))
        ],
        default=-1,
    )
    prose = [fold(line) for place, line in layout.prose if place <= last or last < 0]
    return prose[:MAX_PROSE]


def _first(pattern: re.Pattern[str], lines: list[str]) -> re.Match[str] | None:
    return next((found for line in lines if (found := pattern.search(line))), None)


def _goes_to_somebody(layout: Layout, title: str) -> str:
    """A payee is named, no payer, and no word of credit in the subject; or the one amount is negative."""
    roles = {pair.role for pair in layout.pairs}
    has_money = bool(roles & {Role.AMOUNT, Role.CREDITED, Role.SENT, Role.TOTAL, Role.DEBIT})
    if has_money and Role.PAYEE in roles and Role.PAYER not in roles and not CREDIT.search(title):
        return next(pair.label for pair in layout.pairs if pair.role is Role.PAYEE)
    amounts = [money_in(p.value) for p in layout.pairs if p.role in {Role.AMOUNT, Role.CREDITED}]
    if amounts and all(found and found[0].money.cents < 0 for found in amounts):
        return "a negative amount"
    return ""


def _has_incoming_labels(layout: Layout) -> bool:
    roles = {pair.role for pair in layout.pairs}
    return Role.PAYER in roles and bool(roles & {Role.AMOUNT, Role.CREDITED}) and Role.PAYEE not in roles
