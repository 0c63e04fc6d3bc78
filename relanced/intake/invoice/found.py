"""What one attachment gave: the words that build, files, body and merge share. Plain values."""

from dataclasses import dataclass

from relanced.intake.invoice.compare import Claim
from relanced.intake.readings import Aside, InvoiceRead, Unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An invoice, and what its source surely says, to be held against another source."""

    invoice: InvoiceRead
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that looks like an invoice and could not be read."""

    unread: Unread
    is_sure: bool  # it is an invoice for certain; else it counts only where the mail gave none


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """What one attachment gave."""

    found: tuple[Found, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    asides: tuple[Aside, ...] = ()
    notes: tuple[str, ...] = ()  # what became of the owner's rules


NOTHING = FileRead()


def trouble(file: str, why: str, *, is_sure: bool) -> FileRead:
    """A file of which nothing could be read."""
    return FileRead(troubles=(Trouble(unread=Unread(file=file, why=why), is_sure=is_sure),))


def aside(file: str, kind: str, why: str) -> FileRead:
    """A file that asks nobody for money, and why."""
    return FileRead(asides=(Aside(file=file, kind=kind, why=why),))


def together(reads: "list[FileRead]") -> FileRead:
    """What several papers of one file gave."""
    return FileRead(
        found=tuple(each for read in reads for each in read.found),
        troubles=tuple(dict.fromkeys(each for read in reads for each in read.troubles)),
        asides=tuple(dict.fromkeys(each for read in reads for each in read.asides)),
        notes=tuple(dict.fromkeys(each for read in reads for each in read.notes)),
    )
