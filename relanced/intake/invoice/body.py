"""The text of a mail that is itself the invoice in, that invoice out. Pure.

Some invoicing tools send no file at all: number, amount and day stand line by line in the mail.
Prose about an invoice is no invoice: only short lines that begin with a label are read.
"""

import re

from relanced.intake.days import fold
from relanced.intake.invoice.build import FileRead, from_paper
from relanced.intake.invoice.files import Setting
from relanced.intake.invoice.hints import TITLE_LABELS, Hints
from relanced.intake.invoice.kinds import INVOICE_KINDS, Kind
from relanced.intake.invoice.labels_day import DAY_LABELS
from relanced.intake.invoice.labels_money import MONEY_LABELS, MoneyLabel
from relanced.intake.invoice.labels_number import NAME_LABELS, NUMBER_LABELS
from relanced.intake.invoice.paper import read_paper
from relanced.intake.invoice.sheet import Chunk, Sheet, sheet_of_text

_ANSWER = re.compile(r"^(?:re|aw|sv|antw|rif|fwd?|tr|wg|rv)\s*:", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"ci[- ]?joint|piece[s]? jointe|en pj\b|attach|enclosed|anbei|anhang|beigefugt|adjunt|allegat|bijlage|bijgevoegd"
)
_LINK = re.compile(
    r"telecharge|consulte[rz]|voir (?:la|votre|ma) facture|download|view (?:the|your) invoice|herunterladen"
    r"|ansehen|abrufen|descarg|scaric|visualizz|bekijk|disponible (?:en ligne|sur|dans)"
    r"|available (?:online|at|on)|pay online"
)
_SHORT = 90
_SURE = 7.0


def read_body(text: str, hints: Hints, setting: Setting) -> FileRead:
    """Read a mail without attachments; trouble where it only links to its invoice."""
    subject = [hit.kind for hit in TITLE_LABELS.find(fold(hints.subject))]
    if (
        not subject
        or subject[0] not in INVOICE_KINDS
        or Kind.REMINDER in subject
        or _ANSWER.match(hints.subject)
    ):
        return FileRead()
    plain = fold(text[:20_000])
    sheet = _labelled_lines(sheet_of_text(text))
    if sheet.chunks and not _ELSEWHERE.search(plain):
        paper = read_paper(sheet, hints, setting.us, setting.to, setting.country)
        days = paper.days.due or paper.days.issued
        if paper.title and paper.number and paper.number.score >= _SURE and paper.total and days:
            return from_paper(paper, hints, setting.to, "body")
    if "http" in plain and _LINK.search(plain):
        return FileRead(trouble="the invoice lies behind a link, where relanced does not go")
    return FileRead()


def _labelled_lines(sheet: Sheet) -> Sheet:
    """The short lines that begin with a label, where at least one sum is among them."""
    kept: list[Chunk] = []
    for line in sheet.lines():
        long = sum(len(chunk.text) for chunk in line) > _SHORT
        if not long and _begins_with_label(line[0].plain):
            kept.extend(line)
    sums = {MoneyLabel.NET, MoneyLabel.GROSS, MoneyLabel.CREDITED}
    has_sum = any(
        hit.kind in sums and hit.start <= 2 for chunk in kept for hit in MONEY_LABELS.find(chunk.plain)
    )
    return Sheet(tuple(kept)) if has_sum else Sheet(())


def _begins_with_label(plain: str) -> bool:
    found = (TITLE_LABELS, NUMBER_LABELS, DAY_LABELS, MONEY_LABELS, NAME_LABELS)
    return any(hit.start <= 2 for labels in found for hit in labels.find(plain)[:1])
