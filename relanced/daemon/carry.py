"""Planned reminders in, letters at the mail server or in Drafts out; each at most once.

The order of every submission (laws 2 and 3): freeze the letter, look at the mailbox again,
plan again, write the intent into the journal folder, claim the letter in the store, hand it over,
record the answer. What goes wrong before the intent leaves nothing behind; what goes wrong after the
claim is never tried again by itself.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog

from relanced.casework.calendar import calendar_of, may_leave, next_leaving
from relanced.daemon.compose import ComposeError, compose
from relanced.daemon.filing import APPEND_S, append, folder_of, ids_in
from relanced.daemon.office import Office
from relanced.daemon.sweep import Swept
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.folders import JOURNAL, Role
from relanced.edge.outbox import LetterState, OutboxLetter
from relanced.edge.settings import SentCopy
from relanced.edge.smtp import SmtpLoginRefused
from relanced.letters.envelope import Letter
from relanced.letters.note import write_intent
from relanced.model.actions import Action, DraftReminder, Purpose, Reminder, SendReminder
from relanced.model.delivery import Accepted, Deferred
from relanced.model.facts import ReminderSent, SendIntended
from relanced.model.rules import Mode

log = structlog.get_logger()

FRESH_S = 60  # law 3
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

Replan = Callable[[], Awaitable[tuple[Swept, tuple[Action, ...]]]]


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
    due = [action for action in actions if isinstance(action, SendReminder | DraftReminder)]
    if not due or office.rules.mode is Mode.OBSERVE:
        return ()
    brake = _brake(office, len(due), swept)
    if brake:
        log.warning("reminders_wait", count=len(due), why=brake)
        return tuple(Done(reminder=a.reminder, ok=False, what="waits", why=brake) for a in due)
    work = _Work(office, swept, replan)
    done: list[Done] = []
    for action in due:
        if stopping():
            break
        done.append(await work.carry(action))
    office.refresh_facts()
    return tuple(done)


def _brake(office: Office, count: int, swept: Swept) -> str:
    """Why nothing may leave at all now; empty when it may."""
    limits = office.rules.limits
    if swept.incomplete:
        return "the mailbox was not read to its end: " + "; ".join(swept.incomplete)
    if count > limits.surprise:
        return f"{count} reminders in one round, more than limits.surprise = {limits.surprise}: look at «relanced plan»"
    return ""


class _Work:
    """Carrying out one round's reminders."""

    def __init__(self, office: Office, swept: Swept, replan: Replan) -> None:
        self._office = office
        self._swept = swept
        self._replan = replan
        self._account_stopped = ""

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
        letter = await compose(office, reminder)
        if isinstance(letter, ComposeError):
            return _not_composed(reminder, letter)
        note, stale = f"drafted:{letter.message_id}", f"stale:{letter.message_id}"
        folder = await folder_of(office, Role.DRAFTS, "Drafts")
        drafted_at = office.store.recall(note)
        if letter.message_id in await ids_in(office, folder):
            return self._lying(reminder, drafted_at, stale)
        if drafted_at and not office.store.recall(stale):
            why = (
                f"drafted on {drafted_at[:10]}; it lies neither in Drafts nor, with relanced's mark, in Sent."
                " If you sent it otherwise or do not want it: «relanced pause», or «paid», or «dispute»"
            )
            return Done(reminder=reminder, ok=False, what="draft gone", why=why)
        await append(office, folder, letter.raw, "\\Draft", office.now())
        office.store.remember(note, office.now().isoformat())
        office.store.remember(stale, "")
        log.info("drafted", client=reminder.client.key, step=reminder.step.name, folder=folder)
        return Done(reminder=reminder, ok=True, what="drafted", why=action.why)

    def _lying(self, reminder: Reminder, drafted_at: str, stale: str) -> Done:
        """A draft that is not sent yet; one that the owner is told to delete is written anew once he does."""
        office = self._office
        put_on = office.calendar.day_of(datetime.fromisoformat(drafted_at)) if drafted_at else None
        told = lapsed(reminder, put_on) if put_on is not None else ""
        if told and not office.store.recall(stale):
            office.store.remember(stale, office.today().isoformat())
            log.warning("draft_lapsed", client=reminder.client.key, step=reminder.step.name, why=told)
        why = f"{LIES_THERE}; {told}" if told else LIES_THERE
        return Done(reminder=reminder, ok=True, what="drafted", why=why)

    async def send(self, action: SendReminder) -> Done:
        """Hand one letter to the mail server, at most once ever."""
        office, reminder = self._office, action.reminder
        full = self._account_stopped or self._cap()
        if full:
            return Done(reminder=reminder, ok=False, what="waits", why=full)
        letter = await compose(office, reminder)
        if isinstance(letter, ComposeError):
            return _not_composed(reminder, letter)
        held = self._freeze(letter, reminder)
        if held:
            return Done(reminder=reminder, ok=False, what="waits", why=held)
        why_not = await self._why_not_now(reminder)
        if why_not:
            office.outbox.withdraw(letter.message_id, office.now())
            return Done(reminder=reminder, ok=False, what="waits", why=why_not)
        at = office.now()
        await self._write_intent(letter, reminder, at)
        if not office.outbox.claim(letter.message_id, at):
            return Done(reminder=reminder, ok=False, what="waits", why="it was tried or sent before")
        return await self._submit(reminder, letter, action.why)

    async def _write_intent(self, letter: Letter, reminder: Reminder, at: datetime) -> None:
        """Record in the mailbox itself that this letter is about to leave; raises where that fails.

        It says the same as the fact that claiming records, so reading the note adds nothing; it
        counts on the day on which the database is gone.
        """
        office = self._office
        assert office.key is not None
        intent = SendIntended(
            message_id=letter.message_id, client=reminder.client.key, lines=letter.mark.lines, at=at
        )
        raw = write_intent(intent, office.rules.firm.sender, office.key)
        folder = await office.mailbox.run(lambda session: session.ensure_folder(JOURNAL), APPEND_S)
        await append(office, folder, raw, "\\Seen", at)

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

    def _cap(self) -> str:
        limits, now = self._office.rules.limits, self._office.now()
        if self._office.outbox.sent_since(now - timedelta(hours=1)) >= limits.per_hour:
            return f"limits.per_hour = {limits.per_hour} is reached"
        if self._office.outbox.sent_since(now - timedelta(days=1)) >= limits.per_day:
            return f"limits.per_day = {limits.per_day} is reached"
        return ""

    async def _why_not_now(self, reminder: Reminder) -> str:
        """Law 3: "" where the mailbox was read to its end within the last minute, and the plan still holds."""
        if self._is_fresh():
            return ""
        self._swept, actions = await self._replan()
        if self._swept.incomplete:
            return "the mailbox was not read to its end: " + "; ".join(self._swept.incomplete)
        if not self._is_fresh():  # a slow server: what came in meanwhile is not known
            return f"looking at the mailbox took longer than {FRESH_S} s; tried again in the next round"
        if any(isinstance(action, SendReminder) and action.reminder == reminder for action in actions):
            return ""
        return "something came in just before sending"

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._swept.started < FRESH_S

    async def _submit(self, reminder: Reminder, letter: Letter, why: str) -> Done:
        """Between the server's answer and the commit stands nothing."""
        office = self._office
        try:
            delivery = await office.postman.deliver(letter.raw, office.rules.firm.sender, letter.to)
        except (SmtpLoginRefused, SecretUnavailable) as error:
            office.outbox.settle(letter.message_id, Deferred(str(error)), office.now())
            self._account_stopped = str(error)
            return Done(reminder=reminder, ok=False, what="waits", why=str(error))
        except BaseException as error:  # Postman raises only while no byte of the letter has left
            office.outbox.settle(
                letter.message_id, Deferred(f"{type(error).__name__}: {error}"), office.now()
            )
            raise
        office.outbox.settle(letter.message_id, delivery, office.now())
        office.refresh_facts()
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
    in_sent = {fact.message_id for fact in office.facts if isinstance(fact, ReminderSent)}
    wait = timedelta(seconds=0 if wanted is SentCopy.ALWAYS else office.copy_wait_s)
    for letter in waiting:
        if letter.message_id in in_sent:
            office.outbox.filed(letter.message_id)
        elif office.now() - (letter.changed_at or letter.prepared_at) >= wait:
            folder = await folder_of(office, Role.SENT, "Sent")
            await append(office, folder, letter.raw, "\\Seen", letter.changed_at or letter.prepared_at)
            office.outbox.filed(letter.message_id)
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
