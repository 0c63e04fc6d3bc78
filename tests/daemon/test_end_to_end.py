"""The whole way with the real process: Dovecot, `relanced run`, an SMTP server that keeps what it gets.

Slow tests: each starts a service and lives with it for some seconds.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from commands import Said, run_command
from servers.dovecot import PASSWORD, Account
from servers.sink import Received, Sink, running_sink

from relanced.edge.imap import ImapSession
from relanced.intake.message import parse_message

pytestmark = pytest.mark.slow

MAILS = Path(__file__).parents[1] / "fixtures" / "end_to_end"
PATIENCE_S = 60  # for what takes one or two seconds on an idle machine

CONFIG = """
mode = "{mode}"
timezone = "Europe/Paris"
language = "fr"
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example", "@firm.example"]
country = "FR"
iban = "FR7630006000011234567890189"
[imap]
host = "127.0.0.1"
port = {imap}
security = "plain"
user = "{user}"
password = {{ file = "{folder}/password" }}
[smtp]
host = "127.0.0.1"
port = {smtp}
security = "plain"
login = false
save_sent = "always"
[trust]
authserv_ids = ["mx.firm.example"]
key = {{ file = "{folder}/key" }}
[[bank]]
name = "Banque Rivage"
from = ["@notif.banque-rivage.example"]
[calendar]
business_days = false
year_end_pause = false
hours = "00:00-23:59"
[store]
url = "sqlite:///{folder}/relanced.db"
"""


@dataclass(frozen=True)
class Firm:
    """A firm's mailbox, its configuration, and what its clients got."""

    account: Account
    sink: Sink
    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "firm.toml"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "relanced", "--config", str(self.config), *words]

    def ask(self, *words: str) -> Said:
        return run_command(self.config, *words)

    def state(self, number: str) -> str:
        said = self.ask("status", "--json").stdout or '{"invoices": []}'  # nothing read yet
        rows = json.loads(said)["invoices"]
        return next((row["state"] for row in rows if row["number"] == number), "unknown")

    def letters_to(self, domain: str) -> list[Received]:
        return [letter for letter in self.sink.received if letter.recipients[0].endswith(domain)]

    @contextmanager
    def running(self) -> Iterator["subprocess.Popen[bytes]"]:
        log = (self.folder / "log").open("ab")
        process = subprocess.Popen(self.command("run"), stdout=log, stderr=log)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            code = process.wait(30)
            log.close()
        assert code in {0, -signal.SIGKILL}, self.log

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def wait_for(self, what: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not what():
            assert time.monotonic() < end, f"in vain; the service said:\n{self.log[-4000:]}"
            time.sleep(0.2)


@pytest.fixture
def firm(account: Account, tmp_path: Path) -> Iterator[Firm]:
    for name, secret in (("password", PASSWORD), ("key", "a key of the tests, 32 bytes long")):
        (tmp_path / name).write_text(secret, encoding="utf-8")
        (tmp_path / name).chmod(0o600)
    with running_sink() as sink:
        opened = Firm(account=account, sink=sink, folder=tmp_path)
        write_config(opened, mode="send")
        yield opened


def write_config(firm: Firm, *, mode: str) -> None:
    text = CONFIG.format(
        mode=mode,
        imap=firm.account.server.port,
        smtp=firm.sink.port,
        user=firm.account.user,
        folder=firm.folder,
    )
    firm.config.write_text(text, encoding="utf-8")


def mail(name: str, *changes: tuple[bytes, bytes]) -> bytes:
    raw = (MAILS / name).read_bytes()
    for old, new in changes:
        assert old in raw
        raw = raw.replace(old, new)
    return raw


def test_the_whole_way(firm: Firm) -> None:
    """A reminder in the invoice's thread, a dispute heard, money believed or not, a kill survived."""
    for client in ("pons", "rocher", "keravel"):
        firm.account.deliver(mail(f"invoice-{client}.eml"), "Sent")

    with firm.running() as process:
        firm.wait_for(lambda: len(firm.sink.received) == 3)
        _is_in_the_thread_with_its_pdf(firm)
        _a_dispute_is_heard_through_idle(firm)
        _money_is_believed_only_from_the_bank(firm)
        firm.wait_for(lambda: firm.log.count('"copy_filed"') == 3)
        process.kill()

    with firm.running():  # after the kill, on the same database
        firm.wait_for(lambda: firm.log.count("imap_connected") >= 2)
        time.sleep(3)
    for name in ("relanced.db", "relanced.db-wal", "relanced.db-shm"):
        (firm.folder / name).unlink(missing_ok=True)
    with firm.running():  # and with the database gone: the mailbox is the record
        firm.wait_for(lambda: firm.state("F2026-0520") == "disputed")
        firm.wait_for(lambda: firm.state("F2026-0501") == "paid")
        time.sleep(2)

    assert len(firm.sink.received) == 3
    assert firm.state("F2026-0507") == "overdue"  # the forged notice closed nothing, and silenced nobody


def _is_in_the_thread_with_its_pdf(firm: Firm) -> None:
    [letter] = firm.letters_to("pons-immobilier.example")
    invoice = parse_message(mail("invoice-pons.eml"))
    reminder = parse_message(letter.raw)

    assert invoice.message_id is not None
    assert reminder.answers[0] == invoice.message_id
    assert reminder.sender == "compta@firm.example"
    assert "F2026-0507" in reminder.subject
    assert "1\u202f050,00\u00a0€" in reminder.text
    assert "FR76 3000 6000 0112 3456 7890 189" in reminder.text
    [pdf] = reminder.attachments
    assert pdf.data == invoice.attachments[0].data


def _a_dispute_is_heard_through_idle(firm: Firm) -> None:
    [letter] = firm.letters_to("lamaisonrocher.example")
    reminder_id = parse_message(letter.raw).message_id
    assert reminder_id is not None
    reply = mail(
        "dispute-rocher.eml",
        (b"F2025-0988", b"F2026-0520"),
        (b"rel-380b20da6188@firm.example", reminder_id.encode()),
    )
    firm.account.deliver(reply)
    firm.wait_for(lambda: '"folder": "INBOX"' in firm.log)  # long before the next cycle: by IDLE
    firm.wait_for(lambda: firm.state("F2026-0520") == "disputed")


def _money_is_believed_only_from_the_bank(firm: Firm) -> None:
    forged = mail(
        "credit-keravel.eml",
        (b"dmarc=pass", b"dmarc=fail"),
        (b"dkim=pass", b"dkim=fail"),
        (b"F2026-0410", b"F2026-0507"),
        (b"1=E2=80=AF860,00" if b"1=E2=80=AF860,00" in mail("credit-keravel.eml") else b"860,00", b"1050,00"),
    )
    firm.account.deliver(forged)
    firm.account.deliver(mail("credit-keravel.eml", (b"F2026-0410", b"F2026-0501")))
    firm.wait_for(lambda: firm.state("F2026-0501") == "paid")

    assert firm.state("F2026-0507") != "paid"


@pytest.mark.parametrize(("mode", "drafts"), [("observe", 0), ("draft", 1)])
def test_observe_sends_nothing_and_draft_puts_it_into_drafts(firm: Firm, mode: str, drafts: int) -> None:
    write_config(firm, mode=mode)
    firm.account.deliver(mail("invoice-pons.eml"), "Sent")

    for _ in range(2):  # the second round must not draft it again
        assert firm.ask("run", "--once").returncode in {0, 1}

    assert firm.sink.received == []
    session = ImapSession.connect(firm.account.settings(), PASSWORD)
    assert session.examine("Drafts").exists == drafts
    if drafts:
        assert "F2026-0507" in parse_message(session.raw(session.uids()[0])).subject
    session.close()


def test_a_decision_of_the_owner_is_a_mail_in_the_journal(firm: Firm) -> None:
    firm.account.deliver(mail("invoice-pons.eml"), "Sent")
    write_config(firm, mode="observe")
    assert firm.ask("run", "--once").returncode == 0
    assert firm.state("F2026-0507") == "overdue"

    unknown = firm.ask("pause", "F2026-9999")
    assert unknown.returncode == 2
    assert "F2026-9999" in unknown.stderr
    assert firm.ask("dispute", "f2026 0507", "--note", "au téléphone").returncode == 0
    write_config(firm, mode="send")
    firm.ask("run", "--once")

    assert firm.state("F2026-0507") == "disputed"
    assert firm.sink.received == []
    assert "au téléphone" in firm.ask("show", "F2026-0507").stdout
    assert firm.ask("resume", "F2026-0507").returncode == 0
    firm.ask("run", "--once")
    assert len(firm.sink.received) == 1


def test_a_wrong_password_is_tried_once_in_a_quarter_of_an_hour(firm: Firm) -> None:
    (firm.folder / "password").write_text("wrong", encoding="utf-8")

    first, second = firm.ask("run", "--once"), firm.ask("run", "--once")

    assert (first.returncode, second.returncode) == (1, 1)
    assert "wrong" not in first.stderr
    assert "the next try is in" in second.stderr
    server_log = (firm.account.server.folder / "dovecot.log").read_text(encoding="utf-8")
    refused = [
        line for line in server_log.splitlines() if "auth failed" in line and firm.account.user in line
    ]
    assert len(refused) == 1


def test_an_unreachable_server_is_said_and_nothing_is_lost(firm: Firm) -> None:
    text = firm.config.read_text(encoding="utf-8")
    firm.config.write_text(text.replace(f"port = {firm.account.server.port}", "port = 1"), encoding="utf-8")

    said = firm.ask("run", "--once")

    assert said.returncode == 1
    assert "127.0.0.1" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_full_disk_is_said_and_nothing_is_lost_or_sent_twice(firm: Firm) -> None:
    firm.account.deliver(mail("invoice-pons.eml"), "Sent")
    firm.ask("run", "--once")
    assert len(firm.sink.received) == 1
    room = (
        (firm.folder / "relanced.db-wal").stat().st_size if (firm.folder / "relanced.db-wal").exists() else 0
    )
    limit = max(room, (firm.folder / "relanced.db").stat().st_size) + 4_096
    firm.account.deliver(mail("invoice-rocher.eml"), "Sent")

    full = subprocess.run(
        ["prlimit", f"--fsize={limit}", *firm.command("run", "--once")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert full.returncode == 1, full.stderr
    assert "relanced.db" in "".join(full.stderr.split())  # a long path is wrapped
    assert "Traceback" not in full.stderr
    sent = len(firm.sink.received)
    firm.ask("run", "--once")
    assert len(firm.letters_to("pons-immobilier.example")) == 1
    assert len(firm.letters_to("lamaisonrocher.example")) <= 1
    assert len(firm.sink.received) >= sent


def test_a_mail_that_cannot_be_read_silences_its_sender_and_stops_nobody_else(firm: Firm) -> None:
    for client in ("pons", "rocher"):
        firm.account.deliver(mail(f"invoice-{client}.eml"), "Sent")
    head = (
        b"From: Anais <anais@lamaisonrocher.example>\r\nSubject: Re: Facture\r\nMessage-ID: <p@x.example>\r\n"
    )
    parts = b"".join(b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" for _ in range(300))
    firm.account.deliver(head + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + b"--b--\r\n")

    firm.ask("run", "--once")

    assert [letter.recipients for letter in firm.sink.received] == [("v.pons@pons-immobilier.example",)]
    assert firm.state("F2026-0520") == "held"
    assert "more than 200 parts" in firm.ask("status").stdout


def test_a_pdf_that_is_no_pdf_is_shown_and_never_chased(firm: Firm) -> None:
    broken = EmailMessage()
    broken["From"], broken["To"] = "compta@firm.example", "anais@lamaisonrocher.example"
    broken["Subject"], broken["Message-ID"] = "Facture F2026-0520", "<broken@firm.example>"
    broken.set_content("Ci-joint la facture.")
    broken.add_attachment(b"no PDF", maintype="application", subtype="pdf", filename="Facture_F2026-0520.pdf")
    firm.account.deliver(broken.as_bytes(), "Sent")
    firm.account.deliver(mail("invoice-pons.eml"), "Sent")

    firm.ask("run", "--once")

    listed = json.loads(firm.ask("status", "--json").stdout)["unreadable_invoices"]
    assert [row["files"] for row in listed] == [["Facture_F2026-0520.pdf"]]
    assert "relanced state" in firm.ask("status").stdout
    assert firm.state("F2026-0520") == "unknown"
    assert len(firm.sink.received) == 1


def test_the_service_runs_on_its_last_good_configuration(firm: Firm) -> None:
    firm.account.deliver(mail("invoice-pons.eml"), "Sent")
    with firm.running() as process:
        firm.wait_for(lambda: len(firm.sink.received) == 1)
        good = firm.config.read_text(encoding="utf-8")
        firm.config.write_text(good.replace("mode =", "mod ="), encoding="utf-8")
        os.kill(process.pid, signal.SIGHUP)
        firm.wait_for(lambda: "configuration_refused" in firm.log)
        firm.account.deliver(mail("invoice-rocher.eml"), "Sent")
        os.kill(process.pid, signal.SIGHUP)  # reloading takes a round at once
        firm.wait_for(lambda: len(firm.sink.received) == 2)


def test_a_mail_made_to_break_the_reader_stops_nothing(firm: Firm) -> None:
    firm.account.deliver(mail("invoice-pons.eml"), "Sent")
    firm.account.deliver(
        b"From: a@x.example\r\nSubject: =?utf-7?q?+2AA-?=\r\nMessage-ID: <p@x.example>\r\n\r\nx\r\n"
    )

    assert firm.ask("run", "--once").returncode in {0, 1}
    assert len(firm.sink.received) == 1


def test_an_answer_that_a_rule_filed_away_is_heard_before_anything_leaves(firm: Firm) -> None:
    firm.account.deliver(mail("invoice-rocher.eml"), "Sent")
    write_config(firm, mode="observe")
    firm.ask("run", "--once")
    session = ImapSession.connect(firm.account.settings(), PASSWORD)
    session.ensure_folder("Clients")
    session.close()
    firm.account.deliver(mail("dispute-rocher.eml", (b"F2025-0988", b"F2026-0520")), "Clients")
    write_config(firm, mode="send")

    firm.ask("run", "--once")

    assert firm.sink.received == []
    assert firm.state("F2026-0520") == "disputed"


def test_a_lost_database_sends_nothing_again_even_without_a_copy_in_sent(firm: Firm) -> None:
    text = firm.config.read_text(encoding="utf-8")
    firm.config.write_text(text.replace('save_sent = "always"', 'save_sent = "never"'), encoding="utf-8")
    firm.account.deliver(mail("invoice-pons.eml"), "Sent")
    firm.ask("run", "--once")
    for name in ("relanced.db", "relanced.db-wal", "relanced.db-shm"):
        (firm.folder / name).unlink(missing_ok=True)

    firm.ask("run", "--once")

    assert len(firm.sink.received) == 1
    assert "F2026-0507" in firm.ask("status").stdout.partition("You decide")[2]


def test_a_draft_is_made_once_and_its_disappearance_is_told(firm: Firm) -> None:
    write_config(firm, mode="draft")
    firm.account.deliver(mail("invoice-pons.eml"), "Sent")
    firm.ask("run", "--once")
    for name in ("relanced.db", "relanced.db-wal", "relanced.db-shm"):
        (firm.folder / name).unlink(missing_ok=True)
    firm.ask("run", "--once")
    session = ImapSession.connect(firm.account.settings(), PASSWORD)
    assert session.examine("Drafts").exists == 1
    session.close()
