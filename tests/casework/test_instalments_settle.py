"""Which payment is an instalment: an agreed sum of a payer who is surely the client, and nothing else explains it."""

from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import account_of, after, case_of, credit, invoice, ledger_of, notice, story_of
from casework.promises_makers import agreed, money
from hypothesis import given
from hypothesis import strategies as st

from relanced.casework.ledger import CreditState, PostingKind
from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import SURE, OpenItem, Outcome
from relanced.model.facts import Credit
from relanced.model.money import Money, money_of
from relanced.model.names import InvoiceNumber

PARTS = ("400.00", "800.00")


def item(
    number: str,
    owed: str,
    *,
    due: int = 1,
    plan: str = "",
    parts: tuple[str, ...] = PARTS,
    client: str = "Alpha",
) -> OpenItem:
    return OpenItem(
        number=InvoiceNumber(number),
        client=f"{client} Menuiserie",
        client_email=f"compta@{client.lower()}.example",
        owed=money_of(owed, "EUR"),
        issued_on=date(2026, 1, due),
        due_on=date(2026, 2, due),
        total=money_of(owed, "EUR"),
        plan=plan,
        instalments=tuple(money_of(part, "EUR") for part in parts) if plan else (),
    )


ONE = item("F2026-001", "300.00", due=1, plan="p")
TWO = item("F2026-002", "900.00", due=2, plan="p")
OTHER = item("F2026-003", "250.00", due=3)
ALPHA = "ALPHA MENUISERIE"


def paid(amount: str, reference: str = "", payer: str = ALPHA) -> Credit:
    return credit(amount, reference, payer, on=date(2026, 3, 1))


def test_an_instalment_of_a_known_payer_pays_the_oldest_first() -> None:
    found = settle(paid("400.00", "echeance mars"), [TWO, OTHER, ONE])

    assert found.outcome is Outcome.PARTIAL
    assert [(number, amount.plain) for number, amount in found.applied] == [
        ("F2026-001", "300.00"),
        ("F2026-002", "100.00"),
    ]
    assert "instalment agreed for F2026-001, F2026-002" in found.because
    assert "800.00 EUR of F2026-002 stay due" in found.because


def test_the_numbers_of_the_plan_may_stand_in_the_reference() -> None:
    found = settle(paid("400.00", "F2026-001 F2026-002"), [ONE, TWO, OTHER])

    assert (found.outcome, len(found.applied)) == (Outcome.PARTIAL, 2)


@pytest.mark.parametrize(
    ("told", "items"),
    [
        (paid("399.00"), [ONE, TWO, OTHER]),  # no instalment
        (paid("400.00", payer="ZETA PLOMBERIE"), [ONE, TWO, OTHER]),  # nobody's name
        (paid("400.00", "F2026-999"), [ONE, TWO, OTHER]),  # a number that is not known
        (paid("400.00", "remboursement"), [ONE, TWO, OTHER]),
        (paid("400.00"), [ONE, TWO, item("F2026-003", "400.00", due=3)]),  # another invoice of this sum
        (paid("400.00"), [ONE, TWO, item("F2026-003", "100.00", due=3)]),  # a sum of his invoices
        (paid("400.00"), [ONE, TWO, item("F2026-003", "999.00", plan="q")]),  # of two plans
        (paid("400.00", "F2026-001 F2026-003"), [ONE, TWO, OTHER]),  # names what is not in the plan
        (paid("400.00", "F2026-001 F2026-002", payer="ZETA PLOMBERIE"), [ONE, TWO, OTHER]),
    ],
)
def test_in_doubt_nothing_is_applied(told: Credit, items: list[OpenItem]) -> None:
    found = settle(told, items)

    assert found.outcome not in SURE
    assert found.applied == ()


def test_an_invoice_of_the_plan_s_sum_is_paid_without_a_plan() -> None:
    same = item("F2026-003", "400.00", due=3)
    assert settle(paid("400.00"), [item("F2026-001", "300.00"), same]).outcome is Outcome.PAID
    found = settle(paid("400.00"), [ONE, TWO, same])
    assert "is also an instalment" in found.because
    assert set(found.candidates) == {"F2026-001", "F2026-002", "F2026-003"}
    assert settle(paid("400.00", "F2026-003"), [ONE, TWO, same]).outcome is Outcome.PAID  # he named it


def test_a_sum_paid_before_is_a_doubt_unless_the_plan_paid_it() -> None:
    before = item("F2026-000", "400.00", due=1)
    assert settle(paid("400.00"), [ONE, TWO, OTHER], [before]).outcome is Outcome.AMBIGUOUS
    mine = item("F2026-000", "400.00", due=1, plan="p")
    assert settle(paid("400.00"), [ONE, TWO, OTHER], [mine]).outcome is Outcome.PARTIAL


amounts = st.integers(100, 2_000).map(lambda cents: Money(cents, "EUR"))


@given(
    st.lists(st.tuples(amounts, st.booleans()), min_size=1, max_size=6),
    st.sets(amounts, max_size=4),
    amounts,
    st.sampled_from(["", "F2026-000", "F2026-001 F2026-002", "echeance", "F2026-77"]),
    st.sampled_from([ALPHA, "ZETA PLOMBERIE", ""]),
)
def test_whatever_is_agreed_no_cent_more_is_applied_than_came_or_is_owed(
    owed: list[tuple[Money, bool]], parts: set[Money], came: Money, reference: str, payer: str
) -> None:
    items = [
        item(f"F2026-{n:03}", money.plain, due=n + 1, plan="p" if planned else "", parts=())
        for n, (money, planned) in enumerate(owed)
    ]
    agreed_sums = tuple(sorted(parts, key=lambda money: money.cents))
    with_plan = [replace(i, instalments=agreed_sums if i.plan else ()) for i in items]
    told = Credit(amount=came, payer=payer, reference=reference, value_on=date(2026, 3, 1))
    plain, found = settle(told, items), settle(told, with_plan)

    of_item = {i.number: i for i in with_plan}
    assert sum(money.cents for _, money in found.applied) <= came.cents
    assert all(0 < money.cents <= of_item[number].owed.cents for number, money in found.applied)
    if found.applied != plain.applied and found.applied:  # the plan alone decides: its invoices, its sum
        assert came in agreed_sums
        assert all(of_item[number].plan for number, _ in found.applied)
    if payer == "ZETA PLOMBERIE":
        assert found.applied == plain.applied


class TestInTheBooks:
    """The same through the fold: a bank's mail, and the cases after it."""

    SENT = (
        invoice("F2026-001", due=after(0), total="300.00"),
        invoice("F2026-002", due=after(1), total="900.00"),
        invoice("F2026-003", due=after(2), total="250.00"),
    )
    PLAN = agreed(
        (after(28), "400.00"),
        (after(56), "400.00"),
        (after(84), "400.00"),
        on=after(14),
        of=("F2026-001", "F2026-002"),
    )

    def test_each_instalment_is_settled_and_the_last_closes_the_last(self) -> None:
        told = [money("400.00", on=after(day), reference=f"echeance {day}") for day in (27, 55, 83)]
        ledger = ledger_of(*self.SENT, self.PLAN, *told)

        assert {c.number: c.owed.plain for c in account_of(ledger).cases} == {
            "F2026-001": "0.00",
            "F2026-002": "0.00",
            "F2026-003": "250.00",
        }
        assert [story_of(ledger, each).state for each in told] == [CreditState.SETTLED] * 3

    def test_two_parts_at_once_are_what_is_due_so_far(self) -> None:
        ledger = ledger_of(*self.SENT, self.PLAN, money("800.00", on=after(57), reference="echeances"))

        assert case_of(ledger, "F2026-002").owed == money_of("400.00", "EUR")

    def test_what_is_missing_of_a_part_may_follow(self) -> None:
        first = money("350.00", on=after(27), reference="F2026-002")
        rest = money("50.00", on=after(28), reference="solde echeance")
        ledger = ledger_of(*self.SENT, self.PLAN, first, rest)

        assert story_of(ledger, rest).state is CreditState.SETTLED
        assert case_of(ledger, "F2026-001").owed == money_of("250.00", "EUR")

    @pytest.mark.parametrize("trusted", [True, False])
    def test_a_mail_that_is_not_proven_to_be_the_bank_s_pays_nothing(self, *, trusted: bool) -> None:
        told = money("400.00", on=after(27), reference="echeance", trusted=trusted)
        ledger = ledger_of(*self.SENT, self.PLAN, told)

        paid_by = [p for c in account_of(ledger).cases for p in c.postings]
        assert {p.kind for p in paid_by} == ({PostingKind.PAYMENT} if trusted else set())

    def test_before_the_agreement_and_after_it_was_called_off_the_sum_means_nothing(self) -> None:
        off = agreed(on=after(20), of=("F2026-001", "F2026-002"))
        for day, facts in ((13, (self.PLAN,)), (27, (self.PLAN, off))):
            told = notice(credit("400.00", "echeance", ALPHA), on=after(day))
            ledger = ledger_of(*self.SENT, *facts, told)
            assert story_of(ledger, told).state is CreditState.WAITING
