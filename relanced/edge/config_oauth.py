"""The [oauth] table and [imap] auth in, how to sign in without a password out."""

import hashlib
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, Field

from relanced.edge.config_problems import Problem, shown, wrong
from relanced.edge.config_raw import Raw, table_in
from relanced.edge.config_secret import Secret
from relanced.edge.config_table import Table
from relanced.edge.settings import Provider, SignIn, is_loopback

_CLIENT_ID = re.compile(r"[A-Za-z0-9._~-]{8,200}")
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{1,250}")
_PRIVATE = re.compile(r"(?:outlook|hotmail|live|msn)(?:\.[a-z]{2,3}){1,2}")  # Microsoft's own, for everybody
_LONGEST_NAME = 120  # letters of a file's name that an address may take
_HOW = "docs/oauth.md says how to make one, in ten minutes; relanced has none of its own"


class Auth(StrEnum):
    """How to sign in: the words of [imap] auth."""

    PASSWORD = "password"  # noqa: S105 - the word for it, not one
    MICROSOFT = "microsoft"
    GOOGLE = "google"


def _client_id(given: str) -> str:
    if not _CLIENT_ID.fullmatch(given):
        raise wrong("the client ID as the provider's page shows it, without spaces", _HOW)
    return given


def _tenant(given: str) -> str:
    if not _TENANT.fullmatch(given):
        raise wrong(
            'the "Directory (tenant) ID", a domain of yours, "common", "organizations" or "consumers"'
        )
    return given


def _server(given: str) -> str:
    """Only this machine: whoever could name another would be handed the refresh token."""
    try:
        parts = urlsplit(given)
        on_this_machine = is_loopback(parts.hostname or "") and parts.port != 0
    except ValueError:
        on_this_machine = False
    if not on_this_machine or not re.fullmatch(r"http://[A-Za-z0-9.:\[\]]{1,100}", given):
        raise wrong('an address of this machine, such as "http://127.0.0.1:8080": it is for tests alone')
    return given


class OAuthTable(Table):
    """[oauth]: the application that the owner registered with Microsoft or Google."""

    client_id: Annotated[str, AfterValidator(_client_id)]
    tenant: Annotated[str, AfterValidator(_tenant)] | None = None
    client_secret: Secret | None = None
    server: Annotated[str, Field(max_length=200), AfterValidator(_server)] | None = None

    def sign_in(self, auth: Auth, user: str, state: Path) -> SignIn:
        """What signs in; `state` is the folder of the store."""
        return SignIn(
            provider=Provider(auth.value),
            user=user,
            client_id=self.client_id,
            client_secret=self.client_secret.ref() if self.client_secret else None,
            tenant=self.tenant or _tenant_of(user),
            tokens=state / "tokens" / _file_name(auth, user),
            server=self.server,
        )


def _tenant_of(user: str) -> str:
    """Microsoft takes a domain for the organisation that it belongs to, also where an application is for that alone."""
    domain = user.rpartition("@")[2].lower()
    if "@" not in user or not _TENANT.fullmatch(domain):
        return "common"
    return "consumers" if _PRIVATE.fullmatch(domain) else domain


def _file_name(auth: Auth, user: str) -> str:
    """A name of its own for each mailbox, whatever letters its user has."""
    name = quote(user.lower(), safe="@")
    if len(name) > _LONGEST_NAME:
        name = hashlib.sha256(name.encode()).hexdigest()
    return f"{auth.value}-{name}.json"


def sign_in_relations(file: Path, raw: Raw) -> Iterator[Problem]:
    """What [imap] auth asks for and rules out. An [oauth] that nothing uses yet does no harm."""
    imap = table_in(raw, "imap")
    auth = imap.get("auth", Auth.PASSWORD.value)
    if not imap or auth not in [word.value for word in Auth]:
        return  # the tables tell of it
    if auth != Auth.PASSWORD.value:
        yield from _application(file, raw, auth)
    if auth == Auth.PASSWORD.value and "password" not in imap:
        hint = (
            "" if "auth" in imap else 'or auth = "microsoft" or "google": then «relanced login» gets a token'
        )
        yield Problem(file, "imap.password", "a value: this key must be written", "nothing", hint)
    elif auth != Auth.PASSWORD.value and "password" in imap:
        given = shown(("password",), "")
        hint = "«relanced login» gets a token instead; take the line out"
        yield Problem(file, "imap.password", f'no password beside auth = "{auth}"', given, hint)


def _application(file: Path, raw: Raw, auth: str) -> Iterator[Problem]:
    oauth = table_in(raw, "oauth")
    if "oauth" not in raw:
        yield Problem(
            file,
            "oauth.client_id",
            f"the client ID of your own application at {auth.title()}",
            "nothing",
            _HOW,
        )
    elif auth == Auth.GOOGLE.value:
        if "client_secret" not in oauth:
            hint = "Google asks for it even of programs on a desktop; docs/oauth.md says where it is shown"
            yield Problem(file, "oauth.client_secret", "where the client secret is kept", "nothing", hint)
        if "tenant" in oauth:
            given = shown(("tenant",), oauth["tenant"])
            yield Problem(file, "oauth.tenant", 'no tenant with auth = "google"', given, "take the line out")
