"""The address that a client wants us to use."""

import pytest

from relanced.intake.reply.addresses import new_address
from relanced.model.rules import Firm


@pytest.mark.parametrize(
    "written",
    ["compta@x.example", "Compta@X.example.", "compta[at]x.example", "compta (arobase) x.example",
     "compta at x.example" .replace(" at ", " AT "), "compta [at] x [dot] example"],
)  # fmt: skip
def test_an_address_is_read_however_it_is_written(written: str, firm: Firm) -> None:
    assert new_address(f"écrivez à {written}", "lise@client.example", firm) == "compta@x.example"


def test_ours_and_his_own_are_no_new_address(firm: Firm) -> None:
    assert new_address("billing@firm.example, lise@client.example", "lise@client.example", firm) is None
