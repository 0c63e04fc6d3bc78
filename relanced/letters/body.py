"""Text with marked places in, the blocks of a letter out; and from the blocks its text and its HTML. Pure.

A template is written once, as text. Where it calls `table(…)` or `link(…)`, a mark stands in that
text: two private-use characters around JSON. `plain` takes such characters out of every value, so
nothing that came by mail can write a mark.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

LINE = 76  # columns of a table in text: more breaks in quoted mails
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
PRIVATE = re.compile("[\ue000-\uf8ff]")
_URL = re.compile(r"https?://[!-~]+|mailto:[!-~]+")

_FONT = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_GREY = "#5f5f5f"
_LINED = "border-bottom:1px solid #c8c8c8;"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words; a line break inside stands as one. Lines that begin with two spaces are set in."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads. In a cell, what stands below the first line break is beside the point, and small."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()  # as many cells as the head, or none
    right: tuple[int, ...] = ()  # columns, from 0, that hold amounts


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go to: a button in HTML, its address in text and on paper."""

    label: str
    url: str


Block = Paragraph | Table | Link
Body = tuple[Block, ...]


def table_of(
    head: Iterable[object], rows: Iterable[Iterable[object]], total: Iterable[object], right: Iterable[object]
) -> Table:
    """A table from what a template gave. Raises ValueError where cells and heads do not fit together."""
    names = _cells(head)
    found = Table(
        head=names,
        rows=tuple(_cells(row) for row in rows),
        total=_cells(total),
        right=tuple(each for each in right if isinstance(each, int)),
    )
    for row in (*found.rows, *([found.total] if found.total else [])):
        if len(row) != len(names):
            raise ValueError(f"table: a row has {len(row)} cells under {len(names)} heads")
    if not found.rows:
        raise ValueError("table: there is no row")
    return found


def link_of(label: object, url: object) -> Link:
    """A link from what a template gave. Raises ValueError for any address but https, http and mailto."""
    if not isinstance(url, str) or not _URL.fullmatch(url):
        raise ValueError(f"link: {url!r} is no address of the web")
    return Link(_cell(label), url)


def marked(block: Table | Link) -> str:
    """The place of a table or a link in a text."""
    if isinstance(block, Link):
        held: object = {"label": block.label, "url": block.url}
    else:
        held = {"head": block.head, "rows": block.rows, "total": block.total, "right": block.right}
    return _OPEN + json.dumps(held, ensure_ascii=False) + _CLOSE


def blocks_of(text: str) -> Body:
    """The blocks of a text with marks. Raises ValueError where a private-use character stands by itself."""
    blocks: list[Block] = []
    for number, piece in enumerate(_MARK.split(text)):
        if number % 2:
            blocks.append(_unmarked(piece))
        elif PRIVATE.search(piece):
            raise ValueError("there is a character of private use (U+E000 to U+F8FF) in it")
        else:
            blocks += [Paragraph(part.strip("\n")) for part in piece.split("\n\n") if part.strip()]
    return tuple(blocks)


def as_text(body: Body, language: str = "en") -> str:
    """The letter as plain text: paragraphs as they are, tables aligned where they fit."""
    colon = colon_of(language)
    return "\n\n".join(_text_of(block, colon) for block in body) + "\n"


def as_html(body: Body, language: str, footer: str = "") -> str:
    """The letter as a page of HTML that mail programs show: nothing to load, everything escaped."""
    small = _p(footer, f"font-size:12px;color:{_GREY};") if footer else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">\n'
        '</head>\n<body style="margin:0;padding:16px;">\n'
        f'<div style="max-width:600px;margin:0 auto;font-family:{_FONT};font-size:16px;line-height:1.5;">\n'
        f"{''.join(map(html_of, body))}{small}</div>\n</body>\n</html>\n"
    )


def html_of(block: Block) -> Markup:
    """One block as HTML."""
    match block:
        case Paragraph(text):
            return _p(text, "margin-left:16px;" if text.startswith("  ") else "")
        case Link(label, url):
            style = (
                "display:inline-block;padding:10px 18px;border-radius:6px;background:#1f4e79;"
                "color:#ffffff;text-decoration:none;font-weight:bold;"
            )
            return Markup('<p><a href="{}" style="{}">{}</a></p>\n').format(url, style, label)
        case Table():
            return _table(block)


def colon_of(language: str) -> str:
    """The colon as a language writes it after a word: French keeps it apart, on the same line."""
    return "\u00a0:" if language == "fr" else ":"


def _unmarked(held: str) -> Table | Link:
    found = json.loads(held)
    if not isinstance(found, dict) or not ({"label", "url"} <= found.keys() or "head" in found):
        raise ValueError("a mark in it is neither a table nor a link")
    if "url" in found:
        return link_of(found["label"], found["url"])
    return table_of(found["head"], found["rows"], found["total"], found["right"])


def _cells(row: Iterable[object]) -> tuple[str, ...]:
    if isinstance(row, str):
        raise ValueError(f"table: {row!r} is a text, not a list of cells")  # noqa: TRY004 - told as the others
    return tuple(map(_cell, row))


def _cell(cell: object) -> str:
    if not isinstance(cell, str | int):
        raise ValueError(f"a cell or label is neither text nor a number: {type(cell).__name__}")  # noqa: TRY004
    return PRIVATE.sub("", str(cell))


def _text_of(block: Block, colon: str) -> str:
    match block:
        case Paragraph(text):
            return text
        case Link(label, url):
            return f"{label}{colon} {url}"
        case Table():
            widths = [
                max(len(line) for row in _all_rows(block) for line in row[at].split("\n"))
                for at in range(len(block.head))
            ]
            fits = sum(widths) + 2 * (len(widths) - 1) <= LINE
            return _aligned(block, widths) if fits else _listed(block, colon)


def _all_rows(table: Table) -> tuple[tuple[str, ...], ...]:
    return (table.head, *table.rows, *([table.total] if table.total else []))


def _aligned(table: Table, widths: Sequence[int]) -> str:
    rule = "  ".join("-" * width for width in widths)
    lines = [*_lines(table.head, widths, table.right), rule]
    for row in table.rows:
        lines += _lines(row, widths, table.right)
    if table.total:
        lines += [rule, *_lines(table.total, widths, table.right)]
    return "\n".join(lines)


def _lines(row: tuple[str, ...], widths: Sequence[int], right: tuple[int, ...]) -> list[str]:
    """The lines of one row: as many as its highest cell has."""
    columns = [cell.split("\n") for cell in row]
    found: list[str] = []
    for at in range(max(map(len, columns))):
        cells = [column[at] if at < len(column) else "" for column in columns]
        padded = (
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        found.append("  ".join(padded).rstrip())
    return found


def _listed(table: Table, colon: str) -> str:
    """A table too wide for its columns: one line a cell, each with the name of its column."""
    items = [
        [
            f"{name}{colon} {', '.join(cell.split(chr(10)))}"
            for name, cell in zip(table.head, row, strict=True)
            if cell
        ]
        for row in table.rows
    ]
    lines = [f"{'- ' if number == 0 else '  '}{line}" for item in items for number, line in enumerate(item)]
    if table.total:
        label, *values = (cell for cell in table.total if cell)
        lines.append(f"{label}{colon} {' '.join(values)}" if values else label)
    return "\n".join(lines)


def _p(text: str, style: str) -> Markup:
    attribute = Markup(' style="{}"').format(style) if style else Markup()
    lines = Markup("<br>\n").join(line.strip() for line in text.split("\n"))
    return Markup("<p{}>{}</p>\n").format(attribute, lines)


def _table(table: Table) -> Markup:
    heads = Markup().join(
        Markup('<th style="{}border-bottom:2px solid #767676;">{}</th>\n').format(_place(table, at, 6), name)
        for at, name in enumerate(table.head)
    )
    rows = Markup().join(
        Markup("<tr>\n{}</tr>\n").format(
            Markup().join(_html_cell(table, at, cell) for at, cell in enumerate(row))
        )
        for row in table.rows
    )
    style = "width:100%;border-collapse:collapse;margin:16px 0;font-size:15px;line-height:1.35;"
    return Markup('<table style="{}">\n<tr>\n{}</tr>\n{}{}</table>\n').format(
        style, heads, rows, _total(table)
    )


def _html_cell(table: Table, at: int, cell: str) -> Markup:
    first, *small = cell.split("\n")
    bold = at == 0 or at in table.right
    shown = Markup("<strong>{}</strong>").format(first) if bold and first else escape(first)
    for line in small:
        whole = "white-space:nowrap;" if len(line) <= 24 else ""
        shown += Markup('<br><span style="font-size:13px;color:{};{}">{}</span>').format(_GREY, whole, line)
    whole = "white-space:nowrap;" if len(first) <= 16 or at in table.right else "overflow-wrap:anywhere;"
    return Markup('<td style="vertical-align:top;{}{}{}">{}</td>\n').format(
        _place(table, at, 8), _LINED, whole, shown
    )


def _total(table: Table) -> Markup:
    """The last row: its first cell reaches over the empty ones beside it."""
    if not table.total:
        return Markup()
    cells: list[Markup] = []
    at = 0
    while at < len(table.total):
        span = 1
        while at + span < len(table.total) - 1 and not table.total[at + span]:
            span += 1
        shown = Markup("<strong>{}</strong>").format(table.total[at]) if at else escape(table.total[at])
        over = Markup(' colspan="{}"').format(span) if span > 1 else Markup()
        cells.append(
            Markup('<td{} style="vertical-align:top;{}">{}</td>\n').format(over, _place(table, at, 8), shown)
        )
        at += span
    return Markup("<tr>\n{}</tr>\n").format(Markup().join(cells))


def _place(table: Table, at: int, high: int) -> str:
    """Where a cell's words stand: no room beside the outer ones, amounts to the right."""
    left = 0 if at == 0 else 8
    right = 0 if at == len(table.head) - 1 else 8
    return (
        f"text-align:{'right' if at in table.right else 'left'};padding:{high}px {right}px {high}px {left}px;"
    )
