"""A configuration file in, Settings or all its problems out; also where such files are found."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomli
from pydantic import ValidationError

from relanced.edge.config_build import settings_of
from relanced.edge.config_problems import Problem, Problems, explained
from relanced.edge.config_relations import relations
from relanced.edge.config_tables import FirmFile, keys_by_table
from relanced.edge.settings import Settings

__all__ = ["Problem", "Problems", "find_config", "firms", "load_settings", "shared_ground"]

_SYSTEM = Path("/etc/relanced/config.toml")
_BACKSLASH_HINT = "a pattern with \\ in it stands between single quotes: number = 'FA-\\d+'"
_APOSTROPHE_HINT = (
    "an apostrophe ends text that stands between single quotes: in a pattern write . for it, or put the pattern"
    " between ''' and '''"
)
_SYNTAX_HINT = 'text stands between quotes: name = "text"; a date, a number, true and false stand without'


def load_settings(path: Path) -> Settings | Problems:
    """One file as Settings, or every problem that it has. No secret is read, no server asked."""
    raw = _read(path)
    if isinstance(raw, Problem):
        return Problems([raw])
    related = tuple(relations(path, raw))
    try:
        table = FirmFile.model_validate(raw, context=path.absolute().parent)
    except ValidationError as error:
        keys = keys_by_table()
        single = (explained(path, each, keys) for each in error.errors(include_url=False))
        return _in_order([*single, *related], raw)
    return _in_order(related, raw) if related else settings_of(path, table)


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


def _in_order(found: Iterable[Problem], raw: Mapping[str, object]) -> Problems:
    """Problems as their tables stand in the file; those of tables that are missing come last."""
    place = {key: i for i, key in enumerate(raw)}
    return Problems(sorted(found, key=lambda each: place.get(re.split(r"[.\[]", each.key)[0], len(place))))


def _read(path: Path) -> dict[str, Any] | Problem:
    try:
        text = path.read_bytes().decode("utf-8-sig")  # Windows editors begin a file with a byte order mark
    except OSError as error:
        hint = "config.example.toml is one to start from" if isinstance(error, FileNotFoundError) else ""
        return Problem(path, "", "a file that can be read", error.strerror or type(error).__name__, hint)
    except UnicodeDecodeError as error:
        found = f"a byte that is none, after {error.start} bytes"
        return Problem(path, "", "text in UTF-8", found, "save the file as UTF-8 in your editor")
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        found = f"at line {error.lineno}, column {error.colno}: {error.msg}"
        return Problem(path, "", "TOML", found, _hint(error.msg, text.split("\n")[error.lineno - 1]))
    except RecursionError:  # brackets within brackets, a thousand deep
        return Problem(path, "", "TOML", "lists within lists, too deep to read", _SYNTAX_HINT)


def _hint(message: str, line: str) -> str:
    """What to do about a line that is no TOML."""
    if "\\" in message:
        return _BACKSLASH_HINT
    is_single = re.match(r"\s*[\w.-]+\s*=\s*'(?!'')", line) is not None
    return _APOSTROPHE_HINT if is_single and line.count("'") > 2 else _SYNTAX_HINT
