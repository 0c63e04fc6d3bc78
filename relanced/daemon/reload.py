"""Configuration files in, what changed in them out; and what an open office takes over without being closed.

Files are looked at every two seconds, by their names, sizes and times alone, and read once they have stopped
changing: an editor writes a new file and renames it, a copy over the network grows for a while. No watch of the
kernel's: those see nothing on network disks and through some mounts, and end with the folder that they watch.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from relanced.daemon.office import Office
from relanced.daemon.set_up import set_up
from relanced.edge.credentials import SecretUnavailable, read_secret
from relanced.edge.settings import SecretRef, Settings, SignIn
from relanced.edge.store import Store
from relanced.edge.templates import TemplateFolder
from relanced.letters.check import check_template

POLL_S = 2.0  # and a change is taken up at the second look that sees the same
_NOTE = "config_refused"
_MOST_FILES = 2_000  # of one folder

Sight = frozenset[tuple[str, int, int, int]]  # of each file: its name, size, time and inode


def sight_of(config: Path | None, paths: Iterable[Path], settings: Iterable[Settings]) -> Sight:
    """What changes when a file does that the configuration is made of. Cheap: no file is read."""
    files = {file for path in paths for file in _at(path)}
    files |= {file for file in _at(config) if file.suffix == ".toml"}
    for each in settings:
        for folder in (each.bank_profiles, each.laws):
            files |= set(_at(folder))
    return frozenset(_seen(file) for file in files)


def sight_of_templates(settings: Settings) -> Sight:
    """The same for the owner's templates, which each round reads by itself."""
    folders = () if settings.templates is None else (settings.templates, *_at(settings.templates))
    return frozenset(_seen(file) for folder in folders for file in _at(folder))


def _at(path: Path | None) -> list[Path]:
    """A folder's files, or the file itself; what cannot be looked at is seen as absent."""
    if path is None:
        return []
    try:
        return sorted(path.iterdir())[:_MOST_FILES] if path.is_dir() else [path]
    except OSError:
        return []


def _seen(file: Path) -> tuple[str, int, int, int]:
    try:
        found = file.stat()
    except OSError:
        return str(file), -1, -1, -1
    return str(file), found.st_size, found.st_mtime_ns, found.st_ino


def take_over(office: Office, new: Settings) -> bool:
    """Let an open office go on by new settings; False where it must be closed and opened anew for them.

    Steps, limits, clients, laws, hours and templates are taken over as it stands, at the next plan. Mailbox, mail
    server, secrets, the mode, banks and all else that readers and connections were made of are not.
    """
    old = office.settings
    rest = replace(
        new,
        rules=old.rules,
        templates=old.templates,
        retention=old.retention,
        metrics=old.metrics,
        bank_profiles=old.bank_profiles,
        laws=old.laws,
        profile_problems=old.profile_problems,
        law_problems=old.law_problems,
    )
    if rest != old or not _read_alike(old, new):
        return False
    if new.templates != old.templates:
        office.templates = TemplateFolder(new.templates, check_template)
    office.settings, office.live = new, None  # the last ledger stays to be shown until the next plan
    return True


def _read_alike(old: Settings, new: Settings) -> bool:
    one, other = old.rules, new.rules
    if (one.mode, one.start_on, one.invoice_folders) != (other.mode, other.start_on, other.invoice_folders):
        return False
    return set_up(one, (), None) == set_up(other, (), None)


def unreadable_secrets(new: Settings, old: Settings | None) -> tuple[str, ...]:
    """Why secrets that new settings name and old ones did not cannot be had: such settings are refused.

    A command may take 30 s; blocks.
    """
    known = _secrets(old) if old else ()
    problems: list[str] = []
    for secret in _secrets(new):
        if secret in known:
            continue
        try:
            read_secret(secret)
        except SecretUnavailable as error:
            problems.append(f"{new.path}: {error}")
    return tuple(problems)


def _secrets(settings: Settings) -> tuple[SecretRef, ...]:
    named = (settings.imap.password, settings.smtp.password, settings.key)
    places = dict.fromkeys(each.client_secret if isinstance(each, SignIn) else each for each in named)
    return tuple(place for place in places if place is not None)


def note_problems(store: Store, lines: Sequence[str]) -> None:
    """Keep what is wrong with the firm's files while it is, for `status` and the digest."""
    now = json.dumps(list(lines), ensure_ascii=False) if lines else ""
    if store.recall(_NOTE) != now:
        store.remember(_NOTE, now)


def config_refused(store: Store) -> tuple[str, ...]:
    """What is wrong with the firm's files, a line each, ready to be shown; the service goes on by the last good ones.

    Empty: everything is in use as it was written. Paths and words of the owner's own files: nothing of a client's.
    """
    note = store.recall(_NOTE)
    return tuple(json.loads(note)) if note else ()
