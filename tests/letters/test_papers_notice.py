"""A formal notice on paper: who to whom, registered, where and when, the claim, a signature, what is enclosed."""

from dataclasses import replace

import pypdfium2
import pytest
from letters.paper_makers import CHARGES, CLIENT, FIRM, STEP, reminder, text_of
from letters.paper_makers import line as owed_line

from relanced.edge.templates import read_template_sources
from relanced.edge.typeset import typeset
from relanced.letters.body import Block, Link, Paragraph, Table
from relanced.letters.context import letter_context
from relanced.letters.papers.notice import notice, town_of
from relanced.letters.papers.values import LANGUAGES, addressed
from relanced.letters.render import Rendered, Templates
from relanced.model.client import ClientKind, People
from relanced.model.ladder import Channel, Charges
from relanced.model.names import StepName
from relanced.model.rules import Firm

CLAIM = "Nous vous mettons en demeure de nous régler la somme de 1 200,00 € sous huit jours."
MILLIMETRE = 72 / 25.4


def words(rows: int = 1, *more: Block, language: str = "fr") -> Rendered:
    table = Table(
        head=("Facture", "Échéance", "Reste dû"),
        rows=tuple(
            (f"F2026-{row:03}", "01/05/2026", "1 200,00 €\ndont 40,00 €") for row in range(1, rows + 1)
        ),
        total=("Total", "", "1 200,00 €"),
        right=(2,),
    )
    body = (
        Paragraph("Madame, Monsieur,"),
        table,
        Paragraph(CLAIM),
        *more,
        Paragraph("Salutations distinguées."),
    )
    return Rendered(subject="Mise en demeure – F2026-001", text="", html="", language=language, body=body)


def made(
    rendered: Rendered, firm: Firm = FIRM, enclosures: tuple[str, ...] = ("Facture F2026-001",)
) -> bytes:
    return typeset(notice(rendered, reminder(), firm, reference="R-7K3Q-9DXA", enclosures=enclosures))


def test_it_holds_all_that_such_a_letter_needs() -> None:
    [page] = text_of(made(words()))

    for said in (
        "Atelier Verrier SARL 12 rue des Chantiers 35000 Rennes 02 99 00 00 00",
        "SIREN 000 123 456, RCS Rennes", "Menuiserie Lenoir 3 quai de la Fosse 44000 Nantes",
        "Lettre recommandée avec avis de réception", "Rennes, le 18 mai 2026", "Objet : Mise en demeure – F2026-001",
        "Nos réf. : R-7K3Q-9DXA", "Madame, Monsieur,", "F2026-001 01/05/2026 1 200,00 € dont 40,00 €",
        "Total 1 200,00 €", CLAIM, "Claire Verrier, gérante", "Pièces jointes : – Facture F2026-001", "Page 1 sur 1",
    ):  # fmt: skip
        assert said in page, said


def test_the_address_lies_in_the_window_of_a_long_envelope() -> None:
    """DL, window at the right: 45 to 80 mm from the upper edge, 100 to 200 mm from the left one."""
    opened = pypdfium2.PdfDocument(made(words()))
    page = opened[0]
    text = page.get_textpage()
    for line in ("Menuiserie Lenoir", "3 quai de la Fosse", "44000 Nantes"):
        at, count = text.search(line).get_next()
        boxes = [text.get_charbox(each) for each in range(at, at + count)]
        assert min(box[0] for box in boxes) / MILLIMETRE > 105
        assert max(box[2] for box in boxes) / MILLIMETRE < 195
        assert (page.get_height() - max(box[3] for box in boxes)) / MILLIMETRE > 47
        assert (page.get_height() - min(box[1] for box in boxes)) / MILLIMETRE < 78
    for other in ("Lettre recommandée", "SIREN"):  # nothing else is seen through it
        at, _ = text.search(other).get_next()
        box = text.get_charbox(at)
        height = (page.get_height() - box[1]) / MILLIMETRE
        assert not (40 < height < 85 and box[2] / MILLIMETRE > 100)
    opened.close()


def test_an_address_of_any_length_stays_in_the_window() -> None:
    about = replace(reminder(), client=replace(CLIENT, people=People(postal=("x" * 300,) * 20)))
    page = text_of(typeset(notice(words(), about, FIRM)))[0]

    assert "Lettre recommandée" in page
    assert "Salutations" in page


def test_a_long_claim_goes_on_under_the_same_head() -> None:
    pages = text_of(made(words(20)))

    assert len(pages) == 2
    assert all("Facture Échéance Reste dû" in page for page in pages)
    assert pages[1].endswith("Page 2 sur 2")
    assert "Claire Verrier" in pages[1]


def shipped(language: str, kind: ClientKind, count: int) -> list[str]:
    """The pages of a notice in the shipped words, over so many invoices."""
    step = replace(
        STEP,
        name=StepName("mise_en_demeure"),
        template="mise_en_demeure",
        charges=Charges.CLAIMED,
        channel=Channel.LETTER,
    )
    charges = None if kind is ClientKind.CONSUMER else CHARGES
    owed = [
        owed_line(f"F2026-{n:03}", late=48, reminded=(42, 32, 18), step=step, charges=charges)
        for n in range(count)
    ]
    about = reminder(*owed, step=step)
    about = replace(about, client=replace(about.client, kind=kind))
    context = letter_context(about, FIRM, reference="R-7K3Q-9DXA")
    rendered = Templates(read_template_sources(None).sources).render(language, "mise_en_demeure", context)
    named = tuple(f"Facture {each.number}" for each in owed)
    return text_of(typeset(notice(rendered, about, FIRM, reference="R-7K3Q-9DXA", enclosures=named)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ClientKind)
def test_the_notice_of_one_invoice_is_one_page(kind: ClientKind, language: str) -> None:
    assert len(shipped(language, kind, 1)) == 1


@pytest.mark.parametrize("count", range(2, 12))
def test_no_signature_stands_on_a_page_without_the_last_words_of_the_letter(count: int) -> None:
    pages = shipped("fr", ClientKind.BUSINESS, count)

    assert "Veuillez agréer" in pages[-1]
    assert "Claire Verrier, gérante" in pages[-1]


@pytest.mark.parametrize(
    ("name", "postal", "first", "below"),
    [
        ("Mairie de Villeneuve", ("Mairie de Villeneuve", "1 place"), "Mairie de Villeneuve", ("1 place",)),
        ("Cafe Belmont", ("CAFÉ  BELMONT", "1 place"), "CAFÉ  BELMONT", ("1 place",)),
        ("Café Belmont", ("Cafebelmont", "1 place"), "Cafebelmont", ("1 place",)),
        ("Camille Schmitt", ("Mme Camille Schmitt", "1 place"), "Mme Camille Schmitt", ("1 place",)),
        ("Atelier Verrier SARL", ("Atelier Verrier", "1 place"), "Atelier Verrier SARL", ("1 place",)),
        ("Martin", ("12 rue Martin", "35000 Rennes"), "Martin", ("12 rue Martin", "35000 Rennes")),
        ("Martin", ("Les Martinets", "35000 Rennes"), "Martin", ("Les Martinets", "35000 Rennes")),
        ("Martin", (), "Martin", ()),
    ],
)
def test_an_address_says_its_name_once(
    name: str, postal: tuple[str, ...], first: str, below: tuple[str, ...]
) -> None:
    assert addressed(name, postal) == (first, below)


def test_neither_the_letterhead_nor_the_window_says_a_name_twice() -> None:
    who = replace(CLIENT, people=People(postal=("MENUISERIE Lenoir", "3 quai de la Fosse")))
    firm = replace(FIRM, postal=("Atelier Verrier SARL", "12 rue des Chantiers"))
    [page] = text_of(typeset(notice(words(), replace(reminder(), client=who), firm)))

    assert page.startswith("MENUISERIE Lenoir 3 quai de la Fosse Atelier Verrier SARL 12 rue des Chantiers")
    assert "Menuiserie Lenoir" not in page


def test_a_link_is_written_out_and_lines_set_in_stand_as_lines() -> None:
    [page] = text_of(
        made(
            words(
                1,
                Link("Payer en ligne", "https://pay.example/1"),
                Paragraph("  IBAN : FR76\n  BIC : AGRIFRPP"),
            )
        )
    )

    assert "Payer en ligne : https://pay.example/1" in page
    assert "IBAN : FR76 BIC : AGRIFRPP" in page


def test_what_stands_in_the_words_is_no_markup() -> None:
    [page] = text_of(made(words(1, Paragraph("#panic() *gras* <b> $x$ = titre"))))

    assert "#panic() *gras* <b> $x$ = titre" in page


def test_without_a_place_the_day_stands_alone_and_without_enclosures_nothing_is_said_of_them() -> None:
    [page] = text_of(made(words(), replace(FIRM, postal=(), signatory=""), enclosures=()))

    assert "Le 18 mai 2026" in page
    assert "Pièces jointes" not in page


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "By registered post"), ("de", "Einschreiben mit Rückschein"), ("es", "Carta certificada"),
     ("it", "Raccomandata"), ("nl", "Aangetekend")],
)  # fmt: skip
def test_its_own_words_are_those_of_the_letters_language(language: str, said: str) -> None:
    assert said in text_of(made(words(language=language)))[0]


@pytest.mark.parametrize(
    ("postal", "town"),
    [
        (("12 rue des Chantiers", "35000 Rennes"), "Rennes"),
        (("BP 12", "35040 RENNES CEDEX 9"), "RENNES"),
        (("1 rue X", "35000 Rennes", "France"), "Rennes"),
        (("Hauptstr. 1", "D-10115 Berlin"), "Berlin"),
        (("Kade 3", "1012 AB Amsterdam"), "Amsterdam"),
        (("1 High Street", "London SW1A 1AA"), "London"),
        (("Rennes",), ""),
        ((), ""),
        (("9" * 60,), ""),
    ],
)
def test_the_town_is_read_from_the_address(postal: tuple[str, ...], town: str) -> None:
    assert town_of(postal) == town
