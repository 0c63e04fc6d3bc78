"""A payment in, the cases that it pays, or puts in doubt, changed. Pure."""

from dataclasses import replace

from relanced.casework.books import Books, CaseDraft
from relanced.casework.ledger import CreditState, Posting, PostingKind
from relanced.casework.money.ask import MOST_WORDS, ask_of_excess, numbers_of, told, wait_and_ask
from relanced.casework.money.assigned import pay_assigned
from relanced.casework.money.check import objection
from relanced.casework.money.confirmed import confirmed, make_room, names, paid_lately
from relanced.casework.money.counter import settle_credit
from relanced.casework.money.till import StoryDraft
from relanced.casework.money.told import Payment, came_in_on
from relanced.casework.settle.settlement import SURE, Outcome, Settlement
from relanced.casework.words import short
from relanced.model.facts import Credit
from relanced.model.names import number_key


def fold_payment(books: Books, payment: Payment) -> StoryDraft:
    """Do with one payment what the owner said of it, else what it pays by itself; in doubt wait and ask."""
    story = StoryDraft(payment)
    if payment.word is not None:
        pay_assigned(books, story, payment.word)
    elif payment.payout is not None and payment.is_surely_payout:
        story.state = CreditState.TRANSFER
    else:
        _settle(books, story)
    return story


def fold_doubted(books: Books, payment: Payment) -> StoryDraft:
    """A mail that is not proven to come from the bank can only make relanced wait and ask."""
    story = StoryDraft(payment, state=CreditState.UNTRUSTED)
    mail = payment.first.mail
    if payment.word is not None:  # one that names invoices would have been believed
        story.state = CreditState.ASSIGNED
        return story
    settlement = settle_credit(books, mail.source.at, payment.credit)
    story.is_ours = wait_and_ask(books, story, settlement, f"the mail is not proven to come from {mail.bank}")
    return story


def _settle(books: Books, story: StoryDraft) -> None:
    payment = story.payment
    settlement = settle_credit(books, payment.first.mail.source.at, payment.credit)
    doubt = _doubt(books, payment)
    if not doubt and settlement.outcome in SURE:
        doubt = objection(books, payment.credit, settlement)
    if doubt:
        settlement = _only_candidates(settlement, doubt)
    case = None if doubt else confirmed(books, payment, settlement)
    if case is not None:
        settlement = _confirm(books, story, case)
    story.settlement = settlement
    if case is not None:
        story.state = CreditState.SETTLED
    elif settlement.outcome in SURE:
        story.state = CreditState.SETTLED
        _apply(books, story, settlement)
    elif wait_and_ask(books, story, settlement, settlement.because):
        story.state = CreditState.WAITING


def _doubt(books: Books, payment: Payment) -> str:
    """Why it may be no payment of its own; "": it is one."""
    if payment.perhaps is not None:
        twin = payment.perhaps
        day = books.calendar.day_of(twin.first.mail.source.at)
        return f"it may be the payment that was told already on {day} ({twin.ref}), or a second one"
    if payment.payout is not None:
        day = books.calendar.day_of(payment.payout.source.at)
        return f"it is the sum of what {payment.payout.bank} told on {day}, and may only pass that on"
    return ""


def _only_candidates(settlement: Settlement, doubt: str) -> Settlement:
    numbers = numbers_of(settlement)
    return Settlement(
        outcome=Outcome.AMBIGUOUS if numbers else Outcome.UNKNOWN,
        candidates=numbers,
        because=f"{doubt} ({settlement.because})",
        rivals=settlement.rivals,
    )


def _apply(books: Books, story: StoryDraft, settlement: Settlement) -> None:
    payment = story.payment
    at, source = payment.first.mail.source.at, payment.best.mail.source
    on = came_in_on(payment, books.calendar.day_of)
    assumed = f"; assumed: {settlement.assumed}" if settlement.assumed else ""
    because = f"{told(payment)}: {short(settlement.because + assumed, MOST_WORDS)}"
    _learn(books, payment.credit, settlement)
    entries = [
        *((PostingKind.PAYMENT, entry) for entry in settlement.applied),
        *((PostingKind.WRITE_OFF, entry) for entry in settlement.written_off),
    ]
    clients = set()
    for kind, (number, amount) in entries:
        if amount.cents < 0:
            books.use_note(number, -amount, at)
            story.by_notes -= amount.cents
            continue
        case = books.cases[number_key(number)]
        posting = Posting(kind=kind, amount=amount, at=at, because=because, source=source, on=on)
        story.post(books, case, posting)
        clients.add(case.client)
    if settlement.excess is not None:
        named = [c.invoice.number for c in paid_lately(books, payment)]
        named = [number for number in named if names(payment.credit.reference, number)]
        ask_of_excess(books, story, replace(settlement, candidates=(*settlement.candidates, *named)), clients)


def _confirm(books: Books, story: StoryDraft, case: CaseDraft) -> Settlement:
    """The owner had said that it is paid: this is the money."""
    payment, number = story.payment, case.invoice.number
    settlement = Settlement(
        outcome=Outcome.PAID,
        applied=((number, payment.credit.amount),),
        because=f"{number} was closed by your word: this is its money",
    )
    make_room(case, payment.credit.amount.cents)
    posting = Posting(
        kind=PostingKind.PAYMENT,
        amount=payment.credit.amount,
        at=payment.first.mail.source.at,
        because=f"{told(payment)}: {settlement.because}",
        source=payment.best.mail.source,
        on=came_in_on(payment, books.calendar.day_of),
    )
    story.post(books, case, posting)
    return settlement


def _learn(books: Books, credit: Credit, settlement: Settlement) -> None:
    """Remember who paid where the reference names the invoices whole and the money is theirs to the cent."""
    if settlement.excess is not None or settlement.written_off:
        return
    numbers = [number for number, amount in settlement.applied if amount.cents > 0]
    if not numbers or not all(names(credit.reference, number) for number in numbers):
        return
    clients = {case.client for number in numbers if (case := books.case(number)) is not None}
    paid = sum(amount.cents for _, amount in settlement.applied)
    owed = sum(case.owed.cents for number in numbers if (case := books.case(number)) is not None)
    given = {money.cents for money in (credit.amount, credit.original) if money is not None}
    if (
        len(clients) == 1
        and paid in given
        and sum(a.cents for _, a in settlement.applied if a.cents > 0) == owed
    ):
        books.learn_payer(clients.pop(), credit)
