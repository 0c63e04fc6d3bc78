"""A text in, its sentences that say something out, each alone, without courtesies. Pure.

«Bien reçu, je regarde. Par contre trois panneaux sont abîmés.»: as a whole it sounds like an
acknowledgement; its second sentence is none.
"""

import re
from collections.abc import Iterator, Sequence

from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.intake.reply.split.contact import is_name, is_role

MAX_SENTENCES = 500  # that are heard alone: all of MAX_READ, unless they are of two words each
MAX_READ = 8_000  # characters
_SHORT = 60  # characters: a shorter line was not broken by a program, and ends a sentence
_STOP = lazy(r"(?<=[.!?…])\s+|\n[ \t]*\n|\n(?=[ \t]*[-*•])")
_CLAUSE = lazy(r"[,;:()\n«»\"–—]| - ")
_WORD = lazy(r"[^\W_]+")
_GREETING_WORDS = (
    "bonjour bonsoir salut coucou cher chere hello hi hey dear hallo guten liebe lieber sehr hola buenos "
    "buenas estimado estimada estimados buongiorno buonasera ciao gentile gentili egregio beste geachte "
    "goedemorgen goedemiddag goedendag madame monsieur mesdames messieurs mr mrs ms sir damen herren herr frau "
    "geehrte geehrter und et and all team tous toutes everyone zusammen allemaal tutti todos"
)
_COURTEOUS_WORDS = (
    # French
    "merci beaucoup infiniment bien recu recue recus note notee bonne belle bon excellente journee soiree "
    "semaine weekend week end continuation cordialement sincerement amicalement salutations meilleures "
    "distinguees cdt pour de la le les du d votre vos ton ta mail mails message courriel email retour "
    "reponse relance rappel facture factures information info infos "
    # English
    "thanks thank you your for the many much very so received noted kind best warm regards wishes cheers "
    "good day morning afternoon evening have a nice great lovely invoice reminder letting us me know yours "
    "sincerely "
    # German
    "danke dank vielen herzlichen besten schonen fur ihre ihr die der das nachricht rechnung erinnerung "
    "erhalten notiert eingegangen mit freundlichen freundliche viele grusse gruße gruß gruss mfg lg vg tag "
    # Spanish and Italian
    "gracias muchas por su el correo mensaje recibido recibida anotado saludo saludos un cordial cordiales "
    "atentamente buen dia factura recordatorio "
    "grazie mille per sua il suo messaggio ricevuto ricevuta cordiali distinti saluti buona giornata "
    "fattura promemoria sollecito "
    # Dutch
    "bedankt u uw je jouw bericht ontvangen genoteerd vriendelijke groet groeten met mvg factuur "
    "herinnering fijne dag"
)
_GREETINGS = frozenset(_GREETING_WORDS.split())
_COURTEOUS = _GREETINGS | frozenset(_COURTEOUS_WORDS.split())
# What follows is another thing than what stands before. «ma» is Italian alone: in French it is «my».
_BUT = {
    "fr": r"par contre|mais|cependant|toutefois|neanmoins|pourtant|en revanche|sauf que",
    "en": r"but|however|though|although|except that|that said",
    "de": r"aber|allerdings|jedoch|hingegen|nur dass",
    "es": r"pero|sin embargo|no obstante|aunque|salvo que",
    "it": r"pero|ma|tuttavia|invece|salvo che",
    "nl": r"maar|echter",
}
_OWN_WORDS = 3  # behind it, from which it has a content of its own
_BEHIND = 80  # characters in which they are counted


def sentences_apart(text: str) -> Iterator[str]:
    """The sentences that say something, each without its courtesies; the last of many are all the others together."""
    found = 0
    others: list[str] = []
    for sentence in _sentences(text[:MAX_READ]):
        bare = _without_courtesies(sentence)
        if not bare or (found and (is_name(bare) or is_role(bare))):
            continue  # who wrote it
        found += 1
        if found < MAX_SENTENCES:
            yield bare
        else:
            others.append(bare)
    if others:
        yield "\n".join(others)


def says_but(text: str, languages: Sequence[str]) -> bool:
    """Whether it goes on with «mais», «however», «aber», and with words of its own behind it."""
    joined = "|".join(_BUT[language] for language in languages if language in _BUT)
    if not joined:
        return False
    plain = fold(text[:MAX_READ])
    found = re.finditer(rf"\b(?:{joined})\b", plain)
    return any(len(_WORD.findall(plain, one.end(), one.end() + _BEHIND)) >= _OWN_WORDS for one in found)


def _sentences(text: str) -> Iterator[str]:
    """Stops end a sentence, and so do short lines."""
    for part in _STOP.split(text):
        held: list[str] = []
        for line in part.split("\n"):
            held.append(line)
            if len(line) < _SHORT:
                yield "\n".join(held)
                held = []
        if held:
            yield "\n".join(held)


def _without_courtesies(sentence: str) -> str:
    """What is left of a sentence; "" where nothing is."""
    clauses = [(clause, _WORD.findall(fold(clause))) for clause in _CLAUSE.split(sentence)]
    said = [clause.strip() for clause, words in clauses if words and not _is_courteous(clause, words)]
    return ", ".join(said)


def _is_courteous(clause: str, words: Sequence[str]) -> bool:
    return all(word in _COURTEOUS for word in words) or (words[0] in _GREETINGS and is_name(clause))
