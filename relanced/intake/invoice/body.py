"""The text of a mail that is itself the invoice in, that invoice out. Pure.

Some invoicing tools send no file at all: number, amount and day stand line by line in the mail.
Prose about an invoice is no invoice: only short lines that begin with a label are read.
"""

import re
from dataclasses import replace

from relanced.intake.days import fold
from relanced.intake.invoice.build import Setting, from_paper
from relanced.intake.invoice.found import NOTHING, FileRead, aside, trouble
from relanced.intake.invoice.labels.hints import TITLE_LABELS
from relanced.intake.invoice.labels.kinds import INVOICE_KINDS, Kind
from relanced.intake.invoice.labels.labels_day import DAY_LABELS
from relanced.intake.invoice.labels.labels_money import MONEY_LABELS, MoneyLabel
from relanced.intake.invoice.labels.labels_number import NAME_LABELS, NUMBER_LABELS
from relanced.intake.invoice.owner_rules import Ruled, search_rules
from relanced.intake.invoice.page.sheet import Chunk, Sheet, sheet_of_text
from relanced.intake.invoice.paper import Paper, read_paper
from relanced.intake.invoice.ruled import by_rule, is_no_invoice
from relanced.intake.lazy import lazy

_ANSWER = lazy(r"^(?:re|aw|sv|antw|rif|fwd?|tr|wg|rv)\s*:", re.IGNORECASE)
_ELSEWHERE = lazy(
    r"ci[- ]?joint|piece[s]? jointe|en pj\b|attach|enclosed|anbei|anhang|beigefugt|adjunt|allegat|bijlage|bijgevoegd"
)
_LINK = lazy(
    r"telecharge|consulte[rz]|voir (?:la|votre|ma) facture|download|view (?:the|your) invoice|herunterladen"
    r"|ansehen|abrufen|descarg|scaric|visualizz|bekijk|disponible (?:en ligne|sur|dans)"
    r"|available (?:online|at|on)|pay online"
)
_SHORT = 90
_SURE = 7.0


def read_body(text: str, setting: Setting) -> FileRead:
    """Read a mail without attachments; trouble where it only links to its invoice."""
    search = search_rules(setting.rules, text, setting.hints)
    if search.rule is not None and is_no_invoice(search.rule):
        return aside(setting.file, "ignored", f"your rule {search.rule.name} says that it is no invoice")
    read = _read_by(search.rule, text, replace(setting, read_from="body"))
    return replace(read, notes=search.notes)


def _read_by(rule: Ruled | None, text: str, setting: Setting) -> FileRead:
    if rule is not None and rule.number and rule.total and not _ANSWER.match(setting.hints.subject):
        # The owner's patterns must find both: one that finds a number alone finds it in any mail about it.
        return from_paper(by_rule(_paper(sheet_of_text(text), setting), rule), setting)
    subject = [hit.kind for hit in TITLE_LABELS.find(fold(setting.hints.subject))]
    if (
        not subject
        or subject[0] not in INVOICE_KINDS
        or Kind.REMINDER in subject
        or _ANSWER.match(setting.hints.subject)
    ):
        return NOTHING
    plain = fold(text[:20_000])
    sheet = _labelled_lines(sheet_of_text(text))
    if sheet.chunks and not _ELSEWHERE.search(plain):
        paper = _paper(sheet, setting)
        days = paper.days.due or paper.days.issued
        if paper.title and paper.number and paper.number.score >= _SURE and paper.total and days:
            return from_paper(by_rule(paper, rule), setting)
    if "http" in plain and _LINK.search(plain):
        return trouble(
            setting.file, "the invoice lies behind a link, where relanced does not go", is_sure=False
        )
    return NOTHING


def _paper(sheet: Sheet, setting: Setting) -> Paper:
    return read_paper(sheet, setting.hints, setting.us, setting.to, setting.country)


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
