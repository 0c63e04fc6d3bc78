"""Open items and a settlement in, the items after it out. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from relanced.casework.settle.settlement import SURE, OpenItem, Settlement
from relanced.model.money import Money


def after_settlement(
    open_items: Sequence[OpenItem], settled: Sequence[OpenItem], settlement: Settlement
) -> tuple[tuple[OpenItem, ...], tuple[OpenItem, ...]]:
    """What is open and what is settled once the money is applied.

    An item moves to the settled ones when nothing is owed on it any more; there it keeps its full
    amount, by which a second payment is recognised.
    """
    if settlement.outcome not in SURE:
        return tuple(open_items), tuple(settled)
    taken: dict[str, int] = {}
    for number, money in (*settlement.applied, *settlement.written_off):
        taken[number] = taken.get(number, 0) + money.cents
    left, closed = [], list(settled)
    for item in open_items:
        rest = item.owed - Money(taken.get(item.number, 0), item.owed.currency)
        full = item.total or item.owed
        if rest.cents or item.number not in taken:
            left.append(replace(item, owed=rest, total=full) if item.number in taken else item)
        else:
            closed.append(replace(item, owed=full, total=full))
    return tuple(left), tuple(closed)
