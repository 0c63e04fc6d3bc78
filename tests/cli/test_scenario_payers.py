"""A scenario may tell who paid before: names and accounts, and the account that a credit came from."""

import json

from relanced.casework.settle.settle import settle
from relanced.cli.scenarios import read_scenarios


def test_accounts_and_names_learned_before_are_read() -> None:
    line = {
        "open_invoices": [
            {"number": "F1", "client": "Bellevue", "amount": "640.00", "accounts": ["fr76 1234"]},
            {"number": "F2", "client": "Corail", "amount": "640.00", "payers": ["CHEZ LULU"]},
        ],
        "credits": [
            {"amount": "640.00", "payer": "X", "payer_account": "FR76 12 34"},
            {"amount": "640.00", "payer": "CHEZ LULU"},
        ],
    }
    (scenario,) = read_scenarios(json.dumps(line).encode(), "here")
    paid = [settle(credit, scenario.open_items).applied[0][0] for credit in scenario.credits]
    assert paid == ["F1", "F2"]
