"""The purpose of a letter beside the ladder in, the step under whose name it stands in history out. Pure."""

from dataclasses import replace
from functools import lru_cache

from relanced.model.actions import Purpose
from relanced.model.ladder import Step
from relanced.model.names import StepName

BESIDE = frozenset(StepName(purpose.value) for purpose in Purpose if purpose is not Purpose.CHASE)
"""The names of all letters beside the ladder; no configured step may bear one."""

_ALWAYS_DRAFTS = frozenset({Purpose.PLAN_AGREED, Purpose.PLAN_BROKEN})  # a contract, and its end: a person's
_AFTERWARDS = frozenset({Purpose.THANKS, Purpose.WITHDRAWAL})


@lru_cache(maxsize=64)  # asked for each client in each round
def pseudo_step(purpose: Purpose, ordinal: int = 1) -> Step:
    """The step of a letter that is none of the ladder: name and template are the purpose's value.

    `ordinal` tells a second plan of one invoice from the first: «echeancier-2», from the same template.
    Raises ValueError for CHASE: such a letter has a step of the ladder.
    """
    if purpose is Purpose.CHASE:
        raise ValueError("a letter that chases has a step of the ladder")
    step = Step(
        name=StepName(purpose.value),
        after_due_days=0,
        template=purpose.value,
        approve=purpose in _ALWAYS_DRAFTS,
    )
    return replace(step, name=StepName(f"{purpose.value}-{ordinal}")) if ordinal > 1 else step


def purpose_of(step: StepName | None) -> Purpose:
    """What a letter of this step was for; CHASE for every step of a ladder, and for none."""
    base, dash, ordinal = (step or "").rpartition("-")
    name = base if dash and ordinal.isascii() and ordinal.isdigit() else step
    return Purpose(name) if name in BESIDE else Purpose.CHASE


def asks_for_money(step: StepName | None) -> bool:
    """Whether a letter of this step reminds of something: thanks and a withdrawal do not, and start no interval."""
    return purpose_of(step) not in _AFTERWARDS
