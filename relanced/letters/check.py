"""Template sources in, what is wrong with them out: each is rendered on invented reminders. Pure."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from jinja2 import TemplateSyntaxError
from markupsafe import escape

from relanced.letters.context import LetterContext
from relanced.letters.envelope import HeaderMismatch, safe_value
from relanced.letters.filters import locale_of
from relanced.letters.render import (
    LetterStopped,
    Rendered,
    TemplateProblem,
    Templates,
    environment_of,
    form_of,
)
from relanced.model.tone import Tone

_PATH = re.compile(r"([a-z]{2,3})/([a-z0-9][a-z0-9_-]*)(?:\.(warm|firm))?\.(txt|html)\.j2")


def letters_in(sources: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The letters among these files: (language, name), sorted. «_» stands before parts of letters."""
    found = (_PATH.fullmatch(path) for path in sources)
    return tuple(sorted({(m[1], m[2]) for m in found if m and m[3] is None and m[4] == "txt"}))


def tones_of(sources: Mapping[str, str], language: str, name: str) -> tuple[Tone, ...]:
    """The tones in which a letter has a form of its own: at least the neutral one."""
    forms = {tone: form_of(sources, language, name, tone) for tone in Tone}
    return tuple(tone for tone, form in forms.items() if tone is Tone.NEUTRAL or form != name)


def check_templates(
    sources: Mapping[str, str], names: Iterable[str] = (), languages: Container[str] | None = None
) -> tuple[TemplateProblem, ...]:
    """Everything that is wrong, each thing once.

    `names`: the templates that steps of the ladder use. `languages`: those whose letters are rendered;
    None: all. The shipped letters in all their forms take some seconds.
    """
    letters = letters_in(sources)
    known = {name for _, name in letters}
    problems = [
        TemplateProblem(f"{name}.txt.j2", 0, "a step uses this template, and no language has it")
        for name in dict.fromkeys(names)
        if name not in known
    ]
    for path in sorted(sources):
        if languages is None or path.partition("/")[0] in languages:
            problems += _misread(sources, path)
    templates = Templates(sources)
    for language, name in letters:
        if languages is not None and language not in languages:
            continue
        problems += _in_all_tones(templates, sources, language, name)
    return tuple({(each.file, each.line, each.why): each for each in problems}.values())


def check_template(sources: Mapping[str, str], path: str) -> tuple[TemplateProblem, ...]:
    """What is wrong with one file among the others; a part («_parts.txt.j2») is tried in all letters."""
    wrong = _misread(sources, path)
    if wrong:
        return wrong
    match = _PATH.fullmatch(path)
    templates = Templates(sources)
    if match is None:
        language = path.partition("/")[0]
        touched = [name for lang, name in letters_in(sources) if lang == language]
        return tuple(
            problem for name in touched for problem in _in_all_tones(templates, sources, language, name)
        )
    tone = Tone(match[3]) if match[3] else Tone.NEUTRAL
    return _on_samples(templates, match[1], match[2], tone)


def _misread(sources: Mapping[str, str], path: str) -> tuple[TemplateProblem, ...]:
    """What Jinja cannot even read; and a form of a letter whose text is missing."""
    try:
        environment_of(sources, locale_of("en", "GB")).parse(sources[path], path, path)
    except TemplateSyntaxError as error:
        return (TemplateProblem(path, error.lineno, error.message or "no template"),)
    except RecursionError:
        return (TemplateProblem(path, 0, "blocks within blocks, too deep to read"),)
    match = _PATH.fullmatch(path)
    if match is None:
        return ()
    language, name, tone, kind = match.groups()
    if kind == "html" and f"{language}/{name}.{f'{tone}.' if tone else ''}txt.j2" not in sources:
        beside = f"{name}.{f'{tone}.' if tone else ''}txt.j2"
        return (TemplateProblem(path, 0, f"needs {beside} beside it: that one has the subject"),)
    if tone and f"{language}/{name}.txt.j2" not in sources:
        return (TemplateProblem(path, 0, f"needs {name}.txt.j2 beside it: the neutral form"),)
    return ()


def _in_all_tones(
    templates: Templates, sources: Mapping[str, str], language: str, name: str
) -> tuple[TemplateProblem, ...]:
    return tuple(
        problem
        for tone in tones_of(sources, language, name)
        for problem in _on_samples(templates, language, name, tone)
    )


def _on_samples(templates: Templates, language: str, name: str, tone: Tone) -> tuple[TemplateProblem, ...]:
    """The first thing that goes wrong; a template that stops at some samples on purpose is right."""
    from relanced.letters.samples import sample_letters  # noqa: PLC0415 - for firms with templates of their own

    stopped: LetterStopped | None = None
    written = 0
    form = form_of(templates.sources, language, name, tone)
    for _, sample in sample_letters(name):
        context = replace(sample, tone=tone)
        try:
            _look_over(templates.render(language, name, context), context, f"{language}/{form}")
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
        if str(escape(line.number)) not in letter.html:
            raise TemplateProblem(f"{path}.html.j2", 0, why)
