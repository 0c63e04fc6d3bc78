"""`relanced dossier`: the file of a client or an invoice as one ZIP that opens without relanced."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from relanced.casework.chronology import dossier_of
from relanced.cli.books import open_books
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.dossier_claim import default_name, write_declaration
from relanced.cli.dossier_fetch import Fetched, fetch, invoice_files
from relanced.cli.dossier_index import Packed, contacts, index_html, index_json, letters_of, proofs
from relanced.cli.dossier_zip import PackError, check, pack, safe_name, write
from relanced.cli.names import unknown
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.daemon.hand import WorkerUnfit
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.store import Place, StoreUnusable
from relanced.edge.typeset import typeset
from relanced.letters.papers.dossier import DossierPapers, Filed
from relanced.letters.papers.dossier_labels import LABELS
from relanced.model.dossier import Dossier, Exhibit
from relanced.model.names import Fingerprint, MessageId
from relanced.model.paper import NotTypeset


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the owner typed."""

    target: str
    out: Path | None
    force: bool


@click.command()
@click.argument("target", metavar="INVOICE|CLIENT")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write; a folder is fine."
)
@click.option("--on", metavar="DATE", help="Amounts and events as of this day, e.g. 2026-11-16; else today.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@click.option(
    "--declaration", is_flag=True, help="Instead: the draft of a declaration of claim, as PDF (French)."
)
@click.option("--judgment", metavar="DATE", help="With --declaration: the day of the opening judgment.")
@json_option
@config_option
@click.pass_context
def dossier(
    context: click.Context,
    target: str,
    *,
    out: Path | None,
    on: str | None,
    force: bool,
    declaration: bool,
    judgment: str | None,
    as_json: bool,
) -> None:
    """Make the file of an invoice, or of all open invoices of a client, for a lawyer or a collection firm.

    A ZIP with a numbered chronology and a statement as PDF, every mail behind them as it lies in the
    mailbox, the invoices, the proofs and the sums of all of it. The mails are read from the mailbox.
    """
    app = context.ensure_object(App)
    if judgment and not declaration:
        app.fail("--judgment is the day of the judgment for --declaration.")
    if on and declaration:
        app.fail("A declaration is about the day of the opening judgment: use --judgment, not --on.")
    books = open_books(app)
    asked = _Asked(target=target, out=out, force=force)
    if declaration:
        day = _day(app, "--judgment", judgment) if judgment else None
        if day is not None and day > books.today:
            app.fail(f"--judgment {day}: this day is yet to come.")
        path = out_path(app, out, default_name(target), force=force)
        write_declaration(app, books, target, day, path, force=force, as_json=as_json)
        return
    day_of_file = _day(app, "--on", on) if on else books.today
    file = _file(app, books, target, day_of_file)
    missing = _make(app, books, file, asked, as_json=as_json)
    context.exit(NEEDS_OWNER if missing else DONE)


def _day(app: App, option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        app.fail(f"{option} {text}: not a day like 2026-11-16.")


def _file(app: App, books: Books, target: str, on: date) -> Dossier:
    file = dossier_of(books.ledger, books.facts, books.settings.rules, target, on)
    if file is None:
        app.fail(unknown(books, target))
    if not file.claims:
        app.fail(f"{target}: nothing was owed on {on}. Name an invoice for the file of what was paid.")
    early = [claim.number for claim in file.claims if claim.mailed_on > on]
    if early:
        app.fail(f"{', '.join(early)}: not mailed yet on {on}; choose a later day.")
    return file


def _make(app: App, books: Books, file: Dossier, asked: _Asked, *, as_json: bool) -> int:
    """Fetch, set, pack, write and check; gives how many mails are missing."""
    path = out_path(
        app, asked.out, f"dossier-{safe_name(asked.target, 'client')}-{file.on}.zip", force=asked.force
    )
    got = _fetched(app, books, file)
    packed, files = asyncio.run(_files(app, books, file, got))
    try:
        write(path, pack(files), force=asked.force)
        check(path)
    except PackError as error:
        app.fail(str(error), code=NEEDS_OWNER)
    if as_json:
        app.print_json(_told(path, packed, files))
    else:
        _tell(app, path, packed, files, books)
    return len(packed.missing)


def out_path(app: App, out: Path | None, name: str, *, force: bool) -> Path:
    """Where to write; ends, before any work is done, where nothing can be written there."""
    path = out or Path(name)
    try:
        path = path / name if path.is_dir() else path
        is_there, is_other = path.exists(), path.exists() and not path.is_file()
        has_folder = path.parent.is_dir()
    except OSError as error:
        app.fail(f"{path}: it cannot be written: {error.strerror or error}.")
    if not has_folder:
        app.fail(f"{path.parent}: no such folder.")
    if is_other:
        app.fail(f"{path}: this is no file; nothing is written over it.")
    if is_there and not force:
        app.fail(f"{path}: it is there already; --force replaces it.")
    return path


def _fetched(app: App, books: Books, file: Dossier) -> Fetched:
    """The mails behind the file; ends where the mailbox cannot be read: a file without its mails proves nothing."""
    host = books.settings.imap.host
    try:
        places, letters = _places(app, books, file)
        with _bar(app) as bar:
            task = bar.add_task("fetching the mails", total=len(file.exhibits))
            return fetch(books.settings, file.exhibits, places, letters, lambda: bar.advance(task))
    except (ImapTrouble, SecretUnavailable, StoreUnusable, WorkerUnfit) as error:
        app.fail(
            f"{host}: {error}",
            "No file was written: its mails lie in the mailbox alone, and it could not be read. Try again.",
            code=NEEDS_OWNER,
        )


def _places(app: App, books: Books, file: Dossier) -> tuple[dict[Fingerprint, Place], dict[MessageId, Place]]:
    """Where the mails of the file lie, and the letters that were given to be posted."""
    store = app.open_store(books.settings)
    try:
        marks = [exhibit.source.fingerprint for exhibit in file.exhibits]
        ids = {notice.letter for notice in file.notices if notice.letter is not None}
        places = {mark: place for mark in marks if (place := store.place_of(mark)) is not None}
        return places, {one: place for one in ids if (place := store.place_of_letter(one)) is not None}
    finally:
        store.close()


def _bar(app: App) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        console=app.errors,
        transient=True,
    )


async def _files(app: App, books: Books, file: Dossier, got: Fetched) -> tuple[Packed, dict[str, bytes]]:
    """Everything that goes into the ZIP, by name."""
    firm = books.settings.rules.firm
    width = max(2, len(str(len(file.exhibits))))
    names = {each.number: _piece(each, width) for each in file.exhibits if each.number in got.mails}
    labels = DossierPapers(file, firm, Filed(names=names, missing={})).labels
    missing = {number: labels[f"missing.{why}"] for number, why in sorted(got.missing.items())}
    papers = DossierPapers(file, firm, Filed(names=names, missing=missing))
    invoices, without = await invoice_files(books.settings, file.claims, file.exhibits, got.mails)
    packed = Packed(
        dossier=file,
        firm=firm,
        papers=papers,
        names=names,
        missing=got.missing,
        without=without,
        letters=got.letters,
    )
    files: dict[str, bytes] = {names[number]: raw for number, raw in got.mails.items()}
    for each in invoices:
        stem = f"factures/{each.exhibit:0{width}d}-{safe_name(each.claim.number, 'facture')}"
        files[_unused(files, stem)] = each.file.data
    try:
        files["00-chronologie.pdf"] = await asyncio.to_thread(typeset, papers.chronology())
        files["01-decompte.pdf"] = await asyncio.to_thread(typeset, papers.statement())
    except NotTypeset as error:
        app.fail(f"No file was written: {error}", code=NEEDS_OWNER)
    files |= {**proofs(packed), **letters_of(packed), "contacts.txt": contacts(packed)}
    indexes = {"index.json": index_json(packed, files), "index.html": index_html(packed, files)}
    return packed, files | indexes


def _piece(exhibit: Exhibit, width: int) -> str:
    """A name of our own words alone: nothing of what a mail says stands in it."""
    return f"pieces/{exhibit.number:0{width}d}-{exhibit.on}-{exhibit.kind.value.replace('_', '-')}.eml"


def _unused(files: Mapping[str, bytes], stem: str) -> str:
    """Two invoices of a mail may differ in what a name cannot hold."""
    names = (f"{stem}{suffix}.pdf" for suffix in ("", *(f"-{n}" for n in range(2, len(files) + 3))))
    return next(name for name in names if name not in files)


def _told(path: Path, packed: Packed, files: Mapping[str, bytes]) -> dict[str, object]:
    return {
        "file": str(path),
        "on": packed.dossier.on.isoformat(),
        "client": packed.dossier.client.key,
        "invoices": [claim.number for claim in packed.dossier.claims],
        "events": len(packed.dossier.events),
        "exhibits": len(packed.dossier.exhibits),
        "files": len(files) + 1,
        "missing": {str(number): why.value for number, why in sorted(packed.missing.items())},
        "invoices_without_pdf": dict(packed.without),
        "notices_without_letter": [notice.on.isoformat() for notice in packed.without_letter],
        "not_computed": list(dict.fromkeys(why for total in packed.dossier.totals for why in total.refused)),
    }


def _tell(app: App, path: Path, packed: Packed, files: Mapping[str, bytes], books: Books) -> None:
    file = packed.dossier
    said = f"{len(file.events)} events, {len(packed.names)} mails, {len(files) + 1} files; its sums were checked."
    app.console.print(Text(f"{path}: {said}", style="bold"))
    for total in file.totals:
        interest = f", interest {total.interest}" if total.interest is not None else ""
        indemnity = f", compensation {total.indemnity}" if total.indemnity is not None else ""
        app.console.print(Text(f"owed on {file.on}: {total.owed}{interest}{indemnity}"))
        for why in total.refused:
            app.console.print(Text(f"interest is not computed: {why}", style="yellow"))
    for exhibit in file.exhibits:
        if exhibit.number in packed.missing:
            why = LABELS["en"][f"missing.{packed.missing[exhibit.number]}"]
            gone = f"exhibit {exhibit.number} of {exhibit.on} is missing: {why}"
            app.console.print(Text(f"{gone} (last seen in {exhibit.source.folder})", style="yellow"))
        elif exhibit.others:
            tells = f"{packed.names[exhibit.number]} tells of {exhibit.others} payments of others too"
            app.console.print(Text(f"{tells}: look before you hand it on", style="yellow"))
    for number, why in packed.without.items():
        app.console.print(Text(f"{number}: no PDF of it: {why}", style="yellow"))
    for notice in packed.without_letter:
        posted = (
            f"the formal notice posted on {notice.on} is not in the mailbox: put your copy beside the file"
        )
        app.console.print(Text(posted, style="yellow"))
    if packed.missing:
        app.console.print("A mail that was only moved is found after «relanced run --once».")
    if books.read_at is not None:
        app.console.print(Text(f"as the mailbox was last read, {books.read_at:%Y-%m-%d %H:%M}", style="dim"))
