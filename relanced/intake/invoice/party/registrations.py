"""A sheet and the client's lines on it in, the client's registration numbers out: SIREN, VAT, UID. Pure.

Two clients with one registration are one client, so a number that may be ours, or another's, gives
nothing: it counts only in the client's own address block or after a label that speaks of the client,
with its check digits right, and where it stands nowhere else on the sheet.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import product

from relanced.intake.invoice.labels.labels import Hit, Labels, words_of
from relanced.intake.invoice.page.sheet import Chunk, Sheet
from relanced.intake.lazy import lazy
from relanced.model.names import ClientId

_FAR = 250.0  # points between a label and a number beside it
_MAX_WORDS = 7  # of one number: «FR 40 303 265 045»
_DIGITS = lazy(r"[0-9](?:[\s.]{0,2}[0-9]){8,40}(?![\w])")
_SIGNS = lazy(r"[\s.:,#°()-]*")
# Who prints this beside a number prints his own: share capital, bank account, trade register.
_ISSUER = lazy(
    r"\biban\b|\bbic\b|\brcs\b|capital|\bape\b|\bnaf\b|\bhr[ab]\b|amtsgericht|rea\b|registro mercantil"
)
# «Service client», «N° client», «customer no»: words that speak of a client, and not of his registration.
_DESK = lazy(
    r"(?:services?|relations?|espace|suivi|code|compte|n[°o]?|nr|numero|ref|reference|id)[\s.:°]{0,3}$"
)


class Register(Enum):
    """Whose number a label announces; the value is the country of a number without a country before it."""

    SIREN = "FR"
    VAT = ""
    SPANISH = "ES"
    ITALIAN = "IT"
    BELGIAN = "BE"
    BRITISH = "GB"


_NOUNS: dict[Register, tuple[str, ...]] = {
    Register.SIREN: words_of(
        fr="""siren; siret; n siren; n siret; no siret; numero siret; numero siren; n de siret; n de siren;
            siren siret; siret siren; numero de siret; numero de siren; code siret"""
    ),
    Register.VAT: words_of(
        fr="""tva; n tva; n de tva; no tva; numero de tva; numero tva; tva intracommunautaire; tva intracom;
            n tva intracommunautaire; n de tva intracommunautaire; numero de tva intracommunautaire;
            tva intra; n tva intra; numero tva intracommunautaire; id tva; identifiant tva; n tva intracom;
            numero ide; ide""",
        de="""ust id; ust idnr; ust id nr; ustid; ustidnr; umsatzsteuer id; umsatzsteuer identifikationsnummer;
            uid; uid nr; uid nummer; mwst nr; mwst nummer; ust id nummer; umsatzsteuer idnr""",
        nl="btw; btw nr; btw nummer; btw id; btw identificatienummer",
        es="nif iva; n iva; numero iva",
        en="tax id; tax number",
    ),
    Register.SPANISH: words_of(es="nif; cif; n i f; c i f; nif cif; cif nif; dni; dni nif; nif dni"),
    Register.ITALIAN: words_of(
        it="""p iva; partita iva; piva; p i; cf; c f; codice fiscale; cod fiscale; p iva c f; p iva cf;
            p iva e c f; c f p iva; c f e p iva; cf p iva; codice fiscale e partita iva; cod fisc;
            partita iva codice fiscale; codice fiscale partita iva; partita iva e codice fiscale"""
    ),
    Register.BELGIAN: words_of(
        be="bce; kbo; n bce; n d entreprise; numero d entreprise; ondernemingsnummer; kbo nummer; kbo nr"
    ),
    Register.BRITISH: words_of(
        en="""vat; vat no; vat number; vat reg; vat reg no; vat registration; vat registration no; vat id;
            vat registration number; vat reg number; vat nr; vat id no; gst vat no; eu vat number"""
    ),
}
_BEFORE = words_of(
    _="""votre; vos; client; your; customer; buyer; customer s; client s; ihre; kunden; kunde; su; cliente;
        vostra; vs; uw; klant; acheteur; preneur; kundin"""
)
_AFTER = words_of(
    fr="client; du client; de l acheteur; acheteur; preneur; du preneur; acquereur; de l acquereur; destinataire",
    en="of customer; of the customer; customer; of buyer; of the buyer; buyer; of client; of the client; of recipient",
    de="des kunden; kunde; der kundin; des leistungsempfangers; leistungsempfanger; des empfangers; empfanger",
    es="cliente; del cliente; comprador; del comprador; destinatario; del destinatario",
    it="""cliente; del cliente; cessionario; committente; del cessionario; del committente; acquirente;
        destinatario; cessionario committente""",
    nl="klant; van de klant; afnemer; van klant",
)
_ANY: Labels[Register] = Labels(_NOUNS)
_CLIENTS: Labels[Register] = Labels(
    {
        register: (
            *(f"{mark} {noun}" for mark, noun in product(_BEFORE, nouns)),
            *(f"{noun} {mark}" for noun, mark in product(nouns, _AFTER)),
        )
        for register, nouns in _NOUNS.items()
    }
)


def siren_id(digits: str) -> ClientId | None:
    """The firm of a French SIREN (9 digits) or SIRET (14): both give its SIREN.

    Check digits by Luhn, La Poste's establishments by their own rule; None for all else.
    """
    if not re.fullmatch(r"[0-9\s.]+", digits):
        return None
    plain = re.sub(r"[\s.]", "", digits)
    if plain.startswith("000"):  # no firm has it; sample papers do
        return None
    from stdnum.fr import siren, siret  # noqa: PLC0415 - for numbers that have the form of one

    if siren.is_valid(plain) or siret.is_valid(plain):
        return ClientId(f"siren:{plain[:9]}")
    return None


def vat_id(text: str) -> ClientId | None:
    """The firm of a VAT number with its country before it: EU, United Kingdom, Swiss UID; else None.

    A French one holds the SIREN and gives that, so that both of a firm's numbers are one. Northern
    Ireland's XI is the same number as GB; the last three of twelve British digits name a branch.
    """
    if not re.fullmatch(r"[A-Za-z]{2}[A-Za-z0-9\s./-]+", text.strip()):
        return None
    from stdnum.ch import uid  # noqa: PLC0415 - as above
    from stdnum.eu import vat as eu_vat  # noqa: PLC0415
    from stdnum.exceptions import ValidationError  # noqa: PLC0415
    from stdnum.fr import tva  # noqa: PLC0415
    from stdnum.gb import vat as gb_vat  # noqa: PLC0415

    plain = re.sub(r"[\s./-]", "", text).upper()
    country = plain[:2]
    if swiss := re.fullmatch(r"(CHE\d{9})(?:MWST|TVA|IVA)?", plain):
        return ClientId(f"vat:{swiss[1]}") if uid.is_valid(swiss[1]) else None
    if country in {"GB", "XI"}:
        return (
            ClientId(f"vat:GB{plain[2:11]}") if plain[2:].isdigit() and gb_vat.is_valid(plain[2:]) else None
        )
    if country == "FR":
        monaco = plain[4:7] == "000"
        if not tva.is_valid(plain):
            return None
        return ClientId(f"vat:{plain}") if monaco and int(plain[4:]) else siren_id(plain[4:])
    if country in {"EU", "IM"}:  # of a one-stop shop, and no registration of a firm
        return None
    try:
        return ClientId(f"vat:{eu_vat.validate('EL' + plain[2:] if country == 'GR' else plain)}")
    except ValidationError:
        return None


def client_ids(sheet: Sheet, blocks: Iterable[tuple[Chunk, ...]]) -> tuple[ClientId, ...]:
    """The client's registrations: those in his address blocks, and those whose label names the client.

    Nothing where the number also stands elsewhere on the sheet, or two of one country compete.
    """
    theirs: set[Chunk] = set()
    found: list[ClientId] = []
    for block in blocks:
        if not any(_ISSUER.search(chunk.plain) for chunk in block):
            theirs.update(block)
            for chunk in block:
                alone = vat_id(chunk.text)
                values = _values(sheet, chunk, _ANY.find(chunk.plain))
                for value, place in [(alone, chunk)] if alone else values:
                    theirs.add(place)
                    found.append(value)
    for chunk in sheet.chunks:
        for value, place in _values(sheet, chunk, _of_client(chunk)):
            theirs.update((chunk, place))
            found.append(value)
    others = [re.sub(r"[^A-Z0-9]", "", each.text.upper()) for each in sheet.chunks if each not in theirs]
    kept = [each for each in dict.fromkeys(found) if not any(_bare(each) in other for other in others)]
    lands = Counter(map(_land, kept))
    return tuple(each for each in kept if lands[_land(each)] == 1)


def _of_client(chunk: Chunk) -> list[Hit[Register]]:
    """The labels in a chunk that speak of the client's number: «N° TVA client», «Ihre USt-IdNr.»."""
    if _ISSUER.search(chunk.plain):
        return []
    return [hit for hit in _CLIENTS.find(chunk.plain) if not _DESK.search(chunk.plain[: hit.start])]


def _values(sheet: Sheet, chunk: Chunk, hits: list[Hit[Register]]) -> Iterator[tuple[ClientId, Chunk]]:
    """The number after each label, in its chunk, or beside or under a label that stands alone; and where."""
    for hit in hits:
        rest = chunk.text[hit.end :]
        if re.search(r"\w", rest):
            value = _number(hit.kind, rest)
            if value:
                yield value, chunk
            continue
        beside = [other for other in sheet.right_of(chunk)[:1] if other.left - chunk.right < _FAR]
        for other in (*beside, *sheet.below(chunk)[:1]):
            value = _number(hit.kind, other.text)
            if value:
                yield value, other
                break


def _number(register: Register, text: str) -> ClientId | None:
    """The registration that a text begins with: the longest run of words that is one."""
    start = _SIGNS.match(text)
    rest = text[start.end() if start else 0 :][:60]
    if register is Register.SIREN:
        digits = _DIGITS.match(rest)
        return siren_id(digits[0]) if digits else None
    words = rest.replace("\u00a0", " ").split()[:_MAX_WORDS]
    for count in range(len(words), 0, -1):
        joined = "".join(words[:count]).rstrip(".,;)")
        value = vat_id(joined) or (vat_id(register.value + joined) if register.value else None)
        if value:
            return value
    return None


def _bare(value: ClientId) -> str:
    """The digits that stand on a paper whichever way the number is written."""
    return re.sub(r"^(?:siren:|vat:(?:CHE|[A-Z]{2}))0*", "", value)


def _land(value: ClientId) -> str:
    return value[:6]  # «siren:», «vat:DE»
