"""A mail of a sender that is no configured bank in, what it passes for out; None where it passes for nothing. Pure.

A look-alike, a name shown beside another address, a bank nobody configured: nothing of them is
believed, and what they tell of money is kept apart from a client's own words.
"""

from rapidfuzz.distance import DamerauLevenshtein

from relanced.intake.bank.figures import MAX_LINE, money_in
from relanced.intake.bank.line_words import BANKLIKE_NAME, FORWARDED
from relanced.intake.bank.phrases import CREDIT
from relanced.intake.days import fold
from relanced.intake.kept import kept
from relanced.intake.lazy import lazy
from relanced.intake.message import Message
from relanced.intake.readings import BankKind, BankRead
from relanced.intake.trust import Trust
from relanced.model.names import domain_of
from relanced.model.rules import BankRule

_TO_US = lazy(  # a bank speaks to its client
    r"\b(?:votre compte|vous avez recu|vous a (?:envoye|verse)|virement recu|avis de credit|zahlungseingang|gutschrift"
    r"|your (?:account|balance)|you(?:'ve| have)? received|sent you|payment (?:of|from)|ihrem? konto"
    r"|haben .{0,40}erhalten|su cuenta|has? recibido|(?:suo|tuo|vostro) conto|hai? ricevuto|uw rekening"
    r"|heeft .{0,40}ontvangen)"
)
_ROBOTS = lazy(
    r"^(?:no-?reply|ne-?pas-?repondre|notifications?|alertes?|alerts?|service|info|donotreply|avis|messagerie"
    r"|nicht-?antworten|no-?responder|non-?rispondere)\b"
)
_OTHER_SIGNS = lazy(r"[^a-z0-9]")
_LOOK_ALIKES = str.maketrans("01345", "oleas")


def from_stranger(message: Message, banks: tuple[BankRule, ...], trust: Trust) -> BankRead | None:
    """What a mail passes for whose sender no [[bank]] names."""
    domain = trust.domain or domain_of(message.senders[0].email if message.senders else "")
    if _is_forward(message):
        if _speaks_of_money(message):
            return _untrusted(domain, BankKind.OTHER, "a bank's words, forwarded by somebody else")
        return None
    if message.answers:
        return None  # a person who answers us is read as one; nothing is closed by it
    claim = _claims(message, banks, domain)
    if claim and _speaks_of_money(message):
        return _untrusted(domain, BankKind.PHISHING, claim)
    if _is_unknown_bank(message) and _announces_money(message):
        return _untrusted(
            domain, BankKind.PHISHING, f"speaks as a bank that is not configured: {message.sender or domain}"
        )
    return None


def _untrusted(domain: str, kind: BankKind, why: str) -> BankRead:
    return BankRead(bank=domain, sender_trusted=False, kind=kind, credits=(), because=why)


def _is_forward(message: Message) -> bool:
    lines = [message.subject[:MAX_LINE], *(line[:MAX_LINE] for line in message.text.splitlines()[:80])]
    lines = [fold(line) for line in lines]
    return any(FORWARDED.search(line) for line in lines)


def _claims(message: Message, banks: tuple[BankRule, ...], domain: str) -> str:
    """Why a sender that is not configured passes for one that is; "" where it does not."""
    shown = fold(" ".join(address.name for address in message.senders) or message.header("from"))
    hosts = tuple(dict.fromkeys(domain_of(address.email) for address in message.senders))
    for bank in banks:
        for sender in bank.senders:
            host = domain_of(sender)
            if host and (host in shown or (host in hosts and len(message.senders) > 1)):
                return f"shows {host}, and is {domain or 'nobody'}"
            core = _core(host)
            if len(core) < 5:
                continue
            if core in _squashed(shown) or any(core in _squashed(other) for other in hosts):
                return f"bears the name of {bank.name}, and is {domain or 'nobody'}"
            labels = [_squashed(label) for other in hosts for label in other.split(".")]
            if len(core) >= 6 and any(_looks_like(core, label) for label in labels):
                return f"{domain} looks like {host}"
    return ""


def _core(host: str) -> str:
    """The label that names a bank: «banque-rivage» of notif.banque-rivage.example."""
    labels = host.split(".")
    return _squashed(labels[-2] if len(labels) > 1 else host)


@kept
def _squashed(text: str) -> str:
    """Letters and digits only, look-alike digits as letters."""
    return _OTHER_SIGNS.sub("", text.lower()).translate(_LOOK_ALIKES)


def _looks_like(core: str, label: str) -> bool:
    limit = 1 if len(core) < 9 else 2
    return DamerauLevenshtein.distance(core, label, score_cutoff=limit) <= limit


def _speaks_of_money(message: Message) -> bool:
    return bool(money_in(message.subject) or any(money_in(line) for line in message.text.splitlines()[:200]))


def _announces_money(message: Message) -> bool:
    texts = [fold(message.subject), *(fold(line) for line in message.text.splitlines()[:60])]
    return (
        _speaks_of_money(message)
        and any(CREDIT.search(t) for t in texts)
        and any(_TO_US.search(t) for t in texts)
    )


def _is_unknown_bank(message: Message) -> bool:
    """A robot with a bank's or payment service's name; a person who writes is never one."""
    if not message.senders:
        return False
    address = message.senders[0]
    is_robot = bool(_ROBOTS.match(address.email)) or bool(message.header("auto-submitted"))
    return is_robot and bool(
        BANKLIKE_NAME.search(fold(f"{address.name} {address.email.replace('@', ' ').replace('-', ' ')}"))
    )
