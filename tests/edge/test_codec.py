"""Facts to JSON and back: exactly, for ever, and one identity for one thing said."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from functools import cache
from typing import NewType, cast, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import SAMPLES, invoice, reply, source

from relanced.edge.codec import UnreadableFact, decode_fact, encode_fact, fact_key
from relanced.model.decided import OwnerDecided
from relanced.model.facts import Fact, InvoiceSent, MailQuarantined
from relanced.model.intents import Intent
from relanced.model.names import Fingerprint

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
PARTS: dict[object, st.SearchStrategy[object]] = {
    str: st.text(st.characters(exclude_categories=())),  # mail text may hold lone surrogates
    int: st.integers(),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    datetime: st.datetimes(timezones=ZONES),
}


@cache
def values_of(hint: object) -> st.SearchStrategy[object]:
    """Everything that a field of this type can hold."""
    if isinstance(hint, NewType):
        return values_of(hint.__supertype__)
    if get_origin(hint) is tuple:
        parts = get_args(hint)
        if parts[-1] is Ellipsis:
            return st.lists(values_of(parts[0]), max_size=3).map(tuple)
        return st.tuples(*map(values_of, parts))
    if parts := get_args(hint):  # X | None
        return st.one_of(st.none(), *(values_of(part) for part in parts if part is not type(None)))
    if hint in PARTS:
        return PARTS[hint]
    assert isinstance(hint, type)
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    return st.builds(hint, **{name: values_of(part) for name, part in get_type_hints(hint).items()})


def test_there_is_a_sample_of_each_kind() -> None:
    assert {type(fact) for fact in SAMPLES} == set(get_args(Fact))


@pytest.mark.parametrize("kind", get_args(Fact), ids=lambda kind: kind.__name__)
@settings(max_examples=30)
@given(st.data())
def test_every_fact_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    fact = cast("Fact", data.draw(values_of(kind)))
    text = encode_fact(fact)
    assert decode_fact(text) == fact
    assert text.isascii()
    assert encode_fact(decode_fact(text)) == text


def test_a_moment_keeps_its_offset_for_it_decides_the_day() -> None:
    (decision,) = (fact for fact in SAMPLES if isinstance(fact, OwnerDecided))
    back = decode_fact(encode_fact(decision))
    assert isinstance(back, OwnerDecided)
    assert back.decided_at.utcoffset() == decision.decided_at.utcoffset() == timedelta(hours=1)


def test_a_moment_without_a_zone_is_refused_when_written() -> None:
    with pytest.raises(ValueError, match="time zone"):
        encode_fact(replace(invoice(), source=replace(source("a1"), at=datetime(2026, 1, 1))))  # noqa: DTZ001 - on purpose


def test_a_number_that_is_none_is_refused_when_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        encode_fact(replace(reply(), confidence=float("nan")))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"v": 1}',
        '{"v": 2, "kind": "MailQuarantined", "says": {}}',
        '{"v": 1, "kind": "Invented", "says": {}}',
        '{"v": 1, "kind": "MailQuarantined", "says": {}}',
        '{"v": 1, "kind": "MailQuarantined", "says": "no"}',
    ],
)
def test_what_no_version_wrote_is_said_to_be_unreadable(text: str) -> None:
    with pytest.raises(UnreadableFact):
        decode_fact(text)


@pytest.mark.parametrize(
    "change",
    [
        {"uid": "1"},
        {"uid": True},
        {"at": "yesterday"},
        {"at": 5},
        {"folder": None},
        {"surprise": 1},
    ],
    ids=str,
)
def test_a_field_of_the_wrong_kind_is_said_to_be_unreadable(change: dict[str, object]) -> None:
    [lost] = (fact for fact in SAMPLES if isinstance(fact, MailQuarantined))
    data = json.loads(encode_fact(lost))
    data["says"]["source"] |= change
    with pytest.raises(UnreadableFact):
        decode_fact(json.dumps(data))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cc", "abc"),
        ("total", [1, "EUR"]),
        ("kind", "receipt"),
        ("terms", 1),
        ("issued_on", "2026-13-01"),
    ],
)
def test_a_damaged_invoice_is_said_to_be_unreadable(field: str, value: object) -> None:
    data = json.loads(encode_fact(invoice()))
    data["says"][field] = value
    with pytest.raises(UnreadableFact):
        decode_fact(json.dumps(data))


@given(st.integers(1), st.integers(1), st.text(), st.datetimes(timezones=st.just(UTC)))
def test_a_moved_or_reread_mail_says_the_same(uid: int, uidvalidity: int, folder: str, at: datetime) -> None:
    here = invoice()
    there = replace(here.source, uid=uid, uidvalidity=uidvalidity, folder=folder, at=at)
    assert fact_key(replace(here, source=there, because="in other words")) == fact_key(here)


def test_two_samples_are_never_one() -> None:
    assert len({fact_key(fact) for fact in SAMPLES}) == len(SAMPLES)


@pytest.mark.parametrize(
    "other",
    [
        invoice(number="F2026-013"),
        replace(invoice(), source=replace(invoice().source, fingerprint=Fingerprint("f" * 32))),
        replace(invoice(), total=-invoice().total),
    ],
)
def test_another_mail_or_another_word_is_another_fact(other: InvoiceSent) -> None:
    assert fact_key(other) != fact_key(invoice())


def test_surer_is_not_another_fact_but_another_intent_is() -> None:
    assert fact_key(replace(reply(), confidence=0.5, because=())) == fact_key(reply())
    assert fact_key(replace(reply(), intent=Intent.DISPUTE)) != fact_key(reply())


def test_keys_are_what_they_always_were() -> None:
    """A key that changed would add every fact of an old store once more."""
    assert fact_key(invoice()) == "13b8ecfc67921c512e1df63c383bf5c9"
