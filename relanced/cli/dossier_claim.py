"""`relanced dossier --declaration`: the draft of a declaration of claim, as PDF, from what the store knows."""

from datetime import date
from pathlib import Path

from relanced.casework.declared import declared_of
from relanced.casework.law.insolvency import Declaration
from relanced.cli.common import NEEDS_OWNER, App
from relanced.cli.dossier_zip import PackError, safe_name, write
from relanced.cli.names import unknown
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.edge.typeset import typeset
from relanced.letters.papers.declaration import declaration_paper
from relanced.model.dossier import Declared
from relanced.model.paper import NotTypeset


def write_declaration(
    app: App, books: Books, target: str, judgment_on: date | None, path: Path, *, force: bool, as_json: bool
) -> None:
    """Set the letter and say what is still to be filled in; ends where there is nothing to declare."""
    rules = books.settings.rules
    declared = declared_of(books.ledger, books.facts, rules, target, judgment_on, books.today)
    if declared is None:
        app.fail(unknown(books, target))
    if not declared.due and not declared.to_come:
        day = judgment_on or books.today
        app.fail(f"{target}: nothing was owed on {day}, so there is nothing to declare.")
    try:
        write(path, typeset(declaration_paper(declared, rules.firm)), force=force)
    except (PackError, NotTypeset) as error:
        app.fail(str(error), code=NEEDS_OWNER)
    if as_json:
        app.print_json(_told(path, declared))
    else:
        _tell(app, path, declared)


def default_name(target: str) -> str:
    """What the file is called where the owner says nothing."""
    return f"declaration-{safe_name(target, 'client')}.pdf"


def _told(path: Path, declared: Declared) -> dict[str, object]:
    return {
        "file": str(path),
        "client": declared.client.key,
        "judgment_on": declared.judgment_on.isoformat() if declared.judgment_on else None,
        "declare_by": declared.by.isoformat() if declared.by else None,
        "declare_ends": [
            {"by": end.by.isoformat(), "counted_from": end.counted_from.isoformat(), "basis": end.basis.value}
            for end in declared.ends
        ],
        "due": [line.number for line in declared.due],
        "to_come": [line.number for line in declared.to_come],
        "left_out": list(declared.later),
    }


def _tell(app: App, path: Path, declared: Declared) -> None:
    app.console.print(Text(f"{path}: a draft, to be completed, signed and sent by you", style="bold"))
    for end in declared.ends:
        told = Declaration(by=end.by, counted_from=end.counted_from, basis=end.basis)
        app.console.print(Text(told.words(), style="yellow"))
    if not declared.ends:
        app.console.print(
            Text("Two months from the notice in the Bodacc: look for its day at bodacc.fr.", style="yellow")
        )
    if declared.judgment_on is None:
        app.console.print("Without the day of the judgment no interest is computed: give it with --judgment.")
    if declared.later:
        left = ", ".join(declared.later)
        app.console.print(Text(f"issued after the judgment, left out: {left}", style="yellow"))
    if not declared.is_insolvent:
        app.console.print(Text("relanced knows of no insolvency of this client", style="yellow"))
