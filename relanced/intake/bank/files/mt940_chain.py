"""The messages of an MT940 file in, whether their balances bear what they tell out. Pure.

A payer whose bank lets line breaks through can write an entry, or a whole statement, into his own
words. What he cannot know are the balances of the account.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from relanced.intake.bank.files.fixed import weigh
from relanced.intake.bank.files.statement import UnreadableFile
from relanced.model.money import Money

_RUN = 4  # so many entries fit into the 140 characters that a payer has


@dataclass(slots=True)
class Page:
    """One message: the fields from :20: to the next."""

    fields: list[tuple[str, list[str]]] = field(default_factory=list)
    account: str = ""
    currency: str = ""
    opening: int | None = None  # balances in cents
    closing: int | None = None
    moved: int = 0
    is_whole: bool = True
    is_interim: bool = False


def weigh_page(page: Page, problems: list[str]) -> None:
    """More money told than came by the balances (words that pass for an entry) is not believed.

    Also where an entry could not be read: a forger would add one. Raises UnreadableFile.
    """
    if page.opening is None or page.closing is None:
        return
    opening, closing = Money(page.opening, page.currency), Money(page.closing, page.currency)
    if (problem := weigh(opening, page.moved, closing)) and page.is_whole:
        problems.append(problem)


def check_chain(pages: list[Page]) -> None:
    """Raises UnreadableFile where one statement of several does not go on where another of its account ended.

    An interim report has no balances; a statement beside others has both.
    """
    told = [page for page in pages if not page.is_interim and page.fields]
    if len(pages) < 2 or not told:
        return
    for page in told:
        if page.opening is None or page.closing is None:
            raise UnreadableFile("several statements, of which one has not both balances")
        if page.is_whole and page.opening + page.moved != page.closing:
            raise UnreadableFile("several statements, of which one does not come to its closing balance")
    accounts: dict[tuple[str, str], list[Page]] = {}
    for page in told:
        accounts.setdefault((page.account, page.currency), []).append(page)
    for same in accounts.values():
        for first, second in pairwise(same):
            if first.closing != second.opening and second.closing != first.opening:
                raise UnreadableFile("several statements, of which one does not go on where another ends")


def cancelled(moves: list[int]) -> set[int]:
    """The places of entries that come to nothing together with the next ones, behind the first entry."""
    found: set[int] = set()
    for start in range(1, len(moves)):
        total = moves[start]
        for end in range(start + 1, min(start + _RUN, len(moves))):
            total += moves[end]
            if total == 0:
                found |= set(range(start, end + 1))
                break
    return found
