"""Laws of settling, held against invented firms with hundreds of open invoices and noisy payments."""

import random

from casework.settle_world import make_payment, make_world
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.settle.after import after_settlement
from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import SURE

SEEDS = st.integers(0, 10**9)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(SEEDS, st.sampled_from([12, 60, 200]))
def test_a_plain_payment_pays_exactly_what_was_meant(seed: int, size: int) -> None:
    rng = random.Random(seed)
    world = make_world(rng, items=size)
    payment = make_payment(rng, world, noise=False)
    settlement = settle(payment.credit, world.open_items, world.settled)
    assert {number for number, _ in settlement.applied} == payment.meant, settlement.because


@settings(max_examples=60, deadline=None, derandomize=True)
@given(SEEDS, st.sampled_from([12, 60, 200]))
def test_a_noisy_payment_never_pays_another_clients_invoice(seed: int, size: int) -> None:
    rng = random.Random(seed)
    world = make_world(rng, items=size)
    for _ in range(4):
        payment = make_payment(rng, world, noise=True)
        settlement = settle(payment.credit, world.open_items, world.settled)
        if payment.is_misleading:
            continue  # a stranger with a wrong number at its exact amount: nobody could know
        taken = {number for number, _ in settlement.applied}
        assert taken <= payment.owner, (payment, settlement)


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_money_is_neither_made_nor_lost_over_a_row_of_payments(seed: int) -> None:
    rng = random.Random(seed)
    world = make_world(rng, items=30)
    open_items, settled = world.open_items, world.settled
    for _ in range(6):
        payment = make_payment(rng, world, noise=True)
        settlement = settle(payment.credit, open_items, settled)
        assert (settlement.outcome in SURE) == bool(settlement.applied or settlement.excess)
        spent = sum(money.cents for _, money in settlement.applied)
        left = settlement.excess.cents if settlement.excess else 0
        if settlement.outcome in SURE:
            assert spent + left == payment.credit.amount.cents
        before = sum(i.owed.cents for i in open_items)
        off = sum(money.cents for _, money in settlement.written_off)
        open_items, settled = after_settlement(open_items, settled, settlement)
        assert sum(i.owed.cents for i in open_items) == before - spent - off
        assert all(i.owed.cents > 0 for i in open_items)
