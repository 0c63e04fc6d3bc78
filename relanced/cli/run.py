"""`relanced run`: the service; with --once, one round and out."""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option
from relanced.cli.drafted import DraftDays
from relanced.cli.mails import sent_mails
from relanced.cli.words import Text
from relanced.daemon.answers import written_in
from relanced.daemon.carry import LIES_THERE, Done
from relanced.daemon.loop import serve
from relanced.daemon.office import close_office, open_office
from relanced.daemon.once import round_once
from relanced.daemon.rounds import Round, decide
from relanced.edge.clock import Clock
from relanced.edge.config import Problems, load_settings, shared_ground
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.folders import Role
from relanced.edge.hidden import hide
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.log import set_up_log
from relanced.edge.settings import Settings
from relanced.edge.store import StoreLocked, StoreUnusable
from relanced.model.actions import AskOwner, Reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drafts:
    """What lies in Drafts for the owner to send, beside the reminders of the round."""

    answers: int  # written in this round
    older_answers: int  # written in earlier ones, and still asked for
    days: Mapping[Reminder, date | None]  # reminders that lay there before the round, and since when


@click.command()
@click.option("--once", is_flag=True, help="One round, then end.")
@click.option(
    "--at",
    metavar="ISO",
    help="With --once: the time of all decisions, for rehearsals, e.g. 2026-11-16T09:30+01:00.",
)
@config_option
@click.pass_context
def run(context: click.Context, *, once: bool, at: str | None) -> None:
    """Watch the mailbox and chase; --once for a single round."""
    app = context.ensure_object(App)
    if at and not once:
        app.fail("--at sets the clock of one round: use it with --once.")
    clock = Clock(_moment(app, at)) if at else Clock(None)
    set_up_log(logging.ERROR if once else logging.INFO)  # one round tells its own story below
    if once:
        settings, wrong = _all_settings(app)
        results = [asyncio.run(_once(app, each, clock)) for each in settings]
        context.exit(max(*results, NEEDS_OWNER if wrong else DONE))
    settings, _ = _all_settings(app)
    asyncio.run(serve(tuple(each.path for each in settings), clock))


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
    for problem in problems:
        app.errors.print(Text(hide(problem), style="red"))
    return found, bool(problems)


async def _once(app: App, settings: Settings, clock: Clock) -> int:
    """One round with a progress bar; gives the exit code."""
    try:
        office = open_office(settings, clock, copy_wait_s=0)
    except (SecretUnavailable, StoreLocked, StoreUnusable) as error:
        app.fail(str(error), code=NEEDS_OWNER)
    try:
        with _bar(app) as bar:
            tasks: dict[str, int] = {}

            def progress(folder: str, done: int, total: int) -> None:
                if total and folder not in tasks:
                    tasks[folder] = int(bar.add_task(Text(folder).plain, total=total))
                if folder in tasks:
                    bar.update(bar.task_ids[list(tasks).index(folder)], completed=done)

            before = written_in(decide(office)[1], office.store.recall)
            done = await round_once(office, progress)
            written = written_in(done.actions, office.store.recall)
            days = DraftDays(office.rules, office.key, office.store.recall)
            drafts = _Drafts(
                answers=len(written - before),
                older_answers=len(written & before),
                days={one.reminder: days.of(one.reminder) for one in done.done if _lay_there(one)},
            )
            known = sum(bool(mail.read) for mail in sent_mails(office.facts).values())
    except ImapTrouble as error:
        app.fail(
            f"{settings.imap.host}: {error}",
            "Nothing was sent. What had been read is kept; the next round goes on from there.",
            code=NEEDS_OWNER,
        )
    except (StoreUnusable, SecretUnavailable) as error:
        app.fail(
            str(error),
            "The round was broken off. What the store holds stands; the rest is read again from the mailbox.",
            code=NEEDS_OWNER,
        )
    finally:
        await close_office(office)
    _tell(app, done, known, drafts)
    return NEEDS_OWNER if done.needs_owner else DONE


def _bar(app: App) -> Progress:
    return Progress(
        TextColumn("reading {task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=app.errors,
        transient=True,
    )


def _tell(app: App, done: Round, known: int, drafts: _Drafts) -> None:
    """What was read, sent and asked; relanced's own notes are no mails. `known`: of all mails those with invoices."""
    swept = [folder for folder in done.swept.folders if folder.folder.role is not Role.JOURNAL]
    read, new = sum(folder.read for folder in swept), sum(folder.new for folder in swept)
    app.console.print(
        f"{_count(new, 'new mail')}, {read} of them read; {_count(len(done.ledger.accounts), 'client')}."
    )
    questions = sum(isinstance(action, AskOwner) for action in done.actions)
    app.console.print(
        f"{_count(known, 'mail')} with invoices, {len(done.ledger.unreadable)} could not be read,"
        f" {_count(questions, 'question')}."
    )
    for why in done.swept.unread_sources:
        app.console.print(Text(why, style="yellow"))
    if done.held:
        app.console.print(Text(f"nothing was written: {done.held}", style="yellow"))
    for why in done.swept.incomplete:
        app.console.print(Text(f"not read to the end: {why}", style="yellow"))
    if done.done:
        app.console.print(done_table(done.done, drafts.days))
    for line in _of_drafts(done, drafts):
        app.console.print(line)
    if not any(one.what in {"sent", "unknown"} for one in done.done):
        app.console.print("Nothing was sent. «relanced plan» says what comes next, and why.")
    if questions:
        app.console.print("«relanced status» lists what waits for you.")


def _of_drafts(done: Round, drafts: _Drafts) -> Iterator[str]:
    """What was put into Drafts: in this round, and which answers before."""
    new = sum(one.what == "drafted" and not _lay_there(one) for one in done.done)
    kinds = [(drafts.answers, "answer"), (new, "reminder")]
    written = " and ".join(_count(number, what) for number, what in kinds if number)
    if written:
        yield f"{written} {'was' if drafts.answers + new == 1 else 'were'} put into Drafts: look over and send."
    if drafts.older_answers:
        many = _count(drafts.older_answers, "answer")
        yield (
            f"{many} {'was' if drafts.older_answers == 1 else 'were'} put into Drafts in an earlier round"
            " and not sent yet."
        )


def _lay_there(one: Done) -> bool:
    """Whether this draft was in Drafts before the round: carrying out says so in its reason alone."""
    return one.what == "drafted" and one.why.startswith(LIES_THERE)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def done_table(done: tuple[Done, ...], lying: Mapping[Reminder, date | None]) -> Table:
    """What became of each reminder; `lying`: those that were in Drafts before, and since when."""
    table = Table(box=None, pad_edge=False)
    for title in ("client", "step", "invoices", "outcome", ""):
        table.add_column(title)
    for one in done:
        numbers = ", ".join(line.number for line in one.reminder.lines if line.step)
        why, what = "" if one.ok else one.why, one.what
        if one.reminder in lying:
            since = lying[one.reminder]
            what = f"waits in Drafts since {since}" if since else "waits in Drafts"
            why = one.why.removeprefix(LIES_THERE).removeprefix("; ")
        cells = (one.reminder.client.name, one.reminder.step.name, numbers, what, why)
        table.add_row(*(Text(cell, style="" if one.ok else "yellow") for cell in cells))
    return table
