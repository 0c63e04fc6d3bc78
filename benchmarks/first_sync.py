"""How long the first reading of a mailbox takes, beside mbsync on the same server; prints figures, asserts nothing.

`python benchmarks/first_sync.py --messages 10000 --turns 3` (needs dovecot and mbsync, and 0.6 GB of disk; 6 GB
with --messages 100000). Each turn: mbsync, then the service until its first plan, warm and with the server's
index cache deleted. `--all` reads every old mail too, which takes as long as reading takes.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from gen_mailbox import NOW, US, write_mailbox
from servers.dovecot import PASSWORD, Dovecot, find_dovecot

from relanced.daemon.office import close_office, open_office
from relanced.daemon.rounds import decide
from relanced.daemon.sweep import sweep
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.settings import Settings

_CONFIG = """
mode = "observe"
start_on = 2025-06-30
[firm]
name = "Atelier Brunel SARL"
addresses = ["{us}"]
[imap]
host = "127.0.0.1"
port = {port}
ca_file = "{ca}"
user = "{us}"
password = {{ file = "{folder}/password" }}
[smtp]
host = "127.0.0.1"
port = 1
security = "plain"
login = false
[trust]
authserv_ids = ["mx1.atelier-brunel.example"]
key = {{ file = "{folder}/key" }}
[[bank]]
name = "Banques"
from = ["@cm-rhone.example", "@bp-alpine.example", "@virements.example"]
[store]
url = "sqlite:///{folder}/relanced.db"
"""
_MBSYNC = """
IMAPAccount a
Host 127.0.0.1
Port {port}
User {us}
PassCmd "cat {folder}/password"
SSLType IMAPS
CertificateFile {cert}

IMAPStore far
Account a

MaildirStore near
Path {folder}/near/
Inbox {folder}/near/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns INBOX Sent
Create Near
Sync Pull
SyncState *
"""


class Server:
    """A Dovecot with one mailbox."""

    def __init__(self, messages: int) -> None:
        binary = find_dovecot()
        if binary is None or shutil.which("mbsync") is None:
            sys.exit("first_sync needs dovecot and mbsync (Debian: dovecot-imapd, isync)")
        self.dovecot = Dovecot(binary)
        self.maildir = self.dovecot.folder / "home" / US / "Maildir"
        status = (self.dovecot.folder / "home").stat()
        self.maildir.parent.mkdir()
        os.chown(self.maildir.parent, status.st_uid, status.st_gid)
        self.written = write_mailbox(self.maildir, messages, owner=(status.st_uid, status.st_gid))

    def forget_index(self) -> None:
        """As a provider that has not been asked for these headers for long."""
        for cache in self.maildir.rglob("dovecot.index.cache"):
            cache.unlink()

    def bytes_out(self) -> int:
        """What the server has sent in all connections that are over, before TLS."""
        time.sleep(0.3)  # it writes its log after the connection
        log = (self.dovecot.folder / "dovecot.log").read_text(errors="replace")
        return sum(int(count) for count in re.findall(r" out=(\d+)", log))


def desk(server: Server, folder: Path) -> Path:
    """A folder with a configuration, ours and mbsync's."""
    folder.mkdir()
    for name, secret in (("password", PASSWORD), ("key", "a key of the benchmark, long enough")):
        (folder / name).write_text(secret, encoding="utf-8")
        (folder / name).chmod(0o600)
    values = {"us": US, "port": server.dovecot.tls_port, "ca": server.dovecot.ca_file, "folder": folder}
    # mbsync wants a name in the certificate, or the certificate itself
    values["cert"] = server.dovecot.folder / "cert.pem"
    (folder / "relanced.toml").write_text(_CONFIG.format(**values), encoding="utf-8")
    (folder / "mbsync").write_text(_MBSYNC.format(**values), encoding="utf-8")
    (folder / "near").mkdir()
    return folder


def by_mbsync(folder: Path) -> float:
    """Seconds for the whole mailbox."""
    begun = time.perf_counter()
    mbsync = shutil.which("mbsync") or "mbsync"
    subprocess.run([mbsync, "-q", "-c", str(folder / "mbsync"), "all"], check=True)
    return time.perf_counter() - begun


def by_us(folder: Path, *, everything: bool) -> dict[str, float]:
    """Figures of a service that starts on this mailbox, in a process of its own."""
    words = [sys.executable, __file__, "--measure", str(folder), *(["--all"] if everything else [])]
    said = subprocess.run(words, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return found


async def measure(folder: Path, *, everything: bool) -> dict[str, float]:
    """Read this mailbox until the first plan, or to its end; run in a process of its own."""
    settings = load_settings(folder / "relanced.toml")
    assert isinstance(settings, Settings), settings
    office = open_office(settings, Clock(datetime.fromtimestamp(NOW, UTC)))
    peak = [0, 0]
    watching = asyncio.create_task(_watch(peak))
    begun, busy = time.perf_counter(), time.process_time()
    swept = await sweep(office, everything=True, slice_s=0)
    decide(office)
    found = {
        "first plan": time.perf_counter() - begun,
        "cpu": time.process_time() - busy,
        "read": sum(each.read for each in swept.folders),
        "waiting": swept.backlog,
    }
    if everything:
        swept = await sweep(office, everything=True)
        decide(office)
        found |= {
            "everything": time.perf_counter() - begun,
            "read in all": found["read"] + sum(each.read for each in swept.folders),
        }
    watching.cancel()
    await close_office(office)
    return found | {"service MB": peak[0] / 1e6, "worker MB": peak[1] / 1e6}


async def _watch(peak: list[int]) -> None:
    """Keep the most memory that this process and its worker had (PSS)."""
    while True:
        peak[0] = max(peak[0], _pss("self"))
        peak[1] = max(peak[1], sum(map(_pss, _children())))
        await asyncio.sleep(0.2)


def _children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()


def _pss(process: str) -> int:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:  # it ended
        return 0
    return int(told.split("Pss:")[1].split()[0]) * 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(asyncio.run(measure(asked.measure, everything=asked.all))))
        return
    server = Server(asked.messages)
    print(f"{asked.messages} mails, {server.written / 1e6:.0f} MB, TLS on loopback")
    try:
        for turn in range(asked.turns):
            _turn(server, everything=asked.all and turn == 0)
    finally:
        server.dovecot.stop()


def _turn(server: Server, *, everything: bool) -> None:
    before = server.bytes_out()
    with tempfile.TemporaryDirectory() as folder:
        peer = by_mbsync(desk(server, Path(folder) / "peer"))
    theirs = server.bytes_out() - before
    print(f"mbsync {peer:6.1f} s, {theirs / 1e6:.0f} MB")
    for state in ("warm", "index cache deleted"):
        if state != "warm":
            server.forget_index()
        before = server.bytes_out()
        with tempfile.TemporaryDirectory() as folder:
            ours = by_us(desk(server, Path(folder) / "us"), everything=everything and state == "warm")
        wire = server.bytes_out() - before
        figures = ", ".join(f"{name} {value:.1f}" for name, value in ours.items())
        ratio = peer / ours.get("everything", ours["first plan"])
        print(
            f"  {state}: 1/{ratio:.1f} of mbsync, {100 * wire / theirs:.1f} % of its bytes; {figures}",
            flush=True,
        )


if __name__ == "__main__":
    main()
