"""Answers in, the configuration and its secrets on the disk, and how to go on, out."""

import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from relanced.cli.common import NEEDS_OWNER, App
from relanced.cli.init_answers import Answers
from relanced.cli.init_ask import Asker
from relanced.cli.init_places import Places, config_words, holds_something
from relanced.cli.init_toml import config_text
from relanced.cli.init_write import PRIVATE, READABLE, NewFile, NotWritable, make_folder, new_key, write_all
from relanced.edge.config import Problems, load_settings
from relanced.edge.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the command was started with, beside its options."""

    app: App
    asker: Asker
    places: Places
    overwrite: bool
    now: datetime


@dataclass(slots=True)
class Secrets:
    """What is written into files of their own; never shown."""

    password: str = field(default="", repr=False)
    is_kept: bool = False  # the owner keeps the password himself: a file or a command of his
    client_secret: str = field(default="", repr=False)


def loaded_from(text: str, places: Places) -> Settings | Problems:
    """What the text says, read as the service would read it."""
    with tempfile.TemporaryDirectory(prefix="relanced-") as folder:
        path = Path(folder) / places.config.name
        path.write_text(text, encoding="utf-8")
        return load_settings(path)


def write(start: Start, answers: Answers, secrets: Secrets) -> None:
    """The file and its secrets, all of them or none."""
    places = start.places
    answers.key = places.ref("key")
    text = config_text(answers, f"{start.now:%Y-%m-%d}")
    loaded = loaded_from(text, places)
    if isinstance(loaded, Problems):
        start.app.fail(
            *(f"{each.key}: expected {each.expected}; found {each.found}" for each in loaded),
            "Nothing was written.",
        )
    files = []
    if secrets.password and not secrets.is_kept:
        files.append(NewFile(places.secret("imap"), f"{secrets.password}\n"))
    if secrets.client_secret:
        files.append(NewFile(places.secret("client-secret"), f"{secrets.client_secret}\n"))
    if not holds_something(places.secret("key")):  # old letters are known by the old one
        files.append(NewFile(places.secret("key"), f"{new_key()}\n"))
    files.append(NewFile(places.config, text, READABLE if places.is_system else PRIVATE))
    try:
        make_folder(places.config.parent, 0o755 if places.is_system else 0o700)
        make_folder(places.folder, 0o700)
        kept = write_all(files, backup=f"before-{start.now:%Y%m%d-%H%M%S}")
    except NotWritable as error:
        start.app.fail(str(error), "Nothing was written.", code=NEEDS_OWNER)
    start.asker.head("Written")
    for file in files:
        start.asker.say(f"  {file.path}")
    for path in kept:
        start.asker.say(f"  {path}  (as it was before)", "dim")
    _left_to_judge(start, answers)
    if len(files) > 1:
        start.asker.say("Keep a copy of the key in a safe place: it proves which letters are yours.", "dim")


def _left_to_judge(start: Start, answers: Answers) -> None:
    """What was found about money and nobody said yes to."""
    left = [
        *([f"the account {answers.seen_iban}"] if answers.seen_iban and not answers.iban else []),
        *([] if answers.authserv_ids else [f"the mail server {name}" for name in answers.seen_authserv_ids]),
        *(f"the bank {', '.join(bank.senders)}" for bank in answers.banks if not bank.is_confirmed),
    ]
    if left:
        start.asker.say(f"Found, for you to judge, written behind «#»: {'; '.join(left)}.", "yellow")


def what_next(start: Start, *, must_sign_in: bool, is_open: bool) -> None:
    """The commands to go on with."""
    config = config_words(start.places)
    if start.places.is_system:
        commands = [
            "systemctl enable --now relanced",
            "systemctl status relanced",
            "journalctl -u relanced -f",
        ]
    else:
        first = "login" if must_sign_in else "check"
        commands = [f"relanced {config}{word}" for word in (first, "run --once", "status")]
    start.asker.head("Go on with")
    for command in commands:
        start.asker.command(command)
    start.asker.say('Nothing is sent: mode = "observe". «relanced plan» shows what would be, and why.')
    if must_sign_in and start.places.is_system:
        start.asker.say("Before that, sign in: docs/oauth.md says how, for a service.", "yellow")
    elif not is_open and not must_sign_in:
        start.asker.say("Not everything works yet; see above.", "yellow")
    start.asker.say()
