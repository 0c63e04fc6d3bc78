"""A store that is damaged or edited: every command says what is wrong and what to do, without a traceback."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cli_store import Ask, asking
from store_samples import invoice

if TYPE_CHECKING:
    from relanced.model.facts import Fact


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    known: list[Fact] = [invoice(f"x{number}", f"F-2026-{number:04}") for number in range(200)]
    return asking(tmp_path, known)


def edit(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "relanced.db")) as store, store:
        store.execute(statement)


def damage(folder: Path) -> None:
    """Zeros where rows stood, as a disk that lost some blocks leaves them."""
    with closing(sqlite3.connect(folder / "relanced.db")) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = folder / "relanced.db"
    raw = bytearray(path.read_bytes())
    raw[4096 * 8 :] = bytes(len(raw) - 4096 * 8)
    path.write_bytes(raw)


@pytest.mark.parametrize(
    "words", [("status",), ("show", "F-2026-0001"), ("plan",), ("credits", "list"), ("replies", "list")]
)
def test_a_row_that_cannot_be_read_is_told(words: tuple[str, ...], ask: Ask, tmp_path: Path) -> None:
    edit(tmp_path, "UPDATE fact SET body = '{' WHERE seq = 1")
    result = ask(*words)

    assert result.exit_code == 2
    assert "cannot read" in result.output
    assert "move the file away" in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_blocks_that_a_disk_lost_are_told(ask: Ask, tmp_path: Path) -> None:
    damage(tmp_path)
    result = ask("status")

    assert result.exit_code == 2
    assert "damaged" in result.output
