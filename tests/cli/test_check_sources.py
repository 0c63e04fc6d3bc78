"""`check` looks whether the folders of [[source]] tables are there."""

import json
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
