"""`relanced run`: the service; with --once, one round and out."""

import asyncio
import logging
from datetime import datetime
from pathlib import Path

import click

from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option
from relanced.daemon.service import serve
from relanced.edge.clock import Clock
from relanced.edge.config import Problems, load_settings, shared_ground
from relanced.edge.log import set_up_log
from relanced.edge.settings import Settings


@click.command()
@click.option("--once", is_flag=True, help="One round, then end.")
@click.option(
    "--at",
    metavar="ISO",
    help="With --once: the time of all decisions, for rehearsals, e.g. 2026-11-16T09:30+01:00.",
)
@click.option(
    "--debug", is_flag=True, help="Log more, and name clients in it: for a short time, and for your own eyes."
)
@config_option
@click.pass_context
def run(context: click.Context, *, once: bool, at: str | None, debug: bool) -> None:
    """Watch the mailbox and chase; --once for a single round."""
    app = context.ensure_object(App)
    if at and not once:
        app.fail("--at sets the clock of one round: use it with --once.")
    clock = Clock(_moment(app, at)) if at else Clock(None)
    usual = logging.ERROR if once else logging.INFO  # one round tells its own story below
    set_up_log(logging.DEBUG if debug else usual)
    if once:
        from relanced.cli.once import once as take_one  # noqa: PLC0415 - tables and bars: 5 MB, not for the service

        settings, wrong = _all_settings(app)
        results = [asyncio.run(take_one(app, each, clock)) for each in settings]
        context.exit(max(*results, NEEDS_OWNER if wrong else DONE))
    asyncio.run(serve(_all_paths(app), clock, app.config if app.config and app.config.is_dir() else None))


def _all_paths(app: App) -> tuple[Path, ...]:
    """The files of the firms to serve; the service reads them itself, so nothing of them stays here."""
    settings, _ = _all_settings(app)
    return tuple(each.path for each in settings)


def _moment(app: App, text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        app.fail(f"--at {text}: not a time like 2026-11-16T09:30+01:00.")
    if at.tzinfo is None:
        at = at.replace(tzinfo=app.settings().rules.calendar.timezone)
    return at


def _all_settings(app: App) -> tuple[list[Settings], bool]:
    """The firms whose files are valid, and whether there are others; ends where none is valid.

    A wrong file keeps its own firm from starting and no other; two firms on one mailbox or one
    store keep all from starting.
    """
    found: list[Settings] = []
    problems: list[str] = []
    for path in app.paths():
        try:
            loaded = load_settings(path)
        except Exception as error:  # noqa: BLE001 - whatever one file does, the other firms are served
            problems.append(f"{path}: it cannot be read: {type(error).__name__}: {str(error)[:200]}")
            continue
        if isinstance(loaded, Problems):
            problems += [str(problem) for problem in loaded]
        else:
            found.append(loaded)
    shared = [str(problem) for problem in shared_ground(found)]
    if not found or shared:
        app.fail(*problems, *shared)
    if problems:
        app.warn(*problems)
    return found, bool(problems)
