"""A sheet in, the sentences that may tell when it is to be paid out, the likeliest first. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from relanced.intake.amounts import find_amounts
from relanced.intake.days import find_days, fold
from relanced.intake.invoice.labels.labels import Labels
from relanced.intake.invoice.labels.labels_day import DAY_LABELS, EARLY_WORDS, LATE_WORDS, TERM_CUES
from relanced.intake.invoice.page.sheet import Chunk, Sheet
from relanced.intake.invoice.when.terms import TermsRead, read_terms
from relanced.intake.lazy import lazy

_EARLY = Labels({True: EARLY_WORDS})
LATE = Labels({True: LATE_WORDS})
SENTENCE_END = lazy(r"[.;!]\s+(?=[A-ZÀ-Ý])|\n")
_NO_DISCOUNT = lazy(
    r"(?:sans|pas\s+d['’e]|aucun|no|without|keine?n?|ohne|senza|nessuno|sin|geen|zonder)\s*(?:any\s+|en\s+)?"
    r"(?:escompte|skonto|discount|sconto|descuento|korting|betalingskorting)"
    r"|escompte[^.;\d]{0,40}(?:neant|aucun|non|0\s?%)"
)
_UNIT = r"(?:j|jours?|days?|tagen?|tage|dagen|giorni|gg|dias)"
_WEEKS = r"(?:semaines?|weeks?|wochen?|settimane|semanas|weken)"
# A whole line that is a term and nothing else: the value of a column, whose head stands elsewhere.
_PURE = lazy(
    r"(?:a|sous|net|terms|within|in|binnen|innerhalb|innert|von|entro|payable)?[\s:]*"
    rf"(?:\d{{1,3}}\s*{_UNIT}\b|\d{{1,2}}\s*{_WEEKS}\b).{{0,40}}"
    r"|(?:net|n)\s*+/?\s*+\d{1,3}(?:\s*days)?(?:\s*eom)?|eom|comptant|due on receipt"
    r"|a reception(?: de (?:la )?facture)?"
)
_COLUMN_HEAD, _LABEL, _LONG = 30, 45, 40  # characters


def terms_in(sentences: Iterable[str], issued_on: date) -> TermsRead | None:
    """The terms of the first sentence that tells any; days written in it count for nothing here."""
    for sentence in sentences:
        bare = sentence
        for found in reversed(list(find_days(sentence))):
            bare = bare[: found.start] + " " + bare[found.end :]
        read = read_terms(bare, issued_on)
        if read:
            return replace(read, words=" ".join(sentence.split())[:120])
    return None


def is_early(plain: str) -> bool:
    """Whether folded words offer a discount; «sans escompte» offers none."""
    return bool(_EARLY.find(_NO_DISCOUNT.sub(" ", plain)))


def is_terms(plain: str) -> bool:
    """Whether words are terms of payment by themselves, and no label of a day."""
    return not DAY_LABELS.find(plain)[:1] and read_terms(plain, date(2026, 1, 1)) is not None


def payment_sentences(sheet: Sheet) -> tuple[str, ...]:
    """Sentences that speak of payment and not of delay; a line that goes on below is joined."""
    found: list[tuple[float, str]] = []
    for chunk in sheet.chunks:
        cued = bool(TERM_CUES.find(chunk.plain))
        pure = bool(_PURE.fullmatch(chunk.plain.strip(" .:-"))) and not is_charged(sheet, chunk)
        if not cued and not pure:
            continue
        if cued and len(chunk.text) < _COLUMN_HEAD:  # the head of a column: «Terms», and «Net 15» under it
            found.extend((0.0, each.text) for each in sheet.below(chunk)[:1] if is_terms(each.plain))
        text = _with_its_rest(sheet, chunk, cued=cued)
        for sentence in SENTENCE_END.split(text):
            plain = fold(sentence)
            own = TERM_CUES.find(plain) or _PURE.fullmatch(plain.strip(" .:-")) or "\n" in text
            if own and not LATE.find(plain):
                found.append((1.0 if is_early(plain) else 0.0 if cued else 0.5, sentence))
    return tuple(sentence for _, sentence in sorted(found, key=lambda pair: pair[0]))


def _with_its_rest(sheet: Sheet, chunk: Chunk, *, cued: bool) -> str:
    """The text of a chunk with what goes on beside it or on the next line."""
    beside = sheet.right_of(chunk)[:1]
    if cued and len(chunk.text) < _LABEL and beside and len(beside[0].text) < 80:
        return f"{chunk.text} {beside[0].text}"
    if len(chunk.text) > _LONG and not chunk.text.endswith((".", ":", ";")):
        return " ".join([chunk.text, *(c.text for c in sheet.block_below(chunk, most=1))])
    if cued and len(chunk.text) < _LABEL:
        return "\n".join([chunk.text, *(c.text for c in sheet.block_below(chunk, most=1))])
    return chunk.text


def is_charged(sheet: Sheet, chunk: Chunk) -> bool:
    """Whether a line charges something: «10 day … £14,500.00» is no term of payment."""
    return any(
        each.has_cents or each.has_currency
        for other in sheet.line_of(chunk)
        for each in find_amounts(other.text)
    )
