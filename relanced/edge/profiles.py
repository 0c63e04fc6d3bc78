"""Folders of profiles (TOML) in, BankProfiles and every problem out: the owner's, and then the shipped ones.

An owner's file that is wrong replaces nothing: its last good version stays while the service runs,
else the shipped profile of that name, else there is none.
"""

import importlib.resources
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from relanced.edge.config_notice import notice_rule
from relanced.edge.config_problems import Problem, Problems, did_you_mean, explained, shown
from relanced.edge.config_table import Table, keys_of
from relanced.edge.place import is_regular
from relanced.edge.profile_tables import CreditTable, ProfileTable, SampleTable, TableTable
from relanced.edge.toml_file import read_toml
from relanced.model.profile import BankProfile, Sample, SampleCredit, TableRule

MAX_FILES = 200
MAX_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """One profile, and the mails that are its tests."""

    path: Path
    profile: BankProfile
    samples: tuple[Sample, ...]
    is_own: bool  # the owner's; else shipped

    def mail(self, sample: Sample) -> Path:
        """Where a sample's mail is."""
        return self.path.parent / sample.file


@dataclass(frozen=True, slots=True)
class Profiles:
    """What the folders hold."""

    files: tuple[ProfileFile, ...]  # the owner's first; of a shipped one with the name of an owner's: his
    problems: Problems
    in_use: tuple[BankProfile, ...]  # those, and the last good version of those that are wrong


def read_profiles(owner_dir: Path | None, running: tuple[BankProfile, ...] = ()) -> Profiles:
    """Every profile of the owner's folder and every shipped one; `running` are those that are in use."""
    own: dict[str, ProfileFile] = {}
    problems: list[Problem] = []
    kept: dict[str, BankProfile] = {}
    for path in _files(owner_dir, problems):
        found = read_profile(path)
        if isinstance(found, ProfileFile):
            own[path.stem] = found
        else:
            problems += found
            kept |= {each.name: each for each in running if each.name == path.stem}
    shipped = {name: file for name, file in _shipped().items() if name not in own}
    others = (file.profile for name, file in shipped.items() if name not in kept)
    return Profiles(
        files=(*own.values(), *shipped.values()),
        problems=Problems(problems),
        in_use=(*(file.profile for file in own.values()), *kept.values(), *others),
    )


def read_profile(path: Path, *, is_own: bool = True) -> ProfileFile | Problems:
    """One file, or every problem that it has."""
    if problem := _misnamed(path):
        return Problems([problem])
    raw = read_toml(path)
    if isinstance(raw, Problem):
        return Problems([raw])
    try:
        table = ProfileTable.model_validate(raw)
    except ValidationError as error:
        keys = keys_of(ProfileTable)
        return Problems(explained(path, each, keys) for each in error.errors(include_url=False))
    file = ProfileFile(path, _profile(path.stem, table), tuple(map(_sample, table.sample)), is_own)
    return Problems(_lost(file)) or file


def unknown_profiles(file: Path, raw: Mapping[str, Any], profiles: Profiles) -> Iterator[Problem]:
    """Every [[bank]] of a raw configuration whose profile there is not, or is not valid."""
    known = {profile.name for profile in profiles.in_use}
    broken = {problem.file.stem: problem for problem in profiles.problems}
    tables = raw.get("bank")
    for place, table in enumerate(tables if isinstance(tables, list) else (), 1):
        named = table.get("profile") if isinstance(table, dict) else None
        if isinstance(named, str) and named not in known:
            hint = (
                f"it is not valid: {broken[named]}" if named in broken else did_you_mean(named, sorted(known))
            )
            expected = f"one of {', '.join(sorted(known))}"
            yield Problem(file, f"bank[{place}].profile", expected, shown((), named), hint)


@cache
def _shipped() -> Mapping[str, ProfileFile]:
    folder = Path(str(importlib.resources.files("relanced.intake.bank"))) / "profiles"
    found: dict[str, ProfileFile] = {}
    for path in sorted(folder.glob("*.toml")):
        file = read_profile(path, is_own=False)
        assert isinstance(file, ProfileFile), f"shipped broken: {file}"
        found[path.stem] = file
    return found


def _files(folder: Path | None, problems: list[Problem]) -> list[Path]:
    """The *.toml of a folder by name; editors' unfinished copies («.#x.toml») are none of them."""
    if folder is None:
        return []
    try:
        found = sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))
    except OSError as error:
        problems.append(Problem(folder, "", "a folder that can be read", error.strerror or str(error)))
        return []
    if len(found) > MAX_FILES:
        problems.append(Problem(folder, "", f"at most {MAX_FILES} profiles", f"{len(found)}"))
    return found[:MAX_FILES]


def _misnamed(path: Path) -> Problem | None:
    stem = path.stem
    if not (stem.isascii() and 1 <= len(stem) <= 30 and stem.replace("-", "").replace("_", "").isalnum()):
        return Problem(path, "", "a file name of 1 to 30 letters, digits, _ and -", shown((), stem))
    if stem != stem.lower():
        return Problem(
            path, "", "a file name in small letters", shown((), stem), f"name it {stem.lower()}.toml"
        )
    try:
        size = path.stat().st_size
    except OSError:
        return None  # reading it tells more
    return Problem(path, "", f"at most {MAX_BYTES} bytes", str(size)) if size > MAX_BYTES else None


def _lost(file: ProfileFile) -> Iterator[Problem]:
    for place, sample in enumerate(file.samples, 1):
        if not is_regular(file.mail(sample)):
            expected = "a mail that is there, beside the profile"
            yield Problem(file.path, f"sample[{place}].file", expected, shown((), sample.file))


def _profile(name: str, table: ProfileTable) -> BankProfile:
    return BankProfile(
        name=name,
        shown=table.name,
        senders=tuple(table.senders),
        labels=_lists(table.labels),
        words=_lists(table.words),
        notices=tuple(map(notice_rule, table.notice)),
        table=_table(table.table) if table.table else None,
    )


def _lists(table: Table | None) -> dict[str, tuple[str, ...]]:
    return {key: tuple(words) for key, words in table.model_dump().items() if words} if table else {}


def _table(table: TableTable) -> TableRule:
    return TableRule(**(table.model_dump() | {"columns": table.given()}))


def _sample(table: SampleTable) -> Sample:
    return Sample(
        file=table.file,
        kind=table.kind,
        credits=tuple(map(_credit, table.credits)),
        reversals=tuple(map(_credit, table.reversals)),
    )


def _credit(table: CreditTable) -> SampleCredit:
    return SampleCredit(
        amount=table.money(table.amount),
        payer=table.payer,
        reference=table.reference,
        value_on=table.value_date,
        account=table.account,
        fee=table.money(table.fee) if table.fee is not None else None,
    )
