"""Nothing in, the time out: the machine's, or the one that a rehearsal is given."""

import time
from datetime import UTC, datetime


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

    def monotonic(self) -> float:
        """Seconds that only grow, never fixed: for freshness and deadlines."""
        return time.monotonic()
