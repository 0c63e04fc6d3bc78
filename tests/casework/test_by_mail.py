"""Commands in mails of the owner's: whom they mean, and that doubt about it only silences; gestures taken back."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    MONDAY,
    RULES,
    after,
    at,
    credit,
    credit_note,
    decided,
    invoice,
    notice,
    reminder,
    reply,
    source,
)
from casework.test_plan_laws import histories
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.fold import fold
from relanced.casework.gestured import Gestured, gestured
from relanced.casework.heard import ask_of_commands, heard
from relanced.casework.ledger import Case, HoldKind, Ledger
from relanced.casework.live.plan import LivePlan
from relanced.casework.named_loosely import is_called, is_short_for
from relanced.casework.planning.plan import plan
from relanced.model.decided import CommandUnclear, GestureUndone, OwnerDecided, ReplyJudged, Verb
from relanced.model.facts import Fact, SendIntended, SendOutcome
from relanced.model.intents import Intent
from relanced.model.names import Fingerprint, MailRef, MessageId

TWELVE = invoice("F2026-012", on=after(-40), name="Plomberie Dupont")
OTHER = invoice("F2026-013", on=after(-39), name="Plomberie Dupont")
BETAS = invoice("F2026-112", to=BETA, on=after(-38), name="Boulangerie Roy SARL")
OLDER = invoice("F2025-012", to=BETA, on=after(-300), name="Boulangerie Roy SARL")
FACTS: tuple[Fact, ...] = (TWELVE, OTHER, BETAS)


def told(verb: Verb, target: str = "", *, on: date = MONDAY, answers: tuple[str, ...] = ()) -> OwnerDecided:
    said = decided(verb, target, on=on)
    where = replace(source(at(on, 18), f"command {verb} {target} {answers}", "Sent"))
    return replace(said, source=where, by="mail", answers=tuple(MessageId(each) for each in answers))


def moved(verb: Verb, target: str, mark: str = "m", *, on: date = MONDAY, times: int = 1) -> OwnerDecided:
    said = decided(verb, target, on=on)
    return replace(said, by="gesture", gesture=f"{verb.value} {mark} {times}")


def back(gesture: OwnerDecided, *, on: date = MONDAY) -> GestureUndone:
    when = at(on, 20)
    note = source(when, f"undone {gesture.gesture}", "Relanced/Journal")
    return GestureUndone(source=note, gesture=gesture.gesture, decided_at=when)


def ledger_of(*facts: Fact) -> Ledger:
    return fold(facts, RULES)


def case(ledger: Ledger, number: str) -> Case:
    return next(c for account in ledger.accounts.values() for c in account.cases if c.number == number)


def silent(ledger: Ledger, number: str) -> bool:
    return bool(case(ledger, number).silenced_by(MONDAY))


@pytest.mark.parametrize("verb", [Verb.DISPUTE, Verb.PAID, Verb.RESUME])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_line_beside_one_that_says_what_a_document_is_counts_as_well(verb: Verb, is_first: bool) -> None:
    note = told(Verb.CREDIT_NOTE, "F2026-013")
    line = replace(told(verb, "F2026-012"), source=note.source)
    paused = decided(Verb.PAUSE, "F2026-012", on=after(-1))
    ledger = ledger_of(*FACTS, paused, *((line, note) if is_first else (note, line)))
    found = case(ledger, "F2026-012")
    assert found.is_open is (verb is not Verb.PAID)
    assert any(hold.kind is HoldKind.DISPUTE for hold in found.holds) is (verb is Verb.DISPUTE)
    assert any(hold.kind is HoldKind.PAUSE for hold in found.holds) is (verb is not Verb.RESUME)


@pytest.mark.parametrize(
    ("target", "number", "fits"),
    [
        ("F-12", "F2026-012", True),
        ("12", "F2026-012", True),
        ("f 26 12", "F2026-012", True),
        ("2026-12", "F2026-012", True),
        ("F-12", "F2026-112", False),
        ("F-2", "F2026-012", False),
        ("A-12", "F2026-012", False),
        ("F2025-12", "F2026-012", False),
        ("Dupont", "F2026-012", False),
        ("", "F2026-012", False),
    ],
)
def test_a_short_form_has_the_last_figures_and_parts_in_order(target: str, number: str, fits: bool) -> None:
    assert is_short_for(target, number) is fits


def test_a_part_of_a_name_is_whole_words_of_it() -> None:
    assert is_called("dupont", ["Plomberie Dupont"])
    assert is_called("SARL Dupont", ["Plomberie DUPONT"])
    assert not is_called("Dup", ["Plomberie Dupont"])
    assert not is_called("SARL", ["Plomberie SARL"])


def test_a_short_number_closes_the_one_invoice_that_it_fits() -> None:
    ledger = ledger_of(*FACTS, told(Verb.PAID, "F-12"))
    assert not case(ledger, "F2026-012").is_open
    assert case(ledger, "F2026-013").is_open
    assert case(ledger, "F2026-112").is_open
    assert ledger.unmatched == ()


def test_where_two_fit_nothing_is_closed_both_wait_and_the_owner_is_asked() -> None:
    word = told(Verb.PAID, "F-12")
    ledger = ledger_of(*FACTS, OLDER, word)
    assert case(ledger, "F2026-012").is_open
    assert case(ledger, "F2025-012").is_open
    assert silent(ledger, "F2026-012")
    assert silent(ledger, "F2025-012")
    [asked] = ask_of_commands(ledger, RULES, MONDAY)
    assert "F2026-012" in asked.question
    assert "F2025-012" in asked.question
    assert "?." not in asked.question
    assert asked in plan(ledger, RULES, MONDAY)
    assert ask_of_commands(ledger, RULES, after(30)) == []


def test_one_of_two_that_is_closed_by_then_is_not_meant() -> None:
    ledger = ledger_of(*FACTS, OLDER, decided(Verb.PAID, "F2025-012", on=after(-10)), told(Verb.PAID, "F-12"))
    assert not case(ledger, "F2026-012").is_open


def test_a_name_pauses_its_client_and_closes_him_only_where_he_has_one_invoice() -> None:
    paused = ledger_of(*FACTS, told(Verb.PAUSE, "Dupont"))
    assert silent(paused, "F2026-012")
    assert silent(paused, "F2026-013")
    assert not silent(paused, "F2026-112")
    assert not case(ledger_of(*FACTS, told(Verb.PAID, "roy")), "F2026-112").is_open
    asked = ledger_of(*FACTS, told(Verb.PAID, "Dupont"))
    assert case(asked, "F2026-012").is_open
    assert silent(asked, "F2026-012")
    assert asked.unmatched


def test_behind_a_name_may_stand_why_where_the_word_only_silences() -> None:
    ledger = ledger_of(*FACTS, told(Verb.DISPUTE, "Dupont livraison incomplète"))
    assert "livraison incomplète" in case(ledger, "F2026-012").holds[0].why
    assert ledger_of(*FACTS, told(Verb.PAID, "Roy mardi")).unmatched


def test_what_was_mailed_later_is_not_meant() -> None:
    later = invoice("F2027-012", to=BETA, on=after(5))
    ledger = ledger_of(*FACTS, later, told(Verb.PAID, "F-12"))
    assert not case(ledger, "F2026-012").is_open
    assert case(ledger, "F2027-012").is_open


def test_an_answer_to_a_client_s_mail_is_about_what_that_mail_is_about() -> None:
    mail = reply(Intent.QUERY, on=after(-2), mentions=("F2026-013",))
    name = str(mail.source.message_id)
    ledger = ledger_of(*FACTS, mail, told(Verb.PAID, answers=(name,)))
    assert not case(ledger, "F2026-013").is_open
    assert case(ledger, "F2026-012").is_open
    of_both = reply(Intent.QUERY, on=after(-2))
    ledger = ledger_of(*FACTS, of_both, told(Verb.PAID, answers=(str(of_both.source.message_id),)))
    assert case(ledger, "F2026-012").is_open
    assert silent(ledger, "F2026-012")


def test_it_is_a_credit_note_makes_one_of_the_invoice() -> None:
    ledger = ledger_of(*FACTS, told(Verb.CREDIT_NOTE, "F-13"))
    [account] = [account for account in ledger.accounts.values() if account.address == ALPHA]
    assert [each.number for each in account.cases] == ["F2026-012"]
    assert [note.note.number for note in account.credit_notes] == ["F2026-013"]
    real = ledger_of(TWELVE, BETAS, replace(credit_note("F2026-013", on=after(-39)), total=OTHER.total))
    assert len(account.credit_notes) == len(next(iter(real.accounts.values())).credit_notes)


def test_it_is_a_promise_judges_the_mail_that_is_answered() -> None:
    mail = reply(Intent.QUERY, on=after(-2), mentions=("F2026-012",))
    word = ReplyJudged(
        source=source(at(MONDAY, 18), "promise", "Sent"),
        mail=MailRef(""),
        intent=Intent.PROMISE,
        promised_on=after(10),
        decided_at=at(MONDAY, 18),
        answers=(MessageId(str(mail.source.message_id)),),
    )
    assert [each.pays_on for each in case(ledger_of(*FACTS, mail, word), "F2026-012").promises] == [after(10)]
    assert ledger_of(*FACTS, word).unmatched == (word,)


def test_what_was_not_understood_is_asked_about_for_a_week() -> None:
    word = CommandUnclear(source=source(at(MONDAY, 9), "unclear", "Sent"), words="Dupont ?", why="question")
    ledger = ledger_of(*FACTS, word)
    [asked] = ask_of_commands(ledger, RULES, after(3))
    assert "Dupont ?" in asked.question
    assert ask_of_commands(ledger, RULES, after(8)) == []
    [told_] = heard(ledger, [*FACTS, word])
    assert (told_.done, told_.why) == (False, "question")


def test_what_came_of_a_command_is_told() -> None:
    word, gesture = told(Verb.PAUSE, "Dupont"), moved(Verb.PAID, "F2026-112")
    facts = [*FACTS, word, gesture, back(gesture)]
    done = {each.words: each for each in heard(ledger_of(*facts), facts)}
    assert done["pause Dupont"].done
    assert done["pause Dupont"].clients == ("alpha.example",)
    assert done["paid F2026-112"].is_undone


@settings(max_examples=40, deadline=None)
@given(
    histories,
    st.sampled_from([Verb.PAUSE, Verb.DISPUTE, Verb.PAID, Verb.IGNORE]),
    st.integers(0, 60),
    st.integers(0, 40),
)
def test_a_gesture_taken_back_leaves_ledger_and_plan_as_if_it_had_never_been(
    facts: list[Fact], verb: Verb, day: int, later: int
) -> None:
    gesture = moved(verb, "F2026-001", on=after(day))
    undone = back(gesture, on=after(day + later))
    today = after(day + later + 1)
    without, with_ = fold(facts, RULES), fold([*facts, gesture, undone], RULES)
    assert with_.accounts == without.accounts
    assert plan(with_, RULES, today) == plan(without, RULES, today)


commands = st.lists(
    st.one_of(
        st.builds(
            lambda verb, target, day: told(verb, target, on=after(day)),
            st.sampled_from([Verb.PAUSE, Verb.PAID, Verb.RESUME, Verb.IGNORE, Verb.CREDIT_NOTE]),
            st.sampled_from(
                ["F-1", "1", "2", "F2026-002", "alpha", "beta menuiserie", "menuiserie", "nobody"]
            ),
            st.integers(0, 60),
        ),
        st.builds(
            lambda verb, number, day, times: moved(verb, number, on=after(day), times=times),
            st.sampled_from([Verb.PAUSE, Verb.PAID]),
            st.sampled_from(["F2026-001", "F2026-002"]),
            st.integers(0, 60),
            st.integers(1, 2),
        ),
        st.builds(
            lambda verb, day, times: back(moved(verb, "", times=times), on=after(day)),
            st.sampled_from([Verb.PAUSE, Verb.PAID]),
            st.integers(0, 60),
            st.integers(1, 2),
        ),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(histories, commands, st.randoms())
def test_in_any_order_of_arrival_commands_mean_the_same(
    facts: list[Fact], words: Sequence[Fact], dice: random.Random
) -> None:
    mails = [fact.source.message_id for fact in facts if not isinstance(fact, SendIntended | SendOutcome)]
    answer = told(
        dice.choice([Verb.PAUSE, Verb.PAID, Verb.RESUME, Verb.CREDIT_NOTE]),
        on=after(dice.randrange(60)),
        answers=(str(dice.choice(mails)),) if mails else ("nobody@mail.example",),
    )
    words = [*words, answer]
    every = [*facts, *words]
    dice.shuffle(every)
    live, today = LivePlan(RULES), after(61)
    for fact in every:
        live.take([fact])
        live.on(today)
    ledger, actions = live.on(today)
    anew = fold([*facts, *words], RULES)
    assert ledger == anew
    assert actions == plan(anew, RULES, today)


def test_a_reminder_of_two_invoices_pauses_both_and_closes_neither() -> None:
    letter = reminder(("F2026-012", "rappel"), ("F2026-013", "rappel"), on=after(-3))
    facts = [*FACTS, letter]
    ledger, mark = ledger_of(*facts), letter.source.fingerprint
    both = (("F2026-012"), ("F2026-013"))
    assert gestured(Verb.PAUSE, mark, None, "P", ledger, facts) == Gestured(
        tuple((Verb.PAUSE, n) for n in both)
    )
    asked = gestured(Verb.PAID, mark, None, "P", ledger, facts)
    assert asked == Gestured(tuple((Verb.PAUSE, n) for n in both), "several")


def test_our_own_invoice_closes_just_itself() -> None:
    mark = TWELVE.source.fingerprint
    assert gestured(Verb.PAID, mark, None, "P", ledger_of(*FACTS), FACTS) == Gestured(
        ((Verb.PAID, "F2026-012"),)
    )


def test_a_mail_about_two_clients_pauses_them_and_is_asked_about() -> None:
    mail = reply(Intent.QUERY, on=after(-2), mentions=("F2026-012", "F2026-112"))
    facts = [*FACTS, mail]
    asked = gestured(Verb.IGNORE, mail.source.fingerprint, None, "P", ledger_of(*facts), facts)
    assert asked.unclear == "two_clients"
    assert {verb for verb, _ in asked.decisions} == {Verb.PAUSE}


@pytest.mark.parametrize("verb", [Verb.PAID, Verb.IGNORE])
def test_a_notice_of_the_bank_closes_nothing_by_being_moved(verb: Verb) -> None:
    mail = notice(credit("10.00", "F2026-012"), on=after(-2))
    facts = [*FACTS, mail]
    asked = gestured(verb, mail.source.fingerprint, None, "P", ledger_of(*facts), facts)
    assert asked == Gestured((), "bank_mail")


def test_a_gesture_that_means_nothing_is_not_said_to_have_been_told() -> None:
    word = CommandUnclear(
        source=source(at(MONDAY, 9), "moved", "J"), words="Samedi", why="unknown_mail", gesture="paid x 1"
    )
    [asked] = ask_of_commands(ledger_of(*FACTS, word), RULES, after(3))
    assert "mail that you moved, «Samedi»" in asked.question
    assert "you told" not in asked.question


def test_a_mail_about_nothing_known_is_only_asked_about() -> None:
    assert gestured(Verb.PAUSE, Fingerprint("x"), None, "P", ledger_of(*FACTS), FACTS) == Gestured(
        (), "unknown_mail"
    )


def test_holds_of_a_command_are_the_owner_s() -> None:
    ledger = ledger_of(*FACTS, told(Verb.PAUSE, "F-12"))
    assert [hold.kind for hold in case(ledger, "F2026-012").holds] == [HoldKind.PAUSE]
