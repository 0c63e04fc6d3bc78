"""Letters of ours on their way in; what they mean for accounts once all is folded out, and nothing kept of it. Pure.

What a letter in doubt does to an account counts only as long as it is in doubt. So each time the books
are looked at, the letters are settled, the accounts read, and the accounts put back.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from relanced.casework.books import Books, Line
from relanced.casework.directory import written_to
from relanced.casework.live.lately import Letter
from relanced.casework.live.memory import memory
from relanced.casework.sending import settle_letters
from relanced.model.facts import ReminderSent, SendIntended
from relanced.model.names import ClientKey, MessageId


@dataclass(slots=True)
class Letters:
    """By client: the letters that may change how his account stands."""

    _of: dict[ClientKey, set[MessageId]] = field(default_factory=dict)
    _clients: dict[MessageId, set[ClientKey]] = field(default_factory=dict)

    def note(self, books: Books, intended: SendIntended) -> None:
        """Keep in mind whom a letter concerns."""
        clients = _meant(books, intended.lines, intended.at, [intended.client])
        self._clients.setdefault(intended.message_id, set()).update(clients)
        for client in clients:
            self._of.setdefault(client, set()).add(intended.message_id)

    def concerned_by(self, books: Books, fact: Letter) -> frozenset[ClientKey]:
        """The clients whom a letter concerns, by what was intended and, of its copy, by what that shows."""
        found = frozenset(self._clients.get(fact.message_id, ()))
        if isinstance(fact, ReminderSent):
            found |= _meant(books, fact.lines, fact.source.at, books.debtors.at(fact.client_address))
        return found

    def way_back(self, books: Books, fact: Letter) -> Callable[[], None]:
        """What takes back a fact that is about to be folded, as long as its clients had nothing but letters since."""
        mark = fact.message_id
        accounts = [
            memory(dict.__getitem__(books.accounts, key))
            for key in self.concerned_by(books, fact)
            if key in books.accounts
        ]
        letter, was_seen = books.letters.get(mark), mark in books.seen_letters
        outcome = letter.outcome if letter is not None else None

        def back() -> None:
            for each in accounts:
                each()
            books.letters.pop(mark, None)
            if letter is not None:
                letter.outcome = outcome
                books.letters[mark] = letter
            if not was_seen:
                books.seen_letters.discard(mark)

        return back

    def settled(
        self, books: Books, clients: Iterable[ClientKey]
    ) -> tuple[list[SendIntended], Callable[[], None]]:
        """Settle the letters of these clients; gives those in doubt, and what puts the accounts back."""
        among, letters = set(clients), set[MessageId]()
        waiting = list(among)
        while waiting:
            new = self._of.get(waiting.pop(), set()) - letters
            letters |= new
            others = {client for letter in new for client in self._clients[letter]} - among
            among |= others
            waiting += others
        if not letters:
            return [], _nothing
        backs = [memory(dict.__getitem__(books.accounts, key)) for key in among if key in books.accounts]

        def back() -> None:
            for each in backs:
                each()

        return settle_letters(books, letters), back


def _meant(books: Books, lines: Sequence[Line], at: datetime, to: Iterable[ClientKey]) -> set[ClientKey]:
    addressees = frozenset(to)
    cases = books.letter_cases(lines, at, addressees)
    return written_to(books, lines, at, addressees) | {case.client for case in cases}


def _nothing() -> None:
    """No account was changed."""
