"""A store of an older schema in, the same store with the newest one out (Alembic)."""

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

# Alembic keeps what it works on in globals of its own, and the stores of several firms are opened in threads.
_ONE_AT_A_TIME = Lock()
_MIGRATIONS = Path(__file__).parent / "migrations"


def known_revisions() -> frozenset[str]:
    """The schemas that this version can bring up to date."""
    scripts = ScriptDirectory.from_config(_config())
    return frozenset(script.revision for script in scripts.walk_revisions())


def upgrade(connection: Connection) -> None:
    """Bring the schema up to date within the connection's transaction; a new store needs it not (schema.py)."""
    config = _config()
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
