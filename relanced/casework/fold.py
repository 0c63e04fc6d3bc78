"""Facts in any order in, the ledger out. The same facts and rules give the same ledger. Pure."""

from collections.abc import Iterable, Mapping

from relanced.casework.books import AccountDraft, Books, CaseDraft
from relanced.casework.calendar import Calendar
from relanced.casework.claims import Claims, claims
from relanced.casework.clients import group
from relanced.casework.decisions import fold_decision, fold_mail_decision
from relanced.casework.directory import Directory, enter_ways
from relanced.casework.documents import enter, fold_credit_note, fold_invoice, fold_unreadable
from relanced.casework.judged import Judged, judge
from relanced.casework.ledger import Account, Case, Ledger, Link, OpenCreditNote
from relanced.casework.money.assigned import fold_words
from relanced.casework.money.bank_mail import (
    doubt_holds,
    fold_bank_mail,
    fold_credits,
    fold_early_money,
    fold_reversed,
)
from relanced.casework.money.incoming import read_incoming
from relanced.casework.money.learned import Learned
from relanced.casework.money.services import names_of_services
from relanced.casework.money.till import Till
from relanced.casework.order import in_order
from relanced.casework.replies import fold_auto_reply, fold_judgement, fold_reply
from relanced.casework.reread import read_twice
from relanced.casework.sending import fold_intended, fold_outcome, fold_reminder, settle_letters
from relanced.casework.troubles import fold_bounce, fold_quarantined
from relanced.casework.unsure import is_doubtful
from relanced.model.facts import (
    AutoReplyReceived,
    BankSpoke,
    BounceReceived,
    CreditNoteSent,
    CreditNoticed,
    CreditReversed,
    Fact,
    InvoiceSent,
    InvoiceStated,
    InvoiceUnreadable,
    MailQuarantined,
    OwnerDecided,
    ReminderSent,
    ReplyJudged,
    ReplyReceived,
    SendIntended,
    SendOutcome,
)
from relanced.model.names import number_key
from relanced.model.rules import Rules


def fold(facts: Iterable[Fact], rules: Rules) -> Ledger:
    """Fold facts into every client's account.

    Facts may come in any order and more than once. First all that was mailed is entered, so that a
    reply finds its case even where the server's clock is behind ours; then facts are folded by time.
    """
    claimed = claims(in_order(facts), rules.calendar.timezone)
    judged = judge(claimed.facts)
    ordered = judged.facts
    documents = [fact for fact in ordered if isinstance(fact, InvoiceSent | CreditNoteSent)]
    debtors = group(documents, rules)
    calendar, twice = Calendar(rules.calendar), read_twice(ordered)
    books = Books(
        rules,
        calendar,
        debtors,
        claimed.unreadable,
        claimed.former,
        twice,
        judged=judged.last,
        learned=Learned(names_of_services(rules)),
    )
    directory = Directory()
    for document in sorted(documents, key=is_doubtful):  # a sure number before one that may be wrong
        enter(books, document)
    for fact in ordered:
        enter_ways(books, directory, fact)
    for case in books.cases.values():
        books.learned.know(case.client, case.invoice.client_name)
    till = Till(read_incoming(ordered, calendar, rules))
    for place, fact in enumerate(ordered):
        _fold_ours(books, claimed, till, fact)
        _fold_banks(books, till, fact, place)
        _fold_theirs(books, directory, fact)
        if isinstance(fact, ReplyJudged):
            _fold_judged(books, judged, fact)
    _link_notes(books, claimed)
    fold_words(books, till)
    return _close_books(books, till)


def _fold_ours(books: Books, claimed: Claims, till: Till, fact: Fact) -> None:
    """What we wrote or decided."""
    match fact:
        case InvoiceSent():
            fold_invoice(books, fact)
            fold_early_money(books, till, fact)
        case CreditNoteSent():
            fold_credit_note(books, fact)
        case ReminderSent():
            fold_reminder(books, fact)
        case SendIntended():
            fold_intended(books, fact)
        case SendOutcome():
            fold_outcome(books, fact)
        case InvoiceUnreadable():
            fold_unreadable(books, fact)
        case OwnerDecided() | InvoiceStated() if fact.source.fingerprint in claimed.about:
            pass  # it has become a claim, or ended a question
        case OwnerDecided():
            _fold_decided(books, claimed, fact)
        case InvoiceStated():
            books.unmatched.append(fact)
        case _:
            pass


def _fold_decided(books: Books, claimed: Claims, decided: OwnerDecided) -> None:
    read_since = claimed.read_since.get(decided.source.fingerprint)
    if read_since is None:
        fold_decision(books, decided)
    else:
        fold_mail_decision(books, decided, read_since)


def _fold_judged(books: Books, judged: Judged, note: ReplyJudged) -> None:
    mail = judged.about.get(note.source.fingerprint)
    if mail is None:
        books.unmatched.append(note)
    else:
        fold_judgement(books, note, mail, is_other=mail in judged.changed)


def _fold_banks(books: Books, till: Till, fact: Fact, place: int) -> None:
    """What banks told of."""
    match fact:
        case CreditNoticed():
            fold_credits(books, till, fact, place)
        case CreditReversed():
            fold_reversed(books, till, fact, place)
        case BankSpoke():
            fold_bank_mail(books, till, fact)
        case _:
            pass


def _fold_theirs(books: Books, directory: Directory, fact: Fact) -> None:
    """What clients and mail servers wrote."""
    match fact:
        case ReplyReceived():
            fold_reply(books, directory, fact)
        case AutoReplyReceived():
            fold_auto_reply(books, directory, fact)
        case BounceReceived():
            fold_bounce(books, directory, fact)
        case MailQuarantined():
            fold_quarantined(books, directory, fact)
        case _:
            pass


def _link_notes(books: Books, claimed: Claims) -> None:
    """What the owner said of a mail concerns whom the mail concerns."""
    for note, mail in claimed.about.items():
        link = books.links.get(mail)
        if link is not None:
            books.links[note] = link


def _close_books(books: Books, till: Till) -> Ledger:
    flights = _flights(books)
    links = {
        key: Link(clients=frozenset(link.clients), invoices=frozenset(link.invoices))
        for key, link in sorted(books.links.items())
    }
    return Ledger(
        accounts={key: _account(books, books.accounts[key], flights) for key in sorted(books.accounts)},
        links=links,
        holds=(*(hold for _, hold in books.bank_holds), *doubt_holds(books)),
        unreadable=books.unreadable,
        bank_heard_on={bank: tuple(sorted(books.bank_days[bank])) for bank in sorted(books.bank_days)},
        bank_looked_on=dict(sorted(books.bank_looked.items())),
        questions=till.ask(),
        credits=till.tell(),
        unmatched=tuple(books.unmatched),
    )


def _flights(books: Books) -> dict[str, SendIntended]:
    """By number_key: the letter in doubt that was to do a step which nothing else shows as done."""
    return {
        number_key(case.invoice.number): intended
        for intended in settle_letters(books)
        for number, step in intended.lines
        for case in books.lined(number, intended.at, [intended.client])
        if step is not None and step not in case.steps
    }


def _account(books: Books, draft: AccountDraft, flights: Mapping[str, SendIntended]) -> Account:
    cases = (_case(books, case, draft, flights) for case in draft.cases)
    return Account(
        client=draft.client,
        address=draft.address,
        address_why=draft.contact.why if draft.contact is not None else "",
        cases=tuple(sorted(cases, key=lambda case: (case.due_on, case.number))),
        last_reminder_on=draft.last_reminder_on,
        holds=tuple(draft.holds),
        credit_notes=tuple(OpenCreditNote(note=n.note, left=n.left) for n in draft.notes.values()),
    )


def _case(books: Books, draft: CaseDraft, account: AccountDraft, flights: Mapping[str, SendIntended]) -> Case:
    theirs = (hold for hold in account.holds if hold not in draft.lifted)
    return Case(
        invoice=draft.invoice,
        client=draft.client,
        mailed_on=books.calendar.day_of(draft.mailed_at),
        due_on=draft.due_on,
        owed=draft.owed,
        postings=tuple(draft.postings),
        steps=tuple(sorted(draft.steps.values(), key=lambda done: (done.at, done.step))),
        in_flight=flights.get(number_key(draft.invoice.number)),
        holds=tuple(sorted((*draft.holds, *theirs), key=lambda hold: (hold.since, hold.kind, hold.why))),
        promises=tuple(draft.promises),
        accepted=draft.accepted,
    )
