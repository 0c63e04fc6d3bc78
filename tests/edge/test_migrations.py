"""The schema: every released store opens for ever, and what migrations make is what the code says."""

import re
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from store_release import PAGE, RELEASES, schema_page
from store_samples import AT, REMINDER_ID, SAMPLES, letter, seen, sent_text

from relanced.edge import migrations
from relanced.edge.outbox import LetterState, Outbox
from relanced.edge.schema import HEAD, metadata
from relanced.edge.store import Store, StoreUnusable
from relanced.edge.upgrade import upgrade

RELEASED = sorted(RELEASES.glob("schema-*.db"))


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a copy of a store, as a release left it behind."""
    return f"sqlite:///{shutil.copy(request.param, tmp_path / 'relanced.db')}"


def test_there_is_a_released_store_of_every_schema() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert {f"schema-{revision.revision}" for revision in script.walk_revisions()} == {
        path.stem for path in RELEASED
    }
    assert script.get_current_head() == HEAD


def test_a_released_store_gives_its_facts_back(released: str) -> None:
    store = Store.open(released, lock=True)
    intended, outcome = store.facts()[len(SAMPLES) :], SAMPLES[-2:]
    assert store.facts()[: len(SAMPLES)] == SAMPLES
    assert {type(fact) for fact in intended} <= {type(fact) for fact in outcome}
    assert store.record((), SAMPLES) == 0
    assert store.knows(seen("a1").fingerprint)
    assert not store.knows(seen("b2").fingerprint)
    assert store.known_uids("Sent", 7) == {1}
    assert store.recall("login_refused_at") == "1793699400.0"
    assert list(store.sent_texts.of([sent_text().message_id]).values()) == [sent_text().text]
    store.close()


def test_a_released_store_gives_its_letters_back(released: str) -> None:
    store = Store.open(released, lock=True)
    outbox = Outbox(store)
    (found,) = outbox.letters(LetterState.UNKNOWN)
    assert (found.message_id, found.raw, found.lines) == (REMINDER_ID, letter().raw, letter().lines)
    assert not outbox.claim(REMINDER_ID, AT)
    store.close()


def tables_of(path: Path, *, of_alembic: bool = False) -> dict[str, str]:
    """How each table and index was made, without regard to line ends and quotes."""
    left_out = ("sqlite",) if of_alembic else ("alembic", "sqlite")
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {name: re.sub(r'[\s"]+', " ", sql).strip() for name, sql in rows if not name.startswith(left_out)}


def test_a_released_store_gets_the_schema_that_the_code_has(released: str, tmp_path: Path) -> None:
    Store.open(released, lock=True).close()
    engine = create_engine(released)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()

    made = create_engine(f"sqlite:///{tmp_path}/made.db")
    metadata.create_all(made)
    made.dispose()
    # Also what compare_metadata does not look at: STRICT, AUTOINCREMENT, CHECK.
    assert tables_of(tmp_path / "relanced.db") == tables_of(tmp_path / "made.db")


def test_a_new_store_has_the_schema_that_all_migrations_make(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/new.db", lock=True).close()
    migrated = create_engine(f"sqlite:///{tmp_path}/migrated.db")
    with migrated.begin() as connection:
        upgrade(connection)
    migrated.dispose()

    assert tables_of(tmp_path / "new.db", of_alembic=True) == tables_of(
        tmp_path / "migrated.db", of_alembic=True
    )
    assert revision_of(tmp_path / "new.db") == revision_of(tmp_path / "migrated.db") == [(HEAD,)]


def revision_of(path: Path) -> list[tuple[str]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    connection.close()
    return found


def test_a_new_store_is_made_without_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/relanced.db"
    look = f"import sys; from relanced.edge.store import Store; Store.open({url!r}, lock=True)"
    look += "; print('alembic' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert ended.stdout == "False\n"


def test_every_table_is_strict_and_holds_no_null() -> None:
    for table in metadata.tables.values():
        assert table.dialect_options["sqlite"]["strict"], table.name
        assert not [column.name for column in table.columns if column.nullable]


def test_the_page_shows_the_schema_as_it_is() -> None:
    assert PAGE.read_text(encoding="utf-8") == schema_page(), (
        "write it anew: PYTHONPATH=. python tests/store_release.py"
    )


def set_revision(url: str, revision: str) -> None:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
    connection.close()


@pytest.mark.parametrize("lock", [True, False])
def test_a_store_of_a_newer_relanced_is_left_alone(tmp_path: Path, *, lock: bool) -> None:
    url = f"sqlite:///{tmp_path}/relanced.db"
    Store.open(url, lock=True).close()
    set_revision(url, "9999")
    with pytest.raises(StoreUnusable, match="9999"):
        Store.open(url, lock=lock)


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE fact (mine TEXT)")
    connection.close()
    with pytest.raises(StoreUnusable, match="another program"):
        Store.open(f"sqlite:///{tmp_path}/other.db", lock=True)
    assert set(tables_of(tmp_path / "other.db")) == {"fact"}


def test_a_look_does_not_change_the_schema(tmp_path: Path) -> None:
    empty = tmp_path / "relanced.db"
    empty.touch()
    with pytest.raises(StoreUnusable, match="start the service"):
        Store.open(f"sqlite:///{empty}", lock=False)
    assert tables_of(empty) == {}


def test_the_stores_of_many_firms_are_made_at_the_same_time(tmp_path: Path) -> None:
    def make(number: int) -> int:
        store = Store.open(f"sqlite:///{tmp_path}/{number}.db", lock=True)
        try:
            return len(store.facts())
        finally:
            store.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(make, range(24))) == [0] * 24


def test_the_stores_of_many_firms_are_brought_up_to_date_at_the_same_time(tmp_path: Path) -> None:
    def bring(number: int) -> list[tuple[str]]:
        engine = create_engine(f"sqlite:///{tmp_path}/{number}.db")
        with engine.begin() as connection:
            upgrade(connection)
        engine.dispose()
        return revision_of(tmp_path / f"{number}.db")

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(bring, range(24))) == [[(HEAD,)]] * 24
