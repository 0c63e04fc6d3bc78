"""`relanced release`: what is more than usual stops, is said, and goes only with the owner's word for that day."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cli_firm import Firm, open_firm
from cli_money import bill
from servers.dovecot import Account

from relanced.edge.store import Store


@pytest.fixture
def firm(account: Account, tmp_path: Path) -> Callable[[int], Firm]:
    def make(surprise: int) -> Firm:
        opened = open_firm(account, tmp_path)
        text = opened.config.read_text("utf-8").replace('mode = "observe"', 'mode = "draft"')
        every_day = "[calendar]\nbusiness_days = false\nyear_end_pause = false\n"
        opened.config.write_text(f"{text}\n{every_day}[limits]\nsurprise = {surprise}\n", "utf-8")
        bills = [bill(f"F2026-1{n}", 100_000, n, f"client{n}") for n in range(3)]
        store = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
        store.record((), bills)
        store.close()
        return opened

    return make


def journal(firm: Firm) -> list[bytes]:
    folder = firm.account.server.maildir(firm.account.user, "Relanced/Journal")
    return [path.read_bytes() for path in folder.glob("*/*") if path.parent.name in {"new", "cur"}]


def test_too_many_are_asked_about_in_plan_and_status_and_let_go_for_today(
    firm: Callable[[int], Firm],
) -> None:
    opened = firm(2)
    planned = opened.ask("plan", "--json", code=1).stdout
    asked = [each for each in json.loads(planned) if "release" in each.get("question", "")]
    status = json.loads(opened.ask("status", "--json", code=1).stdout)
    said = " ".join(opened.ask("release").stdout.split())

    assert len(asked) == 1
    assert "3 letters would leave at once, more than limits.surprise = 2" in asked[0]["question"]
    assert any("relanced release" in each["question"] for each in status["you_decide"])
    assert "3 letters may leave on" in said
    [note] = journal(opened)
    assert b'"verb": "release"' in note
    today = datetime.now(ZoneInfo("Europe/Paris")).date()
    assert f'"target": "{today}: 3 letters", "until": "{today}"'.encode() in note


def test_where_nothing_is_too_much_nothing_is_written(firm: Callable[[int], Firm]) -> None:
    opened = firm(3)
    said = " ".join(opened.ask("release").stdout.split())
    assert "nothing holds them back for being many" in said
    assert journal(opened) == []
