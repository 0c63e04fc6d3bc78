"""`relanced rebuild`: throw the cache away and read the mailbox again; the differences are shown first."""

import asyncio
import logging
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.reading_bar import reading_bar
from relanced.cli.rebuild_view import rebuilt_json, rebuilt_lines
from relanced.cli.words import Text
from relanced.daemon.hand import WorkerUnfit
from relanced.daemon.rebuild import NotRebuilt, Rebuilt
from relanced.daemon.rebuild import rebuild as build
from relanced.edge.clock import Clock
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.database import StoreLock, StoreLocked, StoreUnusable, path_of
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.log import set_up_log
from relanced.edge.rebuilt import backup_path, remove_store, swap
from relanced.edge.settings import Settings
from relanced.edge.store import Store

_LOST = (
    "So nothing can be compared, and nothing carried over that no mail tells: what is known of letters in doubt,"
    " since when drafts lie in Drafts. What left is known by its copy in Sent and by the notes in Relanced/Journal."
)
_STANDS = "Nothing was changed: the store is as it was."


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    """What was asked for."""

    yes: bool
    dry_run: bool
    as_json: bool


@click.command(name="rebuild")
@click.option("--yes", is_flag=True, help="Take the new store whatever differs; do not ask.")
@click.option("--dry-run", is_flag=True, help="Show what differs, and change nothing.")
@json_option
@config_option
@click.pass_context
def rebuild(context: click.Context, *, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Read the whole mailbox again into a new store, show what differs, and take it.

    The service must be stopped. Nothing is sent, nothing is written into the mailbox. The old store is
    kept beside the new one, under a name with the time. Letters of the outbox and notes, which no mail
    tells, are carried over. Ends with 0 when the new store was taken, or nothing differs; with 1 when
    something differs and the old one stands.
    """
    app = context.ensure_object(App)
    if yes and dry_run:
        raise click.UsageError("--yes and --dry-run: say one of them.")
    set_up_log(logging.ERROR)
    settings = app.settings()
    how = _How(yes=yes, dry_run=dry_run or (as_json and not yes), as_json=as_json)
    context.exit(_rebuild(app, settings, how))


def _rebuild(app: App, settings: Settings, how: _How) -> int:
    """All of it, under the lock of the old store; gives the exit code."""
    try:
        old = _old(app, settings)
        held = old or StoreLock(settings.store_url)
    except StoreLocked as error:
        app.fail(str(error), "A service must not lose its store: stop it first (systemctl stop relanced).")
    except StoreUnusable as error:
        app.fail(str(error))
    with closing(held):
        try:
            built = asyncio.run(_read(app, settings, old))
        except KeyboardInterrupt:
            app.fail(f"Interrupted. {_STANDS}", code=NEEDS_OWNER)
        if isinstance(built, NotRebuilt):
            app.fail("The mailbox could not be read to its end:", *built.why, _STANDS, code=NEEDS_OWNER)
        if old is not None:
            old.database.let_go()
        return _decide(app, settings, built, how)


def _old(app: App, settings: Settings) -> Store | None:
    """The store as it stands, locked; None where nothing of it can be read. Raises StoreLocked, StoreUnusable."""
    if not path_of(settings.store_url).exists():
        app.warn("There is no store yet: there is nothing to compare the mailbox with.")
        return None
    store: Store | None = None
    try:
        store = Store.open(settings.store_url, lock=True)
        store.facts()
    except StoreUnusable as error:
        if store is not None:
            store.close()
        app.warn(f"{error.path}: {error.why}.", _LOST)
        return None
    return store


async def _read(app: App, settings: Settings, old: Store | None) -> Rebuilt | NotRebuilt:
    try:
        with reading_bar(app) as progress:
            return await build(settings, Clock(None), old, progress)
    except ImapTrouble as error:
        app.fail(f"{settings.imap.host}: {error}", _STANDS, code=NEEDS_OWNER)
    except (StoreUnusable, StoreLocked, SecretUnavailable, WorkerUnfit) as error:
        app.fail(str(error), _STANDS, code=NEEDS_OWNER)


def _decide(app: App, settings: Settings, built: Rebuilt, how: _How) -> int:
    """Show what differs; then take the new store, or leave it."""
    differs = bool(built.differences) or built.carried is None
    backup: Path | None = None
    taken = False
    try:
        if not how.as_json:
            for line in rebuilt_lines(built, settings.rules.calendar.timezone):
                app.console.print(line)
        if how.yes or (not how.dry_run and _agrees(app, differs=differs)):
            backup = _take(app, settings, built)
            taken = True
    finally:
        remove_store(built.fresh)
    if how.as_json:
        app.print_json({**rebuilt_json(built), "taken": taken, "backup": str(backup) if backup else None})
    else:
        _tell(app, backup, taken=taken)
    return DONE if taken or not differs else NEEDS_OWNER


def _agrees(app: App, *, differs: bool) -> bool:
    app.console.print()
    question = "Take the new store all the same?" if differs else "Take the new store?"
    try:
        return click.confirm(question, default=not differs)
    except click.Abort:  # nobody is there to answer
        app.console.print()
        return False


def _take(app: App, settings: Settings, built: Rebuilt) -> Path | None:
    backup = backup_path(built.store, datetime.now(settings.rules.calendar.timezone))
    had_one = built.store.exists()
    try:
        swap(built.store, built.fresh, backup)
    except StoreUnusable as error:
        app.fail(str(error), code=NEEDS_OWNER)
    return backup if had_one else None


def _tell(app: App, backup: Path | None, *, taken: bool) -> None:
    if not taken:
        app.console.print(_STANDS)
        return
    if backup is not None:
        app.console.print(Text(f"The new store is in place; the old one is kept as {backup}."))
    else:
        app.console.print("The new store is in place.")
    app.console.print("Next: «relanced plan» shows what would leave; then start the service again.")
