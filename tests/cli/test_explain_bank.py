"""What `explain` says of a bank's mail: every part that is known, those that are not left out; words stay text."""

import io
from dataclasses import replace

import pytest
from cli_money import eur, paid
from cli_store import EVIL
from rich.console import Console

from relanced.cli.bank_json import bank
from relanced.cli.explain_bank import bank_parts
from relanced.intake.readings import BankKind, BankRead
from relanced.model.facts import Credit, ToldBy
from relanced.model.money import Money

PLAIN = BankRead(
    bank="Banque Rivage", sender_trusted=True, kind=BankKind.CREDIT, credits=(paid(),), because="a credit"
)
FULL = replace(
    PLAIN,
    credits=(
        replace(
            paid(),
            payer_account="FR7630006000011234567890189",
            fee=eur(150),
            entry_id="TX-77",
            original=Money(130_000, "USD"),
        ),
        paid(5_000, "ROCHER", "F2026-014"),
    ),
    reversals=(paid(9_900, "KERAVEL", "F2026-009"),),
    told_by=ToldBy.PAYOUT,
    net=eur(124_850),
    doubt="a table without amounts",
)


def shown(read: BankRead) -> str:
    console = Console(file=io.StringIO(), width=160, highlight=False)
    for part in bank_parts(read):
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_what_is_known_of_each_payment_is_shown_and_nothing_else() -> None:
    for part in ("FR7630006000011234567890189", "1.50 EUR", "TX-77", "1300.00 USD", "net: 1248.50 EUR"):
        assert part in shown(FULL), part
        assert part not in shown(PLAIN), part
    for title in ("account", "fee", "its id", "sent as", "net:", "went back", "not understood"):
        assert title in shown(FULL), title
        assert title not in shown(PLAIN), title
    assert "99.00 EUR" in shown(FULL)


def test_json_keeps_its_keys_and_has_those_of_a_payment_only_where_known() -> None:
    plain, full = bank(PLAIN), bank(FULL)
    assert plain == {
        "sender_trusted": True,
        "kind": "credit",
        "because": "a credit",
        "credits": [
            {
                "amount": "1200.00",
                "currency": "EUR",
                "payer": "MENUISERIE ELAN",
                "reference": "F2026-012",
                "value_date": "2026-11-03",
            }
        ],
        "reversals": [],
        "told_by": "notice",
        "net": None,
        "doubt": None,
    }
    [first, second] = full["credits"] if isinstance(full["credits"], list) else []
    assert first["payer_account"] == "FR7630006000011234567890189"
    assert (first["fee"], first["entry_id"], first["original_amount"]) == ("1.50", "TX-77", "1300.00")
    assert not {"payer_account", "fee", "entry_id", "original_amount"} & second.keys()
    assert (full["net"], full["told_by"], full["doubt"]) == ("1248.50", "payout", "a table without amounts")
    assert isinstance(full["reversals"], list)
    assert full["reversals"][0]["payer"] == "KERAVEL"


@pytest.mark.parametrize(
    "evil",
    [
        replace(paid(), payer=EVIL),
        replace(paid(), reference=EVIL),
        replace(paid(), payer_account=EVIL),
        replace(paid(), entry_id=EVIL),
    ],
)
def test_a_bank_s_words_are_neither_markup_nor_a_command(evil: Credit) -> None:
    for read in (replace(PLAIN, credits=(evil,)), replace(PLAIN, reversals=(evil,))):
        assert "[red]Ann[/red]" in shown(read)
        assert "\x1b" not in shown(read)
    assert "\x1b" not in shown(replace(PLAIN, doubt=EVIL, because=EVIL))
