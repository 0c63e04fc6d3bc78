"""Status, plan and show as a pleasure: bars, ends that say what is next, much that is cut, names that attack."""

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_store import EVIL, Ask, asking, source
from store_samples import invoice

from relanced.cli.bars import bar, draws_blocks, grouped, in_full, stacked
from relanced.cli.spreadsheet import sheet
from relanced.cli.words import PlainConsole
from relanced.model.decided import CommandUnclear, GestureUndone, OwnerDecided, Verb
from relanced.model.facts import Fact, InvoiceSent, ReplyReceived
from relanced.model.intents import Intent
from relanced.model.money import Money, money_of
from relanced.model.names import InvoiceNumber

TODAY = datetime.now(UTC).date()
LONG = "Société coopérative d'intérêt collectif des transports, du déménagement et du garde-meubles de l'Odet"


def bill(
    number: int, *, late: int = 20, client: str = "alpha", total: str = "1200.00", name: str = ""
) -> InvoiceSent:
    """An invoice so many days late."""
    sent = replace(invoice(f"m{number}", f"F2026-{number:04d}"), rivals=(), disagreements=(), client_ids=())
    due_on = TODAY - timedelta(days=late)
    return replace(
        sent,
        source=replace(
            source(number % 50), folder="Sent", fingerprint=sent.source.fingerprint, uid=number + 1
        ),
        issued_on=due_on - timedelta(days=30),
        due_on=due_on,
        client_address=f"compta@{client}.example",
        client_name=name or client.title(),
        total=money_of(total, "EUR"),
    )


def promised(number: int, in_days: int) -> ReplyReceived:
    return ReplyReceived(
        source=replace(source(59), uid=900 + number),
        sender="compta@alpha.example",
        subject="Re: facture",
        answers=(),
        intent=Intent.PROMISE,
        also=(),
        promised_on=TODAY + timedelta(days=in_days),
        redirect_to=None,
        asks=(),
        mentions=(InvoiceNumber(f"F2026-{number:04d}"),),
        said_of=(),
        tokens=(),
        new_text="Le virement part vendredi.",
        confidence=0.9,
        because=("virement",),
    )


def rows_of(said: bytes) -> list[dict[str, str]]:
    assert said.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(said.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def firm(tmp_path: Path) -> Ask:
    facts: list[Fact] = [
        bill(1, late=100, total="5000.00"),
        bill(2, late=-10, total="1000.00"),
        bill(3, late=5, client="beta", total="300.00"),
        promised(1, 6),
    ]
    return asking(tmp_path, facts, columns=80)


# Amounts and bars.


def test_thousands_stand_apart_and_nothing_is_a_dot() -> None:
    assert grouped(money_of("1234567.89", "EUR")) == "1\xa0234\xa0567.89"
    assert grouped(money_of("-1200.50", "EUR")) == "-1\xa0200.50"
    assert grouped(Money(0, "EUR")) == "·"
    assert grouped(Money(12_000, "JPY")) == "12\xa0000"
    assert in_full(Money(0, "EUR")) == "0.00\xa0EUR"


def test_a_bar_is_as_long_as_its_share_and_never_invisible() -> None:
    assert len(bar(100, 100, 20, "", blocks=True).plain) == 20
    assert bar(50, 100, 20, "", blocks=True).plain == "█" * 10
    assert bar(1, 1_000_000, 20, "", blocks=True).plain == "▏"
    assert bar(50, 100, 20, "", blocks=False).plain == "#" * 10
    assert bar(0, 100, 20, "", blocks=True).plain == bar(5, 0, 20, "", blocks=True).plain == ""
    assert (
        stacked([(50, "█", ""), (0, "▓", ""), (25, "░", "")], 100, 20, blocks=True).plain
        == "█" * 10 + "░" * 5
    )


def test_a_terminal_that_holds_no_blocks_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    console = PlainConsole()
    monkeypatch.setattr(type(console), "encoding", property(lambda _: "ascii"))
    assert not draws_blocks(console)


# Status.


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_status_tells_the_balance_and_ends_with_what_is_next(tmp_path: Path, columns: int) -> None:
    facts: list[Fact] = [
        bill(1, late=100, total="5000.00"),
        bill(2, late=-10, total="1000.00"),
        promised(1, 6),
    ]
    said = asking(tmp_path, facts, columns=columns)("status").stdout

    assert "You are owed 6\xa0000.00\xa0EUR by one client" in said or "by 1 client, 2 invoices" in said
    assert "█" in said
    assert "over 90" in said
    assert "Held: 5\xa0000.00\xa0EUR" in said
    assert "\n\nNext: " in said
    assert "\n\n" not in said.rpartition("Next: ")[2]  # it is the end
    assert max(map(len, said.splitlines())) <= columns


def test_status_tells_who_is_late_what_is_promised_and_what_is_expected(firm: Ask) -> None:
    said = firm("status").stdout

    late = said.partition("Late most")[2].partition("Promised")[0]
    assert late.index("Alpha") < late.index("Beta")
    assert f"{TODAY + timedelta(days=6)}" in said.partition("Promised")[2].partition("Expected")[0]
    assert "1\xa0300.00\xa0EUR more: nothing tells when." in said
    found = json.loads(firm("status", "--json").stdout)
    [euro] = found["overview"]["currencies"]
    assert (euro["total"], euro["over_90"], euro["held"]) == ("6300.00", "5000.00", "5000.00")
    assert [each["client"] for each in euro["late_payers"]] == ["alpha.example", "beta.example"]
    assert euro["promised"][0]["invoices"] == ["F2026-0001"]
    assert sum(float(week["promised"]) for week in euro["expected"]) == 5000
    assert found["next"]


def test_one_client_alone(firm: Ask) -> None:
    said = firm("status", "--client", "beta.example").stdout

    assert "F2026-0003" in said
    assert "Alpha" not in said
    assert [
        each["number"] for each in json.loads(firm("status", "--client", "Beta", "--json").stdout)["invoices"]
    ] == ["F2026-0003"]
    plan = firm("plan", "--client", "beta.example").stdout
    assert "F2026-0003" in plan
    assert "F2026-0001" not in plan
    for command in ("status", "plan"):
        wrong = firm(command, "--client", "gamma.example")
        assert wrong.exit_code == 2
        assert "gamma.example" in wrong.stderr


def test_many_invoices_are_cut_unless_all_are_asked_for(tmp_path: Path) -> None:
    facts: list[Fact] = [bill(n, late=n % 200, client=f"c{n % 100}", total=f"{n + 1}.00") for n in range(500)]
    ask = asking(tmp_path, facts, columns=80)
    said = ask("status").stdout

    assert len(said.splitlines()) < 150
    assert "and 480 more; --all lists them" in said
    assert "90 others" in said
    assert len(ask("status", "--all").stdout.splitlines()) > 500
    plan = ask("plan").stdout
    assert len(plan.splitlines()) < 300
    assert "more; --all lists them" in plan
    shown = ask("show", "c1.example").stdout
    assert shown.count("owed\n") <= 30


@pytest.mark.parametrize("words", [("status",), ("plan",), ("show", "F2026-0001"), ("status", "--csv")])
def test_long_and_hostile_names_break_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    facts: list[Fact] = [bill(1, name=LONG), bill(2, client="beta", name=f"{EVIL}\u202e=cmd|' /C calc'!A0")]
    said = asking(tmp_path, facts, columns=80)(*words)

    assert said.exit_code in {0, 1}
    assert "\x1b[2J" not in said.stdout
    assert "\u202e" not in said.stdout
    if words[-1] != "--csv":
        assert max(map(len, said.stdout.splitlines())) <= 80


# Spreadsheets.


def test_a_french_firm_gets_semicolons_commas_and_a_mark(firm: Ask) -> None:
    rows = rows_of(firm("status", "--csv").stdout_bytes)

    assert [row["invoice"] for row in rows] == ["F2026-0001", "F2026-0003", "F2026-0002"]
    assert (rows[0]["owed"], rows[0]["due"], rows[0]["days_late"]) == (
        "5000,00",
        f"{TODAY - timedelta(days=100)}",
        "100",
    )
    assert (rows[0]["state"], rows[0]["promised_on"]) == ("promised", f"{TODAY + timedelta(days=6)}")
    planned = rows_of(firm("plan", "--csv").stdout_bytes)
    assert {row["action"] for row in planned} >= {"wait"}
    assert all(row["why"] and row["invoice"] for row in planned)
    told = rows_of(firm("show", "F2026-0001", "--csv").stdout_bytes)
    assert [row["folder"] for row in told] == ["Sent", "INBOX"]
    assert all(row["message_id"] for row in told)


def test_elsewhere_cells_stand_as_rfc_4180_has_them() -> None:
    money = Money(-123_456, "EUR")

    assert sheet(("a", "b"), [(money, "x;y")], "en") == "\ufeffa,b\r\n-1234.56,x;y\r\n"
    assert sheet(("a", "b"), [(money, "x;y")], "fr") == '\ufeffa;b\r\n-1234,56;"x;y"\r\n'


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1+1", "@SUM(A1)", "a;=1+1", "\t=1"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_cell_is_ever_computed(formula: str, language: str) -> None:
    said = sheet(("a",), [(formula,)], language)
    [_, [cell, *_]] = list(csv.reader(io.StringIO(said), delimiter=";" if language == "fr" else ","))

    assert not cell.startswith(("=", "+", "-", "@", "\t"))
    assert ";=" not in cell


def test_csv_and_json_at_once_is_refused(firm: Ask) -> None:
    for words in (("status",), ("plan",), ("show", "F2026-0001")):
        assert firm(*words, "--csv", "--json").exit_code == 2


# Show.


def test_show_tells_with_its_evidence_and_what_would_change_the_next_step(firm: Ask) -> None:
    plain, evident = firm("show", "F2026-0001").stdout, firm("show", "F2026-0001", "--evidence").stdout

    assert "Message-ID" not in plain.partition("--evidence")[0]
    assert "Message-ID" in evident
    assert "«Re: facture»" in evident
    assert "What would change that" in plain
    assert "relanced resume F2026-0001" in plain
    assert "the bank's mail of its payment" in plain
    assert "pause F2026-0001 15 jours" in " ".join(plain.split())
    assert "Next: nothing from you until" in plain
    found = json.loads(firm("show", "F2026-0001", "--json").stdout)
    assert found["would_change"]["F2026-0001"][0]["what"] == "the bank's mail of its payment"


def test_show_of_a_client_tells_what_he_owes_and_how_late_he_pays(firm: Ask) -> None:
    said = firm("show", "alpha.example").stdout

    assert "owes 6\xa0000.00\xa0EUR, 2 invoices of 2" in said


def test_plan_shows_what_is_held_apart_from_what_waits_for_its_day(firm: Ask) -> None:
    said = firm("plan").stdout

    held = said.partition("\nHeld\n")[2]
    assert held.lstrip().startswith("next on")
    assert "F2026-0001" in held
    assert "F2026-0002" in said.partition("Waits for its day")[2].partition("\nHeld\n")[0]


def test_show_of_a_client_is_brief_about_each_invoice(firm: Ask) -> None:
    whole, brief = firm("show", "F2026-0001").stdout, firm("show", "alpha.example").stdout

    assert "what would change that: relanced show F2026-0001" in brief
    assert "What would change that:" not in brief
    assert "L441-10" in whole
    assert "L441-10" not in brief
    assert "L441-10" in firm("show", "alpha.example", "--all").stdout


def test_a_terminal_of_another_encoding_gets_question_marks_and_no_traceback(tmp_path: Path) -> None:
    asking(tmp_path, [bill(1)])
    done = subprocess.run(
        [sys.executable, "-m", "relanced", "--config", str(tmp_path / "firm.toml"), "status"],
        env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    assert b"###" in done.stdout
    assert b"Next: " in done.stdout
    assert b"Traceback" not in done.stderr


def test_what_you_told_by_mail_or_by_a_folder_stands_in_the_story_and_what_was_unclear_in_status(
    tmp_path: Path,
) -> None:
    paused = OwnerDecided(
        source=replace(source(55), folder="Sent"),
        verb=Verb.PAUSE,
        target="F2026-0001",
        until=TODAY + timedelta(days=9),
        address="",
        note="",
        decided_at=source(55).at,
        by="gesture",
    )
    lately: list[Fact] = [
        CommandUnclear(source=replace(source(58), folder="Sent"), words="pauses F2026-9", why="no_verb"),
        CommandUnclear(source=replace(source(40), folder="Sent"), words="long ago", why="no_verb"),
        CommandUnclear(source=source(57), words="moved back", why="several", gesture="pause x 1"),
        GestureUndone(source=source(59), gesture="pause x 1", decided_at=source(59).at),
    ]
    ask = asking(tmp_path, [bill(1), paused, *lately], columns=80)

    assert "you decided by moving a mail: pause F2026-0001" in " ".join(
        ask("show", "F2026-0001").stdout.split()
    )
    said = " ".join(ask("status").stdout.split())
    assert "«pauses F2026-9», which was not understood: no command was found in it" in said
    assert "long ago" not in said
    assert "moved back" not in said
    told = json.loads(ask("status", "--json").stdout)["not_understood"]
    assert [each["words"] for each in told] == ["pauses F2026-9"]
