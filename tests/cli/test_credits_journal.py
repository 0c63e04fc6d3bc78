"""What the owner says that a payment pays: into a real mailbox, read back from it, and counted."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cli_firm import Firm, open_firm
from cli_money import bill, notice, paid
from servers.dovecot import Account

from relanced.edge.store import Store
from relanced.model.names import mail_ref

BILLS = [
    replace(bill(number, cents, at), client_address="compta@elan.example")
    for at, (number, cents) in enumerate(
        (("F2026-012", 120_000), ("F2026-013", 50_000), ("F2026-014", 70_000)), 1
    )
]
TOLD = notice(paid(126_000, "ELAN", "merci"), paid(50_000, "MENUISERIE ELAN", "F2026-013"))
REF = mail_ref(TOLD.source.fingerprint)


@pytest.fixture
def firm(account: Account, tmp_path: Path) -> Firm:
    """A client with three invoices, and a bank's mail that told of two payments."""
    opened = open_firm(account, tmp_path)
    store = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
    store.record((), [*BILLS, TOLD])
    store.close()
    return opened


def waiting(firm: Firm, *, code: int) -> list[str]:
    """The names of the payments that wait; `code` is 1 where there is one."""
    found = json.loads(firm.ask("credits", "list", "--json", code=code).stdout)
    return [each["credit"] for each in found]


def owed(firm: Firm) -> dict[str, str]:
    return {number: each["owed"] for number, each in firm.status()[0].items()}


def test_the_owner_s_word_is_told_in_words_and_counts_from_the_next_round(firm: Firm) -> None:
    assert owed(firm) == {"F2026-012": "1200.00", "F2026-013": "0.00", "F2026-014": "700.00"}

    said = " ".join(firm.ask("credits", "assign", f"{REF[:5]}.1", "F2026-012").stdout.split())
    assert "1260.00 EUR from ELAN" in said
    assert "F2026-012 (Menuiserie Elan) is paid (1200.00 EUR), 60.00 EUR are left over." in said
    assert "Noted in Relanced/Journal" in said
    assert waiting(firm, code=1) == [f"{REF}.1"]  # until it was read back from the mailbox

    firm.read_mailbox()
    assert waiting(firm, code=0) == []
    assert owed(firm) == {"F2026-012": "0.00", "F2026-013": "0.00", "F2026-014": "700.00"}


def test_the_last_word_counts_and_undoes_what_was_taken_wrongly(firm: Firm) -> None:
    firm.ask("credits", "assign", f"{REF}.1", "F2026-012=1.200,00", "F2026-014=60")
    firm.ask("credits", "assign", f"{REF}.1", "F2026-014", "F2026-012=500,00")
    said = firm.ask("credits", "assign", f"{REF}.2", "--none").stdout  # relanced had settled it by itself
    assert "it pays none of your invoices" in said
    assert "F2026-013: what it had paid there is owed again" in said
    firm.read_mailbox()

    assert owed(firm) == {"F2026-012": "700.00", "F2026-013": "500.00", "F2026-014": "0.00"}
    found = json.loads(firm.ask("credits", "list", "--all", "--json").stdout)
    assert [(each["credit"], each["state"], len(each["paid"])) for each in found] == [
        (f"{REF}.1", "assigned", 2),
        (f"{REF}.2", "assigned", 0),
    ]


def test_on_a_mistake_nothing_is_written(firm: Firm) -> None:
    mistakes = (
        (f"{REF}.1", "F2026-021"),
        (f"{REF}.1", "F2026-012=1.300,00"),
        (REF, "F2026-012"),
        (f"{REF}.3", "F2026-012"),
    )
    for words in mistakes:
        assert "Noted" not in firm.ask("credits", "assign", *words, code=2).stdout
    firm.read_mailbox()
    assert waiting(firm, code=1) == [f"{REF}.1"]
