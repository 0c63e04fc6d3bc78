"""Ladder: the steps of chasing, in order, as the owner configured them."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from relanced.model.client import ClientKind
from relanced.model.names import StepName
from relanced.model.tone import Tone


class Channel(StrEnum):
    """How a step reaches the client."""

    MAIL = "mail"
    CALL = "call"  # the owner gets a call sheet, calls, and enters the outcome
    LETTER = "letter"  # the owner gets a formal notice to post, and enters that he did
    HANDOVER = "handover"  # the owner hands the file to a lawyer or a collection firm


class Attach(StrEnum):
    """What goes with a letter."""

    INVOICE = "invoice"
    STAMPED_INVOICE = "stamped_invoice"  # its pages marked «À PAYER» in red
    STATEMENT = "statement"  # of account, as PDF
    QR = "qr"  # EPC QR code of what is owed


class Charges(StrEnum):
    """What a letter says of late interest and the fixed compensation."""

    NONE = "none"
    RESERVED = "reserved"  # shown as a right that is kept
    CLAIMED = "claimed"  # asked for, beside what is owed


class Person(StrEnum):
    """Whom of a client's people a step writes to; where he is not known, the next milder one."""

    INVOICE = "invoice"  # who received the invoice, or the contact named since
    ACCOUNTING = "accounting"
    MANAGER = "manager"


class Standing(StrEnum):
    """How well a client is known, by his own history in the mailbox."""

    NEW = "new"  # he has paid nothing yet
    KNOWN = "known"


class Habit(StrEnum):
    """How a client usually pays, by his own history in the mailbox."""

    PROMPT = "prompt"  # also: nothing is known
    LATE = "late"  # chronically


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who a letter comes from; the address is one of the firm's."""

    address: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """For which cases a step is; all that is given must hold, and a step that does not fit is passed over."""

    owed_from: Decimal | None = None  # major units of the case's currency, inclusive
    owed_below: Decimal | None = None
    kinds: tuple[ClientKind, ...] = ()  # empty: all
    languages: tuple[str, ...] = ()
    standing: Standing | None = None
    habit: Habit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung. Its name is its identity: it stands in Message-IDs and in history."""

    name: StepName
    after_due_days: int | None = None  # negative: before the due day; None: see the next
    after_previous_days: int | None = None  # from the day on which the step before was done
    template: str
    channel: Channel = Channel.MAIL
    attach: tuple[Attach, ...] = ()
    to: Person = Person.INVOICE
    cc: tuple[str, ...] = ()  # addresses; «sales» stands for the client's sales colleague
    bcc: tuple[str, ...] = ()
    sender: Sender | None = None  # None: the firm's
    tone: Tone | None = None  # None: that of the client, else of the ladder
    charges: Charges = Charges.NONE
    pay_within_days: int = 8  # what the letter asks for
    lapses_after_days: int | None = 7  # CALL: without an outcome by then the case goes on; None: it waits
    approve: bool = False  # True: drafted for the owner, even in mode «send»
    fits: Fits = Fits()


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps in their order; a case climbs one at a time and skips none that fits it."""

    steps: tuple[Step, ...]
    name: str = ""  # "": the default ladder, [[step]]
    kinds: tuple[
        ClientKind, ...
    ] = ()  # the kinds of clients that it is for, unless [[client]] says otherwise
    tone: Tone = Tone.NEUTRAL

    def index(self, name: StepName) -> int | None:
        """The place of a step from 0, or None for a step that is no longer configured."""
        return next((i for i, step in enumerate(self.steps) if step.name == name), None)
