"""Letters that are to leave in, why they must wait out: the last checks, whatever the plan says.

They count what the outbox knows of letters that left or may have, not what was planned: should a
plan ever be wrong, this is what a client does not notice.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from relanced.casework.surprise import surprise
from relanced.daemon.office import Office
from relanced.daemon.sweep import Swept
from relanced.letters.envelope import message_id_of
from relanced.model.actions import Action, AskOwner, DraftReminder, Reminder, SendReminder
from relanced.model.rules import Firm

A_CLIENT_EVERY = timedelta(hours=24)

Due = SendReminder | DraftReminder


def why_none(office: Office, actions: Iterable[Action], swept: Swept) -> str:
    """Why no letter at all may leave in this round; "": they may."""
    if swept.incomplete:
        return "the mailbox was not read to its end: " + "; ".join(swept.incomplete)
    return next((asked.why for asked in ask_surprise(office, actions)), "")


def why_not(office: Office, reminder: Reminder) -> str:
    """Why this letter may not be sent now: the limits per hour, per day and for one client; "": it may."""
    limits, now = office.rules.limits, office.now()
    if office.outbox.sent_since(now - timedelta(hours=1)) >= limits.per_hour:
        return f"limits.per_hour = {limits.per_hour} is reached"
    if office.outbox.sent_since(now - timedelta(days=1)) >= limits.per_day:
        return f"limits.per_day = {limits.per_day} is reached"
    numbers = {line.number for line in reminder.lines if line.step is not None}
    for letter in office.outbox.left_since(now - A_CLIENT_EVERY):
        shared = numbers & {number for number, step in letter.lines if step is not None}
        if letter.client == reminder.client.key or shared:
            at = (letter.changed_at or letter.prepared_at).astimezone(now.tzinfo)
            return f"a letter left for this client on {at:%d/%m %H:%M}: one in 24 hours"
    return ""


def ask_surprise(office: Office, actions: Iterable[Action]) -> tuple[AskOwner, ...]:
    """The question that stands while more letters would leave at once than is usual here."""
    due = due_in(actions)
    if len(due) <= office.rules.limits.surprise:  # the common case: nothing is looked up
        return ()
    new = not_lying(due, office.rules.firm, office.key, office.store.recall)
    asked = surprise(len(new), office.rules, office.kept.decided, office.today())
    return () if asked is None else (asked,)


def due_in(actions: Iterable[Action]) -> list[Due]:
    """The letters of a plan."""
    return [action for action in actions if isinstance(action, SendReminder | DraftReminder)]


def not_lying(due: Iterable[Due], firm: Firm, key: bytes | None, recall: Callable[[str], str]) -> list[Due]:
    """Those of them that were not put into Drafts before; `recall` gives the store's notes."""
    return [
        action
        for action in due
        if isinstance(action, SendReminder)
        or key is None
        or not recall(drafted_note(message_id_of(action.reminder, firm, key)))
    ]


def drafted_note(message_id: str) -> str:
    """Under what the store remembers when a letter was put into Drafts."""
    return f"drafted:{message_id}"
