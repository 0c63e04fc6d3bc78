"""The documents that we mailed in, the client of each out: configured, else by registration, else by mail domain.

A key stands in Message-IDs and is what the owner types, so a document keeps its client as time goes
on: only what was mailed before it counts, with three exceptions that say themselves who is one: a
[[client]] table, a registration number, the number of the invoice. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from relanced.casework.public_hosts import is_shared_host
from relanced.model.client import Client, ClientKind
from relanced.model.facts import CreditNoteSent, InvoiceSent
from relanced.model.names import ClientId, ClientKey, domain_of, number_key
from relanced.model.rules import Rules

Document = InvoiceSent | CreditNoteSent
_Place = tuple[type, str, str]  # a document: its kind, the fingerprint of its mail, its number

# What follows the mail domain in a key: a registration, or this for documents that bear none where
# several clients share the domain.
_OTHER = "#other"


def client_of(key: ClientKey, name: str, rules: Rules) -> Client:
    """The client with this key; `name` is what mails call him if no [[client]] names him."""
    rule = next((rule for rule in rules.clients if rule.name == key), None)
    if rule is None:
        return Client(key=key, name=name or key, kind=ClientKind.BUSINESS, language=rules.firm.language)
    return Client(key=key, name=rule.name, kind=rule.kind, language=rule.language or rules.firm.language)


@dataclass(frozen=True, slots=True)
class Debtors:
    """Whose each document is, and for whom an address may write."""

    rules: Rules
    _keys: Mapping[_Place, ClientKey]
    _copies: frozenset[_Place]
    _there: Mapping[str, frozenset[ClientKey]]  # by base

    def of(self, sent: Document) -> ClientKey:
        """The client whom a document was mailed to; never empty. KeyError: it was not among those given."""
        return self._keys[_place(sent)]

    def is_copy(self, sent: Document) -> bool:
        """Whether it went to somebody else than its first mail: an accountant, or a second client."""
        return _place(sent) in self._copies

    def at(self, address: str) -> frozenset[ClientKey]:
        """Who may be meant by an address: the configured client, else all whose documents went to its base."""
        rule = self.rules.client_rule(address)
        return frozenset({ClientKey(rule.name)}) if rule is not None else self.sharing(_base(address))

    def sharing(self, base: str) -> frozenset[ClientKey]:
        """The clients behind one mail domain, or behind one address at a public provider."""
        known = self._there.get(base.strip().lower())
        return known or frozenset({ClientKey(base)} if base else ())


def group(documents: Iterable[Document], rules: Rules) -> Debtors:
    """Find the client of each document; `documents` come in order of time.

    - Mailed to a configured address: that client, always; so is every other document with one of his
      registrations, where no other configured client has it.
    - Documents with a registration in common are one client, wherever they went. His key is the base
      of his first document (its mail domain, or its address at a public provider); «base#siren:…»
      where another client has that base already.
    - Without a registration: the only client at its base so far. Where several share it, the client
      of the invoice that it names or repeats, or whose name it bears; else «base», or «base#other» where
      a client with a registration has that key: one's invoice never stands in another's reminder.
    - Without a readable address: by registration, by a later mail of the same number, else by name.

    A repeated mail of a known invoice to somebody else changes nothing: that he had a copy makes
    nobody a client at his domain.
    """
    mails = _mails(documents, rules)
    sorting = _Sorting()
    for mail in mails:
        if mail.sent.client_ids:
            sorting.tie(mail)
    sorting.gather()
    for mail in mails:
        sorting.sort(mail)
    copies = frozenset(mail.place for mail in mails if mail.is_copy)
    there = {base: frozenset(keys) for base, keys in sorting.everyone.items()}
    return Debtors(rules, sorting.keys, copies, there)


@dataclass(slots=True)
class _Mail:
    """A document, and where it went."""

    sent: Document
    place: _Place
    number: tuple[type, str]
    configured: ClientKey | None
    base: str
    has_address: bool
    is_copy: bool


def _mails(documents: Iterable[Document], rules: Rules) -> list[_Mail]:
    """In order of time; those without an address come last: what they say moves nobody."""
    mails = []
    known: dict[str, tuple[ClientKey | None, str]] = {}  # by address: many documents, few addresses
    homes: dict[tuple[type, str], str] = {}
    for sent in sorted(documents, key=lambda sent: "@" not in sent.client_address):  # stable
        address = sent.client_address
        if address not in known:
            rule = rules.client_rule(address)
            known[address] = (ClientKey(rule.name) if rule is not None else None, _base(address))
        configured, base = known[address]
        base = base or _base(sent.client_name) or "?"
        number = (type(sent), number_key(sent.number))
        home = configured or base
        has_address = "@" in address
        is_copy = has_address and homes.setdefault(number, home) != home
        mails.append(_Mail(sent, _place(sent), number, configured, base, has_address, is_copy))
    return mails


@dataclass(slots=True)
class _Sorting:
    """Documents sorted to clients, so far."""

    parents: dict[ClientId, ClientId] = field(default_factory=dict)  # a forest: one tree, one client
    bearers: dict[ClientId, set[str]] = field(default_factory=dict)  # configured clients who bear one
    registered: dict[ClientId, ClientKey] = field(default_factory=dict)  # by the root of the tree
    taken: set[ClientKey] = field(default_factory=set)  # keys of clients with a registration
    # by base: who has it, and the names that documents with his registration bear
    there: dict[str, dict[ClientKey, set[str]]] = field(default_factory=dict)
    everyone: dict[str, set[ClientKey]] = field(default_factory=dict)  # the same with the configured ones
    numbers: dict[tuple[type, str], ClientKey] = field(default_factory=dict)  # copies left out
    keys: dict[_Place, ClientKey] = field(default_factory=dict)

    def tie(self, mail: _Mail) -> None:
        """Make the registrations of one document one; those of a configured client are his."""
        ids = mail.sent.client_ids
        for other in ids[1:]:
            self.parents[self.root(other)] = self.root(ids[0])
        if mail.configured is not None and not mail.is_copy:
            self.bearers.setdefault(self.root(ids[0]), set()).add(mail.configured)

    def root(self, one: ClientId) -> ClientId:
        """The registration that stands for all that are tied to this one."""
        while (parent := self.parents.setdefault(one, one)) != one:
            self.parents[one] = one = self.parents[parent]
        return one

    def gather(self) -> None:
        """Once all are tied: whose the tied ones are; two configured clients' are nobody's."""
        names: dict[ClientId, set[str]] = {}
        for one, theirs in self.bearers.items():
            names.setdefault(self.root(one), set()).update(theirs)
        self.registered = {root: ClientKey(*his) for root, his in names.items() if len(his) == 1}

    def sort(self, mail: _Mail) -> None:
        """Find the client of the next document."""
        key = self._client(mail)
        self.keys.setdefault(mail.place, key)
        if mail.is_copy:
            return
        self.numbers.setdefault(mail.number, key)
        if mail.has_address:
            self.everyone.setdefault(mail.base, set()).add(key)

    def _client(self, mail: _Mail) -> ClientKey:
        sent, base = mail.sent, mail.base
        if mail.configured is not None:
            return mail.configured
        if mail.is_copy:
            return self._known(sent) or ClientKey(base)
        if mail.number in self.numbers and not (sent.client_ids and mail.has_address):
            return self.numbers[mail.number]
        return self._at_base(sent, base) if mail.has_address else self._nowhere(sent, base)

    def _known(self, sent: Document) -> ClientKey | None:
        return self.registered.get(self.root(sent.client_ids[0])) if sent.client_ids else None

    def _nowhere(self, sent: Document, base: str) -> ClientKey:
        """A name alone never joins a client who has an address: the invoice would go there."""
        if sent.client_ids:
            return self._known(sent) or self._register(sent, f"{base}#{min(sent.client_ids)}")
        return ClientKey(base if base not in self.everyone else base + _OTHER)

    def _at_base(self, sent: Document, base: str) -> ClientKey:
        there = self.there.setdefault(base, {})
        if sent.client_ids:
            is_free = base not in self.taken and there.keys() <= {base}
            own = base if is_free else f"{base}#{min(sent.client_ids)}"
            key = self._known(sent) or self._register(sent, own)
            there.setdefault(key, set()).add(_bare(sent.client_name))
        else:
            key = next(iter(there)) if len(there) == 1 else self._told(sent, base, there)
            there.setdefault(key, set())
        return key

    def _register(self, sent: Document, key: str) -> ClientKey:
        self.taken.add(ClientKey(key))
        return self.registered.setdefault(self.root(sent.client_ids[0]), ClientKey(key))

    def _told(self, sent: Document, base: str, there: Mapping[ClientKey, set[str]]) -> ClientKey:
        """Which of several clients: by the invoice that it names, by his name; else none of them."""
        if not there:
            return ClientKey(base)
        other = sent.replaces if isinstance(sent, InvoiceSent) else sent.corrects
        named = self.numbers.get((InvoiceSent, number_key(other))) if other else None
        if named is not None and named in there:
            return named
        namesakes = [key for key, names in there.items() if _bare(sent.client_name) in names - {""}]
        if len(namesakes) == 1:
            return namesakes[0]
        return ClientKey(base if base not in self.taken else base + _OTHER)


def _place(sent: Document) -> _Place:
    return type(sent), sent.source.fingerprint, sent.number


def _base(words: str) -> str:
    """The mail domain of an address; the address itself where strangers share it, or it has none."""
    mine = words.strip().lower()
    domain = domain_of(mine)
    return domain if domain and not is_shared_host(domain) else mine


def _bare(name: str) -> str:
    return " ".join(name.casefold().split())
