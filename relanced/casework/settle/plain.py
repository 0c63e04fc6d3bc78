"""A credit whose client names the one invoice that it pays to the cent in; its settlement out. Pure.

Most money comes so. Nothing else that is open can change what it pays, only who else owes as much is
told beside it; so the rules are asked about these few items, and answer as they do about all.
"""

from dataclasses import dataclass, replace

from relanced.casework.settle.mentions import Mention, Mentions
from relanced.casework.settle.named import by_number
from relanced.casework.settle.names import fold_text
from relanced.casework.settle.payers import Debtor, Payer
from relanced.casework.settle.rivals import rivals_of
from relanced.casework.settle.scene import Scene
from relanced.casework.settle.settlement import OpenItem, Settlement
from relanced.model.facts import Credit


@dataclass(frozen=True, slots=True)
class Plain:
    """What there is to know of such a credit."""

    item: OpenItem  # that it names; nothing else
    written: str  # its number, as the reference has it
    payer: Debtor  # surely the payer, with those of `equal` that are his
    equal: tuple[OpenItem, ...]  # all on which this is owed, to a cent; in order of arrival


def settle_plainly(credit: Credit, plain: Plain) -> Settlement:
    """What `settle` says of this credit and all items."""
    mention = Mention(plain.written, (plain.item,), sure=True)
    scene = Scene(
        money=credit.amount,
        credit=credit,
        items=plain.equal,
        settled=(),
        debtors=(plain.payer,),
        payer=Payer(plain.payer, ()),
        mentions=Mentions((mention,), ()),
        text=fold_text(f"{credit.payer[:300]} {credit.reference[:600]}"),
        here=frozenset(plain.equal),
    )
    answer = by_number(scene, (mention,), plain.equal)
    return replace(answer, rivals=rivals_of(scene, answer))
