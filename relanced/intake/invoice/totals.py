"""A sheet in, the amount that this paper leaves to be paid out, checked against its other sums. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from relanced.intake.amounts import FoundAmount, currency_of, find_amounts
from relanced.intake.days import fold
from relanced.intake.invoice.kinds import Kind
from relanced.intake.invoice.labels import PAID, Hit, Labels
from relanced.intake.invoice.labels_money import ITEM_HEADS, MONEY_LABELS, MoneyLabel
from relanced.intake.invoice.sheet import Chunk, Sheet
from relanced.model.money import Money

_PAID = Labels({True: PAID})
_PLACES = {"same": 0.0, "right": 0.0, "below": 0.5}
_WORTH = {
    MoneyLabel.NET: 5.0,
    MoneyLabel.CREDITED: 5.0,
    MoneyLabel.GROSS: 3.0,
    MoneyLabel.BARE: 2.0,
    MoneyLabel.BASE: 1.0,
}
_WHOLES = frozenset({MoneyLabel.NET, MoneyLabel.CREDITED, MoneyLabel.GROSS, MoneyLabel.BARE})
_DOTTED = re.compile(r"(?<![a-z])(?:t\.\s?t\.\s?c\.?|h\.\s?t\.?(?![a-z])|t\.\s?v\.\s?a\.?)")
_BRACKETS = re.compile(r"\([^()]{0,60}\)")  # «Total TTC (dont TVA : 200,00 €)»
_LEADERS = re.compile(r"[._]{3,}|…+")
_CODE = r"(eur|euros?|gbp|usd|chf|cad|aud|sek|nok|dkk|pln|czk|huf|ron|jpy|mad|tnd|xof|xpf|€|£|\$)"
_SAID_CURRENCY = re.compile(
    r"(?:devise|currency|wahrung|moneda|valuta|munteenheid|amounts? (?:are )?in|montants? en|prix en"
    rf"|betrage in|exprimes en|importes en|importi in|bedragen in)\W{{0,3}}{_CODE}(?![a-z])"
)
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


@dataclass(frozen=True, slots=True)
class TotalRead:
    """The amount to be paid, positive, and the words that led to it."""

    money: Money
    words: str
    is_negative: bool  # as printed: an invoice below zero is a credit note


@dataclass(frozen=True, slots=True)
class _Sum:
    kind: MoneyLabel
    money: Money
    place: str
    chunk: Chunk
    words: str

    @property
    def worth(self) -> float:
        return _WORTH.get(self.kind, 0.0) - _PLACES[self.place]


def read_total(sheet: Sheet, kind: Kind, country: str) -> TotalRead | None:
    """The amount that the paper asks for (or gives back), or None where no label tells it.

    «Net à payer» goes before «Total TTC», that before a bare «Total»; deposits that the paper
    deducts without printing what is left are deducted here.
    """
    sums = list(_sums(sheet, _currency(sheet, country), kind))
    best = _best(sums)
    if best is None:
        return None
    money, words = _without_earlier(best, sums)
    if best.kind is MoneyLabel.GROSS and kind is not Kind.CREDIT_NOTE:
        money, words = _less_prepaid(best, sums, money, words)
    if kind is not Kind.CREDIT_NOTE and _is_stamped_paid(sheet):
        money, words = Money(0, money.currency), f"{words}; stamped as paid"
    return TotalRead(Money(abs(money.cents), money.currency), words, money.cents < 0)


def _best(sums: list[_Sum]) -> _Sum | None:
    """The sum with the best label; of several, the one that the others add up to, else the last."""
    asked = [each for each in sums if each.kind in _WORTH]
    taxed = any(each.kind is MoneyLabel.TAX and each.money.cents for each in sums)
    if taxed:
        asked = [each for each in asked if each.kind is not MoneyLabel.BASE]
    if not asked:
        return None
    top = max(each.worth for each in asked)
    best = [each for each in asked if each.worth >= top - 0.6 and _WORTH[each.kind] == _top_kind(asked, top)]
    fitting = [each for each in best if _adds_up(each, sums)]
    return (fitting or best)[-1]


def _top_kind(asked: list[_Sum], top: float) -> float:
    return max(_WORTH[each.kind] for each in asked if each.worth == top)


def _adds_up(candidate: _Sum, sums: list[_Sum]) -> bool:
    def cents(*kinds: MoneyLabel) -> set[int]:
        return {abs(each.money.cents) for each in sums if each.kind in kinds and each is not candidate}

    mine = abs(candidate.money.cents)
    gross = cents(MoneyLabel.GROSS, MoneyLabel.BARE)
    prepaid = cents(MoneyLabel.PREPAID) | {0}
    wholes = gross | {
        base + tax for base in cents(MoneyLabel.BASE, MoneyLabel.BARE) for tax in cents(MoneyLabel.TAX)
    }
    return any(whole - paid == mine for whole in wholes for paid in prepaid)


def _without_earlier(best: _Sum, sums: list[_Sum]) -> tuple[Money, str]:
    """«Solde antérieur» carried into the total is asked for by older papers, not by this one."""
    earlier = [each for each in sums if each.kind is MoneyLabel.EARLIER and each.money.cents > 0]
    for old in earlier:
        for whole in sums:
            is_whole = whole.kind in {MoneyLabel.GROSS, MoneyLabel.BARE} and whole is not best
            if is_whole and whole.money.cents + old.money.cents == best.money.cents:
                return whole.money, f"{whole.words} (without {old.words})"
    return best.money, best.words


def _less_prepaid(best: _Sum, sums: list[_Sum], money: Money, words: str) -> tuple[Money, str]:
    paid = {
        (abs(each.money.cents), each.words): each
        for each in sums
        if each.kind is MoneyLabel.PREPAID and each.chunk.line >= best.chunk.line and each.money.cents
    }
    total = sum(cents for cents, _ in paid)
    if not paid or total > money.cents:
        return money, words
    less = ", ".join(each.words for each in paid.values())
    return Money(money.cents - total, money.currency), f"{words} less {less}"


def _is_stamped_paid(sheet: Sheet) -> bool:
    """A stamp alone on its line, or «facture acquittée le …»; «payé» before an amount is no stamp."""
    for chunk in sheet.chunks:
        hit = next((hit for hit in _PAID.find(chunk.plain) if hit.start <= 2), None)
        if hit is None:
            continue
        rest = chunk.plain[hit.end :].strip(" .:!")
        if (not rest or re.match(r"(?:le|on|am|il|el|op|par|by|in full)\b", rest)) and not any(
            _amount_only(other, "EUR") for other in sheet.right_of(chunk)[:1]
        ):
            return True
    return False


def _sums(sheet: Sheet, currency: str, kind: Kind) -> Iterator[_Sum]:
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
        if hits and len(gap) <= 3 and hits[-1].kind in _WHOLES and hit.kind in _WHOLES:
            kind = max(hits[-1].kind, hit.kind, key=lambda each: _WORTH[each])
            hits[-1] = Hit(kind, hits[-1].start, hit.end)
            continue
        hits.append(hit)
    return hits


def _sum_of(
    sheet: Sheet, chunk: Chunk, hit: Hit[MoneyLabel], end: int, currency: str, *, is_head: bool, kind: Kind
) -> Iterator[_Sum]:
    rest = _LEADERS.sub("   ", chunk.text[hit.end : end])
    rest = _BRACKETS.sub(" ", rest) if hit.kind in _WHOLES else rest
    label = chunk.text[hit.start : hit.end]
    kinds = (
        MoneyLabel.BARE
        if hit.kind is MoneyLabel.PREPAID and kind is Kind.DEPOSIT and _asks(label)
        else hit.kind
    )
    own = _currency_in(rest) or _currency_in(label) or currency
    amounts = [found for found in find_amounts(rest, own) if _is_money(found, rest)]
    if amounts:
        money = amounts[-1].money if hit.kind in {MoneyLabel.TAX, MoneyLabel.BASE} else amounts[0].money
        yield _Sum(kinds, money, "same", chunk, f"{label} {money.plain}")
        return
    if end < len(chunk.text) or len(rest.strip()) > 40:
        return
    beside = _beside(sheet, chunk, own)
    if beside:
        money = beside[-1] if len(beside) >= 3 else beside[0]
        yield _Sum(kinds, money, "right", chunk, f"{label} {money.plain}")
        return
    if is_head or hit.start > 12:
        return
    below = next((_amount_only(other, own) for other in sheet.below(chunk)[:1]), None)
    if below:
        yield _Sum(kinds, below, "below", chunk, f"{label} {below.plain}")


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
        money = _amount_only(other, own)
        if money is None:
            break
        found.append(money)
    return found


def _amount_only(chunk: Chunk, currency: str) -> Money | None:
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


def _currency(sheet: Sheet, country: str) -> str:
    """The currency of amounts without a sign: said, else the commonest one, else the country's."""
    text = sheet.text[:40_000]
    said = _SAID_CURRENCY.search(fold(text))
    if said:
        return currency_of(said[1]) or "EUR"
    signs = Counter(found.money.currency for found in find_amounts(text, "") if found.has_currency)
    return signs.most_common(1)[0][0] if signs else _HOME.get(country, "EUR")
