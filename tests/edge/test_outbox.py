"""The outbox: a letter leaves at most once, whatever the server says and whenever relanced dies."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from store_samples import AT, REMINDER_ID, letter, seen

from relanced.edge.outbox import LetterState, Outbox
from relanced.edge.store import Depth, Store
from relanced.model.delivery import Accepted, Deferred, Delivery, InDoubt, Refused
from relanced.model.facts import Outcome, SendIntended, SendOutcome
from relanced.model.names import Fingerprint, MessageId

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
WHY = "seen in Sent"
OUTCOMES: list[tuple[Delivery, LetterState, Outcome]] = [
    (Accepted("250 taken"), LetterState.SENT, Outcome.SENT),
    (Deferred("450 greylisted"), LetterState.DEFERRED, Outcome.DEFERRED),
    (Refused("550 unknown"), LetterState.REFUSED, Outcome.REFUSED),
    (InDoubt("line lost"), LetterState.UNKNOWN, Outcome.UNKNOWN),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
    yield store
    store.close()


@pytest.fixture
def outbox(store: Store) -> Outbox:
    return Outbox(store)


def tried(outbox: Outbox, delivery: Delivery) -> None:
    """Prepare the letter and go through one attempt."""
    outbox.prepare(letter())
    assert outbox.claim(REMINDER_ID, AT)
    outbox.settle(REMINDER_ID, delivery, AT)


def state(outbox: Outbox) -> LetterState:
    found = outbox.letter(REMINDER_ID)
    assert found is not None
    return found.state


def test_a_letter_comes_back_as_it_was_prepared(outbox: Outbox) -> None:
    raw = bytes(range(256))
    given = letter(raw=raw)
    prepared = outbox.prepare(given)
    assert prepared == replace(given, changed_at=given.prepared_at)
    assert outbox.letters(LetterState.PREPARED) == (prepared,)
    assert outbox.letters(LetterState.SENT, LetterState.UNKNOWN) == ()
    assert outbox.letter(MessageId("other@x.example")) is None


def test_until_it_was_tried_a_newer_version_takes_its_place(outbox: Outbox) -> None:
    outbox.prepare(letter(raw=b"1200 EUR"))
    newer = outbox.prepare(letter(raw=b"700 EUR", at=AT + DAY))
    assert newer.raw == b"700 EUR"
    assert newer.prepared_at == AT + DAY
    assert outbox.letters(LetterState.PREPARED) == (newer,)


@pytest.mark.parametrize("delivery", [delivery for delivery, _, _ in OUTCOMES])
def test_once_tried_a_letter_stays_as_it_is(outbox: Outbox, delivery: Delivery) -> None:
    tried(outbox, delivery)
    before = outbox.letter(REMINDER_ID)
    assert outbox.prepare(letter(raw=b"another version", at=AT + DAY)) == before
    assert outbox.letter(REMINDER_ID) == before


def test_claim_counts_the_attempt_and_records_the_intention_first(store: Store, outbox: Outbox) -> None:
    prepared = outbox.prepare(letter())
    assert outbox.claim(REMINDER_ID, AT)
    claimed = outbox.letter(REMINDER_ID)
    assert claimed is not None
    assert (claimed.state, claimed.attempts) == (LetterState.SUBMITTING, 1)
    assert store.facts() == (
        SendIntended(message_id=REMINDER_ID, client=prepared.client, lines=prepared.lines, at=AT),
    )


def test_nobody_claims_a_letter_twice(store: Store, outbox: Outbox) -> None:
    outbox.prepare(letter())
    assert outbox.claim(REMINDER_ID, AT)
    assert not outbox.claim(REMINDER_ID, AT)
    assert len(store.facts()) == 1


@pytest.mark.parametrize(("delivery", "expected", "outcome"), OUTCOMES)
def test_settle_records_state_and_fact_together(
    store: Store, outbox: Outbox, delivery: Delivery, expected: LetterState, outcome: Outcome
) -> None:
    tried(outbox, delivery)
    said = delivery.answer if isinstance(delivery, Accepted) else delivery.why
    settled = outbox.letter(REMINDER_ID)
    assert settled is not None
    assert (settled.state, settled.answer) == (expected, said)
    assert store.facts()[1:] == (SendOutcome(message_id=REMINDER_ID, outcome=outcome, answer=said, at=AT),)


@pytest.mark.parametrize("delivery", [Accepted("250"), Refused("550"), InDoubt("cut")])
def test_only_a_deferred_letter_is_ever_claimed_again(outbox: Outbox, delivery: Delivery) -> None:
    tried(outbox, delivery)
    assert not outbox.claim(REMINDER_ID, AT + timedelta(days=300))


def test_a_deferred_letter_waits_longer_each_time(outbox: Outbox) -> None:
    outbox.prepare(letter())
    at, waits = AT, []
    for _ in range(8):
        assert outbox.claim(REMINDER_ID, at)
        next_try_at = outbox.settle(REMINDER_ID, Deferred("451 later"), at).next_try_at
        assert next_try_at is not None
        assert not outbox.claim(REMINDER_ID, next_try_at - timedelta(seconds=1))
        waits.append((next_try_at - at) // MINUTE)
        at = next_try_at
    assert waits == [5, 15, 30, 60, 120, 240, 240, 240]


def test_after_five_days_of_trying_the_owner_must_look(outbox: Outbox) -> None:
    outbox.prepare(letter())
    outbox.claim(REMINDER_ID, AT + 5 * DAY)
    settled = outbox.settle(REMINDER_ID, Deferred("451 later"), AT + 5 * DAY)
    assert settled.state is LetterState.REFUSED
    assert "5 days: 451 later" in settled.answer


def test_new_versions_of_a_failing_letter_do_not_try_for_ever(outbox: Outbox) -> None:
    for day in range(6):
        outbox.prepare(letter(raw=f"version {day}".encode(), at=AT + day * DAY))
        assert outbox.claim(REMINDER_ID, AT + day * DAY)
        settled = outbox.settle(REMINDER_ID, Deferred("451 later"), AT + day * DAY)
        outbox.withdraw(REMINDER_ID, AT + day * DAY)
    assert (settled.state, settled.attempts) == (LetterState.REFUSED, 6)


def test_failures_of_long_ago_do_not_count_against_a_new_letter(outbox: Outbox) -> None:
    tried(outbox, Deferred("451 later"))
    outbox.withdraw(REMINDER_ID, AT)
    prepared = outbox.prepare(letter(at=AT + 30 * DAY))
    assert (prepared.attempts, prepared.prepared_at) == (0, AT + 30 * DAY)


def test_a_crash_between_claim_and_outcome_leaves_doubt(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/crash.db"
    store = Store.open(url, lock=True)
    Outbox(store).prepare(letter())
    Outbox(store).claim(REMINDER_ID, AT)
    store.close()

    store = Store.open(url, lock=True)
    outbox = Outbox(store)
    (found,) = outbox.interrupted(AT + MINUTE)
    assert found.state is LetterState.UNKNOWN
    assert outbox.interrupted(AT + MINUTE) == ()
    last = store.facts()[-1]
    assert isinstance(last, SendOutcome)
    assert (last.outcome, last.at) == (Outcome.UNKNOWN, AT + MINUTE)
    assert not outbox.claim(REMINDER_ID, AT + DAY)
    store.close()


@pytest.mark.parametrize("delivery", [InDoubt("cut"), Deferred("451 it said"), Refused("554 it said")])
def test_evidence_in_the_mailbox_outweighs_what_was_thought(
    store: Store, outbox: Outbox, delivery: Delivery
) -> None:
    tried(outbox, delivery)
    assert outbox.evidence(REMINDER_ID, AT + DAY, WHY)
    assert not outbox.evidence(REMINDER_ID, AT + DAY, WHY)
    assert state(outbox) is LetterState.SENT
    last = store.facts()[-1]
    assert isinstance(last, SendOutcome)
    assert (last.outcome, last.answer, last.at) == (Outcome.SENT, WHY, AT + DAY)


def test_evidence_that_comes_before_the_answer_stands(store: Store, outbox: Outbox) -> None:
    outbox.prepare(letter())
    outbox.claim(REMINDER_ID, AT)
    outbox.evidence(REMINDER_ID, AT, WHY)
    assert outbox.settle(REMINDER_ID, Deferred("no answer"), AT).state is LetterState.SENT
    assert len(store.facts()) == 2


def test_a_restored_database_does_not_send_what_lies_in_the_mailbox(store: Store, outbox: Outbox) -> None:
    """The backup knows the letter as prepared; the sweep has found it in Sent."""
    outbox.prepare(letter())
    lies_in_sent = replace(seen("x", folder="Sent", depth=Depth.READ), message_id=REMINDER_ID)
    store.record([lies_in_sent], ())
    assert not outbox.claim(REMINDER_ID, AT)
    assert state(outbox) is LetterState.PREPARED
    assert store.facts() == ()


@pytest.mark.parametrize(
    ("delivery", "expected"),
    [(Deferred("450 greylisted"), LetterState.DEFERRED), (Refused("550 unknown"), LetterState.REFUSED)],
)
def test_what_is_turned_away_at_the_door_was_tried_and_did_not_leave(
    store: Store, outbox: Outbox, delivery: Deferred | Refused, expected: LetterState
) -> None:
    outbox.prepare(letter())
    turned = outbox.turned_away(REMINDER_ID, delivery, AT)
    assert (turned.state, turned.attempts, turned.answer) == (expected, 1, delivery.why)
    assert [type(fact) for fact in store.facts()] == [SendIntended, SendOutcome]
    assert outbox.sent_since(AT) == 0
    assert outbox.left_since(AT - DAY) == ()
    assert outbox.turned_away(REMINDER_ID, delivery, AT + DAY).attempts == 2 - (
        expected is LetterState.REFUSED
    )


@pytest.mark.parametrize("delivery", [Accepted("250"), InDoubt("cut")])
def test_nothing_at_a_door_takes_back_what_may_have_left(outbox: Outbox, delivery: Delivery) -> None:
    tried(outbox, delivery)
    before = outbox.letter(REMINDER_ID)
    assert outbox.turned_away(REMINDER_ID, Deferred("451"), AT + DAY) == before
    assert [each.message_id for each in outbox.left_since(AT - DAY)] == [REMINDER_ID]


@pytest.mark.parametrize("delivery", [None, Deferred("451 later")])
def test_a_letter_that_certainly_did_not_leave_can_be_withdrawn(
    outbox: Outbox, delivery: Delivery | None
) -> None:
    outbox.prepare(letter())
    if delivery:
        tried(outbox, delivery)
    assert outbox.withdraw(REMINDER_ID, AT)
    assert state(outbox) is LetterState.WITHDRAWN
    assert not outbox.claim(REMINDER_ID, AT + DAY)
    assert outbox.prepare(letter(raw=b"wanted again")).raw == b"wanted again"
    assert outbox.claim(REMINDER_ID, AT + DAY)


@pytest.mark.parametrize("delivery", [Accepted("250"), InDoubt("cut"), Refused("550")])
def test_nothing_else_can_be_withdrawn(outbox: Outbox, delivery: Delivery) -> None:
    tried(outbox, delivery)
    before = state(outbox)
    assert not outbox.withdraw(REMINDER_ID, AT)
    assert state(outbox) is before


def test_limits_count_what_left_or_may_have_left(outbox: Outbox) -> None:
    for number, (delivery, _, _) in enumerate(OUTCOMES):
        name = MessageId(f"r1.{number}@firm.example")
        outbox.prepare(letter(name))
        outbox.claim(name, AT + number * MINUTE)
        outbox.settle(name, delivery, AT + number * MINUTE)
    outbox.prepare(letter("r1.9@firm.example"))
    assert outbox.sent_since(AT) == 2  # taken, and in doubt
    assert outbox.sent_since(AT + MINUTE) == 1
    assert outbox.sent_since(AT + DAY) == 0
    outbox.claim(MessageId("r1.9@firm.example"), AT)
    assert outbox.sent_since(AT) == 3


def test_late_evidence_does_not_count_as_sent_today(outbox: Outbox) -> None:
    tried(outbox, InDoubt("cut"))
    outbox.evidence(REMINDER_ID, AT + DAY, WHY)
    assert outbox.sent_since(AT + DAY) == 0
    assert outbox.sent_since(AT) == 1


def test_what_was_sent_waits_for_its_copy(outbox: Outbox) -> None:
    tried(outbox, Accepted("250"))
    (waiting,) = outbox.awaiting_copy()
    assert waiting.raw == letter().raw
    outbox.filed(REMINDER_ID)
    assert outbox.awaiting_copy() == ()


@pytest.mark.parametrize("delivery", [Deferred("451"), Refused("550"), InDoubt("cut")])
def test_what_was_not_certainly_sent_gets_no_copy(outbox: Outbox, delivery: Delivery) -> None:
    tried(outbox, delivery)
    assert outbox.awaiting_copy() == ()


def test_a_letter_that_was_never_prepared_is_a_mistake(outbox: Outbox) -> None:
    nobody = MessageId("nobody@x.example")
    for mistake in (
        lambda: outbox.claim(nobody, AT),
        lambda: outbox.settle(nobody, Accepted("250"), AT),
        lambda: outbox.evidence(nobody, AT, WHY),
        lambda: outbox.withdraw(nobody, AT),
        lambda: outbox.filed(nobody),
    ):
        with pytest.raises(LookupError, match=nobody):
            mistake()


class NeverTwice(RuleBasedStateMachine):
    """Any order of rounds, answers, crashes and restarts: the server takes the letter once at most."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._now = AT
        self._taken = 0  # how often the server may have taken it
        self._open()

    def _open(self) -> None:
        self._store = Store.open(f"sqlite:///{self._folder.name}/relanced.db", lock=True)
        self._outbox = Outbox(self._store)

    def teardown(self) -> None:
        self._store.close()
        self._folder.cleanup()

    @initialize()
    def first(self) -> None:
        self._outbox.prepare(letter())

    @rule(hours=st.integers(0, 200))
    def time_passes(self, hours: int) -> None:
        self._now += timedelta(hours=hours)

    @rule(version=st.binary(max_size=3))
    def prepare(self, version: bytes) -> None:
        self._outbox.prepare(letter(raw=version, at=self._now))

    @rule(
        delivery=st.sampled_from([delivery for delivery, _, _ in OUTCOMES]),
        crash=st.sampled_from(["", "before the first byte", "after the last byte"]),
    )
    def attempt(self, delivery: Delivery, crash: str) -> None:
        if not self._outbox.claim(self._id, self._now):
            return
        if crash != "before the first byte" and isinstance(delivery, Accepted | InDoubt):
            self._taken += 1
        assert self._taken <= 1
        if not crash:
            self._outbox.settle(self._id, delivery, self._now)

    @rule()
    def withdraw(self) -> None:
        self._outbox.withdraw(self._id, self._now)

    @rule(delivery=st.sampled_from([Deferred("451 greylisted"), Refused("550 unknown")]))
    def turned_away(self, delivery: Deferred | Refused) -> None:
        self._outbox.turned_away(self._id, delivery, self._now)

    @rule()
    def restart(self) -> None:
        self._store.close()
        self._open()
        self._outbox.interrupted(self._now)

    @precondition(lambda self: self._taken)
    @rule()
    def seen_in_sent(self) -> None:
        self._outbox.evidence(self._id, self._now, WHY)
        lies_in_sent = replace(
            seen("x", folder="Sent", depth=Depth.READ), message_id=self._id, fingerprint=Fingerprint("5" * 32)
        )
        self._store.record([lies_in_sent], ())

    _id = REMINDER_ID


TestNeverTwice = NeverTwice.TestCase
TestNeverTwice.settings = settings(
    max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
