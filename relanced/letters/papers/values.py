"""Firms, clients, money and days in; what papers place as text out: cleaned, capped, as they are read there. Pure."""

import re
import unicodedata
from collections.abc import Sequence

from relanced.letters.filters import LocalFilters, locale_of
from relanced.letters.plain import NAME_CAP, plain
from relanced.model.client import Client
from relanced.model.paper import Json
from relanced.model.rules import Firm

LANGUAGES = ("fr", "en", "de", "es", "it", "nl")  # words/*.toml
NUMBER_CAP = 40
POSTAL_LINES = 6
_POSTAL_CAP = 60


def filters_of(language: str, firm: Firm) -> LocalFilters:
    """How this language writes money and days in the firm's country."""
    return LocalFilters(locale_of(language, firm.country))


def firm_values(firm: Firm) -> dict[str, Json]:
    """Who writes; the IBAN in groups of four, "" where none is configured."""
    return {
        "name": plain(firm.name, NAME_CAP),
        "address": plain(firm.sender, NAME_CAP),
        **_addressed(firm.name, firm.postal),
        "phone": plain(firm.phone, NUMBER_CAP),
        "registration": plain(firm.registration, 200),
        "signatory": plain(firm.signatory, NAME_CAP),
        "iban": in_fours(firm.iban or ""),
        "bic": plain(firm.bic or "", NUMBER_CAP),
    }


def client_values(client: Client, address: str) -> dict[str, Json]:
    """Who owes; `address` is the e-mail address that the letter goes to."""
    return {
        "name": plain(client.name, NAME_CAP) or plain(address, NAME_CAP),
        "address": plain(address, NAME_CAP),
        **_addressed(client.name or address, client.people.postal),
        "contact": plain(client.people.contact, NAME_CAP),
        "phone": plain(client.people.phone, NUMBER_CAP),
    }


def addressed(name: str, postal: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The first line of an address and those below it: a first postal line that says the name stands for it.

    «Mme Camille Schmitt» says «Camille Schmitt», whatever its case, accents and blanks; «14 rue Schmitt»
    says no name: a figure that the name has not makes it a street. A line that says only how the name
    begins («Atelier Verrier» of «Atelier Verrier SARL») is left out.
    """
    if not postal:
        return name, postal
    if _says(postal[0], name):
        return postal[0], postal[1:]
    said = _words(postal[0])
    return (name, postal[1:]) if said and _words(name)[: len(said)] == said else (name, postal)


def _says(line: str, name: str) -> bool:
    said, wanted = _words(line), _words(name)
    if not wanted or {c for c in "".join(said) if c.isdigit()} - set("".join(wanted)):
        return False
    width = len(wanted)
    inside = any(said[at : at + width] == wanted for at in range(len(said) - width + 1))
    return inside or "".join(said) == "".join(wanted)


def _words(text: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", plain(text, NAME_CAP)).casefold()
    return re.findall(r"\w+", "".join(char for char in bare if not unicodedata.combining(char)))


def _addressed(name: str, postal: tuple[str, ...]) -> dict[str, Json]:
    first, below = addressed(name, postal)
    return {"addressee": plain(first, NAME_CAP), "postal": postal_lines(below)}


def postal_lines(lines: tuple[str, ...]) -> Sequence[Json]:
    """At most six lines of an address: more do not fit into the window of an envelope."""
    return [*filter(None, (plain(line, _POSTAL_CAP) for line in lines))][:POSTAL_LINES]


def in_fours(iban: str) -> str:
    """An IBAN as it is printed, «FR76 3000 6000 …»."""
    bare = plain(iban, 60).replace(" ", "").upper()
    return " ".join(bare[i : i + 4] for i in range(0, len(bare), 4))
