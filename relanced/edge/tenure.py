"""One service's place in the queue for a mailbox: looks at the lease folder in, what to write there out.

Without network: `turn` is a generator that asks for one step on the folder after the other and is
given what was found. So every interleaving of several services can be tried.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime, timedelta

from relanced.edge.crash import Point, crash_point
from relanced.edge.lease import (
    Holder,
    Lease,
    Seen,
    Times,
    ahead_of,
    new_nonce,
    of_ours,
    renewed,
    with_new_nonce,
    worn_out,
)


@dataclass(frozen=True, slots=True)
class Look:
    """Read the folder, as it is now."""


@dataclass(frozen=True, slots=True)
class Append:
    """Write this lease; the server gives it its UID and its time."""

    lease: Lease


@dataclass(frozen=True, slots=True)
class Remove:
    """Take these away."""

    uids: tuple[int, ...]


Step = Look | Append | Remove
Turn = Generator[Step, Seen | None, None]


class Tenure:
    """Where one service stands, as far as it knows."""

    def __init__(
        self, holder: Holder, times: Times, elapsed: Callable[[], float], is_dead: Callable[[Holder], bool]
    ) -> None:
        """`elapsed`: seconds that only grow, also while the machine sleeps."""
        self.holder = holder
        self.times = times
        self.ahead: tuple[Lease, ...] = ()  # who stands before us
        self.newest: Lease | None = None  # ours, as the server shows it
        self._elapsed = elapsed
        self._is_dead = is_dead
        self._before: Lease | None = None  # our last but one
        self._since: tuple[int, int] | None = None
        self._written: set[str] = set()  # every lease that we wrote, or tried to
        self._written_at = float("-inf")  # when we began to write the newest
        self._looked_at = float("-inf")

    @property
    def holds(self) -> bool:
        """Whether we, and nobody else, may work on the mailbox at this moment."""
        return self.is_fresh and not self.ahead

    @property
    def is_fresh(self) -> bool:
        """Whether the last look still counts."""
        now = self._elapsed()
        return now - self._looked_at < self.times.look and now - self._written_at < self.times.broken

    @property
    def has_written(self) -> bool:
        """Whether something of ours may lie in the folder."""
        return bool(self._written)

    @property
    def server_now(self) -> datetime | None:
        """This moment by the mail server's clock, from when it took our newest lease."""
        if self.newest is None:
            return None
        return self.newest.at + timedelta(seconds=self._elapsed() - self._written_at)

    def turn(self) -> Turn:
        """Look, write our lease anew where it is due, look again, tidy up; then `holds` tells.

        Broken off anywhere (a lost connection) it may simply be begun again.
        """
        began = self._elapsed()
        seen = yield from _look()
        if self._meets_its_double(seen):
            yield from self._give_up(seen)
        mine = self._current(seen)
        if mine is None or began - self._written_at >= self.times.renew:
            began = self._elapsed()
            mine, seen = yield from self._write(mine, seen)
        if mine is None:
            return
        self.ahead = ahead_of(mine, seen, self.times, self._is_dead)
        self._looked_at = began
        keep = {lease.name for lease in (mine, self._before) if lease}
        rest = worn_out(mine, seen, self.times, self._is_dead, keep)
        if rest:
            yield Remove(rest)

    def leave(self) -> Turn:
        """Take everything of ours away: the next in the queue need not wait."""
        seen = yield from _look()
        yield from self._give_up(seen)

    def _meets_its_double(self, seen: Seen) -> bool:
        """Whether somebody writes under our name: a copy of this machine that runs, memory and all."""
        return any(lease.name not in self._written for lease in of_ours(seen.leases, self.holder))

    def _current(self, seen: Seen) -> Lease | None:
        """Our newest lease, where it still lies there and our row is unbroken."""
        if self.newest is None or self._elapsed() - self._written_at >= self.times.broken:
            return None
        is_same_folder = self._since is not None and self._since[0] == seen.uidvalidity
        return seen.named(self.newest.name) if is_same_folder else None

    def _write(
        self, before: Lease | None, seen: Seen
    ) -> Generator[Step, Seen | None, tuple[Lease | None, Seen]]:
        """Append the next lease of our row, or the first of a new one; gives it as the server shows it."""
        self._looked_at = float("-inf")
        wanted = Lease(holder=self.holder, name=new_nonce(), since=self._since if before else None)
        self._written.add(wanted.name)
        began = self._elapsed()
        yield Append(wanted)
        crash_point(Point.LEASE_APPENDED)
        seen = yield from _look()
        mine = seen.named(wanted.name)
        if mine is None or (before and not self._continues(before, mine, seen)):
            yield from self._give_up(seen)
            return None, seen
        self._before, self.newest, self._written_at = before, mine, began
        self._since = renewed(mine, seen.uidvalidity)
        return mine, seen

    def _continues(self, before: Lease, mine: Lease, seen: Seen) -> bool:
        """Whether nobody can have taken our place between the two."""
        gap = mine.at - before.at
        is_same_folder = self._since is not None and self._since[0] == seen.uidvalidity
        # A server stamps the time when an APPEND begins, and it may take long to end: hence the second.
        return (
            is_same_folder
            and seen.named(before.name) is not None
            and gap < timedelta(seconds=self.times.expires)
            and self._elapsed() - self._written_at < self.times.broken
        )

    def _give_up(self, seen: Seen) -> Turn:
        """Leave the queue, under a new name from now on."""
        uids = tuple(lease.uid for lease in of_ours(seen.leases, self.holder) if lease.name in self._written)
        self.newest = self._before = self._since = None
        self._looked_at = self._written_at = float("-inf")
        self.ahead = ()
        if uids:
            yield Remove(uids)
        self.holder = with_new_nonce(self.holder)
        self._written.clear()


def _look() -> Generator[Step, Seen | None, Seen]:
    seen = yield Look()
    assert seen is not None
    return seen
