"""A sheet in, who is billed out; and whether the one who is billed is ourselves. Pure."""

import re
from dataclasses import dataclass

from relanced.intake.days import fold
from relanced.intake.invoice.page.sheet import Sheet
from relanced.intake.invoice.party.addressees import Addressee, again, heads, labelled
from relanced.intake.invoice.party.registrations import client_ids
from relanced.intake.lazy import lazy
from relanced.intake.message import Message
from relanced.model.names import ClientId, address_matches, domain_of
from relanced.model.rules import Firm

# Legal forms that only a firm's name holds; the rest of _LEGAL are words that names share.
_FORMS = frozenset(
    """sarl sas sasu eurl ei eirl scp sci snc selarl selas ltd limited plc llp llc inc gmbh kg ug ohg gbr bv nv srl
    spa sl slu sprl asbl vzw sro sagl snp scop gie gaec earl ggmbh mbh ev srls sapa sas cie""".split()  # noqa: SIM905 - a list of fifty strings reads worse
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
_WEBMAIL = lazy(r"mail|gmail|outlook|hotmail|yahoo|orange|free|wanadoo|gmx|web|proton|icloud|laposte|sfr")
_FOOT = lazy(
    r"\biban\b|\brcs\b|capital|siret|siren\b|\bape\b|\bhr[ab]\b|\btva\b|\bvat\b|ust-?id|p\.\s?iva|\bcif\b"
)
# A name that is cut after one of these is not whole.
_OPEN_END = lazy(
    r"(?:\b(?:de|du|des|d'|la|le|les|l'|et|the|of|and|y|del|los|las|el|di|della|e|und|der|die|van|von|het)|&)$"
)
# Bodies that a manager writes for: «Copropriété Le Grand Pré / Syndic Alpha»: the first is who owes.
_BODY = lazy(
    r"(?:copropriete|syndicat|sdc|residence|association|asso|comunidad|condominio|mairie|commune|ville|ecole|college|lycee"
    r"|weg\b|wohnungseigentum|hausgemeinschaft|vve\b|vereniging|ayuntamiento|comune di|stadt|gemeinde|indivision|sci\b)"
)
_FORWARDED = lazy(r"^(?:fwd?|tr|wg|rv|rif|doorst|i|vs)\s*:", re.IGNORECASE)
_FORWARD_HEAD = lazy(
    r"^(?:[->]|[^\S\n])*+"
    r"(?:message transfere|forwarded message|weitergeleitete nachricht|messaggio inoltrato|mensaje reenviado"
    r"|doorgestuurd bericht|debut du message transfere|begin forwarded message|message reexpedie)",
    re.MULTILINE,
)
_PURCHASE = lazy(
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

    @property
    def passes_on(self) -> bool:
        """Whether the mail may carry another firm's paper."""
        return self.forwards or self.speaks_of_purchase


@dataclass(frozen=True, slots=True)
class Client:
    """Who is billed, as printed; `is_us`: the paper is a supplier's."""

    name: str
    is_us: bool
    ids: tuple[ClientId, ...] = ()  # his registrations, where they are his beyond doubt


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
    to = _To(to_name, to_email)
    after_label = list(labelled(sheet))
    theirs = [each for each in after_label if not names_us(each.name, us)]
    if theirs:
        return _client(sheet, us, to, _likeliest(theirs, to), is_certain=True)
    found: dict[str, Addressee] = {}
    for head in heads(sheet):
        found.setdefault(head.name, head)
    strangers = [head for head in found.values() if not names_us(head.name, us)]
    ours = [head for head in found.values() if names_us(head.name, us)]
    fitting = [head for head in strangers if to.fits(head) and not (head.is_issuer and us.passes_on)]
    if not fitting and (after_label or _is_addressed_to_us(sheet, strangers, ours, us)):
        return Client(after_label[0].name if after_label else ours[0].name, is_us=True)
    if not ours and len(strangers) > 1 and not fitting:
        strangers = strangers[1:]  # none is known as ours: the first on the page issued the paper
    plain = [head for head in strangers if not head.is_issuer] or strangers[len(ours) < 1 :]
    if not fitting and not plain:
        return Client("", is_us=_passed_on(sheet, us))
    return _client(
        sheet, us, to, _likeliest(fitting or plain, to), is_certain=bool(fitting) or _we_appear(sheet, us)
    )


def _client(sheet: Sheet, us: Us, to: "_To", one: Addressee, *, is_certain: bool) -> Client:
    """The client with his registrations, unless our own name stands among his lines or he is a guess."""
    mixed = any(names_us(line.text, us) for line in one.lines)
    ids = client_ids(sheet, again(sheet, one) if is_certain and not mixed else ())
    return Client(to.firm_of(one), is_us=_passed_on(sheet, us), ids=ids)


def _is_addressed_to_us(sheet: Sheet, strangers: list[Addressee], ours: list[Addressee], us: Us) -> bool:
    if not ours or any(head.is_issuer for head in ours) or _we_issue(sheet, us):
        return False
    issuers = any(head.is_issuer for head in strangers)
    return issuers or bool(strangers and us.passes_on)


def _we_issue(sheet: Sheet, us: Us) -> bool:
    """Whether a line with our name tells our bank account or register, as the foot of our own papers does."""
    return any(_FOOT.search(chunk.plain) and names_us(chunk.text, us) for chunk in sheet.chunks)


def _we_appear(sheet: Sheet, us: Us) -> bool:
    return any(names_us(chunk.text, us) or (us.domain and us.domain in chunk.plain) for chunk in sheet.chunks)


def _passed_on(sheet: Sheet, us: Us) -> bool:
    """A forwarded paper on which we do not appear at all."""
    return us.passes_on and not _we_appear(sheet, us)


@dataclass(frozen=True, slots=True)
class _To:
    """Whom the mail went to."""

    name: str
    email: str

    def fits(self, one: Addressee) -> bool:
        """Whether one of his names has a word of the recipient's name, or of his domain."""
        return any(self._fits(name) for name in (one.name, *one.others))

    def firm_of(self, one: Addressee) -> str:
        """The name to give him: of a person and a firm in one address, the firm; one cut over two lines, whole."""
        whole = f"{one.name} {one.lines[1].text}" if len(one.lines) > 1 else ""
        if whole and (fold(whole) == fold(self.name) or _goes_on(one)):
            return whole
        if _is_firm(one.name) or _BODY.match(fold(one.name)):
            return one.name
        mine = 0 if one.is_person else self._in_domain(one.name)
        firms = (name for name in one.others if _is_firm(name) or self._in_domain(name) > mine)
        return next(firms, one.name)

    def _fits(self, name: str) -> bool:
        return bool(set(_core(name)) & set(_core(self.name))) or self._of_domain(name)

    def _of_domain(self, name: str) -> bool:
        return self._in_domain(name) > 0

    def _in_domain(self, name: str) -> int:
        """How many letters of the domain the words of a name make up."""
        host = domain_of(self.email).partition(".")[0]
        return sum(len(word) for word in set(_core(name)) if len(word) >= 4 and word in host)


def _goes_on(one: Addressee) -> bool:
    """Whether a narrow column breaks the name: «Restaurante El Rincón de / Triana»."""
    following = one.lines[1].text
    return (
        bool(_OPEN_END.search(fold(one.name))) and not re.search(r"\d|:", following) and len(following) <= 40
    )


def _likeliest(found: list[Addressee], to: _To) -> Addressee:
    """The first of them that the mail went to, else the first."""
    return next((each for each in found if to.fits(each)), found[0])


def _is_firm(name: str) -> bool:
    plain = re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", fold(name))
    return any(word in _FORMS for word in re.findall(r"[a-z]+", plain))


def _core(name: str) -> list[str]:
    """The telling words of a name."""
    plain = re.sub(r"\b([a-z])\.(?=[a-z]\.)", r"\1", fold(name))
    words = re.findall(r"[a-z0-9]+", plain.split(" - ")[0])
    return [word for word in words if word not in _LEGAL and word not in _ROLES]
