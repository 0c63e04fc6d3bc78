"""`check` looks whether the folders of [[source]] tables are there, and says what is missing and how to get it."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from servers.dovecot import PASSWORD, Account

from relanced.cli.common import App
from relanced.cli.main import main

CONFIG = """
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example"]
[imap]
host = "127.0.0.1"
port = {port}
security = "plain"
user = "{user}"
password = {{ file = "{folder}/password" }}
[smtp]
host = "127.0.0.1"
[store]
url = "sqlite:///{folder}/relanced.db"
[[source]]
folder = "Factures"
vouched = true
"""


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_of_invoices_is_listed_or_missed(
    account: Account, tmp_path: Path, *, is_there: bool
) -> None:
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    (tmp_path / "password").chmod(0o600)
    config = tmp_path / "firm.toml"
    text = CONFIG.format(port=account.server.port, user=account.user, folder=tmp_path)
    config.write_text(text, encoding="utf-8")
    if is_there:
        account.deliver(b"From: compta@firm.example\r\n\r\n", "Factures")

    said = CliRunner().invoke(main, ["--config", str(config), "check", "--json"], obj=App())
    found = {each["what"]: each for each in json.loads(said.stdout)}

    assert found["other sources"]["ok"] is is_there
    assert "Factures" in found["other sources"]["says"]
    assert "late_rate is not set, so letters to firms reckon with the ECB" in found["late rate"]["says"]


def test_a_round_says_that_a_folder_is_not_there_and_counts_what_it_read(
    account: Account, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    (tmp_path / "password").chmod(0o600)
    config = tmp_path / "firm.toml"
    text = CONFIG.format(port=account.server.port, user=account.user, folder=tmp_path)
    config.write_text(text.replace("[smtp]", "[smtp]\nlogin = false"), encoding="utf-8")
    account.deliver(b"From: compta@firm.example\r\nSubject: note\r\n\r\n", "Relanced/Journal")
    runner = CliRunner(env={"COLUMNS": "160"})
    said = runner.invoke(main, ["--config", str(config), "run", "--once"], obj=App()).stdout

    assert "[[source]] folder «Factures» is not read" in said
    assert "0 new mails, 0 of them read; 0 clients." in said
    assert "0 mails with invoices, 0 could not be read, " in said
    checked = runner.invoke(main, ["--config", str(config), "check", "--json"], obj=App())
    bank = next(each for each in json.loads(checked.stdout) if each["what"] == "bank")
    assert (bank["ok"], bank["level"], bank["group"]) == (True, "note", "banks")


def test_what_is_missing_is_said_with_the_way_to_get_it(
    account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "relanced.edge.judge", raising=False)
    monkeypatch.setitem(sys.modules, "httpx", None)
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    (tmp_path / "password").chmod(0o600)
    config = tmp_path / "firm.toml"
    text = CONFIG.format(port=account.server.port, user=account.user, folder=tmp_path)
    judge = '[replies.judge]\nurl = "http://127.0.0.1:1/v1"\nmodel = "small"\n'
    config.write_text(text + judge, encoding="utf-8")

    said = CliRunner().invoke(main, ["--config", str(config), "check", "--json"], obj=App())
    found = {each["what"]: each["do"] for each in json.loads(said.stdout)}

    assert "under the [trust] that is there already" in found["signing key"]
    assert "«pip install 'relanced[judge]'»" in found["judge"]
    assert "«pip install '.[judge]'»" in found["judge"]
