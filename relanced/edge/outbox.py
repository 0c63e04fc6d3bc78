"""Letters in, one hand-over at most out: what was prepared, tried, taken, refused, or is in doubt.

    prepared ──► submitting ──► sent          taken, or seen in Sent
       ▲  │        │  ▲  ├────► refused       certainly not taken, the owner must look
       │  ▼        ▼  │  └────► unknown ────► sent, by evidence alone
    withdrawn ◄── deferred      certainly not taken, tried again later

A letter that is turned away at the mail server's door, before its first byte, becomes deferred or
refused without having been claimed.

A letter leaves `submitting` only by an answer of the server or as unknown; nothing leads from
unknown back to an attempt (law 2). Claim and outcome are facts too, each written in the
transaction that changes the state.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Row, Update, and_, func, insert, or_, select, update

from relanced.edge import schema
from relanced.edge.store import Store, append_facts
from relanced.model.delivery import Accepted, Deferred, Delivery, InDoubt, Refused
from relanced.model.facts import Outcome, SendIntended, SendOutcome
from relanced.model.names import ClientKey, InvoiceNumber, MessageId, StepName

Lines = tuple[tuple[InvoiceNumber, StepName | None], ...]

# Greylisting wants some minutes; then slower, up to four hours (after Postfix).
_RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 30, 60, 120, 240))
_GIVE_UP_AFTER = timedelta(days=5)  # after its first version was prepared

_LETTER = schema.letter.c


class LetterState(StrEnum):
    """Where a letter stands."""

    PREPARED = "prepared"
    SUBMITTING = "submitting"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"


# Certainly never taken and not frozen: a new version of the letter may take its place.
_REPLACEABLE = frozenset({LetterState.PREPARED, LetterState.WITHDRAWN})
_MAYBE_TAKEN = (LetterState.SUBMITTING, LetterState.SENT, LetterState.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLetter:
    """A letter with its envelope and its history. To prepare one, leave out what has a default."""

    message_id: MessageId
    client: ClientKey
    to: str
    cc: tuple[str, ...]
    raw: bytes  # as it leaves, byte for byte, at every attempt
    lines: Lines
    step: StepName
    prepared_at: datetime  # its first version, where failed attempts are inherited
    state: LetterState = LetterState.PREPARED
    attempts: int = 0
    next_try_at: datetime | None = None  # deferred: not before then
    changed_at: datetime | None = None  # None: since it was prepared
    answer: str = ""  # the server's last words, or ours
    filed: bool = False  # a copy lies in Sent


class Outbox:
    """The letters of one firm. Every method is one transaction and raises StoreUnusable as Store does.

    Those that name a letter raise LookupError for a Message-ID that was never prepared.
    """

    def __init__(self, store: Store) -> None:
        self._database = store.database

    def prepare(self, letter: OutboxLetter) -> OutboxLetter:
        """Put a letter in; gives the letter that stands under its Message-ID from now on.

        Until a letter was tried, or after it was withdrawn, a newer version replaces it (what is
        owed may have changed); otherwise it stays as it is, bytes and state. A version that follows
        closely on failed attempts inherits them, so that trying comes to an end.
        """
        with self._database.writing() as connection:
            found = _find(connection, letter.message_id)
            if found is None:
                connection.execute(insert(schema.letter).values(**_row(letter)))
            elif found.state in _REPLACEABLE:
                row = _row(letter) | _what_stays(found, letter)
                connection.execute(_change(letter.message_id).values(**row))
            return _get(connection, letter.message_id)

    def claim(self, message_id: MessageId, at: datetime) -> bool:
        """Take a letter for one attempt; True: hand it over now, and settle it whatever happens.

        The attempt is counted and the intention recorded before the first byte leaves. False for a
        letter that is not due, is anything but prepared or deferred, or was seen in the mailbox
        already (a database restored from a backup does not know that it was sent).
        """
        due = or_(
            _LETTER.state == LetterState.PREPARED,
            and_(_LETTER.state == LetterState.DEFERRED, _LETTER.next_try_at <= at),
        )
        seen = select(schema.message.c.fingerprint).where(schema.message.c.message_id == message_id).exists()
        with self._database.writing() as connection:
            found = _get(connection, message_id)
            claimed = connection.execute(
                _change(message_id)
                .where(due, ~seen)
                .values(
                    state=LetterState.SUBMITTING,
                    attempts=_LETTER.attempts + 1,
                    submitted_at=at,
                    changed_at=at,
                    next_try_at=None,
                )
            )
            if claimed.rowcount == 1:
                intended = SendIntended(message_id=message_id, client=found.client, lines=found.lines, at=at)
                append_facts(connection, [intended])
            return claimed.rowcount == 1

    def turned_away(self, message_id: MessageId, delivery: Deferred | Refused, at: datetime) -> OutboxLetter:
        """An attempt that certainly ended before the first byte of the letter; gives it as it stands now.

        It counts as an attempt, intended and concluded at once: nothing here can be in doubt. A
        letter that waits for nothing keeps its state.
        """
        with self._database.writing() as connection:
            found = _get(connection, message_id)
            if found.state in {LetterState.PREPARED, LetterState.DEFERRED}:
                tried = replace(found, attempts=found.attempts + 1)
                connection.execute(_change(message_id).values(attempts=tried.attempts))
                intended = SendIntended(message_id=message_id, client=found.client, lines=found.lines, at=at)
                append_facts(connection, [intended])
                _conclude(connection, tried, delivery, at)
            return _get(connection, message_id)

    def settle(self, message_id: MessageId, delivery: Delivery, at: datetime) -> OutboxLetter:
        """Record how the attempt went; gives the letter as it stands now.

        A letter that is no longer submitting keeps its state: evidence came first.
        """
        with self._database.writing() as connection:
            found = _get(connection, message_id)
            if found.state is LetterState.SUBMITTING:
                _conclude(connection, found, delivery, at)
            return _get(connection, message_id)

    def interrupted(self, at: datetime) -> tuple[OutboxLetter, ...]:
        """At start-up: every letter found submitting may have been taken; it becomes unknown."""
        why = InDoubt("relanced ended before the mail server's answer was recorded")
        with self._database.writing() as connection:
            found = _select(connection, LetterState.SUBMITTING)
            for letter in found:
                _conclude(connection, letter, why, at)
            return tuple(_get(connection, letter.message_id) for letter in found)

    def evidence(self, message_id: MessageId, at: datetime, why: str) -> bool:
        """The mailbox shows that the letter left, whatever we thought; True where that is news."""
        with self._database.writing() as connection:
            found = _get(connection, message_id)
            if found.state is LetterState.SENT:
                return False
            _conclude(connection, found, Accepted(why), at)
            return True

    def withdraw(self, message_id: MessageId, at: datetime) -> bool:
        """Take back a letter that is no longer wanted; False once it may have been taken or was refused."""
        waiting = _LETTER.state.in_([LetterState.PREPARED, LetterState.DEFERRED])
        with self._database.writing() as connection:
            _get(connection, message_id)
            changed = connection.execute(
                _change(message_id)
                .where(waiting)
                .values(state=LetterState.WITHDRAWN, changed_at=at, next_try_at=None)
            )
            return changed.rowcount == 1

    def sent_since(self, at: datetime) -> int:
        """How many letters were taken, or may have been, since then: for the hourly and daily limits."""
        query = (
            select(func.count())
            .select_from(schema.letter)
            .where(_LETTER.submitted_at >= at, _LETTER.state.in_(_MAYBE_TAKEN))
        )
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def left_since(self, at: datetime) -> tuple[OutboxLetter, ...]:
        """The letters that were taken, or may have been, after then, oldest first."""
        query = (
            select(schema.letter)
            .where(_LETTER.submitted_at > at, _LETTER.state.in_(_MAYBE_TAKEN))
            .order_by(_LETTER.id)
        )
        with self._database.reading() as connection:
            return tuple(_letter(row) for row in connection.execute(query))

    def letters(self, *states: LetterState) -> tuple[OutboxLetter, ...]:
        """The letters in these states, oldest first."""
        with self._database.reading() as connection:
            return _select(connection, *states)

    def letter(self, message_id: MessageId) -> OutboxLetter | None:
        """The letter with this Message-ID."""
        with self._database.reading() as connection:
            return _find(connection, message_id)

    def named(self, message_ids: Iterable[MessageId]) -> dict[MessageId, OutboxLetter]:
        """Those of these Message-IDs under which a letter was prepared, each with it."""
        query = select(schema.letter).where(_LETTER.message_id.in_(tuple(message_ids)))
        with self._database.reading() as connection:
            found = [_letter(row) for row in connection.execute(query)]
        return {letter.message_id: letter for letter in found}

    def awaiting_copy(self) -> tuple[OutboxLetter, ...]:
        """The letters that were sent and of which no copy is known to lie in Sent, oldest first."""
        with self._database.reading() as connection:
            return tuple(letter for letter in _select(connection, LetterState.SENT) if not letter.filed)

    def filed(self, message_id: MessageId) -> None:
        """Record that a copy lies in Sent."""
        with self._database.writing() as connection:
            _get(connection, message_id)
            connection.execute(_change(message_id).values(filed=1))


def _conclude(connection: Connection, letter: OutboxLetter, delivery: Delivery, at: datetime) -> None:
    """Set the state that an outcome leads to, and record the outcome as a fact."""
    next_try_at = None
    match delivery:
        case Accepted(answer=answer):
            outcome = Outcome.SENT
        case Deferred(why=answer) if at - letter.prepared_at < _GIVE_UP_AFTER:
            outcome = Outcome.DEFERRED
            next_try_at = at + _RETRY_AFTER[min(letter.attempts, len(_RETRY_AFTER)) - 1]
        case Deferred(why=why):
            outcome, answer = Outcome.REFUSED, f"given up after {_GIVE_UP_AFTER.days} days: {why}"
        case Refused(why=answer):
            outcome = Outcome.REFUSED
        case InDoubt(why=answer):
            outcome = Outcome.UNKNOWN
    changes = {"state": outcome.value, "next_try_at": next_try_at, "changed_at": at, "answer": answer}
    connection.execute(_change(letter.message_id).values(**changes))
    append_facts(
        connection, [SendOutcome(message_id=letter.message_id, outcome=outcome, answer=answer, at=at)]
    )


def _what_stays(found: OutboxLetter, letter: OutboxLetter) -> dict[str, object]:
    """What a new version takes over from the letter that it replaces."""
    since = letter.prepared_at - (found.changed_at or found.prepared_at)
    if found.attempts == 0 or since >= _GIVE_UP_AFTER:
        return {}
    return {"attempts": found.attempts, "prepared_at": found.prepared_at, "answer": found.answer}


def _change(message_id: MessageId) -> Update:
    return update(schema.letter).where(_LETTER.message_id == message_id)


def _select(connection: Connection, *states: LetterState) -> tuple[OutboxLetter, ...]:
    query = select(schema.letter).where(_LETTER.state.in_(states)).order_by(_LETTER.id)
    return tuple(_letter(row) for row in connection.execute(query))


def _find(connection: Connection, message_id: MessageId) -> OutboxLetter | None:
    row = connection.execute(select(schema.letter).where(_LETTER.message_id == message_id)).one_or_none()
    return None if row is None else _letter(row)


def _get(connection: Connection, message_id: MessageId) -> OutboxLetter:
    found = _find(connection, message_id)
    if found is None:
        raise LookupError(f"no letter was ever prepared with the Message-ID {message_id}")
    return found


def _row(letter: OutboxLetter) -> dict[str, object]:
    """The columns of a letter that is put in."""
    return {
        "message_id": letter.message_id,
        "client": letter.client,
        "recipient": letter.to,
        "cc": json.dumps(letter.cc),
        "raw": letter.raw,
        "lines": json.dumps(letter.lines),
        "step": letter.step,
        "state": LetterState.PREPARED,
        "attempts": 0,
        "next_try_at": None,
        "prepared_at": letter.prepared_at,
        "submitted_at": None,
        "changed_at": letter.prepared_at,
        "answer": "",
        "filed": 0,
    }


def _letter(row: "Row[tuple[object, ...]]") -> OutboxLetter:
    return OutboxLetter(
        message_id=MessageId(row.message_id),
        client=ClientKey(row.client),
        to=row.recipient,
        cc=tuple(json.loads(row.cc)),
        raw=row.raw,
        lines=tuple(
            (InvoiceNumber(number), step and StepName(step)) for number, step in json.loads(row.lines)
        ),
        step=StepName(row.step),
        prepared_at=row.prepared_at,
        state=LetterState(row.state),
        attempts=row.attempts,
        next_try_at=row.next_try_at,
        changed_at=row.changed_at,
        answer=row.answer,
        filed=bool(row.filed),
    )
