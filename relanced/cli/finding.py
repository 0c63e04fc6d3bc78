"""What one look of `relanced check` found: a value, in words for the owner."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Group(StrEnum):
    """What findings are about, in the order in which they are shown."""

    CONFIGURATION = "configuration"
    SECRETS = "secrets"
    TEMPLATES = "templates"
    MAILBOX = "mailbox"
    SERVER = "mail server"
    TRUST = "trust"
    DOMAIN = "our own domain"
    BANKS = "banks"
    MACHINE = "machine"
    LETTER = "test letter"


class Level(StrEnum):
    """How it is."""

    OK = "ok"
    NOTE = "note"  # it works; the owner may want to know
    NO = "NO"  # it does not work: something is to be done


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    ok: bool
    says: str  # what was found
    do: str = ""  # what the owner can do; "": nothing, or it stands in `says`
    is_note: bool = False  # it is ok, but not all is said with that
    before_send: bool = False  # a note now; to be done before mode «send»
    group: Group = Group.CONFIGURATION

    @property
    def level(self) -> Level:
        """ok, note or NO."""
        if not self.ok:
            return Level.NO
        return Level.NOTE if self.is_note or self.before_send or self.do else Level.OK

    def as_json(self) -> dict[str, object]:
        """As `relanced check --json` prints it."""
        return {
            "what": self.what,
            "ok": self.ok,
            "says": self.says,
            "group": self.group.value,
            "level": self.level.value,
            "do": self.do,
        }


def note(what: str, says: str, do: str = "", *, before_send: bool = False) -> Finding:
    """A finding that is no fault."""
    return Finding(what, ok=True, says=says, do=do, is_note=True, before_send=before_send)


def under(group: Group, findings: "list[Finding] | tuple[Finding, ...]") -> list[Finding]:
    """The findings, filed under a group."""
    return [replace(each, group=group) for each in findings]
