"""Client: who owes."""

from dataclasses import dataclass
from enum import StrEnum

from relanced.model.names import ClientKey
from relanced.model.terms import EndOfMonth, Terms


class ClientKind(StrEnum):
    """Which law applies to a client."""

    BUSINESS = "business"
    CONSUMER = "consumer"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One debtor, as configured or as learned from the mails that we sent him."""

    key: ClientKey
    name: str
    kind: ClientKind
    language: str  # ISO 639-1


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRule:
    """A [[client]] table: which addresses are one client, and how to treat him."""

    match: tuple[str, ...]
    name: str
    kind: ClientKind = ClientKind.BUSINESS
    language: str | None = None  # None: the firm's
    terms: Terms | None = None  # where his invoices say nothing; None: the firm's
    end_of_month: EndOfMonth | None = None  # how «45 jours fin de mois» is counted; None: as the firm does
