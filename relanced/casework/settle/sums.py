"""Items and an amount in, the sets of items that add up to it out. Pure.

Equal amounts are one kind of coin: two ways that differ only in which of them they take are one
way, and the oldest are taken (art. 1342-10 code civil).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import gcd

from relanced.casework.settle.settlement import OpenItem

MAX_ITEMS = 6  # in one payment, unless it is everything that is owed
# Different amounts, and how many of them in one payment are looked at; beyond, chance makes any figure.
REACH = ((24, MAX_ITEMS), (60, 3), (250, 2))
MAX_SUMS = 50_000  # sums looked at; beyond, no way is called the only one
MAX_CHANCE = 0.1  # sets that give the amount by accident, on average: with more, one set proves nothing
_Coins = tuple[tuple[int, int], ...]  # (amount in cents, how many of it)


@dataclass(frozen=True, slots=True)
class Way:
    """One set of items whose sum is the amount."""

    items: tuple[OpenItem, ...]
    takes_oldest: bool  # of equal items it takes some, the oldest, and leaves others
    is_mixed: bool  # items of different amounts

    @property
    def is_choice(self) -> bool:
        """Whether nothing tells which of equal items the payer means to pay beside others."""
        return self.takes_oldest and self.is_mixed


def oldest_first(items: Sequence[OpenItem]) -> list[OpenItem]:
    """By due day, then day of issue, then number: the order of art. 1342-10 code civil."""
    return sorted(
        items, key=lambda i: (i.due_on or i.issued_on or date.min, i.issued_on or date.min, i.number)
    )


def ways_to_pay(items: Sequence[OpenItem], cents: int, *, at_most: int = MAX_ITEMS) -> list[Way]:
    """Up to two different sets of items whose sum is `cents`, the smaller first; two mean: not clear.

    Credit notes count with their negative amounts, and only beside an invoice. Empty: no set, or
    too many to look through.
    """
    by_amount: dict[int, list[OpenItem]] = {}
    for item in oldest_first(items):
        by_amount.setdefault(item.owed.cents, []).append(item)
    if all(amount > 0 for amount in by_amount):
        by_amount = {amount: same for amount, same in by_amount.items() if amount <= cents}
    kinds = [(amount, len(same)) for amount, same in by_amount.items() if amount]
    reach = next((size for most, size in REACH if len(kinds) <= most), 1)
    if reach == 1:
        ways: list[_Coins] = [((cents, 1),)] if cents in by_amount else []
    else:
        ways = _ways(kinds, cents, min(at_most, reach))
    return [
        Way(
            tuple(item for amount, count in way for item in by_amount[amount][:count]),
            any(count < len(by_amount[amount]) for amount, count in way),
            len(way) > 1,
        )
        for way in sorted(ways, key=lambda way: sum(count for _, count in way))
    ]


def is_by_chance(items: Sequence[OpenItem], way: Way) -> bool:
    """Whether among so many items some set would give the amount by accident: then the sum proves little.

    Amounts in whole tens meet far more often than such with cents.
    """
    size = len(way.items)
    if size < 2:
        return False
    copies = Counter(abs(i.owed.cents) for i in items)
    if len(copies) == 1:
        return False  # so many times the same fee
    spread = sum(sorted(copies.elements())[-size:]) / max(1, gcd(*copies))
    return _sets(copies.values(), size) / max(1.0, spread) > MAX_CHANCE


def _sets(copies: Iterable[int], most: int) -> int:
    """How many different sets of two to `most` items there are."""
    ways = [1, *([0] * most)]  # by number of items
    for count in copies:
        ways = [sum(ways[size - taken] for taken in range(min(count, size) + 1)) for size in range(most + 1)]
    return sum(ways[2:])


def _ways(coins: list[tuple[int, int]], cents: int, at_most: int) -> list[_Coins]:
    """Walk the kinds of amounts, the great first; keep two ways for each (sum, number of items).

    Dropped at once: sums from which what is left of the kinds cannot lead to the amount.
    """
    order = {amount: place for place, (amount, _) in enumerate(coins)}
    coins = sorted(coins, key=lambda coin: -abs(coin[0]))
    sums: dict[tuple[int, int], tuple[_Coins, ...]] = {(0, 0): ((),)}
    for place, (amount, copies) in enumerate(coins):
        left = [each for each, _ in coins[place + 1 :]]
        low, high = min(left, default=0), max(left, default=0)
        low, high = min(low, 0), max(high, 0)
        grown: dict[tuple[int, int], tuple[_Coins, ...]] = {}
        for (total, size), ways in sums.items():
            for count in range(min(copies, at_most - size) + 1):
                rest, room = cents - total - amount * count, at_most - size - count
                if not low * room <= rest <= high * room:
                    continue
                key = (cents - rest, size + count)
                kept = grown.get(key, ())
                if len(kept) < 2:
                    more = ((*way, (amount, count)) for way in ways) if count else ways
                    grown[key] = (*kept, *more)[:2]
        if len(grown) > MAX_SUMS:
            return []
        sums = grown
    found = sorted(
        (size, tuple(sorted(way, key=lambda coin: order[coin[0]])))
        for (total, size), ways in sums.items()
        if total == cents
        for way in ways
        if way
    )
    return [way for _, way in found][:2]
