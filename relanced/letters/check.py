"""Template sources in, what is wrong with them out: each is rendered on invented reminders. Pure."""

import re
from collections.abc import Iterable, Mapping

from jinja2 import TemplateSyntaxError
from markupsafe import escape

from relanced.letters.context import LetterContext
from relanced.letters.envelope import HeaderMismatch, safe_value
from relanced.letters.filters import locale_of
from relanced.letters.render import LetterStopped, Rendered, TemplateProblem, Templates, environment_of
from relanced.letters.samples import sample_letters

_PATH = re.compile(r"([a-z]{2,3})/([a-z0-9][a-z0-9_-]*)\.(txt|html)\.j2")


def letters_in(sources: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The letters among these files: (language, name), sorted. «_» stands before parts of letters."""
    found = (_PATH.fullmatch(path) for path in sources)
    return tuple(sorted({(match[1], match[2]) for match in found if match and match[3] == "txt"}))


def check_templates(sources: Mapping[str, str], names: Iterable[str] = ()) -> tuple[TemplateProblem, ...]:
    """Everything that is wrong, each thing once; `names`: the templates that steps of the ladder use."""
    letters = letters_in(sources)
    known = {name for _, name in letters}
    problems = [
        TemplateProblem(f"{name}.txt.j2", 0, "a step uses this template, and no language has it")
        for name in dict.fromkeys(names)
        if name not in known
    ]
    for path in sorted(sources):
        problems += _misread(sources, path)
    templates = Templates(sources)
    for language, name in letters:
        problems += _on_samples(templates, language, name)
    return tuple({(each.file, each.line, each.why): each for each in problems}.values())


def check_template(sources: Mapping[str, str], path: str) -> tuple[TemplateProblem, ...]:
    """What is wrong with one file among the others; a part («_parts.txt.j2») is tried in all letters."""
    wrong = _misread(sources, path)
    if wrong:
        return wrong
    match = _PATH.fullmatch(path)
    language = path.partition("/")[0]
    touched = (
        [(match[1], match[2])] if match else [each for each in letters_in(sources) if each[0] == language]
    )
    templates = Templates(sources)
    return tuple(problem for lang, name in touched for problem in _on_samples(templates, lang, name))


def _misread(sources: Mapping[str, str], path: str) -> tuple[TemplateProblem, ...]:
    """What Jinja cannot even read; and an HTML letter whose text is missing."""
    try:
        environment_of(sources, locale_of("en", "GB")).parse(sources[path], path, path)
    except TemplateSyntaxError as error:
        return (TemplateProblem(path, error.lineno, error.message or "no template"),)
    match = _PATH.fullmatch(path)
    if match and match[3] == "html" and f"{match[1]}/{match[2]}.txt.j2" not in sources:
        return (TemplateProblem(path, 0, f"needs {match[2]}.txt.j2 beside it: that one has the subject"),)
    return ()


def _on_samples(templates: Templates, language: str, name: str) -> tuple[TemplateProblem, ...]:
    """The first thing that goes wrong; a template that stops at some samples on purpose is right."""
    stopped: LetterStopped | None = None
    written = 0
    for _, context in sample_letters(name):
        try:
            _look_over(templates.render(language, name, context), context, f"{language}/{name}")
            written += 1
        except LetterStopped as stop:
            stopped = stop
        except TemplateProblem as problem:
            return (problem,)
    return () if written or stopped is None else (stopped,)


def _look_over(letter: Rendered, context: LetterContext, path: str) -> None:
    """Raises TemplateProblem where a letter could leave and still not do its work."""
    try:
        safe_value("Subject", letter.subject)
    except HeaderMismatch as error:
        raise TemplateProblem(f"{path}.txt.j2", 1, str(error)) from error
    for line in context.chased:
        why = f"does not name the invoice it is about ({{{{ line.number }}}}, here {line.number})"
        if line.number not in letter.text:
            raise TemplateProblem(f"{path}.txt.j2", 0, why)
        if letter.html is not None and str(escape(line.number)) not in letter.html:
            raise TemplateProblem(f"{path}.html.j2", 0, why)
