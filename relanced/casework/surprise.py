"""How many letters would leave in one round in; the question that stops them, or nothing, out. Pure.

A first start on an old mailbox, a wrong table of due days, a mistake of ours: all of them show as
more letters at once than this firm ever sends. Then none leaves before a person has looked.
"""

import re
from collections.abc import Iterable
from datetime import date

from relanced.model.actions import AskOwner
from relanced.model.decided import OwnerDecided, Verb
from relanced.model.facts import Fact
from relanced.model.rules import Mode, Rules

_MANY = re.compile(r"[0-9-]{10}: (\d{1,9}) letters")


def surprise(count: int, rules: Rules, facts: Iterable[Fact], today: date) -> AskOwner | None:
    """What the owner is asked where `count` letters would leave today; None: they may.

    His «release» counts for its own day alone, and for the list that he saw: what comes to light after it,
    by more than the limit, is a surprise of its own. `facts` are looked at only where there are too many.
    """
    most = rules.limits.surprise
    if count <= most or rules.mode is Mode.OBSERVE or is_released(facts, today, count - most):
        return None
    why = f"{count} letters in one round, more than limits.surprise = {most}"
    question = (
        f"{count} letters would leave at once, more than limits.surprise = {most}: none does."
        " Look at «relanced plan»; «relanced release» lets those of today go."
    )
    return AskOwner(client=None, invoices=(), question=question, why=why)


def release_of(count: int, on: date) -> str:
    """What a «release» is about, as its note says it: a day, and how many letters the owner let go."""
    return f"{on.isoformat()}: {count} letters"


def is_released(facts: Iterable[Fact], today: date, beyond: int = 0) -> bool:
    """Whether the owner lets many letters go on this day, at least so many; notes of old name no number."""
    return any(
        isinstance(fact, OwnerDecided)
        and fact.verb is Verb.RELEASE
        and fact.until == today
        and beyond <= _number_in(fact.target, beyond)
        for fact in facts
    )


def _number_in(target: str, otherwise: int) -> int:
    found = _MANY.fullmatch(target)
    return int(found[1]) if found else otherwise
