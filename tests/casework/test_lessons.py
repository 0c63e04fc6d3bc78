"""Lessons: what the owner's corrections teach."""

from casework.casework_makers import BETA, after, auto_reply, decided, invoice, judged, reminder, reply

from relanced.casework.lessons import MAX_LESSONS, MAX_TEXT, lessons
from relanced.model.decided import Verb
from relanced.model.intents import Intent
from relanced.model.lesson import Lesson

ODD = reply(Intent.PROMISE, on=after(8), text="On verra ça au tribunal.")


def test_a_judgement_that_differs_from_the_reading_teaches() -> None:
    other = judged(ODD, Intent.DISPUTE, on=after(9))

    assert lessons((ODD, other)) == (Lesson("On verra ça au tribunal.", Intent.DISPUTE),)
    assert lessons((ODD, judged(ODD, Intent.PROMISE, on=after(9)))) == ()


def test_only_the_last_judgement_of_a_mail_teaches() -> None:
    first, last = judged(ODD, Intent.DISPUTE, on=after(9)), judged(ODD, Intent.QUERY, on=after(10))

    assert lessons((last, ODD, first)) == (Lesson(ODD.new_text, Intent.QUERY),)
    assert lessons((first, ODD, judged(ODD, Intent.PROMISE, on=after(10)))) == ()


def test_a_dispute_of_the_owner_s_teaches_what_the_latest_mail_meant() -> None:
    dispute = decided(Verb.DISPUTE, "f2026 001", on=after(9))
    earlier = reply(Intent.ACK, on=after(7), text="Bien reçu.")

    assert lessons((invoice(), earlier, ODD, dispute)) == (Lesson(ODD.new_text, Intent.DISPUTE),)
    read_so = reply(Intent.DISPUTE, on=after(8))
    assert lessons((invoice(), earlier, read_so, dispute)) == ()


def test_a_mail_is_the_invoice_s_by_number_thread_or_sender_and_no_other_way() -> None:
    dispute = decided(Verb.DISPUTE, "F2026-001", on=after(9))
    sent = reminder(("F2026-001", "rappel"), on=after(7), message_id="r1@firm.example")
    for known in (
        reply(Intent.ACK, on=after(8), sender="x@y.example", mentions=("F2026-001",), text="a"),
        reply(Intent.ACK, on=after(8), sender="x@y.example", answers=("r1@firm.example",), text="a"),
        reply(Intent.ACK, on=after(8), sender="patron@alpha.example", text="a"),
    ):
        assert lessons((invoice(), sent, known, dispute)) == (Lesson("a", Intent.DISPUTE),)
    stranger = reply(Intent.ACK, on=after(8), sender=BETA, text="a")
    assert lessons((invoice(), sent, stranger, dispute)) == ()


def test_neighbours_at_a_public_mail_host_are_strangers() -> None:
    dispute = decided(Verb.DISPUTE, "F2026-001", on=after(9))
    mail = reply(Intent.ACK, on=after(8), sender="paul@gmail.com", text="a")

    assert lessons((invoice(to="jean@gmail.com"), mail, dispute)) == ()


def test_a_mail_of_long_ago_a_later_one_and_a_judged_one_teach_no_dispute() -> None:
    dispute = decided(Verb.DISPUTE, "F2026-001", on=after(30))
    late = reply(Intent.ACK, on=after(31))

    assert lessons((invoice(), ODD, late, dispute)) == ()
    near = decided(Verb.DISPUTE, "F2026-001", on=after(9))
    assert lessons((invoice(), ODD, judged(ODD, Intent.PROMISE, on=after(9), hour=10), near)) == ()


def test_what_says_nothing_teaches_nothing() -> None:
    blank, machine = reply(on=after(8), text=" "), auto_reply(on=after(8))

    assert lessons((blank, judged(blank, Intent.DISPUTE, on=after(9)))) == ()
    assert lessons((machine, judged(machine, Intent.DISPUTE, on=after(9)))) == ()


def test_the_newest_two_hundred_stay_oldest_first() -> None:
    mails = [reply(on=after(n), text=f"mail {n}") for n in range(MAX_LESSONS + 5)]
    notes = [judged(mail, Intent.DISPUTE, on=after(300), hour=1 + n % 20) for n, mail in enumerate(mails)]
    taught = lessons((*mails, *notes))

    assert len(taught) == MAX_LESSONS
    assert "mail 0" not in {lesson.text for lesson in taught}
    later, earlier = judged(mails[2], Intent.QUERY, on=after(9)), judged(mails[1], Intent.QUERY, on=after(8))
    assert [each.text for each in lessons([mails[2], mails[1], later, earlier])] == ["mail 1", "mail 2"]


def test_a_lesson_is_the_beginning_of_a_mail() -> None:
    long = reply(Intent.ACK, on=after(8), text="\n " + "mot " * 2_000)
    by_note = lessons((long, judged(long, Intent.DISPUTE, on=after(9))))
    by_decision = lessons((invoice(), long, decided(Verb.DISPUTE, "F2026-001", on=after(9))))

    assert by_note == by_decision == (Lesson(("mot " * 2_000)[:MAX_TEXT], Intent.DISPUTE),)
