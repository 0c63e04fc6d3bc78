"""Settings and what opens the servers in, one letter to ourselves sent and followed, and what became of it out."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from relanced.cli.check_mailbox import opened
from relanced.cli.check_own import OwnMail, mails_of
from relanced.cli.check_secrets import key_or_none
from relanced.cli.check_smtp import SECONDS
from relanced.cli.check_tls import what_to_do
from relanced.cli.check_verdict import verdict_of
from relanced.cli.common import App
from relanced.cli.finding import Finding, note
from relanced.cli.words import Text
from relanced.edge.bearer import Credential
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.folders import Folder, Role
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.settings import SentCopy, Settings
from relanced.edge.smtp import Patience, Postman, SmtpLoginRefused
from relanced.letters.trial import TRIAL_HEADER, trial_letter
from relanced.model.delivery import Accepted

WAIT_S = 120.0  # for it to arrive
COPY_S = 10.0  # more, for a copy in Sent: a provider that files one does so at once
STEP_S = 2.0  # between two looks
_NOT_INTO = frozenset({Role.SENT, Role.DRAFTS, Role.JOURNAL, Role.LEASE, Role.PANEL, Role.ALL, Role.TRASH})
_MOST = 40  # folders that are watched: rules of the owner's may file it anywhere


@dataclass(slots=True)
class Pace:
    """How long to wait for what, in seconds."""

    wait_s: float = WAIT_S
    copy_s: float = COPY_S
    step_s: float = STEP_S


PACE = Pace()


@dataclass(slots=True)
class _Watch:
    """The folders in which the letter may turn up, and what lay there before."""

    session: ImapSession
    name: str
    folders: tuple[Folder, ...]
    before: dict[str, tuple[int | None, int]] = field(default_factory=dict)

    def look_first(self) -> None:
        """Note where each folder ends now."""
        for folder in self.folders:
            state = self.session.examine(folder.name)
            uids = self.session.uids() if state.exists else ()
            self.before[folder.name] = (state.uidvalidity, max(uids, default=0))

    def find(self, *, in_sent: bool) -> tuple[Folder, OwnMail] | None:
        """The letter, in a folder that takes mail in, or in Sent."""
        for folder in self.folders:
            if (folder.role is Role.SENT) is in_sent and (mail := self._in(folder)) is not None:
                return folder, mail
        return None

    def _in(self, folder: Folder) -> OwnMail | None:
        valid, last = self.before[folder.name]
        state = self.session.examine(folder.name)
        if not state.exists:
            return None
        is_same = state.uidvalidity == valid
        new = self.session.uids_after(last) if is_same else self.session.uids()
        for mail in mails_of(self.session, folder.name, new[-20:]):
            if mail.header.header(TRIAL_HEADER).strip() == self.name:
                return mail
        return None


def send_and_follow(
    app: App, settings: Settings, mailbox: Credential, server: Credential, pace: Pace | None = None
) -> tuple[list[Finding], OwnMail | None]:
    """Send it to the firm's own address and to nobody else, wait until it lies there, and read what it says.

    With the letter as it arrived, where it did.
    """
    pace = pace or PACE
    try:
        with opened(settings, mailbox, pace.wait_s + pace.copy_s + 120) as session:
            return _follow(app, settings, session, server, pace)
    except (ImapTrouble, SecretUnavailable) as error:
        return [Finding("letter arrived", ok=False, says=str(error), do=what_to_do(str(error)))], None


def _follow(
    app: App, settings: Settings, session: ImapSession, server: Credential, pace: Pace
) -> tuple[list[Finding], OwnMail | None]:
    firm, name = settings.rules.firm, secrets.token_hex(12)
    watch = _Watch(session, name, _watched(session.folders()))
    watch.look_first()
    _, raw = trial_letter(firm, name, key_or_none(settings), datetime.now(UTC))
    sent_at, began = datetime.now(UTC), time.monotonic()
    if (refused := asyncio.run(_send(settings, server, raw))) is not None:
        return [refused], None
    with app.errors.status("waiting for the test letter") as shown:

        def tell(seconds: float) -> None:
            shown.update(Text(f"waiting for the test letter: {seconds:.0f} s of at most {pace.wait_s:.0f}"))

        found = _await(lambda: watch.find(in_sent=False), pace.wait_s, pace.step_s, tell)
        waited = time.monotonic() - began
        shown.update(Text("looking for a copy in Sent"))
        copy_s = pace.copy_s if found is not None else 0.0
        copied = _await(lambda: watch.find(in_sent=True), copy_s, pace.step_s, lambda _: None)
    sent = Finding("letter sent", ok=True, says=f"to {firm.sender}, taken by {settings.smtp.host}")
    if found is None:
        return [sent, _lost(settings, pace.wait_s), _copy(settings, has_copy=copied is not None)], None
    folder, mail = found
    told = [
        sent,
        _arrived(folder, waited),
        *_clocks(mail, sent_at, waited),
        *verdict_of(settings, mail.header),
        _copy(settings, has_copy=copied is not None),
    ]
    return told, mail


def _watched(folders: tuple[Folder, ...]) -> tuple[Folder, ...]:
    """INBOX and Junk first, then Sent, then all others that may take mail in."""
    able = [
        each for each in folders if each.selectable and (each.role not in _NOT_INTO or each.role is Role.SENT)
    ]
    rank = {Role.INBOX: 0, Role.JUNK: 1, Role.SENT: 2}
    return tuple(sorted(able, key=lambda each: 3 if each.role is None else rank.get(each.role, 3))[:_MOST])


async def _send(settings: Settings, credential: Credential, raw: bytes) -> Finding | None:
    """What went wrong; None where the server has taken it."""
    postman = Postman(settings.smtp, lambda: credential, Patience(before_body_s=SECONDS, answer_s=60))
    address = settings.rules.firm.sender
    try:
        delivery = await postman.deliver(raw, address, address)
    except (SmtpLoginRefused, SecretUnavailable) as error:
        return Finding("letter sent", ok=False, says=str(error))
    if isinstance(delivery, Accepted):
        return None
    return Finding("letter sent", ok=False, says=delivery.why, do=what_to_do(delivery.why))


def _await(
    look: Callable[[], tuple[Folder, OwnMail] | None],
    seconds: float,
    step: float,
    tell: Callable[[float], None],
) -> tuple[Folder, OwnMail] | None:
    began = time.monotonic()
    while True:
        if (found := look()) is not None:
            return found
        passed = time.monotonic() - began
        if passed >= seconds:
            return None
        tell(passed)
        time.sleep(min(step, seconds - passed))


def _arrived(folder: Folder, waited: float) -> Finding:
    says = f"in «{folder.name}» after {waited:.0f} s"
    if folder.role is Role.JUNK:
        do = (
            "your own mail is taken for junk: move it out, see SPF, DKIM and DMARC, and your provider's rules."
            " Letters to clients may fare the same"
        )
        return Finding("letter arrived", ok=False, says=says, do=do)
    if folder.role is not Role.INBOX:
        return note("letter arrived", f"{says}: a rule of yours, or the provider's, put it there")
    return Finding("letter arrived", ok=True, says=says)


def _lost(settings: Settings, seconds: float) -> Finding:
    return Finding(
        "letter arrived",
        ok=False,
        says=f"not within {seconds:.0f} s, neither in INBOX nor in Junk nor elsewhere",
        do=(
            f"is this the mailbox of {settings.rules.firm.sender}? Look in a while, and for a mail that says"
            " why it came back; until then do not let letters leave"
        ),
    )


def _clocks(mail: OwnMail, sent_at: datetime, waited: float) -> list[Finding]:
    """The mail server's clock against ours: it noted the arrival within these seconds."""
    if mail.arrived_at is None:
        return []
    ahead = (mail.arrived_at - sent_at).total_seconds()
    off = ahead if ahead < 0 else max(ahead - waited, 0.0)
    if abs(off) < 120:
        return [Finding("clocks", ok=True, says="this machine's and the mail server's agree")]
    way = "behind" if off > 0 else "ahead of"
    says = f"this machine's is about {abs(off) / 60:.0f} minutes {way} the mail server's"
    return [note("clocks", says, "«timedatectl set-ntp true» keeps it right")]


def _copy(settings: Settings, *, has_copy: bool) -> Finding:
    """Whether what is sent appears in Sent by itself, and what save_sent makes of that."""
    wanted = settings.smtp.save_sent
    if has_copy:
        says = "the provider files a copy in Sent by itself"
        if wanted is SentCopy.ALWAYS:
            return note(
                "Sent copies", f"{says}: with save_sent = «always» there are two", 'save_sent = "auto"'
            )
        return Finding("Sent copies", ok=True, says=says)
    says = "the provider files no copy in Sent"
    if wanted is SentCopy.NEVER:
        do = 'save_sent = "auto", else what was sent is nowhere to be seen'
        return Finding("Sent copies", ok=False, says=f"{says}, and save_sent is «never»", do=do)
    return Finding("Sent copies", ok=True, says=f"{says}; relanced does (save_sent = «{wanted.value}»)")
