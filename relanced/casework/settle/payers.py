"""A credit's payer and all items in, the client who may have paid out. Pure.

What tells a client: an account from which he paid before, a name under which he paid before, his
name, the address that he is written to, his name in the reference. Another person may pay for him,
and two clients may bear one name.

An answer depends on every item of each client
- who paid before from `credit.payer_account`, or under the same letters as `credit.payer`;
- whose name, or the words of whose address, has a word `alike` to one of payer or reference that
  `is_telling`, or all words, or the same letters (`is_same_line`), or begins with them (`is_cut_line`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from relanced.casework.public_hosts import is_shared_host
from relanced.casework.settle.name_words import FIRST_NAMES
from relanced.casework.settle.names import MAX_NAME, Fit, Name, are_other_forms, fit, likeness, read_name
from relanced.casework.settle.settlement import OpenItem
from relanced.model.facts import Credit

_AT = re.compile(r"\s(?:c/o|chez)\s", re.IGNORECASE)
_FOR = re.compile(
    r"\s(?:p/c|p/o|pour (?:le )?compte(?: de)?|(?:pour )?cpte|o/b/o|on behalf of|im auftrag(?: von)?|i\.a\.)\s",
    re.IGNORECASE,
)
_EVEN = 0.05  # names whose likeness differs by less are equally like


@dataclass(frozen=True, slots=True)
class Debtor:
    """One client with items: open or settled ones."""

    name: Name
    shown: str
    items: tuple[OpenItem, ...]


@dataclass(frozen=True, slots=True)
class Payer:
    """Who may have paid."""

    known: Debtor | None  # nobody but this client
    perhaps: tuple[
        Debtor, ...
    ]  # a distinctive word is shared, or the name fits several; of a known one namesakes
    fits: tuple[Debtor, ...] = ()  # of these, whom the name fits but for the words of a trade; often several
    because: str = ""  # how he is known, a clause for the owner that ends in his name

    @property
    def is_nobody(self) -> bool:
        """Whether no client has anything of his name."""
        return self.known is None and not self.perhaps


def debtors_of(items: Iterable[OpenItem]) -> tuple[Debtor, ...]:
    """Gather items by client: by name, where neither legal form nor mail domain tells two of that name apart."""
    found: dict[tuple[str, ...], list[tuple[Name, str, list[OpenItem]]]] = {}
    for item in items:
        key, name, home = _bearer_of(item.client, item.client_email)
        namesakes = found.setdefault(key, [])
        for known, known_home, theirs in namesakes:
            is_one_form = not known.forms or not name.forms or known.forms == name.forms
            if is_one_form and (not home or not known_home or home == known_home):
                theirs.append(item)
                break
        else:
            namesakes.append((name, home, [item]))
    groups = (group for namesakes in found.values() for group in namesakes)
    return tuple(
        Debtor(name, theirs[0].client or theirs[0].client_email, tuple(theirs)) for name, _, theirs in groups
    )


@lru_cache(maxsize=16384)
def _bearer_of(client: str, email: str) -> tuple[tuple[str, ...], Name, str]:
    """By what namesakes are found, the name, and the home of its address."""
    name = read_name(client or email)
    return (*sorted(name.words), *sorted(name.initials)), name, _home_of(email)


def who_pays(credit: Credit, debtors: Sequence[Debtor]) -> Payer:
    """Find the client behind a payer; accounts and names learned before count most, then names."""
    by_account = [d for d in debtors if credit.payer_account and credit.payer_account in _accounts(d)]
    by_name = _by_name(credit, debtors)
    if not by_account:
        return by_name
    others = [d for d in ((by_name.known,) if by_name.known else by_name.fits) if d not in by_account]
    if len(by_account) == 1 and not others:
        return Payer(by_account[0], (), because=f"the account has paid before for {by_account[0].shown}")
    both = tuple(d for d in by_account if d in (by_name.known, *by_name.fits))
    if len(both) == 1:
        return Payer(both[0], (), because=f"name and account are those of {both[0].shown}")
    return Payer(None, (*by_account, *others), fits=(*by_account, *others))


def _by_name(credit: Credit, debtors: Sequence[Debtor]) -> Payer:
    found = [_by_part(part, credit, debtors) for part in parts_of(credit.payer[:MAX_NAME])]
    return next((p for p in found if p.known), None) or next((p for p in found if p.fits), found[0])


@lru_cache(maxsize=4096)
def parts_of(payer: str) -> tuple[str, ...]:
    """«SDC LES TILLEULS C/O FONCIA», «FONCIA P/C SDC LES TILLEULS»: who pays for whom, first the whole."""
    behind = _FOR.split(payer, maxsplit=1)
    return tuple(dict.fromkeys((payer, *behind[1:], _AT.split(payer, maxsplit=1)[0])))


def _by_part(text: str, credit: Credit, debtors: Sequence[Debtor]) -> Payer:
    name = read_name(text)
    learned = [d for d in debtors if name.line and name.line in _learned(d)]
    if len(learned) == 1:
        return Payer(learned[0], (), because=f"the payer has paid before for {learned[0].shown}")
    if learned:
        return Payer(None, tuple(learned), fits=tuple(learned))
    fits = {id(d): fit_of(d, name) for d in debtors}
    whole = _best([d for d in debtors if fits[id(d)] is Fit.WHOLE], name)
    if len(whole) == 1:
        namesakes = tuple(d for d in debtors if fits[id(d)] > Fit.NONE and d is not whole[0])
        return Payer(whole[0], namesakes, because=f"the payer is {whole[0].shown}")
    if whole:
        return Payer(None, tuple(whole), fits=tuple(whole))
    core = [d for d in debtors if fits[id(d)] is Fit.CORE]
    perhaps = tuple(d for d in debtors if fits[id(d)] > Fit.NONE)
    told = _in_reference(name, read_name(credit.reference[:600]), perhaps or debtors)
    if told is not None and not core:
        return Payer(told, (), because=f"the reference names {told.shown}")
    return Payer(None, perhaps, fits=tuple(core))


def fit_of(debtor: Debtor, payer: Name) -> Fit:
    """The best fit of a payer's name: with the client's name, or with the address that he is written to."""
    best = fit(debtor.name, payer)
    if best is Fit.WHOLE and are_other_forms(debtor.name, payer):
        return Fit.CORE
    if best is not Fit.WHOLE and any(_is_address_of(address, payer) for address in _addresses(debtor)):
        return Fit.WHOLE
    return best


def is_payers(payer: Payer, item: OpenItem) -> bool:
    """Whether an item is the known payer's, or that of one who may be he."""
    return any(item in debtor.items for debtor in ((payer.known,) if payer.known else payer.perhaps))


def _best(debtors: list[Debtor], name: Name) -> list[Debtor]:
    if len(debtors) < 2:
        return debtors
    by_likeness = [(likeness(d.name, name), d) for d in debtors]
    best = max(share for share, _ in by_likeness)
    return [d for share, d in by_likeness if share > best - _EVEN]


def _in_reference(payer: Name, reference: Name, debtors: Sequence[Debtor]) -> Debtor | None:
    """The one client of whose name every word stands in the reference, or there and in the payer's name."""
    there = {*reference.words, *reference.also}
    words = there | {*payer.words, *payer.also}
    named = [
        d
        for d in debtors
        if len(d.name.words) > 1
        and words.issuperset(d.name.words)
        and d.name.core
        and there & {*d.name.words}
    ]
    return named[0] if len(named) == 1 else None


def _home_of(address: str) -> str:
    """The domain of a client's own, or his address where strangers share the domain."""
    mine = address.strip().lower()
    host = mine.rpartition("@")[2]
    return mine if is_shared_host(host) else host


@lru_cache(maxsize=16384)
def _words_of_address(address: str) -> tuple[Name, str]:
    """What stands before the @, as a name; and the host's own word, where strangers do not share it."""
    local, _, host = address.lower().partition("@")
    own = "" if is_shared_host(host) else host.split(".")[0]
    return read_name(" ".join(local.replace(".", " ").replace("_", " ").replace("-", " ").split())), own


def _is_address_of(address: str, payer: Name) -> bool:
    """«sylvain.guerin@…» is GUERIN SYLVAIN; «…@boulangerie-lulu.example» is BOULANGERIE LULU."""
    local, host = _words_of_address(address)
    is_person = len(payer.words) == 2 and sorted(local.words) == sorted(payer.words)
    letters = "".join(c for c in host if c.isalnum()).upper()
    is_host = len(letters) >= 8 and letters == "".join(payer.words)
    return (is_person and not set(payer.words) <= FIRST_NAMES) or is_host


def _addresses(debtor: Debtor) -> set[str]:
    return {i.client_email for i in debtor.items if i.client_email}


def _accounts(debtor: Debtor) -> set[str]:
    return {account for i in debtor.items for account in i.accounts}


def _learned(debtor: Debtor) -> set[str]:
    return {read_name(payer).line for i in debtor.items for payer in i.payers}
