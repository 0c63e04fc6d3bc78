"""`check` tells from the store how fresh it is, what a running service stumbles over, and what holds all reminders."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli_money import bill
from cli_store import Ask, asking, source

from relanced.daemon.backlog import BACKLOG_NOTE
from relanced.daemon.reload import note_problems
from relanced.edge.store import Store
from relanced.model.facts import BankSpoke, Fact


@pytest.fixture(autouse=True)
def _no_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relanced.cli.check.look_at_templates", lambda _: [])  # three seconds, each time


def spoke(number: int, doubt: str = "") -> BankSpoke:
    return BankSpoke(
        source=source(number), bank="Banque Rivage", trusted=True, kind="other", because="words", doubt=doubt
    )


def found(ask: Ask) -> dict[str, dict[str, Any]]:
    return {each["what"]: each for each in json.loads(ask("check", "--json").stdout)}


def with_bank(folder: Path, facts: list[Fact]) -> Ask:
    ask = asking(folder, facts)
    config = folder / "firm.toml"
    bank = '[[bank]]\nname = "Banque Rivage"\nfrom = ["@rivage.example"]\n'
    config.write_text(f"{config.read_text('utf-8')}{bank}", "utf-8")
    return ask


def test_a_bank_that_fell_silent_is_told_with_what_to_do(tmp_path: Path) -> None:
    told = found(with_bank(tmp_path, [bill("F2026-012"), *(spoke(day) for day in range(2, 32, 2))]))
    silent = told["bank Banque Rivage silent"]
    assert (silent["level"], silent["group"]) == ("note", "banks")  # it only observes
    assert "money may have come unseen" in silent["says"]
    assert '«relanced resume "Banque Rivage"»' in silent["do"]


def test_a_bank_that_writes_as_usual_is_no_matter(tmp_path: Path) -> None:
    told = found(with_bank(tmp_path, [bill("F2026-012"), *(spoke(day) for day in range(2, 61, 2))]))
    assert "bank Banque Rivage silent" not in told


def test_a_mail_of_a_bank_that_is_not_understood_holds_all_and_is_told(tmp_path: Path) -> None:
    told = found(with_bank(tmp_path, [bill("F2026-012"), spoke(59, "no payer was found")]))
    assert "no payer was found" in told["all wait"]["says"]


def test_what_waits_to_be_read_and_files_that_are_not_in_use_are_told(tmp_path: Path) -> None:
    ask = asking(tmp_path, [bill("F2026-012")])
    store = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
    store.remember(BACKLOG_NOTE, "1200")
    note_problems(store, ["firm.toml: mode: expected a mode; found x"])
    store.close()
    told = found(ask)
    assert "1200 older mails wait to be read" in told["still reading"]["says"]
    assert (told["files in use"]["level"], "expected a mode" in told["files in use"]["says"]) == ("NO", True)


def test_a_store_that_cannot_be_used_is_told_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    ask = asking(tmp_path, [])
    (tmp_path / "relanced.db").write_bytes(b"no database" * 100)
    told = found(ask)
    assert told["store"]["level"] == "NO"
    assert "disk" in told
