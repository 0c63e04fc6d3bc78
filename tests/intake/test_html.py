"""HTML becomes its visible text, however deep it nests."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from relanced.intake.html import MAX_HTML, _levelled, html_to_text, node_text, parse_html

NEST = "<div></x>" * 1_600  # what makes a document costly: never closed
TAGS = tuple(
    """div p b a font span blockquote table tr td th tbody caption col ul li dd h1 h2 form button center object
    select option svg math template noscript nobr image frameset html head body section details hr input textarea
    plaintext iframe style title script""".split()  # noqa: SIM905 - a list of fifty strings reads worse
)
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from([f"<{tag} style='display:none'>" for tag in TAGS]),
    st.sampled_from(
        [
            "<br>", "<!-- c > -->", "<!-->", "<img alt='a>b'>", "<a href=x>", '<td class="a > b" x=\'>\'>',
            '<i ="x>', "<style>p{}</style>", "<script>a<b</script>", "<?x>", "</>", "< ", "&eacute;",
            "<![CDATA[ w7w ]]>",
        ]
    ),
    st.integers(0, 999).map(lambda number: f" w{number}w "),
)  # fmt: skip


def words_of(text: str) -> list[str]:
    return sorted(re.findall(r"w[0-9]+w", text))


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=40).map(" w1000w ".join))
@example("<p style='display:none'> w1w <div> w2w ")
@example("<textarea> w1w <b> w2w ")
@example("<a><span style='display:none'><a> w1w ")
@example("<p><b></p><span style='display:none'></b> w1w ")
@example("<select><span style='display:none'> w1w </span>")
@example("<svg><style><b> w1w ")
@example("<svg><![CDATA[ w1w ]]>")
@example("<noscript> w1w </noscript>")
@example("<plaintext><style> w1w ")
def test_a_levelled_nest_keeps_every_visible_word(html: str) -> None:
    shown = words_of(html_to_text(html))
    levelled = words_of(html_to_text(_levelled(html)))

    assert not [word for word in shown if shown.count(word) > levelled.count(word)]


@pytest.mark.parametrize("page", ["html", "body"])
def test_a_page_that_hides_itself_whole_is_read(page: str) -> None:
    assert html_to_text(f"<{page} style='display:none'>said") == "said"


@pytest.mark.parametrize(
    "tag", ["<div>", "<table><tr><td>", "<b>", "<blockquote>", "<div></x>", "<svg><input>"]
)
def test_a_megabyte_of_nests_is_read(tag: str) -> None:
    html = " first " + tag * ((MAX_HTML - 100) // len(tag)) + " last "

    assert html_to_text(html).split() == ["first", "last"]


def test_fonts_left_open_do_not_multiply() -> None:
    fonts = "<p>" + "".join(f"<font size={size}>" for size in range(3_000)) + "</p>"
    html = fonts + "<p>x" * 20_000

    assert html_to_text(html).split() == ["x"] * 20_000


def test_a_nest_keeps_its_quotes_its_tables_and_what_it_hides() -> None:
    html = (
        "<title>no</title><div style='display:none'>no</div><noscript>no</noscript>"
        "<blockquote type=cite>said</blockquote><table><tr><td>12,00<td>EUR<tr><td>13,00</table>"
    )
    tree = parse_html(html + NEST)
    (quote,) = tree.css("blockquote[type=cite]")

    assert node_text(quote) == "said"
    assert [[node_text(cell) for cell in row.css("td")] for row in tree.css("tr")] == [
        ["12,00", "EUR"],
        ["13,00"],
    ]
    assert html_to_text(html + NEST).split() == ["said", "12,00", "EUR", "13,00"]


def test_a_long_but_flat_mail_keeps_its_tree() -> None:
    html = "<table>" + "<tr><td><b>x</b></td></tr>" * 5_000 + "</table>"

    assert len(parse_html(html).css("tr > td > b")) == 5_000
