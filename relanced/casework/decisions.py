"""A decision of the owner in, the holds, claims and doubts that it makes or ends changed. Pure."""

from collections.abc import Sequence
from datetime import datetime

from relanced.casework.books import AccountDraft, Books, CaseDraft
from relanced.casework.ledger import Hold, HoldKind, Posting, PostingKind, StepDone
from relanced.model.facts import OwnerDecided, Verb
from relanced.model.names import ClientKey, MessageId, address_matches, number_key

_DOUBTS = frozenset({HoldKind.CONTRADICTION, HoldKind.NUMBER_UNSURE})


def fold_decision(books: Books, decided: OwnerDecided) -> None:
    """Do what the owner decided about an invoice, a client, or (resume only) a bank."""
    case = books.case(decided.target)
    client = None if case is not None else client_named(books, decided.target, decided.decided_at)
    others = [] if case is not None else _others_named(books, decided, client)
    cases = [case] if case is not None else books.accounts[client].cases if client is not None else []
    mailed = [c for c in cases if c is case or c.mailed_at <= decided.decided_at]
    if case is not None:
        books.link(decided.source.fingerprint, [case.client], [case])
    elif (client is not None or others) and decided.verb is not Verb.IGNORE:
        books.link(decided.source.fingerprint, [*([client] if client is not None else []), *others])
    elif not (decided.verb is Verb.RESUME and _resume_bank(books, decided)):
        books.unmatched.append(decided)
        return
    match decided.verb:
        case Verb.RESUME:
            _resume_sharing(books, client, others)
            _resume(books, decided, client, mailed)
        case Verb.PAUSE | Verb.DISPUTE:
            clients = [client, *others] if client is not None else others
            _replace_hold(books, decided, clients, cases)
        case Verb.PAID:
            because = f"the owner says on {books.calendar.day_of(decided.decided_at)} that it is paid"
            for paid in mailed:
                books.pay_off(paid, PostingKind.OWNER, decided.decided_at, because, decided.source)
        case Verb.IGNORE if case is not None:
            _ignore(books, decided, case)
        case _:
            pass


def _ignore(books: Books, decided: OwnerDecided, case: CaseDraft) -> None:
    """No claim, or none to be chased; what our documents left in doubt about it matters no more."""
    note = f": {decided.note}" if decided.note else ""
    because = f"you said on {books.calendar.day_of(decided.decided_at)} that it is no claim{note}"
    case.holds = [hold for hold in case.holds if hold.kind not in _DOUBTS]
    books.pay_off(case, PostingKind.IGNORED, decided.decided_at, because, decided.source)
    case.is_ignored = case.owed.cents == 0  # what was paid too much stays owed back


def client_named(books: Books, target: str, at: datetime) -> ClientKey | None:
    """The client that the owner means: by key, else by a name, or a mail domain, that only one client has.

    Only clients whom we had written to count for a name: what the owner said of one must not fall
    away because a namesake came later.
    """
    wanted = " ".join(target.casefold().split())
    if not wanted:
        return None
    keys = [key for key in books.accounts if key.casefold() == wanted]
    bearers = [k for k, a in books.accounts.items() if " ".join(a.client.name.casefold().split()) == wanted]
    then = [key for key in bearers if any(case.mailed_at <= at for case in books.accounts[key].cases)]
    found = keys or then or bearers or sorted(books.debtors.sharing(wanted) & books.accounts.keys())
    return found[0] if len(found) == 1 else None


def _others_named(books: Books, decided: OwnerDecided, client: ClientKey | None) -> list[ClientKey]:
    """The other clients behind the mail domain that is named: silenced with it, but nothing of theirs is paid."""
    if decided.verb not in {Verb.PAUSE, Verb.DISPUTE, Verb.RESUME}:
        return []
    sharing = books.debtors.sharing(decided.target) & books.accounts.keys()
    return sorted(key for key in sharing if key != client)


def _resume_sharing(books: Books, client: ClientKey | None, others: Sequence[ClientKey]) -> None:
    """End for the others what silences them together with this one; what is theirs alone stays."""
    if not others:
        return
    together = [client] if client is not None else others
    ended = set.intersection(*(_holds(books.accounts[key]) for key in together))
    for key in others:
        account = books.accounts[key]
        holders: list[AccountDraft | CaseDraft] = [account, *account.cases]
        for holder in holders:
            holder.holds = [hold for hold in holder.holds if hold not in ended]


def _holds(account: AccountDraft) -> set[Hold]:
    return {*account.holds, *(hold for case in account.cases for hold in case.holds)}


def _replace_hold(
    books: Books, decided: OwnerDecided, clients: Sequence[ClientKey], cases: Sequence[CaseDraft]
) -> None:
    """A new word of the owner takes the place of his earlier one of the same kind."""
    kind = HoldKind.PAUSE if decided.verb is Verb.PAUSE else HoldKind.DISPUTE
    day = books.calendar.day_of(decided.decided_at)
    said = "paused it" if kind is HoldKind.PAUSE else "marked it as disputed"
    why = f"you {said} on {day}{f': {decided.note}' if decided.note else ''}"
    hold = Hold(
        kind=kind, since=decided.decided_at, until=decided.until, why=why, source=decided.source, intent=None
    )
    holders: Sequence[AccountDraft | CaseDraft] = [books.accounts[key] for key in clients] or cases
    for holder in holders:
        holder.holds = [*_but(holder.holds, kind), hold]


def _but(holds: Sequence[Hold], kind: HoldKind) -> list[Hold]:
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
        case.postings = [p for p in case.postings if not _taken_back(books, p, client)]
        case.is_ignored = case.is_ignored and client is not None
        _settle_doubt(books, case)
        books.take_other_version(case)
        books.refresh_item(case, decided.decided_at)


def _taken_back(books: Books, posting: Posting, client: ClientKey | None) -> bool:
    """«paid» and «ignore» of an invoice end with a «resume» of it; that of its client ends a «paid CLIENT»."""
    if client is None:
        return posting.kind in {PostingKind.OWNER, PostingKind.IGNORED}
    return posting.kind is PostingKind.OWNER and not books.links[posting.source.fingerprint].invoices


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
