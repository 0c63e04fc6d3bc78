"""A planned reminder and the store's notes in, the day on which its draft was put into Drafts out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from relanced.cli.common import App
from relanced.daemon.books import Books
from relanced.daemon.office import signing_key
from relanced.edge.credentials import SecretUnavailable
from relanced.letters.envelope import message_id_of
from relanced.model.actions import Action, DraftReminder, Reminder
from relanced.model.rules import Rules


@dataclass(frozen=True, slots=True)
class DraftDays:
    """What the store remembers of drafts; the mailbox is not asked, so one may be thrown away since."""

    rules: Rules
    key: bytes | None = field(repr=False)
    recall: Callable[[str], str]  # the store's notes

    def of(self, reminder: Reminder) -> date | None:
        """The day on which this reminder was put into Drafts, in the firm's time zone."""
        if self.key is None:
            return None
        noted = self.recall(f"drafted:{message_id_of(reminder, self.rules.firm, self.key)}")
        return (
            datetime.fromisoformat(noted).astimezone(self.rules.calendar.timezone).date() if noted else None
        )


def drafted_on(app: App, books: Books, actions: tuple[Action, ...]) -> dict[Reminder, date]:
    """The reminders of a plan for today that were put into Drafts already, and when."""
    reminders = [action.reminder for action in actions if isinstance(action, DraftReminder)]
    if not reminders:
        return {}
    try:
        key = signing_key(books.settings)
    except SecretUnavailable:
        return {}  # without the key nothing can be told, and nothing is drafted either
    store = app.open_store(books.settings)
    try:
        days = DraftDays(books.settings.rules, key, store.recall)
        return {reminder: day for reminder in reminders if (day := days.of(reminder))}
    finally:
        store.close()
