"""The command «match»: a file of scenarios in, which invoices are paid out."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relanced.cli.match import match

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


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "s.jsonl"
    file.write_bytes(b"\xff\xfe\x00")
    result = CliRunner().invoke(match, [str(file), "--json"])
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr
