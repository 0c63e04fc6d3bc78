"""What one look of `relanced check` found: a value, in words for the owner."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    ok: bool
    says: str  # what was found; where it is not ok, also what to do
