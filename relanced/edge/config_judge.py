"""The address of the judge's server in, the same checked out; and whether mail may travel to it in clear."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from relanced.edge.config_problems import wrong
from relanced.edge.settings import is_loopback

_EXPECTED = 'the address of a chat completions API, such as "http://127.0.0.1:8080/v1"'


def _url(given: str) -> str:
    try:
        parts = urlsplit(given.strip())
        port = parts.port
    except ValueError:
        raise wrong(_EXPECTED) from None
    plain = given.isascii() and given.isprintable() and " " not in given.strip() and port != 0
    if parts.scheme not in {"http", "https"} or not parts.hostname or not plain:
        raise wrong(_EXPECTED)
    if parts.username is not None or parts.password is not None:
        raise wrong("an address without a password", 'write key = { file = "/path" } for the server\'s key')
    if parts.query or parts.fragment:
        raise wrong(_EXPECTED, "without ? and #")
    return given.strip().rstrip("/").removesuffix("/chat/completions")


def in_clear(url: str) -> bool:
    """Whether what is sent to this address could be read on the way."""
    parts = urlsplit(url)
    return parts.scheme == "http" and not is_loopback(parts.hostname or "")


JudgeUrl = Annotated[str, AfterValidator(_url)]
