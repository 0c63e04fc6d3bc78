"""What is known of one credit before money is moved, and the words for what becomes of it. Values. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relanced.casework.settle_names import Debtor, Payer
from relanced.casework.settle_references import Mentions
from relanced.casework.settlement import OpenItem, Outcome, Settlement
from relanced.model.facts import Credit
from relanced.model.money import Money

CENT = 1  # rounding by the payer's program


@dataclass(frozen=True, slots=True)
class Scene:
    """One credit and all that can be said about it before money is moved."""

    money: Money  # what came in, in the currency looked at
    credit: Credit
    items: tuple[OpenItem, ...]  # open, in that currency
    settled: tuple[OpenItem, ...]
    debtors: tuple[Debtor, ...]
    payer: Payer
    mentions: Mentions


def paid(item: OpenItem, money: Money, why: str, *, written_off: Money | None = None) -> Settlement:
    """One invoice is settled with this money; a charge or a cent may be written off beside it."""
    off = ((item.number, written_off),) if written_off else ()
    return Settlement(outcome=Outcome.PAID, applied=((item.number, money),), written_off=off, because=why)


def partial(item: OpenItem, money: Money, why: str) -> Settlement:
    """One invoice is paid in part; the rest stays due."""
    rest = item.owed - money
    return Settlement(
        outcome=Outcome.PARTIAL, applied=((item.number, money),), because=f"{why}; {rest} stay due"
    )


def several(items: Sequence[OpenItem], why: str) -> Settlement:
    """Two or more items are settled in full; credit notes count with their negative amounts."""
    return Settlement(outcome=Outcome.SEVERAL, applied=tuple((i.number, i.owed) for i in items), because=why)


def ambiguous(items: Iterable[OpenItem], why: str) -> Settlement:
    """Nothing is applied; a person decides between the candidates."""
    candidates = tuple(dict.fromkeys(i.number for i in items))
    return Settlement(outcome=Outcome.AMBIGUOUS, candidates=candidates, because=why)


def sum_of(items: Iterable[OpenItem]) -> int:
    """What is owed on these items together, in cents."""
    return sum(i.owed.cents for i in items)


def flat(groups: Iterable[Iterable[OpenItem]]) -> list[OpenItem]:
    """All items of all groups, in order."""
    return [i for group in groups for i in group]


def is_payers(payer: Payer, item: OpenItem) -> bool:
    """Whether an item is the known payer's, or that of one who may be he."""
    return any(item in debtor.items for debtor in ((payer.known,) if payer.known else payer.perhaps))
