"""Which lines are compared at all: the work grows with the payments, not with their square."""

import pytest
from casework.casework_makers import RULES, after, case_of, credit, invoice, ledger_of, notice

from relanced.casework.fold import fold
from relanced.casework.money import same
from relanced.casework.money.alike import Likeness, likeness
from relanced.model.facts import Credit, Fact, ToldBy


def test_many_equal_sums_of_one_surname_are_compared_by_their_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = 0

    def counted(one: Credit, other: Credit) -> Likeness:
        nonlocal compared
        compared += 1
        return likeness(one, other)

    monkeypatch.setattr(same, "likeness", counted)
    told: list[Fact] = []
    for n in range(200):
        day = after(n % 4)
        line = credit("120.00", f"F{n:06}", "DUPONT JEAN", on=day)
        told.append(notice(line, on=day, mail=f"n{n}"))
        told.append(notice(line, on=after(n % 4 + 1), mail=f"s{n}", told_by=ToldBy.STATEMENT))

    assert len(fold(told, RULES).credits) == 200
    assert compared < 5 * len(told)


def test_a_number_that_is_parted_otherwise_is_still_the_same_payment() -> None:
    by_mail = notice(credit("500.00", "F 2026 001", "ALPHA MENUISERIE"), on=after(5))
    listed = notice(
        credit("500.00", "F2026001", "ALPHA MENUISERIE"), on=after(6), told_by=ToldBy.STATEMENT, mail="list"
    )
    ledger = ledger_of(invoice(), by_mail, listed)

    assert len(ledger.credits) == 1
    assert case_of(ledger).owed.plain in {"700.00", "1200.00"}
