"""What a page or an XML says in, an invoice with its evidence out, or the reason why there is none. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from relanced.intake.invoice.compare import claim_of_paper, claim_of_xml, contradictions
from relanced.intake.invoice.evidence import NOT_SAID, Due, evidence_of_paper, evidence_of_xml
from relanced.intake.invoice.found import NOTHING, FileRead, Found, Trouble
from relanced.intake.invoice.labels.hints import Hints
from relanced.intake.invoice.labels.kinds import INVOICE_KINDS, Kind
from relanced.intake.invoice.page.sheet import sheet_of_text
from relanced.intake.invoice.paper import Paper, To, issued_day
from relanced.intake.invoice.party.parties import Us, names_us
from relanced.intake.invoice.when.paper_days import DayRead, read_days, terms_in
from relanced.intake.invoice.when.terms import named_day
from relanced.intake.invoice.xml.xml_facts import FIRST_DAY, LAST_DAY, Structured
from relanced.intake.readings import Field, InvoiceRead, Unread
from relanced.model.facts import InvoiceKind
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber
from relanced.model.rules import InvoiceRule

MAX_SAID = 300  # characters of the words of payment that are kept
OWNERS_RULE = "owner's rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What surrounds one paper: who we are, whom the mail went to, the words around it, where it was read."""

    us: Us
    to: To
    country: str  # ISO 3166-1: whose currency an amount without a sign is in
    hints: Hints
    rules: tuple[InvoiceRule, ...] = ()  # the owner's
    read_from: str = ""
    file: str = "mail"  # the name of the attachment; «mail» for the text
    is_bare: bool = False  # a file with no word beside it: of what becomes of it, all is told


def from_paper(paper: Paper, setting: Setting) -> FileRead:
    """Make the invoice of a paper; other kinds of paper, and papers addressed to us, give nothing."""
    kind = INVOICE_KINDS.get(paper.title.kind) if paper.title else None
    issued_on, issued_words = issued_day(paper, setting.hints.sent_on)
    if issued_on is not None and not FIRST_DAY <= issued_on <= LAST_DAY:
        issued_on = None  # the Date of a mail may name any year; days are added to this one
    due = _due(kind, issued_on, paper.days.due, paper.days.terms, setting.hints) if issued_on else NOT_SAID
    evidence = evidence_of_paper(paper, kind, (issued_on, issued_words), due, setting.to)
    doubt = _doubt(paper, kind, issued_on, setting.hints)
    if doubt is not None:
        why, missing, is_sure = doubt
        unread = Unread(file=setting.file, why=why, evidence=evidence, missing=missing)
        return FileRead(troubles=(Trouble(unread=unread, is_sure=is_sure),) if why else ())
    if kind is None or issued_on is None or paper.number is None or paper.total is None:
        return NOTHING
    replaced, several = _older(kind, paper.older, paper.corrected)
    invoice = InvoiceRead(
        number=paper.number.number,
        kind=kind,
        issued_on=issued_on,
        due_on=due.day,
        terms=due.terms,
        terms_said=_said(paper.days.terms),
        total=paper.total.money,
        client_email=setting.to.email,
        client_name=paper.client_name or setting.to.name,
        client_ids=paper.client_ids,
        replaces=replaced,
        rivals=paper.number.rivals,
        disagreements=several,
        read_from=OWNERS_RULE if paper.is_ruled else setting.read_from,
        evidence=evidence,
    )
    return FileRead(found=(Found(invoice=invoice, claim=claim_of_paper(paper)),))


def _doubt(
    paper: Paper, kind: InvoiceKind | None, issued_on: date | None, hints: Hints
) -> tuple[str, tuple[Field, ...], bool] | None:
    """Why this paper is not read, what is missing, and whether it is an invoice for certain; None: it is read.

    An empty reason: it is another kind of paper, and nobody takes it for an invoice.
    """
    if paper.title is None:
        looks = hints.file_is_invoice or (paper.has_sums and not hints.file_is_other and not hints.is_reply)
        why = "it is called an invoice, but its pages bear no title that relanced knows"
        missing = (Field.KIND, *_missing(paper, issued_on))
        return (why if looks else "", missing, hints.file_is_invoice)
    if kind is None:
        doubts = hints.file_is_invoice and paper.title.kind is not Kind.TERMS
        why = f"the file is called an invoice, but its page says {paper.title.kind.value} («{paper.title.words}»)"
        return (why if doubts else "", (Field.KIND,), False)
    if paper.is_bought:
        return ("", (), False)
    missing = _missing(paper, issued_on)
    if paper.faults:
        return ("; ".join(paper.faults), missing, True)
    if not missing:
        return None
    looks = paper.has_sums or hints.file_is_invoice or paper.number is not None
    lacks = " and no ".join(_WORDS[field] for field in missing)
    why = f"it looks like an invoice («{paper.title.words}»), but shows no {lacks}"
    return (why if looks else "", missing, looks)


_WORDS = {Field.NUMBER: "number", Field.TOTAL: "amount to be paid", Field.ISSUED: "day of issue"}


def _missing(paper: Paper, issued_on: date | None) -> tuple[Field, ...]:
    lacks = {
        Field.NUMBER: paper.number is None,
        Field.TOTAL: paper.total is None,
        Field.ISSUED: issued_on is None,
    }
    return tuple(field for field, is_missing in lacks.items() if is_missing)


def from_structured(xml: Structured, paper: Paper | None, setting: Setting) -> FileRead:
    """Make the invoice of an XML. The page beside it tells what the XML lacks, and never overrules it.

    Where the two contradict each other, that is said.
    """
    kind = INVOICE_KINDS.get(xml.kind)
    if kind is None or (names_us(xml.buyer, setting.us) and not names_us(xml.seller, setting.us)):
        return NOTHING
    if xml.total.cents < 0:
        kind = InvoiceKind.CREDIT_NOTE
    due = _due_of_xml(xml, kind, paper, setting.hints)
    claim = claim_of_xml(xml)
    against = contradictions(claim, claim_of_paper(paper)) if paper else ()
    printed = paper.corrected if paper else ()
    replaced, several = _older(kind, xml.older, (xml.older if xml.corrects else ()) or printed)
    ids = tuple(dict.fromkeys((*xml.buyer_ids, *(paper.client_ids if paper else ()))))
    printed_name = paper.client_name if paper else ""
    invoice = InvoiceRead(
        number=InvoiceNumber(xml.number),
        kind=kind,
        issued_on=xml.issued_on,
        due_on=due.day,
        terms=due.terms,
        terms_said=_said((xml.terms, *(paper.days.terms if paper else ()))),
        total=Money(abs(xml.total.cents), xml.total.currency),
        client_email=setting.to.email,
        client_name=xml.buyer or printed_name or setting.to.name,
        client_ids=ids,
        replaces=replaced,
        rivals=(),
        disagreements=(*against, *_too_early(xml, kind), *several),
        read_from=setting.read_from,
        evidence=evidence_of_xml(xml, kind, due, ids, setting.to, printed_name),
    )
    return FileRead(found=(Found(invoice=invoice, claim=claim),))


def _due_of_xml(xml: Structured, kind: InvoiceKind, paper: Paper | None, hints: Hints) -> Due:
    if xml.due_on and xml.due_on >= xml.issued_on and kind is not InvoiceKind.CREDIT_NOTE:
        days = ", ".join(day.isoformat() for day in xml.due_days)
        several = "instalments due " if len(xml.due_days) > 1 else "due "
        return Due(xml.due_on, None, f"XML: {several}{days}")
    named = named_day(xml.terms, xml.issued_on)
    if named and kind is not InvoiceKind.CREDIT_NOTE:
        return Due(named, None, f"XML: {xml.terms}")
    printed = paper.days.due if paper else None
    terms = ([xml.terms] if xml.terms else []) + list(paper.days.terms if paper else ())
    return _due(kind, xml.issued_on, printed, tuple(terms), hints)


def _too_early(xml: Structured, kind: InvoiceKind) -> tuple[str, ...]:
    if kind is InvoiceKind.CREDIT_NOTE or xml.due_on is None or xml.due_on >= xml.issued_on:
        return ()
    return (
        f"due day: {xml.due_on} in the XML is before its day of issue, {xml.issued_on}, and was not taken",
    )


def _due(
    kind: InvoiceKind | None, issued_on: date, printed: DayRead | None, terms: tuple[str, ...], hints: Hints
) -> Due:
    """The due day as printed, else the terms, else the day said in the mail; none for a credit note."""
    if kind is InvoiceKind.CREDIT_NOTE:
        return NOT_SAID
    if printed and printed.day >= issued_on:
        return Due(printed.day, None, printed.words)
    by_terms = terms_in(terms, issued_on)
    if by_terms:
        return Due(by_terms.day, by_terms.terms, f"terms «{by_terms.words}»")
    in_mail = read_days(sheet_of_text(hints.body), hints.sent_on)
    if in_mail.due and in_mail.due.day >= issued_on:
        return Due(in_mail.due.day, None, f"the mail says «{in_mail.due.words}»")
    return NOT_SAID


def _said(sentences: Iterable[str]) -> str:
    return " ".join(" / ".join(sentence for sentence in sentences if sentence).split())[:MAX_SAID]


def _older(
    kind: InvoiceKind, named: tuple[str, ...], corrected: tuple[str, ...]
) -> tuple[InvoiceNumber | None, tuple[str, ...]]:
    """The one invoice that this one credits or replaces; of several none is taken, and that is said.

    An invoice that only names another (a final one its deposits) replaces nothing.
    """
    older = named if kind is InvoiceKind.CREDIT_NOTE else corrected
    if len(older) > 1:
        does = "credits" if kind is InvoiceKind.CREDIT_NOTE else "replaces"
        return None, (
            f"it {does} several invoices ({', '.join(older)}): relanced cannot tell which part of each",
        )
    return (InvoiceNumber(older[0]) if older else None), ()
