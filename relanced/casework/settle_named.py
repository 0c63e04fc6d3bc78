"""A credit whose reference names an invoice in, its settlement out. Pure.

The reference counts more than the payer's name; the amount tells paid from partial, and what is
named from what was meant.
"""

from collections.abc import Sequence
from itertools import islice, product

from relanced.casework.settle_names import fold_text, read_name
from relanced.casework.settle_references import Mention, near
from relanced.casework.settle_scene import CENT, Scene, ambiguous, flat, paid, partial, several, sum_of
from relanced.casework.settle_sums import oldest_first, ways_to_pay
from relanced.casework.settle_terms import discounted
from relanced.casework.settle_words import CHARGE_WORDS, FORMS_ABROAD
from relanced.casework.settlement import OpenItem, Outcome, Settlement
from relanced.model.money import Money

MAX_CHOICES = 64  # readings of several vague numbers tried


def by_number(scene: Scene, mentions: Sequence[Mention], open_items: Sequence[OpenItem]) -> Settlement:
    """Settle what sure mentions name; `open_items` are those of all currencies."""
    open_here = set(scene.items)
    groups = [tuple(i for i in m.items if i in open_here) for m in mentions]
    if not any(groups):
        return _by_closed_number(scene, mentions, open_items)
    named = choose(scene, [g for g in groups if g])
    if named is None:
        return ambiguous(flat(groups), "the numbers fit several invoices, the amount does not decide")
    objection = _objection(scene, named)
    if objection is not None:
        return objection
    written = ", ".join(dict.fromkeys(m.written for m in mentions))
    return pay(scene, named, f"«{written}» in the reference", paid_before=not all(groups))


def _by_closed_number(
    scene: Scene, mentions: Sequence[Mention], open_items: Sequence[OpenItem]
) -> Settlement:
    """The number names nothing that is open in this currency."""
    elsewhere = [i for m in mentions for i in m.items if i in open_items]
    if elsewhere:
        return ambiguous(
            elsewhere, f"the invoice is in {elsewhere[0].owed.currency}, the credit in {scene.money.currency}"
        )
    numbers = ", ".join(dict.fromkeys(i.number for m in mentions for i in m.items))
    theirs = scene.payer.known.items if scene.payer.known else ()
    fitting = [i for i in scene.items if i.owed == scene.money and i in theirs]
    full = {(i.total or i.owed) for m in mentions for i in m.items}
    if fitting and scene.money not in full:
        return ambiguous(fitting, f"{numbers} is paid already; the amount is that of another invoice")
    return Settlement(
        outcome=Outcome.OVERPAID,
        excess=scene.money,
        because=f"{numbers} is paid already: nothing is left to apply it to",
    )


def choose(scene: Scene, groups: Sequence[Sequence[OpenItem]]) -> tuple[OpenItem, ...] | None:
    """One item of each group; the payer, then the amount decides. None: they do not."""
    if scene.payer.known:
        theirs = set(scene.payer.known.items)
        groups = [tuple(i for i in g if i in theirs) or g for g in groups]
    if all(len(g) == 1 for g in groups):
        return tuple(dict.fromkeys(flat(groups)))
    choices = {tuple(dict.fromkeys(choice)) for choice in islice(product(*groups), MAX_CHOICES)}
    exact = [c for c in choices if sum_of(c) == scene.money.cents]
    if len(exact) == 1:
        return exact[0]
    ways = ways_to_pay(tuple(dict.fromkeys(flat(groups))), scene.money.cents)
    return ways[0] if not exact and len(ways) == 1 else None


def _objection(scene: Scene, named: tuple[OpenItem, ...]) -> Settlement | None:
    """The payer is another client: the number may be mistyped. None where number and amount agree."""
    rival = scene.payer.known
    if rival is None or set(named) & set(rival.items):
        return None
    own = [i for i in scene.items if i in rival.items and i.owed == scene.money]
    if (
        len(own) == 1
        and sum_of(named) != scene.money.cents
        and any(near(n.number, own[0].number) for n in named)
    ):
        return paid(
            own[0], scene.money, f"{rival.shown} owes exactly this; {named[0].number} is one slip away"
        )
    if own or sum_of(named) != scene.money.cents:
        return ambiguous((*named, *own), f"the reference names {named[0].number}, the payer is {rival.shown}")
    return None


def pay(scene: Scene, named: tuple[OpenItem, ...], why: str, *, paid_before: bool = False) -> Settlement:
    """Apply the money to the items that were named."""
    cents, owed = scene.money.cents, sum_of(named)
    difference = cents - owed
    if abs(difference) <= CENT:
        return within_a_cent(scene.money, named, f"{why}, the amount agrees")
    if (cut := discount(scene, named, why)) is not None:
        return cut
    more = _with_others(scene, named)
    if more is not None:
        return several(more, f"{why}; with the client's other items the amount is exact")
    if other := _other_exact(scene, named):
        return ambiguous((*named, other), f"{why}, but the amount is exactly that of {other.number}")
    if owed <= 0:
        return ambiguous(named, f"{why}: a credit note asks for no money")
    if difference > 0:
        return _too_much(scene, named, why, paid_before=paid_before)
    return _too_little(scene, named, why)


def _too_much(scene: Scene, named: tuple[OpenItem, ...], why: str, *, paid_before: bool) -> Settlement:
    if scene.mentions.strangers:
        return ambiguous(named, f"{why}; {scene.mentions.strangers[0]} is named too and not known")
    if (
        paid_before
        and sum_of(named) < scene.money.cents
        and scene.money in {i.total or i.owed for i in scene.settled}
    ):
        return ambiguous(named, f"{why}, but the amount is that of an invoice paid before")
    excess = Money(scene.money.cents - sum_of(named), scene.money.currency)
    applied = tuple((i.number, i.owed) for i in named)
    return Settlement(
        outcome=Outcome.OVERPAID, applied=applied, excess=excess, because=f"{why}; {excess} too much"
    )


def _too_little(scene: Scene, named: tuple[OpenItem, ...], why: str) -> Settlement:
    short = sum_of(named) - scene.money.cents
    charge = Money(short, scene.money.currency)
    if _is_bank_charge(scene, named, short):
        because = f"{why}; {charge} kept by banks between on a transfer from abroad"
        if len(named) == 1:
            return paid(named[0], scene.money, because, written_off=charge)
        last = oldest_first(named)[-1]
        applied = tuple((i.number, i.owed - charge if i is last else i.owed) for i in named)
        return Settlement(
            outcome=Outcome.SEVERAL, applied=applied, written_off=((last.number, charge),), because=because
        )
    if len(named) == 1:
        return partial(named[0], scene.money, why)
    ways = ways_to_pay(named, scene.money.cents)
    if len(ways) == 1:
        because = f"{why}; of these the amount is exactly {', '.join(i.number for i in ways[0])}"
        return paid(ways[0][0], scene.money, because) if len(ways[0]) == 1 else several(ways[0], because)
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
        because=why,
    )


def discount(scene: Scene, named: tuple[OpenItem, ...], why: str) -> Settlement | None:
    """Every invoice named less the discount that its terms grant on the day of value."""
    offers = [discounted(i, scene.credit.value_on) or (i.owed,) for i in named]
    for offer in islice(product(*offers), MAX_CHOICES):
        taken = sum(m.cents for m in offer)
        if abs(taken - scene.money.cents) > CENT or taken == sum_of(named):
            continue
        choice = (Money(offer[0].cents + scene.money.cents - taken, scene.money.currency), *offer[1:])
        return Settlement(
            outcome=Outcome.PAID if len(named) == 1 else Outcome.SEVERAL,
            applied=tuple((i.number, m) for i, m in zip(named, choice, strict=True)),
            written_off=tuple(
                (i.number, i.owed - m) for i, m in zip(named, choice, strict=True) if m != i.owed
            ),
            because=f"{why}; less the discount for early payment that the terms grant",
        )
    return None


def _with_others(scene: Scene, named: tuple[OpenItem, ...]) -> tuple[OpenItem, ...] | None:
    """The named items and others of the same client, where only one way gives the amount."""
    owners = [d for d in scene.debtors if set(d.items) & set(named)]
    if len(owners) != 1:
        return None
    rest = scene.money.cents - sum_of(named)
    others = [i for i in owners[0].items if i in scene.items and i not in named]
    # Less than what is named can only be a credit note deducted; more, other invoices paid along.
    kin = [i for i in others if (i.owed.cents < 0 or rest > 0)]
    among = [i for i in kin if i in scene.mentions.between] or kin
    ways = ways_to_pay(among, rest) or ways_to_pay(kin, rest)
    return (*named, *ways[0]) if len(ways) == 1 else None


def _other_exact(scene: Scene, named: tuple[OpenItem, ...]) -> OpenItem | None:
    theirs = [i for d in scene.debtors if set(d.items) & set(named) for i in d.items]
    return next((i for i in theirs if i in scene.items and i not in named and i.owed == scene.money), None)


def _is_bank_charge(scene: Scene, named: tuple[OpenItem, ...], short: int) -> bool:
    """Small, no round percentage, and the transfer came from abroad; or so small that nobody meant it.

    Inside the euro area no bank may deduct (regulation 2021/1230, directive 2015/2366 art. 81).
    """
    owed = sum_of(named)
    if any(short * 1000 == owed * share for share in (5, 10, 15, 20, 25, 30, 40, 50)):
        return False  # a discount that was not granted, a retention, a commission
    words = set(fold_text(f"{scene.credit.payer} {scene.credit.reference}").replace("/", " ").split())
    forms = read_name(scene.credit.payer).forms.union(*(read_name(i.client).forms for i in named))
    abroad = bool(forms & FORMS_ABROAD) or scene.credit.original is not None or scene.money.currency != "EUR"
    if abroad or words & CHARGE_WORDS:
        return short <= 5000 and short * 100 <= owed * 3
    return not forms and short <= 3000 and short * 200 <= owed
