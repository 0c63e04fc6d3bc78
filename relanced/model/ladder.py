"""Ladder: the steps of chasing, in order, as the owner configured them."""

from dataclasses import dataclass
from enum import StrEnum

from relanced.model.names import StepName


class Attach(StrEnum):
    """What goes with a letter."""

    INVOICE = "invoice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung. Its name is its identity: it stands in Message-IDs and in history."""

    name: StepName
    after_due_days: int  # negative: before the due day
    template: str
    attach: tuple[Attach, ...] = ()
    cc: tuple[str, ...] = ()
    approve: bool = False  # True: drafted for the owner, even in mode «send»


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps sorted by their day; a case climbs one at a time and never skips one."""

    steps: tuple[Step, ...]

    def index(self, name: StepName) -> int | None:
        """The place of a step from 0, or None for a step that is no longer configured."""
        return next((i for i, step in enumerate(self.steps) if step.name == name), None)
