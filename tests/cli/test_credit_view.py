"""Payments for a terminal and for other programs: what waits, how it is named and shown; a bank's words stay text."""

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cli_money import bill, books, eur, notice, paid, settlement, story
from cli_store import EVIL
from rich.console import Console, RenderableType

from relanced.casework.ledger import CreditState, CreditStory
from relanced.casework.settle.settlement import Outcome
from relanced.cli.common import App
from relanced.cli.credit_json import as_csv, incoming_credit
from relanced.cli.credit_view import credits_table, in_full
from relanced.cli.incoming import one_credit
from relanced.cli.payments import waiting_for, waiting_line
from relanced.daemon.books import Books
from relanced.daemon.desk.incoming import LATELY, incoming
from relanced.model.names import ClientKey, InvoiceNumber, MailRef, mail_ref

BILLS = [bill("F2026-012"), bill("F2026-013", 50_000, 2), bill("F2026-014", 90_000, 3, "rocher")]
DOUBT = settlement(Outcome.AMBIGUOUS, "F2026-012", "F2026-014", assumed="the oldest first (art. 1342-10)")
WAITING = story(paid(), CreditState.WAITING, DOUBT)
ZONE = ZoneInfo("UTC")


def shown(*parts: RenderableType, columns: int = 80) -> str:
    console = Console(file=io.StringIO(), width=columns, highlight=False)
    for part in parts:
        console.print(part)
    out = console.file
    assert isinstance(out, io.StringIO)
    return out.getvalue()


def of(folder: Path, *stories: CreditStory, facts: Iterable[CreditStory] = ()) -> Books:
    return books(folder, [*BILLS, *(notice(each.credit) for each in facts or stories)], *stories)


def late(told: CreditStory) -> CreditStory:
    return replace(told, at=datetime.now(UTC) - LATELY - timedelta(days=2))


@pytest.mark.parametrize(
    ("told", "waits"),
    [
        (WAITING, True),
        (late(WAITING), True),
        (story(paid(), CreditState.UNTRUSTED, DOUBT), True),
        (story(paid(), CreditState.UNTRUSTED), True),
        (late(story(paid(), CreditState.UNTRUSTED)), False),
        (replace(WAITING, settlement=settlement(Outcome.AMBIGUOUS, "F2026-099")), True),
        (story(paid(), CreditState.UNKNOWN, settlement(Outcome.UNKNOWN)), True),
        (late(story(paid(), CreditState.UNKNOWN)), False),
        (story(paid(), CreditState.SETTLED, DOUBT), False),
        (story(paid(), CreditState.ASSIGNED), False),
        (story(paid(), CreditState.REVERSED), False),
        (story(paid(), CreditState.TRANSFER), False),
    ],
)
def test_what_waits_for_a_word(tmp_path: Path, told: CreditStory, waits: bool) -> None:
    [each] = incoming(of(tmp_path, told))
    assert each.waits is waits


def test_of_what_is_paid_by_now_nobody_need_say_anything(tmp_path: Path) -> None:
    closed = [bill(sent.number, 0, at) for at, sent in enumerate(BILLS, 1)]
    [each] = incoming(books(tmp_path, [*closed, notice(WAITING.credit)], WAITING))
    assert not each.waits


@pytest.mark.parametrize("columns", [80, 120])
def test_the_table_fits_and_a_payer_s_words_are_neither_markup_nor_a_command(
    tmp_path: Path, columns: int
) -> None:
    hostile = replace(
        WAITING, credit=paid(123_456_789, f"{EVIL}\u202e" * 40, f"{EVIL}\n" * 90), bank=EVIL, line=12
    )
    for state in CreditState:
        ours = of(
            tmp_path, WAITING, replace(hostile, state=state, paid=((InvoiceNumber("F2026-012"), eur(5)),))
        )
        for why in (False, True):
            said = shown(credits_table(incoming(ours), tell_why=why), columns=columns)
            assert max(map(len, said.splitlines())) <= columns
            assert "\x1b" not in said
            assert "\u202e" not in said
            assert "[red]Ann[/red]" in said
            assert "1234567.89 EUR" in said
        [_, evil] = incoming(ours)
        assert "\x1b" not in shown(*in_full(evil, ZONE))


def test_the_table_tells_what_it_may_pay_and_all_of_them_why(tmp_path: Path) -> None:
    ours = of(tmp_path, WAITING)
    plain = shown(credits_table(incoming(ours)), columns=200)
    assert WAITING.mail in plain
    assert "may pay F2026-012, F2026-014" in plain
    assert "taken for granted" not in plain
    why = shown(credits_table(incoming(ours), tell_why=True), columns=200)
    assert "because: two invoices of this amount are open" in why
    assert "taken for granted: the oldest first (art. 1342-10)" in why
    assert "or F2026-013: it is the later one" in why


def test_one_in_full_has_every_mail_that_told_of_it_and_what_to_type(tmp_path: Path) -> None:
    rich = replace(paid(), payer_account="FR7630006000011234567890189", fee=eur(150), entry_id="TX-77")
    again = notice(rich, number=53)
    twice = replace(WAITING, credit=rich, also_told_by=(mail_ref(again.source.fingerprint),))
    ours = books(tmp_path, [*BILLS, notice(rich), again], twice)
    said = shown(*in_full(incoming(ours)[0], ZONE), columns=120)
    for part in (
        "FR7630006000011234567890189",
        "1.50 EUR, kept by the service",
        "TX-77",
        "INBOX, mail 50",
        "Message-ID 50@client.example",
        "INBOX, mail 53",
        "(the same payment again)",
        "Menuiserie Elan (elan.example)",
        f"relanced credits assign {twice.mail} F2026-012",
        f"relanced credits assign {twice.mail} --none",
    ):
        assert part in said, part


def test_a_payment_is_meant_by_the_beginning_of_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = MailRef("0123abcd")
    both = (
        WAITING,
        replace(WAITING, line=2),
        replace(WAITING, mail=MailRef("ffff0000"), also_told_by=(other,)),
    )
    ours, app = books(tmp_path, [*BILLS, notice(WAITING.credit, WAITING.credit)], *both), App()
    assert one_credit(app, ours, f"{WAITING.mail}.2").story is both[1]
    assert one_credit(app, ours, f" {WAITING.mail[:4].upper()}.1").story is both[0]
    assert one_credit(app, ours, "ffff").story is both[2]
    assert one_credit(app, ours, "0123").story is both[2]  # by another mail that told of it
    for wrong, told in (
        (WAITING.mail, f"several payments begin so: {WAITING.mail}.1, {WAITING.mail}.2"),
        (f"{WAITING.mail}.3", "no payment of this name"),
        ("fff", "4 digits"),
        ("", "no payment of this name"),
        ("F2026-012", "«relanced credits list --all»"),
        ("ffff0001", "Did you mean «ffff0000»"),
    ):
        with pytest.raises(SystemExit) as ended:
            one_credit(App(), ours, wrong)
        assert ended.value.code == 2
        assert told in capsys.readouterr().err.replace("\n", " "), wrong


def test_a_table_for_a_spreadsheet_holds_no_formula(tmp_path: Path) -> None:
    evil = replace(WAITING, credit=paid(120_000, '=HYPERLINK("http://x.example")', " @SUM(A1)\r\n+1"))
    head, row = csv.reader(io.StringIO(as_csv(incoming(of(tmp_path, evil)))))
    found = dict(zip(head, row, strict=True))
    assert found["payer"] == '\'=HYPERLINK("http://x.example")'
    assert found["reference"] == "'@SUM(A1) +1"
    assert (found["amount"], found["currency"], found["waits"]) == ("1200.00", "EUR", "yes")
    assert found["credit"] == WAITING.mail


def test_json_has_the_reason_the_assumption_and_the_runners_up(tmp_path: Path) -> None:
    settled = story(paid(), CreditState.SETTLED, DOUBT, paying=(("F2026-012", 120_000),))
    row = incoming_credit(incoming(of(tmp_path, settled))[0])
    assert (row["credit"], row["state"], row["waits"]) == (settled.mail, "settled", False)
    assert row["paid"] == [{"number": "F2026-012", "amount": "1200.00", "currency": "EUR"}]
    assert row["assumed"] == "the oldest first (art. 1342-10)"
    assert row["rivals"] == [{"invoices": ["F2026-013"], "because": "it is the later one"}]
    assert row["clients"] == ["elan.example"]
    assert not {"fee", "payer_account", "entry_id"} & row.keys()


def test_what_waits_for_a_client_is_found_by_its_invoices_else_by_the_mail(tmp_path: Path) -> None:
    [each] = known = incoming(of(tmp_path, WAITING))
    elan, rocher = ClientKey("elan.example"), ClientKey("rocher.example")
    assert waiting_for(known, elan, None) == [each]
    assert waiting_for(known, elan, InvoiceNumber("F2026-012")) == [each]
    assert waiting_for(known, rocher, InvoiceNumber("F2026-099")) == []
    assert waiting_for(known, ClientKey("nobody.example"), None) == []


def test_the_line_of_status_sums_each_currency(tmp_path: Path) -> None:
    known = incoming(of(tmp_path, WAITING, replace(WAITING, line=2, credit=paid(30_000))))
    assert waiting_line(known).plain.strip() == (
        "2 payments, 1500.00 EUR, wait for your word: «relanced credits list»."
    )
    assert "One payment, 1200.00 EUR, waits" in waiting_line(known[:1]).plain
