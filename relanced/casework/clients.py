"""A mail address in, the client behind it out: configured, else his mail domain, else his address. Pure."""

import re

from relanced.model.client import Client, ClientKind, ClientRule
from relanced.model.names import ClientKey, address_matches, domain_of
from relanced.model.rules import Rules

# Hosts where strangers share a domain: there, an address is a client of its own. A host ending in
# a dot stands for every country's («yahoo.» for yahoo.fr and yahoo.co.uk). A key stands in Message-IDs:
# a host that enters this list later takes its clients apart, and their history stays with the old key.
_SHARED = """
gmail.com googlemail.com outlook. hotmail. live. msn.com passport.com yahoo. ymail.com rocketmail.com
icloud.com me.com mac.com aol. proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de
tuta.com tuta.io fastmail.com fastmail.fm zoho.com zoho.eu mail.com email.com hey.com hushmail.com
mailbox.org posteo.de posteo.net gmx. web.de freenet.de t-online.de arcor.de vodafone.de online.de
1und1.de orange.fr wanadoo.fr free.fr sfr.fr neuf.fr cegetel.net club-internet.fr 9online.fr laposte.net
bbox.fr numericable.fr noos.fr aliceadsl.fr alice.fr voila.fr libertysurf.fr nordnet.fr orange.be
mailo.com netcourrier.com ik.me bluewin.ch sunrise.ch hispeed.ch gmx.ch skynet.be telenet.be proximus.be
voo.be scarlet.be belgacom.net pt.lu internet.lu vo.lu libero.it virgilio.it tiscali.it alice.it tim.it
tin.it fastwebnet.it email.it inwind.it iol.it aruba.it telefonica.net terra.es movistar.es ono.com
sapo.pt iol.pt clix.pt mail.telepac.pt ziggo.nl kpnmail.nl planet.nl hetnet.nl home.nl xs4all.nl
btinternet.com btopenworld.com sky.com virginmedia.com ntlworld.com talktalk.net blueyonder.co.uk
eircom.net comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net videotron.ca
sympatico.ca shaw.ca rogers.com telus.net wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz mail.ru
yandex.ru yandex.com bk.ru list.ru inbox.ru ukr.net abv.bg freemail.hu citromail.hu in.gr otenet.gr
walla.co.il qq.com 163.com 126.com naver.com
"""
_SHARED_HOSTS = frozenset(_SHARED.split())
_COUNTRY = re.compile(r"(?:com?\.)?[a-z]{2,3}")


def is_shared_host(domain: str) -> bool:
    """Whether strangers share this mail domain: a public mail provider."""
    host, _, rest = domain.partition(".")
    return domain in _SHARED_HOSTS or (f"{host}." in _SHARED_HOSTS and _COUNTRY.fullmatch(rest) is not None)


def client_key(address: str, rules: Rules) -> ClientKey:
    """The key of the client that an address belongs to; stable for ever; empty for an empty address."""
    mine = address.strip().lower()
    rule = _rule_for(mine, rules)
    if rule is not None:
        return ClientKey(rule.name)
    domain = domain_of(mine)
    return ClientKey(domain if domain and not is_shared_host(domain) else mine)


def client_of(address: str, name: str, rules: Rules) -> Client:
    """The client that an address belongs to; `name` is what mails call him if no [[client]] names him."""
    rule = _rule_for(address.strip().lower(), rules)
    key = client_key(address, rules)
    if rule is None:
        return Client(key=key, name=name or key, kind=ClientKind.BUSINESS, language=rules.firm.language)
    return Client(key=key, name=rule.name, kind=rule.kind, language=rule.language or rules.firm.language)


def _rule_for(address: str, rules: Rules) -> ClientRule | None:
    """An exact address before a whole domain, whatever the order in the file."""
    exact = (r for r in rules.clients if any(p.lower() == address for p in r.match))
    whole = (r for r in rules.clients if address_matches(address, r.match))
    return next(exact, None) or next(whole, None)
