"""One round: read the mailbox, plan, carry out, record. The daemon and the command line share it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from relanced.casework.fold import fold
from relanced.casework.ledger import Ledger
from relanced.casework.planning.plan import plan
from relanced.daemon.answers import draft_answers, due_answers, with_drafts
from relanced.daemon.carry import Done, carry_out, file_copies
from relanced.daemon.office import Office
from relanced.daemon.sweep import Progress, Swept, silent, sweep
from relanced.daemon.tasks import give_tasks, not_composed
from relanced.edge.outbox import LetterState
from relanced.model.actions import Action, AskOwner, DraftReminder, SendReminder
from relanced.model.facts import ReminderSent

if TYPE_CHECKING:
    from relanced.edge.judge import Judge

log = structlog.get_logger()

EVERYTHING_EVERY_S = 30 * 60  # folders other than the vital ones: clients' mails that a rule filed away


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round saw and did."""

    swept: Swept
    ledger: Ledger
    actions: tuple[Action, ...]
    done: tuple[Done, ...]

    @property
    def sent(self) -> int:
        """Letters that a server accepted, or that went to Drafts."""
        return sum(done.ok for done in self.done)

    @property
    def needs_owner(self) -> bool:
        """Whether a person has something to decide."""
        asked = any(isinstance(action, AskOwner) for action in self.actions)
        return asked or any(not done.ok for done in self.done)


def never() -> bool:
    """The stop signal of a round that nobody stops."""
    return False


async def take_round(
    office: Office, *, progress: Progress = silent, stopping: Callable[[], bool] = never
) -> Round:
    """Fetch, read, record, plan, carry out, record.

    Raises the errors of edge.imap_errors where the mailbox cannot be read: then nothing is sent.
    """
    if office.judge is not None:
        office.judge.new_round()
    swept = await _sweep(office, progress, judge=office.judge)
    ledger, actions = decide(office)
    if not swept.everything and any(isinstance(action, SendReminder | DraftReminder) for action in actions):
        # A rule of the owner's may have filed an answer away: before anything leaves, look everywhere.
        swept = await _sweep(office, progress, everything=True)
        ledger, actions = decide(office)
    done = await carry_out(office, actions, swept, replan=lambda: _replan(office), stopping=stopping)
    await file_copies(office)
    tried = await draft_answers(office, actions, swept)
    ledger, actions = decide(office) if done or tried else (ledger, actions)
    if await give_tasks(office, actions, swept):
        swept = await _sweep(office)  # the notes that were just written are facts now
        ledger, actions = decide(office)
    _tell_owner(office, actions)
    return Round(swept=swept, ledger=ledger, actions=actions, done=done)


def _tell_owner(office: Office, actions: tuple[Action, ...]) -> None:
    """Log each question once while it stands; «relanced status» lists them all."""
    asked = {action for action in actions if isinstance(action, AskOwner)}
    for action in asked - office.asked:
        log.warning("owner_asked", invoices=action.invoices, question=action.question)
    office.asked = asked


def decide(office: Office) -> tuple[Ledger, tuple[Action, ...]]:
    """Facts to cases to actions, for today."""
    if office.folded is None or office.folded[0] != office.facts_through:
        office.folded = office.facts_through, fold(office.facts, office.rules)
    ledger = office.folded[1]
    actions = plan(ledger, office.rules, office.today())
    actions = (*actions, *not_composed(office, actions))
    return ledger, with_drafts(actions, due_answers(office, ledger), office.store.recall)


async def _sweep(
    office: Office, progress: Progress = silent, *, everything: bool = False, judge: "Judge | None" = None
) -> Swept:
    """Read the mailbox; every folder where asked, at the first time and twice an hour, else the vital ones."""
    now = time.monotonic()
    read_at = office.everything_read_at
    is_due = everything or read_at is None or now - read_at > EVERYTHING_EVERY_S
    swept = await sweep(office, everything=is_due, progress=progress, judge=judge)
    if is_due and not swept.incomplete:
        office.everything_read_at = now
    for why in swept.incomplete:
        log.warning("mailbox_not_fully_read", why=why, what="no reminder leaves in this round")
    _settle_by_evidence(office)
    return swept


async def _replan(office: Office) -> tuple[Swept, tuple[Action, ...]]:
    """Look at the whole mailbox once more and plan anew: what is done just before each submission."""
    swept = await _sweep(office, everything=True)
    return swept, decide(office)[1]


def _settle_by_evidence(office: Office) -> None:
    """A letter whose fate was unknown and that lies in Sent did leave (law 2)."""
    seen = {fact.message_id for fact in office.facts if isinstance(fact, ReminderSent)}
    for letter in office.outbox.letters(LetterState.UNKNOWN):
        if letter.message_id in seen:
            office.outbox.evidence(letter.message_id, office.now())
            log.info("unknown_settled", message_id=letter.message_id, evidence="it lies in Sent")
    office.refresh_facts()
