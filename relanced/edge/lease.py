"""Leases in a mailbox's folder in, who of several relanced may work on it out. No network, no clock of ours.

Each service keeps one small mail in Relanced/Lease and writes it anew every five minutes. They form a
queue: who stands first may work. The server alone decides the order, by the UIDs that it gives, and
how old each mail is, by the INTERNALDATEs that it stamps; no clock of a client ever counts.
"""

import re
import secrets
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote, unquote

from relanced.model.mark import MARK_HEADER, is_signed, sign

_NOT_YET = datetime.min.replace(tzinfo=UTC)
_VERSION = "lease1"
_VALUE = re.compile(r"lease1;[\x21-\x7e]{1,1500}")
_PLACE = re.compile(r"(\d{1,10})\.(\d{1,10})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long things hold, in seconds."""

    renew: float = 5 * 60  # a lease older than this is written anew
    expires: float = 15 * 60  # older than this against one's own newest, the other's counts no more
    look: float = 5  # for so long the last look at the folder counts

    @property
    def broken(self) -> float:
        """Not renewed for this long, a service has lost its place: well before others think so."""
        return self.expires * 2 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A service, as its leases name it."""

    seat: str  # machine and store: survives the loss of the database
    process: str  # which process of which machine, as far as can be known; ""
    host: str  # for people
    nonce: str  # one opening of one store: another each time


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """One mail in the folder."""

    holder: Holder
    name: str  # of this one mail
    since: (
        tuple[int, int] | None
    )  # UIDVALIDITY and UID of the first of this holder's unbroken row; None: this one
    uid: int = 0  # as the server gave it
    at: datetime = _NOT_YET  # when the server took it
    is_ours: bool = False  # signed with this firm's key

    def place(self, uidvalidity: int) -> int:
        """Where in the queue its holder stands; 0 (before everybody) where that cannot be told."""
        if not self.is_ours:
            return 0
        if self.since is None:
            return self.uid
        return self.since[1] if self.since[0] == uidvalidity else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The folder at one moment."""

    uidvalidity: int
    leases: tuple[Lease, ...]

    def named(self, name: str) -> Lease | None:
        """The lease with this name, where it lies there."""
        return next((lease for lease in self.leases if lease.name == name), None)

    def newest(self) -> tuple[Lease, ...]:
        """The newest lease of each holder."""
        last: dict[str, Lease] = {}
        for lease in sorted(self.leases, key=lambda each: each.uid):
            last[lease.holder.nonce] = lease
        return tuple(last.values())


def new_nonce() -> str:
    """A name that nobody else has."""
    return secrets.token_hex(8)


def ahead_of(mine: Lease, seen: Seen, times: Times, is_dead: Callable[[Holder], bool]) -> tuple[Lease, ...]:
    """The leases of those who stand before us, or may: the first is first in the queue."""
    place = mine.place(seen.uidvalidity)
    found = [
        lease
        for lease in seen.newest()
        if lease.holder.nonce != mine.holder.nonce
        and lease.place(seen.uidvalidity) <= place
        and mine.at - lease.at < timedelta(seconds=times.expires)
        and not is_dead(lease.holder)
    ]
    return tuple(sorted(found, key=lambda lease: lease.place(seen.uidvalidity)))


def worn_out(
    mine: Lease, seen: Seen, times: Times, is_dead: Callable[[Holder], bool], keep: Collection[str]
) -> tuple[int, ...]:
    """The UIDs that count for nobody: our older ones but `keep`, those of the dead, those long expired.

    Our last but one stays until the next is written: who reads the folder while we write sees one of both.
    """
    long_ago = timedelta(seconds=4 * times.expires)
    return tuple(
        lease.uid
        for lease in seen.leases
        if (lease.holder.nonce == mine.holder.nonce and lease.name not in keep)
        or (
            lease.holder.nonce != mine.holder.nonce
            and (mine.at - lease.at > long_ago or is_dead(lease.holder))
        )
    )


def write_lease(lease: Lease, address: str, key: bytes) -> bytes:
    """The lease as a mail that people can read too."""
    holder = lease.holder
    since = f"{lease.since[0]}.{lease.since[1]}" if lease.since else "0"
    fields = {
        "name": lease.name,
        "seat": holder.seat,
        "nonce": holder.nonce,
        "process": holder.process,
        "host": holder.host,
        "since": since,
    }
    said = ";".join(f"{name}={quote(value, safe='')[:200]}" for name, value in fields.items())
    mail = EmailMessage(policy=SMTP.clone(max_line_length=998))
    mail["From"] = mail["To"] = address
    mail["Message-ID"] = f"<l1.{lease.name}@{address.rpartition('@')[2] or 'localhost'}>"
    mail["Subject"] = "relanced works on this mailbox"
    mail[MARK_HEADER] = f"{_VERSION};{said};h={sign(key, 'lease', said)}"
    mail.set_content(
        "Two relanced on one mailbox would write twice to the same client: the one that came first says so\n"
        "here, every few minutes, and the other waits. This mail goes when relanced stops. Leave the folder\n"
        "alone: without it nothing is sent.\n"
    )
    return mail.as_bytes()


def read_lease(value: str, uid: int, at: datetime, key: bytes) -> Lease | None:
    """The value of the mark's header back; None where it is no lease at all.

    One that this key did not sign is a lease all the same: of a relanced with another key.
    """
    text = "".join(value.split())
    if not _VALUE.fullmatch(text):
        return None
    said, _, signature = text.partition(";")[2].rpartition(";h=")
    fields = {name: unquote(each) for name, _, each in (part.partition("=") for part in said.split(";"))}
    place = _PLACE.fullmatch(fields.get("since", ""))
    holder = Holder(
        seat=fields.get("seat", ""),
        process=fields.get("process", ""),
        host="".join(c for c in fields.get("host", "") if c.isprintable())[:60],
        nonce=fields.get("nonce", "") or f"uid {uid}",
    )
    return Lease(
        holder=holder,
        name=fields.get("name", ""),
        since=(int(place[1]), int(place[2])) if place else None,
        uid=uid,
        at=at,
        is_ours=is_signed(key, "lease", said, signature),
    )


def renewed(lease: Lease, uidvalidity: int) -> tuple[int, int]:
    """The place that the next lease of the same row states."""
    return lease.since or (uidvalidity, lease.uid)


def of_ours(leases: Iterable[Lease], holder: Holder) -> tuple[Lease, ...]:
    """This holder's leases, oldest first."""
    return tuple(sorted((each for each in leases if each.holder.nonce == holder.nonce), key=lambda e: e.uid))


def with_new_nonce(holder: Holder) -> Holder:
    """The same service under another name: a copy of it writes under the first."""
    return replace(holder, nonce=new_nonce())
