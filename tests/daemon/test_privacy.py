"""Erased and outdated words: gone from the file, byte for byte, and never back; what is owed stays as it was."""

import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from commands import run_command
from faults.fault_makers import Place
from servers.dovecot import Account
from servers.sink import running_sink
from store_samples import SAMPLES

from relanced.casework.forgetting import without_words
from relanced.edge.codec import encode_fact

MAILS = Path(__file__).parents[1] / "fixtures" / "end_to_end"
INVOICE = (MAILS / "invoice-pons.eml").read_bytes()
WORDS = "zanzibar"  # stands in no other text of the world
ANSWER = "v.pons@pons-immobilier.example"


def _reply(text: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Vera Pons <{ANSWER}>", "compta@firm.example"
    mail["Subject"], mail["Message-ID"] = (
        f"Re: Facture F2026-0507 {WORDS}subject",
        "<reply@pons-immobilier.example>",
    )
    mail["In-Reply-To"] = "<a51575d8bc63b9cd86d7c9@firm.example>"
    mail.set_content(f"Bonjour,\n\nmerci pour la facture F2026-0507, {text}.\n\nVera Pons\n")
    return mail.as_bytes()


def _bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("relanced.db*")))


def _config(account: Account, folder: Path, smtp: int) -> Path:
    place = Place(folder=folder, imap=account.server.port, smtp=smtp, user=account.user)
    config = place.write_config()
    text = config.read_text("utf-8").replace('save_sent = "never"', 'save_sent = "always"')
    config.write_text(text, encoding="utf-8")
    return config


def test_what_an_erased_client_wrote_is_in_no_byte_of_the_store_and_does_not_come_back(
    account: Account, tmp_path: Path
) -> None:
    with running_sink() as sink:
        config = _config(account, tmp_path, sink.port)
        account.deliver(INVOICE, "Sent")
        assert run_command(config, "run", "--once").returncode in {0, 1}
        account.deliver(_reply(f"nous la contestons: {WORDS}text"))
        run_command(config, "run", "--once")
        assert f"{WORDS}text".encode() in _bytes_of(tmp_path)

        said = run_command(config, "erase", "pons-immobilier.example", "--yes")
        assert (said.returncode, "F2026-0507" in said.stderr) == (1, True)  # it is not settled
        run_command(config, "paid", "F2026-0507")
        run_command(config, "run", "--once")
        before = json.loads(run_command(config, "status", "--json").stdout)["invoices"]
        said = run_command(config, "erase", "pons-immobilier.example", "--yes")
        assert (said.returncode, "L123-22" in said.stdout, "mailbox is yours" in said.stdout) == (
            0,
            True,
            True,
        )
        run_command(config, "run", "--once")

        assert WORDS.encode() not in _bytes_of(tmp_path)
        assert json.loads(run_command(config, "status", "--json").stdout)["invoices"] == before
        left = run_command(config, "export", "pons-immobilier.example").stdout
        assert (WORDS in left, "F2026-0507" in left, "its text was purged" in left) == (False, True, True)

        for path in tmp_path.glob("relanced.db*"):
            path.unlink()
        run_command(config, "run", "--once")  # a store of its own again: the mailbox holds the mails still
        assert WORDS.encode() not in _bytes_of(tmp_path)
        assert json.loads(run_command(config, "status", "--json").stdout)["invoices"] == before
        assert len(sink.received) == 1  # and nothing was sent twice


def test_export_gives_all_that_is_kept_to_read_and_for_machines(account: Account, tmp_path: Path) -> None:
    with running_sink() as sink:
        config = _config(account, tmp_path, sink.port)
        account.deliver(INVOICE, "Sent")
        run_command(config, "run", "--once")
        account.deliver(_reply(f"nous payons bientot {WORDS}text"))
        run_command(config, "run", "--once")
    there = tmp_path / "pons.zip"
    assert run_command(config, "export", "pons-immobilier.example", "--output", str(there)).returncode == 0
    assert there.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(there) as zipped:
        text, found = zipped.read("about-you.txt").decode(), json.loads(zipped.read("about-you.json"))
    kinds = {event["record"]["kind"] for event in found["events"]}
    assert {"InvoiceSent", "ReminderSent", "ReplyReceived", "SendIntended"} <= kinds
    assert ANSWER in found["client"]["addresses"]
    assert f"{WORDS}text" in text
    assert "F2026-0507" in found["letters"][0]["text"]
    again = run_command(config, "export", "pons-immobilier.example", "--output", str(there))
    assert (again.returncode, "nothing was written" in again.stderr) == (2, True)


def test_nobody_else_is_in_an_export(account: Account, tmp_path: Path) -> None:
    with running_sink() as sink:
        config = _config(account, tmp_path, sink.port)
        account.deliver(INVOICE, "Sent")
        account.deliver((MAILS / "invoice-rocher.eml").read_bytes(), "Sent")
        run_command(config, "run", "--once")
    said = run_command(config, "export", "pons-immobilier.example").stdout
    assert "rocher" not in said.lower()
    assert run_command(config, "export", ANSWER.upper()).stdout == said  # by any address of his
    assert run_command(config, "export", "nobody@pons.example").returncode == 2


def test_what_is_settled_for_long_loses_its_words_and_nothing_else(account: Account, tmp_path: Path) -> None:
    with running_sink() as sink:
        config = _config(account, tmp_path, sink.port)
        account.deliver(INVOICE, "Sent")
        run_command(config, "run", "--once")
        account.deliver(_reply(f"merci {WORDS}text"))
        run_command(config, "paid", "F2026-0507")
        run_command(config, "run", "--once")
        before = json.loads(run_command(config, "status", "--json").stdout)["invoices"]
        assert "words of 0 mails, 0 letters" in run_command(config, "purge", "--dry-run").stdout
        config.write_text(config.read_text("utf-8") + "\n[retention]\nmonths = 1\n", encoding="utf-8")
        run_command(config, "run", "--once")
        assert f"{WORDS}text".encode() in _bytes_of(tmp_path)  # not yet
        run_command(config, "run", "--once", "--at", "2029-03-01T10:00+01:00")
        assert WORDS.encode() not in _bytes_of(tmp_path)
        assert json.loads(run_command(config, "status", "--json").stdout)["invoices"] == before
        run_command(config, "run", "--once")
        assert len(sink.received) == 1


@pytest.mark.parametrize("fact", SAMPLES, ids=lambda fact: type(fact).__name__)
def test_a_fact_without_its_words_is_one_that_can_be_kept(fact: object) -> None:
    bare = without_words(fact)  # type: ignore[arg-type]  # a sample of each kind
    assert type(bare) is type(fact)
    encode_fact(bare)
