"""A year of a small firm on a real mailbox: the letters that leave are those that were worked out by hand.

The story, its rules and every expected letter stand in tests/fixtures/year/story.txt. Only the clock is set.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from servers.dovecot import PASSWORD, Account
from servers.sink import Sink, running_sink
from year_story import ZONE, Crash, Event, Expected, Year, read_story, silent_days
from year_world import JOURNAL, KEY, US, answer, bank_says, mails_of

from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.once import round_once
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.imap import ImapSession
from relanced.edge.settings import Settings
from relanced.edge.smtp_door import Door
from relanced.intake.message import Message, parse_message
from relanced.model.actions import Purpose
from relanced.model.decided import TaskGiven
from relanced.model.delivery import Delivery
from relanced.model.facts import CreditNoticed
from relanced.model.mark import MARK_HEADER, read_mark
from relanced.model.names import MailRef, MessageId, mail_ref

pytestmark = pytest.mark.slow

FIRST, LAST = date(2025, 1, 6), date(2026, 1, 2)
AWAY = (date(2025, 8, 4), date(2025, 8, 24))
ROUND = time(9, 30)
AGAIN = time(10)  # after a crash
ASKS_FOR_NOTHING = {Purpose.THANKS.value, Purpose.WITHDRAWAL.value}

CONFIG = """
mode = "send"
timezone = "Europe/Paris"
language = "fr"
start_on = 2025-01-01
[firm]
name = "Menuiserie Lacombe SARL"
addresses = ["{us}"]
country = "FR"
iban = "FR7630006000011234567890189"
postal = ["14 rue des Tanneurs", "56000 Vannes"]
signatory = "Loïc Lacombe, gérant"
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
authserv_ids = ["mx.menuiserie-lacombe.example"]
key = {{ file = "{folder}/key" }}
[limits]
surprise = 60
ignore_below = 10
[[bank]]
name = "Banque Armor"
from = ["@banque-armor.example"]
[[client]]
match = ["@schmitt.example"]
name = "Camille Schmitt"
kind = "consumer"
[[client]]
match = ["@mairie-valbourg.example"]
name = "Mairie de Valbourg"
kind = "public"
[store]
url = "sqlite:///{folder}/relanced.db"
"""


class _Died(BaseException):
    """The machine is off in the middle of a sending; nothing that it does afterwards counts."""


@dataclass
class World:
    """The firm's mailbox, its server for outgoing mail, and what has happened so far."""

    session: ImapSession  # ours, beside those of the firm
    sink: Sink
    folder: Path
    year: Year
    letters: list[tuple[date, Message]] = field(default_factory=list)
    drafts: dict[int, tuple[date, Message]] = field(default_factory=dict)  # by their UIDs
    tasks: dict[MessageId, TaskGiven] = field(default_factory=dict)
    refs: dict[str, MailRef] = field(default_factory=dict)
    crashes: int = 0

    def open(self) -> Office:
        settings = load_settings(self.folder / "firm.toml")
        assert isinstance(settings, Settings), str(settings)
        return open_office(settings, Clock(datetime.combine(FIRST, ROUND, ZONE)))

    def put(self, mails: list[tuple[str, bytes]], at: datetime) -> None:
        for folder, raw in mails:
            self.session.append(folder, raw, (), at)

    def happen(self, events: list[Event]) -> None:
        for event in events:
            if event.verb == "answers":
                [task] = [t for t in self.tasks.values() if self._is_of(t, event)]
                self.put([("Sent", answer(event, task.message_id))], event.at)
            else:
                self.put(mails_of(event, self.year, self.refs), event.at)

    def _is_of(self, task: TaskGiven, event: Event) -> bool:
        mailed = {e.words[0] for e in self.year.events if e.verb == "mails" and e.debtor == event.debtor}
        numbers = {number for number, step in task.lines if step}
        return task.kind.value == event.words[0] and bool(numbers & mailed)

    def note(self, office: Office, on: date) -> None:
        """What a round left behind: letters, of which the provider files a copy in Sent; tasks; drafts."""
        new = self.sink.received[len(self.letters) :]
        self.put([("Sent", each.raw) for each in new], office.now())
        self.letters += [(on, parse_message(each.raw)) for each in new]
        for fact in office.facts:
            if isinstance(fact, TaskGiven):
                self.tasks.setdefault(fact.message_id, fact)
            if isinstance(fact, CreditNoticed) and fact.credits[0].payer == "SOCIETE ZEPHYR":
                self.refs["zephyr"] = mail_ref(fact.source.fingerprint)
        self.session.examine("Drafts")
        for uid in self.session.uids():
            if uid not in self.drafts:
                self.drafts[uid] = on, parse_message(self.session.raw(uid))


def die(office: Office, crash: Crash) -> None:
    """Let the machine die at this letter: from then on nothing can be recorded."""
    knock = office.postman.knock

    async def knocking(raw: bytes, sender: str, recipient: str, *, copy_to: str = "") -> Door | Delivery:
        door = await knock(raw, sender, recipient, copy_to=copy_to)
        if crash.number not in parse_message(raw).subject:
            return door
        assert isinstance(door, Door)
        hand_over = door.hand_over

        async def dying() -> Delivery:
            if crash.when == "after":
                await hand_over()
            office.outbox.settle = dead  # type: ignore[method-assign,assignment]
            raise _Died

        door.hand_over = dying  # type: ignore[method-assign]
        return door

    def dead(*_: object) -> None:
        raise _Died

    office.postman.knock = knocking  # type: ignore[method-assign]


async def live_through(world: World) -> None:
    """A round each working day at 9:30, save when the machine is off; mails come in their order."""
    left = list(world.year.events)
    office, day = world.open(), FIRST
    try:
        while day <= LAST:
            moment = datetime.combine(day, ROUND, ZONE)
            if day.weekday() in {0, 3}:
                world.put([("INBOX", bank_says(moment - timedelta(hours=3)))], moment - timedelta(hours=3))
            if day.weekday() < 5 and not AWAY[0] <= day <= AWAY[1]:
                world.happen([event for event in left if event.at <= moment])
                left = [event for event in left if event.at > moment]
                office = await round_of(world, office, moment)
            day += timedelta(days=1)
    finally:
        await close_office(office)


async def round_of(world: World, office: Office, moment: datetime) -> Office:
    office.clock = Clock(moment)
    crash = next((each for each in world.year.crashes if each.on == moment.date()), None)
    if crash is not None:
        die(office, crash)
        with pytest.raises(_Died):
            await round_once(office)
        world.crashes += 1
        world.note(office, moment.date())
        await close_office(office)
        office = world.open()
        office.clock = Clock(datetime.combine(moment.date(), AGAIN, ZONE))
    await round_once(office)
    world.note(office, moment.date())
    return office


@pytest.fixture
def world(account: Account, tmp_path: Path) -> Iterator[World]:
    for name, secret in (("password", PASSWORD), ("key", KEY.decode())):
        (tmp_path / name).write_text(secret, encoding="utf-8")
        (tmp_path / name).chmod(0o600)
    with running_sink() as sink:
        text = CONFIG.format(
            us=US, imap=account.server.port, smtp=sink.port, user=account.user, folder=tmp_path
        )
        (tmp_path / "firm.toml").write_text(text, encoding="utf-8")
        session = ImapSession.connect(account.settings(), PASSWORD)
        for folder in ("Sent", "Drafts", "Junk", JOURNAL):
            session.ensure_folder(folder)
        yield World(session=session, sink=sink, folder=tmp_path, year=read_story())
        session.close()


def lines_of(mail: Message) -> list[tuple[str, str]]:
    """The invoices that a letter of ours is for, each with its step."""
    assert mail.message_id is not None
    read = read_mark(mail.header(MARK_HEADER), mail.message_id, KEY)
    assert read is not None
    mark, is_ours = read
    assert is_ours
    return [(number, step) for number, step in mark.lines if step]


def told_of(on: date, how: str, mail: Message) -> Expected:
    lines = lines_of(mail)
    [step] = {step for _, step in lines}
    to = mail.to[0].email if how == "letter" else ""
    return Expected(on, how, step, tuple(sorted(number for number, _ in lines)), to)


async def test_the_letters_of_a_year_are_those_that_were_worked_out_by_hand(world: World) -> None:
    await live_through(world)

    left = [told_of(on, "letter", mail) for on, mail in world.letters]
    drafts = {mail.message_id: (on, mail) for on, mail in reversed(world.drafts.values())}
    left += [told_of(on, "draft", mail) for on, mail in drafts.values() if mail.header(MARK_HEADER)]
    left += [
        Expected(
            task.given_at.astimezone(ZONE).date(),
            "task",
            task.kind.value,
            tuple(sorted(number for number, step in task.lines if step)),
            "",
        )
        for task in world.tasks.values()
    ]
    assert sorted(set(world.year.expected) - set(left)) == [], "did not leave"
    assert sorted(set(left) - set(world.year.expected)) == [], "left, and should not have"
    assert len(left) == len(world.year.expected)
    assert world.crashes == len(world.year.crashes) == 2
    silent = silent_days(world.year)
    asked = [
        (on, number)
        for on, mail in world.letters
        for number, step in lines_of(mail)
        if step not in ASKS_FOR_NOTHING
    ]
    assert not [
        (on, number)
        for on, number in asked
        if any(since <= on <= until for since, until in silent.get(number, ()))
    ]
    seen = [mail.message_id for _, mail in world.letters]
    assert len(seen) == len(set(seen))
