"""A credit and what is open in, the settlement out: which invoices the money pays. Pure.

Three witnesses: the number that the payer wrote, the amount, his name. A whole number speaks
alone; all else needs two witnesses that agree and none that objects. Doubt never applies money.
"""

from collections.abc import Sequence

from relanced.casework.settle_guess import borne_out, by_amount, by_payer, one_slip
from relanced.casework.settle_named import by_number
from relanced.casework.settle_names import debtors_of, who_pays
from relanced.casework.settle_references import read_mentions
from relanced.casework.settle_scene import Scene
from relanced.casework.settlement import SURE, OpenItem, Outcome, Settlement
from relanced.model.facts import Credit


def settle(credit: Credit, open_items: Sequence[OpenItem], settled: Sequence[OpenItem] = ()) -> Settlement:
    """Tell which open items a credit pays.

    `settled` are items already paid, as far as known: their numbers and amounts unmask a second
    payment. Amounts applied are in the items' currency. Never raises for any text.
    """
    if credit.amount.cents <= 0:
        return Settlement(outcome=Outcome.UNKNOWN, because=f"{credit.amount} is no money that came in")
    every = (*open_items, *settled)
    debtors = debtors_of(every)
    payer = who_pays(credit.payer, credit.reference, debtors)
    mentions = read_mentions(credit.reference, every)
    answers = []
    for money in dict.fromkeys(m for m in (credit.amount, credit.original) if m is not None):
        items = tuple(i for i in open_items if i.owed.currency == money.currency and i.owed.cents)
        answers.append(
            _settle(Scene(money, credit, items, tuple(settled), debtors, payer, mentions), open_items)
        )
        if answers[-1].outcome in SURE:
            return answers[-1]
    return next((a for a in answers if a.outcome is Outcome.AMBIGUOUS), answers[0])


def _settle(scene: Scene, open_items: Sequence[OpenItem]) -> Settlement:
    sure = [m for m in scene.mentions.found if m.sure]
    if sure:
        return by_number(scene, sure, open_items)
    vague = borne_out(scene)
    if vague is not None:
        return vague
    if scene.mentions.strangers and (slip := one_slip(scene)):
        return slip
    if scene.payer.known:
        return by_payer(scene, scene.payer.known)
    return by_amount(scene)
