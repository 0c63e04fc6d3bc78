"""Client: who owes."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from relanced.model.law import LateRate
from relanced.model.names import ClientKey
from relanced.model.terms import EndOfMonth, Terms
from relanced.model.tone import Tone


class ClientKind(StrEnum):
    """Which law applies to a client."""

    BUSINESS = "business"
    CONSUMER = "consumer"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a client is: his holidays and his hours."""

    country: str  # ISO 3166-1 alpha-2
    subdivision: str | None = None
    timezone: ZoneInfo | None = None  # None: the firm's


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who is who: the client's people, and ours for him; "" where nobody is known."""

    accounting: str = ""  # address
    manager: str = ""  # address
    phone: str = ""
    contact: str = ""  # a name to ask for
    sales: str = ""  # the address of our sales colleague who knows him
    postal: tuple[str, ...] = ()  # the lines of his postal address, for letters on paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One debtor, as configured or as learned from the mails that we sent him."""

    key: ClientKey
    name: str
    kind: ClientKind
    language: str  # ISO 639-1
    ladder: str | None = None  # the name of his ladder; None: by his kind
    tone: Tone | None = None  # None: that of his ladder
    place: Place | None = None  # where he is; None: where the firm is
    people: People = People()
    late_rate: LateRate | None = None  # what was agreed with him; None: the firm's


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRule:
    """A [[client]] table: which addresses are one client, and how to treat him."""

    match: tuple[str, ...]
    name: str
    kind: ClientKind = ClientKind.BUSINESS
    language: str | None = None  # None: the firm's
    terms: Terms | None = None  # where his invoices say nothing; None: the firm's
    end_of_month: EndOfMonth | None = None  # how «45 jours fin de mois» is counted; None: as the firm does
    ladder: str | None = None
    tone: Tone | None = None
    place: Place | None = None
    people: People = People()
    late_rate: LateRate | None = None
    siren: str = ""  # nine digits: by it registers are asked about him
