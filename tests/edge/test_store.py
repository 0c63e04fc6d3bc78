"""The store: one transaction a reading, nothing twice, one process at work, troubles explained."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from store_samples import AT, SAMPLES, invoice, reply, seen

from relanced.edge.store import Depth, FolderState, Place, Store, StoreAbsent, StoreLocked, StoreUnusable
from relanced.model.facts import Fact
from relanced.model.names import MessageId


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lib" / "relanced.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{path}", lock=True)
    yield store
    store.close()


def test_facts_come_back_in_the_order_of_recording(store: Store) -> None:
    assert store.record((), SAMPLES[:5]) == 5
    assert store.record((), SAMPLES[5:]) == len(SAMPLES) - 5
    assert store.facts() == SAMPLES
    numbered = store.facts_after(0)
    assert [fact for _, fact in numbered] == list(SAMPLES)
    assert store.facts_after(numbered[4][0]) == numbered[5:]
    assert store.facts_after(numbered[-1][0]) == ()


def test_a_mail_read_again_or_found_elsewhere_adds_nothing(store: Store) -> None:
    store.record([seen("b2", depth=Depth.READ)], [reply()])
    moved = replace(reply(), source=replace(reply().source, folder="Archives", uid=99, uidvalidity=3))
    assert store.record([seen("b2", folder="Archives", uid=99, depth=Depth.READ)], [moved, reply()]) == 0
    assert store.facts() == (reply(),)


def test_mails_and_their_facts_are_recorded_together_or_not_at_all(store: Store) -> None:
    def facts() -> Iterator[Fact]:
        yield reply()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.record([seen("b2", depth=Depth.READ)], facts())
    assert store.facts() == ()
    assert not store.knows(seen("b2").fingerprint)
    assert store.known_uids("INBOX", 7) == set()


def test_uids_are_known_by_folder_and_validity(store: Store) -> None:
    store.record([seen("a", uid=1), seen("b", uid=2), seen("c", uid=3, folder="Sent")], ())
    store.record([seen("d", uid=4, uidvalidity=8)], ())
    assert store.known_uids("INBOX", 7) == {1, 2}
    assert store.known_uids("INBOX", 8) == {4}
    assert store.known_uids("Sent", 7) == {3}
    store.forget_uids("INBOX", 7, [1, 77])
    assert store.known_uids("INBOX", 7) == {2}
    store.forget_other_validities("INBOX", 8)
    assert store.known_uids("INBOX", 7) == set()
    assert store.known_uids("INBOX", 8) == {4}
    assert store.known_uids("Sent", 7) == {3}


def test_other_validities_are_forgotten_as_often_as_they_come_back(store: Store) -> None:
    for _ in range(2):
        store.record([seen("a", uid=1), seen("c", uid=3, folder="Sent")], ())
        store.record([seen("d", uid=4, uidvalidity=8)], ())
        for _ in range(2):
            store.forget_other_validities("INBOX", 8)
        assert store.known_uids("INBOX", 7) == set()
        assert store.known_uids("INBOX", 8) == {4}
        assert store.known_uids("Sent", 7) == {3}


@pytest.mark.parametrize("depth", [Depth.READ, Depth.QUARANTINED, Depth.TOO_LARGE])
def test_a_mail_that_was_dealt_with_stays_known_wherever_it_goes(store: Store, depth: Depth) -> None:
    store.record([seen("b2")], ())
    assert not store.knows(seen("b2").fingerprint)
    store.record([seen("b2", depth=depth)], ())
    store.forget_uids("INBOX", 7, [1])
    store.record([seen("b2", folder="Archives")], ())  # its header alone
    assert store.knows(seen("b2").fingerprint)


def test_a_mail_once_read_is_not_unread_by_a_failure(store: Store) -> None:
    store.record([seen("b2", depth=Depth.READ)], ())
    store.record([seen("b2", uid=2, depth=Depth.QUARANTINED)], ())
    with store.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT depth FROM message").scalars().all() == ["read"]


def test_a_place_may_come_to_hold_another_mail(store: Store) -> None:
    store.record([seen("a", uid=1)], ())
    store.record([seen("b", uid=1)], ())
    assert store.place_of(seen("a").fingerprint) is None
    assert store.place_of(seen("b").fingerprint) == Place(folder="INBOX", uidvalidity=7, uid=1)


def test_a_moved_mail_is_found_where_it_lies_now(store: Store) -> None:
    store.record([seen("a", uid=1)], ())
    store.record([seen("a", uid=5, folder="Archives/Élan")], ())
    store.forget_uids("INBOX", 7, [1])
    assert store.place_of(seen("a").fingerprint) == Place(folder="Archives/Élan", uidvalidity=7, uid=5)
    assert store.place_of(seen("z").fingerprint) is None


def test_undecodable_header_bytes_are_kept_in_a_form_that_can_be(store: Store) -> None:
    odd = replace(seen("a", folder="Bo\udce9te"), message_id=MessageId("caf\udce9@x.example"))
    assert store.record([odd], [reply(new_text="caf\udce9\x00")]) == 1
    assert store.known_uids("Bo\udce9te", 7) == {1}
    assert store.facts() == (reply(new_text="caf\udce9\x00"),)


def test_folder_states(store: Store) -> None:
    assert store.folder_state("INBOX") is None
    store.save_folder_states({"INBOX": 7, "Sent": 3}, AT)
    store.save_folder_states({"INBOX": 8, "Sent": 3}, AT + timedelta(hours=1))
    for name, uidvalidity in (("INBOX", 8), ("Sent", 3)):
        state = FolderState(folder=name, uidvalidity=uidvalidity, read_through_at=AT + timedelta(hours=1))
        assert store.folder_state(name) == state


def test_a_folder_read_again_within_the_minute_costs_no_transaction(store: Store) -> None:
    store.save_folder_states({"INBOX": 7}, AT)
    before = store.folder_state("INBOX")
    store.save_folder_states({"INBOX": 7}, AT + timedelta(seconds=59))
    assert store.folder_state("INBOX") == before
    store.save_folder_states({"INBOX": 8}, AT + timedelta(seconds=59))  # another folder of that name
    assert store.folder_state("INBOX") == FolderState(
        folder="INBOX", uidvalidity=8, read_through_at=AT + timedelta(seconds=59)
    )


def test_notes_are_remembered_over_a_restart(store: Store, path: Path) -> None:
    assert store.recall("login_refused_at") == ""
    store.remember("login_refused_at", "12.5")
    store.remember("login_refused_at", "13.5")
    store.close()
    again = Store.open(f"sqlite:///{path}", lock=True)
    assert again.recall("login_refused_at") == "13.5"
    again.close()


def test_nobody_else_can_read_the_file(store: Store, path: Path) -> None:
    store.record((), SAMPLES)
    files = list(path.parent.iterdir())
    assert {file.name for file in files} >= {"relanced.db", "relanced.db-wal", "relanced.db.lock"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_is_missing_is_made_with_its_parents_for_the_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "firms" / "atelier"
    before = os.umask(0o022)
    try:
        Store.open(f"sqlite:///{folder}/relanced.db", lock=True).close()
    finally:
        os.umask(before)
    made = (folder, folder.parent, folder.parent.parent)
    assert {stat.S_IMODE(each.stat().st_mode) for each in made} == {0o700}


def test_a_look_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreAbsent, match="run --once"):
        Store.open(f"sqlite:///{tmp_path}/state/relanced.db", lock=False)
    assert not (tmp_path / "state").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreUnusable, match=r"state.*its own folder"):
        Store.open(f"sqlite:///{tmp_path}/state/relanced/relanced.db", lock=True)


def test_a_file_that_others_could_read_is_closed_to_them(store: Store, path: Path) -> None:
    store.close()
    path.chmod(0o644)
    Store.open(f"sqlite:///{path}", lock=True).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_committed_survives_a_power_cut(store: Store) -> None:
    with store.database.writing() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_second_daemon_is_refused_until_the_first_ends(store: Store, path: Path) -> None:
    with pytest.raises(StoreLocked, match=str(os.getpid())):
        Store.open(f"sqlite:///{path}", lock=True)
    store.close()
    Store.open(f"sqlite:///{path}", lock=True).close()


def test_the_lock_holds_between_processes_and_ends_with_one(path: Path) -> None:
    holds = (
        "import sys; from relanced.edge.store import Store;"
        "Store.open(sys.argv[1], lock=True).remember('a', 'b'); print('ready', flush=True); sys.stdin.read()"
    )
    url = f"sqlite:///{path}"
    with subprocess.Popen(
        [sys.executable, "-c", holds, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        with pytest.raises(StoreLocked, match=str(other.pid)):
            Store.open(url, lock=True)
        other.kill()
    store = Store.open(url, lock=True)
    assert store.recall("a") == "b"
    store.close()


def test_another_process_may_look_and_leave_notes_beside_the_daemon(store: Store, path: Path) -> None:
    store.record((), [invoice()])
    beside = Store.open(f"sqlite:///{path}", lock=False)
    assert beside.facts() == (invoice(),)
    store.record((), [reply()])
    assert beside.facts() == (invoice(), reply())
    beside.remember("login_refused_at", "")
    with pytest.raises(RuntimeError, match="without the lock"):
        beside.record((), [reply("other")])
    beside.close()


def test_a_look_makes_no_store(path: Path) -> None:
    with pytest.raises(StoreAbsent, match="no store yet"):
        Store.open(f"sqlite:///{path}", lock=False)
    assert not path.parent.exists()


@pytest.mark.parametrize(
    "url", ["postgresql://db.example/relanced", "sqlite://", "sqlite:///:memory:", "here"]
)
def test_a_url_of_no_sqlite_file_is_refused(url: str) -> None:
    with pytest.raises(StoreUnusable, match="sqlite:////var/lib"):
        Store.open(url, lock=True)


def test_a_full_disk_is_explained_and_nothing_half_written(store: Store) -> None:
    store.record((), [invoice()])
    with store.database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreUnusable, match="disk is full") as caught:
        store.record([seen("b2", depth=Depth.READ)], [reply(new_text="x" * 100_000)])
    assert "space" in caught.value.what_to_do
    assert store.facts() == (invoice(),)
    assert not store.knows(seen("b2").fingerprint)


def test_a_damaged_file_is_explained(store: Store, path: Path) -> None:
    store.record([seen(f"{n}", uid=n) for n in range(1, 3000)], SAMPLES)
    store.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    with pytest.raises(StoreUnusable, match="damaged") as caught:
        Store.open(f"sqlite:///{path}", lock=True)
    assert "mailbox" in caught.value.what_to_do


def test_a_file_of_another_kind_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("my only copy of something\n" * 100)
    with pytest.raises(StoreUnusable, match="no SQLite database"):
        Store.open(f"sqlite:///{path}", lock=True)
    assert path.read_text().startswith("my only copy")


def test_a_folder_that_is_none_is_explained(tmp_path: Path) -> None:
    (tmp_path / "lib").write_text("")
    with pytest.raises(StoreUnusable, match="own folder"):
        Store.open(f"sqlite:///{tmp_path}/lib/relanced.db", lock=True)


def test_a_program_that_holds_the_file_is_explained(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relanced.edge.database.BUSY_MS", 20)
    store.close()
    store = Store.open(f"sqlite:///{path}", lock=True)
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnusable, match="another program"):
        store.record((), [invoice()])
    other.close()
    assert store.record((), [invoice()]) == 1
    store.close()


def test_while_one_writes_nobody_else_does(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relanced.edge.database.BUSY_MS", 20)
    store = Store.open(f"sqlite:///{path}", lock=True)
    beside = Store.open(f"sqlite:///{path}", lock=False)
    with store.database.writing(), pytest.raises(StoreUnusable, match="another program"):
        beside.remember("a", "b")
    beside.remember("a", "c")
    assert store.recall("a") == "c"
    beside.close()
    store.close()


def test_a_fact_that_cannot_be_read_is_explained(store: Store) -> None:
    store.record((), [invoice()])
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE fact SET body = '{}'")
    with pytest.raises(StoreUnusable, match="read from the mailbox again"):
        store.facts()


def test_what_could_not_be_read_in_a_folder_becomes_new_again_and_its_facts_stay(store: Store) -> None:
    store.record([seen("a", uid=1, depth=Depth.QUARANTINED), seen("b", uid=2, depth=Depth.READ)], [reply()])
    store.record([seen("c", uid=3), seen("d", uid=9, folder="Sent", depth=Depth.QUARANTINED)], ())
    assert store.read_anew("INBOX", whole=False) == 1
    assert store.known_uids("INBOX", 7) == {2, 3}
    assert not store.knows(seen("a").fingerprint)
    assert store.knows(seen("b").fingerprint)
    assert store.knows(seen("d").fingerprint)
    assert store.facts() == (reply(),)
    assert store.read_anew("INBOX", whole=True) == 0
    assert store.known_uids("INBOX", 7) == set()
    assert store.known_uids("Sent", 7) == {9}
    store.record([seen("a", uid=1, depth=Depth.READ)], ())
    assert store.knows(seen("a").fingerprint)


def test_heads_and_the_mails_named_become_new_again_in_their_folder_alone(store: Store) -> None:
    store.record([seen("a", uid=1, depth=Depth.READ), seen("b", uid=2, depth=Depth.READ)], [reply()])
    store.record([seen("c", uid=3), seen("d", uid=9, folder="Sent", depth=Depth.READ)], ())
    marks = [seen("a").fingerprint, seen("d").fingerprint]

    assert store.read_heads_anew("INBOX", marks) == 1
    assert store.known_uids("INBOX", 7) == {2}
    assert not store.knows(seen("a").fingerprint)
    assert store.known_uids("Sent", 7) == {9}
    assert store.knows(seen("d").fingerprint)
    assert store.facts() == (reply(),)
