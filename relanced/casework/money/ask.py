"""A payment that nobody can place surely in; the silence and the one question that it brings out. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from relanced.casework.books import Books, CaseDraft
from relanced.casework.ledger import Hold, HoldKind, Question
from relanced.casework.money.till import StoryDraft
from relanced.casework.money.told import Payment
from relanced.casework.money.whom import is_trifle, moneys_of, whom_to_pause
from relanced.casework.settle.settlement import Settlement
from relanced.casework.words import short
from relanced.model.names import ClientKey, InvoiceNumber
from relanced.model.source import Source

MOST_CLIENTS = 8  # named in a question
MOST_WORDS = 400  # characters of a reason: it may quote a stranger
_MOST_NUMBERS = 3  # of one client


def wait_and_ask(books: Books, story: StoryDraft, settlement: Settlement, doubt: str) -> bool:
    """Pause the clients whose invoices it may well pay, and ask once; False: it is nobody's.

    A few cents wait for the owner's word in the list of credits, and silence nobody.
    """
    numbers = numbers_of(settlement)
    clients = clients_of(books, numbers)
    if not clients:
        return False
    payment = story.payment
    if is_trifle(moneys_of(payment), _cases(books, numbers)):
        story.link(books, sorted(clients))
        return True
    why = f"{told(payment)} may pay {by_client(books, numbers)}: {short(doubt, MOST_WORDS)}"
    example = next(number for number in numbers if books.case(number) is not None)
    paused = whom_to_pause(books, payment, numbers)
    pause(books, story, paused, why, ways(payment, example), numbers)
    story.link(books, sorted(clients))
    return True


def ask_of_excess(books: Books, story: StoryDraft, settlement: Settlement, paid: set[ClientKey]) -> None:
    """More came than was owed: what it was meant for may be another invoice of the same client."""
    clients = paid or clients_of(books, settlement.candidates)
    cases = [case for key in sorted(clients) for case in books.accounts[key].cases if case.is_mailed]
    if settlement.excess is not None and is_trifle([settlement.excess], _open_or_all(cases)):
        story.link(books, sorted(clients))
        return
    why = f"{settlement.excess} more than owed came with {told(story.payment)}: {short(settlement.because, MOST_WORDS)}"
    numbers = numbers_of(settlement)
    example = next(iter(numbers), InvoiceNumber("NUMBER"))
    pause(books, story, clients, why, ways(story.payment, example), numbers)


def pause(
    books: Books,
    story: StoryDraft,
    clients: Iterable[ClientKey],
    why: str,
    way: str,
    numbers: Sequence[InvoiceNumber],
) -> None:
    """Silence these clients for some banking days from the day on which it became known; of none only ask."""
    mail = story.payment.first.mail
    day = books.calendar.day_of(mail.source.at)
    until = books.calendar.add_banking_days(day, books.rules.replies.money_days)
    keys, candidates = sorted(clients), tuple(numbers)
    if not keys:
        question = f"{why}. {way}; reminders go on meanwhile."
        story.question = Question(question=question, why=why, until=until, candidates=candidates)
        return
    hold = Hold(
        kind=HoldKind.MONEY_UNCLEAR,
        since=mail.source.at,
        until=until,
        why=why,
        source=story.payment.best.mail.source,
        question=f"{why}. {way}; silence ends after {until}.",
        credit=story.payment.ref,
        candidates=candidates,
    )
    story.hold([books.accounts[key] for key in keys], hold)
    story.link(books, keys)


def until_decided(story: StoryDraft, since: Source, why: str, question: str, case: CaseDraft) -> Hold:
    """Silence on one invoice that ends with the owner's word."""
    hold = Hold(
        kind=HoldKind.MONEY_UNCLEAR,
        since=since.at,
        until=None,
        why=why,
        source=story.payment.best.mail.source,
        question=question,
        credit=story.payment.ref,
        candidates=(case.invoice.number,),
    )
    story.hold([case], hold)
    return hold


def ways(payment: Payment, example: InvoiceNumber) -> str:
    """The words by which the owner answers."""
    ref = payment.ref
    return (
        f"«relanced credits assign {ref} {example}» says what it pays, "
        f"«relanced credits assign {ref} --none» that it pays none of ours"
    )


def told(payment: Payment) -> str:
    """Amount, payer and name of a payment, in words."""
    return f"{payment.credit.amount} from {short(payment.credit.payer) or 'an unnamed payer'} ({payment.ref})"


def numbers_of(settlement: Settlement) -> tuple[InvoiceNumber, ...]:
    """The invoices that it pays, or may pay, each once."""
    applied = (number for number, _ in settlement.applied)
    return tuple(dict.fromkeys((*settlement.candidates, *applied)))


def clients_of(books: Books, numbers: Iterable[InvoiceNumber]) -> set[ClientKey]:
    """The clients of these invoices."""
    cases = (books.case(number) for number in numbers)
    return {case.client for case in cases if case is not None}


def _cases(books: Books, numbers: Iterable[InvoiceNumber]) -> list[CaseDraft]:
    return [case for number in numbers if (case := books.case(number)) is not None]


def _open_or_all(cases: Sequence[CaseDraft]) -> Sequence[CaseDraft]:
    return [case for case in cases if case.is_open] or cases


def by_client(books: Books, numbers: Iterable[InvoiceNumber]) -> str:
    """«F-1, F-2 of Alpha; F-7 of Beta; … of 12 more clients»: the first ones, and the number of the rest."""
    theirs: dict[ClientKey, list[InvoiceNumber]] = {}
    for number in numbers:
        case = books.case(number)
        if case is not None:
            theirs.setdefault(case.client, []).append(number)
    shown = [_of_one(books, key, theirs) for key in list(theirs)[:MOST_CLIENTS]]
    rest = len(theirs) - len(shown)
    more = [f"invoices of {rest} more client{'s' if rest > 1 else ''}"] if rest else []
    return "; ".join([*shown, *more])


def _of_one(books: Books, key: ClientKey, theirs: Mapping[ClientKey, Sequence[InvoiceNumber]]) -> str:
    numbers = theirs[key]
    more = f" and {len(numbers) - _MOST_NUMBERS} more" if len(numbers) > _MOST_NUMBERS else ""
    return f"{', '.join(numbers[:_MOST_NUMBERS])}{more} of {short(books.accounts[key].client.name)}"
