"""Settings: one configuration file as values; what the pure rooms need of it stands in Rules."""

from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path

from relanced.edge.config_problems import Problems
from relanced.model.rules import Rules


@dataclass(frozen=True, slots=True)
class FromCredential:
    """A secret that systemd hands over (LoadCredential=): a file in $CREDENTIALS_DIRECTORY."""

    name: str


@dataclass(frozen=True, slots=True)
class FromFile:
    """A secret in a file of the owner's, readable by nobody else (0600)."""

    path: Path


@dataclass(frozen=True, slots=True)
class FromCommand:
    """A secret that a command prints on its standard output (a password manager)."""

    command: str = field(repr=False)  # its arguments may hold the secret itself


SecretRef = FromCredential | FromFile | FromCommand


class Provider(StrEnum):
    """Who signs people in without a password for each program (OAuth 2)."""

    MICROSOFT = "microsoft"
    GOOGLE = "google"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Sign-in by a token, which «relanced login» gets: [imap] auth and [oauth]."""

    provider: Provider
    user: str  # whose mailbox
    client_id: str
    client_secret: SecretRef | None
    tenant: str  # of Microsoft Entra
    tokens: Path  # the file that keeps them
    server: str | None = None  # in the provider's place, on this machine: for tests


LoginWith = SecretRef | SignIn


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine (127.0.0.0/8, ::1, «localhost»), by its written form alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class Security(StrEnum):
    """How a connection is protected; PLAIN is allowed on loopback only."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


class SentCopy(StrEnum):
    """Who files the copy in Sent."""

    AUTO = "auto"  # wait whether the provider does; else relanced
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapSettings:
    """The [imap] table."""

    host: str
    port: int
    security: Security
    user: str
    password: LoginWith
    sent: tuple[str, ...] | None  # None: found by itself
    sources: tuple[str, ...] = ()  # the folders of [[source]]
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """The [smtp] table; user and password, or the token, default to those of [imap]."""

    host: str
    port: int
    security: Security
    user: str
    password: LoginWith
    login: bool  # False: no AUTH (a relay on loopback)
    save_sent: SentCopy
    self_bcc: bool = False  # each letter goes to the firm's own address too: a proof that it left
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSettings:
    """The [replies.judge] table."""

    url: str  # without a slash at its end
    model: str
    seconds: float  # for one question, all in all
    key: SecretRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistersSettings:
    """The [registers] table, where it is on."""

    companies_url: str  # the directory of companies
    notices_url: str  # the notices of the Bodacc
    seconds: float  # for one question, all in all


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """Where the local page listens: a host and port of this machine, or a Unix socket."""

    host: str = ""
    port: int = 0  # 0: any that is free
    socket: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """The [web] table."""

    address: WebAddress
    token: SecretRef | None = None  # None: a link with one that is made at the start
    trust_header: str = ""  # in which a reverse proxy on the socket names who asks; "": none is believed
    users: tuple[str, ...] = ()  # whom it may name
    hosts: tuple[str, ...] = ()  # further names under which browsers ask for the page


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """The [digest] table, where digests are wanted."""

    at: time  # in the firm's time zone
    weekday: int | None = None  # 0: Monday; None: every day
    business_days: bool = True
    when_quiet: bool = False
    in_observe: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSettings:
    """The [alerts] table, where there is one."""

    inbox: bool = True
    to: tuple[str, ...] = ()  # addresses outside the mailbox
    command: str | None = field(default=None, repr=False)  # its arguments may hold a secret
    seconds: float = 30  # that it may take


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsAddress:
    """Where the service shows its figures: a loopback address with a port, or a Unix socket."""

    host: str = ""
    port: int = 0
    socket: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One firm with one mailbox."""

    path: Path  # the file that this was read from
    rules: Rules
    imap: ImapSettings
    smtp: SmtpSettings
    authserv_ids: tuple[str, ...]
    key: SecretRef | None  # signs our letters; None is possible in mode «observe» only
    templates: Path | None  # the owner's folder, before the shipped one
    store_url: str
    judge: JudgeSettings | None = None
    registers: RegistersSettings | None = None  # None: nobody is looked up
    digest: DigestSettings | None = None  # None: none is written
    alerts: AlertSettings | None = None  # None: nobody is alerted
    web: WebSettings | None = None  # None: the file has no [web] table
    retention: int | None = None  # months that words are kept once all is settled; None: as long as the store
    metrics: MetricsAddress | None = None  # None: figures are shown nowhere
    bank_profiles: Path | None = None  # the owner's folder of profiles, before the shipped ones
    laws: Path | None = None  # the owner's folder of rates, before the shipped ones
    profile_problems: Problems = field(default_factory=Problems)  # such profiles are not used
    law_problems: Problems = field(default_factory=Problems)  # such tables of rates are not used
