"""`relanced dossier` over a real mailbox: its mails as they lie there, packed with their sums; none makes a path."""

import hashlib
import io
import json
import os
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cli_firm import Firm, open_firm
from imapclient import IMAPClient
from invoice_pdf import Run, pdf_of
from servers.dovecot import PASSWORD, Account, Dovecot

from relanced.cli.dossier_zip import PackError, check, pack, safe_name, write
from relanced.letters.note import Posting, Task, write_posting, write_task
from relanced.model.mark import Mark, task_message_id
from relanced.model.names import ClientKey, InvoiceNumber, StepName
from relanced.model.tasks import TaskKind

NOW = datetime.now(UTC).replace(microsecond=0)
PARIS = ZoneInfo("Europe/Paris")
Made = tuple[Path, dict[str, object]]  # a file, and what the command said of it
NASTY = "<script>alert(1)</script> ../../etc/passwd"


def invoice_page(number: str, due: str) -> tuple[Run, ...]:
    return (
        (60, 60, "Atelier Verrier SARL"),
        (350, 130, "Garage Lemaire"),
        (60, 200, "Facture", 20),
        (60, 230, "Numéro"),
        (200, 230, number),
        (60, 244, "Date"),
        (200, 244, f"{NOW - timedelta(days=60):%d/%m/%Y}"),
        (60, 258, "Échéance"),
        (200, 258, due),
        (60, 300, "Total HT"),
        (200, 300, "100,00 €"),
        (60, 314, "TVA 20 %"),
        (200, 314, "20,00 €"),
        (60, 328, "Total TTC"),
        (200, 328, "120,00 €"),
    )


def mail(sender: str, to: str, subject: str, days_ago: int, name: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"] = format_datetime(NOW - timedelta(days=days_ago))
    made["Message-ID"] = f"<{name}@mail.example>"
    return made


def invoice_mail(number: str) -> bytes:
    due = f"{NOW - timedelta(days=30):%d/%m/%Y}"
    made = mail("compta@firm.example", "compta@lemaire.example", f"Facture {NASTY}", 60, f"inv-{number}")
    made.set_content("Bonjour,\nvotre facture est jointe.\n")
    pdf = pdf_of(invoice_page(number, due))
    made.add_attachment(pdf, maintype="application", subtype="pdf", filename="../../evil/../facture.pdf")
    made.set_boundary("a-boundary-of-the-tests")
    return made.as_bytes()


def reply_mail() -> bytes:
    made = mail(f'"{NASTY}" <compta@lemaire.example>', "compta@firm.example", f"Re: {NASTY}", 10, "reply")
    made["In-Reply-To"] = "<inv-F-2026-031@mail.example>"
    made.set_content(f"Bonjour,\nnous contestons la facture F-2026-031 : {NASTY}\n")
    return made.as_bytes()


def with_a_dispute(account: Account, folder: Path) -> Firm:
    opened = open_firm(account, folder)
    account.deliver(invoice_mail("F-2026-031"), "Sent")
    account.deliver(reply_mail())
    opened.read_mailbox()
    return opened


@pytest.fixture(scope="module")
def firm(dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory) -> Firm:
    """One mailbox for all tests that change nothing in it: a round takes seconds."""
    return with_a_dispute(dovecot.account(), tmp_path_factory.mktemp("firm"))


@pytest.fixture(scope="module")
def made(firm: Firm) -> Made:
    """One file, and what the command said of it."""
    out = firm.config.with_name("made.zip")
    said = json.loads(firm.ask("dossier", "F-2026-031", "--out", str(out), "--json").stdout)
    return out, said


@pytest.fixture
def own_firm(account: Account, tmp_path: Path) -> Firm:
    return with_a_dispute(account, tmp_path)


def unreachable(firm: Firm, folder: Path) -> Firm:
    """The same firm, whose mailbox cannot be reached."""
    config = folder / "unreachable.toml"
    text = firm.config.read_text(encoding="utf-8")
    config.write_text(text.replace(f"port = {firm.account.server.port}", "port = 1"), encoding="utf-8")
    return Firm(firm.account, config)


def files_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


class Page(HTMLParser):
    """The links and the elements of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.elements: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.links += [value for name, value in attrs if name == "href" and value]


def test_the_mails_and_the_invoice_are_packed_byte_for_byte_with_sums_that_fit(
    made: Made,
) -> None:
    out, _ = made

    files = files_of(out)
    pieces = [files[name] for name in sorted(files) if name.startswith("pieces/")]
    assert pieces == [crlf(invoice_mail("F-2026-031")), crlf(reply_mail())]
    assert files["factures/01-F-2026-031.pdf"] == pdf_of(
        invoice_page("F-2026-031", f"{NOW - timedelta(days=30):%d/%m/%Y}")
    )
    assert files["00-chronologie.pdf"].startswith(b"%PDF-")
    assert files["01-decompte.pdf"].startswith(b"%PDF-")
    told = dict(line.split("  ", 1)[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert told == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def crlf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def test_two_runs_write_the_same_bytes(firm: Firm, made: Made, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"

    firm.ask("dossier", "F-2026-031", "--out", str(again))

    assert again.read_bytes() == made[0].read_bytes()


def test_nothing_that_a_mail_says_becomes_a_path_or_an_element(made: Made) -> None:
    files = files_of(made[0])

    assert not [name for name in files if ".." in name or name.startswith("/") or "\\" in name]
    page = Page(files["index.html"].decode())
    assert "script" not in page.elements
    assert "&lt;script&gt;alert(1)" in files["index.html"].decode()
    assert {link for link in page.links if not link.startswith("#")} >= {"00-chronologie.pdf", "SHA256SUMS"}
    assert {link for link in page.links if not link.startswith("#")} <= files.keys()


def test_the_index_tells_events_exhibits_and_the_dispute(made: Made) -> None:
    out, said = made

    files = files_of(out)
    index = json.loads(files["index.json"])
    assert [event["kind"] for event in index["events"]] == ["invoice", "reply"]
    assert index["claims"][0]["is_disputed"] is True
    assert index["totals"][0]["uncontested"] == "0.00"
    assert index["exhibits"][0]["sha256"] == hashlib.sha256(files[index["exhibits"][0]["file"]]).hexdigest()
    assert (said["exhibits"], said["missing"], said["files"]) == (2, {}, len(files))
    assert b"compta@lemaire.example" in files["contacts.txt"]


def test_a_mail_that_is_gone_is_told_and_never_left_out_silently(own_firm: Firm, tmp_path: Path) -> None:
    with IMAPClient("127.0.0.1", own_firm.account.server.port, ssl=False) as client:
        client.plain_login(own_firm.account.user, PASSWORD)
        client.select_folder("INBOX")
        client.delete_messages(client.search("ALL"))
        client.expunge()
    out = tmp_path / "file.zip"

    said = own_firm.ask("dossier", "F-2026-031", "--out", str(out), code=1)

    index = json.loads(files_of(out)["index.json"])
    assert "exhibit 2" in said.stdout
    assert "is missing" in said.stdout
    assert index["exhibits"][1]["missing"]
    assert index["exhibits"][1]["file"] is None
    assert [event["kind"] for event in index["events"]] == ["invoice", "reply"]


def test_a_posted_notice_goes_with_its_letter_and_its_tracking_number(
    account: Account, tmp_path: Path
) -> None:
    key, number = b"a key of the tests, 32 bytes long", InvoiceNumber("F-2026-031")
    mark = Mark(client=ClientKey("lemaire.example"), lines=((number, StepName("mise_en_demeure")),))
    letter_id = task_message_id(TaskKind.LETTER, mark, key, "firm.example")
    at = NOW - timedelta(days=3)
    given = Task(
        message_id=letter_id, kind=TaskKind.LETTER, client=mark.client, lines=mark.lines, given_at=at
    )
    posted = Posting(
        target=number, tracking="1A 123 456 7890 1", posted_on=at.astimezone(PARIS).date(), decided_at=NOW
    )
    letter = mail("compta@firm.example", "compta@firm.example", "Mise en demeure à poster", 3, "x")
    letter.replace_header("Message-ID", f"<{letter_id}>")
    letter.set_content("La lettre est jointe.\n")
    account.deliver(letter.as_bytes())
    for note in (
        write_task(given, "compta@firm.example", key),
        write_posting(posted, "compta@firm.example", key),
    ):
        account.deliver(note, "Relanced/Journal")
    firm = with_a_dispute(account, tmp_path)
    out = tmp_path / "file.zip"

    firm.ask("dossier", "F-2026-031", "--out", str(out))

    files = files_of(out)
    [name] = [name for name in files if name.endswith("formal-notice.eml")]
    assert files[name] == crlf(letter.as_bytes())
    assert b"1A 123 456 7890 1" in files["proofs/formal-notices.txt"]
    assert "notice_posted" in {event["kind"] for event in json.loads(files["index.json"])["events"]}


def test_a_file_that_is_there_stays_unless_told_otherwise(firm: Firm, tmp_path: Path) -> None:
    out = tmp_path / "file.zip"
    out.write_text("precious", encoding="utf-8")

    said = firm.ask("dossier", "F-2026-031", "--out", str(out), code=2)

    assert "--force" in said.stderr
    assert out.read_text(encoding="utf-8") == "precious"
    write(out, b"newer", force=True)
    assert out.read_bytes() == b"newer"
    with pytest.raises(PackError, match="--force"):
        write(out, b"newest", force=False)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".file")] == []


def test_nothing_is_written_over_what_is_no_file(firm: Firm, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    said = firm.ask("dossier", "F-2026-031", "--out", str(pipe), "--force", code=2)
    assert "this is no file" in said.stderr
    assert pipe.is_fifo()
    assert "cannot be written" in firm.ask("dossier", "F-2026-031", "--out", "x" * 300, code=2).stderr


def test_a_judgment_cannot_be_of_a_day_to_come(firm: Firm) -> None:
    words = ("dossier", "lemaire.example", "--declaration", "--judgment", "2999-01-01")
    assert "yet to come" in firm.ask(*words, code=2).stderr


def test_without_the_mailbox_there_is_no_file(firm: Firm, tmp_path: Path) -> None:
    out = tmp_path / "file.zip"

    said = unreachable(firm, tmp_path).ask("dossier", "F-2026-031", "--out", str(out), code=1)

    assert "No file was written" in said.stderr
    assert not out.exists()


def test_what_cannot_be_done_is_said_before_anything_is_fetched(firm: Firm) -> None:
    for words, why in (
        (("Z-999",), "no invoice, client or bank of this name"),
        (("F-2026-031", "--on", "soon"), "not a day like"),
        (("F-2026-031", "--out", "/nowhere/at/all.zip"), "no such folder"),
        (("F-2026-031", "--judgment", "2026-01-01"), "--declaration"),
        (("F-2026-031", "--on", "2020-01-01"), "not mailed yet"),
    ):
        assert why in " ".join(firm.ask("dossier", *words, code=2).stderr.split())


def test_a_declaration_is_a_letter_with_blanks_and_needs_no_mailbox(firm: Firm, tmp_path: Path) -> None:
    offline = unreachable(firm, tmp_path)
    out, again = tmp_path / "declaration.pdf", tmp_path / "again.pdf"

    said = offline.ask("dossier", "lemaire.example", "--declaration", "--out", str(out))
    offline.ask("dossier", "lemaire.example", "--declaration", "--out", str(again))

    assert "--judgment" in said.stdout
    assert out.read_bytes().startswith(b"%PDF-")
    assert out.read_bytes() == again.read_bytes()
    day = f"{NOW - timedelta(days=5):%Y-%m-%d}"
    told = offline.ask(
        "dossier",
        "lemaire.example",
        "--declaration",
        "--judgment",
        day,
        "--out",
        str(out),
        "--force",
        "--json",
    )
    assert json.loads(told.stdout)["due"] == ["F-2026-031"]
    assert [end["basis"] for end in json.loads(told.stdout)["declare_ends"]] == ["judgment"]
    words = ("dossier", "lemaire.example", "--declaration", "--judgment", day, "--out", str(out), "--force")
    shown = " ".join(offline.ask(*words).stdout.split())
    assert f"counted from the judgment of {day}" in shown
    assert "the true end is not earlier" in shown


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/abs", "..", ".hidden", "a\\b", "x\n", "con:stream", ""]
)
def test_a_strangers_words_make_no_path(name: str) -> None:
    safe = safe_name(name, "otherwise")

    assert safe
    assert not set(safe) & set("/\\:\n")
    assert not safe.startswith(".")


def test_a_damaged_zip_is_found_out(tmp_path: Path) -> None:
    good = tmp_path / "good.zip"
    write(good, pack({"a.txt": b"the first words"}), force=False)
    check(good)

    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive, zipfile.ZipFile(good) as source:
        archive.writestr("a.txt", b"other words")
        archive.writestr("SHA256SUMS", source.read("SHA256SUMS"))
    write(good, other.getvalue(), force=True)

    with pytest.raises(PackError, match=r"a\.txt"):
        check(good)
