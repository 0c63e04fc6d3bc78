"""A request in, what every page of a firm starts from out: its books, its words, its addresses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from relanced.casework.ledger import Account, Case
from relanced.casework.target import find_case
from relanced.model.names import ClientKey
from relanced.web.render import linker
from relanced.web.shelf import Firm, View
from relanced.web.words import Say


class Missing(Exception):  # noqa: N818 - there is no such page
    """What the address names is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request for a page of a firm."""

    firm: Firm
    view: View
    say: Say
    query: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)

    @property
    def link(self) -> Callable[..., str]:
        """Makes addresses of this firm's pages."""
        return linker(self.firm.name)

    def case(self, number: str) -> tuple[Account, Case]:
        """The invoice of this number. Raises Missing."""
        found = find_case(self.view.books.ledger, number)
        if found is None:
            raise Missing
        return found

    def account(self, key: str) -> Account:
        """The client with this key. Raises Missing."""
        found = self.view.books.ledger.accounts.get(ClientKey(key))
        if found is None:
            raise Missing
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be shown: its template, its values, and where it stands in the menu."""

    template: str
    values: Mapping[str, object]
    here: str = "-"  # in the menu; "-": nowhere
    status: int = 200


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An address of ours to go on with, after a form."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file, to be kept; never shown by the browser."""

    name: str
    content: bytes


Answer = Page | Elsewhere | Download


def query_of(raw: bytes) -> dict[str, str]:
    """What stands behind the question mark."""
    try:
        return dict(parse_qsl(raw.decode("ascii"), errors="replace", max_num_fields=20))
    except (ValueError, UnicodeDecodeError):
        return {}
