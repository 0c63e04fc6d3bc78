"""Settings in, the files and folders that other users of this machine could change out.

Whoever can change the configuration runs commands as relanced (`{ command = … }`); whoever can change the
store's folder can put another file in its place.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import make_url

from relanced.cli.finding import Finding
from relanced.edge.settings import FromCommand, LoginWith, Settings, SignIn

_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def places_found(settings: Settings) -> list[Finding]:
    """One finding for each place that is not the owner's alone to change; one good one where all are."""
    store = Path(str(make_url(settings.store_url).database)).absolute().parent
    said = [(store, _changed_by_others(store)), *((path, _why(path)) for path in _believed(settings))]
    wrong = [Finding("access", ok=False, says=f"{path}: {why}") for path, why in said if why]
    return wrong or [Finding("access", ok=True, says="no other user of this machine can change what is read")]


def _believed(settings: Settings) -> Iterator[Path]:
    """What relanced takes at its word, each with the folder in which it could be replaced."""
    config = settings.path.absolute()
    laws = settings.rules.laws.folder
    named = (settings.templates, settings.bank_profiles, Path(laws) if laws else None)
    programs = (Path(words[0]) for words in _commands(settings) if words[0].startswith("/"))
    yield from dict.fromkeys((config, config.parent, *filter(None, named), *programs))


def _commands(settings: Settings) -> Iterator[list[str]]:
    secrets: tuple[LoginWith | None, ...] = (settings.imap.password, settings.smtp.password, settings.key)
    for given in secrets:
        secret = given.client_secret if isinstance(given, SignIn) else given
        if isinstance(secret, FromCommand) and (words := secret.command.split()):
            yield words


def _why(path: Path) -> str:
    """What is wrong with who may change it; "" for a place that is not there, or is as it should be."""
    try:
        owner = path.stat().st_uid
    except OSError:
        return ""
    if owner not in {os.geteuid(), 0}:
        return f"it belongs to user {owner}, who can change it; chown it"
    return _changed_by_others(path)


def _changed_by_others(path: Path) -> str:
    """As `_why`, whoever owns it: root may look at the store of a service that runs as another user."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""
    others = mode & _OTHERS
    if not others or (mode & stat.S_ISVTX and stat.S_ISDIR(mode)):
        return ""  # in a folder like /tmp nobody can replace what is another's
    who = "everybody" if others & stat.S_IWOTH else "its group"
    return f"{who} can change it (mode {stat.S_IMODE(mode):04o}); chmod go-w it"
