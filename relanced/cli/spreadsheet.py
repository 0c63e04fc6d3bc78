"""Rows in, a table that a spreadsheet opens by itself out: in the owner's own way of writing numbers.

Excel reads CSV as the country writes it, not as RFC 4180 has it: in France cells are apart by «;» and cents by
a comma, and without the mark at the beginning accents are taken for Latin-1. `--csv` is for that; programs take
`--json`. No cell is ever computed (cells.py).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

import click

from relanced.cli.cells import cell
from relanced.cli.common import F
from relanced.intake.message import clean
from relanced.model.money import Money

BYTE_ORDER_MARK = "\ufeff"
_COMMA_COUNTRIES = frozenset({"fr", "de", "es", "it", "nl", "pt", "pl"})  # languages that write 1,50

Cell = str | int | date | Money | None


def csv_option(command: F) -> F:
    """--csv on reading commands."""
    return click.option("--csv", "as_csv", is_flag=True, help="Print CSV, for a spreadsheet.")(command)


def one_form(*, as_json: bool, as_csv: bool) -> None:
    """Raises UsageError where both were asked for."""
    if as_json and as_csv:
        raise click.UsageError("--csv and --json: say one of them.")


def sheet(columns: Sequence[str], rows: Iterable[Sequence[Cell]], language: str) -> str:
    """A head and a row each, with CRLF; `language`: ISO 639-1, of the firm."""
    comma = language in _COMMA_COUNTRIES
    out = io.StringIO()
    table = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
    table.writerow(columns)
    for row in rows:
        table.writerow([_shown(value, comma=comma) for value in row])
    return BYTE_ORDER_MARK + out.getvalue()


def _shown(value: Cell, *, comma: bool) -> str:
    if isinstance(value, Money):
        return value.plain.replace(".", ",") if comma else value.plain
    if isinstance(value, date):
        return value.isoformat()  # every spreadsheet takes it for a day, in any country
    return "" if value is None else cell(" ".join(clean(str(value)).split()))


def print_sheet(columns: Sequence[str], rows: Iterable[Sequence[Cell]], language: str) -> None:
    """On the standard output, in UTF-8 whatever the terminal speaks."""
    click.echo(sheet(columns, rows, language).encode("utf-8"), nl=False)
