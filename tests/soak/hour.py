"""Minutes in, a table out: the real service lives through bad weather, and hears every answer all the same.

`make soak`, or `make soak MINUTES=5`. Ends with 1 where something is not as it must be.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random, SystemRandom

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from servers.dovecot import PASSWORD, Account, Dovecot, find_dovecot
from servers.relay import Relay
from servers.sink import Received, Sink, running_sink
from soak.gauges import Sample, sample
from soak.shop import Shop, Sold
from soak.table import Finding, findings, print_table
from soak.weather import Weather

from relanced.edge.outbox import LetterState, Outbox
from relanced.edge.store import Store, StoreUnusable
from relanced.intake.message import parse_headers
from relanced.model.facts import ReplyReceived, SendIntended
from relanced.model.names import MessageId

_CALM_S = 420  # at most, at the end: until the last answer is heard and the last letter tried again
_STEP_S = 0.25
_ELSEWHERE = ("Junk", "Archives/Clients")  # where a rule of the owner's may file an answer
_CONFIG = """
mode = "send"
start_on = 2020-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example", "@firm.example"]
iban = "FR7630006000011234567890189"
[imap]
host = "127.0.0.1"
port = {imap}
security = "tls"
ca_file = "{ca}"
user = "{user}"
password = {{ file = "{folder}/password" }}
[smtp]
host = "127.0.0.1"
port = {smtp}
security = "plain"
login = false
save_sent = "always"
[trust]
key = {{ file = "{folder}/key" }}
[calendar]
business_days = false
year_end_pause = false
hours = "00:00-23:59"
[limits]
per_hour = 1000
per_day = 10000
surprise = 1000
[store]
url = "sqlite:///{folder}/relanced.db"
"""


@dataclass(slots=True)
class Heard:
    """An answer: when it was put into the mailbox, and after how many seconds it was a fact."""

    address: str
    folder: str
    at: datetime
    since: float
    after: float | None = None


@dataclass
class Story:
    """All that happened."""

    sold: list[Sold] = field(default_factory=list)
    answers: dict[MessageId, Heard] = field(default_factory=dict)
    intended: dict[MessageId, datetime] = field(default_factory=dict)  # when each letter was claimed
    letters: dict[MessageId, str] = field(default_factory=dict)  # state of each letter in the outbox
    samples: list[Sample] = field(default_factory=list)
    log: Counter[str] = field(default_factory=Counter)
    exit_code: int | None = None

    @property
    def unheard(self) -> list[Heard]:
        return [each for each in self.answers.values() if each.after is None]

    def unwritten(self, received: Sequence[Received]) -> set[str]:
        """Clients who said nothing, and have no letter yet."""
        answered = {each.address for each in self.answers.values()}
        return {sold.address for sold in self.sold} - answered - {letter.recipients[0] for letter in received}


class Soak:
    """One run."""

    def __init__(self, account: Account, folder: Path, random: Random, pace: float) -> None:
        self.story = Story()
        self._account, self._folder, self._random, self._pace = account, folder, random, pace
        self._shop = Shop(random)
        self._store: Store | None = None
        self._read_through = 0
        self._mail_at = self._look_at = self._sample_at = 0.0

    def tick(self, pid: int, sink: Sink, *, mails: bool) -> None:
        """Do what is due: a mail, a look into the store, a look at the process."""
        now = time.monotonic()
        if mails and now >= self._mail_at:
            self._mail_at = now + self._random.uniform(0.5, 1.5) * self._pace
            self._mail(sink)
        if now >= self._look_at:
            self._look_at = now + 0.5
            self._listen()
        if now >= self._sample_at:
            self._sample_at = now + 5
            seen = sample(pid)
            if seen is not None:
                self.story.samples.append(seen)

    def _mail(self, sink: Sink) -> None:
        """An invoice, or an answer: to an invoice just sent, or to a reminder."""
        answered = {each.address for each in self.story.answers.values()}
        silent = [sold for sold in self.story.sold if sold.address not in answered]
        if len(silent) < 3 or self._random.random() < 0.5:
            sold = self._shop.sell()
            self._account.deliver(sold.raw, "Sent")
            self.story.sold.append(sold)
            return
        sold = self._random.choice((silent[-1], self._random.choice(silent)))
        reminders = {letter.recipients[0]: letter.raw for letter in list(sink.received)}
        chased = reminders.get(sold.address)
        about = (parse_headers(chased).message_id if chased else None) or sold.message_id
        answer = self._shop.answer(sold, about)
        folder = self._random.choice(_ELSEWHERE) if self._random.random() < 0.15 else "INBOX"
        self._account.deliver(answer.raw, folder)
        told = Heard(sold.address, folder, datetime.now(UTC), time.monotonic())
        self.story.answers[answer.message_id] = told

    def _listen(self) -> None:
        """What the service has recorded since the last look."""
        try:
            self._store = self._store or Store.open(f"sqlite:///{self._folder}/relanced.db", lock=False)
            new = self._store.facts_after(self._read_through)
        except StoreUnusable:  # not made yet
            return
        for sequence, fact in new:
            self._read_through = sequence
            if isinstance(fact, SendIntended):
                self.story.intended.setdefault(fact.message_id, fact.at)
            elif isinstance(fact, ReplyReceived) and fact.source.message_id in self.story.answers:
                heard = self.story.answers[fact.source.message_id]
                heard.after = heard.after or time.monotonic() - heard.since

    def close(self, exit_code: int) -> None:
        """The last look, once the service has ended."""
        self._listen()
        story = self.story
        story.exit_code = exit_code
        if self._store is not None:
            for letter in Outbox(self._store).letters(*LetterState):
                story.letters[letter.message_id] = letter.state.value
            self._store.close()
        for line in (self._folder / "log").read_text("utf-8", "replace").splitlines():
            story.log[_event(line)] += 1


def _event(line: str) -> str:
    try:
        return str(json.loads(line)["event"])
    except (ValueError, KeyError, TypeError):
        return f"not JSON: {line[:60]}"


@contextmanager
def _service(folder: Path, account: Account, imap: int, smtp: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The service as systemd would start it; ended by SIGTERM."""
    for name, secret in (("password", PASSWORD), ("key", "a key of the soak, 32 bytes long ")):
        (folder / name).write_text(secret, encoding="utf-8")
        (folder / name).chmod(0o600)
    text = _CONFIG.format(imap=imap, smtp=smtp, user=account.user, folder=folder, ca=account.server.ca_file)
    (folder / "firm.toml").write_text(text, encoding="utf-8")
    with (folder / "log").open("ab") as log:
        command = [sys.executable, "-m", "relanced", "--config", str(folder / "firm.toml"), "run"]
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def run(minutes: float, *, seed: int, pace: float, every: tuple[float, float]) -> tuple[Finding, ...]:
    """Live through it; prints the table and gives what was found."""
    binary = find_dovecot()
    if binary is None:
        sys.exit("Dovecot is not installed (Debian: apt install dovecot-imapd)")
    random = Random(seed)
    console = Console()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="relanced-soak-")))
        account = stack.enter_context(Dovecot(binary)).account()
        sink = stack.enter_context(running_sink())
        imap = stack.enter_context(Relay(account.server.tls_port))
        smtp = stack.enter_context(Relay(sink.port))
        soak = Soak(account, folder, random, pace)
        with _service(folder, account, imap.port, smtp.port) as process:
            weather = Weather({"imap": imap, "smtp": smtp}, process.pid, random, every)
            bar = stack.enter_context(_bar(console))
            task = bar.add_task("", total=minutes * 60)
            begun = time.monotonic()
            end, calm = begun + minutes * 60, begun + minutes * 60 + _CALM_S
            while process.poll() is None and time.monotonic() < calm:
                stormy = time.monotonic() < end
                weather.blow() if stormy else weather.end()
                soak.tick(process.pid, sink, mails=stormy)
                story = soak.story
                told = f"{len(sink.received)} letters, {len(story.answers)} answers, {len(story.unheard)} unheard"
                bar.update(task, completed=time.monotonic() - begun, description=told)
                if not stormy and not story.unheard and not story.unwritten(sink.received):
                    break
                time.sleep(_STEP_S)
        soak.close(process.returncode)
        kept = Path(tempfile.gettempdir()) / "relanced-soak.log"
        kept.write_bytes((folder / "log").read_bytes())
    found = findings(soak.story, sink.received)
    print_table(console, soak.story, weather.struck, sink.received, found)
    console.print(f"seed {seed}; the service's log: {kept}")
    return found


def _bar(console: Console) -> Progress:
    return Progress(BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"), console=console)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(1_000_000))
    parser.add_argument("--pace", type=float, default=8, help="seconds between two mails")
    parser.add_argument("--every", type=float, default=6, help="seconds between two faults")
    given = parser.parse_args()
    every = (given.every * 0.5, given.every * 1.5)
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit("ended early")
    )  # the servers and the service are ended too
    found = run(given.minutes, seed=given.seed, pace=given.pace, every=every)
    return 0 if all(each.ok for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
