"""`relanced explain`: mails in, what relanced reads in them and because of which words out."""

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path

import click
from rich.console import Group, RenderableType
from rich.panel import Panel

from relanced.casework.words import in_words
from relanced.cli import as_json as to_json
from relanced.cli.bare import as_mail, kind_of_file, no_mail
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.explain_bank import bank_parts
from relanced.cli.explain_reply import reply_parts
from relanced.cli.explain_sent import rule_parts, sent_parts, text_parts, what_it_is
from relanced.cli.explain_series import settled
from relanced.cli.words import Text
from relanced.daemon.hand import WorkerUnfit
from relanced.daemon.office import signing_key
from relanced.daemon.reader import Reader
from relanced.daemon.set_up import ReadMail, ToRead, set_up
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.settings import Settings
from relanced.intake.message import UnreadableMail, parse_headers
from relanced.intake.origin import Origin
from relanced.intake.readings import FileText, Reading, ReadsAs
from relanced.model.decided import CreditAssigned, OwnerDecided, ReplyJudged
from relanced.model.facts import InvoiceStated
from relanced.model.names import Fingerprint, address_matches
from relanced.model.rules import Rules
from relanced.model.source import Source

_BARE = "A bare {what}, read as a file of yours: no mail says to whom it went, or on which day."
_OURS = "This mail is from an address of yours, and was read as one that came in. «explain --sent» reads it as sent."
_ALIAS = (
    "an alias of yours, or somebody else's mail in this folder? It lies in Sent and is chased all the same."
)
_REF = re.compile(r"[0-9a-fA-F]{4,8}(?:\.[0-9]{1,6})?", re.ASCII)


class _MailFile(click.Path):
    """A file; a mail's ref in its place is told where it belongs."""

    def convert(
        self, value: str | PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | PathLike[str]:
        name = str(value)
        if _REF.fullmatch(name) and not Path(name).exists():
            self.fail(
                f"{name} is no file here. A mail's ref is for «relanced show {name}»; «explain» reads a mail"
                " that you have saved from your mail program.",
                param,
                ctx,
            )
        return super().convert(value, param, ctx)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Explained:
    """One file and what came of it."""

    path: Path
    result: ReadMail
    bare: str  # «pdf» or «xml», «file» for anything else, where it was no mail
    texts: tuple[FileText, ...] | str = ()  # where they were asked for; or why there are none


@click.command()
@click.argument(
    "mails",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=_MailFile(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--sent", is_flag=True, help="The mails come from a Sent folder: the firm wrote them.")
@click.option(
    "--text", "as_text", is_flag=True, help="Also the words of each page, as your own rules see them."
)
@json_option
@config_option
@click.pass_context
def explain(
    context: click.Context, mails: tuple[Path, ...], *, sent: bool, as_text: bool, as_json: bool
) -> None:
    """Say what relanced reads in these mails (.eml), and because of which words.

    A PDF or an invoice XML may be given as it is: it is read as a file of yours, without its mail.
    The exit status is 1 where something could not be read; with --json it is 0, and the JSON says it.
    """
    app = context.ensure_object(App)
    settings = app.settings()
    origin = Origin.SENT if sent else Origin.RECEIVED
    try:
        explained = asyncio.run(_read_all(settings, mails, origin, as_text=as_text))
    except WorkerUnfit as error:
        app.fail(str(error), code=NEEDS_OWNER)
    for each in explained:
        if as_json:
            app.print_json(_as_json(each, settings))
        else:
            _print(app, each, settings, sent=sent)
    # In JSON a mail that cannot be read is an answer like the others; the exit code stays 0.
    unreadable = any(each.result.is_quarantined for each in explained)
    context.exit(NEEDS_OWNER if unreadable and not as_json else DONE)


def _as_json(each: _Explained, settings: Settings) -> dict[str, object]:
    said = to_json.reading(str(each.path), each.result.reading, settings.rules)
    if isinstance(each.texts, str):
        return {**said, "text": [], "why_no_text": each.texts}
    return {**said, "text": [to_json.file_text(text) for text in each.texts]} if each.texts else said


async def _read_all(
    settings: Settings, mails: tuple[Path, ...], origin: Origin, *, as_text: bool
) -> list[_Explained]:
    try:
        key = signing_key(settings)
    except SecretUnavailable:
        key = None  # reading mails from files needs no key; our own marks then show as unsigned
    files = map(Path.read_bytes, mails)  # one at a time: a folder of mails may be larger than the memory
    async with Reader(set_up(settings.rules, settings.authserv_ids, key)) as reader:
        found = [
            await _read(reader, settings, path, raw, origin, as_text=as_text)
            for path, raw in zip(mails, files, strict=True)
        ]
    numbers = settled([each.result for each in found])
    return [replace(each, result=result) for each, result in zip(found, numbers, strict=True)]


async def _read(
    reader: Reader, settings: Settings, path: Path, raw: bytes, origin: Origin, *, as_text: bool
) -> _Explained:
    bare = kind_of_file(raw)
    why = "" if bare else no_mail(raw, path.name)
    if why:
        reading = Reading(reads_as=ReadsAs.OTHER, unreadable=why)
        return _Explained(path=path, result=ReadMail(reading=reading, facts=(), message=None), bare="file")
    if bare:
        raw, origin = as_mail(raw, bare, path.name, settings.rules.firm.sender), Origin.SENT
    mail = ToRead(raw=raw, origin=origin, source=_source_of(path, raw), header=None)
    result = await reader.read(mail)
    texts = await reader.file_texts(raw) if as_text else ()
    return _Explained(path=path, result=result, bare=bare, texts=texts)


def _source_of(path: Path, raw: bytes) -> Source:
    """As if the mail had come on the day that it bears: a file's own time is that of its last copy."""
    try:
        written = parse_headers(raw).date
    except UnreadableMail:
        written = None
    at = written or datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Source(
        account="",
        folder=str(path),
        uidvalidity=0,
        uid=0,
        message_id=None,
        fingerprint=Fingerprint(str(path)),
        at=at,
    )


def _print(app: App, each: _Explained, settings: Settings, *, sent: bool) -> None:
    """The box; below it, where they can be copied whole, the lines of a rule and the words of the pages."""
    app.console.print(_panel(each, settings, sent=sent))
    found = each.result.reading.sent
    below = rule_parts(found, settings.path) if found else []
    below += [Text(each.texts, style="red")] if isinstance(each.texts, str) else text_parts(each.texts)
    for part in below:
        app.console.print(part, soft_wrap=True)


def _panel(each: _Explained, settings: Settings, *, sent: bool) -> Panel:
    read, message = each.result.reading, each.result.message
    parts: list[RenderableType] = []
    if each.bare == "file":
        parts.append(Text(f"Could not be read: {read.unreadable}.", style="red"))
    elif each.bare:
        parts.append(Text(_BARE.format(what=each.bare.upper()), style="dim"))
    elif message is not None:
        parts.append(Text(f"From {message.sender or '(broken)'}   «{message.subject}»", style="dim"))
        parts += [Text(f"malformed: {problem}", style="yellow") for problem in message.problems]
        ours = address_matches(message.sender, settings.rules.firm.addresses)
        if ours and not sent:
            parts.append(Text(_OURS, style="yellow"))
        if read.sent and read.sent.doubt_of_sender and read.sent.invoices:
            parts.append(Text(f"{read.sent.doubt_of_sender}: {_ALIAS}", style="yellow"))
    if read.unreadable and not each.bare and not (read.sent and read.sent.unread):
        why = read.unreadable.rstrip(". ")
        parts.append(Text(f"Could not be read: {why}. It would be quarantined and shown.", style="red"))
    if read.sent is not None:
        parts += sent_parts(read.sent, settings.rules)
    if read.reply is not None:
        parts += reply_parts(read.reply)
    if read.bank is not None:
        parts += bank_parts(read.bank)
    parts += _of_others(read, settings.rules)
    title = Text(f"{each.path.name}: {what_it_is(read)}")
    return Panel(Group(*parts), title=title, title_align="left")


def _of_others(read: Reading, rules: Rules) -> list[Text]:
    lines: list[Text] = []
    if read.bounce is not None:
        lasting = "for good" if read.bounce.permanent else "for now"
        lines.append(Text(f"Not delivered {lasting} to {read.bounce.recipient or 'an unknown address'}."))
    if read.reminder is not None:
        ours = "ours" if read.reminder.ours else "the owner's own"
        lines.append(
            Text(f"A reminder, {ours}, about {', '.join(number for number, _ in read.reminder.lines)}.")
        )
    if isinstance(read.decision, OwnerDecided):
        where = f" at {read.decision.address}" if read.decision.address else ""
        lines.append(Text(f"The owner decided: {read.decision.verb.value} {read.decision.target}{where}."))
    elif isinstance(read.decision, InvoiceStated):
        said = read.decision
        lines.append(Text(f"The owner stated: {said.kind.value} {said.number} over {said.total}."))
    elif isinstance(read.decision, CreditAssigned):
        to = ", ".join(number for number, _ in read.decision.to) or "none of ours"
        lines.append(Text(f"The owner says: credit {read.decision.mail}.{read.decision.line} pays {to}."))
    elif isinstance(read.decision, ReplyJudged):
        day = f" for {read.decision.promised_on}" if read.decision.promised_on else ""
        lines.append(Text(f"The owner says: mail {read.decision.mail} is {read.decision.intent.value}{day}."))
    elif read.decision is not None:
        lines.append(Text(f"Noted: {in_words(read.decision, rules)}."))
    lines += [Text(f"Noted: {in_words(each, rules)}.") for each in (*read.task_answer, *read.commands)]
    return lines
