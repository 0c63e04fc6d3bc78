"""Whatever happens, a kept plan is never chased, nobody is thanked twice, and a notice is taken back only when paid."""

from dataclasses import replace
from datetime import date, timedelta

from casework.casework_makers import after, as_sent, case_of, decided, invoice, ledger_of, reply
from casework.promises_makers import LETTERS, agreed, money, posted
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.ledger import Case
from relanced.casework.planning.plan import plan
from relanced.casework.promises.closing import MONEY, is_paid_off
from relanced.casework.promises.schedule import is_kept
from relanced.model.actions import DraftReminder, Purpose, Reminder, SendReminder
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.rules import Letters, Thanks

NUMBERS = ("F2026-001", "F2026-002")
SENT: tuple[Fact, ...] = (
    invoice(NUMBERS[0], due=after(0), total="1200.00"),
    invoice(NUMBERS[1], due=after(1), total="600.00"),
)
DAYS = range(8, 45)

days = st.sampled_from([after(n) for n in DAYS])
numbers = st.sampled_from(NUMBERS)
plans = st.tuples(st.integers(1, 3), days, days).map(
    lambda p: agreed(
        *((date.fromordinal(p[2].toordinal() + 7 * n), "600.00") for n in range(p[0])), on=p[1], of=NUMBERS
    )
)
payments = st.builds(
    lambda amount, on, reference: money(amount, on=on, reference=reference),
    st.sampled_from(["600.00", "1200.00", "1800.00", "250.00"]),
    days,
    st.sampled_from([*NUMBERS, "echeance", "F2026-001 F2026-002"]),
)
words = st.builds(
    lambda verb, number, on: decided(verb, number, on=on),
    st.sampled_from([Verb.PAID, Verb.WRITE_OFF, Verb.RESUME, Verb.DISPUTE, Verb.IGNORE]),
    numbers,
    days,
)
promises = st.builds(
    lambda on, by, number: reply(Intent.PROMISE, on=on, promised_on=by, mentions=(number,)),
    days,
    days,
    numbers,
)
notices = st.builds(lambda number, on: posted(number, given=on, on=on), numbers, days)
histories = st.tuples(
    st.lists(plans, max_size=2),
    st.lists(st.one_of(payments, words, promises), max_size=5),
    st.lists(notices, max_size=2),
).map(lambda told: (*told[0], *told[1], *(fact for pair in told[2] for fact in pair)))


def on_day(fact: Fact, day: date) -> bool:
    """Whether it is known by the morning after."""
    return fact.source.at.date() <= day  # type: ignore[union-attr]  # none of these is a note of a sending


@settings(max_examples=25, deadline=None)
@given(histories, st.sampled_from(list(Thanks)), st.booleans())
def test_the_laws_of_what_is_written_beside_the_ladder(
    history: tuple[Fact, ...],
    thanks: Thanks,
    sends_drafts: bool,
) -> None:
    rules = replace(LETTERS, letters=Letters(thanks=thanks))
    left: list[Fact] = []
    told: set[tuple[Purpose, str, str]] = set()
    for n in DAYS:
        day = after(n)
        facts = (*SENT, *(fact for fact in history if on_day(fact, day)), *left)
        ledger = ledger_of(*facts, rules=rules)
        actions = plan(ledger, rules, day)
        letters = [a for a in actions if isinstance(a, SendReminder | DraftReminder)]
        assert len(letters) <= 1  # one mail a client a day
        for action in letters:
            for line in action.reminder.lines:
                _hold(action.reminder, case_of(ledger, line.number), day, thanks)
            if isinstance(action, DraftReminder) and not sends_drafts:
                continue
            once = {
                (action.reminder.purpose, line.number, str(line.step))
                for line in action.reminder.lines
                if line.step
            }
            assert action.reminder.purpose is Purpose.CHASE or not once & told
            told |= once
            left.append(as_sent(action))


def _came_on(case: Case) -> date:
    """The day of the last money."""
    return max(each.on or each.at.date() for each in case.postings if each.kind in MONEY)


def _hold(letter: Reminder, case: Case, day: date, thanks: Thanks) -> None:
    """What must be true of a case for a letter of this kind to name it."""
    if letter.purpose in {Purpose.CHASE, Purpose.PROMISE_BROKEN}:
        assert case.is_open
        assert case.plan is None or not is_kept(case.plan, day) or case.plan.ends_on is None
    if letter.purpose in {Purpose.THANKS, Purpose.WITHDRAWAL}:
        assert not case.is_open
        assert is_paid_off(case)
    if letter.purpose is Purpose.THANKS:
        assert thanks is not Thanks.NEVER
        assert all(_came_on(case) > notice.on + timedelta(days=3) for notice in case.posted)
    if letter.purpose is Purpose.WITHDRAWAL:
        assert any(_came_on(case) <= notice.on + timedelta(days=14) for notice in case.posted)
    if letter.purpose is Purpose.PLAN_BROKEN:
        assert case.is_open
        assert case.plan is not None
        assert not is_kept(case.plan, day)
