"""Items and an amount in, the sets of items that add up to it out. Pure.

Equal amounts are one kind of coin: two ways that differ only in which of them they take are one
way, and the oldest are taken (art. 1342-10 code civil).
"""

from collections.abc import Sequence
from datetime import date

from relanced.casework.settlement import OpenItem

MAX_ITEMS = 6  # in one payment, unless it is everything that is owed
MAX_KINDS = 24  # different amounts; beyond, chance makes sums of any figure, and only single items count
MAX_SUMS = 50_000  # sums looked at; beyond, no way is called the only one
_Way = tuple[tuple[int, int], ...]  # (amount in cents, how many of it)


def oldest_first(items: Sequence[OpenItem]) -> list[OpenItem]:
    """By due day, then day of issue, then number: the order of art. 1342-10 code civil."""
    return sorted(
        items, key=lambda i: (i.due_on or i.issued_on or date.min, i.issued_on or date.min, i.number)
    )


def ways_to_pay(
    items: Sequence[OpenItem], cents: int, *, at_most: int = MAX_ITEMS
) -> list[tuple[OpenItem, ...]]:
    """Up to two different sets of items whose sum is `cents`; two mean: not clear.

    Credit notes count with their negative amounts, and only beside an invoice. Empty: no set, or
    too many to look through.
    """
    by_amount: dict[int, list[OpenItem]] = {}
    for item in oldest_first(items):
        by_amount.setdefault(item.owed.cents, []).append(item)
    if all(amount > 0 for amount in by_amount):
        by_amount = {amount: same for amount, same in by_amount.items() if amount <= cents}
    kinds = [(amount, len(same)) for amount, same in by_amount.items()]
    if len(kinds) > MAX_KINDS:
        return [(by_amount[cents][0],)] if cents in by_amount else []
    ways = _ways(kinds, cents, at_most)
    return [tuple(item for amount, count in way for item in by_amount[amount][:count]) for way in ways]


def _ways(coins: list[tuple[int, int]], cents: int, at_most: int) -> list[_Way]:
    """Walk the kinds of amounts; keep two ways for each (sum, number of items)."""
    sums: dict[tuple[int, int], list[_Way]] = {(0, 0): [()]}
    for amount, copies in coins:
        if not amount:
            continue
        grown = {key: list(ways) for key, ways in sums.items()}
        for (total, size), ways in sums.items():
            for count in range(1, min(copies, at_most - size) + 1):
                kept = grown.setdefault((total + amount * count, size + count), [])
                kept.extend((*way, (amount, count)) for way in ways[: 2 - len(kept)])
        if len(grown) > MAX_SUMS:
            return []
        sums = grown
    return [way for (total, _), ways in sums.items() if total == cents for way in ways if way][:2]
