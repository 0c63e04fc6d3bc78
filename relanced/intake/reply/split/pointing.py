"""What a person typed in; whether it only points to older words, or to answers typed between them, out. Pure."""

from enum import Enum, auto

from relanced.intake.days import fold
from relanced.intake.lazy import lazy

_MAX_WORDS = 40  # of a text that only points
_MAX_READ = 5_000  # characters searched for an announcement

_BELOW = (
    r"ci-?\s?dessous|plus bas|en dessous|infra|cf\.? (?:mail|message|supra)|"
    r"below|further down|underneath|"
    r"unten|untenstehend\w*|nachstehend\w*|weiter unten|u\.a\. mail|"
    r"(?:mas )?abajo|a continuacion|(?:qui |piu )?sotto|in calce|"
    r"hieronder|onderstaand\w*|beneden|(?:mais )?abaixo"
)
_MAIL = r"(?:e-?mails?|mails?|messages?|courriels?|echanges?|reponses?|demandes?|reclamations?)"
_POINTS = lazy(
    rf"\b(?:{_BELOW})\b"
    rf"|\b(?:mon|mes|notre|nos|son|le|ce) (?:precedents? |dernier |premier )?{_MAIL} (?:precedents?|du|"
    rf"d'avant|de la|de mon|en)\b"
    rf"|\b(?:voir|cf|relire|lire|lisez|relisez|suite a|transfere|reportez-vous a)\W{{1,3}}"
    rf"(?:mon|mes|notre|nos|son|le|ce|l') ?(?:precedents? |dernier |premier )?{_MAIL}"
    r"|\b(?:comme )?(?:deja|je (?:vous )?l'ai) (?:dit|ecrit|indique|signale|precise|explique|repondu)\b|"
    r"\bvoir historique\b"
    r"|\b(?:see|per|read|refer to|to) (?:my|our|the|his|her) (?:\w+ ){0,2}(?:e-?mails?|messages?|mail|"
    r"note|reply|thread|trail)\b"
    r"|\bas (?:already |previously )?(?:stated|explained|mentioned|said|advised|told)\b|\b(?:already|"
    r"previously) (?:told|wrote|said|explained)\b"
    r"|\b(?:siehe|s\.|lesen sie|vgl\.?) (?:meine|unsere|die|seine|ihre)\w? (?:\w+ ){0,2}(?:e-?mail|mail|"
    r"nachricht|antwort)\b"
    r"|\bwie (?:bereits|schon) (?:\w+ )?(?:geschrieben|mitgeteilt|erwahnt|gesagt|erklart)\b"
    r"|\b(?:vea|ver|vease|lea) (?:mi|nuestro|el|su) (?:\w+ ){0,2}(?:correo|mensaje|e-?mail|mail)\b|"
    r"\bcomo ya (?:\w+ )?(?:dij\w*|escrib\w*|indic\w*|comunic\w*)\b"
    r"|\b(?:vedi|veda|vedere|legga) (?:la |il )?(?:mia|mio|nostra|nostro|sua) (?:\w+ ){0,2}(?:e-?mail|"
    r"mail|messaggio)\b|\bcome gia (?:\w+ )?(?:dett\w*|scritt\w*|comunicat\w*|indicat\w*)\b"
    r"|\b(?:zie|lees) (?:mijn|onze|de|zijn|haar) (?:\w+ ){0,2}(?:e-?mail|mail|bericht)\b|\bzoals (?:al |"
    r"reeds |eerder )+(?:\w+ )?(?:gemeld|geschreven|gezegd|aangegeven)\b"
    r"|\b(?:veja|ver) (?:o )?(?:meu|nosso) (?:\w+ ){0,2}(?:e-?mail|mensagem)\b|"
    r"\bcomo ja (?:\w+ )?(?:disse|escrevi|informei|referi)\b"
)
_HANDED_ON = lazy(
    r"\W{0,5}(?:pour info(?:rmation)?s?|p\.?\s?i\.|pvi|fyi|for your information|for info|"
    r"zur info(?:rmation)?|zur kenntnis\w*|"
    r"z\.?\s?k\.?|para (?:su|tu|vuestra) informacion|per (?:conoscenza|opportuna conoscenza|info)|"
    r"ter info(?:rmatie)?|ter kennisgeving|para (?:sua )?informacao|je (?:vous )?(?:transfere|transmets|"
    r"fais suivre)|"
    r"forwarding|please see|see attached thread|weiterleitung|rappel|reminder|relance|bis|\^+)\b"
)
_COLOURS = (
    r"rouge|bleu|vert|couleur|violet|orange|rose|jaune|red|blue|green|colou?r|purple|yellow|pink|rot|blau|"
    r"grun|lila|gelb|"
    r"farbe|farbig|rojo|azul|verde|color|amarillo|rosso|blu|colore|viola|giallo|rood|blauw|groen|kleur|"
    r"paars|geel|"
    r"vermelho|cor"
)
_IN_COLOUR = lazy(
    rf"\b(?:en|in|au|em|mit) (?:\w+ )?(?:{_COLOURS})\b|\b(?:{_COLOURS}) (?:ci-dessous|dans|below|text|"
    rf"unten|im text|hieronder|sotto|abajo)\b"
    r"|\bsurlign\w*|\bhighlighted|\bmarkiert|\bresaltad\w*|\bevidenziat\w*|\bgemarkeerd"
)
_IN_BOLD = lazy(
    r"\b(?:en gras|en italique|in bold|in italics?|bold below|fett(?:gedruckt)?|kursiv|en negrita|"
    r"en cursiva|in grassetto|in corsivo|"
    r"vetgedrukt|in het vet|cursief|em negrito)\b"
)
_ANSWERS = (
    r"reponses?|remarques?|commentaires?|annotations?|precisions?|elements?|answers?|comments?|repl(?:y|"
    r"ies)|remarks?|responses?|"
    r"antwort(?:en)?|anmerkungen?|kommentare?|respuestas?|comentarios?|risposte|rispost[ae]|commenti|note|"
    r"antwoord(?:en)?|opmerking(?:en)?|respostas?"
)
_BETWEEN = lazy(
    rf"\b(?:{_ANSWERS})\b.{{0,40}}\b(?:{_BELOW}|dans (?:le corps|le texte|votre|ton|le mail)|inline|"
    rf"in-line|in line|in the text|in your|"
    r"im text|in ihrer|en el texto|nel testo|in de tekst)\b"
    r"|\b(?:je (?:vous )?reponds?|j'ai repondu|i(?:'ve| have)? (?:answered|replied|commented)|"
    r"repondu) .{0,30}"
    r"(?:dans (?:le|votre|ton)|ci-dessous|below|inline|in-line|in your)\b"
)


class Announced(Enum):
    """How a writer says that his answers stand between our lines."""

    NO = auto()
    BETWEEN = auto()  # «mes réponses ci-dessous», or in colour
    BOLD = auto()


def points_below(text: str) -> bool:
    """Whether a short text only sends the reader to older words: «voir mon mail ci-dessous», «FYI», nothing at all."""
    plain = fold(text[:_MAX_READ])
    if len(plain.split()) > _MAX_WORDS:
        return False
    return not plain.strip() or bool(_POINTS.search(plain)) or bool(_HANDED_ON.match(plain))


def announced_in(text: str) -> Announced:
    """Whether the text says that answers stand inside the quoted mail, and how they look."""
    plain = fold(text[:_MAX_READ])
    if _IN_BOLD.search(plain):
        return Announced.BOLD
    return Announced.BETWEEN if _IN_COLOUR.search(plain) or _BETWEEN.search(plain) else Announced.NO
