"""The firm and a name for it in, a letter from the firm to itself that only tries the way out. Pure.

It is no reminder, no answer and no invoice, wherever it lies: a header of its own (signed where there is a key)
says what it is, no figure and no word of one who chases stands in it, and no machine answers it.
"""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from relanced.model.mark import DIGEST_HEADER, digest_message_id, sign
from relanced.model.names import MessageId, domain_of
from relanced.model.rules import Firm

TRIAL_HEADER = "X-Relanced-Check"  # a provider that writes a Message-ID of its own leaves this one
_WORDS = {
    "fr": (
        "Lettre d’essai, à supprimer",
        """Ceci est une lettre d’essai que vous vous êtes envoyée à vous-même.

Elle a servi à vérifier que votre courrier arrive, et comment il est reconnu.
Vous n’avez rien à faire ; vous pouvez la supprimer.""",
    ),
    "en": (
        "Test letter, to be deleted",
        """This is a test letter that you sent to yourself.

It served to see whether your mail arrives, and how it is recognised.
There is nothing to do; you may delete it.""",
    ),
}


def trial_letter(firm: Firm, name: str, key: bytes | None, now: datetime) -> tuple[MessageId, bytes]:
    """Its Message-ID and its bytes, for the mail server. `name`: letters and digits that nobody else would think of.

    With a key it is signed as what relanced writes to the owner, which is never read as anything else.
    Raises ValueError where `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("the Date of a mail needs a time zone")
    domain = domain_of(firm.sender)
    message_id = (
        digest_message_id(f"check {name}", key, domain) if key else MessageId(f"check.{name}@{domain}")
    )
    subject, text = _WORDS.get(firm.language, _WORDS["en"])
    mail = EmailMessage(policy=SMTP.clone(max_line_length=998))
    mail["From"] = mail["To"] = firm.sender
    mail["Subject"] = subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail[TRIAL_HEADER] = name
    if key:
        mail[DIGEST_HEADER] = sign(key, "digest", message_id)
    mail.set_content(text, charset="utf-8", cte="quoted-printable")
    return message_id, mail.as_bytes()
