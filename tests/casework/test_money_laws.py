"""Laws of money: whatever mails come, in whatever order, no cent counts twice and no forged mail pays."""

from collections import Counter
from datetime import timedelta

from casework.casework_makers import (
    ALPHA,
    BETA,
    RULES,
    after,
    assigned,
    credit,
    credit_note,
    decided,
    invoice,
    notice,
    reminder,
    went_back,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.fold import fold
from relanced.casework.ledger import Case, Ledger, PostingKind
from relanced.casework.planning.plan import plan
from relanced.model.actions import AskOwner, DraftReminder, SendReminder
from relanced.model.decided import CreditAssigned, Verb
from relanced.model.facts import Credit, CreditNoteSent, CreditNoticed, CreditReversed, Fact, ToldBy
from relanced.model.names import MailRef, mail_ref

quick = settings(max_examples=30, deadline=None)
NUMBERS = ("F2026-001", "F2026-002", "F2026-003", "F2026-004")
CLIENTS = dict(zip(NUMBERS, (ALPHA, ALPHA, BETA, BETA), strict=True))
NAMES = {ALPHA: "ALPHA MENUISERIE", BETA: "BETA MENUISERIE"}
SUMS = ("1200.00", "600.00", "77.00")

invoices = st.lists(
    st.builds(
        lambda number, total, on: invoice(number, to=CLIENTS[number], total=total, on=after(on)),
        st.sampled_from(NUMBERS),
        st.sampled_from(SUMS),
        st.integers(-30, 10),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda sent: sent.number,
)
payers = st.sampled_from([*NAMES.values(), "M DUPONT JEAN", ""])
references = st.sampled_from([*NUMBERS, "VIREMENT", "", "F2026-001 F2026-002"])


def _words(payer: str, reference: str, how: str) -> tuple[str, str]:
    """How another mail words the same payment: as the first one did, cut, or not at all."""
    match how:
        case "cut":
            return payer[:9], reference
        case "bare":
            return "", ""
        case "dressed":
            return f"SARL {payer}" if payer else "", f"/INV/{reference}" if reference else ""
        case _:
            return payer, reference


@st.composite
def real_payments(draw: st.DrawFn) -> list[tuple[Credit, list[CreditNoticed]]]:
    """Some real payments, each told by one to four mails: a notice, a statement, a payout, replays of them."""
    found = []
    for n in range(draw(st.integers(1, 4))):
        day = draw(st.integers(0, 40))
        amount, payer, reference = draw(st.sampled_from(SUMS)), draw(payers), draw(references)
        truth = credit(amount, reference, payer, on=after(day))
        mails: list[CreditNoticed] = []
        kinds = draw(st.lists(st.sampled_from(list(ToldBy)), min_size=1, max_size=3, unique=True))
        for kind in kinds:
            how = draw(st.sampled_from(["same", "cut", "bare", "dressed"]))
            who, what = _words(payer, reference, how)
            line = credit(
                amount, what, who, on=after(day + draw(st.integers(0, 2))) if draw(st.booleans()) else None
            )
            told_on = after(day + draw(st.integers(0, 3)))
            bank = "Rivage Pay" if kind is ToldBy.PAYOUT else "Banque Rivage"
            named = f"{n} {kind}@bank.example"
            mails.append(
                notice(line, on=told_on, mail=f"{n} {kind}", told_by=kind, bank=bank, message_id=named)
            )
            if draw(st.booleans()):
                replayed = told_on + timedelta(days=draw(st.integers(0, 200)))
                mails.append(
                    notice(line, on=replayed, mail=f"{n} {kind} r", told_by=kind, bank=bank, message_id=named)
                )
        found.append((truth, mails))
    return found


forged = st.builds(
    lambda amount, payer, reference, on, kind: notice(
        credit(amount, reference, payer), on=after(on), trusted=False, told_by=kind, mail="forged"
    ),
    st.sampled_from(SUMS),
    payers,
    references,
    st.integers(0, 60),
    st.sampled_from(list(ToldBy)),
) | st.builds(
    lambda amount, payer, reference, on: went_back(
        credit(amount, reference, payer), on=after(on), trusted=False
    ),
    st.sampled_from(SUMS),
    payers,
    references,
    st.integers(0, 60),
)
returns = st.builds(
    lambda amount, payer, reference, on, kind: went_back(
        credit(amount, reference, payer, on=after(on)), on=after(on), told_by=kind
    ),
    st.sampled_from(SUMS),
    payers,
    references,
    st.integers(0, 60),
    st.sampled_from(list(ToldBy)),
)
steps = st.builds(
    lambda number, name, on: reminder(
        (number, name), on=after(on), to=CLIENTS[number], message_id=f"{number}{name}"
    ),
    st.sampled_from(NUMBERS),
    st.sampled_from(["rappel", "relance"]),
    st.integers(0, 60),
)
decisions = st.builds(
    lambda verb, number, on: decided(verb, number, on=after(on)),
    st.sampled_from([Verb.PAID, Verb.RESUME, Verb.IGNORE]),
    st.sampled_from(NUMBERS),
    st.integers(0, 60),
)
notes = st.builds(
    lambda total, corrects, on: credit_note("A1", corrects=corrects, total=total, on=after(on)),
    st.sampled_from(SUMS),
    st.sampled_from([None, *NUMBERS]),
    st.integers(0, 60),
)
targets = st.lists(
    st.tuples(st.sampled_from([*NUMBERS, "F2026-999"]), st.sampled_from(["", *SUMS])), max_size=3
)


def words_on(mails: list[CreditNoticed]) -> st.SearchStrategy[CreditAssigned]:
    refs = [mail_ref(mail.source.fingerprint) for mail in mails] or [MailRef("00000000")]
    return st.builds(
        lambda ref, to, on, line: assigned(ref, *to, on=after(on), line=line),
        st.sampled_from(refs),
        targets,
        st.integers(0, 60),
        st.sampled_from([1, 1, 1, 2]),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """Invoices, payments told by one mail or more, forged mails, returns, steps and decisions."""
    mails = [mail for _, told in draw(real_payments()) for mail in told]
    lies = draw(st.lists(forged, max_size=2))
    told = [*mails, *(lie for lie in lies if isinstance(lie, CreditNoticed))]
    rest = draw(st.lists(returns | steps | decisions | notes | words_on(told), max_size=5))
    return [*draw(invoices), *mails, *lies, *rest]


def cases(ledger: Ledger) -> list[Case]:
    return [case for account in ledger.accounts.values() for case in account.cases]


def paid_by(ledger: Ledger) -> int:
    """The cents that payments took off all invoices, less what went back."""
    kinds = {PostingKind.PAYMENT, PostingKind.REVERSED}
    return sum(p.amount.cents for case in cases(ledger) for p in case.postings if p.kind in kinds)


@quick
@given(histories(), st.data())
def test_any_order_of_arrival_gives_the_same_ledger(facts: list[Fact], data: st.DataObject) -> None:
    told = data.draw(st.permutations([*facts, *facts[: len(facts) // 2]]))

    assert fold(told, RULES) == fold(facts, RULES)


@quick
@given(histories(), st.lists(forged, min_size=1, max_size=3))
def test_no_mail_that_may_not_be_believed_changes_what_is_owed(facts: list[Fact], lies: list[Fact]) -> None:
    before = {case.number: (case.owed, case.postings, case.steps) for case in cases(fold(facts, RULES))}
    ledger = fold([*facts, *lies], RULES)

    assert {case.number: (case.owed, case.postings, case.steps) for case in cases(ledger)} == before


@quick
@given(invoices, real_payments(), st.lists(steps, max_size=2))
def test_a_payment_told_by_many_mails_is_applied_once(
    sent: list[Fact], real: list[tuple[Credit, list[CreditNoticed]]], done: list[Fact]
) -> None:
    mails = [mail for _, told in real for mail in told]
    ledger = fold([*sent, *mails, *done], RULES)

    assert paid_by(ledger) <= sum(truth.amount.cents for truth, _ in real)
    for case in cases(ledger):
        assert case.owed.cents >= 0


@quick
@given(histories())
def test_no_payment_pays_more_than_came_and_none_more_than_was_owed(facts: list[Fact]) -> None:
    ledger = fold(facts, RULES)

    for story in ledger.credits:
        assert sum(money.cents for _, money in story.paid) <= story.credit.amount.cents + sum(
            fact.total.cents for fact in facts if isinstance(fact, CreditNoteSent)
        )
        assert all(money.cents > 0 for _, money in story.paid)
    for case in cases(ledger):
        by_payment = sum(
            p.amount.cents for p in case.postings if p.kind in {PostingKind.PAYMENT, PostingKind.REVERSED}
        )
        assert 0 <= by_payment <= case.invoice.total.cents


@quick
@given(invoices, real_payments(), st.lists(returns, min_size=1, max_size=3))
def test_what_goes_back_is_owed_again_to_the_cent_and_never_more_than_had_come(
    sent: list[Fact], real: list[tuple[Credit, list[CreditNoticed]]], backs: list[CreditReversed]
) -> None:
    mails: list[Fact] = [mail for _, told in real for mail in told]
    ledger = fold([*sent, *mails, *backs], RULES)

    for case in cases(ledger):
        came = sum(p.amount.cents for p in case.postings if p.kind is PostingKind.PAYMENT)
        went = -sum(p.amount.cents for p in case.postings if p.kind is PostingKind.REVERSED)
        off = sum(p.amount.cents for p in case.postings if p.kind is PostingKind.WRITE_OFF)
        assert 0 <= went <= came + off
        assert case.owed.cents == case.invoice.total.cents - came - off + went


@quick
@given(histories())
def test_no_step_is_forgotten_when_money_goes_back(facts: list[Fact]) -> None:
    back = [fact for fact in facts if not isinstance(fact, CreditReversed)]
    with_returns, without = fold(facts, RULES), fold(back, RULES)

    for one, other in zip(cases(with_returns), cases(without), strict=True):
        assert one.steps == other.steps
    for day in (after(65), after(80)):
        for action in plan(with_returns, RULES, day):
            if isinstance(action, SendReminder | DraftReminder):
                done = {(c.number, s.step) for c in cases(with_returns) for s in c.steps}
                assert done.isdisjoint((line.number, line.step) for line in action.reminder.lines)


@quick
@given(histories())
def test_every_line_of_every_mail_has_one_story(facts: list[Fact]) -> None:
    ledger = fold(facts, RULES)
    mails = {fact.source.fingerprint for fact in facts if isinstance(fact, CreditNoticed)}
    told = Counter(ref for story in ledger.credits for ref in {story.mail, *story.also_told_by})

    assert set(told) == {mail_ref(mark) for mark in mails}


@quick
@given(histories(), st.integers(0, 80))
def test_each_payment_asks_at_most_once_a_day(facts: list[Fact], day: int) -> None:
    actions = plan(fold(facts, RULES), RULES, after(day))
    questions = (action.question for action in actions if isinstance(action, AskOwner))
    asked = Counter(question for question in questions if "credits assign" in question)

    assert all(count == 1 for count in asked.values())
