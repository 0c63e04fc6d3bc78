"""A reminder and the firm in; what templates may speak of out: typed, cleaned, nothing else."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, timedelta

from relanced.letters.claim import LetterClaim, asked_of, claim_of, net_of
from relanced.letters.lines import LetterApart, LetterLine, LetterNote, apart_of, line_of, note_of
from relanced.letters.payment import link_for
from relanced.letters.plain import ADDRESS_CAP, NAME_CAP, NUMBER_CAP, plain, plain_lines
from relanced.model.actions import Instalment, Purpose, Reminder, ReminderLine
from relanced.model.client import ClientKind
from relanced.model.ladder import Attach, Channel
from relanced.model.money import Money
from relanced.model.rules import Firm
from relanced.model.tone import Tone

_MOST_REMINDERS = 3  # that a letter names: a longer row of days is not read


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterClient:
    """Who owes."""

    name: str
    address: str  # the e-mail address that the letter goes to
    kind: ClientKind  # compares with "business", "consumer", "public"
    contact: str  # a name to ask for; may be empty
    postal: tuple[str, ...]  # the lines of the postal address; may be empty


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFirm:
    """Who writes."""

    name: str
    address: str  # the e-mail address that the letter comes from
    country: str  # ISO 3166-1 alpha-2: whose law is quoted
    language: str
    iban: str | None  # in groups of four
    bic: str  # these may be empty
    signatory: str
    postal: tuple[str, ...]
    phone: str
    registration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContext:
    """All that a template can print. Lines stand oldest due day first."""

    on: date  # the day of the amounts
    pay_by: date  # until when payment is asked for
    pay_within_days: int  # the same, as a count of days
    firm: LetterFirm
    sender: str  # the name of who writes: a person's where one is configured, else the firm's
    client: LetterClient
    purpose: Purpose  # compares with "chase", "promesse_non_tenue" …
    tone: Tone  # compares with "warm", "neutral", "firm"
    on_paper: bool  # it will be typeset with letterhead, both addresses, place and day, and a signature
    lines: tuple[LetterLine, ...]  # everything below, together
    chased: tuple[LetterLine, ...]  # what this letter is about
    also_due: tuple[LetterLine, ...]  # due as well, at another step
    upcoming: tuple[LetterLine, ...]  # not due yet
    apart: tuple[LetterApart, ...]  # owed, and not asked for: disputed, promised …
    credit_notes: tuple[LetterNote, ...]  # credit notes that no invoice took up
    net: tuple[Money, ...]  # `chased` less `credit_notes`, currency by currency
    asked: tuple[Money, ...]  # what is left to pay of these, else of all that is due; empty: nothing is
    charges: LetterClaim | None  # late interest and indemnity, where the letter speaks of them
    payment_url: str | None  # where all of `asked` is paid at once
    instalments: tuple[Instalment, ...]  # agreed, or (answer_plan) proposed
    promised_on: date | None
    notice_posted_on: date | None  # the formal notice that is taken back, or that payment has met
    reminded_on: tuple[
        date, ...
    ]  # the last reminders for what is chased, three at most; empty: none is known
    attached: tuple[Attach, ...]  # what really goes with the letter: "invoice", "statement" …
    reference: str  # «R-7K3Q-9DXA»: by what an answer is known that lost its thread; may be empty

    def values(self) -> dict[str, object]:
        """The names that a template knows."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def missing(self) -> tuple[str, ...]:
        """What no letter can do without and is empty here; a letter with a gap must not leave."""
        needed = {
            "firm.name": self.firm.name,
            "client.name": self.client.name,
            "chased": self.chased,
            "number of an invoice": all(line.number for line in self.lines),
        }
        return tuple(name for name, value in needed.items() if not value)


def letter_context(
    reminder: Reminder, firm: Firm, *, attached: Collection[Attach] = (), reference: str = ""
) -> LetterContext:
    """Lay out a reminder for its template.

    `attached`: what is really in hand; a letter speaks of an attachment only then. `reference`:
    that of its Message-ID (`model.mark.reference_of`), where that is known.
    """
    about = _chased(reminder)
    chased = tuple(line_of(line, reminder.client.kind, firm) for line in about)
    others = [line_of(line, reminder.client.kind, firm) for line in reminder.lines if line not in about]
    notes = tuple(map(note_of, reminder.credit_notes))
    also_due = tuple(line for line in others if line.days_late >= 0)
    net = net_of(chased, notes)
    asked = asked_of(net) or asked_of(net_of((*chased, *also_due), notes))
    return LetterContext(
        on=reminder.on,
        pay_by=reminder.on + timedelta(days=reminder.step.pay_within_days),
        pay_within_days=reminder.step.pay_within_days,
        firm=_firm(reminder, firm),
        sender=plain(reminder.sender.name if reminder.sender else firm.sender_name, NAME_CAP)
        or plain(firm.name, NAME_CAP),
        client=_client(reminder),
        purpose=reminder.purpose,
        tone=reminder.tone,
        on_paper=reminder.step.channel is Channel.LETTER,
        lines=tuple(line_of(line, reminder.client.kind, firm) for line in reminder.lines),
        chased=chased,
        also_due=also_due,
        upcoming=tuple(line for line in others if line.days_late < 0),
        apart=tuple(map(apart_of, reminder.apart)),
        credit_notes=notes,
        net=net,
        asked=asked,
        charges=claim_of(chased, asked, reminder.step.charges),
        payment_url=link_for(firm.payment_link, tuple(line.number for line in chased), asked),
        instalments=reminder.instalments,
        promised_on=reminder.promised_on,
        notice_posted_on=reminder.notice_posted_on,
        reminded_on=tuple(sorted({day for line in about for day in line.reminded_on}))[-_MOST_REMINDERS:],
        attached=tuple(attached),
        reference=plain(reference, NUMBER_CAP),
    )


def _chased(reminder: Reminder) -> list[ReminderLine]:
    """What this letter is about: the invoices of its step, else those that have any."""
    return [line for line in reminder.lines if line.step == reminder.step.name] or [
        line for line in reminder.lines if line.step is not None
    ]


def _firm(reminder: Reminder, firm: Firm) -> LetterFirm:
    return LetterFirm(
        name=plain(firm.name, NAME_CAP),
        address=plain(reminder.sender.address if reminder.sender else firm.sender, NAME_CAP),
        country=firm.country,
        language=firm.language,
        iban=_in_fours(firm.iban) if firm.iban else None,
        bic=plain(firm.bic or "", NUMBER_CAP),
        signatory=plain(firm.signatory, NAME_CAP),
        postal=plain_lines(firm.postal, ADDRESS_CAP),
        phone=plain(firm.phone, NUMBER_CAP),
        registration=plain(firm.registration, NAME_CAP),
    )


def _client(reminder: Reminder) -> LetterClient:
    client = reminder.client
    return LetterClient(
        name=plain(client.name, NAME_CAP) or plain(reminder.to, NAME_CAP),
        address=plain(reminder.to, NAME_CAP),
        kind=client.kind,
        contact=plain(client.people.contact, NAME_CAP),
        postal=plain_lines(client.people.postal, ADDRESS_CAP),
    )


def _in_fours(iban: str) -> str:
    bare = plain(iban, 60).replace(" ", "").upper()
    return " ".join(bare[i : i + 4] for i in range(0, len(bare), 4))
