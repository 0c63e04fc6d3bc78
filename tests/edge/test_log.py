"""The log: JSON or readable lines, without secrets and without terminal tricks."""

import io
import json
import logging
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from relanced.edge.discreet import keep_private, reference
from relanced.edge.log import clean, set_up_log


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _stderr(monkeypatch: pytest.MonkeyPatch, *, terminal: bool = False, journal: str = "") -> io.StringIO:
    lines = _Terminal() if terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", lines)
    monkeypatch.setenv("JOURNAL_STREAM", journal)
    set_up_log()
    return lines


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize("turn", ["first", "second"])
def test_no_test_hears_by_the_log_that_another_set_up(turn: str) -> None:
    assert not structlog.is_configured(), turn
    assert logging.getLogger().level == logging.WARNING
    set_up_log(logging.ERROR)


@pytest.mark.parametrize(("terminal", "journal"), [(False, ""), (True, "8:1234")])
def test_away_from_a_terminal_each_event_is_one_line_of_json(
    monkeypatch: pytest.MonkeyPatch, *, terminal: bool, journal: str
) -> None:
    stream = _stderr(monkeypatch, terminal=terminal, journal=journal)
    structlog.get_logger().info("round done", mailbox="facturation@firm.example", mails=3, fresh=True)
    structlog.get_logger().debug("too much")
    [line] = _lines(stream)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "round done",
        "level": "info",
        "mailbox": "facturation@firm.example",
        "mails": 3,
        "fresh": True,
    }


def test_on_a_terminal_it_is_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _stderr(monkeypatch, terminal=True)
    structlog.get_logger().warning("held", why="Mairie\x1b[2J")
    text = stream.getvalue()
    assert "held" in text
    assert "Mairie" in text
    assert not text.startswith("{")
    assert "\x1b[2J" not in text


def test_values_lose_escapes_and_control_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _stderr(monkeypatch)
    structlog.get_logger().info(
        "read\x1b[31m", why="a\x1b]0;title\x07b\r\nc\u202ed", parts=[{"n\n": "\x9b1m"}]
    )
    [line] = _lines(stream)
    assert (line["event"], line["why"], line["parts"]) == ("read", "ab c d", [{"n ": " 1m"}])


def test_secrets_are_masked_by_name_at_any_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _stderr(monkeypatch)
    structlog.get_logger().info(
        "login",
        password="tulip77",
        imap_password="tulip77",
        key=b"tulip77",
        signing_key="tulip77",
        access_token="tulip77",
        settings={"smtp": {"Secret": "tulip77", "host": "h"}},
        client_key="@mairie.example",
        keyboard="azerty",
    )
    [line] = _lines(stream)
    assert "tulip77" not in stream.getvalue()
    assert line["password"] == line["key"] == line["settings"]["smtp"]["Secret"] == "***"
    assert (line["client_key"], line["keyboard"], line["settings"]["smtp"]["host"]) == (
        "@mairie.example",
        "azerty",
        "h",
    )


def test_a_traceback_is_kept_with_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _stderr(monkeypatch)
    try:
        _fails("\x1b[31mred")
    except ValueError:
        structlog.get_logger().exception("round failed")
    [line] = _lines(stream)
    assert line["exception"].splitlines()[-1] == "ValueError"  # what it says may quote a mail
    assert "_fails" in line["exception"]
    assert len(line["exception"].splitlines()) > 2


def test_at_debug_an_error_says_all_that_it_says_and_clients_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream = _stderr(monkeypatch)
    set_up_log(logging.DEBUG)
    try:
        _fails("\x1b[31mred")
    except ValueError:
        structlog.get_logger().exception("round failed", client="@mairie.example", subject="Votre facture")
    [line] = _lines(stream)
    assert line["exception"].splitlines()[-1] == "ValueError: red"
    assert (line["client"], line["subject"]) == ("@mairie.example", "Votre facture")


def test_no_client_stands_in_it_but_by_a_reference_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _stderr(monkeypatch)
    keep_private("firm", ["Mairie de Villeneuve", "mairie.example", "Li"], ("@firm.example",))
    why = "550 <Compta@mairie.example>: MAIRIE DE VILLENEUVE knows nobody, ask facturation@firm.example."
    log = structlog.get_logger()
    log.info("submitted", client="mairie.example", step="rappel", invoices=("F2026-012",), answer=why)
    log.info("asked", question="Does Jean Petit pay?", to=["jean@mairie.example"], deep={"a@b.example": why})
    log.info("submitted", client="Mairie.example")
    first, second, third = _lines(stream)
    assert "airie" not in stream.getvalue()
    assert "MAIRIE" not in stream.getvalue()
    assert "Petit" not in stream.getvalue()
    assert (first["step"], first["invoices"]) == ("rappel", ["F2026-012"])
    assert first["answer"].endswith("knows nobody, ask facturation@firm.example.")
    assert first["client"] == third["client"] == reference("mairie.example")
    assert second["to"][0] == reference("Jean@mairie.example ")
    keep_private("firm", (), ())


def _fails(why: str) -> None:
    raise ValueError(why)


def test_libraries_are_heard_from_warning_on_and_cleaned_too(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _stderr(monkeypatch)
    logging.getLogger("imapclient").info("> LOGIN tulip77")
    logging.getLogger("aiosmtplib").warning("bad answer %s", "a\x1b[2J\nb")
    [line] = _lines(stream)
    assert (line["event"], line["level"]) == ("bad answer a b", "warning")
    assert line.keys() == {"event", "level", "timestamp"}


def test_it_may_be_set_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _stderr(monkeypatch)
    set_up_log()
    logging.getLogger("x").error("once")
    structlog.get_logger().error("once")
    assert len(_lines(stream)) == 2


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(event=st.dictionaries(st.text(min_size=1, max_size=8), _ANYTHING, max_size=4))
def test_whatever_is_logged_comes_out_as_clean_json(event: dict[str, Any]) -> None:
    text = json.dumps(clean(None, "info", dict(event)), ensure_ascii=False)
    values = json.loads(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for value in values.values() for c in str(value))


def test_nesting_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _stderr(monkeypatch)
    deep: list[Any] = []
    for _ in range(50):
        deep = [deep]
    structlog.get_logger().info("deep", value=deep)
    assert len(_lines(stream)) == 1
