"""Lines of a mail in, where quoted history begins out: «>», attributions, header blocks, rulers. Pure."""

import re

from relanced.intake.days import fold
from relanced.intake.lazy import lazy

_MAX_ATTRIBUTION = 400  # characters, over up to four lines
_MAX_BLOCK = 16  # lines of a header block, its folded values and empty lines among them
_BEGINNINGS = (
    *("le ", "on ", "am ", "el ", "il ", "op ", "den ", "em ", "a ", "in data ", "a la date", "message du "),
    *("lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mon", "tue", "wed", "thu", "fri", "sat", "sun"),
)
_VERBS = lazy(
    r"\b(?:ecrit|ecrivait|envoye|wrote|writes|schrieb|geschrieben|escribio|ha escrito|"
    r"ha scritto|scrisse|schreef|geschreven|escreveu)\b"
)
_WHEN_OR_WHO = lazy(r"\d{1,2}[:h.]\d{2}|\b(?:19|20)\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|[\w.+-]{1,64}@\w")
_SURE = lazy(r"\d{1,2}[:h.]\d{2}\b|[\w.+-]{1,64}@\w")
_TO_SOMEBODY = lazy(
    r"\b(?:vous|votre|vos|nous|notre|m'a|m'avez|me|you|your|we|our|my|sie|ihr|ihre|wir|uns|mir|usted|"
    r"ustedes|su|sus|nos|"
    r"me|voi|vostro|vostra|lei|ci|uw|jullie|ons|wij)\b"
)
# Which header each label stands for: FROM and WHEN tell a header block where few labels are left.
_NAMES = {
    "from": "de from von da van expediteur absender mittente afzender remitente",
    "when": (
        "envoye|envoye le|date|sent|gesendet|datum|fecha|enviado|enviado el|enviada|enviada em|data|inviato|"
        "verzonden|date d'envoi|enviado em|gesendet am|inviato il|verzonden op"
    ),
    "to": "a to an para aan per pour destinataire empfanger destinatario",
    "copy": "cc|copie|copie a|kopie|bcc|cci|copia",
    "about": "objet subject betreff asunto oggetto onderwerp assunto sujet betrifft",
    "other": "antwort an|reply-to|repondre a|importance|wichtigkeit|priorite|pieces jointes|attachments|envoye par",
}
_KIND = {
    label: kind
    for kind, labels in _NAMES.items()
    for label in (labels.split("|") if "|" in labels else labels.split())
}
_LABEL = lazy(
    r"[*_>|•\s]{0,40}(?P<name>"
    + "|".join(sorted(map(re.escape, _KIND), key=len, reverse=True))
    + r")[*_|]{0,10}\s{0,12}[:：]"
)
_RULER = lazy(
    r"[-_=*\s>]*\b(?:message d.origine|message original|mail original|original message|original mail|"
    r"forwarded message|message transfere|message reexpedie|courriel original|"
    r"ursprungliche nachricht|ursprungliche mail|originalnachricht|urspr. nachricht|"
    r"weitergeleitete nachricht|"
    r"mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|"
    r"doorgestuurd bericht|mensagem original|mensagem encaminhada|original appointment|"
    r"begin forwarded message|debut du message (?:reexpedie|transfere)|anfang der weitergeleiteten nachricht|"
    r"inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht)\b[-_=*\s:]*"
)
_ORANGE = lazy(r"message du(?: :)? ?\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b.{0,40}")
_FOOTER = lazy(
    r"(?:envoye|ecrit|redige) (?:de(?:puis)?|a partir de|avec|via|par) .{1,60}"
    r"|envoye a partir d.{1,60}"
    r"|(?:sent|written) (?:from|with|via) .{1,60}"
    r"|(?:get|obtenir|obtenez|telecharger|telechargez|holen sie sich|obtener|obten|scarica|ottieni|"
    r"download) outlook .{0,40}"
    r"|outlook (?:fur|voor|per|para|pour|for) .{1,40}"
    r"|(?:von|vom) mein\w{0,3} .{1,40} gesendet|(?:mit|uber) .{1,50} gesendet|gesendet (?:von|mit|aus|"
    r"uber) .{1,60}"
    r"|enviado (?:desde|con|do|pelo) .{1,60}|inviato (?:da(?:l)?|con) .{1,60}"
    r"|(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via) .{1,60}"
    r"|provenance : .{1,40}"
)
_DEVICE = lazy(
    r"iphone|ipad|samsung|galaxy|android|outlook|mobile|smartphone|telephone|portable|tablet|handy|"
    r"movil|cellulare|"
    r"telefono|huawei|xiaomi|oppo|pixel|mail|yahoo|orange|proton|gmail|thunderbird|app\b|blackberry|"
    r"gsm|telefoon|\bios\b"
)


def is_quoted(line: str) -> bool:
    """Whether a line is quoted by «>» (RFC 3676, 4.5)."""
    return line[:4].lstrip(" \ufeff").startswith(">")


def attribution_at(lines: list[str], place: int) -> int:
    """How many lines «On … X wrote:» takes here (mail programs wrap it over up to four); 0 for none.

    It must end in a colon, hold a verb of writing, and a time, a date or an address: «votre
    collègue a écrit :» is somebody's sentence.
    """
    first = fold(lines[place][:_MAX_ATTRIBUTION]).strip(" *_\t")
    if not (first.startswith(_BEGINNINGS) or "@" in first or _VERBS.search(first)):
        return 0
    joined = ""
    for length in (1, 2, 3, 4):
        if place + length > len(lines) or is_quoted(lines[place + length - 1]):
            return 0
        line = fold(lines[place + length - 1][: _MAX_ATTRIBUTION + 1]).strip(" *_\t")
        joined = f"{joined} {line}".strip()
        if not line or len(joined) > _MAX_ATTRIBUTION:
            return 0
        if joined.endswith((":", ": >")):
            return length if _VERBS.search(joined) and _names_sender(joined) else 0
    return 0


def _names_sender(attribution: str) -> bool:
    """Whether it names when or who, as a program does; «le 12/03 vous nous avez écrit :» is somebody's."""
    if "@" in attribution:
        return bool(_WHEN_OR_WHO.search(attribution))
    return bool(_WHEN_OR_WHO.search(attribution)) and not _TO_SOMEBODY.search(attribution)


def is_machine_made(attribution: str) -> bool:
    """Whether it holds an address or a time of day: enough to take all below it for history."""
    return bool(_SURE.search(fold(attribution[:_MAX_ATTRIBUTION])))


def label_at(line: str) -> str:
    """Which header a line is the label of: from, when, to, copy, about, other; "" for none."""
    found = _LABEL.match(fold(line[:120]).strip())
    return _KIND[found["name"]] if found else ""


def header_block_at(lines: list[str], place: int) -> int:
    """How many lines a block of labels («De :», «Envoyé :», «À :», «Objet :») takes here; 0 for none.

    Three labels make one; two do where one is the sender with an address or the other a time.
    """
    if not label_at(lines[place]):
        return 0
    begins = label_at(lines[place]) in {"from", "when"}
    kinds: set[str] = set()
    last = place
    for at in range(place, min(place + _MAX_BLOCK, len(lines))):
        kind = label_at(lines[at])
        if kind and (kind not in kinds or kind == "other"):
            kinds.add(kind)
            last = at
        elif at > last + 3 or (not lines[at].strip() and not (begins and _label_next(lines, at))):
            break
    block = lines[place : last + 1]
    is_block = len(kinds) >= 3 or ({"from", "when"} <= kinds and any(map(_names_when_or_who, block)))
    is_block = is_block or ({"from", "about"} <= kinds and any("@" in line[:300] for line in block))
    return len(block) if is_block else 0


def _label_next(lines: list[str], place: int) -> bool:
    """Whether an empty line stands between two lines of a block, as where each is a paragraph."""
    return place + 1 < len(lines) and bool(
        label_at(lines[place + 1]) or lines[place - 1].rstrip().endswith(":")
    )


def _names_when_or_who(line: str) -> bool:
    return bool(_WHEN_OR_WHO.search(line[:300]))


def ruler_at(lines: list[str], place: int) -> bool:
    """Whether a ruler that opens a quoted mail stands here: «-----Message d'origine-----», «_____»."""
    line = fold(lines[place][:200]).strip()
    if _ORANGE.fullmatch(line):
        return True
    if _RULER.fullmatch(line):
        return line[:1] in "-_=*>" or line.endswith(":") or _follows(lines, place)
    return len(line) >= 5 and not line.strip("_-=") and _follows(lines, place)


def _follows(lines: list[str], place: int) -> bool:
    later = [n for n in range(place + 1, min(place + 4, len(lines))) if lines[n].strip()]
    return bool(later) and bool(header_block_at(lines, later[0]))


def label_follows(lines: list[str], place: int) -> bool:
    """Whether one of the next lines that are not empty is the label of a header block."""
    later = [line for line in lines[place + 1 : place + 6] if line.strip()]
    return any(label_at(line) in {"from", "when"} for line in later[:3])


def is_footer(line: str) -> bool:
    """Whether a telephone or mail program added this line: «Envoyé de mon iPhone»."""
    plain = fold(line[:120]).strip(" *_\t.[]<>")
    return bool(_FOOTER.fullmatch(plain)) and bool(_DEVICE.search(plain))
