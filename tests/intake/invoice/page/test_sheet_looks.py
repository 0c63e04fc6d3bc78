"""What stands beside a chunk and under it is found as a look at every chunk of the sheet finds it."""

from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.invoice.page.sheet import Chunk, Sheet, chunk_of, sheet_of

_PLACES = st.integers(0, 60).map(lambda tenth: tenth * 2.5)


@st.composite
def _chunks(draw: st.DrawFn) -> Chunk:
    left, top = draw(_PLACES), draw(_PLACES)
    right, bottom = left + draw(st.integers(1, 40)), top + draw(st.sampled_from((4.0, 8.0, 10.0, 80.0)))
    return chunk_of(
        draw(st.sampled_from(["a", "b", ":", "Total"])), (left, top, right, bottom), int(top // 5)
    )


def _is_beside(one: Chunk, other: Chunk) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    is_right = other is not one and other.left >= one.right - 2 and other.text != ":"
    return is_right and shared >= 0.25 * min(one.height, other.height)


def _is_below(one: Chunk, other: Chunk, reach: float) -> bool:
    is_under = one.line < other.line and other.right > one.left - 3
    is_near = one.bottom - 0.4 * one.height <= other.top <= one.bottom + reach * one.height
    return is_under and is_near and other.left < max(one.right + 3, one.left + 45)


@given(st.lists(_chunks(), max_size=25), st.sampled_from((1.2, 2.5, 6.0)))
def test_beside_below_and_on_the_line_are_what_a_look_at_every_chunk_finds(
    chunks: list[Chunk], reach: float
) -> None:
    sheet: Sheet = sheet_of(chunks)
    for one in sheet.chunks:
        right = [other for other in sheet.chunks if _is_beside(one, other)]
        below = [other for other in sheet.chunks if _is_below(one, other, reach)]
        assert list(sheet.right_of(one)) == sorted(right, key=lambda other: other.left)
        assert list(sheet.below(one, reach)) == sorted(
            below, key=lambda other: (other.top, abs(other.left - one.left))
        )
        assert sheet.line_of(one) == tuple(other for other in sheet.chunks if other.line == one.line)
