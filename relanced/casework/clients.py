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
_SIREN = "siren:"


def client_of(key: ClientKey, name: str, rules: Rules) -> Client:
    """The client with this key; `name` is what mails call him if no [[client]] names him."""
    rule = next((rule for rule in rules.clients if rule.name == key), None)
    if rule is None:
        return Client(key=key, name=name or key, kind=ClientKind.BUSINESS, language=rules.firm.language)
    return Client(
        key=key,
        name=rule.name,
        kind=rule.kind,
        language=rule.language or rules.firm.language,
        ladder=rule.ladder,
        tone=rule.tone,
        place=rule.place,
        people=rule.people,
        late_rate=rule.late_rate,
    )


@dataclass(frozen=True, slots=True)
class Debtors:
    """Whose each document is, and for whom an address may write."""

    rules: Rules
    _keys: dict[_Place, ClientKey]
    _copies: frozenset[_Place]
    _there: dict[str, frozenset[ClientKey]]  # by base
    _names: dict[str, frozenset[ClientKey]]  # by any name that a document bears, bare
    _ids: dict[str, frozenset[ClientKey]]  # by registration

    def of(self, sent: Document) -> ClientKey:
        """The client whom a document was mailed to; never empty. KeyError: it was not among those given."""
        return self._keys[_place(sent)]

    def is_copy(self, sent: Document) -> bool:
        """Whether it went to somebody else than its first mail: an accountant, or a second client."""
        return _place(sent) in self._copies

    def knows(self, base: str) -> bool:
        """Whether any document went to this mail domain, or to this address at a public provider."""
        return base in self._there

    def has_id(self, one: ClientId) -> bool:
        """Whether any document bears this registration."""
        return one.casefold() in self._ids

    def admit(self, sent: Document, key: ClientKey) -> None:
        """Take in one more document, of which it is sure that it is this client's and moves no other.

        Beside him nobody's document may have gone to its base, and none may bear its registrations.
        """
        self._keys[_place(sent)] = key
        base, name = base_of(sent.client_address), bare_name(sent.client_name)
        self._there[base] = self._there.get(base, frozenset()) | {key}
        if name:
            self._names[name] = self._names.get(name, frozenset()) | {key}
        for one in sent.client_ids:
            self._ids[one.casefold()] = self._ids.get(one.casefold(), frozenset()) | {key}

    def at(self, address: str) -> frozenset[ClientKey]:
        """Who may be meant by an address: the configured client, else all whose documents went to its base."""
        rule = self.rules.client_rule(address)
        return frozenset({ClientKey(rule.name)}) if rule is not None else self.sharing(base_of(address))

    def sharing(self, base: str) -> frozenset[ClientKey]:
        """The clients behind one mail domain, or behind one address at a public provider."""
        known = self._there.get(base.strip().lower())
        return known or frozenset({ClientKey(base)} if base else ())

    def bearing(self, name: str) -> frozenset[ClientKey]:
        """The clients whose documents, or whose [[client]] table, bear this name."""
        return self._names.get(bare_name(name), frozenset())

    def registered(self, one: str) -> frozenset[ClientKey]:
        """The clients whose documents bear this registration, «siren:732829320», however it is written."""
        return self._ids.get(one.strip().casefold(), frozenset())


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
        if mail.ids:
            sorting.tie(mail)
    sorting.gather()
    for mail in mails:
        sorting.sort(mail)
    copies = frozenset(mail.place for mail in mails if mail.is_copy)
    there = {base: frozenset(keys) for base, keys in sorting.everyone.items()}
    names: dict[str, set[ClientKey]] = {
        bare_name(rule.name): {ClientKey(rule.name)} for rule in rules.clients
    }
    ids: dict[str, set[ClientKey]] = {}
    for mail in mails:
        key = sorting.keys[mail.place]
        names.setdefault(bare_name(mail.sent.client_name), set()).add(key)
        for one in mail.sent.client_ids:
            ids.setdefault(one.casefold(), set()).add(key)
    return Debtors(rules, sorting.keys, copies, there, _frozen(names), _frozen(ids))


def _frozen(found: Mapping[str, set[ClientKey]]) -> dict[str, frozenset[ClientKey]]:
    return {name: frozenset(keys) for name, keys in found.items() if name}


@dataclass(slots=True)
class _Mail:
    """A document, and where it went."""

    sent: Document
    ids: tuple[ClientId, ...]  # its registrations, without those that contradict others
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
    told = sorted(documents, key=lambda sent: "@" not in sent.client_address)  # stable
    wrong = contradictory({sent.client_ids for sent in told})
    for sent in told:
        address = sent.client_address
        if address not in known:
            rule = rules.client_rule(address)
            known[address] = (ClientKey(rule.name) if rule is not None else None, base_of(address))
        configured, base = known[address]
        base = base or base_of(sent.client_name) or "?"
        number = (type(sent), number_key(sent.number))
        home = configured or base
        has_address = "@" in address
        is_copy = has_address and homes.setdefault(number, home) != home
        ids = tuple(one for one in sent.client_ids if one not in wrong)
        mails.append(_Mail(sent, ids, _place(sent), number, configured, base, has_address, is_copy))
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
        ids = mail.ids
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
        base = mail.base
        if mail.configured is not None:
            return mail.configured
        if mail.is_copy:
            return self._known(mail) or ClientKey(base)
        if mail.number in self.numbers and not (mail.ids and mail.has_address):
            return self.numbers[mail.number]
        return self._at_base(mail, base) if mail.has_address else self._nowhere(mail, base)

    def _known(self, mail: _Mail) -> ClientKey | None:
        return self.registered.get(self.root(mail.ids[0])) if mail.ids else None

    def _nowhere(self, mail: _Mail, base: str) -> ClientKey:
        """A name alone never joins a client who has an address: the invoice would go there."""
        if mail.ids:
            return self._known(mail) or self._register(mail, f"{base}#{min(mail.ids)}")
        return ClientKey(base if base not in self.everyone else base + _OTHER)

    def _at_base(self, mail: _Mail, base: str) -> ClientKey:
        there = self.there.setdefault(base, {})
        if mail.ids:
            is_free = base not in self.taken and there.keys() <= {base}
            own = base if is_free else f"{base}#{min(mail.ids)}"
            key = self._known(mail) or self._register(mail, own)
            there.setdefault(key, set()).add(bare_name(mail.sent.client_name))
        else:
            key = next(iter(there)) if len(there) == 1 else self._told(mail.sent, base, there)
            there.setdefault(key, set())
        return key

    def _register(self, mail: _Mail, key: str) -> ClientKey:
        self.taken.add(ClientKey(key))
        return self.registered.setdefault(self.root(mail.ids[0]), ClientKey(key))

    def _told(self, sent: Document, base: str, there: Mapping[ClientKey, set[str]]) -> ClientKey:
        """Which of several clients: by the invoice that it names, by his name; else none of them."""
        if not there:
            return ClientKey(base)
        other = sent.replaces if isinstance(sent, InvoiceSent) else sent.corrects
        named = self.numbers.get((InvoiceSent, number_key(other))) if other else None
        if named is not None and named in there:
            return named
        namesakes = [key for key, names in there.items() if bare_name(sent.client_name) in names - {""}]
        if len(namesakes) == 1:
            return namesakes[0]
        return ClientKey(base if base not in self.taken else base + _OTHER)


def contradictory(printed: Iterable[tuple[ClientId, ...]]) -> frozenset[ClientId]:
    """The registrations that tie nothing: by themselves or through others they would make two SIRENs one.

    A company has one SIREN (Code de commerce, R123-220); what stands on two companies' papers is that of a
    group, of a factor, or misread. `printed` are the registrations of one document each.
    """
    rows = sorted(set(printed))
    wrong: set[ClientId] = set()
    while True:
        parents: dict[ClientId, ClientId] = {}
        for row in rows:
            kept = [one for one in row if one not in wrong]
            for one in kept:
                parents.setdefault(one, one)
                parents[_top(parents, one)] = _top(parents, kept[0])
        trees: dict[ClientId, set[ClientId]] = {}
        for one in parents:
            trees.setdefault(_top(parents, one), set()).add(one)
        mixed = [tree for tree in trees.values() if sum(one.startswith(_SIREN) for one in tree) > 1]
        more = {one for tree in mixed for one in _wrong(tree, rows, wrong)}
        if not more:
            return frozenset(wrong)
        wrong |= more


def _wrong(tree: set[ClientId], rows: Iterable[tuple[ClientId, ...]], wrong: set[ClientId]) -> set[ClientId]:
    """What ties this tree: those that stand beside two SIRENs, else all that are no SIREN."""
    beside: dict[ClientId, set[ClientId]] = {}
    for row in rows:
        sirens = {one for one in row if one.startswith(_SIREN) and one not in wrong}
        for one in tree.intersection(row):
            beside.setdefault(one, set()).update(sirens - {one})
    found = {one for one, sirens in beside.items() if len(sirens) > 1}
    return found or {one for one in tree if not one.startswith(_SIREN)}


def _top(parents: dict[ClientId, ClientId], one: ClientId) -> ClientId:
    while (parent := parents[one]) != one:
        parents[one] = one = parents[parent]
    return one


def _place(sent: Document) -> _Place:
    return type(sent), sent.source.fingerprint, sent.number


def base_of(words: str) -> str:
    """The mail domain of an address; the address itself where strangers share it, or it has none."""
    mine = words.strip().lower()
    domain = domain_of(mine)
    return domain if domain and not is_shared_host(domain) else mine


def bare_name(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.casefold().split())
