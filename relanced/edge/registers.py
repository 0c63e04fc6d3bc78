"""A SIREN in, what the official open data of France say of the company out; or nothing.

The directory of companies (recherche-entreprises.api.gouv.fr) and the notices of the Bodacc
(«annonces-commerciales» on bodacc-datadila.opendatasoft.com): public, without a key. Nothing but the SIREN
leaves. Needs the extra `relanced[registers]`.
"""

import asyncio
import json
import re
import ssl
import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import httpx
import structlog

from relanced.edge.settings import RegistersSettings
from relanced.model.registers import Notice, Standing

log = structlog.get_logger()

MAX_ANSWER = 2_000_000  # bytes
MAX_NOTICES = 100  # of one company; the Bodacc's server gives no more at once
MAX_WORDS = 300  # characters of a name, a court, a judgment
BETWEEN_S = 1.0  # between two questions: the directory allows seven a second

_SIREN = re.compile(r"[0-9]{9}", re.ASCII)


class RegisterSilent(Exception):  # noqa: N818 - it is no fault of ours
    """A register gave nothing that is an answer; the message says what."""


class Registers:
    """Asks both registers, one question at a time, with a pause between two."""

    def __init__(self, settings: RegistersSettings, between_s: float = BETWEEN_S) -> None:
        self._settings = settings
        self._between_s = between_s
        self._asked_at = float("-inf")
        self._tls = ssl.create_default_context()

    async def standing(self, siren: str) -> Standing | None:
        """How the directory has a company; None where it does not know the SIREN. Raises RegisterSilent."""
        found = await self._ask(self._settings.companies_url, {"q": siren, "page": "1", "per_page": "1"})
        rows = _rows(found)
        mine = [row for row in rows if row.get("siren") == siren]
        return _standing(mine[0], siren) if mine else None

    async def notices(self, siren: str) -> tuple[Notice, ...]:
        """What the Bodacc published of insolvency proceedings about a company. Raises RegisterSilent."""
        query = {"refine": f"registre:{siren}", "order_by": "dateparution desc", "limit": str(MAX_NOTICES)}
        found = await self._ask(self._settings.notices_url, query)
        read = (_notice(row, siren) for row in _rows(found) if _is_about(row, siren))
        return tuple(notice for notice in read if notice is not None)

    async def _ask(self, url: str, query: Mapping[str, str]) -> object:
        wait = self._asked_at + self._between_s - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        self._asked_at = time.monotonic()
        try:
            async with asyncio.timeout(self._settings.seconds):
                body = await self._get(url, query)
            return json.loads(body)
        except TimeoutError:
            raise RegisterSilent(f"{url}: no answer within {self._settings.seconds:g} s") from None
        except (ValueError, RecursionError):
            raise RegisterSilent(f"{url}: its answer is no JSON") from None
        except httpx.HTTPError as error:
            raise RegisterSilent(f"{url}: {error or type(error).__name__}") from None

    async def _get(self, url: str, query: Mapping[str, str]) -> bytes:
        # No proxy of the environment, no redirect: what is asked goes to the server that was named.
        head = {"Accept-Encoding": "identity", "Accept": "application/json", "User-Agent": "relanced"}
        async with (
            httpx.AsyncClient(verify=self._tls, trust_env=False, follow_redirects=False) as client,
            client.stream("GET", url, params=query, headers=head, timeout=self._settings.seconds) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise RegisterSilent(f"{url}: it answered {answer.status_code}")
            body = b""
            async for chunk in answer.aiter_raw():  # as it came: nothing that unpacks to gigabytes
                body += chunk
                if len(body) > MAX_ANSWER:
                    raise RegisterSilent(f"{url}: its answer is longer than {MAX_ANSWER} bytes")
            return body


def _rows(found: object) -> list[dict[str, Any]]:
    rows = found.get("results") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise RegisterSilent("an answer without results")
    return [row for row in rows if isinstance(row, dict)]


def _standing(row: Mapping[str, Any], siren: str) -> Standing:
    """A row of the directory: `etat_administratif` is A (active) or C (cessée)."""
    state = row.get("etat_administratif")
    if state not in {"A", "C"}:
        raise RegisterSilent(f"an answer without the state of {siren}")
    return Standing(
        siren=siren,
        name=_words(row.get("nom_complet")),
        is_active=state == "A",
        created_on=_day(row.get("date_creation")),
        closed_on=_day(row.get("date_fermeture")),
    )


def _is_about(row: Mapping[str, Any], siren: str) -> bool:
    """Whether a notice is of this company, and of insolvency («procédures collectives»)."""
    written = row.get("registre")
    parts = written if isinstance(written, list) else str(written or "").split(",")
    sirens = {"".join(_SIREN.findall(str(part).replace(" ", ""))) for part in parts}
    return siren in sirens and row.get("familleavis") == "collective"


def _notice(row: Mapping[str, Any], siren: str) -> Notice | None:
    published_on = _day(row.get("dateparution"))
    notice_id = _words(row.get("id"))
    if published_on is None or not notice_id:
        return None
    judged = _judgment(row.get("jugement"))
    kind = _words(judged.get("nature")) or _words(judged.get("famille"))
    return Notice(
        notice_id=notice_id,
        siren=siren,
        name=_words(row.get("commercant")),
        kind=kind or _words(row.get("familleavis_lib")),
        court=_words(row.get("tribunal")),
        published_on=published_on,
        is_annulled="annul" in _words(row.get("typeavis")).casefold(),
    )


def _judgment(written: object) -> Mapping[str, Any]:
    """The judgment stands in the row as JSON within a text, or as a table."""
    if isinstance(written, str):
        try:
            written = json.loads(written)
        except (ValueError, RecursionError):
            return {"nature": written}
    return written if isinstance(written, dict) else {}


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError:
        return None


def _words(written: object) -> str:
    """Text on one line, without what no terminal should see."""
    plain = written if isinstance(written, str) else ""
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())[:MAX_WORDS]
