"""A sheet in, its labelled sums out: «Total TTC 120,00 €», whichever way they stand. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relanced.intake.amounts import FoundAmount, find_amounts
from relanced.intake.days import fold
from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.labels.labels import Hit
from relanced.intake.invoice.labels.labels_money import ITEM_HEADS, MoneyLabel
from relanced.intake.invoice.money.amount_places import (
    amount_below,
    amounts_beside,
    is_item_row,
    is_said_untaxed,
    only_in_column,
)
from relanced.intake.invoice.money.currency import currency_in
from relanced.intake.invoice.money.money_hits import WHOLES, money_hits
from relanced.intake.invoice.page.sheet import Chunk, Sheet
from relanced.intake.lazy import lazy
from relanced.model.money import Money

_PLACES = {"same": 0.0, "right": 0.0, "below": 0.5, "column": 0.5}
WORTH = {
    MoneyLabel.NET: 5.0,
    MoneyLabel.CREDITED: 5.0,
    MoneyLabel.GROSS: 3.0,
    MoneyLabel.BARE: 2.0,
    MoneyLabel.BASE: 1.0,
}
# Never the head of a column of the items.
_ASKED_IN_HEADS = frozenset({MoneyLabel.NET, MoneyLabel.GROSS, MoneyLabel.CREDITED})
_SHARES = frozenset({MoneyLabel.TAX, MoneyLabel.RETAINED})  # of an amount that is printed as well
_BRACKETS = lazy(r"\([^()]{0,60}\)")  # «Total TTC (dont TVA : 200,00 €)»
_LEADERS = lazy(r"[._]{3,}|…+")
_TAXED = lazy(r"(?:auf|von|sur|on|of|de|su|di|sobre|over|op)\s*+(?:eur|chf|€|£|\$)?\s*+[-–]?\s*+$")
# «Net à payer au 30.11 : 1 200,00»: a day, no amount.
_DAY = lazy(
    r"(?:\b(?:au|le|bis|am|by|until|before|vor|entro|il|antes del?|voor|tot|al|zum|per|du|vom|on|avant le|del?)"
    r"\s+)$"
)
_DEPOSIT = lazy(
    r"(?:acomptes?|deposit|anzahlung|abschlag(?:szahlung)?|akonto(?:zahlung)?|acconto|anticipo|aanbetaling|voorschot)"
    r"(?:\W{1,3}(?:(?P<net>ht|netto|htva|exc?l.*|exkl.*)|(?P<gross>ttc|brutto|tvac|inc?l.*|inkl.*)))?"
)
_AFTER_UNIT = lazy(
    r"\s?(?:%|(?:h|hrs?|heures?|std|stunden|jours?|jrs|j|kg|km|m2|m²|m3|m³|pts?|tage?|days?|hours|ore|uur|stk|x|u)(?![a-z]))"
)
_MAX_REST = 40  # characters between a label and the end of its chunk, where its amount stands elsewhere
_MAX_INDENT = 12  # characters before a label whose value may stand under it


@dataclass(frozen=True, slots=True)
class Sum:
    """One amount and what its label says it is; `place`: where it stands from the label."""

    kind: MoneyLabel
    money: Money
    place: str
    chunk: Chunk  # of the label
    words: str
    at: Chunk  # of the amount

    @property
    def worth(self) -> float:
        """How well its label asks for payment."""
        return WORTH.get(self.kind, 0.0) - _PLACES[self.place]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label in its chunk, and what follows it there."""

    chunk: Chunk
    kind: MoneyLabel
    start: int
    words: str
    rest: str  # up to the next label
    tail: str  # from that on


def labelled_sums(sheet: Sheet, currency: str, kind: Kind) -> Iterator[Sum]:
    """Every amount with a label of money; `currency` is that of amounts without a sign."""
    for line in sheet.lines():
        heads = sum(1 for chunk in line if ITEM_HEADS.find(chunk.plain))
        for chunk in line:
            hits = money_hits(chunk.plain)
            for place, hit in enumerate(hits):
                label = _label_of(chunk, hit, hits[place + 1 :], kind)
                yield from _sum_of(sheet, label, currency, is_head=heads >= 2)


def _label_of(chunk: Chunk, hit: Hit[MoneyLabel], later: list[Hit[MoneyLabel]], kind: Kind) -> _Label:
    words = chunk.text[hit.start : hit.end]
    end = later[0].start if later else len(chunk.text)
    rest = _LEADERS.sub("   ", chunk.text[hit.end : end])
    rest = _BRACKETS.sub(" ", rest) if hit.kind in WHOLES else rest
    deposit = (
        _DEPOSIT.fullmatch(fold(words)) if hit.kind is MoneyLabel.PREPAID and kind is Kind.DEPOSIT else None
    )
    meaning = _asked_deposit(deposit) if deposit else hit.kind
    return _Label(chunk, meaning, hit.start, words, rest, chunk.text[end:])


def _asked_deposit(found: re.Match[str]) -> MoneyLabel:
    """What a deposit's label means on a paper that asks for one; those received are named so."""
    if found["net"]:
        return MoneyLabel.BASE
    return MoneyLabel.GROSS if found["gross"] else MoneyLabel.BARE


def _sum_of(sheet: Sheet, label: _Label, currency: str, *, is_head: bool) -> Iterator[Sum]:
    own = currency_in(label.rest) or currency_in(label.words) or currency
    amounts = [found for found in find_amounts(label.rest, own) if _is_money(found, label.rest)]
    if amounts and label.kind in _SHARES and _TAXED.search(fold(label.rest[: amounts[-1].start])):
        amounts = []  # «zzgl. 7 % MwSt. auf 13,60 €»: what is taxed, the tax stands beside it
    elif amounts:
        yield _in_chunk(label, amounts)
        return
    elif len(label.rest.strip()) > _MAX_REST:
        return
    if not label.tail and not _is_suffix(label):
        yield from _placed(sheet, label, own, is_head=is_head)


def _placed(sheet: Sheet, label: _Label, currency: str, *, is_head: bool) -> Iterator[Sum]:
    """The amount that stands beside a label, under it, or alone in its column."""
    right = sheet.right_of(label.chunk)
    beside = amounts_beside(right, currency)
    if beside:
        found = None if is_item_row(right) else _of_several(beside, label.kind)
        if found:
            yield _sum(label, found, "right")
        return
    if label.start > _MAX_INDENT:
        return
    below = None if is_head else amount_below(sheet, label.chunk, currency)
    if below:
        yield _sum(label, below, "below")
    elif label.kind in _ASKED_IN_HEADS:
        column = only_in_column(sheet, label.chunk, currency)
        if column:
            yield _sum(label, column, "column")


def _in_chunk(label: _Label, amounts: list[FoundAmount]) -> Sum:
    """The amount in the chunk of its label: of a tax the last («TVA 20 % sur 100,00 : 20,00»), else the first."""
    if label.kind in {MoneyLabel.TAX, MoneyLabel.BASE}:
        chosen = amounts[-1]
    else:
        chosen = next((found for found in amounts if found.has_currency), amounts[0])
    untaxed = label.kind in WHOLES and is_said_untaxed(label.rest[chosen.end :] + label.tail)
    kind = MoneyLabel.BASE if untaxed else label.kind
    return Sum(kind, chosen.money, "same", label.chunk, f"{label.words} {chosen.money.plain}", label.chunk)


def _sum(label: _Label, found: tuple[Money, Chunk], place: str) -> Sum:
    money, at = found
    amount = next(find_amounts(at.text), None)
    untaxed = label.kind in WHOLES and amount is not None and is_said_untaxed(at.text[amount.end :])
    kind = MoneyLabel.BASE if untaxed else label.kind
    return Sum(kind, money, place, label.chunk, f"{label.words} {money.plain}", at)


def _of_several(beside: list[tuple[Money, Chunk]], kind: MoneyLabel) -> tuple[Money, Chunk] | None:
    """Of several amounts beside a label the one that it means; None where that cannot be told.

    A row of base, tax and whole ends in the whole; a row of base and tax has the tax as the smaller.
    """
    sizes = [abs(money.cents) for money, _ in beside]
    if len(set(sizes)) == 1:
        return beside[0]
    if kind is MoneyLabel.TAX:
        return beside[sizes.index(min(sizes))]
    if kind not in WHOLES:
        return beside[-1] if len(beside) >= 3 else beside[0]
    return beside[-1] if len(beside) >= 3 and sizes[-1] == max(sizes) else None


def _is_suffix(label: _Label) -> bool:
    """Whether a label only closes an amount before it («soit 1 200,00 € TTC») and has none of its own."""
    before = label.chunk.text[: label.start]
    found = [each for each in find_amounts(before) if each.has_cents or each.has_currency]
    return bool(found) and not any(sign.isalpha() for sign in _without_code(before[found[-1].end :]))


def _without_code(text: str) -> str:
    return re.sub(r"(?i)eur(?:os?)?|chf|gbp|usd", "", text)


def _is_money(found: FoundAmount, text: str) -> bool:
    if not (found.has_currency or found.has_cents) or _AFTER_UNIT.match(
        fold(text[found.end : found.end + 12])
    ):
        return False
    return found.has_currency or not _DAY.search(fold(text[: found.start]))
