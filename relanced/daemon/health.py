"""How each firm's mailbox fares in, one line for `systemctl status` out: at most 200 characters, no client in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from relanced.daemon.rounds import Round
from relanced.edge.discreet import discreet
from relanced.edge.folders import Role
from relanced.model.actions import AskOwner, DraftReminder, SendReminder

MAX_LINE = 200  # characters
_MAX_TROUBLE = 90


@dataclass(slots=True)
class Health:
    """What is known of one firm, as the last round left it."""

    inbox_read_at: datetime | None = None  # in the firm's time zone: when INBOX was last read to its end
    questions: int = 0  # that wait for the owner
    due: int = 0  # letters that are to leave today, or to be put into Drafts
    rounds: int = 0
    held: int = 0  # letters that were due in the last round and stayed
    drafts: int = 0  # that lie in Drafts, or were put there
    backlog: int = 0  # older mails that wait to be read
    refused: int = 0  # problems of its files, which are not in use
    trouble: str = "starting"  # why nothing goes on; "": it does

    def take(self, done: Round, now: datetime) -> None:
        """Learn what a round saw."""
        if any(each.folder.role is Role.INBOX and not each.incomplete for each in done.swept.folders):
            self.inbox_read_at = now
        self.questions = sum(isinstance(action, AskOwner) for action in done.actions)
        self.due = sum(isinstance(action, SendReminder | DraftReminder) for action in done.actions)
        self.rounds += 1
        self.held = sum(not one.ok for one in done.done)
        self.drafts = sum(one.ok and one.what == "drafted" for one in done.done)
        self.backlog = done.swept.backlog
        self.trouble = ""

    def in_words(self, today: datetime) -> str:
        """«INBOX read at 10:32, 3 things wait for you, 2 letters due today»."""
        parts = [_short(discreet(self.trouble))] if self.trouble else []
        if self.inbox_read_at is not None:
            of_today = self.inbox_read_at.date() == today.astimezone(self.inbox_read_at.tzinfo).date()
            parts.append(f"INBOX read at {self.inbox_read_at:{'%H:%M' if of_today else '%Y-%m-%d %H:%M'}}")
        if self.refused:
            parts.append(f"{_count(self.refused, 'problem')} in its files: the last good ones are in use")
        if self.questions:
            parts.append(f"{_count(self.questions, 'thing')} wait{'s' * (self.questions == 1)} for you")
        if self.due:
            parts.append(f"{_count(self.due, 'letter')} due today")
        return ", ".join(parts) or "nothing read yet"


def status_line(firms: Iterable[tuple[str, Health]], now: datetime) -> str:
    """What systemctl shows: each firm by the name of its file, those first that need somebody."""
    rows = sorted(firms, key=lambda each: (not each[1].trouble, not each[1].refused, not each[1].questions))
    line = ""
    for at, (name, health) in enumerate(rows):
        said = f"{name}: {health.in_words(now)}"
        left = len(rows) - at
        more = f"; and {left} more" if at else ""
        longer = f"{line}; {said}" if line else said
        room = MAX_LINE - (len(f"; and {left - 1} more") if left > 1 else 0)
        if len(longer) > room:
            return (line + more) if line else longer[:MAX_LINE]
        line = longer
    return line


def _short(text: str) -> str:
    return text if len(text) <= _MAX_TROUBLE else f"{text[: _MAX_TROUBLE - 1].rstrip()}…"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
