"""Settings in, the service out: rounds for ever, woken by the mailbox, stopped by a signal."""

import asyncio
import contextlib
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from relanced.daemon.hand import WorkerUnfit
from relanced.daemon.login import PAUSE_S, note_accepted, note_refused, pause_left
from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.registers import LookUps
from relanced.daemon.rounds import Round, take_round
from relanced.edge import systemd
from relanced.edge.backoff import Backoff
from relanced.edge.clock import Clock
from relanced.edge.config import Problems, load_settings
from relanced.edge.credentials import SecretUnavailable, read_secret
from relanced.edge.imap_errors import ImapTrouble, LoginRefused
from relanced.edge.settings import Settings
from relanced.edge.store import StoreLocked, StoreUnusable
from relanced.edge.watcher import Watcher

log = structlog.get_logger()

ROUND_S = 120  # at most this long between two rounds, whatever IDLE says or does not say
SLICE_S = 20  # of each round go at most into old mails that wait: what is new is heard in between
HEARTBEAT_S = 15 * 60  # a watching connection that has not answered for this long is cut
STALE_S = 60 * 60  # a mailbox not read for this long is told of; one that nobody waits for feeds no watchdog
# A worker holds more than the service itself. The first mail after a quiet while is heard a second later for it:
# nothing leaves meanwhile (law 3), and the others of a busy morning find the worker warm.
WORKER_IDLE_S = 5 * 60
_BACKOFF_S = (5, 10, 20, 40, 80, 160, 320, 640, 900)


@dataclass(slots=True)
class Firm:
    """One firm's task and what systemd is told of it."""

    path: Path
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    reload: bool = False
    tried: asyncio.Event = field(default_factory=asyncio.Event)  # its store was opened, or could not be
    state: str = "starting"
    alive_until: float = field(default_factory=lambda: time.monotonic() + STALE_S)
    read_at: float = field(default_factory=time.monotonic)  # when a round last ended well
    stale_told_at: float = float("-inf")
    lost: int = 0  # rounds in a row that did not reach the mailbox

    def says(self, state: str, good_for_s: float) -> None:
        """Record the state and for how long silence from now on is normal."""
        self.state = state
        self.alive_until = time.monotonic() + good_for_s

    def tell_stale(self) -> None:
        """Log, once an hour while it lasts, that nobody has read this mailbox."""
        now = time.monotonic()
        unread_s = now - self.read_at
        if unread_s > STALE_S <= now - self.stale_told_at:
            self.stale_told_at = now
            what = "no reminder leaves until it is read again; relanced goes on trying"
            log.error(
                "mailbox_stale",
                firm=self.path.stem,
                hours=round(unread_s / 3600, 1),
                why=self.state,
                what=what,
            )


async def serve(paths: tuple[Path, ...], clock: Clock) -> None:
    """Serve every firm until SIGTERM or SIGINT; SIGHUP reads the configuration again.

    One firm's trouble (a wrong password, a full disk) never stops another's rounds.
    """
    stop = asyncio.Event()
    firms = [Firm(path) for path in paths]
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, _stop, stop, firms)
    loop.add_signal_handler(signal.SIGHUP, _reload, firms)
    try:
        async with asyncio.TaskGroup() as group:
            keeper = group.create_task(_watchdog(firms))
            group.create_task(_say_ready(firms))
            tasks = [group.create_task(_serve_firm(firm, clock, stop)) for firm in firms]
            await asyncio.gather(*tasks)
            keeper.cancel()
    finally:
        systemd.stopping()


async def _say_ready(firms: list[Firm]) -> None:
    """Ready means: configurations valid, stores open. A provider that is away must not fail the unit."""
    for firm in firms:
        await firm.tried.wait()
    systemd.ready()


def _stop(stop: asyncio.Event, firms: list[Firm]) -> None:
    log.info("stopping")
    systemd.stopping()
    stop.set()
    for firm in firms:
        firm.wake.set()


def _reload(firms: list[Firm]) -> None:
    systemd.reloading()
    for firm in firms:
        firm.reload = True
        firm.wake.set()
    systemd.ready()


async def _watchdog(firms: list[Firm]) -> None:
    """Feed systemd's watchdog from the loop itself, while every firm's round ends or waits in time.

    A provider that is away, for weeks if need be, is no reason to be killed: that would end the
    other firms' rounds as well, in the middle of a letter perhaps.
    """
    every = systemd.watchdog_seconds()
    while True:
        await asyncio.sleep((every or 60) / 3)
        stuck = [firm.path.stem for firm in firms if time.monotonic() > firm.alive_until]
        systemd.status("; ".join(f"{firm.path.stem}: {firm.state}" for firm in firms)[:200])
        for firm in firms:
            firm.tell_stale()
        if stuck:
            log.error("round_stuck", firms=stuck)
        elif every:
            systemd.watchdog()


async def _serve_firm(firm: Firm, clock: Clock, stop: asyncio.Event) -> None:
    """Keep one firm's office open, whatever happens to it."""
    failures = 0  # in a row, without a single round that ended well
    settings: Settings | None = None
    while not stop.is_set():
        opened_at = time.monotonic()
        settings = _read_settings(firm, settings)
        try:
            if settings is not None:
                # In a thread: a secret's command may take 30 s, in which the other firms go on.
                office = await asyncio.to_thread(open_office, settings, clock, worker_idle_s=WORKER_IDLE_S)
                firm.tried.set()
                try:
                    await _rounds(firm, office, stop)
                    failures = 0
                finally:
                    await close_office(office)
                continue
        except (SecretUnavailable, StoreLocked, StoreUnusable) as error:
            log.error("cannot_work", firm=firm.path.stem, why=str(error))
            firm.state = str(error)
        except Exception:
            log.exception("firm_failed", firm=firm.path.stem)
        firm.tried.set()
        failures = 0 if firm.read_at > opened_at else failures + 1
        wait = _pause(failures - 1)
        firm.says(firm.state, wait + STALE_S)
        await _sleep(firm, wait)


def _read_settings(firm: Firm, current: Settings | None) -> Settings | None:
    """The settings of the file, or, where it is invalid, those that are running."""
    firm.reload = False
    try:
        loaded = load_settings(firm.path, current)
    except Exception:  # whatever one file does, its firm goes on as it is, and so do the others
        log.exception("configuration_unreadable", firm=firm.path.stem, running_on=_running_on(current))
        firm.state = f"{firm.path.name} cannot be read"
        return current
    if not isinstance(loaded, Problems):
        for problem in loaded.profile_problems:
            log.error("bank_profile_refused", problem=str(problem), running_on="the last good one, if any")
        for problem in loaded.law_problems:
            log.error("law_refused", problem=str(problem), running_on="the shipped rates")
        return loaded
    for problem in loaded:
        log.error("configuration_refused", problem=str(problem), running_on=_running_on(current))
    firm.state = f"{len(loaded)} problems in {firm.path.name}"
    return current


def _running_on(current: Settings | None) -> str:
    return "the last good one" if current else ""


async def _rounds(firm: Firm, office: Office, stop: asyncio.Event) -> None:
    """Rounds on one open office until it must be closed: stop, reload, or an error to start anew from."""
    watcher: Watcher | None = None
    look_ups = LookUps(office)
    try:
        while not stop.is_set() and not firm.reload:
            firm.wake.clear()
            wait = await _one_round(firm, office, stop)
            if watcher is None and wait in {0, ROUND_S}:  # the login works: another connection may watch
                watcher = _watcher(office, firm)
                watcher.start()
            elif watcher is not None and time.monotonic() - watcher.heartbeat > HEARTBEAT_S:
                watcher.kill()
            look_ups.begin()
            await _sleep(firm, wait)
    finally:
        await look_ups.end()
        if watcher is not None:
            await watcher.close()


def _watcher(office: Office, firm: Firm) -> Watcher:
    imap = office.settings.imap
    backoff = Backoff(login=office.mailbox.login)  # one refused password is one attempt, not two
    return Watcher(imap, lambda: read_secret(imap.password), firm.wake.set, backoff=backoff)


async def _one_round(firm: Firm, office: Office, stop: asyncio.Event) -> float:
    """Take one round; gives the seconds until the next one is due by itself. Raises StoreUnusable."""
    office.store.database.check_in_place()
    left = pause_left(office.store)
    if left:
        firm.says("password refused; waiting", left + STALE_S)
        log.warning("login_paused", seconds=round(left), why="the server refused the password")
        return left
    try:
        done = await take_round(office, stopping=stop.is_set, slice_s=SLICE_S)
    except LoginRefused as error:
        note_refused(office.store)
        log.error("login_refused", why=str(error), next_try_s=PAUSE_S)
        firm.says("password refused", PAUSE_S + STALE_S)
        return PAUSE_S
    except ImapTrouble as error:
        wait = max(office.mailbox.next_try_in or _pause(firm.lost), 1)
        firm.lost += 1
        log.warning("mailbox_unreachable", why=str(error), next_try_s=round(wait))
        firm.says(f"unreachable: {error}", wait + STALE_S)
        return wait
    except WorkerUnfit as error:
        wait = _pause(firm.lost)
        firm.lost += 1
        log.error("worker_unfit", why=str(error), next_try_s=round(wait))
        firm.says(str(error), wait + STALE_S)
        return wait
    firm.lost, firm.read_at = 0, time.monotonic()
    note_accepted(office.store)
    firm.says(_in_words(done), STALE_S)
    return 0 if done.swept.backlog else ROUND_S


def _in_words(done: Round) -> str:
    return f"{len(done.ledger.accounts)} clients, {done.sent} sent in the last round"


def _pause(failures: int) -> float:
    return _BACKOFF_S[min(max(failures, 0), len(_BACKOFF_S) - 1)]


async def _sleep(firm: Firm, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(firm.wake.wait(), seconds)
