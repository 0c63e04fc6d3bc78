"""The lease as a mail: what is written is read back; what another key signed is known as such; rubbish is nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes

from hypothesis import given
from hypothesis import strategies as st

from relanced.edge.lease import Holder, Lease, read_lease, write_lease

KEY = b"a key of the tests, 32 bytes long"
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOLDER = Holder(seat="5ea7", process="b007.1.2.3", host="atelier; h=é\r\n", nonce="0123")


def value_of(lease: Lease) -> str:
    return str(message_from_bytes(write_lease(lease, "a@firm.example", KEY))["X-Relanced"])


@given(since=st.none() | st.tuples(st.integers(1, 2**32 - 1), st.integers(1, 2**32 - 1)), host=st.text())
def test_what_is_written_is_read_back(since: tuple[int, int] | None, host: str) -> None:
    lease = Lease(holder=replace(HOLDER, host=host), name="77", since=since)
    read = read_lease(value_of(lease), 9, AT, KEY)
    assert read is not None
    assert read.is_ours
    assert (read.name, read.since, read.uid, read.at) == ("77", since, 9, AT)
    assert replace(read.holder, host="") == replace(HOLDER, host="")
    assert read.holder.host.isprintable() or not read.holder.host


def test_a_lease_of_another_key_is_a_lease_that_is_not_ours() -> None:
    read = read_lease(value_of(Lease(holder=HOLDER, name="77", since=(1, 2))), 9, AT, b"another key")
    assert read is not None
    assert not read.is_ours
    assert read.place(1) == 0


def test_a_lease_that_was_altered_is_not_ours() -> None:
    value = value_of(Lease(holder=HOLDER, name="77", since=(1, 20)))
    assert read_lease(value.replace("1.20", "1.2"), 9, AT, KEY).is_ours is False  # type: ignore[union-attr]


@given(st.text() | st.text().map("lease1;".__add__))
def test_rubbish_is_never_a_lease_of_ours(text: str) -> None:
    read = read_lease(text, 1, AT, KEY)
    assert read is None or not read.is_ours
