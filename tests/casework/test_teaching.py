"""Teaching: which lessons count for a mail follows from the mailbox, not from when its mails were read."""

from datetime import datetime, timedelta

from casework.casework_makers import ALPHA, after, at, auto_reply, decided, invoice, judged, reply
from hypothesis import given
from hypothesis import strategies as st

from relanced.casework.lessons import lessons
from relanced.casework.teaching import ON_ITS_WAY, Teaching
from relanced.model.decided import Verb
from relanced.model.facts import Fact, happened_at
from relanced.model.intents import Intent
from relanced.model.lesson import Lesson

ODD = reply(Intent.PROMISE, on=after(8), text="On verra ça au tribunal.")
NOTE = judged(ODD, Intent.DISPUTE, on=after(9))
LEARNED = (Lesson("On verra ça au tribunal.", Intent.DISPUTE),)
LATER = NOTE.decided_at + ON_ITS_WAY + timedelta(seconds=1)


def taught_by(*facts: Fact) -> Teaching:
    teaching = Teaching()
    teaching.take(facts)
    return teaching


def test_a_lesson_counts_for_what_arrived_after_the_note_had_reached_the_mailbox() -> None:
    teaching = taught_by(ODD, NOTE)

    assert teaching.lessons_before(LATER) == LEARNED
    for early in (NOTE.decided_at + ON_ITS_WAY, NOTE.decided_at, ODD.source.at):
        assert teaching.lessons_before(early) == ()


def test_a_later_word_on_a_mail_leaves_what_came_before_it_as_it_was() -> None:
    teaching = taught_by(ODD, NOTE)
    assert teaching.lessons_before(LATER) == LEARNED
    teaching.take((ODD, NOTE, judged(ODD, Intent.QUERY, on=after(12))))

    assert teaching.lessons_before(LATER) == LEARNED
    assert teaching.lessons_before(at(after(13))) == (Lesson(ODD.new_text, Intent.QUERY),)


def test_a_dispute_of_the_owner_s_is_about_the_mails_before_it_and_the_addresses_of_then() -> None:
    dispute = decided(Verb.DISPUTE, "F2026-001", on=after(9))
    stranger = reply(Intent.ACK, on=after(8), sender="x@y.example", text="a")
    moved = invoice(on=after(10), to="x@y.example")  # the same number, to somebody else, later

    assert taught_by(moved, stranger, invoice(), dispute).lessons_before(at(after(11))) == ()
    assert taught_by(moved, ODD, invoice(), dispute).lessons_before(at(after(11))) == LEARNED


def test_what_is_read_late_counts_from_then_on() -> None:
    teaching = Teaching()
    facts: list[Fact] = [NOTE]
    teaching.take(facts)
    assert teaching.lessons_before(LATER) == ()
    facts.append(ODD)
    teaching.take(facts)

    assert teaching.lessons_before(LATER) == LEARNED


def test_without_a_judgement_nothing_is_kept() -> None:
    teaching = taught_by(
        invoice(), ODD, auto_reply(on=after(8)), decided(Verb.PAUSE, "F2026-001", on=after(9))
    )

    assert teaching.notes == 0
    assert teaching.lessons_before(LATER) == ()
    assert not [*teaching._mails, *teaching._ours]


STORY: tuple[Fact, ...] = (
    invoice(),
    invoice("F2026-002", on=after(1), to="compta@beta.example"),
    auto_reply(on=after(2)),
    *(reply(Intent.ACK, on=after(3 + n), text=f"mail {n}", sender=ALPHA) for n in range(4)),
    judged(reply(Intent.ACK, on=after(3), text="mail 0"), Intent.DISPUTE, on=after(4)),
    judged(reply(Intent.ACK, on=after(4), text="mail 1"), Intent.QUERY, on=after(6)),
    judged(reply(Intent.ACK, on=after(3), text="mail 0"), Intent.PROMISE, on=after(8)),
    decided(Verb.DISPUTE, "F2026-001", on=after(5)),
    decided(Verb.DISPUTE, "F2026-001", on=after(9)),
    decided(Verb.RESUME, "F2026-001", on=after(9)),
)
MOMENTS = st.integers(0, 24 * 12).map(lambda hours: at(after(2)) + timedelta(hours=hours))


@given(
    order=st.permutations(STORY),
    cuts=st.lists(st.integers(0, len(STORY))),
    asked=st.lists(MOMENTS, min_size=1),
)
def test_in_any_order_of_reading_the_lessons_of_a_moment_are_the_same(
    order: list[Fact], cuts: list[int], asked: list[datetime]
) -> None:
    """And those that the notes before it teach of the facts before them."""
    teaching = Teaching()
    for cut in (*sorted(cuts), len(order)):
        teaching.take(order[:cut])
        teaching.lessons_before(asked[0])  # what it keeps must not outlive what comes late
    for moment in asked:
        notes = [
            fact.decided_at
            for fact in STORY
            if hasattr(fact, "decided_at") and getattr(fact, "verb", Verb.DISPUTE) is Verb.DISPUTE
        ]
        counting = [each for each in notes if each < moment - ON_ITS_WAY]
        known = [fact for fact in STORY if counting and happened_at(fact) <= max(counting)]
        assert teaching.notes_before(moment) == len(counting)
        assert teaching.lessons_before(moment) == lessons(known)
