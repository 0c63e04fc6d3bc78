"""The words of the mails that give the owner a task, in French and English. Pure data; «{…}» are values.

On registered letters: article L100 of the Code des postes et des communications électroniques and
regulation (EU) 910/2014, articles 43 and 44, for the electronic ones.
"""

LANGUAGES = ("en", "fr")

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "call": "fiche d’appel",
        "letter": "mise en demeure à poster",
        "handover": "dossier à transmettre",
        "in_all": " (doit en tout {owed})",
        "beside": "Il doit aussi {owed}, qui n’est pas l’objet de cette démarche",
        "beside_line": "{number}, {owed}, échéance le {due}",
        "announced_on": "annoncée le {days}",
        "call_subject": "À appeler : {client}, {owed}",
        "letter_subject": "Mise en demeure à poster : {client}, {owed}",
        "handover_subject": "Dossier à transmettre : {client}, {owed}",
        "aim": "But de l’appel\n  {aim}",
        "who": "Qui appeler",
        "no_phone": "aucun numéro connu : voyez sa facture, son site ou sa signature",
        "wrote": "a écrit le {on}",
        "owed": "Ce qui est dû : {owed}",
        "late": "en retard de {days} (échéance le {due})",
        "not_late": "échéance le {due}",
        "mailed": "envoyée le {mailed} à {to}",
        "reminded": "relancée le {days}",
        "apart": "À ne pas réclamer aujourd’hui",
        "disputed": "contestée",
        "promised": "promise pour le {on}",
        "planned": "en échéancier, prochaine part le {on}",
        "announced": "payée, dit-il",
        "notes": "Avoirs à déduire",
        "undelivered": "Courriels revenus",
        "habit": "Comment il paie",
        "habit_none": "Aucune facture payée jusqu’ici.",
        "habit_some": "Factures payées : {count} ; retard moyen {average}, au plus {worst}.",
        "habit_prompt": "Factures payées : {count}, à l’heure en moyenne ; retard au plus {worst}.",
        "habit_last": "Dernier règlement : {amount}, le {on}.",
        "answers": "Ce qu’il a écrit",
        "promises": "Ce qu’il a promis",
        "promise": "{number} pour le {on}",
        "kept": "tenu",
        "broken": "non tenu",
        "to_come": "à venir",
        "objections": "S’il dit…",
        "quoted": "« {words} »",
        "call_end": (
            "Après l’appel, répondez à ce courriel en un mot ou deux : « promis le 12 », « litige livraison », "
            "« messagerie », « injoignable », « c’est parti », « pas reçu la facture », « en validation », "
            "« échéancier ». Une ligne par facture si elles diffèrent.\n"
            "Ou tapez : {command}\n"
            "En place de {placed}, l’un de ces mots : {outcomes}."
        ),
        "outcome": "ISSUE",
        "outcomes": "promis, payé, litige, échéancier, 'non reçue', 'en validation', 'mauvais interlocuteur', "
        "messagerie, injoignable, joint",
        "collector": "NOM",
        "tracking": "SUIVI",
        "call_lapses": "Sans nouvelles de vous, la relance reprend au bout de {days}.",
        "letter_intro": "La lettre est jointe. relanced ne l’envoie pas : elle compte quand vous l’avez postée.",
        "letter_steps": (
            "1. Relisez-la, imprimez-la, signez-la.\n"
            "2. Adresse : {postal}\n"
            "3. Joignez une copie de chaque facture.\n"
            "4. Envoyez-la en recommandé avec avis de réception (LRAR), au guichet ou en ligne ; ou en recommandé "
            "électronique qualifié (LRE, eIDAS). Un particulier doit avoir accepté d’avance la forme électronique.\n"
            "5. Gardez la preuve de dépôt, le numéro de suivi, l’avis de réception et une copie signée."
        ),
        "no_postal": "inconnue ; celle du siège se trouve au registre (postal, sous [[client]], la garde)",
        "letter_end": (
            "Une fois postée, répondez à ce courriel avec le numéro de suivi et le jour : « posté le 12, "
            "1A 123 456 789 0 ».\n"
            "Ou tapez, le numéro de suivi en place de {placed} : {command}\n"
            "D’ici là, aucune relance ne part pour ces factures ; elles restent mentionnées pour mémoire dans les "
            "lettres sur d’autres. Si la mise en demeure est inutile : {resume}"
        ),
        "handover_intro": (
            "Les relances écrites n’ont pas suffi. La suite revient à quelqu’un d’autre : avocat, commissaire de "
            "justice, société de recouvrement, ou injonction de payer."
        ),
        "handover_file": "Le dossier (chronologie, courriels, factures, preuves) : {command}",
        "handover_end": (
            "Une fois le dossier remis, répondez à ce courriel : « remis à Me Durand ».\n"
            "Ou tapez, le nom de qui le reçoit en place de {placed} : {command}\n"
            "relanced se tait alors pour ces factures. S’il faut poursuivre autrement : {resume}"
        ),
    },
    "en": {
        "call": "call sheet",
        "letter": "formal notice to post",
        "handover": "file to hand over",
        "in_all": " (owes {owed} in all)",
        "beside": "The client also owes {owed}, which this is not about",
        "beside_line": "{number}, {owed}, due on {due}",
        "announced_on": "announced on {days}",
        "call_subject": "To call: {client}, {owed}",
        "letter_subject": "Formal notice to post: {client}, {owed}",
        "handover_subject": "File to hand over: {client}, {owed}",
        "aim": "Aim of the call\n  {aim}",
        "who": "Whom to call",
        "no_phone": "no number is known: look at the client’s invoice, site or signature",
        "wrote": "wrote on {on}",
        "owed": "What is owed: {owed}",
        "late": "{days} late (due on {due})",
        "not_late": "due on {due}",
        "mailed": "mailed on {mailed} to {to}",
        "reminded": "reminded on {days}",
        "apart": "Not to be asked for today",
        "disputed": "disputed",
        "promised": "promised for {on}",
        "planned": "in instalments, next part on {on}",
        "announced": "paid, the client says",
        "notes": "Credit notes to take off",
        "undelivered": "Mails that came back",
        "habit": "How this client pays",
        "habit_none": "No invoice paid so far.",
        "habit_some": "Invoices paid: {count}; late by {average} on average, {worst} at most.",
        "habit_prompt": "Invoices paid: {count}, on time on average; late by {worst} at most.",
        "habit_last": "Last payment: {amount} on {on}.",
        "answers": "What the client wrote",
        "promises": "What the client promised",
        "promise": "{number} for {on}",
        "kept": "kept",
        "broken": "broken",
        "to_come": "to come",
        "objections": "If you hear…",
        "quoted": "“{words}”",
        "call_end": (
            "After the call, answer this mail in a word or two: “promised the 12th”, “dispute about delivery”, "
            "“voicemail”, “no answer”, “it is on its way”, “invoice not received”, “waiting for approval”, "
            "“instalments”. One line an invoice where they differ.\n"
            "Or type: {command}\n"
            "In place of {placed}, one of these words: {outcomes}."
        ),
        "outcome": "OUTCOME",
        "outcomes": "promised, paid, disputed, plan-asked, not-received, in-approval, wrong-person, voicemail, "
        "unreachable, reached",
        "collector": "NAME",
        "tracking": "NUMBER",
        "call_lapses": "Without word from you, chasing goes on after {days}.",
        "letter_intro": "The letter is attached. relanced does not send it: it counts once you have posted it.",
        "letter_steps": (
            "1. Read it over, print it, sign it.\n"
            "2. Address: {postal}\n"
            "3. Enclose a copy of each invoice.\n"
            "4. Send it by registered post with proof of delivery (in France LRAR), at the counter or online; or as "
            "a qualified electronic registered letter (LRE, eIDAS). A consumer must have agreed to that beforehand.\n"
            "5. Keep the proof of posting, the tracking number, the proof of delivery and a signed copy."
        ),
        "no_postal": "unknown; the register has that of the company’s seat (postal, under [[client]], keeps it)",
        "letter_end": (
            "Once it is posted, answer this mail with the tracking number and the day: “posted on the 12th, "
            "1A 123 456 789 0”.\n"
            "Or type, with the tracking number in place of {placed}: {command}\n"
            "Until then no reminder leaves for these invoices; they are still mentioned in letters about others. "
            "If the notice is not needed: {resume}"
        ),
        "handover_intro": (
            "Reminders in writing were not enough. What comes next is for somebody else: a lawyer, a bailiff, a "
            "collection firm, or a court order for payment."
        ),
        "handover_file": "The file (chronology, mails, invoices, proofs): {command}",
        "handover_end": (
            "Once you have handed it over, answer this mail: “handed to NAME”.\n"
            "Or type, with the name of who has it in place of {placed}: {command}\n"
            "relanced is then silent about these invoices. To go on otherwise: {resume}"
        ),
    },
}

INTENTS: dict[str, dict[str, str]] = {
    "fr": {
        "dispute": "litige",
        "promise": "promesse",
        "claims_paid": "dit avoir payé",
        "plan_request": "demande un échéancier",
        "query": "question",
        "redirect": "autre contact",
        "insolvency": "procédure collective",
        "ack": "accusé",
        "unrelated": "autre sujet",
    },
    "en": {
        "dispute": "dispute",
        "promise": "promise",
        "claims_paid": "says it is paid",
        "plan_request": "asks for instalments",
        "query": "question",
        "redirect": "another contact",
        "insolvency": "insolvency",
        "ack": "acknowledged",
        "unrelated": "something else",
    },
}
