"""Payments that surely are one client's in; the names and accounts under which he pays, learned, out.

A director, a parent firm or a bookkeeping office pays under a name that no invoice bears. What two
clients share, or a bank, a service or another client bears, tells nobody apart and teaches nothing.
Changed by the fold only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from relanced.casework.money.alike import telling_words
from relanced.casework.money.services import is_service
from relanced.model.facts import Credit
from relanced.model.names import ClientKey

MOST = 20  # names, and accounts, kept of one client

# Who pays for others by trade: the next time it may be for somebody else.
_FOR_OTHERS = (
    *("FACTOR", "AFFACTUR", "ASSUR", "INSURANCE", "VERSICHER", "SEGUROS", "ASSICURA", "VERZEKER"),
    *(
        "NOTAIRE",
        "NOTAR",
        "HUISSIER",
        "MANDATAIRE",
        "CARPA",
        "TRESOR",
        "FINANCES PUBLIQUES",
        "DRFIP",
        "DDFIP",
    ),
)


@dataclass(slots=True)
class Learned:
    """By whom each client has paid before."""

    services: Mapping[str, frozenset[str]] = field(default_factory=dict)  # names that mean one
    _bearers: dict[str, set[ClientKey]] = field(default_factory=dict)  # by name or account, plain
    _names: dict[ClientKey, dict[str, str]] = field(default_factory=dict)  # plain to as written
    _accounts: dict[ClientKey, dict[str, str]] = field(default_factory=dict)
    _clients: dict[str, set[ClientKey]] = field(
        default_factory=dict
    )  # by plain name, as our documents have it

    def know(self, client: ClientKey, name: str) -> None:
        """Note what our documents call a client."""
        if plain := _plain(name):
            self._clients.setdefault(plain, set()).add(client)

    def is_payer(self, name: str) -> bool:
        """Whether somebody is known to have paid under this name, which no document of ours bears yet."""
        plain = _plain(name)
        return plain in self._bearers and not self._clients.get(plain)

    def learn(self, client: ClientKey, credit: Credit) -> set[ClientKey]:
        """Note that this client paid so. Returns the clients of whom something else is known now."""
        if is_service(credit, self.services) or _is_for_others(credit.payer):
            return set()
        changed: set[ClientKey] = set()
        plain = _plain(credit.payer)
        if plain and not self._clients.get(plain):
            changed |= self._note(self._names, client, plain, credit.payer)
        if credit.payer_account.isalnum():
            changed |= self._note(self._accounts, client, credit.payer_account, credit.payer_account)
        return changed

    def names(self, client: ClientKey) -> tuple[str, ...]:
        """The names under which he paid, and nobody else, as written."""
        return self._only(self._names, client)

    def accounts(self, client: ClientKey) -> tuple[str, ...]:
        """The accounts from which he paid, and nobody else."""
        return self._only(self._accounts, client)

    def _note(
        self, known: dict[ClientKey, dict[str, str]], client: ClientKey, plain: str, written: str
    ) -> set[ClientKey]:
        mine = known.setdefault(client, {})
        bearers = self._bearers.setdefault(plain, set())
        if plain in mine or len(mine) >= MOST:
            return set()
        mine[plain] = written
        bearers.add(client)
        return set(bearers) if len(bearers) <= 2 else set()

    def _only(self, known: Mapping[ClientKey, Mapping[str, str]], client: ClientKey) -> tuple[str, ...]:
        mine = known.get(client, {})
        return tuple(written for plain, written in mine.items() if len(self._bearers[plain]) == 1)


def _plain(name: str) -> str:
    return " ".join(sorted(telling_words(name)))


def _is_for_others(payer: str) -> bool:
    told = " ".join(telling_words(payer))
    return any(word in told for word in _FOR_OTHERS)
