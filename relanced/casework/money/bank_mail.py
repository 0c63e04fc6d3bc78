"""A bank's mail in, what it tells of money done, or shown, out. Pure."""

from collections.abc import Sequence
from datetime import timedelta

from relanced.casework.books import Books
from relanced.casework.ledger import CreditState, Hold, HoldKind
from relanced.casework.money.apply import fold_doubted, fold_payment
from relanced.casework.money.ask import numbers_of, told, until_decided
from relanced.casework.money.counter import settle_credit
from relanced.casework.money.reversed import fold_return
from relanced.casework.money.till import StoryDraft, Till
from relanced.casework.money.whom import is_trifle, moneys_of
from relanced.casework.typed import typed
from relanced.casework.words import short
from relanced.model.facts import BankSpoke, CreditNoticed, CreditReversed, InvoiceSent
from relanced.model.names import mail_ref, number_key

EARLY = timedelta(days=60)  # how long before its invoice money may come


def fold_credits(books: Books, till: Till, notice: CreditNoticed, place: int) -> None:
    """Settle what a trusted notice tells first; an untrusted one can only make relanced wait and ask."""
    if notice.trusted:
        books.heard(notice.bank, notice.source.at)
    payments, doubted = till.incoming.payments.get(place, ()), till.incoming.doubted.get(place, ())
    for payment in payments:
        story = till.stories[payment] = fold_payment(books, payment)
        if story.state is CreditState.UNKNOWN:
            till.early.append(story)
    for payment in doubted:
        till.stories[payment] = fold_doubted(books, payment)
    fold_returns(books, till, place)
    told_before = len(notice.credits) > len(payments) + len(doubted)
    stories = [till.stories[payment] for payment in (*payments, *doubted)]
    if notice.credits and not told_before and not any(_concerns_somebody(story) for story in stories):
        books.unmatched.append(notice)


def _concerns_somebody(story: StoryDraft) -> bool:
    is_doubted = story.state is CreditState.UNTRUSTED
    return story.is_ours if is_doubted else story.state is not CreditState.UNKNOWN


def fold_reversed(books: Books, till: Till, mail: CreditReversed, place: int) -> None:
    """Open again what was paid with money that went back; of an untrusted mail nothing comes but that it is shown."""
    if not mail.trusted:
        books.unmatched.append(mail)
        return
    books.heard(mail.bank, mail.source.at)
    if not fold_returns(books, till, place):
        books.unmatched.append(mail)


def fold_returns(books: Books, till: Till, place: int) -> bool:
    """Fold the returns that are known with this mail; False: one of them concerns nothing that is known."""
    known = [fold_return(books, till, back) for back in till.incoming.returns.get(place, ())]
    return all(known)


def fold_bank_mail(books: Books, till: Till, mail: BankSpoke) -> None:
    """A bank's mail without a credit keeps its rhythm; one that only passes for a bank's is shown."""
    if not mail.trusted:
        if mail.kind == "phishing":
            books.unmatched.append(mail)
        return
    books.heard(mail.bank, mail.source.at)
    if mail.doubt and mail.source.fingerprint not in till.incoming.understood:
        books.bank_doubts.setdefault(mail.bank, []).append(mail)


def doubt_holds(books: Books) -> tuple[Hold, ...]:
    """A known sender that is not understood any more: money may have come unseen (law 4). One question a bank."""
    return tuple(_doubt(books, bank, mails) for bank, mails in sorted(books.bank_doubts.items()))


def _doubt(books: Books, bank: str, mails: Sequence[BankSpoke]) -> Hold:
    last, since = mails[-1], mails[0].source.at
    day, ref = books.calendar.day_of(last.source.at), mail_ref(last.source.fingerprint)
    before = f", like {len(mails) - 1} since {books.calendar.day_of(since)}" if len(mails) > 1 else ""
    why = (
        f"the mail {ref} of {bank} of {day} may tell of money and was not understood "
        f"({short(last.doubt)}){before}: no reminder leaves"
    )
    question = (
        f"{why}. Look at it (in {short(last.source.folder)}, mail {last.source.uid}; «relanced show {ref}» tells "
        f"what was read) and at the account, then «{typed('resume', bank)}». "
        "[[bank.notice]], or a profile of the bank, makes such mails understood (docs/banks.md)."
    )
    return Hold(
        kind=HoldKind.UNREADABLE, since=since, until=None, why=why, source=last.source, question=question
    )


def fold_early_money(books: Books, till: Till, sent: InvoiceSent) -> None:
    """Hold a new case whose money may have come before its invoice: paid on the quote, at the counter."""
    case = books.case(sent.number)
    key = number_key(sent.number)
    for story in reversed(till.early):
        payment, mail = story.payment, story.payment.first.mail
        if case is None or mail.source.at < sent.source.at - EARLY:
            break
        if payment.credit.amount != sent.total and key not in number_key(payment.credit.reference):
            continue
        if sent.number not in numbers_of(settle_credit(books, sent.source.at, payment.credit)):
            continue
        story.state = CreditState.WAITING
        story.link(books, [case.client], [case])
        if is_trifle(moneys_of(payment), [case]):
            continue
        why = f"{told(payment)} came on {books.calendar.day_of(mail.source.at)}, before {sent.number} was mailed"
        question = (
            f"{why}. Does it pay it? «relanced credits assign {payment.ref} {sent.number}» says so, "
            f"«relanced credits assign {payment.ref} --none» that it pays none of ours; "
            f"«{typed('resume', sent.number)}» goes on."
        )
        until_decided(story, sent.source, why, question, case)
