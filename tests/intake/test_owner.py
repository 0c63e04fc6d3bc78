"""A note in Relanced/Journal is a decision only when it carries this installation's signature."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.message import parse_message
from relanced.intake.owner import read_note
from relanced.letters.note import (
    Assignment,
    Decision,
    Judgement,
    Statement,
    write_assignment,
    write_intent,
    write_judgement,
    write_note,
    write_statement,
)
from relanced.model.decided import CreditAssigned, OwnerDecided, ReplyJudged, Verb
from relanced.model.facts import InvoiceKind, InvoiceStated, SendIntended
from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.names import (
    ClientKey,
    Fingerprint,
    InvoiceNumber,
    MailRef,
    MessageId,
    StepName,
    is_number,
)
from relanced.model.source import Source

KEY = b"a key of the tests, 32 bytes long"
AT = datetime(2026, 10, 6, 9, 30, tzinfo=UTC)
SOURCE = Source(
    account="a",
    folder="Relanced/Journal",
    uidvalidity=1,
    uid=1,
    message_id=None,
    fingerprint=Fingerprint("0"),
    at=AT,
)
DECISION = Decision(
    verb=Verb.PAUSE, target="F2026-012", until=date(2026, 11, 1), note="en congé", decided_at=AT
)


@given(st.sampled_from(Verb), st.text(min_size=1, max_size=80), st.text(max_size=200))
def test_a_note_reads_back_whatever_its_words(verb: Verb, target: str, note: str) -> None:
    decision = Decision(verb=verb, target=target, until=None, note=note, decided_at=AT)

    read = read_note(parse_message(write_note(decision, "compta@firm.example", KEY)), SOURCE, KEY)

    assert isinstance(read, OwnerDecided)
    assert (read.verb, read.target, read.until, read.decided_at) == (verb, target, None, AT)


def test_another_key_or_another_text_decides_nothing() -> None:
    raw = write_note(DECISION, "compta@firm.example", KEY)

    assert isinstance(read_note(parse_message(raw), SOURCE, b"another key"), str)
    assert isinstance(read_note(parse_message(raw.replace(b"pause", b"paid ")), SOURCE, KEY), str)
    assert isinstance(read_note(parse_message(raw.replace(b"n1.", b"n2.")), SOURCE, KEY), str)
    assert isinstance(read_note(parse_message(raw), SOURCE, None), str)


def test_the_intent_to_send_reads_back_and_counts_only_with_our_signature() -> None:
    intent = SendIntended(
        message_id=MessageId("r1.abc@firm.example"),
        client=ClientKey("client.example"),
        lines=((InvoiceNumber("F-1"), StepName("rappel")), (InvoiceNumber("F-2"), None)),
        at=AT,
    )
    raw = write_intent(intent, "compta@firm.example", KEY)

    assert read_note(parse_message(raw), SOURCE, KEY) == intent
    assert isinstance(read_note(parse_message(raw), SOURCE, b"another key"), str)


DAYS = st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(
    st.text(min_size=1, max_size=60).filter(is_number),
    st.sampled_from(InvoiceKind),
    DAYS,
    DAYS,
    st.integers(1, 10**11),
    st.sampled_from(["EUR", "JPY", "TND"]),
)
def test_a_statement_reads_back_to_the_cent(
    number: str, kind: InvoiceKind, issued_on: date | None, due_on: date | None, cents: int, currency: str
) -> None:
    statement = Statement(
        mail=MailRef("3f9a2c11"),
        number=InvoiceNumber(number),
        kind=kind,
        issued_on=issued_on,
        due_on=due_on,
        total=Money(cents, currency),
        decided_at=AT,
    )
    raw = write_statement(statement, "compta@firm.example", KEY)

    assert read_note(parse_message(raw), SOURCE, KEY) == InvoiceStated(
        source=SOURCE,
        mail=statement.mail,
        number=statement.number,
        kind=kind,
        issued_on=issued_on,
        due_on=due_on,
        total=statement.total,
        decided_at=AT,
    )
    assert isinstance(read_note(parse_message(raw), SOURCE, b"another key"), str)


def test_the_same_decision_is_the_same_note() -> None:
    assert write_note(DECISION, "compta@firm.example", KEY) == write_note(
        DECISION, "compta@firm.example", KEY
    )


@pytest.mark.parametrize(
    "change",
    [
        {"number": InvoiceNumber("")},
        {"number": InvoiceNumber("—")},
        {"number": InvoiceNumber("F-1\nBcc: x")},
        {"number": InvoiceNumber("1" * 61)},
        {"total": Money(0, "EUR")},
        {"total": Money(-1200, "EUR")},
        {"total": Money(10**15, "EUR")},
        {"total": Money(1200, "XXX")},
        {"due_on": date(9999, 12, 31)},
        {"issued_on": date(1, 1, 1)},
        {"decided_at": datetime(2026, 3, 2, 10)},  # noqa: DTZ001 - a time without its zone is what is tried
        {"decided_at": datetime(9999, 12, 31, tzinfo=UTC)},
    ],
)
def test_a_signed_statement_of_what_cannot_be_states_nothing(change: dict[str, Any]) -> None:
    good = Statement(
        mail=MailRef("3f9a2c11"),
        number=InvoiceNumber("F-1"),
        kind=InvoiceKind.INVOICE,
        issued_on=None,
        due_on=None,
        total=Money(1200, "EUR"),
        decided_at=AT,
    )
    assert isinstance(_read(write_statement(good, "compta@firm.example", KEY)), InvoiceStated)

    read = _read(write_statement(replace(good, **change), "compta@firm.example", KEY))

    assert isinstance(read, str)
    assert "a signed note that cannot be read" in read


def test_a_decision_or_an_intent_of_no_possible_time_is_none() -> None:
    late, naive = datetime(9999, 12, 31, tzinfo=UTC), AT.replace(tzinfo=None)
    for wrong in (replace(DECISION, decided_at=naive), replace(DECISION, until=late.date())):
        assert isinstance(_read(write_note(wrong, "compta@firm.example", KEY)), str)
    intent = SendIntended(
        message_id=MessageId("r1.abc@firm.example"), client=ClientKey("c.example"), lines=(), at=naive
    )
    assert isinstance(_read(write_intent(intent, "compta@firm.example", KEY)), str)


def _read(raw: bytes) -> object:
    return read_note(parse_message(raw), SOURCE, KEY)


@pytest.mark.parametrize("intent", Intent)
def test_a_judgement_reads_back_and_is_never_taken_for_a_letter_about_to_leave(intent: Intent) -> None:
    judgement = Judgement(
        mail=MailRef("0a1b2c3d"), intent=intent, promised_on=date(2026, 12, 4), decided_at=AT
    )

    read = read_note(parse_message(write_judgement(judgement, "compta@firm.example", KEY)), SOURCE, KEY)

    assert isinstance(read, ReplyJudged)
    assert (read.mail, read.intent, read.promised_on, read.decided_at) == (
        "0a1b2c3d", intent, date(2026, 12, 4), AT,
    )  # fmt: skip


ASSIGNMENT = Assignment(
    mail=MailRef("0a1b2c3d"),
    line=2,
    to=((InvoiceNumber("F-1"), None), (InvoiceNumber("F-2"), Money(12_50, "CHF"))),
    decided_at=AT,
)


@pytest.mark.parametrize("to", [ASSIGNMENT.to, ()])
def test_what_a_credit_pays_reads_back_and_counts_only_with_our_signature(
    to: tuple[tuple[InvoiceNumber, Money | None], ...],
) -> None:
    raw = write_assignment(replace(ASSIGNMENT, to=to), "compta@firm.example", KEY)

    assert _read(raw) == CreditAssigned(source=SOURCE, mail=ASSIGNMENT.mail, line=2, to=to, decided_at=AT)
    assert isinstance(read_note(parse_message(raw), SOURCE, b"another key"), str)


@pytest.mark.parametrize(
    "change",
    [
        {"line": 0},
        {"line": True},
        {"line": 10**9},
        {"to": ((InvoiceNumber("F-1"), Money(-1, "EUR")),)},
        {"to": ((InvoiceNumber("F-1\nBcc: x"), None),)},
    ],
)
def test_an_assignment_of_what_cannot_be_assigns_nothing(change: dict[str, Any]) -> None:
    assert isinstance(_read(write_assignment(replace(ASSIGNMENT, **change), "a@firm.example", KEY)), str)


def test_a_new_address_reads_back() -> None:
    decision = replace(DECISION, verb=Verb.CONTACT, until=None, address="b@client.example")

    read = read_note(parse_message(write_note(decision, "compta@firm.example", KEY)), SOURCE, KEY)

    assert isinstance(read, OwnerDecided)
    assert (read.verb, read.address) == (Verb.CONTACT, "b@client.example")


def test_a_note_with_half_a_letter_decides_nothing() -> None:
    """An argument that is no UTF-8 reaches Python as a lone surrogate, which no store can keep."""
    raw = write_note(replace(DECISION, note="caf\udce9"), "compta@firm.example", KEY)

    read = read_note(parse_message(raw), SOURCE, KEY)

    assert isinstance(read, str)
    assert "cannot be read" in read
