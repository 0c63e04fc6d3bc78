"""`relanced simulate` over a store that holds the past of a small firm."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from casework.casework_makers import credit, invoice, notice, reminder
from cli_store import CONFIG, EVIL, Ask, asking
from click.testing import CliRunner
from two_years import FIRST, two_years

from relanced.casework.past.replay import Way
from relanced.cli.common import App
from relanced.cli.main import main
from relanced.cli.simulate_rows import Row, write_csv
from relanced.model.facts import Fact, InvoiceSent

STEPS = """
[[step]]
name = "rappel"
after_due_days = {days}
template = "rappel"
"""
SPAN = ("--since", "2024-11-04", "--until", "2025-04-30")


@pytest.fixture(scope="module")
def past() -> list[Fact]:
    return two_years(500, days=180)


def ask_over(folder: Path, facts: list[Fact], days: int = 7) -> Ask:
    ask = asking(folder, facts)
    config = folder / "firm.toml"
    config.write_text(config.read_text(encoding="utf-8") + STEPS.format(days=days), encoding="utf-8")
    return ask


def test_a_table_tells_each_letter_beside_what_was_really_done(tmp_path: Path) -> None:
    sent = invoice("F-1", on=FIRST, due=FIRST, to="a@alpha.example")
    chased = reminder(("F-1", None), on=FIRST.replace(day=28), to="a@alpha.example", ours=False)
    paid = notice(credit("1200.00", "F-1", "ALPHA MENUISERIE"), on=FIRST.replace(month=12))
    said = ask_over(tmp_path, [sent, chased, paid])("simulate", *SPAN)
    assert said.exit_code == 0, said.output
    lines = said.output.splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith("2024-11-11"))
    assert re.search(r"Alpha Menuiserie +F-1 +2024-11-28", lines[at])
    assert re.search(r"rappel +1200.00 EUR +paid 2024-12-04", lines[at + 1])
    assert "17.0 days (one invoice paid late)" in said.output


def test_a_row_has_two_lines_on_a_narrow_terminal_and_the_nearest_real_reminder(tmp_path: Path) -> None:
    name = "Transports Keravel et Compagnie Logistique Internationale"
    sent = [invoice(f"F-{n}", on=FIRST, due=FIRST, to="a@alpha.example", name=name) for n in range(1, 4)]
    real = [
        reminder(("F-1", None), on=FIRST.replace(day=d), to="a@alpha.example", ours=False) for d in (9, 13)
    ]
    ask_over(tmp_path, [*sent, *real])
    said = CliRunner(env={"COLUMNS": "80"}).invoke(
        main, ["--config", str(tmp_path / "firm.toml"), "simulate", *SPAN], obj=App()
    )
    lines = said.output.splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("2024-"))
    table = lines[first:]
    days = [place for place, line in enumerate(table) if line[:4].isdigit()]
    assert max(map(len, lines)) <= 80
    assert days == list(range(0, 2 * len(days), 2))
    assert "F-1 and 2 more  2024-11-09 (1 of 2)" in table[0]
    assert "3600.00 EUR" in table[1]


def test_the_amount_of_a_row_is_that_of_its_own_invoices(tmp_path: Path) -> None:
    first = invoice("F-1", on=FIRST, due=FIRST, to="a@alpha.example")
    later = invoice("F-2", on=FIRST, due=FIRST.replace(month=12), to="a@alpha.example")
    found = json.loads(ask_over(tmp_path, [first, later])("simulate", *SPAN, "--json").stdout)
    row = found["letters"][0]
    assert (row["invoices"], row["amounts"]) == (["F-1"], [{"amount": "1200.00", "currency": "EUR"}])


def test_it_tells_the_past_as_json(tmp_path: Path, past: list[Fact]) -> None:
    said = ask_over(tmp_path, past)("simulate", *SPAN, "--json")
    found = json.loads(said.stdout)
    assert found["since"] == "2024-11-04"
    mails = found["summary"]["letters"] + found["summary"]["others"]
    assert mails == len([row for row in found["letters"] if row["way"] == "mail"]) > 5
    assert found["summary"]["invoices"] == len(found["invoices"]) > 40
    assert found["summary"]["really"] > 0
    assert found["against"] is None


def test_another_configuration_is_tried_beside_this_one(tmp_path: Path, past: list[Fact]) -> None:
    ask = ask_over(tmp_path, past)
    other = tmp_path / "new.toml"
    other.write_text(CONFIG.replace("FOLDER", str(tmp_path)) + STEPS.format(days=25), encoding="utf-8")
    found = json.loads(ask("simulate", *SPAN, "--rules", str(other), "--json").stdout)
    assert (found["rules"], found["against"]["rules"]) == ("new.toml", "firm.toml")
    assert found["summary"]["letters"] < found["against"]["summary"]["letters"]
    assert "new.toml" in ask("simulate", *SPAN, "--rules", str(other)).output


def test_a_broken_configuration_beside_is_told_with_its_problems(tmp_path: Path, past: list[Fact]) -> None:
    other = tmp_path / "new.toml"
    other.write_text('mode = "loud"', encoding="utf-8")
    said = ask_over(tmp_path, past[:40])("simulate", "--rules", str(other))
    assert said.exit_code == 2
    assert "new.toml" in said.stderr


def test_a_csv_file_holds_each_letter_and_nothing_that_a_spreadsheet_computes(tmp_path: Path) -> None:
    sent = invoice("F-1", on=FIRST, due=FIRST, to="a@alpha.example", name="=HYPERLINK(1)")
    ask = ask_over(tmp_path, [sent])
    ask("simulate", *SPAN, "--csv", str(tmp_path / "letters.csv"))
    with (tmp_path / "letters.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["day"], row["client"], row["invoices"]) == ("2024-11-11", "'=HYPERLINK(1)", "F-1")
    assert (row["amount"], row["paid_on"]) == ("1200.00 EUR", "open")


@pytest.mark.parametrize(
    ("written", "guarded"),
    [
        ("=1", "'=1"),
        ("a;=1", "a;'=1"),
        ("a; +1", "a;' +1"),
        ("a\t@x", "a\t'@x"),
        ("a\n-1", "a\n'-1"),
        ('a;"=1', "a;'\"=1"),
        ("a;\uff1d1", "a;'\uff1d1"),
        ("Dupont-Martin, 12=3", "Dupont-Martin, 12=3"),
    ],
)
def test_no_cell_is_computed_behind_another_separator_either(
    tmp_path: Path, written: str, guarded: str
) -> None:
    row = Row(
        on=FIRST,
        client=written,
        step="s",
        way=Way.MAIL,
        invoices=(),
        amounts=(),
        really=(),
        paid=(),
        wrong=(),
        why="",
    )
    write_csv(tmp_path / "x.csv", [row])
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["client"] == guarded
    assert '","s","' in (tmp_path / "x.csv").read_text("utf-8")


def test_one_file_for_two_forms_is_refused(tmp_path: Path, past: list[Fact]) -> None:
    both = str(tmp_path / "both")
    said = ask_over(tmp_path, past)("simulate", *SPAN, "--csv", both, "--html", both)
    assert (said.exit_code, "name one file" in " ".join(said.stderr.split())) == (2, True)
    assert not (tmp_path / "both").exists()


def test_a_page_stands_alone_and_shows_the_curve(tmp_path: Path, past: list[Fact]) -> None:
    evil = [replace(f, client_name=f"<script>{EVIL}") if isinstance(f, InvoiceSent) else f for f in past]
    ask = ask_over(tmp_path, evil)
    said = ask("simulate", *SPAN, "--html", str(tmp_path / "past.html"))
    page = (tmp_path / "past.html").read_text(encoding="utf-8")
    assert "written:" in said.output
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=|url\(|@import", page)
    svg = page[page.index("<svg") : page.index("</svg>") + 6]
    picture = ET.fromstring(svg)  # noqa: S314 - made by us a moment ago
    paths = picture.findall("{http://www.w3.org/2000/svg}path")
    assert len(paths) == 2
    letters = len(json.loads(ask("simulate", *SPAN, "--json").stdout)["letters"])
    strokes = [line for line in picture.iter("{http://www.w3.org/2000/svg}line") if line.get("y1") == "364"]
    assert len(strokes) == letters


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, past: list[Fact]) -> None:
    said = ask_over(tmp_path, past[:40])("simulate", *SPAN, "--html", str(tmp_path / "no" / "past.html"))
    assert said.exit_code == 2
    assert "cannot be written" in said.stderr


def test_without_an_invoice_there_is_no_past_to_try(tmp_path: Path) -> None:
    said = ask_over(tmp_path, [])("simulate")
    assert said.exit_code == 2
    assert "relanced run --once" in said.stderr


@pytest.mark.parametrize(
    "span", [("--until", "2999-01-01"), ("--since", "2025-02-01", "--until", "2025-01-01")]
)
def test_days_that_are_no_past_are_refused(tmp_path: Path, past: list[Fact], span: tuple[str, ...]) -> None:
    assert ask_over(tmp_path, past[:40])("simulate", *span).exit_code == 2
