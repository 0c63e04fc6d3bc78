"""What every command shares: where the configuration is, how to print, how to end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from relanced.edge.config import Problems, find_config, firms, load_settings
from relanced.edge.hidden import hide
from relanced.edge.settings import Settings
from relanced.edge.store import Store, StoreLocked, StoreUnusable

if TYPE_CHECKING:
    from rich.console import Console

DONE, NEEDS_OWNER, WRONG = 0, 1, 2  # exit codes

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(slots=True)
class App:
    """The state of one call of the command line."""

    config: Path | None = None
    _consoles: "dict[bool, Console]" = field(default_factory=dict, repr=False)

    @property
    def console(self) -> "Console":
        """The standard output."""
        return self._console(stderr=False)

    @property
    def errors(self) -> "Console":
        """The standard error."""
        return self._console(stderr=True)

    def _console(self, *, stderr: bool) -> "Console":
        # Loaded with the first word that is printed: the service prints none, and need not hold 5 MB of rich.
        from relanced.cli.words import PlainConsole  # noqa: PLC0415 - for that reason

        if stderr not in self._consoles:
            self._consoles[stderr] = PlainConsole(stderr=stderr)
        return self._consoles[stderr]

    def warn(self, *lines: str) -> None:
        """Say what is wrong, and go on."""
        from relanced.cli.words import Text  # noqa: PLC0415 - as above

        for line in lines:
            self.errors.print(Text(hide(line), style="red"))

    def fail(self, *lines: str, code: int = WRONG) -> NoReturn:
        """Say what is wrong, without a traceback, and end."""
        self.warn(*lines)
        raise SystemExit(code)

    def paths(self) -> tuple[Path, ...]:
        """The configuration files: one, or every *.toml of the folder that --config names."""
        path = self.config or find_config()
        if path is None:
            self.fail(
                "no configuration found: looked for ./relanced.toml, ~/.config/relanced/config.toml and"
                " /etc/relanced/config.toml.",
                "«relanced init» makes one, step by step; or name a file with --config.",
            )
        if not path.exists():
            self.fail(f"{path}: no such file.")
        found = firms(path)
        if not found:
            self.fail(f"{path}: no *.toml file in this folder.")
        return found

    def settings(self) -> Settings:
        """The settings of the one file; ends with every problem of it where it is invalid."""
        paths = self.paths()
        if len(paths) > 1:
            self.fail(
                f"this command is for one firm: name one of {', '.join(str(p) for p in paths)} with --config."
            )
        loaded = load_settings(paths[0])
        if isinstance(loaded, Problems):
            self.fail(*(str(problem) for problem in loaded))
        return loaded

    def settings_or_none(self) -> Settings | None:
        """The settings, or None where no configuration was named and none is found."""
        return self.settings() if self.config or find_config() else None

    def open_store(self, settings: Settings) -> Store:
        """The store, for reading beside a running daemon."""
        try:
            store = Store.open(settings.store_url, lock=False)
        except (StoreLocked, StoreUnusable) as error:
            self.fail(str(error))
        return store

    def print_json(self, value: object) -> None:
        """One JSON value on one line of the standard output."""
        from relanced.cli.words import json_line  # noqa: PLC0415 - as above

        click.echo(json_line(value))


def config_option(command: F) -> F:
    """--config FILE, also behind the command's name."""

    def keep(context: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
        if value is not None:
            context.ensure_object(App).config = value

    option = click.option(
        "--config",
        type=click.Path(path_type=Path),
        callback=keep,
        expose_value=False,
        help="The configuration file, or a folder of them.",
    )
    return option(command)


def json_option(command: F) -> F:
    """--json on reading commands."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")(command)
