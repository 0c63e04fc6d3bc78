"""A credit and a plan of instalments in, the plan's invoices that it pays, or the doubt that it brings, out. Pure.

An agreed sum is a witness like the sum of an invoice, and needs a second one: a payer who is surely the
client, or the numbers of the plan's own invoices beside one who may be he. It pays the oldest of them
first (art. 1342-10 code civil). Where the same sum may pay something else, a person decides.
"""

from collections.abc import Sequence

from relanced.casework.settle.mentions import Mention
from relanced.casework.settle.payers import is_payers
from relanced.casework.settle.scene import CENT, Scene, ambiguous, flat, numbers, sum_of
from relanced.casework.settle.settlement import SURE, OpenItem, Outcome, Settlement
from relanced.casework.settle.sums import oldest_first, ways_to_pay
from relanced.casework.settle.words import NOT_A_CLIENT
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber

_Applied = tuple[tuple[InvoiceNumber, Money], ...]


def as_instalment(scene: Scene, theirs: Sequence[OpenItem], who: str) -> Settlement | None:
    """What is no sum of his invoices, and an instalment of the one plan among them."""
    items = _of_one_plan(scene, theirs)
    if not items or sum_of(items) < scene.money.cents:
        return None
    applied = _oldest(items, scene.money)
    paid = [item for item in items if item.number in {number for number, _ in applied}]
    why = f"{who}; {scene.money} is an instalment agreed for {numbers(items)}"
    rest = sum_of(paid) - scene.money.cents
    if rest:
        why = f"{why}; {Money(rest, scene.money.currency)} of {paid[-1].number} stay due"
    whole = Outcome.PAID if len(applied) == 1 else Outcome.SEVERAL
    assumed = "the oldest due is paid first (art. 1342-10 code civil)" if len(items) > 1 else ""
    return Settlement(
        outcome=Outcome.PARTIAL if rest else whole, applied=applied, because=why, assumed=assumed
    )


def unless_instalment(scene: Scene, theirs: Sequence[OpenItem], answer: Settlement) -> Settlement:
    """The answer; a doubt where by the amount it pays something else than the plan whose instalment it is."""
    planned = [item for item in theirs if scene.money in item.instalments]
    known = {item.number for item in planned}
    if answer.outcome not in SURE or not planned or all(number in known for number, _ in answer.applied):
        return answer
    other = [item for item in theirs if item.number in dict(answer.applied)]
    why = f"{answer.because}; but {scene.money} is also an instalment agreed for {numbers(planned)}"
    return ambiguous((*other, *planned), why)


def named_plan(scene: Scene, mentions: Sequence[Mention], answer: Settlement) -> Settlement:
    """The answer; where nothing but the plan of the invoices named explains the amount, its instalment."""
    named = list(dict.fromkeys(flat(m.items for m in mentions)))
    plans = {item.plan for item in named}
    is_clear = not scene.mentions.strangers and scene.mentions.cut is None and len(plans) == 1
    if answer.outcome is not Outcome.AMBIGUOUS or not is_clear or "" in plans:
        return answer
    if any(item not in scene.here or not is_payers(scene.payer, item) for item in named):
        return answer
    owners = scene.owners_of(named)
    theirs = scene.open_of(owners)
    if len(owners) != 1 or any(word in scene.text for word in NOT_A_CLIENT):
        return answer
    if ways_to_pay(theirs, scene.money.cents) or any(_is_near(item, scene.money) for item in theirs):
        return answer
    mine = [item for item in theirs if item.plan in plans]
    return as_instalment(scene, mine, f"the reference names {numbers(named)}") or answer


def _of_one_plan(scene: Scene, theirs: Sequence[OpenItem]) -> list[OpenItem]:
    """The open items of the only plan of which this is an instalment; empty: there is none, or more than one."""
    planned = [item for item in theirs if scene.money in item.instalments]
    return oldest_first(planned) if len({item.plan for item in planned}) == 1 else []


def _oldest(items: Sequence[OpenItem], money: Money) -> _Applied:
    left = money.cents
    applied = []
    for item in items:
        taken = min(left, item.owed.cents)
        if taken > 0:
            applied.append((item.number, Money(taken, money.currency)))
        left -= taken
    return tuple(applied)


def _is_near(item: OpenItem, money: Money) -> bool:
    return abs(item.owed.cents - money.cents) <= CENT
