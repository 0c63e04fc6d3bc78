"""The registers: what they say of a SIREN is read; whatever else a server does costs its time and nothing more."""

import json
import time
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from servers.patience import soon
from servers.scripted_http import Says, answer, drip, flood, scripted_http, silence

from relanced.edge.registers import Registers, RegisterSilent
from relanced.edge.settings import RegistersSettings
from relanced.model.registers import Notice, Standing

SIREN = "732829320"
COMPANY = {
    "siren": SIREN,
    "nom_complet": "PONS IMMOBILIER",
    "etat_administratif": "A",
    "date_creation": "2015-03-02",
    "date_fermeture": None,
}
OPENING = {
    "id": "B202600421234",
    "publicationavis": "B",
    "dateparution": "2026-03-04",
    "typeavis": "annonce",
    "familleavis": "collective",
    "familleavis_lib": "Procédures collectives",
    "tribunal": "Greffe du tribunal de commerce de Rennes",
    "commercant": "PONS IMMOBILIER",
    "registre": ["732 829 320", "732829320"],
    "jugement": json.dumps(
        {
            "type": "initial",
            "famille": "Jugement d'ouverture",
            "nature": "Jugement d'ouverture de liquidation judiciaire",
            "date": "2026-02-25",
        }
    ),
}


def rows(*found: object) -> Says:
    return answer(json.dumps({"total_count": len(found), "results": list(found)}).encode())


def registers_at(port: int, *, seconds: float = 5, between_s: float = 0) -> Registers:
    url = f"http://127.0.0.1:{port}/records"
    return Registers(RegistersSettings(companies_url=url, notices_url=url, seconds=seconds), between_s)


async def standing(says: Says, *, seconds: float = 5) -> Standing | None:
    async with scripted_http(says) as server:
        return await registers_at(server.port, seconds=seconds).standing(SIREN)


async def notices(*found: dict[str, Any]) -> tuple[Notice, ...]:
    async with scripted_http(rows(*found)) as server:
        return await registers_at(server.port).notices(SIREN)


async def test_an_active_and_a_closed_company() -> None:
    active = await standing(rows(COMPANY))
    assert active == Standing(
        siren=SIREN, name="PONS IMMOBILIER", is_active=True, created_on=date(2015, 3, 2), closed_on=None
    )
    closed = await standing(rows(COMPANY | {"etat_administratif": "C", "date_fermeture": "2025-12-31"}))
    assert closed is not None
    assert (closed.is_active, closed.closed_on) == (False, date(2025, 12, 31))


async def test_another_company_s_row_is_not_this_one_s() -> None:
    assert await standing(rows(COMPANY | {"siren": "552100554"})) is None
    assert await standing(rows()) is None


async def test_a_notice_of_insolvency() -> None:
    [found] = await notices(OPENING)
    assert found == Notice(
        notice_id="B202600421234",
        siren=SIREN,
        name="PONS IMMOBILIER",
        kind="Jugement d'ouverture de liquidation judiciaire",
        court="Greffe du tribunal de commerce de Rennes",
        published_on=date(2026, 3, 4),
        is_annulled=False,
    )


@pytest.mark.parametrize(
    "other",
    [
        {"familleavis": "dpc"},  # accounts that were filed
        {"registre": ["552 100 554", "552100554"]},
        {"registre": None},
        {"dateparution": "soon"},
        {"id": None},
    ],
)
async def test_what_is_no_notice_of_insolvency_about_this_company_is_left_out(other: dict[str, Any]) -> None:
    assert await notices(OPENING | other) == ()


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ({"nature": "Jugement de clôture"}, "Jugement de clôture"),
        ("Liquidation judiciaire", "Liquidation judiciaire"),
        (None, "Procédures collectives"),
        (["a"], "Procédures collectives"),
        (json.dumps({"famille": "Jugement d'ouverture"}), "Jugement d'ouverture"),
    ],
)
async def test_a_judgment_written_otherwise_is_read_too(written: object, kind: str) -> None:
    [found] = await notices(OPENING | {"jugement": written})
    assert found.kind == kind


async def test_what_a_terminal_should_not_see_is_left_out_and_long_words_are_cut() -> None:
    [found] = await notices(OPENING | {"commercant": "PONS\x1b[2J\n" + "X" * 1_000})
    assert "\x1b" not in found.name
    assert "\n" not in found.name
    assert len(found.name) == 300


async def test_nothing_leaves_but_the_siren() -> None:
    async with scripted_http(rows(OPENING)) as server:
        await registers_at(server.port).notices(SIREN)
    [asked] = server.asked
    query = parse_qs(urlsplit(asked.path).query)
    assert query == {"refine": [f"registre:{SIREN}"], "order_by": ["dateparution desc"], "limit": ["100"]}
    assert "authorization" not in asked.headers
    assert asked.body == b""


@pytest.mark.parametrize(
    "says",
    [
        answer(b"{}"),
        answer(b"[]"),
        answer(b"no json"),
        answer(b"\xff\xfe"),
        answer(b"[" * 100_000),
        answer(b'{"results": [{}]}', "429 Too Many Requests"),
        answer(b"", "302 Found", "Location: http://127.0.0.1:1/"),
        rows(COMPANY | {"etat_administratif": "?"}),
        flood,
    ],
)
async def test_whatever_is_no_answer_is_silence(says: Says) -> None:
    with pytest.raises(RegisterSilent):
        await standing(says)


@pytest.mark.parametrize("says", [silence, drip])
async def test_a_slow_server_costs_the_time_that_was_given_and_no_more(says: Says) -> None:
    with soon(), pytest.raises(RegisterSilent, match="no answer within"):
        await standing(says, seconds=0.4)


async def test_nobody_there_is_silence() -> None:
    with pytest.raises(RegisterSilent):
        await registers_at(1).standing(SIREN)


async def test_two_questions_are_apart() -> None:
    async with scripted_http(rows(COMPANY)) as server:
        registers = registers_at(server.port, between_s=0.3)
        began = time.monotonic()
        await registers.standing(SIREN)
        await registers.standing(SIREN)
    assert time.monotonic() - began >= 0.3
