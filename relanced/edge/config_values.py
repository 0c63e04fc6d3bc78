"""The text of one key in, the same text checked and in its one right form out; else wrong() is raised."""

import ipaddress
import math
import re
import shlex
from datetime import time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from stdnum import iban

from relanced.edge.codes import COUNTRIES, CURRENCIES, LANGUAGES
from relanced.edge.config_problems import did_you_mean, wrong
from relanced.edge.place import is_folder, is_regular
from relanced.model.names import domain_of
from relanced.model.phrases import MAX_PHRASE, MAX_PHRASES, is_own_phrase

_LOCAL_PART = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s?-\s?([01]\d|2[0-3]):([0-5]\d)")
_NAME = re.compile(r"[a-z0-9_-]{1,30}")
_CREDENTIAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_REPEAT = re.compile(r"(\))?\s*\{(\d*),?(\d*)\}")
_PLACEHOLDERS = ("WORDS BEFORE IT", "WORDS OF THIS LAYOUT")  # of the lines that «explain» proposes
MAX_EXPRESSION = 500  # characters of a regular expression of the owner's
MAX_REPEATS = 10_000  # the library writes counted repeats out: nested ones would fill the memory


def hours_of(text: str) -> tuple[time, time] | None:
    """«09:00-12:00» as two times of day, or None when it is not that, or ends before it begins."""
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        return None
    opens, closes = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    return (opens, closes) if opens < closes else None


def is_address(text: str) -> bool:
    """Whether it is a plain «name@host»: no display name, no comment, ASCII as SMTP wants it."""
    local, _, host = text.rpartition("@")
    return bool(_LOCAL_PART.fullmatch(local)) and _is_domain(host)


def _is_domain(host: str) -> bool:
    dotted = "." in host or host.lower() == "localhost"
    return dotted and len(host) <= 253 and all(_LABEL.fullmatch(label) for label in host.split("."))


def is_country(given: object) -> bool:
    """Whether it is a country of ISO 3166-1, as its two letters."""
    return isinstance(given, str) and given in COUNTRIES


def _text(given: str) -> str:
    if not given.strip() or len(given) > 300 or _CONTROL.search(given):
        raise wrong("text of 1 to 300 characters on one line")
    return given.strip()


def _address(given: str) -> str:
    if not is_address(given):
        raise wrong('an address such as "facturation@firm.example"', "the bare address, without name or < >")
    return given


def _pattern(given: str) -> str:
    if not (is_address(given) or (given.startswith("@") and _is_domain(domain_of(given)))):
        hint = f'for every address of it, write "@{given}"' if _is_domain(given) else ""
        raise wrong('an address, or "@" and a domain for all of its addresses', hint)
    return given


def _host(given: str) -> str:
    try:
        ipaddress.ip_address(given)
    except ValueError:
        if len(given) > 253 or not all(_LABEL.fullmatch(label) for label in given.split(".")):
            hint = "the name only: no imaps://, no :993; a port has a key of its own"
            raise wrong('the name of a server, such as "imap.firm.example"', hint) from None
    return given


def _country(given: str) -> str:
    if not is_country(given):
        hint = {"UK": "write GB", "EL": "write GR"}.get(given.upper(), "")
        if is_country(given.upper()):
            hint = f"write {given.upper()}, in capitals"
        raise wrong("a country's two letters (ISO 3166-1), such as FR, BE, CH", hint)
    return given


def _language(given: str) -> str:
    if given not in LANGUAGES:
        raise wrong("a language's two small letters (ISO 639-1), such as fr, en, de")
    return given


def _timezone(given: str) -> str:
    try:
        ZoneInfo(given)
    except (
        ZoneInfoNotFoundError,
        ValueError,
        OSError,
    ):  # OSError: a folder of the database, such as "Europe"
        hint = did_you_mean(given, {zone.lower(): zone for zone in available_timezones()}.values())
        raise wrong('a time zone such as "Europe/Paris"', hint) from None
    return given


def _currency(given: str) -> str:
    if given not in CURRENCIES:
        hint = f"write {given.upper()}, in capitals" if given.upper() in CURRENCIES else ""
        raise wrong("a currency's three letters (ISO 4217), such as EUR, CHF, GBP", hint)
    return given


def _phrase(given: str) -> str:
    """A phrase of the owner's, in the small language of model/phrases.py."""
    if len(given) > MAX_PHRASE or _CONTROL.search(given):
        raise wrong(f"a phrase of at most {MAX_PHRASE} characters on one line")
    if not is_own_phrase(given):
        hint = "«..» only between words; «*» only behind three letters or more, as in contest*"
        raise wrong('a phrase that names a word, such as "sous réserve" or "avoir .. attend*"', hint)
    return given


def _expression(given: str) -> str:
    """A regular expression as the library `regex` reads it."""
    if _CONTROL.search(given):
        hint = r"between double quotes \b and \t are signs of TOML: write patterns between single quotes"
        raise wrong("a regular expression on one line, without control characters", hint)
    if not given.strip() or len(given) > MAX_EXPRESSION:
        raise wrong(f"a regular expression of 1 to {MAX_EXPRESSION} characters")
    left = next((words for words in _PLACEHOLDERS if words in given), "")
    if left:
        raise wrong(
            "the words of your own papers", f"«{left}» is still to be replaced by what stands on the page"
        )
    if _written_out(given) > MAX_REPEATS:
        raise wrong(f"a regular expression whose repeats make at most {MAX_REPEATS} together")
    import regex  # noqa: PLC0415 - 2 MB for firms with patterns of their own

    try:
        compiled = regex.compile(given)
    except regex.error as error:
        # The published types of the library leave these two out.
        why, place = getattr(error, "msg", str(error)), getattr(error, "pos", None)
        raise wrong("a regular expression", f"{_place(given, place)}: {why}") from None
    except (OverflowError, RecursionError):
        raise wrong("a regular expression", "it is nested or repeated too deeply to be read") from None
    if compiled.match(""):
        raise wrong("a regular expression that needs something to stand there", "it fits where nothing is")
    return given


def _written_out(pattern: str) -> int:
    """At most so many copies of one thing its counted repeats ask for: those of groups may be nested."""
    found = [(bool(m[1]), max(int(m[2] or 1), int(m[3] or 1))) for m in _REPEAT.finditer(pattern)]
    groups = math.prod(count for of_group, count in found if of_group)
    return groups * max((count for of_group, count in found if not of_group), default=1)


def _place(pattern: str, place: int | None) -> str:
    """Where a mistake is, as people point at it."""
    at = place or 0
    after = f"after «{pattern[max(at - 12, 0) : at]}»" if at else f"before «{pattern[:12]}»"
    return f"at character {at + 1}, {after}"


def _iban(given: str) -> str:
    if not iban.is_valid(given):
        raise wrong("an IBAN whose check digits are right", "copy it from the bank's own document (RIB)")
    return str(iban.compact(given))


def _hours(given: str) -> str:
    if hours_of(given) is None:
        raise wrong('hours of one day, such as "09:00-12:00"')
    return given


def _name(given: str) -> str:
    if not _NAME.fullmatch(given):
        raise wrong("1 to 30 of: small letters without accents, digits, _ and -", "it stands in Message-IDs")
    return given


def _template(given: str) -> str:
    if not _NAME.fullmatch(given):
        hint = "the file's name without its folder and without .txt.j2"
        raise wrong("1 to 30 of: small letters without accents, digits, _ and -", hint)
    return given


def _credential(given: str) -> str:
    if not _CREDENTIAL.fullmatch(given):
        raise wrong("the name of a systemd credential: letters, digits, _ . and -, no path")
    return given


def _command(given: str) -> str:
    try:
        words = shlex.split(given)
    except ValueError:
        words = []
    if not words or "\0" in given:
        raise wrong(
            'a program and its arguments, such as "pass show mail/firm"', "no shell reads it: no | and no $"
        )
    return given


def _below(given: str, info: ValidationInfo) -> str:
    """A path with ~ resolved, and seen from the folder of the configuration file."""
    assert isinstance(info.context, Path), "load_settings hands over the folder of the file"
    try:
        return str(info.context / Path(_text(given)).expanduser())
    except RuntimeError:  # ~ for a user who has no home
        raise wrong("a path that exists for this user", "write it out, without ~") from None


def _file(given: str) -> str:
    if not is_regular(Path(given)):
        raise wrong("a file that is there and readable")
    return given


def _folder(given: str) -> str:
    if not is_folder(Path(given)):
        raise wrong("a folder that is there")
    return given


def _sent(given: object) -> object:
    """None for «auto»; a list goes on to be checked as one."""
    if given == "auto":
        return None
    if not isinstance(given, list) or not given:
        hint = (
            f'write ["{given}"]' if isinstance(given, str) and given.isprintable() and len(given) < 60 else ""
        )
        raise wrong('"auto" or a list of folders such as ["Sent"]', hint)
    return given


def _store(given: str) -> str:
    if not (given.startswith("sqlite:////") and not given.endswith("/")):
        slashes = "four slashes: two of sqlite://, one that ends the host, one that begins the path"
        hint = slashes if given.startswith("sqlite:") else ""
        raise wrong('"sqlite:////" and the path of a file: the only database of this version', hint)
    return given


Text = Annotated[str, AfterValidator(_text)]
Address = Annotated[str, AfterValidator(_address)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Host = Annotated[str, AfterValidator(_host)]
Country = Annotated[str, AfterValidator(_country)]
Language = Annotated[str, AfterValidator(_language)]
Timezone = Annotated[str, AfterValidator(_timezone)]
Currency = Annotated[str, AfterValidator(_currency)]
Phrase = Annotated[str, AfterValidator(_phrase)]
Phrases = Annotated[list[Phrase], Field(max_length=MAX_PHRASES)]
Expression = Annotated[str, AfterValidator(_expression)]
Iban = Annotated[str, AfterValidator(_iban)]
Hours = Annotated[str, AfterValidator(_hours)]
Name = Annotated[str, AfterValidator(_name)]
TemplateName = Annotated[str, AfterValidator(_template)]
CredentialName = Annotated[str, AfterValidator(_credential)]
Command = Annotated[str, AfterValidator(_command)]
SecretPath = Annotated[str, AfterValidator(_below)]
FilePath = Annotated[str, AfterValidator(_below), AfterValidator(_file)]
FolderPath = Annotated[str, AfterValidator(_below), AfterValidator(_folder)]
SentFolders = Annotated[list[Text] | None, BeforeValidator(_sent)]
StoreUrl = Annotated[str, AfterValidator(_store)]
