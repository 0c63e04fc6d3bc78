"""The facts of one paper in, an InvoiceRead out, or the reason why there is none. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from relanced.intake.invoice.hints import Hints
from relanced.intake.invoice.kinds import INVOICE_KINDS, Kind
from relanced.intake.invoice.paper import Paper, To, issued_day
from relanced.intake.invoice.paper_days import DayRead, due_by_terms, read_days
from relanced.intake.invoice.parties import Us, names_us
from relanced.intake.invoice.sheet import sheet_of_text
from relanced.intake.invoice.structured import FIRST_DAY, LAST_DAY, Structured
from relanced.intake.readings import InvoiceRead
from relanced.model.facts import InvoiceKind
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber

USUAL_DAYS = 30  # article L441-10 I of the code de commerce: where nothing was agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """What one attachment gave."""

    invoices: tuple[InvoiceRead, ...] = ()
    trouble: str = ""  # why something that looks like an invoice could not be read
    is_sure: bool = False  # it is an invoice for certain; else it counts only where the mail gave none


@dataclass(frozen=True, slots=True)
class _Due:
    day: date | None
    is_derived: bool
    words: str


def from_paper(paper: Paper, hints: Hints, to: To, read_from: str) -> FileRead:
    """Make the invoice of a paper; other kinds of paper, and papers addressed to us, give nothing."""
    if paper.title is None:
        looks = hints.file_is_invoice or (
            hints.mail_is_invoice and not hints.file_is_other and paper.has_sums
        )
        why = "it is called an invoice, but its pages bear no title that relanced knows"
        return FileRead(trouble=why if looks else "", is_sure=hints.file_is_invoice)
    kind = INVOICE_KINDS.get(paper.title.kind)
    if kind is None:
        doubts = hints.file_is_invoice and paper.title.kind is not Kind.TERMS
        why = f"the file is called an invoice, but its page says {paper.title.kind.value} («{paper.title.words}»)"
        return FileRead(trouble=why if doubts else "")
    if paper.is_bought:
        return FileRead()
    issued_on, issued_words = issued_day(paper, hints.sent_on)
    if issued_on is not None and not FIRST_DAY <= issued_on <= LAST_DAY:
        issued_on = None  # the Date of a mail may name any year; days are added to this one
    if paper.number is None or paper.total is None or issued_on is None:
        lacks = [
            *(["number"] if paper.number is None else []),
            *(["amount to be paid"] if paper.total is None else []),
            *(["day of issue"] if issued_on is None else []),
        ]
        looks = paper.has_sums or hints.file_is_invoice or paper.number is not None
        why = f"it looks like an invoice («{paper.title.words}»), but shows no {' and no '.join(lacks)}"
        return FileRead(trouble=why if looks else "", is_sure=looks)
    due = _due(kind, issued_on, paper.days.due, paper.days.terms, hints)
    told = [paper.title.words, paper.number.words, paper.total.words, issued_words, due.words]
    invoice = InvoiceRead(
        number=paper.number.number,
        kind=kind,
        issued_on=issued_on,
        due_on=due.day,
        due_is_derived=due.is_derived,
        total=paper.total.money,
        client_email=to.email,
        client_name=paper.client_name,
        replaces=paper.number.older if _corrects(paper, kind) else None,
        read_from=read_from,
        because=_because(told),
    )
    return FileRead(invoices=(invoice,))


def from_structured(
    xml: Structured, paper: Paper | None, us: Us, to: To, read_from: str, hints: Hints
) -> FileRead:
    """Make the invoice of an XML; the page beside it tells the due day where the XML has none."""
    kind = INVOICE_KINDS.get(xml.kind)
    if kind is None or (names_us(xml.buyer, us) and not names_us(xml.seller, us)):
        return FileRead()
    if xml.total.cents < 0:
        kind = InvoiceKind.CREDIT_NOTE
    if xml.due_on and kind is not InvoiceKind.CREDIT_NOTE:
        due = _Due(xml.due_on, is_derived=False, words=f"due day in the XML {xml.due_on}")
    else:
        printed = paper.days.due if paper else None
        terms = ([xml.terms] if xml.terms else []) + list(paper.days.terms if paper else ())
        due = _due(kind, xml.issued_on, printed, tuple(terms), hints)
    told = [
        f"XML: number {xml.number}",
        f"amount to be paid {xml.total}",
        f"issued {xml.issued_on}",
        due.words,
    ]
    if paper and paper.total and paper.total.money.cents != abs(xml.total.cents):
        told.append(f"the page shows another amount ({paper.total.words}); the XML is taken")
    invoice = InvoiceRead(
        number=InvoiceNumber(xml.number),
        kind=kind,
        issued_on=xml.issued_on,
        due_on=due.day,
        due_is_derived=due.is_derived,
        total=Money(abs(xml.total.cents), xml.total.currency),
        client_email=to.email,
        client_name=xml.buyer or (paper.client_name if paper else to.name),
        replaces=InvoiceNumber(xml.older) if xml.older and xml.kind is not Kind.DEPOSIT else None,
        read_from=read_from,
        because=_because(told),
    )
    return FileRead(invoices=(invoice,))


def _due(
    kind: InvoiceKind, issued_on: date, printed: DayRead | None, terms: tuple[str, ...], hints: Hints
) -> _Due:
    """The due day: printed, else by the terms, else said in the mail, else 30 days; none for a credit note."""
    if kind is InvoiceKind.CREDIT_NOTE:
        return _Due(None, is_derived=False, words="")
    if printed and printed.day >= issued_on:
        return _Due(printed.day, is_derived=False, words=printed.words)
    by_terms = due_by_terms(terms, issued_on)
    if by_terms:
        others = " or ".join(str(day) for day in by_terms.other_readings)
        words = f"terms «{by_terms.words}»" + (f" (may also mean {others})" if others else "")
        return _Due(by_terms.due_on, is_derived=True, words=words)
    in_mail = read_days(sheet_of_text(hints.body), hints.sent_on)
    if in_mail.due and in_mail.due.day >= issued_on:
        return _Due(in_mail.due.day, is_derived=True, words=f"the mail says «{in_mail.due.words}»")
    words = f"no due day and no terms are printed: {USUAL_DAYS} days after issue"
    return _Due(issued_on + timedelta(days=USUAL_DAYS), is_derived=True, words=words)


def _corrects(paper: Paper, kind: InvoiceKind) -> bool:
    """An older number named on a credit note is what it credits; on an invoice only with such words."""
    return kind is InvoiceKind.CREDIT_NOTE or paper.replaces_older


def _because(told: list[str]) -> str:
    return "; ".join(dict.fromkeys(" ".join(words.split())[:140] for words in told if words))
