"""Header blocks, with few labels too, and what only looks like one."""

import pytest

from relanced.intake.reply.split.marks import attribution_at, header_block_at


@pytest.mark.parametrize(
    "block",
    [
        "De : L <l@c.example>\nObjet : x", "From: L\nDate: 9 June 2031 10:32", "Gesendet: 9.6.2031\nVon: L\nBetreff: x",
        "De :\nL\nEnvoyé :\n9 juin\nÀ :\nA", "*Da:* L\n*Inviato:* 9/6/2031\n*A:* A\n*Oggetto:* x",
        "Van: L\n\nVerzonden: 9 juni 2031\n\nAan: A", "Assunto: x\nDe: L\nPara: A",
    ],
)  # fmt: skip
def test_a_header_block_is_known_with_few_labels_wrapped_or_apart(block: str) -> None:
    assert header_block_at(block.split("\n"), 0) >= block.count("\n")


@pytest.mark.parametrize(
    "text", ["De : rien", "A : Lyon\nDate : lundi", "Objet : litige\n\nBonjour", "De : Lyon\nA : Nice"]
)
def test_a_label_or_two_of_somebodys_are_none(text: str) -> None:
    assert not header_block_at(text.split("\n"), 0)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_an_attribution_is_known_over_as_many_lines_as_programs_wrap_it(width: int) -> None:
    words = ["Le 9 juin 2031 à 10:32,", "Atelier", "<a@brume.example>", "a écrit :"]
    lines = [*words[: width - 1], " ".join(words[width - 1 :])]
    assert attribution_at(lines, 0) == width
