"""The command «match»: a file of scenarios in, which invoices are paid out."""

import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from relanced.casework.settle.settlement import Outcome, Rival, Settlement
from relanced.cli.credit_view import beside
from relanced.cli.match import MANY, match, outcome_to_json, settle_in_order
from relanced.cli.scenarios import read_scenarios
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber

SCENARIOS = Path(__file__).parents[1] / "fixtures" / "matching" / "scenarios.jsonl"
SURE = {"paid", "partial", "several", "overpaid"}


def run(tmp_path: Path, *lines: str, as_json: bool = True) -> Result:
    file = tmp_path / "s.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return CliRunner().invoke(match, [str(file), *(["--json"] if as_json else [])])


def line(**changes: object) -> str:
    invoice = {
        "number": "F1-01",
        "client": "Leroy SARL",
        "amount": "100.00",
        "issue_date": "2026-01-01",
        "due_date": None,
    }
    paid = {
        "amount": "40.00",
        "currency": "EUR",
        "payer": "LEROY",
        "reference": "F1-01",
        "value_date": "2026-02-01",
    }
    return json.dumps(
        {"name": "n", "open_invoices": [invoice], "credits": [paid, {**paid, "amount": 60}], **changes}
    )


def test_labelled_scenarios_are_matched_and_nothing_is_closed_wrongly(tmp_path: Path) -> None:
    rows = [json.loads(text) for text in SCENARIOS.read_text(encoding="utf-8").splitlines()]
    asked = ("name", "open_invoices", "settled_invoices")
    lines = [
        json.dumps({**{k: row[k] for k in asked if k in row}, "credits": [row["credit"]]}) for row in rows
    ]
    result = run(tmp_path, *lines)
    assert result.exit_code == 0, result.output
    said = [json.loads(text) for text in result.stdout.splitlines()]
    assert [row["name"] for row in said] == [row["name"] for row in rows]
    for row, answer in zip(rows, said, strict=True):
        (got,), want = answer["results"], row["expect"]
        outcomes = {want["outcome"], *want.get("accept", [])}
        assert got["outcome"] in outcomes, row["name"]
        if got["outcome"] in SURE:
            assert set(got["invoices"]) <= set(want["invoices"]), f"{row['name']}: closed wrongly"
        if got["outcome"] == want["outcome"] and got["outcome"] in SURE:
            amounts = {number: Decimal(amount) for number, amount in want["invoices"].items()}
            assert {number: Decimal(amount) for number, amount in got["invoices"].items()} == amounts, row[
                "name"
            ]


def test_each_credit_sees_what_those_before_have_paid(tmp_path: Path) -> None:
    (row,) = (json.loads(text) for text in run(tmp_path, line()).stdout.splitlines())
    assert [result["outcome"] for result in row["results"]] == ["partial", "paid"]
    assert [result["invoices"] for result in row["results"]] == [{"F1-01": "40.00"}, {"F1-01": "60.00"}]
    assert all(result["because"] for result in row["results"])


def test_the_table_shows_outcome_amount_and_reason_without_markup(tmp_path: Path) -> None:
    paid = [{"amount": "100.00", "payer": "LEROY [red]x[/red]", "reference": "F1-01"}]
    result = run(tmp_path, line(credits=paid), as_json=False)
    assert result.exit_code == 0
    flat = "".join(result.stdout.split())
    assert "F1-01" in flat
    assert "[red]" in flat


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{not json", "s.jsonl:2"),
        (line(credits="x"), "s.jsonl:2: credits"),
        (line(open_invoices=[{"number": "F1", "amount": "lots"}]), "open_invoices[0].amount"),
        (line(open_invoices=[{"number": "F1", "amount": "1.005"}]), "1.005"),
        (
            line(open_invoices=[{"number": "F1", "amount": "1"}, {"number": "F1", "amount": "2"}]),
            "F1 stands there twice",
        ),
        (line(credits=[{"amount": "1", "value_date": "soon"}]), "credits[0].value_date"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_matched(tmp_path: Path, text: str, told: str) -> None:
    result = run(tmp_path, line(), text)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not result.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{not json", "this is no JSON"),
        ("[]", "an object is expected, {…}; found []"),
        ("{}", "open_invoices: is missing"),
        (line(credits="x"), 'credits: a list is expected, […]; found "x"'),
        (line(credits=[{"amount": "lots"}]), 'an amount is expected, such as 1200.00; found "lots"'),
        (line(credits=[{"amount": float("nan")}]), "an amount is expected, such as 1200.00; found"),
        (line(credits=[{"amount": "1", "value_date": "soon"}]), "a day is expected, such as 2026-03-31"),
        (line(credits=[{"amount": "1", "payer": [1]}]), "credits[0].payer: a text is expected"),
        (line(credits=[{"amount": "1.005"}]), "credits[0]: not a whole number"),
        (line(credits=[{"amount": "\x1b[2J" * 50}]), "found"),
    ],
)
def test_what_is_wrong_is_said_in_our_words(tmp_path: Path, text: str, told: str) -> None:
    said = run(tmp_path, text).stderr
    assert told in said
    assert "\x1b" not in said
    assert max(map(len, said.splitlines())) < 300
    for foreign in ("Input should be", "valid decimal", "Field required", "validation error"):
        assert foreign not in said


def test_what_was_assumed_and_not_taken_is_told() -> None:
    settled = Settlement(
        outcome=Outcome.PAID,
        applied=((InvoiceNumber("F1-01"), Money(10_000, "EUR")),),
        because="payer and amount",
        assumed="the oldest first",
        rivals=(Rival(invoices=(InvoiceNumber("F1-02"),), because="it is [red]later"),),
    )
    said = outcome_to_json(settled)
    assert said["assumed"] == "the oldest first"
    assert said["rivals"] == [{"invoices": ["F1-02"], "because": "it is [red]later"}]
    assert not {"assumed", "rivals"} & outcome_to_json(replace(settled, assumed="", rivals=())).keys()
    assert list(beside(settled)) == ["taken for granted: the oldest first", "not F1-02: it is [red]later"]
    assert list(beside(replace(settled, outcome=Outcome.AMBIGUOUS)))[1] == "or F1-02: it is [red]later"


def test_of_equal_invoices_the_oldest_is_paid_and_the_table_says_so(tmp_path: Path) -> None:
    twins = [
        {"number": f"F1-0{n}", "client": "Leroy SARL", "amount": "100.00", "issue_date": f"2026-0{n}-01"}
        for n in (1, 2)
    ]
    paid = [{"amount": "100.00", "payer": "LEROY SARL", "reference": "merci"}]
    text = line(open_invoices=twins, credits=paid)
    [told] = json.loads(run(tmp_path, text).stdout)["results"]
    assert told["invoices"] == {"F1-01": "100.00"}
    assert "1342-10" in "".join(run(tmp_path, text, as_json=False).stdout.split())


def test_progress_is_told_to_a_terminal_and_to_nothing_else() -> None:
    [scenario] = read_scenarios(line(credits=[{"amount": "1.00"}] * MANY).encode(), "s.jsonl")
    for is_terminal in (True, False):
        console = Console(file=io.StringIO(), force_terminal=is_terminal, width=80)
        assert len(settle_in_order(scenario, console)) == MANY
        assert isinstance(console.file, io.StringIO)
        assert ("matching" in console.file.getvalue()) is is_terminal


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "s.jsonl"
    file.write_bytes(b"\xff\xfe\x00")
    result = CliRunner().invoke(match, [str(file), "--json"])
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr
