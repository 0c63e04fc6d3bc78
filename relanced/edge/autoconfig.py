"""A mail domain in, the servers that its own web page names out (Mozilla's autoconfig files).

https only, also after a redirect: whoever answers must show a certificate for the name that was asked.
What comes is a stranger's: small, without entities, and each word looked at before it counts.
"""

import http.client
import re
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from lxml import etree

from relanced.edge.providers import Server, is_host
from relanced.edge.settings import Security

SECONDS = 5.0  # for one question, all in all, redirects included
MOST_BYTES = 64 * 1024
MOST_REDIRECTS = 3
_SECURITY = {"SSL": Security.TLS, "STARTTLS": Security.STARTTLS}
_PORT = re.compile(r"[1-9][0-9]{0,4}")

Dial = Callable[[str, int, float], socket.socket]  # host, port, seconds


def dial(host: str, port: int, seconds: float) -> socket.socket:
    """Connect. Raises OSError."""
    return socket.create_connection((host, port), seconds)


@dataclass(frozen=True, slots=True)
class Web:
    """How the world outside is reached."""

    dial: Dial = dial
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What an autoconfig file says."""

    imap: Server
    smtp: Server
    user: str  # the name to sign in with, filled in
    url: str  # of the file


class _NoFile(Exception):  # noqa: N818 - no error: most domains have no such file
    pass


def autoconfig(address: str, web: Web) -> Named | None:
    """What the domain's own page, or its well-known one, says of this address; None where neither says it.

    Takes at most 2 × SECONDS. Raises nothing.
    """
    domain = address.rpartition("@")[2].lower()
    if not is_host(domain):
        return None
    asked = f"?emailaddress={quote(address)}"
    pages = (
        f"https://autoconfig.{domain}/mail/config-v1.1.xml{asked}",
        f"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml{asked}",
    )
    for url in pages:
        with suppress(_NoFile, OSError, http.client.HTTPException, ValueError):
            named = read_autoconfig(_get(url, web), address, url.partition("?")[0])
            if named is not None:
                return named
    return None


def read_autoconfig(raw: bytes, address: str, url: str) -> Named | None:
    """The first IMAP and SMTP server of a file that are encrypted; None where there are none."""
    if len(raw) > MOST_BYTES or b"<!DOCTYPE" in raw.upper() or b"<!ENTITY" in raw.upper():
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    imap = _first(root, "incomingServer", "imap", address)
    smtp = _first(root, "outgoingServer", "smtp", address)
    if imap is None or smtp is None:
        return None
    return Named(imap=imap[0], smtp=smtp[0], user=imap[1], url=url)


def _first(root: "etree._Element", tag: str, kind: str, address: str) -> tuple[Server, str] | None:
    for element in root.iter(tag):
        if element.get("type") != kind:
            continue
        host = _filled(element.findtext("hostname"), address).lower()
        port, security = element.findtext("port") or "", element.findtext("socketType") or ""
        if is_host(host) and _PORT.fullmatch(port) and int(port) < 65536 and security in _SECURITY:
            user = _filled(element.findtext("username"), address) or address
            return Server(host, int(port), _SECURITY[security]), _plain(user) or address
    return None


def _filled(text: str | None, address: str) -> str:
    local, _, domain = address.rpartition("@")
    words = (text or "").strip()
    for name, value in (("ADDRESS", address), ("LOCALPART", local), ("DOMAIN", domain)):
        words = words.replace(f"%EMAIL{name}%", value)
    return words


def _plain(user: str) -> str:
    return user if user.isprintable() and len(user) <= 320 and " " not in user else ""


def _get(url: str, web: Web) -> bytes:
    """The page. Raises _NoFile, OSError, HTTPException, ValueError."""
    line = _Line()
    late = threading.Timer(SECONDS, line.cut)  # a server that drips stays below every single timeout
    late.daemon = True
    late.start()
    try:
        for _ in range(MOST_REDIRECTS + 1):
            answer = _ask(url, web, line)
            if isinstance(answer, bytes):
                return answer
            url = answer
        raise _NoFile
    finally:
        late.cancel()
        line.cut()


def _ask(url: str, web: Web, line: "_Line") -> bytes | str:
    """The body of an answer, or where else to ask."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or not is_host(host) or parts.port not in {None, 443} or parts.username:
        raise _NoFile
    plain = web.dial(host, 443, SECONDS)
    try:
        secure = web.tls.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
    line.hold(secure)
    connection = http.client.HTTPSConnection(host)
    connection.sock = secure
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", target, headers={"Accept": "text/xml", "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        if answer.status in {301, 302, 303, 307, 308}:
            return answer.getheader("Location") or ""
        if answer.status != http.client.OK:
            raise _NoFile
        body = answer.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise _NoFile
        return body
    finally:
        connection.close()


class _Line:
    """The socket that is in use, which the clock may cut."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_cut = False

    def hold(self, connection: socket.socket) -> None:
        with self._lock:
            self._socket = connection
            if self._is_cut:
                connection.close()
                raise TimeoutError

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
            if self._socket is not None:
                with suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)
