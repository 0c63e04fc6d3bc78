"""How many letters would leave in one round in; the question that stops them, or nothing, out. Pure.

A first start on an old mailbox, a wrong table of due days, a mistake of ours: all of them show as
more letters at once than this firm ever sends. Then none leaves before a person has looked.
"""

from collections.abc import Iterable
from datetime import date

from relanced.model.actions import AskOwner
from relanced.model.decided import OwnerDecided, Verb
from relanced.model.facts import Fact
from relanced.model.rules import Mode, Rules


def surprise(count: int, rules: Rules, facts: Iterable[Fact], today: date) -> AskOwner | None:
    """What the owner is asked where `count` letters would leave today; None: they may.

    His «release» counts for its own day alone. `facts` are looked at only where there are too many.
    """
    most = rules.limits.surprise
    if count <= most or rules.mode is Mode.OBSERVE or is_released(facts, today):
        return None
    why = f"{count} letters in one round, more than limits.surprise = {most}"
    question = (
        f"{count} letters would leave at once, more than limits.surprise = {most}: none does."
        " Look at «relanced plan»; «relanced release» lets those of today go."
    )
    return AskOwner(client=None, invoices=(), question=question, why=why)


def is_released(facts: Iterable[Fact], today: date) -> bool:
    """Whether the owner lets many letters go on this day."""
    return any(
        isinstance(fact, OwnerDecided) and fact.verb is Verb.RELEASE and fact.until == today for fact in facts
    )
