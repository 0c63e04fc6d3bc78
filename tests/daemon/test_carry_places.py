"""When and to whom a letter leaves: in the hours of its client's place, with the copies that its step wants."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, Desk
from servers.dovecot import Account
from servers.sink import running_sink

from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.rounds import take_round
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.settings import Settings

pytestmark = pytest.mark.slow

PARIS = ZoneInfo("Europe/Paris")
MORE = f"""
[[step]]
name = "rappel"
after_due_days = 1
attach = []
cc = ["sales"]
bcc = ["archive@firm.example"]
[[client]]
name = "Pons"
match = ["{CLIENT}"]
timezone = "Indian/Reunion"
sales = "claire@firm.example"
"""


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    return desk


@asynccontextmanager
async def office_at(desk: Desk, at: datetime, smtp: int) -> AsyncIterator[Office]:
    path = desk.write_config(mode="send", smtp=smtp, more=MORE)
    path.write_text(path.read_text("utf-8").replace("00:00-23:59", "09:00-12:00"), "utf-8")
    settings = load_settings(path)
    assert isinstance(settings, Settings), str(settings)
    office = open_office(settings, Clock(at))
    try:
        yield office
    finally:
        await close_office(office)


async def test_a_letter_waits_for_the_client_s_morning_and_leaves_with_its_copies(desk: Desk) -> None:
    with running_sink() as sink:
        async with office_at(desk, datetime(2026, 11, 24, 9, 30, tzinfo=PARIS), sink.port) as office:
            [noon_there] = (await take_round(office)).done
        assert sink.received == []
        async with office_at(desk, datetime(2026, 11, 25, 6, 30, tzinfo=PARIS), sink.port) as office:
            [morning_there] = (await take_round(office)).done
        got = [(letter.recipients, letter.raw) for letter in sink.received]

    assert (noon_there.what, morning_there.what) == ("waits", "sent")
    assert "they open 25/11 06:00" in noon_there.why
    assert [recipients for recipients, _ in got] == [
        (CLIENT,),
        ("claire@firm.example",),
        ("archive@firm.example",),
    ]
    assert all(b"archive@firm.example" not in raw for _, raw in got)
