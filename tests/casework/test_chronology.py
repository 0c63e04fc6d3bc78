"""The file of a claim: what happened, in order and numbered, which mail shows it, and what is claimed on the day."""

from datetime import date

from casework.casework_makers import (
    ALPHA,
    BETA,
    MONDAY,
    RULES,
    after,
    at,
    auto_reply,
    bounce,
    credit,
    credit_note,
    decided,
    intended,
    invoice,
    ledger_of,
    notice,
    outcome,
    reminder,
    reply,
    source,
    went_back,
)

from relanced.casework.chronology import dossier_of
from relanced.casework.declared import declared_of
from relanced.model.decided import InstalmentsAgreed, LetterPosted, TaskGiven, Verb
from relanced.model.dossier import Dossier, Event, EventKind, Side
from relanced.model.facts import Fact, InsolvencyFound, Outcome
from relanced.model.intents import Intent
from relanced.model.money import Money, money_of
from relanced.model.names import ClientKey, InvoiceNumber, MessageId, StepName
from relanced.model.tasks import TaskKind

N1, N2 = "F2026-001", "F2026-002"


def euros(plain: str) -> Money:
    return money_of(plain, "EUR")


def file_of(*facts: Fact, target: str = N1, on: date) -> Dossier:
    found = dossier_of(ledger_of(*facts), facts, RULES, target, on)
    assert found is not None
    return found


def kinds(file: Dossier) -> list[EventKind]:
    return [event.kind for event in file.events]


def one(file: Dossier, kind: EventKind) -> Event:
    [found] = [event for event in file.events if event.kind is kind]
    return found


def the_story() -> tuple[Fact, ...]:
    """An invoice, a reminder, a promise, a part paid, the promise not kept; and another client's mails."""
    return (
        invoice(N1, due=after(30), mail="the invoice"),
        reminder((N1, "rappel"), on=after(40), message_id="r1.a@firm.example"),
        intended((N1, "rappel"), on=after(40)),
        outcome(Outcome.SENT, on=after(40), answer="250 2.0.0 queued as 4ZQ"),
        reply(
            Intent.PROMISE, on=after(43), promised_on=after(50), mentions=(N1,), text="Je paie le 21 avril."
        ),
        notice(credit("500.00", N1, "ALPHA MENUISERIE", on=after(50)), on=after(50)),
        invoice("F2026-900", to=BETA),
        reply(Intent.DISPUTE, on=after(44), sender=BETA, mentions=("F2026-900",)),
    )


def test_the_events_of_one_invoice_stand_in_order_with_what_was_said_and_paid() -> None:
    file = file_of(*the_story(), on=after(60))

    assert kinds(file) == [
        EventKind.INVOICE, EventKind.REMINDER, EventKind.REPLY, EventKind.PAYMENT, EventKind.PROMISE_BROKEN,
    ]  # fmt: skip
    mailed, chased, answered, paid, broken = file.events
    assert (mailed.amount, mailed.day, mailed.name) == (euros("1200.00"), after(30), ALPHA)
    assert chased.what == ("rappel",)
    assert chased.words == "250 2.0.0 queued as 4ZQ"
    assert (answered.side, answered.words, answered.day) == (Side.DEBTOR, "Je paie le 21 avril.", after(50))
    assert (paid.name, paid.amount, paid.what) == ("Banque Rivage", euros("500.00"), ("ALPHA MENUISERIE", N1))
    assert (broken.day, broken.amount) == (after(50), euros("700.00"))
    assert file.acceptances[0].answer == "250 2.0.0 queued as 4ZQ"


def test_every_event_with_a_mail_names_its_exhibit_and_each_mail_is_one_exhibit() -> None:
    file = file_of(*the_story(), on=after(60))

    assert [event.exhibits for event in file.events] == [(1,), (2,), (3,), (4,), ()]
    assert [exhibit.number for exhibit in file.exhibits] == [1, 2, 3, 4]
    assert file.exhibits[0].invoices == (N1,)
    assert file.exhibits[0].source.folder == "Sent"


def test_nobody_elses_mail_enters_the_file() -> None:
    file = file_of(*the_story(), on=after(60))

    assert file.addresses == (ALPHA,)
    assert not {event.name for event in file.events} & {BETA}


def test_two_invoices_of_one_mail_share_its_exhibit() -> None:
    facts = (invoice(N1, mail="both"), invoice(N2, mail="both", total="300.00"))

    file = file_of(*facts, target="alpha.example", on=after(10))

    assert [event.exhibits for event in file.events] == [(1,), (1,)]
    assert file.exhibits[0].invoices == (N1, N2)
    assert file.totals[0].owed == euros("1500.00")


def test_what_came_after_the_day_is_left_out() -> None:
    file = file_of(*the_story(), on=after(45))

    assert kinds(file)[-1] is EventKind.REPLY
    assert file.claims[0].owed == euros("1200.00")
    assert file.totals[0].paid == euros("0.00")


def test_a_paid_invoice_is_in_no_file_of_its_client_and_still_has_its_own() -> None:
    facts = (
        invoice(N1),
        invoice(N2, total="300.00"),
        notice(credit("300.00", N2, "Alpha Menuiserie"), on=after(3)),
    )

    whole, single = (file_of(*facts, target=target, on=after(9)) for target in ("alpha.example", N2))

    assert [claim.number for claim in whole.claims] == [N1]
    assert [(claim.number, claim.owed) for claim in single.claims] == [(N2, euros("0.00"))]
    assert EventKind.PAYMENT not in kinds(whole)


def test_a_promise_that_was_kept_is_told_with_the_day_of_the_money() -> None:
    facts = (
        invoice(N1),
        reply(Intent.PROMISE, on=after(10), promised_on=after(14), mentions=(N1,)),
        notice(credit("1200.00", N1, "Alpha Menuiserie"), on=after(14)),
    )

    kept = one(file_of(*facts, on=after(30)), EventKind.PROMISE_KEPT)

    assert (kept.on, kept.day, kept.amount) == (after(14), after(14), euros("1200.00"))


def test_a_promise_is_not_called_broken_before_its_grace_is_over() -> None:
    facts = (invoice(N1), reply(Intent.PROMISE, on=after(10), promised_on=after(14), mentions=(N1,)))

    assert EventKind.PROMISE_BROKEN not in kinds(file_of(*facts, on=after(16)))
    assert EventKind.PROMISE_BROKEN in kinds(file_of(*facts, on=after(17)))


def test_money_that_went_back_a_credit_note_and_a_bounce_are_told() -> None:
    facts = (
        invoice(N1),
        credit_note("A2026-001", corrects=N1, total="200.00", on=after(2)),
        notice(credit("1000.00", N1, "Alpha Menuiserie", entry="E7"), on=after(5)),
        went_back(credit("1000.00", N1, "Alpha Menuiserie", entry="E7"), on=after(8)),
        bounce(ALPHA, on=after(9)),
        auto_reply(on=after(12), back_on=after(20)),
    )

    file = file_of(*facts, on=after(30))

    assert [event.kind for event in file.events] == [
        EventKind.INVOICE, EventKind.CREDIT_NOTE, EventKind.PAYMENT, EventKind.MONEY_BACK,
        EventKind.BOUNCE, EventKind.AUTO_REPLY,
    ]  # fmt: skip
    assert one(file, EventKind.MONEY_BACK).amount == euros("1000.00")
    assert [entry.kind for entry in file.claims[0].entries] == ["credit_note", "payment", "reversed"]
    assert file.claims[0].owed == euros("1000.00")


def test_a_dispute_is_dated_and_only_the_rest_is_uncontested() -> None:
    facts = (
        invoice(N1),
        invoice(N2, total="300.00"),
        reply(Intent.DISPUTE, on=after(10), mentions=(N2,), text="La livraison est incomplète."),
    )

    file = file_of(*facts, target="alpha.example", on=after(20))

    by_number = {claim.number: claim for claim in file.claims}
    assert (by_number[InvoiceNumber(N2)].is_disputed, by_number[InvoiceNumber(N2)].disputed_on) == (
        True,
        after(10),
    )
    assert by_number[InvoiceNumber(N1)].disputed_on is None
    assert file.totals[0].uncontested == euros("1200.00")


def test_a_resolved_dispute_keeps_its_day_and_counts_as_uncontested_again() -> None:
    facts = (
        invoice(N1),
        reply(Intent.DISPUTE, on=after(10), mentions=(N1,)),
        decided(Verb.RESUME, N1, on=after(12)),
    )

    [claim] = file_of(*facts, on=after(20)).claims

    assert (claim.is_disputed, claim.disputed_on) == (False, after(10))


def test_a_notice_refused_by_the_server_is_no_reminder() -> None:
    facts = (
        invoice(N1),
        intended((N1, "rappel"), on=after(10)),
        outcome(Outcome.REFUSED, on=after(10), answer="550 5.1.1 no such user"),
    )

    refused = one(file_of(*facts, on=after(20)), EventKind.NOT_ACCEPTED)

    assert (refused.what, refused.words) == (("refused",), "550 5.1.1 no such user")


def test_a_bank_mail_that_tells_of_others_payments_is_marked() -> None:
    facts = (
        invoice(N1),
        notice(
            credit("1200.00", N1, "Alpha Menuiserie"), credit("80.00", "loyer", "Somebody Else"), on=after(3)
        ),
    )

    file = file_of(*facts, on=after(9))

    assert [exhibit.others for exhibit in file.exhibits] == [0, 1]


def test_a_long_mail_is_quoted_in_three_hundred_characters() -> None:
    facts = (invoice(N1), reply(Intent.QUERY, on=after(3), mentions=(N1,), text="mot " * 900))

    assert len(one(file_of(*facts, on=after(9)), EventKind.REPLY).words) == 300


def test_a_posted_notice_is_dated_by_its_posting_and_listed_as_a_proof() -> None:
    posted = LetterPosted(
        source=source(at(after(45)), "posted", "Relanced/Journal"),
        task=None,
        target=N1,
        tracking="1A 123 456 7890 1",
        posted_on=after(44),
        decided_at=at(after(45)),
    )

    file = file_of(invoice(N1), posted, on=after(50))

    assert one(file, EventKind.NOTICE_POSTED).on == after(44)
    assert [(each.on, each.tracking, each.exhibits) for each in file.notices] == [
        (after(44), "1A 123 456 7890 1", (2,))
    ]


def test_the_letter_that_was_posted_is_the_last_one_given_unless_the_answer_names_another() -> None:
    given = [
        TaskGiven(
            source=source(at(after(day)), f"given {day}", "Relanced/Journal"),
            message_id=MessageId(f"o1l.{day}@firm.example"),
            kind=TaskKind.LETTER,
            client=ClientKey("alpha.example"),
            lines=((InvoiceNumber(N1), StepName("mise_en_demeure")),),
            given_at=at(after(day)),
        )
        for day in (40, 47)
    ]
    posted = [
        LetterPosted(
            source=source(at(after(day)), f"posted {day}", "Relanced/Journal"),
            task=task,
            target=N1,
            tracking="",
            posted_on=after(day),
            decided_at=at(after(day)),
        )
        for day, task in ((44, None), (48, MessageId("o1l.40@firm.example")))
    ]

    file = file_of(invoice(N1), *given, *posted, on=after(50))

    assert [notice.letter for notice in file.notices] == ["o1l.40@firm.example"] * 2


def test_a_published_insolvency_is_told_on_the_day_of_its_publication() -> None:
    found = InsolvencyFound(
        source=source(at(after(20)), "found", "Relanced/Journal"),
        siren="000000026",
        name="ALPHA MENUISERIE",
        kind="Jugement d'ouverture de liquidation judiciaire",
        court="Tribunal de Rennes",
        published_on=after(18),
        notice_id="A1",
        decided_at=at(after(20)),
    )
    facts = (invoice(N1, ids=("siren:000000026",)), found)

    told = one(file_of(*facts, on=after(30)), EventKind.INSOLVENCY)

    assert (told.on, told.side) == (after(18), Side.REGISTER)
    assert "Tribunal de Rennes" in told.words
    declared = declared_of(ledger_of(*facts), facts, RULES, N1, None, after(30))
    assert declared is not None
    assert (declared.court, declared.published_on) == ("Tribunal de Rennes", after(18))
    assert declared.by == date(2026, 5, 20)


def test_an_agreed_plan_tells_which_parts_came_and_which_did_not() -> None:
    agreed = InstalmentsAgreed(
        source=source(at(after(20)), "agreed", "Relanced/Journal"),
        invoices=(InvoiceNumber(N1),),
        parts=((after(30), euros("600.00")), (after(60), euros("600.00"))),
        note="",
        decided_at=at(after(20)),
    )
    facts = (invoice(N1), agreed, notice(credit("600.00", N1, "Alpha Menuiserie"), on=after(29)))

    file = file_of(*facts, on=after(80))

    assert one(file, EventKind.PLAN_AGREED).parts == agreed.parts
    assert one(file, EventKind.INSTALMENT_PAID).on == after(29)
    assert one(file, EventKind.INSTALMENT_MISSED).day == after(60)


def test_a_name_that_nobody_bears_has_no_file() -> None:
    assert dossier_of(ledger_of(), (), RULES, "Z-9", MONDAY) is None


def test_a_client_who_owes_nothing_has_a_file_without_claims() -> None:
    facts = (invoice(N1), notice(credit("1200.00", N1, "Alpha Menuiserie"), on=after(3)))

    file = file_of(*facts, target="alpha.example", on=after(9))

    assert (file.claims, file.events, file.totals) == ((), (), ())


def test_the_file_is_the_same_in_whatever_order_the_facts_come() -> None:
    facts = the_story()

    assert file_of(*facts, on=after(60)) == file_of(*reversed(facts), on=after(60))
