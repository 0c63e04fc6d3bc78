"""Nothing in, the time out: the machine's, or the one that a rehearsal is given; and whether to believe it."""

import time
from datetime import UTC, datetime, timedelta

BUILT_IN = 2026  # a clock before this year is wrong
JUMP = timedelta(hours=1)  # more than daylight saving could ever do to UTC: nothing
SKEW = timedelta(days=1)  # against the mail server: from here on it is another day

# time.monotonic() stands still while a Linux machine sleeps: what was fresh before would be so after.
_SINCE_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def seconds_passed() -> float:
    """Seconds that only grow, also while the machine sleeps: for freshness, deadlines, leases."""
    return time.clock_gettime(_SINCE_BOOT)


class Clock:
    """The time of decisions, which a rehearsal may fix, and the time that passes, which nobody may."""

    __slots__ = ("_fixed",)

    def __init__(self, fixed: datetime | None = None) -> None:
        """With `fixed` (aware, else ValueError), now() gives that moment for ever."""
        if fixed is not None and fixed.utcoffset() is None:
            raise ValueError(
                f"{fixed.isoformat()} has no time zone; write {fixed.isoformat()}+00:00 or the like"
            )
        self._fixed = None if fixed is None else fixed.astimezone(UTC)

    def now(self) -> datetime:
        """This moment in UTC, for decisions and for what is written."""
        return self._fixed or datetime.now(UTC)

    def real(self) -> datetime:
        """This moment in UTC as the machine has it, in a rehearsal too."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that only grow, never fixed, also while the machine sleeps: for freshness and deadlines."""
        return seconds_passed()


class ClockWatch:
    """Whether the machine's clock can be believed: a wrong day would chase who owes nothing yet."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offset = self._measure()
        self._why = ""

    def begin_round(self) -> None:
        """A new round: a jump since the last one holds this one back, and this one only."""
        self._why = ""
        self._look()
        self._offset = self._measure()

    def doubt(self, server_at: datetime | None) -> str:
        """Why nothing may be sent by this clock; "": it may. `server_at`: now, as the mail server has it."""
        self._look()
        now = self._clock.real()
        if now.year < BUILT_IN:
            return f"this machine's clock says {now:%Y-%m-%d}, which cannot be: nothing leaves; set the clock"
        if server_at is not None and abs(now - server_at) > SKEW:
            return (
                f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, the mail server's"
                f" {server_at.astimezone(UTC):%Y-%m-%d %H:%M}: nothing leaves until they agree; set the clock"
            )
        return self._why

    def _look(self) -> None:
        jump = timedelta(seconds=self._measure() - self._offset)
        if abs(jump) > JUMP:
            hours = jump.total_seconds() / 3600
            self._why = (
                f"this machine's clock jumped by {hours:+.1f} hours: nothing leaves in this round;"
                " the mailbox is read again, and the next round goes by the new time"
            )

    def _measure(self) -> float:
        return self._clock.real().timestamp() - self._clock.monotonic()
