"""Findings in, the page that `relanced check` shows out: grouped, 80 columns wide, with what is to be done."""

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.console import Group as Stack
from rich.table import Table

from relanced.cli.finding import Finding, Group, Level
from relanced.cli.words import Text
from relanced.model.rules import Mode

_STYLES = {Level.OK: "green", Level.NOTE: "yellow", Level.NO: "bold red"}
_WHAT = 16  # columns; what is longer is folded
_NAMED = 8  # things that the last line names


def print_findings(console: Console, findings: Sequence[Finding]) -> None:
    """The groups, each with its findings; a group without any is left out."""
    for group in Group:
        rows = [each for each in findings if each.group is group]
        if rows:
            console.print(Text(group.value, style="bold"))
            console.print(_table(rows))


def _table(findings: Sequence[Finding]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=6, no_wrap=True)
    table.add_column(min_width=_WHAT, max_width=_WHAT, overflow="fold")
    table.add_column(overflow="fold", ratio=1)
    for each in findings:
        sign = Text(f"  {each.level.value}", style=_STYLES[each.level])
        table.add_row(sign, Text(each.what), _cell(each))
    return table


def _cell(finding: Finding) -> RenderableType:
    if not finding.do:
        return Text(finding.says)
    style = "bold" if finding.level is Level.NO else "yellow"
    return Stack(Text(finding.says), Text(f"→ {finding.do}", style=style))


def closing_line(findings: Sequence[Finding], mode: Mode) -> str:
    """What is to be done, counted and named; or that nothing is."""
    wrong = [each.what for each in findings if not each.ok]
    later = [each.what for each in findings if each.ok and each.before_send]
    lines = []
    if wrong:
        lines.append(f"{_things(wrong)} to do now: {_listed(wrong)}.")
    if later and mode is not Mode.SEND:
        lines.append(f"{_things(later)} to do before mode «send»: {_listed(later)}.")
    if lines:
        return "\n".join(lines)
    if mode is Mode.SEND:
        return "All is well."
    return f"All is well, and nothing is in the way of mode «send»; the mode now is «{mode.value}»."


def _things(names: Sequence[str]) -> str:
    return f"{len(names)} thing{'s' * (len(names) != 1)}"


def _listed(names: Sequence[str]) -> str:
    told = list(dict.fromkeys(names))
    more = f", and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    return ", ".join(told[:_NAMED]) + more
