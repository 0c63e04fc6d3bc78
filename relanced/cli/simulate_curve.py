"""A comparison with the past in; the curve of what fell due and what came in, as SVG, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import accumulate

from relanced.casework.past.compare import Comparison
from relanced.casework.past.replay import Way
from relanced.model.money import Money

_WIDTH, _HEIGHT = 960, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 86, 20, 18, 64  # margins
# Dark blue and orange differ for every eye and on grey paper; the second line is dashed besides.
_DUE, _PAID, _LETTER, _WRONG = "#1b3a5c", "#b4500a", "#5a6b7b", "#a3123a"
_LEAST_TICKS = 4


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days and cents to places on the picture."""

    first: date
    last: date
    most: int  # cents

    def x(self, day: date) -> float:
        span = max((self.last - self.first).days, 1)
        inside = min(max((day - self.first).days, 0), span)
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * inside / span, 1)

    def y(self, cents: int) -> float:
        return round(_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * cents / max(self.most, 1), 1)


def main_currency(found: Comparison) -> str:
    """The currency of most invoices; "" where there is none."""
    every = [each.total.currency for each in found.invoices]
    return max(sorted(set(every)), key=every.count, default="")


def curve(found: Comparison) -> str:
    """An SVG picture: cumulated amounts due and paid, and the days of letters below."""
    currency = main_currency(found)
    mine = [each for each in found.invoices if each.total.currency == currency]
    span = (found.since, found.until)
    due = _cumulated([(each.due_on, each.total.cents) for each in mine], span)
    paid = _cumulated([(each.paid_on, each.total.cents) for each in mine if each.paid_on], span)
    step = _round_step(max((cents for _, cents in (*due, *paid)), default=0))
    most = max(step, -(-max((cents for _, cents in (*due, *paid)), default=0) // step) * step)
    scale = _Scale(found.since, found.until, most)
    title = f"Amounts due and paid in {currency}, {found.since} to {found.until}"
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="curve" xmlns="http://www.w3.org/2000/svg">',
        f'<title id="curve">{escape(title)}</title>',
        *_amounts(scale, step, currency),
        *_months(scale),
        *_marks(found, scale),
        _line(due, scale, f'stroke="{_DUE}" stroke-width="2.5"'),
        _line(paid, scale, f'stroke="{_PAID}" stroke-width="2.5" stroke-dasharray="7 4"'),
        *_legend(),
        "</svg>",
    ]
    return "\n".join(parts)


def _cumulated(moved: Sequence[tuple[date, int]], span: tuple[date, date]) -> list[tuple[date, int]]:
    """By day; what lies before the first day counts on it."""
    first, last = span
    by_day: dict[date, int] = {first: 0}
    for day, cents in moved:
        if day <= last:
            at = max(day, first)
            by_day[at] = by_day.get(at, 0) + cents
    days = sorted(by_day)
    sums = list(accumulate(by_day[day] for day in days))
    return [*zip(days, sums, strict=True), (last, sums[-1])]


def _round_step(most: int) -> int:
    """The distance of the lines across: 1, 2 or 5 and noughts."""
    step, factors = 100, (2, 5, 10)
    while most // step > _LEAST_TICKS + 2:
        step = next(
            (step * factor for factor in factors if most // (step * factor) <= _LEAST_TICKS + 2), step * 10
        )
    return step


def _line(points: Sequence[tuple[date, int]], scale: _Scale, style: str) -> str:
    """A staircase: an amount is there from its day on."""
    path = [f"M{scale.x(points[0][0])} {scale.y(points[0][1])}"]
    path += [f"H{scale.x(day)}V{scale.y(cents)}" for day, cents in points[1:]]
    return f'<path d="{"".join(path)}" fill="none" {style}/>'


def _amounts(scale: _Scale, step: int, currency: str) -> list[str]:
    parts = []
    for cents in range(0, scale.most + 1, step):
        y = scale.y(cents)
        said = Money(cents, currency).plain.partition(".")[0] if currency else "0"
        grouped = f"{int(said):,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}" stroke="#d5dbe1"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{grouped}</text>')
    return [*parts, f'<text x="{_LEFT - 8}" y="{_HEIGHT - 26}" text-anchor="end">{escape(currency)}</text>']


def _months(scale: _Scale) -> list[str]:
    """The first days of months, as many as fit."""
    firsts = []
    day = scale.first.replace(day=1)
    while day <= scale.last:
        if day >= scale.first:
            firsts.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    shown = firsts[:: -(-len(firsts) // 12) or 1]
    base = _HEIGHT - _BOTTOM
    return [
        f'<line x1="{scale.x(day)}" x2="{scale.x(day)}" y1="{base}" y2="{base + 5}" stroke="#5a6b7b"/>'
        f'<text x="{scale.x(day)}" y="{_HEIGHT - 26}" text-anchor="middle">{day:%m/%Y}</text>'
        for day in shown
    ]


def _marks(found: Comparison, scale: _Scale) -> list[str]:
    """A stroke for each letter, longer where hindsight calls it wrong."""
    wrong = {id(each.sent) for each in found.wrong}
    base = _HEIGHT - _BOTTOM + 8
    parts = []
    for sent in found.sent:
        is_wrong = id(sent) in wrong
        x, length, colour = scale.x(sent.on), 20 if is_wrong else 10, _WRONG if is_wrong else _LETTER
        width = 2 if is_wrong or sent.way not in {Way.MAIL, Way.DRAFT} else 1
        parts.append(
            f'<line x1="{x}" x2="{x}" y1="{base}" y2="{base + length}" stroke="{colour}" stroke-width="{width}"/>'
        )
    return parts


def _legend() -> list[str]:
    x, y = _LEFT + 14, _TOP + 12
    rows = (
        (f'<line x1="{x}" x2="{x + 30}" y1="{{y}}" y2="{{y}}" stroke="{_DUE}" stroke-width="2.5"/>', "due"),
        (
            (
                f'<line x1="{x}" x2="{x + 30}" y1="{{y}}" y2="{{y}}" stroke="{_PAID}" stroke-width="2.5"'
                ' stroke-dasharray="7 4"/>'
            ),
            "paid",
        ),
        (
            f'<line x1="{x + 15}" x2="{x + 15}" y1="{{top}}" y2="{{bottom}}" stroke="{_LETTER}" stroke-width="2"/>',
            "a letter of these rules (long and red: wrong in hindsight)",
        ),
    )
    parts = []
    for place, (mark, words) in enumerate(rows):
        at = y + 20 * place
        parts.append(mark.format(y=at, top=at - 6, bottom=at + 6))
        parts.append(f'<text x="{x + 38}" y="{at + 4}">{words}</text>')
    return parts
