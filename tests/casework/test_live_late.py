"""Facts that are told late, and storms: the ledger and plan that go on are those of all facts, seldom folded anew."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    RULES,
    after,
    at,
    auto_reply,
    bank_mail,
    bounce,
    credit,
    decided,
    intended,
    invoice,
    notice,
    outcome,
    quarantined,
    reminder,
    reply,
    source,
)
from casework.test_live import assert_same
from casework.test_plan_laws import (
    OURS,
    decisions,
    invoices,
    money,
    notes,
    reminders,
    replies,
    sendings,
    tasks,
    troubles,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.fold import fold
from relanced.casework.live import state
from relanced.casework.live.fold import LiveFold
from relanced.casework.live.plan import LivePlan
from relanced.casework.order import in_order
from relanced.casework.rush import MAX_BOUNCES, MAX_MAILS
from relanced.model.decided import Verb
from relanced.model.facts import (
    AutoReplyReceived,
    BounceReceived,
    Fact,
    MailQuarantined,
    Outcome,
    ReplyReceived,
    SendIntended,
    SendOutcome,
)
from relanced.model.intents import Intent
from relanced.model.mark import reference_of
from relanced.model.names import MessageId

Theirs = ReplyReceived | AutoReplyReceived | BounceReceived | MailQuarantined
DAY = after(30)
LETTER, OTHER_LETTER = "r1@firm.example", "r2@firm.example"
BILLS: tuple[Fact, ...] = (
    invoice("F2026-001", on=after(-30)),
    invoice("F2026-002", on=after(-30)),
    invoice("F2026-003", to=BETA, on=after(-29)),
    invoice("F2026-004", to="jean@gmail.com", on=after(-28)),
    bank_mail(DAY - timedelta(days=1)),
)


def moved(fact: Fact, when: datetime) -> Fact:
    """The same at another moment."""
    if isinstance(fact, SendIntended | SendOutcome):
        return replace(fact, at=when)
    names = {field.name for field in fields(fact)} & {"decided_at", "given_at"}
    there: dict[str, Any] = {"source": replace(fact.source, at=when), **dict.fromkeys(names, when)}
    return replace(fact, **there)


def moment(minutes: int) -> datetime:
    return at(DAY, 0) + timedelta(minutes=minutes)


def storm(mail: Theirs, count: int, first: int) -> list[Fact]:
    """One mail again and again, one a minute."""
    return [replace(mail, source=source(moment(first + n), f"storm {n} of {mail!r}")) for n in range(count)]


storms = st.builds(
    storm,
    st.sampled_from([reply(Intent.ACK, on=DAY), auto_reply(on=DAY), quarantined(BETA, on=DAY)]),
    st.integers(MAX_MAILS - 1, MAX_MAILS + 3),
    st.integers(0, 1000),
) | st.builds(
    storm, st.just(bounce(ALPHA, on=DAY)), st.integers(MAX_BOUNCES - 1, MAX_BOUNCES + 2), st.integers(0, 1000)
)
letters = sendings | reminders
new_bills = st.builds(
    lambda number, to: invoice(number, to=to, on=DAY),
    st.sampled_from(["F2026-010", "F2026-011", "F2026-012"]),
    st.sampled_from([ALPHA, BETA, "jean@gmail.com", "x@new.example"]),
)
happenings = (
    letters
    | replies
    | new_bills
    | st.one_of(letters, replies, money, decisions, troubles, tasks, notes, invoices)
)
busy_days = st.lists(st.builds(moved, happenings, st.integers(0, 1300).map(moment)), max_size=12)


@settings(max_examples=150, deadline=None)
@given(busy_days, st.data())
def test_on_a_busy_day_too_ledger_and_plan_are_those_of_all_facts_whatever_comes_late(
    facts: list[Fact], data: st.DataObject
) -> None:
    told = data.draw(st.permutations(facts) | st.just([*in_order(facts)]))
    live, today = LivePlan(OURS), after(data.draw(st.integers(30, 60)))
    live.take(BILLS)
    for count, fact in enumerate(told, 1):
        live.on(today)
        live.take([fact])
        if data.draw(st.booleans()):
            assert_same(live, [*BILLS, *told[:count]], OURS, today)
    assert_same(live, [*BILLS, *told], OURS, today)


@settings(max_examples=25, deadline=None)
@given(storms, busy_days, st.data())
def test_in_a_storm_too(many: list[Fact], others: list[Fact], data: st.DataObject) -> None:
    told = data.draw(st.permutations([*many, *others]))
    live, today = LivePlan(OURS), after(data.draw(st.integers(30, 60)))
    live.take(BILLS)
    for place in range(0, len(told), 4):
        live.on(today)
        for fact in told[place : place + 4]:
            live.take([fact])
    assert_same(live, [*BILLS, *told], OURS, today)


def changed_by(known: Sequence[Fact], late: Fact) -> set[str] | None:
    """The clients whose accounts a late fact changed; None: all was folded anew."""
    live = LiveFold(RULES)
    live.take(BILLS)
    live.stand()
    for fact in known:
        live.take([fact])
        live.stand()
    live.take([late])
    standing = live.stand()
    assert standing.ledger == fold([*BILLS, *known, late], RULES)
    return None if standing.changed is None else set(standing.changed)


def _sent(name: str, minute: int, *, to: str = "alpha.example", line: str = "F2026-001") -> list[Fact]:
    return [
        moved(intended((line, "rappel"), client=to, message_id=name, on=DAY), moment(minute)),
        moved(outcome(Outcome.SENT, message_id=name, on=DAY), moment(minute + 2)),
    ]


COPY = moved(reminder(("F2026-001", "rappel"), message_id=LETTER, on=DAY), moment(601))
LATE: dict[str, tuple[list[Fact], Fact]] = {
    "the copy, after the server's word": (_sent(LETTER, 600), COPY),
    "the copy, after the next client's letter": (
        [*_sent(LETTER, 600), *_sent(OTHER_LETTER, 605, to="beta.example", line="F2026-003")],
        COPY,
    ),
    "the intent, after its own copy": ([COPY], _sent(LETTER, 600)[0]),
    "the server's word, after its own copy": ([_sent(LETTER, 600)[0], moved(COPY, moment(610))], _sent(LETTER, 600)[1]),
    "the copy, after a mail of the client": (
        [*_sent(LETTER, 600), moved(reply(Intent.PROMISE, promised_on=after(40), on=DAY), moment(620))],
        COPY,
    ),
    "a client's mail": (
        _sent(OTHER_LETTER, 600, to="beta.example", line="F2026-003"),
        moved(reply(Intent.PROMISE, promised_on=after(40), on=DAY), moment(590)),
    ),
    "a machine's mail": (
        [moved(notice(credit("1200.00", "F2026-003", "BETA MENUISERIE"), on=DAY), moment(600))],
        moved(auto_reply(on=DAY), moment(590)),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("known", "late"), LATE.values(), ids=LATE)
def test_what_comes_late_is_put_in_its_place_and_touches_its_client_alone(
    known: list[Fact], late: Fact
) -> None:
    assert changed_by(known, late) == {"alpha.example"}


ANEW: dict[str, tuple[list[Fact], Fact]] = {
    "the owner decided about the client since": (
        [*_sent(LETTER, 600), moved(decided(Verb.PAUSE, "F2026-001", on=DAY), moment(620))],
        COPY,
    ),
    "it is answered already": (
        [*_sent(LETTER, 600), moved(reply(Intent.ACK, answers=(LETTER,), on=DAY), moment(620))],
        COPY,
    ),
    "its reference is answered already": (
        [moved(reply(Intent.ACK, tokens=(reference_of(MessageId(LETTER)),), on=DAY), moment(620))],
        COPY,
    ),
    "a younger mail of the sender": (
        [moved(reply(Intent.ACK, sender="x@nobody.example", on=DAY), moment(620))],
        moved(reply(Intent.QUERY, sender="x@nobody.example", mentions=("F2026-001",), on=DAY), moment(600)),
    ),
    "nobody's mail": (
        [moved(bank_mail(DAY), moment(620))],
        moved(reply(Intent.QUERY, sender="x@nobody.example", on=DAY), moment(600)),
    ),
    "money": (
        [moved(bank_mail(DAY), moment(620))],
        moved(notice(credit("1200.00", "F2026-001", "ALPHA"), on=DAY), moment(600)),
    ),
    "a decision": ([moved(bank_mail(DAY), moment(620))], moved(decided(Verb.PAUSE, "F2026-001", on=DAY), moment(600))),
    "it is of the week before": (_sent(LETTER, 600), moved(COPY, moment(-9000))),
}  # fmt: skip


@pytest.mark.parametrize(("known", "late"), ANEW.values(), ids=ANEW)
def test_where_its_place_matters_to_others_all_is_folded_anew(known: list[Fact], late: Fact) -> None:
    assert changed_by(known, late) is None


def test_of_what_can_be_taken_back_little_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A storm about a client with many invoices must not keep them all, once for each mail."""
    monkeypatch.setattr(state, "_MOST_CASES", 10)
    live = LiveFold(RULES)
    live.take(BILLS)
    live.stand()
    mails = storm(reply(Intent.ACK, on=DAY), 40, 600)
    for mail in mails:
        live.take([mail])
        live.stand()
    early = moved(reminder(("F2026-001", "rappel"), message_id=LETTER, on=DAY), moment(601))
    live.take([early])
    standing = live.stand()
    assert standing.changed is None
    assert standing.ledger == fold([*BILLS, *mails, early], RULES)
    bill = invoice("F2026-012", on=DAY)
    live.take([moved(bill, moment(2200)), moved(reply(Intent.ACK, sender=BETA, on=DAY), moment(2300))])
    late = moved(reminder(("F2026-003", "rappel"), to=BETA, message_id=OTHER_LETTER, on=DAY), moment(2250))
    live.stand()
    live.take([late])
    assert [*(live.stand().changed or ())] == ["beta.example"]
