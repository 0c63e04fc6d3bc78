"""Whether a day is one of payment, by the words around it."""

import pytest

from relanced.intake.reply.when.day_topics import (
    depends_on_us,
    is_elsewhere,
    is_lower_bound,
    is_of_another_thing,
    is_past,
    is_refusal,
    talks_of_absence,
)


@pytest.mark.parametrize("text", ["nous avons paye le 5", "we already paid it", "wir haben am 5. bezahlt"])
def test_a_payment_that_was_made_is_past(text: str) -> None:
    assert is_past(text)


@pytest.mark.parametrize(
    "text", ["je vais a la poste", "i get paid the 1st", "we have paid half, the rest will follow"]
)
def test_what_looks_ahead_is_not_past(text: str) -> None:
    assert not is_past(text)


def test_a_refusal_is_known() -> None:
    assert is_refusal("elle ne sera pas reglee avant le 15")


@pytest.mark.parametrize(
    "text",
    ["des reception de votre rib", "once you send the po", "sobald die gutschrift da ist", "zodra u belt"],
)
def test_what_waits_for_us_depends_on_us(text: str) -> None:
    assert depends_on_us(text)


@pytest.mark.parametrize(
    "text",
    [
        "des reception de ma paie, je vous paie",
        "des que votre avoir arrive, le 30 au plus tard",
        "as soon as we can",
    ],
)
def test_what_waits_for_others_or_has_a_latest_day_does_not(text: str) -> None:
    assert not depends_on_us(text)


def test_the_day_of_another_thing_is_known_by_what_stands_before_it() -> None:
    assert is_of_another_thing("votre facture du ")
    assert is_of_another_thing("pas ")
    assert not is_of_another_thing("je paie le ")


def test_a_lower_bound_is_known_from_both_sides() -> None:
    assert is_lower_bound("fruhestens am ", "")
    assert is_lower_bound("le ", " au plus tot")
    assert not is_lower_bound("le ", " au plus tard")


def test_the_day_of_a_delivery_is_elsewhere_and_of_its_payment_is_not() -> None:
    assert is_elsewhere("livraison prevue ", "")
    assert not is_elsewhere("livraison faite, paiement ", "")
    assert is_elsewhere("si vous ne voyez rien ", ", appelez")


def test_an_absence_is_talked_of_only_where_nothing_is_paid() -> None:
    assert talks_of_absence("nous sommes fermes jusqu'au 30")
    assert not talks_of_absence("je paie a mon retour")
