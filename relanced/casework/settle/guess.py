"""A credit whose reference names no invoice in: payer and amount; its settlement out. Pure.

Two witnesses must agree and none object. Where nothing but the payer decides between equal debts,
the oldest is paid (art. 1342-10 code civil), and that is said.
"""

from relanced.casework.settle.explained import is_for_a_quote, is_indemnity, share_of
from relanced.casework.settle.payers import Debtor
from relanced.casework.settle.paying import discount, within_a_cent
from relanced.casework.settle.periods import days_named, is_in, months_named
from relanced.casework.settle.planned import as_instalment, unless_instalment
from relanced.casework.settle.scene import (
    CENT,
    OLDEST,
    Scene,
    ambiguous,
    numbers,
    overpaid,
    paid,
    partial,
    several,
    sum_of,
    unknown,
)
from relanced.casework.settle.settlement import SURE, OpenItem, Outcome, Settlement
from relanced.casework.settle.sums import Way, is_by_chance, oldest_first, ways_to_pay
from relanced.casework.settle.terms import discounted
from relanced.casework.settle.words import MORE_WORDS, NOT_A_CLIENT, RENT_WORDS
from relanced.model.money import Money

_SMALL = 3  # items in a sum that is as likely as one invoice of the same amount


def by_payer(scene: Scene, debtor: Debtor, who: str) -> Settlement:
    """Nothing but the name and the amount."""
    theirs = scene.open_of((debtor,))
    if any(word in scene.text for word in NOT_A_CLIENT):
        return ambiguous(theirs, f"{who}, but the reference speaks of a refund or of money of another kind")
    if not theirs:
        return _nothing_owed(scene, debtor)
    exact = _by_sum(scene, theirs, who)
    answer = exact if exact is not None else _by_payer_inexact(scene, theirs, who)
    return unless_instalment(scene, theirs, answer)


def _by_sum(scene: Scene, theirs: tuple[OpenItem, ...], who: str) -> Settlement | None:
    """One of his invoices, all of them, or the only set of them that gives the amount."""
    cents = scene.money.cents
    period = _period_named(scene, theirs, who)
    if period is not None:
        return period
    if cents == sum_of(theirs):
        if len(theirs) == 1:
            return paid(theirs[0], scene.money, f"{who}, who owes exactly this, and nothing else")
        return several(theirs, f"{who}, who pays exactly all that he owes")
    ways = ways_to_pay(theirs, cents)
    if len(ways) > 1 and (len(ways[0].items) > 1 or len(ways[1].items) <= _SMALL):
        return ambiguous(theirs, f"{who}: several sets of his invoices give {scene.money}")
    return _by_way(scene, theirs, ways[0], who) if ways else _by_habit(scene, theirs, who)


def _by_way(scene: Scene, theirs: tuple[OpenItem, ...], way: Way, who: str) -> Settlement:
    """The only set of his invoices that gives the amount, unless nothing tells it from another or from chance."""
    said = f"{who}: {numbers(way.items)} give {scene.money}"
    if way.is_choice:
        return ambiguous(theirs, f"{said}, but of equal ones any may be meant")
    equal = [i for i in theirs if i.owed == way.items[0].owed]
    meant = [m for m in scene.mentions.found if sum(i in equal for i in m.items) > 1]
    if way.takes_oldest and meant:
        return ambiguous(
            equal, f"{who}, and «{meant[0].written}» in the reference fits several of his equal ones"
        )
    if way.takes_oldest and scene.mentions.unread:
        which = scene.mentions.unread[0]
        return ambiguous(
            equal, f"{who}, who owes this more than once, and «{which}» in the reference may name which"
        )
    assumed = OLDEST if way.takes_oldest else ""
    if len(way.items) == 1:
        oldest = ", the oldest of several equal ones" if assumed else ""
        why = f"{who}, who owes exactly this on {way.items[0].number}{oldest}"
        return paid(way.items[0], scene.money, why, assumed=assumed)
    if _was_paid_before(scene, theirs):
        return ambiguous(theirs, f"{said}, and so did an invoice that is paid already")
    if is_by_chance(theirs, way):
        return ambiguous(theirs, f"{said}, but among so many that may be chance")
    return several(way.items, f"{said}, {'the oldest' if assumed else 'and no others do'}", assumed=assumed)


def _by_habit(scene: Scene, theirs: tuple[OpenItem, ...], who: str) -> Settlement | None:
    """Sets that people pay by habit, however many items they have: all that is due, the oldest, all but the newest."""
    ordered = oldest_first(theirs)
    total = 0
    for count, item in enumerate(ordered, start=1):
        total += item.owed.cents
        if total == scene.money.cents and count > 1:
            equal = count < len(ordered) and ordered[count].due_on == item.due_on
            why = f"{who}, who pays exactly the {count} oldest of his {len(ordered)} invoices"
            return None if equal else several(tuple(ordered[:count]), why)
    return None


def _by_payer_inexact(scene: Scene, theirs: tuple[OpenItem, ...], who: str) -> Settlement:
    """No sum of his: a cent, a discount, the 40 €; else a part of one, where nothing objects."""
    near_by = [i for i in theirs if abs(i.owed.cents - scene.money.cents) <= CENT]
    if len(near_by) == 1:
        why = f"{who}, and the amount of {near_by[0].number} agrees"
        return within_a_cent(scene.money, (near_by[0],), why)
    on = scene.credit.value_on
    reduced = [i for i in theirs if any(abs(m.cents - scene.money.cents) <= CENT for m in discounted(i, on))]
    if len(reduced) == 1 and (settlement := discount(scene, (reduced[0],), who)) is not None:
        return settlement
    if _was_paid_before(scene, theirs):
        return ambiguous(theirs, f"{who}; the amount is that of an invoice paid before")
    is_said = any(word in scene.text for word in MORE_WORDS)
    late = [i for i in theirs if is_indemnity(scene, i)] if is_said or len(theirs) == 1 else []
    if len(late) == 1:
        more = Money(scene.money.cents - late[0].owed.cents, scene.money.currency)
        why = f"{who}, who owes {late[0].owed} on {late[0].number}; {more} more are the indemnity for late payment"
        return overpaid(late, more, f"{why} (art. D441-5 code de commerce)")
    return _objection(scene, theirs, who) or _part(scene, theirs, who)


def _objection(scene: Scene, theirs: tuple[OpenItem, ...], who: str) -> Settlement | None:
    """What speaks against a part of one of his invoices: a quote, another client's number, a namesake."""
    if is_for_a_quote(scene):
        why = f"{who}; the reference speaks of a quote, and {scene.money} is no sum of his invoices"
        return ambiguous(theirs, why)
    cut = [m for m in scene.mentions.found if m.cut]
    if cut and not any(i in m.items for m in cut for i in theirs):
        return ambiguous(theirs, f"{who}; but «{cut[0].written}» in the reference begins none of his numbers")
    named = [i for m in scene.mentions.found if not m.cut for i in m.items]
    elsewhere = [i for i in named if i in scene.here and i not in theirs]
    if elsewhere:
        return ambiguous((*theirs, *elsewhere), f"{who}; a number in the reference may be another client's")
    namesakes = [i for i in scene.open_of(scene.payer.perhaps) if i.owed == scene.money]
    if namesakes:
        return ambiguous((*theirs, *namesakes), f"{who}, but a client of nearly this name owes exactly this")
    return None


def _part(scene: Scene, theirs: tuple[OpenItem, ...], who: str) -> Settlement:
    """The share of an invoice that the reference names, an instalment, or a part of the only one that he owes."""
    larger = [i for i in theirs if 0 < scene.money.cents < i.owed.cents]
    shares = [i for i in larger if share_of(scene, i)]
    if len(shares) == 1:
        why = f"{who}, who pays the share of {shares[0].number} that the reference names"
        return partial(shares[0], scene.money, why)
    planned = as_instalment(scene, theirs, who)
    if planned is not None:
        return planned
    if len(theirs) == 1 and larger:
        return partial(theirs[0], scene.money, f"{who}, who owes nothing else")
    return ambiguous(theirs, f"{who}; {scene.money} is no sum of his invoices")


def _was_paid_before(scene: Scene, theirs: tuple[OpenItem, ...]) -> bool:
    """Whether the client has paid an invoice of this amount: he may pay it twice.

    Not where it is an instalment again of the plan that paid this invoice too.
    """
    settled = set(scene.settled)
    plans = {item.plan for item in theirs if scene.money in item.instalments}
    return any(
        item in settled and scene.money == (item.total or item.owed) and item.plan not in plans
        for debtor in scene.owners_of(theirs)
        for item in debtor.items
    )


def _nothing_owed(scene: Scene, debtor: Debtor) -> Settlement:
    settled = set(scene.settled)
    abroad = [i for i in debtor.items if i not in settled]
    if abroad:
        return ambiguous(abroad, f"{debtor.shown} owes nothing in {scene.money.currency}")
    return overpaid((), scene.money, f"{debtor.shown} owes nothing any more")


def _period_named(scene: Scene, theirs: tuple[OpenItem, ...], who: str) -> Settlement | None:
    """The reference names months: their invoice or invoices, where the amount agrees."""
    equal = [i for i in theirs if i.owed == scene.money]
    days = days_named(scene.credit.reference)
    dated = [i for i in equal if i.issued_on in days or i.due_on in days]
    if len(equal) > 1 and len(dated) == 1:
        return paid(dated[0], scene.money, f"{who}, who owes this on {dated[0].number}, whose day is named")
    months = months_named(scene.credit.reference)
    if not months:
        return None
    inside = [i for i in theirs if is_in(i.issued_on, months)]
    meant = [i for i in equal if i in inside]
    if len(equal) > 1 and len(meant) == 1 and not _is_another_by_due_day(scene, equal, meant[0], months):
        return paid(
            meant[0],
            scene.money,
            f"{who}, who owes this on {meant[0].number}, issued in the month that is named",
        )
    if len(equal) > 1:
        return ambiguous(equal, f"{who}: equal invoices, and the month that is named does not tell which")
    if not equal and len(inside) > 1 and sum_of(inside) == scene.money.cents:
        return several(inside, f"{who}, who pays all that was issued in the months that are named")
    return None


def _is_another_by_due_day(
    scene: Scene, equal: list[OpenItem], meant: OpenItem, months: frozenset[tuple[int | None, int]]
) -> bool:
    """«Loyer octobre»: a rent that is due in the month, and was billed in the one before."""
    is_rent = any(word in f"{scene.text} " for word in RENT_WORDS)
    return is_rent and any(i is not meant and is_in(i.due_on, months) for i in equal)


def by_likeness(scene: Scene) -> Settlement | None:
    """The name fits one client but for the words of a trade, or several clients: only exact amounts count."""
    if any(word in scene.text for word in NOT_A_CLIENT):
        return None
    settlements = []
    for debtor in scene.payer.fits:
        theirs = scene.open_of((debtor,))
        found = _by_likely_sum(scene, theirs, f"the payer's name fits {debtor.shown}") if theirs else None
        if found is not None:
            settlements.append(found)
    sure = [s for s in settlements if s.outcome in SURE]
    others = [d for d in scene.payer.perhaps if d not in scene.payer.fits]
    rivals = [i for i in scene.open_of(others) if i.owed == scene.money]
    return sure[0] if len(settlements) == len(sure) == 1 and not rivals else None


def _by_likely_sum(scene: Scene, theirs: tuple[OpenItem, ...], who: str) -> Settlement | None:
    """One invoice, equal ones, or all that he owes; other sums are doubtful."""
    found = _by_sum(scene, theirs, who)
    found = unless_instalment(scene, theirs, found) if found is not None else None
    if found is None or found.outcome is not Outcome.SEVERAL or len(found.applied) == len(theirs):
        return found
    return found if found.assumed else ambiguous(theirs, f"{found.because}; but the name is not quite his")


def by_amount(scene: Scene) -> Settlement:
    """The payer is not known: whoever owes the amount may be meant, and a person decides."""
    exact = [i for i in scene.items if i.owed == scene.money]
    if any(word in scene.text for word in NOT_A_CLIENT):
        return unknown("the words are those of a refund, of interest or of the firm's own money")
    if scene.payer.perhaps:
        theirs = scene.open_of(scene.payer.perhaps)
        return ambiguous(
            [i for i in theirs if i.owed == scene.money] or theirs,
            f"the name «{scene.credit.payer}» fits several clients, or one in part",
        )
    if exact:
        return ambiguous(exact, f"the amount fits, but nobody knows the payer «{scene.credit.payer}»")
    for debtor in scene.debtors:
        theirs = scene.open_of((debtor,)) if len(debtor.items) > 1 else ()
        if len(theirs) > 1 and sum_of(theirs) == scene.money.cents:
            return ambiguous(theirs, f"all that {debtor.shown} owes, but nobody knows «{scene.credit.payer}»")
    return unknown("neither number, name nor amount is that of a client who owes")
