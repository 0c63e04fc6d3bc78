"""Money that went back in; the cases that it had paid, open again where they stood, out. Pure.

Their steps stay done: the ladder goes on from there and never starts anew.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from relanced.casework.books import AccountDraft, Books, CaseDraft
from relanced.casework.ledger import CreditState, Hold, HoldKind, Posting, PostingKind
from relanced.casework.money.ask import clients_of, told
from relanced.casework.money.returns import Return
from relanced.casework.money.till import StoryDraft, Till
from relanced.casework.money.told import Payment, Tell
from relanced.casework.typed import typed
from relanced.casework.words import short
from relanced.model.facts import Credit, ToldBy
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber

_Opened = list[tuple[CaseDraft, Money]]


def fold_return(books: Books, till: Till, back: Return) -> bool:
    """Open again what the payment had paid; where nobody can say which one it was, wait and ask.

    False: it concerns nothing of ours that is known.
    """
    story = till.stories.get(back.payment) if back.payment is not None else None
    if story is None:
        return _ask_which(books, till, back)
    is_whole = back.back.credit.amount == story.payment.credit.amount
    if is_whole:
        story.state = CreditState.REVERSED
        story.release()
        till.early = [early for early in till.early if early is not story]
    opened = _take_back(books, story, back.back, is_whole=is_whole)
    for case, amount in opened:
        _hold(books, story, back.back, case, amount)
    cases = [case for case, _ in opened]
    _link(books, back.back, cases)
    return True


def _link(
    books: Books, back: Payment, cases: Sequence[CaseDraft], accounts: Iterable[AccountDraft] = ()
) -> None:
    clients = [*(case.client for case in cases), *(account.client.key for account in accounts)]
    for tell in back.tells:
        books.link(tell.mail.source.fingerprint, clients, cases)


def _take_back(books: Books, story: StoryDraft, back: Payment, *, is_whole: bool) -> _Opened:
    """Post what is owed again: all that it had paid and written off; a chargeback may take a part."""
    source = back.best.mail.source
    why = _went_back(books, story, back)
    opened: _Opened = []
    for case, cents in _to_open(story, None if is_whole else back.credit):
        amount = Money(cents, case.invoice.total.currency)
        came_at = min(posting.at for paid, posting in story.posted if paid is case)
        posting = Posting(
            kind=PostingKind.REVERSED,
            amount=-amount,
            at=source.at,
            because=why,
            source=source,
            came_at=came_at,
        )
        case.postings.append(posting)
        books.refresh_item(case, source.at)
        opened.append((case, amount))
    return opened


def _to_open(story: StoryDraft, part: Credit | None) -> list[tuple[CaseDraft, int]]:
    """How many cents each case owes again. What credit notes had given to it stays given."""
    kinds = {PostingKind.PAYMENT, PostingKind.WRITE_OFF} if part is None else {PostingKind.PAYMENT}
    taken: dict[int, tuple[CaseDraft, int]] = {}
    for case, posting in story.posted:
        stands = any(posting is each for each in case.postings)  # not another currency's, of an older version
        if (
            posting.kind in kinds
            and stands
            and (part is None or posting.amount.currency == part.amount.currency)
        ):
            cents = taken.get(id(case), (case, 0))[1]
            taken[id(case)] = case, cents + posting.amount.cents
    notes = story.by_notes
    left = sum(cents for _, cents in taken.values()) if part is None else part.amount.cents
    found = []
    for case, cents in taken.values():
        kept = min(notes, cents)
        notes -= kept
        again = min(cents - kept, left)
        left -= again
        if again > 0:
            found.append((case, again))
    return found


def _hold(books: Books, story: StoryDraft, back: Payment, case: CaseDraft, amount: Money) -> None:
    """A few days for the owner to speak with the client before the next step comes.

    A mail's words are misread more easily than a bank file: where they alone say so, the owner decides.
    """
    number, proof = case.invoice.number, _proof(story.payment, back)
    until = _until(books, proof) if proof is not None else None
    done = max(case.steps.values(), key=lambda step: step.at, default=None)
    stood = f"after its step «{done.step}»" if done is not None else "before its first step"
    why = f"{_went_back(books, story, back)}: {amount} of {number} are owed again"
    if until is None:
        ways = (
            f"A mail's words alone say so. Look at the account: «{typed('resume', number)}» lets its reminders "
            f"go on where they stood, {stood}; «relanced paid {number}» closes it."
        )
    else:
        ways = (
            f"Its reminders go on where they stood, {stood}, when {until} is over; «relanced pause {number}» "
            f"keeps them still, «relanced paid {number}» closes it."
        )
    question = f"{why}. {ways}"
    case.holds.append(_silence(back, until, why, question, (number,)))


def _ask_which(books: Books, till: Till, back: Return) -> bool:
    """Silence for all whom it may concern, and one question."""
    stories = [till.stories[payment] for payment in back.maybe if payment in till.stories]
    numbers = tuple(dict.fromkeys(number for story in stories for number in _numbers(story)))
    accounts = [books.accounts[key] for key in sorted(clients_of(books, numbers))]
    if not accounts:
        return False
    until = _until(books, back.back.first)
    named = "; ".join(f"{told(story.payment)} of {_day_of(books, story.payment)}" for story in stories)
    why = f"{_which(books, back.back)}, and nobody can say surely which payment that was: {named}"
    question = (
        f"{why}. «relanced credits assign {stories[0].payment.ref} --none» says that it was this one, and that "
        f"what it paid is owed again; silence ends after {until}."
    )
    hold = _silence(back.back, until, why, question, numbers)
    for account in accounts:
        account.holds.append(hold)
    _link(books, back.back, (), accounts)
    return True


def _numbers(story: StoryDraft) -> list[InvoiceNumber]:
    waiting = [number for _, hold in story.holds for number in hold.candidates]
    return [*(case.invoice.number for case, _ in story.posted), *waiting]


def _proof(payment: Payment, back: Payment) -> Tell | None:
    """The first line that surely tells of this return: of a bank file, or with the bank's name of the payment."""
    mine = {(tell.mail.bank, tell.credit.entry_id) for tell in payment.tells if tell.credit.entry_id}
    sure = (
        tell
        for tell in back.tells
        if tell.mail.told_by is ToldBy.STATEMENT or (tell.mail.bank, tell.credit.entry_id) in mine
    )
    return next(sure, None)


def _silence(
    back: Payment, until: date | None, why: str, question: str, numbers: tuple[InvoiceNumber, ...]
) -> Hold:
    return Hold(
        kind=HoldKind.MONEY_BACK,
        since=back.first.mail.source.at,
        until=until,
        why=why,
        source=back.best.mail.source,
        question=question,
        credit=back.ref,
        candidates=numbers,
    )


def _went_back(books: Books, story: StoryDraft, back: Payment) -> str:
    return f"{told(story.payment)} went back on {_day_of(books, back)} ({short(back.best.mail.because)})"


def _which(books: Books, back: Payment) -> str:
    payer = f" from {short(back.credit.payer)}" if back.credit.payer else ""
    return (
        f"{back.credit.amount}{payer} went back on {_day_of(books, back)} ({short(back.best.mail.because)})"
    )


def _day_of(books: Books, payment: Payment) -> date:
    return books.calendar.day_of(payment.first.mail.source.at)


def _until(books: Books, tell: Tell) -> date:
    day = books.calendar.day_of(tell.mail.source.at)
    return books.calendar.add_banking_days(day, books.rules.replies.money_days)
