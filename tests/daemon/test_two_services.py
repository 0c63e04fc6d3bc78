"""Two real services on one mailbox of the real Dovecot, each with a store of its own, as on two machines."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands import run_command
from daemon.daemon_makers import INVOICE, Desk
from servers.dovecot import Account
from servers.sink import Sink, running_sink

pytestmark = pytest.mark.slow

PATIENCE_S = 60.0

# The service as it is, with seconds for minutes; «elsewhere»: what happens to other processes is not known.
SERVICE = """
import sys
import relanced.daemon.lease as lease, relanced.daemon.loop as loop
from relanced.edge.lease import Times
lease.TIMES = Times(renew=2, expires=12, look=1)
loop.ROUND_S = 0.5
if "elsewhere" in sys.argv:
    sys.argv.remove("elsewhere")
    lease.has_ended = lambda process: False
from relanced.cli.main import main
main()
"""


class Service:
    """One process with its own folder."""

    def __init__(self, desk: Desk, sink: Sink, *more: str) -> None:
        self.desk = desk
        self.config = desk.write_config(mode="send", smtp=sink.port)
        self.more = more
        self.log = desk.folder / "log"

    @contextmanager
    def running(self) -> Iterator["subprocess.Popen[bytes]"]:
        command = [sys.executable, "-c", SERVICE, *self.more, "--config", str(self.config), "run"]
        with self.log.open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(30)

    def says(self, words: str) -> bool:
        return words in self.log.read_text(encoding="utf-8", errors="replace")

    def status(self) -> dict[str, object]:
        said: dict[str, object] = json.loads(run_command(self.config, "status", "--json").stdout)
        return said


def wait_for(what: Callable[[], object], *services: Service) -> None:
    end = time.monotonic() + PATIENCE_S
    while not what():
        logs = "\n".join(each.log.read_text(errors="replace")[-2000:] for each in services)
        assert time.monotonic() < end, f"in vain; they said:\n{logs}"
        time.sleep(0.1)


@pytest.fixture
def desks(account: Account, tmp_path: Path) -> tuple[Desk, Desk]:
    """Two stores of one firm for one mailbox."""
    folders = (tmp_path / "one", tmp_path / "two")
    for folder in folders:
        folder.mkdir()
    return Desk(account, folders[0]), Desk(account, folders[1])


@pytest.mark.parametrize("knows", [(), ("elsewhere",)], ids=["on one machine", "on two machines"])
def test_one_sends_the_other_waits_and_takes_over_when_the_first_is_killed(
    desks: tuple[Desk, Desk], knows: tuple[str, ...]
) -> None:
    with running_sink() as sink:
        first, second = Service(desks[0], sink, *knows), Service(desks[1], sink, *knows)
        desks[0].account.deliver(INVOICE, "Sent")
        with first.running() as one:
            wait_for(lambda: sink.received, first)
            with second.running():
                wait_for(lambda: second.says("works on this mailbox"), second)
                assert "works on this mailbox" in json.dumps(second.status()["no_reminder_leaves"])
                killed_at = time.monotonic()
                one.kill()
                wait_for(lambda: second.says("lease_held"), second)
                if knows:
                    assert time.monotonic() - killed_at > 3  # the last lease was up to two seconds old
                assert "works on this mailbox" not in json.dumps(second.status()["no_reminder_leaves"])
    assert len(sink.received) == 1


def test_run_once_says_why_nothing_left(desks: tuple[Desk, Desk]) -> None:
    with running_sink() as sink:
        first, second = Service(desks[0], sink), Service(desks[1], sink)
        with first.running():
            wait_for(lambda: first.says("lease_held"), first)
            asked = run_command(second.config, "run", "--once")
    assert asked.returncode == 1
    assert "works on this mailbox" in asked.stdout
