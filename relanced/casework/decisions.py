"""A decision of the owner in, the holds, claims and doubts that it makes or ends changed. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from relanced.casework.books import AccountDraft, Books, CaseDraft
from relanced.casework.contacts import fold_contact
from relanced.casework.ledger import Hold, HoldKind, Posting, PostingKind, StepDone
from relanced.casework.promises.instalments import let_go
from relanced.casework.replaced import heirs_of
from relanced.casework.tasks.passed import pass_over
from relanced.casework.typed import typed
from relanced.model.decided import OwnerDecided, Verb
from relanced.model.names import ClientKey, MessageId, address_matches, number_key

_OWN = frozenset({HoldKind.PAUSE, HoldKind.DISPUTE})
_CLOSING = frozenset({PostingKind.OWNER, PostingKind.GIVEN_UP})
_DOUBTS = frozenset({HoldKind.CONTRADICTION, HoldKind.NUMBER_UNSURE})


def fold_decision(books: Books, decided: OwnerDecided) -> None:
    """Do what the owner decided about an invoice, a client, or (resume only) a credit note or a bank."""
    if decided.verb in {Verb.RELEASE, Verb.ERASE}:  # about a day, and about nobody; about words, and no money
        return
    case, maybe = books.named(decided.target, decided.decided_at)
    if decided.verb is Verb.CONTACT:
        fold_contact(books, decided, _sole_client(books, decided, case, maybe))
        return
    if case is not None or maybe:
        decide_case(books, decided, case, maybe)
        return
    client, others = clients_named(books, decided.target, decided.decided_at)
    if decided.verb is Verb.IGNORE or (client is None and not others):
        is_resumed = decided.verb is Verb.RESUME and (
            _resume_note(books, decided) or _resume_bank(books, decided)
        )
        if not is_resumed:
            books.unmatched.append(decided)
        return
    decide_client(books, decided, client, others)


def _sole_client(
    books: Books, decided: OwnerDecided, case: CaseDraft | None, maybe: Sequence[CaseDraft]
) -> ClientKey | None:
    """The one client whom the owner surely means, by an invoice of his or by name."""
    meant = [*([case] if case is not None else []), *maybe]
    if meant:
        clients = {each.client for each in meant}
        return clients.pop() if len(clients) == 1 else None
    client, others = clients_named(books, decided.target, decided.decided_at)
    return client if not others else None


def decide_case(
    books: Books, decided: OwnerDecided, case: CaseDraft | None, maybe: Sequence[CaseDraft]
) -> None:
    """About one invoice; those that may have been meant by its name beside are only silenced."""
    sure = [case] if case is not None else []
    heirs = heirs_of(books, sure)  # he names the old number, and may well mean the claim
    books.link(decided.source.fingerprint, [], [*sure, *heirs, *maybe])
    if not sure and decided.verb is not Verb.PAUSE and decided.verb is not Verb.DISPUTE:
        books.unmatched.append(decided)
    match decided.verb:
        case Verb.RESUME:
            _resume_paused_with(sure, maybe)
            _resume(books, decided, None, [*sure, *heirs])
        case Verb.PAUSE | Verb.DISPUTE:
            _replace_hold(books, decided, [*sure, *heirs, *maybe])
        case Verb.PAID | Verb.WRITE_OFF:
            _pay_off(books, decided, sure)
            _ask_which(books, decided, [*heirs, *maybe])
        case Verb.CREDIT_NOTE:  # of which nobody knows which of several mails carried it
            _ask_which(books, decided, [*sure, *heirs, *maybe])
        case Verb.IGNORE:
            for ignored in sure:
                _ignore(books, decided, ignored)
            _ask_which(books, decided, [*heirs, *maybe])


def decide_client(
    books: Books, decided: OwnerDecided, client: ClientKey | None, others: Sequence[ClientKey]
) -> None:
    """About a client as a whole; the others who may be meant by the name are only silenced."""
    sure = [books.accounts[client]] if client is not None else []
    maybe = [books.accounts[key] for key in others]
    at = decided.decided_at
    match decided.verb:
        case Verb.RESUME:
            _resume_together(sure, maybe)
            mailed = [c for account in sure for c in account.cases if c.mailed_at <= at]
            _resume(books, decided, client, mailed)
        case Verb.PAUSE | Verb.DISPUTE:
            _replace_hold(books, decided, [*sure, *maybe])
        case _ if sure and not any(c.mailed_at <= at for account in maybe for c in account.cases):
            maybe = []
            _pay_off(books, decided, [c for c in sure[0].cases if c.mailed_at <= at])
        case _:
            _ask_which(books, decided, [*sure, *maybe])
            books.unmatched.append(decided)
    books.link(decided.source.fingerprint, [account.client.key for account in (*sure, *maybe)])


def fold_mail_decision(books: Books, decided: OwnerDecided, read_since: Sequence[str]) -> None:
    """A word about a mail that could not be read, and now is: «ignore» holds what was read in it.

    Nobody knows which of it was unreadable when the owner said so: it is neither chased nor closed
    until he has said it of the invoice. «resume» ends that silence and nothing else.
    """
    cases = [books.cases[key] for key in read_since]
    ref = decided.target.strip().lower()
    if not cases:
        books.unmatched.append(decided)
        return
    books.link(decided.source.fingerprint, [], cases)
    why = (
        f"you said on {books.calendar.day_of(decided.decided_at)} that there is nothing to chase in its mail "
        f"{ref}, of which something could not be read then"
    )
    for case in cases:
        case.holds = [hold for hold in case.holds if not _is_of_mail(hold, ref)]
        if decided.verb is Verb.IGNORE:
            number = case.invoice.number
            question = (
                f"{why}. «relanced ignore {number}» if {number} was meant, else «{typed('resume', number)}»."
            )
            case.holds.append(_asking(decided, HoldKind.NUMBER_UNSURE, why, question))


def _is_of_mail(hold: Hold, ref: str) -> bool:
    return hold.kind is HoldKind.NUMBER_UNSURE and f" in its mail {ref}," in hold.why


def _pay_off(books: Books, decided: OwnerDecided, cases: Sequence[CaseDraft]) -> None:
    """Close what is owed, as paid or as given up."""
    day = books.calendar.day_of(decided.decided_at)
    kind, because = PostingKind.OWNER, f"the owner says on {day} that it is paid"
    if decided.verb is Verb.WRITE_OFF:
        kind, because = PostingKind.GIVEN_UP, f"you wrote it off on {day}"
        because += f": {decided.note}" if decided.note else ""
    for paid in cases:
        books.pay_off(paid, kind, decided.decided_at, because, decided.source)


def _ask_which(books: Books, decided: OwnerDecided, holders: Sequence[AccountDraft | CaseDraft]) -> None:
    """Silence all that a «paid» or an «ignore» may have meant, until the owner says which."""
    day = books.calendar.day_of(decided.decided_at)
    why = f"«{decided.verb.value} {decided.target}» of {day} may have meant this, or something else"
    for holder in holders:
        name = holder.client.key if isinstance(holder, AccountDraft) else holder.invoice.number
        question = f"{why}. Say it of each invoice by its number; «{typed('resume', name)}» goes on."
        holder.holds.append(_asking(decided, HoldKind.MONEY_UNCLEAR, why, question))


def _asking(decided: OwnerDecided, kind: HoldKind, why: str, question: str) -> Hold:
    return Hold(
        kind=kind, since=decided.decided_at, until=None, why=why, source=decided.source, question=question
    )


def _ignore(books: Books, decided: OwnerDecided, case: CaseDraft) -> None:
    """No claim, or none to be chased; what our documents left in doubt about it matters no more."""
    note = f": {decided.note}" if decided.note else ""
    because = f"you said on {books.calendar.day_of(decided.decided_at)} that it is no claim{note}"
    case.holds = [hold for hold in case.holds if hold.kind not in _DOUBTS]
    books.pay_off(case, PostingKind.IGNORED, decided.decided_at, because, decided.source)
    case.is_ignored = case.owed.cents == 0  # what was paid too much stays owed back


def clients_named(books: Books, target: str, at: datetime) -> tuple[ClientKey | None, list[ClientKey]]:
    """The client that the owner surely means, and those whom he may mean beside, or instead.

    By key, by a registration that stands in a key of former days, by any name that a document of his
    bore, or by a mail domain. An older mail found since, a [[client]] table or a new name changes what
    a client is called. Only clients whom we had written to by then count for a name: what the owner
    said of one must not fall away because a namesake came later.
    """
    wanted = " ".join(target.casefold().split())
    if not wanted:
        return None, []
    known = books.accounts.keys()
    base, mark, rest = wanted.partition("#")
    exact = [key for key in books.accounts if key.casefold() == wanted]
    named = _then(books, books.debtors.bearing(wanted) & known, at)
    meant = {*exact, *named, *(books.debtors.sharing(wanted) & known if exact or not named else ())}
    if mark and not exact and not named:
        registered = set(books.debtors.registered(rest) & known)
        behind = (books.debtors.sharing(base) | books.debtors.bearing(base)) & known
        meant = registered if len(registered) == 1 else registered | behind
    surely = exact[0] if exact else next(iter(meant)) if len(meant) == 1 else None
    return surely, sorted(meant - {surely})


def _then(books: Books, clients: Iterable[ClientKey], at: datetime) -> set[ClientKey]:
    """Those of them to whom something had been mailed; all, where it was to none."""
    every = set(clients)
    return {key for key in every if any(c.mailed_at <= at for c in books.accounts[key].cases)} or every


def _resume_paused_with(sure: Sequence[CaseDraft], maybe: Sequence[CaseDraft]) -> None:
    """End the pause that the name had brought to all of them; what clients wrote stays."""
    shared = set.intersection(*map(_holds, [*sure, *maybe])) if len(sure) + len(maybe) > 1 else set()
    ended = {hold for hold in shared if hold.intent is None and hold.kind in _OWN}
    for case in maybe:
        case.holds = [hold for hold in case.holds if hold not in ended]


def _resume_together(sure: Sequence[AccountDraft], maybe: Sequence[AccountDraft]) -> None:
    """End for the others what silences them together with this one; what is theirs alone stays."""
    if not maybe:
        return
    ended = set.intersection(*map(_holds, sure or maybe))
    holders: list[AccountDraft | CaseDraft] = [*maybe, *(case for each in maybe for case in each.cases)]
    for holder in holders:
        holder.holds = [hold for hold in holder.holds if hold not in ended]


def _holds(holder: AccountDraft | CaseDraft) -> set[Hold]:
    inner = holder.cases if isinstance(holder, AccountDraft) else []
    return {*holder.holds, *(hold for case in inner for hold in case.holds)}


def _replace_hold(books: Books, decided: OwnerDecided, holders: Sequence[AccountDraft | CaseDraft]) -> None:
    """A new word of the owner takes the place of his earlier one of the same kind."""
    kind = HoldKind.PAUSE if decided.verb is Verb.PAUSE else HoldKind.DISPUTE
    day = books.calendar.day_of(decided.decided_at)
    said = "paused it" if kind is HoldKind.PAUSE else "marked it as disputed"
    why = f"you {said} on {day}{f': {decided.note}' if decided.note else ''}"
    hold = Hold(
        kind=kind, since=decided.decided_at, until=decided.until, why=why, source=decided.source, intent=None
    )
    for holder in holders:
        holder.holds = [*_but(holder.holds, kind), hold]


def _but(holds: Sequence[Hold], kind: HoldKind) -> list[Hold]:
    return [hold for hold in holds if hold.kind is not kind or hold.intent is not None]


def _resume(
    books: Books, decided: OwnerDecided, client: ClientKey | None, cases: Sequence[CaseDraft]
) -> None:
    """End every hold that is older; accept old invoices; settle what only a person can settle."""
    day = books.calendar.day_of(decided.decided_at)
    for case in cases:
        theirs = [hold for hold in books.accounts[case.client].holds if hold not in case.lifted]
        pass_over(case, [*case.holds, *theirs], day)
    if client is not None:
        books.accounts[client].holds = []
    let_go(books, decided, cases)
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
    """What you closed ends with a «resume» of the invoice; that of a client ends what you said of him as a whole."""
    if client is None:
        return posting.kind in {*_CLOSING, PostingKind.IGNORED}
    return posting.kind in _CLOSING and not books.links[posting.source.fingerprint].invoices


def _settle_doubt(books: Books, case: CaseDraft) -> None:
    """A letter in doubt counts as sent: a step may be missed, never sent twice."""
    for message_id, letter in books.letters.items():
        if not letter.is_in_doubt:
            continue
        intended = letter.intended
        for number, step in intended.lines:
            meant = books.lined(number, intended.at, [intended.client]) if step is not None else []
            if step is not None and any(each is case for each in meant):
                done = StepDone(step=step, at=intended.at, message_id=MessageId(message_id))
                case.steps.setdefault(step, done)


def _resume_note(books: Books, decided: OwnerDecided) -> bool:
    """The owner has dealt with a credit note: it is taken off no more, what is owed is asked for in full."""
    key = number_key(decided.target)
    known = books.credit_notes.get(key)
    if known is None:
        return False
    client = books.debtors.of(known)
    books.link(decided.source.fingerprint, [client])
    kept = books.accounts[client].notes.get(key)
    if kept is not None:
        kept.is_netted = False
    return True


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
    day = books.calendar.day_of(decided.decided_at)
    for name in names:
        books.bank_doubts.pop(name, None)
        books.bank_looked[name] = max(day, books.bank_looked.get(name, day))
    return True
