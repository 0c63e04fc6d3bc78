"""A credit with half a number, or a wrong one, in its reference in, its settlement out; None: others must tell. Pure.

Such a number counts only where payer or amount bears it out.
"""

import re
from itertools import combinations

from relanced.casework.settle.mentions import Mention
from relanced.casework.settle.numbers import near
from relanced.casework.settle.payers import is_payers
from relanced.casework.settle.paying import choose, is_rare, pay, with_range, within_a_cent
from relanced.casework.settle.scene import CENT, Scene, ambiguous, paid, sum_of
from relanced.casework.settle.settlement import OpenItem, Outcome, Settlement
from relanced.casework.settle.words import NOT_A_CLIENT

MAX_VAGUE = 6  # vague numbers of which some are tried together
_YEAR = re.compile(r"[^0-9]{0,20}20[0-9]{2}")
_SMALL = 3  # items in a sum that a number one slip away bears out


def borne_out(scene: Scene) -> Settlement | None:
    """Vague numbers («fact 290»), where payer or amount bears them out; None where nothing does."""
    open_here = set(scene.items)
    believed: list[tuple[Mention, tuple[OpenItem, ...]]] = []
    for mention in scene.mentions.found:
        group = tuple(i for i in (*mention.items, *mention.longer) if i in open_here)
        theirs = tuple(i for i in group if is_payers(scene.payer, i))
        if not theirs and (_tells_only_a_year(mention) or any(word in scene.text for word in NOT_A_CLIENT)):
            continue  # «TVA 2T2026»: the amount alone would decide
        if mention.cut:  # the name is needed, or an amount that only one of them has
            exact = tuple(i for i in (theirs or group) if i.owed == scene.money)
            if len(exact) > 1 and theirs:
                why = f"the reference ends inside a number, «{mention.written}»"
                return ambiguous(exact, f"{why}, and several begin so and have this amount")
            believed += [(mention, exact)] if len(exact) == 1 else []
        elif theirs or (group and not scene.payer.known and not _is_owed_by_likes(scene)):
            believed.append((mention, theirs or group))
    if not believed:
        return None
    written = ", ".join(dict.fromkeys(m.written for m, _ in believed))
    why = f"the reference says «{written}»"
    if scene.payer.known:
        return _of_payer(scene, believed, f"{why}, {scene.payer.because}")
    return _of_nobody(scene, believed, why)


def _tells_only_a_year(mention: Mention) -> bool:
    """Whether no more of a number is there than what every number of a year begins with."""
    return _YEAR.fullmatch(mention.written) is not None


def _of_payer(
    scene: Scene, believed: list[tuple[Mention, tuple[OpenItem, ...]]], why: str
) -> Settlement | None:
    """The payer's own: all of them at the exact amount; else those that are called invoices."""
    for among in (believed, [b for b in believed if b[0].labelled]):
        named = choose(scene, [group for _, group in among]) if among else None
        if named is None:
            continue
        if scene.mentions.is_range:
            named = with_range(scene, named)
        settlement = pay(scene, named, why)
        if settlement.outcome in {Outcome.PAID, Outcome.SEVERAL}:
            return settlement
        if all(mention.labelled for mention, _ in among):
            return settlement
    return None


def _of_nobody(
    scene: Scene, believed: list[tuple[Mention, tuple[OpenItem, ...]]], why: str
) -> Settlement | None:
    """The payer tells nothing: those numbers of which the amount is exact, and only those."""
    fitting: list[tuple[OpenItem, ...]] = []
    groups = believed[:MAX_VAGUE]
    for size in range(len(groups), 0, -1):
        for among in combinations(groups, size):
            named = choose(scene, [group for _, group in among])
            if named and abs(sum_of(named) - scene.money.cents) <= CENT and named not in fitting:
                is_called = all(mention.labelled for mention, _ in among)
                if is_called or len(named) > 1 or is_rare(scene, named[0]):
                    fitting.append(named)
        if fitting:
            break
    if len(fitting) != 1:
        return None
    return within_a_cent(scene.money, fitting[0], f"{why}, and the amount agrees")


def _is_owed_by_likes(scene: Scene) -> bool:
    """Whether one whose name has something of the payer's owes exactly this: he may be meant."""
    return any(i.owed == scene.money for i in scene.open_of(scene.payer.perhaps))


def one_slip(scene: Scene) -> Settlement:
    """A number in the form of ours that does not exist: mistyped, or not meant for us to guess."""
    fitting = [i for i in scene.items if i.owed == scene.money and is_payers(scene.payer, i)]
    close = [i for i in fitting if any(near(stranger, i.number) for stranger in scene.mentions.strangers)]
    bare = [
        i
        for i in fitting
        if any(near(s, "".join(c for c in i.number if c.isdigit())) for s in scene.mentions.strangers)
    ]
    stranger = scene.mentions.strangers[0]
    close = close or bare
    if len(close) == 1:
        why = f"{stranger} does not exist and is one slip away from {close[0].number}"
        return paid(close[0], scene.money, f"{why}; payer and amount agree")
    theirs = [i for i in scene.items if is_payers(scene.payer, i)]
    meant = [i for i in theirs if any(near(stranger, i.number) for stranger in scene.mentions.strangers)]
    if len(meant) == 1 and scene.payer.known:
        why = f"{stranger} does not exist and is one slip away from {meant[0].number}"
        settlement = pay(scene, (meant[0],), f"{why} of {scene.payer.known.shown}")
        if settlement.outcome in {Outcome.PAID, Outcome.SEVERAL} and len(settlement.applied) <= _SMALL:
            return settlement
    return ambiguous(fitting or theirs, f"the reference names {stranger}, which is no invoice that is known")
