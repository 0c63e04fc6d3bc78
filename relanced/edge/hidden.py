"""Text on its way to a log or a person in, the same without any secret that this process has read, out.

Nothing here should ever be needed: no message of ours holds a secret. But a server may echo what it
was told, and a library may quote it in an error; then it stands in a log for years.
"""

import json
import re
import threading
from base64 import b64encode
from collections.abc import Iterator
from itertools import chain
from urllib.parse import quote

SHORTEST = 6  # characters: a shorter one would be taken out of half of all words
_MASK = "***"


class _Known:
    """The secrets of this process, in every form that they are known to take on the way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forms: dict[str, frozenset[str]] = {}
        self.pattern: re.Pattern[str] | None = None

    def add(self, secret: str) -> None:
        with self._lock:
            if secret not in self._forms:
                self._forms[secret] = frozenset(_forms(secret))
                self._compile()

    def drop(self, secret: str) -> None:
        with self._lock:
            if self._forms.pop(secret, None) is not None:
                self._compile()

    def _compile(self) -> None:
        longest_first = sorted({*chain(*self._forms.values())}, key=lambda form: (-len(form), form))
        self.pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


_known = _Known()


def keep_hidden(secret: str) -> None:
    """From now on `hide` takes this secret out; from any thread. Shorter than 6 characters: it cannot."""
    if len(secret) >= SHORTEST:
        _known.add(secret)


def hide_no_more(secret: str) -> None:
    """It opens nothing any more: a service gets a new token each hour, for years."""
    _known.drop(secret)


def hide(text: str) -> str:
    """The text with *** for every secret that was read, written plainly, quoted, or in base64."""
    return _known.pattern.sub(_MASK, text) if _known.pattern else text


def _forms(secret: str) -> Iterator[str]:
    raw = secret.encode("utf-8", "surrogateescape")
    yield from (secret, repr(secret)[1:-1], repr(raw)[2:-1], raw.decode("latin-1"), quote(secret, safe=""))
    yield from (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
    # AUTH PLAIN and Basic write what stands before it into the same base64: it is cut at three places.
    for before in range(3):
        written = b64encode(b"\0" * before + raw).decode("ascii")
        first = (before * 8 + 5) // 6  # the first letter that holds nothing of what stands before
        last = (before + len(raw)) * 8 // 6  # behind the last that holds nothing of what stands after
        yield written[first:last]
