"""A fresh store beside an old one: what is carried over, and how one takes the other's place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from store_samples import SAMPLES, invoice

from relanced.edge import schema
from relanced.edge.database import StoreUnusable
from relanced.edge.outbox import LetterState, Outbox, OutboxLetter
from relanced.edge.rebuilt import (
    CARRIED,
    READ_AGAIN,
    backup_path,
    carry_over,
    fresh_path,
    remove_store,
    swap,
)
from relanced.edge.store import Store
from relanced.model.delivery import Accepted
from relanced.model.facts import SendIntended, SendOutcome
from relanced.model.names import ClientKey, MessageId, StepName

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
    yield store
    store.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/relanced.db.new", lock=True)
    yield store
    store.close()


def letter(name: str) -> OutboxLetter:
    return OutboxLetter(
        message_id=MessageId(name),
        client=ClientKey("alpha.example"),
        to="compta@alpha.example",
        cc=("chef@alpha.example",),
        raw=b"Subject: x\r\n\r\n\xff",
        lines=(),
        step=StepName("rappel"),
        prepared_at=AT,
    )


def test_every_table_is_read_again_or_carried_over() -> None:
    assert {READ_AGAIN | CARRIED | {"fact"}} == {frozenset(schema.metadata.tables)}
    assert not READ_AGAIN & CARRIED


def test_letters_notes_and_sendings_are_carried_over_and_what_mails_told_is_not(
    old: Store, fresh: Store
) -> None:
    old.record((), SAMPLES)
    outbox = Outbox(old)
    for name in ("sent@firm.example", "prepared@firm.example", "doubt@firm.example"):
        outbox.prepare(letter(name))
    assert outbox.claim(MessageId("sent@firm.example"), AT)
    outbox.settle(MessageId("sent@firm.example"), Accepted("250 taken"), AT)
    assert outbox.claim(MessageId("doubt@firm.example"), AT)
    old.remember("register:123", "looked")
    old.remember("read_by", "old rules")
    fresh.remember("read_by", "new rules")
    fresh.remember("kept", "mine")
    old.remember("kept", "theirs")
    old.remember("backlog", "12")

    told = carry_over(old, fresh, without={"backlog"})

    assert (told.letters, told.in_doubt, told.notes) == (3, 1, 1)
    assert Outbox(fresh).letters(*LetterState) == outbox.letters(*LetterState)
    assert [fresh.recall(key) for key in ("register:123", "read_by", "kept", "backlog")] == [
        "looked",
        "new rules",
        "mine",
        "",
    ]
    assert Outbox(fresh).sent_since(AT) == 2  # for the limits of an hour and of a day
    facts = fresh.facts()
    assert facts
    assert len(facts) == told.sendings
    assert all(isinstance(fact, SendIntended | SendOutcome) for fact in facts)
    assert set(facts) == {fact for fact in old.facts() if isinstance(fact, SendIntended | SendOutcome)}


def test_the_fresh_store_takes_the_place_and_the_old_one_is_kept(
    old: Store, fresh: Store, tmp_path: Path
) -> None:
    old.record((), [invoice("m1", "OLD-1")])
    fresh.record((), [invoice("m2", "NEW-1")])
    old.close()
    fresh.close()
    place, backup = tmp_path / "relanced.db", backup_path(tmp_path / "relanced.db", AT)

    swap(place, fresh_path(place), backup)

    assert backup.name == "relanced.db.before-20260302-090000"
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".lock") == [
        "relanced.db",
        backup.name,
    ]
    for path, number in ((place, "NEW-1"), (backup, "OLD-1")):
        store = Store.open(f"sqlite:///{path}", lock=True)
        [fact] = store.facts()
        store.close()
        assert getattr(fact, "number", "") == number
        assert path.stat().st_mode & 0o077 == 0
    assert backup_path(place, AT).name == "relanced.db.before-20260302-090000-2"


def test_a_journal_that_lies_beside_the_old_file_is_never_applied_to_the_new_one(
    old: Store, fresh: Store, tmp_path: Path
) -> None:
    """A process that was killed leaves its -wal: SQLite would take it for the new file's."""
    old.record((), [invoice("m1", "OLD-1")])
    wal = (tmp_path / "relanced.db-wal").read_bytes()
    assert wal
    bytes_then = (tmp_path / "relanced.db").read_bytes()
    old.close()
    (tmp_path / "relanced.db").write_bytes(bytes_then)
    (tmp_path / "relanced.db-wal").write_bytes(wal)
    fresh.record((), [invoice("m2", "NEW-1")])
    fresh.close()
    place, backup = tmp_path / "relanced.db", tmp_path / "backup"

    swap(place, fresh_path(place), backup)

    for path, number in ((place, "NEW-1"), (backup, "OLD-1")):
        with closing(sqlite3.connect(path)) as connection:
            [[body]] = connection.execute("SELECT body FROM fact").fetchall()
        assert number in body


def test_who_reads_the_old_file_keeps_it_in_its_place(old: Store, fresh: Store, tmp_path: Path) -> None:
    old.record((), [invoice("m1", "OLD-1")])
    old.close()
    fresh.close()
    place = tmp_path / "relanced.db"
    with closing(sqlite3.connect(place)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM fact").fetchall()
        with pytest.raises(StoreUnusable, match="the old store stands"):
            swap(place, fresh_path(place), tmp_path / "backup")

    store = Store.open(f"sqlite:///{place}", lock=True)
    assert len(store.facts()) == 1
    store.close()


def test_removing_a_store_leaves_nothing_beside_it(fresh: Store, tmp_path: Path) -> None:
    fresh.record((), [invoice("m1", "F1")])
    fresh.close()

    remove_store(fresh_path(tmp_path / "relanced.db"))
    remove_store(fresh_path(tmp_path / "relanced.db"))

    assert [path.name for path in tmp_path.iterdir() if ".new" in path.name] == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_store_that_root_rebuilds_stays_the_service_s(old: Store, fresh: Store, tmp_path: Path) -> None:
    old.close()
    fresh.close()
    place = tmp_path / "relanced.db"
    os.chown(place, 12_345, 12_346)

    swap(place, fresh_path(place), tmp_path / "backup")

    assert (place.stat().st_uid, place.stat().st_gid) == (12_345, 12_346)
