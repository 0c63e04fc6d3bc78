"""A credit's scene and its settlement in, the runners-up and why they were not taken out. Pure.

For the owner: what else the money could have paid, with what speaks for it and what against.
"""

from collections.abc import Iterator

from relanced.casework.settle.payers import is_payers
from relanced.casework.settle.scene import CENT, Scene
from relanced.casework.settle.settlement import SURE, OpenItem, Rival, Settlement
from relanced.model.money import Money

MOST = 5


def rivals_of(scene: Scene, settlement: Settlement) -> tuple[Rival, ...]:
    """The other items that a witness points to, best first; of a doubtful credit the candidates themselves."""
    taken = {number for number, _ in settlement.applied}
    pool = _pointed_at(scene, settlement)
    ranked = sorted(
        (item for item in dict.fromkeys(pool) if item.number not in taken),
        key=lambda item: -_weight(scene, item),
    )
    return tuple(Rival(invoices=(item.number,), because=_said(scene, item)) for item in ranked[:MOST])


def _pointed_at(scene: Scene, settlement: Settlement) -> Iterator[OpenItem]:
    if settlement.outcome not in SURE:
        wanted = set(settlement.candidates)
        yield from (item for item in scene.items if item.number in wanted)
    for mention in scene.mentions.found:
        if (
            not mention.cut
        ):  # what begins as the text ends may be the half of all items: that points to nothing
            yield from (item for item in mention.items if item in scene.items)
    for item in scene.items:
        if abs(item.owed.cents - scene.money.cents) <= CENT:
            yield item


def _weight(scene: Scene, item: OpenItem) -> int:
    exact = abs(item.owed.cents - scene.money.cents) <= CENT
    return (
        3 * _is_named(scene, item, whole=True)
        + 2 * is_payers(scene.payer, item)
        + 2 * exact
        + _is_named(scene, item, whole=False)
    )


def _is_named(scene: Scene, item: OpenItem, *, whole: bool) -> bool:
    return any(item in m.items and m.sure is whole for m in scene.mentions.found)


def _said(scene: Scene, item: OpenItem) -> str:
    """What the three witnesses say of one item."""
    if _is_named(scene, item, whole=True):
        number = "the reference names it"
    elif _is_named(scene, item, whole=False):
        number = "a number in the reference may mean it"
    else:
        number = "the reference does not name it"
    short = item.owed.cents - scene.money.cents
    if abs(short) <= CENT:
        amount = "exactly this is owed on it"
    else:
        difference = Money(abs(short), scene.money.currency)
        amount = f"{item.owed} are owed on it, {difference} {'more' if short > 0 else 'less'} than came"
    if is_payers(scene.payer, item):
        payer = f"it is {item.client}'s, who may have paid"
    else:
        payer = f"it is {item.client or item.client_email}'s, of whom the payer's name has nothing"
    return f"{number}; {amount}; {payer}"
