"""Facts as they arrive in; the ledger that the fold of all of them gives out, with little of it folded anew. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from relanced.casework.fold import account_of, flights_of
from relanced.casework.ledger import Account, Ledger
from relanced.casework.live.add import add
from relanced.casework.live.pages import Pages
from relanced.casework.live.state import State, folded, ledger_of, with_plans
from relanced.casework.order import content_of, in_order, place_of, possible
from relanced.model.facts import Fact, SendIntended, SendOutcome
from relanced.model.names import ClientKey, MessageId
from relanced.model.rules import Rules

_FEW = 10  # so many facts at once are always added one by one; of more, those that are few beside the known


@dataclass(frozen=True, slots=True)
class Standing:
    """How all stands now."""

    ledger: Ledger
    changed: frozenset[ClientKey] | None  # whose accounts changed since it was last asked for; None: all


class LiveFold:
    """A ledger that goes on: always that of `fold(facts)`, whatever the order of their arrival.

    Most facts only add to what was folded, and touch one client. Where one may change what older ones
    meant, or is so much older than they are that it cannot be put in its place, all is folded anew.
    """

    def __init__(self, rules: Rules, aside: Collection[MessageId] = ()) -> None:
        """`aside`: Message-IDs of letters that move no interval, as in `fold`."""
        self._rules, self._aside = rules, frozenset(aside)
        self._facts: list[Fact] = []
        self._known: dict[str, list[Fact]] = {}  # by the mail that told them
        self._state: State | None = None
        self._accounts = Pages[ClientKey, Account, None]({}, _no_summary)
        self._touched: set[ClientKey] | None = None  # since the last ledger; None: all

    def take(self, facts: Iterable[Fact]) -> None:
        """Let these facts be known too."""
        new = [fact for fact in map(possible, facts) if self._is_new(fact)]
        self._facts += new
        if len(new) > max(len(self._facts) // 10, _FEW):
            self._state = None
        for fact in in_order(new) if self._state is not None else ():
            if self._state is None:
                return
            self._add(self._state, fact)

    def _add(self, state: State, fact: Fact) -> None:
        touched = add(state, fact)
        if touched is None:
            self._state = None
        elif self._touched is not None:
            self._touched |= touched

    def _is_new(self, fact: Fact) -> bool:
        """Whether it says anything new; one that takes an older one's place has all folded anew."""
        same_mail = self._known.setdefault(_told_by(fact), [])
        content = content_of(fact)
        known = [each for each in same_mail if content_of(each) == content]
        if any(place_of(each) <= place_of(fact) for each in known):
            return False
        if known:
            self._state = None
        same_mail.append(fact)
        return True

    def begin_anew(self) -> None:
        """Fold all facts anew when the ledger is asked for next."""
        self._state = None

    def stand(self) -> Standing:
        """The ledger as it stands, and whose accounts changed since this was last asked."""
        if self._state is None:
            self._state = folded(self._facts, self._rules, self._aside)
            self._touched = None
        state, touched, books = self._state, self._touched, self._state.folding.books
        keys = set(books.accounts) if touched is None else with_plans(state, touched)
        doubtful, back = state.letters.settled(books, keys)
        flights = flights_of(books, doubtful)
        made = {
            key: account_of(books, dict.__getitem__(books.accounts, key), flights) for key in sorted(keys)
        }
        back()
        self._accounts = Pages(made, _no_summary) if touched is None else self._accounts.changed(made)
        self._touched = set()
        changed = None if touched is None else frozenset(keys)
        return Standing(ledger_of(state, self._accounts), changed)

    def bearers(self, keys: Collection[str]) -> list[ClientKey]:
        """The clients of the invoices with these number keys, in order."""
        assert self._state is not None, "the ledger is asked for first"
        cases = self._state.folding.books.cases
        return sorted({dict.__getitem__(cases, key).client for key in keys if key in cases})


def _no_summary(_: Mapping[ClientKey, Account]) -> None:
    """Nothing is to be known of many accounts at once."""


def _told_by(fact: Fact) -> str:
    return fact.message_id if isinstance(fact, SendIntended | SendOutcome) else fact.source.fingerprint
