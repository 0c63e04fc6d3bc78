"""Settings and a store in; a fresh store beside it, read from the mailbox alone, and what differs, out.

Nothing is written to the mailbox, and nothing is sent. The old store stands until `swap`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from relanced.casework.differences import Differences, Reading, differences
from relanced.casework.fold import fold
from relanced.casework.planning.plan import plan
from relanced.daemon.again import READING_NOTES
from relanced.daemon.backlog import BACKLOG_NOTE
from relanced.daemon.digest_due import NOTE as DIGEST_NOTE
from relanced.daemon.login import note_refused, refuse_while_paused
from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.sweep import Progress, Swept, silent, sweep
from relanced.daemon.unread import LOST_NOTE
from relanced.edge.clock import Clock
from relanced.edge.codec import fact_key
from relanced.edge.database import path_of
from relanced.edge.imap_errors import LoginRefused
from relanced.edge.rebuilt import Carried, carry_over, fresh_path, remove_store
from relanced.edge.settings import Settings
from relanced.edge.store import Store
from relanced.model.facts import Fact
from relanced.model.rules import Mode, Rules

# How the old store was read says nothing of how the new one was; and what the last digest told is noted by the
# number of a fact, of which the new store has others: there the digest itself tells it, from the mailbox.
_OF_READING = READING_NOTES | {BACKLOG_NOTE, LOST_NOTE, DIGEST_NOTE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A fresh store, closed."""

    store: Path  # where it is to stand
    fresh: Path
    mails: int  # that were found
    facts: int  # that they told
    carried: Carried | None  # None: the old store could not be read
    differences: Differences | None  # None: the same


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRebuilt:
    """The mailbox could not be read to its end; the fresh store is gone again."""

    why: tuple[str, ...]


async def rebuild(
    settings: Settings, clock: Clock, old: Store | None, progress: Progress = silent
) -> Rebuilt | NotRebuilt:
    """Read the whole mailbox into a fresh store; the caller holds the lock of the old one.

    `old`: None where its file is damaged or gone; then nothing is carried over, and nothing compared.
    However it ends but well, the fresh store is removed. Raises the errors of edge.imap_errors,
    LoginRefused without a try while the pause lasts, StoreUnusable, SecretUnavailable, WorkerUnfit.
    """
    store = path_of(settings.store_url)
    fresh = fresh_path(store)
    remove_store(fresh)
    is_whole = False
    try:
        found = await _build(settings, clock, old, store, progress)
        is_whole = isinstance(found, Rebuilt)
        return found
    finally:
        if not is_whole:
            remove_store(fresh)


async def _build(
    settings: Settings, clock: Clock, old: Store | None, store: Path, progress: Progress
) -> Rebuilt | NotRebuilt:
    if old is not None:
        refuse_while_paused(old)
    fresh = fresh_path(store)
    office = open_office(_only_reading(settings, fresh), clock)
    try:
        swept = await _read(office, old, progress)
        if swept.incomplete:
            return NotRebuilt(why=swept.incomplete)
        known = len(office.facts)
        carried = carry_over(old, office.store, _OF_READING) if old is not None else None
        facts = office.store.facts()
    finally:
        await close_office(office)
    found = compare(old.facts(), facts, settings.rules, office.today()) if old is not None else None
    return Rebuilt(
        store=store,
        fresh=fresh,
        mails=sum(folder.new for folder in swept.folders),
        facts=known,
        carried=carried,
        differences=found,
    )


def _only_reading(settings: Settings, fresh: Path) -> Settings:
    """As configured, on the fresh store, and in the mode that neither writes nor sends."""
    rules = replace(settings.rules, mode=Mode.OBSERVE)
    return replace(settings, store_url=f"sqlite:///{fresh}", rules=rules)


async def _read(office: Office, old: Store | None, progress: Progress) -> Swept:
    """All of the mailbox, as the first round of a new store reads it."""
    if office.judge is not None:
        office.judge.new_round()
    try:
        return await sweep(office, everything=True, progress=progress, judge=office.judge)
    except LoginRefused:
        if old is not None:
            note_refused(old)
        raise


def compare(before: Iterable[Fact], now: Iterable[Fact], rules: Rules, today: date) -> Differences:
    """What two sets of facts lead to, and where that differs."""
    return differences(_reading(before, rules, today), _reading(now, rules, today), today, fact_key)


def _reading(facts: Iterable[Fact], rules: Rules, today: date) -> Reading:
    facts = tuple(facts)
    ledger = fold(facts, rules)
    return Reading(facts=facts, ledger=ledger, actions=plan(ledger, rules, today))
