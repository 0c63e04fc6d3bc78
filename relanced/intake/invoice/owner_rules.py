"""The owner's [[invoice]] rules and the text of a paper in, the words that his expressions find out. Pure.

His expressions are trusted in what they mean and not in how long they take: the text is capped, and
each has a fifth of a second. Whatever goes wrong is told in words and never raised.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from relanced.intake.invoice.labels.hints import Hints
from relanced.model.rules import InvoiceRule

MAX_TEXT = 60_000  # characters of a paper that are searched
TIMEOUT = 0.2  # seconds for one expression on one text


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What the first rule that fits found: each field as matched, None where it has no such words."""

    name: str  # of the rule
    kind: str | None  # as in the rule; «none»: the paper is no invoice
    number: str | None = None
    issued: str | None = None
    due: str | None = None
    terms: str | None = None
    total: str | None = None
    currency: str | None = None  # as in the rule
    client: str | None = None
    problems: tuple[str, ...] = ()  # what went wrong with the rules, in words for the owner
    missed: tuple[str, ...] = field(default=(), compare=False)  # the keys whose pattern fits nowhere on it


@dataclass(frozen=True, slots=True)
class Search:
    """What the owner's rules came to on one paper."""

    rule: Ruled | None  # the first that fits; None where none does
    notes: tuple[str, ...]  # what became of each rule, a sentence each, for the owner


@dataclass(frozen=True, slots=True)
class _Search:
    """The outcome of one expression: its words, or why it could not be tried."""

    words: str | None = None
    found: bool = False
    problem: str = ""


def ruled_paper(rules: tuple[InvoiceRule, ...], text: str, hints: Hints) -> Ruled | None:
    """What the first rule that fits finds on a paper; None where none fits.

    A rule without `when` fits every paper; `when` is searched in the text, the file name and the
    subject. A `when` that cannot be tried does not fit, and is told with the rule that does.
    """
    return search_rules(rules, text, hints).rule


def search_rules(rules: tuple[InvoiceRule, ...], text: str, hints: Hints) -> Search:
    """The same, with a sentence on each rule: a rule that does nothing must not do it in silence."""
    paper = text[:MAX_TEXT]
    problems: list[str] = []
    notes: list[str] = []
    for place, rule in enumerate(rules):
        if rule.when is None or _fits(rule, rule.when, (paper, hints.filename, hints.subject), problems):
            ruled = _applied(rule, paper, problems)
            shaded = (
                f"your rule {each.name} was not tried: {rule.name}, above it, fits"
                for each in rules[place + 1 :]
            )
            return Search(ruled, (*notes, _use(ruled), *shaded))
        notes.append(f"your rule {rule.name} was not used: its `when` fits nothing here")
    if problems:  # nothing fits, and the owner has to know why
        return Search(Ruled(name="", kind=None, problems=tuple(problems)), tuple(notes))
    return Search(None, tuple(notes))


def _use(ruled: Ruled) -> str:
    """«your rule X was used; its pattern `number` fits nowhere on this page»."""
    said = f"your rule {ruled.name} was used"
    if not ruled.missed:
        return said
    many = len(ruled.missed) > 1
    keys = " and ".join(f"`{key}`" for key in ruled.missed)
    return f"{said}; its {'patterns' if many else 'pattern'} {keys} {'fit' if many else 'fits'} nowhere on this page"


def _fits(rule: InvoiceRule, when: str, places: tuple[str, ...], problems: list[str]) -> bool:
    for place in places:
        search = _search(rule, "when", when, place)
        if search.problem:
            problems.append(search.problem)
            return False
        if search.found:
            return True
    return False


def _applied(rule: InvoiceRule, text: str, problems: list[str]) -> Ruled:
    found = {field: _search(rule, field, pattern, text) for field, pattern in _patterns(rule)}
    words = {field: search.words for field, search in found.items()}
    told = [*problems, *(search.problem for search in found.values() if search.problem)]
    missed = tuple(key for key, search in found.items() if search.words is None and not search.problem)
    return Ruled(
        name=rule.name, kind=rule.kind, currency=rule.currency, problems=tuple(told), missed=missed, **words
    )


def _patterns(rule: InvoiceRule) -> Iterator[tuple[str, str]]:
    for key in ("number", "issued", "due", "terms", "total", "client"):
        pattern: str | None = getattr(rule, key)
        if pattern is not None:
            yield key, pattern


def _search(rule: InvoiceRule, field: str, pattern: str, text: str) -> _Search:
    """The group «value», else the first group, else the whole match; spaces at its ends fall away."""
    import regex  # noqa: PLC0415 - a library that only owners with rules of their own need

    try:
        match = regex.search(pattern, text, flags=regex.MULTILINE | regex.IGNORECASE, timeout=TIMEOUT)
    except TimeoutError:
        return _Search(problem=f"your rule {rule.name}: «{field}» took too long on this page")
    except (regex.error, RecursionError, MemoryError) as error:
        return _Search(problem=f"your rule {rule.name}: «{field}» is no regular expression: {error}")
    if match is None:
        return _Search()
    groups = match.groupdict()
    words = groups["value"] if "value" in groups else match[1] if match.re.groups else match[0]
    return _Search(words=(words or "").strip() or None, found=True)
