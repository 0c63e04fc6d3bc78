"""`explain` of what we sent: each field with its words, a rule to fill in, bare files, the text of a page."""

import json
import tomllib
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from invoice_pdf import INVOICE, Run, locked, pdf_of

from relanced.cli.bare import kind_of_file
from relanced.cli.common import App
from relanced.cli.main import main
from relanced.cli.snippet import snippet
from relanced.edge.config import Problems, load_settings
from relanced.intake.readings import Evidence, Field, Unread

FIXTURES = Path(__file__).parents[1] / "fixtures"
CONFIG = """
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example", "@firm.example"]
[imap]
host = "127.0.0.1"
user = "compta@firm.example"
password = { command = "true" }
[smtp]
host = "127.0.0.1"
[store]
url = "sqlite:///FOLDER/relanced.db"
"""
_PRINTED = {"Numéro", "F-2027-031", "Total HT", "100,00 €", "TVA 20 %", "20,00 €", "Total TTC", "120,00 €"}
STRANGE: tuple[Run, ...] = (  # neither its number nor its amount is called what firms call them
    *(run for run in INVOICE if run[2] not in _PRINTED),
    (60, 230, "Réf. dossier"),
    (200, 230, "ZK/0817"),
    (60, 300, "Somme"),
    (200, 300, "120,00"),
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "firm.toml"
    path.write_text(CONFIG.replace("FOLDER", str(tmp_path)), encoding="utf-8")
    return path


def explain(config: Path, *words: str | Path, columns: int = 100) -> Result:
    command = ["--config", str(config), "explain", *map(str, words)]
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(main, command, obj=App())


def as_json(config: Path, *words: str | Path) -> dict[str, list[dict[str, object]]]:
    said = explain(config, "--json", *words)
    assert said.exit_code == 0, said.output
    [line] = said.stdout.splitlines()
    found: dict[str, list[dict[str, object]]] = json.loads(line)
    return found


def file_of(folder: Path, name: str, runs: tuple[Run, ...]) -> Path:
    path = folder / name
    path.write_bytes(pdf_of(runs))
    return path


def test_a_bare_pdf_is_read_as_a_file_of_ours(config: Path, tmp_path: Path) -> None:
    pdf = file_of(tmp_path, "facture.pdf", INVOICE)
    [invoice] = as_json(config, "--sent", pdf)["invoices"]

    assert (invoice["number"], invoice["total"], invoice["due_date"]) == (
        "F-2027-031",
        "120.00",
        "2027-06-15",
    )
    assert invoice["client_email"] == ""
    said = explain(config, pdf)  # the same without --sent
    assert said.exit_code == 0
    assert "no mail says to whom" in said.stdout
    assert "F-2027-031" in said.stdout


def test_a_bare_invoice_xml_is_read_too(config: Path, tmp_path: Path) -> None:
    xml = tmp_path / "facture.xml"
    xml.write_text('<?xml version="1.0"?>\n<CrossIndustryInvoice/>', encoding="utf-8")
    found = as_json(config, xml)

    assert found["unreadable"]
    assert found["unread"][0]["file"] == "facture.xml"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x00" * 900 + b"%PDF-1.4", "pdf"),
        (b"\xef\xbb\xbf<?xml ?><rsm:CrossIndustryInvoice>", "xml"),
        (b"From: a@client.example\r\nSubject: %PDF-1.7\r\n\r\n", ""),
        (b"<html>", ""),
        (b"", ""),
    ],
)
def test_what_is_a_bare_file_and_what_a_mail(raw: bytes, kind: str) -> None:
    assert kind_of_file(raw) == kind


def test_every_field_is_given_with_the_words_that_led_to_it(config: Path, tmp_path: Path) -> None:
    pdf = file_of(tmp_path, "facture.pdf", INVOICE)
    [invoice] = as_json(config, pdf)["invoices"]
    fields = invoice["fields"]
    assert isinstance(fields, list)
    told = {each["field"]: each["words"] for each in fields}

    assert "F-2027-031" in told["number"]
    assert "15/06/2027" in told["due"]
    assert invoice["due_date_from"] == "printed"


def test_the_tables_fit_a_terminal_of_eighty_columns(config: Path, tmp_path: Path) -> None:
    files = [file_of(tmp_path, "facture.pdf", INVOICE), file_of(tmp_path, "facture-2.pdf", STRANGE)]
    said = explain(config, *files, columns=80).stdout
    boxes = [line for line in said.splitlines() if line.startswith(("│", "╭", "╰"))]

    assert any("Échéance 15/06/2027" in line for line in boxes)
    assert {len(line) for line in boxes} == {80}
    assert "…" not in "".join(boxes).replace("--number … --amount … --due", "")


@pytest.mark.parametrize(
    ("extra", "due", "got"),
    [
        ("", "2027-06-02", "law"),
        ("terms = { days = 10 }", "2027-05-13", "firm"),
        (
            '\n[[client]]\nname = "Lemaire"\nmatch = ["@lemaire.example"]\nterms = { days = 20 }',
            "2027-05-23",
            "client",
        ),
    ],
)
def test_a_due_day_that_is_nowhere_printed_says_how_it_was_got(
    config: Path, tmp_path: Path, extra: str, due: str, got: str
) -> None:
    where = "[imap]" if extra.startswith("terms") else "[store]"
    config.write_text(config.read_text("utf-8").replace(where, f"{extra}\n{where}"), encoding="utf-8")
    bare = tuple(run for run in INVOICE if run[2] not in {"Échéance", "15/06/2027"})
    mail = tmp_path / "sent.eml"
    mail.write_bytes(mailed(pdf_of(bare)))
    [invoice] = as_json(config, "--sent", mail)["invoices"]

    assert (invoice["due_date"], invoice["due_date_from"], invoice["due_date_is_derived"]) == (due, got, True)


def mailed(pdf: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "compta@firm.example", "compta@lemaire.example"
    mail["Subject"], mail["Date"] = "Votre facture", "Mon, 03 May 2027 10:00:00 +0200"
    mail.set_content("Bonjour,\nvotre facture est jointe.\n")
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="facture.pdf")
    return mail.as_bytes()


def test_the_other_lawful_reading_of_end_of_month_is_shown(config: Path, tmp_path: Path) -> None:
    runs = (*(run for run in INVOICE if run[2] not in {"Échéance", "15/06/2027"}),
            (60, 258, "Conditions de règlement"), (250, 258, "45 jours fin de mois"))  # fmt: skip
    pdf = file_of(tmp_path, "facture.pdf", runs)
    [invoice] = as_json(config, pdf)["invoices"]

    assert (invoice["due_date"], invoice["due_date_other_reading"]) == ("2027-06-30", "2027-07-15")
    assert "2027-07-15 by the other lawful reading" in " ".join(explain(config, pdf).stdout.split())


def test_what_is_missing_is_said_with_a_rule_that_reads_it_once_filled_in(
    config: Path, tmp_path: Path
) -> None:
    pdf = file_of(tmp_path, "facture-zk.pdf", STRANGE)
    said = explain(config, "--text", pdf)

    assert said.exit_code == 1
    assert "Missing: its number, the amount to be paid." in said.stdout
    assert str(config) in said.stdout.replace("\n", "")
    assert "Réf. dossier | ZK/0817" in said.stdout
    lines = said.stdout.partition("[[invoice]]")[2].partition("\n\n")[0]
    filled = lines.replace("WORDS BEFORE IT", "dossier", 1).replace("WORDS BEFORE IT", "Somme", 1)
    config.write_text(f"{config.read_text('utf-8')}\n[[invoice]]{filled}\n", encoding="utf-8")

    [invoice] = as_json(config, pdf)["invoices"]
    assert (invoice["number"], invoice["total"]) == ("ZK/0817", "120.00")
    assert "your rule facture-zk" in explain(config, pdf).stdout


@pytest.mark.parametrize("missing", [(field,) for field in Field] + [tuple(Field)])
def test_every_rule_that_is_proposed_is_a_valid_configuration(
    config: Path, missing: tuple[Field, ...]
) -> None:
    title = Evidence(field=Field.KIND, value="invoice", words="L'avis d'échéance (n°) [1] \\ #")
    text = snippet(Unread(file='fac"ture\\.pdf', why="?", evidence=(title,), missing=missing))

    assert set(tomllib.loads(text)["invoice"][0]) == {"name", "when", *(field.value for field in missing)}
    before = config.read_text("utf-8")
    config.write_text(f"{before}\n{text}\n", encoding="utf-8")
    if "WORDS BEFORE IT" in text:
        assert "still to be replaced" in str(load_settings(config))
    config.write_text(f"{before}\n{text.replace('WORDS BEFORE IT', 'Somme')}\n", encoding="utf-8")
    loaded = load_settings(config)
    assert not isinstance(loaded, Problems), str(loaded)


def test_where_no_rule_can_help_the_one_line_is_told_that_can(config: Path, tmp_path: Path) -> None:
    closed = tmp_path / "facture.pdf"
    closed.write_bytes(locked(pdf_of(INVOICE)))
    said = explain(config, closed)

    assert said.exit_code == 1
    assert "password" in said.stdout
    assert "relanced state" in said.stdout
    assert "[[invoice]]" not in said.stdout


def test_a_mail_of_our_own_that_is_read_as_received_gets_a_hint(config: Path, tmp_path: Path) -> None:
    mail = tmp_path / "own.eml"
    mail.write_bytes(mailed(pdf_of(INVOICE)))

    assert "explain --sent" in explain(config, mail).stdout


def test_the_text_of_a_mail_without_a_pdf_is_its_own(config: Path) -> None:
    found = as_json(config, "--text", FIXTURES / "end_to_end" / "dispute-rocher.eml")

    assert found["text"][0]["file"] == "mail"
    assert "annuler cette facture" in str(found["text"][0]["pages"])


def test_a_client_s_mail_is_called_a_mail_that_came_in(config: Path) -> None:
    said = explain(config, FIXTURES / "end_to_end" / "dispute-rocher.eml").stdout

    assert "dispute-rocher.eml: a mail that came in" in said


def test_a_bank_s_mail_in_a_file_is_judged_as_on_its_own_day(config: Path, tmp_path: Path) -> None:
    """The file is of today; without a Received line its own time would make the notice an old one sent again."""
    config.write_text(
        config.read_text("utf-8")
        + '[trust]\nauthserv_ids = ["mx.firm.example"]\n[[bank]]\nname = "Rivage"\nfrom = ["@rivage.example"]\n',
        encoding="utf-8",
    )
    notice = tmp_path / "notice.eml"
    notice.write_bytes(
        b"Authentication-Results: mx.firm.example; dmarc=pass header.from=rivage.example\r\n"
        b"From: avis@rivage.example\r\nTo: compta@firm.example\r\nDate: Mon, 2 Mar 2026 09:00:00 +0100\r\n"
        b"Subject: Virement recu\r\n\r\nMontant : 120,00 EUR\r\nDonneur d'ordre : DUPONT\r\nMotif : F-1\r\n"
    )

    said = json.loads(explain(config, "--json", notice).stdout)

    assert said["bank"]["sender_trusted"] is True
