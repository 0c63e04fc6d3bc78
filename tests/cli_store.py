"""The command line over a store with given facts, as tests of reading commands need it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner, Result

from relanced.cli.common import App
from relanced.cli.main import main
from relanced.edge.store import Store
from relanced.model.facts import Fact
from relanced.model.names import Fingerprint, MessageId
from relanced.model.source import Source

CONFIG = """
mode = "observe"
timezone = "Europe/Paris"
language = "fr"
start_on = 2020-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example"]
country = "FR"
[imap]
host = "127.0.0.1"
user = "compta@firm.example"
password = { command = "true" }
[smtp]
host = "127.0.0.1"
[calendar]
business_days = false
year_end_pause = false
[store]
url = "sqlite:///FOLDER/relanced.db"
"""
EVIL = "[red]Ann[/red] \x1b[2J"

Ask = Callable[..., Result]


def source(number: int) -> Source:
    """A mail of sixty days ago and later, by its number."""
    return Source(
        account="a",
        folder="INBOX",
        uidvalidity=1,
        uid=number,
        message_id=MessageId(f"{number}@client.example"),
        fingerprint=Fingerprint(f"{number:032x}"),
        at=datetime.now(UTC) - timedelta(days=60 - number),
    )


def asking(folder: Path, known: list[Fact], columns: int = 200) -> Ask:
    """The command line over a store with these facts; `typed` are the lines of its standard input."""
    config = folder / "firm.toml"
    config.write_text(CONFIG.replace("FOLDER", str(folder)), encoding="utf-8")
    store = Store.open(f"sqlite:///{folder}/relanced.db", lock=True)
    store.record((), known)
    store.close()
    runner = CliRunner(env={"COLUMNS": str(columns)})
    return lambda *words, typed="": runner.invoke(
        main, ["--config", str(config), *words], obj=App(), input=typed
    )
