"""Mails moved into the folders of the control panel, on a real server: decided, undone, the same after a rebuild."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, Desk, mail_of, of_kind
from imapclient import IMAPClient
from rebuild.rebuild_world import plain
from servers.dovecot import PASSWORD, Account

from relanced.casework.fold import fold
from relanced.casework.ledger import Case, HoldKind, Ledger
from relanced.daemon import gestures, rounds
from relanced.daemon.carry import Done
from relanced.daemon.office import Office
from relanced.daemon.rounds import take_round
from relanced.daemon.sweep import Swept
from relanced.edge.folders import JOURNAL
from relanced.edge.imap import ImapSession
from relanced.edge.panel import make_panel, panel_folders
from relanced.intake.message import parse_message
from relanced.letters.note import Gesture, write_gesture, write_undone
from relanced.model.actions import Action, SendReminder
from relanced.model.decided import CommandUnclear, GestureUndone, OwnerDecided, Verb
from relanced.model.facts import Fact, InvoiceSent, ReplyReceived

pytestmark = pytest.mark.slow

Replan = Callable[[bool], Awaitable[tuple[Swept, tuple[Action, ...]]]]

IN_VITAL_FOLDERS = True  # a look at these alone
NUMBER = "F2026-0507"
PAUSE, PAID, DISPUTE = "Relanced/Pause", "Relanced/Paid", "Relanced/Dispute"
REPLY = mail_of(
    CLIENT, "compta@firm.example", "Bonjour, où en est le chantier ?", name="q1@pons-immobilier.example"
)


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    with session(desk) as there:
        make_panel(there, "en")
    return desk


@contextmanager
def session(desk: Desk) -> Iterator[ImapSession]:
    opened = ImapSession.connect(desk.account.settings(), PASSWORD)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def owner(desk: Desk) -> Iterator[IMAPClient]:
    """The owner's mail program."""
    client = IMAPClient("127.0.0.1", desk.account.server.port, ssl=False)
    client.plain_login(desk.account.user, PASSWORD)
    try:
        yield client
    finally:
        client.logout()


def move(desk: Desk, source: str, to: str, *, copy: bool = False) -> None:
    with owner(desk) as client:
        client.select_folder(source)
        (client.copy if copy else client.move)(client.search(), to)


async def known(desk: Desk, mode: str = "draft") -> tuple[Ledger, tuple[Fact, ...]]:
    """The ledger after a round, and all facts."""
    async with desk.office(mode=mode) as office:
        await take_round(office)
        return fold(office.facts, office.rules), tuple(office.facts)


def case_of(ledger: Ledger) -> Case:
    [case] = [case for account in ledger.accounts.values() for case in account.cases]
    return case


def paused(case: Case) -> bool:
    return any(hold.kind is HoldKind.PAUSE for hold in case.holds)


def standing(facts: tuple[Fact, ...]) -> list[str]:
    undone = {fact.gesture for fact in of_kind(facts, GestureUndone)}
    return [
        f"{fact.verb} {fact.target}" for fact in of_kind(facts, OwnerDecided) if fact.gesture not in undone
    ]


async def test_a_round_with_a_gesture_still_tells_how_many_mails_were_new(desk: Desk) -> None:
    desk.account.deliver(REPLY, "INBOX")
    await known(desk)
    move(desk, "INBOX", PAUSE)
    desk.account.deliver(mail_of(CLIENT, "compta@firm.example", "Bonjour.", name="n1@x.example"), "INBOX")
    async with desk.office(mode="draft") as office:
        done = await take_round(office)
    inbox = next(each for each in done.swept.folders if each.folder.name == "INBOX")
    assert (inbox.new, inbox.read) == (1, 1)


async def test_a_reply_moved_to_pause_pauses_its_invoice_and_moved_back_pauses_it_no_more(desk: Desk) -> None:
    desk.account.deliver(REPLY, "INBOX")
    before, _ = await known(desk)
    move(desk, "INBOX", PAUSE)
    ledger, facts = await known(desk)
    assert paused(case_of(ledger))
    assert standing(facts) == [f"pause {NUMBER}"]
    await known(desk)
    assert len(of_kind((await known(desk))[1], OwnerDecided)) == 1  # one note, however often it is looked at
    move(desk, PAUSE, "INBOX")
    ledger, facts = await known(desk)
    assert not paused(case_of(ledger))
    assert plain(case_of(ledger)) == plain(case_of(before))
    move(desk, "INBOX", PAUSE)
    assert paused(case_of((await known(desk))[0]))  # for the second time


async def test_our_invoice_copied_to_paid_closes_it_and_deleted_there_it_stays_paid(desk: Desk) -> None:
    move(desk, "Sent", PAID, copy=True)
    ledger, _ = await known(desk)
    assert not case_of(ledger).is_open
    with owner(desk) as client:
        client.select_folder(PAID)
        client.delete_messages(client.search())
        client.expunge()
    ledger, facts = await known(desk)  # Sent has it still: it was taken out
    assert case_of(ledger).is_open
    assert len(of_kind(facts, GestureUndone)) == 1


async def test_our_invoice_moved_out_of_sent_is_put_back_so_that_a_rebuild_knows_it(desk: Desk) -> None:
    await known(desk)
    move(desk, "Sent", PAID)
    await known(desk)
    ledger, _ = await known(desk)
    assert len(desk.raw_in("Sent")) == 1
    desk.lose_the_store()
    again, facts = await known(desk)
    assert plain(again.accounts) == plain(ledger.accounts)
    assert not case_of(again).is_open
    assert len(of_kind(facts, InvoiceSent)) == 1
    assert len(of_kind(facts, OwnerDecided)) == 1


async def test_a_client_reply_deleted_from_pause_pauses_on(desk: Desk) -> None:
    desk.account.deliver(REPLY, "INBOX")
    await known(desk)
    move(desk, "INBOX", PAUSE)
    await known(desk)
    with owner(desk) as client:
        client.select_folder(PAUSE)
        client.delete_messages(client.search())
        client.expunge()
    ledger, facts = await known(desk)
    assert paused(case_of(ledger))
    assert not of_kind(facts, GestureUndone)


async def test_moved_from_folder_to_folder_the_last_one_decides(desk: Desk) -> None:
    desk.account.deliver(REPLY, "INBOX")
    await known(desk)
    move(desk, "INBOX", PAUSE)
    await known(desk)
    move(desk, PAUSE, DISPUTE)
    ledger, facts = await known(desk)
    assert not paused(case_of(ledger))
    assert any(hold.kind is HoldKind.DISPUTE and hold.intent is None for hold in case_of(ledger).holds)
    assert standing(facts) == [f"dispute {NUMBER}"]


async def test_mails_that_have_no_name_or_break_the_decoder_are_moved_as_others(desk: Desk) -> None:
    """Their identity holds the name of their folder, with its spaces."""
    nameless = REPLY.replace(b"Message-ID: <q1@pons-immobilier.example>\n", b"")
    with owner(desk) as client:
        client.create_folder("Pas lu encore")
    for raw in (nameless, b"From: x\r\n" + b'To: "\r\n' * 3 + b"\r\nx", b""):
        desk.account.deliver(raw, "Pas lu encore")
    await known(desk)
    move(desk, "Pas lu encore", PAUSE)
    await known(desk)
    notes = len(desk.raw_in(JOURNAL))
    await known(desk)
    assert len(desk.raw_in(JOURNAL)) == notes > 0


async def test_a_new_reply_filed_into_the_panel_at_once_is_heard_as_a_reply(desk: Desk) -> None:
    """A rule of the owner's mail program: the mail never lay in INBOX."""
    desk.account.deliver(REPLY, DISPUTE)
    _, facts = await known(desk)
    assert len(of_kind(facts, ReplyReceived)) == 1
    assert standing(facts) == [f"dispute {NUMBER}"]


@pytest.mark.parametrize("folder", [PAID, PAUSE, "Relanced/Ignore"])
async def test_what_a_rule_files_into_a_closing_folder_closes_nothing(desk: Desk, folder: str) -> None:
    """A Sieve rule that anybody can set off: «payé F2026-0507» in a stranger's words is no decision."""
    spam = mail_of(
        "x@stranger.example", "compta@firm.example", f"payé {NUMBER}", name="s@stranger.example", subject="Hi"
    )
    desk.account.deliver(spam, folder)
    ledger, facts = await known(desk)
    assert case_of(ledger).is_open
    assert standing(facts) == [f"pause {NUMBER}"]  # he may have meant it
    asked = [fact.why for fact in of_kind((await known(desk))[1], CommandUnclear)]
    assert asked == ([] if folder == PAUSE else ["filed"])


@pytest.mark.parametrize("folder", [PAID, PAUSE])
async def test_what_is_about_no_invoice_is_asked_about_once(desk: Desk, folder: str) -> None:
    spam = mail_of("x@stranger.example", "compta@firm.example", "Bonjour", name="s@stranger.example")
    desk.account.deliver(spam, "INBOX")
    await known(desk)
    move(desk, "INBOX", folder)
    await known(desk)
    _, facts = await known(desk)
    assert [(fact.why, fact.words) for fact in of_kind(facts, CommandUnclear)] == [
        ("unknown_mail", "Votre facture")
    ]
    assert not of_kind(facts, OwnerDecided)
    move(desk, folder, "INBOX")
    ledger, _ = await known(desk)
    assert not [fact for fact in ledger.unmatched if isinstance(fact, CommandUnclear)]


async def test_a_rebuild_and_new_uids_give_the_same(desk: Desk) -> None:
    desk.account.deliver(REPLY, "INBOX")
    await known(desk)
    move(desk, "INBOX", PAUSE)
    await known(desk)
    ledger, _ = await known(desk)
    desk.lose_the_store()
    again, _ = await known(desk)
    assert plain(again.accounts) == plain(ledger.accounts)
    assert len(desk.raw_in(JOURNAL)) == 1
    with owner(desk) as client:  # the folder is made anew: another UIDVALIDITY, the same mail
        client.select_folder(PAUSE)
        [raw] = client.fetch(client.search(), ["RFC822"]).values()
        client.unselect_folder()
        client.delete_folder(PAUSE)
        client.create_folder(PAUSE)
        client.append(PAUSE, raw[b"RFC822"])
    ledger, _ = await known(desk)
    assert paused(case_of(ledger))
    assert len(desk.raw_in(JOURNAL)) == 1


async def test_a_crash_between_note_and_record_doubles_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.account.deliver(REPLY, "INBOX")
    await known(desk)
    move(desk, "INBOX", PAUSE)

    def die(_point: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(gestures, "crash_point", die)
        with pytest.raises(KeyboardInterrupt):
            await known(desk)
    _, facts = await known(desk)
    assert len(desk.raw_in(JOURNAL)) == 1
    assert standing(facts) == [f"pause {NUMBER}"]


async def test_in_and_out_while_nobody_looked_leaves_no_trace(desk: Desk) -> None:
    desk.account.deliver(REPLY, "INBOX")
    await known(desk)
    move(desk, "INBOX", PAUSE)
    move(desk, PAUSE, "INBOX")
    _, facts = await known(desk)
    assert not of_kind(facts, OwnerDecided)
    assert desk.raw_in(JOURNAL) == []


async def test_a_pause_folder_that_is_emptied_at_once_restarts_nobody(desk: Desk) -> None:
    for number in range(gestures.MOST_AT_ONCE + 1):
        text = mail_of(CLIENT, "compta@firm.example", "Bonjour", name=f"{number}@pons-immobilier.example")
        desk.account.deliver(text, "INBOX")
    await known(desk)
    move(desk, "INBOX", PAUSE)
    assert paused(case_of((await known(desk))[0]))
    move(desk, PAUSE, "INBOX")
    for _ in range(2):
        ledger, facts = await known(desk)
        assert paused(case_of(ledger))
        assert not of_kind(facts, GestureUndone)
        assert [fact.why for fact in of_kind(facts, CommandUnclear)] == ["emptied"]


async def test_a_folder_that_the_owner_deletes_or_renames_undoes_nothing_and_comes_back(desk: Desk) -> None:
    desk.account.deliver(REPLY, "INBOX")
    await known(desk)
    move(desk, "INBOX", PAUSE)
    await known(desk)
    with owner(desk) as client:
        client.rename_folder(PAUSE, "Relanced/Plus tard")
    ledger, facts = await known(desk)
    assert paused(case_of(ledger))
    assert not of_kind(facts, GestureUndone)
    with session(desk) as there:
        assert Verb.PAUSE in panel_folders(there)


async def test_in_mode_observe_a_gesture_counts_in_folders_that_are_there(desk: Desk) -> None:
    desk.account.deliver(REPLY, "INBOX")
    await known(desk, mode="observe")
    move(desk, "INBOX", PAUSE)
    move(desk, "Sent", PAUSE)
    ledger, _ = await known(desk, mode="observe")
    assert paused(case_of(ledger))
    assert desk.raw_in("Sent") == []  # nothing but the owner's own decisions is written


async def test_the_folders_are_made_where_more_than_observed_is_done(
    account: Account, tmp_path: Path
) -> None:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    await known(desk, mode="observe")
    with session(desk) as there:
        assert panel_folders(there) == {}
    await known(desk, mode="draft")
    with session(desk) as there:
        assert set(panel_folders(there)) == {Verb.PAUSE, Verb.PAID, Verb.DISPUTE, Verb.IGNORE}
        assert make_panel(there, "fr") == ()  # it has them, in another language


async def test_a_mail_moved_to_pause_at_the_last_moment_stops_the_letter(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last look, with the mail server waiting, hears a gesture too."""
    seen: list[bool] = []

    def leaves(actions: Iterable[Action]) -> bool:
        return any(isinstance(action, SendReminder) for action in actions)

    async def carry(
        _office: Office, actions: tuple[Action, ...], _swept: Swept, *, replan: Replan, **_how: object
    ) -> tuple[Done, ...]:
        move(desk, "Sent", PAUSE, copy=True)
        seen.extend((leaves(actions), leaves((await replan(not IN_VITAL_FOLDERS))[1])))
        return ()

    monkeypatch.setattr(rounds, "carry_out", carry)
    await known(desk, mode="send")
    assert seen == [True, False]


def test_a_gesture_has_one_message_id_however_often_its_note_is_written() -> None:
    key = b"k" * 32
    ids = set()
    for second in (1, 2):
        at = datetime(2026, 11, 23, 9, 0, second, tzinfo=UTC)
        gesture = Gesture(
            name="pause f 1", decisions=((Verb.PAUSE, "F1"),), words="", unclear="", decided_at=at
        )
        ids.add(parse_message(write_gesture(gesture, "a@firm.example", key)).message_id)
        undone = parse_message(write_undone("pause f 1", at, "a@firm.example", key)).message_id
        assert undone not in ids
    assert len(ids) == 1
