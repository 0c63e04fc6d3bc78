"""A sheet in, the names on it that something is addressed to or sent from out, each with its lines. Pure.

Two ways to print a name: after a label («Facturé à», «Kunde», «Bill to»), or as the head of an address
in the window of an envelope, found upwards from its line with the town.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relanced.intake.days import find_days, fold
from relanced.intake.invoice.labels.hints import TITLE_LABELS
from relanced.intake.invoice.labels.labels_day import DAY_LABELS
from relanced.intake.invoice.labels.labels_money import MONEY_LABELS
from relanced.intake.invoice.labels.labels_number import NAME_LABELS, NUMBER_LABELS, NameLabel
from relanced.intake.invoice.page.sheet import Chunk, Sheet
from relanced.intake.lazy import lazy

_POSTAL = lazy(
    r"(?<!\d)(?:[A-Z]{1,2}-)?\d{5}\s+[A-ZÀ-Ý]|^(?:[A-Z]{1,2}-)?\d{4}\s+[A-ZÀ-Ý]|(?<!\d)\d{4}\s?[A-Z]{2}\s+[A-ZÀ-Ý]"
    r"|^\d{4}-\d{3}\s+[A-ZÀ-Ý]|^\d{2}-\d{3}\s+[A-ZÀ-Ý]|\bDublin\s\d{1,2}W?\b|\b[A-Z]\d[A-Z]\s\d[A-Z]\d\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b[A-Z]{2}\s\d{5}\b|\b[A-Z]\d[\dW]\s[A-Z\d]{4}\b"
)
_ISSUER = lazy(
    r"siret|siren|\brcs\b|iban|\btel\b|@|\bape\b|\bnaf\b|capital|www\.|https?:|hrb|steuernr|kvk|p\.\s?iva"
)
_GREETING = lazy(
    r"(?:herrn?|frau|firma|an|monsieur|madame|mme|m\.?|mr\.?|mrs\.?|ms\.?|dr\.?|sig\.?|senor|dhr\.?)[.,]?"
)
_LEAD = lazy(r"\w\s+(?:a|au|aux|to|for|an|per|para|aan|voor)\s*:?$")
_STREET = lazy(
    r"\d|\b(?:rue|avenue|av|bd|boulevard|place|chemin|impasse|quai|route|allee|allees|cours|square|zone|za|zi|zac|lieu-dit"
    r"|bp|cs|cedex|street|road|lane|house|park|floor|unit|suite|way|yard|court|drive|square|calle|avenida|plaza|paseo"
    r"|poligono|carrer|via|viale|piazza|corso|largo|vicolo|batiment|bat|immeuble|residence|etage|postfach|france|suisse"
    r"|deutschland|germany|espana|italia|belgique|schweiz|osterreich|united kingdom|ireland)\b"
    r"|(?:strasse|straße|str\.|weg|platz|gasse|allee|ufer|damm|straat|laan|plein|gracht)\b"
)
_STREET_START = lazy(
    r"(?:rue|avenue|av|bd|boulevard|place|chemin|impasse|quai|route|allee|allees|cours|square|za|zi|zac|zae|lieu-dit|bp"
    r"|cs|calle|avenida|avda|plaza|paseo|poligono|pol|carrer|via|viale|piazza|corso|largo|vicolo|strada|bat|batiment"
    r"|immeuble|postfach|unit|floor|suite)\b"
)
_PERSON = lazy(
    r"(?:m|mr|mme|mlle|mrs|ms|miss|dr|me|herrn?|frau|monsieur|madame|mademoiselle|sig|sig\.?ra|dott|dott\.ssa|sr|sra|don"
    r"|dona|dhr|mevr|mevrouw|messieurs|eheleute|familie|famille)\b\.?\s+\w"
)
_WITH_PERSON = lazy(r"(?<=\w),\s+(?=" + _PERSON.pattern + r")")  # «Hôtel du Belvédère, Mme Lartigau»
_DESK = lazy(
    r"(?:service|direction|departement|pole|comptabilite|accounts|accounting|finance|buchhaltung|abteilung|departamento"
    r"|contabilidad|ufficio|amministrazione|contabilita|afdeling|administratie|rechnungswesen|kreditorenbuchhaltung)\b"
)
_INDOORS = lazy(r"(?:unit|room|suite|postfach|lot|service|situation)\b")  # labels of numbers too
# «Denominazione: Officine Bertolli» holds a name; «Cap: 25065», «Comune: Lumezzane» another field.
_NAME_FIELD = lazy(
    r"(?:denominazione|ragione sociale|nome|cognome e nome|nome e cognome|name|company|company name|nom|raison sociale"
    r"|societe|nombre|razon social|empresa|naam|bedrijf|bedrijfsnaam|firma|firmenname|ditta|organisation"
    r"|entreprise)\s*:\s*"
)
_FIELD = lazy(r"[^:]{2,45}:\s*\S")
# A row of a form that is no name, whatever stands beside it.
_MERE_LABEL = lazy(
    r"(?:address|adresse|anschrift|direccion|domicilio|indirizzo|adres|sede|city|town|ville|ort|stadt|comune|localita"
    r"|poblacion|provincia|plaats|country|pays|land|pais|paese|phone|telephone|telefon|telefono|e-?mail|mail|courriel|web"
    r"|post ?code|zip(?: code)?|cp|cap|plz|postcode|commercial|representant|vendeur|page|seite|pagina)\s*:?"
)
_SMALL = lazy(r"(?:per|pour|for|para|voor|aan|an|to|für|à)\s+(?=[A-ZÀ-Ý])")  # «per Hotel Miramare»
_ALIGNED = 6.0  # points: two lines begin at one edge
_NEXT_LINE, _BLANK_LINE = 0.7, 1.6  # gaps between two lines of an address, in heights of its letters
_FAR = 150.0  # points between a label and the name beside it
_TOWN_WORDS = 3
_LINES = 7  # of one address, the name not counted


@dataclass(frozen=True, slots=True)
class Addressee:
    """A name as printed, and the lines of its address from there on."""

    name: str
    lines: tuple[Chunk, ...]  # the first holds the name
    role: NameLabel | None  # what its label says; None: it stands without one
    is_issuer: (
        bool  # registration numbers, bank or telephone stand with it: whoever issued the paper has them
    )

    @property
    def others(self) -> tuple[str, ...]:
        """The names on the two lines after it: a firm under a person's name, or a person under a firm's."""
        names = (name_in(chunk) for chunk in self.lines[1:3] if not _POSTAL.search(chunk.text))
        return tuple(name for name in names if name and not _STREET.search(fold(name)))

    @property
    def is_person(self) -> bool:
        """Whether its name is written as a person's: «Mme Durand», «z. Hd. Frau Weber»."""
        plain = self.lines[0].plain
        return bool(_PERSON.match(fold(self.name))) or _label_of(plain) is NameLabel.PERSON


def labelled(sheet: Sheet) -> Iterator[Addressee]:
    """Whoever stands after a label of a client: billed first, then the client, then who got the goods."""
    found = list(_after_labels(sheet))
    for role in (NameLabel.BILLED, NameLabel.CLIENT):
        yield from (each for each in found if each.role is role)


def heads(sheet: Sheet) -> Iterator[Addressee]:
    """The head of each address on the paper; one that is labelled as the place of delivery comes last."""
    found = list(_heads(sheet))
    yield from (each for each in found if each.role is not NameLabel.DELIVERED)
    yield from (each for each in found if each.role is NameLabel.DELIVERED)


def again(sheet: Sheet, one: Addressee) -> tuple[tuple[Chunk, ...], ...]:
    """The lines of an addressee wherever his name is printed alone: each page may repeat them."""
    name = one.lines[0].text
    return tuple(_lines(sheet, chunk) for chunk in sheet.chunks if chunk.text == name)


def name_in(chunk: Chunk) -> str:
    """The name that a chunk holds, or "": a label, a number, a street is none."""
    hits = NAME_LABELS.find(chunk.plain)[:1]
    if hits and hits[0].start == 0:
        rest = chunk.text[hits[0].end :].strip(" :")
        if not rest or hits[0].kind not in {NameLabel.CLIENT, NameLabel.BILLED}:
            return ""
    if re.match(r"\d", chunk.text) or any(find_days(chunk.text)) or _is_town(chunk.text):
        return ""
    if any(hit.start == 0 for hit in NUMBER_LABELS.find(chunk.plain)) or _is_bare_label(chunk):
        return ""
    name = clean_name(chunk.text)
    return "" if _ISSUER.search(fold(name)) else name


def _is_town(text: str) -> bool:
    """Whether a line is a town with its code, and no name before an address: «Norfolk, VA 23510»."""
    found = _POSTAL.search(text)
    before = text[: found.start()].strip(" ,") if found else ""
    town = found is not None and found.end() == len(text) and len(before.split()) <= _TOWN_WORDS
    return found is not None and (not before or (town and not re.search(r",|\s[-–—]\s", before)))


def clean_name(text: str) -> str:
    """A name without the address that follows it on its line; "" for what is no name."""
    name = text.strip(" :\t-–,")
    small = _SMALL.match(name)
    name = name[small.end() :] if small else name
    field = _NAME_FIELD.match(fold(name))
    name = name[field.end() :] if field else name
    if _FIELD.match(name) or _MERE_LABEL.fullmatch(fold(name)):
        return ""
    person = _WITH_PERSON.search(fold(name))
    name = name[: person.start()] if person else name
    cut = re.search(r"(?<!\s)\s*(?:,\s|\s[-–—−•|·]\s)", name)
    if cut and (
        re.search(r"\d", name[cut.end() :])
        or re.search(r"\s[•|·]\s", name[cut.end() :])
        or (
            _PERSON.match(fold(name)) and "," in cut[0]
        )  # «Mrs J. Whitcombe, The Old / Rectory, Lower Slaughter»
    ):
        name = name[: cut.start()]
    if len(name) > 80 or not re.search(r"[^\W\d]{2}", name) or re.match(r"(?:n[°o]|code|ref)\b", fold(name)):
        return ""
    if re.fullmatch(r"[\w/.-]*\d[\w/.-]*\d[\w/.-]*", name):
        return ""
    return " ".join(name.split())


def _after_labels(sheet: Sheet) -> Iterator[Addressee]:
    for chunk in sheet.chunks:
        hits = [hit for hit in NAME_LABELS.find(chunk.plain) if hit.start <= 2]
        if not hits or hits[0].kind not in {NameLabel.CLIENT, NameLabel.BILLED}:
            continue
        role = hits[0].kind
        rest = chunk.text[hits[0].end :]
        has_colon = rest.lstrip().startswith(":")
        label_alone = not re.search(r"\w", re.sub(r"\([^)]{0,30}\)", "", rest))  # «Cessionario (cliente)»
        short = len(chunk.plain[: hits[0].end].strip()) <= 2  # «à», «an», «to»: only with a colon
        if label_alone and (has_colon or not short):
            for place in _around(sheet, chunk):
                if name := name_in(place):
                    yield _addressee(sheet, place, name, role)
                    break
        elif has_colon or (
            rest[:1] == " " and rest.strip()[:1].isupper() and (not short or _is_loud(chunk.text))
        ):
            name = clean_name(rest)
            if name:
                yield _addressee(sheet, chunk, name, role)


def _is_loud(text: str) -> bool:
    """A short label in capitals before a name that is not: «TO Moran Foods»."""
    label, _, rest = text.partition(" ")
    return len(label) >= 2 and label.isupper() and not rest.isupper()


def _around(sheet: Sheet, label: Chunk) -> tuple[Chunk, ...]:
    """Where the name of a label may stand, likeliest first: near on the right, right under it, farther off."""
    right = () if _is_column(sheet, label) else sheet.right_of(label)[:1]
    near = tuple(other for other in right if other.left - label.right < _FAR)
    under = tuple(other for other in sheet.below(label, reach=1.2)[:1] if abs(other.left - label.left) < 6)
    below = sheet.below(label)[:2]
    # «z. Hd. Frau Weber» goes before the firm: the name is the next line of its block.
    after = tuple(
        each
        for other in (*near, *under, *below)
        if _is_lead(other)
        for each in sheet.block_below(other, most=2)
    )
    return (*near, *under, *after, *right, *below)


def _is_column(sheet: Sheet, label: Chunk) -> bool:
    """Whether a label heads a column beside others: «Rechnung Nr. | Datum | Kunde»; its value is under it."""
    others = [other for other in sheet.line_of(label) if other is not label]
    under = [other for other in sheet.below(label)[:1] if abs(other.left - label.left) < _ALIGNED]
    if any(_is_bare_label(other) or _MERE_LABEL.fullmatch(other.plain) for other in under):
        return False  # labels stand under one another: the values are beside them
    return ":" not in label.text and any(_is_bare_label(other) for other in others)


def _is_bare_label(chunk: Chunk) -> bool:
    """Whether a chunk is a label of something that is no name, and nothing more."""
    hits = [hit for found in (NUMBER_LABELS, DAY_LABELS, MONEY_LABELS) for hit in found.find(chunk.plain)[:1]]
    return any(hit.start == 0 and not re.search(r"[a-z0-9]", chunk.plain[hit.end :]) for hit in hits)


def _addressee(sheet: Sheet, chunk: Chunk, name: str, role: NameLabel | None) -> Addressee:
    lines = _lines(sheet, chunk)
    return Addressee(name, lines, role, is_issuer=any(_ISSUER.search(each.plain) for each in lines))


def _lines(sheet: Sheet, head: Chunk) -> tuple[Chunk, ...]:
    """The lines of an address from its name on, up to the next thing that has a label of its own."""
    kept = [head]
    for chunk in sheet.block_below(head, most=_LINES):
        if _opens(chunk):
            break
        kept.append(chunk)
    return tuple(kept)


def _opens(chunk: Chunk) -> bool:
    """Whether something else begins: a title, a day, another name; registration numbers go with an address."""
    others = [hit for found in (TITLE_LABELS, DAY_LABELS) for hit in found.find(chunk.plain)[:1]]
    role = _label_of(chunk.plain)
    return any(hit.start == 0 for hit in others) or (
        role is not None and role is not NameLabel.PERSON and not re.search(r"\d", chunk.text)
    )


def _heads(sheet: Sheet) -> Iterator[Addressee]:
    for chunk in sheet.chunks:
        if not _POSTAL.search(chunk.text) or len(chunk.text) > 90:
            continue
        upwards, role = [chunk], None
        gap = 0.0
        for _ in range(_LINES - 1):
            above = next(
                (other for other in reversed(sheet.chunks) if _stands_on(other, upwards[-1], gap)), None
            )
            # Another address ends over it: our own in one line over the window (DIN 5008), or of several.
            if above is None or _POSTAL.search(above.text):
                break
            if _is_label(above) or _leads_in(above.plain):
                role = _label_of(above.plain)
                break
            gap = upwards[-1].top - above.bottom
            upwards.append(above)
        while len(upwards) > 1 and (_is_lead(upwards[-1]) or _is_desk(upwards[-1])):
            upwards.pop()
        name = clean_name(upwards[-1].text)
        if name and not _is_street(upwards[-1].text) and not _is_town(upwards[-1].text):
            lines = (*reversed(upwards), *sheet.block_below(chunk, most=4))
            yield Addressee(name, lines, role, is_issuer=any(_ISSUER.search(each.plain) for each in lines))


def _is_street(text: str) -> bool:
    """Whether a line tells a street and no name: «PLAZA DE ESPAÑA 3», «ZA Nord, lot 12»."""
    return bool(re.match(r"\d", text)) or bool(_STREET_START.match(fold(text)) and re.search(r"\d", text))


def _label_of(plain: str) -> NameLabel | None:
    return next((hit.kind for hit in NAME_LABELS.find(plain)[:1] if hit.start <= 1), None)


def _is_lead(chunk: Chunk) -> bool:
    """A line for the attention of somebody: the firm follows."""
    return _label_of(chunk.plain) is NameLabel.PERSON


def _is_desk(chunk: Chunk) -> bool:
    """A line that names a department; whose it is follows."""
    return bool(_DESK.match(chunk.plain))


def _leads_in(plain: str) -> bool:
    """A line that only leads to a name: «Madame», or whatever ends in «à», «to», «an»."""
    return bool(_GREETING.fullmatch(plain) or _LEAD.search(plain))


def _is_label(chunk: Chunk) -> bool:
    """Whether an address begins under this: a title, or a label with no words of its own after it."""
    if _INDOORS.match(chunk.plain):
        return False
    labels = (TITLE_LABELS, NAME_LABELS, NUMBER_LABELS, DAY_LABELS)
    hits = [hit for found in labels for hit in found.find(chunk.plain)[:1] if hit.start == 0]
    return ":" in chunk.text or any(not re.search(r"[a-z]{2}", chunk.plain[hit.end :]) for hit in hits)


def _stands_on(above: Chunk, below: Chunk, usual: float) -> bool:
    """Whether a line stands right over another, or as far off as the line before, in the same column and size.

    Over the town programs leave the second line of a street empty: `usual` is 0 there.
    """
    gap = below.top - above.bottom
    if above.line >= below.line or not -0.4 * below.height <= gap <= _BLANK_LINE * below.height:
        return False
    if gap <= _NEXT_LINE * below.height:
        return abs(above.left - below.left) < 4 or abs(above.right - below.right) < 4
    same = abs(above.left - below.left) < 1 and abs(above.height - below.height) < 1
    return same and (not usual or abs(gap - usual) < 1)
