"""Troubles that begin and end in; when the owner is alerted, and of what, out. No clock: each moment is an argument.

At most one alert an hour and ten in a day, whatever happens. What came meanwhile goes with the next one;
so does what is well again. A trouble that comes and goes before it was told of for long is not told of.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from relanced.letters.alert import Alert, Trouble

EVERY = timedelta(hours=1)
A_DAY, MOST_A_DAY = timedelta(days=1), 10
_AT_ONCE = timedelta(0)
# How long each may last before it is told of: mailboxes are away for some minutes every night.
PATIENCE = {
    "unreachable": timedelta(hours=1),
    "login": timedelta(minutes=30),
    "unread": timedelta(hours=1),
    "worker": timedelta(minutes=15),
    "in_doubt": timedelta(minutes=30),  # most are settled by what lies in Sent some rounds later
    "digest": timedelta(hours=2),
    "nothing_leaves": timedelta(hours=1),
}


@dataclass(slots=True)
class _Standing:
    since: datetime
    values: tuple[str, ...] = ()
    is_told: bool = False


@dataclass(slots=True)
class Bell:
    """The troubles of one firm, and when it was alerted."""

    standing: dict[str, _Standing] = field(default_factory=dict)
    ended: dict[str, _Standing] = field(default_factory=dict)  # and not told of yet
    rung: list[datetime] = field(default_factory=list)  # of the last day, oldest first

    def wrong(self, kind: str, now: datetime, values: tuple[str, ...] = ()) -> None:
        """Something is wrong, or still is."""
        again = self.ended.pop(kind, None)
        known = self.standing.setdefault(kind, again or _Standing(now))
        known.values = values

    def well(self, kind: str, now: datetime) -> None:
        """It is not, or not any more. What lasted is told of even afterwards: nobody may have been reached."""
        known = self.standing.pop(kind, None)
        if known is not None and (known.is_told or _has_lasted(kind, known, now)):
            self.ended[kind] = known

    def due(self, now: datetime) -> Alert | None:
        """The alert that may be given at this moment, of all that is to be told; None: nothing, or not yet."""
        new = [
            _trouble(kind, each)
            for kind, each in self.standing.items()
            if not each.is_told and _has_lasted(kind, each, now)
        ]
        over = [_trouble(kind, each) for kind, each in self.ended.items()]
        if not new and not over:
            return None
        # A clock that was put back must not silence alerts until it has caught up.
        last = [at for at in self.rung if at <= now + EVERY and now - at < A_DAY]
        if len(last) >= MOST_A_DAY or any(abs(now - at) < EVERY for at in last):
            return None
        standing = [_trouble(kind, each) for kind, each in self.standing.items() if each.is_told]
        return Alert(new=tuple(new), over=tuple(over), still=tuple(standing))

    def told(self, alert: Alert, now: datetime) -> None:
        """This alert was given, or may have been."""
        self.rung = [at for at in self.rung if at <= now + EVERY and now - at < A_DAY]
        self.rung = [*self.rung[-(MOST_A_DAY - 1) :], now]
        for each in alert.new:
            if each.kind in self.standing:
                self.standing[each.kind].is_told = True
        for each in alert.over:
            self.ended.pop(each.kind, None)

    def written(self) -> str:
        """All of it as text, for the store."""
        return json.dumps(
            {
                "standing": _rows(self.standing.items()),
                "ended": _rows(self.ended.items()),
                "rung": [at.isoformat() for at in self.rung],
            },
            ensure_ascii=False,
        )


def bell_of(text: str) -> Bell:
    """The bell that `written` wrote; a new one where there is no text."""
    if not text:
        return Bell()
    read = json.loads(text)
    return Bell(
        standing=_read(read["standing"]),
        ended=_read(read["ended"]),
        rung=[datetime.fromisoformat(at) for at in read["rung"]],
    )


def _rows(items: Iterable[tuple[str, _Standing]]) -> list[list[object]]:
    return [[kind, each.since.isoformat(), list(each.values), each.is_told] for kind, each in items]


def _read(rows: Iterable[tuple[str, str, list[str], bool]]) -> dict[str, _Standing]:
    return {
        kind: _Standing(datetime.fromisoformat(since), tuple(values), is_told=is_told)
        for kind, since, values, is_told in rows
    }


def _has_lasted(kind: str, each: _Standing, now: datetime) -> bool:
    return now - each.since >= PATIENCE.get(kind, _AT_ONCE)


def _trouble(kind: str, each: _Standing) -> Trouble:
    return Trouble(kind=kind, since=each.since, values=each.values)
