"""A sheet in, its labelled sums out: «Total TTC 120,00 €», whichever way they stand. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from relanced.intake.amounts import FoundAmount, currency_of, find_amounts
from relanced.intake.days import fold
from relanced.intake.invoice.kinds import Kind
from relanced.intake.invoice.labels import Hit
from relanced.intake.invoice.labels_money import ITEM_HEADS, MONEY_LABELS, MoneyLabel
from relanced.intake.invoice.sheet import Chunk, Sheet
from relanced.model.money import Money

_PLACES = {"same": 0.0, "right": 0.0, "below": 0.5, "column": 0.5}
WORTH = {
    MoneyLabel.NET: 5.0,
    MoneyLabel.CREDITED: 5.0,
    MoneyLabel.GROSS: 3.0,
    MoneyLabel.BARE: 2.0,
    MoneyLabel.BASE: 1.0,
}
WHOLES = frozenset({MoneyLabel.NET, MoneyLabel.CREDITED, MoneyLabel.GROSS, MoneyLabel.BARE})
_DOTTED = re.compile(r"(?<![a-z])(?:t\.\s?t\.\s?c\.?|h\.\s?t\.?(?![a-z])|t\.\s?v\.\s?a\.?)")
_BRACKETS = re.compile(r"\([^()]{0,60}\)")  # «Total TTC (dont TVA : 200,00 €)»
_LEADERS = re.compile(r"[._]{3,}|…+")
_CODE = r"(eur|euros?|gbp|usd|chf|cad|aud|sek|nok|dkk|pln|czk|huf|ron|jpy|mad|tnd|xof|xpf|€|£|\$)"
_SAID_CURRENCY = re.compile(
    r"(?:devise|currency|wahrung|moneda|valuta|munteenheid|(?:amounts?|values|prices|figures) (?:are )?in"
    r"|montants? en|prix en"
    rf"|betrage in|exprimes en|importes en|importi in|bedragen in)\W{{0,3}}{_CODE}(?![a-z])"
)
_TAXED = re.compile(r"(?:auf|von|sur|on|of|de|su|di|sobre|over|op)\s*(?:eur|chf|€|£|\$)?\s*[-–]?\s*$")
# What may stand inside a label: «Total CHF inkl. 8.1 % MwSt.»
_BETWEEN = re.compile(rf"(?<![a-z]){_CODE}(?![a-z\s]*\d)|(?<![\d.,])\d{{1,2}}(?:[.,]\d{{1,2}})?\s?%")
_HOME = {
    "GB": "GBP",
    "CH": "CHF",
    "US": "USD",
    "SE": "SEK",
    "NO": "NOK",
    "DK": "DKK",
    "PL": "PLN",
    "CZ": "CZK",
    "CA": "CAD",
}


# Never the head of a column of the items.
_ASKED_IN_HEADS = frozenset({MoneyLabel.NET, MoneyLabel.GROSS, MoneyLabel.CREDITED})
_COLUMN = 6.0  # heights of type between the head of a column and its only amount


@dataclass(frozen=True, slots=True)
class Sum:
    """One amount and what its label says it is; `place`: where it stands from the label."""

    kind: MoneyLabel
    money: Money
    place: str
    chunk: Chunk
    words: str

    @property
    def worth(self) -> float:
        """How well its label asks for payment."""
        return WORTH.get(self.kind, 0.0) - _PLACES[self.place]


def labelled_sums(sheet: Sheet, currency: str, kind: Kind) -> Iterator[Sum]:
    """Every amount with a label of money; `currency` is that of amounts without a sign."""
    for line in sheet.lines():
        heads = sum(1 for chunk in line if ITEM_HEADS.find(chunk.plain))
        for chunk in line:
            hits = _hits(chunk.plain)
            for place, hit in enumerate(hits):
                end = hits[place + 1].start if place + 1 < len(hits) else len(chunk.text)
                yield from _sum_of(sheet, chunk, hit, end, currency, is_head=heads >= 2, kind=kind)


def _hits(plain: str) -> list[Hit[MoneyLabel]]:
    """The labels of a chunk: «Total à payer TTC» is one, and «(dont TVA 20 %)» none of its own."""
    even = _DOTTED.sub(lambda match: match[0].replace(".", "").replace(" ", "").ljust(len(match[0])), plain)
    hits: list[Hit[MoneyLabel]] = []
    for hit in MONEY_LABELS.find(_BETWEEN.sub(lambda match: " " * len(match[0]), even)):
        gap = plain[hits[-1].end : hit.start] if hits else ")"
        if hits and "(" in gap and ")" not in gap:
            continue
        if hits and len(gap) <= 3 and hits[-1].kind in WHOLES and hit.kind in WHOLES:
            kind = max(hits[-1].kind, hit.kind, key=lambda each: WORTH[each])
            hits[-1] = Hit(kind, hits[-1].start, hit.end)
            continue
        hits.append(hit)
    return hits


def _sum_of(
    sheet: Sheet, chunk: Chunk, hit: Hit[MoneyLabel], end: int, currency: str, *, is_head: bool, kind: Kind
) -> Iterator[Sum]:
    rest = _LEADERS.sub("   ", chunk.text[hit.end : end])
    rest = _BRACKETS.sub(" ", rest) if hit.kind in WHOLES else rest
    label = chunk.text[hit.start : hit.end]
    kinds = (
        MoneyLabel.BARE
        if hit.kind is MoneyLabel.PREPAID and kind is Kind.DEPOSIT and _asks(label)
        else hit.kind
    )
    own = _currency_in(rest) or _currency_in(label) or currency
    amounts = [found for found in find_amounts(rest, own) if _is_money(found, rest)]
    if amounts and hit.kind is MoneyLabel.TAX and _TAXED.search(fold(rest[: amounts[-1].start])):
        amounts = []  # «zzgl. 7 % MwSt. auf 13,60 €»: what is taxed, the tax stands beside it
        rest = ""
    if amounts:
        money = amounts[-1].money if hit.kind in {MoneyLabel.TAX, MoneyLabel.BASE} else amounts[0].money
        yield Sum(kinds, money, "same", chunk, f"{label} {money.plain}")
        return
    if end < len(chunk.text) or len(rest.strip()) > 40:
        return
    beside = _beside(sheet, chunk, own)
    if beside:
        money = beside[-1] if len(beside) >= 3 else beside[0]
        yield Sum(kinds, money, "right", chunk, f"{label} {money.plain}")
        return
    if hit.start > 12:
        return
    below = None if is_head else next((amount_only(other, own) for other in sheet.below(chunk)[:1]), None)
    if below:
        yield Sum(kinds, below, "below", chunk, f"{label} {below.plain}")
    elif hit.kind in _ASKED_IN_HEADS:
        column = _only_in_column(sheet, chunk, own)
        if column:
            yield Sum(kinds, column, "column", chunk, f"{label} {column.plain}")


def _only_in_column(sheet: Sheet, head: Chunk, currency: str) -> Money | None:
    """The one amount under the head of a column, in a table of sums where the rows beside it are several.

    A column reaches from its head to the next one: heads stand left, amounts right.
    """
    beside = sheet.right_of(head)[:1]
    end = beside[0].left if beside else float("inf")
    limit = head.bottom + _COLUMN * head.height
    column = [
        other
        for other in sheet.chunks
        if head.line < other.line and other.top <= limit and other.right > head.left and other.left < end
    ]
    found = [amount_only(other, currency) for other in column]
    return found[0] if len([money for money in found if money]) == 1 else None


def _asks(label: str) -> bool:
    return bool(
        re.fullmatch(r"acomptes?|deposit|anzahlung|acconto|anticipo|aanbetaling|voorschot", fold(label))
    )


def _beside(sheet: Sheet, chunk: Chunk, currency: str) -> list[Money]:
    """The amounts right of a label, until something else stands there; lone signs and rates are skipped."""
    found: list[Money] = []
    own = currency
    for other in sheet.right_of(chunk):
        words = other.plain.strip(" :.=()")
        sign = currency_of(words)
        if sign:
            own = sign
            found = [Money(money.cents, sign) for money in found]
            continue
        if not words or (not found and re.fullmatch(r"[\d.,]+\s?%", words)):
            continue
        money = amount_only(other, own)
        if money is None:
            break
        found.append(money)
    return found


def amount_only(chunk: Chunk, currency: str) -> Money | None:
    """The amount that a chunk consists of, or None; accountants' brackets mean below zero."""
    text = chunk.text.strip(" :*")
    inner = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    found = list(find_amounts(inner, _currency_in(inner) or currency))
    if len(found) != 1:
        return None
    left = (inner[: found[0].start] + inner[found[0].end :]).strip(" .:,-–*=")
    if (
        left
        and not currency_of(left)
        and fold(left) not in {"ttc", "ht", "t.t.c", "h.t", "brutto", "netto", "incl. btw"}
    ):
        return None
    return -found[0].money if inner is not text else found[0].money


def _is_money(found: FoundAmount, text: str) -> bool:
    after = text[found.end : found.end + 3].strip()
    return (found.has_currency or found.has_cents) and not after.startswith("%")


def _currency_in(text: str) -> str | None:
    found = re.search(rf"(?<![a-z]){_CODE}(?![a-z])", fold(text))
    return currency_of(found[1]) if found else None


def page_currency(sheet: Sheet, country: str) -> str:
    """The currency of amounts without a sign: said, else the commonest one, else the country's."""
    text = sheet.text[:40_000]
    said = _SAID_CURRENCY.search(fold(text))
    if said:
        return currency_of(said[1]) or "EUR"
    signs = Counter(found.money.currency for found in find_amounts(text, "") if found.has_currency)
    return signs.most_common(1)[0][0] if signs else _HOME.get(country, "EUR")
