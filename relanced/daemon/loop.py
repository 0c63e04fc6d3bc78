"""Settings in, the service out: rounds for ever, woken by the mailbox, stopped by a signal."""

import asyncio
import contextlib
import time

import structlog

from relanced.daemon.firm import STALE_S, Firm, read_again
from relanced.daemon.hand import WorkerUnfit
from relanced.daemon.login import PAUSE_S, note_accepted, note_refused, pause_left
from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.privacy import keep_house
from relanced.daemon.registers import LookUps
from relanced.daemon.reload import note_problems, take_over
from relanced.daemon.rounds import take_round
from relanced.edge.backoff import SIGN_IN_LOOK_S, Backoff
from relanced.edge.clock import Clock
from relanced.edge.credentials import SecretUnavailable, SignInAway, SignInNeeded, read_login
from relanced.edge.imap_errors import ImapTrouble, LoginRefused
from relanced.edge.store import StoreLocked, StoreUnusable
from relanced.edge.watcher import Watcher

log = structlog.get_logger()

ROUND_S = 120  # at most this long between two rounds, whatever IDLE says or does not say
SLICE_S = 20  # of each round go at most into old mails that wait: what is new is heard in between
HEARTBEAT_S = 15 * 60  # a watching connection that has not answered for this long is cut
# A worker holds more than the service itself. The first mail after a quiet while is heard a second later for it:
# nothing leaves meanwhile (law 3), and the others of a busy morning find the worker warm.
WORKER_IDLE_S = 5 * 60
PAUSE_LOOK_S = 30  # between two looks whether a command was let in after a refusal
_REFUSED = "password refused"
_WAITING = f"{_REFUSED}; waiting"
_BACKOFF_S = (5, 10, 20, 40, 80, 160, 320, 640, 900)


async def serve_firm(firm: Firm, clock: Clock, stop: asyncio.Event) -> None:
    """Keep one firm's office open, whatever happens to it, until the service stops or the firm leaves."""
    failures = 0  # in a row, without a single round that ended well
    firm.alarm.clock = clock
    while not stop.is_set() and not firm.is_leaving:
        opened_at = time.monotonic()
        try:
            if await _has_settings(firm):
                await _work(firm, clock, stop)
                failures = 0
                continue
        except (SecretUnavailable, StoreLocked, StoreUnusable) as error:
            log.error("cannot_work", firm=firm.name, why=str(error))
            firm.health.trouble = str(error)
            if not isinstance(error, StoreLocked):  # another relanced works on it, and says so itself
                firm.alarm.wrong("secret" if isinstance(error, SecretUnavailable) else "disk")
        except Exception:
            log.exception("firm_failed", firm=firm.name)
        firm.tried.set()
        await firm.alarm.ring(firm.settings, None, refused=bool(firm.refused))
        failures = 0 if firm.read_at > opened_at else failures + 1
        wait = _pause(failures - 1)
        firm.says(firm.health.trouble, wait + STALE_S)
        await _sleep(firm, wait)


async def _has_settings(firm: Firm) -> bool:
    """Whether there are settings to work by; those that have come are taken up."""
    firm.wake.clear()
    if (
        firm.settings is None and firm.coming is None and not firm.refused
    ):  # once refused, a change is waited for
        firm.coming = await asyncio.to_thread(read_again, firm)
    if firm.coming is not None:
        firm.settings, firm.coming = firm.coming, None
    if firm.settings is None:
        firm.health.trouble = f"{len(firm.refused)} problems in {firm.path.name}"
    return firm.settings is not None


async def _work(firm: Firm, clock: Clock, stop: asyncio.Event) -> None:
    """One office, from its opening to its end."""
    assert firm.settings is not None
    # In a thread: a secret's command may take 30 s, in which the other firms go on.
    office = await asyncio.to_thread(open_office, firm.settings, clock, worker_idle_s=WORKER_IDLE_S)
    firm.office = office
    firm.tried.set()
    try:
        await _rounds(firm, office, stop)
    finally:
        firm.office = None
        await close_office(office)


async def _rounds(firm: Firm, office: Office, stop: asyncio.Event) -> None:
    """Rounds on one open office until it must be closed: stop, new settings, or an error to start anew from."""
    watcher: Watcher | None = None
    look_ups = LookUps(office)
    try:
        while not stop.is_set() and _goes_on(firm, office):
            firm.wake.clear()
            wait = await _one_round(firm, office, stop)
            await firm.alarm.ring(office.settings, office, refused=bool(firm.refused))
            if watcher is None and wait in {0, ROUND_S}:  # the login works: another connection may watch
                watcher = _watcher(office, firm)
                watcher.start()
            elif watcher is not None and time.monotonic() - watcher.heartbeat > HEARTBEAT_S:
                watcher.kill()
            if wait in {0, ROUND_S} and await keep_house(office):
                return  # and opened anew: what was forgotten stands in its memory too
            look_ups.begin()
            await _sleep(firm, wait)
    finally:
        await look_ups.end()
        if watcher is not None:
            await watcher.close()


def _goes_on(firm: Firm, office: Office) -> bool:
    """Whether this office can go on: settings that have come are taken over, where it need not be closed for them."""
    if firm.is_leaving:
        return False
    if firm.coming is not None and take_over(office, firm.coming):
        log.info("configuration_taken_over", firm=firm.name)
        firm.settings, firm.coming = firm.coming, None
    return firm.coming is None


def _watcher(office: Office, firm: Firm) -> Watcher:
    imap = office.settings.imap
    backoff = Backoff(login=office.mailbox.login)  # one refused password is one attempt, not two
    return Watcher(imap, lambda: read_login(imap.password), firm.wake.set, backoff=backoff)


async def _one_round(firm: Firm, office: Office, stop: asyncio.Event) -> float:
    """Take one round; gives the seconds until the next one is due by itself. Raises StoreUnusable."""
    office.store.database.check_in_place()
    _tell_problems(firm, office)
    left = pause_left(office.store)
    if left:
        if firm.health.trouble != _WAITING:
            log.warning("login_paused", seconds=round(left), why="the server refused the password")
        firm.says(_WAITING, left + STALE_S)
        return min(left, PAUSE_LOOK_S)
    if firm.health.trouble.startswith(_REFUSED):  # it is over, or «relanced check» or «login» were let in
        office.mailbox.login.end()
    try:
        done = await take_round(
            office, stopping=lambda: stop.is_set() or firm.is_wanted_elsewhere, slice_s=SLICE_S
        )
    except LoginRefused as error:
        note_refused(office.store)
        log.error("login_refused", why=str(error), next_try_s=PAUSE_S)
        firm.says(_REFUSED, PAUSE_S + STALE_S, wrong="login")
        return PAUSE_LOOK_S
    except SignInNeeded as error:
        if firm.health.trouble != str(error):  # once: it is looked at anew every few seconds
            log.error(
                "sign_in_needed", why=str(error), what="taken up by itself once «relanced login» was run"
            )
        firm.says(str(error), SIGN_IN_LOOK_S + STALE_S, wrong="login")
        return SIGN_IN_LOOK_S
    except (ImapTrouble, SignInAway) as error:
        wait = max(office.mailbox.next_try_in or _pause(firm.lost), 1)
        firm.lost += 1
        log.warning("mailbox_unreachable", why=str(error), next_try_s=round(wait))
        firm.says(f"unreachable: {error}", wait + STALE_S, wrong="unreachable")
        return wait
    except WorkerUnfit as error:
        wait = _pause(firm.lost)
        firm.lost += 1
        log.error("worker_unfit", why=str(error), next_try_s=round(wait))
        firm.says(str(error), wait + STALE_S, wrong="worker")
        return wait
    firm.lost, firm.read_at = 0, time.monotonic()
    note_accepted(office.store)
    firm.says("", STALE_S)
    firm.health.take(done, office.now())
    firm.alarm.after_round(office, done)
    _tell_problems(firm, office)
    return 0 if done.swept.backlog else ROUND_S


def _tell_problems(firm: Firm, office: Office) -> None:
    """Leave word in the store of what is wrong with the firm's files, templates too."""
    lines = (*firm.refused, *(str(problem) for problem in office.templates.problems))
    firm.health.refused = len(lines)
    note_problems(office.store, lines)


def _pause(failures: int) -> float:
    return _BACKOFF_S[min(max(failures, 0), len(_BACKOFF_S) - 1)]


async def _sleep(firm: Firm, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(firm.wake.wait(), seconds)
