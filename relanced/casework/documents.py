"""An invoice or credit note that we mailed in, the cases that it opens, doubts or closes changed. Pure."""

from relanced.casework.books import AccountDraft, Books, CaseDraft, NoteDraft
from relanced.casework.clients import client_key, client_of
from relanced.casework.ledger import Hold, HoldKind, Posting, PostingKind
from relanced.model.facts import CreditNoteSent, InvoiceSent
from relanced.model.names import ClientKey, number_key
from relanced.model.rules import Rules


def debtor_key(sent: InvoiceSent | CreditNoteSent, rules: Rules) -> ClientKey:
    """The client whom a document was mailed to; by name where the mail had no readable address."""
    return client_key(sent.client_address, rules) or client_key(sent.client_name.strip() or "?", rules)


def enter(books: Books, sent: InvoiceSent | CreditNoteSent) -> None:
    """Make account and case known before anything is folded: a mail may look older than what it answers."""
    if isinstance(sent, InvoiceSent) and number_key(sent.number) in books.cases:
        return
    key = debtor_key(sent, books.rules)
    if key not in books.accounts:
        client = client_of(sent.client_address or key, sent.client_name, books.rules)
        books.accounts[key] = AccountDraft(client=client, address=sent.client_address)
    if isinstance(sent, InvoiceSent):
        case = CaseDraft(
            invoice=sent,
            client=key,
            mailed_at=sent.source.at,
            due_on=sent.due_on,
            accepted=sent.issued_on >= books.rules.start_on,
        )
        books.cases[number_key(sent.number)] = case
        books.accounts[key].cases.append(case)


def fold_invoice(books: Books, sent: InvoiceSent) -> None:
    """Open a case; or, where the number is known, see whether the second mail says the same."""
    case = books.cases[number_key(sent.number)]
    books.link(sent.source.fingerprint, [case.client], [case])
    if case.is_mailed:
        _mailed_again(books, case, sent)
        return
    case.is_mailed = True
    books.accounts[case.client].address = sent.client_address
    _replace(books, case, sent)
    books.refresh_item(case, sent.source.at)


def _mailed_again(books: Books, case: CaseDraft, sent: InvoiceSent) -> None:
    """The same invoice again is no second claim; another amount, or another invoice, is a doubt."""
    same_client = debtor_key(sent, books.rules) == case.client
    same_invoice = same_client or sent.issued_on == case.invoice.issued_on
    if sent.total != case.invoice.total or not same_invoice:
        case.holds.append(_contradiction(case, sent, same_client=same_client))
        if same_client:
            case.other_version = sent
        return
    case.due_on = max(case.due_on, sent.due_on)  # the client may count on the later one
    if same_client:  # a copy for somebody else's eyes (an accountant) changes nothing
        case.invoice = sent
        books.accounts[case.client].address = sent.client_address
        books.refresh_item(case, sent.source.at)


def _contradiction(case: CaseDraft, sent: InvoiceSent, *, same_client: bool) -> Hold:
    first = case.invoice
    counts = "the later" if same_client else "the first"
    why = (
        f"{first.number} was mailed twice and the mails disagree: {first.total} issued {first.issued_on} "
        f"to {first.client_address}, then {sent.total} issued {sent.issued_on} to {sent.client_address}"
    )
    return Hold(
        kind=HoldKind.CONTRADICTION,
        since=sent.source.at,
        until=None,
        why=why,
        source=sent.source,
        question=f"{why}. Which one counts? «resume {first.number}» goes on with {counts} one.",
    )


def _replace(books: Books, case: CaseDraft, sent: InvoiceSent) -> None:
    """A corrected number closes the case of the old one; only within one client, only if nothing was paid."""
    old = books.case(sent.replaces) if sent.replaces else None
    if old is None or old is case:
        return
    paid = [p for p in old.postings if p.kind in {PostingKind.PAYMENT, PostingKind.OWNER}]
    if old.client == case.client and not paid:
        because = f"replaced by {sent.number}"
        old.is_replaced = True
        books.pay_off(old, PostingKind.REPLACED, sent.source.at, because, sent.source)
        return
    doubt = "money was already paid on the old one" if paid else "they went to two different clients"
    why = f"{sent.number} says that it replaces {old.invoice.number}, but {doubt}"
    hold = Hold(
        kind=HoldKind.CONTRADICTION,
        since=sent.source.at,
        until=None,
        why=why,
        source=sent.source,
        question=f"{why}. Which is owed? «paid NUMBER» closes one, «resume NUMBER» goes on with one.",
    )
    case.holds.append(hold)
    old.holds.append(hold)


def fold_credit_note(books: Books, sent: CreditNoteSent) -> None:
    """Take a credit note off the invoice that it names; else keep it, and its client's cases, waiting."""
    client = debtor_key(sent, books.rules)
    books.link(sent.source.fingerprint, [client])
    key = number_key(sent.number)
    known = books.credit_notes.setdefault(key, sent)
    if known is not sent:  # mailed again: one credit note
        if known.total != sent.total:
            why = f"credit note {sent.number} was mailed twice, over {known.total} and over {sent.total}"
            books.hold_clients([client], _unclear(sent, why))
        return
    case = books.case(sent.corrects) if sent.corrects else None
    if case is None or case.invoice.total.currency != sent.total.currency:
        named = f"names {sent.corrects}, which is not known" if sent.corrects else "names no invoice"
        hold = _unclear(sent, f"credit note {sent.number} over {sent.total} {named}")
        books.keep_note(NoteDraft(note=sent, client=client, left=sent.total, hold=hold))
        return
    books.link(sent.source.fingerprint, [client], [case])
    because = f"credit note {sent.number}"
    at, source = sent.source.at, sent.source
    posting = Posting(kind=PostingKind.CREDIT_NOTE, amount=sent.total, at=at, because=because, source=source)
    books.post(case, posting)
    if case.owed.cents < 0 and not case.is_replaced:
        why = f"credit note {sent.number} leaves {-case.owed} too much credited on {case.invoice.number}"
        books.hold_clients([case.client], _unclear(sent, why))


def _unclear(sent: CreditNoteSent, why: str) -> Hold:
    return Hold(
        kind=HoldKind.MONEY_UNCLEAR,
        since=sent.source.at,
        until=None,
        why=why,
        source=sent.source,
        question=f"{why}. Which invoice does it reduce? «paid NUMBER» or «resume CLIENT» goes on.",
    )
