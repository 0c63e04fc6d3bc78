"""Facts folded so far in; the books with all that going on from there needs to know, out. Pure."""

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from relanced.casework.books import CLOCK_SKEW, LinkDraft
from relanced.casework.clients import Document
from relanced.casework.fold import Folding, begin, heard_on, holds_of
from relanced.casework.ledger import Account, Ledger
from relanced.casework.live.lately import Letter, Taken
from relanced.casework.live.letters import Letters
from relanced.casework.live.mails import Mail, way_back, whose
from relanced.casework.live.newcomers import Newcomers
from relanced.casework.live.reach import Reach
from relanced.casework.live.told import Told
from relanced.casework.live.views import Links, Stories
from relanced.casework.money.till import StoryDraft
from relanced.casework.order import Moment, in_order, moment_of
from relanced.model.decided import CreditAssigned
from relanced.model.facts import Fact, SendIntended
from relanced.model.names import ClientKey, MessageId
from relanced.model.rules import Rules

_RECENT = CLOCK_SKEW + timedelta(hours=1)
_MOST_CASES = 30_000  # kept as they were before a fact of the last day; some 20 MB


@dataclass(slots=True, kw_only=True)
class State:
    """All facts so far, folded."""

    folding: Folding
    reach: Reach
    newcomers: Newcomers
    letters: Letters = field(default_factory=Letters)
    last: Moment | None = None  # of the last fact
    weight: int = 0  # of all that can be taken back; at least
    told: Told | None = None  # once a mail about money is to be added
    asking: list[StoryDraft] = field(default_factory=list)  # payments of which the owner may be asked
    recent: deque[Taken] = field(
        default_factory=deque
    )  # the facts of the last day, and one before them, in order


def folded(facts: Sequence[Fact], rules: Rules, aside: Collection[MessageId] = ()) -> State:
    """All these facts, in whatever order they came, folded anew; `aside` as in `fold`."""
    ordered = in_order(facts)
    folding = begin(ordered, rules, aside)
    books = folding.books
    state = State(folding=folding, reach=Reach(), newcomers=Newcomers(rules))
    state.newcomers.see(ordered)
    # of those that count: a command counts behind the mail that it answers, one that was taken back not at all
    state.last = moment_of(folding.facts[-1]) if folding.facts else None
    old = _how_many_are_old(state)
    for place, fact in enumerate(folding.facts):
        if isinstance(fact, Document):
            state.newcomers.note(fact, books.debtors)
        if place < old:
            _fold_old(state, place)
        else:
            fold_next(state, place)
    state.asking = [story for story in folding.till.drafts() if story.question is not None]
    return state


def _how_many_are_old(state: State) -> int:
    """How many facts come before those of the last day, and before the one in front of them."""
    since = state.last[0] - _RECENT if state.last is not None else None
    for place, fact in enumerate(state.folding.facts):
        if since is None or moment_of(fact)[0] >= since:
            return max(place - 1, 0)
    return max(len(state.folding.facts) - 1, 0)


def _fold_old(state: State, place: int) -> None:
    """As `fold_next`, of a fact that nothing will take back: nobody asks whose accounts it changed."""
    fact = state.folding.facts[place]
    if isinstance(fact, SendIntended):
        state.letters.note(state.folding.books, fact)
    state.folding.take(place)
    state.reach.note(fact)


def fold_next(state: State, place: int) -> frozenset[ClientKey]:
    """Fold the fact at this place; gives the clients whose accounts it may have changed."""
    folding, books = state.folding, state.folding.books
    fact = folding.facts[place]
    moment, letters = moment_of(fact), state.letters
    is_recent = state.last is None or moment[0] >= state.last[0] - _RECENT
    if isinstance(fact, SendIntended):
        letters.note(books, fact)
    back, unmatched = _way_back(state, fact) if is_recent else None, len(books.unmatched)
    maybe = whose(folding, fact) if back is not None and isinstance(fact, Mail) else frozenset[ClientKey]()
    books.accounts.touched.clear()
    books.cases.touched.clear()
    folding.take(place)
    state.reach.note(fact)
    touched = set(books.accounts.touched)
    touched |= {
        case.client for key in books.cases.touched if (case := dict.get(books.cases, key)) is not None
    }
    if isinstance(fact, Letter):
        touched |= letters.concerned_by(books, fact)
    elif back is not None and not (touched <= maybe and len(books.unmatched) == unmatched):
        back = None
    among = touched | maybe if back is not None else ()
    weight = sum(len(dict.__getitem__(books.accounts, key).cases) for key in among if key in books.accounts)
    state.recent.append(Taken(moment, fact, place, frozenset(touched), back, weight))
    state.weight += weight
    _forget(state)
    return frozenset(touched)


def _way_back(state: State, fact: Fact) -> Callable[[], None] | None:
    """What takes a fact back that is about to be folded, as far as it touches only whom it concerns."""
    folding = state.folding
    if isinstance(fact, Letter):
        return state.letters.way_back(folding.books, fact)
    if isinstance(fact, Mail) and fact.source.fingerprint not in folding.books.judged:
        return way_back(folding, fact)
    return None


def _forget(state: State) -> None:
    """Keep in mind what happened so lately that clocks may differ about it, and the last fact before that.

    Of a storm about a client with many invoices, only the last mails can be taken back.
    """
    since = state.last[0] - _RECENT if state.last is not None else None
    while since is not None and len(state.recent) > 1 and state.recent[1].moment[0] < since:
        state.recent.popleft()
    if state.weight > _MOST_CASES:
        state.weight = 0
        for taken in reversed(state.recent):
            state.weight += taken.weight
            if state.weight > _MOST_CASES // 2:
                taken.back, taken.weight = None, 0


def with_plans(state: State, clients: Collection[ClientKey]) -> set[ClientKey]:
    """These clients, and those with whom they share instalments."""
    books, found = state.folding.books, set(clients)
    for client in clients:
        for case in dict.__getitem__(books.accounts, client).cases:
            if case.plan is not None:
                found |= {dict.__getitem__(books.cases, key).client for key in case.plan.keys}
    return found


def ledger_of(state: State, accounts: Mapping[ClientKey, Account]) -> Ledger:
    """The ledger with these accounts."""
    books, till = state.folding.books, state.folding.till
    over: dict[str, LinkDraft] = {}
    for note, mail in state.folding.claimed.about.items():
        if mail in books.links:
            over[note] = books.links[mail]
    unknown = [word for word, payment in till.incoming.words if payment is None]
    for word, payment in till.incoming.words:
        if payment is not None:
            _link_word(state, over, word, till.stories[payment])
    return Ledger(
        accounts=accounts,
        links=Links(books.links, over),
        holds=holds_of(books),
        unreadable=books.unreadable,
        bank_heard_on=heard_on(books),
        bank_looked_on=dict(sorted(books.bank_looked.items())),
        questions=tuple(story.question for story in state.asking if story.question is not None),
        credits=Stories(till.tell),
        unmatched=(*books.unmatched, *unknown),
    )


def _link_word(state: State, over: dict[str, LinkDraft], word: CreditAssigned, story: StoryDraft) -> None:
    """As `fold_words`: the owner's note concerns whom its payment concerns; nothing is kept."""
    books, mark = state.folding.books, word.source.fingerprint
    known = over.get(mark) or books.links.get(mark) or LinkDraft()
    link = books.links.get(story.payment.first.mail.source.fingerprint)
    cases = [case for case, _ in story.posted]
    clients = {case.client for case in cases} or (link.clients if link is not None else set())
    over[mark] = LinkDraft(
        clients=known.clients | clients,
        invoices=known.invoices | {case.invoice.number for case in cases},
    )
