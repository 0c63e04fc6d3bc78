"""The judge of the crash matrix finds each fault where one was planted, and none where none is."""

from datetime import datetime
from email.message import EmailMessage

import pytest
from crash.crash_mails import KEY, US, address_of
from crash.crash_seen import Doubt, Happened, Lived, Seen
from crash.crash_sink import Taken
from crash.scenario import FIRST, ZONE, Event, Invoice, Mode, Scenario, Store, What
from crash.tally import tally
from crash.verdict import Wrong, judge

from relanced.model.mark import MARK_HEADER, Mark, reminder_message_id, write_mark
from relanced.model.names import ClientKey, InvoiceNumber, StepName

A = Invoice("F2026-0001", 0, 10_000, is_pdf=False)
B = Invoice("F2026-0002", 1, 20_000, is_pdf=False)


def letter(invoice: Invoice, step: str = "rappel", *, at: float = 100, day: int = 10, life: int = 1) -> Taken:
    """What the sink took: one invoice chased with one step."""
    lines = ((InvoiceNumber(invoice.number), StepName(step)),)
    mark = Mark(client=ClientKey(f"client{invoice.client}.example"), lines=lines)
    message_id = reminder_message_id(mark, KEY.encode(), "firm.example")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = US, address_of(invoice.client), f"<{message_id}>"
    mail["Date"] = f"Tue, {day} Mar 2026 10:00:00 +0100"
    mail[MARK_HEADER] = write_mark(mark, message_id, KEY.encode())
    mail.set_content("Rappel.")
    return Taken(address_of(invoice.client), mail.as_bytes(), at, life)


def story(*letters: Taken, mode: Mode = Mode.SEND) -> Seen:
    """A story of two days in which all went well, if these letters are right."""
    scenario = Scenario(seed=1, mode=mode, invoices=(A, B), lives=(), save_sent="always")
    first = sum(letter.life == 1 for letter in letters)
    return Seen(
        scenario,
        taken=list(letters),
        asked={0: {}, 1: {}},
        taken_by_day={0: first, 1: len(letters)},
        folders={"Sent": [], "Drafts": [], "INBOX": []},
    )


def good() -> list[Taken]:
    return [
        letter(A),
        letter(B),
        letter(A, "relance", day=24, life=2),
        letter(B, "relance", day=24, life=2),
    ]


def wrongs(seen: Seen) -> set[Wrong]:
    return {fault.wrong for fault in judge(seen)}


def test_a_story_that_went_well_has_no_fault() -> None:
    assert judge(story(*good())) == ()


def test_a_second_copy_is_found() -> None:
    assert wrongs(story(*good(), letter(A, day=25, life=3))) == {Wrong.TWICE}


def test_two_letters_on_one_day_are_found() -> None:
    seen = story(*good())
    seen.taken.append(letter(A, "derniere_relance", day=24, life=3))
    assert wrongs(seen) == {Wrong.TWICE}


def test_a_second_copy_in_sent_is_found() -> None:
    seen = story(*good())
    seen.folders["Sent"] = [letter(A).raw, letter(A).raw]
    assert wrongs(seen) == {Wrong.TWICE}


@pytest.mark.parametrize("what", list(What))
def test_a_letter_past_a_reply_is_found(what: What) -> None:
    seen = story(*good())
    seen.happened = [Happened(Event(what, A, at_rcpt=False), 99.9)]
    assert wrongs(seen) == {Wrong.PAST}
    seen.happened = [Happened(Event(what, A, at_rcpt=False), 100.1)]  # the server had asked for it
    assert wrongs(seen) == set()


def test_a_letter_that_never_came_is_found_unless_the_owner_is_asked() -> None:
    letters = [each for each in good() if each.to != address_of(0) or each.life == 2]
    seen = story(*letters)
    assert wrongs(seen) == {Wrong.LOST}
    seen.asked[0] = {A.number: "r1.0@firm.example"}
    assert wrongs(seen) == {Wrong.LOST}  # asked, and never settled
    seen.doubts = [Doubt(A.number, "r1.0@firm.example", 0)]
    assert wrongs(seen) == set()


def test_a_doubt_that_stays_in_spite_of_evidence_is_found() -> None:
    seen = story(*good())
    seen.asked[1] = {A.number: "r1.0@firm.example"}
    assert wrongs(seen) == {Wrong.LOST}
    seen.doubts = [Doubt(A.number, "r1.0@firm.example", 0)]
    assert wrongs(seen) == {Wrong.LOST}
    seen.doubts = [
        Doubt(A.number, "r1.1@firm.example", 0)
    ]  # another letter about it: one is asked after the other
    assert wrongs(seen) == set()


@pytest.mark.parametrize("mode", [Mode.DRAFT, Mode.TASK])
def test_what_was_never_given_is_found(mode: Mode) -> None:
    seen = story(mode=mode)
    assert wrongs(seen) == {Wrong.LOST}
    for name in seen.folders:
        seen.folders[name] = [A.number.encode(), B.number.encode()]
    assert wrongs(seen) == set()


def test_a_letter_in_mode_draft_is_found() -> None:
    seen = story(letter(A), mode=Mode.DRAFT)
    seen.folders["Drafts"] = [A.number.encode(), B.number.encode()]
    assert wrongs(seen) == {Wrong.OTHER}


def test_what_followed_a_kill_is_counted_to_it() -> None:
    seen = story(*good(), letter(A, day=25, life=3))
    at = datetime.combine(FIRST, datetime.min.time(), ZONE)
    seen.lives = [
        Lived(0, 0, "claimed", Store.KEPT, killed=True, code=-9, at=at),
        Lived(1, 0, "settled", Store.KEPT, killed=True, code=-9, at=at),
        Lived(2, 0, "", Store.DELETED, killed=False, code=0, at=at),
        Lived(3, 0, "", Store.KEPT, killed=False, code=0, at=at),
    ]
    rows = tally(seen, judge(seen))

    assert {row: (count.kills, count.letters) for row, count in rows.items()} == {
        ("claimed", Store.KEPT): (1, 2),
        ("settled", Store.DELETED): (1, 3),
    }
    assert rows["settled", Store.DELETED].wrong[Wrong.TWICE] == 1
