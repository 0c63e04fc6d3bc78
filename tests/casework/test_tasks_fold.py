"""Tasks folded: what was given waits, what the owner did counts, and doubt only pauses."""

from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import ALPHA, RULES, after, at, case_of, decided, invoice, lines, source

from relanced.casework.fold import fold
from relanced.casework.ledger import Case, HoldKind, Ledger
from relanced.model.decided import CallNoted, HandedOver, LetterPosted, TaskAnswerUnclear, TaskGiven, Verb
from relanced.model.facts import Fact
from relanced.model.ladder import Channel, Ladder, Step
from relanced.model.names import ClientKey, MessageId, StepName
from relanced.model.tasks import CallOutcome, TaskKind

CALL_ID = MessageId(f"o1c.{'a' * 24}@firm.example")
LETTER_ID = MessageId(f"o1l.{'b' * 24}@firm.example")
KEY = ClientKey("alpha.example")
LADDER = Ladder(
    (
        Step(name=StepName("rappel"), after_due_days=7, template="rappel"),
        Step(name=StepName("appel"), after_due_days=20, template="appel", channel=Channel.CALL),
        Step(name=StepName("mise"), after_due_days=40, template="mise", channel=Channel.LETTER),
        Step(name=StepName("remise"), after_due_days=60, template="remise", channel=Channel.HANDOVER),
    )
)
FIRM = replace(RULES, ladder=LADDER)
TWO = invoice("F2026-002", due=after(5))


def given(
    *pairs: tuple[str, str | None], kind: TaskKind = TaskKind.CALL, on: date | None = None
) -> TaskGiven:
    when = at(on or after(20))
    return TaskGiven(
        source=source(when, f"given {kind} {pairs} {when}", "Relanced/Journal"),
        message_id=CALL_ID if kind is TaskKind.CALL else LETTER_ID,
        kind=kind,
        client=KEY,
        lines=lines(*pairs),
        given_at=when,
    )


def called(
    outcome: CallOutcome,
    *,
    task: MessageId | None = CALL_ID,
    target: str = "",
    on: date | None = None,
    pays_on: date | None = None,
    hour: int = 11,
) -> CallNoted:
    when = at(on or after(20), hour)
    return CallNoted(
        source=source(when, f"called {outcome} {task} {target} {when}", "Sent"),
        task=task,
        target=target,
        outcome=outcome,
        pays_on=pays_on,
        note="",
        decided_at=when,
    )


def posted(on: date, *, task: MessageId | None = LETTER_ID, target: str = "") -> LetterPosted:
    when = at(after(45))
    return LetterPosted(
        source=source(when, f"posted {on} {task} {target}", "Sent"),
        task=task,
        target=target,
        tracking="1A 123 456 789 01 2",
        posted_on=on,
        decided_at=when,
    )


def book(*facts: Fact) -> Ledger:
    return fold((invoice(), TWO, *facts), FIRM)


def one(ledger: Ledger, number: str = "F2026-001") -> Case:
    return case_of(ledger, number)


SHEET = given(("F2026-001", "appel"), ("F2026-002", None))


def test_a_task_that_is_given_waits_for_the_cases_whose_step_it_is() -> None:
    ledger = book(SHEET, SHEET)

    assert [(task.kind, task.step) for task in one(ledger).tasks] == [(TaskKind.CALL, "appel")]
    assert one(ledger, "F2026-002").tasks == ()
    assert one(ledger).steps == ()


@pytest.mark.parametrize(
    ("outcome", "kind", "asks"),
    [
        (CallOutcome.DISPUTED, HoldKind.DISPUTE, "Settle it with the client"),
        (CallOutcome.PLAN_ASKED, HoldKind.QUESTION, "relanced instalments F2026-001"),
        (CallOutcome.NOT_RECEIVED, HoldKind.QUESTION, "Send it again out of Sent (your mail of 2026-03-02"),
        (CallOutcome.WRONG_PERSON, HoldKind.QUESTION, "relanced contact alpha.example ADDRESS"),
        (CallOutcome.PAID, HoldKind.MONEY_CLAIMED, "relanced paid F2026-001"),
        (CallOutcome.IN_APPROVAL, HoldKind.BREATHING, ""),
    ],
)
def test_what_was_heard_on_the_phone_silences_and_says_what_to_do(
    outcome: CallOutcome, kind: HoldKind, asks: str
) -> None:
    case = one(book(SHEET, called(outcome)))

    [hold] = case.holds
    assert hold.kind is kind
    assert asks in hold.question
    assert bool(hold.question) == bool(asks)
    assert case.tasks == ()
    assert [done.step for done in case.steps] == ["appel"]


@pytest.mark.parametrize("outcome", [CallOutcome.VOICEMAIL, CallOutcome.UNREACHABLE, CallOutcome.REACHED])
def test_a_call_that_settled_nothing_does_the_step_and_the_ladder_goes_on(outcome: CallOutcome) -> None:
    ledger = book(SHEET, called(outcome))

    assert one(ledger).holds == ()
    assert [done.step for done in one(ledger).steps] == ["appel"]
    assert ledger.accounts[KEY].last_reminder_on == after(20)


def test_a_promise_on_the_phone_is_one_as_by_mail_for_all_that_the_sheet_names() -> None:
    ledger = book(SHEET, called(CallOutcome.PROMISED, pays_on=after(30)))

    for number in ("F2026-001", "F2026-002"):
        assert [promise.pays_on for promise in one(ledger, number).promises] == [after(30)]
        assert one(ledger, number).holds[0].until == after(36)  # over Good Friday and Easter Monday
    without_day = one(book(SHEET, called(CallOutcome.PROMISED)))
    assert [promise.pays_on for promise in without_day.promises] == [after(25)]  # five banking days


def test_a_second_answer_corrects_the_promise_of_the_first_and_keeps_a_dispute() -> None:
    first = called(CallOutcome.PROMISED, pays_on=after(30))
    later = called(CallOutcome.PROMISED, pays_on=after(33), hour=15)
    corrected = one(book(SHEET, first, later))
    kept = one(book(SHEET, called(CallOutcome.DISPUTED), replace(later, outcome=CallOutcome.VOICEMAIL)))

    assert [promise.pays_on for promise in corrected.promises] == [after(33)]
    assert len(corrected.holds) == 1
    assert [hold.kind for hold in kept.holds] == [HoldKind.DISPUTE]


def test_an_answer_dated_before_its_task_by_a_slow_clock_ends_it_all_the_same() -> None:
    case = one(book(SHEET, called(CallOutcome.VOICEMAIL, hour=9)))

    assert case.tasks == ()
    assert [done.step for done in case.steps] == ["appel"]


def test_a_line_that_names_one_invoice_concerns_it_alone_and_an_unknown_one_is_asked_about() -> None:
    ledger = book(SHEET, called(CallOutcome.DISPUTED, target="002"))
    unknown = book(SHEET, called(CallOutcome.PAID, target="F2026-099"))

    assert [hold.kind for hold in one(ledger, "F2026-002").holds] == [HoldKind.DISPUTE]
    assert one(ledger).holds == ()
    assert [task.kind for task in one(ledger).tasks] == [TaskKind.CALL]
    for number in ("F2026-001", "F2026-002"):
        [hold] = one(unknown, number).holds
        assert (hold.kind, hold.until) == (HoldKind.QUESTION, None)
        assert "may have meant this" in hold.question


def test_an_answer_that_is_not_understood_pauses_until_one_is() -> None:
    unclear = TaskAnswerUnclear(
        source=source(at(after(20), 11), "unclear", "Sent"), task=CALL_ID, words="je m'en occupe"
    )
    asked = one(book(SHEET, unclear))
    answered = one(book(SHEET, unclear, called(CallOutcome.VOICEMAIL, hour=12)))

    [hold] = asked.holds
    assert "«je m'en occupe»" in hold.question
    assert "relanced call F2026-001" in hold.question
    assert len(asked.tasks) == 1
    assert answered.holds == ()


def test_a_call_of_his_own_counts_and_does_the_step_only_if_it_comes_next() -> None:
    rappel = called(CallOutcome.VOICEMAIL, task=None, target="F2026-001", on=after(3))
    before = one(book(rappel))
    done = replace(given(("F2026-001", "appel")), lines=lines(("F2026-001", "rappel")))
    reached = one(book(done, called(CallOutcome.REACHED), replace(rappel, decided_at=at(after(22)))))

    assert before.steps == ()
    assert [each.step for each in reached.steps] == ["rappel", "appel"]


def test_a_call_to_a_client_concerns_what_is_due() -> None:
    late = invoice("F2026-003", due=after(90))
    ledger = fold(
        (invoice(), TWO, late, called(CallOutcome.DISPUTED, task=None, target="alpha.example")), FIRM
    )

    assert [bool(one(ledger, number).holds) for number in ("F2026-001", "F2026-002", "F2026-003")] == [
        True,
        True,
        False,
    ]


def test_a_letter_counts_from_the_day_of_posting_and_never_lapses() -> None:
    letter = given(("F2026-001", "mise"), kind=TaskKind.LETTER, on=after(40))
    waiting, case = one(book(letter)), one(book(letter, posted(after(42))))

    assert [task.kind for task in waiting.tasks] == [TaskKind.LETTER]
    assert [(each.on, each.tracking) for each in case.posted] == [(after(42), "1A 123 456 789 01 2")]
    assert [(done.step, done.at.date()) for done in case.steps] == [("mise", after(42))]
    assert case.tasks == ()


def test_a_letter_cannot_have_been_posted_before_it_was_written() -> None:
    letter = given(("F2026-001", "mise"), kind=TaskKind.LETTER, on=after(40))
    said = replace(posted(after(39)), decided_at=at(after(41)))
    case = one(book(letter, said))

    assert case.posted == ()
    assert case.steps == ()
    assert f"«posted on {after(39)}», was not understood" in case.holds[0].question


def test_a_letter_posted_ahead_of_the_ladder_is_asked_about() -> None:
    case = one(book(posted(after(3), task=None, target="F2026-001")))

    assert len(case.posted) == 1
    assert case.steps == ()
    assert "step «rappel» of the ladder comes next" in case.holds[0].question


def test_a_file_that_was_handed_over_is_silent_until_resumed() -> None:
    when = at(after(60))
    handed = HandedOver(
        source=source(when, "handed"), task=None, target="F2026-001", to="Me Durand", decided_at=when
    )
    case = one(book(handed))
    back = one(book(handed, decided(Verb.RESUME, "F2026-001", on=after(70))))

    [hold] = case.holds
    assert (hold.kind, hold.until, hold.question) == (HoldKind.HANDED_OVER, None, "")
    assert "Me Durand" in hold.why
    assert back.holds == ()


def test_resume_ends_a_task_only_where_nothing_else_silences_the_case() -> None:
    resumed = decided(Verb.RESUME, "F2026-001", on=after(22))
    alone = one(book(SHEET, resumed))
    held = one(book(SHEET, decided(Verb.PAUSE, "F2026-001", on=after(21)), resumed))

    assert alone.tasks == ()
    assert [done.step for done in alone.steps] == ["appel"]
    assert [task.kind for task in held.tasks] == [TaskKind.CALL]
    assert held.holds == ()


def test_an_unknown_task_and_an_unknown_name_are_shown_and_change_nothing() -> None:
    strange = called(CallOutcome.PAID, task=MessageId(f"o1c.{'c' * 24}@firm.example"))
    nobody = called(CallOutcome.PAID, task=None, target="Personne")
    ledger = book(strange, nobody)

    assert set(ledger.unmatched) == {strange, nobody}
    assert one(ledger).holds == ()
    assert ALPHA in {case.invoice.client_address for case in ledger.accounts[KEY].cases}


def test_a_notice_before_the_due_day_is_no_step_to_come_once_it_is_past() -> None:
    early = Step(name=StepName("avant"), after_due_days=-5, template="avant")
    ladder = Ladder((early, *LADDER.steps[1:]))
    call = called(CallOutcome.REACHED, task=None, target="F2026-001")
    case = one(fold((invoice(), call), replace(RULES, ladder=ladder)))

    assert [done.step for done in case.steps] == ["appel"]
