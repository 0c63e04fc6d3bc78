"""Typed lines in; the text, and the signature, phone footer and disclaimer below it, out. Pure."""

import re

from relanced.intake.days import fold
from relanced.intake.reply.marks import is_footer

_MAX_SIGNATURE = 12  # lines
_MAX_PARAGRAPH = 60  # lines of a disclaimer that are looked at
_CLOSING = re.compile(
    r"(?:(?:tres |bien |meilleures |sinceres )?(?:cordialement|salutations|sinceres|amicalement|"
    r"sincerement|bien a vous|cdt|cdlt|"
    r"bonne (?:journee|reception|soiree|semaine|fin de)|belle journee|respectueusement|salut|"
    r"a bientot|merci)|"
    r"(?:best|kind|warm|many|with|yours|sincerely|regards|thanks|thank you|cheers|all the best|take care)|"
    r"(?:mit freundlichen|freundliche|mfg|viele gruße|viele grusse|beste gruße|beste grusse|gruß|"
    r"gruss|lg|vg)|"
    r"(?:saludos|un saludo|atentamente|cordiales|un cordial)|(?:cordiali saluti|distinti saluti|"
    r"cordialmente|saluti)|"
    r"(?:met vriendelijke|vriendelijke|groet|groeten|hoogachtend|mvg))\b"
)
_DISCLAIMER = re.compile(
    r"confidenti|vertraulich|riservat|vertrouwelijk|confidencial|destinataire|recipient|addressee|"
    r"adressat|empfanger|"
    r"geadresseerde|destinatari|divulg|disclos|unauthori[sz]ed|unbefugt|virus|liability|responsabilit|"
    r"haft|imprim|print|environ|umwelt|"
    r"registered (?:in|office|number)|rcs |siret|capital (?:de|social)|by mistake|par erreur|in error|"
    r"irrtumlich|privileg|legally|"
    r"terms and conditions|conditions generales|fraud|rgpd|gdpr|e-?mail|courriel|attachment|pieces? jointes?|"
    r"outside (?:of )?(?:the|your|our)|do not click|unless you|expediteur externe|ne cliquez pas|\bcaution\b"
)
_PHONE = re.compile(r"(?:\+|\b0|\()\d[\d\s().-]{7,}")


def split_signature(lines: list[str]) -> tuple[str, str]:
    """Part the text from what is added to every mail; the lines themselves are never changed."""
    kept = list(lines)
    dropped: list[str] = []
    mark = next((n for n, line in enumerate(kept) if line.rstrip() == "--" and n), None)
    if mark is not None:  # RFC 3676, 4.3: what follows «-- » is signature
        dropped[:0] = kept[mark:]
        kept = kept[:mark]
    kept, footers = _parted(kept)
    dropped[:0] = footers
    start = min(_disclaimer_at(kept), _block_at(kept))
    dropped[:0] = kept[start:]
    kept = kept[:start]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept)).strip()
    return text, "\n".join(dropped).strip()


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """Take out the lines that a telephone adds, wherever they stand."""
    return [line for line in lines if not is_footer(line)], [line for line in lines if is_footer(line)]


def _disclaimer_at(lines: list[str]) -> int:
    """The line where a closing disclaimer begins, or the end. The first paragraph is never one."""
    has_text = False
    for place, line in enumerate(lines):
        begins = bool(line.strip()) and (not place or not lines[place - 1].strip())
        if begins and has_text and _reads_as_disclaimer(_paragraph(lines, place)):
            return place
        has_text = has_text or bool(line.strip())
    return len(lines)


def _paragraph(lines: list[str], start: int) -> str:
    words: list[str] = []
    for line in lines[start : start + _MAX_PARAGRAPH]:
        if not line.strip():
            break
        words.append(line)
    return fold(" ".join(words))[:3000]


def _reads_as_disclaimer(paragraph: str) -> bool:
    return len(paragraph) > 60 and len(set(_DISCLAIMER.findall(paragraph))) >= 3


def _block_at(lines: list[str]) -> int:
    """The line after «Cordialement,» and an empty line, where only a name with function or telephone follows."""
    for place in range(len(lines) - 2, max(-1, len(lines) - 4 * _MAX_SIGNATURE), -1):
        if not (_closes(lines[place]) and not lines[place + 1].strip()):
            continue
        block = [line.strip() for line in lines[place + 1 :] if line.strip()]
        if len(block) > 1 and len(block) <= _MAX_SIGNATURE and not any(_is_sentence(line) for line in block):
            return place + 1
    return len(lines)


def _closes(line: str) -> bool:
    plain = fold(line[:80]).strip(" ,.!")
    return len(line) <= 60 and bool(_CLOSING.match(plain))


def _is_sentence(line: str) -> bool:
    if _PHONE.search(line) or "@" in line or "www." in line:
        return len(line) > 120
    return len(line) > 70 or (line.rstrip().endswith(("?", "!", ".")) and len(line.split()) > 4)
