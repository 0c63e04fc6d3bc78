"""`relanced template list|preview|check`: the letters that clients would get, before they get them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table

from relanced.cli.common import NEEDS_OWNER, App, config_option, json_option
from relanced.cli.words import Text
from relanced.edge.settings import Settings
from relanced.edge.templates import FileProblem, Sources, read_template_sources
from relanced.letters.check import check_templates, letters_in
from relanced.letters.envelope import HeaderMismatch, seal
from relanced.letters.render import LetterStopped, Rendered, TemplateProblem, Templates
from relanced.letters.samples import SAMPLE_FIRM, sample_letters
from relanced.model.actions import Reminder
from relanced.model.client import ClientKind
from relanced.model.ladder import Step
from relanced.model.rules import Firm

_PREVIEW_KEY = b"only for previews"  # a previewed letter is never taken for one that was sent


@dataclass(frozen=True, slots=True)
class Listed:
    """One template, as `list` shows it."""

    name: str
    languages: tuple[str, ...]
    html: bool
    own: bool  # at least one of its files is the owner's
    steps: tuple[str, ...]  # the steps of the ladder that use it


@dataclass(frozen=True, slots=True)
class Preview:
    """An invented reminder and its letter."""

    reminder: Reminder
    letter: Rendered


def listed(sources: Sources, steps: tuple[Step, ...]) -> tuple[Listed, ...]:
    """Every template by its name, with who uses it."""
    by_name: dict[str, list[str]] = {}
    for language, name in letters_in(sources.sources):
        by_name.setdefault(name, []).append(language)
    return tuple(
        Listed(
            name=name,
            languages=tuple(languages),
            html=any(f"{language}/{name}.html.j2" in sources.sources for language in languages),
            own=any(path.rpartition("/")[2].split(".")[0] == name for path in sources.owned),
            steps=tuple(step.name for step in steps if step.template == name),
        )
        for name, languages in by_name.items()
    )


def previewed(
    sources: Mapping[str, str],
    name: str,
    *,
    language: str,
    firm: Firm,
    steps: tuple[Step, ...],
    kind: ClientKind,
) -> Preview:
    """Write the letter for the first invented reminder that it is meant for.

    Raises TemplateProblem.
    """
    templates = Templates(sources)
    stopped: LetterStopped | None = None
    theirs = tuple(step for step in steps if step.template == name)
    for reminder, context in sample_letters(name, firm=firm, steps=theirs):
        if reminder.client.kind is not kind or (context.attached is False and reminder.step.attach):
            continue
        try:
            return Preview(reminder, templates.render(language, name, context))
        except LetterStopped as stop:
            stopped = stop
    assert stopped is not None, "there is an invented reminder for every kind of client"
    raise stopped


@click.group()
def template() -> None:
    """Look at the letters, and check them."""


@template.command("list")
@json_option
@config_option
@click.pass_context
def list_(context: click.Context, *, as_json: bool) -> None:
    """List the templates, their languages, and the steps that use them."""
    app = context.ensure_object(App)
    settings = app.settings_or_none()
    sources = read_template_sources(settings.templates if settings else None)
    found = listed(sources, _steps(settings))
    if as_json:
        app.print_json(
            [
                {
                    "name": each.name,
                    "languages": each.languages,
                    "html": each.html,
                    "own": each.own,
                    "steps": each.steps,
                }
                for each in found
            ]
        )
    else:
        table = Table(box=None, pad_edge=False)
        for column in ("template", "languages", "form", "from", "steps"):
            table.add_column(column)
        for each in found:
            table.add_row(
                each.name,
                ", ".join(each.languages),
                "text and HTML" if each.html else "text",
                "your folder" if each.own else "relanced",
                ", ".join(each.steps) or "-",
            )
        app.console.print(table)
    _end_with(context, app, sources.problems, quiet=as_json)


@template.command()
@click.argument("name")
@click.option("--language", help="Two letters, such as fr; default: the firm's.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ClientKind]),
    default=ClientKind.BUSINESS.value,
    show_default=True,
    help="Who owes: the law that a letter quotes depends on it.",
)
@click.option("--html", is_flag=True, help="Print the HTML instead of the text.")
@click.option(
    "--eml", type=click.Path(path_type=Path, dir_okay=False), help="Write the whole mail into this file."
)
@json_option
@config_option
@click.pass_context
def preview(
    context: click.Context,
    *,
    name: str,
    language: str | None,
    kind: str,
    html: bool,
    eml: Path | None,
    as_json: bool,
) -> None:
    """Show a letter as a client would get it, for an invented invoice."""
    app = context.ensure_object(App)
    settings = app.settings_or_none()
    firm = settings.rules.firm if settings else SAMPLE_FIRM
    sources = read_template_sources(settings.templates if settings else None)
    if name not in {known for _, known in letters_in(sources.sources)}:
        known = ", ".join(each.name for each in listed(sources, ())) or "none"
        app.fail(f"there is no template «{name}»; there are: {known}", *map(str, sources.problems))
    try:
        shown = previewed(
            sources.sources,
            name,
            language=language or firm.language,
            firm=firm,
            steps=_steps(settings),
            kind=ClientKind(kind),
        )
        if eml is not None:
            now = datetime.now(UTC)
            eml.write_bytes(seal(shown.letter, shown.reminder, firm=firm, key=_PREVIEW_KEY, now=now).raw)
    except (TemplateProblem, HeaderMismatch) as problem:
        app.fail(str(problem), code=NEEDS_OWNER)
    except OSError as error:
        app.fail(f"{eml}: cannot be written: {error.strerror or error}")
    _show(app, shown.letter, html=html, as_json=as_json)


@template.command()
@json_option
@config_option
@click.pass_context
def check(context: click.Context, *, as_json: bool) -> None:
    """Render every template on invented reminders, and say what is wrong."""
    app = context.ensure_object(App)
    settings = app.settings_or_none()
    sources = read_template_sources(settings.templates if settings else None)
    names = dict.fromkeys(step.template for step in _steps(settings))
    found = (*sources.problems, *_as_files(check_templates(sources.sources, names)))
    if as_json:
        app.print_json([{"file": each.file, "line": each.line, "why": each.why} for each in found])
    elif not found:
        app.console.print(
            f"{len(letters_in(sources.sources))} letters, each right on every invented reminder."
        )
    _end_with(context, app, found, quiet=as_json)


def _steps(settings: Settings | None) -> tuple[Step, ...]:
    return settings.rules.ladder.steps if settings else ()


def _as_files(problems: tuple[TemplateProblem, ...]) -> tuple[FileProblem, ...]:
    return tuple(FileProblem(each.file, each.line, each.why) for each in problems)


def _show(app: App, letter: Rendered, *, html: bool, as_json: bool) -> None:
    if as_json:
        app.print_json(
            {
                "language": letter.language,
                "subject": letter.subject,
                "text": letter.text,
                "html": letter.html,
            }
        )
    elif html:
        click.echo(letter.html if letter.html is not None else app.fail("this template has no HTML"))
    else:
        app.console.print(Text.assemble(("Subject: ", "bold"), letter.subject), soft_wrap=True)
        app.console.print(Text("\n" + letter.text.rstrip()), soft_wrap=True)


def _end_with(context: click.Context, app: App, problems: tuple[FileProblem, ...], *, quiet: bool) -> None:
    """Exit 1 where something is wrong, and say it unless JSON was asked for."""
    if not problems:
        return
    if not quiet:
        app.fail(*map(str, problems), code=NEEDS_OWNER)
    context.exit(NEEDS_OWNER)
