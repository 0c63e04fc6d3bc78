"""What tests of the daemon share: an office on the real Dovecot, rounds taken in this process, mails by their words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import TypeVar

from imapclient import IMAPClient
from servers.dovecot import PASSWORD, Account

from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.rounds import Round, take_round
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.imap import ImapSession
from relanced.edge.settings import Settings
from relanced.intake.message import Message, parse_message
from relanced.model.facts import Fact, ReplyReceived

CONFIG = """
mode = "{mode}"
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example", "@firm.example"]
{iban}
[imap]
host = "127.0.0.1"
port = {imap}
security = "plain"
user = "{user}"
password = {{ file = "{folder}/password" }}
[smtp]
host = "127.0.0.1"
port = {smtp}
security = "plain"
login = false
save_sent = "never"
[trust]
key = {{ file = "{folder}/key" }}
[calendar]
business_days = false
year_end_pause = false
hours = "00:00-23:59"
[store]
url = "sqlite:///{folder}/relanced.db"
{more}
"""
# A firm that only reads; its tables of trust, banks and sources follow.
READING = """
start_on = 2020-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["@firm.example"]
[imap]
host = "127.0.0.1"
port = {port}
security = "plain"
user = "{user}"
password = {{ file = "{folder}/password" }}
[smtp]
host = "127.0.0.1"
[store]
url = "sqlite:///{folder}/relanced.db"
"""
TRUST = '[trust]\nauthserv_ids = ["mx.firm.example"]\n'
IBAN = 'iban = "FR7630006000011234567890189"'
MAILS = Path(__file__).parents[1] / "fixtures" / "end_to_end"
INVOICE = (MAILS / "invoice-pons.eml").read_bytes()  # F2026-0507, to v.pons@pons-immobilier.example
CLIENT = "v.pons@pons-immobilier.example"

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Desk:
    """A mailbox and the folder in which its configuration and its store lie."""

    account: Account
    folder: Path

    def __post_init__(self) -> None:
        for name, secret in (("password", PASSWORD), ("key", "a key of the tests, 32 bytes long")):
            (self.folder / name).write_text(secret, encoding="utf-8")
            (self.folder / name).chmod(0o600)

    def write_config(self, *, mode: str = "draft", smtp: int = 1, iban: str = IBAN, more: str = "") -> Path:
        text = CONFIG.format(
            mode=mode,
            imap=self.account.server.port,
            smtp=smtp,
            user=self.account.user,
            folder=self.folder,
            iban=iban,
            more=more,
        )
        path = self.folder / "firm.toml"
        path.write_text(text, encoding="utf-8")
        return path

    @asynccontextmanager
    async def office(self, **how: str | int) -> AsyncIterator[Office]:
        path = self.write_config(**how)  # type: ignore[arg-type]  # mypy cannot see which keyword is which
        settings = load_settings(path)
        assert isinstance(settings, Settings), str(settings)
        office = open_office(settings, Clock())
        try:
            yield office
        finally:
            await close_office(office)

    async def round(self, **how: str | int) -> tuple[Round, tuple[Fact, ...]]:
        """One round on an office that is opened for it, and all facts after it."""
        async with self.office(**how) as office:
            done = await take_round(office)
            return done, tuple(office.facts)

    def lose_the_store(self) -> None:
        for name in ("relanced.db", "relanced.db-wal", "relanced.db-shm"):
            (self.folder / name).unlink(missing_ok=True)

    def raw_in(self, folder: str) -> list[bytes]:
        session = ImapSession.connect(self.account.settings(), PASSWORD)
        try:
            session.ensure_folder(folder)
            session.examine(folder)
            return [session.raw(uid) for uid in session.uids()]
        finally:
            session.close()

    def lying_in(self, folder: str) -> list[Message]:
        return [parse_message(raw) for raw in self.raw_in(folder)]

    def empty(self, folder: str) -> None:
        client = IMAPClient("127.0.0.1", self.account.server.port, ssl=False)
        client.plain_login(self.account.user, PASSWORD)
        client.select_folder(folder)
        client.delete_messages(client.search())
        client.expunge()
        client.logout()


def write_reading(account: Account, folder: Path, more: str = "") -> Path:
    """The configuration of a firm that only reads, with these tables at its end, and its password."""
    secret, path = folder / "password", folder / "firm.toml"
    secret.write_text(PASSWORD, encoding="utf-8")
    secret.chmod(0o600)
    text = READING.format(port=account.server.port, user=account.user, folder=folder)
    path.write_text(text + more, encoding="utf-8")
    return path


@asynccontextmanager
async def reading_office(account: Account, folder: Path, more: str = "") -> AsyncIterator[Office]:
    """The office of a firm that only reads."""
    settings = load_settings(write_reading(account, folder, more))
    assert isinstance(settings, Settings), str(settings)
    office = open_office(settings, Clock())
    try:
        yield office
    finally:
        await close_office(office)


def mail_of(
    sender: str,
    to: str,
    text: str,
    *,
    name: str,
    subject: str = "Votre facture",
    answers: str = "",
) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{name}>"
    if answers:
        mail["In-Reply-To"] = mail["References"] = f"<{answers}>"
    mail.set_content(text)
    return mail.as_bytes()


def of_kind(facts: tuple[Fact, ...], kind: type[Kind]) -> list[Kind]:
    return [fact for fact in facts if isinstance(fact, kind)]


def reply_in(facts: tuple[Fact, ...]) -> ReplyReceived:
    [reply] = of_kind(facts, ReplyReceived)
    return reply
