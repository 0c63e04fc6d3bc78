"""A label's chunk in, the amounts that stand where values stand out: beside it, under it, in its column. Pure."""

import re
from itertools import pairwise

from relanced.intake.amounts import currency_of, find_amounts
from relanced.intake.days import fold
from relanced.intake.invoice.labels.labels_money import MONEY_LABELS
from relanced.intake.invoice.money.currency import currency_in
from relanced.intake.invoice.money.money_hits import money_hits
from relanced.intake.invoice.page.sheet import Chunk, Sheet
from relanced.intake.lazy import lazy
from relanced.model.money import Money

_TAXES = r"(?: (?:btw|mwst|vat|ust|tax|iva|tva)\.?)?"
_UNTAXED_TAIL = rf"h\.?\s?t\.?(?:v\.?a\.?)?|hors (?:taxes?|tva)|netto|net|(?:excl?|exkl?)\.?{_TAXES}"
_TAXED_TAIL = (
    rf"t\.?\s?t\.?\s?c\.?|tvac|brutto|gross|(?:incl?|inkl)\.?{_TAXES}"
    r"|(?:iva|tva) (?:incl?\.?|comp\.?|compris[ea]|incluid[ao]|inclus[ae])"
)
_TAIL = lazy(rf"\(?(?:(?P<base>{_UNTAXED_TAIL})|{_TAXED_TAIL})\)?")
_COLUMN = 6.0  # heights of type between the head of a column and its only amount
_MAX_ROWS = 12  # of a table of sums
_RATE = lazy(r"[\d.,]+\s?%")


def amount_only(chunk: Chunk, currency: str) -> Money | None:
    """The amount that a chunk consists of, or None; accountants' brackets mean below zero."""
    if not any(sign.isdigit() for sign in chunk.text):
        return None
    text = chunk.text.strip(" :*=")
    inner = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    found = list(find_amounts(inner, currency_in(inner) or currency))
    if len(found) != 1:
        return None
    left = (inner[: found[0].start] + inner[found[0].end :]).strip(" .:,-–*=")
    if left and not currency_of(left) and not _TAIL.fullmatch(fold(left)):
        return None
    return -found[0].money if inner is not text else found[0].money


def is_said_untaxed(after: str) -> bool:
    """Whether the words right after an amount say that tax is still to come: «1 000,00 € HT», «+ MwSt.»."""
    found = re.match(
        rf"[\s€£$)]*(?:(?:eur|chf|gbp)\b\s*)?(?:(?:{_UNTAXED_TAIL})(?![a-z])"
        r"|(?:\+|plus|zzgl\.?|zuzuglich|mas|piu)\s?(?:vat|tva|mwst|ust|iva|btw|tax))",
        fold(after),
    )
    return bool(found)


def amounts_beside(right: tuple[Chunk, ...], currency: str) -> list[tuple[Money, Chunk]]:
    """The amounts of what stands right of a label, until something else stands there; lone signs and rates are skipped.

    Counts («12», without cents) fall away where amounts with cents stand beside them.
    """
    found: list[tuple[Money, Chunk]] = []
    own = currency
    for other in right:
        words = other.plain.strip(" :.=()")
        sign = currency_of(words)
        if sign:
            own = sign
            found = [(Money(money.cents, sign), each) for money, each in found]
            continue
        if not words or (not found and _RATE.fullmatch(words)):
            continue
        money = amount_only(other, own)
        if money is None:
            break
        found.append((money, other))
    with_cents = [
        (money, other) for money, other in found if re.search(r"[.,]\d\d|[.,][-–]|[€£$]", other.text)
    ]
    return with_cents or found


def is_item_row(right: tuple[Chunk, ...]) -> bool:
    """Whether a line multiplies: quantity times price is the amount, so its words are an item's, no label."""
    numbers = [money.cents for other in right[:_MAX_ROWS] if (money := amount_only(other, "EUR")) is not None]
    if len(numbers) < 3:
        return False
    return any(
        abs(one * two - 100 * product) < 100 and one and product
        for place, (one, two) in enumerate(pairwise(numbers))
        for product in numbers[place + 2 :]
    )


def amount_below(sheet: Sheet, label: Chunk, currency: str) -> tuple[Money, Chunk] | None:
    """The amount right under a label, unless that is the value of another label."""
    found = next(iter(sheet.below(label)), None)
    money = amount_only(found, currency) if found else None
    if found is None or money is None or _in_a_stack(sheet, label) or _has_own_label(sheet, found, label):
        return None
    column = _column_from(sheet, found, money, currency)
    *items, last = column
    if items and sum(item.cents for item, _ in items) != last[0].cents:
        return None  # one row of several («20 % | 100,00 | 20,00 | 120,00» over that of 10 %)
    return last


def _column_from(sheet: Sheet, first: Chunk, money: Money, currency: str) -> list[tuple[Money, Chunk]]:
    """An amount and those that follow right under it."""
    column = [(money, first)]
    while len(column) < _MAX_ROWS:
        following = next(iter(sheet.below(column[-1][1], reach=1.2)), None)
        amount = amount_only(following, currency) if following else None
        if following is None or amount is None:
            break
        column.append((amount, following))
    return column


def only_in_column(sheet: Sheet, head: Chunk, currency: str) -> tuple[Money, Chunk] | None:
    """The one amount under the head of a column, in a table of sums where the rows beside it are several.

    A column reaches from its head to the next one: heads stand left, amounts right. A head has
    others beside it; an amount right beside another label is that label's.
    """
    line = sheet.line_of(head)
    if sum(1 for other in line if money_hits(other.plain)) < 2:
        return None
    beside = sheet.right_of(head)[:1]
    end = beside[0].left if beside else float("inf")
    limit = head.bottom + _COLUMN * head.height
    column = [
        other
        for other in sheet.chunks
        if head.line < other.line and other.top <= limit and other.right > head.left and other.left < end
    ]
    found = [(money, other) for other in column if (money := amount_only(other, currency)) is not None]
    if len(found) != 1 or _has_own_label(sheet, found[0][1], head):
        return None
    return found[0]


def _in_a_stack(sheet: Sheet, label: Chunk) -> bool:
    """Whether labels without values stand over this one: their amounts follow elsewhere, in an order of their own."""
    above = _flush_above(sheet, label)
    if above is None or not any(hit.start <= 2 for hit in money_hits(above.plain)):
        return False
    together = MONEY_LABELS.find(f"{above.plain} {label.plain}")  # «Total» over «TTC» is one
    return not sheet.right_of(above) and len(together) > 1


def _flush_above(sheet: Sheet, label: Chunk) -> Chunk | None:
    near = [
        other
        for other in sheet.chunks
        if other.line < label.line
        and 0 <= label.top - other.bottom + 0.4 * label.height <= 1.6 * label.height
        and (abs(other.left - label.left) < 4 or abs(other.right - label.right) < 4)
    ]
    return near[-1] if near else None


def _has_own_label(sheet: Sheet, amount: Chunk, label: Chunk) -> bool:
    """Whether the words left of an amount, on its line, are a label."""
    left = [other for other in sheet.line_of(amount) if other.right <= amount.left + 2 and other is not label]
    if not left:
        return False
    nearest = max(left, key=lambda other: other.right)
    return bool(money_hits(nearest.plain))
