"""Notices of the Bodacc about one company in, those that open proceedings which go on out. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from relanced.model.registers import Notice

MAX_AGE = timedelta(days=3 * 365)  # proceedings that nobody has written of since are over, or the owner knows

_OPENS = (
    "ouverture",
    "liquidation",
    "redressement",
    "sauvegarde",
    "conversion",
    "resolution du plan",
    "inexecution du plan",
    "rejetant le plan",
)
# A plan lets the company go on: it opens nothing new, and what was frozen by the opening stays so.
_PLAN = re.compile(
    r"jugement (?:arretant|modifiant) le plan de (?:sauvegarde|redressement|continuation|cession)(?: judiciaire)?"
)
# The whole of it: «rejetant», «reportant» and «prorogeant la clôture» close nothing, nor does a conversion
# that ends one kind of proceedings to begin a harder one.
_CLOSES = re.compile(
    r"(?:(?:jugement|ordonnance) )?(?:de |prononcant la )?cloture"
    r"(?: de la (?:procedure(?: de (?:liquidation|redressement) judiciaire| de sauvegarde)?|liquidation judiciaire)"
    r"(?: simplifiee)?)?"
    r"(?: pour (?:insuffisance d'actif|extinction du passif))?"
)


def openings(notices: Iterable[Notice], today: date) -> tuple[Notice, ...]:
    """The notices that opened or worsened what is still going on, oldest first; () where nothing is.

    A plain judgment of closing ends what was published before its day, and an annulment takes back the one
    notice that says the same. Words that nobody knows neither open nor end: doubt leaves the client paused.
    """
    found: list[Notice] = []
    for notice in _standing(each for each in notices if each.published_on <= today):
        words = _plain(notice.kind)
        if _CLOSES.fullmatch(words):
            found = [each for each in found if each.published_on >= notice.published_on]
        elif not _PLAN.fullmatch(words) and any(word in words for word in _OPENS):
            found.append(notice)
    return tuple(each for each in found if today - MAX_AGE <= each.published_on)


def _standing(notices: Iterable[Notice]) -> list[Notice]:
    """In order of their days; without annulments, and without the last notice that each of them takes back."""
    standing: list[Notice] = []
    for notice in sorted(notices, key=lambda each: (each.published_on, each.is_annulled, each.notice_id)):
        if not notice.is_annulled:
            standing.append(notice)
            continue
        same = [each for each in standing if _says(each) == _says(notice)]
        if same:
            standing.remove(same[-1])
    return standing


def _says(notice: Notice) -> tuple[str, str]:
    return _plain(notice.kind), _plain(notice.court)


def _plain(words: str) -> str:
    """Small letters without accents, on one line, without the full stop."""
    apart = unicodedata.normalize("NFD", words.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split()).rstrip(
        " ."
    )
