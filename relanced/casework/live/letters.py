"""Letters of ours on their way in; what they mean for accounts once all is folded out, and nothing kept of it. Pure.

What a letter in doubt does to an account counts only as long as it is in doubt. So each time the books
are looked at, the letters are settled, the accounts read, and the accounts put back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from relanced.casework.books import Books
from relanced.casework.directory import written_to
from relanced.casework.live.standing import memory
from relanced.casework.sending import settle_letters
from relanced.model.facts import SendIntended
from relanced.model.names import ClientKey, MessageId


@dataclass(slots=True)
class Letters:
    """By client: the letters that may change how his account stands."""

    _of: dict[ClientKey, set[MessageId]] = field(default_factory=dict)
    _clients: dict[MessageId, set[ClientKey]] = field(default_factory=dict)

    def note(self, books: Books, intended: SendIntended) -> None:
        """Keep in mind whom a letter concerns."""
        cases = books.letter_cases(intended.lines, intended.at, [intended.client])
        clients = written_to(books, intended.lines, intended.at, [intended.client])
        clients |= {case.client for case in cases}
        self._clients.setdefault(intended.message_id, set()).update(clients)
        for client in clients:
            self._of.setdefault(client, set()).add(intended.message_id)

    def concerned(self, letter: MessageId) -> Iterable[ClientKey]:
        """The clients whom a letter concerns."""
        return self._clients.get(letter, ())

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


def _nothing() -> None:
    """No account was changed."""
