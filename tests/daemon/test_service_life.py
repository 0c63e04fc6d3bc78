"""The life of the real service: what systemd hears of it, and how it follows its files, with real servers.

Slow tests: each starts `relanced run` and lives with it for some seconds.
"""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Queue

import pytest
from commands import run_command
from faults.fault_makers import Place
from prometheus_client.parser import text_string_to_metric_families
from servers.dovecot import Account, Dovecot, free_port
from servers.scripted_smtp import DOT, Late, ScriptedSmtp, scripted_smtp
from servers.sink import Sink, running_sink

pytestmark = pytest.mark.slow

# Names, hosts, addresses and words of the clients of these stories, as far as no number of an invoice is in them.
CLIENT = re.compile(r"pons|rocher|keravel|ana[iï]s|v\.pons|contest|zanzibar|Vera", re.IGNORECASE)
UNREADABLE = (
    b"From: Vera <v.pons@pons-immobilier.example>\r\nSubject: =?utf-7?q?zanzibar=2BAA-?= F2026-0507\r\n"
    b"Message-ID: <q@pons-immobilier.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nzanzibar\r\n"
    * 300
)
ANSWER = (
    b"From: Vera Pons <v.pons@pons-immobilier.example>\r\nTo: compta@firm.example\r\nSubject: Facture F2026-0507\r\n"
    b"Message-ID: <a@pons-immobilier.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Bonjour, nous contestons la facture F2026-0507: zanzibar.\r\n"
)

MAILS = Path(__file__).parents[1] / "fixtures" / "end_to_end"
INVOICE = (MAILS / "invoice-pons.eml").read_bytes()
PATIENCE_S = 60  # for what takes two seconds on an idle machine


class Systemd:
    """The manager's end of $NOTIFY_SOCKET: every datagram that the service sent, in order."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.heard: list[str] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._socket.settimeout(0)

    def listen(self) -> list[str]:
        with suppress(BlockingIOError):
            while True:
                self.heard.append(self._socket.recv(8192).decode())
        return self.heard

    def lines(self) -> list[str]:
        return [line for told in self.listen() for line in told.split("\n")]

    @property
    def status(self) -> str:
        said = [line.removeprefix("STATUS=") for line in self.lines() if line.startswith("STATUS=")]
        return said[-1] if said else ""

    def close(self) -> None:
        self._socket.close()


class Service:
    """`relanced run` under a scripted systemd."""

    def __init__(self, config: Path, folder: Path, watchdog_s: float) -> None:
        self.systemd = Systemd(folder / "notify")
        self.log_file = folder / "journal"
        given = {"NOTIFY_SOCKET": str(self.systemd.path), "WATCHDOG_USEC": f"{watchdog_s * 1e6:.0f}"}
        words = [sys.executable, "-m", "relanced", "--config", str(config), "run"]
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, **given})

    @property
    def journal(self) -> str:
        return self.log_file.read_text("utf-8", "replace")

    def wait_for(self, what: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not what():
            assert time.monotonic() < end, (
                f"in vain; it said:\n{self.journal[-3000:]}\n{self.systemd.lines()[-8:]}"
            )
            time.sleep(0.05)

    def reload(self) -> None:
        """As `systemctl reload`: returns when the service says that it has read everything."""
        self.systemd.listen()
        before = len(self.systemd.heard)
        self.process.send_signal(signal.SIGHUP)
        self.wait_for(lambda: "READY=1" in self.systemd.listen()[before:])
        began = next(told for told in self.systemd.heard[before:] if told.startswith("RELOADING=1"))
        assert re.fullmatch(r"RELOADING=1\nMONOTONIC_USEC=\d+", began)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@contextmanager
def serving(config: Path, folder: Path, watchdog_s: float = 6) -> Iterator[Service]:
    service = Service(config, folder, watchdog_s)
    try:
        service.wait_for(lambda: "READY=1" in service.systemd.lines())
        yield service
    finally:
        code = service.stop()
        service.systemd.close()
    assert code == 0, service.journal[-3000:]


@contextmanager
def slow_server(seconds: float) -> Iterator[ScriptedSmtp]:
    """A mail server that thinks for a while about each letter, in a thread of its own."""
    running: Queue[tuple[ScriptedSmtp, asyncio.AbstractEventLoop, asyncio.Event]] = Queue()

    async def serve() -> None:
        over = asyncio.Event()
        async with scripted_smtp({DOT: Late(seconds, "250 2.0.0 taken")}) as server:
            running.put((server, asyncio.get_running_loop(), over))
            await over.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    server, loop, over = running.get(timeout=10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as running:
        yield running


def place_of(account: Account, folder: Path, smtp: int, **more: str) -> Place:
    folder.mkdir(exist_ok=True)
    return Place(folder=folder, imap=account.server.port, smtp=smtp, user=account.user, **more)  # type: ignore[arg-type]  # all of them are texts


def rewrite(path: Path, text: str) -> None:
    """As editors write: a new file, renamed over the old one."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def test_a_broken_file_never_replaces_a_running_one_and_is_said_until_it_is_mended(
    account: Account, sink: Sink, tmp_path: Path
) -> None:
    config = place_of(account, tmp_path, sink.port).write_config()
    good = config.read_text("utf-8")
    with serving(config, tmp_path) as service:
        service.wait_for(lambda: "INBOX read at" in service.systemd.status)
        rewrite(config, good.replace("mode =", "mod ="))  # nobody says so to the service
        service.wait_for(lambda: "in its files: the last good ones are in use" in service.systemd.status)
        assert "configuration_refused" in service.journal
        service.reload()
        assert "problem" in service.systemd.status
        account.deliver(INVOICE, "Sent")
        service.reload()  # which takes a round at once
        service.wait_for(lambda: len(sink.received) == 1)  # it works on
        rewrite(config, good + "\n# mended\n")
        service.wait_for(lambda: "problem" not in service.systemd.status)
        assert service.journal.count("imap_connected") == 1  # one login for all of it


def test_new_limits_are_taken_over_by_themselves_and_the_mailbox_stays_open(
    account: Account, sink: Sink, tmp_path: Path
) -> None:
    config = place_of(account, tmp_path, sink.port).write_config()
    with serving(config, tmp_path) as service:
        service.wait_for(lambda: "INBOX read at" in service.systemd.status)
        rewrite(config, config.read_text("utf-8").replace('mode = "send"', 'mode = "send"\nlanguage = "en"'))
        service.wait_for(lambda: "configuration_changed" in service.journal)
        service.wait_for(
            lambda: service.journal.count("imap_connected") == 2
        )  # words of letters: opened anew
        rewrite(config, config.read_text("utf-8") + "\n[limits]\nmin_interval_days = 9\n")
        service.wait_for(lambda: "configuration_taken_over" in service.journal)
        assert service.journal.count("imap_connected") == 2


def test_a_half_written_file_is_left_alone_until_it_stands_still(
    account: Account, sink: Sink, tmp_path: Path
) -> None:
    config = place_of(account, tmp_path, sink.port).write_config()
    good = config.read_text("utf-8")
    with serving(config, tmp_path) as service:
        service.wait_for(lambda: "INBOX read at" in service.systemd.status)
        whole = good.replace('mode = "send"', 'mode = "observe"')
        for part in range(1, 8):  # a copy over a slow network: four seconds of halves
            config.write_text(whole[: len(whole) * part // 8], encoding="utf-8")
            time.sleep(0.6)
        config.write_text(whole, encoding="utf-8")
        service.wait_for(lambda: "configuration_changed" in service.journal)
        assert "configuration_refused" not in service.journal


def test_firms_come_and_go_with_their_files(dovecot: Dovecot, sink: Sink, tmp_path: Path) -> None:
    firms = tmp_path / "firms"
    firms.mkdir()
    texts = {}
    for name in ("one", "two"):
        place = place_of(dovecot.account(), tmp_path / name, sink.port)
        texts[name] = place.write_config().read_text("utf-8")
    (firms / "one.toml").write_text(texts["one"], encoding="utf-8")
    with serving(firms, tmp_path) as service:
        service.wait_for(lambda: "one: INBOX read at" in service.systemd.status)
        rewrite(firms / "two.toml", texts["two"])
        service.wait_for(lambda: "two: INBOX read at" in service.systemd.status)
        rewrite(firms / "three.toml", texts["one"])  # the mailbox of another firm
        service.wait_for(lambda: "a mailbox of its own" in service.journal)
        assert "three" not in service.systemd.status
        (firms / "three.toml").unlink()
        (firms / "one.toml").unlink()
        service.wait_for(lambda: "one:" not in service.systemd.status)
        rewrite(firms / "one.toml", texts["one"])  # at once, while its last life may be ending
        service.wait_for(lambda: "one: INBOX read at" in service.systemd.status)
        assert "two: INBOX read at" in service.systemd.status


def test_a_template_that_is_wrong_is_said_and_goes_when_it_is_right(
    account: Account, sink: Sink, tmp_path: Path
) -> None:
    config = place_of(account, tmp_path, sink.port).write_config()
    letter = tmp_path / "mine" / "fr" / "rappel.txt.j2"
    letter.parent.mkdir(parents=True)
    config.write_text(f'templates = "mine"\n{config.read_text("utf-8")}', encoding="utf-8")
    with serving(config, tmp_path) as service:
        service.wait_for(lambda: "INBOX read at" in service.systemd.status)
        letter.write_text("Subject: {{ nothing", encoding="utf-8")
        account.deliver(INVOICE, "Sent")
        service.wait_for(lambda: "1 problem in its files" in service.systemd.status)
        assert "fr/rappel.txt.j2" in run_command(config, "status").stdout
        assert not sink.received
        letter.unlink()
        service.wait_for(lambda: len(sink.received) == 1)
        service.wait_for(lambda: "problem" not in service.systemd.status)


def test_a_letter_during_data_is_finished_and_systemd_is_asked_to_wait(
    account: Account, tmp_path: Path
) -> None:
    with slow_server(8) as server:
        config = place_of(account, tmp_path, server.port).write_config()
        account.deliver(INVOICE, "Sent")
        with serving(config, tmp_path) as service:
            service.wait_for(lambda: server.letters)  # all of the letter is there, and not answered
            service.process.send_signal(signal.SIGTERM)
            service.wait_for(lambda: any("EXTEND_TIMEOUT_USEC=" in line for line in service.systemd.lines()))
            assert "STOPPING=1" in service.systemd.lines()
            assert service.stop() == 0
            assert "waiting for the mail server's answer" in service.systemd.status
    assert "'outcome': 'sent'" in service.journal.replace('"', "'")
    assert "unknown" not in run_command(config, "status").stdout


def test_a_mailbox_that_is_dead_feeds_the_watchdog_and_a_loop_that_hangs_does_not(
    account: Account, sink: Sink, tmp_path: Path
) -> None:
    place = Place(folder=tmp_path, imap=1, smtp=sink.port, user=account.user)  # nobody listens on port 1
    with serving(place.write_config(), tmp_path, watchdog_s=3) as service:
        service.wait_for(lambda: "unreachable" in service.systemd.status)
        fed = service.systemd.lines().count("WATCHDOG=1")
        service.wait_for(lambda: service.systemd.lines().count("WATCHDOG=1") >= fed + 3)
        service.process.send_signal(signal.SIGSTOP)
        time.sleep(0.3)
        fed = service.systemd.lines().count("WATCHDOG=1")
        time.sleep(4)  # longer than systemd would wait
        assert service.systemd.lines().count("WATCHDOG=1") == fed
        service.process.send_signal(signal.SIGCONT)


def test_its_figures_tell_no_client_and_follow_the_configuration(
    account: Account, sink: Sink, tmp_path: Path
) -> None:
    config = place_of(account, tmp_path, sink.port).write_config()
    port = free_port()
    account.deliver(INVOICE, "Sent")
    with serving(config, tmp_path) as service:
        service.wait_for(lambda: len(sink.received) == 1)
        rewrite(config, f'{config.read_text("utf-8")}\n[metrics]\nlisten = "127.0.0.1:{port}"\n')
        service.wait_for(lambda: "metrics_shown" in service.journal)
        service.wait_for(lambda: "INBOX read at" in service.systemd.status)
        text = ""

        def shows_all() -> bool:
            nonlocal text
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as page:
                text = page.read().decode()
            return "relanced_invoices_overdue{" in text

        service.wait_for(shows_all)
        assert service.journal.count("imap_connected") == 1  # nothing was closed for it
        rewrite(config, config.read_text("utf-8").replace(f"127.0.0.1:{port}", f"127.0.0.1:{free_port()}"))
        service.wait_for(lambda: service.journal.count("metrics_shown") == 2)
        with pytest.raises(OSError, match="refused"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10)
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["relanced_letters_total", "firm", "sent"] == 1
    assert found["relanced_invoices_overdue", "EUR", "firm"] == 1
    assert found["relanced_config_refused", "firm"] == 0
    assert found["relanced_rounds_total", "firm"] >= 1
    assert sum(value for (name, *_), value in found.items() if name == "relanced_owed") == 1050
    assert not CLIENT.search(text)


def test_its_journal_names_no_client_through_a_whole_story(
    account: Account, sink: Sink, tmp_path: Path
) -> None:
    """Invoices and their letters, money, a dispute, an answer, a mail that nobody can read."""
    config = place_of(account, tmp_path, sink.port).write_config()
    for name in ("invoice-pons.eml", "invoice-rocher.eml", "invoice-keravel.eml"):
        account.deliver((MAILS / name).read_bytes(), "Sent")
    with serving(config, tmp_path) as service:
        service.wait_for(lambda: len(sink.received) == 3)
        for name in ("dispute-rocher.eml", "credit-keravel.eml"):
            account.deliver((MAILS / name).read_bytes())
        account.deliver(UNREADABLE)
        account.deliver(ANSWER)
        service.reload()
        service.wait_for(lambda: "mail_quarantined" in service.journal and "owner_asked" in service.journal)
        time.sleep(1)
        assert not CLIENT.search(service.systemd.status)
    told = service.journal
    assert "submitted" in told
    assert re.search(r'"client": "~[0-9a-f]{8}"', told)
    assert not CLIENT.findall(told), told
    assert not CLIENT.findall("\n".join(service.systemd.heard))
