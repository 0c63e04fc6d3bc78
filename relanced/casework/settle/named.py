"""A credit whose reference names an invoice in, its settlement out. Pure.

The reference counts more than the payer's name; the amount tells paid from partial, and what is
named from what was meant. A whole number with the exact amount stands alone; with another amount
the payer must be the client, or the text must say why.
"""

from collections.abc import Sequence

from relanced.casework.settle.explained import why_less_as_said, why_more
from relanced.casework.settle.mentions import Mention
from relanced.casework.settle.numbers import near
from relanced.casework.settle.payers import is_payers
from relanced.casework.settle.paying import choose, is_rare, pay, with_range
from relanced.casework.settle.scene import (
    CENT,
    Scene,
    ambiguous,
    flat,
    numbers,
    overpaid,
    paid,
    sum_of,
    unknown,
)
from relanced.casework.settle.settlement import SURE, OpenItem, Outcome, Settlement
from relanced.casework.settle.words import NOT_A_CLIENT, REFUND_WORDS


def by_number(scene: Scene, mentions: Sequence[Mention], open_items: Sequence[OpenItem]) -> Settlement:
    """Settle what sure mentions name; `open_items` are those of all currencies."""
    open_here = set(scene.items)
    groups = [tuple(i for i in m.items if i in open_here) for m in mentions]
    if not any(groups):
        return _by_closed_number(scene, mentions, open_items)
    named = choose(scene, [g for g in groups if g])
    if named is None:
        return ambiguous(flat(groups), "the numbers fit several invoices, and the amount does not tell which")
    if scene.mentions.is_range:
        named = with_range(scene, named)
    written = ", ".join(dict.fromkeys(m.written for m in mentions))
    why = f"the reference names {numbers(named)}" + ("" if len(written) < 40 else " and others")
    named = _going_on(scene, mentions, named)
    objection = _objection(scene, mentions, named, why)
    if objection is not None:
        return objection
    settled = [m.items[0] for m, group in zip(mentions, groups, strict=True) if not group]
    settlement = pay(scene, named, why, settled)
    if is_payers_all(scene, named):
        return settlement
    return _by_a_third(scene, mentions, named, settlement)


def is_payers_all(scene: Scene, named: Sequence[OpenItem]) -> bool:
    """Whether the payer may be the client of every item, as far as his name tells."""
    return all(is_payers(scene.payer, i) for i in named)


def _going_on(scene: Scene, mentions: Sequence[Mention], named: tuple[OpenItem, ...]) -> tuple[OpenItem, ...]:
    """Where the text may end inside the last number: the longer one of which payer and amount are exact."""
    last = mentions[-1]
    if not last.longer or abs(sum_of(named) - scene.money.cents) <= CENT:
        return named
    others = tuple(i for i in named if i not in last.items)
    rest = scene.money.cents - sum_of(others)
    fitting = [
        i for i in last.longer if i in scene.items and i.owed.cents == rest and is_payers(scene.payer, i)
    ]
    return (*others, fitting[0]) if len(fitting) == 1 else named


def _by_closed_number(
    scene: Scene, mentions: Sequence[Mention], open_items: Sequence[OpenItem]
) -> Settlement:
    """The number names nothing that is open in this currency."""
    elsewhere = [i for m in mentions for i in m.items if i in open_items]
    if elsewhere:
        return ambiguous(
            elsewhere,
            f"{elsewhere[0].number} is in {elsewhere[0].owed.currency}, the credit in {scene.money.currency}",
        )
    named = [i for m in mentions for i in m.items]
    theirs = scene.payer.known.items if scene.payer.known else ()
    fitting = [i for i in scene.items if i.owed == scene.money and i in theirs]
    full = {(i.total or i.owed) for i in named}
    is_anothers = bool(theirs) and not set(named) & set(theirs)
    close = [i for i in fitting if any(near(n.number, i.number) for n in named)]
    if is_anothers and len(close) == 1 and len(fitting) == 1 and scene.money not in full:
        why = f"{named[0].number} is another client's and paid; {close[0].number} is one slip away"
        return paid(close[0], scene.money, f"{why}, and {scene.payer.because}, who owes exactly this on it")
    if fitting and (scene.money not in full or is_anothers):
        return ambiguous(fitting, f"{numbers(named)} is paid already; the amount is that of another invoice")
    twins = [i for i in fitting if i.owed == scene.money]
    if twins and scene.money in full:
        why = f"{numbers(named)} is paid already: paid twice, or meant for one of the same amount"
        return ambiguous(twins, why)
    if not is_payers_all(scene, named) and scene.money not in full:
        return ambiguous(
            [], f"{numbers(named)} is paid already, with another amount, and the payer is another"
        )
    return overpaid((), scene.money, f"{numbers(named)} is paid already: nothing is left to apply it to")


def _objection(
    scene: Scene, mentions: Sequence[Mention], named: tuple[OpenItem, ...], why: str
) -> Settlement | None:
    """The payer is another client, or the text speaks of a refund. None where number and amount agree."""
    is_exact = abs(sum_of(named) - scene.money.cents) <= CENT
    rival = scene.payer.known
    likes = [i for i in scene.open_of(scene.payer.perhaps) if abs(i.owed.cents - scene.money.cents) <= CENT]
    is_theirs = is_payers_all(scene, named)
    if not (is_exact and is_theirs) and any(word in scene.text for word in REFUND_WORDS):
        if is_theirs or is_exact:
            return ambiguous(named, f"{why}, but speaks of a refund")
        return unknown(f"{why}, but speaks of a refund; amount and payer are those of nobody who owes")
    if not is_theirs and any(word in scene.text for word in NOT_A_CLIENT):
        return ambiguous(named, f"{why}, but speaks of money that no client pays, and the payer is no client")
    if rival is None and likes and not any(is_payers(scene.payer, i) for i in named):
        return ambiguous(
            (*named, *likes), f"{why}, but the payer's name is more like that of one who owes this"
        )
    if rival is None or set(named) & set(rival.items):
        return None
    own = [i for i in scene.open_of((rival,)) if abs(i.owed.cents - scene.money.cents) <= CENT]
    written = [*(n.number for n in named), *(m.written for m in mentions)]
    slips = [i for i in own if any(near(number, i.number) for number in written)]
    if len(own) == 1 and own[0].owed == scene.money and slips and not is_exact:
        return paid(
            own[0],
            scene.money,
            f"{rival.shown} owes exactly this on {own[0].number}; {named[0].number} is one slip away",
        )
    if own or not is_exact or not all(m.strong for m in mentions):
        return ambiguous((*named, *own), f"{why}, but the payer is {rival.shown}")
    return None


def _by_a_third(
    scene: Scene, mentions: Sequence[Mention], named: tuple[OpenItem, ...], settlement: Settlement
) -> Settlement:
    """Number without the exact amount, from somebody who is not known to be the client."""
    longer = [i for m in mentions for i in m.longer if i in scene.items and i.owed == scene.money]
    if longer:
        return ambiguous((*named, *longer), "the text may end inside a number, and the payer is not known")
    if settlement.outcome not in SURE or not settlement.applied:
        return settlement
    strong = all(m.strong for m in mentions)
    if settlement.outcome in {Outcome.PAID, Outcome.SEVERAL}:
        if len(settlement.applied) > len(named):
            return ambiguous(named, f"{settlement.because}; but nobody knows «{scene.credit.payer}»")
        if strong or len(named) > 1 or is_rare(scene, named[0]):
            return settlement
        return ambiguous(
            named,
            f"{numbers(named)} may be another's number, and others owe as much; nobody knows «{scene.credit.payer}»",
        )
    who = f"«{scene.credit.payer}»" if scene.credit.payer.strip() else "nobody who is named"
    if settlement.outcome is Outcome.PARTIAL and strong and why_less_as_said(scene, named[0]):
        return settlement
    if settlement.outcome is Outcome.OVERPAID and strong and why_more(scene, named):
        return settlement
    return ambiguous(named, f"{settlement.because}; but the payer is {who}, whom no invoice knows")
