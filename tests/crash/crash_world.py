"""A story in; its firm, with a mailbox on a real server, a configuration and a store, out."""

import shutil
from datetime import datetime
from pathlib import Path

from crash.crash_mails import KEY, US, invoice_mail
from crash.crash_sink import CrashSink
from crash.scenario import APART, STEPS, Mode, Scenario, Store
from crash.zygote import Order
from servers.dovecot import PASSWORD, Account, Dovecot

CONFIG = """
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
[limits]
per_hour = 500
per_day = 500
[letters]
thanks = "never"
withdraw = false
broken_promise = false
[digest]
business_days = false
[store]
url = "sqlite:///{folder}/relanced.db"
"""
_STEP = """[[step]]
name = "{name}"
after_due_days = {days}
channel = "{channel}"
template = "{name}"
attach = []
"""
_STORE = ("relanced.db", "relanced.db-wal", "relanced.db-shm")


class World:
    """One firm: its mailbox, its folder, and the server that its letters go to."""

    def __init__(self, dovecot: Dovecot, sink: CrashSink, folder: Path, scenario: Scenario) -> None:
        self.account: Account = dovecot.account()
        self.sink = sink
        self.folder = folder
        self.scenario = scenario

    def begin(self) -> None:
        """Make the firm: its secrets, its configuration, its invoices in Sent."""
        self.folder.mkdir(mode=0o700, parents=True)
        for name, secret in (("password", PASSWORD), ("key", KEY)):
            (self.folder / name).write_text(secret, encoding="utf-8")
            (self.folder / name).chmod(0o600)
        mode = "draft" if self.scenario.mode is Mode.DRAFT else "send"
        text = CONFIG.format(
            us=US,
            mode=mode,
            imap=self.account.server.port,
            smtp=self.sink.port,
            user=self.account.user,
            folder=self.folder,
            save_sent=self.scenario.save_sent,
        )
        steps = "".join(
            _STEP.format(name=name, days=7 + place * APART.days, channel=self._channel(place))
            for place, name in enumerate(STEPS)
        )
        (self.folder / "firm.toml").write_text(text + steps, encoding="utf-8")
        for invoice in self.scenario.invoices:
            folder, raw, at = invoice_mail(invoice)
            self.put(folder, raw, at)

    def _channel(self, place: int) -> str:
        return "call" if self.scenario.mode is Mode.TASK and place == 0 else "mail"

    def put(self, folder: str, raw: bytes, at: datetime) -> None:
        """Let a mail arrive at this moment of the story."""
        self.account.server.deliver(self.account.user, raw, folder, at)

    def order(self, at: datetime, **how: object) -> Order:
        """A life of this firm's relanced."""
        return Order(config=self.folder / "firm.toml", at=at.isoformat(), log=self.folder / "log", **how)  # type: ignore[arg-type]  # by name

    def lying_in(self, folder: str) -> list[bytes]:
        """The mails of a folder, as they lie on the server's disk."""
        maildir = self.account.server.maildir(self.account.user, folder)
        return [path.read_bytes() for part in ("new", "cur") for path in sorted((maildir / part).glob("*"))]

    def change_store(self, to: Store) -> Store:
        """Delete the store or put the older copy back; gives what was done."""
        copy = self.folder / "copy"
        if to is Store.KEPT or (to is Store.RESTORED and not copy.exists()):
            return Store.KEPT
        for name in _STORE:
            (self.folder / name).unlink(missing_ok=True)
            if to is Store.RESTORED and (copy / name).exists():
                shutil.copy(copy / name, self.folder / name)
        return to

    def copy_store(self) -> None:
        """Keep a copy of the store, as a backup of the machine does while nothing runs."""
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for name in _STORE:
            if (self.folder / name).exists():
                shutil.copy(self.folder / name, copy / name)
