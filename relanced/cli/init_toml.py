"""Answers in, the text of a configuration file with comments out. Holds no secret, only where each is kept."""

import json
from collections.abc import Iterable, Iterator
from typing import assert_never

from relanced.cli.init_answers import Answers, Bank
from relanced.edge.providers import Server
from relanced.edge.settings import FromCommand, FromCredential, FromFile, SecretRef, Security

_PORTS = {
    "imap": {Security.TLS: 993, Security.STARTTLS: 143},
    "smtp": {Security.TLS: 465, Security.STARTTLS: 587},
}
_HEAD = """\
# relanced: the configuration of one firm with one mailbox, as `relanced init` wrote it on {day}.
#
# Every key there is, explained: config.example.toml and docs/configuration.md.
# After a change: `relanced check`. What is wrong is told, all at once; nothing is sent while mode = "observe".

# How far relanced may go:
#   observe   it reads, plans and tells you what it would do; nothing is sent
#   draft     letters go into your Drafts folder; you send them
#   send      letters are sent, but for the steps that wait for your word
mode = "observe"

# Where your days begin and end.
timezone = {timezone}

# Your language, and that of a client of whom nothing else is known: the letters that come with relanced
# are in "fr" and "en", those by mail also in "de", "es", "it" and "nl".
language = {language}

# Invoices issued before this day are shown, never chased, until you accept them one by one.
start_on = {start_on}
"""
_STEPS = """
# ---- The steps ----
# Left out, the usual ladder counts: a word 5 days before the due day, reminders 5 and 15 days after it, a call at 22,
# a last reminder at 30, a formal notice that you post at 45, then the file for a lawyer. config.example.toml has it
# whole, to be copied and changed: [[step]]. `relanced plan` shows what it would do.
"""


def quoted(text: str) -> str:
    """A text as TOML writes it (TOML 1.0, basic strings: JSON's escapes are all among its own)."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def config_text(answers: Answers, day: str) -> str:
    """The whole file; `day`: when it is written."""
    parts = [
        _HEAD.format(
            day=day,
            timezone=quoted(answers.timezone),
            language=quoted(answers.language),
            start_on=answers.start_on.isoformat(),
        ),
        "\n".join(_firm(answers)),
        "\n".join(_mailbox(answers)),
        "\n".join(_sending(answers)),
        "\n".join(_trust(answers)),
        "\n".join(_banks(answers.banks)),
        "\n".join(_digest(answers)),
        _STEPS.strip("\n"),
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(quoted(word) for word in words)}]"


def _firm(answers: Answers) -> Iterator[str]:
    yield "# ---- Who you are ----"
    yield "[firm]"
    yield "# As it stands in your letters."
    yield f"name = {quoted(answers.name)}"
    yield ""
    yield '# Your own addresses; "@firm.example" stands for every address of that domain.'
    yield f"addresses = {_list(answers.addresses)}"
    yield ""
    yield "# The address that reminders come from."
    yield f"sender = {quoted(answers.address)}"
    yield ""
    yield "# Your country: it decides which law is quoted."
    yield f"country = {quoted(answers.country)}"
    yield ""
    yield "# The account that clients are asked to pay to, the only one that relanced ever prints."
    if answers.iban:
        yield f"iban = {quoted(answers.iban)}"
    elif answers.seen_iban:
        yield "# This one stands in your invoices. If it is yours, take the # away:"
        yield f"#iban = {quoted(answers.seen_iban)}"
    else:
        yield '#iban = "FR76 XXXX XXXX XXXX XXXX XXXX XXX"'
    yield ""
    yield "# At the head of a letter on paper, which a formal notice is:"
    yield '#postal = ["12 rue des Ateliers", "35000 Rennes"]'


def _mailbox(answers: Answers) -> Iterator[str]:
    yield "# ---- Your mailbox ----"
    if answers.auth:
        yield from _oauth(answers)
    yield "[imap]"
    if answers.source:
        yield f"# Known from {' '.join(answers.source.split())}."
    yield from _server("imap", answers.imap)
    yield f"user = {quoted(answers.user)}"
    if answers.auth:
        yield "# Signed in without a password: `relanced login` gets a token."
        yield f"auth = {quoted(answers.auth)}"
    elif answers.password is not None:
        yield "# The password itself never stands here."
        yield f"password = {_secret(answers.password)}"
    yield from _ca_file(answers)


def _oauth(answers: Answers) -> Iterator[str]:
    yield "[oauth]"
    yield "# Your own application at the provider; docs/oauth.md says how it is made."
    yield f"client_id = {quoted(answers.client_id)}"
    if answers.client_secret is not None:
        yield f"client_secret = {_secret(answers.client_secret)}"
    yield ""


def _sending(answers: Answers) -> Iterator[str]:
    yield "# ---- The server that sends ----"
    yield "[smtp]"
    yield from _server("smtp", answers.smtp)
    if not answers.smtp_login:
        yield "# It asks for no password."
        yield "login = false"
    else:
        yield "# User and password: those of [imap]."
    if _is_one_place(answers.imap.host, answers.smtp.host):
        yield from _ca_file(answers)


def _is_one_place(reading: str, sending: str) -> bool:
    """Whether one authority vouches for both: imap.firm.example and smtp.firm.example, or one machine."""
    return reading == sending or reading.partition(".")[2] == sending.partition(".")[2]


def _server(table: str, server: Server) -> Iterator[str]:
    yield f"host = {quoted(server.host)}"
    yield f"security = {quoted(server.security.value)}"
    if server.port != _PORTS[table].get(server.security):
        yield f"port = {server.port}"


def _ca_file(answers: Answers) -> Iterator[str]:
    if answers.ca_file is not None:
        yield "# The certificate by which this server is known."
        yield f"ca_file = {quoted(str(answers.ca_file))}"


def _trust(answers: Answers) -> Iterator[str]:
    yield "# ---- What may be believed ----"
    yield "[trust]"
    yield "# The name under which your own mail server notes who really sent a mail (docs/trust.md). While this list"
    yield "# is empty, no bank notice is believed, and every payment waits for your word."
    if answers.authserv_ids or not answers.seen_authserv_ids:
        yield f"authserv_ids = {_list(answers.authserv_ids)}"
    else:
        yield "# It looks as if this were the name. If it is your provider's own server, write it into the list:"
        yield f"#authserv_ids = {_list(answers.seen_authserv_ids)}"
        yield "authserv_ids = []"
    if answers.key is not None:
        yield ""
        yield "# The key that signs relanced's own letters and your decisions. Keep a copy of it: with another one, old"
        yield "# letters look foreign."
        yield f"key = {_secret(answers.key)}"


def _banks(banks: Iterable[Bank]) -> Iterator[str]:
    yield "# ---- Your banks ----"
    yield "# One [[bank]] for each bank or payment service that writes to you when money has come in; only these are"
    yield '# believed. `from`: "@bank.example" is every address of that domain, without its sub-domains.'
    known = list(banks)
    for bank in known:
        sign = "" if bank.is_confirmed else "#"
        if not bank.is_confirmed:
            yield f"# If this is your bank, take the # away ({bank.because}):"
        yield f"{sign}[[bank]]"
        yield f"{sign}name = {quoted(bank.name)}"
        yield f"{sign}from = {_list(bank.senders)}"
        yield ""
    if not known:
        yield "#[[bank]]"
        yield '#name = "Banque Rivage"'
        yield '#from = ["@banque-rivage.example"]'


def _digest(answers: Answers) -> Iterator[str]:
    yield "# ---- What you are told ----"
    yield "# A mail to yourself: who owes what, what was done, what waits for your word, with the words to answer."
    yield "# every: day, week or never. docs/digest.md shows one."
    sign = "" if answers.digest else "#"
    yield f"{sign}[digest]"
    yield f"{sign}every = {quoted(answers.digest or 'day')}"
    yield f'{sign}at = "07:30"'
    yield ""
    yield "# What keeps relanced from working is told at once, at most once an hour, by a mail to yourself."
    yield f"{sign}[alerts]"
    yield f"{sign}inbox = true"


def _secret(ref: SecretRef) -> str:
    match ref:
        case FromCredential(name):
            return f"{{ credential = {quoted(name)} }}"
        case FromFile(path):
            return f"{{ file = {quoted(str(path))} }}"
        case FromCommand(command):
            return f"{{ command = {quoted(command)} }}"
        case _:
            assert_never(ref)
