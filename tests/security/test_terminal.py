"""No word of a mail steers a terminal: every reading command over facts whose every word is hostile."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_store import Ask, asking
from rich.progress import Progress
from rich.table import Table
from security.hostile import ESCAPES, EVIL, MARKUP, STEERING, UNSEEN, hostile_facts

from relanced.cli import dossier
from relanced.cli.common import App
from relanced.cli.main import COMMANDS as ALL
from relanced.cli.reading_bar import folder_bar
from relanced.cli.words import PlainConsole, Text, json_line
from relanced.model.facts import InvoiceUnreadable
from relanced.model.names import mail_ref

FACTS = hostile_facts()
UNREAD = next(mail_ref(fact.source.fingerprint) for fact in FACTS if isinstance(fact, InvoiceUnreadable))
READING = [
    ("status",),
    ("plan",),
    ("plan", "--until", "2030-01-01"),
    ("show", "client.example"),
    ("show", UNREAD),
    ("show", "F2026-0"),
    ("replies", "list"),
    ("credits", "list", "--all"),
    ("bank", "list"),
    ("tasks",),
    ("simulate",),
    ("digest", "--show"),
]
WRITING = [
    ("pause", "client.exampl"),
    ("paid", f"F2026-012{EVIL}"),
    ("state", UNREAD),
    ("credits", "show", EVIL),
    ("replies", "judge", EVIL, "promise"),
    ("dossier", EVIL),
    ("call", EVIL, "promised"),
]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    return asking(tmp_path_factory.mktemp("hostile"), FACTS)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_a_command_prints_steers_no_terminal(ask: Ask, words: tuple[str, ...]) -> None:
    said = ask(*words)
    assert said.exit_code in {0, 1, 2}, said.output
    assert said.exception is None or isinstance(said.exception, SystemExit)
    assert said.output
    assert not STEERING.search(said.output)


@pytest.mark.parametrize("output", [None, "him.txt"])
def test_an_export_steers_no_terminal_on_the_screen_or_out_of_its_file(
    ask: Ask, tmp_path: Path, output: str | None
) -> None:
    client = json.loads(ask("status", "--json").stdout)["invoices"][0]["client"]
    said = ask("export", client, *(["--output", str(tmp_path / output)] if output else []))
    assert said.exit_code == 0, said.output
    text = (tmp_path / output).read_text("utf-8") if output else said.output
    assert "WHAT HAPPENED" in text
    assert not STEERING.search(text)


@pytest.mark.parametrize("words", WRITING, ids=lambda words: words[0])
def test_what_a_refusal_says_steers_no_terminal(ask: Ask, words: tuple[str, ...]) -> None:
    said = ask(*words)
    assert said.exit_code in {1, 2}
    assert isinstance(said.exception, SystemExit)
    assert not STEERING.search(said.output)


@pytest.mark.parametrize("words", [words for words in READING if words[0] != "bank"], ids=" ".join)
def test_json_is_one_line_that_steers_nothing_and_loses_nothing(ask: Ask, words: tuple[str, ...]) -> None:
    said = ask(*words, "--json")
    assert said.stdout.count("\n") <= 1
    assert not STEERING.search(said.stdout)
    if said.stdout:
        json.loads(said.stdout)


def test_markup_and_emoji_codes_are_words(ask: Ask) -> None:
    assert "[bold red]x[/] :skull:" in " ".join(ask("show", "client.example").stdout.split())


@pytest.mark.parametrize("stderr", [False, True])
def test_a_plain_string_is_words_wherever_rich_takes_it(
    capsys: pytest.CaptureFixture[str], *, stderr: bool
) -> None:
    console = PlainConsole(stderr=stderr)
    table = Table(EVIL, title=EVIL)
    table.add_row(EVIL)
    console.print(table, EVIL)
    shown = "".join(capsys.readouterr())
    assert shown.count(":skull:") >= 2
    assert not STEERING.search(shown)


@pytest.mark.parametrize("name", ["[/red]", "[bold", "a\x1b[2Jb", ":skull:"])
@pytest.mark.parametrize("bar", [folder_bar, dossier._bar])
def test_a_folder_s_name_on_a_progress_bar_is_words(
    capsys: pytest.CaptureFixture[str], bar: Callable[[App], Progress], name: str
) -> None:
    app = App()
    shown = bar(app)
    shown.add_task(Text(name).plain, total=2)
    app.console.print(shown.get_renderable())
    said = "".join(capsys.readouterr())
    assert Text(name).plain in said
    assert not STEERING.search(said)


def test_a_hostile_mail_is_explained_without_a_command_to_the_terminal(ask: Ask, tmp_path: Path) -> None:
    evil = EVIL.replace("\r\n", " ").replace("\n", " ")
    mail = f"From: {evil} <a@client.example>\r\nSubject: {evil}\r\nDate: Fri, 20 Nov 2026 09:00:00 +0100\r\n\r\n{EVIL}"
    (tmp_path / "mail.eml").write_bytes(mail.encode("utf-8", "surrogateescape"))
    for words in ((), ("--json",)):
        said = ask("explain", *words, str(tmp_path / "mail.eml"))
        assert said.exit_code in {0, 1}, said.output
        assert said.stdout
        assert not STEERING.search(said.output)


def test_json_escapes_what_steers_and_reads_back_the_same() -> None:
    value = {"name": ESCAPES + UNSEEN + MARKUP + "é€\U0001f600"}
    line = json_line(value)
    assert json.loads(line) == value
    assert not STEERING.search(line)
    assert "é€\U0001f600" in line


def test_a_message_about_a_hostile_path_steers_no_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit):
        App(config=tmp_path / f"no{ESCAPES.replace('/', '')}").paths()
    assert not STEERING.search(capsys.readouterr().err)


def test_every_command_is_looked_at_here_or_writes_a_decision() -> None:
    deciding = {"pause", "resume", "dispute", "paid", "call", "posted", "handed-over", "write-off"}
    deciding |= {"instalments", "contact", "state", "ignore", "release"}
    apart = {"demo", "run", "check", "login", "match", "explain", "template", "dossier", "rebuild"}
    apart |= {"purge", "erase", "export"}  # the last of these above
    apart |= {"init", "web"}  # before there is a store; what the page shows: web/test_web_hostile.py
    assert set(ALL) - deciding - apart <= {words[0] for words in READING}
