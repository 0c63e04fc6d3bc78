"""What the owner wrote for an invoice or a client in a mail, the invoices or clients that he may mean out. Pure.

«F-12» is F2026-012 where no other open invoice ends so; «Dupont» is Plomberie Dupont where no other client is
called so. Several candidates are several: whoever acts on one of them has guessed.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from relanced.casework.books import CLOCK_SKEW, AccountDraft, Books, CaseDraft
from relanced.casework.settle.name_words import EMPTY_WORDS, LEGAL_FORMS
from relanced.casework.settle.names import fold_text
from relanced.model.names import ClientKey

MAX_TARGET = 200  # characters
_PIECE = re.compile(r"[A-Z]+|\d+")
_WORD = re.compile(r"[A-Z0-9]+")
_LEAST_NAME = 3  # letters of a name


def is_short_for(target: str, number: str) -> bool:
    """Whether this may be a short form of an invoice's number: its last figures, and parts before them in order."""
    mine, theirs = (_PIECE.findall(fold_text(text[:MAX_TARGET])) for text in (target, number))
    if not mine or not theirs or not mine[-1].isdigit() or not _is_tail(mine[-1], theirs[-1]):
        return False
    left = iter(theirs[:-1])
    return all(any(_is_part(part, other) for other in left) for part in mine[:-1])


def _is_tail(mine: str, theirs: str) -> bool:
    return theirs.isdigit() and mine.lstrip("0") == theirs.lstrip("0")


def _is_part(mine: str, theirs: str) -> bool:
    """«26» stands for 2026, «F» for FA."""
    if mine.isdigit():
        return theirs == mine or (len(theirs) == 4 and len(mine) == 2 and theirs.endswith(mine))
    return theirs.startswith(mine)


def is_called(target: str, names: Iterable[str]) -> bool:
    """Whether all words of this stand in one of these names; legal forms do not count."""
    wanted = _words(target)
    return bool(wanted) and any(wanted <= _words(name) for name in names)


def _words(name: str) -> frozenset[str]:
    words = _WORD.findall(fold_text(name[:MAX_TARGET]))
    return frozenset(
        w for w in words if w not in LEGAL_FORMS and w not in EMPTY_WORDS and len(w) >= _LEAST_NAME
    )


def cases_called(books: Books, target: str, at: datetime) -> list[CaseDraft]:
    """The invoices that a short form may mean: of those mailed by then the open ones, or all where none is open."""
    found = [
        case
        for account in books.accounts.values()
        for case in _mailed(account, at)
        if is_short_for(target, case.invoice.number)
    ]
    return [case for case in found if case.is_open] or found


def clients_called(books: Books, target: str, at: datetime) -> list[ClientKey]:
    """The clients whom a part of a name may mean, of those to whom something had been mailed by then."""
    return sorted(
        key
        for key, account in books.accounts.items()
        if (mailed := _mailed(account, at))
        and is_called(target, (account.client.name, *(case.invoice.client_name for case in mailed)))
    )


def shorter(target: str) -> Sequence[str]:
    """The same with ever fewer words at its end: «Dupont livraison incomplète» begins with a name."""
    words = target.split()
    return [" ".join(words[:count]) for count in range(len(words), 0, -1)][:8]


def _mailed(account: AccountDraft, at: datetime) -> list[CaseDraft]:
    return [case for case in account.cases if case.mailed_at <= at + CLOCK_SKEW]
