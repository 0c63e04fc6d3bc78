"""When an absent writer is back, and whom to turn to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.reply.robot.absence import absence_in
from relanced.model.rules import Firm

WEDNESDAY = date(2026, 8, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Je suis de retour le lundi 24 août.", date(2026, 8, 24)),
        ("Absente jusqu'au 15 inclus.", date(2026, 8, 16)),
        ("En congés du 3 au 21 août.", date(2026, 8, 22)),
        ("De retour la semaine prochaine.", date(2026, 8, 10)),
        ("Bureaux fermés les 14 et 15 août.", date(2026, 8, 16)),
        ("I am away until 3 Jan.", date(2027, 1, 4)),
        ("Out until Monday 24 August, no access.", date(2026, 8, 25)),
        ("On leave 6–30 August, back 31 Aug.", date(2026, 8, 31)),
        ("We're away! Back 14th.", date(2026, 8, 14)),
        ("Ich bin bis einschließlich 14.08. im Urlaub.", date(2026, 8, 15)),
        ("Am 24. August bin ich wieder im Büro.", date(2026, 8, 24)),
        ("Betriebsurlaub, ab 24. sind wir wieder da", date(2026, 8, 24)),
        ("Estoy de vacaciones hasta el 31 de agosto.", date(2026, 9, 1)),
        ("Vuelvo el lunes 24.", date(2026, 8, 24)),
        ("Sono in ferie fino al 28.", date(2026, 8, 29)),
        ("Chiusi dal 10 al 28 agosto. Riapriremo lunedì 31.", date(2026, 8, 31)),
        ("Ik ben met vakantie t/m 14 augustus.", date(2026, 8, 15)),
        ("Vanaf woensdag weer open", date(2026, 8, 12)),
    ],
)
def test_the_first_day_back_is_read_in_every_language(text: str, day: date, firm: Firm) -> None:
    found = absence_in(text, WEDNESDAY, firm)
    assert found
    assert (found.back_on, found.substitute) == (day, "")


def test_the_substitute_is_the_first_address_that_is_not_ours(firm: Firm) -> None:
    text = "Absent. Écrivez à compta@firm.example ou, en cas d'urgence, à Paul@Client.example."
    found = absence_in(text, None, firm)
    assert found
    assert (found.back_on, found.substitute) == (None, "paul@client.example")


@pytest.mark.parametrize(
    "text",
    [
        "Romain ne fait plus partie de la société. Écrire à paul@client.example.",
        "He has left the company. Contact bob@client.example from 24 August.",
        "Frau Tammen ist nicht mehr im Unternehmen: kreditoren@client.example",
        "Ya no trabaja aquí: admin@client.example",
        "Non lavora più con noi: admin@client.example",
        "Niet meer werkzaam: admin@client.example",
        "Je suis absent, sans date de retour.",
        "De retour le 12 juillet 2025.",
        "",
    ],
)
def test_a_departure_for_good_or_no_day_at_all_is_no_absence(text: str, firm: Firm) -> None:
    assert absence_in(text, WEDNESDAY, firm) is None


@given(st.text(max_size=200), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_nobody_is_back_before_he_wrote(text: str, written_on: date) -> None:
    anybody = Firm(name="A", addresses=("@f.example",), sender="a@f.example", country="FR", language="fr")
    found = absence_in(f"de retour le {text} jusqu'au {text}", written_on, anybody)
    assert found is None or found.back_on is None or found.back_on >= written_on
