"""The pages of one PDF in, the papers in it out: what each is, and its number, days, amount and client."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from relanced.intake.invoice.labels.hints import TITLE_LABELS, Hints
from relanced.intake.invoice.labels.kinds import INVOICE_KINDS, Kind
from relanced.intake.invoice.labels.labels_money import MONEY_LABELS, MoneyLabel
from relanced.intake.invoice.money.totals import TotalRead, read_total
from relanced.intake.invoice.number import NumberRead, read_number
from relanced.intake.invoice.older import corrected_by, older_of
from relanced.intake.invoice.page.pages import Page
from relanced.intake.invoice.page.sheet import Sheet, sheet_of
from relanced.intake.invoice.party.parties import Us, read_client
from relanced.intake.invoice.title import Title, is_invoice, read_title
from relanced.intake.invoice.when.paper_days import PaperDays, read_days
from relanced.model.names import ClientId, InvoiceNumber, number_key

_OPENS = 4.0  # the least score of a title that begins a document beside its number, or as another kind


@dataclass(frozen=True, slots=True, kw_only=True)
class To:
    """Whom the mail went to."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document as its pages tell it; what is None could not be read."""

    title: Title | None
    number: NumberRead | None
    days: PaperDays
    total: TotalRead | None
    client_name: str  # as printed; "": none found
    client_ids: tuple[ClientId, ...]
    is_bought: bool  # a supplier's: we are the buyer
    older: tuple[InvoiceNumber, ...]  # the invoices that it names beside its own number
    corrected: tuple[InvoiceNumber, ...]  # those that it says it replaces
    has_sums: bool  # it speaks of amounts to be paid, whatever it calls itself
    text: str
    is_ruled: bool = False  # the owner's rule decided number or amount
    faults: tuple[str, ...] = ()  # why what the rule found is no such value


def split(pages: Sequence[Page], hints: Hints) -> tuple[Sheet, ...]:
    """Put pages together into documents: a page with a title and a labelled number of its own begins a new one.

    A number that only looks like one (on a page of terms, on an annex) begins none.
    """
    if len(pages) == 1:
        return (sheet_of(pages[0].chunks),)
    documents: list[list[Page]] = []
    key: tuple[str, str] | None = None
    for page in pages:
        sheet = sheet_of(page.chunks)
        title = read_title(sheet, hints)
        number = read_number(sheet, title.kind, hints) if title and is_invoice(title.kind) else None
        number = number if number and number.score > 0 else None
        mine = (
            title.kind.value if title and not is_invoice(title.kind) else "",
            number_key(number.number) if number else "",
        )
        starts = bool(title) and (number is not None or (title is not None and not is_invoice(title.kind)))
        if not documents or (starts and title is not None and title.score >= _OPENS and mine != key):
            documents.append([page])
            key = mine if starts else key
        else:
            documents[-1].append(page)
            key = key or (mine if starts else None)
    return tuple(sheet_of(chunk for page in document for chunk in page.chunks) for document in documents)


def read_paper(sheet: Sheet, hints: Hints, us: Us, to: To, country: str) -> Paper:
    """Read one document."""
    title = read_title(sheet, hints)
    kind = title.kind if title else Kind.INVOICE
    total = read_total(sheet, kind, country)
    if title and total and total.is_negative and kind is not Kind.CREDIT_NOTE and is_invoice(kind):
        title = Title(Kind.CREDIT_NOTE, title.score, f"{title.words}, below zero")
        kind = Kind.CREDIT_NOTE
        total = read_total(sheet, kind, country)
    client = read_client(sheet, us, to.name, to.email)
    number = read_number(sheet, kind, hints)
    own = number.number if number else ""
    return Paper(
        title=title,
        number=number,
        days=read_days(sheet, hints.sent_on),
        total=total,
        client_name=client.name,
        client_ids=client.ids,
        is_bought=client.is_us,
        older=older_of(sheet, own),
        corrected=corrected_by(sheet, own),
        has_sums=_has_sums(sheet),
        text=sheet.text,
    )


def _has_sums(sheet: Sheet) -> bool:
    asked = {MoneyLabel.NET, MoneyLabel.GROSS, MoneyLabel.TAX}
    kinds = {hit.kind for chunk in sheet.chunks for hit in MONEY_LABELS.find(chunk.plain)}
    names = any(hit.kind in INVOICE_KINDS for chunk in sheet.chunks for hit in TITLE_LABELS.find(chunk.plain))
    return names and len(kinds & asked) >= 2


def issued_day(paper: Paper, sent_on: date | None) -> tuple[date | None, str]:
    """The day of issue and the words for it; where only the due day is printed, the day of the mail."""
    if paper.days.issued:
        return paper.days.issued.day, paper.days.issued.words
    if paper.days.due and sent_on and sent_on <= paper.days.due.day:
        return sent_on, "no day of issue is printed: the day of the mail"
    return None, ""
