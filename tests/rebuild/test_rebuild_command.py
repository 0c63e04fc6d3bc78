"""`relanced rebuild` on a real mailbox: an untouched one differs in nothing, another is shown; nothing leaves twice."""

import fcntl
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_firm import open_firm
from click.testing import CliRunner, Result
from rebuild.rebuild_world import KEY, ReaderHere, World
from servers.dovecot import Account, Dovecot
from servers.sink import Sink, running_sink

from relanced.cli.common import App
from relanced.cli.main import main
from relanced.daemon import rebuild as daemon_rebuild
from relanced.daemon.office import Office
from relanced.daemon.office import open_office as open_real_office
from relanced.model.decided import Verb


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as running:
        yield running


@pytest.fixture
def world(dovecot: Dovecot, sink: Sink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Two invoices, one reminded, one paid; a reply and a decision; a round taken today."""

    def open_office(*settings: object, **how: object) -> Office:
        office = open_real_office(*settings, **how)  # type: ignore[arg-type]  # as they come
        office.reader.close()
        office.reader = ReaderHere(office.reader._hand._set_up)
        return office

    monkeypatch.setattr(daemon_rebuild, "open_office", open_office)
    made = World(dovecot, sink, tmp_path, save_sent="always")
    made.now = datetime.now(UTC) - timedelta(days=12)
    made.sends_an_invoice(1, 120_000, 2)
    made.sends_an_invoice(2, 45_000, 2)
    made.hears(2, "Bien reçu, merci.", "F2026-0002")
    made.is_decided(Verb.PAUSE, "F2026-0002")
    made.now += timedelta(days=6)
    made.takes_a_round()
    made.is_paid("F2026-0002", 2, 45_000)
    made.now = datetime.now(UTC)
    made.takes_a_round()
    assert made.letters >= 1
    return made


def ask(world: World, *words: str, typed: str = "") -> Result:
    runner = CliRunner(env={"COLUMNS": "100"})
    config = world.folder / "send-store.toml"
    return runner.invoke(main, ["--config", str(config), *words], obj=App(), input=typed)


def path_of(world: World) -> Path:
    return world.folder / "store" / "relanced.db"


def beside(world: World) -> list[str]:
    """What lies in the store's folder, but for what SQLite itself puts there."""
    names = (path.name for path in path_of(world).parent.iterdir())
    return sorted(name for name in names if not name.endswith(("-wal", "-shm", ".lock")))


def mail_files(world: World, words: str, folder: str = "INBOX") -> list[Path]:
    maildir = world.account.server.maildir(world.account.user, folder)
    files = [path for kind in ("cur", "new") for path in (maildir / kind).glob("*")]
    return [path for path in files if words in path.read_text("utf-8", "replace")]


def facts_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT key FROM fact")]


def test_an_untouched_mailbox_gives_the_same_and_after_the_swap_nothing_leaves_twice(world: World) -> None:
    before, letters = sorted(facts_in(path_of(world))), world.letters

    said = ask(world, "rebuild", "--yes")

    assert said.exit_code == 0, said.output
    assert "Nothing differs" in said.stdout
    assert "letters of the outbox" in said.stdout or "1 letter of the outbox" in said.stdout
    assert sorted(facts_in(path_of(world))) == before
    [backup] = [name for name in beside(world) if name != "relanced.db"]
    assert backup.startswith("relanced.db.before-20")
    assert sorted(facts_in(path_of(world).with_name(backup))) == before
    assert world.letters == letters  # the command itself sends nothing
    world.takes_a_round()
    assert world.letters == letters
    world.now += timedelta(days=10)
    world.takes_a_round()  # the ladder goes on; `takes_a_round` looks for letters that left twice


def test_what_was_removed_and_what_was_changed_is_shown_and_the_old_store_stands(world: World) -> None:
    [notice] = mail_files(world, "Un virement")
    notice.unlink()
    letters, before = world.letters, sorted(facts_in(path_of(world)))

    said = ask(world, "rebuild", typed="n\n")

    assert said.exit_code == 1
    assert "F2026-0002" in said.stdout
    assert "paid, 0.00 EUR owed" in " ".join(said.stdout.split())
    assert "in the mailbox no more" in " ".join(said.stdout.split())
    assert "Nothing was changed" in said.stdout
    assert beside(world) == ["relanced.db"]
    assert sorted(facts_in(path_of(world))) == before
    assert world.letters == letters

    told = json.loads(ask(world, "rebuild", "--json").stdout)
    assert (told["same"], told["taken"], told["backup"]) == (False, False, None)
    [case] = told["invoices_differ"]
    assert (case["number"], case["in_the_store"]["state"]) == ("F2026-0002", "paid")
    assert case["by_the_mailbox"]["owed"] == "450.00"
    assert {fact["what"] for fact in told["facts_differ"]} == {"CreditNoticed"}
    assert all(fact["in_the_store"] and not fact["by_the_mailbox"] for fact in told["facts_differ"])
    assert ask(world, "rebuild", "--dry-run").exit_code == 1

    taken = json.loads(ask(world, "rebuild", "--yes", "--json").stdout)
    assert taken["taken"]
    assert Path(taken["backup"]).exists()
    assert json.loads(ask(world, "rebuild", "--json").stdout)["same"]


def test_an_edited_mail_shows_as_what_it_told_and_tells_now(world: World) -> None:
    [notice] = mail_files(world, "Un virement")
    edited = notice.read_bytes().replace(b"450,00", b"300,00")
    notice.unlink()
    world.account.deliver(edited)

    told = json.loads(ask(world, "rebuild", "--json").stdout)

    [case] = told["invoices_differ"]
    assert (case["number"], case["by_the_mailbox"]["owed"]) == ("F2026-0002", "150.00")
    assert {fact["what"] for fact in told["facts_differ"]} == {"CreditNoticed"}
    assert any(fact["by_the_mailbox"] for fact in told["facts_differ"])


def test_beside_a_running_service_nothing_is_done(world: World) -> None:
    lock = path_of(world).with_name("relanced.db.lock")
    with lock.open("r+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        said = ask(world, "rebuild", "--yes")

    assert said.exit_code == 2
    assert "systemctl stop relanced" in " ".join(said.stderr.split())
    assert beside(world) == ["relanced.db"]


def test_a_mailbox_out_of_reach_leaves_the_old_store(world: World) -> None:
    config = world.folder / "send-store.toml"
    (world.folder / "password").write_text("wrong", encoding="utf-8")
    before = sorted(facts_in(path_of(world)))

    said = ask(world, "rebuild", "--yes")
    again = ask(world, "rebuild", "--yes")

    assert config.exists()
    assert said.exit_code == again.exit_code == 1
    assert "Nothing was changed" in said.stderr
    assert "a short while ago" in " ".join(again.stderr.split())  # the pause is kept to: accounts get locked
    assert beside(world) == ["relanced.db"]
    assert sorted(facts_in(path_of(world))) == before


def test_an_interrupted_reading_leaves_the_old_store(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(daemon_rebuild, "sweep", breaks_off)
        said = ask(world, "rebuild", "--yes")

    assert said.exit_code == 1
    assert "Interrupted. Nothing was changed" in said.stderr
    assert beside(world) == ["relanced.db"]
    path_of(world).with_name("relanced.db.new").write_bytes(b"of a rebuild that was killed")
    assert "Nothing differs" in ask(world, "rebuild", "--dry-run").stdout
    assert beside(world) == ["relanced.db"]


def test_a_damaged_store_is_replaced_without_a_comparison(world: World) -> None:
    letters = world.letters
    for path in path_of(world).parent.glob("relanced.db-*"):
        path.unlink()
    path_of(world).write_bytes(b"SQLite format 3\0" + b"garbage" * 4_000)

    asked = ask(world, "rebuild", "--dry-run")
    said = ask(world, "rebuild", "--yes")

    assert (asked.exit_code, said.exit_code) == (1, 0), said.output
    assert "nothing can be compared" in " ".join(said.stderr.split())
    assert KEY not in said.output
    world.takes_a_round()
    assert world.letters == letters  # what left is known by its copies and by the journal


def test_what_no_mail_tells_is_carried_over(world: World) -> None:
    with closing(sqlite3.connect(path_of(world))) as connection, connection:
        connection.execute("UPDATE letter SET state = 'unknown'")
        connection.execute("INSERT INTO note VALUES ('smtp_login_refused_at', '1700000000.0')")
        connection.execute("INSERT INTO note VALUES ('backlog', '7')")
        columns = (
            "message_id, client, recipient, cc, raw, lines, step, state, attempts, prepared_at, answer, filed"
        )
        kept = connection.execute(f"SELECT {columns} FROM letter").fetchall()  # noqa: S608 - a test's own words

    said = json.loads(ask(world, "rebuild", "--yes", "--json").stdout)

    assert said["carried_over"]["in_doubt"] == said["carried_over"]["letters"] == len(kept) >= 1
    with closing(sqlite3.connect(path_of(world))) as connection:
        assert connection.execute(f"SELECT {columns} FROM letter").fetchall() == kept  # noqa: S608 - as above
        notes = dict(connection.execute("SELECT key, value FROM note"))
    assert notes["smtp_login_refused_at"] == "1700000000.0"
    assert notes.get("backlog", "0") == "0"  # it told how the old store was read


def test_the_command_by_itself_reads_with_its_own_worker(
    world: World, account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon_rebuild, "open_office", open_real_office)
    (tmp_path / "alone").mkdir()
    firm = open_firm(account, tmp_path / "alone")
    [invoice] = mail_files(world, "F2026-0001.xml", "Sent")[:1]
    account.deliver(invoice.read_bytes(), "Sent")
    firm.read_mailbox()

    said = firm.ask("rebuild", typed="y\n")

    assert "1 mail read again" in said.stdout
    assert "Nothing differs" in said.stdout
    assert "The new store is in place; the old one is kept as" in " ".join(said.stdout.split())
    assert list(firm.status()[0]) == ["F2026-0001"]
