"""What tests of sending share: a letter, and a postman for a server on this machine."""

from pathlib import Path

from relanced.edge.settings import FromFile, Security, SentCopy, SmtpSettings
from relanced.edge.smtp import Patience, Postman

SENDER = "facturation@firm.example"
CLIENT = "compta@client.example"
LETTER = b"Subject: Rappel\r\n\r\nBonjour,\r\n.\r\n..deux points\r\nMerci\r\n"
QUICK = Patience(before_body_s=5, answer_s=5)
HASTY = Patience(before_body_s=0.2, answer_s=0.2)
HASTY_AT_THE_END = Patience(before_body_s=30, answer_s=0.2)


def smtp_settings(
    port: int, *, security: Security = Security.PLAIN, login: bool = False, ca_file: Path | None = None
) -> SmtpSettings:
    return SmtpSettings(
        host="127.0.0.1",
        port=port,
        security=security,
        user="facturation",
        password=FromFile(Path("unused")),
        login=login,
        save_sent=SentCopy.NEVER,
        ca_file=ca_file,
    )


def postman(port: int, patience: Patience = QUICK, *, login: bool = False) -> Postman:
    return Postman(smtp_settings(port, login=login), lambda: "secret", patience)
