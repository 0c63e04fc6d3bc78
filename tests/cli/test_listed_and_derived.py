"""Status, plan and show mark what is listed only and which due days are nowhere printed; resume tells what is owed."""

import json
from dataclasses import replace
from pathlib import Path

from cli.test_reading_commands import bill
from cli_store import asking

from relanced.model.facts import InvoiceSent


def derived() -> InvoiceSent:
    return replace(bill(), due_on=None, terms=None)


def test_a_derived_due_day_is_marked_in_status_and_plan_and_explained_in_show(tmp_path: Path) -> None:
    ask = asking(tmp_path, [derived()])

    assert "≈ a due day that is nowhere printed" in ask("status").stdout
    assert "(due ≈ " in ask("plan").stdout
    assert "nothing is printed; 30 days, the law's usual term" in ask("show", bill().number).stdout
    other = tmp_path / "other"
    other.mkdir()
    assert "≈" not in asking(other, [bill()])("status").stdout


def test_an_invoice_of_before_the_start_is_listed_only_and_overdue_in_no_column(tmp_path: Path) -> None:
    ask = asking(tmp_path, [bill()])
    config = next(tmp_path.glob("*.toml"))
    config.write_text(
        config.read_text("utf-8").replace("start_on = 2020-01-01", "start_on = 2099-01-01"), encoding="utf-8"
    )
    said = ask("status").stdout

    assert said.count("listed only") >= 2
    assert "overdue" not in said
    assert "listed only, " in ask("show", bill().number).stdout
    found = json.loads(ask("status", "--json").stdout)
    assert found["balance"] == []
    assert found["listed_only"] == [{"currency": bill().total.currency, "total": bill().total.plain}]
    assert [each["listed_only"] for each in found["invoices"]] == [True]


def test_clients_whose_name_holds_the_word_are_proposed(tmp_path: Path) -> None:
    ask = asking(tmp_path, [replace(bill(), client_name="SCI Les Tilleuls", client_ids=())])
    said = ask("pause", "SCI")

    assert said.exit_code == 2
    assert "Did you mean «SCI Les Tilleuls» (" in " ".join(said.stderr.split())  # as the tables call him
    assert "Did you mean" not in ask("pause", "ZZZZ").stderr


def test_a_decision_without_a_key_says_first_that_nothing_was_recorded(tmp_path: Path) -> None:
    ask = asking(tmp_path, [bill()])
    said = ask("state", bill().number, "--amount", "10")

    assert said.exit_code == 2
    assert said.stderr.startswith("Nothing was recorded")
    assert "head -c 32 /dev/urandom" in said.stderr
    assert said.stdout == ""
