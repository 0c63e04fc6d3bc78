"""Facts folded so far and one more in; the books with it, where the others still mean what they meant, out. Pure."""

from datetime import datetime

from relanced.casework.books import CLOCK_SKEW
from relanced.casework.clients import Document
from relanced.casework.fold import enter_all
from relanced.casework.live.late import fold_again, take_back, take_late
from relanced.casework.live.lately import Taken, bound_to
from relanced.casework.live.state import State, fold_next
from relanced.casework.live.told import Told
from relanced.casework.order import moment_of
from relanced.model.facts import BankSpoke, CreditNoticed, Fact, ReminderSent, SendIntended, SendOutcome
from relanced.model.names import ClientKey

# What these mean, no invoice that the clocks date a little later can change: they mean cases by number.
_BY_NUMBER = Document | SendIntended | SendOutcome | ReminderSent | BankSpoke | CreditNoticed


def add(state: State, fact: Fact) -> frozenset[ClientKey] | None:
    """Fold one more fact; gives the clients whose accounts it may have changed.

    None: it may change what other ones meant; then all is to be folded anew.
    """
    moment = moment_of(fact)
    if state.last is not None and moment <= state.last:
        return take_late(state, fact) if _only_adds(state, fact) else None
    if isinstance(fact, Document):
        return _add_document(state, fact)
    if not _only_adds(state, fact):
        return None
    state.last = moment
    folding = state.folding
    enter_all(folding, [fact])
    touched = fold_next(state, len(folding.facts) - 1)
    if isinstance(fact, CreditNoticed):
        new = folding.till.incoming.payments.get(len(folding.facts) - 1, ())
        state.asking += [story for each in new if (story := folding.till.stories[each]).question is not None]
    return touched


def _add_document(state: State, sent: Document) -> frozenset[ClientKey] | None:
    """Enter it, have the mails that the clocks date just before it mean it too, and fold it."""
    folding, books = state.folding, state.folding.books
    told = state.reach.commanded_until
    if told is not None and sent.source.at <= told:
        return None
    client = state.newcomers.client_of(sent, books, state.reach)
    if client is None:
        return None
    since = sent.source.at - CLOCK_SKEW
    first = next((each.moment for each in state.recent if _may_have_meant(each, client, since)), None)
    again = bound_to([each for each in state.recent if first is not None and each.moment >= first], {client})
    if again is None:
        return None
    take_back(state, again)
    books.debtors.admit(sent, client)
    state.newcomers.note(sent, books.debtors)
    state.newcomers.see([sent])
    state.last = moment_of(sent)
    enter_all(folding, [sent])
    touched = fold_again(state, again)
    return touched | fold_next(state, len(folding.facts) - 1) | {client}


def _only_adds(state: State, fact: Fact) -> bool:
    """Whether all older facts mean with this one what they meant without."""
    return _only_adds_money(state, fact) if isinstance(fact, CreditNoticed) else state.reach.goes_on(fact)


def _only_adds_money(state: State, notice: CreditNoticed) -> bool:
    """Whether a bank's mail tells of new payments alone, and teaches nothing of those known."""
    folding = state.folding
    if state.reach.has_spoken(notice.source.fingerprint) or not notice.trusted:
        return False
    if state.told is None:
        state.told = Told(folding.books.calendar)
        state.told.begin(folding.facts)
    place = len(folding.facts)
    if not state.told.goes_on([(place, notice)], folding.till.incoming):
        return False
    return len(folding.till.incoming.payments.get(place, ())) == len(notice.credits)


def _may_have_meant(taken: Taken, client: ClientKey, since: datetime) -> bool:
    """Whether a fact that the clocks date before an invoice of this client may mean that one too."""
    is_near = taken.moment[0] >= since and client in taken.touched
    return is_near and not isinstance(taken.fact, _BY_NUMBER)
