"""Lines of a mail in, where quoted history begins out: «>», attributions, header blocks, rulers. Pure."""

import re

from relanced.intake.days import fold

_MAX_ATTRIBUTION = 400  # characters, over up to three lines
_BEGINNINGS = (
    "le ",
    "on ",
    "am ",
    "el ",
    "il ",
    "op ",
    "den ",
    "em ",
    "a la date",
    "message du ",
    "il giorno ",
)
_VERBS = re.compile(
    r"\b(?:a ecrit|ecrit|ecrivait|a envoye|wrote|writes|schrieb|geschrieben|escribio|ha scritto|"
    r"scrisse|schreef|"
    r"geschreven)\b"
)
_WHEN_OR_WHO = re.compile(r"\d{1,2}[:h.]\d{2}|\b(?:19|20)\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|@")
_LABEL = re.compile(
    r"[*_\s]{0,80}(?P<name>de|from|von|da|van|envoye(?: le| par)?|date|sent|gesendet|datum|fecha|"
    r"enviado(?: el)?|data|inviato|"
    r"verzonden|a|to|an|para|aan|per|cc|copie(?: a)?|kopie|objet|subject|betreff|asunto|oggetto|onderwerp|"
    r"expediteur|destinataire|sujet|antwort an|reply-to|repondre a)[*_]{0,40}\s?[:：]"
)
_RULER = re.compile(
    r"[-_=*\s>]*\b(?:message d.origine|message original|mail original|original message|forwarded message|"
    r"message transfere|message reexpedie|ursprungliche nachricht|originalnachricht|urspr. nachricht|"
    r"weitergeleitete nachricht|mensaje original|messaggio originale|oorspronkelijk bericht|"
    r"original appointment|begin forwarded message|debut du message reexpedie)\b[-_=*\s:]*"
)
_ORANGE = re.compile(r"message du \d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b.{0,40}")
_FOOTER = re.compile(
    r"(?:envoye|ecrit|redige) (?:de(?:puis)?|a partir de|avec|via|par) .{1,60}"
    r"|envoye a partir d.{1,60}"
    r"|(?:sent|written) (?:from|with|via) .{1,60}"
    r"|(?:get|obtenir|obtenez|telecharger|telechargez|holen sie sich|obtener|scarica|"
    r"download) outlook .{0,40}"
    r"|(?:von|vom) mein\w{0,3} .{1,40} gesendet|gesendet (?:von|mit|aus) .{1,60}"
    r"|enviado desde .{1,60}|inviato da(?:l)? .{1,60}|verzonden (?:vanaf|vanuit|met|via) .{1,60}"
    r"|provenance : .{1,40}"
)
_DEVICE = re.compile(
    r"iphone|ipad|samsung|galaxy|android|outlook|mobile|smartphone|telephone|portable|tablet|handy|"
    r"movil|cellulare|"
    r"telefono|huawei|xiaomi|oppo|pixel|mail|yahoo|orange|proton|gmail|thunderbird|app\b|blackberry|"
    r"gsm|telefoon"
)


def is_quoted(line: str) -> bool:
    """Whether a line is quoted by «>» (RFC 3676, 4.5)."""
    return line[:4].lstrip(" \ufeff").startswith(">")


def attribution_at(lines: list[str], place: int) -> int:
    """How many lines «On … X wrote:» takes here (mail programs wrap it over up to three); 0 for none.

    It must end in a colon, hold a verb of writing, and a time, a date or an address: «votre
    collègue a écrit :» is somebody's sentence.
    """
    first = fold(lines[place]).strip(" *_\t")
    if not first.startswith(_BEGINNINGS) and not ("@" in first or _VERBS.search(first[:_MAX_ATTRIBUTION])):
        return 0
    joined = ""
    for length in (1, 2, 3):
        if place + length > len(lines) or is_quoted(lines[place + length - 1]):
            return 0
        line = fold(lines[place + length - 1]).strip(" *_\t")
        joined = f"{joined} {line}".strip()
        if not line or len(joined) > _MAX_ATTRIBUTION:
            return 0
        if joined.endswith((":", ": >")):
            return length if _VERBS.search(joined) and _WHEN_OR_WHO.search(joined) else 0
    return 0


def header_block_at(lines: list[str], place: int) -> bool:
    """Whether a block of at least three labels («De :», «Envoyé :», «À :», «Objet :») begins here."""
    if not _LABEL.match(fold(lines[place][:80]).strip()):
        return False
    names: set[str] = set()
    for line in lines[place : place + 12]:
        found = _LABEL.match(fold(line[:80]).strip())
        if found:
            names.add(found["name"])
        elif not line.strip() and len(names) >= 2:
            break
    return len(names) >= 3


def ruler_at(lines: list[str], place: int) -> bool:
    """Whether a ruler that opens a quoted mail stands here: «-----Message d'origine-----», «_____»."""
    line = fold(lines[place][:200]).strip()
    if _ORANGE.fullmatch(line):
        return True
    if _RULER.fullmatch(line):
        return line[:1] in "-_=*>" or line.endswith(":") or _follows(lines, place)
    return len(line) >= 5 and not line.strip("_-") and _follows(lines, place)


def _follows(lines: list[str], place: int) -> bool:
    later = [n for n in range(place + 1, min(place + 4, len(lines))) if lines[n].strip()]
    return bool(later) and header_block_at(lines, later[0])


def is_footer(line: str) -> bool:
    """Whether a telephone or mail program added this line: «Envoyé de mon iPhone»."""
    plain = fold(line[:120]).strip(" *_\t.[]<>")
    return bool(_FOOTER.fullmatch(plain)) and bool(_DEVICE.search(plain))
