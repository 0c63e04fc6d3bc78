"""Facts in order in, the same facts with our documents as they count out. Pure.

What the owner states stands for what could not be read, or corrects what was; a doubtful number is
settled by the series that the sure ones form. Which facts came first plays no part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from relanced.casework.former import Former, Paper, former_names
from relanced.casework.unsure import Document, settled
from relanced.model.decided import OwnerDecided, Verb
from relanced.model.facts import (
    CreditNoteSent,
    Fact,
    InvoiceKind,
    InvoiceSent,
    InvoiceStated,
    InvoiceUnreadable,
)
from relanced.model.money import Money
from relanced.model.names import Fingerprint, MailRef, mail_ref, number_key

Mailed = Document | InvoiceUnreadable
Note = InvoiceStated | OwnerDecided

STATED = "owner"  # read_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What counts."""

    facts: tuple[Fact, ...]  # in order; a stated document stands behind the mail that carried it
    unreadable: tuple[InvoiceUnreadable, ...]  # neither stated nor ignored, newest first
    about: Mapping[Fingerprint, Fingerprint]  # the owner's notes about mails of ours, and those mails
    former: Mapping[str, tuple[Former, ...]]  # by number_key: invoices that once bore another number
    read_since: Mapping[Fingerprint, tuple[str, ...]]  # by note about a mail of which nothing is unread any
    # more: the keys of the invoices that were read in it, and in no other mail


@dataclass(slots=True, kw_only=True)
class _Mail:
    """One mail of ours and what the owner said of it."""

    documents: list[Document] = field(default_factory=list)
    unread: InvoiceUnreadable | None = None
    most: int = 0  # files that any reading of it left unread
    corrected: dict[str, InvoiceStated] = field(default_factory=dict)  # by number_key, as it was read
    stated: dict[str, InvoiceStated] = field(default_factory=dict)  # by number_key
    told: list[InvoiceStated] = field(default_factory=list)  # of files, oldest first, taken back or not
    about_read: dict[str, list[InvoiceStated]] = field(default_factory=dict)  # by number_key, as it was read
    is_ignored: bool = False

    def enter(self, mailed: Mailed) -> None:
        """A mail may have been read more than once: the reading that left fewest files unread counts."""
        if not isinstance(mailed, InvoiceUnreadable):
            self.documents.append(mailed)
            return
        self.most = max(self.most, len(mailed.files))
        if self.unread is None or len(mailed.files) < len(self.unread.files):
            self.unread = mailed

    @property
    def files(self) -> int:
        """How many of its files could not be read; none where a later reading left none."""
        return len(self.unread.files) if self.unread else 0

    @property
    def is_asked(self) -> bool:
        """Whether the owner must still say what it asks for."""
        return not self.is_ignored and len(self.stated) < self.files

    def hear(self, note: Note) -> bool:
        """Take the owner's word; False: it says nothing about this mail."""
        if isinstance(note, InvoiceStated):
            return self._state(note)
        if not self.files:
            return False
        if note.verb is Verb.IGNORE:
            if len(self.stated) == self.files:  # nothing else is open: he takes it back
                self.stated.clear()
            self.is_ignored = True
        else:
            self.is_ignored = False
        return True

    def _state(self, stated: InvoiceStated) -> bool:
        """It is about a document that was read, else about a file that was not; the last word counts."""
        key = number_key(stated.number)
        read = self._meant(key, stated.total)
        if read is not None:
            self.corrected[number_key(read.number)] = stated
            self.about_read.setdefault(number_key(read.number), []).append(stated)
        elif not self.files:
            return False
        else:
            self.told.append(stated)
            self.stated.pop(key, None)
            self.stated[key] = stated
            while len(self.stated) > self.files:
                del self.stated[next(iter(self.stated))]
        return True

    def _meant(self, key: str, total: Money) -> Document | None:
        """The document that was read under this number, or may bear it.

        Else the only one; or, where a file was read since, the only one over this amount.
        """
        for each in self.documents:
            rivals = each.rivals if isinstance(each, InvoiceSent) else ()
            now = self.corrected.get(number_key(each.number))
            names = (each.number, *rivals, *([now.number] if now else []))
            if key in map(number_key, names):
                return each
        if len(self.documents) == 1 and not self.files:
            return self.documents[0]
        if self.most == self.files:
            return None
        alike = [each for each in self.documents if each.total == total]
        return alike[0] if len(alike) == 1 else None


def claims(ordered: Sequence[Fact], zone: tzinfo) -> Claims:
    """Settle what our own mails ask for; `ordered` is each fact once, in order."""
    mails: dict[Fingerprint, _Mail] = {}
    for fact in ordered:
        if isinstance(fact, Mailed):
            mails.setdefault(fact.source.fingerprint, _Mail()).enter(fact)
    notes = [fact for fact in ordered if isinstance(fact, Note) and may_name_a_mail(fact)]
    meant = _meant_mails(mails, notes) if notes else []
    about = {note.source.fingerprint: mark for note, mark in meant if mails[mark].hear(note)}
    read = [paper for fact in ordered for paper in _claimed(fact, mails, zone)]
    counting = settled([paper.counted for paper in read])
    papers = [
        paper if paper.counted is fact else replace(paper, counted=fact)
        for paper, fact in zip(read, counting, strict=True)
    ]
    asked = [mail.unread for mail in mails.values() if mail.unread is not None and mail.is_asked]
    return Claims(
        facts=counting,
        unreadable=tuple(
            sorted(asked, key=lambda fact: (fact.source.at, fact.source.fingerprint), reverse=True)
        ),
        about=about,
        former=former_names([paper for paper in papers if isinstance(paper.counted, Document)]),
        read_since=_read_since(
            counting,
            {
                note.source.fingerprint: mark
                for note, mark in meant
                if note.source.fingerprint not in about and mails[mark].unread is not None
            },
        ),
    )


def may_name_a_mail(note: Note) -> bool:
    """Whether the owner's word may be about a mail of ours."""
    if isinstance(note, InvoiceStated):
        return True
    target = note.target.strip()
    return note.verb in {Verb.IGNORE, Verb.RESUME} and len(target) == 8 and set(target.lower()) <= _HEX


_HEX = frozenset("0123456789abcdef")


def _meant_mails(mails: Mapping[Fingerprint, _Mail], notes: Iterable[Note]) -> list[tuple[Note, Fingerprint]]:
    """The mail that each note is about; a number of eight digits is a number, not a mail."""
    refs: dict[MailRef, list[Fingerprint]] = {}
    for fingerprint in mails:
        refs.setdefault(mail_ref(fingerprint), []).append(fingerprint)
    numbers = {number_key(each.number) for mail in mails.values() for each in mail.documents}
    numbers |= {number_key(note.number) for note in notes if isinstance(note, InvoiceStated)}
    found = []
    for note in notes:
        if isinstance(note, InvoiceStated):
            meant = refs.get(note.mail, [])
        elif number_key(note.target) in numbers:
            meant = []
        else:
            meant = refs.get(MailRef(note.target.strip().lower()), [])
        if len(meant) == 1:
            found.append((note, meant[0]))
    return found


def _read_since(
    facts: Iterable[Fact], notes: Mapping[Fingerprint, Fingerprint]
) -> dict[Fingerprint, tuple[str, ...]]:
    """By note: the invoices that were read only in its mail; one that another mail bears was never unread."""
    carriers: dict[str, set[Fingerprint]] = {}
    for fact in facts if notes else ():
        if isinstance(fact, InvoiceSent):
            carriers.setdefault(number_key(fact.number), set()).add(fact.source.fingerprint)
    return {
        note: tuple(sorted(key for key, marks in carriers.items() if marks == {mail}))
        for note, mail in notes.items()
    }


def _claimed(fact: Fact, mails: Mapping[Fingerprint, _Mail], zone: tzinfo) -> list[Paper]:
    """What stands in the place of a fact."""
    if not isinstance(fact, Mailed):
        return [Paper(fact, fact)]
    mail = mails[fact.source.fingerprint]
    if not isinstance(fact, InvoiceUnreadable):
        stated = mail.corrected.get(number_key(fact.number))
        if stated is None:
            return [Paper(fact, fact)]
        return [Paper(fact, _corrected(fact, stated), tuple(mail.about_read[number_key(fact.number)]))]
    if fact is not mail.unread:
        return [Paper(fact, fact)]
    # Of several files nobody knows which one an earlier statement was about: it may be any of them.
    others = [each for each in mail.told if number_key(each.number) not in mail.stated]
    return [
        Paper(fact, fact),
        *(
            Paper(fact, _corrected(_blank(fact, each, zone), each), (*others, each))
            for each in mail.stated.values()
        ),
    ]


def _blank(unread: InvoiceUnreadable, stated: InvoiceStated, zone: tzinfo) -> InvoiceSent:
    """What is known of a document without having read it: whom it was mailed to, and when."""
    return InvoiceSent(
        source=unread.source,
        number=stated.number,
        kind=InvoiceKind.INVOICE,
        issued_on=unread.source.at.astimezone(zone).date(),
        due_on=None,
        terms=None,
        terms_said="",
        total=stated.total,
        client_address=unread.client_address,
        client_name=unread.client_name,
        client_ids=(),
        cc=unread.cc,
        replaces=None,
        rivals=(),
        disagreements=(),
        subject=unread.subject,
        references=unread.references,
        read_from=STATED,
        because="",
    )


def _corrected(read: Document, stated: InvoiceStated) -> Document:
    """A document as the owner states it; what he does not state stays as it was read."""
    because = f"you stated it on {stated.decided_at.date()}"
    issued_on = stated.issued_on or read.issued_on
    if stated.kind is InvoiceKind.CREDIT_NOTE:
        return CreditNoteSent(
            source=read.source,
            number=stated.number,
            issued_on=issued_on,
            total=stated.total,
            corrects=read.replaces if isinstance(read, InvoiceSent) else read.corrects,
            client_address=read.client_address,
            client_name=read.client_name,
            client_ids=read.client_ids,
            disagreements=(),
            because=because,
        )
    before = read if isinstance(read, InvoiceSent) else None
    return InvoiceSent(
        source=read.source,
        number=stated.number,
        kind=stated.kind,
        issued_on=issued_on,
        due_on=stated.due_on or (before.due_on if before else None),
        terms=before.terms if before else None,
        terms_said=before.terms_said if before else "",
        total=stated.total,
        client_address=read.client_address,
        client_name=read.client_name,
        client_ids=read.client_ids,
        cc=before.cc if before else (),
        replaces=before.replaces if before else None,
        rivals=(),
        disagreements=(),
        subject=before.subject if before else "",
        references=before.references if before else (),
        read_from=STATED,
        because=because,
    )
