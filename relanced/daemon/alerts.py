"""What keeps a firm's service from working in, when its owner is alerted, over restarts as well, out."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from relanced.casework.ledger import Ledger
from relanced.casework.rhythm import silences
from relanced.daemon.alert_bell import EVERY, Bell, bell_of
from relanced.daemon.alert_ways import give_alert
from relanced.daemon.digest import FAILED_NOTE
from relanced.daemon.office import Office
from relanced.daemon.rounds import Round
from relanced.edge.clock import Clock
from relanced.edge.settings import Settings
from relanced.edge.store import StoreUnusable
from relanced.letters.alert import Alert
from relanced.model.actions import AskOwner

log = structlog.get_logger()

NOTE = "alerts"
TRY_AGAIN_AFTER = timedelta(minutes=10)  # where no way worked
# What a round alone can tell; an error outside of it leaves them as they were.
OF_ROUNDS = ("bank_silent", "in_doubt", "surprise", "unread", "nothing_leaves", "digest")
OF_LOOP = ("unreachable", "login", "worker", "disk", "secret")


@dataclass(slots=True)
class Alarm:
    """One firm's alerts: over the life of the process, and, in its store, beyond."""

    clock: Clock = field(default_factory=Clock)
    bell: Bell = field(default_factory=Bell)
    is_loaded: bool = False
    tried_at: datetime | None = None  # in vain
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock.monotonic()

    def wrong(self, kind: str, *values: str) -> None:
        """One of OF_LOOP, or «configuration», is the matter."""
        self.bell.wrong(kind, self.clock.now(), values)

    def well(self, *kinds: str) -> None:
        """These are not, any more."""
        for kind in kinds:
            self.bell.well(kind, self.clock.now())

    def after_round(self, office: Office, done: Round) -> None:
        """A round ended: the mailbox was reached, and what it says is known."""
        self._load(office)
        self.well(*OF_LOOP)
        found = dict(_of_round(office, done))
        for kind in OF_ROUNDS:
            if kind in found:
                self.wrong(kind, *found[kind])
            else:
                self.well(kind)

    async def ring(self, settings: Settings | None, office: Office | None, *, refused: bool = False) -> bool:
        """Alert the owner where it is time; gives whether he was. Never raises for trouble of its own.

        `refused`: whether the firm's files are, so that the last good ones are in use.
        """
        if settings is None or settings.alerts is None:
            return False
        self._load(office)
        if refused:
            self.wrong("configuration")
        else:
            self.well("configuration")
        now = self.clock.now()
        alert = self.bell.due(now)
        if alert is not None and self._may_ring(now):
            return await self._give(alert, settings, office)
        self._keep(office)
        return False

    def _may_ring(self, now: datetime) -> bool:
        """Whether nobody was alerted lately, as far as that can be known.

        Without the store nobody knows of alerts before this start: a service that starts anew every minute, since
        its disk is full, alerts once it has lived for an hour.
        """
        if self.tried_at is not None and abs(now - self.tried_at) < TRY_AGAIN_AFTER:
            return False
        return self.is_loaded or self.clock.monotonic() - self.began >= EVERY.total_seconds()

    async def _give(self, alert: Alert, settings: Settings, office: Office | None) -> bool:
        now = self.clock.now()
        # Noted first: where we die on the way, it may have been given, and is not given again.
        before = self.bell.written()
        self.bell.told(alert, now)
        self._keep(office)
        reached = await give_alert(alert, settings, office, now)
        log.warning("alerted", kinds=[each.kind for each in alert.new], ways=reached)
        if not reached:
            self.bell, self.tried_at = bell_of(before), now
            self._keep(office)
        return bool(reached)

    def _load(self, office: Office | None) -> None:
        if office is None or self.is_loaded:
            return
        try:
            kept = office.store.recall(NOTE)
        except StoreUnusable:
            return
        mine, self.bell = self.bell, bell_of(kept)
        for kind, each in mine.standing.items():
            self.bell.wrong(kind, each.since, each.values)
        self.is_loaded = True

    def _keep(self, office: Office | None) -> None:
        text = self.bell.written()
        with suppress(StoreUnusable):  # on a full disk this process alone knows
            if office is not None and office.store.recall(NOTE) != text:
                office.store.remember(NOTE, text)


def _of_round(office: Office, done: Round) -> Iterator[tuple[str, tuple[str, ...]]]:
    today, ledger, rules = office.today(), done.ledger, office.rules
    if any(case.is_open for account in ledger.accounts.values() for case in account.cases):
        silent = silences(ledger.bank_heard_on, ledger.bank_looked_on, today, rules.calendar)
        if silent:
            yield "bank_silent", (", ".join(each.bank for each in silent),)
    doubts = _in_doubt(ledger)
    if doubts:
        yield "in_doubt", (str(doubts),)
    if any("limits.surprise" in asked.why for asked in done.actions if isinstance(asked, AskOwner)):
        yield "surprise", ()
    if done.swept.incomplete and not done.swept.backlog:
        yield "unread", (str(len(done.swept.incomplete)),)
    if done.held:
        yield "nothing_leaves", ()
    if office.store.recall(FAILED_NOTE):
        yield "digest", ()


def _in_doubt(ledger: Ledger) -> int:
    letters = {
        case.in_flight.message_id
        for account in ledger.accounts.values()
        for case in account.cases
        if case.in_flight is not None
    }
    return len(letters)
