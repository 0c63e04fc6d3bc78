"""`relanced template list|preview|check`: the letters that clients would get, before they get them."""

import click
from rich.table import Table

from relanced.cli.common import NEEDS_OWNER, App, config_option, json_option
from relanced.cli.template_list import listed, steps_of
from relanced.cli.template_preview import preview
from relanced.edge.templates import FileProblem, read_template_sources
from relanced.letters.check import check_templates, letters_in
from relanced.letters.render import TemplateProblem
from relanced.model.ladder import Channel

_WRITTEN = frozenset({Channel.MAIL, Channel.LETTER})  # a call and a hand-over have no letter to the client


@click.group()
def template() -> None:
    """Look at the letters, and check them."""


template.add_command(preview)


@template.command("list")
@json_option
@config_option
@click.pass_context
def list_(context: click.Context, *, as_json: bool) -> None:
    """List the templates, their languages, and the steps that use them."""
    app = context.ensure_object(App)
    settings = app.settings_or_none()
    sources = read_template_sources(settings.templates if settings else None)
    found = listed(sources, steps_of(settings))
    if as_json:
        app.print_json(
            [
                {
                    "name": each.name,
                    "languages": each.languages,
                    "tones": [tone.value for tone in each.tones],
                    "html": each.html,
                    "own": each.own,
                    "steps": each.steps,
                }
                for each in found
            ]
        )
    else:
        table = Table(box=None, pad_edge=False)
        table.add_column("template", no_wrap=True)
        for column in ("languages", "tones", "from", "steps"):
            table.add_column(column, overflow="fold")
        for each in found:
            table.add_row(
                each.name,
                " ".join(each.languages),
                ", ".join(tone.value for tone in each.tones),
                ("your folder" if each.own else "relanced") + (", with HTML" if each.html else ""),
                ", ".join(each.steps) or "-",
            )
        app.console.print(table)
    _end_with(context, app, sources.problems, quiet=as_json)


@template.command()
@json_option
@config_option
@click.pass_context
def check(context: click.Context, *, as_json: bool) -> None:
    """Render every template on invented reminders, and say what is wrong."""
    app = context.ensure_object(App)
    settings = app.settings_or_none()
    sources = read_template_sources(settings.templates if settings else None)
    names = dict.fromkeys(step.template for step in steps_of(settings) if step.channel in _WRITTEN)
    found = (*sources.problems, *_as_files(check_templates(sources.sources, names)))
    if as_json:
        app.print_json([{"file": each.file, "line": each.line, "why": each.why} for each in found])
    elif not found:
        app.console.print(
            f"{len(letters_in(sources.sources))} letters, each right on every invented reminder."
        )
    _end_with(context, app, found, quiet=as_json)


def _as_files(problems: tuple[TemplateProblem, ...]) -> tuple[FileProblem, ...]:
    return tuple(FileProblem(each.file, each.line, each.why) for each in problems)


def _end_with(context: click.Context, app: App, problems: tuple[FileProblem, ...], *, quiet: bool) -> None:
    """Exit 1 where something is wrong, and say it unless JSON was asked for."""
    if not problems:
        return
    if not quiet:
        app.fail(*map(str, problems), code=NEEDS_OWNER)
    context.exit(NEEDS_OWNER)
