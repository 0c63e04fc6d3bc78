"""Where the configuration shall be in; where its secrets go, and what lies there already, out."""

from dataclasses import dataclass
from pathlib import Path

from relanced.edge.config import find_config
from relanced.edge.settings import FromCredential, FromFile, SecretRef

SYSTEM = Path("/etc/relanced/config.toml")
USER = Path("~/.config/relanced/config.toml")
_USUAL = frozenset({"config", "relanced"})  # names of files that are found by themselves


@dataclass(frozen=True, slots=True)
class Places:
    """The files of one configuration."""

    config: Path
    is_system: bool  # secrets are handed over by systemd

    @property
    def folder(self) -> Path:
        """Where the secrets are."""
        return self.config.parent / "credentials" if self.is_system else self.config.parent

    @property
    def _prefix(self) -> str:
        sign = "-" if self.is_system else "."
        return "" if self.config.stem in _USUAL else f"{self.config.stem}{sign}"

    def secret(self, name: str) -> Path:
        """The file of a secret: «imap», «key» and the like; several firms of one folder have each their own."""
        usual = "imap-password" if name == "imap" and not self.is_system else name
        return self.folder / f"{self._prefix}{usual}"

    def ref(self, name: str) -> SecretRef:
        """How the configuration names it."""
        file = self.secret(name)
        return FromCredential(file.name) if self.is_system else FromFile(Path(file.name))

    @property
    def there(self) -> tuple[Path, ...]:
        """What would be replaced."""
        return tuple(path for path in (self.config, self.secret("imap")) if holds_something(path))


def holds_something(path: Path) -> bool:
    """Whether a file is there and not empty: the Debian package lays out empty ones for the unit."""
    return path.exists() and path.stat().st_size > 0


def places_of(config: Path | None, *, is_system: bool) -> Places:
    """As --config and --system say."""
    usual = SYSTEM if is_system else USER.expanduser()
    return Places((config or usual).expanduser().absolute(), is_system)


def config_words(places: Places) -> str:
    """What a command needs to find this file: "" or «--config FILE »."""
    found = find_config()
    if found is not None and found.absolute() == places.config:
        return ""
    return f"--config {places.config} "
