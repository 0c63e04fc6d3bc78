"""The story's mails in, scenes out: what arrived, what relanced read, did, and waits for.

Nothing here is a shortcut: the mails lie on a real IMAP server, the rounds are the daemon's own,
the letters go to a real SMTP server. Only the clock is set.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from relanced.casework.ledger import Ledger
from relanced.daemon.carry import Done
from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.once import round_once
from relanced.daemon.rounds import Round
from relanced.demo.servers import Delivered, mail_servers
from relanced.demo.story import BANK, DAYS, FIRST_DAY, KEY, SHOWN, US, ZONE, Mail, story
from relanced.edge.clock import Clock
from relanced.edge.config import Problems, load_settings
from relanced.edge.imap import ImapSession
from relanced.edge.settings import Settings
from relanced.intake.message import parse_message
from relanced.model.actions import Action, AskOwner, CloseCase, Wait
from relanced.model.facts import Fact
from relanced.model.mark import TASK_HEADER

PASSWORD = "demo"  # noqa: S105 - of a server that lives for some seconds on loopback
MORNING, EVENING = time(9, 30), time(18, 30)
FOLDERS = ("Sent", "Drafts", "Junk")

_CONFIG = """
mode = "send"
timezone = "Europe/Paris"
language = "fr"
start_on = 2026-02-01
[firm]
name = "{firm}"
addresses = ["{us}"]
country = "FR"
iban = "FR7630006000011234567890189"
postal = ["14 rue des Tanneurs", "56000 Vannes"]
phone = "02 97 00 00 00"
signatory = "Loïc Lacombe, gérant"
late_rate = "legal x 3"
[imap]
host = "127.0.0.1"
port = {imap}
security = "plain"
user = "{us}"
password = {{ file = "password" }}
[smtp]
host = "127.0.0.1"
port = {smtp}
security = "plain"
login = false
[trust]
authserv_ids = ["mx.menuiserie-lacombe.example"]
key = {{ file = "key" }}
[[bank]]
name = "Banque Armor"
from = ["{bank}"]
[[client]]
match = ["@hill-marsh.example"]
name = "Hill & Marsh Ltd"
language = "en"
[store]
url = "sqlite:///{folder}/relanced.db"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What happened at one moment."""

    at: datetime
    arrived: tuple[Mail, ...]
    facts: tuple[Fact, ...]  # new
    done: tuple[Done, ...]
    news: tuple[Action, ...]  # what is now planned otherwise than before, and why
    ledger: Ledger
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """The mails that gave the owner something to do; they lie in his INBOX."""

    mails: tuple[bytes, ...]


async def play(folder: Path) -> AsyncIterator[Scene | Given | Delivered]:
    """Let the sixty days pass; yields a scene for each moment at which something happened.

    Then what the owner was given to do, and at last what the mail server took. `folder` is for the
    store and the configuration.
    """
    with mail_servers(US, PASSWORD) as (imap_port, smtp_port, delivered):
        settings = _settings(folder, imap_port, smtp_port)
        session = ImapSession.connect(settings.imap, PASSWORD)
        for name in FOLDERS:
            session.ensure_folder(name)
        office = open_office(settings, Clock(_at(FIRST_DAY, MORNING)), copy_wait_s=0)
        try:
            told = _Teller(office)
            for moment, mails in _moments():
                for mail in mails:
                    session.append(mail.folder, mail.raw, (), mail.at)
                office.clock = Clock(moment)
                scene = told.scene(await round_once(office), mails)
                if scene is not None:
                    yield scene
            yield _given(session)
        finally:
            await close_office(office)
            session.close()
        yield delivered


def _given(session: ImapSession) -> Given:
    session.examine("INBOX")
    lying = (session.raw(uid) for uid in session.uids())
    return Given(tuple(raw for raw in lying if parse_message(raw).header(TASK_HEADER)))


def _settings(folder: Path, imap_port: int, smtp_port: int) -> Settings:
    for name, secret in (("password", PASSWORD), ("key", KEY)):
        (folder / name).write_text(secret, encoding="utf-8")
        (folder / name).chmod(0o600)
    text = _CONFIG.format(firm=SHOWN, us=US, bank=BANK, imap=imap_port, smtp=smtp_port, folder=folder)
    path = folder / "demo.toml"
    path.write_text(text.replace('file = "', f'file = "{folder}/'), encoding="utf-8")
    settings = load_settings(path)
    if isinstance(settings, Problems):  # a broken promise of ours: the text above is no user's
        raise TypeError("; ".join(str(problem) for problem in settings))
    return settings


def _moments() -> Iterator[tuple[datetime, tuple[Mail, ...]]]:
    """A round each morning, and one in the evening of days with mail; what arrived before each."""
    left = list(story())
    for number in range(DAYS):
        day = FIRST_DAY + timedelta(days=number)
        for hour in (MORNING, EVENING):
            moment = _at(day, hour)
            mails = tuple(mail for mail in left if mail.at < moment)
            left = left[len(mails) :]
            if mails or hour is MORNING:
                yield moment, mails


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZONE)


class _Teller:
    """Remembers what was told, to tell only what is new."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._facts = 0
        self._planned: dict[str, tuple[str, object]] = {}

    def scene(self, done: Round, mails: tuple[Mail, ...]) -> Scene | None:
        facts = tuple(self._office.facts[self._facts :])
        self._facts = len(self._office.facts)
        news = tuple(action for action in done.actions if self._is_news(action))
        if not (facts or done.sent or mails):
            return None
        return Scene(
            at=self._office.now(),
            arrived=mails,
            facts=facts,
            done=done.done,
            news=news,
            ledger=done.ledger,
            actions=done.actions,
        )

    def _is_news(self, action: Action) -> bool:
        """Whether a case now waits for another day or reason, is closed, or asks, and did not before."""
        match action:
            case Wait(invoice=number, until=until):
                key, value = f"wait {number}", ("wait", until)
            case CloseCase(invoice=number):
                key, value = f"wait {number}", ("closed", None)
            case AskOwner(invoices=numbers, question=question):
                key, value = f"ask {' '.join(numbers)} {question}", ("asked", None)
            case _:
                return False
        is_news = self._planned.get(key) != value
        self._planned[key] = value
        return is_news
