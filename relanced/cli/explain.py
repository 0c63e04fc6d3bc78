"""`relanced explain`: mails in, what relanced reads in them and because of which words out."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Group
from rich.panel import Panel
from rich.table import Table

from relanced.cli import as_json as to_json
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.words import Text
from relanced.daemon.office import signing_key
from relanced.daemon.reader import Reader, ReadMail, reading_rules
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.settings import Settings
from relanced.intake.read import Origin
from relanced.intake.readings import BankRead, Reading, ReplyRead, SentRead
from relanced.model.names import Fingerprint
from relanced.model.source import Source


@click.command()
@click.argument(
    "mails", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--sent", is_flag=True, help="The mails come from a Sent folder: the firm wrote them.")
@json_option
@config_option
@click.pass_context
def explain(context: click.Context, mails: tuple[Path, ...], *, sent: bool, as_json: bool) -> None:
    """Say what relanced reads in these mails (.eml), and because of which words."""
    app = context.ensure_object(App)
    settings = app.settings()
    origin = Origin.SENT if sent else Origin.RECEIVED
    unreadable = asyncio.run(_explain_all(app, settings, mails, origin, as_json=as_json))
    context.exit(NEEDS_OWNER if unreadable else DONE)


async def _explain_all(
    app: App, settings: Settings, mails: tuple[Path, ...], origin: Origin, *, as_json: bool
) -> int:
    unreadable = 0
    async for path, result in _read_all(settings, mails, origin):
        unreadable += result.is_quarantined
        if as_json:
            app.print_json(to_json.reading(str(path), result.reading))
        else:
            app.console.print(_panel(path, result))
    # In JSON a mail that cannot be read is an answer like the others; the exit code stays 0.
    return 0 if as_json else unreadable


async def _read_all(
    settings: Settings, mails: tuple[Path, ...], origin: Origin
) -> AsyncIterator[tuple[Path, ReadMail]]:
    try:
        key = signing_key(settings)
    except SecretUnavailable:
        key = None  # reading mails from files needs no key; our own marks then show as unsigned
    async with Reader(reading_rules(settings.rules, settings.authserv_ids, key)) as reader:
        for path in mails:
            yield path, await reader.read(path.read_bytes(), origin, _source_of(path))


def _source_of(path: Path) -> Source:
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Source(
        account="",
        folder=str(path),
        uidvalidity=0,
        uid=0,
        message_id=None,
        fingerprint=Fingerprint(""),
        at=at,
    )


def _panel(path: Path, result: ReadMail) -> Panel:
    read, message = result.reading, result.message
    parts: list[Text | Table] = []
    if message is not None:
        parts.append(Text(f"From {message.sender or '(broken)'}   «{message.subject}»", style="dim"))
        parts += [Text(f"malformed: {problem}", style="yellow") for problem in message.problems]
    if read.unreadable:
        parts.append(
            Text(f"Could not be read: {read.unreadable}. It would be quarantined and shown.", style="red")
        )
    if read.sent is not None:
        parts += _of_sent(read.sent)
    if read.reply is not None:
        parts += _of_reply(read.reply)
    if read.bank is not None:
        parts += _of_bank(read.bank)
    parts += _of_others(read)
    return Panel(Group(*parts), title=Text(f"{path.name}: {read.reads_as.value}"), title_align="left")


def _of_sent(sent: SentRead) -> list[Text | Table]:
    if not sent.invoices:
        return [] if sent.unreadable else [Text("No invoice in it.")]
    table = Table(box=None, pad_edge=False)
    for title in ("number", "kind", "issued", "due", "to be paid", "client", "read from"):
        table.add_column(title, style="bold" if title == "number" else "")
    for found in sent.invoices:
        due = f"{found.due_on or '-'}{' (derived)' if found.due_is_derived else ''}"
        cells = (
            found.number,
            found.kind,
            found.issued_on,
            due,
            found.total,
            found.client_name,
            found.read_from,
        )
        table.add_row(*(Text(str(cell)) for cell in cells))
    return [table, *(Text(f"because: {found.because}", style="dim") for found in sent.invoices)]


def _of_reply(reply: ReplyRead) -> list[Text | Table]:
    effect = "reminders stop" if reply.stops_escalation else "reminders go on after a breathing space"
    lines = [Text(f"{reply.intent.value} ({reply.confidence:.0%}): {effect}", style="bold")]
    if reply.also:
        lines.append(Text("also: " + ", ".join(intent.value for intent in reply.also)))
    if reply.promised_on:
        lines.append(Text(f"promised for {reply.promised_on}"))
    if reply.redirect_to:
        lines.append(Text(f"write to {reply.redirect_to} instead"))
    if reply.mentions:
        lines.append(Text("may name invoices: " + ", ".join(reply.mentions)))
    lines.append(Text(reply.new_text or "(no new text)", style="italic"))
    lines.append(Text("because: " + "; ".join(reply.because), style="dim"))
    return list(lines)


def _of_bank(bank: BankRead) -> list[Text | Table]:
    trust = "trusted sender" if bank.sender_trusted else "sender not trusted: it can close nothing"
    lines: list[Text | Table] = [Text(f"{bank.kind.value}, {trust}", style="bold")]
    if bank.credits:
        table = Table(box=None, pad_edge=False)
        for title in ("amount", "payer", "reference", "value date"):
            table.add_column(title)
        for found in bank.credits:
            cells = (found.amount, found.payer, found.reference, found.value_on or "")
            table.add_row(*(Text(str(cell)) for cell in cells))
        lines.append(table)
    lines.append(Text(f"because: {bank.because}", style="dim"))
    return lines


def _of_others(read: Reading) -> list[Text | Table]:
    lines: list[Text | Table] = []
    if read.bounce is not None:
        lasting = "for good" if read.bounce.permanent else "for now"
        lines.append(Text(f"Not delivered {lasting} to {read.bounce.recipient or 'an unknown address'}."))
    if read.reminder is not None:
        ours = "ours" if read.reminder.ours else "the owner's own"
        lines.append(
            Text(f"A reminder, {ours}, about {', '.join(number for number, _ in read.reminder.lines)}.")
        )
    if read.decision is not None:
        lines.append(Text(f"The owner decided: {read.decision.verb.value} {read.decision.target}."))
    return lines
