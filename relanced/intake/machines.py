"""A mail in, why no person wrote it out, by its headers and subject. Pure.

In doubt it is a person: a person's mail pauses reminders, a machine's does not.
X-Auto-Response-Suppress is no evidence: Exchange puts it on what people write.
"""

import re

from relanced.intake.days import fold
from relanced.intake.message import Message
from relanced.model.names import domain_of

_MARKERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-auto-reply-from",
    "x-vacation",
)
_PRECEDENCE = frozenset({"auto_reply", "auto-reply", "bulk", "junk"})
_REPORTS = ("disposition-notification", "delivery-status")
_SUBJECT = re.compile(
    r"(?:re ?: ?|aw ?: ?|tr ?: ?|\[[^\]]{1,30}\] ?){0,12}(?:"
    r"automatic reply|auto(?:matic)?[- ]?(?:reply|response|reponse)|out of (?:the )?office|vacation reply"
    r"|reponse automatique|absence du bureau|message d.absence|absent du bureau|"
    r"notification d.absence|accuse de reception automatique"
    r"|automatische antwort|abwesenheitsnotiz|abwesenheits|abwesend|automatisch antwoord|afwezigheid|afwezig"
    r"|respuesta automatica|fuera de la oficina|risposta automatica|fuori sede|assenza dall.ufficio"
    r"|undeliver|delivery status notification|mail delivery|returned mail|failure notice|non remis|"
    r"unzustellbar"
    r"|non-delivery|echec de la remise"
    r")"
)
# A receipt that a mail program sent by itself: nobody has answered anything.
_RECEIPT = re.compile(
    r"(?:lu|gelesen|read|leido|letto|gelezen|read receipt|accuse de lecture|confirmation de lecture) ?:"
)
_DAEMONS = frozenset({"mailer-daemon", "mail-daemon"})


def automatic_because(message: Message) -> str:
    """Why this mail is a machine's, in a few words to show; "" for a person's (RFC 3834, RFC 8098, RFC 2919)."""
    submitted = message.header("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":  # FreeScout takes «no» for a robot too
        return f"Auto-Submitted: {submitted}"
    for name in _MARKERS:
        value = message.header(name).strip()
        if value and value.lower() not in {"no", "false", "none"}:
            return f"{name}: {value[:60]}"
    if "vacation" in message.header("x-apple-action").lower():
        return "X-Apple-Action: vacation"
    precedence = message.header("precedence").strip().lower()
    if precedence in _PRECEDENCE:
        return f"Precedence: {precedence}"
    return _by_report(message) or bulk_because(message) or _by_subject(message)


def bulk_because(message: Message) -> str:
    """Why this mail went to many (a newsletter, a list); "" for a mail to us.

    A mailbox that is itself a group (Google Groups) finds its own List-Id on whatever clients
    write; and what answers one of our mails was not written to many.
    """
    if message.answers:
        return ""
    ours = {domain_of(address.email) for address in (*message.to, *message.cc)}
    name = message.header("list-id").lower()
    if name and not any(domain and domain in name for domain in ours):
        return f"List-Id: {name[:60]}"
    if message.header("list-unsubscribe") and not name:
        return "List-Unsubscribe"
    return ""


def _by_report(message: Message) -> str:
    kind = message.header("content-type").lower()
    if "multipart/report" in kind:
        return next((f"report: {report}" for report in _REPORTS if report in kind), "")
    if message.sender.partition("@")[0] in _DAEMONS:
        return f"from {message.sender}"
    return ""


def _by_subject(message: Message) -> str:
    subject = fold(message.subject[:200]).strip()
    if _SUBJECT.match(subject):
        return f"subject: {message.subject[:60]}"
    if _RECEIPT.match(subject) and len(message.text.split()) < 60:
        return f"receipt: {message.subject[:60]}"
    from_nobody = message.header("return-path").strip() == "<>"
    return "Return-Path: <>" if from_nobody else ""
