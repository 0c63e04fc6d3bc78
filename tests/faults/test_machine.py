"""The machine at fault: disk, clock, sleep, certificates, weeks without a network. Nothing twice, nothing lost."""

import asyncio
import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import trustme
from daemon.daemon_makers import CLIENT, INVOICE, MAILS, mail_of
from faults.fault_makers import Place, heard
from servers.dovecot import PASSWORD, Account
from servers.fake_imap import FakeImap
from servers.meddler import Meddler
from servers.patience import eventually
from servers.relay import Relay
from servers.sink import Sink
from structlog.testing import capture_logs

from relanced.daemon import loop
from relanced.daemon.firm import Firm
from relanced.daemon.loop import serve_firm
from relanced.daemon.reader import Reader
from relanced.daemon.rounds import take_round
from relanced.edge.clock import Clock
from relanced.edge.crash import Point
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble, Unreachable
from relanced.edge.outbox import LetterState
from relanced.model.facts import InvoiceSent

pytestmark = pytest.mark.slow

OTHER_INVOICE = (MAILS / "invoice-rocher.eml").read_bytes()
PARIS = ZoneInfo("Europe/Paris")


def place_of(account: Account, folder: Path, sink: Sink) -> Place:
    return Place(folder=folder, imap=account.server.port, smtp=sink.port, user=account.user)


class TestDisk:
    """Real file systems, in a mount namespace of their own."""

    def run_on(self, place: Place, mount: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "relanced", "--config", str(place.write_config()), "run", "--once"]
        inside = ["unshare", "-m", "sh", "-ec", mount + '\nexec "$@"', "sh", *command]
        wide: Mapping[str, str] = os.environ | {"COLUMNS": "400", "STORE": str(place.folder)}
        return subprocess.run(inside, capture_output=True, text=True, timeout=120, check=False, env=wide)

    @pytest.fixture(autouse=True)
    def _may_mount(self) -> None:
        tried = ["unshare", "-m", "sh", "-c", "mount -t tmpfs none /mnt"]
        if not shutil.which("unshare") or subprocess.run(tried, capture_output=True, check=False).returncode:
            pytest.skip("only root may mount")

    async def test_a_read_only_disk_is_said_with_its_remedy(
        self, account: Account, tmp_path: Path, sink: Sink, reader: Reader
    ) -> None:
        place = place_of(account, tmp_path, sink)
        async with place.office(reader=reader) as office:
            await take_round(office)
        account.deliver(INVOICE, "Sent")
        said = self.run_on(place, 'mount --bind "$STORE" "$STORE"\nmount -o remount,bind,ro "$STORE"')
        assert said.returncode == 1
        assert "relanced.db" in said.stderr
        assert "Read-only file system" in said.stderr or "may not be written" in said.stderr
        assert "Traceback" not in said.stderr
        assert sink.received == []
        async with place.office(reader=reader) as office:
            await take_round(office)
        assert len(sink.received) == 1

    async def test_a_full_disk_is_said_with_its_remedy(
        self, account: Account, tmp_path: Path, sink: Sink
    ) -> None:
        place = place_of(account, tmp_path, sink)
        account.deliver(INVOICE, "Sent")
        full = 'mount -t tmpfs -o size=400k none /mnt\ncp -a "$STORE"/. /mnt/\nmount --bind /mnt "$STORE"'
        said = self.run_on(place, full + '\ndd if=/dev/zero of="$STORE"/filler 2>/dev/null || true')
        assert said.returncode == 1, said.stderr
        assert "relanced.db" in said.stderr
        assert "Traceback" not in said.stderr
        assert sink.received == []


class TestStore:
    """The service goes on by itself once the store is usable, and sends nothing again."""

    @pytest.fixture(autouse=True)
    def _in_a_hurry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(loop, "_BACKOFF_S", (0.3,))

    async def test_a_damaged_store_is_said_and_once_moved_away_made_again(
        self, account: Account, tmp_path: Path, sink: Sink, reader: Reader
    ) -> None:
        account.deliver(INVOICE, "Sent")
        place = place_of(account, tmp_path, sink)
        async with place.office(reader=reader) as office:
            await take_round(office)
        store = tmp_path / "relanced.db"
        with store.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * (store.stat().st_size - 4096))
        with capture_logs() as logs:
            async with serving(place) as firm:
                await eventually(lambda: "damaged" in firm.health.trouble, within=60)
                move_away(store)
                await eventually(lambda: not firm.health.trouble, within=60)
        [told, *_] = [entry for entry in logs if entry["event"] == "cannot_work"]
        assert str(store) in told["why"]
        assert "move the file away; relanced builds it again from the mailbox" in told["why"]
        assert len(sink.received) == 1

    async def test_a_store_that_is_moved_away_under_a_running_service_is_made_again(
        self, account: Account, tmp_path: Path, sink: Sink
    ) -> None:
        account.deliver(INVOICE, "Sent")
        store = tmp_path / "relanced.db"
        with capture_logs() as logs:
            async with serving(place_of(account, tmp_path, sink)) as firm:
                await eventually(lambda: len(sink.received) == 1 and not firm.health.trouble, within=60)
                move_away(store)
                account.deliver(OTHER_INVOICE, "Sent")
                firm.wake.set()
                await eventually(lambda: len(sink.received) == 2 and store.exists(), within=60)
        assert not any(entry["event"] == "firm_failed" for entry in logs)
        assert len({letter.recipients for letter in sink.received}) == 2  # none of them a second time


@asynccontextmanager
async def serving(place: Place) -> AsyncIterator[Firm]:
    """The service of one firm, in this process."""
    firm, stop = Firm(place.write_config()), asyncio.Event()
    service = asyncio.create_task(serve_firm(firm, Clock(), stop))
    try:
        yield firm
    finally:
        stop.set()
        firm.wake.set()
        await service


def move_away(store: Path) -> None:
    for name in (store.name, f"{store.name}-wal", f"{store.name}-shm"):
        (store.parent / name).unlink(missing_ok=True)


async def test_a_machine_that_sleeps_between_the_look_and_the_letter_looks_again(
    account: Account, tmp_path: Path, sink: Sink, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It wakes eight hours later with the door still open: time.monotonic() would say that nothing happened."""
    account.deliver(INVOICE, "Sent")
    asleep = 0.0
    awake = time.clock_gettime
    monkeypatch.setattr("relanced.edge.clock.time.clock_gettime", lambda which: awake(which) + asleep)

    def sleeps_once(command: bytes) -> None:
        nonlocal asleep
        if command.startswith(b"APPEND") and b"Journal" in command:
            asleep = 8 * 3600.0

    with Meddler(account.server.port, instead=sleeps_once) as meddler:
        place = Place(folder=tmp_path, imap=meddler.port, smtp=sink.port, user=account.user)
        async with place.office(reader=reader) as office:
            slept = await take_round(office)
            taken = len(sink.received)
    assert asleep
    assert [done.what for done in slept.done] == ["waits"]
    assert taken == 0
    async with place_of(account, tmp_path, sink).office(
        datetime.now(UTC) + timedelta(hours=8), reader=reader
    ) as office:
        await take_round(office)
    assert len(sink.received) == 1


async def test_a_machine_that_sleeps_just_before_the_first_byte_writes_none(
    account: Account, tmp_path: Path, sink: Sink, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The claim is on the disk; what was seen of the mailbox is eight hours old when the disk has answered."""
    account.deliver(INVOICE, "Sent")
    asleep = 0.0
    awake = time.clock_gettime
    monkeypatch.setattr("relanced.edge.clock.time.clock_gettime", lambda which: awake(which) + asleep)

    def sleeps_once(point: Point) -> None:
        nonlocal asleep
        if point is Point.CLAIMED:
            asleep = 8 * 3600.0

    monkeypatch.setattr("relanced.daemon.door.crash_point", sleeps_once)
    place = place_of(account, tmp_path, sink)
    async with place.office(reader=reader) as office:
        [slept] = (await take_round(office)).done
        [letter] = office.outbox.letters(LetterState.DEFERRED)
    assert (slept.what, letter.attempts, sink.received) == ("waits", 1, [])
    async with place.office(datetime.now(UTC) + timedelta(hours=8), reader=reader) as office:
        await take_round(office)
    assert len(sink.received) == 1


async def test_three_weeks_without_a_network_lead_to_one_mail_a_client(
    account: Account, tmp_path: Path, sink: Sink, reader: Reader
) -> None:
    account.deliver(INVOICE, "Sent")
    account.deliver(OTHER_INVOICE, "Sent")
    begun = datetime.now(UTC)
    with Relay(account.server.port) as relay:
        place = Place(folder=tmp_path, imap=relay.port, smtp=sink.port, user=account.user)
        async with place.office(begun, reader=reader) as office:
            await take_round(office)
        assert len(sink.received) == 2
        relay.refusing = True
        for day in range(1, 21):
            async with place.office(begun + timedelta(days=day), reader=reader) as office:
                with pytest.raises(ImapTrouble, match=r"127\.0\.0\.1"):
                    await take_round(office)
        relay.refusing = False
        account.deliver(mail_of(CLIENT, "compta@firm.example", "Nous contestons.\n", name="a1@x.example"))
        async with place.office(begun + timedelta(days=21), reader=reader) as office:
            await take_round(office)
            await take_round(office)
            assert heard(tuple(office.facts)) == {"a1@x.example"}
    late = sink.received[2:]
    assert [letter.recipients[0].rpartition("@")[2] for letter in late] == ["lamaisonrocher.example"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (datetime(2027, 10, 31, 2, 30, tzinfo=PARIS), datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=PARIS)),
        (datetime(2027, 3, 28, 1, 59, tzinfo=PARIS), datetime(2027, 3, 28, 3, 0, tzinfo=PARIS)),
    ],
    ids=["the hour that comes twice", "the hour that is left out"],
)
async def test_a_change_of_the_clocks_sends_one_letter(
    account: Account,
    tmp_path: Path,
    sink: Sink,
    reader: Reader,
    first: datetime,
    second: datetime,
) -> None:
    account.deliver(INVOICE, "Sent")
    for at in (first, second, second + timedelta(hours=1)):
        async with place_of(account, tmp_path, sink).office(at, reader=reader) as office:
            await take_round(office)
    assert len(sink.received) == 1


async def test_an_expired_certificate_is_told_and_no_password_is_shown_to_it(tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    expired = authority.issue_cert("127.0.0.1", not_after=datetime.now(UTC) - timedelta(days=1))
    expired.configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with FakeImap(tls=context) as server:
        place = Place(folder=tmp_path, imap=server.port, ca_file=tmp_path / "ca.pem")
        async with place.office() as office:
            with pytest.raises(Unreachable, match="certificate has expired") as caught:
                await take_round(office)
        assert server.said == []
    assert f"127.0.0.1:{server.port}" in str(caught.value)
    assert "[imap]" in str(caught.value)


async def test_a_folder_made_anew_by_the_owner_is_read_again_and_nothing_is_sent_twice(
    account: Account, tmp_path: Path, sink: Sink, reader: Reader
) -> None:
    """Sent is deleted, with the reminder's copy in it: the store, and the journal, still know."""
    account.deliver(INVOICE, "Sent")
    place = place_of(account, tmp_path, sink)
    async with place.office(reader=reader) as office:
        await take_round(office)
    session = ImapSession.connect(account.settings(), PASSWORD)
    session.wire.delete("Sent")
    session.wire.create("Sent")
    session.close()
    account.deliver(INVOICE, "Sent")
    async with place.office(reader=reader) as office:
        await take_round(office)
        assert sum(isinstance(fact, InvoiceSent) for fact in office.facts) == 1
    assert len(sink.received) == 1
