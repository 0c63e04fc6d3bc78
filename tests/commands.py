"""The words of a command in, how it ended and what it printed out: the command line in this process.

Starting relanced takes a second or two, what a command does a tenth of it. Tests of the process itself (how it
ends by a signal, its limits, the service) start one.
"""

import os
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from logs import log_as_it_was

from relanced.cli.common import App
from relanced.cli.main import main


@dataclass(frozen=True)
class Said:
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


def run_command(
    config: Path, *words: str, columns: int = 300, umask: int = 0o022, folder: Path | None = None
) -> Said:
    """Run it as in a terminal so wide, in this folder; whatever it does not handle itself is raised."""
    runner = CliRunner(env={"COLUMNS": str(columns)}, catch_exceptions=False)
    before = os.umask(umask)
    try:
        with log_as_it_was(), chdir(folder or Path.cwd()):
            said = runner.invoke(main, ["--config", str(config), *words], obj=App())
    finally:
        os.umask(before)
    return Said(said.exit_code, said.stdout, said.stderr)
