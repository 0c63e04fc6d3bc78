"""Planned reminders in, letters at the mail server or in Drafts out; each at most once.

A letter is composed and frozen here; how it leaves, and what must hold just before, is in door.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog

from relanced.casework.calendar import calendar_of, may_leave, next_leaving
from relanced.casework.typed import typed
from relanced.daemon.brakes import drafted_note, due_in, why_none, why_not
from relanced.daemon.compose import ComposeError, compose
from relanced.daemon.door import LastLook, Replan, Stays, submit
from relanced.daemon.drafts import InDrafts, look_into_drafts
from relanced.daemon.filing import append, folder_of, folders_of
from relanced.daemon.lease import keep_lease
from relanced.daemon.login import sending_pause
from relanced.daemon.office import Office
from relanced.daemon.sweep import Swept
from relanced.edge.crash import Point, crash_point
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.folders import Role
from relanced.edge.outbox import LetterState, OutboxLetter
from relanced.edge.settings import SentCopy
from relanced.edge.smtp import SmtpLoginRefused
from relanced.letters.envelope import Letter, message_id_of
from relanced.model.actions import Action, DraftReminder, Purpose, Reminder, SendReminder
from relanced.model.decided import OwnerDecided, Verb
from relanced.model.delivery import Accepted, Delivery
from relanced.model.facts import ReminderSent
from relanced.model.names import MessageId, number_key
from relanced.model.rules import Mode

log = structlog.get_logger()

LIES_THERE = "lies in Drafts already"  # the reason, or its beginning, where a draft was written before
_NAMES_A_DAY = frozenset({Purpose.CHASE, Purpose.PROMISE_BROKEN, Purpose.PLAN_BROKEN})

# Providers that file what passes their submission server into Sent themselves; an APPEND would
# double it.
FILES_ITSELF = (
    "gmail.com",
    "googlemail.com",
    "office365.com",
    "outlook.com",
    "zoho.com",
    "zoho.eu",
    "mail.me.com",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How one planned reminder ended."""

    reminder: Reminder
    ok: bool  # it left, or lies in Drafts
    what: str  # sent | drafted | waits | refused | unknown | not composed
    why: str


async def carry_out(
    office: Office,
    actions: tuple[Action, ...],
    swept: Swept,
    *,
    replan: Replan,
    stopping: Callable[[], bool],
) -> tuple[Done, ...]:
    """Send or draft what is planned, as far as mode, hours, limits and the mailbox allow."""
    due = due_in(actions)
    if not due or office.rules.mode is Mode.OBSERVE:
        return ()
    brake = why_none(office, due, swept)
    if brake:
        log.warning("reminders_wait", count=len(due), why=brake)
        return tuple(Done(reminder=a.reminder, ok=False, what="waits", why=brake) for a in due)
    work = _Work(office, swept, replan)
    done: list[Done] = []
    with office.postman.on_one_line():
        for action in due:
            if stopping():
                break
            done.append(await work.carry(action))
    office.refresh_facts()
    return tuple(done)


class _Work:
    """Carrying out one round's reminders."""

    def __init__(self, office: Office, swept: Swept, replan: Replan) -> None:
        self._office = office
        self._last_look = LastLook(office, swept, replan)
        self._account_stopped = ""
        self._drafts: InDrafts | None = None  # once they were looked at

    async def carry(self, action: SendReminder | DraftReminder) -> Done:
        """One letter, in the hours of its client's place on a day that is open for both."""
        closed = self._closed(action.reminder)
        if closed:
            return Done(reminder=action.reminder, ok=False, what="waits", why=closed)
        return await self.draft(action) if isinstance(action, DraftReminder) else await self.send(action)

    def _closed(self, reminder: Reminder) -> str:
        """Why no letter may leave for this client at this hour; empty when it may."""
        firm, now = self._office.calendar, self._office.now()
        client = calendar_of(self._office.rules.calendar, reminder.client.place)
        if may_leave(firm, client, now):
            return ""
        opens = next_leaving(firm, client, now).astimezone(self._office.rules.calendar.timezone)
        return f"outside sending hours; they open {opens:%d/%m %H:%M}"

    async def draft(self, action: DraftReminder) -> Done:
        """Put the letter into Drafts, once; the owner sends it, and its appearance in Sent is the fact."""
        office, reminder = self._office, action.reminder
        if office.key is not None:
            held = await self._held_back(reminder, message_id_of(reminder, office.rules.firm, office.key))
            if held is not None:
                return held
        letter = await compose(office, reminder)
        if isinstance(letter, ComposeError):
            return _not_composed(reminder, letter)
        lost = await keep_lease(office)
        if lost:
            return Done(reminder=reminder, ok=False, what="waits", why=lost)
        folder = await folder_of(office, Role.DRAFTS, "Drafts")
        await append(office, folder, letter.raw, "\\Draft", office.now())
        crash_point(Point.DRAFT_APPENDED)
        (await self._in_drafts()).add(letter.message_id, letter.mark)
        office.store.remember(drafted_note(letter.message_id), office.now().isoformat())
        office.store.remember(_stale(letter.message_id), "")
        log.info("drafted", client=reminder.client.key, step=reminder.step.name, folder=folder)
        return Done(reminder=reminder, ok=True, what="drafted", why=action.why)

    async def _held_back(self, reminder: Reminder, message_id: MessageId) -> Done | None:
        """How a draft ends that is not written now; None: it is to be written."""
        drafts = await self._in_drafts()
        if message_id in drafts.ids:
            return self._lying(reminder, message_id)
        beside = drafts.in_the_way(reminder, message_id)
        if beside:
            return Done(reminder=reminder, ok=False, what="waits", why=beside)
        gone = self._draft_gone(reminder, message_id)
        return Done(reminder=reminder, ok=False, what="draft gone", why=gone) if gone else None

    async def _in_drafts(self) -> InDrafts:
        """What lies in Drafts, looked at once in a round, and again where that was a while ago."""
        if self._drafts is None or not self._drafts.is_fresh:
            self._drafts = await look_into_drafts(self._office)
        return self._drafts

    def _lying(self, reminder: Reminder, message_id: MessageId) -> Done:
        """A draft that is not sent yet; one that the owner is told to delete is written anew once he does."""
        office, stale = self._office, _stale(message_id)
        drafted_at = office.store.recall(drafted_note(message_id))
        put_on = office.calendar.day_of(datetime.fromisoformat(drafted_at)) if drafted_at else None
        told = lapsed(reminder, put_on) if put_on is not None else ""
        if told and not office.store.recall(stale):
            office.store.remember(stale, office.today().isoformat())
            log.warning("draft_lapsed", client=reminder.client.key, step=reminder.step.name, why=told)
        why = f"{LIES_THERE}; {told}" if told else LIES_THERE
        return Done(reminder=reminder, ok=True, what="drafted", why=why)

    def _draft_gone(self, reminder: Reminder, message_id: MessageId) -> str:
        """Why a letter whose draft has gone is not written anew: it may have left without its mark; "": it is."""
        office = self._office
        drafted_at = office.store.recall(drafted_note(message_id))
        if not drafted_at or office.store.recall(_stale(message_id)):
            return ""
        if _resumed(office, reminder, datetime.fromisoformat(drafted_at)):
            return ""
        number = next(line.number for line in reminder.lines if line.step is not None)
        return (
            f"drafted on {drafted_at[:10]}; it lies neither in Drafts nor, with relanced's mark, in Sent."
            " If you sent it otherwise or do not want it: «relanced pause», or «paid», or «dispute»;"
            f" if it was not sent: «{typed('resume', number)}» has it written anew"
        )

    async def _drafted(self, reminder: Reminder, message_id: MessageId) -> str:
        """Why a letter that was drafted before, or beside one that was, is not sent; "": it may be."""
        drafts = await self._in_drafts()
        if message_id in drafts.ids:
            return "a draft of it lies in Drafts: send that one, or delete it"
        return drafts.in_the_way(reminder, message_id) or self._draft_gone(reminder, message_id)

    async def send(self, action: SendReminder) -> Done:
        """Hand one letter to the mail server, at most once ever."""
        office, reminder = self._office, action.reminder
        full = self._account_stopped or sending_pause(office.store) or why_not(office, reminder)
        if full:
            return Done(reminder=reminder, ok=False, what="waits", why=full)
        letter = await compose(office, reminder)
        if isinstance(letter, ComposeError):
            return _not_composed(reminder, letter)
        crash_point(Point.COMPOSED)
        held = await self._drafted(reminder, letter.message_id) or self._freeze(letter, reminder)
        if held:
            return Done(reminder=reminder, ok=False, what="waits", why=held)
        crash_point(Point.FROZEN)
        ended = await submit(office, letter, reminder, self._last_look)
        office.refresh_facts()
        if isinstance(ended, Stays):
            self._account_stopped = ended.why if ended.stops else ""
            return Done(reminder=reminder, ok=False, what="waits", why=ended.why)
        return await self._ended(reminder, letter, ended, action.why)

    async def _ended(self, reminder: Reminder, letter: Letter, delivery: Delivery, why: str) -> Done:
        said = delivery.answer if isinstance(delivery, Accepted) else delivery.why
        what = {"Accepted": "sent", "Deferred": "waits", "Refused": "refused", "InDoubt": "unknown"}
        outcome = what[type(delivery).__name__]
        log.info(
            "submitted", client=reminder.client.key, step=reminder.step.name, outcome=outcome, answer=said
        )
        ok = isinstance(delivery, Accepted)
        if ok:
            await self._copies(letter)
        return Done(reminder=reminder, ok=ok, what=outcome, why=why if ok else said)

    async def _copies(self, letter: Letter) -> None:
        """The copies of the step's Cc and Bcc, each in an envelope of its own; they decide nothing."""
        for address in letter.copies:
            try:
                delivery = await self._office.postman.deliver(
                    letter.raw, self._office.rules.firm.sender, address
                )
                why = "" if isinstance(delivery, Accepted) else delivery.why
            except (SmtpLoginRefused, SecretUnavailable) as error:
                why = str(error)
            if why:
                log.warning("cc_not_sent", message_id=letter.message_id, to=address, why=why)

    def _freeze(self, letter: Letter, reminder: Reminder) -> str:
        """Put the letter into the outbox; gives why it must wait, or "".

        A deferred letter was certainly not taken, so today's version, with what is owed today,
        takes its place; its attempts and its waiting time stay.
        """
        outbox, now = self._office.outbox, self._office.now()
        standing = outbox.letter(letter.message_id)
        if standing is not None and standing.state is LetterState.DEFERRED:
            if standing.next_try_at is not None and now < standing.next_try_at:
                return f"put off by the mail server until {standing.next_try_at:%d/%m %H:%M} UTC: {standing.answer}"
            if standing.raw != letter.raw:
                outbox.withdraw(letter.message_id, now)
        standing = outbox.prepare(_row(letter, reminder, self._office))
        if standing.state in {LetterState.PREPARED, LetterState.DEFERRED}:
            return ""
        return f"a letter of this step is {standing.state.value} already: {standing.answer}"


def _stale(message_id: MessageId) -> str:
    """Under what the store remembers that the owner was told to delete a draft."""
    return f"stale:{message_id}"


def _resumed(office: Office, reminder: Reminder, since: datetime) -> bool:
    """Whether the owner has said since then that this client, or an invoice of this letter, goes on."""
    numbers = {number_key(line.number) for line in reminder.lines}
    client = reminder.client
    names = {client.key.casefold(), client.name.casefold()}
    return any(
        isinstance(fact, OwnerDecided)
        and fact.verb is Verb.RESUME
        and fact.decided_at > since
        and (
            number_key(fact.target) in numbers
            or fact.target.strip().casefold() in names
            or (fact.by == "mail" and _is_about(office, fact, reminder))
        )
        for fact in office.facts
    )


def _is_about(office: Office, decided: OwnerDecided, reminder: Reminder) -> bool:
    """Whether a command meant this client, or an invoice of this letter, by whatever words."""
    link = office.folded[1].links.get(decided.source.fingerprint) if office.folded is not None else None
    if link is None:
        return False
    return any(line.number in link.invoices for line in reminder.lines) or (
        not link.invoices and reminder.client.key in link.clients
    )


def lapsed(reminder: Reminder, put_on: date) -> str:
    """What to do about a draft of that day that asks to pay by a day that has passed; "": it asks for none, or has not.

    `reminder` is today's of the same letter.
    """
    if reminder.purpose not in _NAMES_A_DAY or not any(line.due_on < put_on for line in reminder.lines):
        return ""
    pay_by = put_on + timedelta(days=reminder.step.pay_within_days)
    if reminder.on <= pay_by:
        return ""
    return f"it asks to pay by {pay_by}, which has passed: delete it, and a new one is written; or change that day"


async def file_copies(office: Office) -> None:
    """File what was sent and does not appear in Sent by itself: the same bytes, seen, with its own date.

    An APPEND that fails is tried again in the next round; it can never cause a second sending.
    """
    waiting = office.outbox.awaiting_copy()
    wanted = office.settings.smtp.save_sent
    if not waiting or wanted is SentCopy.NEVER or (wanted is SentCopy.AUTO and _files_itself(office)):
        return
    sent = frozenset(await folders_of(office, Role.SENT))
    reminders = (fact for fact in office.facts if isinstance(fact, ReminderSent))
    read_in_sent = {fact.message_id for fact in reminders if fact.source.folder in sent}
    wait = timedelta(seconds=0 if wanted is SentCopy.ALWAYS else office.copy_wait_s)
    for letter in waiting:
        if letter.message_id in read_in_sent or sent & office.store.folders_of(letter.message_id):
            office.outbox.filed(letter.message_id)
        elif office.now() - (letter.changed_at or letter.prepared_at) >= wait:
            folder = await folder_of(office, Role.SENT, "Sent")
            crash_point(Point.COPY_DUE)
            await append(office, folder, letter.raw, "\\Seen", letter.changed_at or letter.prepared_at)
            crash_point(Point.COPY_APPENDED)
            office.outbox.filed(letter.message_id)
            crash_point(Point.COPY_FILED)
            log.info("copy_filed", message_id=letter.message_id, folder=folder)


def _files_itself(office: Office) -> bool:
    host = office.settings.smtp.host.lower()
    return any(host == name or host.endswith("." + name) for name in FILES_ITSELF)


def _row(letter: Letter, reminder: Reminder, office: Office) -> OutboxLetter:
    """The letter as the outbox keeps it: frozen bytes, one recipient."""
    return OutboxLetter(
        message_id=letter.message_id,
        client=reminder.client.key,
        to=letter.to,
        cc=letter.cc,
        raw=letter.raw,
        lines=letter.mark.lines,
        step=reminder.step.name,
        prepared_at=office.now(),
    )


def _not_composed(reminder: Reminder, error: ComposeError) -> Done:
    log.error("letter_not_composed", client=reminder.client.key, step=reminder.step.name, why=error.why)
    return Done(reminder=reminder, ok=False, what="not composed", why=error.why)
