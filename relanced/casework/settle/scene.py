"""What is known of one credit before money is moved, and the words for what becomes of it. Values. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relanced.casework.settle.mentions import Mentions
from relanced.casework.settle.payers import Debtor, Payer
from relanced.casework.settle.settlement import OpenItem, Outcome, Settlement
from relanced.model.facts import Credit
from relanced.model.money import Money

CENT = 1  # rounding by the payer's program
OLDEST = "of equal invoices the oldest due are paid first (art. 1342-10 code civil)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One credit and all that can be said about it before money is moved."""

    money: Money  # what came in, in the currency looked at
    credit: Credit
    items: tuple[OpenItem, ...]  # open, in that currency
    settled: tuple[OpenItem, ...]
    debtors: tuple[Debtor, ...]
    payer: Payer
    mentions: Mentions
    text: str  # payer and reference, folded
    here: frozenset[OpenItem]  # `items`, for asking

    def open_of(self, debtors: Iterable[Debtor]) -> tuple[OpenItem, ...]:
        """What these clients owe in this currency."""
        return tuple(i for d in debtors for i in d.items if i in self.here)

    def owners_of(self, items: Iterable[OpenItem]) -> list[Debtor]:
        """Whose items these are."""
        wanted = set(items)
        return [d for d in self.debtors if not wanted.isdisjoint(d.items)]


def paid(
    item: OpenItem, money: Money, why: str, *, written_off: Money | None = None, assumed: str = ""
) -> Settlement:
    """One invoice is settled with this money; a charge or a cent may be written off beside it."""
    off = ((item.number, written_off),) if written_off else ()
    applied = ((item.number, money),)
    return Settlement(outcome=Outcome.PAID, applied=applied, written_off=off, because=why, assumed=assumed)


def partial(item: OpenItem, money: Money, why: str) -> Settlement:
    """One invoice is paid in part; the rest stays due."""
    rest = item.owed - money
    because = f"{why}; {rest} of {item.number} stay due"
    return Settlement(outcome=Outcome.PARTIAL, applied=((item.number, money),), because=because)


def several(items: Sequence[OpenItem], why: str, *, assumed: str = "") -> Settlement:
    """Two or more items are settled in full; credit notes count with their negative amounts."""
    applied = tuple((i.number, i.owed) for i in items)
    return Settlement(outcome=Outcome.SEVERAL, applied=applied, because=why, assumed=assumed)


def overpaid(items: Sequence[OpenItem], excess: Money, why: str) -> Settlement:
    """The items are settled in full and more came than was owed."""
    applied = tuple((i.number, i.owed) for i in items)
    return Settlement(outcome=Outcome.OVERPAID, applied=applied, excess=excess, because=why)


def ambiguous(items: Iterable[OpenItem], why: str) -> Settlement:
    """Nothing is applied; a person decides between the candidates."""
    candidates = tuple(dict.fromkeys(i.number for i in items))
    return Settlement(outcome=Outcome.AMBIGUOUS, candidates=candidates, because=why)


def unknown(why: str) -> Settlement:
    """It is no payment of a client, as far as anybody can tell."""
    return Settlement(outcome=Outcome.UNKNOWN, because=why)


def sum_of(items: Iterable[OpenItem]) -> int:
    """What is owed on these items together, in cents."""
    return sum(i.owed.cents for i in items)


def flat(groups: Iterable[Iterable[OpenItem]]) -> list[OpenItem]:
    """All items of all groups, in order."""
    return [i for group in groups for i in group]


def numbers(items: Iterable[OpenItem], *, most: int = 6) -> str:
    """Their numbers as an owner reads them; of many only the first."""
    said = list(dict.fromkeys(i.number for i in items))
    more = len(said) - most
    return ", ".join(said[:most]) + (f" and {more} more" if more > 0 else "")
