"""An invoice or credit note that we mailed in, the cases that it opens, doubts or closes changed. Pure."""

from relanced.casework.books import AccountDraft, Books, CaseDraft
from relanced.casework.clients import client_of
from relanced.casework.contacts import mailed_to
from relanced.casework.doubts import (
    credit_unclear,
    disagreeing,
    disagreeing_note,
    not_replaced,
    number_unsure,
    read_as_two,
    state_command,
    two_versions,
)
from relanced.casework.drafts import NoteDraft
from relanced.casework.ledger import Posting, PostingKind
from relanced.casework.replaced import take_place
from relanced.model.facts import CreditNoteSent, InvoiceSent, InvoiceUnreadable
from relanced.model.names import ClientKey, number_key


def enter(books: Books, sent: InvoiceSent | CreditNoteSent) -> None:
    """Make account and case known before anything is folded: a mail may look older than what it answers."""
    if isinstance(sent, InvoiceSent) and number_key(sent.number) in books.cases:
        return
    key = books.debtors.of(sent)
    if key not in books.accounts:
        client = client_of(key, sent.client_name, books.rules)
        books.accounts[key] = AccountDraft(client=client, address=sent.client_address)
    if isinstance(sent, InvoiceSent):
        case = CaseDraft(
            invoice=sent,
            client=key,
            mailed_at=sent.source.at,
            due_on=books.due_day(sent),
            accepted=sent.issued_on >= books.rules.start_on,
        )
        books.cases[number_key(sent.number)] = case
        books.accounts[key].enter(case)


def fold_invoice(books: Books, sent: InvoiceSent) -> None:
    """Open a case; or, where the number is known, see whether the second mail says the same."""
    case = books.cases[number_key(sent.number)]
    books.link(sent.source.fingerprint, [case.client], [case])
    if sent.rivals:
        case.holds.append(number_unsure(sent))
        if not case.invoice.rivals:  # a sure invoice has this number: nothing else is known of this one
            return
    said = [words for words in sent.disagreements if words not in case.disagreed]
    if said:
        case.disagreed.update(said)
        case.holds.append(disagreeing(sent, said))
    twin = books.read_twice.get((sent.source.fingerprint, number_key(sent.number)))
    if twin is not None:
        case.holds.append(read_as_two(sent, twin))
    if case.is_mailed:
        _mailed_again(books, case, sent)
        return
    case.is_mailed = True
    mailed_to(books.accounts[case.client], sent.client_address)
    _replace(books, case, sent)
    books.refresh_item(case, sent.source.at)


def fold_unreadable(books: Books, unread: InvoiceUnreadable) -> None:
    """Note whom a mail concerns that could not be read; it silences nobody: it is no answer, and no money."""
    books.link(unread.source.fingerprint, books.debtors.at(unread.client_address) & books.accounts.keys())


def _mailed_again(books: Books, case: CaseDraft, sent: InvoiceSent) -> None:
    """The same invoice again is no second claim; another amount, or another invoice, is a doubt."""
    same_client = books.debtors.of(sent) == case.client
    same_invoice = same_client or sent.issued_on == case.invoice.issued_on
    if sent.total != case.invoice.total or not same_invoice:
        case.holds.append(two_versions(case.invoice, sent, same_client=same_client))
        if same_client:
            case.other_version = sent
        return
    case.due_on = max(case.due_on, books.due_day(sent))  # the client may count on the later one
    if same_client and not books.debtors.is_copy(sent):  # for an accountant's eyes: changes nothing
        case.invoice = sent
        mailed_to(books.accounts[case.client], sent.client_address)
        books.refresh_item(case, sent.source.at)


def _replace(books: Books, case: CaseDraft, sent: InvoiceSent) -> None:
    """A corrected number closes the case of the old one; only within one client, only if nothing was paid.

    What stood on it, its silences, its plan, stands on the new one.
    """
    old = books.named(sent.replaces, sent.source.at)[0] if sent.replaces else None
    if old is None or old is case:
        return
    paid = [p for p in old.postings if p.kind in {PostingKind.PAYMENT, PostingKind.OWNER}]
    if old.client == case.client and not paid:
        because = f"replaced by {sent.number}"
        take_place(books, old, case, sent)
        books.pay_off(old, PostingKind.REPLACED, sent.source.at, because, sent.source)
        return
    doubt = "money was already paid on the old one" if paid else "they went to two different clients"
    hold = not_replaced(sent, old.invoice.number, doubt)
    case.holds.append(hold)
    old.holds.append(hold)


def fold_credit_note(books: Books, sent: CreditNoteSent) -> None:
    """Take a credit note off the invoice that it names; else keep it, taken off what its client owes altogether.

    Where that is in doubt too (it contradicts itself, is in another currency than what it is to reduce, or
    names an invoice that may be in a mail that nobody could read), his cases wait for the owner.
    """
    client = books.debtors.of(sent)
    books.link(sent.source.fingerprint, [client])
    key = number_key(sent.number)
    known = books.credit_notes.setdefault(key, sent)
    if known is not sent:  # mailed again: one credit note
        if known.total != sent.total:
            why = f"credit note {sent.number} was mailed twice, over {known.total} and over {sent.total}"
            books.hold_clients([client], credit_unclear(sent, why))
        return
    case = books.named(sent.corrects, sent.source.at)[0] if sent.corrects else None
    if case is None or case.invoice.total.currency != sent.total.currency:
        _keep_note(books, sent, client, case)
        return
    books.link(sent.source.fingerprint, [client], [case])
    because = f"credit note {sent.number}"
    at, source = sent.source.at, sent.source
    posting = Posting(
        kind=PostingKind.CREDIT_NOTE,
        amount=sent.total,
        at=at,
        because=because,
        source=source,
        on=min(sent.issued_on, books.calendar.day_of(at)),
    )
    books.post(case, posting)
    if sent.disagreements:
        case.holds.append(disagreeing_note(sent, case.invoice.number))
    if case.owed.cents < 0 and not case.replaced_by:
        why = f"credit note {sent.number} leaves {-case.owed} too much credited on {case.invoice.number}"
        books.hold_clients([case.client], credit_unclear(sent, why))


def _keep_note(books: Books, sent: CreditNoteSent, client: ClientKey, case: CaseDraft | None) -> None:
    """A credit note without an invoice; `case`: the one that it names, in another currency."""
    hint = _unread_hint(books, client)
    currencies = {each.invoice.total.currency for each in books.accounts[client].cases}
    is_doubtful = case is not None or bool(sent.disagreements) or bool(sent.corrects and hint)
    if not is_doubtful and sent.total.currency in currencies:
        books.keep_note(NoteDraft(note=sent, client=client, left=sent.total, hold=None, is_netted=True))
        return
    named = f"names {sent.corrects}, which is not known" if sent.corrects else "names no invoice"
    if case is not None:
        named = f"names {sent.corrects}, which is over {case.invoice.total}"
    hold = credit_unclear(sent, f"credit note {sent.number} over {sent.total} {named}", hint)
    books.keep_note(NoteDraft(note=sent, client=client, left=sent.total, hold=hold, is_netted=False))


def _unread_hint(books: Books, client: ClientKey) -> str:
    """Where the invoice that a credit note reduces may be: in a mail to this client that nobody could read."""
    theirs = [u for u in books.unreadable if client in books.debtors.at(u.client_address)]
    return f" It may be in a mail that could not be read: {state_command(theirs[0])}." if theirs else ""
