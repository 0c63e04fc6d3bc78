"""One round: read the mailbox, plan, carry out, record. The daemon and the command line share it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import structlog

from relanced.casework.ledger import Ledger
from relanced.casework.live.plan import LivePlan
from relanced.daemon.answers import draft_answers, due_answers, with_drafts
from relanced.daemon.brakes import ask_surprise
from relanced.daemon.carry import Done, carry_out, file_copies
from relanced.daemon.digest import give_digest
from relanced.daemon.evidence import settle_by_evidence
from relanced.daemon.gestures import ensure_panel, note_gestures
from relanced.daemon.held import note_held
from relanced.daemon.lease import keep_lease
from relanced.daemon.office import Office
from relanced.daemon.sweep import Progress, Swept, silent, sweep
from relanced.daemon.tasks import give_tasks, not_composed
from relanced.daemon.unmarked import note_unmarked
from relanced.daemon.unnamed import leave_unnamed
from relanced.edge.crash import Point, crash_point
from relanced.edge.garbage import uncollected
from relanced.model.actions import Action, AskOwner, DraftReminder, SendReminder
from relanced.model.rules import Mode

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
    held: str = ""  # not "": why nothing at all was written or sent

    @property
    def sent(self) -> int:
        """Letters that a server accepted, or that went to Drafts."""
        return sum(done.ok for done in self.done)

    @property
    def needs_owner(self) -> bool:
        """Whether a person has something to decide."""
        asked = any(isinstance(action, AskOwner) for action in self.actions)
        return bool(self.held) or asked or any(not done.ok for done in self.done)


def never() -> bool:
    """The stop signal of a round that nobody stops."""
    return False


async def take_round(
    office: Office,
    *,
    progress: Progress = silent,
    stopping: Callable[[], bool] = never,
    slice_s: float | None = None,
) -> Round:
    """Fetch, read, record, plan, carry out, record.

    `slice_s`: seconds that may go into what is old and waits to be read, None: all of it is read.
    Raises the errors of edge.imap_errors where the mailbox cannot be read: then nothing is sent.
    """
    office.clock_watch.begin_round()
    if office.judge is not None:
        office.judge.new_round()
    swept = await _sweep(office, progress, judge=office.judge, slice_s=slice_s)
    ledger, actions = decide(office)
    held = await keep_lease(office) if _writes(office) else ""
    if not held:
        await ensure_panel(office)
        if await note_gestures(office, swept, ledger) or await note_unmarked(office):
            swept = (await _sweep(office)).after(
                swept
            )  # what the owner moved, or sent from Drafts, is in the journal now
            ledger, actions = decide(office)
    if held:
        _tell_owner(office, actions)
        return Round(swept=swept, ledger=ledger, actions=actions, done=_all_wait(actions, held), held=held)
    if not swept.everything and any(isinstance(action, SendReminder | DraftReminder) for action in actions):
        # A rule of the owner's may have filed an answer away: before anything leaves, look everywhere.
        swept = (await _sweep(office, progress, everything=True)).after(swept)
        ledger, actions = decide(office)
    done = await carry_out(office, actions, swept, replan=partial(_replan, office), stopping=stopping)
    note_held(office.store, ((one.reminder, one.why) for one in done if not one.ok))
    await file_copies(office)
    tried = await draft_answers(office, actions, swept)
    ledger, actions = decide(office) if done or tried else (ledger, actions)
    if await give_tasks(office, actions, swept):
        swept = (await _sweep(office)).after(swept)  # the notes that were just written are facts now
        ledger, actions = decide(office)
    _tell_owner(office, actions)
    await give_digest(office, actions, ledger, swept)
    return Round(swept=swept, ledger=ledger, actions=actions, done=done)


def _writes(office: Office) -> bool:
    """Whether this office may ever write for others to read; one that only observes needs no lease."""
    return office.rules.mode is not Mode.OBSERVE and office.key is not None


def _all_wait(actions: tuple[Action, ...], why: str) -> tuple[Done, ...]:
    due = (action for action in actions if isinstance(action, SendReminder | DraftReminder))
    return tuple(Done(reminder=action.reminder, ok=False, what="waits", why=why) for action in due)


def _tell_owner(office: Office, actions: tuple[Action, ...]) -> None:
    """Log each question once while it stands; «relanced status» lists them all."""
    asked = {action for action in actions if isinstance(action, AskOwner)}
    for action in asked - office.asked:
        log.warning("owner_asked", invoices=action.invoices, question=action.question)
    office.asked = asked


def decide(office: Office) -> tuple[Ledger, tuple[Action, ...]]:
    """Facts to cases to actions, for today."""
    if office.live is None:
        office.live = LivePlan(office.rules)
    office.live.take(office.facts[office.live.taken :])
    with uncollected():  # years of cases are made
        ledger, actions = office.live.on(office.today())
    office.folded = office.facts_through, ledger
    leave_unnamed(office)
    actions = (*actions, *not_composed(office, actions), *ask_surprise(office, actions))
    crash_point(Point.PLANNED)
    return ledger, with_drafts(actions, due_answers(office, ledger), office.store.recall)


async def _sweep(
    office: Office,
    progress: Progress = silent,
    *,
    everything: bool = False,
    judge: "Judge | None" = None,
    slice_s: float | None = None,
) -> Swept:
    """Read the mailbox; every folder where asked, at the first time and twice an hour, else the vital ones."""
    now = time.monotonic()
    read_at = office.everything_read_at
    is_due = everything or read_at is None or now - read_at > EVERYTHING_EVERY_S
    swept = await sweep(office, everything=is_due, progress=progress, judge=judge, slice_s=slice_s)
    if is_due and not swept.incomplete:
        office.everything_read_at = now
    for why in swept.incomplete:
        log.warning("mailbox_not_fully_read", why=why, what="no reminder leaves in this round")
    settle_by_evidence(office)
    return swept


async def _replan(office: Office, everything: bool) -> tuple[Swept, tuple[Action, ...]]:
    """Look at the mailbox once more and plan anew: what is done just before each submission."""
    swept = await _sweep(office, everything=everything)
    ledger, actions = decide(office)
    if await note_gestures(office, swept, ledger):
        swept = await _sweep(office, everything=everything)
        _, actions = decide(office)
    return swept, actions
