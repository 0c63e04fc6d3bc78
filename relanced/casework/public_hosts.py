"""A mail domain in, whether strangers share it out: the public mail providers. Pure."""

import re

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
