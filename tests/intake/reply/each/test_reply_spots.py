"""Spots: where a text names an invoice."""

from relanced.intake.reply.each.spots import keys_in, spots_in


def named(text: str, *mentions: str) -> list[tuple[str, str]]:
    return [(text[spot.start : spot.end], spot.key) for spot in spots_in(text, keys_in(mentions))]


def test_every_writing_of_a_number_has_one_key() -> None:
    assert keys_in(("F2026-012", "f2026 012", "012", "12", "")) == {
        "F2026-012": "f2026012",
        "f2026 012": "f2026012",
        "012": "f2026012",
        "12": "f2026012",
    }


def test_a_short_number_that_two_invoices_end_with_is_its_own() -> None:
    assert keys_in(("F2026-012", "G2026-012", "012"))["012"] == "012"


def test_a_number_within_a_longer_word_is_not_named() -> None:
    assert named("F-12, F-123, XF-12 et F-12.", "F-12") == [("F-12", "f12"), ("F-12", "f12")]


def test_the_longest_writing_counts() -> None:
    assert named("la F 2026-012", "2026-012", "F 2026-012") == [("F 2026-012", "f2026012")]


def test_ordinals_stand_for_two_invoices_only_and_only_together() -> None:
    both = "La première est fausse, la seconde vendredi"
    assert [key for _, key in named(both, "F-12", "F-13")] == ["f12", "f13"]
    assert named(both, "F-12", "F-13", "F-14") == []
    assert named("La première est fausse, la somme aussi", "F-12", "F-13") == []


def test_an_ordinal_of_another_thing_names_no_invoice() -> None:
    assert named("La première livraison manque, la seconde aussi", "F-12", "F-13") == []
