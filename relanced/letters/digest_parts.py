"""What a digest says, as values: `daemon/digest_news.py` fills them in, `digest_write.py` makes a page of them.

No sentence stands here: what is told is named by a key of the words (`digest_words*.py`), in two languages.
"""

from dataclasses import dataclass
from datetime import date, datetime

from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, StepName
from relanced.model.rules import Mode

Amounts = tuple[Money, ...]  # one a currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing that needs the owner."""

    kind: str  # a key of the words' `matters`
    client: str  # "": it concerns the whole mailbox
    invoices: tuple[InvoiceNumber, ...]
    owed: Amounts = ()  # on these invoices
    on: date | None = None  # of the mail behind it
    until: date | None = None  # then it ends by itself; None: it waits for him
    quote: str = ""  # of the client's mail
    has_draft: bool = False  # a draft of an answer lies in Drafts
    declare_by: date | None = None  # of an insolvency: by when the claim must be declared
    told: str = ""  # in English, where no words of ours say it; a bank's name; a subject
    words: tuple[str, ...] = ()  # verbs of the words' `commands` that answer it
    targets: tuple[str, ...] = ()  # what such an answer names; (): the invoices
    typed: tuple[str, ...] = ()  # command lines, where no answer by mail can say it


@dataclass(frozen=True, slots=True, kw_only=True)
class CameIn:
    """One payment."""

    on: date
    amount: Money
    payer: str
    bank: str
    state: str  # a key of the words' `payments`
    clients: tuple[str, ...] = ()
    invoices: tuple[InvoiceNumber, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOut:
    """One letter that left, waits in Drafts, or would have left; one task that was given."""

    on: date | None
    client: str
    steps: tuple[StepName, ...]
    invoices: tuple[InvoiceNumber, ...]
    owed: Amounts = ()
    how: str = "sent"  # a key of the words' `ways`


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrote:
    """One answer of a client's."""

    on: date
    client: str
    intent: Intent
    invoices: tuple[InvoiceNumber, ...] = ()
    promised_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A command or a gesture of the owner's that was understood."""

    on: date
    verb: str  # a key of the words' `confirmed`
    target: str
    until: date | None = None
    by: str = ""  # a key of the words' `by`, or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """A command or a gesture of the owner's that was not."""

    on: date
    words: str
    why: str  # a sentence in his language, or ""
    is_gesture: bool = False  # he moved a mail; else he wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """What is owed in one currency, by days past the due day."""

    parts: tuple[Money, Money, Money, Money, Money]  # not due, 1-30, 31-60, 61-90, over 90
    total: Money
    overdue: Money
    held: Money
    dso: int | None = None  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """What a client said that he would pay."""

    on: date
    client: str
    invoices: tuple[InvoiceNumber, ...]
    amount: Money
    is_instalment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What should come in one week. A guess never looks like a promise: they stand apart."""

    start: date  # a Monday
    promised: Money  # instalments too
    habit: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What keeps relanced from its work."""

    kind: str  # a key of the words' `problems`
    values: tuple[str, ...] = ()  # what it names: a bank, a folder, a count


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Everything of one digest. Each list is whole: the pages cut it."""

    firm: str
    on: date
    since: datetime
    mode: Mode
    aged: tuple[Aged, ...] = ()
    came_in: tuple[CameIn, ...] = ()
    received: Amounts = ()  # the sum of what came in and counts
    invoiced: Amounts = ()  # on invoices that were found in Sent since
    invoices_found: int = 0
    went_out: tuple[WentOut, ...] = ()
    waiting: tuple[WentOut, ...] = ()  # drafts to be sent, tasks to be done
    would: tuple[WentOut, ...] = ()  # in mode observe
    matters: tuple[Matter, ...] = ()
    wrote: tuple[Wrote, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    promised: tuple[Promised, ...] = ()
    weeks: tuple[Week, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def needs_owner(self) -> bool:
        """Whether he has something to do or to decide."""
        return bool(self.matters or self.waiting or self.not_understood or self.problems)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened and nothing waits."""
        news = (self.came_in, self.went_out, self.would, self.wrote, self.confirmed, self.invoices_found)
        return not self.needs_owner and not any(news)
