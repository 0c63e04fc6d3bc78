"""Text that may name a client in, the same with short references instead out: what a log may hold for years.

A client's addresses, names, subjects and words never stand in a log at level info. A reference («~1f3a9c2b»)
is the same for the same client on the same machine, at any time; on another machine it is another one.
Invoice numbers stay: they are the firm's own, and what «relanced show» is asked about.
"""

import hashlib
import re
import threading
import traceback
from collections.abc import Iterable
from functools import cache
from types import TracebackType

from relanced.edge.machine import machine_id
from relanced.model.names import address_matches

SHORTEST = 4  # characters: a shorter name would be taken out of half of all words
_PART = r"[^\s<>\"'(),;:«»\[\]{}@]"
_ADDRESS = re.compile(rf"{_PART}{{1,64}}@{_PART}{{1,255}}")
_MOST_CAUSES = 5

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class _Private:
    """The clients' names that this process knows, and the firm's own addresses, by firm."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names: dict[str, frozenset[str]] = {}
        self._ours: dict[str, tuple[str, ...]] = {}

    def know(self, firm: str, names: Iterable[str], ours: tuple[str, ...]) -> None:
        known = frozenset(name.lower() for name in names if len(name) >= SHORTEST)
        with self._lock:
            self._names[firm], self._ours[firm] = known, ours

    def is_ours(self, address: str) -> bool:
        return any(address_matches(address, ours) for ours in tuple(self._ours.values()))

    def named_in(self, text: str) -> list[str]:
        """The names that stand in a text, the longest first."""
        low = text.lower()
        found = {name for names in tuple(self._names.values()) for name in names if name in low}
        return sorted(found, key=lambda name: (-len(name), name))


_private = _Private()


def keep_private(firm: str, names: Iterable[str], ours: tuple[str, ...]) -> None:
    """From now on `discreet` takes these names of a firm's clients out; `ours`: its own addresses, which stay."""
    _private.know(firm, names, ours)


def reference(text: str) -> str:
    """The short reference that stands for a client's address or name."""
    said = f"{_salt()}\n{text.strip().casefold()}".encode("utf-8", "replace")
    return f"~{hashlib.sha256(said).hexdigest()[:8]}"


def discreet(text: str) -> str:
    """The text with a reference for every address that is not ours, and for every client's name that is known."""
    if "@" in text:
        text = _ADDRESS.sub(_address, text)
    for name in _private.named_in(text):
        text = re.sub(re.escape(name), lambda found: reference(found[0]), text, flags=re.IGNORECASE)
    return text


def where_it_failed(error: BaseException) -> str:
    """Where an unexpected error arose: kinds and lines of ours, without its words, which may quote a mail."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(parts) < _MOST_CAUSES:
        frames = "".join(traceback.format_tb(seen.__traceback__))
        parts.append(frames + f"{type(seen).__module__}.{type(seen).__qualname__}".removeprefix("builtins."))
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n\nbefore which, or by which:\n".join(parts)


def _address(found: re.Match[str]) -> str:
    address = found[0].rstrip(".?!")
    return found[0] if _private.is_ours(address) else reference(address) + found[0][len(address) :]


@cache
def _salt() -> str:
    """What no other machine has: whoever reads a log elsewhere cannot try addresses on its references."""
    return hashlib.sha256(f"relanced log\n{machine_id()}".encode()).hexdigest()
