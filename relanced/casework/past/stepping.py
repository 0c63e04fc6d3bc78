"""Facts in, a few at a time and in order; the ledger as it was after each step out. Pure.

What a step gives is what the fold of all facts so far gives: nothing that comes later is known. Most
mails only add to what was folded; where one changes what older ones meant, all so far is folded anew.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from relanced.casework.books import AccountDraft
from relanced.casework.calendar import Calendar
from relanced.casework.claims import Claims, claims
from relanced.casework.clients import Document
from relanced.casework.fold import Folding, begin, enter_all
from relanced.casework.ledger import Ledger
from relanced.casework.live.mailed import Mailed
from relanced.casework.live.told import Told
from relanced.casework.past.lately import Lately
from relanced.casework.past.seen import Seen
from relanced.casework.reread import read_twice
from relanced.model.decided import CreditAssigned, OwnerDecided, ReplyJudged
from relanced.model.facts import (
    AutoReplyReceived,
    CreditNoteSent,
    CreditNoticed,
    CreditReversed,
    Fact,
    InvoiceSent,
    InvoiceStated,
    InvoiceUnreadable,
    ReplyReceived,
)
from relanced.model.names import ClientKey, Fingerprint, MessageId, mail_ref
from relanced.model.rules import Rules

# Notes of the owner about older mails, and money that went back.
_REACHES_BACK = InvoiceStated | ReplyJudged | CreditAssigned | CreditReversed


@dataclass(slots=True, kw_only=True)
class _State:
    """All that changes from step to step."""

    folding: Folding
    claimed: list[Fact]
    mailed: Mailed
    judged: set[str]  # mails that the owner judged
    seen: Seen
    lately: Lately
    told: Told


class Stepper:
    """The books at one moment of the past."""

    def __init__(self, rules: Rules, aside: Collection[MessageId] = ()) -> None:
        """`aside`: Message-IDs of letters that move no interval, as in `fold`."""
        self._rules, self._aside = rules, frozenset(aside)
        self._calendar = Calendar(rules.calendar)
        self._ordered: list[Fact] = []
        self._has_rivals = self._has_unread = False
        self._state = self._folded()

    def advance(self, facts: Sequence[Fact]) -> None:
        """Let these facts happen: in order, none before any that happened already."""
        if not facts:
            return
        is_first = not self._ordered
        self._ordered.extend(facts)
        self._has_unread |= any(isinstance(fact, InvoiceUnreadable) for fact in facts)
        self._has_rivals |= any(
            isinstance(fact, InvoiceStated) or (isinstance(fact, InvoiceSent) and bool(fact.rivals))
            for fact in facts
        )
        if is_first or not self._goes_on(facts):
            self._state = self._folded()

    @property
    def accounts(self) -> Mapping[ClientKey, AccountDraft]:
        """All clients so far; for looking only."""
        return self._state.folding.books.accounts

    def ledger(self, clients: Collection[ClientKey]) -> Ledger:
        """These clients' accounts as they stand."""
        return self._state.folding.ledger(clients)

    def _folded(self) -> _State:
        """All so far, folded anew."""
        ordered = tuple(self._ordered)
        folding = begin(ordered, self._rules, self._aside)
        state = _State(
            folding=folding,
            claimed=list(folding.claimed.facts),
            mailed=Mailed(self._rules),
            judged={fact.mail.strip().lower() for fact in ordered if isinstance(fact, ReplyJudged)},
            seen=Seen(self._rules),
            lately=Lately(),
            told=Told(self._calendar),
        )
        documents = [fact for fact in folding.facts if isinstance(fact, Document)]
        state.mailed.add(documents, folding.books.debtors)
        state.told.begin(folding.facts)
        for place, fact in enumerate(folding.facts):
            state.lately.take(folding, place)
            state.seen.note(fact, folding.books.debtors)
        return state

    def _goes_on(self, new: Sequence[Fact]) -> bool:
        """Fold new facts onto the books; False: they change what older ones meant."""
        counted = self._counted(new)
        if counted is None or not self._enter(counted):
            return False
        folding = self._state.folding
        for place in range(len(folding.facts) - len(counted), len(folding.facts)):
            self._state.lately.take(folding, place)
            self._state.seen.note(folding.facts[place], folding.books.debtors)
        return True

    def _counted(self, new: Sequence[Fact]) -> Sequence[Fact] | None:
        """The new facts as they count; None: older ones may count otherwise now."""
        if any(isinstance(fact, _REACHES_BACK) for fact in new):
            return None
        replies = (fact for fact in new if isinstance(fact, ReplyReceived | AutoReplyReceived))
        if self._state.judged and any(
            mail_ref(fact.source.fingerprint) in self._state.judged for fact in replies
        ):
            return None
        counted = new
        if self._may_claim(new):
            claimed = claims(self._ordered, self._rules.calendar.timezone)
            known = len(self._state.claimed)
            marks = {fact.source.fingerprint for fact in new if isinstance(fact, OwnerDecided)}
            if list(claimed.facts[:known]) != self._state.claimed or not self._claim_alike(claimed, marks):
                return None
            counted = claimed.facts[known:]
            self._take_claims(claimed)
        self._state.claimed.extend(counted)
        return counted

    def _may_claim(self, new: Sequence[Fact]) -> bool:
        """Whether what our own mails ask for must be settled anew."""
        if self._has_rivals:
            return any(
                isinstance(f, InvoiceSent | CreditNoteSent | InvoiceUnreadable | OwnerDecided) for f in new
            )
        return self._has_unread and any(isinstance(f, InvoiceUnreadable | OwnerDecided) for f in new)

    def _claim_alike(self, claimed: Claims, new: Collection[Fingerprint]) -> bool:
        old = self._state.folding.claimed
        about = {note: mail for note, mail in claimed.about.items() if note not in new}
        since = {note: keys for note, keys in claimed.read_since.items() if note not in new}
        return claimed.former == old.former and about == old.about and since == old.read_since

    def _take_claims(self, claimed: Claims) -> None:
        books = self._state.folding.books
        self._state.folding.claimed = claimed
        books.unreadable = claimed.unreadable
        books.read_twice = read_twice(claimed.facts)

    def _enter(self, counted: Sequence[Fact]) -> bool:
        """Make known what was mailed and paid; False: that changes what older mails meant."""
        folding = self._state.folding
        books = folding.books
        documents = [fact for fact in counted if isinstance(fact, InvoiceSent | CreditNoteSent)]
        debtors = self._state.mailed.grouped(documents, books.debtors)
        if debtors is None:
            return False
        again = self._state.seen.changed_by(books, debtors, counted)
        if again is None:
            return False
        placed = enumerate(counted, len(folding.facts))
        notices = [(place, fact) for place, fact in placed if isinstance(fact, CreditNoticed)]
        if not self._state.told.goes_on(notices, folding.till.incoming):
            return False
        lately = self._state.lately.undo(folding, again.lately)
        if lately is None:
            return False
        books.debtors = debtors
        self._state.mailed.add(documents, debtors)
        enter_all(folding, counted)
        marks = set(map(id, again.nobodys))
        books.unmatched = [fact for fact in books.unmatched if id(fact) not in marks]
        for mail in again.nobodys:
            folding.take_theirs(mail)
        for taken in lately:
            self._state.lately.take_again(folding, taken)
        return True
