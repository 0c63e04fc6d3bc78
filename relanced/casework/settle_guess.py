"""A credit without a whole number in its reference in: payer, amount and half a number; its settlement out. Pure.

Two witnesses must agree and none object. Where nothing but the payer decides between equal debts,
the oldest is paid (art. 1342-10 code civil).
"""

from relanced.casework.settle_named import choose, discount, pay, within_a_cent
from relanced.casework.settle_names import Debtor, fold_text
from relanced.casework.settle_references import near
from relanced.casework.settle_scene import CENT, Scene, ambiguous, is_payers, paid, partial, several, sum_of
from relanced.casework.settle_sums import ways_to_pay
from relanced.casework.settle_terms import discounted
from relanced.casework.settle_words import MONTH_OF, NOT_A_CLIENT, REFUND_WORDS
from relanced.casework.settlement import OpenItem, Outcome, Settlement


def borne_out(scene: Scene) -> Settlement | None:
    """Vague numbers («fact 290»), where payer or amount bears them out; None where nothing does."""
    open_here = set(scene.items)
    believed: list[tuple[OpenItem, ...]] = []
    for mention in scene.mentions.found:
        group = tuple(i for i in mention.items if i in open_here)
        theirs = tuple(i for i in group if is_payers(scene.payer, i))
        if mention.cut:  # the name is needed, or an amount that only one of them has
            exact = tuple(i for i in (theirs or group) if i.owed == scene.money)
            believed += [exact] if len(exact) == 1 else []
        elif theirs:
            believed.append(theirs)
        elif not scene.payer.known and not scene.payer.perhaps and group:
            believed.append(group)
    if not believed:
        return None
    named = choose(scene, believed)
    if named is None:
        return None
    written = ", ".join(m.written for m in scene.mentions.found)
    if all(is_payers(scene.payer, i) for i in named):
        return pay(scene, named, f"«{written}» in the reference and the payer's name")
    if abs(sum_of(named) - scene.money.cents) <= CENT:
        return within_a_cent(scene.money, named, f"«{written}» in the reference and the amount")
    return None


def one_slip(scene: Scene) -> Settlement | None:
    """A number in the form of ours that does not exist: mistyped, or not meant for us to guess."""
    fitting = [i for i in scene.items if i.owed == scene.money and is_payers(scene.payer, i)]
    close = [i for i in fitting if any(near(stranger, i.number) for stranger in scene.mentions.strangers)]
    stranger = scene.mentions.strangers[0]
    if len(close) == 1:
        return paid(
            close[0], scene.money, f"{stranger} does not exist and is one slip away; payer and amount agree"
        )
    theirs = [i for i in scene.items if is_payers(scene.payer, i)]
    return ambiguous(fitting or theirs, f"{stranger} is named, which is no invoice that is known")


def by_payer(scene: Scene, debtor: Debtor) -> Settlement:
    """Nothing but the name and the amount."""
    theirs = tuple(i for i in scene.items if i in debtor.items)
    who = f"payer {debtor.shown}"
    if any(word in fold_text(scene.credit.reference) for word in REFUND_WORDS):
        return ambiguous(theirs, f"{who}, but the reference speaks of a refund")
    if not theirs:
        return _nothing_owed(scene, debtor)
    cents = scene.money.cents
    month = _month_named(scene, theirs)
    if month is not None:
        return month
    if cents == sum_of(theirs):
        return (
            several(theirs, f"{who}, exactly all that he owes")
            if len(theirs) > 1
            else paid(theirs[0], scene.money, f"{who}, the amount is unique")
        )
    ways = ways_to_pay(theirs, cents)
    if len(ways) > 1:
        return ambiguous(theirs, f"{who}, several sets of invoices give {scene.money}")
    if ways and len(ways[0]) == 1:
        return paid(
            ways[0][0],
            scene.money,
            f"{who}, the amount agrees; the oldest of its kind (art. 1342-10 code civil)",
        )
    if ways:
        return several(ways[0], f"{who}, the only invoices that give {scene.money}")
    return _by_payer_inexact(scene, theirs, who)


def _by_payer_inexact(scene: Scene, theirs: tuple[OpenItem, ...], who: str) -> Settlement:
    near_by = [i for i in theirs if abs(i.owed.cents - scene.money.cents) <= CENT]
    if len(near_by) == 1:
        return within_a_cent(scene.money, (near_by[0],), f"{who}, the amount agrees to a cent")
    reduced = [
        i
        for i in theirs
        if any(abs(m.cents - scene.money.cents) <= CENT for m in discounted(i, scene.credit.value_on))
    ]
    if len(reduced) == 1 and (cut := discount(scene, (reduced[0],), who)) is not None:
        return cut
    if len(theirs) == 1 and 0 < scene.money.cents < theirs[0].owed.cents:
        return partial(theirs[0], scene.money, f"{who} owes nothing else")
    if any(scene.money == (i.total or i.owed) for i in scene.settled if i in _all_of(scene, theirs)):
        return ambiguous(theirs, f"{who}; the amount is that of an invoice paid before")
    return ambiguous(theirs, f"{who}; {scene.money} is no sum of his invoices")


def _nothing_owed(scene: Scene, debtor: Debtor) -> Settlement:
    abroad = [i for i in debtor.items if i not in scene.settled]
    if abroad:
        return ambiguous(abroad, f"payer {debtor.shown} owes nothing in {scene.money.currency}")
    return Settlement(
        outcome=Outcome.OVERPAID, excess=scene.money, because=f"payer {debtor.shown} owes nothing any more"
    )


def _month_named(scene: Scene, theirs: tuple[OpenItem, ...]) -> Settlement | None:
    """Equal amounts, and the reference names a month: that month's invoice, or a person decides."""
    equal = [i for i in theirs if i.owed == scene.money]
    months = {MONTH_OF[w] for w in fold_text(scene.credit.reference).split() if w in MONTH_OF}
    if len(equal) < 2 or not months:
        return None
    meant = [i for i in equal if i.issued_on and i.issued_on.month in months]
    if len(meant) == 1:
        return paid(meant[0], scene.money, "payer and amount agree, the reference names the month of issue")
    return ambiguous(equal, "equal invoices, and the month that is named does not tell which")


def by_amount(scene: Scene) -> Settlement:
    """The payer is not known for sure: one distinctive word and a unique amount, or a person decides."""
    text = fold_text(f"{scene.credit.payer} {scene.credit.reference}")
    exact = [i for i in scene.items if i.owed == scene.money]
    if any(word in text for word in NOT_A_CLIENT):
        return Settlement(
            outcome=Outcome.UNKNOWN, because="the words are those of a refund or of the firm's own transfer"
        )
    perhaps = scene.payer.perhaps
    if scene.payer.is_likely and len(exact) == 1 and exact[0] in perhaps[0].items:
        return paid(
            exact[0],
            scene.money,
            f"the payer shares a name with {perhaps[0].shown}, and only he owes this amount",
        )
    if perhaps:
        theirs = [i for i in scene.items if any(i in d.items for d in perhaps)]
        return ambiguous(
            [i for i in theirs if i.owed == scene.money] or theirs,
            "the payer's name fits several clients, or one in part",
        )
    if exact:
        return ambiguous(exact, f"the amount fits, but nobody knows the payer «{scene.credit.payer}»")
    for debtor in scene.debtors:
        theirs = [i for i in scene.items if i in debtor.items]
        if len(theirs) > 1 and sum_of(theirs) == scene.money.cents:
            return ambiguous(
                theirs, f"all that {debtor.shown} owes, but the payer «{scene.credit.payer}» is not known"
            )
    return Settlement(outcome=Outcome.UNKNOWN, because="neither number, name nor amount is that of a client")


def _all_of(scene: Scene, theirs: tuple[OpenItem, ...]) -> set[OpenItem]:
    return {i for d in scene.debtors if set(d.items) & set(theirs) for i in d.items}
