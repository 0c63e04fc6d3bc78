"""The status line: short, fresh, without a client's name."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from relanced.daemon.health import MAX_LINE, Health, status_line

NOW = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
READ = datetime(2026, 11, 23, 10, 32, tzinfo=ZoneInfo("Europe/Paris"))


def test_it_tells_when_inbox_was_read_what_waits_and_what_leaves_today() -> None:
    health = Health(inbox_read_at=READ, questions=3, due=1, trouble="")
    line = status_line([("verrier", health)], NOW)
    assert line == "verrier: INBOX read at 10:32, 3 things wait for you, 1 letter due today"


def test_a_mailbox_that_was_read_another_day_says_which() -> None:
    health = Health(inbox_read_at=READ - timedelta(days=2), trouble="unreachable: maintenance")
    assert status_line([("a", health)], NOW) == "a: unreachable: maintenance, INBOX read at 2026-11-21 10:32"


def test_files_that_are_refused_are_said_for_as_long_as_they_are() -> None:
    health = Health(inbox_read_at=READ, refused=2, questions=1, trouble="")
    said = "a: INBOX read at 10:32, 2 problems in its files: the last good ones are in use, 1 thing waits for you"
    assert status_line([("a", health)], NOW) == said


def test_of_many_firms_those_that_need_somebody_come_first_and_the_others_are_counted() -> None:
    well = [(f"firm{i}", Health(inbox_read_at=READ, trouble="")) for i in range(40)]
    line = status_line([*well, ("sick", Health(trouble="password refused"))], NOW)
    assert line.startswith("sick: password refused; firm0: INBOX read at 10:32; ")
    assert len(line) <= MAX_LINE
    told = line.count(": INBOX")
    assert line.endswith(f"; and {40 - told} more")


def test_no_address_stands_in_it_however_long_the_trouble() -> None:
    trouble = "the server said: jean.petit@client.example " + "x" * 500
    line = status_line([("a", Health(trouble=trouble))], NOW)
    assert "petit" not in line
    assert len(line) <= MAX_LINE
