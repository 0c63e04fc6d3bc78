"""Where a secret is kept, as a configuration file writes it, in; the place as settings have it out."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, model_validator

from relanced.edge import config_values as v
from relanced.edge.config_problems import wrong
from relanced.edge.config_table import Table
from relanced.edge.settings import FromCommand, FromCredential, FromFile, SecretRef

_HOW_TO_HIDE = (
    "a password is never written here: put it into a file that only you can read (chmod 600) and write"
    ' { file = "/path/of/it" }, or let systemd or a password manager hand it over'
)


class SecretTable(Table):
    """Where a secret is kept: one of three."""

    credential: v.CredentialName | None = None
    file: v.SecretPath | None = None
    command: v.Command | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if sum(place is not None for place in (self.credential, self.file, self.command)) != 1:
            raise wrong('exactly one of credential, file, command, such as { credential = "imap" }')
        return self

    def ref(self) -> SecretRef:
        """The place, as settings have it."""
        if self.credential is not None:
            return FromCredential(self.credential)
        if self.file is not None:
            return FromFile(Path(self.file))
        assert self.command is not None, "the table lets through exactly one of the three"
        return FromCommand(self.command)


def _not_in_clear(given: object) -> object:
    if not isinstance(given, dict):
        raise wrong('{ credential = "…" }, { file = "…" } or { command = "…" }', _HOW_TO_HIDE)
    return given


Secret = Annotated[SecretTable, BeforeValidator(_not_in_clear)]
