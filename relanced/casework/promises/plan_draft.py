"""A plan of instalments in the making. A value that the fold changes, seen by nobody else."""

from dataclasses import dataclass

from relanced.model.decided import InstalmentsAgreed


@dataclass(slots=True, eq=False, kw_only=True)
class PlanDraft:
    """Instalments as the owner agreed to them, and the cases that they pay."""

    agreed: InstalmentsAgreed
    keys: tuple[str, ...]  # number_key of its cases
    ordinal: int  # from 1: the plans of one invoice, counted
    ended: str = ""  # not "": who ended it, and when
    is_off: bool = False  # called off, or another plan took its place: no payment is one of its parts
