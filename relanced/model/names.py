"""Names: what invoices, clients, steps and messages are called, and when two names are one."""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import NewType

InvoiceNumber = NewType("InvoiceNumber", str)  # as printed: «F2026-012»
ClientKey = NewType(
    "ClientKey", str
)  # a configured name, a domain or address, or either with #siren:… or #other
MessageId = NewType("MessageId", str)  # without angle brackets
StepName = NewType("StepName", str)  # as in [[step]] name; part of Message-IDs
Fingerprint = NewType("Fingerprint", str)  # 32 hex digits, the identity of a mail wherever it lies
MailRef = NewType("MailRef", str)  # 8 hex digits: what a person types to mean one mail
ClientId = NewType("ClientId", str)  # «siren:732829320», «vat:DE123456789»: a registration, normalised

MAX_NUMBER = 60  # characters of an invoice number
_UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # control, format, surrogates, breaks of line
_SEPARATORS = re.compile(r"[\s\-_/.\\–—]+")
_ATOMS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOMS}@{_LABEL}(?:\.{_LABEL})+")
_MAX_LOCAL, _MAX_DOMAIN = 64, 253  # characters: RFC 5321, 4.5.3.1


def number_key(number: str) -> str:
    """Two invoice numbers are one when their keys are equal: case, spaces and separators fall away."""
    return _short_key(number) if len(number) <= _USUAL_NUMBER else _key(number)


def _key(number: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", number)).casefold()


_USUAL_NUMBER = 60  # characters; whole subjects are asked about too, and shall not fill the memory
_short_key = lru_cache(maxsize=8192)(_key)  # each number is asked for a dozen times while its mail is folded


def is_number(text: str) -> bool:
    """Whether this can be the number of an invoice: a letter or digit, one line, at most MAX_NUMBER long.

    «-» and «—» have one empty key: all invoices of such a number would be one.
    """
    plain = len(text) <= MAX_NUMBER and not any(unicodedata.category(c) in _UNPRINTED for c in text)
    return plain and any(c.isalnum() for c in number_key(text))


def mail_ref(mark: Fingerprint) -> MailRef:
    """The short name of a mail: the same wherever it lies."""
    return MailRef(hashlib.sha256(mark.encode()).hexdigest()[:8])


def domain_of(address: str) -> str:
    """The part after the last @, lower case; empty where there is none."""
    return address.rpartition("@")[2].strip().lower() if "@" in address else ""


def is_writable_address(text: str) -> bool:
    """Whether a letter can go there: one plain address as a mail server takes it without SMTPUTF8.

    ASCII, a dotted domain, nothing beside it, and no «=?», the beginning of an encoded word.
    """
    local, _, domain = text.rpartition("@")
    is_short = len(local) <= _MAX_LOCAL and len(domain) <= _MAX_DOMAIN
    return is_short and "=?" not in text and _ADDRESS.fullmatch(text) is not None


def address_matches(address: str, patterns: tuple[str, ...]) -> bool:
    """Whether an address is one of these: «name@host» exactly, or «@host» for the whole host.

    «@host» does not cover sub-domains: whoever wants them lists them.
    """
    mine = address.strip().lower()
    return any(
        mine == pattern.lower() or (pattern.startswith("@") and domain_of(mine) == pattern[1:].lower())
        for pattern in patterns
    )
