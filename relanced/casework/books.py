"""Books: the working copy of a ledger while facts are folded. Changed by the fold, seen by nobody else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from relanced.casework.calendar import Calendar
from relanced.casework.clients import Debtors
from relanced.casework.drafts import Contact, Letter, NoteDraft
from relanced.casework.due import due_of
from relanced.casework.former import Former
from relanced.casework.items import invoice_item, note_item
from relanced.casework.ledger import Hold, OpenTask, Posted, Posting, PostingKind, Promise, StepDone
from relanced.casework.looked import Looked
from relanced.casework.money.learned import Learned
from relanced.casework.open_cases import OpenCases
from relanced.casework.promises.plan_draft import PlanDraft
from relanced.casework.promises.schedule import sums_of
from relanced.casework.reread import Reading
from relanced.casework.rush import Rush
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.shelf import Near, Shelf
from relanced.model.client import Client
from relanced.model.decided import ReplyJudged, TaskGiven
from relanced.model.facts import (
    BankSpoke,
    Credit,
    CreditNoteSent,
    Fact,
    InvoiceSent,
    InvoiceUnreadable,
)
from relanced.model.money import Money
from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber, MessageId, StepName, number_key
from relanced.model.rules import Rules
from relanced.model.source import Source

# Our clock dates what we send, the server's clock dates what comes in: a reply may look older than
# what it answers.
CLOCK_SKEW = timedelta(days=1)

Line = tuple[InvoiceNumber, StepName | None]


@dataclass(slots=True, kw_only=True)
class CaseDraft:
    """A case in the making."""

    invoice: InvoiceSent
    client: ClientKey
    mailed_at: datetime
    due_on: date
    accepted: bool
    is_mailed: bool = False  # whether the fold has come to its first mail
    other_version: InvoiceSent | None = None  # the same number again, with another amount
    replaced_by: str = ""  # number_key of the invoice that took its place
    is_ignored: bool = False  # the owner says that it is no claim
    disagreed: set[str] = field(default_factory=set)  # contradictions within a paper that were told
    postings: list[Posting] = field(default_factory=list)
    steps: dict[StepName, StepDone] = field(default_factory=dict)
    holds: list[Hold] = field(default_factory=list)
    lifted: set[Hold] = field(default_factory=set)  # holds on the client that end for this case
    promises: list[Promise] = field(default_factory=list)
    tasks: list[OpenTask] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    plan: PlanDraft | None = None  # of instalments: the last one agreed

    @property
    def owed(self) -> Money:
        """What is still to be paid; negative when too much came; nothing where it is no claim."""
        return Money(self._cents, self.invoice.total.currency)

    @property
    def is_open(self) -> bool:
        """Whether anything is still owed."""
        return self._cents > 0

    @property
    def _cents(self) -> int:
        if self.is_ignored:
            return 0
        cents = self.invoice.total.cents
        for posting in self.postings:  # no sum(): each case is asked dozens of times, and has one or two
            cents -= posting.amount.cents
        return cents


@dataclass(slots=True, kw_only=True)
class AccountDraft:
    """An account in the making."""

    client: Client
    address: str
    contact: Contact | None = None  # of `address`, where it is not simply where our documents went
    mailed_to: set[str] = field(default_factory=set)  # where documents have gone so far, lower case
    cases: list[CaseDraft] = field(default_factory=list)
    notes: dict[str, NoteDraft] = field(default_factory=dict)  # by number_key
    holds: list[Hold] = field(default_factory=list)
    last_reminder_on: date | None = None
    last_letter_on: date | None = None
    opens: OpenCases | None = None  # None: to be looked at anew

    def open_cases(self, at: datetime) -> list[CaseDraft]:
        """The cases that a mail of this moment can speak of."""
        if self.opens is None:
            self.opens = OpenCases.of(self.cases)
        return [self.cases[place] for place in self.opens.until(at + CLOCK_SKEW, self.cases)]

    def enter(self, case: CaseDraft) -> None:
        """Take in one more case."""
        self.cases.append(case)
        self.opens = None


@dataclass(slots=True, kw_only=True)
class LinkDraft:
    """Whom a mail concerns, so far."""

    clients: set[ClientKey] = field(default_factory=set)
    invoices: set[InvoiceNumber] = field(default_factory=set)


@dataclass(slots=True)
class Books:
    """All accounts, cases and open items at one moment of the fold."""

    rules: Rules
    calendar: Calendar
    debtors: Debtors
    unreadable: tuple[InvoiceUnreadable, ...]  # that the owner must state
    former: Mapping[str, tuple[Former, ...]]  # by number_key: invoices that once bore another number
    read_twice: Mapping[Reading, InvoiceNumber]
    accounts: Looked[ClientKey, AccountDraft] = field(default_factory=Looked)
    cases: Looked[str, CaseDraft] = field(default_factory=Looked)  # by number_key
    credit_notes: dict[str, CreditNoteSent] = field(default_factory=dict)  # by number_key
    shelf: Shelf = field(default_factory=Shelf)  # by number_key: what is owed, what was lately paid
    waiting_notes: dict[str, NoteDraft] = field(default_factory=dict)  # by number_key
    learned: Learned = field(default_factory=Learned)  # by whom each client paid before
    # days (ordinals) of unclear credits by payer, whether his mail is trusted, and client
    unclear: dict[tuple[str, bool, ClientKey], list[int]] = field(default_factory=dict)
    letters: dict[MessageId, Letter] = field(default_factory=dict)
    seen_letters: set[MessageId] = field(default_factory=set)
    seen_references: set[str] = field(default_factory=set)  # of letters that left without their mark
    links: dict[str, LinkDraft] = field(default_factory=dict)
    rush: Rush = field(default_factory=Rush)  # what came in lately
    bank_holds: list[tuple[str, Hold]] = field(default_factory=list)  # with the bank's name
    bank_days: dict[str, set[date]] = field(default_factory=dict)  # by the bank's name
    bank_looked: dict[str, date] = field(default_factory=dict)  # when the owner last looked at the account
    bank_doubts: dict[str, list[BankSpoke]] = field(default_factory=dict)  # mails that were not understood
    unmatched: list[Fact] = field(default_factory=list)
    contacts: dict[str, set[ClientKey]] = field(default_factory=dict)  # addresses that the owner named
    judged: Mapping[Fingerprint, ReplyJudged] = field(default_factory=dict)  # the last word on each mail
    answered: Mapping[MessageId, Fingerprint] = field(default_factory=dict)  # mails that commands answer
    tasks: dict[MessageId, TaskGiven] = field(default_factory=dict)  # all that were given to the owner
    # by task: what his answers brought
    of_tasks: dict[MessageId, list[tuple[CaseDraft, Hold]]] = field(default_factory=dict)
    # by judged mail: whom it silenced, and how
    brought: dict[Fingerprint, list[tuple[AccountDraft | CaseDraft, Hold]]] = field(default_factory=dict)

    def case(self, number: str) -> CaseDraft | None:
        """The case of an invoice number, however it is written."""
        return self.cases.get(number_key(number))

    def named(self, number: str, at: datetime) -> tuple[CaseDraft | None, list[CaseDraft]]:
        """The case that a number surely meant at this moment, and those that it may have meant beside.

        The invoice that bears the number, if it was mailed by then; else the one that was called so.
        Where it is both, the number may have meant either: doubt may only silence the other one.
        """
        bearer = self.case(number)
        if bearer is not None and bearer.mailed_at <= at + CLOCK_SKEW:
            return bearer, self.called(number, at)
        called = self.called(number, at)
        if not called:
            return bearer, []
        others = [*called, *([bearer] if bearer is not None else [])]
        is_sure = len(called) == 1 and self.was_shown_as(called[0], number)
        return (called[0], others[1:]) if is_sure else (None, others)

    def once_called(self, number: str) -> list[CaseDraft]:
        """All cases that were, or may have been, called so at any time."""
        return [self.cases[former.key] for former in self.former.get(number_key(number), ())]

    def was_shown_as(self, case: CaseDraft, number: str) -> bool:
        """Whether a case was once shown under a number that it bears no more."""
        formers = self.former.get(number_key(number), ())
        return any(former.was_shown and self.cases[former.key] is case for former in formers)

    def called(self, number: str, at: datetime) -> list[CaseDraft]:
        """The cases that a mail or a decision of this moment may have meant by a number that they bear no more.

        Where another invoice of that time bears it: only those that were shown by it then.
        """
        bearer = self.case(number)
        is_borne = bearer is not None and bearer.mailed_at <= at + CLOCK_SKEW
        found: dict[int, CaseDraft] = {}
        for former in self.former.get(number_key(number), ()):
            case = self.cases[former.key]
            was_so = former.was_shown and (former.until is None or at <= former.until)
            if case is not bearer and case.mailed_at <= at + CLOCK_SKEW and (was_so or not is_borne):
                found[id(case)] = case
        return list(found.values())

    def lined(self, number: str, at: datetime, to: Iterable[ClientKey]) -> list[CaseDraft]:
        """The cases that a line of a letter to these clients was for: in doubt all, so that no step is done twice."""
        surely, maybe = self.named(number, at)
        found = [*([surely] if surely is not None else []), *maybe]
        addressees = set(to)
        return [case for case in found if case.client in addressees] or found

    def letter_cases(self, letter: Sequence[Line], at: datetime, to: Iterable[ClientKey]) -> list[CaseDraft]:
        """The cases that a letter named, each once."""
        addressees = set(to)
        cases = (case for number, _ in letter for case in self.lined(number, at, addressees))
        return list({id(case): case for case in cases}.values())

    def link(self, key: str, clients: Iterable[ClientKey], cases: Iterable[CaseDraft] = ()) -> None:
        """Note whom a mail concerns."""
        link = self.links.setdefault(key, LinkDraft())
        link.clients.update(clients)
        for case in cases:
            link.clients.add(case.client)
            link.invoices.add(case.invoice.number)

    def hold_clients(self, clients: Iterable[ClientKey], hold: Hold) -> None:
        """Silence all cases of these clients, those to come too."""
        for client in clients:
            self.accounts[client].holds.append(hold)

    def heard(self, bank: str, at: datetime) -> None:
        """Note that a bank wrote on this day."""
        self.bank_days.setdefault(bank, set()).add(self.calendar.day_of(at))

    def learn_payer(self, client: ClientKey, credit: Credit) -> None:
        """Note that a client surely paid under this name, from this account."""
        for changed in sorted(self.learned.learn(client, credit)):
            for case in self.accounts[changed].cases:
                key = number_key(case.invoice.number)
                if self.shelf.is_open(key):
                    self.shelf.put(key, self._item(case))

    def reminded(self, client: ClientKey, at: datetime) -> None:
        """Note that this client had a mail of ours about money."""
        account = self.accounts.get(client)
        if account is not None:
            day = self.calendar.day_of(at)
            account.last_reminder_on = max(account.last_reminder_on or day, day)

    def post(self, case: CaseDraft, posting: Posting) -> None:
        """Take an amount off a case."""
        case.postings.append(posting)
        self.refresh_item(case, posting.at)

    def pay_off(self, case: CaseDraft, kind: PostingKind, at: datetime, because: str, source: Source) -> None:
        """Take off all that is still owed."""
        if case.is_open:
            posting = Posting(kind=kind, amount=case.owed, at=at, because=because, source=source)
            self.post(case, posting)

    def near(self, credit: Credit, at: datetime) -> Near:
        """The items, open and lately paid, that a credit may touch: settle with them as with all."""
        return self.shelf.near(credit, at)

    def refresh_item(self, case: CaseDraft, at: datetime) -> None:
        """Keep the shelf in step with a case that has been mailed, and with all that one plan pays."""
        self._refresh_one(case, at)
        for other in (self.cases[key] for key in case.plan.keys) if case.plan is not None else ():
            if other is not case and other.is_open:
                self._refresh_one(other, at)

    def _refresh_one(self, case: CaseDraft, at: datetime) -> None:
        is_open = case.is_open
        opens = dict.__getitem__(self.accounts, case.client).opens
        if is_open and opens is not None:
            opens.again(case)
        if not case.is_mailed:
            return
        key = number_key(case.invoice.number)
        if is_open:
            self.shelf.put(key, self._item(case))
        elif self.shelf.is_open(key):
            self.shelf.close(key, self._item(case, case.invoice.total), at)

    def take_other_version(self, case: CaseDraft) -> None:
        """Let the later of two contradictory mails count; what was paid in its currency stays paid."""
        if case.other_version is None:
            return
        self.shelf.drop(number_key(case.invoice.number))
        case.invoice, case.other_version = case.other_version, None
        case.due_on = self.due_day(case.invoice)
        currency = case.invoice.total.currency
        case.postings = [p for p in case.postings if p.amount.currency == currency]

    def due_day(self, sent: InvoiceSent) -> date:
        """The due day: as printed, else by its terms, else by what is agreed with the client."""
        debtor = self.debtors.of(sent)  # a client by his registration, whatever address it went to
        rule = next((rule for rule in self.rules.clients if rule.name == debtor), None)
        return due_of(sent.due_on, sent.terms, sent.issued_on, self.rules, rule).on

    def _item(self, case: CaseDraft, owed: Money | None = None) -> OpenItem:
        return invoice_item(
            case.invoice,
            owed=owed or case.owed,
            due_on=case.due_on,
            client=self.accounts[case.client].client.name,
            paid_as=(self.learned.names(case.client), self.learned.accounts(case.client)),
            plan=sums_of(case.plan, self.cases),
        )

    def keep_note(self, draft: NoteDraft) -> None:
        """Keep a credit note until money takes it up; where it is in doubt, its client's cases wait meanwhile."""
        key = number_key(draft.note.number)
        self.accounts[draft.client].notes[key] = draft
        if draft.hold is not None:
            self.accounts[draft.client].holds.append(draft.hold)
        if key in self.cases:
            return  # an invoice bears the same number: no credit can tell them apart
        self.waiting_notes[key] = draft
        self.shelf.put(key, self._note_item(draft))

    def use_note(self, number: str, amount: Money, at: datetime) -> None:
        """Take a part of a waiting credit note; once it is used up, its client's cases go on."""
        key = number_key(number)
        draft = self.waiting_notes[key]
        draft.left -= amount
        item = self._note_item(draft)
        if draft.left.cents > 0:
            self.shelf.put(key, item)
            return
        account = self.accounts[draft.client]
        del account.notes[key], self.waiting_notes[key]
        account.holds = [hold for hold in account.holds if hold != draft.hold]
        self.shelf.close(key, replace(item, owed=-draft.note.total), at)

    def _note_item(self, draft: NoteDraft) -> OpenItem:
        return note_item(draft.note, draft.left, self.accounts[draft.client].client.name)
