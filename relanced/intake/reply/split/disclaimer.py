"""A paragraph in, whether a firm's server or template added it to every mail out. Pure.

Disclaimers speak of liability, disputes and payment; typed sentences speak of attachments and errors. So
words that only lawyers and servers use are asked for, beside those that anybody uses.
"""

import re

from relanced.intake.days import fold
from relanced.intake.lazy import lazy

_SURE = lazy(
    r"confidentiel(?:le)?s?\b|confidential\w*|vertraulich\w*|riservat\w*|vertrouwelijk\w*|confidencial\w*|"
    r"(?:seul|intended|named|exclusif) (?:destinataire|recipient|addressee)|destinataires? (?:vise|"
    r"designe|prevu)|"
    r"usage exclusif|intended (?:solely|only)|solely for|exclusivamente|esclusivamente|ausschließlich fur|"
    r"uitsluitend bestemd|"
    r"divulg\w*|disclosure|unauthori[sz]ed|unbefugt\w*|privileged|secret professionnel|"
    r"viruses|virus\b|n'imprimez|avant d'imprimer|d'imprimer ce|before printing|print this e-?mail|"
    r"drucken sie|ausdruck|imprima este|antes de imprimir|prima di stampare|stampare questa|afdrukken|"
    r"registered (?:in|office|number|company)|capital (?:social )?de [\d.]|au capital|amtsgericht|"
    r"handelsregister|"
    r"\brcs [a-z]|terms and conditions|conditions generales|\brgpd\b|\bgdpr\b|dsgvo|\bavg\b|"
    r"irrtumlich|versehentlich erhalten|received (?:this|it) (?:e-?mail |message )?(?:in error|by mistake)|"
    r"(?:recu|recevez) ce (?:message|mail|courriel) par erreur|por error|per errore|bij vergissing|"
    r"does not accept (?:any )?(?:liability|responsibility)|decline toute responsabilite|haftung|"
    r"aansprakelijk\w*|"
    r"regulated by|authori[sz]ed and regulated|purchase order number will|sans numero de commande|"
    r"supplier notice|(?:avis|rappel) (?:aux )?fournisseurs|without (?:an? )?(?:official |valid )?purchase order|"
    r"alerte (?:a la )?fraude|"
    r"juzgados|tribunaux competents|juridiction|gerichtsstand|foro competente|jurisdiction"
)
_ALSO = lazy(
    r"destinataire|recipient|addressee|adressat|empfanger|geadresseerde|destinatari|responsabil|liabil|haft|"
    r"imprim|print|environ|umwelt|medio ambiente|ambiente|milieu|siret|par erreur|in error|by mistake|"
    r"legally|fraud|"
    r"e-?mail|courriel|attachment|pieces? jointes?|\bloschen|\bdelete|supprim|detruire|loesch|verwijder|"
    r"elimina|cancell|"
    r"copi(?:e|er|ed|ing|ar)\b|distribut|weitergabe|diffusion|sender|expediteur|absender|remitente|"
    r"mittente|afzender|"
    r"company|societe|policy|politique|disputed|dispute|litig|conformidad|contestee?s?\b|retourne|returned|suppliers?|fournisseurs?|lieferanten"
)
_BANNER = lazy(
    r"do not click|ne cliquez pas|n'ouvrez pas|klicken sie nicht|offnen sie keine|no haga clic|no abra|"
    r"non cliccare|"
    r"non aprire|klik niet|open geen|external (?:e-?mail|sender|message)|(?:e-?mail|message|mail) externe|"
    r"expediteur externe|externe (?:e-?mail|absender|nachricht|afzender)|correo externo|mittente esterno|"
    r"outside (?:of )?(?:the|your|our) (?:organi[sz]ation|company|network)|exterieur de (?:l'|votre|notre)|"
    r"don't often get (?:e-?mail|mail) from|n'obtenez pas souvent d'e-mail"
)
_MIN_LENGTH = 60


def is_disclaimer(paragraph: str) -> bool:
    """Whether a paragraph at the foot of a mail is a disclaimer, an imprint, a plea for the trees."""
    plain = fold(paragraph[:3000])
    sure = {found[:8] for found in _SURE.findall(plain)}
    also = {found[:6] for found in _ALSO.findall(plain)}
    return len(plain) > _MIN_LENGTH and (len(sure) > 1 or (bool(sure) and len(sure | also) > 2))


def is_banner(paragraph: str) -> bool:
    """Whether a paragraph at the head of a mail warns that it came from outside."""
    plain = fold(paragraph[:600])
    found = {each[:10] for each in _BANNER.findall(plain)}
    begins = re.match(
        r"[\[\W]{0,5}(?:caution|attention|warning|achtung|vorsicht|externe?|external|atencion|attenzione|let op)\b",
        plain,
    )
    return len(found) > 1 or (bool(found) and bool(begins))
