"""The lists of a bank's mail in, one credit a line or card out. Pure.

With headings the columns tell; without, the words beside the amount. Sums, fees, balances, refunds
and money that left are no credits; in a list of all movements only what says so came in.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from relanced.intake.bank.described import Described, described
from relanced.intake.bank.entries import NO_PAYMENT, banks_cells, came_in, is_sum, went_out
from relanced.intake.bank.figures import day_in, money_in, sign_of
from relanced.intake.bank.kind import News
from relanced.intake.bank.labelled import (
    account_of,
    day_of,
    entry_of,
    fee_of,
    has_gross,
    payer_account_of,
    payer_of,
    reference_of,
)
from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout.parts import Layout, Record, Row
from relanced.intake.bank.sentences import payer_in, reference_in
from relanced.intake.bank.spoken import NUMBERED, person, said
from relanced.intake.bank.states import is_open, is_settled, is_ticked, is_unticked
from relanced.intake.bank.vocabulary import Vocabulary
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.model.facts import Credit
from relanced.model.money import Money

_COLUMNS = (Role.CREDITED, Role.AMOUNT, Role.SENT, Role.NET)
_LEFT = lazy(r"\b(?:debit|soll|cargo|dare|af|sortie|uscita|salida|out|outgoing)\b")


def listed(
    layout: Layout, currency: str, day: date | None, news: News, *, keeps_day: bool = False
) -> Iterator[Credit]:
    """The credits of tables with headings; where there are none, of cards, then of lines of cells.

    `keeps_day`: the mail tells the day of a payout, which is that of all its payments.
    """
    words = layout.vocabulary
    if any(layout.tables):
        headed = [_from_headed(row, currency, day, words, news) for table in layout.tables for row in table]
        yield from _completed([credit for credit in headed if credit], layout)
        return
    if cards := _cards(layout):
        found = [credit for record in cards if (credit := _from_record(record, currency, day, words, news))]
        sums = _sums(layout, cards, currency) if news.is_payout else set()
        singles = [credit for credit in found if credit.amount not in sums]
        yield from singles or found
        return
    rows = [
        row
        for row in layout.rows
        if _is_payment(row, words)
        and (not news.is_mixed or came_in(row.cells, words, minus_only=news.minus_only))
    ]
    if not news.is_mixed and not news.is_payout:
        if has_gross(layout.pairs) and (len(rows) == 1 or payer_of(layout.pairs)):
            return  # one payment with labels; the lines beside it are details
        rows = [row for row in rows if len(row.cells) > 2 or NUMBERED.search(" ".join(_words(row)))]
    asked = ""
    if any(is_ticked(row.cells) for row in rows):  # one request to several people, its words in the heading
        asked = next((what for _, line in layout.prose if (what := reference_in(line))), "")
        rows = [row for row in rows if is_ticked(row.cells)]
    signed = any(sign_of(cell) > 0 for row in rows for cell in row.cells if money_in(cell))
    for row in rows:
        told = _row_amount(row, currency)
        if told is None or told[0].cents <= 0 or (signed and not sign_of(row.cells[told[1]]) > 0):
            continue
        credit = _from_row(row, told[0], told[1], day, keeps_day=keeps_day)
        yield replace(credit, reference=credit.reference or asked)


def _completed(found: list[Credit], layout: Layout) -> list[Credit]:
    """The one payment of a table with one row, with what labels beside the table tell of it."""
    if len(found) != 1 or sum(map(len, layout.tables)) != 1:
        return found
    pairs, (credit,) = layout.pairs, found
    return [
        replace(
            credit,
            payer=credit.payer or payer_of(pairs),
            reference=credit.reference or reference_of(pairs),
            payer_account=credit.payer_account or payer_account_of(pairs),
            entry_id=credit.entry_id or entry_of(pairs),
        )
    ]


def _cards(layout: Layout) -> tuple[Record, ...]:
    """The records, where they hold more than lines of cells do."""
    lines = {row.line: len([cell for cell in row.cells if not money_in(cell)]) for row in layout.rows}
    if all(lines.get(record.line) == len(record.words) and not record.pairs for record in layout.records):
        return ()
    return layout.records


def _sums(layout: Layout, cards: tuple[Record, ...], currency: str) -> set[Money]:
    """What a payout prints as its whole: big above its list, and below it."""
    told = [
        record.amount
        for record in cards
        if is_sum(record.words[0] if record.words else "", layout.vocabulary)
    ]
    told += [pair.value for pair in layout.pairs if pair.role in {Role.NET, Role.TOTAL}]
    return {found.money for text in told for found in money_in(text, currency)}


def _from_headed(row: Row, currency: str, day: date | None, words: Vocabulary, news: News) -> Credit | None:
    """A line below headings."""
    first = next((cell for cell in row.cells if cell), "")
    column = next(
        (role for role in _COLUMNS if role in row.roles and money_in(row.value(role), currency)), None
    )
    if column is None:
        column = next((role for role in _COLUMNS if role in row.roles), None)
    stated = " ".join((row.value(Role.STATE), row.value(Role.DIRECTION), first.split("\n")[0]))
    if (
        column is None
        or is_sum(first, words)
        or is_open(row)
        or row.value(Role.DEBIT)
        or _LEFT.search(fold(row.value(Role.DIRECTION)))
    ):
        return None
    payer, reference = _headed_words(row)
    is_own_column = column is Role.CREDITED or Role.DEBIT in row.roles
    whole = stated if (payer and reference) or is_own_column else " ".join(cell for cell in row.cells if cell)
    if went_out((whole,), words, is_payout=news.is_payout or is_own_column):
        return None
    cell = row.value(column)
    amounts = money_in(cell, row.value(Role.CURRENCY) or currency)
    if not amounts or amounts[0].money.cents <= 0 or sign_of(cell) < 0:
        return None
    says_so = is_own_column or is_settled(row.value(Role.STATE))
    if news.is_mixed and not says_so and not came_in(banks_cells(row), words, minus_only=news.minus_only):
        return None
    found = _of_headed(row, payer, reference, day)
    value = (
        day_in(row.value(Role.VALUE_DAY))
        or (found.days[-1] if found.days else None)
        or day_in(row.value(Role.DAY))
    )
    fee = next((f.money for f in money_in(row.value(Role.FEE), amounts[0].money.currency)), None)
    return Credit(
        amount=amounts[0].money,
        payer=person(found.payer),
        reference=found.reference,
        value_on=value or day,
        payer_account=account_of(row.value(Role.PAYER_ACCOUNT) or row.value(Role.PAYER)),
        fee=Money(abs(fee.cents), fee.currency) if fee else None,
        entry_id=" ".join(row.value(Role.ENTRY_ID).split()) or found.entry_id,
    )


def _headed_words(row: Row) -> tuple[str, str]:
    return row.value(Role.PAYER), row.value(Role.REFERENCE, Role.INVOICE, Role.OWN_REFERENCE)


def _of_headed(row: Row, payer: str, reference: str, near: date | None) -> Described:
    """Payer and words of a line below headings; days without a year from its cells of days."""
    other = [
        cell
        for role, cell in zip(row.roles, row.cells, strict=True)
        if cell and role in {None, Role.DAY, Role.VALUE_DAY, Role.ASIDE, Role.DIRECTION}
    ]
    days = described(
        [cell for role, cell in zip(row.roles, row.cells, strict=True) if role in {Role.DAY, Role.VALUE_DAY}],
        near,
    ).days
    if payer and reference:
        entry = described(other, near).entry_id
        return Described(said(" ".join(payer.split())), said(" ".join(reference.split())), days, entry)
    if payer:
        whole = described([payer], near) if "\n" in payer else Described(said(payer), "")
        rest = described(other, near)
        return Described(
            whole.payer, whole.reference, days or rest.days or whole.days, whole.entry_id or rest.entry_id
        )
    if reference:
        whole = described([reference], near)
        return Described(whole.payer, whole.reference, days or whole.days, whole.entry_id)
    return described([cell for cell in row.cells if cell and not money_in(cell)], near)


def _from_record(
    record: Record, currency: str, day: date | None, words: Vocabulary, news: News
) -> Credit | None:
    """One card: an amount, the words around it, labelled values of its own."""
    told = " ".join(record.words)
    if is_sum(record.words[0] if record.words else "", words) or sign_of(record.amount) < 0:
        return None
    if went_out((told,), words, is_payout=news.is_payout) or (
        news.is_mixed and not came_in((*record.words, record.amount), words, minus_only=news.minus_only)
    ):
        return None
    amounts = money_in(record.amount, currency)
    if not amounts or amounts[0].money.cents <= 0:
        return None
    sentence = next((text for text in record.words if money_in(text) and payer_in(text)), "")
    found = described(record.words, day)
    payer = payer_of(record.pairs) or (payer_in(sentence) if sentence else found.payer)
    reference = reference_of(record.pairs) or (reference_in(sentence) if sentence else found.reference)
    return Credit(
        amount=amounts[0].money,
        payer=person(said(payer)),
        reference=reference,
        value_on=day_of(record.pairs) or (found.days[-1] if found.days else day),
        payer_account=account_of(payer),
        fee=fee_of(record.pairs, amounts[0].money.currency),
        entry_id=entry_of(record.pairs) or found.entry_id,
    )


def _is_payment(row: Row, vocabulary: Vocabulary) -> bool:
    """A line of a list that is no total, fee, balance, refund or money that left."""
    head = row.cells[0]
    role = vocabulary.likely_role(re.sub(r"(?<!\s)\s++(?:au|am|al|on|per|le|op)\s+\d.*$", "", head))
    words = fold(" ".join(row.cells))
    return (
        role not in NO_PAYMENT
        and not is_sum(head, vocabulary)
        and not vocabulary.no_credit.search(words)
        and not re.search(r"\bfees?$", fold(head))
        and not is_unticked(row.cells)
    )


def _row_amount(row: Row, currency: str) -> tuple[Money, int] | None:
    """The amount of a line and its cell: the only one, or the first of several (gross before fee and net)."""
    for place, cell in enumerate(row.cells):
        found = money_in(cell, currency)
        beside = cell[: found[0].start] + cell[found[0].end :] if found else ""
        if found and re.fullmatch(r"[\s+()*.:-]*(?:CR|DR|[CDHS])?", beside):
            return (-found[0].money if sign_of(cell) < 0 < found[0].money.cents else found[0].money), place
    return None


def _words(row: Row) -> list[str]:
    return [cell for cell in row.cells if not money_in(cell)]


def _from_row(row: Row, amount: Money, place: int, day: date | None, *, keeps_day: bool) -> Credit:
    """A line without headings: «date - name - number», in one cell or several."""
    cells = [cell for i, cell in enumerate(row.cells) if i != place and not money_in(cell)]
    found = described([part for cell in cells for part in re.split(r"\s[-–—·]\s", cell)], day)
    return Credit(
        amount=amount,
        payer=found.payer,
        reference=found.reference,
        value_on=day if keeps_day or not found.days else found.days[-1],
        entry_id=found.entry_id,
    )
