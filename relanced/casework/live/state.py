"""Facts folded so far and one more in; the books with it, where it only adds to them, out. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from relanced.casework.books import CLOCK_SKEW, LinkDraft
from relanced.casework.clients import Document
from relanced.casework.fold import Folding, begin, enter_all, heard_on, holds_of
from relanced.casework.ledger import Account, Ledger
from relanced.casework.live.letters import Letters
from relanced.casework.live.newcomers import Newcomers
from relanced.casework.live.reach import Reach
from relanced.casework.live.told import Told
from relanced.casework.live.views import Links, Stories
from relanced.casework.money.till import StoryDraft
from relanced.casework.order import in_order, moment_of
from relanced.model.decided import CreditAssigned
from relanced.model.facts import (
    BankSpoke,
    CreditNoticed,
    Fact,
    ReminderSent,
    SendIntended,
    SendOutcome,
    happened_at,
)
from relanced.model.names import ClientKey
from relanced.model.rules import Rules

_RECENT = CLOCK_SKEW + timedelta(hours=1)
# What these mean, no invoice that the clocks date a little later can change: they mean cases by number.
_BY_NUMBER = Document | SendIntended | SendOutcome | ReminderSent | BankSpoke | CreditNoticed


@dataclass(slots=True, kw_only=True)
class State:
    """All facts so far, folded."""

    folding: Folding
    reach: Reach
    newcomers: Newcomers
    letters: Letters = field(default_factory=Letters)
    last: tuple[datetime, int, int, str] | None = None  # the moment of the last fact
    told: Told | None = None  # once a mail about money is to be added
    asking: list[StoryDraft] = field(default_factory=list)  # payments of which the owner may be asked
    recent: list[tuple[datetime, frozenset[ClientKey]]] = field(default_factory=list)


def folded(facts: Sequence[Fact], rules: Rules) -> State:
    """All these facts, in whatever order they came, folded anew."""
    ordered = in_order(facts)
    folding = begin(ordered, rules)
    books = folding.books
    state = State(folding=folding, reach=Reach(), newcomers=Newcomers(rules))
    state.newcomers.see(ordered)
    last = ordered[-1] if ordered else None
    state.last = moment_of(last) if last is not None else None
    for place, fact in enumerate(folding.facts):
        if isinstance(fact, Document):
            state.newcomers.note(fact, books.debtors)
        _fold(state, place)
    state.asking = [story for story in folding.till.drafts() if story.question is not None]
    _forget(state)
    return state


def add(state: State, fact: Fact) -> set[ClientKey] | None:
    """Fold one more fact; gives the clients whose accounts it may have changed.

    None: it is older than another one, or may change what older ones meant; then all is to be folded anew.
    """
    moment = moment_of(fact)
    if state.last is not None and moment <= state.last:
        return None
    if not _only_adds(state, fact):
        return None
    state.last = moment
    folding = state.folding
    state.newcomers.see([fact])
    enter_all(folding, [fact])
    touched = _fold(state, len(folding.facts) - 1)
    if isinstance(fact, Document):
        touched.add(folding.books.debtors.of(fact))
    if isinstance(fact, CreditNoticed):
        new = folding.till.incoming.payments.get(len(folding.facts) - 1, ())
        state.asking += [story for each in new if (story := folding.till.stories[each]).question is not None]
    if len(state.recent) > 200:
        _forget(state)
    return touched


def _only_adds(state: State, fact: Fact) -> bool:
    """Whether all older facts mean with this one what they meant without; whose it is, is then entered."""
    books = state.folding.books
    if isinstance(fact, CreditNoticed):
        return _only_adds_money(state, fact)
    if not isinstance(fact, Document):
        return state.reach.goes_on(fact)
    client = state.newcomers.client_of(fact, books, state.reach)
    since = fact.source.at - CLOCK_SKEW
    if client is None or any(at >= since and client in touched for at, touched in state.recent):
        return False
    books.debtors.admit(fact, client)
    state.newcomers.note(fact, books.debtors)
    return True


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


def _fold(state: State, place: int) -> set[ClientKey]:
    """Fold the fact at this place; gives the clients whom it touched."""
    folding, books = state.folding, state.folding.books
    fact = folding.facts[place]
    books.accounts.touched.clear()
    books.cases.touched.clear()
    folding.take(place)
    state.reach.note(fact)
    if isinstance(fact, SendIntended):
        state.letters.note(books, fact)
    touched = set(books.accounts.touched)
    touched |= {
        case.client for key in books.cases.touched if (case := dict.get(books.cases, key)) is not None
    }
    if isinstance(fact, SendIntended | SendOutcome | ReminderSent):
        touched.update(state.letters.concerned(fact.message_id))
    if not isinstance(fact, _BY_NUMBER) and touched:
        state.recent.append((happened_at(fact), frozenset(touched)))
    return touched


def _forget(state: State) -> None:
    """Keep in mind only what happened so lately that clocks may differ about it."""
    if state.last is not None:
        since = state.last[0] - _RECENT
        state.recent = [each for each in state.recent if each[0] >= since]


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
