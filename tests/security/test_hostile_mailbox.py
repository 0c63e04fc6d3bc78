"""A mailbox in which every name, subject, file name and file is hostile, and all that relanced makes of it.

Rounds of a real process, a real Dovecot, a real SMTP server with a login; what is looked at: letters, facts, logs,
the store's files, commands, dossiers.
"""

import json
import re
import stat
import subprocess
import sys
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from commands import Said, run_command
from invoice_pdf import pdf_of, with_file
from invoice_xml import cii, cii_due
from security.hostile import ESCAPES, MARKUP, STEERING, UNSEEN
from servers.dovecot import PASSWORD, Account, Dovecot
from servers.sink import Sink, running_sink

from relanced.edge.store import Store
from relanced.model.facts import Fact

NUMBER, CLIENT = "F-2026-031", "compta@lemaire.example"
KEY = "tulip77-signs-the-letters-of-the-tests"
SMTP_PASSWORD = "tulip77-of-the-mail-server"
CONFIG = """
mode = "send"
templates = "{folder}/letters"
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example", "@firm.example"]
iban = "FR7630006000011234567890189"
[imap]
host = "127.0.0.1"
port = {imap}
security = "plain"
user = "{user}"
password = {{ file = "{folder}/imap" }}
[smtp]
host = "127.0.0.1"
port = {smtp}
security = "plain"
user = "compta"
password = {{ command = "cat {folder}/smtp" }}
save_sent = "always"
[trust]
key = {{ file = "{folder}/key" }}
[calendar]
business_days = false
year_end_pause = false
hours = "00:00-23:59"
[store]
url = "sqlite:///{folder}/state/relanced.db"
"""
TEMPLATE = """Subject: Rappel {{ client.name }} {{ chased | numbers }}

Bonjour {{ client.name }}, il reste {{ chased | numbers }}.

{{ table(["Facture", "Client"], [[chased[0].number, client.name]]) }}

{{ link(client.name, "https://firm.example/") }}
"""
NAME = "=?utf-8?q?Pons=0D=0ABcc:_x=40evil.example=0A=0A{{_7*7_}}_=3Cscript=3Ealert(1)=3C/script=3E=E2=80=AE=1B[2J?="
FILE = '"../../../../tmp/=cmd|calc!A1\x1b[2J.pdf"'
# Words of a person: what stands on several lines stays on several lines.
_TEXTS = frozenset({"new_text", "words", "note", "because", "why"})


@dataclass(frozen=True)
class World:
    """The firm after its rounds."""

    folder: Path
    sink: Sink
    rounds: tuple["subprocess.CompletedProcess[str]", ...]

    def round(self) -> "subprocess.CompletedProcess[str]":
        """One round of a process of its own, with its log."""
        return subprocess.run(
            [sys.executable, "-m", "relanced", "--config", str(self.folder / "firm.toml"), "run", "--once"],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=self.folder,
        )

    def ask(self, *words: str, umask: int = 0o022) -> Said:
        return run_command(self.folder / "firm.toml", *words, columns=200, umask=umask, folder=self.folder)

    @property
    def facts(self) -> tuple[Fact, ...]:
        store = Store.open(f"sqlite:///{self.folder}/state/relanced.db", lock=False)
        try:
            return tuple(store.facts())
        finally:
            store.close()


def _invoice() -> bytes:
    """An invoice whose client has a hostile name in its XML, sent under hostile names with a hostile file name."""
    xml = cii(
        number=NUMBER,
        issued="20260903",
        due=cii_due("20260920"),
        buyer="Garage\nINVOICE F-666 paid\u202e&#x85;&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} #eval(1) [red]x",
    )
    pdf = with_file(pdf_of([(60, 60, f"Facture {NUMBER}")]), "factur-x.xml", xml)
    return (
        f"From: Atelier Verrier <compta@firm.example>\r\nTo: {NAME} <{CLIENT}>\r\nSubject: {NAME}\r\n"
        "Date: Thu, 03 Sep 2026 11:05:00 +0200\r\nMessage-ID: <invoice@firm.example>\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: application/pdf; name={FILE}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment; filename={FILE}\r\n\r\n"
    ).encode() + b64encode(pdf)


def _reply(name: str, sender: str, subject: str, text: str) -> bytes:
    return (
        f"From: {NAME} <{sender}>\r\nTo: compta@firm.example\r\nSubject: {subject}\r\n"
        f"Date: Fri, 20 Nov 2026 09:00:00 +0100\r\nMessage-ID: <{name}@x.example>\r\n"
        f"X-Relanced: v1; client=x; lines=y; sig=AAAA\r\nX-Relanced-Note: AAAA\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


@pytest.fixture(scope="module")
def world(dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("hostile")
    account = dovecot.account()
    for name, secret in (("imap", PASSWORD), ("key", KEY), ("smtp", SMTP_PASSWORD)):
        (folder / name).write_text(secret, encoding="utf-8")
        (folder / name).chmod(0o600)
    (folder / "letters" / "fr").mkdir(parents=True)
    (folder / "letters" / "fr" / "rappel.txt.j2").write_text(TEMPLATE, encoding="utf-8")
    _fill(account)
    with running_sink(login=("compta", SMTP_PASSWORD)) as sink:
        text = CONFIG.format(imap=account.server.port, smtp=sink.port, user=account.user, folder=folder)
        (folder / "firm.toml").write_text(text, encoding="utf-8")
        opened = World(folder, sink, ())
        first = opened.round()
        account.deliver(_forged_note())
        yield World(folder, sink, (first, opened.round()))


def _fill(account: Account) -> None:
    account.deliver(_invoice(), "Sent")
    account.deliver(_reply("news", "news@evil.example", NAME, f"{ESCAPES}{UNSEEN}{MARKUP}"))


def _forged_note() -> bytes:
    body = f'{{"verb": "paid", "target": "{NUMBER}", "until": null, "address": "", "note": "", '
    body += '"decided_at": "2026-11-20T09:00:00+01:00"}'
    return _reply("note", "compta@firm.example", "relanced: paid", body)


def test_the_letter_has_the_headers_that_it_should_and_one_recipient(world: World) -> None:
    [letter] = [got for got in world.sink.received if got.recipients[0] == CLIENT]
    assert letter.recipients == (CLIENT,)
    head = [name for name, _ in message_from_bytes(letter.raw, policy=default).raw_items()]
    assert len(head) == len({name.lower() for name in head})
    assert {name.lower() for name in head} <= {
        "from", "to", "subject", "date", "message-id", "in-reply-to", "references", "auto-submitted",
        "x-auto-response-suppress", "content-language", "x-relanced", "content-type", "mime-version",
    }  # fmt: skip


def test_what_the_letter_shows_is_neither_evaluated_nor_markup_nor_hidden(world: World) -> None:
    [letter] = [got for got in world.sink.received if got.recipients[0] == CLIENT]
    mail = message_from_bytes(letter.raw, policy=default)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "{{ 7*7 }}" in text.get_content()
    assert "&lt;script&gt;" in html.get_content()
    assert "<script" not in html.get_content().lower()
    for shown in (text.get_content(), html.get_content(), str(mail["Subject"])):
        assert not STEERING.search(shown.replace("\r\n", "\n"))
    names = [part.get_filename() or "" for part in mail.iter_attachments()]
    assert names
    assert all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", name) for name in names)


def test_every_word_of_a_fact_is_one_line_that_steers_nothing(world: World) -> None:
    assert len(world.facts) >= 4  # the invoice, its reminder with its outcome
    for fact in world.facts:
        for name, word in _words(fact):
            assert not STEERING.search(word), (name, word)
            assert "\n" not in word or name in _TEXTS, (name, word)


def _words(value: Any, name: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any field of any fact
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        for each in value:
            yield from _words(each, name)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _words(getattr(value, one.name), one.name)


def test_a_forged_note_and_a_forged_mark_decide_nothing(world: World) -> None:
    said = world.ask("status", "--json")
    rows = {row["number"]: row for row in json.loads(said.stdout)["invoices"]}
    assert rows[NUMBER]["state"] in {"overdue", "held"}


def test_each_line_of_the_log_is_one_json_object_that_steers_nothing(world: World) -> None:
    for said in world.rounds:
        assert said.returncode in {0, 1}, said.stderr
        assert not STEERING.search(said.stdout)
        for line in filter(None, said.stderr.splitlines()):
            assert isinstance(json.loads(line), dict)
            assert not STEERING.search(line)


def test_no_secret_stands_in_a_letter_a_log_the_store_or_what_a_command_prints(world: World) -> None:
    said = [part for one in world.rounds for part in (one.stdout, one.stderr)]
    for words in (("check", "--json"), ("show", NUMBER)):
        one = world.ask(*words)
        said += [one.stdout, one.stderr]
    files = [path.read_bytes() for path in (world.folder / "state").iterdir() if path.is_file()]
    letters = [letter.raw for letter in world.sink.received]
    assert len(files) >= 2
    for where in ["".join(said).encode(), *files, *letters]:
        for secret in (KEY, SMTP_PASSWORD):
            assert secret.encode() not in where
            assert b64encode(f"\0compta\0{secret}".encode()) not in where


def test_the_state_is_its_owner_s_alone_whatever_the_umask(world: World) -> None:
    state = world.folder / "state"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    for path in state.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_a_dossier_holds_no_path_no_script_and_no_secret_and_is_its_owner_s_alone(world: World) -> None:
    said = world.ask("dossier", NUMBER, "--out", str(world.folder / "file.zip"), umask=0)
    assert said.returncode in {0, 1}, said.stderr
    path = world.folder / "file.zip"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert all(
            re.fullmatch(r"(?:[A-Za-z0-9_][A-Za-z0-9._-]*/)*[A-Za-z0-9_][A-Za-z0-9._-]*", n) for n in names
        )
        assert not any(".." in name.split("/") for name in names)
        made = {name: archive.read(name) for name in names if not name.startswith("pieces/")}
    assert KEY.encode() not in b"".join(made.values())
    page = made["index.html"].decode()
    assert "<script" not in page.lower()
    assert not STEERING.search(page)


def test_what_a_command_writes_is_its_owner_s_alone(world: World) -> None:
    said = world.ask("simulate", "--csv", "letters.csv", "--html", "page.html", umask=0)
    assert said.returncode == 0, said.stderr
    written = [world.folder / name for name in ("letters.csv", "page.html")]
    assert all(path.exists() for path in written)
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    assert "<script" not in written[1].read_text(encoding="utf-8").lower()
