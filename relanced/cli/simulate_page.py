"""Comparisons with the past in; one self-contained page, for a browser or for paper, out."""

from collections.abc import Iterable, Sequence
from html import escape

from relanced.casework.past.compare import Comparison
from relanced.cli.simulate_curve import curve, main_currency
from relanced.cli.simulate_rows import Row, figures

# Nothing is fetched from anywhere, and no script runs, whatever a mail wrote into a name.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: #1d2733; background: #fff;
  margin: 0 auto; padding: 2rem 1.5rem 3rem; max-width: 62rem; }
h1 { font-size: 1.5rem; margin: 0 0 .2rem; } h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; }
p { margin: .3rem 0; max-width: 46rem; } .quiet { color: #51606f; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid #d5dbe1; }
thead th { border-bottom: 2px solid #1b3a5c; } tbody th { font-weight: 500; }
td.amount, th.amount { text-align: right; white-space: nowrap; } td.day, .whole { white-space: nowrap; }
.wrong { color: #a3123a; font-weight: 600; }
svg { width: 100%; height: auto; font: 12px system-ui, "DejaVu Sans", sans-serif; fill: #1d2733; }
.summary { max-width: 46rem; } .letters { font-size: 13px; }
@media print { body { padding: 0; max-width: none; font-size: 10.5pt; } h2 { break-after: avoid; }
  tr, svg { break-inside: avoid; } thead { display: table-header-group; } .letters { font-size: 8.5pt; } }
"""


def page(found: Sequence[tuple[str, Comparison]], listed: Sequence[Row]) -> str:
    """The page: figures, the curve, every letter; of two sets of rules the second one's letters."""
    name, last = found[-1]
    title = f"relanced: the past from {last.since} to {last.until}, tried again"
    others = sorted({each.total.currency for each in last.invoices} - {main_currency(last)})
    beside = f" Amounts in {', '.join(others)} are not in the picture." if others else ""
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
        f"<h1>The past, tried again</h1>\n<p class=quiet>{last.since} to {last.until}; {escape(_named(found))}</p>",
        (
            "<p>A backtest, no forecast: clients wrote and paid as they did, whatever the letters would have "
            "changed. An earlier reminder is no proof of an earlier payment.</p>"
        ),
        _summary(found),
        f"<h2>Due and paid</h2>\n{curve(last)}",
        (
            "<p class=quiet>Cumulated amounts of the invoices as they fell due and as they were really paid; one "
            f"stroke below for each letter that the rules would have sent.{escape(beside)}</p>"
        ),
        f"<h2>The letters of {escape(name)}</h2>",
        _letters(listed) if listed else "<p>None.</p>",
        _missed(last),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _named(found: Sequence[tuple[str, Comparison]]) -> str:
    return " beside ".join(name for name, _ in found)


def _summary(found: Sequence[tuple[str, Comparison]]) -> str:
    columns = [figures(comparison.summary) for _, comparison in found]
    names = "".join(f'<th scope="col" class="amount">{escape(name)}</th>' for name, _ in found)
    head = f"<thead><tr><td></td>{names}</tr></thead>" if len(found) > 1 else ""
    lines = [
        f'<tr><th scope="row">{escape(cells[0][0])}</th>'
        + "".join(f'<td class="amount">{escape(value)}</td>' for _, value in cells)
        + "</tr>"
        for cells in zip(*columns, strict=True)
    ]
    return f'<h2>Summary</h2>\n<table class="summary">{head}<tbody>\n{_joined(lines)}\n</tbody></table>'


def _letters(listed: Sequence[Row]) -> str:
    titles = ("day", "client", "step", "invoices", "amount", "really reminded", "paid")
    head = "".join(
        f'<th scope="col"{" class=amount" if title == "amount" else ""}>{title}</th>' for title in titles
    )
    return (
        f'<table class="letters"><thead><tr>{head}</tr></thead><tbody>\n'
        f"{_joined(map(_letter, listed))}\n</tbody></table>"
    )


def _missed(found: Comparison) -> str:
    """The late invoices that no letter reaches, and why."""
    lines = [
        f'<tr><td>{_whole([each.number])}</td><td>{escape(each.client.name)}</td><td class="day">{each.due_on}</td>'
        f'<td class="amount">{escape(str(each.total))}</td><td>{escape(each.never)}</td></tr>'
        for each in found.invoices
        if each.is_missed
    ]
    if not lines:
        return ""
    head = '<th>invoice</th><th>client</th><th>due</th><th class="amount">amount</th><th>why</th>'
    return (
        "<h2>Late, and reached by no letter</h2>\n"
        f'<table class="letters"><thead><tr>{head}</tr></thead><tbody>\n{_joined(lines)}\n</tbody></table>'
    )


def _whole(words: Iterable[str]) -> str:
    """Words with commas, none of them broken at the end of a line."""
    return ", ".join(f'<span class="whole">{escape(word)}</span>' for word in words)


def _letter(row: Row) -> str:
    wrong = f'<br><span class="wrong">wrong: {escape("; ".join(row.wrong))}</span>' if row.wrong else ""
    return (
        f'<tr><td class="day">{row.on}</td><td>{escape(row.client)}</td><td>{escape(row.step_said)}</td>'
        f'<td>{_whole(row.invoices)}</td><td class="amount">{escape(row.amount)}</td>'
        f"<td>{_whole([row.really_said])}</td><td>{_whole(row.paid_said.split(', '))}{wrong}</td></tr>"
    )


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)
