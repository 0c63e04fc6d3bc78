"""Template sources and a context in, the words of a letter out: subject, text, HTML, blocks. Pure.

Templates are the owner's; what is put into them came by mail. So: a sandbox, a value that is
missing stops the letter, and HTML escapes whatever it prints.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import NoReturn

from babel import Locale
from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError
from jinja2.nodes import EvalContext
from jinja2.utils import Namespace, pass_eval_context

from relanced.letters.body import (
    PRIVATE,
    Body,
    Link,
    Paragraph,
    Table,
    as_html,
    as_text,
    blocks_of,
    html_of,
    link_of,
    marked,
    table_of,
)
from relanced.letters.context import LetterContext
from relanced.letters.filters import LocalFilters, locale_of
from relanced.letters.thrift import ThriftyEnvironment
from relanced.model.tone import Tone

MAX_LETTER = 300_000  # characters
_LABEL = 20  # characters that may stand before the reference in its line: «Réf. »
_LAST_LANGUAGES = ("en", "fr")  # the shipped ones


class TemplateProblem(Exception):  # noqa: N818 - a value of check as much as an error of render
    """What is wrong with a template, or with a letter made from it: this letter stops, no other."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file}, line {line}: {why}" if line else f"{file}: {why}")
        self.file = file  # below the template folder: «fr/rappel.txt.j2»
        self.line = line  # 0: the whole file
        self.why = why


class LetterStopped(TemplateProblem):
    """The template itself refused this letter with stop(…)."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of a letter."""

    subject: str
    text: str
    html: str
    language: str  # the one that was found, ISO 639-1
    body: Body  # what text and HTML are made of, without the line of the reference: for paper


class Templates:
    """Templates by their path below the template folder, «fr/rappel.txt.j2», «fr/rappel.warm.txt.j2»."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources
        self._environments: dict[Locale, ThriftyEnvironment] = {}

    def render(self, language: str, name: str, context: LetterContext) -> Rendered:
        """Write a letter in the client's language, else the firm's, else English, else French.

        Raises TemplateProblem with the file, its line and the reason.
        """
        found = self.language_of(language, name, context.firm.language)
        if found is None:
            wanted = _wanted(language, context.firm.language)
            raise TemplateProblem(
                f"{wanted[0]}/{name}.txt.j2", 0, f"no such template, nor in {', '.join(wanted[1:])}"
            )
        form = form_of(self.sources, found, name, context.tone)
        path = f"{found}/{form}.txt.j2"
        if missing := context.missing():
            raise TemplateProblem(path, 0, f"nothing to print for {', '.join(missing)}")
        environment = self._environment(locale_of(found, context.firm.country))
        subject, written = _split(path, self._fill(environment, path, context))
        body, footer = _footed(_blocks(path, written), context.reference)
        text = as_text((*body, *([Paragraph(footer)] if footer else [])), found)
        page = f"{found}/{form}.html.j2"
        own = self._fill(environment, page, context) if page in self.sources else None
        return Rendered(subject, text, as_html(body, found, footer) if own is None else own, found, body)

    def language_of(self, language: str, name: str, firm_language: str) -> str | None:
        """The first language that has this letter; None: none of those that would be taken has it."""
        wanted = _wanted(language, firm_language)
        return next((each for each in wanted if f"{each}/{name}.txt.j2" in self.sources), None)

    def _fill(self, environment: ThriftyEnvironment, path: str, context: LetterContext) -> str:
        environment.begin()
        try:
            return _capped(path, environment.get_template(path), context)
        except TemplateProblem as problem:
            raise self._placed(problem, path) from None
        except TemplateSyntaxError as error:
            raise TemplateProblem(error.name or path, error.lineno, error.message or "no template") from error
        except (
            Exception
        ) as error:  # a template is a program of the owner's: whatever it raises stops its letter
            file, line = self._where(error.__traceback__, path)
            raise TemplateProblem(file, line, _reason(error)) from error

    def _placed(self, problem: TemplateProblem, path: str) -> TemplateProblem:
        """A problem that the template raised itself, with the place where it did."""
        if problem.file:
            return problem
        file, line = self._where(problem.__traceback__, path)
        return type(problem)(file, line, problem.why)

    def _where(self, traceback: TracebackType | None, path: str) -> tuple[str, int]:
        """The innermost template line of a traceback: Jinja names templates' own lines in it."""
        place = (path, 0)
        while traceback is not None:
            file = traceback.tb_frame.f_code.co_filename
            if file in self.sources:
                place = (file, traceback.tb_lineno)
            traceback = traceback.tb_next
        return place

    def _environment(self, locale: Locale) -> ThriftyEnvironment:
        if locale not in self._environments:
            self._environments[locale] = environment_of(self.sources, locale)
        return self._environments[locale]


def form_of(sources: Mapping[str, str], language: str, name: str, tone: Tone) -> str:
    """Which form of a letter speaks in this tone: «rappel.warm» where it is, else «rappel»."""
    form = f"{name}.{tone.value}"
    return form if f"{language}/{form}.txt.j2" in sources else name


def _wanted(language: str, firm_language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([language, firm_language, *_LAST_LANGUAGES]))


class _Environment(ThriftyEnvironment):
    """A sandbox in which a template names another of its own folder by its bare name."""

    def join_path(self, template: str, parent: str) -> str:
        super().join_path(template, parent)
        return template if "/" in template else f"{parent.rpartition('/')[0]}/{template}"


class _Sources(BaseLoader):
    """Finds templates among texts, and gives each its path as its file name."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        del environment
        if template not in self.sources:
            raise TemplateNotFound(template)
        return self.sources[template], template, None


def environment_of(sources: Mapping[str, str], locale: Locale) -> ThriftyEnvironment:
    """The Jinja environment of one language: no clock, no chance, no world; HTML escapes."""
    environment = _Environment(
        loader=_Sources(sources),
        undefined=StrictUndefined,
        autoescape=lambda path: path is not None and path.endswith(".html.j2"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        finalize=_present,
    )
    environment.tighten()
    environment.globals.clear()
    environment.globals.update(stop=_stop, table=_table, link=_link, namespace=Namespace)
    environment.filters.pop("random")
    environment.filters.update(LocalFilters(locale).named())
    return environment


def _stop(why: str) -> NoReturn:
    """What templates call where they cannot be right: stop("this client owes nothing yet")."""
    raise LetterStopped("", 0, str(why))


def _present(value: object) -> object:
    """What is printed; a day or an account that there is not must not become the word «None»."""
    if value is None:
        raise ValueError("there is no value to print here (None)")
    return value


@pass_eval_context
def _table(
    around: EvalContext,
    head: Iterable[object],
    rows: Iterable[Iterable[object]],
    total: Iterable[object] = (),
    right: Iterable[object] = (),
) -> str:
    """What templates call for a table: its place in a text, the table itself in HTML."""
    return _placed_in(around, table_of(head, rows, total, right))


@pass_eval_context
def _link(around: EvalContext, label: object, url: object) -> str:
    """What templates call for a link: its place in a text, the button in HTML."""
    return _placed_in(around, link_of(label, url))


def _placed_in(around: EvalContext, block: Table | Link) -> str:
    return html_of(block) if around.autoescape else marked(block)


def _blocks(path: str, written: str) -> Body:
    try:
        return blocks_of(written)
    except ValueError as error:
        raise TemplateProblem(path, 0, str(error)) from error


def _footed(body: Body, reference: str) -> tuple[Body, str]:
    """The letter, and its last line where that is the reference alone: it stands small, and not on paper."""
    last = body[-1] if body else None
    alone = isinstance(last, Paragraph) and len(last.text) <= len(reference) + _LABEL
    if reference and isinstance(last, Paragraph) and alone and last.text.endswith(reference):
        return body[:-1], last.text
    return body, ""


def _capped(path: str, template: Template, context: LetterContext) -> str:
    pieces: list[str] = []
    size = 0
    for piece in template.generate(context.values()):
        size += len(piece)
        if size > MAX_LETTER:
            raise TemplateProblem(path, 0, f"the letter is longer than {MAX_LETTER} characters")
        pieces.append(piece)
    return _tidied("".join(pieces))


def _tidied(text: str) -> str:
    """At most one empty line in a row, none at the ends: templates may use lines freely."""
    tidy: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        kept = line.rstrip(" \t")
        if kept or (tidy and tidy[-1]):
            tidy.append(kept)
    return "\n".join(tidy).strip("\n") + "\n"


def _split(path: str, text: str) -> tuple[str, str]:
    """Subject and body: «Subject: …», an empty line, the rest."""
    head, _, body = text.partition("\n\n") if "\n\n" in text else (text.rstrip("\n"), "", "")
    label, colon, subject = head.partition(":")
    if label != "Subject" or not colon or "\n" in head:
        raise TemplateProblem(path, 1, "must begin with one line «Subject: …» and an empty line after it")
    if PRIVATE.search(subject):
        raise TemplateProblem(path, 1, "a subject holds neither a table nor a link")
    if not subject.strip():
        raise TemplateProblem(path, 1, "the subject is empty")
    if not body.strip():
        raise TemplateProblem(path, 0, "there is nothing below the subject")
    return subject.strip(), body


def _reason(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.message}"
    if isinstance(error, RecursionError):
        return "the template calls itself without end"
    return str(error) or type(error).__name__
