"""Apart: what a letter shows and does not ask for."""

from casework.casework_makers import (
    ALPHA,
    BETA,
    after,
    decided,
    invoice,
    plan_of,
    reminders_in,
    reply,
)

from relanced.model.actions import ApartLine, ApartWhy
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Intent

LATER = after(10)


def apart(*facts: Fact) -> tuple[ApartLine, ...]:
    """What stands apart in the letter about F2026-009, which nothing silences."""
    [letter] = reminders_in(plan_of(invoice("F2026-009"), *facts, today=LATER))
    assert [line.number for line in letter.lines] == ["F2026-009"]
    return letter.apart


def test_what_is_disputed_stands_apart() -> None:
    [line] = apart(invoice(), decided(Verb.DISPUTE, "F2026-001", on=after(3)))

    assert (line.number, line.owed.plain, line.why, line.on) == (
        "F2026-001",
        "1200.00",
        ApartWhy.DISPUTED,
        None,
    )


def test_what_is_promised_stands_apart_with_its_day() -> None:
    promise = reply(Intent.PROMISE, on=after(3), mentions=("F2026-001",), promised_on=after(14))
    [line] = apart(invoice(), promise)

    assert (line.why, line.on) == (ApartWhy.PROMISED, after(14))


def test_a_promise_that_names_no_day_stands_apart_without_one() -> None:
    [line] = apart(invoice(), reply(Intent.PROMISE, on=after(7), mentions=("F2026-001",)))

    assert (line.why, line.on) == (ApartWhy.PROMISED, None)


def test_what_the_client_says_he_has_paid_stands_apart() -> None:
    [line] = apart(invoice(), reply(Intent.CLAIMS_PAID, on=after(7), mentions=("F2026-001",)))

    assert line.why is ApartWhy.ANNOUNCED


def test_the_gravest_reason_counts() -> None:
    promise = reply(Intent.PROMISE, on=after(3), mentions=("F2026-001",), promised_on=after(14))
    [line] = apart(invoice(), promise, decided(Verb.DISPUTE, "F2026-001", on=after(4)))

    assert line.why is ApartWhy.DISPUTED


def test_what_is_silent_for_another_reason_is_not_spoken_of() -> None:
    paused = (invoice(), decided(Verb.PAUSE, "F2026-001", on=after(3)))
    old = invoice("F2025-001", on=after(-90), due=after(-80))
    asked = (invoice("F2026-002"), reply(Intent.QUERY, on=after(4), mentions=("F2026-002",)))
    other = (invoice("F2026-003", to=BETA), decided(Verb.DISPUTE, "F2026-003", on=after(3)))
    both = (
        invoice("F2026-004"),
        decided(Verb.DISPUTE, "F2026-004", on=after(3)),
        decided(Verb.PAUSE, "F2026-004", on=after(3)),
    )

    assert apart(*paused, *asked, old, *other, *both) == ()


def test_once_it_is_resolved_it_is_asked_for_again() -> None:
    facts = (
        invoice(to=ALPHA),
        decided(Verb.DISPUTE, "F2026-001", on=after(3)),
        decided(Verb.RESUME, "F2026-001", on=after(5)),
    )
    [letter] = reminders_in(plan_of(*facts, today=LATER))

    assert letter.apart == ()
    assert [line.number for line in letter.lines] == ["F2026-001"]
