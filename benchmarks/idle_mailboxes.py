"""What a service costs that has nothing to do: memory, threads, descriptors, processor; asserts nothing.

Run by `make bench`. Real Dovecot over TLS on loopback, the real service, one firm a mailbox, and no mail in it.
With --mail each hears a mail first, and is measured once its worker process has ended again, after five minutes.
Memory is PSS of the service and of the processes that it started: pages shared with others are divided.
"""

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servers.dovecot import Dovecot

TESTS = Path(__file__).parents[1] / "tests"
TICKS = os.sysconf("SC_CLK_TCK")
MOST = 50  # mailboxes: Dovecot's user may have 128 inotify instances, and each mailbox idles on one
SETTLE_S = 10.0

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


@dataclass(frozen=True, slots=True)
class Cost:
    """What the processes of a service hold and have used."""

    service_kb: int
    worker_kb: int
    processes: int
    threads: int
    descriptors: int
    cpu_s: float


def prepare(folder: Path, dovecot: "Dovecot", mailboxes: int) -> list[str]:
    """A folder of configurations, one a mailbox; gives the users."""
    secrets = {
        "password": import_module("servers.dovecot").PASSWORD,
        "key": "a key of 32 characters, no less",
    }
    for name, secret in secrets.items():
        (folder / name).write_text(secret, encoding="utf-8")
        (folder / name).chmod(0o600)
    users = []
    for number in range(mailboxes):
        account = dovecot.account()
        text = CONFIG.format(
            folder=folder, name=f"firm{number}", user=account.user, port=dovecot.tls_port, ca=dovecot.ca_file
        )
        (folder / f"firm{number}.toml").write_text(text, encoding="utf-8")
        users.append(account.user)
    return users


@contextmanager
def service(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The service itself, ended by SIGTERM."""
    with (folder / "log").open("ab") as out:
        command = [sys.executable, "-m", "relanced", "--config", str(folder), "run"]
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def wait_until(log: Path, words: str, times: int) -> None:
    """Until the service has said this so often."""
    end = time.monotonic() + 60 + 10 * times
    while (told := log.read_text(encoding="utf-8", errors="replace")).count(words) < times:
        if time.monotonic() > end:
            sys.exit(f"the service said {words} {told.count(words)} times, not {times}: {told[-2000:]}")
        time.sleep(0.2)


def dispute(user: str) -> bytes:
    """A client's mail."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "compta@pons.example", user, "Re: Facture F2026-0007"
    mail["Message-ID"] = f"<{time.time_ns()}@pons.example>"
    mail.set_content("Bonjour,\n\nNous contestons la facture F2026-0007 : livrée abîmée.\n")
    return mail.as_bytes()


def cost_of(pid: int) -> Cost:
    """What it costs now."""
    workers = children_of(pid)
    each = [pid, *workers]
    return Cost(
        service_kb=memory_of(pid),
        worker_kb=sum(map(memory_of, workers)),
        processes=len(each),
        threads=sum(entries(f"/proc/{one}/task") for one in each),
        descriptors=sum(entries(f"/proc/{one}/fd") for one in each),
        cpu_s=sum(map(cpu_of, each)),
    )


def entries(path: str) -> int:
    """How many there are; 0 for a process that has ended."""
    with contextlib.suppress(OSError):
        return len(os.listdir(path))  # noqa: PTH208 - names of /proc, no paths
    return 0


def cpu_of(pid: int) -> float:
    """Seconds of the processor so far."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    return 0.0


def children_of(pid: int) -> list[int]:
    """The processes that it started, and theirs."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    found = [int(each) for path in lists for each in path.read_text(encoding="utf-8").split()]
    return [*found, *(below for each in found for below in children_of(each))]


def memory_of(pid: int) -> int:
    """KB of memory, shared pages divided among those that share them (PSS); 0 for a process that has ended."""
    with contextlib.suppress(OSError):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
        return int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0])
    return 0


def measure(dovecot: "Dovecot", folder: Path, mailboxes: int, chosen: argparse.Namespace) -> Cost:
    """Serve so many mailboxes; print a row, give what they cost at the end."""
    folder.mkdir()
    users = prepare(folder, dovecot, mailboxes)
    with service(folder) as process:
        wait_until(folder / "log", "watch_connected", mailboxes)
        if chosen.mail:
            for user in users:
                dovecot.deliver(user, dispute(user), "INBOX")
            wait_until(folder / "log", "folder_read", mailboxes)
        until = time.monotonic() + chosen.rested
        time.sleep(SETTLE_S)
        while children_of(process.pid) and time.monotonic() < until:  # the worker rests after a while
            time.sleep(1)
        before = cost_of(process.pid)
        time.sleep(chosen.seconds)
        after = cost_of(process.pid)
    used = 100 * (after.cpu_s - before.cpu_s) / chosen.seconds
    print(
        f"{mailboxes:9} {after.service_kb / 1024:10.1f} {after.worker_kb / 1024:9.1f} {after.processes:10}"
        f" {after.threads:8} {after.descriptors:12} {used:7.2f}"
    )
    return after


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mailboxes", type=int, nargs="*", default=[1, 2, 10, 50])
    parser.add_argument("--seconds", type=int, default=60, help="of rest for each row")
    parser.add_argument(
        "--rested", type=int, default=400, help="seconds to wait at most for the worker's rest"
    )
    parser.add_argument("--mail", action="store_true", help="deliver a mail to each first")
    chosen = parser.parse_args()
    sys.path.insert(0, str(TESTS))
    servers = import_module("servers.dovecot")
    binary = servers.find_dovecot() or sys.exit(
        "Dovecot is not installed (Debian: apt install dovecot-imapd)"
    )
    print("mailboxes service MB worker MB  processes  threads  descriptors   CPU %   (idle, TLS, PSS)")
    costs: dict[int, int] = {}
    for mailboxes in sorted({min(each, MOST) for each in chosen.mailboxes}):
        with tempfile.TemporaryDirectory() as name, servers.Dovecot(binary) as dovecot:
            costs[mailboxes] = measure(dovecot, Path(name) / "firms", mailboxes, chosen).service_kb
    least, most = min(costs), max(costs)
    if most > least:
        print(f"each further mailbox: {(costs[most] - costs[least]) / (most - least):.0f} KB")


if __name__ == "__main__":
    main()
