"""A typed text in, the address that its writer wants us to use out: his new one, never ours. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.model.names import address_matches
from relanced.model.rules import Firm

MAX_LOOKED_AT = 20_000  # characters of the text in which addresses are looked for
_BEFORE, _BEHIND = 90, 40  # characters around an address that may say what it is for

_LOCAL = r"(?:o['’])?[^\W_][\w.+-]{0,63}"
_HOST = r"[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){0,4}\.(?:xn--[\w-]{2,59}|[^\W\d_]{2,24})"
_PLAIN = lazy(rf"(?<![^\W_])(?<![.+@'’-])({_LOCAL})\s?@\s?({_HOST})(?![^\W_]|@)", re.IGNORECASE)
# «compta[at]x.example», «compta (arobase) x.example», «compta AT x.example»
_AT = lazy(
    r"\s{0,2}[\[({<]\s?(?:at|arobase|arobas|arroba|chiocciola|apenstaartje|klammeraffe|chez|a|@)\s?[\])}>]\s{0,2}"
    r"|\s(?:[Aa]robase|AROBASE|AT|[Aa]rroba|[Cc]hiocciola|[Aa]penstaartje|[Kk]lammeraffe)\s"
)
_DOT = lazy(
    r"\s{0,2}[\[({<]\s?(?:dot|point|punkt|punto|punt|\.)\s?[\])}>]\s{0,2}|\s(?:DOT|POINT|PUNKT|PUNTO)\s"
)
# «compta at firm dot example»: «at» is an everyday word, the «dot» behind it tells
_SPELT = lazy(
    r"(?<![\w.-])([\w.+-]{1,64}) (?:at|arobase|arroba|chiocciola) ([\w-]{1,63})"
    r"((?: (?:dot|point|punkt|punto|punt) [\w-]{1,63}){1,4})",
    re.IGNORECASE,
)
_SPELT_DOT = lazy(r" (?:dot|point|punkt|punto|punt) ", re.IGNORECASE)
# «compta@firm . example»: blanks on both sides, and no capital, which begins a sentence
_SPACED_HOST = lazy(r"(@\s?[\w-]{1,63})((?: \. [a-z\d][\w-]{0,62}){1,4})")
_SENTENCE_END = lazy(r"[.!?](?=\s)|\n\s*\n")

# Folded, all languages: to write there.
_WRITE = lazy(
    r"\b(?:ecri[rvt]|envo[iy]|adress|contact|transmet|transfer|joindre|utilis|desormais|dorenavant|nouve|bonne|"
    r"send|e-?mail|write|forward|reach|copy|use\b|new\b|now\b|instead|correct|right|direct|from now|future|"
    r"an:?$|send|schick|schreib|richt|wend|neu|kunftig|zukunftig|ab sofort|ansprech|zustandig|"
    r"escrib|envi|mand|dirij|correo|nuev|dirig|contatt|scriv|invi|inoltr|rivolg|nuov|d'ora|indirizz|"
    r"stuur|sturen|mail|schrijf|nieuw|voortaan|neem|opnemen|wend|gericht|adres)"
)
# These stand right before an address that is gone, «l'ancienne adresse x@y.example», or right behind it.
_GONE = lazy(
    r"\b(?:ancien(?:ne)?|au lieu de|plutot que|et non|et pas|ne plus utiliser|plus a|pas a|"
    r"old|former|previous|instead of|rather than|not to|no longer at|not at|not|stop using|don'?t use|"
    r"alten?|bisherigen?|fruheren?|statt|anstelle von|nicht mehr an|nicht an|nicht|"
    r"antigu[ao]|anterior|en lugar de|en vez de|no a|ya no a|"
    r"vecchi[ao]|precedente|invece di|non a|non piu a|oude?|vorige|in plaats van|niet meer naar|niet naar|niet aan)"
    r"(?:\s+(?:l[ae']?|the|this|die|das|el|il|l'|de|het|adresse|address|mail|e-?mail|box|boite|mailbox|correo|"
    r"indirizzo|adres|mailadres|direccion|postfach)){0,3}[\s\"'«<]*$"
)
_GONE_BEHIND = lazy(
    r"^[\s\"'»>),]*(?:qui |which |that |die |das |que |che )?"
    r"(?:n'existe plus|n'est plus|ne (?:marche|fonctionne) plus|est (?:supprime|ferme|obsolete)|"
    r"is no longer|no longer|does(?:n't| not) (?:work|exist)|is (?:closed|dead|defunct|not in use)|"
    r"existiert nicht|gibt es nicht mehr|wird nicht mehr|ist nicht mehr|ya no|no existe|non (?:e |esiste )?piu|"
    r"bestaat niet|wordt niet meer|is niet meer)"
)
# «do not write to x@y.example», as long as no «but» follows.
_NOT_THERE = lazy(
    r"\b(?:do not|don'?t|stop|ne (?:plus|pas)|no|non|nicht|niet)\s+(?:me |m'|mehr |meer |piu )?"
    r"(?:writ|send|us|mail|ecri|envoy|utilis|escrib|envi|scriv|invi|schreib|schick|schrijv|stur)"
    r"(?:(?!\b(?:but|mais|sino|ma|sondern|maar)\b).)*$",
    re.DOTALL,
)
# A closing formula.
_CLOSE = lazy(
    r"^[^\w\n]*+"
    r"(?:bien |tres |best |kind |warm |yours |with |many |mit |viele |beste |liebe |freundliche |un |cordiali |"
    r"distinti |met |vriendelijke )*"
    r"(?:cordialement|cdt|cdlt|salutations|amicalement|sinceres|regards|wishes|sincerely|faithfully|cheers|"
    r"grusse|gruße|gru(?:ss|ß)|grussen|gruessen|mfg|lg|saludos?|atentamente|saluti|groet(?:en|jes)?|mvg|--)\b",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    address: str  # lower case
    start: int
    end: int


def new_address(text: str, sender: str, firm: Firm) -> str | None:
    """The address to write to from now on, lower case: neither ours nor the one he writes from.

    Of several the one behind «write to»; never one that he says is gone. Under a closing formula
    an address without such words is a signature.
    """
    plain = _plain(text[:MAX_LOOKED_AT])
    folded = fold(plain)
    closing = _CLOSE.search(folded)
    best, meant = 0, None
    for one in _addresses(plain):
        if one.address == sender.lower() or address_matches(one.address, firm.addresses):
            continue
        points = _points(folded, one)
        if points == 1 and closing and closing.start() < one.start:
            continue
        if points > best:
            best, meant = points, one.address
    return meant


def _points(folded: str, one: _Found) -> int:
    """0: not to be used; 1: named; 2: to be used."""
    before = folded[max(0, one.start - _BEFORE) : one.start]
    cuts = [cut.end() for cut in _SENTENCE_END.finditer(before)]
    before = before[cuts[-1] if cuts else 0 :]
    behind = folded[one.end : one.end + _BEHIND]
    if _GONE.search(before) or _NOT_THERE.search(before) or _GONE_BEHIND.search(behind):
        return 0
    return 2 if _WRITE.search(before) else 1


def _addresses(plain: str) -> Iterator[_Found]:
    for found in _PLAIN.finditer(plain):
        host = found[2].rstrip("-_")
        yield _Found(f"{found[1].rstrip('.')}@{host}".lower(), found.start(), found.end())


def _plain(text: str) -> str:
    """The text with every address in its usual form."""
    text = text.replace("\uff20", "@").replace("\u200b", "").replace("\xad", "")  # U+FF20: a wide @
    text = _SPELT.sub(lambda m: f"{m[1]}@{m[2]}{_SPELT_DOT.sub('.', m[3])}", text)
    text = _DOT.sub(".", _AT.sub("@", text)) if _AT.search(text) else text
    return _SPACED_HOST.sub(lambda m: f"{m[1]}{m[2].replace(' ', '')}", text) if " . " in text else text
