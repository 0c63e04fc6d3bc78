"""A page in, the same as plain text out: all that the HTML says, for programs and people that want text. Pure."""

import textwrap
from collections.abc import Iterator

from relanced.letters.digest_page import Bar, Bars, Figures, Item, Note, Page, Part, Section

WIDTH = 76  # columns: more breaks where mails are quoted
_FULL, _BAR = "█", 20  # cells of the longest bar


def page_as_text(page: Page) -> str:
    """The whole page; lines of at most WIDTH columns, except where a single word is longer."""
    lines = [page.rule, "", page.title, f"{page.firm} · {page.subtitle}"]
    for section in page.sections:
        lines += ["", *_section(section)]
    lines += ["", "-- ", *_wrapped(page.foot)]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.head:
        yield section.head.upper()
    lines = [line for part in section.parts for line in _part(part)]
    while lines and not lines[-1]:
        lines.pop()
    yield from lines


def _part(part: Part) -> Iterator[str]:
    match part:
        case Figures(items):
            wide = max(len(each.label) for each in items)
            high = max(len(each.value) for each in items)
            yield from (f"{each.label.ljust(wide)}  {each.value.rjust(high)}" for each in items)
        case Note(text):
            yield from _wrapped(text)
        case Item():
            yield from _item(part)
        case Bars():
            yield from _bars(part)


def _item(item: Item) -> Iterator[str]:
    lead = f"{item.lead}  {item.value}" if item.value else item.lead
    yield from _wrapped(lead, "- ", "  ")
    for each in (item.below, item.quote):
        if each:
            yield from _wrapped(each, "  ", "  ")
    wide = max((len(say.words) for say in item.says), default=0)
    for say in item.says:
        yield f"    {say.words.ljust(wide)}   ({say.means})"
    if item.typed:
        yield f"    {item.typed_label}"
        yield from (f"    {each}" for each in item.typed)
    if item.end:
        yield from _wrapped(item.end, "  ", "  ")
    if item.says or item.typed or item.end:
        yield ""


def _bars(bars: Bars) -> Iterator[str]:
    label = max(len(row.label) for row in bars.rows)
    value = max([len(row.value) for row in bars.rows] + ([len(bars.total[1])] if bars.total else []))
    if bars.total:
        label = max(label, len(bars.total[0]))
    for row in bars.rows:
        yield f"{row.label.ljust(label)}  {row.value.rjust(value)}  {_drawn(row)}".rstrip()
        if row.below:
            yield f"{'':{label}}  {row.below}"
    if bars.total:
        yield f"{bars.total[0].ljust(label)}  {bars.total[1].rjust(value)}"


def _drawn(bar: Bar) -> str:
    length = sum(part for part, _ in bar.parts)
    return _FULL * (max(1, round(length * _BAR / 1000)) if length else 0)


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
