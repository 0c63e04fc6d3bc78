"""What the books hold of credit notes, addresses and letters while facts are folded. Changed by the fold only."""

from dataclasses import dataclass

from relanced.casework.ledger import Hold
from relanced.model.facts import CreditNoteSent, Outcome, SendIntended
from relanced.model.money import Money
from relanced.model.names import ClientKey


@dataclass(slots=True, kw_only=True)
class NoteDraft:
    """A credit note that no invoice took up yet: taken off what its client is asked for, or in doubt."""

    note: CreditNoteSent
    client: ClientKey
    left: Money
    hold: Hold | None  # None: nothing of it is in doubt but which invoice it is for
    is_netted: bool  # until the owner says «resume» of its number


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom a client is to be written to at, instead of where our documents went."""

    address: str
    before: str  # the address that was written to until then
    why: str
    is_by_owner: bool = False  # he said so himself: no mail changes it


@dataclass(slots=True, kw_only=True)
class Letter:
    """A letter of ours on its way; outcome None: nobody said how it ended."""

    intended: SendIntended
    outcome: Outcome | None = None

    @property
    def is_in_doubt(self) -> bool:
        """Whether it may or may not have left."""
        return self.outcome in {None, Outcome.UNKNOWN}
