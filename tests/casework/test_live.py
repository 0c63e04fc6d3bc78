"""Cases and plan that go on as facts arrive: always those of all facts so far, and little is done twice."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    MONDAY,
    RULES,
    after,
    assigned,
    bank_mail,
    bounce,
    credit,
    credit_note,
    decided,
    intended,
    invoice,
    judged,
    notice,
    outcome,
    quarantined,
    reminder,
    reply,
    stated,
    unreadable,
    went_back,
)
from casework.test_plan_laws import OURS, histories
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.fold import fold
from relanced.casework.live.fold import LiveFold
from relanced.casework.live.plan import LivePlan
from relanced.casework.order import in_order
from relanced.casework.planning.plan import plan
from relanced.model.decided import Verb
from relanced.model.facts import Fact, InvoiceSent, Outcome
from relanced.model.intents import Intent
from relanced.model.names import ClientKey
from relanced.model.rules import Rules

OLD = invoice("F2026-001", on=after(-30))
OTHER = invoice("F2026-003", to=BETA, on=after(-29))
LETTER = "r1@firm.example"


def _newcomer(
    number: str, to: str, on: date, name: str, ids: tuple[str, ...], cc: tuple[str, ...]
) -> InvoiceSent:
    return invoice(number, to=to, on=on, due=on + timedelta(days=9), name=name, ids=ids, cc=cc)


newcomers = st.builds(
    _newcomer,
    st.sampled_from(["F2026-004", "F2026-010", "F2026-011", "F2026-012"]),
    st.sampled_from([ALPHA, BETA, "x@new.example", "y@new.example", "z@shop.example", "q@gmail.com", ""]),
    st.integers(0, 60).map(after),
    st.sampled_from(["", "Alpha Menuiserie", "Beta Menuiserie", "nobody", "New"]),
    st.sampled_from([(), (), ("siren:732829320",), ("siren:552100554",)]),
    st.sampled_from([(), (), ("patron@alpha.example",), ("x@shop.example",)]),
)
many = st.builds(lambda one, other: [*one, *other], histories, st.lists(newcomers, max_size=3))


def assert_same(live: LivePlan, known: Sequence[Fact], rules: Rules, today: date) -> None:
    ledger, actions = live.on(today)
    anew = fold(known, rules)
    assert ledger == anew
    assert list(ledger.accounts) == list(anew.accounts)
    assert actions == plan(anew, rules, today)


@settings(max_examples=40, deadline=None)
@given(many, st.data())
def test_in_any_order_of_arrival_ledger_and_plan_are_those_of_all_facts(
    facts: list[Fact], data: st.DataObject
) -> None:
    told = data.draw(st.permutations(facts + facts[:2]))
    live, today = LivePlan(OURS), after(data.draw(st.integers(0, 80)))
    for count, fact in enumerate(told, 1):
        live.take([fact])
        if data.draw(st.booleans()):
            assert_same(live, told[:count], OURS, today)
    assert_same(live, told, OURS, today)
    assert_same(live, told, OURS, today + timedelta(days=1))


@settings(max_examples=80, deadline=None)
@given(many, st.data())
def test_in_order_of_time_too(facts: list[Fact], data: st.DataObject) -> None:
    """As mails mostly come: here nearly each fact goes on."""
    told = in_order(facts)
    live, today = LivePlan(OURS), after(data.draw(st.integers(0, 80)))
    known = data.draw(st.integers(0, len(told)))
    live.take(told[:known])
    for count in range(known, len(told)):
        live.on(today)
        live.take([told[count]])
    assert_same(live, told, OURS, today)


def changed_by(*facts: Fact, known: Sequence[Fact] = (OLD, OTHER)) -> set[str] | None:
    """The clients whose accounts these facts changed, one after the other; None: all was folded anew."""
    live = LiveFold(RULES)
    live.take(known)
    live.stand()
    for fact in facts:
        live.take([fact])
        standing = live.stand()
    assert standing.ledger == fold([*known, *facts], RULES)
    return None if standing.changed is None else set(standing.changed)


ADDING: list[Fact] = [
    reply(Intent.PROMISE, promised_on=after(20), on=after(3)),
    invoice("F2026-007", on=after(3)),
    notice(credit("1200.00", "F2026-001", "ALPHA"), on=after(3)),
    decided(Verb.PAUSE, "F2026-001", on=after(3)),
    intended(("F2026-001", "rappel"), client="alpha.example", on=after(3)),
    reminder(("F2026-001", "rappel"), on=after(3)),
    bounce(ALPHA, on=after(3)),
    quarantined(ALPHA, on=after(3)),
    credit_note("A1", corrects="F2026-001", on=after(3)),
]


@pytest.mark.parametrize("fact", ADDING, ids=lambda fact: type(fact).__name__)
def test_a_fact_touches_its_client_alone(fact: Fact) -> None:
    assert changed_by(fact) == {"alpha.example"}


def test_a_banks_mail_without_money_touches_nobody() -> None:
    assert changed_by(bank_mail(after(5))) == set()


def test_a_new_client_is_no_reason_to_fold_anew() -> None:
    assert changed_by(invoice("F2026-009", to="compta@gamma.example", on=after(9))) == {"gamma.example"}


@pytest.mark.parametrize(
    "before",
    [
        reply(Intent.DISPUTE, sender="chef@gamma.example", on=after(3)),
        reply(Intent.DISPUTE, sender=BETA, mentions=("F2026-009",), on=after(3)),
        decided(Verb.PAUSE, "gamma.example", on=after(3)),
        decided(Verb.PAUSE, "F2026-009", on=after(3)),
        quarantined("nobody@else.example", subject="Re: Facture F2026-009", on=after(3)),
        credit_note("A9", to="compta@gamma.example", corrects="F2026-009", on=after(3)),
    ],
    ids=["who wrote", "number", "name", "number decided", "subject", "credit note"],
)
def test_an_invoice_that_was_asked_for_before_has_all_folded_anew(before: Fact) -> None:
    late = invoice("F2026-009", to="compta@gamma.example", on=after(9))
    assert changed_by(late, known=(OLD, OTHER, before)) is None


@pytest.mark.parametrize(
    "fact",
    [
        judged(reply(Intent.NOT_SURE, on=after(3)), Intent.PROMISE, on=after(9)),
        assigned(notice(credit("1200.00", "?"), on=after(3)), "F2026-001", on=after(9)),
        stated(OLD, "F2026-001", on=after(9)),
        unreadable("scan", on=after(9)),
        went_back(credit("1200.00", "F2026-001", "ALPHA"), on=after(9)),
        invoice("F2026-008", rivals=("F2026-008", "BC-8"), on=after(9)),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_what_may_change_older_facts_has_all_folded_anew(fact: Fact) -> None:
    assert changed_by(fact) is None


def test_a_mail_older_than_those_of_the_last_day_has_all_folded_anew() -> None:
    known = (OLD, OTHER, bank_mail(after(0)), bank_mail(after(2)))
    assert changed_by(reply(Intent.DISPUTE, on=after(-28)), known=known) is None


def test_an_invoice_that_the_clocks_date_after_a_mail_about_it_is_silenced_by_it() -> None:
    mail = reply(Intent.DISPUTE, on=after(4))
    assert changed_by(mail, invoice("F2026-007", on=after(5))) == {"alpha.example"}


def test_where_the_owner_decided_between_the_mail_and_the_invoice_all_is_folded_anew() -> None:
    mail, pause = reply(Intent.DISPUTE, on=after(4)), decided(Verb.PAUSE, "alpha.example", on=after(4))
    assert changed_by(mail, pause, invoice("F2026-007", on=after(5))) is None


def test_a_letter_in_doubt_counts_only_while_it_is_in_doubt() -> None:
    """Looked at in between: what the doubt did to the account is gone once the server has refused the letter."""
    going = intended(("F2026-001", "rappel"), client="alpha.example", message_id=LETTER, on=after(1))
    refused = outcome(Outcome.DEFERRED, message_id=LETTER, on=after(1))
    assert changed_by(going, refused) == {"alpha.example"}
    live = LiveFold(RULES)
    live.take([OLD, OTHER])
    for fact in (going, refused):
        live.stand()
        live.take([fact])
    assert live.stand().ledger.accounts[ClientKey("alpha.example")].last_reminder_on is None


def test_only_the_touched_client_is_planned_again() -> None:
    live = LivePlan(RULES)
    live.take([OLD, OTHER])
    _, before = live.on(MONDAY)
    live.take([reply(Intent.DISPUTE, on=MONDAY)])
    _, then = live.on(MONDAY)
    kept = [action for action in then if any(action is each for each in before)]
    assert kept
    assert all("F2026-003" in repr(action) for action in kept)
    assert all("F2026-001" in repr(action) for action in then if action not in kept)


def test_a_plan_is_not_made_twice_while_nothing_changes() -> None:
    live = LivePlan(RULES)
    live.take([OLD])
    _, actions = live.on(MONDAY)
    live.take([])
    assert live.on(MONDAY)[1] is actions
