"""How long the first reading of a mailbox takes, beside mbsync on the same server; prints figures, asserts nothing.

`python benchmarks/first_sync.py --messages 10000 --turns 3` (needs dovecot and mbsync, and 1.2 GB of disk; 12 GB
with `--messages 100000 --turns 1`). Each turn: mbsync, then the service until its first plan, warm and with the
server's index cache deleted. `--all`: then on until all of Sent, and all else, is read (with a warm server).
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from gen_mailbox import NOW, US, write_mailbox
from servers.dovecot import PASSWORD, Dovecot, find_dovecot

Figures = dict[str, dict[str, float]]  # by what was reached

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


def by_us(folder: Path, *, everything: bool) -> Figures:
    """Figures of a service that starts on this mailbox, in a process of its own."""
    words = [sys.executable, str(Path(__file__).with_name("first_sync_measure.py")), str(folder), str(NOW)]
    said = subprocess.run(
        [*words, *(["--all"] if everything else [])], check=True, capture_output=True, text=True
    )
    found: Figures = json.loads(said.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--all", action="store_true")
    asked = parser.parse_args()
    server = Server(asked.messages)
    print(f"{asked.messages:,} mails, {server.written / 1e6:,.0f} MB, TLS on loopback", flush=True)
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
    print(f"mbsync: {peer:.1f} s, {theirs / 1e6:,.1f} MB", flush=True)
    states = ["warm", "index cache deleted"]
    for state in [*states, "warm, all of it"] if everything else states:
        if state == "index cache deleted":
            server.forget_index()
        before = server.bytes_out()
        with tempfile.TemporaryDirectory() as folder:
            ours = by_us(desk(server, Path(folder) / "us"), everything=state.endswith("all of it"))
        wire = server.bytes_out() - before
        print(f"{state}: {wire / 1e6:,.1f} MB, {100 * wire / theirs:.2f} % of mbsync's", flush=True)
        _print(ours, peer)


def _print(ours: Figures, peer: float) -> None:
    worker = ours.pop("the end")["worker cpu"]
    for reached, found in ours.items():
        ratio = peer / found["s"]
        print(
            f"  until {reached}: {found['s']:.1f} s, 1/{ratio:.1f} of mbsync; read {found['read']:,},"
            f" {found['waits']:,} wait; peak PSS {found['service MB']:.0f} MB + worker {found['worker MB']:.0f} MB,"
            f" together {found['both MB']:.0f} MB; CPU of the service {found['cpu']:.1f} s"
        )
    print(f"  CPU of the worker to the end: {worker:.1f} s", flush=True)


if __name__ == "__main__":
    main()
