"""A line or paragraph at the foot of a mail in, whether a template puts it below every mail out. Pure, linear.

Shorter than a disclaimer, and in words that a client may type too: the place tells, which `signature` looks
at. Who speaks for himself, names an address to write to or adds a postscript has typed it.
"""

from relanced.intake.days import fold
from relanced.intake.lazy import lazy

_MAX_FOOT = 700  # characters of a paragraph
_NEVER = r"(?:jamais|never|will not|niemals|nie|nunca|mai|nooit)"
_ACCOUNT = (  # the house's own: «jamais reçu votre RIB» is somebody's
    r"\b(?<!votre )(?<!vos )(?<!your )(?<!ihre )(?<!sus )(?<!vostre )(?<!uw )"
    r"(?:coordonnees bancaires|changement de rib|bank (?:account )?details|account details|bankverbindung|kontodaten|"
    r"datos bancarios|cambios de cuenta|coordinate bancarie|bankgegevens|rekeningnummer)\b"
)
_HOUSE = lazy(
    # which court: six languages
    r"\b(?:tout|en cas de|pour tout) (?:litige|differend|contestation)\b.{0,80}\b(?:tribuna\w+|juridiction|competen\w+)"
    r"|\btribuna\w+ .{0,60}\b(?:seuls? competen\w+|competencia exclusiva)|\b(?:seule? competen\w+|competence exclusive)"
    r"|\b(?:exclusive jurisdiction|governed by (?:the )?(?:\w+ )?laws?|subject to our (?:\w+ ){0,3}terms)"
    r"|\b(?:gerichtsstand|erfullungsort)\b|\b(?:foro (?:competente|esclusivo|di)|competenza esclusiva)\b"
    r"|\b(?:somet\w+ a (?:los|la) (?:juzgados|tribunales|jurisdiccion)|juzgados y tribunales)\b"
    r"|\b(?:bevoegde rechter|rechtbank .{0,40}bevoegd|algemene voorwaarden|allgemeinen? geschaftsbedingungen)\b"
    # who answers for nothing
    r"|\b(?:liability|responsibility) (?:is |will be )?(?:not |never )?(?:accepted|excluded|limited)|\bno liability\b"
    r"|\b(?:decline|excl\w+) (?:toute|any|all) (?:responsabilite|liability)|\bkeine haftung\b|\bhaftung ausgeschlossen"
    rf"|\b{_NEVER}\b.{{0,40}}{_ACCOUNT}|{_ACCOUNT}.{{0,40}}\b{_NEVER}\b|\bcyber ?(?:crime|fraud) (?:alert|warning)"
    # where its papers lie
    r"|\b(?:registered|incorporated) (?:in|at|office|number|no|company|charity)\b|\bcompany (?:reg\w*|no|number)\b"
    r"|\bcapital (?:social )?de \d|\bau capital\b|\b(?:rcs|siret|siren|hrb|amtsgericht|handelsregister|kvk)\b"
    r"|\b(?:authorised|authorized|regulated|licensed) (?:and regulated )?by\b|\btrading (?:name|as)\b"
    r"|\b(?:membre d'une|association) .{0,30}\bagree?e?\b.{0,120}\bcheques?\b|\bregistro mercantil\b|\bsede legale\b"
    # what it asks of everybody
    r"|\bfor (?:all )?(?:payment|invoice|supplier|account|billing)s? (?:quer|enquir)\w+"
    r"|\b(?:pour|concernant) toutes? (?:question|demande|reclamation|contestation)s?\b.{0,80}\b(?:portail|site|espace)"
    r"|\b(?:fragen|ruckfragen|reklamationen) .{0,60}\b(?:portal|lieferantenportal)|\bfournisseurs? : .{0,80}\bportail"
    r"|\b(?:consultas|dudas) .{0,60}\bportal\b|\b(?:vragen|klachten) .{0,60}\bportaal\b|"
    r"\b(?:quesiti|richieste) .{0,60}\bportale\b"
    r"|\b(?:environn?ement|umwelt|medio ?ambiente|l'ambiente|milieu)\b.{0,60}\b(?:imprim|print|druck|stamp|afdruk)"
    r"|\b(?:imprim|print|druck|stamp)\w* .{0,60}\b(?:environn?ement|umwelt|medio ?ambiente|ambiente)\b"
    r"|\b(?:ouvert|open|geoffnet|abierto|aperto|geopend) (?:du|from|from|von|de|dal|van) \w+ (?:au|to|bis|a|al|tot)\b"
)
# A ticket program's line above which one answers: of «this line», in the imperative
_ABOVE = lazy(
    r"\W{0,12}(?:(?:please|merci de|veuillez|bitte|por favor|si prega di|gelieve) )?(?:type|write|repl|repond|ecri|"
    r"tapez|saisi|antwort|schreib|ihre antwort|your reply|su respuesta|votre reponse|respond|escrib|rispond|scriv|"
    r"antwoord|typ|uw antwoord|reageer|plaats).{0,60}\b(?:au[- ]?dessus de (?:cette|la) ligne|above this line|"
    r"(?:uber|oberhalb) dieser (?:zeile|linie)|(?:por encima|encima|arriba) de esta linea|"
    r"sopra (?:a )?questa (?:riga|linea)|boven deze (?:regel|lijn))\b.{0,12}"
)
_SERVER = lazy(
    r"^(?:this (?:is an )?(?:e-?mail|message) (?:is a |is an )?(?:service|was sent) (?:from|by|via|to)\b"
    r"|(?:this is an? )?(?:e-?mail|messaging) service (?:from|of|by)\b|(?:delivered|powered|sent) (?:by|via) [\w.]+\W*$"
    r"|(?:ceci est un service|ce (?:mail|message|courriel) (?:vous )?(?:est|a ete) (?:envoye|propose) (?:par|via))\b"
    r"|(?:dies ist ein e-?mail-?dienst|diese (?:e-?mail|nachricht) wurde (?:von|uber) .{1,40} (?:gesendet|zugestellt))"
    r"|(?:este es un servicio de correo|este (?:correo|mensaje) (?:es|fue) (?:un servicio|enviado) (?:de|por))\b"
    r"|(?:questo e un servizio (?:di )?e-?mail|questa e-?mail e un servizio)\b"
    r"|(?:dit is een e-?mailservice|deze e-?mail is een dienst)\b"
    r"|.{0,60}\b(?:pour |vous |se |to |hier |zum |per )?"
    r"(?:desinscrire|unsubscribe|abbestellen|desuscribirse|disiscriversi|disiscriviti|darse de baja|uitschrijven)"
    r"(?: ici| here| hier| qui| aqui)?\W{0,4}(?:https?\S{1,300}|<\S{1,300})?\W*$)"
)
_SPEAKER = lazy(
    r"\b(?:j'\w|j’\w|je (?!vous prie)|i(?:'m|'ve|'ll| am| have| will| do| did| paid| want)?\b|ich\b|"
    r"ik\b|yo\b|io\b|mon\b|my\b|mein\w*\b|mijn\b)"
    r"|^\W{0,3}(?:p\.?\s?s|n\.?\s?b|nota|edit)\b\s*[.:,-]|[?]|[\w.+-]@\w"
)
_UNSUBSCRIBE_ME = lazy(r"\b(?:me|moi|nous|us|mich|uns|mij|ons|mi|please|merci|svp)\b")


def is_house_text(paragraph: str) -> bool:
    """Whether it tells of courts, registers, liability, opening hours: of the house, and not of this letter."""
    plain = fold(paragraph[:_MAX_FOOT])
    return len(paragraph) <= _MAX_FOOT and bool(_HOUSE.search(plain)) and not _SPEAKER.search(plain)


def is_server_text(paragraph: str) -> bool:
    """Whether a ticket or mailing program put it there: «This is an email service from …», «Unsubscribe»."""
    plain = fold(paragraph[:_MAX_FOOT]).strip(" *_|[]()-\t")
    if len(paragraph) > _MAX_FOOT:
        return False
    return bool(_ABOVE.fullmatch(plain)) or (bool(_SERVER.match(plain)) and not _UNSUBSCRIBE_ME.search(plain))
