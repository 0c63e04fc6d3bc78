"""The [web] table of a configuration file: where the local page listens, and by what it knows its reader."""

import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from relanced.edge.config_problems import wrong
from relanced.edge.config_secret import Secret
from relanced.edge.config_table import Table
from relanced.edge.settings import WebAddress, WebSettings, is_loopback

USUAL_PORT = 8484
MAX_SOCKET = 100  # bytes of a Unix socket's path: sun_path has 108 of them, on other systems 104
_EXPECTED = '"127.0.0.1:8484", "[::1]:8484" or "unix:/run/relanced-web/web.sock"'
_BEHIND_A_PROXY = (
    "the page shows what clients owe, so it listens on this machine alone; for others put a reverse proxy with TLS"
    " and a login before a Unix socket: docs/web.md"
)
_PLACE = re.compile(
    r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<four>[^:\[\]/\s]+))(?::(?P<port>\d{1,5}))?", re.ASCII
)
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}", re.ASCII)
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?", re.ASCII)
# What every browser sends: whoever is asked to trust one of these trusts everybody.
_NO_PROOF = frozenset({"host", "origin", "referer", "cookie", "user-agent", "accept", "connection", "via"})


def address_of(text: str) -> WebAddress | str:
    """Where to listen, or what is wrong with it, in a sentence."""
    if text.startswith("unix:"):
        path = text.removeprefix("unix:")
        if not path.startswith("/") or "\0" in path or len(path.encode()) > MAX_SOCKET:
            return f"{text[:120]}: a Unix socket has a whole path of at most {MAX_SOCKET} bytes, such as {_EXPECTED}"
        return WebAddress(socket=Path(path))
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        return f"{text[:120]}: no address such as {_EXPECTED}"
    host, port = found["six"] or found["four"], int(found["port"] or USUAL_PORT)
    if not is_loopback(host):
        return f"{text[:120]} is not on this machine alone: {_BEHIND_A_PROXY}"
    if not 0 <= port <= 65535:
        return f"{text[:120]}: a port is a number up to 65535"
    return WebAddress(host=host, port=port)


def _address(given: str) -> str:
    said = address_of(given)
    if isinstance(said, str):
        raise wrong(_EXPECTED, _BEHIND_A_PROXY)
    return given


def _header(given: str) -> str:
    if not _HEADER.fullmatch(given) or given.lower() in _NO_PROOF:
        raise wrong('the name of a header that your proxy sets, such as "X-Remote-User"')
    return given


def _host(given: str) -> str:
    if not _HOST.fullmatch(given):
        raise wrong('the name under which browsers ask for the page, such as "relances.firm.example"')
    return given


class WebTable(Table):
    """[web]: the local page, which «relanced web» shows."""

    listen: Annotated[str, Field(max_length=200), AfterValidator(_address)] = f"127.0.0.1:{USUAL_PORT}"
    token: Secret | None = None
    trust_header: Annotated[str, AfterValidator(_header)] | None = None
    users: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        default_factory=list, max_length=100
    )
    hosts: list[Annotated[str, AfterValidator(_host)]] = Field(default_factory=list, max_length=20)

    @model_validator(mode="after")
    def _a_proxy_comes_by_a_socket(self) -> Self:
        if self.trust_header and not self.listen.startswith("unix:"):
            raise wrong(
                'listen = "unix:/…" beside trust_header',
                "on 127.0.0.1 everybody who has an account on this machine could send that header",
            )
        if bool(self.trust_header) != bool(self.users):
            raise wrong("trust_header and users together", "who may come in is a list of names, each in full")
        return self

    def settings(self) -> WebSettings:
        """What the table says."""
        address = address_of(self.listen)
        assert not isinstance(address, str), "the table lets no other address through"
        return WebSettings(
            address=address,
            token=self.token.ref() if self.token else None,
            trust_header=self.trust_header or "",
            users=tuple(self.users),
            hosts=tuple(self.hosts),
        )
