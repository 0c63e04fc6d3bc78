"""Every pattern of the package takes no more time than the length of what it meets, whatever is written there.

The lines are made from each pattern itself: what it begins with, then what it repeats, again and again, then
what it does not expect. Where a pattern is tried at one place only (match, fullmatch), it is tried so here.
"""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from re import _constants as sre  # type: ignore[attr-defined]  # the compiler's own words: no published types
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import relanced
from relanced.intake.lazy import Lazy

ROOT = Path(relanced.__file__).parent
HERE = "here_"  # re.search("…", text), where the pattern has no name
SHORTEST, LONGEST = 1_000, 32_000  # characters; a square shows long before the end
QUICK = 0.001  # seconds: below it, the clock says nothing
ONE_SIGN = 3e-7  # seconds for each sign of a line: less than any square takes, even of the shortest line
# Met by lines of the owner's own configuration alone, of 500 characters at most (MAX_EXPRESSION).
OWNERS = re.compile(r"relanced\.edge\.(?:repeats|config_\w+)\.")
BOUNDED = {  # slow in themselves, and tried on short texts alone
    r"[a-z]{2,}.*\d.*[a-z]{4,}.*\d{5}": "after len(part) < 48",
    r"[\w/.-]*\d[\w/.-]*\d[\w/.-]*": "after len(name) > 80",
}
# Met by words with one space between them, whatever stood there (read_terms joins them).
SINGLE_SPACED = re.compile(r"relanced\.intake\.invoice\.when\.terms\.")
REPEATS = frozenset({sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT})
OF_CATEGORY = {
    sre.CATEGORY_DIGIT: "1", sre.CATEGORY_NOT_DIGIT: "a", sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "a", sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_WORD: "-",
}  # fmt: skip
Node = tuple[Any, Any]  # a kind of the compiler's, and what it holds


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Each compiled pattern of the package, by the first place where it stands."""
    found: dict[re.Pattern[str], str] = {}
    for module in sorted(pkgutil.walk_packages(relanced.__path__, "relanced."), key=lambda each: each.name):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            for name, value in vars(importlib.import_module(module.name)).items():
                for pattern in _within(value, 0):
                    if isinstance(pattern.pattern, str):
                        found.setdefault(pattern, f"{module.name}.{name}")
    for path in sorted(ROOT.rglob("*.py")):
        where = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
        for method, pattern in _written_in_place(ast.parse(path.read_text("utf-8"))):
            found.setdefault(pattern, f"{where}.{HERE}{method}")
    return {f"{place} {number}": pattern for number, (pattern, place) in enumerate(found.items())}


def _within(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Lazy):
        yield value.compiled()
    elif depth < 4 and isinstance(value, dict):
        for key, each in value.items():
            yield from (*_within(key, depth + 1), *_within(each, depth + 1))
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _within(each, depth + 1)
    elif depth < 4 and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for field in value.__dataclass_fields__:
            yield from _within(getattr(value, field, None), depth + 1)


def _written_in_place(tree: ast.AST) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns of re.search("…", text) and its like."""
    for call in ast.walk(tree):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "re"
            and call.func.attr not in {"escape", "compile"}
            and call.args
            and isinstance(call.args[0], ast.Constant)
            and isinstance(call.args[0].value, str)
        ):
            yield call.func.attr, re.compile(call.args[0].value)


class Sampler:
    """Texts that a pattern fits, by chance; what looks ahead or behind is left out."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def text(self, nodes: Sequence[Node]) -> str:
        return "".join(self._one(node) for node in nodes)

    def _one(self, node: Node) -> str:
        kind, held = node
        if kind is sre.LITERAL:
            return chr(held)
        if kind is sre.NOT_LITERAL:
            return "a" if held != ord("a") else "b"
        if kind is sre.ANY:
            return self.random.choice("a 1")
        if kind is sre.IN:
            return self.random.choice(_signs(held))
        if kind is sre.BRANCH:
            return self.text(self.random.choice(held[1]))
        if kind is sre.SUBPATTERN:
            return self.text(held[3])
        if kind is sre.ATOMIC_GROUP:
            return self.text(held)
        if kind in REPEATS:
            least, most, inner = held
            times = min(max(least, self.random.choice((0, 1, 1, 2))), most)
            return "".join(self.text(inner) for _ in range(times))
        return ""


def _signs(items: Sequence[Node]) -> list[str]:
    """Some signs of a set."""
    if items[0][0] is not sre.NEGATE:
        chosen = [
            OF_CATEGORY[held] if kind is sre.CATEGORY else chr(held if kind is sre.LITERAL else held[0])
            for kind, held in items
        ]
        return chosen or [""]
    shut = "".join(_class_of(node) for node in items[1:])
    return [sign for sign in "a1 -.,:/'(<\n" if not re.match(f"[{shut}]", sign)] or ["é"]


def _class_of(node: Node) -> str:
    kind, held = node
    if kind is sre.CATEGORY:
        names = {
            sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
            sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
        }  # fmt: skip
        return names[held]
    if kind is sre.RANGE:
        return f"{re.escape(chr(held[0]))}-{re.escape(chr(held[1]))}"
    return re.escape(chr(held))


def _repeats(nodes: Sequence[Node], before: list[Node]) -> Iterator[tuple[list[Node], Sequence[Node]]]:
    """Each long repeat of a pattern, with what stands before it."""
    done: list[Node] = []
    for kind, held in nodes:
        inner: Sequence[Sequence[Node]] = []
        if kind in REPEATS:
            if held[1] is sre.MAXREPEAT or held[1] >= 20:
                yield before + done, held[2]
            inner = [held[2]]
        elif kind is sre.BRANCH:
            inner = held[1]
        elif kind is sre.SUBPATTERN:
            inner = [held[3]]
        elif kind is sre.ATOMIC_GROUP:
            inner = [held]
        elif kind in {sre.ASSERT, sre.ASSERT_NOT}:
            inner = [held[1]]
        for each in inner:
            yield from _repeats(each, before + done)
        done.append((kind, held))


def lines_for(pattern: re.Pattern[str], random: Random, most: int) -> list[tuple[str, str]]:
    """What to begin with and what to write again and again, for this pattern."""
    tree = list(parser.parse(pattern.pattern, pattern.flags))
    sampler = Sampler(random)
    found = {("", sign) for sign in " 1a\u00a0\n"}
    for before, body in _repeats(tree, []):
        for _ in range(2):
            begin, unit = sampler.text(before), sampler.text(body)
            found |= {(begin, unit), ("", begin + unit), ("", unit)}
    whole = sampler.text(tree)
    found |= {("", whole), ("", whole[: len(whole) // 2])}
    usable = sorted((begin, unit) for begin, unit in found if unit)
    return random.sample(usable, min(most, len(usable)))


@cache
def _source(module: str) -> str:
    """The text of one module; of all of them for ""."""
    if module:
        return Path(importlib.import_module(module).__file__ or "").read_text("utf-8")
    return "\n".join(path.read_text("utf-8") for path in ROOT.rglob("*.py"))


def _tries(name: str, pattern: re.Pattern[str]) -> list[Callable[[str], object]]:
    """How the package tries it: at one place, or everywhere."""
    module, _, short = name.partition(" ")[0].rpartition(".")
    text = _source(module if short.startswith("_") else "")
    used = {short.removeprefix(HERE)} if short.startswith(HERE) else set()
    used = used or set(
        re.findall(rf"\b{short}\.(match|fullmatch|search|finditer|findall|sub|split|pattern)\b", text)
    )
    if used and used <= {"match", "fullmatch"}:
        return [getattr(pattern, method) for method in sorted(used)]
    if SINGLE_SPACED.match(name):
        return [lambda text: sum(1 for _ in pattern.finditer(" ".join(text.split())))]
    return [lambda text: sum(1 for _ in pattern.finditer(text))]


def _took(attempt: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    attempt(text)
    return time.process_time() - begun


def grows_too_fast(attempt: Callable[[str], object], begin: str, unit: str) -> bool:
    """Whether twice the length takes about four times as long, twice in a row and again when asked again.

    A linear pattern takes twice as long; other work on the machine makes both lengths slower.
    """
    for times in (8, 16, 24, 32):  # what doubles with each further piece never comes to an end
        if _took(attempt, begin + unit * times + "\0!") > 20 * QUICK:
            return True
    length, before, strikes = SHORTEST, 0.0, 0
    while length <= LONGEST:
        text = begin + unit * (length // len(unit)) + "\0!"
        took = _took(attempt, text)
        if took > QUICK and took > 2.8 * before:
            took = min(took, *(_took(attempt, text) for _ in range(2)))
        strikes = strikes + 1 if took > QUICK and took > 2.8 * before > 0 else 0
        if strikes == 2 or took > 1:
            return True
        if took < length * ONE_SIGN:
            return False
        length, before = length * 2, took
    return False


def of_mails() -> list[str]:
    """The names of all patterns that what others wrote may meet."""
    return [
        name
        for name, pattern in patterns().items()
        if not OWNERS.match(name) and pattern.pattern not in BOUNDED
    ]


def too_slow(names: Sequence[str], seed: int, most: int) -> list[str]:
    slow = []
    for name in names:
        pattern = patterns()[name]
        for begin, unit in lines_for(pattern, Random(f"{seed} {pattern.pattern}"), most):
            if any(grows_too_fast(attempt, begin, unit) for attempt in _tries(name, pattern)):
                slow.append(f"{name}: {begin[:60]!r}, then {unit[:60]!r} again and again")
                break
    return slow


@pytest.mark.parametrize("part", range(4))
def test_no_pattern_takes_more_than_its_length(part: int) -> None:
    names = of_mails()[part::4]

    assert len(names) > 150
    assert not too_slow(names, seed=1, most=2)  # `make fuzz` tries twenty


@pytest.mark.parametrize(
    ("pattern", "begin", "unit"),
    [
        (r"\s+$", "", " "),
        (r'"(?:[^"\\]|\\.)*"', "", '"\\'),
        (r"(?:a|aa)+$", "", "a"),
        (r"\d*x", "", "1"),
    ],
)
def test_a_pattern_that_takes_more_is_found(pattern: str, begin: str, unit: str) -> None:
    compiled = re.compile(pattern)
    assert grows_too_fast(lambda text: compiled.sub("", text), begin, unit)
