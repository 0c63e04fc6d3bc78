"""A sheet in, who is billed out; and whether the one who is billed is ourselves. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relanced.intake.days import find_days, fold
from relanced.intake.invoice.hints import TITLE_LABELS
from relanced.intake.invoice.labels_day import DAY_LABELS
from relanced.intake.invoice.labels_number import NAME_LABELS, NUMBER_LABELS, NameLabel
from relanced.intake.invoice.sheet import Chunk, Sheet
from relanced.intake.message import Message
from relanced.model.names import address_matches, domain_of
from relanced.model.rules import Firm

_POSTAL = re.compile(
    r"(?<!\d)(?:[A-Z]{1,2}-)?\d{5}\s+[A-ZÀ-Ý]|^(?:[A-Z]{1,2}-)?\d{4}\s+[A-ZÀ-Ý]|(?<!\d)\d{4}\s?[A-Z]{2}\s+[A-ZÀ-Ý]"
    r"|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b[A-Z]{2}\s\d{5}\b"
)
_OURS = re.compile(
    r"siret|siren|\brcs\b|iban|\btel\b|@|\bape\b|\bnaf\b|capital|www\.|https?:|hrb|steuernr|kvk|p\.\s?iva"
)
_LEGAL = frozenset(
    """sarl sas sasu sa eurl ei eirl scp sci snc selarl ltd limited plc llp llc inc gmbh ag kg ug ohg gbr
    ek bv nv srl spa sl slu sprl asbl vzw sro oy ab as aps co the et and de du des la le les l d und y e
    cabinet societe ste ets""".split(),  # noqa: SIM905 - a list of seventy strings reads worse
)
_ROLES = frozenset(
    """compta comptabilite facturation factures facture accounts accounting billing invoices invoice
    service services contact info admin administration buchhaltung rechnung finance finances
    amministrazione administratie team equipe departement department direction gestion secretariat
    bureau office""".split(),  # noqa: SIM905 - a list of seventy strings reads worse
)
_WEBMAIL = re.compile(
    r"mail|gmail|outlook|hotmail|yahoo|orange|free|wanadoo|gmx|web|proton|icloud|laposte|sfr"
)
_FAR = 150.0  # points between a label and the name beside it
_GREETING = re.compile(
    r"(?:herrn?|frau|firma|an|monsieur|madame|mme|m\.?|mr\.?|mrs\.?|ms\.?|dr\.?|sig\.?|senor|dhr\.?)[.,]?"
)
_LEAD = re.compile(r"\w\s+(?:a|au|aux|to|for|an|per|para|aan|voor)\s*:?$")
_FORWARDED = re.compile(r"^(?:fwd?|tr|wg|rv|rif|doorst|i|vs)\s*:", re.IGNORECASE)
_FORWARD_HEAD = re.compile(
    r"^[->\s]*(?:message transfere|forwarded message|weitergeleitete nachricht|messaggio inoltrato|mensaje reenviado"
    r"|doorgestuurd bericht|debut du message transfere|begin forwarded message|message reexpedie)",
    re.MULTILINE,
)
_PURCHASE = re.compile(
    r"factures?\s+(?:d'|de\s+)?(?:fournisseurs?|achats?)|supplier'?s?\s+invoices?|purchase\s+invoices?|vendor\s+invoices?"
    r"|eingangsrechnung|lieferantenrechnung|facturas?\s+de\s+proveedor|fatture?\s+(?:di\s+)?(?:fornitor|acquisto)"
    r"|inkoopfactu|facture\s+(?:recue|de\s+notre\s+fournisseur)"
)


@dataclass(frozen=True, slots=True)
class Us:
    """How we are named: in the From of this mail, and in the configuration where it is our address."""

    names: tuple[str, ...]
    domain: str
    forwards: bool  # this mail passes on another mail
    speaks_of_purchase: bool  # «une facture fournisseur à enregistrer»


@dataclass(frozen=True, slots=True)
class Client:
    """Who is billed, as printed; `is_us`: the paper is a supplier's."""

    name: str
    is_us: bool


@dataclass(frozen=True, slots=True)
class _Head:
    """The first line of an address, and whether registration numbers stand with it: an issuer's."""

    name: str
    is_issuer: bool


def us_of(message: Message, firm: Firm) -> Us:
    """Gather our names from the mail that we sent."""
    sender = message.sender
    names = [address.name for address in message.senders if address.name]
    if address_matches(sender, firm.addresses) or sender == firm.sender.lower():
        names.append(firm.name)
    plain = fold(message.text[:20_000])
    return Us(
        names=tuple(names),
        domain=domain_of(sender),
        forwards=bool(_FORWARDED.match(message.subject) or _FORWARD_HEAD.search(plain)),
        speaks_of_purchase=bool(_PURCHASE.search(plain) or _PURCHASE.search(fold(message.subject))),
    )


def names_us(name: str, us: Us) -> bool:
    """Whether a printed name is ours: the same words, legal form and department left out."""
    mine = _core(name)
    if not mine:
        return False
    host = us.domain.rpartition(".")[0].rpartition(".")[2] or us.domain
    if len(host) >= 5 and not _WEBMAIL.search(host) and re.sub(r"\W", "", host) == "".join(mine):
        return True
    for known in us.names:
        ours = _core(known)
        if ours and (ours == mine or (len(ours) >= 2 and set(ours) <= set(mine))):
            return True
    return False


def read_client(sheet: Sheet, us: Us, to_name: str, to_email: str) -> Client:
    """The client as printed: after a label, else at the head of an address that is not ours.

    A paper that is addressed to ourselves was issued by a supplier: so says its label «client», or
    an address with the supplier's registration beside ours without; a guess is not enough to leave
    an invoice out.
    """
    labelled = list(filter(None, _labelled(sheet)))
    theirs = [name for name in labelled if not names_us(name, us)]
    if theirs:
        name = _likeliest(theirs, to_name, to_email)
        return Client(name, is_us=_passed_on(sheet, us))
    heads = list(dict.fromkeys(_heads(sheet)))
    strangers = [head for head in heads if not names_us(head.name, us)]
    ours = [head for head in heads if names_us(head.name, us)]
    fitting = [head.name for head in strangers if not head.is_issuer and _fits(head.name, to_name, to_email)]
    if not fitting and (labelled or _is_addressed_to_us(strangers, ours, us)):
        return Client(labelled[0] if labelled else ours[0].name, is_us=True)
    if not ours and len(strangers) > 1 and not fitting:
        strangers = strangers[1:]  # none is known as ours: the first on the page issued the paper
    plain = [head.name for head in strangers if not head.is_issuer] or [
        head.name for head in strangers[len(ours) < 1 :]
    ]
    name = _likeliest(fitting or plain, to_name, to_email) if fitting or plain else ""
    return Client(name, is_us=_passed_on(sheet, us))


def _is_addressed_to_us(strangers: "list[_Head]", ours: "list[_Head]", us: Us) -> bool:
    if not ours or any(head.is_issuer for head in ours):
        return False
    issuers = any(head.is_issuer for head in strangers)
    return issuers or bool(strangers and (us.forwards or us.speaks_of_purchase))


def _passed_on(sheet: Sheet, us: Us) -> bool:
    """A forwarded paper on which we do not appear at all."""
    if not (us.forwards or us.speaks_of_purchase):
        return False
    return not any(
        names_us(chunk.text, us) or (us.domain and us.domain in chunk.plain) for chunk in sheet.chunks
    )


def _labelled(sheet: Sheet) -> Iterator[str]:
    for chunk in sheet.chunks:
        hits = [hit for hit in NAME_LABELS.find(chunk.plain) if hit.start <= 2]
        if not hits or hits[0].kind is not NameLabel.CLIENT:
            continue
        rest = chunk.text[hits[0].end :]
        has_colon = rest.lstrip().startswith(":")
        label_alone = not re.search(r"\w", rest)
        short = len(chunk.plain[: hits[0].end].strip()) <= 2  # «à», «an», «to»: only with a colon
        if label_alone and (has_colon or not short):
            yield next(filter(None, map(_name, _around(sheet, chunk))), "")
        elif has_colon or (not short and rest[:1] == " " and rest.strip()[:1].isupper()):
            yield _clean(rest)


def _around(sheet: Sheet, label: Chunk) -> tuple[Chunk, ...]:
    """Where the name of a label may stand, likeliest first: near on the right, right under it, farther off."""
    right = sheet.right_of(label)[:1]
    near = tuple(other for other in right if other.left - label.right < _FAR)
    under = tuple(other for other in sheet.below(label, reach=1.2)[:1] if abs(other.left - label.left) < 6)
    return (*near, *under, *right, *sheet.below(label)[:2])


def _name(chunk: Chunk) -> str:
    """The name that a chunk holds, or "": a label, a number, a street is none."""
    if NAME_LABELS.find(chunk.plain)[:1] and NAME_LABELS.find(chunk.plain)[0].start == 0:
        hit = NAME_LABELS.find(chunk.plain)[0]
        if not chunk.text[hit.end :].strip(" :") or hit.kind is not NameLabel.CLIENT:
            return ""
    if _OURS.search(chunk.plain) or re.match(r"\d", chunk.text) or any(find_days(chunk.text)):
        return ""
    if any(hit.start == 0 for hit in NUMBER_LABELS.find(chunk.plain)):
        return ""
    return _clean(chunk.text)


def _clean(text: str) -> str:
    name = text.strip(" :\t-–")
    cut = re.search(r"\s*(?:,\s|\s[-–•|]\s)", name)
    if cut and re.search(r"\d", name[cut.end() :]):
        name = name[: cut.start()]
    if len(name) > 80 or not re.search(r"[^\W\d]{2}", name) or re.match(r"(?:n[°o]|code|ref)\b", fold(name)):
        return ""
    if re.fullmatch(r"[\w/.-]*\d[\w/.-]*\d[\w/.-]*", name):
        return ""
    return " ".join(name.split())


def _heads(sheet: Sheet) -> Iterator[_Head]:
    """The first line of each address on the paper, found upwards from its line with the town."""
    for chunk in sheet.chunks:
        if not _POSTAL.search(chunk.text) or len(chunk.text) > 90:
            continue
        head, block = chunk, [chunk, *sheet.block_below(chunk, most=4)]
        for _ in range(6):
            above = next((other for other in reversed(sheet.chunks) if _stands_on(other, head)), None)
            if above is None or _is_label(above) or _leads_in(above.plain):
                break
            head = above
            block.append(above)
        name = _clean(head.text)
        if name and not re.match(r"\d", name):
            yield _Head(name, is_issuer=any(_OURS.search(each.plain) for each in block))


def _leads_in(plain: str) -> bool:
    """A line that only leads to a name: «Madame», or whatever ends in «à», «to», «an»."""
    return bool(_GREETING.fullmatch(plain) or _LEAD.search(plain))


def _is_label(chunk: Chunk) -> bool:
    """Whether an address begins under this: a title, or a label with no words of its own after it."""
    labels = (TITLE_LABELS, NAME_LABELS, NUMBER_LABELS, DAY_LABELS)
    hits = [hit for found in labels for hit in found.find(chunk.plain)[:1] if hit.start == 0]
    return ":" in chunk.text or any(not re.search(r"[a-z]{2}", chunk.plain[hit.end :]) for hit in hits)


def _stands_on(above: Chunk, below: Chunk) -> bool:
    gap = below.top - above.bottom
    near = -0.4 * below.height <= gap <= 0.7 * below.height and above.line < below.line
    return near and (abs(above.left - below.left) < 4 or abs(above.right - below.right) < 4)


def _likeliest(names: list[str], to_name: str, to_email: str) -> str:
    return next((name for name in names if _fits(name, to_name, to_email)), names[0])


def _fits(name: str, to_name: str, to_email: str) -> bool:
    words, others = set(_core(name)), set(_core(to_name))
    host = domain_of(to_email).partition(".")[0]
    return bool(words & others) or any(len(word) >= 4 and word in host for word in words)


def _core(name: str) -> list[str]:
    """The telling words of a name."""
    plain = re.sub(r"\b([a-z])\.(?=[a-z]\.)", r"\1", fold(name))
    words = re.findall(r"[a-z0-9]+", plain.split(" - ")[0])
    return [word for word in words if word not in _LEGAL and word not in _ROLES]
