"""The owner's word on a payment in, the cases that it pays by that word changed. Pure.

The last word counts, and takes the place of what relanced would have settled: where the money was
applied before, it is owed again; the silence that its doubt brought has never been.
"""

from relanced.casework.books import Books, CaseDraft
from relanced.casework.ledger import CreditState, Posting, PostingKind
from relanced.casework.money.ask import told
from relanced.casework.money.confirmed import by_owner, make_room
from relanced.casework.money.till import StoryDraft, Till
from relanced.casework.money.told import came_in_on
from relanced.model.decided import CreditAssigned
from relanced.model.money import Money
from relanced.model.names import ClientKey


def pay_assigned(books: Books, story: StoryDraft, word: CreditAssigned) -> None:
    """Let a payment pay what the owner says: never more than came, never more than is owed.

    What he gave an amount goes first; where he gave none, as much as is owed. Numbers that are not known
    are shown.
    """
    story.state = CreditState.ASSIGNED
    targets = [(books.named(number, word.decided_at)[0], number, amount) for number, amount in word.to]
    if any(case is None for case, _, _ in targets):
        books.unmatched.append(word)
    known = [(case, amount) for case, _, amount in targets if case is not None]
    _learn(books, story, {case.client for case, _ in known})
    left = _given(story, known)
    for case, amount in sorted(known, key=lambda each: each[1] is None):  # stable
        currency = case.invoice.total.currency
        wanted = left.get(currency, 0) if amount is None else min(amount.cents, left.get(currency, 0))
        if amount is not None and amount.currency != currency:
            continue
        paid = _pay(books, story, case, Money(wanted, currency), word)
        left[currency] = left.get(currency, 0) - paid


def fold_words(books: Books, till: Till) -> None:
    """Let the owner's notes concern whom their payments concern; of payments that nobody knows they are shown."""
    for word, payment in till.incoming.words:
        if payment is None:
            books.unmatched.append(word)
            continue
        link = books.links.get(payment.first.mail.source.fingerprint)
        cases = [case for case, _ in till.stories[payment].posted]
        books.link(word.source.fingerprint, [case.client for case in cases], cases)
        if link is not None and not cases:
            books.link(word.source.fingerprint, link.clients)


def _given(story: StoryDraft, known: list[tuple[CaseDraft, Money | None]]) -> dict[str, int]:
    """The money there is, by currency: what arrived, or else what was sent, never both."""
    credit = story.payment.credit
    currencies = {case.invoice.total.currency for case, _ in known}
    for money in (credit.amount, credit.original):
        if money is not None and money.currency in currencies:
            return {money.currency: money.cents}
    return {}


def _learn(books: Books, story: StoryDraft, clients: set[ClientKey]) -> None:
    if len(clients) == 1:
        books.learn_payer(clients.pop(), story.payment.credit)


def _pay(books: Books, story: StoryDraft, case: CaseDraft, money: Money, word: CreditAssigned) -> int:
    """Take as much as is owed off a case; what the owner closed as «paid» is what this money pays."""
    if money.cents <= 0 or case.is_ignored:
        return 0
    give = min(money.cents, max(case.owed.cents, 0) + by_owner(case))
    if give <= 0:
        return 0
    make_room(case, give - max(case.owed.cents, 0))
    day = books.calendar.day_of(word.decided_at)
    posting = Posting(
        kind=PostingKind.PAYMENT,
        amount=Money(give, money.currency),
        at=word.decided_at,
        because=f"{told(story.payment)}, as you said on {day}",
        source=story.payment.best.mail.source,
        on=came_in_on(story.payment, books.calendar.day_of),
    )
    story.post(books, case, posting)
    return give
