"""Secrets stay where they are: in no log, no traceback, no message, no repr, whoever quotes them."""

import asyncio
import io
import json
import socket
import subprocess
import sys
import traceback
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

import pytest
import structlog
from config_files import SMALLEST
from hypothesis import given
from hypothesis import strategies as st
from security.hostile import STEERING
from servers.fake_imap import FakeImap
from servers.scripted_smtp import scripted_smtp

from relanced.cli.common import App
from relanced.daemon.firm import Firm
from relanced.daemon.loop import serve_firm
from relanced.daemon.office import Office, close_office, open_office, signing_key
from relanced.daemon.set_up import set_up
from relanced.edge import systemd
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.credentials import SecretUnavailable, read_secret
from relanced.edge.hidden import SHORTEST, hide, keep_hidden
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import LoginRefused
from relanced.edge.log import set_up_log
from relanced.edge.settings import FromCommand, FromFile, Security, SentCopy, Settings, SmtpSettings
from relanced.edge.smtp import Postman, SmtpLoginRefused
from relanced.model.delivery import Deferred

SECRET = "Zx9-geheim'\"\\é"


@pytest.fixture
def secret_file(tmp_path: Path) -> FromFile:
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    (tmp_path / "secret").chmod(0o600)
    return FromFile(tmp_path / "secret")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    lines = io.StringIO()
    monkeypatch.setattr("sys.stderr", lines)
    set_up_log()
    return lines


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        repr(SECRET),
        repr(SECRET.encode()),
        SECRET.encode().decode("latin-1"),
        json.dumps(SECRET),
        json.dumps(SECRET, ensure_ascii=False),
        quote(SECRET, safe=""),
        b64encode(SECRET.encode()).decode(),
        b64encode(f"\0user\0{SECRET}".encode()).decode(),
        b64encode(f"user:{SECRET}".encode()).decode(),
        f"server says: 535 «{SECRET}» is wrong",
    ],
)
def test_a_secret_that_was_read_is_hidden_in_every_form(secret_file: FromFile, written: str) -> None:
    assert read_secret(secret_file) == SECRET
    hidden = hide(written)
    assert "***" in hidden
    assert "geheim" not in hidden
    assert b64encode(SECRET.encode())[:-4].decode() not in hidden


@given(
    before=st.binary(max_size=9),
    after=st.binary(max_size=9),
    secret=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=8, max_size=30),
)
def test_no_base64_that_holds_a_secret_keeps_more_than_its_edges(
    before: bytes, after: bytes, secret: str
) -> None:
    keep_hidden(secret)
    hidden = hide(b64encode(before + secret.encode() + after).decode())
    left = len(hidden.replace("***", "")) - (len(before) + len(after)) * 8 / 6
    assert left <= 8  # the letters that it shares with its neighbours, and «=»


def test_a_short_word_is_not_taken_out_of_all_others() -> None:
    keep_hidden("a" * (SHORTEST - 1))
    assert hide("b" + "a" * 5) == "baaaaa"


def test_no_log_line_shows_a_secret_whatever_is_logged(secret_file: FromFile, log: io.StringIO) -> None:
    read_secret(secret_file)
    try:
        _fails_with(SECRET)
    except ValueError:
        structlog.get_logger().exception("round_failed", why=f"said {SECRET}", deep=[{"a": SECRET}])
    [line] = map(json.loads, log.getvalue().splitlines())
    assert "geheim" not in log.getvalue()
    assert line["why"] == "said ***"
    assert line["exception"].splitlines()[-1] == "ValueError"
    assert "another" not in log.getvalue()  # no locals of a frame


def _fails_with(secret: str) -> None:
    another = "another secret of this frame"
    assert another
    raise ValueError(f"bad header {secret}")


def smtp(port: int) -> SmtpSettings:
    return SmtpSettings(
        host="127.0.0.1",
        port=port,
        security=Security.PLAIN,
        user="compta",
        password=FromFile(Path("/none")),
        login=True,
        save_sent=SentCopy.NEVER,
    )


@pytest.mark.parametrize("code", ["535 5.7.8", "454 4.7.0", "501 5.5.2"])
async def test_a_mail_server_that_repeats_the_login_gets_it_into_no_message(
    secret_file: FromFile, code: str
) -> None:
    def echo(command: str) -> str:
        return f"{code} what is «{command}» and {SECRET.encode().decode('latin-1')}"

    async with scripted_smtp({"AUTH": echo}) as server:
        postman = Postman(smtp(server.port), lambda: read_secret(secret_file))
        try:
            said = await postman.deliver(b"Subject: x\r\n\r\n", "a@firm.example", "b@client.example")
        except SmtpLoginRefused as error:
            told = "".join(traceback.format_exception(error))
        else:
            assert isinstance(said, Deferred)
            told = said.why
        told += await postman.check() or ""
    assert b64encode(f"\0compta\0{SECRET}".encode()).decode()[12:-4] not in told
    assert b64encode(SECRET.encode()).decode()[:-4] not in told


def test_an_imap_server_that_repeats_the_login_gets_it_into_no_message(secret_file: FromFile) -> None:
    password = read_secret(secret_file)
    echoed = b64encode(f"\0facturation\0{SECRET}".encode())
    script = {
        "AUTHENTICATE": b"{tag} NO you said " + echoed + b"\r\n",
        "LOGIN": b"{tag} NO " + echoed + b"\r\n",
    }
    with FakeImap(script) as server, pytest.raises(LoginRefused) as caught:
        ImapSession.connect(server.settings(), password)
    told = "".join(traceback.format_exception(caught.value))
    assert b64encode(SECRET.encode()).decode()[:-4] not in told
    assert echoed.decode()[16:-4] not in told


def settings_with(folder: Path, key: str) -> Settings:
    (folder / "key").write_text(key, encoding="utf-8")
    (folder / "key").chmod(0o600)
    text = SMALLEST + (
        f'[trust]\nkey = {{ file = "{folder}/key" }}\n[store]\nurl = "sqlite:///{folder}/relanced.db"\n'
    )
    (folder / "firm.toml").write_text(text, encoding="utf-8")
    loaded = load_settings(folder / "firm.toml")
    assert isinstance(loaded, Settings), loaded
    return loaded


async def test_no_repr_shows_a_secret(tmp_path: Path) -> None:
    key = "the signing key of this test"
    settings = settings_with(tmp_path, key)
    office: Office = open_office(settings, Clock())
    try:
        shown = repr(office) + repr(settings) + repr(set_up(settings.rules, (), key.encode()))
        shown += repr(FromCommand("pass show tulip77")) + repr(office.postman) + repr(office.reader)
    finally:
        await close_office(office)
    assert key not in shown
    assert "tulip77" not in shown


def test_a_key_that_can_be_guessed_from_a_letter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SecretUnavailable, match="can be guessed") as refused:
        signing_key(settings_with(tmp_path, "short-key-15-ch"))
    assert "short-key" not in str(refused.value)
    assert signing_key(settings_with(tmp_path, "long-enough-16ch")) == b"long-enough-16ch"


def test_the_end_of_a_command_shows_no_secret(
    secret_file: FromFile, capsys: pytest.CaptureFixture[str]
) -> None:
    read_secret(secret_file)
    with pytest.raises(SystemExit):
        App().fail(f"the server said {SECRET}")
    assert "geheim" not in capsys.readouterr().err


async def test_the_command_of_a_secret_holds_up_neither_the_loop_nor_another_mailbox() -> None:
    slow = FromCommand("sh -c 'sleep 1; echo tulip77-of-a-slow-command'")
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.02)
            beats += 1

    beating = asyncio.create_task(beat())
    async with scripted_smtp({}) as server:
        answer = await Postman(smtp(server.port), lambda: read_secret(slow)).deliver(
            b"Subject: x\r\n\r\n", "a@firm.example", "b@client.example"
        )
    beating.cancel()
    assert answer
    assert beats >= 20


async def test_opening_one_firm_with_a_slow_command_holds_up_no_other_firm(tmp_path: Path) -> None:
    text = SMALLEST.replace("imap.firm.example", "127.0.0.1")
    text += "[trust]\nkey = { command = \"sh -c 'sleep 1; echo short'\" }\n"
    (tmp_path / "firm.toml").write_text(
        f'{text}[store]\nurl = "sqlite:///{tmp_path}/relanced.db"\n', encoding="utf-8"
    )
    firm, stop, beats = Firm(tmp_path / "firm.toml"), asyncio.Event(), 0
    serving = asyncio.create_task(serve_firm(firm, Clock(), stop))
    while not firm.tried.is_set():
        await asyncio.sleep(0.02)
        beats += 1
    stop.set()
    firm.wake.set()
    await serving
    assert "can be guessed" in firm.health.trouble
    assert beats >= 20


def test_a_process_that_dies_shows_neither_a_secret_nor_an_escape_and_leaves_no_image(
    secret_file: FromFile,
) -> None:
    code = (
        "import resource, sys, threading\n"
        "from pathlib import Path\n"
        "from relanced.edge.credentials import read_secret\n"
        "from relanced.edge.process import guard_process\n"
        "from relanced.edge.settings import FromFile\n"
        "guard_process()\n"
        "secret = read_secret(FromFile(Path(sys.argv[1])))\n"
        "def die():\n    raise ValueError(f'\\x1b[2J\\x9b1m{secret}')\n"
        "thread = threading.Thread(target=die)\nthread.start()\nthread.join()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0])\n"
        "die()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(secret_file.path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "0\n")
    assert done.stderr.count("1m***\n") == 2
    assert not STEERING.search(done.stderr)


def test_what_systemd_shows_holds_no_secret(
    secret_file: FromFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_secret(secret_file)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        assert systemd.status(f"unreachable: {SECRET}")
        assert listening.recv(999) == b"STATUS=unreachable: ***"
