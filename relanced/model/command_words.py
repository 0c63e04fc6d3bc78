"""The words that the owner tells relanced things with, in each language: what a digest shows, and what is understood.

A digest shows the first word of each; every word of every language is understood, whatever the owner's is.
Folders that the owner moves mails to are named here as well, and so is why something was not understood.
"""

from collections.abc import Mapping
from enum import StrEnum

from relanced.model.decided import Verb


class Command(StrEnum):
    """What can be told in one line of a mail."""

    PAID = "paid"
    PAUSE = "pause"  # until a day, for some days, or until resumed
    DISPUTE = "dispute"
    RESUME = "resume"
    IGNORE = "ignore"
    CREDIT_NOTE = "credit_note"  # what was taken for an invoice is a credit note
    WRITE_OFF = "write_off"
    PROMISE = "promise"  # the client's mail that is answered promises to pay
    INSTALMENTS = "instalments"


# By language and command; the first is the one that is shown.
COMMAND_WORDS: Mapping[str, Mapping[Command, tuple[str, ...]]] = {
    "fr": {
        Command.PAID: (
            "payé",
            "payée",
            "payés",
            "payées",
            "réglé",
            "réglée",
            "réglés",
            "réglées",
            "soldé",
            "soldée",
        ),
        Command.PAUSE: ("pause", "suspendre", "suspends", "en pause"),
        Command.DISPUTE: ("litige", "litigieux", "contesté", "contestée", "en litige"),
        Command.RESUME: ("reprendre", "reprends", "reprise", "relancer", "continuer"),
        Command.IGNORE: ("ignorer", "ignore", "ne pas relancer", "ne plus relancer", "ne pas suivre"),
        Command.CREDIT_NOTE: ("c'est un avoir", "est un avoir", "avoir"),
        Command.WRITE_OFF: (
            "passer en pertes",
            "passer en perte",
            "passe en perte",
            "passé en perte",
            "en pertes et profits",
            "irrécouvrable",
            "abandonner",
        ),
        Command.PROMISE: (
            "c'est une promesse pour",
            "c'est une promesse",
            "promesse pour",
            "promesse",
            "promis pour",
        ),
        Command.INSTALMENTS: ("échéancier", "échelonnement", "en plusieurs fois"),
    },
    "en": {
        Command.PAID: ("paid", "settled"),
        Command.PAUSE: ("pause", "hold", "suspend"),
        Command.DISPUTE: ("dispute", "disputed", "contested"),
        Command.RESUME: ("resume", "go on", "continue", "unpause"),
        Command.IGNORE: ("ignore", "do not chase", "don't chase", "do not remind"),
        Command.CREDIT_NOTE: ("credit note", "is a credit note", "it is a credit note", "it's a credit note"),
        Command.WRITE_OFF: ("write off", "write-off", "written off"),
        Command.PROMISE: (
            "promise for",
            "promise",
            "it is a promise for",
            "it's a promise for",
            "promised for",
        ),
        Command.INSTALMENTS: ("instalments", "installments", "payment plan"),
    },
}

PANEL = "Relanced"  # the folder that the others lie in
# The folders of the control panel: what a mail that is moved there decides.
FOLDER_NAMES: Mapping[str, Mapping[Verb, str]] = {
    "fr": {Verb.PAUSE: "Pause", Verb.PAID: "Payé", Verb.DISPUTE: "Litige", Verb.IGNORE: "Ignorer"},
    "en": {Verb.PAUSE: "Pause", Verb.PAID: "Paid", Verb.DISPUTE: "Dispute", Verb.IGNORE: "Ignore"},
}

# Why something that the owner told was not understood: a key of `CommandUnclear.why`, and what he reads.
UNCLEAR: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "no_verb": "aucune commande n’y a été reconnue",
        "no_target": "de quelle facture ou de quel client s’agit-il ?",
        "question": "c’est une question, pas une décision",
        "negated": "une négation s’y trouve : dites ce qui est, et non ce qui n’est pas",
        "two_verbs": "deux commandes dans une même phrase : une ligne pour chacune",
        "doubt": "un mot y laisse un doute",
        "too_long": "c’est trop long pour une commande",
        "no_day": "le jour ou la durée n’a pas été compris",
        "past_day": "ce jour est déjà passé",
        "no_parts": "il faut un nombre de versements, un montant et un jour : « échéancier F2026-012 3 x 400 € le 5 »",
        "no_mail": "« promesse » se dit en répondant au mail du client",
        "whole_client": "cela ne se dit que d’une facture, par son numéro",
        "several": "ce mail parle de plusieurs factures : dites laquelle, par son numéro",
        "unknown_mail": "ce mail ne parle d’aucune facture connue",
        "two_clients": "ce mail concerne plusieurs clients : dites lequel",
        "filed": "ce mail est arrivé droit dans ce dossier, par une règle de tri : seul compte ce que vous y déplacez",
        "bank_mail": "c’est un mail de la banque : dites de quelle facture vous parlez, par son numéro",
        "emptied": "beaucoup de mails ont quitté ce dossier à la fois : rien n’a repris",
    },
    "en": {
        "no_verb": "no command was found in it",
        "no_target": "which invoice or which client is meant?",
        "question": "it is a question, no decision",
        "negated": "it says what is not: say what is",
        "two_verbs": "two commands in one sentence: write a line for each",
        "doubt": "a word in it leaves a doubt",
        "too_long": "it is too long for a command",
        "no_day": "the day or the time was not understood",
        "past_day": "that day has passed",
        "no_parts": "it needs a number of parts, an amount and a day: «instalments F2026-012 3 x 400 € on the 5th»",
        "no_mail": "«promise» is said in an answer to the client's mail",
        "whole_client": "that can only be said of an invoice, by its number",
        "several": "that mail is about several invoices: say which one, by its number",
        "unknown_mail": "that mail is about no invoice that is known",
        "two_clients": "that mail is about several clients: say which one",
        "filed": "that mail came straight into that folder, by a rule: only what you move there counts",
        "bank_mail": "that mail is the bank's: say which invoice you mean, by its number",
        "emptied": "many mails left that folder at once: nothing went on",
    },
}


def shown(command: Command, language: str, target: str, rest: str = "") -> str:
    """The words to answer with, in the owner's language: «pause F2026-012 15 jours»."""
    word = COMMAND_WORDS.get(language, COMMAND_WORDS["en"])[command][0]
    return " ".join(part for part in (word, target, rest) if part)


def why_unclear(why: str, language: str) -> str:
    """What the owner reads about something that was not understood; half a sentence, without a full stop."""
    words = UNCLEAR.get(language, UNCLEAR["en"])
    return words.get(why, words["no_verb"])


def folder_of(verb: Verb, language: str) -> str:
    """The folder for a decision, as it is made: «Relanced/Payé»."""
    return f"{PANEL}/{FOLDER_NAMES.get(language, FOLDER_NAMES['en'])[verb]}"
