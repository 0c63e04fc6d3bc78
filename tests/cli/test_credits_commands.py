"""`relanced credits`, `show` and `status` over a store: money that waits, what it paid and why; nothing is asked."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cli_money import bill, notice, paid
from cli_store import EVIL, Ask, asking, source

from relanced.model.decided import CreditAssigned
from relanced.model.facts import CreditNoticed, CreditReversed, Fact
from relanced.model.names import InvoiceNumber, mail_ref

# Two clients owe the same: the amount alone decides nothing.
BILLS: list[Fact] = [
    bill("F2026-012"),
    bill("F2026-013", 50_000, 2),
    bill("F2026-014", 120_000, 3, "rocher"),
]
DOUBTFUL = notice(paid(120_000, "DUPONT", "merci"))
SURE = notice(paid(50_000, "MENUISERIE ELAN", "F2026-013"), number=51)
STRANGE = notice(paid(777, "DGFIP", "REMBOURSEMENT TVA"), number=52)
UNPROVEN = notice(paid(120_000, "MENUISERIE ELAN", "F2026-012"), number=53, trusted=False)
FACTS = [*BILLS, DOUBTFUL, SURE, STRANGE, UNPROVEN]


def name(told: CreditNoticed) -> str:
    return mail_ref(told.source.fingerprint)


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    return asking(tmp_path, FACTS)


def test_the_list_has_what_waits_oldest_first_and_with_all_every_payment(ask: Ask) -> None:
    said = ask("credits", "list")
    assert said.exit_code == 1
    rows = [line.split()[0] for line in said.stdout.splitlines()[1:-1] if line[:8].strip()]
    assert rows == [name(each) for each in (DOUBTFUL, STRANGE, UNPROVEN)]
    assert "3 payments wait for your word" in said.stdout
    every = ask("credits", "list", "--all")
    assert every.exit_code == 1
    assert name(SURE) in every.stdout
    assert "paid F2026-013" in every.stdout
    assert "because:" in every.stdout


def test_where_nothing_waits_it_says_so(tmp_path: Path) -> None:
    for known, told in (([*BILLS, SURE], "No payment waits"), (BILLS, "No payment waits")):
        said = asking(tmp_path, known)("credits", "list")
        assert (said.exit_code, told in said.stdout) == (0, True)
    (tmp_path / "b").mkdir()
    assert "No bank has told" in asking(tmp_path / "b", BILLS)("credits", "list", "--all").stdout


def test_other_programs_get_json_or_csv(ask: Ask) -> None:
    [doubtful, strange, unproven] = json.loads(ask("credits", "list", "--json").stdout)
    assert (doubtful["credit"], doubtful["state"], doubtful["outcome"]) == (
        name(DOUBTFUL),
        "waiting",
        "ambiguous",
    )
    assert doubtful["may_pay"] == ["F2026-012", "F2026-014"]
    assert (strange["state"], unproven["state"]) == ("unknown", "untrusted")
    assert (unproven["clients"], unproven["may_pay"]) == (["elan.example"], ["F2026-012"])
    assert len(json.loads(ask("credits", "list", "--all", "--json").stdout)) == 4
    head, *rows = ask("credits", "list", "--csv").stdout.splitlines()
    assert head.startswith("credit,came_on,")
    assert [row.partition(",")[0] for row in rows] == [name(each) for each in (DOUBTFUL, STRANGE, UNPROVEN)]
    assert ask("credits", "list", "--csv", "--json").exit_code == 2


def test_one_payment_is_told_whole(ask: Ask) -> None:
    said = ask("credits", "show", name(DOUBTFUL)[:5])
    assert said.exit_code == 1
    assert "INBOX, mail 50" in said.stdout
    assert f"relanced credits assign {name(DOUBTFUL)} F2026-014" in said.stdout  # both, none is preferred
    assert f"relanced credits assign {name(DOUBTFUL)} F2026-012" in said.stdout
    assert ask("credits", "show", name(SURE)).exit_code == 0
    assert json.loads(ask("credits", "show", name(SURE), "--json").stdout)["paid"] == [
        {"number": "F2026-013", "amount": "500.00", "currency": "EUR"}
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ffffffff", "F2026-012"), "no payment of this name"),
        ((name(DOUBTFUL), "F2026-021"), "Did you mean «F2026-012»"),
        ((name(DOUBTFUL), "F2026-012=1300"), "only 1200.00 EUR"),
        ((name(DOUBTFUL),), "--none"),
        ((name(DOUBTFUL), "F2026-012", "--none"), "--none"),
        ((name(DOUBTFUL), "F2026-012"), "[trust] key is not set"),
    ],
)
def test_assign_says_what_cannot_be_meant_and_records_nothing(
    ask: Ask, words: tuple[str, ...], told: str
) -> None:
    said = ask("credits", "assign", *words)
    assert said.exit_code == 2
    assert told in said.stderr
    assert "Noted" not in said.stdout


def test_money_that_went_back_can_be_assigned_to_nothing(tmp_path: Path) -> None:
    ask = asking(tmp_path, [*BILLS, SURE, back(SURE)])
    said = ask("credits", "assign", name(SURE), "F2026-013")
    assert said.exit_code == 2
    assert "went back" in said.stderr


def back(told: CreditNoticed) -> CreditReversed:
    return CreditReversed(
        source=source(55),
        bank=told.bank,
        trusted=True,
        credits=told.credits,
        because="a direct debit was returned",
    )


def test_show_tells_why_the_money_was_taken_and_that_it_went_back(tmp_path: Path) -> None:
    ask = asking(tmp_path, [*BILLS, SURE, back(SURE)])
    said = ask("show", "F2026-013").stdout
    assert f"credit {name(SURE)}" in said
    assert "500.00 EUR paid: " in said
    assert "500.00 EUR are open again" in said
    assert "went back on" in said
    story = json.loads(ask("show", "F2026-013", "--json").stdout)
    assert [row["kind"] for row in story["postings"]["F2026-013"]] == ["payment", "reversed"]
    assert story["invoices"][0]["owed"] == "500.00"


def test_show_and_status_tell_of_money_that_waits(ask: Ask) -> None:
    said = ask("show", "rocher.example")
    assert said.exit_code == 1
    assert "Money that waits for your word" in said.stdout
    assert f"relanced credits assign {name(DOUBTFUL)} INVOICE" in said.stdout
    assert name(UNPROVEN) not in said.stdout
    shown = json.loads(ask("show", "F2026-014", "--json").stdout)
    assert [each["credit"] for each in shown["credits_waiting"]] == [name(DOUBTFUL)]
    status = ask("status")
    assert "3 payments, 2407.77 EUR, wait for your word: «relanced credits list»" in status.stdout
    assert len(json.loads(ask("status", "--json").stdout)["credits_waiting"]) == 3


def test_money_that_fits_nothing_is_told_of_and_calls_nobody(tmp_path: Path) -> None:
    early = [replace(bill("F2026-012"), due_on=source(90).at.date())]
    said = asking(tmp_path, [*early, STRANGE])("status")
    assert said.exit_code == 0
    assert "One payment, 7.77 EUR, waits for your word" in said.stdout


def test_the_last_word_on_a_payment_counts_and_stands_in_the_story(tmp_path: Path) -> None:
    first, last = (
        CreditAssigned(
            source=replace(source(at), folder="Relanced/Journal"),
            mail=mail_ref(DOUBTFUL.source.fingerprint),
            line=1,
            to=((InvoiceNumber(number), None),),
            decided_at=source(at).at,
        )
        for at, number in ((56, "F2026-012"), (57, "F2026-014"))
    )
    ask = asking(tmp_path, [*BILLS, DOUBTFUL, first, last])
    assert ask("credits", "list").exit_code == 0
    [row] = json.loads(ask("credits", "list", "--all", "--json").stdout)
    assert (row["state"], [each["number"] for each in row["paid"]]) == ("assigned", ["F2026-014"])
    assert "you said what credit" in ask("show", "F2026-014").stdout
    assert json.loads(ask("show", "F2026-014", "--json").stdout)["invoices"][0]["owed"] == "0.00"
    assert json.loads(ask("show", "F2026-012", "--json").stdout)["invoices"][0]["owed"] == "1200.00"


@pytest.mark.parametrize("columns", [80, 120])
def test_a_payer_s_words_are_neither_markup_nor_a_command(tmp_path: Path, columns: int) -> None:
    hostile = notice(paid(120_000, f"{EVIL}\u202e" * 9, f"{EVIL}\n" * 90))
    ask = asking(tmp_path, [*BILLS, hostile], columns=columns)
    for words in (
        ("credits", "list"),
        ("credits", "list", "--all"),
        ("credits", "show", name(hostile)),
        ("show", "F2026-012"),
        ("status",),
    ):
        said = ask(*words).stdout
        assert "\x1b" not in said, words
        assert "\u202e" not in said, words
    table = ask("credits", "list").stdout
    assert max(map(len, table.splitlines())) <= columns
    assert "[red]Ann[/red]" in table
