"""Typed lines in; the text, and the signature, phone footer and disclaimer beside it, out. Pure, linear."""

import re

from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.intake.reply.split.contact import (
    is_contact,
    is_name,
    is_role,
    is_shouted,
    is_sure_contact,
    is_tagline,
)
from relanced.intake.reply.split.disclaimer import is_banner, is_disclaimer
from relanced.intake.reply.split.foot import is_house_text, is_server_text
from relanced.intake.reply.split.marks import is_footer

_MAX_SIGNATURE = 12  # lines
_MAX_LAYERS = 4
_MAX_FEET = 6  # paragraphs
_MAX_PARAGRAPH = 60  # lines of a disclaimer that are looked at
_CLOSING = lazy(
    r"(?:(?:tres |bien |meilleures |sinceres )?(?:cordialement|salutations|sinceres|amicalement|"
    r"sincerement|bien a vous|cdt|cdlt|crdlt|"
    r"bonne (?:journee|reception|soiree|semaine|fin de)|belle journee|respectueusement|salut|"
    r"a bientot|merci|(?:en )?vous (?:en )?(?:souhaitant|remerciant)|dans l'attente|"
    r"restant a votre|(?:veuillez|je vous prie d'|nous vous prions d')\s?(?:agreer|recevoir|croire))|"
    r"(?:best|kind|warm|many|with|yours|sincerely|regards|thanks|thank you|cheers|all the best|take care)|"
    r"(?:mit freundlichen|freundliche|mfg|viele gruße|viele grusse|beste gruße|beste grusse|schone gruße|"
    r"herzliche gruße|gruß|gruss|lg|vg|hochachtungsvoll)|"
    r"(?:saludos|un saludo|atentamente|cordiales|un cordial|muchas gracias|gracias)|"
    r"(?:cordiali saluti|distinti saluti|cordialmente|saluti|un saluto|grazie)|"
    r"(?:met vriendelijke|vriendelijke|groet|groeten|hoogachtend|mvg|bedankt)|"
    r"(?:atenciosamente|com os melhores|melhores cumprimentos|cumprimentos|obrigad[oa]))\b"
)


_FORMAL = lazy(
    r"(?:veuillez|je vous prie|nous vous prions|bien a vous|yours|mit freundlichen|met vriendelijke)\b"
)
_GREETING = lazy(
    r"\W*(?:bonjour|bonsoir|hello|hi|hey|dear|good (?:morning|afternoon)|hallo|guten|sehr geehrte|liebe|hola|buen[oa]s|"
    r"estimad|buongiorno|gentil|egregi|spett|beste|geachte|goede|cher|chere|madame|monsieur|mesdames|messieurs|salut)"
)
_THANKS = lazy(r"\W*(?:merci|thank|many thanks|danke|gracias|muchas|grazie|bedankt|obrigad)")
_SHORT = 5  # words of a line that closes


def split_signature(lines: list[str], *, below_quote: bool = False) -> tuple[str, str]:
    """Part the text from what is added to every mail; the lines themselves are never changed.

    `below_quote`: these lines stand below quoted ones, so even their first paragraph may be a disclaimer.
    """
    kept, dropped = split_footers(lines)
    mark = next(
        (n for n, line in enumerate(kept) if line.rstrip() in {"--", "—"} and (n or below_quote)), None
    )
    if mark is not None:  # RFC 3676, 4.3: what follows «-- » is signature
        dropped[:0] = kept[mark:]
        kept = kept[:mark]
    kept, banners = _without_banners(kept)
    start = _disclaimer_at(kept, begun=below_quote)
    for _ in range(_MAX_LAYERS):  # a name, the house's papers, a block of the firm, the ticket program's line
        before, start = start, _block_at(kept[: _foot_at(kept[:start])])
        if start == before:
            break
    dropped[:0] = [*banners, *kept[start:]]
    return _tidy(kept[:start]), "\n".join(dropped).strip()


def split_footers(lines: list[str]) -> tuple[list[str], list[str]]:
    """Take out the lines that a telephone adds, wherever they stand."""
    return [line for line in lines if not is_footer(line)], [line for line in lines if is_footer(line)]


def _tidy(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def _without_banners(lines: list[str]) -> tuple[list[str], list[str]]:
    """Take out what a server puts above a mail from outside: a paragraph of its own, at the top."""
    starts = [n for n, line in enumerate(lines[:40]) if line.strip() and (not n or not lines[n - 1].strip())]
    for start in starts[:2]:
        end = next((n for n in range(start, len(lines)) if not lines[n].strip()), len(lines))
        rest = [*lines[:start], *lines[end:]]
        if is_banner(" ".join(lines[start:end])) and any(line.strip() for line in rest):
            return rest, lines[start:end]
    return lines, []


def _disclaimer_at(lines: list[str], *, begun: bool) -> int:
    """The line where a closing disclaimer begins, or the end. The first paragraph of a mail is never one."""
    has_text = begun
    for place, line in enumerate(lines):
        begins = bool(line.strip()) and (not place or not lines[place - 1].strip())
        if begins and has_text and _is_added(_paragraph(lines, place)):
            return place
        has_text = has_text or bool(line.strip())
    return len(lines)


def _foot_at(lines: list[str]) -> int:
    """The line where what a template adds below a closing or a name begins, or the end.

    Only the last paragraphs, never the first; where nobody closed, only a ticket program's.
    """
    end = len(lines)
    for _ in range(_MAX_FEET):
        last = end
        while last and not lines[last - 1].strip():
            last -= 1
        start = last
        while start and lines[start - 1].strip() and last - start < _MAX_PARAGRAPH:
            start -= 1
        above = [line for line in lines[:start][-3 * _MAX_SIGNATURE :] if line.strip()]
        paragraph = " ".join(lines[start:last])
        if not above or not paragraph:
            break
        if is_server_text(paragraph) or (is_house_text(paragraph) and _is_closed(above)):
            end = start
        elif is_server_text(lines[last - 1]):
            end = last - 1
        else:
            break
    return end


def _is_closed(above: list[str]) -> bool:
    """Whether a line closed the mail: «Cordialement,», or a name alone that no greeting is."""
    return any(
        (closes(line) and (len(line.split()) <= _SHORT or _FORMAL.match(fold(line[:40]))))
        or (place > 0 and is_name(line) and not _GREETING.match(fold(line[:40])))
        for place, line in enumerate(above)
    )


def _is_added(paragraph: str) -> bool:
    return is_disclaimer(paragraph) or is_banner(paragraph)


def _paragraph(lines: list[str], start: int) -> str:
    words: list[str] = []
    for line in lines[start : start + _MAX_PARAGRAPH]:
        if not line.strip():
            break
        words.append(line)
    return " ".join(words)[:3000]


def _block_at(lines: list[str]) -> int:
    """The line where a block of name, function, telephone begins that closes the mail, or the end.

    Below «Cordialement,» or a first name and an empty line names are enough; what stands right below
    either was typed. Elsewhere something must be a telephone, an address, a legal form.
    """
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    starts: list[int] = []
    for start in range(end - 1, max(0, end - 2 * _MAX_SIGNATURE), -1):
        if lines[start].strip() and (closes(lines[start]) or not is_contact(lines[start])):
            break
        if lines[start].strip() and not lines[start - 1].strip():
            starts.append(start)
    found = [start for start in reversed(starts) if _is_block(lines, start, end)]
    # «Damien», «Noted»: a word alone in its paragraph was typed, where a block follows that does without it
    typed = [at for at in found[:-1] if len(lines[at].split()) == 1 and not lines[at + 1].strip()]
    return next((start for start in found if start not in typed), len(lines))


def _is_block(lines: list[str], start: int, end: int) -> bool:
    before = [line for line in lines[: _foot_at(lines[:start])] if line.strip()]
    above = before[-1] if before else ""
    block = [line for line in lines[start:end] if line.strip()]
    if not above or len(block) > _MAX_SIGNATURE:
        return False
    if any(map(is_shouted, block)) and not any(
        is_sure_contact(line) for line in block if not is_shouted(line)
    ):
        return False
    if len(block) == 1 and is_tagline(block[0]) and _THANKS.match(fold(above)):
        return False
    if closes(above) or (is_name(above) and len(before) > 1):
        return len(block) > 1 or is_sure_contact(block[0]) or len(block[0].split()) > 1
    is_person = is_name(block[0]) and any(map(is_role, block[1:]))
    return len(block) > 1 and (is_person or any(map(is_sure_contact, block)))


def closes(line: str) -> bool:
    """Whether it is the line before a name: «Cordialement,»."""
    plain = fold(line[:80]).strip(" ,.!")
    return len(line) <= 90 and bool(_CLOSING.match(plain))
