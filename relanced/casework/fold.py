"""Facts in any order in, the ledger out. The same facts and rules give the same ledger. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from relanced.casework.books import AccountDraft, Books, CaseDraft, LinkDraft
from relanced.casework.by_mail import fold_command
from relanced.casework.calendar import Calendar
from relanced.casework.claims import Claims, claims, may_name_a_mail
from relanced.casework.clients import group
from relanced.casework.commanded import answered_mails, as_commanded
from relanced.casework.decisions import fold_decision, fold_mail_decision
from relanced.casework.directory import Directory, enter_ways
from relanced.casework.documents import enter, fold_credit_note, fold_invoice, fold_unreadable
from relanced.casework.insolvent import fold_insolvency
from relanced.casework.judged import Judged, judge
from relanced.casework.ledger import Account, Case, Hold, Ledger, Link, OpenCreditNote
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
from relanced.casework.promises.instalments import fold_instalments, plan_holds, plan_of
from relanced.casework.replies import fold_auto_reply, fold_judgement, fold_reply
from relanced.casework.reread import read_twice
from relanced.casework.sending import fold_intended, fold_outcome, fold_reminder, settle_letters
from relanced.casework.storm import fold_storm
from relanced.casework.tasks.fold import enter_task, fold_task
from relanced.casework.tasks.passed import steps_of, still_open
from relanced.casework.troubles import fold_bounce, fold_quarantined
from relanced.casework.unsure import is_doubtful
from relanced.model.decided import CommandUnclear, InstalmentsAgreed, OwnerDecided, ReplyJudged
from relanced.model.facts import (
    AutoReplyReceived,
    BankSpoke,
    BounceReceived,
    CreditNoteSent,
    CreditNoticed,
    CreditReversed,
    Fact,
    InsolvencyFound,
    InvoiceSent,
    InvoiceStated,
    InvoiceUnreadable,
    MailQuarantined,
    ReminderSent,
    ReplyReceived,
    SendIntended,
    SendOutcome,
)
from relanced.model.names import MessageId, number_key
from relanced.model.rules import Rules


@dataclass(slots=True, kw_only=True)
class Folding:
    """Facts that are being folded one by one: what of them counts, and the books so far."""

    books: Books
    directory: Directory
    claimed: Claims
    judged: Judged
    till: Till
    facts: list[Fact]  # as they count, in order

    def take(self, place: int) -> None:
        """Fold the fact at this place; those before it are folded."""
        fact = self.facts[place]
        _fold_ours(self.books, self.claimed, self.till, fact)
        _fold_banks(self.books, self.till, fact, place)
        _fold_theirs(self.books, self.directory, fact)
        fold_storm(self.books, fact)
        fold_task(self.books, fact)
        if isinstance(fact, ReplyJudged):
            _fold_judged(self.books, self.judged, fact)

    def ledger(self) -> Ledger:
        """The accounts as they stand."""
        _link_notes(self.books, self.claimed)
        fold_words(self.books, self.till)
        return _close_books(self.books, self.till)


def fold(facts: Iterable[Fact], rules: Rules, aside: Collection[MessageId] = ()) -> Ledger:
    """Fold facts into every client's account.

    Facts may come in any order and more than once. First all that was mailed is entered, so that a
    reply finds its case even where the server's clock is behind ours; then facts are folded by time.
    A letter in Sent whose Message-ID is in `aside` moves no interval.
    """
    folding = begin(in_order(facts), rules, aside)
    for place in range(len(folding.facts)):
        folding.take(place)
    return folding.ledger()


def begin(ordered: Sequence[Fact], rules: Rules, aside: Collection[MessageId] = ()) -> Folding:
    """Settle what counts of all facts together, and enter all that was mailed; nothing is folded yet."""
    ordered = as_commanded(ordered)
    claimed = claims(ordered, rules.calendar.timezone)
    judged = judge(claimed.facts)
    documents = [fact for fact in judged.facts if isinstance(fact, InvoiceSent | CreditNoteSent)]
    calendar = Calendar(rules.calendar)
    books = Books(
        rules,
        calendar,
        group(documents, rules),
        claimed.unreadable,
        claimed.former,
        read_twice(judged.facts),
        judged=judged.last,
        answered=answered_mails(ordered),
        learned=Learned(names_of_services(rules)),
        seen_letters=set(aside),
    )
    folding = Folding(
        books=books,
        directory=Directory(),
        claimed=claimed,
        judged=judged,
        till=Till(read_incoming(judged.facts, calendar, rules)),
        facts=[],
    )
    enter_all(folding, judged.facts)
    return folding


def enter_all(folding: Folding, facts: Sequence[Fact]) -> None:
    """Make known all that these facts mailed, before any of them is folded."""
    books = folding.books
    documents = [fact for fact in facts if isinstance(fact, InvoiceSent | CreditNoteSent)]
    for document in sorted(documents, key=is_doubtful):  # a sure number before one that may be wrong
        enter(books, document)
    for fact in facts:
        enter_ways(books, folding.directory, fact)
        enter_task(books, fact)
    for document in documents:
        case = books.cases.get(number_key(document.number))
        if case is not None and case.invoice is document:
            books.learned.know(case.client, case.invoice.client_name)
    folding.facts.extend(facts)


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
        case InstalmentsAgreed():
            fold_instalments(books, fact)
        case OwnerDecided() | InvoiceStated():
            _fold_decided(books, claimed, fact)
        case CommandUnclear():
            books.unmatched.append(fact)
        case _:
            pass


def _fold_decided(books: Books, claimed: Claims, decided: OwnerDecided | InvoiceStated) -> None:
    # One mail of his may hold several lines: «c'est un avoir F-13» makes no claim of the line beside it.
    if decided.source.fingerprint in claimed.about and may_name_a_mail(decided):
        return  # it has become a claim, or ended a question
    if isinstance(decided, InvoiceStated):
        books.unmatched.append(decided)
        return
    read_since = claimed.read_since.get(decided.source.fingerprint)
    if decided.by == "mail":
        fold_command(books, decided)
    elif read_since is None:
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
    """What clients, mail servers and public registers say."""
    match fact:
        case ReplyReceived():
            fold_reply(books, directory, fact)
        case AutoReplyReceived():
            fold_auto_reply(books, directory, fact)
        case BounceReceived():
            fold_bounce(books, directory, fact)
        case MailQuarantined():
            fold_quarantined(books, directory, fact)
        case InsolvencyFound():
            fold_insolvency(books, fact)
        case _:
            pass


def _link_notes(books: Books, claimed: Claims) -> None:
    """What the owner said of a mail concerns whom the mail concerns."""
    for note, mail in claimed.about.items():
        link = books.links.get(mail)
        if link is not None:
            books.links[note] = link


def _close_books(books: Books, till: Till) -> Ledger:
    flights = flights_of(books, settle_letters(books))
    return Ledger(
        accounts={key: account_of(books, books.accounts[key], flights) for key in sorted(books.accounts)},
        links={key: link_of(link) for key, link in sorted(books.links.items())},
        holds=holds_of(books),
        unreadable=books.unreadable,
        bank_heard_on=heard_on(books),
        bank_looked_on=dict(sorted(books.bank_looked.items())),
        questions=till.ask(),
        credits=till.tell(),
        unmatched=tuple(books.unmatched),
    )


def link_of(draft: LinkDraft) -> Link:
    """Whom a mail concerns, as it stands."""
    return Link(clients=frozenset(draft.clients), invoices=frozenset(draft.invoices))


def holds_of(books: Books) -> tuple[Hold, ...]:
    """What silences the whole mailbox."""
    return (*(hold for _, hold in books.bank_holds), *doubt_holds(books))


def heard_on(books: Books) -> dict[str, tuple[date, ...]]:
    """By bank: the days with a trusted mail."""
    return {bank: tuple(sorted(books.bank_days[bank])) for bank in sorted(books.bank_days)}


def flights_of(books: Books, doubtful: Iterable[SendIntended]) -> dict[str, SendIntended]:
    """By number_key: the letter in doubt that was to do a step which nothing else shows as done."""
    return {
        number_key(case.invoice.number): intended
        for intended in doubtful
        for number, step in intended.lines
        for case in books.lined(number, intended.at, [intended.client])
        if step is not None and step not in case.steps
    }


def account_of(books: Books, draft: AccountDraft, flights: Mapping[str, SendIntended]) -> Account:
    """An account as it stands, once the letters are settled; `flights` are those in doubt."""
    theirs = _in_time(draft.holds)
    cases = (_case(books, case, theirs, flights) for case in draft.cases)
    return Account(
        client=draft.client,
        address=draft.address,
        address_why=draft.contact.why if draft.contact is not None else "",
        cases=tuple(sorted(cases, key=lambda case: (case.due_on, case.number))),
        last_reminder_on=draft.last_reminder_on,
        last_letter_on=draft.last_letter_on,
        holds=tuple(draft.holds),
        credit_notes=tuple(
            OpenCreditNote(note=n.note, left=n.left, is_netted=n.is_netted) for n in draft.notes.values()
        ),
    )


def _in_time(holds: Iterable[Hold]) -> tuple[Hold, ...]:
    return tuple(sorted(holds, key=lambda hold: (hold.since, hold.kind, hold.why)))


def _case(
    books: Books, draft: CaseDraft, theirs: tuple[Hold, ...], flights: Mapping[str, SendIntended]
) -> Case:
    """A case as it stands; `theirs` are the holds on its client, in time: most cases of his share that tuple."""
    agreed = plan_of(books, draft)
    planned = plan_holds(books, agreed)
    if draft.lifted:
        theirs = tuple(hold for hold in theirs if hold not in draft.lifted)
    return Case(
        invoice=draft.invoice,
        client=draft.client,
        mailed_on=books.calendar.day_of(draft.mailed_at),
        due_on=draft.due_on,
        owed=draft.owed,
        postings=tuple(draft.postings),
        steps=steps_of(draft),
        in_flight=flights.get(number_key(draft.invoice.number)),
        holds=_in_time((*draft.holds, *theirs, *planned)) if draft.holds or planned else theirs,
        promises=tuple(draft.promises),
        accepted=draft.accepted,
        tasks=still_open(draft),
        posted=tuple(draft.posted),
        plan=agreed,
    )
