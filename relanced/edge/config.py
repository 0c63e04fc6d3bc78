"""A configuration file in, Settings or all its problems out; also where such files are found."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from relanced.edge.config_build import settings_of
from relanced.edge.config_problems import Problem, Problems, explained
from relanced.edge.config_relations import relations
from relanced.edge.config_tables import FirmFile, keys_by_table
from relanced.edge.laws import read_laws
from relanced.edge.place import is_folder
from relanced.edge.profiles import read_profiles, unknown_profiles
from relanced.edge.settings import Settings
from relanced.edge.toml_file import read_toml

__all__ = ["Problem", "Problems", "find_config", "firms", "load_settings", "shared_ground"]

_SYSTEM = Path("/etc/relanced/config.toml")


def load_settings(path: Path, running: Settings | None = None) -> Settings | Problems:
    """One file as Settings, or every problem that it has. No secret is read, no server asked.

    `running`: the settings that are in use; of a profile that has become invalid since, they have
    the last good version, which stays.
    """
    raw = read_toml(path, "config.example.toml is one to start from")
    if isinstance(raw, Problem):
        return Problems([raw])
    profiles = read_profiles(_folder(path, raw, "bank_profiles"), running.rules.profiles if running else ())
    laws = read_laws(_folder(path, raw, "laws"))
    related = (*relations(path, raw), *unknown_profiles(path, raw, profiles))
    try:
        table = FirmFile.model_validate(raw, context=path.absolute().parent)
    except ValidationError as error:
        keys = keys_by_table()
        single = (explained(path, each, keys) for each in error.errors(include_url=False))
        return _in_order([*single, *related], raw)
    return _in_order(related, raw) if related else settings_of(path, table, profiles, laws)


def firms(path: Path) -> tuple[Path, ...]:
    """The configuration files that a --config means: the file itself, or every *.toml of a folder, by name.

    Names that begin with a dot are left out: editors keep their unfinished copies so.
    """
    if not path.is_dir():
        return (path,)
    return tuple(sorted(file for file in path.glob("*.toml") if not file.name.startswith(".")))


def find_config() -> Path | None:
    """The first that is there: ./relanced.toml, ~/.config/relanced/config.toml, /etc/relanced/config.toml."""
    places = (Path("relanced.toml"), Path("~/.config/relanced/config.toml").expanduser(), _SYSTEM)
    return next((place for place in places if place.is_file()), None)


def shared_ground(several: Sequence[Settings]) -> Problems:
    """What two firms of one folder may not share: a mailbox (clients would hear twice) and a database."""
    found: list[Problem] = []
    mailboxes: dict[tuple[str, int, str], Path] = {}
    stores: dict[str, Path] = {}
    for each in several:
        mailbox = (each.imap.host.lower(), each.imap.port, each.imap.user.lower())
        if (other := mailboxes.setdefault(mailbox, each.path)) != each.path:
            found.append(Problem(each.path, "imap.user", "a mailbox of its own", f"the mailbox of {other}"))
        if (other := stores.setdefault(each.store_url, each.path)) != each.path:
            found.append(
                Problem(each.path, "store.url", "a database file of its own", f"the file of {other}")
            )
    return Problems(found)


def _folder(path: Path, raw: Mapping[str, object], key: str) -> Path | None:
    """A folder of the owner's, as far as it can be told from a file that may be wrong."""
    given = raw.get(key)
    if not isinstance(given, str):
        return None
    try:
        folder = path.absolute().parent / Path(given).expanduser()
    except RuntimeError:  # ~ for a user who has no home; the tables tell of it
        return None
    return folder if is_folder(folder) else None


def _in_order(found: Iterable[Problem], raw: Mapping[str, object]) -> Problems:
    """Problems as their tables stand in the file; those of tables that are missing come last."""
    place = {key: i for i, key in enumerate(raw)}
    return Problems(sorted(found, key=lambda each: place.get(re.split(r"[.\[]", each.key)[0], len(place))))
