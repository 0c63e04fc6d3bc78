"""UIDs of the folder that is open in, its mails out: listed, whole, or their beginnings.

The part of an ImapSession that reads mails. Always with BODY.PEEK, so nothing is marked as read.
"""

import imaplib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from relanced.edge.fetched import (
    LISTING_ITEMS,
    MAX_HEADERS,
    Listed,
    arrivals,
    bodies,
    header_blocks,
    listed,
    uid_set,
)
from relanced.edge.imap_errors import MessageMissing, ServerRefused
from relanced.edge.structure import Piece
from relanced.edge.wire import Wire

T = TypeVar("T")

BATCH = 500  # messages a FETCH: memory stays flat
NAMES = 2_000  # messages a FETCH of their Message-IDs alone
LONGEST_SET = 1_000  # characters of a sequence set: servers refuse long commands (RFC 2683 section 3.2.1.5)
FEW = 8  # mails that a server may refuse one after the other before it counts as unwell
_NAME_ITEMS = "(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One step of a listing."""

    listed: tuple[Listed, ...]  # by rising UID
    missing: tuple[int, ...]  # asked for twice and not given (kenn-io/msgvault#731), or gone meanwhile


class Fetches:
    """Reads mails over a connection. Every method may raise ConnectionLost or ServerRefused."""

    wire: Wire
    where: str
    folder: str | None

    def asking(self, what: str) -> AbstractContextManager[None]:
        """Turn the library's errors into ours."""
        raise NotImplementedError

    def listed(self, uids: Sequence[int], *, batch: int = BATCH) -> Iterator[Batch]:
        """What these messages are, in batches; a UID that is not given is asked for once more."""
        for asked in chunks(uids, batch):
            found = self._listing(asked)
            absent = [uid for uid in asked if uid not in found]
            if absent:
                found |= self._listing(absent)
            yield Batch(
                listed=tuple(found[uid] for uid in asked if uid in found),
                missing=tuple(uid for uid in asked if uid not in found),
            )

    def _listing(self, uids: Sequence[int]) -> dict[int, Listed]:
        return _what_is_given(uids, lambda some: listed(self._fetch(some, LISTING_ITEMS)))

    def arrivals(self, uids: Sequence[int]) -> dict[int, datetime]:
        """When the server received these messages, by UID; what it does not say is left out."""
        found: dict[int, datetime] = {}
        for asked in chunks(uids, BATCH):
            found |= arrivals(self._fetch(asked, "(UID INTERNALDATE)"))
        return found

    def raw(self, uid: int, limit: int | None = None) -> bytes:
        """The whole message, or its first `limit` bytes. Raises MessageMissing."""
        found = bodies(self._fetch([uid], _body(limit))).get(uid)
        if found is None:
            raise MessageMissing(f"{self.where}: {self.folder}: UID {uid}: the server does not hand it out")
        return found

    def raws(self, wanted: Mapping[int, int | None]) -> dict[int, bytes]:
        """Several messages by UID, of each the whole or as many bytes as stands beside it.

        What the server does not give, or refuses mail by mail, is left out.
        """
        found: dict[int, bytes] = {}
        limits = {uid: None if limit is None else _rounded(limit) for uid, limit in wanted.items()}
        for limit in sorted(set(limits.values()), key=lambda each: each or 0):
            for asked in chunks([uid for uid in limits if limits[uid] == limit], BATCH):
                found |= self._raws(asked, limit)
        return {uid: found[uid][: wanted[uid]] for uid in wanted if uid in found}

    def _raws(self, uids: Sequence[int], limit: int | None) -> dict[int, bytes]:
        return _what_is_given(uids, lambda some: bodies(self._fetch(some, _body(limit))))

    def header_blocks(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Every header of these messages (64 KB of each at most), by UID; what is not given is left out."""
        items = f"(UID BODY.PEEK[HEADER]<0.{MAX_HEADERS:d}>)"
        return header_blocks(self._fetch(uids, items)) if uids else {}

    def names(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The Message-ID lines of these messages, by UID; what has none, or is not given, is left out."""
        found: dict[int, bytes] = {}
        for asked in chunks(uids, NAMES):
            found |= _what_is_given(asked, lambda some: header_blocks(self._fetch(some, _NAME_ITEMS)))
        return found

    def _fetch(self, uids: Sequence[int], items: str) -> list[Piece | None]:
        with self.asking(f"UID FETCH of {len(uids)}"):
            answer = self.wire.uid("FETCH", uid_set(uids), items)
            check(answer)
        pieces: list[Piece | None] = answer[1]
        return pieces


def _what_is_given(uids: Sequence[int], fetch: Callable[[Sequence[int]], dict[int, T]]) -> dict[int, T]:
    """One mail that the server chokes on must not hide the others: a refused batch is halved.

    Where more than a few in a row are refused it is the server that is unwell, not a mail: that
    is raised, and so is a wish to be left alone. A few would otherwise break off every round.
    """
    try:
        return fetch(uids)
    except ServerRefused as error:
        if error.suggested_wait_s or error.needs_new_connection:
            raise
        if len(uids) == 1:
            return {}
        middle = len(uids) // 2
        found = _what_is_given(uids[:middle], fetch) | _what_is_given(uids[middle:], fetch)
        if not found and len(uids) > FEW:
            raise
        return found


def check(answer: tuple[str, Sequence[object]]) -> None:
    """The library below hands a NO back as if it were an answer."""
    if answer[0] == "NO":
        text = answer[1][-1] if answer[1] else b""
        raise imaplib.IMAP4.error(text.decode("utf-8", "replace") if isinstance(text, bytes) else "NO")


def chunks(uids: Collection[int], most: int) -> Iterator[list[int]]:
    """These UIDs, rising, in steps of at most so many, each short enough for one command."""
    wanted = sorted({int(uid) for uid in uids})
    start = 0
    while start < len(wanted):
        count = most
        while count > 1 and len(uid_set(wanted[start : start + count])) > LONGEST_SET:
            count //= 2
        yield wanted[start : start + count]
        start += count


def _body(limit: int | None) -> str:
    return f"(UID BODY.PEEK[]{'' if limit is None else f'<0.{int(limit):d}>'})"


def _rounded(limit: int) -> int:
    """The next power of two: mails of like size are asked for together."""
    return 1 << max(limit - 1, 1).bit_length()
