"""What older facts asked for, and what they meant by it, in; whether a new fact changes that out. Pure.

The fold knows all that was mailed before it folds anything, so a later fact may say what an earlier
one meant. Where none asked for what a new fact brings, folding it last is folding it in its place.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from relanced.casework.books import CLOCK_SKEW
from relanced.casework.claims import may_name_a_mail
from relanced.casework.clients import base_of
from relanced.casework.directory import bare_subject, names_given
from relanced.model.decided import (
    CallNoted,
    GestureUndone,
    HandedOver,
    InstalmentsAgreed,
    LetterPosted,
    OwnerDecided,
    ReplyJudged,
    TaskAnswerUnclear,
    TaskGiven,
    Verb,
)
from relanced.model.facts import (
    AutoReplyReceived,
    BankSpoke,
    BounceReceived,
    Fact,
    InsolvencyFound,
    InvoiceStated,
    InvoiceUnreadable,
    MailQuarantined,
    ReminderSent,
    ReplyReceived,
    SendIntended,
    SendOutcome,
)
from relanced.model.mark import reference_of
from relanced.model.names import Fingerprint, MessageId, mail_ref, number_key

_Theirs = ReplyReceived | AutoReplyReceived | BounceReceived | MailQuarantined
_Said = CallNoted | LetterPosted | HandedOver


@dataclass(slots=True)
class Reach:
    """All that the facts so far asked for by a name; numbers and accounts, the books note themselves."""

    addresses: set[str] = field(default_factory=set)  # and their bases: who wrote, or was written to
    targets: set[str] = field(default_factory=set)  # what decisions and letters called a client
    subjects: set[str] = field(default_factory=set)  # of mails that could not be read
    answered: set[str] = field(default_factory=set)  # Message-IDs, words of servers, references
    has_stated: bool = False
    commanded_until: datetime | None = (
        None  # what is mailed by then may be what a command of the owner's means
    )
    _commanded: set[MessageId] = field(default_factory=set)  # mails that he answered with one
    _undone: set[str] = field(default_factory=set)  # gestures that were taken back
    _left: set[str] = field(default_factory=set)  # references of letters that left without their mark
    _judged: set[str] = field(default_factory=set)  # mails that the owner judged
    _noted: set[str] = field(default_factory=set)  # mails, or numbers, of which his notes may speak
    _tasks: set[MessageId] = field(default_factory=set)  # of which an end was told
    _handed: dict[MessageId, set[str]] = field(default_factory=dict)  # by letter: what servers called it
    _spoke: set[Fingerprint] = field(default_factory=set)  # mails of banks without money

    def note(self, fact: Fact) -> None:
        """Keep in mind what a folded fact asked for."""
        match fact:
            case ReplyReceived() | AutoReplyReceived() | MailQuarantined():
                self._note_theirs(fact, fact.sender)
            case BounceReceived():
                self._note_theirs(fact, fact.recipient)
            case BankSpoke():
                self._spoke.add(fact.source.fingerprint)
            case GestureUndone():
                self._undone.add(fact.gesture)
            case InvoiceUnreadable():
                self._meet(fact.client_address)
            case ReminderSent():
                self._meet(fact.client_address)
                self._left.update(fact.tokens)
            case SendOutcome():
                self._handed.setdefault(fact.message_id, set()).update(names_given(fact.answer))
            case _:
                self._note_ours(fact)

    def _note_theirs(self, mail: _Theirs, sender: str) -> None:
        self._meet(sender)
        for each in mail.answers:
            self.answered |= {each, each.rpartition("@")[0]}
        if isinstance(mail, MailQuarantined):
            self.subjects.add(bare_subject(mail.subject))
        else:
            self.answered.update(mail.tokens)

    def _note_ours(self, fact: Fact) -> None:
        match fact:
            case OwnerDecided():
                self._call(fact.target)
                self._note_command(fact)
                if may_name_a_mail(fact):
                    self._noted |= {fact.target.strip().lower(), number_key(fact.target)}
            case InvoiceStated():
                self.has_stated = True
            case ReplyJudged():
                self._judged.add(fact.mail.strip().lower())
                self._commanded.update(fact.answers)
            case CallNoted() | LetterPosted() | HandedOver():
                self._call(fact.target)
                if fact.task is not None:
                    self._tasks.add(fact.task)
            case TaskAnswerUnclear():
                self._tasks.add(fact.task)
            case SendIntended() | TaskGiven():
                self._call(fact.client)
            case InsolvencyFound():
                self.targets.add(f"siren:{fact.siren}".casefold())
            case _:
                pass

    def _note_command(self, fact: OwnerDecided) -> None:
        if fact.by == "mail":
            self._commanded.update(fact.answers)
            self.answered.update(fact.answers)
            until = fact.decided_at + CLOCK_SKEW
            self.commanded_until = max(self.commanded_until or until, until)

    def _meet(self, address: str) -> None:
        mine = address.strip().lower()
        self.addresses |= {mine, base_of(mine)}

    def _call(self, target: str) -> None:
        wanted = " ".join(target.casefold().split())
        self.targets |= {wanted, *wanted.partition("#")}

    def goes_on(self, fact: Fact) -> bool:
        """Whether a fact that is no document, and no mail about money, leaves what older ones meant as it was."""
        match fact:
            case ReplyReceived() | AutoReplyReceived():
                return not self._is_spoken_of(fact) and mail_ref(fact.source.fingerprint) not in self._judged
            case BounceReceived() | MailQuarantined():
                return not self._is_spoken_of(fact)
            case BankSpoke() | InstalmentsAgreed() | InsolvencyFound() | TaskAnswerUnclear():
                return True
            case CallNoted() | LetterPosted() | HandedOver():
                return True
            case OwnerDecided():
                return not self._is_command(fact) and not may_name_a_mail(fact)
            case TaskGiven():
                return fact.message_id not in self._tasks
            case ReminderSent():
                return not fact.tokens and not self.asked_for([fact.message_id, fact.source.message_id])
            case SendIntended():
                return not self.asked_for([fact.message_id]) and not self._has_left(fact)
            case SendOutcome():
                return self.answered.isdisjoint(names_given(fact.answer))
            case _:
                return False

    def _is_command(self, decided: OwnerDecided) -> bool:
        """Whether it may mean more than its words, or was taken back before it was read."""
        is_other = decided.by == "mail" or decided.verb is Verb.CREDIT_NOTE
        return is_other or decided.gesture in self._undone

    def _has_left(self, letter: SendIntended) -> bool:
        return bool(self._left) and reference_of(letter.message_id) in self._left

    def _is_spoken_of(self, mail: _Theirs) -> bool:
        """Whether the owner told what to do about this mail before it was read."""
        return mail.source.message_id in self._commanded

    def asked_for(self, ids: Iterable[MessageId | None]) -> bool:
        """Whether a mail answered one of these letters before it was known."""
        known = [each for each in ids if each is not None]
        names = {name for each in known for name in (each, reference_of(each), *self._handed.get(each, ()))}
        return not self.answered.isdisjoint(names)

    def is_noted(self, mail: Fingerprint, number: str) -> bool:
        """Whether a note of the owner may be about this mail of ours, or this number."""
        return not self._noted.isdisjoint({mail_ref(mail), number_key(number)})

    def is_met(self, addresses: Collection[str]) -> bool:
        """Whether somebody wrote from one of these addresses, or was written to there, before."""
        return not self.addresses.isdisjoint(addresses)

    def has_spoken(self, mail: Fingerprint) -> bool:
        """Whether a bank's mail was read before, and no money found in it."""
        return mail in self._spoke
