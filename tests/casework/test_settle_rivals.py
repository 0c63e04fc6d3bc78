"""The runners-up of a settlement: which they are, and why they were not taken."""

from casework.settle_makers import credit, crowd, item

from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import Outcome

FERN = item("F2", "Fern & Stein", "372.00")
NOLAN = item("F1", "Cycles Nolan", "372.00")


def test_who_owes_as_much_is_a_rival() -> None:
    settlement = settle(credit("372.00", "FERN & STEIN"), [NOLAN, FERN])
    assert [rival.invoices for rival in settlement.rivals] == [("F1",)]
    assert "exactly this is owed" in settlement.rivals[0].because
    assert "Cycles Nolan's, of whom the payer's name has nothing" in settlement.rivals[0].because


def test_what_is_named_is_a_rival_before_what_has_the_amount() -> None:
    items = [item("F2026-0103", "Zelle", "30.00"), item("F2026-0105", "Zelle", "50.00")]
    settlement = settle(credit("30.00", "ZELLE", "F2026-0105"), items)
    assert settlement.outcome is Outcome.AMBIGUOUS
    assert [rival.invoices for rival in settlement.rivals] == [("F2026-0105",), ("F2026-0103",)]
    assert settlement.rivals[0].because.startswith(
        "the reference names it; 50.00 EUR are owed on it, 20.00 EUR more"
    )


def test_at_most_five_and_none_that_was_taken() -> None:
    items = [item(f"G{n}", f"Client {n}", "372.00") for n in range(9)]
    settlement = settle(credit("372.00", "FERN & STEIN"), [FERN, *items])
    assert len(settlement.rivals) == 5
    assert ("F2",) not in [rival.invoices for rival in settlement.rivals]


def test_without_another_reading_there_is_no_rival() -> None:
    assert not settle(
        credit("1234.56", "FERN & STEIN", "F2"), [item("F2", "Fern & Stein", "1234.56"), *crowd()]
    ).rivals
