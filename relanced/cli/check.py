"""`relanced check`: a configuration in, a list of what works and what does not out. Sends nothing."""

import asyncio
from dataclasses import asdict, replace
from datetime import UTC, datetime

import click
from rich.table import Table

from relanced.cli.check_lease import look_at_lease
from relanced.cli.check_places import places_found
from relanced.cli.check_trust import TrustSeen, candidate_table, look_at_trust
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.finding import Finding
from relanced.cli.strangers import SHOWN, hints, strangers
from relanced.cli.words import Text
from relanced.daemon.judging import judge_key, judge_missing
from relanced.daemon.login import note_accepted, note_refused, note_sending_accepted
from relanced.daemon.office import signing_key
from relanced.daemon.registers import registers_missing
from relanced.edge.clock import BUILT_IN
from relanced.edge.credentials import SecretUnavailable, read_secret
from relanced.edge.folders import Folder, Role, unread_sources
from relanced.edge.hidden import hide
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble, LoginRefused
from relanced.edge.settings import Settings
from relanced.edge.smtp import Postman
from relanced.edge.store import Store, StoreAbsent, StoreLocked, StoreUnusable
from relanced.edge.templates import read_template_sources
from relanced.letters.check import check_templates
from relanced.model.ladder import Channel
from relanced.model.rules import Mode

_WRITTEN = frozenset({Channel.MAIL, Channel.LETTER})  # the steps that need a template
_EXTRA = "«pip install 'relanced[judge]'», or from a checkout «pip install '.[judge]'»"


@click.command()
@json_option
@config_option
@click.pass_context
def check(context: click.Context, *, as_json: bool) -> None:
    """Try configuration, secrets, templates, mailbox and mail server; send nothing."""
    app = context.ensure_object(App)
    settings = app.settings()
    findings = [Finding("configuration", ok=True, says=f"{settings.path}: valid")]
    findings += [*_clock(), *_key(settings), *_judge(settings), *_registers(settings), *_templates(settings)]
    findings += [*_profiles(settings), *_laws(settings), *_late_rate(settings)]
    findings += [*places_found(settings), *_store(settings)]
    seen = _mailbox(app, settings)
    findings += [*seen.findings, *asyncio.run(_smtp(settings))]
    findings = [
        replace(each, says=hide(each.says)) for each in findings
    ]  # a server may echo what it was told
    if as_json:
        app.print_json([asdict(finding) for finding in findings])
    else:
        app.console.print(_table(findings))
        _propose(app, seen)
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


def _propose(app: App, seen: TrustSeen) -> None:
    """Who may be believed here, and the lines that say so: for the owner to judge and to write."""
    if seen.candidates:
        app.console.print()
        app.console.print(candidate_table(seen))
    if seen.paste:
        app.console.print(Text(f"\n{seen.paste.where}\n"))
        app.console.print(Text(seen.paste.lines), soft_wrap=True)


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
        signing_key(settings)
    except SecretUnavailable as error:
        return [Finding("signing key", ok=False, says=str(error))]
    return [Finding("signing key", ok=True, says="readable")]


def _key_or_none(settings: Settings) -> bytes | None:
    """The key, where it can be had; what is wrong with it is told elsewhere."""
    try:
        return signing_key(settings)
    except SecretUnavailable:
        return None


def _registers(settings: Settings) -> list[Finding]:
    """Whether the public registers could be asked; they are not."""
    if settings.registers is None:
        return []
    if missing := registers_missing(settings):
        return [Finding("registers", ok=False, says=f"{missing}; «pip install 'relanced[registers]'»")]
    return [Finding("registers", ok=True, says="clients with an open invoice are looked up once a day")]


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
    ladders = (settings.rules.ladder, *settings.rules.ladders)
    steps = [step for ladder in ladders for step in ladder.steps if step.channel in _WRITTEN]
    names = tuple(dict.fromkeys(step.template for step in steps))
    changed = {path.partition("/")[0] for path in read.owned}  # shipped letters as they come are right
    problems = [
        *read.problems,
        *check_templates(read.sources, names, changed | {settings.rules.firm.language}),
    ]
    if problems:
        return [Finding("templates", ok=False, says=str(problem)) for problem in problems]
    return [Finding("templates", ok=True, says=f"{len(names)} steps rendered on samples")]


def _profiles(settings: Settings) -> list[Finding]:
    """The owner's profiles of banks: those that are wrong are not used."""
    if settings.bank_profiles is None:
        return []
    if settings.profile_problems:
        return [Finding("bank profiles", ok=False, says=str(each)) for each in settings.profile_problems]
    says = f"{settings.bank_profiles}: valid; «relanced bank check» reads their samples"
    return [Finding("bank profiles", ok=True, says=says)]


def _laws(settings: Settings) -> list[Finding]:
    """The owner's tables of rates: those that are wrong are not used."""
    folder = settings.rules.laws.folder
    if not folder:
        return []
    if settings.law_problems:
        return [Finding("laws", ok=False, says=str(each)) for each in settings.law_problems]
    return [Finding("laws", ok=True, says=f"{folder}: valid")]


def _late_rate(settings: Settings) -> list[Finding]:
    """A note where letters reckon with the law's own rate: the invoices may print another one."""
    firm = settings.rules.firm
    if firm.late_rate is not None or firm.country != "FR":
        return []
    says = (
        "a note: [firm] late_rate is not set, so letters to firms reckon with the ECB's rate + 10 points; where "
        'your terms print another one, write it: late_rate = "legal x 3", or "12 %"'
    )
    return [Finding("late rate", ok=True, says=says)]


def _store(settings: Settings) -> list[Finding]:
    try:
        store = Store.open(settings.store_url, lock=False)
    except StoreAbsent:
        return [Finding("store", ok=True, says=f"{settings.store_url}: the first round makes it")]
    except (StoreLocked, StoreUnusable) as error:
        return [Finding("store", ok=False, says=str(error))]
    facts = tuple(store.facts())
    store.close()
    found = [Finding("store", ok=True, says=f"{settings.store_url}: {len(facts)} facts")]
    told = strangers(facts, settings.rules.banks)
    if told:
        names = "; ".join(each.words for each in told[:SHOWN])
        found.append(Finding("like a bank", ok=True, says=f"a note: {names}. {hints(told)}"))
    return found


def _mailbox(app: App, settings: Settings) -> TrustSeen:
    where = f"{settings.imap.host}:{settings.imap.port}"
    try:
        session = ImapSession.connect(settings.imap, read_secret(settings.imap.password))
    except SecretUnavailable as error:
        return _failed("mailbox password", str(error))
    except LoginRefused as error:
        _keep(settings, refused=True)
        return _failed("mailbox login", f"{where}: {error}")
    except ImapTrouble as error:
        return _failed("mailbox", f"{where}: {error}")
    try:
        _keep(settings, refused=False)
        folders = session.folders()
        login = Finding("mailbox login", ok=True, says=f"{where} as {settings.imap.user}")
        seen = _trust(app, settings, session, folders)
        before = (login, *_folders(folders), *_sources(settings, folders))
        before = (*before, *look_at_lease(settings, session, folders, _key_or_none(settings)))
        return replace(seen, findings=(*before, *seen.findings))
    except ImapTrouble as error:
        return _failed("mailbox", f"{where}: {error}")
    finally:
        session.close()


def _failed(what: str, says: str) -> TrustSeen:
    return TrustSeen(findings=(Finding(what, ok=False, says=says),))


def _trust(app: App, settings: Settings, session: ImapSession, folders: tuple[Folder, ...]) -> TrustSeen:
    with app.errors.status("reading the newest mails") as shown:

        def progress(folder: str, done: int, total: int) -> None:
            shown.update(Text(f"{folder}: {done} of {total}"))

        return look_at_trust(settings, session, folders, progress)


def _keep(settings: Settings, *, refused: bool) -> None:
    """Tell a running or starting daemon what the server said, so that it neither hammers nor waits."""
    try:
        store = Store.open(settings.store_url, lock=False)
    except (StoreLocked, StoreUnusable):
        return
    (note_refused if refused else note_accepted)(store)
    store.close()


def _may_send_again(settings: Settings) -> None:
    """The mail server lets us in: end the pause after a refusal."""
    try:
        store = Store.open(settings.store_url, lock=False)
    except (StoreLocked, StoreUnusable):
        return
    note_sending_accepted(store)
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


async def _smtp(settings: Settings) -> list[Finding]:
    where = f"{settings.smtp.host}:{settings.smtp.port}"
    try:
        password = read_secret(settings.smtp.password) if settings.smtp.login else ""
    except SecretUnavailable as error:
        return [Finding("mail server password", ok=False, says=str(error))]
    signed = "logged in" if settings.smtp.login else "not logged in (smtp.login = false)"
    problem = await Postman(settings.smtp, lambda: password).check()
    if problem is None:
        _may_send_again(settings)
    return [Finding("mail server", problem is None, problem or f"{where}: {signed}, nothing sent")]
