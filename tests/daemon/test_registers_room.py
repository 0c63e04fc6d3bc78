"""The daily look-up on the real Dovecot: an insolvency becomes a signed note, and the note stops the client."""

import asyncio
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from daemon.daemon_makers import CLIENT, INVOICE, Desk, of_kind
from servers.dovecot import Account
from servers.scripted_http import Says, answer, scripted_http, silence

from relanced.cli.common import App
from relanced.cli.main import main
from relanced.daemon.registers import LookUps, look_up, looked, open_registers, registers_missing
from relanced.daemon.rounds import decide, take_round
from relanced.edge.config import load_settings
from relanced.edge.registers import Registers
from relanced.edge.settings import RegistersSettings, Settings
from relanced.model.actions import DraftReminder, SendReminder
from relanced.model.facts import InsolvencyFound

SIREN = "732829320"
CLIENT_TABLE = f'[[client]]\nmatch = ["{CLIENT}"]\nname = "Pons"\nsiren = "{SIREN}"\n'
TODAY = datetime.now(UTC).date()


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    return Desk(account, tmp_path)


def company(state: str = "A") -> Says:
    row = {"siren": SIREN, "nom_complet": "PONS", "etat_administratif": state, "date_creation": "2015-03-02"}
    return answer(json.dumps({"results": [row]}).encode())


def opening() -> Says:
    row = {
        "id": "B202600421234",
        "dateparution": (TODAY - timedelta(days=3)).isoformat(),
        "typeavis": "annonce",
        "familleavis": "collective",
        "tribunal": "Rennes",
        "commercant": "PONS",
        "registre": [SIREN],
        "jugement": {"nature": "Jugement d'ouverture de redressement judiciaire"},
    }
    return answer(json.dumps({"results": [row]}).encode())


NOTHING = answer(b'{"results": []}')


def registers(companies: int, notices: int, seconds: float = 5) -> Registers:
    urls = (f"http://127.0.0.1:{port}/search" for port in (companies, notices))
    return Registers(
        RegistersSettings(companies_url=next(urls), notices_url=next(urls), seconds=seconds), between_s=0
    )


async def test_an_insolvency_is_noted_once_and_stops_the_client_also_after_a_rebuild(desk: Desk) -> None:
    desk.account.deliver(INVOICE, "Sent")
    async with scripted_http(company()) as companies, scripted_http(opening()) as notices:
        both = registers(companies.port, notices.port)
        async with desk.office(more=CLIENT_TABLE) as office:
            await take_round(office)
            ledger, _ = decide(office)
            assert await look_up(office, both, ledger) == 1
            assert await look_up(office, both, ledger) == 0, "once a day"
            done = await take_round(office)
            [fact] = of_kind(tuple(office.facts), InsolvencyFound)
            known = looked(office.store, SIREN)
    assert len(companies.asked) == 1
    assert fact.siren == SIREN
    assert known is not None
    assert known.standing is not None
    assert known.standing.is_active
    assert not any(isinstance(action, SendReminder | DraftReminder) for action in done.actions)

    desk.lose_the_store()
    _, facts = await desk.round(more=CLIENT_TABLE)
    assert of_kind(facts, InsolvencyFound) == [
        replace(fact, source=of_kind(facts, InsolvencyFound)[0].source)
    ]


async def test_in_mode_observe_nothing_is_written(desk: Desk) -> None:
    desk.account.deliver(INVOICE, "Sent")
    async with (
        scripted_http(company()) as companies,
        scripted_http(opening()) as notices,
        desk.office(mode="observe", more=CLIENT_TABLE) as office,
    ):
        await take_round(office)
        ledger, _ = decide(office)
        assert await look_up(office, registers(companies.port, notices.port), ledger) == 0
    assert desk.lying_in("Relanced/Journal") == []


async def test_a_silent_register_is_asked_again_later_and_nothing_is_remembered(desk: Desk) -> None:
    desk.account.deliver(INVOICE, "Sent")
    async with (
        scripted_http(company()) as companies,
        scripted_http(silence) as notices,
        desk.office(more=CLIENT_TABLE) as office,
    ):
        await take_round(office)
        ledger, _ = decide(office)
        assert await look_up(office, registers(companies.port, notices.port, 0.2), ledger) == 0
        assert looked(office.store, SIREN) is None


async def test_a_company_that_the_directory_cannot_place_keeps_nobody_from_being_looked_up(
    desk: Desk,
) -> None:
    """The directory says of the first client neither A nor C; his notices and the other clients are read."""
    desk.account.deliver(INVOICE, "Sent")
    row = {"siren": SIREN, "nom_complet": "PONS", "etat_administratif": None}
    odd = answer(json.dumps({"results": [row]}).encode())
    async with (
        scripted_http(odd) as companies,
        scripted_http(opening()) as notices,
        desk.office(more=CLIENT_TABLE) as office,
    ):
        await take_round(office)
        ledger, _ = decide(office)
        assert await look_up(office, registers(companies.port, notices.port), ledger) == 1
        assert looked(office.store, SIREN) is None, "he is asked about again"


async def test_whoever_brought_silence_is_asked_about_last_and_five_end_the_look(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.account.deliver(INVOICE, "Sent")
    sirens = [f"{number}00000000" for number in range(1, 8)]
    monkeypatch.setattr("relanced.daemon.registers.sirens_of", lambda *_: sirens)
    async with (
        scripted_http(silence) as companies,
        scripted_http(NOTHING) as notices,
        desk.office(more=CLIENT_TABLE) as office,
    ):
        await take_round(office)
        ledger, _ = decide(office)
        both = registers(companies.port, notices.port, 0.1)
        await look_up(office, both, ledger)
        await look_up(office, both, ledger)
    asked = [parse_qs(urlsplit(each.path).query)["q"][0] for each in companies.asked]
    assert asked == [*sirens[:5], *sirens[5:], *sirens[:3]]


async def test_a_look_up_goes_beside_the_rounds_and_ends_with_the_office(desk: Desk) -> None:
    desk.account.deliver(INVOICE, "Sent")
    async with scripted_http(silence) as server:
        url = f"http://127.0.0.1:{server.port}/search"
        more = f'{CLIENT_TABLE}[registers]\nenabled = true\ncompanies = "{url}"\nnotices = "{url}"\n'
        async with desk.office(more=more) as office:
            look_ups = LookUps(office)
            look_ups.begin()
            assert not server.asked, "before the first round nobody is known"
            await take_round(office)
            look_ups.begin()
            look_ups.begin()
            async with asyncio.timeout(20):
                await take_round(office)  # while the register keeps silent
            async with asyncio.timeout(2):
                await look_ups.end()
    assert len(server.asked) == 1


async def test_off_unless_asked_for_and_plain_http_only_to_this_machine(desk: Desk) -> None:
    settings = load_settings(desk.write_config())
    assert isinstance(settings, Settings)
    assert settings.registers is None
    assert open_registers(settings) is None
    on = load_settings(desk.write_config(more="[registers]\nenabled = true\n"))
    assert isinstance(on, Settings)
    assert on.registers is not None
    assert on.registers.companies_url == "https://recherche-entreprises.api.gouv.fr/search"
    wrong = load_settings(desk.write_config(more='[registers]\ncompanies = "http://evil.example/search"\n'))
    assert not isinstance(wrong, Settings)
    assert "registers.companies: expected an address that begins with https://" in str(wrong)


def test_a_missing_package_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(desk.write_config(more="[registers]\nenabled = true\n"))
    assert isinstance(settings, Settings)
    assert registers_missing(settings) == ""
    monkeypatch.setitem(sys.modules, "relanced.edge.registers", None)
    assert "relanced[registers]" in registers_missing(settings)
    assert open_registers(settings) is None


def test_check_tells_whether_registers_can_be_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.write_config(mode="observe", more="[registers]\nenabled = true\n")
    ask = ["--config", str(path), "check"]
    assert "looked up once a day" in CliRunner(env={"COLUMNS": "200"}).invoke(main, ask, obj=App()).stdout
    monkeypatch.setitem(sys.modules, "relanced.edge.registers", None)
    assert "relanced[registers]" in CliRunner(env={"COLUMNS": "200"}).invoke(main, ask, obj=App()).stdout
