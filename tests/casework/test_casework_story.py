"""Story: what `relanced show` tells."""

from casework.casework_makers import (
    BETA,
    MONDAY,
    RULES,
    after,
    auto_reply,
    bank_mail,
    bounce,
    credit,
    credit_note,
    decided,
    intended,
    invoice,
    judged,
    ledger_of,
    notice,
    outcome,
    quarantined,
    ref_of,
    reminder,
    reply,
    said,
    stated,
    unreadable,
)

from relanced.casework.states import CaseState
from relanced.casework.story import Story, story
from relanced.casework.words import in_words, short
from relanced.model.actions import AskOwner, SendReminder, Wait
from relanced.model.decided import Verb
from relanced.model.facts import Fact, Outcome
from relanced.model.intents import Intent
from relanced.model.names import MailRef

FACTS: tuple[Fact, ...] = (
    invoice(),
    invoice("F2026-002", due=after(3)),
    invoice("F2026-003", to=BETA),
    intended(("F2026-001", "rappel"), on=after(7)),
    outcome(Outcome.SENT, on=after(7)),
    reminder(("F2026-001", "rappel"), ("F2026-002", None), on=after(7), message_id="r1.a@firm.example"),
    auto_reply(on=after(7)),
    reply(Intent.DISPUTE, on=after(8), mentions=("F2026-002",)),
    notice(credit("200.00", "acompte F2026-001", "ALPHA MENUISERIE"), on=after(9)),
    bank_mail(after(9)),
    decided(Verb.RESUME, "alpha.example", on=after(10)),
)


def told(target: str) -> Story:
    found = story(ledger_of(*FACTS), FACTS, RULES, target, after(14))
    assert found is not None
    return found


def test_the_story_of_an_invoice_has_its_events_in_order_with_their_mails() -> None:
    found = told("f2026 001")

    assert [event.what.split(" ")[0] for event in found.events] == [
        "invoice",
        "a",
        "handing",
        "reminder",
        "automatic",
        "Banque",
        "you",
    ]
    assert [event.at for event in found.events] == sorted(event.at for event in found.events)
    sources = [event.source for event in found.events]
    assert sources[0] == FACTS[0].source if hasattr(FACTS[0], "source") else None
    assert sources[1:3] == [None, None]


def test_the_story_says_where_the_invoice_stands_and_what_comes_next() -> None:
    (chapter,) = told("F2026-001").chapters

    assert chapter.state is CaseState.PART_PAID
    assert [type(action) for action in chapter.next] == [SendReminder, Wait]
    assert all(action.why for action in chapter.next)


def test_the_story_of_a_client_has_all_his_invoices() -> None:
    found = told("Alpha Menuiserie")

    assert [chapter.case.number for chapter in found.chapters] == ["F2026-001", "F2026-002"]
    assert any("disp" in event.what for event in found.events)
    assert not any("F2026-003" in event.what for event in found.events)


def test_a_question_to_the_owner_belongs_to_the_story() -> None:
    facts = (invoice(), reply(Intent.QUERY, on=MONDAY))
    found = story(ledger_of(*facts), facts, RULES, "F2026-001", after(14))

    assert found is not None
    assert AskOwner in [type(action) for action in found.chapters[0].next]


def test_the_story_of_a_stated_invoice_begins_with_the_mail_that_could_not_be_read() -> None:
    facts = (unreadable(), stated(unreadable(), "F2026-009", on=after(3)), invoice("F2026-002"))
    found = story(ledger_of(*facts), facts, RULES, "F2026-009", after(14))

    assert found is not None
    assert [event.what.split(",")[0] for event in found.events] == [
        "a mail of ours to compta@alpha.example could not be read (scan.pdf: it holds no text: a scan)",
        "invoice F2026-009 over 1200.00 EUR",
        f"you stated that mail {ref_of(unreadable())} is invoice F2026-009 over 1200.00 EUR",
    ]
    assert "30 days, the law's usual term" in found.events[1].what


def test_the_story_of_an_invoice_whose_number_the_series_told_has_its_mail() -> None:
    sure = [invoice(f"F2026-{n:03d}", to=BETA, on=after(n)) for n in range(1, 6)]
    facts = (*sure, invoice("4471", on=after(6), rivals=("F2026-006",)))
    found = story(ledger_of(*facts), facts, RULES, "F2026-006", after(14))

    assert found is not None
    assert [event.source for event in found.events] == [facts[-1].source]


def test_the_story_says_what_a_mail_said_of_each_invoice_and_what_the_owner_said_of_it() -> None:
    mail = reply(
        Intent.DISPUTE,
        on=after(8),
        mentions=("F2026-001", "F2026-002"),
        said_of=(
            said(Intent.PROMISE, "F2026-001", promised_on=after(11)),
            said(Intent.DISPUTE, "F2026-002", also=(Intent.QUERY,)),
        ),
    )
    facts = (
        invoice(),
        invoice("F2026-002"),
        mail,
        judged(mail, Intent.PROMISE, on=after(9), promised_on=after(12)),
    )
    found = story(ledger_of(*facts), facts, RULES, "F2026-001", after(14))
    assert found is not None
    wrote, decided_so = found.events[-2].what, found.events[-1].what

    assert f"of F2026-001: promise for {after(11)}" in wrote
    assert "of F2026-002: dispute, query" in wrote
    assert f"promise for {after(12)}" in decided_so


def test_the_story_of_an_absence_says_who_is_back_when() -> None:
    away = auto_reply(on=after(7), back_on=after(20), substitute="achats@alpha.example")

    assert f"back on {after(20)}, meanwhile achats@alpha.example" in in_words(away, RULES)


def test_the_story_of_a_contact_says_the_address() -> None:
    consent = decided(Verb.CONTACT, "alpha.example", on=MONDAY, address="x@elsewhere.example")

    assert in_words(consent, RULES) == "you decided: contact alpha.example x@elsewhere.example"


def test_nobody_of_that_name_has_no_story() -> None:
    assert story(ledger_of(*FACTS), FACTS, RULES, "nobody", after(14)) is None


def test_every_fact_has_words() -> None:
    more: tuple[Fact, ...] = (
        credit_note(),
        unreadable(),
        stated(unreadable(), due=after(3), on=MONDAY),
        bounce("x@alpha.example", on=MONDAY),
        quarantined("", on=MONDAY),
        decided(Verb.PAUSE, "F2026-001", on=MONDAY, until=after(3)),
        judged(MailRef("0a1b2c3d"), Intent.ACK, on=MONDAY),
        notice(*([credit("1.00")] * 7), on=MONDAY, trusted=False),
    )

    for fact in (*FACTS, *more):
        words = in_words(fact, RULES)
        assert words
        assert words.isprintable()
    assert in_words(more[-1], RULES).endswith("and 2 more")


def test_a_stranger_s_text_is_one_short_clean_line() -> None:
    assert short("a\x1b[2J\r\n\u202eb") == "a [2J b"
    assert len(short("x" * 10_000)) == 160
