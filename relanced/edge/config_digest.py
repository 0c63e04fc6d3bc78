"""The [digest] and [alerts] tables of a configuration file: what the owner is written to, when and where."""

from collections.abc import Iterator
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from relanced.edge import config_values as v
from relanced.edge.config_problems import Problem, shown, wrong
from relanced.edge.config_raw import Raw, table_in, tables_in, texts_in
from relanced.edge.config_table import Table
from relanced.edge.settings import AlertSettings, DigestSettings
from relanced.model.names import address_matches

MAX_TO = 5  # addresses that alerts go to

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Every(StrEnum):
    """How often a digest comes."""

    DAY = "day"
    WEEK = "week"
    NEVER = "never"


def _time(given: str) -> str:
    if v.hours_of(f"00:00-{given}") is None and given != "00:00":
        raise wrong('a time of day such as "07:30"')
    return given


def _weekday(given: str) -> str:
    if given not in WEEKDAYS:
        raise wrong("one of " + ", ".join(f'"{day}"' for day in WEEKDAYS))
    return given


_At = Annotated[str, AfterValidator(_time)]
_Weekday = Annotated[str, AfterValidator(_weekday)]
_WORD = BeforeValidator(lambda given: Every(given) if given in list(Every) else given)


class DigestTable(Table):
    """[digest]: the regular mail to the owner, none without the table."""

    every: Annotated[Every, _WORD] = Every.DAY
    at: _At = "07:30"
    weekday: _Weekday = "monday"
    business_days: bool = True
    when_quiet: bool = False
    in_observe: bool = True

    def settings(self) -> DigestSettings | None:
        """None where none is wanted."""
        if self.every is Every.NEVER:
            return None
        return DigestSettings(
            at=time.fromisoformat(self.at),
            weekday=WEEKDAYS.index(self.weekday) if self.every is Every.WEEK else None,
            business_days=self.business_days,
            when_quiet=self.when_quiet,
            in_observe=self.in_observe,
        )


class AlertsTable(Table):
    """[alerts]: where the owner is told that something keeps relanced from working, nowhere without the table."""

    inbox: bool = True
    to: list[v.Address] = Field(default_factory=list, max_length=MAX_TO)
    command: v.Command | None = None
    seconds: Annotated[int, Field(ge=1, le=300)] = 30

    def settings(self) -> AlertSettings:
        """The same as values."""
        return AlertSettings(inbox=self.inbox, to=tuple(self.to), command=self.command, seconds=self.seconds)


def alert_relations(file: Path, raw: Raw) -> Iterator[Problem]:
    """An alert must not come back to where it could be read as somebody's answer, nor go to a client or a bank."""
    firm, imap, smtp = (table_in(raw, name) for name in ("firm", "imap", "smtp"))
    users = (table.get("user") for table in (imap, smtp))
    ours = (*texts_in(firm, "addresses"), *(user for user in users if isinstance(user, str)))
    theirs = tuple(
        pattern
        for name, key in (("client", "match"), ("bank", "from"))
        for _, table in tables_in(raw, name)
        for pattern in texts_in(table, key)
    )
    for i, given in enumerate(texts_in(table_in(raw, "alerts"), "to"), 1):
        at, found = f"alerts.to[{i}]", shown((), given)
        if address_matches(given, ours):
            hint = "alerts lie in the mailbox anyway (inbox = true); this is for one outside it, of your telephone"
            yield Problem(file, at, "an address outside the firm's own mailbox", found, hint)
        elif address_matches(given, theirs):
            yield Problem(file, at, "an address of nobody who is chased, and of no bank", found)
