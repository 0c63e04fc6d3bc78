"""`run --once`, `plan` and `show` on a real mailbox: a draft is said once, and said to wait where it waits."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from daemon.daemon_makers import CLIENT, INVOICE, Desk, mail_of
from servers.dovecot import Account

from relanced.cli.common import App
from relanced.cli.main import main
from relanced.intake.message import parse_message

pytestmark = pytest.mark.slow

ASKS = "Bonjour, je n'ai jamais reçu cette facture. Pouvez-vous me la renvoyer ?"
NOTHING = "Nothing was sent."


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    account.deliver(INVOICE, "Sent")
    desk = Desk(account, tmp_path)
    desk.write_config()
    return desk


def ask(desk: Desk, *words: str) -> Result:
    runner = CliRunner(env={"COLUMNS": "300"})
    return runner.invoke(main, ["--config", str(desk.folder / "firm.toml"), *words], obj=App())


def test_a_reminder_is_drafted_once_and_then_waits(desk: Desk) -> None:
    first, planned = ask(desk, "run", "--once").stdout, ask(desk, "plan").stdout
    second, shown = ask(desk, "run", "--once").stdout, ask(desk, "show", "F2026-0507").stdout
    desk.empty("Drafts")
    third, gone = ask(desk, "run", "--once").stdout, ask(desk, "plan").stdout

    assert "1 reminder was put into Drafts" in first.split(NOTHING, maxsplit=1)[0]
    assert "waits in Drafts since 20" in second
    assert "drafted" not in second
    assert "put into Drafts" not in second + third
    assert "lies neither in Drafts" in third
    for said in (planned, shown, gone):
        assert "was put into Drafts on 20" in " ".join(said.split())
        assert "draft «" not in said
        assert "lies in" not in said
    [row] = [line for line in planned.splitlines() if line.startswith("  in Drafts")]
    assert "put into" not in row  # it stands below, or the row is too wide for a terminal


def test_an_answer_is_drafted_once_and_then_said_once(desk: Desk) -> None:
    bill = str(parse_message(INVOICE).message_id)
    firm = "compta@firm.example"
    desk.account.deliver(
        mail_of(CLIENT, firm, ASKS, name="q1@x.example", subject="Rappel F2026-0507", answers=bill)
    )
    first, planned = ask(desk, "run", "--once").stdout, ask(desk, "plan").stdout
    second, shown = ask(desk, "run", "--once").stdout, ask(desk, "show", "F2026-0507").stdout

    assert "1 answer was put into Drafts:" in first.split(NOTHING, maxsplit=1)[0]
    assert "1 answer was put into Drafts in an earlier round and not sent yet" in second
    assert "into Drafts:" not in second
    for said in (planned, shown):
        assert said.count("A draft of an answer was put into «Drafts» on") == 1
        assert "draft an answer" not in said


def test_a_draft_that_asks_to_pay_by_a_day_gone_by_says_so_and_is_written_anew_once_deleted(
    desk: Desk,
) -> None:
    ask(desk, "run", "--once")
    with sqlite3.connect(desk.folder / "relanced.db") as store:
        long_ago = (datetime.now(UTC) - timedelta(days=20)).isoformat()
        done = store.execute("UPDATE note SET value = ? WHERE key LIKE 'drafted:%'", (long_ago,))
        assert done.rowcount == 1
    store.close()
    planned, lying = ask(desk, "plan").stdout, ask(desk, "run", "--once").stdout
    desk.empty("Drafts")
    again = ask(desk, "run", "--once").stdout

    for said in (planned, lying):
        assert "which has passed: delete it, and a new one is written" in " ".join(said.split())
    assert "1 reminder was put into Drafts" in again
    assert "which has passed" not in ask(desk, "plan").stdout
