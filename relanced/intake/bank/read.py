"""A mail in, what it says as a bank's or payment service's out; None where it does not speak as one. Pure.

Who may be believed is decided first (trust.py, the configured senders), what is said after: a
mail that only looks like a bank's gives no credit, whatever its words.
"""

import re
from dataclasses import replace

from rapidfuzz.distance import DamerauLevenshtein

from relanced.intake.bank.doubt import contradiction
from relanced.intake.bank.files import read_files
from relanced.intake.bank.kind import News, news_of
from relanced.intake.bank.layout import MAX_LINE, layout_of, money_in
from relanced.intake.bank.payments import payments_in
from relanced.intake.bank.phrases import BANKLIKE_NAME, CREDIT, FORWARDED
from relanced.intake.days import fold
from relanced.intake.message import Message
from relanced.intake.readings import BankKind, BankRead
from relanced.intake.trust import Trust, authenticate
from relanced.model.facts import Credit
from relanced.model.names import address_matches, domain_of
from relanced.model.rules import BankRule

_TO_US = re.compile(  # a bank speaks to its client
    r"\b(?:votre compte|vous avez recu|vous a (?:envoye|verse)|virement recu|avis de credit|zahlungseingang|gutschrift"
    r"|your (?:account|balance)|you(?:'ve| have)? received|sent you|payment (?:of|from)|ihrem? konto"
    r"|haben .{0,40}erhalten|su cuenta|has? recibido|(?:suo|tuo|vostro) conto|hai? ricevuto|uw rekening"
    r"|heeft .{0,40}ontvangen)"
)
_ROBOTS = re.compile(
    r"^(?:no-?reply|ne-?pas-?repondre|notifications?|alertes?|alerts?|service|info|donotreply|avis|messagerie"
    r"|nicht-?antworten|no-?responder|non-?rispondere)\b"
)


def read_bank(
    message: Message, banks: tuple[BankRule, ...], authserv_ids: tuple[str, ...]
) -> BankRead | None:
    """What a mail tells of money, and whether its sender may be believed.

    None: the mail does not speak as a bank. `sender_trusted` is the conjunction of a configured
    sender and a pass by our own server; only then may its credits close anything.
    """
    trust = authenticate(message, authserv_ids)
    bank = next((b for b in banks if message.sender and address_matches(message.sender, b.senders)), None)
    if bank is None:
        parent = _parent_of(trust, banks)
        if parent is not None:
            because = f"{trust.domain} is a sub-domain of {parent.name} that is not configured"
            return _from_bank(message, parent.name, replace(trust, passed=False, because=because))
        return _from_stranger(message, banks, trust)
    if trust.passed or trust.broken_signature or not authserv_ids:
        return _from_bank(message, bank.name, trust)
    return BankRead(
        bank=bank.name,
        sender_trusted=False,
        kind=BankKind.PHISHING,
        credits=(),
        because=f"claims to be {bank.name} and is not authenticated: {trust.because}",
    )


def _parent_of(trust: Trust, banks: tuple[BankRule, ...]) -> BankRule | None:
    """The bank whose authenticated sub-domain this is: read as its mail, but not believed."""
    if not trust.passed:
        return None
    return next((b for b in banks if any(trust.domain.endswith("." + domain_of(s)) for s in b.senders)), None)


def _from_bank(message: Message, name: str, trust: Trust) -> BankRead:
    """A configured sender: what the files say, else what the text says."""
    layout = layout_of(message.text, message.html)
    news = news_of(layout, message.subject, is_bulk=_is_bulk(message))
    statements, troubles = read_files(message.attachments)
    found = tuple(credit for statement in statements for credit in statement.credits)
    why = f"{trust.because}; «{news.words}»"
    if troubles:
        why = f"{why}; not read: {'; '.join(troubles)}"
    if found:
        return BankRead(
            bank=name,
            sender_trusted=trust.passed,
            kind=BankKind.CREDIT,
            credits=found,
            because=f"{why}; an attached file",
        )
    if statements:
        kind = BankKind.DEBIT if any(s.has_debits for s in statements) else BankKind.OTHER
        return BankRead(
            bank=name,
            sender_trusted=trust.passed,
            kind=kind,
            credits=(),
            because=f"{why}; an attached file without credits",
        )
    return _from_text(message, name, trust, news, why)


def _from_text(message: Message, name: str, trust: Trust, news: News, why: str) -> BankRead:
    kind = news.kind
    found, doubt = _payments(message, news) if kind is BankKind.CREDIT else ((), "")
    if doubt:
        found, why = (), f"{why}; but it {doubt}"
    elif kind is BankKind.CREDIT and not found:
        kind, why = BankKind.OTHER, f"{why}; but no single payment can be read"
    return BankRead(bank=name, sender_trusted=trust.passed, kind=kind, credits=found, because=why)


def _payments(message: Message, news: News) -> tuple[tuple[Credit, ...], str]:
    """The payments, and what speaks against them.

    From the HTML, whose tables tell more; where that gives nothing, from the plain text.
    """
    mailed_on = message.date.date() if message.date else None
    layout = layout_of(message.text, message.html)
    found = payments_in(layout, message.subject, mailed_on, news)
    if not found and message.html and message.text:
        layout = layout_of(message.text, "")
        found = payments_in(layout, message.subject, mailed_on, news)
    return found, contradiction(layout, message.subject, found)


def _is_bulk(message: Message) -> bool:
    return bool(message.header("list-unsubscribe") or message.header("list-id")) or message.header(
        "precedence"
    ).lower() in {"bulk", "list"}


# ---- senders that are not configured -----------------------------------------------------------


def _from_stranger(message: Message, banks: tuple[BankRule, ...], trust: Trust) -> BankRead | None:
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


def _squashed(text: str) -> str:
    """Letters and digits only, look-alike digits as letters."""
    return re.sub(r"[^a-z0-9]", "", text.lower()).translate(str.maketrans("01345", "oleas"))


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
