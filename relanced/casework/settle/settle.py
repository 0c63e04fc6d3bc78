"""A credit and what is open in, the settlement out: which invoices the money pays. Pure.

Three witnesses: the number that the payer wrote, the amount, his name. A whole number with the exact
amount speaks alone; all else needs two witnesses that agree and none that objects. Doubt never
applies money.

Which items an answer depends on: those that `references` and `payers` name in their heads; every
item of a client of whom one item is among these; every open item of the amount, and every client
who owes the amount altogether; of settled items those of the same kinds. Other items change nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from relanced.casework.settle import tokens
from relanced.casework.settle.guess import by_amount, by_likeness, by_payer
from relanced.casework.settle.mentions import Mention
from relanced.casework.settle.named import by_number
from relanced.casework.settle.names import fold_text
from relanced.casework.settle.payers import debtors_of, who_pays
from relanced.casework.settle.planned import named_plan
from relanced.casework.settle.references import read_mentions
from relanced.casework.settle.rivals import rivals_of
from relanced.casework.settle.scene import Scene, unknown
from relanced.casework.settle.settlement import SURE, OpenItem, Outcome, Settlement
from relanced.casework.settle.vague import borne_out, one_slip
from relanced.model.facts import Credit
from relanced.model.money import Money

_WEEKS = timedelta(days=60)  # around the value day: a day that a reference may name


def settle(credit: Credit, open_items: Sequence[OpenItem], settled: Sequence[OpenItem] = ()) -> Settlement:
    """Tell which open items a credit pays.

    `settled` are items already paid, as far as known: their numbers and amounts unmask a second
    payment. Amounts applied are in the items' currency. Never raises for any text.
    """
    if credit.amount.cents <= 0:
        return unknown(f"{credit.amount} is no money that came in")
    every = (*open_items, *settled)
    debtors = debtors_of(every)
    payer = who_pays(credit, debtors)
    mentions = read_mentions(credit.reference, every)
    text = fold_text(f"{credit.payer[:300]} {credit.reference[:600]}")
    answers = []
    for money in _moneys(credit):
        items = tuple(i for i in open_items if i.owed.currency == money.currency and i.owed.cents)
        scene = Scene(
            money=money,
            credit=credit,
            items=items,
            settled=tuple(settled),
            debtors=debtors,
            payer=payer,
            mentions=mentions,
            text=text,
            here=frozenset(items),
        )
        answer = _settle(scene, open_items)
        answers.append(replace(answer, rivals=rivals_of(scene, answer)))
        if answers[-1].outcome in SURE and answers[-1].applied:
            return answers[-1]
    return next(
        (a for wanted in (SURE, {Outcome.AMBIGUOUS}) for a in answers if a.outcome in wanted), answers[0]
    )


def _moneys(credit: Credit) -> tuple[Money, ...]:
    """What was sent in another currency first: the amount that the bank made of it may be another invoice's."""
    original = credit.original
    if original is None or original.currency == credit.amount.currency:
        return (credit.amount,)
    return (original, credit.amount)


def _is_rather_a_day(scene: Scene, mention: Mention) -> bool:
    """«VIR 20260312»: digits that are a day of these weeks, and another client's number; the payer is known."""
    day = tokens.day_of(mention.written)
    on = scene.credit.value_on
    is_day = day is not None and on is not None and abs(on - day) <= _WEEKS
    theirs = scene.payer.known.items if scene.payer.known else ()
    return is_day and not mention.labelled and bool(theirs) and not set(mention.items) & set(theirs)


def _settle(scene: Scene, open_items: Sequence[OpenItem]) -> Settlement:
    sure = [m for m in scene.mentions.found if m.sure and not _is_rather_a_day(scene, m)]
    if sure:
        return named_plan(scene, sure, by_number(scene, sure, open_items))
    vague = borne_out(scene)
    if vague is not None:
        return vague
    if scene.mentions.strangers:
        return one_slip(scene)
    if scene.payer.known:
        return by_payer(scene, scene.payer.known, scene.payer.because)
    likely = by_likeness(scene)
    return likely if likely is not None else by_amount(scene)
