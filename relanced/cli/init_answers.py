"""What `relanced init` has learned and been told so far, as a value."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from relanced.edge.providers import Provider, Server
from relanced.edge.settings import SecretRef


@dataclass(frozen=True, slots=True)
class Bank:
    """A [[bank]] to be written."""

    name: str
    senders: tuple[str, ...]
    is_confirmed: bool = True  # False: written behind «#», for the owner to judge
    because: str = ""


@dataclass(slots=True, kw_only=True)
class Answers:
    """All that goes into the file."""

    address: str
    imap: Server
    smtp: Server
    user: str
    source: str = ""  # where the servers are known from
    provider: Provider | None = None
    smtp_login: bool = True
    ca_file: Path | None = None
    password: SecretRef | None = None  # None: by OAuth2
    auth: str = ""  # "google", "microsoft", or "" for a password
    client_id: str = ""  # of the owner's own application, for OAuth2
    client_secret: SecretRef | None = None
    key: SecretRef | None = None
    name: str = ""
    addresses: list[str] = field(default_factory=list)
    country: str = "FR"
    language: str = "fr"
    timezone: str = "Europe/Paris"
    start_on: date
    digest: str = ""  # "day", "week"; "": none
    wants_folders: bool = False  # those by which he decides in his mail program
    iban: str = ""
    seen_iban: str = ""  # proposed, and not confirmed
    authserv_ids: list[str] = field(default_factory=list)
    seen_authserv_ids: list[str] = field(default_factory=list)  # proposed, and not confirmed
    banks: list[Bank] = field(default_factory=list)
