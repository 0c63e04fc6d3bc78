"""When insolvency became known, or was published, in; by when the claim must be declared, out. Pure."""

from dataclasses import dataclass
from datetime import date

from relanced.casework.law.months import months_after
from relanced.model.client import Client
from relanced.model.dossier import DeclareFrom
from relanced.model.rules import Firm

SOURCE = "Code de commerce, L622-24 and R622-24"
MONTHS = 2  # R622-24, first paragraph: from the publication in the Bodacc
MONTHS_ABROAD = 4  # second paragraph: two more for creditors who do not live in metropolitan France

_COUNTED = {
    DeclareFrom.PUBLISHED: "the notice in the Bodacc of {day}",
    DeclareFrom.KNOWN: "{day}, when it became known here: the day of the notice in the Bodacc is not known, "
    "look for it at bodacc.fr, it counts",
    DeclareFrom.JUDGMENT: "the judgment of {day}: the notice in the Bodacc comes after it, so the true end is not "
    "earlier",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """The last day on which a claim can be declared to the court's representative."""

    by: date  # inclusive
    counted_from: date
    basis: DeclareFrom

    def words(self) -> str:
        """For the owner, as sentences."""
        told = _COUNTED[self.basis].format(day=self.counted_from)
        return f"Declare the claim to the mandataire judiciaire by {self.by} ({SOURCE}), counted from {told}."


def declaration(
    client: Client, firm: Firm, known_on: date, published_on: date | None = None
) -> Declaration | None:
    """By when to declare; None for a debtor who is not in France: his country's law counts.

    Without a known publication it is counted from the day on which insolvency became known. Where that
    was after the publication, the true day is earlier: the owner is told to look.
    """
    country = client.place.country if client.place is not None else firm.country
    if country != "FR":
        return None
    start = published_on or known_on
    months = MONTHS if firm.country == "FR" else MONTHS_ABROAD
    basis = DeclareFrom.KNOWN if published_on is None else DeclareFrom.PUBLISHED
    return Declaration(by=months_after(start, months), counted_from=start, basis=basis)


def declare_in_words(client: Client, firm: Firm, known_on: date, published_on: date | None = None) -> str:
    """By when to declare, as sentences for the owner."""
    found = declaration(client, firm, known_on, published_on)
    return (
        found.words()
        if found
        else "Ask by when the claim must be declared: the client's country sets the time."
    )
