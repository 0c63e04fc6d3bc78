"""An event of a file in, the sentence that tells it in French or English out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from relanced.letters.filters import LocalFilters
from relanced.model.dossier import Event, EventKind

Words = Mapping[str, str]

_FR: Words = {
    "invoice": "Facture {numbers} de {amount}, échéance le {day}, envoyée par courriel à {name}",
    "credit_note": "Avoir {what} de {amount} envoyé par courriel à {name}",
    "reminder": "Relance envoyée par courriel à {name} ({numbers})",
    "reminder.step": "{what}, par courriel à {name} ({numbers})",
    "reminder.words": "Acceptée par le serveur de messagerie : {words}",
    "announced": "Annonce d’échéance, par courriel à {name} ({numbers})",
    "announced.words": "Acceptée par le serveur de messagerie : {words}",
    "letter": "{what}, par courriel à {name} ({numbers})",
    "letter.words": "Acceptée par le serveur de messagerie : {words}",
    "mentioned": "Lettre sur d’autres factures, par courriel à {name} ; mentionnée pour mémoire : {numbers}",
    "mentioned.words": "Acceptée par le serveur de messagerie : {words}",
    "beside": "Mentionnée pour mémoire : {beside}",
    "beside.many": "Mentionnées pour mémoire : {beside}",
    "step": "Relance « {step} »",
    "step.avant_echeance": "Annonce d’échéance",
    "step.rappel": "Rappel",
    "step.relance": "Relance",
    "step.derniere_relance": "Dernière relance",
    "step.promesse_non_tenue": "Promesse non tenue",
    "step.echeancier_rompu": "Échéancier non respecté",
    "step.echeancier": "Échéancier confirmé",
    "step.remerciement": "Remerciement",
    "step.retrait": "Retrait de la mise en demeure",
    "not_accepted.refused": "Lettre refusée par le serveur de messagerie ({numbers})",
    "not_accepted.deferred": "Lettre différée par le serveur de messagerie ({numbers})",
    "not_accepted.unknown": "Lettre dont la remise n’est pas établie ({numbers})",
    "not_accepted.words": "Réponse du serveur : {words}",
    "bounce.permanent": "Courriel à {name} non distribué (échec définitif)",
    "bounce.temporary": "Courriel à {name} non distribué pour l’instant (échec temporaire)",
    "reply": "Réponse de {name} : {what} ({numbers})",
    "reply.day": "Réponse de {name} : {what}, pour le {day} ({numbers})",
    "reply.words": "« {words} »",
    "auto_reply": "Réponse automatique de {name}",
    "auto_reply.day": "Réponse automatique de {name}, retour annoncé le {day}",
    "auto_reply.words": "Objet : {words}",
    "unread": "Courriel de {name}, qui n’a pas pu être lu",
    "promise_kept": "Promesse de payer le {day} tenue : {amount} ({numbers})",
    "promise_broken": "Paiement promis pour le {day} non reçu : {amount} restaient dus ({numbers})",
    "payment": "Paiement de {amount} reçu ({numbers})",
    "payment.name": "Paiement de {amount} reçu, {name} ({numbers})",
    "payment.day": "Paiement de {amount} reçu, {name}, date de valeur {day} ({numbers})",
    "payer": "Donneur d’ordre : {payer}",
    "reference": "Référence : {reference}",
    "money_back": "Paiement de {amount} rejeté ou repris par la banque ({numbers})",
    "reduced.write_off": "Écart de {amount} abandonné : frais de banque, centimes ou escompte ({numbers})",
    "reduced.replaced": "Facture {numbers} remplacée par une facture corrigée",
    "decision.pause": "Relances suspendues par le créancier ({numbers})",
    "decision.pause.day": "Relances suspendues par le créancier jusqu’au {day} ({numbers})",
    "decision.resume": "Relances reprises par le créancier ({numbers})",
    "decision.dispute": "Contestation enregistrée par le créancier ({numbers})",
    "decision.paid": "Constatée payée par le créancier ({numbers})",
    "decision.ignore": "Écartée par le créancier : pas de créance ({numbers})",
    "decision.contact": "Interlocuteur noté par le créancier : {name}",
    "decision.credit_note": "Document déclaré comme avoir par le créancier ({numbers})",
    "decision.write_off": "Créance abandonnée par le créancier ({numbers})",
    "decision.release": "Envoi de nombreuses lettres autorisé par le créancier",
    "decision.release.day": "Envoi de nombreuses lettres autorisé par le créancier pour le {day}",
    "decision.erase": "Messages d'un client effacés à sa demande",
    "decision.stated": "Document précisé par le créancier : {amount} ({numbers})",
    "decision.words": "Note : {words}",
    "call": "Appel téléphonique : {what} ({numbers})",
    "call.day": "Appel téléphonique : {what}, pour le {day} ({numbers})",
    "call.words": "Note : {words}",
    "notice_posted": "Mise en demeure postée ({numbers})",
    "notice_posted.words": "Numéro de suivi : {words}",
    "plan_agreed": "Échéancier convenu ({numbers}) : {parts}",
    "plan_agreed.words": "Note : {words}",
    "plan_ended": "Échéancier annulé ({numbers})",
    "plan_ended.words": "Note : {words}",
    "instalment_paid": "Échéance du {day} payée : {amount} ({numbers})",
    "instalment_missed": "Échéance du {day} impayée : {amount} ({numbers})",
    "handed_over": "Dossier remis ({numbers})",
    "handed_over.words": "À : {words}",
    "insolvency": "Procédure collective publiée au Bodacc : {name}",
    "insolvency.words": "Nature : {words}",
    "part": "{amount} le {day}",
    "whole": "compte client",
    "nobody": "expéditeur non lisible",
    "side.creditor": "Créancier",
    "side.debtor": "Débiteur",
    "side.bank": "Banque",
    "side.server": "Messagerie",
    "side.register": "Registre",
    "side.nobody": "—",
    "said.dispute": "contestation",
    "said.promise": "promesse de paiement",
    "said.claims_paid": "dit avoir payé",
    "said.plan_request": "demande de délais ou d’échéancier",
    "said.query": "question ou demande de pièce",
    "said.redirect": "renvoi vers un autre interlocuteur",
    "said.insolvency": "procédure collective annoncée",
    "said.auto_reply": "réponse automatique",
    "said.ack": "accusé de réception",
    "said.unrelated": "sans rapport avec la dette",
    "said.not_sure": "sens à apprécier",
    "said.promised": "paiement promis",
    "said.paid": "dit que le paiement est parti",
    "said.disputed": "contestation",
    "said.plan_asked": "demande de délais ou d’échéancier",
    "said.not_received": "dit ne pas avoir reçu la facture",
    "said.in_approval": "facture en cours de validation",
    "said.wrong_person": "mauvais interlocuteur",
    "said.voicemail": "message laissé sur le répondeur",
    "said.unreachable": "personne de joignable",
    "said.reached": "échange sans engagement",
}

_EN: Words = {
    "invoice": "Invoice {numbers} over {amount}, due on {day}, mailed to {name}",
    "credit_note": "Credit note {what} over {amount} mailed to {name}",
    "reminder": "Reminder mailed to {name} ({numbers})",
    "reminder.step": "{what}, mailed to {name} ({numbers})",
    "reminder.words": "Accepted by the mail server: {words}",
    "announced": "Notice before the due day, mailed to {name} ({numbers})",
    "announced.words": "Accepted by the mail server: {words}",
    "letter": "{what}, mailed to {name} ({numbers})",
    "letter.words": "Accepted by the mail server: {words}",
    "mentioned": "Letter about other invoices, mailed to {name}; mentioned for the record: {numbers}",
    "mentioned.words": "Accepted by the mail server: {words}",
    "beside": "Mentioned for the record: {beside}",
    "beside.many": "Mentioned for the record: {beside}",
    "step": "Reminder “{step}”",
    "step.avant_echeance": "Notice before the due day",
    "step.rappel": "First reminder",
    "step.relance": "Second reminder",
    "step.derniere_relance": "Last reminder",
    "step.promesse_non_tenue": "Promise not kept",
    "step.echeancier_rompu": "Instalments not kept",
    "step.echeancier": "Instalments confirmed",
    "step.remerciement": "Thanks",
    "step.retrait": "Withdrawal of the formal notice",
    "not_accepted.refused": "Letter refused by the mail server ({numbers})",
    "not_accepted.deferred": "Letter deferred by the mail server ({numbers})",
    "not_accepted.unknown": "Letter whose delivery is not established ({numbers})",
    "not_accepted.words": "The server's answer: {words}",
    "bounce.permanent": "Mail to {name} not delivered (permanent failure)",
    "bounce.temporary": "Mail to {name} not delivered for now (temporary failure)",
    "reply": "Reply from {name}: {what} ({numbers})",
    "reply.day": "Reply from {name}: {what}, for {day} ({numbers})",
    "reply.words": "“{words}”",
    "auto_reply": "Automatic reply from {name}",
    "auto_reply.day": "Automatic reply from {name}, back on {day}",
    "auto_reply.words": "Subject: {words}",
    "unread": "Mail from {name}, which could not be read",
    "promise_kept": "Promise to pay on {day} kept: {amount} ({numbers})",
    "promise_broken": "Payment promised for {day} not received: {amount} still owed ({numbers})",
    "payment": "Payment of {amount} received ({numbers})",
    "payment.name": "Payment of {amount} received, {name} ({numbers})",
    "payment.day": "Payment of {amount} received, {name}, value date {day} ({numbers})",
    "payer": "Payer: {payer}",
    "reference": "Reference: {reference}",
    "money_back": "Payment of {amount} returned or taken back by the bank ({numbers})",
    "reduced.write_off": "Difference of {amount} let go: bank charge, cents or discount ({numbers})",
    "reduced.replaced": "Invoice {numbers} replaced by a corrected invoice",
    "decision.pause": "Reminders paused by the creditor ({numbers})",
    "decision.pause.day": "Reminders paused by the creditor until {day} ({numbers})",
    "decision.resume": "Reminders resumed by the creditor ({numbers})",
    "decision.dispute": "Dispute recorded by the creditor ({numbers})",
    "decision.paid": "Found paid by the creditor ({numbers})",
    "decision.ignore": "Set aside by the creditor: no claim ({numbers})",
    "decision.contact": "Contact noted by the creditor: {name}",
    "decision.credit_note": "Document declared a credit note by the creditor ({numbers})",
    "decision.write_off": "Claim written off by the creditor ({numbers})",
    "decision.release": "Many letters at once allowed by the creditor",
    "decision.release.day": "Many letters at once allowed by the creditor on {day}",
    "decision.erase": "A client's messages erased at his request",
    "decision.stated": "Document stated by the creditor: {amount} ({numbers})",
    "decision.words": "Note: {words}",
    "call": "Telephone call: {what} ({numbers})",
    "call.day": "Telephone call: {what}, for {day} ({numbers})",
    "call.words": "Note: {words}",
    "notice_posted": "Formal notice posted ({numbers})",
    "notice_posted.words": "Tracking number: {words}",
    "plan_agreed": "Instalments agreed ({numbers}): {parts}",
    "plan_agreed.words": "Note: {words}",
    "plan_ended": "Instalments called off ({numbers})",
    "plan_ended.words": "Note: {words}",
    "instalment_paid": "Instalment of {day} paid: {amount} ({numbers})",
    "instalment_missed": "Instalment of {day} not paid: {amount} ({numbers})",
    "handed_over": "File handed over ({numbers})",
    "handed_over.words": "To: {words}",
    "insolvency": "Insolvency proceedings published in the Bodacc: {name}",
    "insolvency.words": "Kind: {words}",
    "part": "{amount} on {day}",
    "whole": "client account",
    "nobody": "sender not readable",
    "side.creditor": "Creditor",
    "side.debtor": "Debtor",
    "side.bank": "Bank",
    "side.server": "Mail server",
    "side.register": "Register",
    "side.nobody": "—",
    "said.dispute": "dispute",
    "said.promise": "promise to pay",
    "said.claims_paid": "says that it is paid",
    "said.plan_request": "asks for time or instalments",
    "said.query": "question, or asks for a document",
    "said.redirect": "names another contact",
    "said.insolvency": "announces insolvency proceedings",
    "said.auto_reply": "automatic reply",
    "said.ack": "acknowledgement",
    "said.unrelated": "not about the debt",
    "said.not_sure": "meaning to be judged",
    "said.promised": "payment promised",
    "said.paid": "says that the payment is on its way",
    "said.disputed": "dispute",
    "said.plan_asked": "asks for time or instalments",
    "said.not_received": "says that the invoice never arrived",
    "said.in_approval": "invoice awaiting approval",
    "said.wrong_person": "wrong person",
    "said.voicemail": "message left on the voicemail",
    "said.unreachable": "nobody could be reached",
    "said.reached": "spoken to, nothing agreed",
}
_LANGUAGES = {"fr": _FR, "en": _EN}
# What stands in the key behind the kind, because each of its words has a sentence of its own.
_BY_WHAT = {EventKind.NOT_ACCEPTED, EventKind.BOUNCE, EventKind.REDUCED, EventKind.DECISION}
_SAID = {EventKind.REPLY, EventKind.CALL}
_PAID = {EventKind.PAYMENT, EventKind.MONEY_BACK}
_BY_STEP = {EventKind.REMINDER, EventKind.ANNOUNCED, EventKind.LETTER}


def language_of(language: str) -> str:
    """The language of a file: French for a French firm, else English."""
    return language if language in _LANGUAGES else "en"


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells events in one language."""

    language: str  # «fr» or «en»
    local: LocalFilters

    @property
    def _words(self) -> Words:
        return _LANGUAGES[self.language]

    def side(self, event: Event) -> str:
        """Who did it."""
        return self._words[f"side.{event.side}"]

    def sentence(self, event: Event) -> str:
        """What happened; a second line quotes."""
        values = self._values(event)
        key = event.kind.value
        if event.kind in _BY_WHAT and event.what:
            key = f"{key}.{event.what[0]}"
        elif event.kind is EventKind.REMINDER and event.what:
            key = f"{key}.step"
        first = self._filled(self._with_day(key, event), values)
        return "\n".join(line for line in (first, *self._beside(event, values)) if line)

    def _with_day(self, key: str, event: Event) -> str:
        if event.day is not None and f"{key}.day" in self._words and (event.name or event.kind not in _PAID):
            return f"{key}.day"
        if event.name and f"{key}.name" in self._words:
            return f"{key}.name"
        return key

    def _beside(self, event: Event, values: Words) -> list[str]:
        lines = []
        if event.kind in _PAID and event.what:
            payer, reference = event.what
            lines = [self._filled("payer", {"payer": payer}) if payer else ""]
            lines.append(self._filled("reference", {"reference": reference}) if reference else "")
        if event.beside:
            key = "beside.many" if len(event.beside) > 1 else "beside"
            lines.append(self._filled(key, {"beside": ", ".join(event.beside)}))
        if event.words:
            key = f"{event.kind}.words"
            lines.append(self._filled(key, values) if key in self._words else event.words)
        return lines

    def _filled(self, key: str, values: Words) -> str:
        """Values are put in one after the other: what a mail says is never taken for a place of ours."""
        text = self._words[key]
        pieces = text.split("{")
        told = [pieces[0]]
        for piece in pieces[1:]:
            name, _, rest = piece.partition("}")
            told += [values[name], rest]
        return "".join(told)

    def _what(self, event: Event) -> list[str]:
        """What was said, or the steps of a letter, in words; a step of the owner's own under its name."""
        if event.kind in _SAID:
            return [self._words[f"said.{word}"] for word in event.what]
        if event.kind in _BY_STEP:
            return list(dict.fromkeys(map(self._step, event.what)))
        return list(event.what)

    def _step(self, name: str) -> str:
        """«echeancier-2» is the second «echeancier» of an invoice."""
        known = self._words.get(f"step.{name}") or self._words.get(
            f"step.{name.rstrip('0123456789').rstrip('-')}"
        )
        return known or self._filled("step", {"step": name.replace("_", " ")})

    def _values(self, event: Event) -> dict[str, str]:
        parts = (
            self._filled("part", {"amount": self.local.money(amount), "day": self.local.day(day)})
            for day, amount in event.parts
        )
        return {
            "numbers": ", ".join(event.invoices) or self._words["whole"],
            "amount": self.local.money(event.amount) if event.amount else "",
            "day": self.local.day(event.day) if event.day else "",
            "name": event.name or self._words["nobody"],
            "what": ", ".join(self._what(event)),
            "words": event.words,
            "parts": " ; ".join(parts),
        }
