"""A sheet in, the same sheet without the terms of sale printed behind its invoice out. Pure.

Terms of sale name many days and delays (of delivery, of complaint, of other clients' payment), and
none of them is this invoice's.
"""

import re

from relanced.intake.amounts import find_amounts
from relanced.intake.invoice.labels.hints import TITLE_LABELS
from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.page.pages import LINE_GAP
from relanced.intake.invoice.page.sheet import Chunk, Sheet
from relanced.intake.lazy import lazy

MAX_HEADING = 70  # characters
MANY_LINES = 8  # under a heading on the invoice's own page: fewer are its conditions of payment
_ARTICLE = lazy(
    r"(?:art(?:icle|ikel|iculo|icolo)?\.?\s*\d|§\s*\d|\d{1,2}\s*[.)°-]\s*(?:\d{1,2}[.)]?\s*)?[a-z]{3})"
)
MIN_ARTICLES = 5


def without_sale_terms(sheet: Sheet) -> Sheet:
    """Leave out what stands under a heading «Conditions générales de vente», and pages of numbered articles."""
    pages: dict[int, list[Chunk]] = {}
    for chunk in sheet.chunks:
        pages.setdefault(chunk.line // LINE_GAP, []).append(chunk)
    kept: list[Chunk] = []
    for index, chunks in enumerate(pages.values()):
        if index and _is_prose_of_articles(chunks):
            continue
        start = _start_of_terms(chunks, is_first=not index)
        kept.extend(chunks[:start])
    return Sheet(tuple(kept)) if len(kept) < len(sheet.chunks) else sheet


def _start_of_terms(chunks: list[Chunk], *, is_first: bool) -> int:
    """The place of the heading of terms of sale with no amount after it; the end where there is none."""
    for place, chunk in enumerate(chunks):
        if not _is_heading(chunk):
            continue
        after = chunks[place + 1 :]
        lines = len({each.line for each in after})
        if (not is_first or lines >= MANY_LINES) and not any(map(_is_sum, after)):
            return place
    return len(chunks)


def _is_heading(chunk: Chunk) -> bool:
    if len(chunk.text) > MAX_HEADING or re.search(r"\d\s*[a-z]|:\s*\S", chunk.plain):
        return False
    return any(hit.kind is Kind.TERMS and hit.start <= 4 for hit in TITLE_LABELS.find(chunk.plain)[:1])


def _is_prose_of_articles(chunks: list[Chunk]) -> bool:
    articles = sum(bool(_ARTICLE.match(chunk.plain)) for chunk in chunks)
    return articles >= MIN_ARTICLES and not any(map(_is_sum, chunks))


def _is_sum(chunk: Chunk) -> bool:
    """Whether a chunk is an amount and no more: the 40 € of the law stand within a sentence."""
    return len(chunk.text) <= 20 and any(each.has_cents for each in find_amounts(chunk.text))
