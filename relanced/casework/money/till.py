"""The working copy of all stories about money, while facts are folded. Changed by the fold only."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from relanced.casework.books import AccountDraft, Books, CaseDraft
from relanced.casework.ledger import CreditState, CreditStory, Hold, Posting, PostingKind, Question
from relanced.casework.money.incoming import Incoming
from relanced.casework.money.told import Payment
from relanced.casework.settle.settlement import Settlement
from relanced.model.money import Money
from relanced.model.names import ClientKey, InvoiceNumber, mail_ref


@dataclass(slots=True, eq=False)
class StoryDraft:
    """One payment, and what became of it so far."""

    payment: Payment
    state: CreditState = CreditState.UNKNOWN
    settlement: Settlement | None = None
    posted: list[tuple[CaseDraft, Posting]] = field(default_factory=list)
    by_notes: int = 0  # cents of credit notes that it took up
    holds: list[tuple[AccountDraft | CaseDraft, Hold]] = field(default_factory=list)
    question: Question | None = None  # asked though nobody is silent for it
    is_ours: bool = False  # whether it may pay something of ours

    def post(self, books: Books, case: CaseDraft, posting: Posting) -> None:
        """Take an amount off a case; the posting may bear a later moment than that of the fold."""
        case.postings.append(posting)
        self.posted.append((case, posting))
        books.refresh_item(case, self.payment.first.mail.source.at)
        self.link(books, [case.client], [case])

    def hold(self, holders: Iterable[AccountDraft | CaseDraft], hold: Hold) -> None:
        """Bring silence that ends with this payment's doubt."""
        for holder in holders:
            holder.holds.append(hold)
            self.holds.append((holder, hold))

    def release(self) -> None:
        """End all silence and the question that this payment brought."""
        self.question = None
        for holder, hold in self.holds:
            holder.holds = [each for each in holder.holds if each is not hold]
        self.holds.clear()

    def link(self, books: Books, clients: Iterable[ClientKey], cases: Sequence[CaseDraft] = ()) -> None:
        """Let every mail that told of it concern these."""
        for tell in (*self.payment.tells, *self.payment.echoes):
            books.link(tell.mail.source.fingerprint, clients, cases)


@dataclass(slots=True)
class Till:
    """What came in, and what became of it so far."""

    incoming: Incoming
    stories: dict[Payment, StoryDraft] = field(default_factory=dict)
    early: list[StoryDraft] = field(default_factory=list)  # nothing open fitted

    def drafts(self) -> Iterator[StoryDraft]:
        """All stories, in the order in which their payments became known."""
        return (self.stories[payment] for payment in self.incoming.every() if payment in self.stories)

    def tell(self) -> tuple[CreditStory, ...]:
        """Every payment once, in the order in which they became known."""
        return tuple(map(_story, self.drafts()))

    def ask(self) -> tuple[Question, ...]:
        """What is asked of payments for which nobody is silent."""
        return tuple(draft.question for draft in self.drafts() if draft.question is not None)


def _story(draft: StoryDraft) -> CreditStory:
    payment = draft.payment
    ref, line = payment.best.name
    others = (mail_ref(t.mail.source.fingerprint) for t in (*payment.tells, *payment.echoes))
    mail = payment.first.mail
    return CreditStory(
        mail=ref,
        line=line,
        bank=payment.best.mail.bank,
        at=mail.source.at,
        credit=replace(payment.credit),
        state=draft.state,
        settlement=draft.settlement,
        paid=_paid(draft),
        also_told_by=tuple(dict.fromkeys(other for other in others if other != ref)),
    )


def _paid(draft: StoryDraft) -> tuple[tuple[InvoiceNumber, Money], ...]:
    return tuple(
        (case.invoice.number, posting.amount)
        for case, posting in draft.posted
        if posting.kind is PostingKind.PAYMENT
    )
