"""Which notices of the Bodacc stop a client: those that opened what still goes on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from relanced.casework.law.notices import openings
from relanced.model.registers import Notice

TODAY = date(2026, 6, 1)
OPENED = "Jugement d'ouverture d'une procédure de redressement judiciaire"


def notice(kind: str, days_ago: int, *, is_annulled: bool = False) -> Notice:
    return Notice(
        notice_id=f"B{days_ago}",
        siren="732829320",
        name="PONS",
        kind=kind,
        court="Rennes",
        published_on=TODAY - timedelta(days=days_ago),
        is_annulled=is_annulled,
    )


@pytest.mark.parametrize(
    "kind",
    [
        OPENED,
        "Jugement d'ouverture de liquidation judiciaire",
        "Jugement d'ouverture de sauvegarde",
        "Jugement de conversion en liquidation judiciaire",
        "Jugement prononçant la résolution du plan de redressement et la liquidation judiciaire",
    ],
)
def test_an_opening_counts(kind: str) -> None:
    assert [each.kind for each in openings([notice(kind, 10)], TODAY)] == [kind]


@pytest.mark.parametrize(
    "kind",
    [
        "Jugement de clôture",
        "Jugement de clôture pour insuffisance d’actif",
        "Jugement de clôture pour extinction du passif.",
        "Jugement prononçant la clôture de la procédure de liquidation judiciaire pour insuffisance d'actif",
        "Clôture de la liquidation judiciaire",
    ],
)
def test_what_came_before_a_closing_is_over(kind: str) -> None:
    assert openings([notice(kind, 10), notice(OPENED, 400)], TODAY) == ()


@pytest.mark.parametrize(
    "kind",
    [
        "Jugement rejetant la clôture de la procédure",
        "Jugement reportant la clôture de la liquidation judiciaire",
        "Ordonnance prorogeant le délai de clôture",
        "Jugement arrêtant le plan de cession",
        "Jugement arrêtant le plan de redressement",
        "Jugement modifiant le plan de sauvegarde",
        "Jugement mettant fin à la procédure de redressement et prononçant la liquidation judiciaire",
        "Jugement prononçant la liquidation judiciaire pour inexécution du plan de redressement",
        "Jugement de conversion du plan de sauvegarde en liquidation judiciaire",
        "Arrêt de la cour d'appel infirmant une décision soumise à publicité",
    ],
)
def test_nothing_else_ends_what_was_opened(kind: str) -> None:
    assert notice(OPENED, 400) in openings([notice(kind, 10), notice(OPENED, 400)], TODAY)


def test_a_plan_opens_nothing_by_itself() -> None:
    assert openings([notice("Jugement arrêtant le plan de redressement", 10)], TODAY) == ()


@pytest.mark.parametrize(
    "kind",
    [
        "Jugement prononçant la liquidation judiciaire pour inexécution du plan de redressement",
        "Jugement prononçant la résolution du plan",
    ],
)
def test_a_plan_that_failed_counts(kind: str) -> None:
    found = openings([notice("Jugement arrêtant le plan de redressement", 300), notice(kind, 10)], TODAY)
    assert [each.kind for each in found] == [kind]


def test_a_closing_ends_nothing_of_its_own_day_and_none_that_is_to_come_ends_anything() -> None:
    closing = replace(notice("Jugement de clôture", 10), notice_id="Z")
    assert openings([notice(OPENED, 10), closing], TODAY) == (notice(OPENED, 10),)
    assert openings([notice(OPENED, 10), notice("Jugement de clôture", -1)], TODAY) == (notice(OPENED, 10),)


@pytest.mark.parametrize(
    "annulled",
    [
        notice("Dépôt de l'état des créances", 5, is_annulled=True),
        notice("Procédures collectives", 5, is_annulled=True),
        notice("", 5, is_annulled=True),
        replace(notice(OPENED, 5, is_annulled=True), court="Lyon"),
        notice(OPENED, 400, is_annulled=True),
    ],
)
def test_the_annulment_of_another_notice_ends_nothing(annulled: Notice) -> None:
    assert openings([notice(OPENED, 10), annulled], TODAY) == (notice(OPENED, 10),)


def test_a_closing_that_was_annulled_ended_nothing() -> None:
    closing = "Jugement de clôture pour insuffisance d'actif"
    found = [notice(OPENED, 100), notice(closing, 20), notice(closing, 10, is_annulled=True)]
    assert openings(found, TODAY) == (notice(OPENED, 100),)


def test_what_comes_after_an_end_counts_and_other_notices_end_nothing() -> None:
    found = openings(
        [
            notice("Jugement de clôture", 900),
            notice(OPENED, 300),
            notice("Dépôt de l'état des créances", 100),
            notice("Jugement de conversion en liquidation judiciaire", 20),
        ],
        TODAY,
    )
    assert [each.notice_id for each in found] == ["B300", "B20"]


def test_a_notice_that_was_annulled_opens_nothing() -> None:
    assert openings([notice(OPENED, 20), notice(OPENED, 10, is_annulled=True)], TODAY) == ()


def test_proceedings_of_long_ago_and_a_day_to_come_stop_nobody() -> None:
    assert openings([notice(OPENED, 1_200), notice(OPENED, -5)], TODAY) == ()
