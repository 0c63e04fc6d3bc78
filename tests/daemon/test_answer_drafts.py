"""Ready answers on a real server: written once into Drafts, in the thread, and never in the owner's way."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, MAILS, Desk, mail_of, of_kind, reply_in
from servers.dovecot import Account

from relanced.casework.rush import MAX_MAILS
from relanced.daemon.answers import TRY_AGAIN_AFTER, due_answers, note_of, past_of, tries_in
from relanced.daemon.rounds import Round, decide, take_round
from relanced.intake.message import Message, parse_message
from relanced.model.actions import AskOwner, DraftAnswer
from relanced.model.facts import InvoiceSent, ReminderSent

pytestmark = pytest.mark.slow

US = "compta@firm.example"
BILL = str(parse_message(INVOICE).message_id)
ASKS = "Bonjour, je n'ai jamais reçu cette facture. Pouvez-vous me la renvoyer ?"


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    return desk


def asking(text: str = ASKS, *, name: str = "q1@x.example", sender: str = CLIENT) -> bytes:
    return mail_of(sender, US, text, name=name, subject="Rappel F2026-0507", answers=BILL)


def answers_in(desk: Desk) -> list[Message]:
    """The drafts that answer a client; reminders have a mark."""
    return [draft for draft in desk.lying_in("Drafts") if not draft.header("X-Relanced")]


def questions_of(done: Round) -> str:
    return " ".join(action.question for action in done.actions if isinstance(action, AskOwner))


async def test_a_copy_is_drafted_once_in_the_thread_and_the_owner_is_told(desk: Desk) -> None:
    desk.account.deliver(asking())
    first, _ = await desk.round()
    second, _ = await desk.round()
    desk.lose_the_store()
    await desk.round()

    [draft] = answers_in(desk)
    assert draft.answers[0] == "q1@x.example"
    assert draft.references == (BILL, "q1@x.example")
    assert draft.subject == "Re: Rappel F2026-0507"
    assert [each.email for each in draft.to] == [CLIENT]
    assert [file.data for file in draft.attachments] == [
        file.data for file in parse_message(INVOICE).attachments
    ]
    for done in (first, second):
        assert "A draft of an answer was put into «Drafts» on" in questions_of(done)
        assert len([action for action in done.actions if isinstance(action, DraftAnswer)]) == 1


async def test_a_draft_that_the_owner_threw_away_is_not_written_again(desk: Desk) -> None:
    desk.account.deliver(asking())
    await desk.round()
    desk.empty("Drafts")
    await desk.round()

    assert answers_in(desk) == []


async def test_an_answer_that_the_owner_sent_ends_it_and_is_no_reminder(desk: Desk) -> None:
    desk.account.deliver(asking())
    await desk.round()
    [raw] = desk.raw_in("Drafts")
    desk.account.deliver(raw, "Sent")
    desk.empty("Drafts")
    desk.lose_the_store()
    done, facts = await desk.round()

    assert answers_in(desk) == []
    assert not [action for action in done.actions if isinstance(action, DraftAnswer)]
    assert {step for sent in of_kind(facts, ReminderSent) for _, step in sent.lines} <= {None}
    assert {bill.number for bill in of_kind(facts, InvoiceSent)} == {"F2026-0507"}
    assert len({bill.total for bill in of_kind(facts, InvoiceSent)}) == 1


async def test_what_the_owner_answered_in_his_own_words_ends_it_too(desk: Desk) -> None:
    desk.account.deliver(asking())
    desk.account.deliver(
        mail_of(US, CLIENT, "Je vous appelle demain.", name="o1@firm.example", answers="q1@x.example"), "Sent"
    )
    await desk.round()

    assert answers_in(desk) == []


async def test_in_observe_nothing_is_written(desk: Desk) -> None:
    desk.account.deliver(asking())
    await desk.round(mode="observe")

    assert answers_in(desk) == []


async def test_a_copy_that_is_not_to_be_had_is_no_draft_and_the_question_says_so(desk: Desk) -> None:
    await desk.round(mode="observe")
    desk.empty("Sent")
    desk.account.deliver(asking())
    done, _ = await desk.round()

    assert answers_in(desk) == []
    assert "no longer in the mailbox" in questions_of(done)


async def test_a_plan_goes_to_the_clients_own_address_where_a_stranger_asks(desk: Desk) -> None:
    desk.account.deliver(asking("Serait-il possible de payer en trois fois ?", sender="valerie.p@gmail.com"))
    _, facts = await desk.round()

    assert reply_in(facts).asks
    [draft] = answers_in(desk)
    assert [each.email for each in draft.to] == [CLIENT]
    assert draft.text.count("350,00\xa0€") == 3
    assert "FR76 3000 6000 0112 3456 7890 189" in draft.text


async def test_without_an_account_there_is_nothing_to_answer_with(desk: Desk) -> None:
    desk.account.deliver(asking("Merci de nous transmettre votre IBAN."))
    done, _ = await desk.round(iban="")

    assert answers_in(desk) == []
    assert "firm.iban is not configured" in questions_of(done)


async def test_many_mails_in_a_clients_name_bring_one_draft_a_day(desk: Desk) -> None:
    for number in range(MAX_MAILS):
        desk.account.deliver(asking(name=f"q{number}@x.example"))
    first, _ = await desk.round()
    second, _ = await desk.round()

    assert len(answers_in(desk)) == 1
    for done in (first, second):
        told = questions_of(done)
        assert told.count("A draft of an answer was put into «Drafts»") == 1
        assert "one a day is written for a client" in told
        assert "will lie" not in told


async def test_far_too_many_are_one_question_and_no_further_draft(desk: Desk) -> None:
    for number in range(MAX_MAILS):
        desk.account.deliver(asking(name=f"q{number}@x.example"))
    await desk.round()
    before = desk.raw_in("Drafts")
    for number in range(MAX_MAILS, MAX_MAILS + 6):
        desk.account.deliver(asking(name=f"q{number}@x.example"))
    done, _ = await desk.round()

    [asked] = [action for action in done.actions if isinstance(action, AskOwner)]
    assert f"{CLIENT} sent more than {MAX_MAILS} mails within 2 hours" in asked.question
    assert not [action for action in done.actions if isinstance(action, DraftAnswer)]
    assert desk.raw_in("Drafts") == before
    assert len(answers_in(desk)) == 1


async def test_as_many_clients_as_the_limit_says_get_a_draft_in_a_round_and_the_others_in_the_next(
    desk: Desk,
) -> None:
    desk.account.deliver((MAILS / "invoice-rocher.eml").read_bytes(), "Sent")
    desk.account.deliver(asking())
    desk.account.deliver(
        mail_of("anais@lamaisonrocher.example", US, f"Facture F2026-0520 : {ASKS}", name="r1@x.example")
    )
    limit = "[limits]\nsurprise = 1"
    first, _ = await desk.round(more=limit)
    assert len(answers_in(desk)) == 1
    assert "A draft of an answer will lie in your Drafts after one of the next rounds" in questions_of(first)
    assert "A draft of an answer was put into «Drafts»" in questions_of(first)
    await desk.round(more=limit)

    assert {each.email for draft in answers_in(desk) for each in draft.to} == {
        CLIENT,
        "anais@lamaisonrocher.example",
    }


async def test_a_draft_that_fails_is_tried_again_an_hour_later(desk: Desk) -> None:
    desk.account.deliver(asking())
    async with desk.office() as office:
        await take_round(office)
        [draft] = due_answers(office, decide(office)[0])
        [tried] = tries_in(office.store.recall(note_of(draft.answer)))
        again = past_of(office.store, tried.at + TRY_AGAIN_AFTER)
        assert again.written(draft.answer.client.key) == {draft.answer.mail.fingerprint: tried.at.date()}

        failed = json.dumps([[tried.at.isoformat(), tried.mail, False, "no paper"]])
        office.store.remember(note_of(draft.answer), failed)
        for waited, why in ((timedelta(0), {tried.mail: "no paper"}), (TRY_AGAIN_AFTER, {})):
            assert past_of(office.store, tried.at + waited).failed(draft.answer.client.key) == why
