"""What the public registers of companies say: a company's standing, and notices of insolvency about it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A company as the official directory has it."""

    siren: str  # nine digits
    name: str
    is_active: bool  # False: closed
    created_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice of the Bodacc about insolvency proceedings."""

    notice_id: str
    siren: str
    name: str
    kind: str  # what was judged, in the Bodacc's words
    court: str
    published_on: date
    is_annulled: bool  # it takes an earlier notice back
