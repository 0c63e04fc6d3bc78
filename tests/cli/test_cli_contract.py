"""The command line's contract: JSON forms, exit codes, errors that say what to do."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relanced.cli.common import App
from relanced.cli.main import COMMANDS, main

FIXTURES = Path(__file__).parents[1] / "fixtures"
CONFIG = """
mode = "observe"
timezone = "Europe/Paris"
language = "fr"
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example", "@firm.example"]
country = "FR"
[imap]
host = "127.0.0.1"
user = "compta@firm.example"
password = { command = "true" }
[smtp]
host = "127.0.0.1"
[trust]
authserv_ids = ["mx.firm.example"]
[[bank]]
name = "Banque Rivage"
from = ["@notif.banque-rivage.example"]
[store]
url = "sqlite:///FOLDER/relanced.db"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "firm.toml"
    path.write_text(CONFIG.replace("FOLDER", str(tmp_path)), encoding="utf-8")
    return path


def ask(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], obj=App())


def explained(config: Path, *words: str | Path) -> dict[str, object]:
    result = ask("explain", "--json", "--config", config, *words)
    assert result.exit_code == 0, result.output
    [line] = result.stdout.splitlines()
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


def test_every_command_is_listed_with_what_it_does() -> None:
    said = ask("--help")

    assert said.exit_code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in said.stdout


def test_explain_prints_the_contract_s_form_for_a_reply(config: Path) -> None:
    found = explained(config, FIXTURES / "end_to_end" / "dispute-rocher.eml")

    assert set(found) >= {"file", "reads_as", "unreadable", "invoices", "reply", "bank", "bounce"}
    assert (found["reads_as"], found["invoices"], found["bank"], found["bounce"]) == ("reply", [], None, None)
    reply = found["reply"]
    assert isinstance(reply, dict)
    assert (reply["intent"], reply["stops_escalation"]) == ("dispute", True)
    assert "annuler cette facture" in reply["new_text"]
    assert "mise en demeure" not in reply["new_text"]


def test_explain_prints_the_contract_s_form_for_a_credit(config: Path) -> None:
    bank = explained(config, FIXTURES / "end_to_end" / "credit-keravel.eml")["bank"]

    assert isinstance(bank, dict)
    assert (bank["sender_trusted"], bank["kind"]) == (True, "credit")
    assert bank["credits"] == [
        {
            "amount": "1860.00",
            "currency": "EUR",
            "payer": "TRANSPORTS KERAVEL",
            "reference": "F2026-0410",
            "value_date": "2026-09-15",
        }
    ]


def test_explain_sent_prints_the_contract_s_form_for_an_invoice(config: Path) -> None:
    invoices = explained(config, "--sent", FIXTURES / "end_to_end" / "invoice-keravel.eml")["invoices"]
    assert isinstance(invoices, list)
    [invoice] = invoices

    assert (invoice["number"], invoice["total"], invoice["currency"]) == ("F2026-0501", "1860.00", "EUR")
    assert (invoice["due_date"], invoice["kind"]) == ("2026-09-30", "invoice")
    assert invoice["client_email"] == "n.brun@transports-keravel.example"


def test_explain_tells_people_the_same_and_fails_on_what_cannot_be_read(config: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.eml"
    broken.write_bytes(b"\x00\x01")
    said = ask("explain", "--config", config, FIXTURES / "end_to_end" / "dispute-rocher.eml", broken)

    assert said.exit_code == 1
    assert "dispute" in said.stdout
    assert "Could not be read" in said.stdout


def test_a_wrong_key_is_told_with_the_one_that_was_meant(config: Path) -> None:
    config.write_text(config.read_text(encoding="utf-8").replace("mode =", "mood ="), encoding="utf-8")
    said = ask("--config", config, "check")

    assert said.exit_code == 2
    assert "mood" in said.stderr
    assert "mode" in said.stderr
    assert "Traceback" not in said.output


def test_what_needs_a_round_first_says_so(config: Path) -> None:
    for command in (("plan",), ("status",), ("show", "F-1")):
        said = ask("--config", config, *command)
        assert said.exit_code == 2
        assert "run --once" in said.stderr


def test_a_missing_configuration_is_told_with_where_it_was_looked_for(tmp_path: Path) -> None:
    said = ask("--config", tmp_path / "none.toml", "status")

    assert said.exit_code == 2
    assert "none.toml" in "".join(said.stderr.split())  # a long path is wrapped


def test_the_clock_can_be_set_for_one_round_only(config: Path) -> None:
    said = ask("--config", config, "run", "--at", "2026-11-16T09:30")

    assert said.exit_code == 2
    assert "--once" in said.stderr
