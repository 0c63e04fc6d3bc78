"""A stamped copy says «À PAYER» across every page as it is shown, and passes for no invoice."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters.stamp_files import FACTUR_X, every_kind, invoice, with_file, with_signature
from PIL import Image

from relanced.letters.papers.values import LANGUAGES
from relanced.letters.stamp import MAX_PAGES, stamp
from relanced.letters.stamp_words import WORDS

FILES = every_kind()


def stamped(pdf: bytes, words: str = "À PAYER") -> bytes:
    made = stamp(pdf, words)
    assert isinstance(made, bytes), made
    return made


def shown(pdf: bytes, page: int = 0) -> Image.Image:
    opened = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = opened[page].render(scale=0.5).to_pil().convert("RGB")
    opened.close()
    return picture


def reds(picture: Image.Image) -> list[tuple[int, int]]:
    """Where the picture is red, from its lower left corner."""
    wide, tall = picture.size
    found = picture.load()
    assert found is not None
    return [
        (x, tall - y)
        for x in range(wide)
        for y in range(tall)
        if (pixel := found[x, y])[0] > pixel[1] + 60 and pixel[0] > pixel[2] + 60  # type: ignore[index]
    ]


@pytest.mark.parametrize("kind", FILES)
def test_the_stamp_rises_from_the_lower_left_across_the_page_as_it_is_shown(kind: str) -> None:
    pdf = stamped(FILES[kind])
    before, after = shown(FILES[kind]), shown(pdf)
    places = reds(after)
    wide, tall = after.size
    middle_x, middle_y = sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)

    assert before.size == after.size
    assert not reds(before)
    assert abs(middle_x / wide - 0.5) < 0.02
    assert abs(middle_y / tall - 0.5) < 0.02
    assert max(x for x, _ in places) - min(x for x, _ in places) > 0.35 * wide
    together = sum((x - middle_x) * (y - middle_y) for x, y in places)
    assert together > 0  # it rises to the right, whatever /Rotate says
    assert min(x for x, _ in places) > 0
    assert max(y for _, y in places) < tall


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_its_letters_stand_upright_to_who_reads_along_the_diagonal(turn: int) -> None:
    pdf = stamped(invoice(turn=turn, content=b" "))
    straight = shown(stamped(invoice(box=(0, 0, 842, 595) if turn % 180 else (0, 0, 595, 842), content=b" ")))
    picture = shown(pdf)

    assert picture.size == straight.size
    assert _difference(picture, straight) < 0.004


def _difference(one: Image.Image, other: Image.Image) -> float:
    pairs = zip(one.convert("L").tobytes(), other.convert("L").tobytes(), strict=True)
    return sum(abs(a - b) > 40 for a, b in pairs) / (one.width * one.height)


@pytest.mark.parametrize(
    "content",
    [
        b"q (abc",
        b"q <abc",
        b"[ 1 2",
        b"/OC << /A 1",
        b"BI /W 1 /H 1 ID xx",
        b"BI /W 1",
        b"q % x",
        b"BT /F 1 Tf",
        b"0 0 0 0 re W n",
        b"0 0 0 0 0 0 cm",
        b"3 Tr",
        b"/OC /X BDC",
        b"q " * 5_000,
    ],
)
def test_it_is_seen_whatever_the_content_leaves_open(content: bytes) -> None:
    assert len(reds(shown(stamped(invoice(content=content))))) > 1_000


def test_what_lies_under_it_can_still_be_read() -> None:
    opened = pypdfium2.PdfDocument(stamped(FILES["upright"]))
    text = opened[0].get_textpage().get_text_range()
    opened.close()

    assert "ligne 30: 1 200,00 EUR" in text
    black = shown(stamped(invoice(content=b"0 0 595 842 re f")))
    assert 60 < max(black.getchannel("R").tobytes()) < 140  # on black it is dark red: it covers nothing


def test_every_page_has_it() -> None:
    made = stamped(FILES["several"])

    assert all(reds(shown(made, page)) for page in range(3))


def test_the_same_file_gives_the_same_bytes() -> None:
    assert stamped(FILES["factur-x"]) == stamped(FILES["factur-x"])


def test_no_file_that_is_embedded_travels_with_the_copy() -> None:
    made = stamped(invoice(change=with_file, compress_streams=False))
    with pikepdf.open(BytesIO(made)) as opened:
        assert not opened.attachments
        assert "/AF" not in opened.Root
        assert "/AF" not in opened.pages[0].obj
        assert "/Metadata" not in opened.Root
        assert not opened.pages[0].obj.get("/Annots", [])
        streams = [each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream)]
    assert not any(FACTUR_X in each or b"factur-x" in each.lower() for each in streams)
    with pikepdf.open(BytesIO(invoice(change=with_file))) as original:
        assert original.attachments  # the original keeps it


def test_a_copy_does_not_pass_for_signed() -> None:
    made = stamped(FILES["signed"])
    with pikepdf.open(BytesIO(made)) as opened:
        form = opened.Root.AcroForm
        assert len(form.Fields) == 0
        assert "/SigFlags" not in form
        assert "/Perms" not in opened.Root
        assert len(opened.pages[0].obj.Annots) == 0
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    assert "SIGNED" not in text


def test_a_signature_under_a_field_of_its_own_goes_too() -> None:
    def nested(pdf: pikepdf.Pdf) -> None:
        with_signature(pdf)
        widget = pdf.pages[0].obj.Annots[0]
        del widget["/FT"]
        field = pdf.make_indirect(
            pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="S", Kids=pikepdf.Array([widget]))
        )
        widget.Parent = field
        pdf.Root.AcroForm.Fields = pikepdf.Array([field])

    with pikepdf.open(BytesIO(stamped(invoice(change=nested)))) as opened:
        assert len(opened.pages[0].obj.Annots) == 0
        assert len(opened.Root.AcroForm.Fields) == 0


def test_a_file_that_anybody_may_read_is_copied_without_protection() -> None:
    with pikepdf.open(BytesIO(stamped(FILES["owner-password"]))) as opened:
        assert not opened.is_encrypted


@pytest.mark.parametrize(
    ("pdf", "why"),
    [
        (invoice(encryption=pikepdf.Encryption(owner="o", user="u")), "password"),
        (b"", "cannot be written again"),
        (b"%PDF-1.7\n" + b"\0" * 500, "cannot be written again"),
        (invoice(pages=MAX_PAGES + 1), "101 pages"),
        (invoice(change=lambda pdf: pdf.pages.__delitem__(0)), "no page"),
        (invoice(box=(0, 0, 0, 0), content=b" "), "a page without a size"),
    ],
    ids=["locked", "empty", "no pdf", "long", "no page", "no size"],
)
def test_what_cannot_be_stamped_says_why(pdf: bytes, why: str) -> None:
    made = stamp(pdf, "À PAYER")

    assert isinstance(made, str)
    assert why in made


def test_words_that_the_font_lacks_are_refused() -> None:
    assert "cannot be written" in str(stamp(FILES["upright"], "支払"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_that_fit_on_the_page(language: str) -> None:
    picture = shown(stamped(FILES["upright"], WORDS[language]))
    places = reds(picture)

    assert min(x for x, _ in places) > 0
    assert max(x for x, _ in places) < picture.width - 1
    text = pypdfium2.PdfDocument(stamped(invoice(content=b" "), WORDS[language]))[0].get_textpage()
    assert WORDS[language].split()[-1] in text.get_text_range()


def test_a_field_that_the_form_has_lost_is_copied_without_a_warning() -> None:
    """Warnings are errors here. The field stays: the invoice shows it as well."""
    damaged = bytearray(FILES["signed"])
    for place in (181, 26):  # the field's flags swallow its type; /AcroForm is no key any more
        damaged[place] = 0

    with pikepdf.open(BytesIO(stamped(bytes(damaged)))) as opened:
        assert "/AcroForm" not in opened.Root
        assert [each.Subtype for each in opened.pages[0].obj.Annots] == [pikepdf.Name.Widget]


@given(st.data())
@settings(max_examples=40)
def test_no_damage_raises(data: st.DataObject) -> None:
    whole = bytearray(FILES["signed"])
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    assert isinstance(stamp(bytes(whole), "À PAYER"), bytes | str)
