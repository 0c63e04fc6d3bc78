"""A firm's rules in, what its worker must know out; and what comes back from it for one mail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from relanced.intake.message import Message
from relanced.intake.origin import NOTHING, Beside, Origin
from relanced.intake.readings import Reading
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.profile import BankProfile
from relanced.model.rules import BankRule, Firm, InvoiceFolder, InvoiceRule, Rules
from relanced.model.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What the readers must know of the firm, as the worker gets it when it starts."""

    firm: Firm
    banks: tuple[BankRule, ...] = ()
    authserv_ids: tuple[str, ...] = ()
    key: bytes | None = field(default=None, repr=False)  # verifies our own marks and the owner's notes
    words: Mapping[Intent, tuple[str, ...]] = field(default_factory=dict)  # the owner's, for an intent
    invoices: tuple[InvoiceRule, ...] = ()  # the owner's, for layouts that are not understood
    profiles: tuple[BankProfile, ...] = ()  # how single banks word their mails
    timezone: tzinfo = UTC  # in which the owner says «today»


def set_up(rules: Rules, authserv_ids: tuple[str, ...], key: bytes | None) -> SetUp:
    """The part of the owner's rules that reading needs."""
    return SetUp(
        firm=rules.firm,
        banks=rules.banks,
        authserv_ids=authserv_ids,
        key=key,
        words=rules.replies.words,
        invoices=rules.invoices,
        profiles=rules.profiles,
        timezone=rules.calendar.timezone,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRead:
    """A mail that was fetched, and what its reader should know of it."""

    raw: bytes = field(repr=False)
    origin: Origin
    source: Source
    header: Message | None  # what is known of it without reading it: names the sender of what cannot be read
    folder: InvoiceFolder | None = None  # the [[source]] that it lies in, where its origin is one
    cut_from: int = 0  # the size in bytes of a mail of which only the beginning is given
    beside: Beside = NOTHING  # our letters that it may quote, the owner's lessons


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMail:
    """What came of one mail; `message` is None where not even its headers could be read."""

    reading: Reading
    facts: tuple[Fact, ...]
    message: Message | None

    @property
    def is_quarantined(self) -> bool:
        """Whether something in it could not be read."""
        return bool(self.reading.unreadable)
