"""A command of the owner's mail in, what it decides of the invoices or the client that it means done. Pure.

What he wrote need be no number and no name: short forms and parts of names count where one alone fits. Else all
that he may have meant is silent until he has said which; nothing is closed.
"""

from dataclasses import replace

from relanced.casework.books import Books, CaseDraft
from relanced.casework.decisions import clients_named, decide_case, decide_client
from relanced.casework.named_loosely import cases_called, clients_called, shorter
from relanced.model.decided import OwnerDecided, Verb
from relanced.model.names import ClientKey, MessageId

MOST_SILENCED = 8  # so many that he may have meant; more says that he meant something else
_SAFE = frozenset({Verb.PAUSE, Verb.DISPUTE})
_OPENING = _SAFE | {Verb.RESUME}


def fold_command(books: Books, decided: OwnerDecided) -> None:
    """Do what a command says, of whatever it means."""
    if not decided.target:
        _of_mail(books, decided)
        return
    at = decided.decided_at
    case, maybe = books.named(decided.target, at)
    if case is None and not maybe:
        client, others = clients_named(books, decided.target, at)
        if client is not None or others:
            _of_clients(books, decided, client, others)
            return
        found = cases_called(books, decided.target, at)
        if not found:
            _by_name(books, decided)
            return
        case, maybe = (found[0], []) if len(found) == 1 else (None, found)
    if len(maybe) > MOST_SILENCED:
        books.unmatched.append(decided)
        return
    decide_case(books, decided, case, maybe)


def _by_name(books: Books, decided: OwnerDecided) -> None:
    """By a part of a client's name; behind it may stand why, where it is a word that only silences."""
    names = shorter(decided.target) if decided.verb in _SAFE else [decided.target]
    for name in names:
        found = clients_called(books, name, decided.decided_at)
        if len(found) > MOST_SILENCED:
            break
        if found:
            rest = decided.target[len(name) :].strip()
            told = replace(decided, target=name, note=" ".join(filter(None, (rest, decided.note))))
            _of_clients(books, told if rest else decided, found[0] if len(found) == 1 else None, found)
            return
    books.unmatched.append(decided)


def _of_clients(
    books: Books, decided: OwnerDecided, client: ClientKey | None, others: list[ClientKey]
) -> None:
    """A client as a whole; what closes is said of an invoice, so it counts only where he has one that is open."""
    others = [key for key in others if key != client]
    if decided.verb in _OPENING:
        decide_client(books, decided, client, others)
        return
    at = decided.decided_at
    meant = [key for key in (client, *others) if key is not None]
    cases = [case for key in meant for case in books.accounts[key].open_cases(at)]
    if len(meant) == 1 and len(cases) == 1:
        decide_case(books, decided, cases[0], [])
    elif cases and len(cases) <= MOST_SILENCED:
        decide_case(books, decided, None, cases)
    else:
        books.unmatched.append(decided)


def _of_mail(books: Books, decided: OwnerDecided) -> None:
    """What the mail is about that he answers: the nearest that is known."""
    link = next((found for each in decided.answers if (found := _link(books, each)) is not None), None)
    if link is None:
        books.unmatched.append(decided)
        return
    clients, cases = link
    if len(clients) > 1:
        decide_case(books, decided, None, cases) if 0 < len(
            cases
        ) <= MOST_SILENCED else books.unmatched.append(decided)
    elif not cases:
        _of_clients(books, decided, clients[0], [])
    elif decided.verb in _OPENING:
        for case in cases:
            decide_case(books, decided, case, [])
    else:
        sure = cases[0] if len(cases) == 1 else None
        decide_case(books, decided, sure, [] if sure is not None else cases[:MOST_SILENCED])


def _link(books: Books, message_id: MessageId) -> tuple[list[ClientKey], list[CaseDraft]] | None:
    mark = books.answered.get(message_id)
    link = books.links.get(mark) if mark is not None else books.links.get(message_id)
    if link is None or not link.clients:
        return None
    cases = [case for number in sorted(link.invoices) if (case := books.case(number)) is not None]
    return sorted(key for key in link.clients if key in books.accounts), cases
