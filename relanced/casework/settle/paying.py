"""Items that were named and money in, how the money is applied to them out. Pure.

Exact; less a discount that the terms grant; with more for a delay; together with other items of the
client; too much; too little.
"""

from collections.abc import Sequence
from itertools import islice, product

from relanced.casework.settle.explained import excess_of, is_bank_charge, why_less, why_more
from relanced.casework.settle.payers import is_payers
from relanced.casework.settle.scene import (
    CENT,
    Scene,
    ambiguous,
    flat,
    numbers,
    overpaid,
    paid,
    partial,
    several,
    sum_of,
)
from relanced.casework.settle.settlement import OpenItem, Outcome, Settlement
from relanced.casework.settle.sums import Way, is_by_chance, oldest_first, ways_to_pay
from relanced.casework.settle.terms import discounted
from relanced.model.money import Money

MAX_CHOICES = 64  # readings of several vague numbers tried


def choose(scene: Scene, groups: Sequence[Sequence[OpenItem]]) -> tuple[OpenItem, ...] | None:
    """One item of each group; the payer, then the amount decides. None: they do not."""
    theirs = {i for i in flat(groups) if is_payers(scene.payer, i)}
    groups = [tuple(i for i in g if i in theirs) or g for g in groups]
    if all(len(g) == 1 for g in groups):
        return tuple(dict.fromkeys(flat(groups)))
    choices = {tuple(dict.fromkeys(choice)) for choice in islice(product(*groups), MAX_CHOICES)}
    exact = [c for c in choices if sum_of(c) == scene.money.cents]
    if len(exact) == 1:
        return exact[0]
    ways = ways_to_pay(tuple(dict.fromkeys(flat(groups))), scene.money.cents)
    return ways[0].items if not exact and len(ways) == 1 and not ways[0].takes_oldest else None


def with_range(scene: Scene, named: tuple[OpenItem, ...]) -> tuple[OpenItem, ...]:
    """«0212 to 0216»: all between, or those of the client of both ends, as the amount tells."""
    between = tuple(i for i in scene.mentions.between if i in scene.items and i not in named)
    everyone = tuple(dict.fromkeys((*named, *between)))
    owners = scene.owners_of(named)
    if abs(sum_of(everyone) - scene.money.cents) <= CENT or len(owners) != 1:
        return everyone
    return tuple(i for i in everyone if i in owners[0].items)


def is_rare(scene: Scene, item: OpenItem) -> bool:
    """Whether nobody else owes this amount: a number of few digits and a common amount prove little."""
    return sum(abs(i.owed.cents - item.owed.cents) <= CENT for i in scene.items) == 1


def pay(scene: Scene, named: tuple[OpenItem, ...], why: str, settled: Sequence[OpenItem] = ()) -> Settlement:
    """Apply the money to the items that were named; `settled` were named too, and are paid already."""
    cents, owed = scene.money.cents, sum_of(named)
    difference = cents - owed
    if (note := _note_of_another(scene, named)) is not None:
        return ambiguous(named, f"{why}, but the credit note {note.number} is another client's")
    if abs(difference) <= CENT * len(named):  # each rounded by itself
        return within_a_cent(scene.money, named, f"{why}, and the amount agrees")
    if (cut := discount(scene, named, why)) is not None:
        return cut
    if difference > 0 and owed > 0 and (more_for := why_more(scene, named)):
        excess = excess_of(scene, named)
        return overpaid(named, excess, f"{why}; {excess} more came: {more_for}")
    more = _with_others(scene, named)
    if more is not None and more.is_choice:
        return ambiguous((*named, *more.items), f"{why}; several of the client's other items make the rest")
    if more is not None:
        because = f"{why}; together with {numbers(more.items)} of the same client the amount is exact"
        return several((*named, *more.items), because)
    if other := _other_exact(scene, named):
        return ambiguous((*named, other), f"{why}, but the amount is exactly that of {other.number}")
    if owed <= 0:
        return ambiguous(named, f"{why}, and a credit note asks for no money")
    if difference > 0:
        return _too_much(scene, named, why, settled)
    return _too_little(scene, named, why)


def _note_of_another(scene: Scene, named: Sequence[OpenItem]) -> OpenItem | None:
    """A credit note among these whose client is none of the invoices' beside it: it pays nobody else's debt."""
    for note in named:
        if note.owed.cents >= 0:
            continue
        theirs = {item for owner in scene.owners_of((note,)) for item in owner.items}
        if sum(i.owed.cents for i in named if i in theirs) < 0:
            return note
    return None


def _too_much(
    scene: Scene, named: tuple[OpenItem, ...], why: str, settled: Sequence[OpenItem] = ()
) -> Settlement:
    if scene.mentions.strangers:
        return ambiguous(
            named, f"{why}; and {scene.mentions.strangers[0]}, which is no invoice that is known"
        )
    if scene.mentions.cut and scene.mentions.cut.cut:
        return ambiguous(named, f"{why}; the text ends inside a further number")
    before = sum((i.total or i.owed).cents for i in settled)
    if before and excess_of(scene, named).cents == before:
        excess = excess_of(scene, named)
        return overpaid(named, excess, f"{why}; {excess} more came: {numbers(settled)} is paid already")
    if settled and scene.money in {i.total or i.owed for i in scene.settled}:
        return ambiguous(named, f"{why}, but the amount is that of an invoice paid before")
    excess = excess_of(scene, named)
    if not _is_likely_excess(scene, named):
        return ambiguous(named, f"{why}, but {excess} more came than is owed on it")
    return overpaid(named, excess, f"{why}; {excess} more came than is owed")


def _is_likely_excess(scene: Scene, named: tuple[OpenItem, ...]) -> bool:
    """A little more, twice, ten times as much, or digits swapped: a slip or a gift, not another debt of his."""
    cents, owed = scene.money.cents, sum_of(named)
    if cents * 100 <= owed * 115 or cents in {2 * owed, 10 * owed, 100 * owed}:
        return True
    if sorted(str(cents)) == sorted(str(owed)):
        return True
    others = [i for i in scene.open_of(scene.owners_of(named)) if i not in named]
    return cents <= 2 * owed and not others


def _too_little(scene: Scene, named: tuple[OpenItem, ...], why: str) -> Settlement:
    short = sum_of(named) - scene.money.cents
    charge = Money(short, scene.money.currency)
    if is_bank_charge(scene, named, short):
        because = f"{why}; banks between kept {charge} of a transfer from abroad"
        if len(named) == 1:
            return paid(named[0], scene.money, because, written_off=charge)
        last = oldest_first(named)[-1]
        if last.owed.cents <= short:  # the charge is more than that invoice: take it off the largest
            last = max(named, key=lambda item: item.owed.cents)
        if last.owed.cents <= short:
            return ambiguous(named, f"{why}; {charge} are missing, more than one invoice can bear")
        applied = tuple((i.number, i.owed - charge if i is last else i.owed) for i in named)
        return Settlement(
            outcome=Outcome.SEVERAL, applied=applied, written_off=((last.number, charge),), because=because
        )
    if len(named) == 1:
        reason = why_less(scene, named[0])
        return partial(
            named[0], scene.money, f"{why}, the amount is less" + (f": {reason}" if reason else "")
        )
    ways = ways_to_pay(named, scene.money.cents)
    if len(ways) == 1 and not ways[0].takes_oldest:
        because = f"{why}; of these the amount is exactly {numbers(ways[0].items)}"
        items = ways[0].items
        return paid(items[0], scene.money, because) if len(items) == 1 else several(items, because)
    return ambiguous(named, f"{why}; {charge} are missing, and nothing says on which")


def within_a_cent(money: Money, items: tuple[OpenItem, ...], why: str) -> Settlement:
    """All items are settled; a cent too little is written off, a cent too much is left over."""
    difference = Money(money.cents - sum_of(items), money.currency)
    first = next((i for i in oldest_first(items) if i.owed.cents > 0), items[0])
    short = difference if difference.cents < 0 else Money(0, money.currency)
    applied = tuple((i.number, i.owed + short if i is first else i.owed) for i in items)
    return Settlement(
        outcome=Outcome.PAID if len(items) == 1 else Outcome.SEVERAL,
        applied=applied,
        written_off=((first.number, -difference),) if difference.cents < 0 else (),
        excess=difference if difference.cents > 0 else None,
        because=why + (" to a cent" if difference.cents else ""),
    )


def discount(scene: Scene, named: tuple[OpenItem, ...], why: str) -> Settlement | None:
    """Every invoice named less the discount that its terms grant on the day of value."""
    offers = [(*discounted(i, scene.credit.value_on), i.owed) for i in named]
    for offer in islice(product(*offers), MAX_CHOICES):
        taken = sum(m.cents for m in offer)
        if abs(taken - scene.money.cents) > CENT or taken == sum_of(named):
            continue
        choice = (Money(offer[0].cents + scene.money.cents - taken, scene.money.currency), *offer[1:])
        pairs = list(zip(named, choice, strict=True))
        return Settlement(
            outcome=Outcome.PAID if len(named) == 1 else Outcome.SEVERAL,
            applied=tuple((i.number, m) for i, m in pairs),
            written_off=tuple((i.number, i.owed - m) for i, m in pairs if m != i.owed),
            because=f"{why}; less the discount for early payment that the terms grant on this day",
        )
    return None


def _with_others(scene: Scene, named: tuple[OpenItem, ...]) -> Way | None:
    """Other items of the same client, where only one way of taking them gives the rest of the amount."""
    owners = scene.owners_of(named)
    if len(owners) != 1:
        return None
    rest = scene.money.cents - sum_of(named)
    others = [i for i in scene.open_of(owners) if i not in named]
    # Less than what is named can only be a credit note deducted; more, other invoices paid along.
    kin = [i for i in others if (i.owed.cents < 0 or rest > 0)]
    vague = (i for m in scene.mentions.found if not m.sure for i in (*m.items, *m.longer))
    likely = {*scene.mentions.between, *vague, *(scene.mentions.cut.items if scene.mentions.cut else ())}
    for among in ([i for i in kin if i in likely], kin):
        ways = ways_to_pay(among, rest)
        if len(ways) == 1 and not ways[0].takes_oldest and not is_by_chance(among, ways[0]):
            return ways[0]
        if ways:
            return Way(
                tuple(dict.fromkeys(flat(way.items for way in ways))), takes_oldest=True, is_mixed=True
            )
    return None


def _other_exact(scene: Scene, named: tuple[OpenItem, ...]) -> OpenItem | None:
    others = (i for i in scene.open_of(scene.owners_of(named)) if i not in named)
    return next((i for i in others if abs(i.owed.cents - scene.money.cents) <= CENT), None)
