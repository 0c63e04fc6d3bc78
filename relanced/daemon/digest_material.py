"""An open office, or the books beside a running service, in; what a digest is made of out."""

from collections.abc import Iterable, Iterator, Sequence

from relanced.casework.ledger import Ledger
from relanced.daemon.backlog import BACKLOG_NOTE
from relanced.daemon.brakes import drafted_note
from relanced.daemon.carry import LIES_THERE
from relanced.daemon.digest_due import Told
from relanced.daemon.digest_news import Material, lies_key
from relanced.daemon.held import held_in
from relanced.daemon.lease import why_nothing_leaves
from relanced.daemon.office import Office
from relanced.daemon.reload import config_refused
from relanced.daemon.unread import lost_in
from relanced.edge.settings import Settings
from relanced.edge.store import Store
from relanced.edge.templates import FileProblem
from relanced.letters.digest_parts import Problem
from relanced.letters.envelope import message_id_of
from relanced.model.actions import Action, DraftReminder

_USUAL = ("outside sending hours", LIES_THERE)  # why a letter stays that is no problem
_MOST_NAMED = 3


def material_of(office: Office, actions: Sequence[Action], ledger: Ledger, last: Told) -> Material:
    """What an office knows after a round; `last`: the digest before, whose facts are no news any more."""
    new = tuple(fact for _, fact in office.store.facts_after(last.fact)) if last.fact else None
    return Material(
        settings=office.settings,
        facts=office.facts,
        new=new,
        ledger=ledger,
        actions=tuple(actions),
        lying=lying_in(office.store, office.settings, actions, office.key),
        problems=tuple(problems_of(office.store, office.settings, office.templates.problems)),
    )


def lying_in(
    store: Store, settings: Settings, actions: Iterable[Action], key: bytes | None
) -> frozenset[str]:
    """The planned drafts that were put into Drafts, and were not seen in Sent."""
    if key is None:
        return frozenset()
    return frozenset(
        lies_key(action.reminder)
        for action in actions
        if isinstance(action, DraftReminder)
        and store.recall(drafted_note(message_id_of(action.reminder, settings.rules.firm, key)))
    )


def problems_of(store: Store, settings: Settings, templates: Sequence[FileProblem] = ()) -> Iterator[Problem]:
    """What keeps relanced from its work, as the last round left it in the store; `templates`: those refused."""
    lost = lost_in(store)
    if lost:
        yield Problem(kind="unread", values=(", ".join(sorted(lost)[:_MOST_NAMED]),))
    backlog = int(store.recall(BACKLOG_NOTE) or 0)
    if backlog:
        yield Problem(kind="backlog", values=(str(backlog),))
    if why_nothing_leaves(store, settings.rules):
        yield Problem(kind="nothing_leaves")
    if set(config_refused(store)) - {str(each) for each in templates}:
        yield Problem(kind="configuration")
    named = sorted({each.file for each in templates})
    if named:
        yield Problem(kind="templates", values=(", ".join(named[:_MOST_NAMED]),))
    held = [each for each in held_in(store) if not each.why.startswith(_USUAL)]
    if held:
        yield Problem(kind="held", values=(str(len(held)),))
