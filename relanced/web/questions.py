"""The plan's questions in, each as the digest asks it, in the owner's language, with its buttons, out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from relanced.daemon.books import Books
from relanced.daemon.digest_matters import matters_of
from relanced.letters.digest_matters import matter_item
from relanced.letters.digest_words import words_of
from relanced.model.actions import Action, AskOwner
from relanced.model.names import InvoiceNumber

_VERBS = ("resume", "paid", "pause", "dispute", "ignore")  # those that a page has buttons for
Key = tuple[str, tuple[InvoiceNumber, ...], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question."""

    lead: str  # what it is, in a sentence
    quote: str  # what the client wrote; may be empty
    ends: str  # what happens without an answer
    verbs: tuple[str, ...]
    key: str  # of the client; may be empty
    client: str
    invoices: tuple[InvoiceNumber, ...]
    english: str  # as the command line asks it


def key_of(asked: AskOwner) -> Key:
    """By what a question is known again, whatever was added to it."""
    return (asked.client.key if asked.client else "", asked.invoices, asked.why)


def questions_of(books: Books, actions: Iterable[Action]) -> Mapping[Key, Question]:
    """Every question of a plan."""
    words = words_of(books.settings.rules.firm)
    found: dict[Key, Question] = {}
    asked = [action for action in actions if isinstance(action, AskOwner)]
    told = matters_of(books.ledger, asked, books.facts, books.settings.rules, books.today)
    # The digest has an order of its own: what has the same client and invoices keeps its order in it.
    waiting = list(told)
    for action in asked:
        name = action.client.name if action.client else ""
        matter = next(each for each in waiting if (each.client, each.invoices) == (name, action.invoices))
        waiting.remove(matter)
        item = matter_item(matter if matter.kind in words.matters else replace(matter, kind="other"), words)
        found[key_of(action)] = Question(
            lead=item.lead,
            quote=matter.quote,
            ends=item.end,
            verbs=tuple(verb for verb in _VERBS if verb in matter.words),
            key=action.client.key if action.client else "",
            client=name,
            invoices=action.invoices,
            english=action.question,
        )
    return found
