"""Tasks on a real server: one mail each through crashes, and the owner's answer in Sent ends them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from daemon.daemon_makers import INVOICE, Desk, mail_of, of_kind
from servers.dovecot import Account

from relanced.casework.fold import fold
from relanced.casework.ledger import Case
from relanced.daemon import filing, tasks
from relanced.daemon.office import Office
from relanced.daemon.rounds import decide, take_round
from relanced.edge.folders import JOURNAL
from relanced.intake.message import Message, parse_message
from relanced.letters.note import Instalments, write_instalments
from relanced.model.actions import AskOwner, GiveTask
from relanced.model.decided import CallNoted, LetterPosted, TaskGiven
from relanced.model.facts import Fact, ReminderSent, ReplyReceived
from relanced.model.mark import TASK_HEADER, task_kind_of
from relanced.model.tasks import CallOutcome, TaskKind

pytestmark = pytest.mark.slow

US = "compta@firm.example"
KEY = b"a key of the tests, 32 bytes long"
CALL = """
[[step]]
name = "appel"
after_due_days = 3
channel = "call"
template = "rappel"
"""
NOTICE = """
[[step]]
name = "mise_en_demeure"
after_due_days = 3
channel = "letter"
template = "mise_en_demeure"
"""


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    return desk


def tasks_in(desk: Desk, folder: str = "INBOX") -> list[Message]:
    return [mail for mail in desk.lying_in(folder) if mail.header(TASK_HEADER)]


def answer(task: Message, text: str) -> bytes:
    name, subject = f"{len(text)}.answer@firm.example", f"Re: {task.subject}"
    return mail_of(US, US, text, name=name, subject=subject, answers=str(task.message_id))


async def case_now(desk: Desk, more: str, mode: str = "send") -> tuple[Case, tuple[Fact, ...]]:
    """The one case after another round, and all facts."""
    async with desk.office(mode=mode, more=more) as office:
        await take_round(office)
        [account] = fold(office.facts, office.rules).accounts.values()
        [case] = account.cases
        return case, tuple(office.facts)


async def test_a_call_sheet_lies_in_inbox_once_with_pdf_and_calendar_entry(desk: Desk) -> None:
    first, facts = await desk.round(mode="send", more=CALL)
    await desk.round(mode="send", more=CALL)
    desk.lose_the_store()
    again, _ = await desk.round(mode="send", more=CALL)

    [mail] = tasks_in(desk)
    assert task_kind_of(str(mail.message_id)) is TaskKind.CALL
    assert [file.content_type for file in mail.attachments] == ["application/pdf", "text/calendar"]
    assert mail.attachments[0].data.startswith(b"%PDF")
    assert "F2026-0507" in mail.text
    assert [given.kind for given in of_kind(facts, TaskGiven)] == [TaskKind.CALL]
    for done in (first, again):
        assert not any(isinstance(action, GiveTask) for action in done.actions)
        assert any("enter how the call ended" in a.question for a in done.actions if isinstance(a, AskOwner))


async def test_a_call_outlives_instalments_that_come_to_nothing(desk: Desk) -> None:
    """The letter that confirms them passes over no call, and nothing is planned that was given before."""
    await desk.round(mode="send", more=CALL)
    case, _ = await case_now(desk, CALL)
    now = datetime.now(UTC)
    parts = ((now.date() + timedelta(days=5), case.owed),)
    agreed = Instalments(invoices=(case.number,), parts=parts, note="", decided_at=now)
    desk.account.deliver(write_instalments(agreed, US, KEY), JOURNAL)
    await desk.round(mode="send", more=CALL)
    [confirmation] = desk.raw_in("Drafts")
    desk.account.deliver(confirmation, "Sent")
    called_off = replace(agreed, parts=(), decided_at=now + timedelta(seconds=1))
    desk.account.deliver(write_instalments(called_off, US, KEY), JOURNAL)
    done, _ = await desk.round(mode="send", more=CALL)
    case, _ = await case_now(desk, CALL)

    assert [each.step for each in case.steps] == ["echeancier"]
    assert [task.kind for task in case.tasks] == [TaskKind.CALL]
    assert len(tasks_in(desk)) == 1
    assert not any(isinstance(action, GiveTask) for action in done.actions)
    assert any("enter how the call ended" in a.question for a in done.actions if isinstance(a, AskOwner))


async def test_a_mail_that_lies_there_without_its_note_gets_the_note_alone(desk: Desk) -> None:
    """Somebody emptied the journal, and the store is lost: the mail is in INBOX, and nothing tells of it."""
    await desk.round(mode="send", more=CALL)
    desk.empty(JOURNAL)
    desk.lose_the_store()
    await desk.round(mode="send", more=CALL)
    done, facts = await desk.round(mode="send", more=CALL)

    assert len(tasks_in(desk)) == 1
    assert len(of_kind(facts, TaskGiven)) == 1
    assert not any(isinstance(action, GiveTask) for action in done.actions)


async def test_what_was_given_before_is_never_given_again_and_is_asked_about(desk: Desk) -> None:
    observed, _ = await desk.round(mode="observe", more=CALL)
    [task] = [action for action in observed.actions if isinstance(action, GiveTask)]
    await desk.round(mode="send", more=CALL)
    async with desk.office(mode="send", more=CALL) as office:
        done = await take_round(office)
        again = await tasks.give_tasks(office, [task], done.swept)
        [asked] = tasks.not_composed(office, [task])

    assert again == 0
    assert len([m for m in desk.lying_in(JOURNAL) if "call about" in m.subject]) == 1
    assert "already, and nothing is given twice. Enter how it ended" in asked.question


async def test_nothing_is_given_in_observe(desk: Desk) -> None:
    done, facts = await desk.round(mode="observe", more=CALL)

    assert any(isinstance(action, GiveTask) for action in done.actions)
    assert tasks_in(desk) == []
    assert of_kind(facts, TaskGiven) == []


async def test_dying_between_note_and_mail_leads_to_one_mail(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies where the mail would be written: the note lies there already."""
    real, calls = filing.append, []

    async def append_once(office: Office, folder: str, raw: bytes, flag: str, at: datetime) -> None:
        calls.append(folder)
        if len(calls) > 1:
            raise ConnectionAbortedError
        await real(office, folder, raw, flag, at)

    with monkeypatch.context() as crash:
        crash.setattr(tasks, "append", append_once)
        with pytest.raises(ConnectionAbortedError):
            await desk.round(mode="send", more=CALL)
    assert calls == ["Relanced/Journal", "INBOX"]
    assert tasks_in(desk) == []
    desk.lose_the_store()
    await desk.round(mode="send", more=CALL)
    await desk.round(mode="send", more=CALL)

    assert len(tasks_in(desk)) == 1
    assert len([m for m in desk.lying_in("Relanced/Journal") if "call about" in m.subject]) == 1


async def test_an_answer_in_sent_is_the_outcome_and_is_no_reply_of_anybody(desk: Desk) -> None:
    await desk.round(mode="send", more=CALL)
    [sheet] = tasks_in(desk)
    raw = answer(sheet, "promis pour dans 10 jours")
    desk.account.deliver(raw, "Sent")
    desk.account.deliver(raw)  # it comes in as well: he wrote to himself
    case, facts = await case_now(desk, CALL)

    [noted] = of_kind(facts, CallNoted)
    assert noted.outcome is CallOutcome.PROMISED
    assert noted.task == sheet.message_id
    assert [promise.pays_on for promise in case.promises] == [
        datetime.now(ZoneInfo("Europe/Paris")).date() + timedelta(days=10)
    ]
    assert [done.step for done in case.steps] == ["appel"]
    assert case.tasks == ()
    assert not of_kind(facts, ReplyReceived)
    assert not of_kind(facts, ReminderSent)


async def test_an_answer_that_lies_in_inbox_alone_says_nothing(desk: Desk) -> None:
    await desk.round(mode="send", more=CALL)
    [sheet] = tasks_in(desk)
    desk.account.deliver(answer(sheet, "payé"))
    case, facts = await case_now(desk, CALL)

    assert not of_kind(facts, CallNoted)
    assert not of_kind(facts, ReplyReceived)
    assert [task.kind for task in case.tasks] == [TaskKind.CALL]


async def test_a_formal_notice_counts_from_the_day_on_which_it_was_posted(desk: Desk) -> None:
    await desk.round(mode="draft", more=NOTICE)
    [mail] = tasks_in(desk)
    notice, *copies = mail.attachments
    assert notice.data.startswith(b"%PDF")
    assert [file.data for file in copies] == [file.data for file in parse_message(INVOICE).attachments]
    before, _ = await case_now(desk, NOTICE, mode="draft")
    assert before.posted == ()
    desk.account.deliver(answer(mail, "envoyé aujourd'hui 1A 123 456 789 01 2"), "Sent")
    case, facts = await case_now(desk, NOTICE, mode="draft")

    [posted] = of_kind(facts, LetterPosted)
    assert posted.tracking == "1A 123 456 789 01 2"
    assert [each.on for each in case.posted] == [datetime.now(ZoneInfo("Europe/Paris")).date()]
    assert [done.step for done in case.steps] == ["mise_en_demeure"]


async def test_a_task_that_cannot_be_composed_is_asked_about_and_no_note_is_left(desk: Desk) -> None:
    broken = NOTICE.replace('template = "mise_en_demeure"', 'template = "mine"')
    async with desk.office(mode="send", more=broken) as office:  # no such template
        done = await take_round(office)
        asked = [a.question for a in decide(office)[1] if isinstance(a, AskOwner)]
        again = await tasks.give_tasks(office, decide(office)[1], done.swept)

    assert tasks_in(desk) == []
    assert not [mail for mail in desk.lying_in("Relanced/Journal") if "letter about" in mail.subject]
    assert any("cannot be given to you: TemplateProblem" in question for question in asked)
    assert again == 0
