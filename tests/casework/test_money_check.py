"""Whatever settling answers, no cent counts twice, nobody pays for another, and the fold goes on."""

import pytest
from casework.casework_makers import (
    BETA,
    RULES,
    after,
    case_of,
    credit,
    credit_note,
    invoice,
    ledger_of,
    notice,
    plan_of,
    questions_in,
    steps_in,
    story_of,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relanced.casework.fold import fold
from relanced.casework.ledger import CreditState, Ledger, PostingKind
from relanced.casework.money import apply
from relanced.casework.settle.settlement import Outcome, Settlement
from relanced.model.facts import Credit, Fact
from relanced.model.money import Money, money_of
from relanced.model.names import InvoiceNumber

FACTS: tuple[Fact, ...] = (
    invoice(),
    invoice("F2026-002", to=BETA, total="500.00"),
    invoice("F2026-003", total="300.00"),
    credit_note("A2026-001", corrects=None, total="200.00"),
    credit_note("A2026-002", corrects=None, to=BETA, total="1199.99"),
)
DISCOUNT = "2 % d'escompte sous 8 jours"

NOTES = {"alpha.example": 20_000, "beta.example": 119_999}  # cents of credit notes
MOST_OFF = 5_000  # cents that fall away beside one payment

Pairs = tuple[tuple[InvoiceNumber, Money], ...]


def pairs(*told: tuple[str, str]) -> Pairs:
    return tuple((InvoiceNumber(number), money_of(amount, "EUR")) for number, amount in told)


def answered(monkeypatch: pytest.MonkeyPatch, settlement: Settlement, *facts: Fact, came: Credit) -> Ledger:
    """The ledger of a world where settling gives this answer to the one payment."""
    monkeypatch.setattr(apply, "settle_credit", lambda _books, _at, _credit: settlement)
    return ledger_of(*facts, notice(came, on=after(6)))


def sure(
    applied: Pairs, *, off: Pairs = (), excess: str | None = None, outcome: Outcome = Outcome.SEVERAL
) -> Settlement:
    return Settlement(
        outcome=outcome,
        applied=applied,
        written_off=off,
        excess=money_of(excess, "EUR") if excess else None,
        because="told so",
    )


WRONG = {
    "a credit note that is none": ("0.01", sure(pairs(("F2026-001", "1200.00"), ("F2026-002", "-1199.99")))),
    "another client's credit note": (
        "0.01",
        sure(pairs(("F2026-001", "1200.00"), ("A2026-002", "-1199.99"))),
    ),
    "more of a credit note than is left": (
        "700.00",
        sure(pairs(("F2026-001", "1200.00"), ("A2026-001", "-500.00"))),
    ),
    "a credit note that is unknown": ("700.00", sure(pairs(("F2026-001", "900.00"), ("A9", "-200.00")))),
    "an invoice that is unknown": ("700.00", sure(pairs(("F2026-001", "500.00"), ("F9", "200.00")))),
    "a credit note as an invoice": ("100.00", sure(pairs(("F2026-001", "50.00"), ("A2026-001", "50.00")))),
    "more than is owed": ("1300.00", sure(pairs(("F2026-001", "1300.00")))),
    "more than is owed in two pieces": (
        "1300.00",
        sure(pairs(("F2026-001", "650.00"), ("F2026-001", "650.00"))),
    ),
    "more than came": ("100.00", sure(pairs(("F2026-001", "1200.00")))),
    "less than came": ("1200.00", sure(pairs(("F2026-001", "100.00")))),
    "nothing of it": ("1200.00", sure(())),
    "an excess that is none": ("1200.00", sure(pairs(("F2026-001", "1200.00")), excess="0.00")),
    "an excess that did not come": ("1200.00", sure(pairs(("F2026-001", "1200.00")), excess="5.00")),
    "nothing of an invoice": ("1200.00", sure(pairs(("F2026-001", "1200.00"), ("F2026-003", "0.00")))),
    "nearly all falls away": (
        "0.01",
        sure(pairs(("F2026-001", "0.01")), off=pairs(("F2026-001", "1199.99"))),
    ),
    "over fifty falls away": (
        "1149.99",
        sure(pairs(("F2026-001", "1149.99")), off=pairs(("F2026-001", "50.01"))),
    ),
    "more than 5 % falls away": (
        "284.99",
        sure(pairs(("F2026-003", "284.99")), off=pairs(("F2026-003", "15.01"))),
    ),
    "more falls away than is left": (
        "1200.00",
        sure(pairs(("F2026-001", "1200.00")), off=pairs(("F2026-001", "1.00"))),
    ),
    "less than nothing falls away": (
        "1200.00",
        sure(pairs(("F2026-001", "1200.00")), off=pairs(("F2026-001", "-1.00"))),
    ),
    "it falls away of another": (
        "1200.00",
        sure(pairs(("F2026-001", "1200.00")), off=pairs(("F2026-003", "1.00"))),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_not_applied_but_asked(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    came, settlement = WRONG[name]
    ledger = answered(monkeypatch, settlement, *FACTS, came=credit(came, "F2026-001", "ALPHA"))

    assert all(not case.postings for account in ledger.accounts.values() for case in account.cases)
    assert [note.left.plain for a in ledger.accounts.values() for note in a.credit_notes] == [
        "200.00",
        "1199.99",
    ]
    (story,) = ledger.credits
    assert story.settlement is not None
    assert story.settlement.outcome in {Outcome.AMBIGUOUS, Outcome.UNKNOWN}
    assert story.state is (CreditState.WAITING if settlement.applied else CreditState.UNKNOWN)
    assert "told so" in story.settlement.because


RIGHT = {
    "all of it": ("1200.00", sure(pairs(("F2026-001", "1200.00")))),
    "a part": ("100.00", sure(pairs(("F2026-001", "100.00")), outcome=Outcome.PARTIAL)),
    "two clients": ("1700.00", sure(pairs(("F2026-001", "1200.00"), ("F2026-002", "500.00")))),
    "his own credit note": ("1000.00", sure(pairs(("F2026-001", "1200.00"), ("A2026-001", "-200.00")))),
    "a charge of fifty": (
        "1150.00",
        sure(pairs(("F2026-001", "1150.00")), off=pairs(("F2026-001", "50.00"))),
    ),
    "too much": ("1300.00", sure(pairs(("F2026-001", "1200.00")), excess="100.00")),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_can_be_is_applied(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    came, settlement = RIGHT[name]
    ledger = answered(monkeypatch, settlement, *FACTS, came=credit(came, "F2026-001", "ALPHA"))

    assert ledger.credits[0].state is CreditState.SETTLED
    assert case_of(ledger).postings


@pytest.mark.parametrize(("terms", "is_paid"), [(DISCOUNT, True), ("", False)])
def test_what_the_terms_grant_may_fall_away(
    monkeypatch: pytest.MonkeyPatch, terms: str, *, is_paid: bool
) -> None:
    settlement = sure(pairs(("F9", "9800.00")), off=pairs(("F9", "200.00")))
    told = credit("9800.00", "F9", "ALPHA", on=after(6))
    ledger = answered(monkeypatch, settlement, invoice("F9", total="10000.00", terms_said=terms), came=told)

    assert case_of(ledger, "F9").is_open is not is_paid


def test_what_was_sent_in_another_currency_may_pay_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    bought = Credit(
        amount=money_of("1300.00", "USD"),
        payer="ALPHA",
        reference="F2026-001",
        value_on=None,
        original=money_of("1200.00", "EUR"),
    )
    settlement = sure(pairs(("F2026-001", "1200.00")))

    assert not case_of(answered(monkeypatch, settlement, *FACTS, came=bought)).is_open
    in_usd = credit("1200.00", "F2026-001", "ALPHA", currency="USD")
    assert case_of(answered(monkeypatch, settlement, *FACTS, came=in_usd)).owed.plain == "1200.00"
    mixed = sure(((InvoiceNumber("F2026-001"), money_of("1200.00", "USD")),))
    assert case_of(answered(monkeypatch, mixed, *FACTS, came=in_usd)).owed.plain == "1200.00"


def test_a_credit_note_of_one_client_never_pays_for_another() -> None:
    theirs = notice(credit("10.01", "F2026-001 A2026-002", "ALPHA MENUISERIE"), on=after(6))
    ledger = ledger_of(*FACTS, theirs)

    assert case_of(ledger).owed.plain == "1200.00"
    assert story_of(ledger, theirs).state is CreditState.WAITING
    assert "F2026-001" not in steps_in(plan_of(*FACTS, theirs, today=after(7)))
    assert questions_in(plan_of(*FACTS, theirs, today=after(7)))


NUMBERS = ("F2026-001", "F2026-002", "F2026-003", "A2026-001", "A2026-002", "F9", "f2026 001")
cents = st.sampled_from([1, 100, 20_000, 30_000, 50_000, 119_999, 120_000]) | st.integers(-130_000, 130_000)
moneys = st.builds(
    Money, cents | cents.map(lambda each: -each), st.sampled_from(["EUR", "EUR", "EUR", "USD"])
)
entries = st.lists(st.tuples(st.sampled_from(NUMBERS).map(InvoiceNumber), moneys), max_size=3).map(tuple)
answers = st.builds(
    Settlement,
    outcome=st.sampled_from(list(Outcome)),
    applied=entries,
    written_off=entries | st.just(()),
    excess=st.none() | moneys,
    candidates=st.lists(st.sampled_from(NUMBERS).map(InvoiceNumber), max_size=3).map(tuple),
    because=st.just("told so"),
)
# Such that add up, so that what the check lets through is tried too.
whole = answers.map(
    lambda a: (a, sum(m.cents for _, m in a.applied) + (a.excess.cents if a.excess is not None else 0))
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(whole, min_size=1, max_size=4), st.booleans())
def test_the_fold_closes_no_more_than_came_and_never_raises(
    monkeypatch: pytest.MonkeyPatch, told: list[tuple[Settlement, int]], adds_up: bool
) -> None:
    left = iter([settlement for settlement, _ in told])
    monkeypatch.setattr(apply, "settle_credit", lambda _books, _at, _credit: next(left))
    came = [Money(max(total, 1) if adds_up else 1_000, "EUR") for _, total in told]
    mails = [
        notice(credit(money.plain, f"payment {n:03}", f"PAYER {n}", on=after(n)), on=after(n + 1))
        for n, money in enumerate(came)
    ]
    ledger = fold([*FACTS, *mails], RULES)

    off = 0
    for key, account in ledger.accounts.items():
        postings = [posting for case in account.cases for posting in case.postings]
        paid = sum(p.amount.cents for p in postings if p.kind is PostingKind.PAYMENT)
        off += sum(p.amount.cents for p in postings if p.kind is PostingKind.WRITE_OFF)
        assert all(posting.amount.cents > 0 for posting in postings)
        assert all(case.owed.cents >= 0 for case in account.cases)
        taken = NOTES[key] - sum(note.left.cents for note in account.credit_notes)
        assert 0 <= taken <= paid  # his own credit notes pay for him alone
    assert off <= MOST_OFF * len(mails)
    used = sum(NOTES.values()) - sum(n.left.cents for a in ledger.accounts.values() for n in a.credit_notes)
    closed = sum(money.cents for story in ledger.credits for _, money in story.paid)
    assert closed <= sum(money.cents for money in came) + used
