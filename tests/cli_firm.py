"""A firm's mailbox on the real server, and the command line over it, as tests of written decisions need them."""

import json
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result
from servers.dovecot import PASSWORD, Account

from relanced.cli.common import App
from relanced.cli.main import main

CONFIG = """
mode = "observe"
timezone = "Europe/Paris"
language = "fr"
start_on = 2020-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example", "@firm.example"]
country = "FR"
[imap]
host = "127.0.0.1"
port = {port}
security = "plain"
user = "{user}"
password = {{ file = "{folder}/password" }}
[smtp]
host = "127.0.0.1"
[trust]
authserv_ids = ["mx.firm.example"]
key = {{ file = "{folder}/key" }}
[store]
url = "sqlite:///{folder}/relanced.db"
"""


@dataclass(frozen=True)
class Firm:
    """A mailbox and its configuration."""

    account: Account
    config: Path

    def ask(self, *words: str, code: int = 0, typed: str = "") -> Result:
        """Run a command that ends with this status."""
        command = ["--config", str(self.config), *words]
        said = CliRunner(env={"COLUMNS": "100"}).invoke(main, command, obj=App(), input=typed)
        assert said.exit_code == code, said.output
        return said

    def read_mailbox(self) -> None:
        """One round."""
        said = CliRunner().invoke(main, ["--config", str(self.config), "run", "--once"], obj=App())
        assert said.exit_code in {0, 1}, said.output

    def status(self) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
        """The invoices by number, and the mails that could not be read by subject."""
        said = CliRunner().invoke(main, ["--config", str(self.config), "status", "--json"], obj=App())
        found = json.loads(said.stdout)
        invoices = {each["number"]: each for each in found["invoices"]}
        return invoices, {each["subject"]: each for each in found["unreadable_invoices"]}


def open_firm(account: Account, folder: Path) -> Firm:
    """The configuration of a mailbox, with its password and key, in this folder."""
    for name, secret in (("password", PASSWORD), ("key", "a key of the tests, 32 bytes long")):
        (folder / name).write_text(secret, encoding="utf-8")
        (folder / name).chmod(0o600)
    config = folder / "firm.toml"
    text = CONFIG.format(port=account.server.port, user=account.user, folder=folder)
    config.write_text(text, encoding="utf-8")
    return Firm(account, config)
