"""What a call is for and what is often said on the phone, in French and English. Pure data.

The objections are those that credit controllers list for a call step (call results of OCA's
account_invoice_overdue_reminder among them); each with what finds out whether it is true.
"""

from relanced.model.call_sheet import Objection, Situation

LANGUAGES = ("en", "fr")

AIMS: dict[str, dict[Situation, str]] = {
    "fr": {
        Situation.PROMISE_BROKEN: (
            "Savoir pourquoi le paiement promis pour le {day} n’est pas arrivé, et obtenir une date ferme et "
            "un moyen de paiement."
        ),
        Situation.UNDELIVERED: (
            "Trouver la bonne adresse et la bonne personne : notre courriel à {address} est revenu le {day}."
        ),
        Situation.IN_TALKS: (
            "Lever ce qui reste en suspens depuis son message du {day}, et obtenir une date de paiement."
        ),
        Situation.SILENT: (
            "Comprendre pourquoi les relances restent sans réponse, et raccrocher avec une date de paiement et "
            "le nom de la personne qui s’en charge."
        ),
        Situation.FIRST: "Vérifier que la facture est bien arrivée et acceptée, et obtenir sa date de paiement.",
    },
    "en": {
        Situation.PROMISE_BROKEN: (
            "Find out why the payment promised for {day} has not come, and get a firm date and a means of payment."
        ),
        Situation.UNDELIVERED: "Find the right address and the right person: our mail to {address} came back on {day}.",
        Situation.IN_TALKS: "Settle what has been open since the client’s message of {day}, and get a date of payment.",
        Situation.SILENT: (
            "Find out why the reminders stay unanswered, and hang up with a date of payment and the name of "
            "who will see to it."
        ),
        Situation.FIRST: "Make sure that the invoice has arrived and is accepted, and get its date of payment.",
    },
}  # fmt: skip

OBJECTIONS: dict[str, tuple[Objection, ...]] = {
    "fr": (
        Objection(
            said="Je n’ai pas reçu la facture.",
            ask=(
                "À quelle adresse dois-je la renvoyer, à l’instant ?",
                "Faut-il un numéro de commande ou un dépôt sur un portail ?",
                "Je vous la renvoie maintenant : à quelle date sera-t-elle payée ?",
            ),
        ),
        Objection(
            said="Elle est en attente de validation.",
            ask=(
                "Qui doit la valider, et que lui manque-t-il ?",
                "Puis-je lui parler, ou lui envoyer une pièce ?",
                "Une fois validée, à quelle échéance part le règlement ?",
            ),
        ),
        Objection(
            said="Il y a un litige.",
            ask=(
                "Qu’est-ce qui ne va pas exactement, et sur quelle ligne ?",
                "Qui l’a constaté, quand, et l’avez-vous écrit à quelqu’un chez nous ?",
                "Le reste n’est pas contesté : quand est-il payé ?",
            ),
        ),
        Objection(
            said="Nous n’avons pas de trésorerie en ce moment.",
            ask=(
                "Quelle somme pouvez-vous régler aujourd’hui ?",
                "Quelle rentrée attendez-vous, et pour quand ?",
                "Pouvez-vous nous proposer par écrit un échéancier avec des dates ?",
            ),
        ),
        Objection(
            said="Le comptable est en vacances.",
            ask=(
                "Qui signe les règlements en son absence ?",
                "Quel jour rentre-t-il ? Je note de le rappeler ce jour-là.",
                "Le gérant peut-il faire un virement exceptionnel ?",
            ),
        ),
        Objection(
            said="C’est parti.",
            ask=(
                "Par virement ou par chèque, quel jour et pour quel montant ?",
                "Depuis quelle banque, et avec quelle référence ?",
                "Pouvez-vous m’envoyer l’avis de virement ?",
            ),
        ),
    ),
    "en": (
        Objection(
            said="I have not received the invoice.",
            ask=(
                "Which address shall I send it to, right now?",
                "Does it need an order number, or to go through a portal?",
                "I am sending it again now: on which day will it be paid?",
            ),
        ),
        Objection(
            said="It is waiting for approval.",
            ask=(
                "Who has to approve it, and what is missing?",
                "May I speak to them, or send them something?",
                "Once it is approved, with which payment run does it go?",
            ),
        ),
        Objection(
            said="We dispute it.",
            ask=(
                "What exactly is wrong, and on which line?",
                "Who found it, when, and did you write to anybody here?",
                "The rest is not disputed: when will that be paid?",
            ),
        ),
        Objection(
            said="We have no cash at the moment.",
            ask=(
                "How much can you pay today?",
                "What money are you waiting for, and when will it come?",
                "Can you propose instalments with dates, in writing?",
            ),
        ),
        Objection(
            said="The accountant is on holiday.",
            ask=(
                "Who signs payments meanwhile?",
                "On which day are they back? I shall call again that day.",
                "Can the manager make a single transfer?",
            ),
        ),
        Objection(
            said="It is on its way.",
            ask=(
                "By transfer or by cheque, on which day, and how much?",
                "From which bank, and with which reference?",
                "Can you send me the confirmation of the transfer?",
            ),
        ),
    ),
}
