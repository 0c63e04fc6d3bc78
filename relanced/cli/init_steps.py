"""The steps of `relanced init`, one after the other: what it was started with in, its exit code out."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from relanced.cli.common import DONE, NEEDS_OWNER
from relanced.cli.init_answers import Answers
from relanced.cli.init_finish import Secrets, Start, what_next, write
from relanced.cli.init_firm import (
    ask_account,
    ask_banks,
    ask_digest,
    ask_firm,
    ask_since,
    ask_trust,
    propose,
    unproven,
)
from relanced.cli.init_look import Seen, bank_table, folder_table, look_around, look_parts, since_of
from relanced.cli.init_oauth import ask_application, signed_in_by_page
from relanced.cli.init_servers import Given, ca_file_of, explain_provider, servers_of
from relanced.cli.init_sign_in import ask_password, provisional, replace_unknown, sends, signed_in
from relanced.daemon.reader import WorkerUnfit
from relanced.edge.config_values import is_address
from relanced.edge.credentials import SecretUnavailable, read_secret
from relanced.edge.folders import Folder, Role
from relanced.edge.hidden import keep_hidden
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.panel import make_panel
from relanced.edge.providers import PasswordKind
from relanced.edge.settings import FromCommand, FromFile
from relanced.model.command_words import FOLDER_NAMES, folder_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line says; None: nothing."""

    address: str | None
    user: str | None
    imap: Given
    smtp: Given
    smtp_login: bool
    ca_file: Path | None
    auth: str | None
    client_id: str | None
    client_secret_file: Path | None
    sign_in: bool | None
    password_file: Path | None
    password_command: str | None
    look_up: bool
    try_login: bool
    months: int
    name: str | None
    own: tuple[str, ...]
    country: str | None
    language: str | None
    timezone: str | None
    iban: str | None
    authserv_id: tuple[str, ...]
    bank: tuple[str, ...]
    start_on: date | None
    digest: str | None
    make_folders: bool | None


def set_up_firm(start: Start, options: Options) -> int:
    """Every step; gives the exit code. Ends the command where something is missing or wrong."""
    _may_write(start)
    answers = _servers(start, options)
    secrets = Secrets()
    _password_place(start, answers, options, secrets)
    seen, session = None, None
    try:
        session, is_open = _opened(start, answers, options, secrets)
        if session is not None:
            seen = _looked(start, answers, session, options.months)
        propose(answers, seen)
        _questions(start, answers, options, seen)
        if session is not None:
            _ask_folders(start, answers, given=options.make_folders)
        write(start, answers, secrets)
        if session is not None and answers.wants_folders:
            _make_folders(start, answers, session)
    finally:
        if session is not None:
            session.close()
    what_next(start, must_sign_in=bool(answers.auth) and session is None, is_open=is_open)
    return DONE if is_open else NEEDS_OWNER


def _opened(
    start: Start, answers: Answers, options: Options, secrets: Secrets
) -> tuple[ImapSession | None, bool]:
    """The mailbox, if somebody may look into it now, and whether reading and sending work as far as was tried."""
    if answers.auth:
        ask_application(start, answers, secrets, options.client_id, options.client_secret_file)
        if not options.try_login:
            return None, False
        answers_now = replace_unknown(answers)
        return signed_in_by_page(start, answers_now, secrets, wanted=options.sign_in)
    if not options.try_login:
        if not secrets.password:
            ask_password(start, answers, secrets)
        return None, True
    session = signed_in(start, answers, secrets)
    return session, sends(start, answers, secrets.password)


def _may_write(start: Start) -> None:
    """Nothing that is there is replaced unless the owner says so."""
    there = start.places.there
    if not there or start.overwrite:
        return
    names = " and ".join(str(path) for path in there)
    if start.asker.unattended:
        start.app.fail(f"{names}: there already. Give --overwrite to replace it, or another --config FILE.")
    if not start.asker.confirm(
        f"{names}: there already. Replace it at the end? (The old one is kept.)", default=False
    ):
        start.app.fail("Nothing was changed. Another file: relanced init --config FILE.", code=NEEDS_OWNER)


def _servers(start: Start, options: Options) -> Answers:
    asker = start.asker
    asker.head("1. Your mailbox")
    address = asker.ask(
        "Mail address that your invoices are sent from",
        "--address",
        given=options.address,
        check=lambda text: "" if is_address(text) else "not an address such as facturation@firm.example",
    ).lower()
    found = servers_of(asker, address, options.imap, options.smtp, options.user, look_up=options.look_up)
    answers = Answers(
        address=address,
        imap=found.imap,
        smtp=found.smtp,
        user=found.user,
        source=found.source,
        provider=found.provider,
        smtp_login=options.smtp_login,
        start_on=start.now.date(),
    )
    explain_provider(asker, found.provider)
    answers.ca_file = ca_file_of(asker, options.ca_file, found)
    needed = found.provider is not None and found.provider.password is PasswordKind.NONE
    if options.auth:
        answers.auth = options.auth.removeprefix("password")
    elif needed and found.provider is not None:
        answers.auth = found.provider.oauth
    return answers


def _password_place(start: Start, answers: Answers, options: Options, secrets: Secrets) -> None:
    """Where the password is kept, and the password where it can be had without asking."""
    if answers.auth:
        return
    answers.password = start.places.ref("imap")
    if options.password_command is not None:
        answers.password = FromCommand(options.password_command)
    elif options.password_file is not None and str(options.password_file) == "-":
        secrets.password = sys.stdin.readline().rstrip("\r\n")
        if not secrets.password:
            start.app.fail("--password-file -: nothing came on the standard input.")
        keep_hidden(secrets.password)
        return
    elif options.password_file is not None:
        answers.password = FromFile(options.password_file.expanduser().absolute())
    elif start.asker.unattended:
        start.app.fail(
            "the password: give --password-file FILE (or - for standard input) or --password-command."
        )
    else:
        return
    try:
        secrets.password, secrets.is_kept = read_secret(answers.password), True
    except (SecretUnavailable, ValueError) as error:
        start.app.fail(str(error))
    if start.places.is_system and isinstance(answers.password, FromFile):
        # The service's user cannot read a file of root's: it is copied to where systemd hands it over from.
        answers.password, secrets.is_kept = start.places.ref("imap"), False


def _looked(start: Start, answers: Answers, session: ImapSession, months: int) -> Seen | None:
    """Folders, and what would be read; None where nobody wants to know."""
    asker, console = start.asker, start.app.console
    try:
        folders = session.folders()
        asker.head("2. What is in it")
        console.print(folder_table(folders))
        _tell_sent(start, folders)
        if not months:
            return None
        since = since_of(start.now.date(), months)
        asker.say(f"\nReading what was sent and received since {since}. Nothing is changed in your mailbox.")
        seen = look_around(start.app, provisional(start, answers), session, folders, since)
    except (ImapTrouble, WorkerUnfit) as error:
        start.app.warn(
            str(error), "The look at your mailbox was broken off; the rest can be set up without it."
        )
        return None
    for part in look_parts(seen.look):
        console.print(part)
    if seen.look.banks:
        asker.say("\nMails that read like a bank's or a payment service's")
        console.print(bank_table(seen.look))
    return seen


def _tell_sent(start: Start, folders: tuple[Folder, ...]) -> None:
    if not any(folder.role is Role.SENT for folder in folders):
        start.app.warn(
            'No folder of sent mail was recognised: write its name into [imap], sent = ["…"], before you go on.'
        )


def _questions(start: Start, answers: Answers, options: Options, seen: Seen | None) -> None:
    asker = start.asker
    asker.chapter("3. Who you are")
    given = {key: getattr(options, key) for key in ("name", "country", "language", "timezone")}
    ask_firm(asker, answers, given, options.own)
    ask_since(asker, answers, options.start_on)
    ask_account(asker, answers, options.iban)
    asker.chapter("4. Whom to believe about money")
    ask_trust(asker, answers, seen, options.authserv_id)
    ask_banks(asker, answers, seen, options.bank)
    strange = unproven(seen)
    if strange:
        names = ", ".join(each.domain for each in strange[:5])
        asker.explain(f"Not proposed, for nothing proves that their mails are from there: {names}.")
    if not answers.banks:
        asker.explain(
            "No bank yet. «relanced status» names whoever writes like one; add it to the file as a [[bank]]."
        )
    asker.chapter("5. How you are told, and how you decide")
    ask_digest(asker, answers, options.digest)


def _ask_folders(start: Start, answers: Answers, *, given: bool | None) -> None:
    """Whether the folders of the control panel shall be made; unattended, not unless an option says so."""
    if given is not None or start.asker.unattended:
        answers.wants_folders = bool(given)
        return
    names = ", ".join(folder_of(verb, answers.language) for verb in FOLDER_NAMES["en"])
    start.asker.say(
        "\nYou can decide in your mail program: a client's mail that you move into one of the folders"
        f" {names} is a decision, and is undone by moving it back. (In the"
        " modes draft and send relanced makes them by itself.)"
    )
    answers.wants_folders = start.asker.confirm("Make these folders in your mailbox?", default=True)


def _make_folders(start: Start, answers: Answers, session: ImapSession) -> None:
    try:
        made = make_panel(session, answers.language)
    except (ImapTrouble, KeyboardInterrupt) as error:
        start.app.warn(str(error), "Not every folder was made. All else works without them.")
        return
    start.asker.say(f"Made in your mailbox: {', '.join(made)}." if made else "The folders are there already.")
