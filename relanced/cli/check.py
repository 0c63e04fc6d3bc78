"""`relanced check`: a configuration in, a list of what works and what does not out. Sends nothing."""

import asyncio
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import click
from rich.table import Table

from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.words import Text
from relanced.daemon.judging import judge_key, judge_missing
from relanced.daemon.login import note_accepted, note_refused
from relanced.daemon.office import signing_key
from relanced.edge.credentials import SecretUnavailable, read_secret
from relanced.edge.folders import Folder, Role, unread_sources
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble, LoginRefused, MessageMissing
from relanced.edge.settings import Settings
from relanced.edge.smtp import Postman
from relanced.edge.store import Store, StoreAbsent, StoreLocked, StoreUnusable
from relanced.edge.templates import read_template_sources
from relanced.intake.message import UnreadableMail, parse_headers
from relanced.intake.trust import authserv_id
from relanced.letters.check import check_templates
from relanced.model.rules import Mode

BUILT_IN = 2026  # a clock before this year is wrong
LOOKED_AT = 30  # mails of INBOX, the newest
HEAD = 16 * 1024  # bytes of each: its headers
_EXTRA = "«pip install 'relanced[judge]'», or from a checkout «pip install '.[judge]'»"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    ok: bool
    says: str  # what was found; where it is not ok, also what to do


@click.command()
@json_option
@config_option
@click.pass_context
def check(context: click.Context, *, as_json: bool) -> None:
    """Try configuration, secrets, templates, mailbox and mail server; send nothing."""
    app = context.ensure_object(App)
    settings = app.settings()
    findings = [Finding("configuration", ok=True, says=f"{settings.path}: valid")]
    findings += [*_clock(), *_key(settings), *_judge(settings), *_templates(settings), *_store(settings)]
    findings += _mailbox(settings)
    findings += asyncio.run(_smtp(settings))
    if as_json:
        app.print_json([asdict(finding) for finding in findings])
    else:
        app.console.print(_table(findings))
    context.exit(DONE if all(finding.ok for finding in findings) else NEEDS_OWNER)


def _table(findings: list[Finding]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    table.add_column("what", style="bold")
    table.add_column("found", overflow="fold")
    for finding in findings:
        sign = Text("ok", style="green") if finding.ok else Text("NO", style="bold red")
        table.add_row(sign, finding.what, Text(finding.says))
    return table


def _clock() -> list[Finding]:
    year = datetime.now(UTC).year
    ok = year >= BUILT_IN
    return [
        Finding("clock", ok, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC" + ("" if ok else ": set the clock"))
    ]


def _key(settings: Settings) -> list[Finding]:
    if settings.key is None:
        mode = settings.rules.mode
        says = (
            "none; enough to observe, needed before mode «draft» or «send», and for «relanced pause» and its like."
            " Write «key = …» under the [trust] that is there already; without one, begin it"
        )
        return [Finding("signing key", mode is Mode.OBSERVE, says)]
    try:
        length = len(signing_key(settings) or b"")
    except SecretUnavailable as error:
        return [Finding("signing key", ok=False, says=str(error))]
    ok = length >= 16
    return [Finding("signing key", ok, "readable" if ok else "shorter than 16 characters: make a longer one")]


def _judge(settings: Settings) -> list[Finding]:
    """Whether the judge could be asked; the server itself is not: a question to it is a client's mail."""
    if settings.judge is None:
        return []
    missing = judge_missing(settings)
    if missing:
        return [Finding("judge", ok=False, says=f"{missing}; {_EXTRA}")]
    try:
        judge_key(settings.judge)
    except SecretUnavailable as error:
        return [Finding("judge", ok=False, says=str(error))]
    return [Finding("judge", ok=True, says=f"doubtful replies go to {settings.judge.url}")]


def _templates(settings: Settings) -> list[Finding]:
    read = read_template_sources(settings.templates)
    names = tuple(dict.fromkeys(step.template for step in settings.rules.ladder.steps))
    problems = [*read.problems, *check_templates(read.sources, names)]
    if problems:
        return [Finding("templates", ok=False, says=str(problem)) for problem in problems]
    return [Finding("templates", ok=True, says=f"{len(names)} steps rendered on samples")]


def _store(settings: Settings) -> list[Finding]:
    try:
        store = Store.open(settings.store_url, lock=False)
    except StoreAbsent:
        return [Finding("store", ok=True, says=f"{settings.store_url}: the first round makes it")]
    except (StoreLocked, StoreUnusable) as error:
        return [Finding("store", ok=False, says=str(error))]
    facts = len(store.facts())
    store.close()
    return [Finding("store", ok=True, says=f"{settings.store_url}: {facts} facts")]


def _mailbox(settings: Settings) -> list[Finding]:
    where = f"{settings.imap.host}:{settings.imap.port}"
    try:
        session = ImapSession.connect(settings.imap, read_secret(settings.imap.password))
    except SecretUnavailable as error:
        return [Finding("mailbox password", ok=False, says=str(error))]
    except LoginRefused as error:
        _keep(settings, refused=True)
        return [Finding("mailbox login", ok=False, says=f"{where}: {error}")]
    except ImapTrouble as error:
        return [Finding("mailbox", ok=False, says=f"{where}: {error}")]
    try:
        _keep(settings, refused=False)
        folders = session.folders()
        return [
            Finding("mailbox login", ok=True, says=f"{where} as {settings.imap.user}"),
            *_folders(folders),
            *_sources(settings, folders),
            *_trust(settings, session),
        ]
    except ImapTrouble as error:
        return [Finding("mailbox", ok=False, says=f"{where}: {error}")]
    finally:
        session.close()


def _keep(settings: Settings, *, refused: bool) -> None:
    """Tell a running or starting daemon what the server said, so that it neither hammers nor waits."""
    try:
        store = Store.open(settings.store_url, lock=False)
    except (StoreLocked, StoreUnusable):
        return
    (note_refused if refused else note_accepted)(store)
    store.close()


def _folders(folders: tuple[Folder, ...]) -> list[Finding]:
    found: dict[Role, list[str]] = {}
    for folder in folders:
        if folder.role is not None:
            found.setdefault(folder.role, []).append(folder.name)
    says = "; ".join(f"{role.value}: {', '.join(names)}" for role, names in sorted(found.items()))
    if Role.SENT not in found:
        return [
            Finding(
                "folders", ok=False, says=f'no Sent folder found ({says}): name it in [imap] sent = ["…"]'
            )
        ]
    return [Finding("folders", ok=True, says=says)]


def _sources(settings: Settings, folders: tuple[Folder, ...]) -> list[Finding]:
    """The folders of [[source]] tables: whether each is there, and who writes our invoices into it."""
    sources = settings.rules.invoice_folders
    missing = unread_sources(folders, (each.folder for each in sources))
    if missing:
        return [Finding("other sources", ok=False, says=why) for why in missing]
    told = [
        f"«{each.folder}», invoices from {', '.join(each.senders)}"
        + (", vouched for" if each.vouched else ", if authenticated")
        for each in sources
    ]
    return [Finding("other sources", ok=True, says="; ".join(told))] if told else []


def _trust(settings: Settings, session: ImapSession) -> list[Finding]:
    """Whose Authentication-Results stand at the top of the newest mails: the likely authserv-id."""
    session.examine("INBOX")
    newest = session.uids()[-LOOKED_AT:]
    seen: Counter[str] = Counter()
    for uid in newest:
        try:
            found = authserv_id(parse_headers(session.raw(uid, HEAD)))
        except (UnreadableMail, MessageMissing):
            continue
        seen.update([found] if found else [])
    if not settings.rules.banks:
        observes = settings.rules.mode is Mode.OBSERVE
        note = " (a note: enough to observe)" if observes else ""
        says = f"no [[bank]] is configured: payments are seen only when you say so{note}"
        return [Finding("bank", ok=observes, says=says)]
    proposal = ", ".join(f"«{name}» in {count} mails" for name, count in seen.most_common(3)) or "none"
    if not settings.authserv_ids:
        says = f"[trust] authserv_ids is empty: no bank mail can close anything. Top of the newest mails: {proposal}."
        return [Finding("trust", ok=False, says=says + " Your provider's own server name belongs there.")]
    unseen = [name for name in settings.authserv_ids if seen and name.lower() not in seen]
    if unseen:
        says = f"{', '.join(unseen)} stands in none of the newest mails, which have {proposal}"
        return [Finding("trust", ok=False, says=says)]
    return [Finding("trust", ok=True, says=f"Authentication-Results of {', '.join(settings.authserv_ids)}")]


async def _smtp(settings: Settings) -> list[Finding]:
    where = f"{settings.smtp.host}:{settings.smtp.port}"
    try:
        password = read_secret(settings.smtp.password) if settings.smtp.login else ""
    except SecretUnavailable as error:
        return [Finding("mail server password", ok=False, says=str(error))]
    signed = "logged in" if settings.smtp.login else "not logged in (smtp.login = false)"
    problem = await Postman(settings.smtp, lambda: password).check()
    return [Finding("mail server", problem is None, problem or f"{where}: {signed}, nothing sent")]
