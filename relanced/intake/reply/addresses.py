"""A typed text in, the address that its writer wants us to use out: his new one, never ours. Pure."""

import re

from relanced.model.names import address_matches
from relanced.model.rules import Firm

_LOCAL = r"[^\W_][\w.+-]{0,63}"
_HOST = r"[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,5}"
_PLAIN = re.compile(rf"(?<![\w.+@-])({_LOCAL})@({_HOST})")
# «compta[at]x.example», «compta (arobase) x.example», «compta AT x DOT example»
_AT = re.compile(
    r"\s{0,2}[\[({<]\s?(?:at|arobase|arobas|chez|a|@)\s?[\])}>]\s{0,2}|\s(?:arobase|AT)\s", re.IGNORECASE
)
_DOT = re.compile(r"\s{0,2}[\[({<]\s?(?:dot|point|punkt|punto)\s?[\])}>]\s{0,2}", re.IGNORECASE)


def new_address(text: str, sender: str, firm: Firm) -> str | None:
    """The last address named that is neither ours nor the one he writes from; lower case."""
    plain = _DOT.sub(".", _AT.sub("@", text))
    found = [f"{local}@{host}".rstrip(".-").lower() for local, host in _PLAIN.findall(plain)]
    theirs = [one for one in found if one != sender and not address_matches(one, firm.addresses)]
    return theirs[0] if theirs else None
