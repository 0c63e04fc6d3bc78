"""A mail domain, or the hosts that take its mail, in; the provider with its servers and demands out."""

import importlib.resources
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import tomli

from relanced.edge.settings import Security

# A host's name: letters, digits and hyphens, with a dot in it (RFC 1123, section 2.1); no IP address.
_HOST = re.compile(r"(?=.{1,253}$)(?!.*\.[0-9]+$)[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9][a-z0-9-]{0,62})+")


class PasswordKind(StrEnum):
    """Which password a provider wants from a mail program."""

    ACCOUNT = "account"  # the mailbox's own
    APP = "app"  # one that its account page makes for a mail program
    BRIDGE = "bridge"  # the one that Proton Bridge shows
    NONE = "none"  # none: OAuth2 alone


@dataclass(frozen=True, slots=True)
class Server:
    """Where to connect, and how."""

    host: str
    port: int
    security: Security

    def __str__(self) -> str:
        return f"{self.host}, port {self.port}, {self.security.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """What is known of one provider."""

    name: str
    domains: tuple[str, ...]  # of the addresses that it gives out
    mx: tuple[str, ...]  # hosts that take mail for domains kept there; whatever is below them too
    imap: Server
    smtp: Server
    password: PasswordKind = PasswordKind.ACCOUNT
    oauth: str = ""  # "google", "microsoft": what `[imap] auth` calls it
    says: tuple[str, ...] = ()  # what the owner must know, a sentence each


def is_host(text: str) -> bool:
    """Whether this is the name of a machine, with a dot in it, in small ASCII letters; no IP address."""
    return _HOST.fullmatch(text) is not None


@cache
def providers() -> tuple[Provider, ...]:
    """Every provider of the table, in its order."""
    return tuple(_provider(row) for row in _table()["provider"])


def written_on() -> date:
    """When the table was last gone through."""
    day: date = _table()["written_on"]
    return day


def by_domain(domain: str) -> Provider | None:
    """The provider that gives out addresses of this domain."""
    return next((each for each in providers() if domain.lower() in each.domains), None)


def by_mx(hosts: Iterable[str]) -> Provider | None:
    """The provider to which mail goes; the hosts are those of the MX records, the first choice first.

    Of two that fit, the more exact one: olc.protection.outlook.com lies below protection.outlook.com.
    """
    for host in hosts:
        name = host.rstrip(".").lower()
        fits = [
            (len(known), each)
            for each in providers()
            for known in each.mx
            if name == known or name.endswith(f".{known}")
        ]
        if fits:
            return max(fits, key=lambda fit: fit[0])[1]
    return None


@cache
def _table() -> dict[str, Any]:
    text = importlib.resources.files("relanced.edge").joinpath("providers.toml").read_text("utf-8")
    return tomli.loads(text)


def _provider(row: dict[str, Any]) -> Provider:
    return Provider(
        name=row["name"],
        domains=tuple(row.get("domains", ())),
        mx=tuple(row.get("mx", ())),
        imap=_server(row["imap"]),
        smtp=_server(row["smtp"]),
        password=PasswordKind(row.get("password", "account")),
        oauth=row.get("oauth", ""),
        says=tuple(row.get("says", ())),
    )


def _server(row: dict[str, Any]) -> Server:
    return Server(row["host"], row["port"], Security(row["security"]))
