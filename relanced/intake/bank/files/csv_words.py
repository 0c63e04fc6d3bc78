"""The wordy cells of a row in, who paid and what for out. Pure."""

from collections.abc import Mapping

from relanced.intake.bank.files.csv_heads import Column
from relanced.intake.bank.files.values import only_operation, told, words
from relanced.intake.bank.spoken import who_and_what, without_intro


def who_and_what_of(cells: Mapping[Column, list[str]]) -> tuple[str, str]:
    """Payer and reference: from their own columns, else from the bank's words for the operation.

    Words such as «Bonifico ricevuto» name nobody. A label of two lines has the operation on the
    first and the payer on the second.
    """
    payer = _first(cells, Column.PAYER)
    said = _first(cells, Column.REFERENCE) or _first(cells, Column.NUMBER)
    label = [told(line) for cell in cells.get(Column.LABEL, ()) for line in cell.splitlines()]
    label = [line for line in label if line and not only_operation(line)]
    if not payer and label:
        name = without_intro(label[0])
        payer, rest = (name, "") if said else who_and_what(label[0])
        said = said or words(" ".join((rest, *label[1:])))
    elif not said and label:
        said = words(" ".join(label))
    elif not payer and said:
        payer, said = who_and_what(said)
    return payer, said


def _first(cells: Mapping[Column, list[str]], column: Column) -> str:
    found = (told(cell) for cell in cells.get(column, ()))
    return next((each for each in found if each and not only_operation(each)), "")
