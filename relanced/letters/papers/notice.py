"""The words of a formal notice in, the letter on paper out: for a window envelope, to be signed and posted. Pure."""

import re

from relanced.letters.body import Block, Body, Link, Paragraph, Table, colon_of
from relanced.letters.papers.values import NUMBER_CAP, client_values, filters_of, firm_values
from relanced.letters.plain import NAME_CAP, plain
from relanced.letters.render import Rendered
from relanced.model.actions import Reminder
from relanced.model.paper import Json, Paper
from relanced.model.rules import Firm

_KEPT = 2
_SHORT = 600  # characters: what is kept together must fit on a page with the enclosures

# The last line of a European postal address: «35000 Rennes», «D-10115 Berlin», «Dublin 2», «London SW1A 1AA».
_BEFORE_TOWN = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}(?: [A-Z]{2})? +")
_AFTER_TOWN = re.compile(r"(?<! ) ++(?:CEDEX\b.*|[A-Z]{0,2}\d.{0,7})$", re.IGNORECASE)


def notice(
    rendered: Rendered,
    reminder: Reminder,
    firm: Firm,
    *,
    reference: str = "",
    enclosures: tuple[str, ...] = (),
) -> Paper:
    """The letter: letterhead, recipient, registered post, place and day, subject, body, signature, enclosures.

    `enclosures`: what goes into the envelope beside it, a line each.
    """
    write = filters_of(rendered.language, firm)
    return Paper(
        name="notice",
        language=rendered.language,
        title=plain(rendered.subject, NAME_CAP),
        on=reminder.on,
        data={
            "firm": firm_values(firm),
            "client": client_values(reminder.client, reminder.to),
            "place": town_of(firm.postal),
            "on": write.day(reminder.on),
            "subject": plain(rendered.subject, 250),
            "reference": plain(reference, NUMBER_CAP),
            "blocks": [_block(block, rendered.language) for block in rendered.body],
            "last": _last(rendered.body),
            "enclosures": [plain(each, NAME_CAP) for each in enclosures],
        },
    )


def _last(body: Body) -> int:
    """How many paragraphs at the end stay with the signature: two, as long as they are short ones."""
    kept = 0
    for block in reversed(body):
        if kept == _KEPT or not isinstance(block, Paragraph) or len(block.text) > _SHORT:
            break
        kept += 1
    return kept


def town_of(postal: tuple[str, ...]) -> str:
    """The town of an address, for «Rennes, le 18 mai 2026»; "" where its last line with a number shows none."""
    for line in reversed(postal):
        cleaned = plain(line, 60)
        town = _BEFORE_TOWN.sub("", _AFTER_TOWN.sub("", cleaned), count=1).strip()
        if town != cleaned and town and not any(char.isdigit() for char in town):
            return town
    return ""


def _block(block: Block, language: str) -> Json:
    match block:
        case Paragraph(text):
            return {
                "kind": "paragraph",
                "text": "\n".join(map(str.strip, text.strip("\n").split("\n"))),
                "set_in": text.startswith("  "),
            }
        case Table(head, rows, total, right):
            return {
                "kind": "table",
                "head": list(head),
                "rows": [list(row) for row in rows],
                "total": list(total),
                "right": list(right),
            }
        case Link(label, url):
            return {"kind": "paragraph", "text": f"{label}{colon_of(language)} {url}", "set_in": False}
