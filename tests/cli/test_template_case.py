"""`relanced template preview --case`: the letter for a case of the mailbox."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_store import Ask, asking, source
from store_samples import invoice

from relanced.intake.message import parse_message
from relanced.model.facts import InvoiceSent


def bill() -> InvoiceSent:
    """An invoice twenty days late."""
    today = datetime.now(UTC).date()
    sure = replace(invoice(), rivals=(), disagreements=())
    return replace(
        sure, source=source(1), issued_on=today - timedelta(days=50), due_on=today - timedelta(days=20)
    )


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    return asking(tmp_path, [bill()])


def test_a_case_is_written_as_at_a_step_in_any_tone_and_as_a_whole_mail(ask: Ask, tmp_path: Path) -> None:
    number, eml = bill().number, tmp_path / "x.eml"
    words = ("template", "preview", "relance", "--case", number, "--tone", "firm", "--language", "fr")
    shown = ask(*words, "--eml", str(eml), "--json")
    told = json.loads(shown.stdout)

    assert number in told["subject"]
    assert (told["language"], told["tone"]) == ("fr", "firm")
    assert "sans délai" in told["text"]
    assert told["notes"]  # what is previewed: today's letter, or as at a step
    mail = parse_message(eml.read_bytes())
    assert [each.email for each in mail.to] == [bill().client_address]
    assert told["attached"] == []  # the invoice itself lies in the mailbox
    assert "la copie de" not in told["text"]
    assert any("invoices stay in your mailbox" in note for note in told["notes"])


def test_a_letter_beside_the_ladder_says_what_it_lacks(ask: Ask) -> None:
    said = ask(
        "template", "preview", "promesse_non_tenue", "--case", bill().number, "--step", "promesse_non_tenue"
    )

    assert said.exit_code == 1
    assert "promesse_non_tenue.txt.j2" in said.stderr


def test_what_is_not_known_is_said(ask: Ask) -> None:
    nobody = ask("template", "preview", "relance", "--case", "nobody-has-this")
    no_step = ask("template", "preview", "relance", "--case", bill().number, "--step", "nothing")
    paid = ask("template", "preview", "remerciement", "--case", bill().number, "--step", "remerciement")

    assert (nobody.exit_code, no_step.exit_code, paid.exit_code) == (2, 2, 2)
    assert "no invoice and no client" in nobody.stderr
    assert "no step is called «nothing»" in no_step.stderr
    assert "no invoice that such a letter could be about" in " ".join(paid.stderr.split())
