"""How soon a client's answer silences his invoice; asserts nothing. What an idle service costs: idle_mailboxes.py.

Run by `make bench`. Real Dovecot, real service. A reply is delivered; the clock runs from the bytes of the
server's notice («EXISTS» in IDLE, seen by a relay on the way) until the reply stands in the store. Dovecot
itself holds each notice back for half a second: that is the difference of the two columns.
"""

import argparse
import asyncio
import contextlib
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servers.dovecot import Account, Dovecot

TESTS = Path(__file__).parents[1] / "tests"
APART_S = 1.6  # the watcher calls at most once a second, Dovecot gathers for half a second
LOST_S = 20.0

CONFIG = """
mode = "draft"
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["{user}"]
iban = "FR7630006000011234567890189"
[imap]
host = "127.0.0.1"
port = {port}
security = "{security}"
ca_file = "{ca}"
user = "{user}"
password = {{ file = "{folder}/password" }}
[smtp]
host = "127.0.0.1"
port = 1
security = "plain"
login = false
[trust]
key = {{ file = "{folder}/key" }}
[store]
url = "sqlite:///{folder}/{name}.db"
"""


class NoticeRelay:
    """A relay to the mail server that notes when it lets a notice through to a connection that idles."""

    def __init__(self, port: int) -> None:
        self.port = 0
        self.noticed_at = 0.0
        self._target = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()

    async def _start(self) -> int:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(server.sockets[0].getsockname()[1])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, to_them = await asyncio.open_connection("127.0.0.1", self._target)
        idles = [False]
        with contextlib.suppress(ConnectionError):
            await asyncio.gather(self._up(reader, to_them, idles), self._down(theirs, writer, idles))
        for each in (writer, to_them):
            each.close()

    @staticmethod
    async def _up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, idles: list[bool]) -> None:
        while data := await reader.read(65536):
            idles[0] = data.endswith(b"IDLE\r\n") or (idles[0] and b"DONE" not in data)
            writer.write(data)
        writer.close()

    async def _down(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, idles: list[bool]
    ) -> None:
        while data := await reader.read(65536):
            if idles[0] and b"EXISTS" in data:
                self.noticed_at = time.monotonic()
            writer.write(data)
        writer.close()

    def stop(self) -> None:
        """End the loop; connections die with the process."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()


def write_config(folder: Path, name: str, account: "Account", port: int, *, tls: bool) -> Path:
    """One firm's file."""
    text = CONFIG.format(
        folder=folder,
        name=name,
        user=account.user,
        port=port,
        security="tls" if tls else "plain",
        ca=account.server.ca_file,
    )
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def service(config: Path, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The service itself, ended by SIGTERM."""
    with log.open("ab") as out:
        command = [sys.executable, "-m", "relanced", "--config", str(config), "run"]
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def reply(number: int, account: "Account") -> bytes:
    """A client's dispute, another one each time."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "compta@pons.example", account.user, "Re: Facture F2026-0007"
    mail["Date"], mail["Message-ID"] = (
        format_datetime(datetime.now(UTC)),
        f"<{number}.{time.time_ns()}@pons.example>",
    )
    mail.set_content(f"Bonjour,\n\nNous contestons la facture F2026-0007, point {number} : livrée abîmée.\n")
    return mail.as_bytes()


def replies_in(store: sqlite3.Connection) -> int:
    """How many replies the store holds."""
    return int(store.execute("SELECT count(*) FROM fact WHERE body LIKE '%ReplyReceived%'").fetchone()[0])


def wait_until(log: Path, words: str, times: int = 1) -> None:
    """Until the service has said this so often."""
    end = time.monotonic() + 120
    while log.read_text(encoding="utf-8", errors="replace").count(words) < times:
        if time.monotonic() > end:
            sys.exit(f"the service never said {words}: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.2)


def hear(dovecot: "Dovecot", folder: Path, deliveries: int) -> None:
    """Deliver replies one by one; print how long each took."""
    account = dovecot.account()
    relay = NoticeRelay(dovecot.port)
    config, log = write_config(folder, "heard", account, relay.port, tls=False), folder / "log"
    from_notice, from_delivery = [], []
    with service(config, log):
        wait_until(log, "watch_connected")
        time.sleep(3)
        account.deliver(reply(-1, account))  # the worker starts with the first mail
        time.sleep(8)
        store = sqlite3.connect(f"file:{folder}/heard.db?mode=ro", uri=True)
        for number in range(deliveries):
            before, relay.noticed_at = replies_in(store), 0.0
            delivered = time.monotonic()
            account.deliver(reply(number, account))
            while replies_in(store) == before and time.monotonic() - delivered < LOST_S:
                time.sleep(0.001)
            heard = time.monotonic()
            from_delivery.append(heard - delivered)
            if relay.noticed_at:
                from_notice.append(heard - relay.noticed_at)
            time.sleep(max(0.0, APART_S - (heard - delivered)))
        store.close()
    relay.stop()
    lost = sum(each >= LOST_S for each in from_delivery)
    print(f"{deliveries} replies delivered, {lost} not heard within {LOST_S:.0f} s")
    for name, values in (("notice to pause", from_notice), ("delivery to pause", from_delivery)):
        print(f"  {name:18} p50 {at(values, 50):6.0f} ms   p99 {at(values, 99):6.0f} ms   n={len(values)}")


def at(values: list[float], percent: int) -> float:
    """A percentile, in milliseconds."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] * 1000


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=200)
    chosen = parser.parse_args()
    sys.path.insert(0, str(TESTS))
    servers = import_module("servers.dovecot")
    binary = servers.find_dovecot() or sys.exit(
        "Dovecot is not installed (Debian: apt install dovecot-imapd)"
    )
    with tempfile.TemporaryDirectory() as name, servers.Dovecot(binary) as dovecot:
        folder = Path(name)
        for file, secret in (("password", servers.PASSWORD), ("key", "a key of 32 characters, no less")):
            (folder / file).write_text(secret, encoding="utf-8")
            (folder / file).chmod(0o600)
        hear(dovecot, folder, chosen.deliveries)


if __name__ == "__main__":
    main()
