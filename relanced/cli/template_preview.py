"""`relanced template preview`: one letter as a client would get it, for a sample or for a case of the mailbox."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from relanced.cli.books import open_books
from relanced.cli.common import NEEDS_OWNER, App, config_option, json_option
from relanced.cli.template_case import letter_for
from relanced.cli.template_files import INVOICES, made_files, spoken_of
from relanced.cli.template_list import listed, step_for
from relanced.cli.words import Text
from relanced.daemon.enclose import Files
from relanced.edge.settings import Settings
from relanced.edge.templates import Sources, read_template_sources
from relanced.letters.check import letters_in, tones_of
from relanced.letters.context import LetterContext, letter_context
from relanced.letters.envelope import HeaderMismatch, message_id_of, seal
from relanced.letters.render import LetterStopped, Rendered, TemplateProblem, Templates
from relanced.letters.samples import SAMPLE_FIRM, sample_at, sample_letters
from relanced.model.actions import Reminder
from relanced.model.client import ClientKind
from relanced.model.ladder import Attach, Channel, Ladder, Step
from relanced.model.mark import reference_of
from relanced.model.paper import NotTypeset
from relanced.model.rules import Firm
from relanced.model.tone import Tone

_PREVIEW_KEY = b"only for previews"  # a previewed letter is never taken for one that was sent
STDOUT = Path("-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to write, and how."""

    name: str
    language: str
    tone: Tone | None  # None: that of the reminder
    firm: Firm
    whole: bool = False  # as a mail, with its files


@dataclass(frozen=True, slots=True)
class Preview:
    """A reminder, its letter, and what the owner should know of it."""

    reminder: Reminder
    letter: Rendered
    attached: tuple[Attach, ...]
    files: Files = ()  # made for a whole mail only
    notes: tuple[str, ...] = ()


def at_step(
    sources: Mapping[str, str], wanted: Wanted, found: tuple[Step, Ladder], kind: ClientKind
) -> Preview:
    """Write the letter as a step of a ladder would, about an invented invoice.

    Raises TemplateProblem, NotTypeset.
    """
    step, ladder = found
    where = f"the ladder «{ladder.name}»" if ladder.name else "the ladder"
    reminder = sample_at(step, ladder, kind)
    about = f"an invented invoice at the step «{step.name}» of {where}"
    return _for_reminder(sources, wanted, reminder, about, invented=True)


def beside(sources: Mapping[str, str], wanted: Wanted, kind: ClientKind) -> Preview:
    """Write a letter that no step uses for the first invented reminder that it is meant for.

    Raises TemplateProblem.
    """
    stopped: LetterStopped | None = None
    for reminder, context in sample_letters(wanted.name, firm=wanted.firm):
        if reminder.client.kind is not kind:
            continue
        try:
            found = _written(sources, wanted, reminder, context)
            if not (wanted.whole and context.attached):
                return found
            step = replace(reminder.step, attach=context.attached)
            language = found.letter.language
            made = made_files(replace(reminder, step=step), wanted.firm, context, language, invented=True)
            return replace(found, files=made.files)
        except LetterStopped as stop:
            stopped = stop
    assert stopped is not None, "there is an invented reminder for every kind of client"
    raise stopped


def for_case(sources: Mapping[str, str], wanted: Wanted, reminder: Reminder, what: str) -> Preview:
    """Write the letter for a reminder of the mailbox, with all its step attaches.

    Raises TemplateProblem, NotTypeset.
    """
    chosen = replace(reminder, step=replace(reminder.step, template=wanted.name))
    return _for_reminder(sources, wanted, chosen, what, invented=False)


def _for_reminder(
    sources: Mapping[str, str], wanted: Wanted, reminder: Reminder, what: str, *, invented: bool
) -> Preview:
    """The letter, with what its step attaches: said of the letter alone, really made for a whole mail."""
    notes = [what]
    if wanted.whole and reminder.step.channel is Channel.LETTER:
        reminder = replace(reminder, step=replace(reminder.step, channel=Channel.MAIL))
        notes.append("this step is a letter on paper; the file shows its words as a mail")
    reference = reference_of(message_id_of(reminder, wanted.firm, _PREVIEW_KEY))
    context = letter_context(reminder, wanted.firm, reference=reference)
    attached = spoken_of(reminder, wanted.firm, context)
    files: Files = ()
    if wanted.whole:
        language = Templates(sources).language_of(wanted.language, wanted.name, wanted.firm.language)
        made = made_files(reminder, wanted.firm, context, language or wanted.language, invented=invented)
        attached, files = made.kinds, made.files
        if not invented and INVOICES & set(reminder.step.attach):
            notes.append("the invoices stay in your mailbox: they go with the letter, not with this file")
    notes.append(_whereto(reminder, attached))
    found = _written(sources, wanted, reminder, replace(context, attached=attached))
    return replace(found, files=files, notes=(*notes, *found.notes))


def _whereto(reminder: Reminder, attached: tuple[Attach, ...]) -> str:
    """To whom a letter goes, and with what, in words."""
    copied = f", copy to {', '.join(reminder.cc)}" if reminder.cc else ""
    enclosed = ", ".join(each.value.replace("_", " ") for each in attached)
    on_paper = "on paper, " if reminder.step.channel is Channel.LETTER else ""
    return f"{on_paper}to {reminder.to}{copied}; attached: {enclosed or 'nothing'}"


def _written(
    sources: Mapping[str, str], wanted: Wanted, reminder: Reminder, context: LetterContext
) -> Preview:
    tone = wanted.tone or context.tone
    letter = Templates(sources).render(wanted.language, wanted.name, replace(context, tone=tone))
    notes: list[str] = []
    if letter.language != wanted.language:
        notes.append(
            f"«{wanted.name}» has no form in «{wanted.language}»: it is written in «{letter.language}»"
        )
    if tone not in tones_of(sources, letter.language, wanted.name):
        notes.append(f"no form of its own for the tone «{tone.value}»: the neutral one is taken")
    return Preview(replace(reminder, tone=tone), letter, context.attached, notes=tuple(notes))


@click.command()
@click.argument("name")
@click.option(
    "--case", "target", metavar="INVOICE|CLIENT", help="Of your mailbox, instead of an invented one."
)
@click.option("--step", help="With --case: as at this step; default: what is written today.")
@click.option("--language", help="Two letters, such as fr; default: the client's, else the firm's.")
@click.option("--tone", type=click.Choice([tone.value for tone in Tone]), help="Default: the client's.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ClientKind]),
    default=ClientKind.BUSINESS.value,
    show_default=True,
    help="Of the invented client: the law that a letter quotes depends on it.",
)
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write the HTML into this file, to open in a browser; «-»: print it.",
)
@click.option(
    "--eml",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write the whole mail into this file, to open in a mail program; «-»: print it.",
)
@json_option
@config_option
@click.pass_context
def preview(
    context: click.Context,
    *,
    name: str,
    target: str | None,
    step: str | None,
    language: str | None,
    tone: str | None,
    kind: str,
    html: Path | None,
    eml: Path | None,
    as_json: bool,
) -> None:
    """Show a letter as a client would get it, for an invented invoice or for a case of your mailbox."""
    app = context.ensure_object(App)
    settings = app.settings_or_none()
    sources = read_template_sources(settings.templates if settings else None)
    firm = settings.rules.firm if settings else SAMPLE_FIRM
    _check_name(app, sources, name, language)
    if step is not None and target is None:
        app.fail("--step goes with --case: name an invoice or a client.")
    if sum((html == STDOUT, eml == STDOUT, as_json)) > 1:
        app.fail(
            "one thing is printed: the letter with --json, its HTML with --html -, or the mail with --eml -."
        )
    if html is not None and eml is not None and html.absolute() == eml.absolute():
        app.fail(f"--html and --eml name one file, {html}: the one would go over the other.")
    wanted = Wanted(
        name=name,
        language=language or firm.language,
        tone=Tone(tone) if tone else None,
        firm=firm,
        whole=eml is not None,
    )
    try:
        if target is not None:
            shown = _of_case(app, sources, wanted, target, step, language)
        else:
            shown = _invented(sources, wanted, settings, ClientKind(kind))
        _write(app, shown, firm, html=html, eml=eml)
    except (TemplateProblem, HeaderMismatch, NotTypeset) as problem:
        app.fail(str(problem), code=NEEDS_OWNER)
    _show(app, shown, quiet=STDOUT in {html, eml}, as_json=as_json)


def _invented(sources: Sources, wanted: Wanted, settings: Settings | None, kind: ClientKind) -> Preview:
    """The letter for an invented invoice, as at the step that uses it."""
    found = step_for(settings, wanted.name, kind)
    if found is None:
        return beside(sources.sources, wanted, kind)
    return at_step(sources.sources, wanted, found, kind)


def _of_case(
    app: App, sources: Sources, wanted: Wanted, target: str, step: str | None, language: str | None
) -> Preview:
    """The letter for a case; ends with a hint where there is none."""
    found = letter_for(open_books(app), target, wanted.name, step)
    if isinstance(found, str):
        app.fail(found)
    chosen = replace(wanted, language=language or found.reminder.client.language)
    return for_case(sources.sources, chosen, found.reminder, found.what)


def _check_name(app: App, sources: Sources, name: str, language: str | None) -> None:
    """End where no such letter is known, or it has no form in the language that was asked for."""
    letters = letters_in(sources.sources)
    languages = [lang for lang, known in letters if known == name]
    if not languages:
        known = ", ".join(each.name for each in listed(sources, ())) or "none"
        app.fail(f"there is no template «{name}»; there are: {known}", *map(str, sources.problems))
    if language is not None and language not in languages:
        app.fail(f"«{name}» is not written in «{language}»; its languages are: {', '.join(languages)}")


def _write(app: App, shown: Preview, firm: Firm, *, html: Path | None, eml: Path | None) -> None:
    """Write the files that were asked for."""
    files: list[tuple[Path, bytes]] = []
    if eml is not None:
        now = datetime.now(UTC)
        sealed = seal(
            shown.letter, shown.reminder, firm=firm, key=_PREVIEW_KEY, now=now, attachments=shown.files
        )
        if eml == STDOUT:
            click.echo(sealed.raw, nl=False)
        else:
            files.append((eml, sealed.raw))
    if html == STDOUT:
        click.echo(shown.letter.html)
    elif html is not None:
        files.append((html, shown.letter.html.encode()))
    for path, data in files:
        try:
            path.write_bytes(data)
        except OSError as error:
            app.fail(f"{path}: cannot be written: {error.strerror or error}")


def _show(app: App, shown: Preview, *, quiet: bool, as_json: bool) -> None:
    letter = shown.letter
    if as_json:
        app.print_json(
            {
                "language": letter.language,
                "tone": shown.reminder.tone.value,
                "step": shown.reminder.step.name,
                "to": shown.reminder.to,
                "cc": list(shown.reminder.cc),
                "attached": [each.value for each in shown.attached],
                "subject": letter.subject,
                "text": letter.text,
                "html": letter.html,
                "notes": list(shown.notes),
            }
        )
    elif not quiet:
        for note in shown.notes:
            app.console.print(Text(note, style="dim"), soft_wrap=True)
        app.console.print(Text.assemble(("Subject: ", "bold"), letter.subject), soft_wrap=True)
        app.console.print(Text("\n" + letter.text.rstrip()), soft_wrap=True)
