"""An office in, what it need not keep any more forgotten: clients who were erased, and what has outlived its use.

The mailbox stays as it is: it is the owner's. A client who was erased is so by signed notes in Relanced/Journal
that name nobody (an HMAC of each address), so a store that is built anew forgets the same.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import structlog

from relanced.casework.fold import fold
from relanced.casework.forgetting import (
    UNRELATED_MONTHS,
    ended_before,
    erased,
    erasures,
    outdated,
    person_of,
    standing,
)
from relanced.casework.ledger import Ledger
from relanced.daemon.office import Office
from relanced.edge.forget import finished_letters, forget, scrub, sequences, texts_before, texts_to
from relanced.edge.settings import SentCopy, Settings
from relanced.edge.store import Store
from relanced.model.facts import Fact
from relanced.model.mark import sign
from relanced.model.names import ClientKey, MessageId
from relanced.model.rules import Rules

log = structlog.get_logger()

PURGE_ASKED = "purge_asked"  # in the store: «relanced purge» was called while the service had it
_PURGED_ON, _ERASED, _DIRTY = "purged_on", "erased", "scrub_due"
_DAYS_A_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is not kept any more: facts by sequence number, letters and texts by Message-ID, notes by key."""

    facts: dict[int, Fact] = field(default_factory=dict)
    letters: tuple[MessageId, ...] = ()
    texts: tuple[MessageId, ...] = ()
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.facts or self.letters or self.texts or self.notes)


def digest_of(address: str, key: bytes) -> str:
    """What stands for an address that was erased: whoever has not the key cannot tell whose it is."""
    return sign(key, "erased", address.strip().lower())


async def keep_house(office: Office) -> bool:
    """Forget what is due, once a day, and at once when the owner said so; True: the office must be opened anew.

    So that nothing of it stays in memory either.
    """
    office.refresh_facts()
    store, today = office.store, office.today().isoformat()
    wanted = erasures(office.kept.decided)  # each round asks: not of years of facts
    said = " ".join(sorted(f"{digest}@{at.isoformat()}" for digest, at in wanted.items()))
    state = f"{said} {len(office.facts)}" if wanted else ""
    is_new = bool(wanted) and store.recall(_ERASED) != state
    is_day = office.settings.retention is not None and store.recall(_PURGED_ON) != today
    asked = bool(store.recall(PURGE_ASKED))
    gone = Forgotten()
    if is_new and office.key is not None:
        gone = await _of_erased(office, _limits(wanted, office.key))
        _carry_out(office, gone, "client_erased")
    if is_day or asked:
        # In a thread, as far as it only reckons: of years of facts that takes seconds.
        words = await asyncio.to_thread(outdated_words, tuple(office.facts), office.settings, office.now())
        due = outdated_in(store, words, office.settings)
        _carry_out(office, due, "purged")
        gone = gone or due
    if store.recall(_DIRTY) and scrub(store.database):
        store.remember(_DIRTY, "")
    for key, value, is_due in (
        (_ERASED, state, is_new),
        (_PURGED_ON, today, is_day),
        (PURGE_ASKED, "", asked),
    ):
        if is_due:
            store.remember(key, value)
    return bool(gone)


def _limits(wanted: dict[str, datetime], key: bytes) -> Callable[[str], datetime | None]:
    return lambda address: wanted.get(digest_of(address, key))


async def _of_erased(office: Office, until: Callable[[str], datetime | None]) -> Forgotten:
    """What is to be forgotten of clients who were erased."""
    store, facts, rules = office.store, tuple(office.facts), office.rules
    changed = await asyncio.to_thread(lambda: _safe(facts, rules, dict(erased(facts, until)), None))
    people = {person for fact in facts if (person := person_of(fact)) and until(person) is not None}
    letters = finished_letters(store.database, people, None, copies=_wants_copies(office.settings))
    notes = dict.fromkeys(f"answers:{client}" for _, client in letters)
    return Forgotten(
        facts=_numbered(store, changed),
        letters=tuple(each for each, _ in letters),
        texts=texts_to(store.database, people),
        notes=tuple(key for key in notes if store.recall(key)),
    )


@dataclass(frozen=True, slots=True)
class Outdated:
    """What has outlived its use, before the store is asked."""

    facts: dict[int, Fact]  # by place, without their words
    ledger: Ledger
    before: datetime  # what ended before then


def outdated_words(facts: Sequence[Fact], settings: Settings, now: datetime) -> Outdated:
    """Unrelated mails after three months, all others so many months after all was settled. Takes its time."""
    months = settings.retention if settings.retention is not None else UNRELATED_MONTHS
    before = _back(now.date(), months)
    unrelated = max(before, _back(now.date(), UNRELATED_MONTHS))
    ledger = fold(facts, settings.rules)
    changed = dict(outdated(facts, ledger, before, unrelated))
    changed = _safe(facts, settings.rules, changed, ledger)
    return Outdated(changed, ledger, now - (now.date() - before))


def outdated_in(store: Store, words: Outdated, settings: Settings) -> Forgotten:
    """The same with the letters and texts of the store."""
    before, ledger = words.before, words.ledger
    old = finished_letters(store.database, None, before, copies=_wants_copies(settings))
    return Forgotten(
        facts=_numbered(store, words.facts),
        letters=tuple(each for each, client in old if _has_ended(ledger, ClientKey(client), before.date())),
        texts=texts_before(store.database, before),
    )


def _safe(
    facts: Sequence[Fact], rules: Rules, changed: dict[int, Fact], ledger: Ledger | None
) -> dict[int, Fact]:
    """The same; nothing, if what anybody owes, or what silences him, would change by it."""
    if not changed:
        return {}
    after = [changed.get(at, fact) for at, fact in enumerate(facts)]
    if standing(fold(after, rules)) == standing(ledger or fold(facts, rules)):
        return changed
    log.error("words_kept", why="without them what is owed would be another", facts=len(changed))
    return {}


def _numbered(store: Store, changed: dict[int, Fact]) -> dict[int, Fact]:
    """By sequence number, for facts by their place."""
    numbers = sequences(store.database) if changed else ()
    return {numbers[at]: fact for at, fact in changed.items()}


def _wants_copies(settings: Settings) -> bool:
    """Whether a copy of each letter is to lie in Sent before its bytes may go."""
    return settings.smtp.save_sent is not SentCopy.NEVER


def _carry_out(office: Office, gone: Forgotten, event: str) -> None:
    if gone:
        office.store.remember(_DIRTY, "1")  # first: after a crash the file is cleaned all the same
        forget(office.store.database, gone.facts, gone.letters, gone.texts, gone.notes)
        log.info(event, mails=len(gone.facts), letters=len(gone.letters), own_texts=len(gone.texts))


def _has_ended(ledger: Ledger, client: ClientKey, before: date) -> bool:
    account = ledger.accounts.get(client)
    return account is None or ended_before(account, before)


def _back(day: date, months: int) -> date:
    return day - timedelta(days=round(months * _DAYS_A_MONTH))
