"""Instalments agreed on the command line: into a real mailbox, read back from it, and counted."""

import json
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cli_firm import Firm, open_firm
from cli_money import bill
from servers.dovecot import Account

from relanced.casework.calendar import Calendar
from relanced.edge.store import Store
from relanced.model.rules import CalendarRules

TODAY = date.today()  # noqa: DTZ011 - the firm's day and ours are one but for an hour at midnight
BANKS = Calendar(CalendarRules(timezone=ZoneInfo("Europe/Paris"), country="FR"))


def banking(day: date) -> date:
    """This day, or the next one on which banks work."""
    return BANKS.add_banking_days(day - timedelta(days=1), 1)


FIRST, SECOND = banking(TODAY + timedelta(days=10)), TODAY + timedelta(days=40)


@pytest.fixture
def firm(account: Account, tmp_path: Path) -> Firm:
    """One client with two invoices, another with one."""
    opened = open_firm(account, tmp_path)
    bills = [bill("F2026-012", 100_000, 1), bill("F2026-013", 50_000, 2), bill("F2026-020", 7_000, 3, "lune")]
    store = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
    store.record((), bills)
    store.close()
    return opened


def agree(firm: Firm, *words: str, code: int = 0) -> str:
    said = firm.ask("instalments", *words, code=code)
    return " ".join((said.stdout + said.stderr).split())


def states(firm: Firm) -> dict[str, str]:
    return {number: each["state"] for number, each in firm.status()[0].items()}


def test_a_plan_is_shown_asked_about_written_and_told(firm: Firm) -> None:
    said = firm.ask(
        "instalments",
        "F2026-012",
        "f2026 013",
        "--parts",
        "4",
        "--first",
        str(FIRST),
        "--every",
        "week",
        typed="y\n",
    )
    words = " ".join(said.stdout.split())
    assert "F2026-012, F2026-013 of Menuiserie Elan: 1500.00 EUR in 4 parts" in words
    assert f"1 {FIRST} ({FIRST:%a}) 375.00 EUR" in words
    assert f"2 {banking(FIRST + timedelta(days=7))}" in words
    assert "Noted in Relanced/Journal" in words
    firm.read_mailbox()

    assert states(firm) == {"F2026-012": "plan", "F2026-013": "plan", "F2026-020": "overdue"}
    shown = " ".join(firm.ask("show", "F2026-013").stdout.split())
    assert f"0.00 EUR paid, 375.00 EUR due next, on {FIRST}" in shown
    assert f"{FIRST} 375.00 EUR to come" in shown
    assert "you agreed to instalments for F2026-012, F2026-013" in shown
    told = json.loads(firm.ask("status", "--json").stdout)["instalments"]
    assert [(plan["invoices"], plan["next_left"], plan["kept"], len(plan["parts"])) for plan in told] == [
        (["F2026-012", "F2026-013"], "375.00", True, 4)
    ]
    assert "1500.00 EUR for F2026-012, F2026-013" in " ".join(firm.ask("status").stdout.split())


def test_parts_by_themselves_for_all_that_a_client_owes_and_called_off(firm: Firm) -> None:
    agree(
        firm,
        "elan.example",
        "--part",
        f"{SECOND}=1.000,00",
        "--part",
        f"{FIRST}=500",
        "--note",
        "par téléphone",
        "--yes",
    )
    firm.read_mailbox()
    [plan] = json.loads(firm.ask("status", "--json").stdout)["instalments"]
    assert [(part["on"], part["amount"]) for part in plan["parts"]] == [
        (str(FIRST), "500.00"),
        (str(SECOND), "1000.00"),
    ]
    assert plan["note"] == "par téléphone"
    assert "stay agreed" in firm.ask("resume", "F2026-012").stdout
    assert "name them too" in agree(firm, "F2026-012", "--parts", "2", "--first", str(FIRST), "--yes", code=2)

    assert "F2026-012, F2026-013 are called off" in agree(firm, "F2026-013", "--off")
    firm.read_mailbox()
    assert states(firm)["F2026-012"] == "overdue"
    assert json.loads(firm.ask("status", "--json").stdout)["instalments"] == []
    assert "you called it off" in " ".join(firm.ask("show", "F2026-012").stdout.split())
    assert "no instalments are agreed" in agree(firm, "F2026-013", "--off", code=2)


def test_equal_parts_differ_by_a_cent_the_first_larger_and_fall_on_banking_days(firm: Firm) -> None:
    saturday = TODAY + timedelta(days=(5 - TODAY.weekday()) % 7 + 7)

    said = agree(firm, "F2026-012", "--parts", "3", "--first", str(saturday), "--yes")

    monday = banking(saturday)
    assert f"1 {monday} ({monday:%a}) 333.34 EUR" in said
    assert said.count("333.33 EUR") == 2
    assert monday > saturday
    typed = agree(firm, "F2026-020", "--part", f"{saturday}=70,00", "--yes")
    assert f"1 {saturday} (Sat) 70.00 EUR" in typed


def test_what_is_not_clear_is_not_written(firm: Firm) -> None:
    first = ("--first", str(FIRST))
    one = ("F2026-012",)
    wrong: tuple[tuple[tuple[str, ...], str], ...] = (
        ((*one, "--part", f"{FIRST}=999,99"), "must be the same"),
        ((*one, "--part", f"{TODAY - timedelta(days=1)}=1000,00"), "this day is past"),
        ((*one, "--part", f"{FIRST}=500", "--part", f"{FIRST}=500"), "of this day already"),
        ((*one, "--part", "bientôt=1000"), "write it like"),
        ((*one, "--part", f"{FIRST}=1000 USD"), "are in EUR"),
        ((*one, "--parts", "3", *first, "--every", "fortnight"), "say month, week"),
        ((*one, "--parts", "2", *first, "--total", "900"), "1000.00 EUR are owed today"),
        (("F2026-012", "F2026-020", "--parts", "2", *first), "one client's"),
        (("F2026-912", "--parts", "2", *first), "no invoice, client or bank"),
        ((*one, "--parts", "2"), "--first"),
        ((*one, "--parts", "2", *first, "--off"), "one of the three"),
        ((*one, "--part", f"{FIRST}=1000", *first), "goes without"),
        (one, "one of the three"),
    )
    for words, why in wrong:
        said = agree(firm, *words, "--yes", code=2)
        assert why in said, words
        assert "Noted" not in said
    refused = firm.ask("instalments", *one, "--parts", "2", *first, code=2, typed="n\n")
    assert "Nothing was recorded" in refused.output
    firm.read_mailbox()
    assert set(states(firm).values()) == {"overdue"}


def test_a_part_beyond_what_is_read_back_and_an_input_that_ends_record_nothing(firm: Firm) -> None:
    late = agree(firm, "F2026-012", "--part", "2101-01-01=1000,00", "--yes", code=2)
    assert "2101-01-01: parts are due until 2100-12-31. Nothing was recorded." in late
    said = firm.ask("instalments", "F2026-012", "--part", f"{FIRST}=1000,00", typed="", code=2)
    assert "Nothing was recorded." in said.stderr
    assert "Aborted" not in said.stderr


def test_an_invoice_is_written_off_and_taken_back(firm: Firm) -> None:
    said = firm.ask("write-off", "F2026-020", "--note", "trop petit").stdout
    assert "write-off F2026-020" in said
    assert "«relanced resume F2026-020» takes it back." in said
    firm.read_mailbox()
    assert states(firm)["F2026-020"] == "written_off"
    assert "trop petit" in " ".join(firm.ask("show", "F2026-020").stdout.split())

    assert "70.00 EUR owed again" in firm.ask("resume", "F2026-020").stdout
    firm.read_mailbox()
    assert states(firm)["F2026-020"] == "overdue"
