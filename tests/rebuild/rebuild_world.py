"""A firm on a real mailbox whose days are set by a test: mails in, rounds taken, stores lost; what is known, out."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TypeVar

from invoice_xml import cii, cii_due, cii_sums
from servers.dovecot import PASSWORD, Account, Dovecot
from servers.sink import Sink

from relanced.daemon import worker
from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.once import round_once
from relanced.daemon.reader import Reader
from relanced.daemon.rounds import decide, take_round
from relanced.daemon.set_up import SetUp
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.folders import JOURNAL
from relanced.edge.settings import Settings
from relanced.intake.message import UnreadableMail
from relanced.letters.note import Decision, write_note
from relanced.model.decided import Verb
from relanced.model.facts import ReplyReceived
from relanced.model.intents import Intent
from relanced.model.mark import MARK_HEADER, read_mark
from relanced.model.names import MessageId
from relanced.model.source import Source

US = "compta@firm.example"
KEY = "a key of the tests, 32 bytes long"
BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
_SEAL = (
    "Authentication-Results: mx.firm.example; dkim=pass header.d=notif.banque-rivage.example;"
    " dmarc=pass header.from=notif.banque-rivage.example\r\n"
)
_CONFIG = """
mode = "{mode}"
timezone = "Europe/Paris"
language = "fr"
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["{us}", "@firm.example"]
country = "FR"
iban = "FR7630006000011234567890189"
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
save_sent = "{save_sent}"
[trust]
authserv_ids = ["mx.firm.example"]
key = {{ file = "{folder}/key" }}
[[bank]]
name = "Banque Rivage"
from = ["@notif.banque-rivage.example"]
[calendar]
business_days = false
year_end_pause = false
hours = "00:00-23:59"
[store]
url = "sqlite:///{store}/relanced.db"
"""
_STEP = """[[step]]
name = "{name}"
after_due_days = {days}
template = "{name}"
attach = []
"""
_LADDER = (("rappel", 3), ("relance", 12), ("derniere_relance", 25))

T = TypeVar("T")


class ReaderHere(Reader):
    """Reads with the worker's own functions, in this process: a process for each round would take a second."""

    def __init__(self, rules: SetUp, **how: Any) -> None:  # noqa: ANN401 - as the one that it stands for
        super().__init__(rules, **how)
        worker._rules = _rules_of(rules)

    async def _in_worker(self, name: str, *args: object) -> Any:  # noqa: ANN401 - as the one that it stands for
        try:
            return getattr(worker, name)(*args)
        except UnreadableMail as error:
            return str(error)


_known_rules: dict[str, Any] = {}


def _rules_of(set_up: SetUp) -> Any:  # noqa: ANN401 - the worker's rules
    """The same firm each time: its words are loaded once."""
    if "rules" not in _known_rules:
        _known_rules["rules"] = worker.reading_rules(set_up)
    return _known_rules["rules"]


class World:
    """One firm; `now` is its time."""

    def __init__(self, dovecot: Dovecot, sink: Sink, folder: Path, *, save_sent: str) -> None:
        self.account: Account = dovecot.account()
        self.sink = sink
        self.folder = folder
        self.now = BEGIN
        self.save_sent = save_sent
        self.invoices: list[tuple[str, int, int]] = []  # number, client, cents
        self._others = 0
        for name in ("store", "backup"):
            (folder / name).mkdir(parents=True)
        for name, secret in (("password", PASSWORD), ("key", KEY)):
            (folder / name).write_text(secret, encoding="utf-8")
            (folder / name).chmod(0o600)
        self._first_letter = len(sink.received)

    # What happens in the mailbox.

    def sends_an_invoice(self, client: int, cents: int, due_in: int) -> None:
        """Ours to a client, with an XML."""
        number = f"F2026-{len(self.invoices) + 1:04d}"
        self.invoices.append((number, client, cents))
        total = f"{cents / 100:.2f}"
        xml = cii(
            number=number,
            issued=f"{self.now:%Y%m%d}",
            due=cii_due(f"{self.now + timedelta(days=due_in):%Y%m%d}"),
            seller="Atelier Verrier SARL",
            buyer=f"Client {client} SARL",
            sums=cii_sums(GrandTotalAmount=total, DuePayableAmount=total),
        )
        text = f"Bonjour,\n\nVeuillez trouver ci-joint notre facture {number}.\n\nClaire Verrier\n"
        mail = self._mail(US, f"Client {client} SARL <{address_of(client)}>", f"Facture {number}", text)
        mail.add_attachment(xml, maintype="application", subtype="xml", filename=f"{number}.xml")
        self._deliver(mail.as_bytes(), "Sent")

    def hears(self, client: int, words: str, number: str, folder: str = "INBOX") -> None:
        """A client's mail about an invoice."""
        mail = self._mail(
            address_of(client), US, f"Re: Facture {number}", f"Bonjour,\n\n{words}\n\nCordialement\n"
        )
        self._deliver(mail.as_bytes(), folder)

    def is_paid(self, number: str, client: int, cents: int) -> None:
        """The bank's notice."""
        euros = f"{cents / 100:,.2f}".replace(",", " ").replace(".", ",")
        text = (
            f"Bonjour,\n\nUn virement a été crédité sur votre compte.\n\nMontant : {euros} €\n"
            f"Donneur d'ordre : CLIENT {client} SARL\nMotif : {number}\nDate de valeur : {self.now:%d/%m/%Y}\n\n"
        )
        mail = self._mail("Banque Rivage <avis@notif.banque-rivage.example>", US, "Avis de crédit", text)
        self._deliver(_SEAL.encode() + mail.as_bytes(), "INBOX")

    def is_decided(self, verb: Verb, target: str) -> None:
        """The owner's note."""
        until = (self.now + timedelta(days=9)).date() if verb is Verb.PAUSE else None
        decision = Decision(verb=verb, target=target, until=until, note="", decided_at=self._tick())
        self._deliver(write_note(decision, US, KEY.encode()), JOURNAL)

    def _mail(self, sender: str, to: str, subject: str, text: str) -> EmailMessage:
        self._others += 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Date"] = format_datetime(self._tick())
        mail["Message-ID"] = f"<{self._others}.{self.account.user}>"
        mail.set_content(text)
        return mail

    def _deliver(self, raw: bytes, folder: str) -> None:
        self.account.server.deliver(self.account.user, raw, folder, self.now)

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    # What relanced does.

    def takes_a_round(self) -> None:
        """As the service does; every letter that leaves is looked at."""
        self._tick()
        self._in_office("store", "send", round_once)
        self.sent_no_letter_twice()

    def loses_its_store(self) -> None:
        """The disk is gone; the mailbox and the key are not."""
        self._empty("store")

    def backs_up(self) -> None:
        """A copy of the store."""
        self._empty("backup")
        for path in (self.folder / "store").glob("relanced.db*"):
            shutil.copy(path, self.folder / "backup" / path.name)

    def restores(self) -> None:
        """The copy in the place of the store."""
        self._empty("store")
        for path in (self.folder / "backup").glob("relanced.db*"):
            shutil.copy(path, self.folder / "store" / path.name)

    def knows(self, store: str) -> tuple[object, object]:
        """Cases and plan by this store, which reads what it has not read yet; nothing is written or sent."""

        async def look(office: Office) -> tuple[object, object]:
            await take_round(office)
            ledger, actions = decide(office)
            cases = {
                case.number: plain(case) for account in ledger.accounts.values() for case in account.cases
            }
            return cases, sorted((plain(action) for action in actions), key=repr)

        return self._in_office(store, "observe", look)

    def intents(self, store: str) -> list[Intent]:
        """What clients' mails were read as, oldest first."""

        async def look(office: Office) -> list[Intent]:
            heard = [fact for fact in office.facts if isinstance(fact, ReplyReceived)]
            return [fact.intent for fact in sorted(heard, key=lambda fact: fact.source.at)]

        return self._in_office(store, "observe", look)

    def rebuilt(self) -> tuple[object, object]:
        """Cases and plan as a store has them that was made from the mailbox alone."""
        fresh = self.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        return self.knows("fresh")

    def sent_no_letter_twice(self) -> None:
        """Law 2, at the recipients' side."""
        ids, steps = set(), set()
        for letter in self.sink.received[self._first_letter :]:
            mail = _parsed(letter.raw)
            message_id = MessageId(str(mail["Message-ID"]).strip("<>"))
            assert message_id not in ids, f"twice: {mail['Subject']} to {letter.recipients}"
            ids.add(message_id)
            mark = read_mark(str(mail[MARK_HEADER]), message_id, KEY.encode())
            assert mark is not None
            for line in mark[0].lines:
                assert line[1] is None or line not in steps, f"step {line} twice"
                steps.add(line)

    @property
    def letters(self) -> int:
        """How many left."""
        return len(self.sink.received) - self._first_letter

    def _empty(self, name: str) -> None:
        for path in (self.folder / name).glob("relanced.db*"):
            path.unlink()

    def _in_office(self, store: str, mode: str, work: Callable[[Office], Awaitable[T]]) -> T:
        async def do() -> T:
            office = open_office(self._settings(store, mode), Clock(self.now), copy_wait_s=0)
            office.reader.close()
            office.reader = ReaderHere(office.reader._hand._set_up)
            try:
                return await work(office)
            finally:
                await close_office(office)

        return asyncio.run(do())

    def _settings(self, store: str, mode: str) -> Settings:
        path = self.folder / f"{mode}-{store}.toml"
        text = _CONFIG.format(
            mode=mode,
            us=US,
            imap=self.account.server.port,
            smtp=self.sink.port,
            user=self.account.user,
            folder=self.folder,
            store=self.folder / store,
            save_sent=self.save_sent,
        )
        steps = "".join(_STEP.format(name=name, days=days) for name, days in _LADDER)
        path.write_text(text + steps, encoding="utf-8")
        settings = load_settings(path)
        assert isinstance(settings, Settings), str(settings)
        return settings


def address_of(client: int) -> str:
    """Where a client is written to."""
    return f"compta@client{client}.example"


def plain(value: object) -> object:
    """The same without where it was found: a copy of a mail may lie in two places."""
    if isinstance(value, Source):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, tuple((f.name, plain(getattr(value, f.name))) for f in fields(value))
    if isinstance(value, frozenset | set):
        return sorted((plain(each) for each in value), key=repr)
    if isinstance(value, tuple | list):
        return tuple(plain(each) for each in value)
    if isinstance(value, dict):
        return sorted(((repr(k), plain(v)) for k, v in value.items()), key=repr)
    return value


def _parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, EmailMessage, policy=default)
