"""Settings and what opens the mailbox in, what can be said of it out. Writes nothing but folders that are asked for."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from relanced.cli.check_lease import look_at_lease
from relanced.cli.check_own import OwnMail, own_mails
from relanced.cli.check_quota import quota_found
from relanced.cli.check_secrets import key_or_none
from relanced.cli.check_tls import tls_finding, what_to_do
from relanced.cli.check_trust import TrustSeen, look_at_trust
from relanced.cli.common import App
from relanced.cli.finding import Finding, Group, note, under
from relanced.cli.words import Text
from relanced.daemon.login import note_accepted, note_refused, tell_store
from relanced.edge.bearer import Credential
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.folders import Folder, Role, unread_sources
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble, LoginRefused
from relanced.edge.panel import make_panel
from relanced.edge.settings import Settings
from relanced.edge.tls_seen import tls_of
from relanced.edge.wire import Lifeline
from relanced.model.command_words import FOLDER_NAMES, folder_of
from relanced.model.rules import Mode

CONNECT_S, ANSWER_S = 10.0, 20.0
ALL_S = 90.0  # for everything that is read: a mailbox that drips ends here
_NEWEST = 20  # mails of INBOX whose arrival is looked at
_QUIET = timedelta(days=14)


@dataclass(slots=True)
class MailboxSeen:
    """What the mailbox tells."""

    findings: list[Finding] = field(default_factory=list)
    trust: TrustSeen = field(default_factory=lambda: TrustSeen(findings=()))
    own: tuple[OwnMail, ...] = ()
    newest_arrival: datetime | None = None  # in INBOX, by the server's clock

    def add(self, group: Group, *findings: Finding) -> None:
        """File findings under a group."""
        self.findings += under(group, findings)


def look_at_mailbox(
    app: App, settings: Settings, credential: Credential, *, makes_folders: bool
) -> MailboxSeen:
    """Log in and look around; what fails leaves the rest to be looked at."""
    seen = MailboxSeen()
    try:
        with opened(settings, credential, ALL_S) as session:
            tell_store(settings, note_accepted)
            _look(app, settings, session, seen, makes_folders=makes_folders)
    except LoginRefused as error:
        tell_store(settings, note_refused)
        seen.add(Group.MAILBOX, _failed("mailbox login", settings, error))
    except (ImapTrouble, SecretUnavailable) as error:
        seen.add(Group.MAILBOX, _failed("mailbox", settings, error))
    return seen


@contextmanager
def opened(settings: Settings, credential: Credential, seconds: float) -> Iterator[ImapSession]:
    """A session that is cut after so many seconds. Raises the errors of edge.imap_errors."""
    lifeline = Lifeline()
    session = ImapSession.connect(
        settings.imap, credential, connect_timeout=CONNECT_S, read_timeout=ANSWER_S, lifeline=lifeline
    )
    late = threading.Timer(seconds, session.kill)
    late.daemon = True
    late.start()
    try:
        yield session
    finally:
        late.cancel()
        session.close()


def _look(
    app: App, settings: Settings, session: ImapSession, seen: MailboxSeen, *, makes_folders: bool
) -> None:
    where = f"{settings.imap.host}:{settings.imap.port}"
    tls = tls_finding("TLS of IMAP", tls_of(session.wire.sock), settings.imap.ca_file, datetime.now(UTC))
    seen.add(Group.MAILBOX, Finding("mailbox login", ok=True, says=f"{where} as {settings.imap.user}"), tls)
    folders = session.folders()
    seen.add(Group.MAILBOX, *_folders(folders), *_sources(settings, folders))
    key = key_or_none(settings)
    looks: tuple[tuple[str, Callable[[], object]], ...] = (
        (
            "control panel",
            lambda: seen.add(Group.MAILBOX, _panel(settings, session, folders, makes=makes_folders)),
        ),
        ("INBOX", lambda: _inbox(session, seen)),
        ("mailbox space", lambda: seen.add(Group.MAILBOX, *quota_found(session))),
        ("lease", lambda: seen.add(Group.MAILBOX, *look_at_lease(settings, session, folders, key))),
        ("own mails", lambda: _own(settings, session, folders, seen)),
        ("trust", lambda: _trust(app, settings, session, folders, seen)),
    )
    for what, look in looks:
        try:
            look()
        except ImapTrouble as error:
            seen.add(Group.MAILBOX, Finding(what, ok=False, says=str(error), do=what_to_do(str(error))))
            if not session.alive:
                return


def _failed(what: str, settings: Settings, error: Exception) -> Finding:
    where = f"{settings.imap.host}:{settings.imap.port}"
    words = str(error)
    do = what_to_do(words)
    if isinstance(error, LoginRefused) and not do:
        do = "write the right password; many providers want one made for programs («app password»)"
    return Finding(what, ok=False, says=words if where in words else f"{where}: {words}", do=do)


def _inbox(session: ImapSession, seen: MailboxSeen) -> None:
    state = session.examine("INBOX")
    arrivals = session.arrivals(session.uids()[-_NEWEST:]) if state.exists else {}
    if not arrivals:
        seen.add(Group.MAILBOX, note("INBOX", "empty" if not state.exists else f"{state.exists} mails"))
        return
    seen.newest_arrival = newest = max(arrivals.values())
    says = f"{state.exists} mails, the newest of {newest:%Y-%m-%d}"
    if datetime.now(UTC) - newest > _QUIET:
        seen.add(Group.MAILBOX, note("INBOX", says, "is this the mailbox that clients and banks write to?"))
    else:
        seen.add(Group.MAILBOX, Finding("INBOX", ok=True, says=says))


def _own(settings: Settings, session: ImapSession, folders: tuple[Folder, ...], seen: MailboxSeen) -> None:
    seen.own = own_mails(session, folders, settings.rules.firm.sender)


def _trust(
    app: App, settings: Settings, session: ImapSession, folders: tuple[Folder, ...], seen: MailboxSeen
) -> None:
    with app.errors.status("reading the newest mails") as shown:

        def progress(folder: str, done: int, total: int) -> None:
            shown.update(Text(f"{folder}: {done} of {total}"))

        seen.trust = look_at_trust(settings, session, folders, progress)
    seen.findings += seen.trust.findings


def _folders(folders: tuple[Folder, ...]) -> list[Finding]:
    found: dict[Role, list[str]] = {}
    for folder in folders:
        if folder.role is not None and folder.role is not Role.PANEL:  # which has a line of its own
            found.setdefault(folder.role, []).append(folder.name)
    says = "; ".join(f"{role.value}: {', '.join(names)}" for role, names in sorted(found.items()))
    if Role.SENT not in found:
        return [
            Finding(
                "folders",
                ok=False,
                says=f"no Sent folder found ({says})",
                do='name it in [imap] sent = ["…"]',
            )
        ]
    return [Finding("folders", ok=True, says=says)]


def _panel(settings: Settings, session: ImapSession, folders: tuple[Folder, ...], *, makes: bool) -> Finding:
    """The folders that mails are moved into; made if the owner asked for it here."""
    language = settings.rules.firm.language
    made = make_panel(session, language) if makes else ()
    there = {folder.verb: folder.name for folder in folders if folder.verb is not None and folder.selectable}
    missing = [folder_of(verb, language) for verb in FOLDER_NAMES["en"] if verb not in there]
    if made:
        return Finding("control panel", ok=True, says=f"made: {', '.join(made)}")
    if not missing:
        return Finding("control panel", ok=True, says=", ".join(there.values()))
    says = f"not there: {', '.join(missing)}"
    if settings.rules.mode is Mode.OBSERVE:
        return note(
            "control panel", says, "«relanced check --make-folders» makes them: docs/control-panel.md"
        )
    return note(
        "control panel", says, "the service makes them when it starts, or «relanced check --make-folders»"
    )


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
