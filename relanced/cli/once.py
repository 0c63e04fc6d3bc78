"""One round in, what it did, as tables, out: `relanced run --once`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rich.table import Table

from relanced.cli.common import DONE, NEEDS_OWNER, App
from relanced.cli.drafted import DraftDays
from relanced.cli.reading_bar import reading_bar
from relanced.cli.words import Text
from relanced.daemon.answers import written_in
from relanced.daemon.carry import LIES_THERE, Done
from relanced.daemon.desk.mails import sent_mails
from relanced.daemon.hand import WorkerUnfit
from relanced.daemon.office import close_office, open_office
from relanced.daemon.once import round_once
from relanced.daemon.rounds import Round, decide
from relanced.edge.clock import Clock
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.folders import Role
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.settings import Settings
from relanced.edge.store import StoreLocked, StoreUnusable
from relanced.model.actions import AskOwner, Reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drafts:
    """What lies in Drafts for the owner to send, beside the reminders of the round."""

    answers: int  # written in this round
    older_answers: int  # written in earlier ones, and still asked for
    days: Mapping[Reminder, date | None]  # reminders that lay there before the round, and since when


async def once(app: App, settings: Settings, clock: Clock) -> int:
    """One round with a progress bar; gives the exit code."""
    try:
        office = open_office(settings, clock, copy_wait_s=0)
    except (SecretUnavailable, StoreLocked, StoreUnusable) as error:
        app.fail(str(error), code=NEEDS_OWNER)
    try:
        with reading_bar(app) as progress:
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
    except (StoreUnusable, SecretUnavailable, WorkerUnfit) as error:
        app.fail(
            str(error),
            "The round was broken off. What the store holds stands; the rest is read again from the mailbox.",
            code=NEEDS_OWNER,
        )
    finally:
        await close_office(office)
    _tell(app, done, known, drafts)
    return NEEDS_OWNER if done.needs_owner else DONE


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
