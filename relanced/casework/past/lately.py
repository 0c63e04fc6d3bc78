"""Clients' mails as they are folded in; those that a younger invoice makes mean more, folded again, out. Pure.

The clocks may date an invoice after a mail that already speaks of it. As long as nothing but such mails
has changed the client's account since, they are taken back and folded again beside the invoice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from relanced.casework.books import CLOCK_SKEW
from relanced.casework.fold import Folding
from relanced.casework.live.standing import memory, standing
from relanced.casework.who import clients_of_sender
from relanced.model.facts import ReplyReceived
from relanced.model.names import ClientKey

RECENT = CLOCK_SKEW + timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A mail of one client, and his account on either side of it."""

    mail: ReplyReceived
    client: ClientKey
    before: object
    after: object
    back: Callable[[], None]
    learned: frozenset[ClientKey]  # for whom the sender had answered until then


@dataclass(slots=True)
class Lately:
    """The clients' mails of the last day."""

    _taken: list[Taken] = field(default_factory=list)

    def take(self, folding: Folding, place: int) -> None:
        """Fold the fact at this place, as the folding does."""
        fact = folding.facts[place]
        if isinstance(fact, ReplyReceived):
            self._take_mail(folding, fact)
        else:
            folding.take(place)

    def undo(self, folding: Folding, mails: Iterable[tuple[ReplyReceived, ClientKey]]) -> list[Taken] | None:
        """Take back these mails, and the later ones of their clients; None: they cannot be.

        Each mail stands with the client whose account it touched.
        """
        gone: list[Taken] = []
        wanted: dict[ClientKey, set[int]] = {}
        for mail, client in mails:
            wanted.setdefault(client, set()).add(id(mail))
        for client, ids in wanted.items():
            his = [each for each in self._taken if each.client == client]
            first = next((n for n, each in enumerate(his) if id(each.mail) in ids), len(his))
            if not ids <= {id(each.mail) for each in his} or not _is_all(folding, his[first:]):
                return None
            his[first].back()
            gone += his[first:]
        for each in gone:
            del folding.books.links[each.mail.source.fingerprint]
            self._taken.remove(each)
        return sorted(gone, key=lambda each: each.mail.source.at)

    def take_again(self, folding: Folding, taken: Taken) -> None:
        """Fold a mail that was taken back; what later mails taught of its sender stays known."""
        learned, sender = folding.directory.learned, taken.mail.sender.strip().lower()
        since = learned.get(sender, set())
        learned[sender] = set(taken.learned)
        self._take_mail(folding, taken.mail)
        learned[sender] |= since

    def _take_mail(self, folding: Folding, mail: ReplyReceived) -> None:
        books, directory = folding.books, folding.directory
        thread = directory.thread(mail.answers)
        maybe = clients_of_sender(books, directory, mail.sender) | (thread.clients if thread else set())
        learned = frozenset(directory.learned.get(mail.sender.strip().lower(), ()))
        account = books.accounts.get(next(iter(maybe))) if len(maybe) == 1 else None
        before, back = (standing(account, account.cases), memory(account)) if account else (None, _nothing)
        folding.take_theirs(mail)
        self._taken = [each for each in self._taken if each.mail.source.at >= mail.source.at - RECENT]
        link = books.links.get(mail.source.fingerprint)
        is_alone = account is not None and link is not None and link.clients == maybe
        if account is None or not is_alone or mail.source.fingerprint in books.judged:
            return
        taken = Taken(
            mail=mail,
            client=account.client.key,
            before=before,
            after=standing(account, account.cases),
            back=back,
            learned=learned,
        )
        self._taken.append(taken)


def _is_all(folding: Folding, taken: list[Taken]) -> bool:
    """Whether nothing but these mails has changed their client's account since the first of them."""
    account = folding.books.accounts[taken[0].client]
    befores = [*(each.before for each in taken[1:]), standing(account, account.cases)]
    return all(each.after == before for each, before in zip(taken, befores, strict=True))


def _nothing() -> None:
    """There is no account to put back."""
