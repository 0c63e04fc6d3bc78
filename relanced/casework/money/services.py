"""The configured banks and profiles in, the names by which a payer shows as a bank or a service out. Pure."""

from collections.abc import Mapping

from relanced.casework.money.alike import squashed
from relanced.model.facts import Credit
from relanced.model.names import domain_of
from relanced.model.rules import Rules

_LEAST = 4  # letters: shorter words stand in many names


def names_of_services(rules: Rules) -> Mapping[str, frozenset[str]]:
    """By the name of a bank, or of a profile: the squashed words that mean it in a payer's name."""
    named = [(bank.name, bank.name, bank.senders) for bank in rules.banks]
    named += [(profile.name, profile.shown, profile.senders) for profile in rules.profiles]
    return {name: words for name, shown, senders in named if (words := _words(shown, senders))}


def is_service(credit: Credit, services: Mapping[str, frozenset[str]]) -> bool:
    """Whether the payer is a bank or a payment service that relanced knows: it pays for many clients."""
    payer = squashed(credit.payer)
    return any(word in payer for words in services.values() for word in words)


def names_service(credit: Credit, bank: str, services: Mapping[str, frozenset[str]]) -> bool:
    """Whether payer or reference name this bank or service."""
    told = f"{squashed(credit.payer)} {squashed(credit.reference)}"
    return any(word in told for word in (*services.get(bank, ()), *_words(bank, ())))


def _words(shown: str, senders: tuple[str, ...]) -> frozenset[str]:
    """The whole name, and what its mail domains are called: «@notif.rivage-pay.example» says RIVAGEPAY."""
    domains = (domain_of(sender).split(".") for sender in senders)
    labels = {squashed(parts[-2]) for parts in domains if len(parts) > 1}
    return frozenset(word for word in {squashed(shown), *labels} if len(word) >= _LEAST)
