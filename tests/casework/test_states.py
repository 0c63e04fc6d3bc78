"""States: the one word for a case."""

from datetime import date

import pytest
from casework.casework_makers import (
    MONDAY,
    after,
    case_of,
    credit,
    credit_note,
    decided,
    intended,
    invoice,
    ledger_of,
    notice,
    reply,
)
from casework.planning_makers import agreed, handed_over

from relanced.casework.states import CaseState, case_state
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Intent


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ((invoice(due=after(30)),), CaseState.OPEN),
        ((invoice(due=after(17)),), CaseState.DUE_SOON),
        ((invoice(due=after(10)),), CaseState.DUE_SOON),
        ((invoice(due=after(9)),), CaseState.OVERDUE),
        ((invoice(), reply(Intent.ACK, on=after(9))), CaseState.OVERDUE),
        ((invoice(), reply(Intent.PROMISE, on=after(9), promised_on=after(20))), CaseState.PROMISED),
        ((invoice(), reply(Intent.DISPUTE, on=after(9))), CaseState.DISPUTED),
        ((invoice(), reply(Intent.PROMISE, on=after(9), also=(Intent.DISPUTE,))), CaseState.DISPUTED),
        ((invoice(), reply(Intent.PLAN_REQUEST, on=after(9))), CaseState.PLAN),
        ((invoice(), reply(Intent.QUERY, on=after(9))), CaseState.HELD),
        ((invoice(), intended(("F2026-001", "rappel"), on=after(9))), CaseState.HELD),
        ((invoice(), reply(Intent.INSOLVENCY, on=after(9), also=(Intent.DISPUTE,))), CaseState.INSOLVENT),
        ((invoice(), notice(credit("200.00", "acompte F2026-001"), on=after(1))), CaseState.PART_PAID),
        ((invoice(), notice(credit("1200.00", "F2026-001"), on=after(1))), CaseState.PAID),
        ((invoice(), decided(Verb.PAID, "F2026-001", on=after(1))), CaseState.PAID),
        ((invoice(), credit_note(corrects="F2026-001")), CaseState.CREDITED),
        ((invoice(), decided(Verb.WRITE_OFF, "F2026-001", on=after(1))), CaseState.WRITTEN_OFF),
        ((invoice(), agreed("1200.00", pays_on=after(40), on=after(9))), CaseState.PLAN),
        ((invoice(), handed_over("F2026-001", on=after(9))), CaseState.HANDED_OVER),
        (
            (invoice(), handed_over("F2026-001", on=after(8)), reply(Intent.DISPUTE, on=after(9))),
            CaseState.HANDED_OVER,
        ),
        ((invoice(total="0.00"),), CaseState.PAID),
        (
            (
                invoice(),
                notice(credit("1200.00", "F2026-001"), on=after(1)),
                credit_note(corrects="F2026-001", total="50.00", on=after(2)),
            ),
            CaseState.OVERPAID,
        ),
    ],
)
def test_the_state_of_a_case(facts: tuple[Fact, ...], state: CaseState) -> None:
    assert case_state(case_of(ledger_of(*facts)), after(10)) is state


def test_a_hold_that_is_over_is_no_state() -> None:
    promised = reply(Intent.PROMISE, on=MONDAY, promised_on=after(3))

    assert case_state(case_of(ledger_of(invoice(), promised)), date(2026, 6, 1)) is CaseState.OVERDUE
