"""A quoted mail as it looks in; what somebody typed into it in another colour out. Pure, linear."""

from collections import Counter

from relanced.intake.reply.split.contact import is_contact
from relanced.intake.reply.split.look import Look
from relanced.intake.reply.split.pointing import Announced
from relanced.intake.reply.split.rows import QuotedMail, Row

_MIN_WORDS = 2  # of a line that nobody announced


def mark_ink(mail: QuotedMail, announced: Announced) -> None:
    """Find the pieces whose colour is not that of the mail around them.

    A letter has colours of its own: links, headings, cells, single words and amounts. `announced`:
    what the writer says of his answers, as «mes réponses en rouge»; then one word is enough.
    """
    around = look_around(mail)
    by_hand = any(_is_ink(look, around, Announced.NO) for row in mail.rows for look, _ in row.pieces)
    began = False
    for row in mail.rows:
        if row.is_ours:
            began = True
            continue
        inked = [
            _is_ink(look, around, announced) and (look.is_typed or look.is_strong or not by_hand)
            for look, _ in row.pieces
        ]
        said = " ".join(
            "".join(
                text if is_ink else "\n" for (_, text), is_ink in zip(row.pieces, inked, strict=True)
            ).split()
        )
        if said and (announced is not Announced.NO or _counts(row, inked, said, began=began)):
            row.said = row.said or said
        began = began or any(
            not is_ink and text.strip() for (_, text), is_ink in zip(row.pieces, inked, strict=True)
        )


def look_around(mail: QuotedMail) -> tuple[str, bool]:
    """The look that most letters of the mail have."""
    counted: Counter[tuple[str, bool]] = Counter()
    for row in mail.rows:
        for look, text in row.pieces:
            counted[look.colour, look.is_strong] += len(text.strip())
    return counted.most_common(1)[0][0] if counted else ("", False)


def _is_ink(look: Look, around: tuple[str, bool], announced: Announced) -> bool:
    if look.is_fixed:
        return False
    if announced is Announced.BOLD and look.is_strong and not around[1]:
        return True
    if announced is not Announced.NO:
        return bool(look.colour) and look.colour != around[0]
    return look.is_typed and look.colour != around[0]


def _counts(row: Row, inked: list[bool], said: str, *, began: bool) -> bool:
    """Whether this is a sentence of somebody's, not a heading or a stressed amount of the letter itself."""
    words = [word for word in said.split() if any(map(str.isalpha, word))]
    whole = all(is_ink or not text.strip() for (_, text), is_ink in zip(row.pieces, inked, strict=True))
    if is_contact(said) or not began or (not whole and not inked[-1]):
        return False
    return len(words) >= (_MIN_WORDS if whole else _MIN_WORDS + 1)
