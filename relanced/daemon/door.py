"""A letter that is due in, at most one hand-over of it out, with the last look at the mailbox before it.

The order of every submission (laws 2, 3 and 4): the mail server is asked first, until it waits for
the body; then the mailbox is read again and the plan is made again; then the intent goes into the
journal folder, the claim into the store, the body to the server and its answer into the store.
Whatever can be slow lies before the look, nothing lies between the answer and its commit. What goes
wrong before the first byte leaves for certain nothing behind; what goes wrong after it is in doubt,
and never tried again by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from relanced.daemon.filing import APPEND_S, append
from relanced.daemon.lease import keep_lease
from relanced.daemon.login import note_sending_accepted, note_sending_refused
from relanced.daemon.office import Office
from relanced.daemon.sweep import Swept
from relanced.edge.clock import seconds_passed
from relanced.edge.crash import Point, crash_point
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.folders import JOURNAL
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.smtp import SmtpLoginRefused
from relanced.edge.smtp_door import Door
from relanced.letters.envelope import Letter
from relanced.letters.note import write_intent
from relanced.model.actions import Action, Reminder, SendReminder, Wait
from relanced.model.delivery import Deferred, Delivery, InDoubt, Refused
from relanced.model.facts import SendIntended

FRESH_S = 60.0  # law 3: older than this, no look at the mailbox counts
VITAL_S = 5.0  # what INBOX, Sent, Junk and the journal say must be as new as this
LOOK_S = 60.0  # a server is not kept waiting any longer: some close the door after a minute

Replan = Callable[[bool], Awaitable[tuple[Swept, tuple[Action, ...]]]]  # True: read every folder


@dataclass(frozen=True, slots=True)
class Stays:
    """The letter did not leave, though no server refused it."""

    why: str
    stops: bool = False  # True: and no other will for now, the account is at fault


class LastLook:
    """The gate of one round: whether, seen just now, a letter may still leave."""

    def __init__(self, office: Office, swept: Swept, replan: Replan) -> None:
        self._office = office
        self._replan = replan
        self._everything_at = swept.started if swept.everything else float("-inf")
        self._vital_at = float("-inf")

    async def why_shut(self, reminder: Reminder, *, tired: Callable[[], None]) -> str:
        """Why this letter must not leave now; "": the mailbox was read to its end just now, and the plan holds.

        `tired` is called when the looking takes too long for the server that waits; the mails that
        are being read meanwhile are still read to the end, they count for the next round.
        """
        lost = await keep_lease(self._office)
        if lost:
            return lost
        for is_last in (False, True):
            began = seconds_passed()
            swept, actions = await self._look(tired)
            if swept.incomplete:
                return "the mailbox was not read to its end: " + "; ".join(swept.incomplete)
            self._vital_at = swept.started
            if swept.everything:
                self._everything_at = swept.started
            why = self._why_not_planned(reminder, actions)
            if why or self._is_new() or (is_last and not self.too_old()):
                return why
            if seconds_passed() - began > LOOK_S:
                break
        return (
            self.too_old()
            or f"looking at the mailbox took longer than {LOOK_S:.0f} s; tried again in the next round"
        )

    def too_old(self) -> str:
        """Why the last look does not count any more; "": it does."""
        oldest = min(self._vital_at, self._everything_at)
        if seconds_passed() - oldest < FRESH_S:
            return ""
        return f"looking at the mailbox took longer than {FRESH_S:.0f} s; tried again in the next round"

    def _is_new(self) -> bool:
        """Whether nothing that came in more than some seconds ago can be unknown."""
        return seconds_passed() - self._vital_at < VITAL_S and not self.too_old()

    async def _look(self, tired: Callable[[], None]) -> tuple[Swept, tuple[Action, ...]]:
        everything = seconds_passed() - self._everything_at > FRESH_S - VITAL_S
        look = asyncio.ensure_future(self._replan(everything))
        try:
            done, _ = await asyncio.wait({look}, timeout=LOOK_S)
            if not done:
                tired()
            return await look
        except asyncio.CancelledError:
            look.cancel()
            await asyncio.wait({look})
            raise

    @staticmethod
    def _why_not_planned(reminder: Reminder, actions: tuple[Action, ...]) -> str:
        if any(isinstance(action, SendReminder) and action.reminder == reminder for action in actions):
            return ""
        numbers = {line.number for line in reminder.lines}
        whys = [each.why for each in actions if isinstance(each, Wait) and each.invoice in numbers]
        return ": ".join(["something came in just before sending", *whys[:1]])


async def submit(office: Office, letter: Letter, reminder: Reminder, last_look: LastLook) -> Delivery | Stays:
    """Hand one frozen letter to the mail server, if the last look lets it, and record how it ended.

    Raises the errors of edge.imap_errors where the mailbox cannot be read or written: no byte left.
    """
    sender = office.rules.firm.sender
    own = sender if office.settings.smtp.self_bcc else ""
    try:
        door = await office.postman.knock(letter.raw, sender, letter.to, copy_to=own)
    except (SmtpLoginRefused, SecretUnavailable) as error:
        office.outbox.withdraw(letter.message_id, office.now())
        if isinstance(error, SmtpLoginRefused):
            note_sending_refused(office.store)
        return Stays(str(error), stops=True)
    note_sending_accepted(office.store)
    if not isinstance(door, Door):
        assert isinstance(door, Deferred | Refused)  # nothing was written
        office.outbox.turned_away(letter.message_id, door, office.now())
        return door
    try:
        crash_point(Point.DOOR_OPEN)
        why = await last_look.why_shut(reminder, tired=door.leave)
        if not why and office.store.saw(letter.message_id):
            why = "it lies in the mailbox already"
        if why:
            office.outbox.withdraw(letter.message_id, office.now())
            return Stays(why)
        crash_point(Point.LOOKED)
        return await _pass(office, letter, reminder, last_look, door)
    finally:
        door.leave()


async def _pass(
    office: Office, letter: Letter, reminder: Reminder, last_look: LastLook, door: Door
) -> Delivery | Stays:
    """Through the open door: intent, claim, body, answer, commit."""
    at = office.now()
    shut = await door.shut() or await _write_intent(office, letter, reminder, at)
    shut = shut or last_look.too_old() or await door.shut()
    if shut:
        office.outbox.turned_away(letter.message_id, Deferred(shut), at)
        return Deferred(shut)
    crash_point(Point.INTENT_WRITTEN)
    if not office.outbox.claim(letter.message_id, at):
        return Stays("it was tried or sent before")
    crash_point(Point.CLAIMED)
    slept = last_look.too_old()  # a disk that hung, a machine that slept just then
    if slept:
        office.outbox.settle(letter.message_id, Deferred(slept), office.now())
        return Deferred(slept)
    try:
        delivery = await door.hand_over()
    except BaseException:
        ended = InDoubt if door.has_begun else Deferred
        office.outbox.settle(letter.message_id, ended("relanced was stopped"), office.now())
        raise
    crash_point(Point.ANSWERED)
    office.outbox.settle(letter.message_id, delivery, office.now())
    crash_point(Point.SETTLED)
    return delivery


async def _write_intent(office: Office, letter: Letter, reminder: Reminder, at: datetime) -> str:
    """Record in the mailbox itself that this letter is about to leave; "", or why it could not be.

    It says the same as the fact that claiming records, so reading the note adds nothing; it
    counts on the day on which the database is gone.
    """
    assert office.key is not None
    intent = SendIntended(
        message_id=letter.message_id, client=reminder.client.key, lines=letter.mark.lines, at=at
    )
    raw = write_intent(intent, office.rules.firm.sender, office.key)
    try:
        folder = await office.mailbox.run(lambda session: session.ensure_folder(JOURNAL), APPEND_S)
        await append(office, folder, raw, "\\Seen", at)
    except ImapTrouble as error:
        return f"its intent could not be written to {JOURNAL}: {error}"
    return ""
