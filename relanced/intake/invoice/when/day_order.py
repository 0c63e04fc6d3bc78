"""A sheet in, whether its days are written month first (12/31/2026) out. Pure."""

from datetime import date

from relanced.intake.days import fold
from relanced.intake.invoice.page.sheet import Sheet
from relanced.intake.lazy import lazy

MAX_READ = 20_000  # characters
_PAIRS = lazy(r"(?<![\d./-])(\d{1,2})/(\d{1,2})/((?:20)?\d{2})(?!\d)")
_DOLLARS = lazy(r"\$\s?\d|\busd\b")
_US_PLACE = lazy(r"\b[A-Z]{2}\s\d{5}\b")  # «Portland, OR 97205»


def is_month_first(sheet: Sheet, sent_on: date | None) -> bool:
    """One day proves it (31 as its second figure), else dollars and a place in the US, or the mail's own day."""
    text = sheet.text[:MAX_READ]
    days = [(int(first), int(second), year) for first, second, year in _PAIRS.findall(text)]
    if any(first > 12 for first, _, _ in days):
        return False
    if any(second > 12 for _, second, _ in days):
        return True
    if sent_on is None or not days or not _DOLLARS.search(fold(text)):
        return False
    if _US_PLACE.search(text):
        return True
    return _fits(days, sent_on, month_first=True) and not _fits(days, sent_on, month_first=False)


def _fits(days: list[tuple[int, int, str]], sent_on: date, *, month_first: bool) -> bool:
    """Whether, read so, a day lies on the day of the mail or up to three days before it."""
    for first, second, year in days:
        month, day = (first, second) if month_first else (second, first)
        if not 1 <= month <= 12 or not 1 <= day <= 12:
            continue
        read = date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        if 0 <= (sent_on - read).days <= 3:
            return True
    return False
