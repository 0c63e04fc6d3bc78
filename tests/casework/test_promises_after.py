"""Who pays is thanked, once, and a formal notice that he has paid is taken back."""

from dataclasses import replace

import pytest
from casework.casework_makers import (
    ALPHA,
    RULES,
    account_of,
    after,
    as_sent,
    case_of,
    credit,
    credit_note,
    decided,
    intended,
    invoice,
    ledger_of,
    notice,
    plan_of,
    questions_in,
    reminder,
    reply,
    steps_in,
    went_back,
)
from casework.promises_makers import ALWAYS, LETTERS, ON_PROMISE, is_draft, letter_in, money, posted

from relanced.model.actions import Purpose, SendReminder
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.rules import Letters, Mode, Rules, Thanks

SENT = invoice(due=after(7))
PAID = money(on=after(8))  # Tuesday 10 March
OTHER = invoice("F2026-002", due=after(30), total="700.00")


def thanked(*facts: Fact, day: int, rules: Rules = ALWAYS) -> tuple[str, ...]:
    letter = letter_in(plan_of(*facts, today=after(day), rules=rules), Purpose.THANKS)
    return tuple(line.number for line in letter.lines) if letter else ()


def test_a_full_payment_is_thanked_for_within_three_open_days() -> None:
    assert thanked(SENT, PAID, day=8) == ("F2026-001",)
    assert thanked(SENT, PAID, day=11) == ("F2026-001",)
    assert thanked(SENT, PAID, day=14) == ()  # the fourth open day
    assert thanked(SENT, money(on=after(12)), day=12) == ()  # Saturday
    assert thanked(SENT, money(on=after(12)), day=14) == ("F2026-001",)
    assert thanked(SENT, decided(Verb.PAID, "F2026-001", on=after(8)), day=8) == ("F2026-001",)


def test_thanks_go_only_once_even_where_the_payment_went_back_and_came_again() -> None:
    [letter] = [a for a in plan_of(SENT, PAID, today=after(8), rules=ALWAYS) if isinstance(a, SendReminder)]
    once: tuple[Fact, ...] = (SENT, PAID, as_sent(letter))
    assert thanked(*once, day=9) == ()

    back = went_back(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(9))
    again = money(on=after(15))
    assert case_of(ledger_of(*once, back)).is_open
    assert not case_of(ledger_of(*once, back, again)).is_open
    assert thanked(*once, back, again, day=15) == ()


def test_a_part_what_fell_away_and_what_is_too_old_bring_no_thanks() -> None:
    nothing: tuple[tuple[Fact, ...], ...] = (
        (money("400.00", on=after(8)),),
        (decided(Verb.IGNORE, "F2026-001", on=after(8)),),
        (decided(Verb.WRITE_OFF, "F2026-001", on=after(8)),),
        (credit_note(corrects="F2026-001", on=after(8)),),
        (money("400.00", on=after(7)), decided(Verb.WRITE_OFF, "F2026-001", on=after(8))),
    )
    for facts in nothing:
        assert thanked(SENT, *facts, day=8) == ()
    old = replace(ALWAYS, start_on=after(20))
    assert thanked(SENT, PAID, day=8, rules=old) == ()


@pytest.mark.parametrize(
    "trouble",
    [
        decided(Verb.DISPUTE, "F2026-002", on=after(6)),
        decided(Verb.PAUSE, ALPHA.partition("@")[2], on=after(6)),
        reply(Intent.INSOLVENCY, on=after(6), mentions=("F2026-002",)),
        notice(credit("999.00", "", "ALPHA MENUISERIE"), on=after(8)),  # nobody knows for what
        intended(("F2026-002", "rappel"), on=after(7)),
    ],
)
def test_nobody_is_thanked_with_whom_something_is_in_doubt(trouble: Fact) -> None:
    assert thanked(SENT, OTHER, PAID, day=8) == ("F2026-001",)
    assert thanked(SENT, OTHER, PAID, trouble, day=8) == ()


def test_the_rules_say_for_which_payments_thanks_go() -> None:
    promise = reply(Intent.PROMISE, on=after(7), promised_on=after(9), mentions=("F2026-001",))
    never = replace(RULES, letters=Letters(thanks=Thanks.NEVER))

    assert thanked(SENT, PAID, day=8, rules=ON_PROMISE) == ()
    assert thanked(SENT, promise, PAID, day=8, rules=ON_PROMISE) == ("F2026-001",)
    assert thanked(SENT, promise, PAID, day=8, rules=never) == ()
    letter = letter_in(plan_of(SENT, promise, PAID, today=after(8), rules=ON_PROMISE), Purpose.THANKS)
    assert letter is not None
    assert letter.promised_on == after(9)


def test_what_one_payment_closed_is_one_letter_and_the_next_payment_waits_a_day() -> None:
    both = money("1900.00", on=after(8), reference="F2026-001 F2026-002")
    assert thanked(SENT, OTHER, both, day=8) == ("F2026-001", "F2026-002")

    later = money("700.00", on=after(8), reference="F2026-002")
    assert thanked(SENT, OTHER, PAID, later, day=8) == ("F2026-001",)
    [letter] = [
        a
        for a in plan_of(SENT, OTHER, PAID, later, today=after(8), rules=ALWAYS)
        if isinstance(a, SendReminder)
    ]
    assert thanked(SENT, OTHER, PAID, later, as_sent(letter), day=8) == ()
    assert thanked(SENT, OTHER, PAID, later, as_sent(letter), day=9) == ("F2026-002",)


def test_thanks_wait_for_a_day_without_a_reminder_and_move_no_interval() -> None:
    late = invoice("F2026-002", due=after(1), total="700.00")
    assert steps_in(plan_of(SENT, late, PAID, today=after(8), rules=ALWAYS)) == {"F2026-002": "rappel"}

    [letter] = [a for a in plan_of(SENT, PAID, today=after(8), rules=ALWAYS) if isinstance(a, SendReminder)]
    account = account_of(ledger_of(SENT, late, PAID, as_sent(letter), rules=ALWAYS))
    assert account.last_reminder_on is None
    # a letter of which nobody knows whether it left moves none either
    flight = intended(("F2026-001", "remerciement"), on=after(8))
    assert account_of(ledger_of(SENT, late, PAID, flight, rules=ALWAYS)).last_reminder_on is None
    assert steps_in(plan_of(SENT, late, PAID, as_sent(letter), today=after(9))) == {"F2026-002": "rappel"}


def test_in_mode_draft_thanks_are_a_draft() -> None:
    actions = plan_of(SENT, PAID, today=after(8), rules=replace(ALWAYS, mode=Mode.DRAFT))
    assert is_draft(actions, Purpose.THANKS)


class TestWithdrawal:
    """A posted notice, and the money that comes after it."""

    STORY: tuple[Fact, ...] = (SENT, *posted(given=after(28), on=after(29)))

    def test_it_takes_the_place_of_thanks_and_names_the_day_of_the_notice(self) -> None:
        actions = plan_of(*self.STORY, money(on=after(31)), today=after(31), rules=LETTERS)
        letter = letter_in(actions, Purpose.WITHDRAWAL)

        assert letter is not None
        assert letter.notice_posted_on == after(29)
        assert letter.lines[0].notice_posted_on == after(29)
        assert letter.lines[0].owed.cents == 0
        assert letter_in(actions, Purpose.THANKS) is None

    def test_money_that_answers_the_notice_has_not_crossed_it_and_is_thanked_for(self) -> None:
        paid = money(on=after(42))  # the third banking day after the posting was the 7th: Easter
        actions = plan_of(*self.STORY, paid, today=after(42), rules=LETTERS)
        letter = letter_in(actions, Purpose.THANKS)

        assert letter_in(actions, Purpose.WITHDRAWAL) is None
        assert letter is not None
        assert letter.notice_posted_on == after(29)
        much_later = plan_of(*self.STORY, paid, today=after(64), rules=LETTERS)
        assert not any("was not taken back" in asked.why for asked in questions_in(much_later))

    def test_it_goes_whatever_is_said_of_thanks_and_on_the_day_of_the_posting_too(self) -> None:
        rules = replace(LETTERS, letters=Letters(thanks=Thanks.NEVER))
        for day in (29, 31):
            actions = plan_of(*self.STORY, money(on=after(day)), today=after(day), rules=rules)
            assert letter_in(actions, Purpose.WITHDRAWAL) is not None

    def test_without_full_payment_there_is_none(self) -> None:
        part = money("400.00", on=after(31))
        given_up = decided(Verb.WRITE_OFF, "F2026-001", on=after(31))
        for since in (part, given_up):
            actions = plan_of(*self.STORY, since, today=after(31), rules=LETTERS)
            assert letter_in(actions, Purpose.WITHDRAWAL) is None

    def test_it_goes_once_and_a_client_who_disputes_another_invoice_gets_it_too(self) -> None:
        other = decided(Verb.DISPUTE, "F2026-002", on=after(6))
        facts: tuple[Fact, ...] = (*self.STORY, OTHER, other, money(on=after(31)))
        actions = plan_of(*facts, today=after(31), rules=LETTERS)
        [letter] = [a for a in actions if isinstance(a, SendReminder)]

        assert letter.reminder.purpose is Purpose.WITHDRAWAL
        assert (
            letter_in(plan_of(*facts, as_sent(letter), today=after(32), rules=LETTERS), Purpose.WITHDRAWAL)
            is None
        )

    def test_where_it_may_or_may_not_have_left_the_owner_is_asked(self) -> None:
        flight = intended(("F2026-001", "retrait"), on=after(31))
        actions = plan_of(*self.STORY, money(on=after(31)), flight, today=after(32), rules=LETTERS)

        assert letter_in(actions, Purpose.WITHDRAWAL) is None
        assert any("may or may not have left" in asked.question for asked in questions_in(actions))

    @pytest.mark.parametrize("intent", [Intent.DISPUTE, Intent.QUERY, Intent.PLAN_REQUEST])
    def test_what_a_client_had_contested_or_asked_before_he_paid_does_not_leave_it_with_him(
        self, intent: Intent
    ) -> None:
        said = reply(intent, on=after(30), mentions=("F2026-001",))
        facts = (*self.STORY, said, money(on=after(31)))
        assert letter_in(plan_of(*facts, today=after(31), rules=LETTERS), Purpose.WITHDRAWAL) is not None

    def test_a_chase_that_waits_in_drafts_does_not_keep_it_back(self) -> None:
        late = invoice("F2026-002", due=after(1), total="700.00")
        rules = replace(LETTERS, mode=Mode.DRAFT)
        actions = plan_of(*self.STORY, late, money(on=after(36)), today=after(36), rules=rules)
        assert steps_in(actions)["F2026-002"] == "rappel"
        assert is_draft(actions, Purpose.WITHDRAWAL)

        sending = plan_of(*self.STORY, late, money(on=after(36)), today=after(36), rules=LETTERS)
        assert letter_in(sending, Purpose.WITHDRAWAL) is None  # two letters on one day: it goes the next

    def test_a_credit_note_that_closes_the_rest_does_not_keep_it_back(self) -> None:
        rest = credit_note(total="200.00", corrects="F2026-001", on=after(32))
        facts = (*self.STORY, money("1000.00", on=after(31)), rest)
        assert letter_in(plan_of(*facts, today=after(32), rules=LETTERS), Purpose.WITHDRAWAL) is not None

        whole = credit_note(corrects="F2026-001", on=after(32))  # he was never to pay: no thanks for that
        assert (
            letter_in(plan_of(*self.STORY, whole, today=after(32), rules=LETTERS), Purpose.WITHDRAWAL) is None
        )

    @pytest.mark.parametrize(
        "reason",
        [
            (decided(Verb.PAUSE, "F2026-001", on=after(30)), money(on=after(31))),
            (money(on=after(31)),),  # nobody was there to send it
            (credit_note(corrects="F2026-001", on=after(31)),),
        ],
    )
    def test_where_it_did_not_leave_in_its_days_the_owner_is_asked_for_some_days(
        self, reason: tuple[Fact, ...]
    ) -> None:
        facts = (*self.STORY, *reason)
        asked = {
            day
            for day in range(31, 90)
            for each in questions_in(plan_of(*facts, today=after(day), rules=LETTERS))
            if "was not taken back" in each.question
        }
        assert min(asked) == 49  # the eleventh open day: Easter Monday and the week-ends lie between
        assert max(asked) == 63

        done = reminder(("F2026-001", "retrait"), on=after(40))
        later = plan_of(*facts, done, today=after(min(asked)), rules=LETTERS)
        assert not any("was not taken back" in each.question for each in questions_in(later))

    @pytest.mark.parametrize("verb", [Verb.WRITE_OFF, Verb.IGNORE])
    def test_of_what_the_owner_gave_up_himself_he_is_not_asked(self, verb: Verb) -> None:
        facts = (*self.STORY, decided(verb, "F2026-001", on=after(31)))
        for day in range(31, 70):
            told = questions_in(plan_of(*facts, today=after(day), rules=LETTERS))
            assert not any("was not taken back" in each.question for each in told)

    def test_the_rules_may_do_without(self) -> None:
        rules = replace(LETTERS, letters=Letters(thanks=Thanks.PROMISE, withdraw=False))
        actions = plan_of(*self.STORY, money(on=after(31)), today=after(31), rules=rules)

        assert letter_in(actions, Purpose.WITHDRAWAL) is None
        # on the posting's own day the client had a letter; on the second day after it thanks go
        assert letter_in(actions, Purpose.THANKS) is not None
