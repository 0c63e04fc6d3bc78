"""Break each law once, in a copy that is thrown away, and see its tests fail: «make mutate».

    PYTHONPATH=tests python -m mutations.mutate [LAW…]

First the named tests run as they are: they must pass. Exit 1 where a mutation survived, where a line to
change is not there any more, or where tests fail without one.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mutations.law_mutations import LAWS, MUTATIONS, Mutation

ROOT = Path(__file__).parents[2]
COPIED = (
    "relanced",
    "tests",
    "templates",
    "laws",
    "docs",
    "systemd",
    "pyproject.toml",
    "config.example.toml",
)
PATIENCE_S = 900  # for one run of pytest


def main(wanted: list[str]) -> int:
    """Run the mutations of these laws, or all."""
    chosen = [each for each in MUTATIONS if not wanted or str(each.law) in wanted]
    with tempfile.TemporaryDirectory(prefix="relanced-mutations-") as folder:
        copy = Path(folder)
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif (ROOT / name).exists():
                shutil.copy(ROOT / name, copy / name)
        tests = sorted({test for each in chosen for test in each.tests})
        code, said = _run(copy, tests, "-q")
        if code:
            sys.stdout.write(f"the tests fail without any mutation:\n{said[-3000:]}\n")
            return 1
        verdicts = [_tried(copy, each) for each in chosen]
    killed = sum(verdicts)
    sys.stdout.write(f"{killed} of {len(chosen)} mutations were noticed\n")
    return 0 if killed == len(chosen) else 1


def _tried(copy: Path, mutation: Mutation) -> bool:
    """Whether a mutation was noticed; a line for the table."""
    path = copy / "relanced" / mutation.file
    honest = path.read_text(encoding="utf-8")
    began = time.monotonic()
    if honest.count(mutation.old) != 1:
        verdict, by = "NOT FOUND", f"{honest.count(mutation.old)} times in {mutation.file}"
    else:
        path.write_text(honest.replace(mutation.old, mutation.new), encoding="utf-8")
        code, said = _run(copy, list(mutation.tests), "-qx")
        path.write_text(honest, encoding="utf-8")
        failed = [line for line in said.splitlines() if line.startswith("FAILED ")]
        by = (
            failed[0].removeprefix("FAILED tests/").partition(" - ")[0][:120]
            if failed
            else said.strip()[-200:]
        )
        verdict = "noticed" if code == 1 and failed else "SURVIVED" if code == 0 else "BROKEN"
    law = f"{mutation.law:2} {LAWS[mutation.law]}"
    sys.stdout.write(
        f"{law:37} {verdict:9} {time.monotonic() - began:5.1f} s  {mutation.what}\n{'':37} by {by}\n"
    )
    sys.stdout.flush()
    return verdict == "noticed"


def _run(copy: Path, tests: list[str], how: str) -> tuple[int, str]:
    """The exit code of pytest and what it printed."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        how,
        "-p",
        "no:cacheprovider",
        "--tb=no",
        *(f"tests/{each}" for each in tests),
    ]
    try:
        run = _pytest(copy, command)
    except subprocess.TimeoutExpired:
        return -1, f"no end within {PATIENCE_S} s"
    return run.returncode, run.stdout + run.stderr


def _pytest(copy: Path, command: list[str]) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(
        command,
        cwd=copy,
        env=clean | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
