"""Template folders in, their texts out: the shipped ones, and before them the owner's.

What is not to be read, or fails the check, never reaches a letter: its last good version stays. A
file without one is replaced by a template that only stops, so that no letter silently goes out in
the shipped words, or in another language, in its place.
"""

import importlib.resources
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Protocol

import structlog

log = structlog.get_logger()

_ONE_AT_A_TIME = Lock()
MAX_BYTES = 100_000
MAX_FILES = 500
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_FILE = re.compile(r"(_?[a-z0-9][a-z0-9_-]{0,60})(?:\.(warm|firm))?\.(txt|html)\.j2")  # the tones: model.tone


class Problem(Protocol):
    """What is wrong with a template; line 0: the whole file."""

    @property
    def file(self) -> str: ...  # noqa: D102 - what it gives stands above
    @property
    def line(self) -> int: ...  # noqa: D102
    @property
    def why(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that cannot be taken, or was refused."""

    file: str  # below the template folder: «fr/rappel.txt.j2»
    line: int
    why: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.why}"


@dataclass(frozen=True, slots=True)
class Sources:
    """The templates of both folders by their path."""

    sources: Mapping[str, str]
    owned: frozenset[str]  # those of the owner's folder
    problems: tuple[FileProblem, ...]


Check = Callable[[Mapping[str, str], str], Sequence[Problem]]


def read_template_sources(owner_dir: Path | None) -> Sources:
    """Read the shipped templates, and the owner's over them.

    What of the owner's cannot be read is missing, not shipped: he does not want the shipped words.
    """
    shipped, _ = _read(_shipped_folder())
    if owner_dir is None:
        return Sources(shipped, frozenset(), ())
    own, problems = _read(owner_dir)
    if not own and any(problem.file == str(owner_dir) for problem in problems):
        return Sources({}, frozenset(), problems)
    files = _overlay(shipped, own | {problem.file: "" for problem in problems})
    for problem in problems:
        del files[problem.file]
    return Sources(files, frozenset(own), problems)


class TemplateFolder:
    """The templates of the service: read again when a file changes, kept when the change is wrong."""

    def __init__(self, owner_dir: Path | None, check: Check) -> None:
        """`check` gives what is wrong with one file among the others (letters.check)."""
        self.problems: tuple[FileProblem, ...] = ()
        self._owner_dir = owner_dir
        self._check = check
        self._shipped = _shipped(_shipped_folder())
        self._good: dict[str, str] = {}  # the owner's, as last found right
        self._seen: object = None
        self._files: Mapping[str, str] = self._shipped

    def refresh(self) -> Mapping[str, str]:
        """The templates of this moment; what was refused stands in `problems`, and in the log once."""
        if self._owner_dir is None:
            return self._files
        seen = _signature(self._owner_dir)
        if seen != self._seen:
            self._seen = seen
            self._files = self._take(self._owner_dir)
        return self._files

    def _take(self, owner_dir: Path) -> Mapping[str, str]:
        own, problems = _read(owner_dir)
        if not own and any(problem.file == str(owner_dir) for problem in problems):
            self._report(problems)
            return _overlay(self._shipped, self._good) if self._good else {}
        blocked = {problem.file: problem for problem in problems}
        kept = {path: text for path, text in self._good.items() if path in own or path in blocked}
        changed = [path for path in sorted(own, key=_order) if kept.get(path) != own[path]]
        if not self._first_problem(kept | own, changed):
            kept |= own
        else:
            for path in changed:
                found = self._first_problem(kept | {path: own[path]}, [path])
                if found is None:
                    kept[path] = own[path]
                else:
                    blocked[path] = found
        self._good = kept
        self._report(tuple(blocked.values()))
        stoppers = {path: _stopper(problem) for path, problem in blocked.items() if path not in kept}
        return _overlay(self._shipped, kept | stoppers)

    def _first_problem(self, own: Mapping[str, str], changed: Sequence[str]) -> FileProblem | None:
        files = _overlay(self._shipped, own)
        for path in changed:
            for found in self._checked(files, path):
                if found.file == path:
                    return FileProblem(path, found.line, found.why)
                other = FileProblem(found.file, found.line, found.why)
                return FileProblem(path, 0, f"does not fit the others: {other}")
        return None

    def _checked(self, files: Mapping[str, str], path: str) -> Sequence[Problem]:
        """What is wrong with a file; one that the check itself falls over must not end a round."""
        try:
            return self._check(files, path)
        except Exception as error:
            log.exception("template_unchecked", file=path)
            return (FileProblem(path, 0, f"cannot be checked: {type(error).__name__}"),)

    def _report(self, problems: tuple[FileProblem, ...]) -> None:
        for problem in problems:
            kept = "its last good version stays" if problem.file in self._good else "its letters wait"
            log.warning("template_refused", file=problem.file, line=problem.line, why=problem.why, what=kept)
        self.problems = problems


def _shipped_folder() -> Path:
    """Where the shipped templates are: inside an installed package, beside it in a working tree."""
    package = Path(str(importlib.resources.files("relanced")))
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def _shipped(folder: Path) -> Mapping[str, str]:
    """The shipped templates, 300 KB once for all firms that this process serves: nobody edits them."""
    with _ONE_AT_A_TIME:  # firms are opened in threads, and a cache alone lets each of them read its own
        return _shipped_once(folder)


@cache
def _shipped_once(folder: Path) -> Mapping[str, str]:
    return _read(folder)[0]


def _overlay(shipped: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The owner's files before the shipped ones.

    A letter of his drops the shipped forms of it for other tones: whoever writes his own «rappel»
    does not want the shipped words to step in for the clients whom he treats warmly.
    """
    letters = {_letter(path) for path in own if path in {_neutral(path), f"{_letter(path)}.html.j2"}}
    taken = {p: text for p, text in shipped.items() if _letter(p) not in letters or p == _neutral(p)}
    return taken | dict(own)


def _letter(path: str) -> str:
    """«fr/rappel» of «fr/rappel.warm.txt.j2»."""
    return path.partition(".")[0]


def _neutral(path: str) -> str:
    """«fr/rappel.txt.j2» of «fr/rappel.warm.txt.j2»."""
    return f"{_letter(path)}.txt.j2"


def _order(path: str) -> tuple[bool, bool, str]:
    """Parts first, then the neutral texts that other forms of a letter need beside them."""
    return not path.rpartition("/")[2].startswith("_"), path != _neutral(path), path


def _stopper(problem: FileProblem) -> str:
    """A template that does nothing but stop its letter with this reason (see letters.render)."""
    reason = json.dumps(str(problem), ensure_ascii=False)
    return f"{{{{ stop({reason}) }}}}"


def _paths(folder: Path) -> list[Path]:
    """Every *.j2 one folder deep, sorted; editors' leftovers («.#x», «x.j2~») are none of them."""
    return sorted(
        path
        for path in folder.glob("*/*.j2")
        if not path.name.startswith(".") and not path.parent.name.startswith(".")
    )


def _signature(folder: Path) -> object:
    """What changes when a file does; cheap enough for every round."""
    try:
        stats = [(str(path), path.stat()) for path in _paths(folder)]
    except OSError as error:
        return str(error)
    return folder.is_dir(), [(name, s.st_size, s.st_mtime_ns, s.st_ino, s.st_ctime_ns) for name, s in stats]


def _read(folder: Path) -> tuple[dict[str, str], tuple[FileProblem, ...]]:
    """The texts by path below the folder, and what could not be read."""
    try:
        root = folder.resolve(strict=True)
        paths = _paths(root)
    except OSError as error:
        return {}, (FileProblem(str(folder), 0, f"the folder cannot be read: {error.strerror or error}"),)
    if not root.is_dir():
        return {}, (FileProblem(str(folder), 0, "is no folder"),)
    if len(paths) > MAX_FILES:
        return {}, (FileProblem(str(folder), 0, f"holds more than {MAX_FILES} templates"),)
    files: dict[str, str] = {}
    problems: list[FileProblem] = []
    for path in paths:
        name = f"{path.parent.name}/{path.name}"
        found = _read_file(path, root)
        if isinstance(found, str):
            files[name] = found
        elif found is not None:
            problems.append(FileProblem(name, *found))
    return files, tuple(problems)


def _read_file(path: Path, root: Path) -> str | tuple[int, str] | None:
    """The text, or the line and what is wrong, or None for a file that has just gone."""
    if not _LANGUAGE.fullmatch(path.parent.name) or not _FILE.fullmatch(path.name):
        return (
            0,
            "is named neither <language>/<name>.txt.j2 nor <name>.warm.txt.j2, .firm.txt.j2, .html.j2 (a-z, 0-9, _, -)",
        )
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root):
            return 0, "is a link that leads out of the template folder; it is not followed"
        if not real.is_file():
            return 0, "is no file"
        with real.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        return 0, f"cannot be read: {error.strerror or error}"
    if len(data) > MAX_BYTES:
        return 0, f"is larger than {MAX_BYTES} bytes"
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1, "is not UTF-8: save it in that encoding"
