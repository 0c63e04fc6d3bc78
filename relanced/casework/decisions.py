"""A decision of the owner in, the holds, claims and doubts that it makes or ends changed. Pure."""

from collections.abc import Sequence

from relanced.casework.books import Books, CaseDraft
from relanced.casework.ledger import Hold, HoldKind, PostingKind, StepDone
from relanced.model.facts import OwnerDecided, Verb
from relanced.model.names import ClientKey, MessageId, address_matches, number_key


def fold_decision(books: Books, decided: OwnerDecided) -> None:
    """Do what the owner decided about an invoice, a client, or (resume only) a bank."""
    case = books.case(decided.target)
    client = None if case is not None else client_named(books, decided.target)
    cases = [case] if case is not None else books.accounts[client].cases if client is not None else []
    mailed = [c for c in cases if c is case or c.mailed_at <= decided.decided_at]
    if case is not None:
        books.link(decided.source.fingerprint, [case.client], [case])
    elif client is not None:
        books.link(decided.source.fingerprint, [client])
    elif not (decided.verb is Verb.RESUME and _resume_bank(books, decided)):
        books.unmatched.append(decided)
        return
    match decided.verb:
        case Verb.RESUME:
            _resume(books, decided, client, mailed)
        case Verb.PAUSE:
            _replace_hold(books, decided, client, cases, HoldKind.PAUSE)
        case Verb.DISPUTE:
            _replace_hold(books, decided, client, cases, HoldKind.DISPUTE)
        case Verb.PAID:
            because = f"the owner says on {books.calendar.day_of(decided.decided_at)} that it is paid"
            for paid in mailed:
                books.pay_off(paid, PostingKind.OWNER, decided.decided_at, because, decided.source)


def client_named(books: Books, target: str) -> ClientKey | None:
    """The client that the owner means: by key, else by a name that only one client bears."""
    wanted = " ".join(target.casefold().split())
    if not wanted:
        return None
    keys = [key for key in books.accounts if key.casefold() == wanted]
    names = [k for k, a in books.accounts.items() if " ".join(a.client.name.casefold().split()) == wanted]
    found = keys or names
    return found[0] if len(found) == 1 else None


def _replace_hold(
    books: Books,
    decided: OwnerDecided,
    client: ClientKey | None,
    cases: Sequence[CaseDraft],
    kind: HoldKind,
) -> None:
    """A new word of the owner takes the place of his earlier one of the same kind."""
    day = books.calendar.day_of(decided.decided_at)
    said = "paused it" if kind is HoldKind.PAUSE else "marked it as disputed"
    why = f"you {said} on {day}{f': {decided.note}' if decided.note else ''}"
    hold = Hold(
        kind=kind, since=decided.decided_at, until=decided.until, why=why, source=decided.source, intent=None
    )
    if client is not None:
        account = books.accounts[client]
        account.holds = [*_others(account.holds, kind), hold]
        return
    for case in cases:
        case.holds = [*_others(case.holds, kind), hold]


def _others(holds: Sequence[Hold], kind: HoldKind) -> list[Hold]:
    return [hold for hold in holds if hold.kind is not kind or hold.intent is not None]


def _resume(
    books: Books, decided: OwnerDecided, client: ClientKey | None, cases: Sequence[CaseDraft]
) -> None:
    """End every hold that is older; accept old invoices; settle what only a person can settle."""
    if client is not None:
        books.accounts[client].holds = []
    for case in cases:
        case.accepted = True
        case.holds = []
        theirs = books.accounts[case.client].holds
        case.lifted |= {hold for hold in theirs if hold.kind is not HoldKind.INSOLVENCY}
        case.postings = [p for p in case.postings if p.kind is not PostingKind.OWNER]  # «paid», taken back
        _settle_doubt(books, case)
        books.take_other_version(case)
        books.refresh_item(case, decided.decided_at)


def _settle_doubt(books: Books, case: CaseDraft) -> None:
    """A letter in doubt counts as sent: a step may be missed, never sent twice."""
    key = number_key(case.invoice.number)
    for message_id, letter in books.letters.items():
        if not letter.is_in_doubt:
            continue
        for number, step in letter.intended.lines:
            if step is not None and number_key(number) == key:
                done = StepDone(step=step, at=letter.intended.at, message_id=MessageId(message_id))
                case.steps.setdefault(step, done)


def _resume_bank(books: Books, decided: OwnerDecided) -> bool:
    """The owner has looked at his account: unreadable mails of his bank, and its silence, are settled."""
    wanted = decided.target.strip().casefold()
    named = [
        b for b in books.rules.banks if b.name.casefold() == wanted or address_matches(wanted, b.senders)
    ]
    if not named:
        return False
    names = {bank.name for bank in named}
    books.bank_holds = [(name, hold) for name, hold in books.bank_holds if name not in names]
    books.bank_days.add(books.calendar.day_of(decided.decided_at))
    return True
