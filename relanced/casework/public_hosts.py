"""A mail domain in, whether strangers share it out: public mail providers, hosts of a profession. Pure."""

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
wanadoo. caramail. tele2.fr worldonline.fr infonie.fr bouygtel.fr bouygtel.net 9business.fr evhr.net estvideo.fr
calixo.net vialis.net mediaserv.net zeop.re mls.nc lagoon.nc canl.nc mail.pf dbmail.com tvcablenet.be brutele.be
edpnet.be dommel.be bluemail.ch swissonline.ch vtxmail.ch netplus.ch citycable.ch email.de mail.de magenta.de
o2mail.de o2online.de kabelmail.de unitybox.de unitymedia.de netcologne.de ewe.net ewetel.net osnanet.de versanet.de
alice-dsl.net alice-dsl.de arcor-online.de onlinehome.de nexgo.de lycos.de directbox.com aon.at chello. a1.net
inode.at utanet.at kabsi.at tiscali. tiscalinet.it supereva.it blu.it giallo.it interfree.it katamail.com vodafone.it
teletu.it infinito.it poste.it jumpy.it orange.es ya.com jazzfree.com teleline.es euskalnet.net mundo-r.com
infonegocio.com netcabo.pt netc.pt mail.pt casema.nl upcmail.nl quicknet.nl tele2.nl online.nl telfort.nl solcon.nl
zeelandnet.nl caiway.nl caiway.net kabelfoon.nl wxs.nl freeler.nl zonnet.nl versatel.nl onsbrabantnet.nl onsnet.nu
virgin.net talk21.com o2.co.uk plus.com freeserve.co.uk fsnet.co.uk lineone.net onetel.com orange.net uwclub.net
zen.co.uk iol.ie indigo.ie telia.com comhem.se bredband.net spray.se online.no broadpark.no getmail.no mail.dk
stofanet.dk youmail.dk elisanet.fi kolumbus.fi luukku.com saunalahti.fi suomi24.fi tutamail.com keemail.me
zohomail.com zohomail.eu startmail.com runbox.com mailfence.com disroot.org riseup.net duck.com
avocat.fr avocats.fr avocat-conseil.fr avocat.be advocaat.be belnot.be medecin.fr pharmacien.fr pharmacie.fr
offisante.fr huissier-justice.fr commissaire-justice.fr educagri.fr hin.ch nhs.net doctors.org.uk icam.es icab.es
icab.cat redabogacia.org correonotarial.org pec.it arubapec.it postecert.it registerpec.it pecimprese.it mypec.eu
casellapec.com sicurezzapostale.it pecavvocati.it pec.libero.it pec.buffetti.it
"""
_SHARED_HOSTS = frozenset(_SHARED.split())
# Below these, chambers and trades have hosts whose members are strangers: paris.notaires.fr.
_SHARED_BELOW = ("notaires.fr", "mssante.fr", "apicrypt.org", "legalmail.it")
_BELOW = tuple(f".{host}" for host in _SHARED_BELOW)
_ACADEMY = re.compile(r"ac-[a-z-]+\.fr")  # of the French state: every school of a region
_COUNTRY = re.compile(r"(?:com?\.)?[a-z]{2,3}")


def is_shared_host(domain: str) -> bool:
    """Whether strangers share this mail domain: a public mail provider, or a profession's own."""
    host, _, rest = domain.partition(".")
    if domain in _SHARED_HOSTS or domain in _SHARED_BELOW or domain.endswith(_BELOW):
        return True
    return _ACADEMY.fullmatch(domain) is not None or (
        f"{host}." in _SHARED_HOSTS and _COUNTRY.fullmatch(rest) is not None
    )
