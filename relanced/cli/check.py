"""`relanced check`: a configuration in, what works, what does not and what to do about it out. A doctor's round.

It sends nothing, unless --letter asks for one letter to ourselves. Whatever fails leaves the rest to be looked at.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import click

from relanced.cli.check_config import look_at_configuration, look_at_templates
from relanced.cli.check_domain import look_at_domain
from relanced.cli.check_letter import send_and_follow
from relanced.cli.check_machine import look_at_machine
from relanced.cli.check_mailbox import MailboxSeen, look_at_mailbox
from relanced.cli.check_own import OwnMail
from relanced.cli.check_places import places_found
from relanced.cli.check_secrets import Opened, open_mailbox, open_server, signing_key_found
from relanced.cli.check_service import look_at_store
from relanced.cli.check_shown import closing_line, print_findings
from relanced.cli.check_smtp import look_at_server
from relanced.cli.check_trust import TrustSeen, candidate_table
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.finding import Finding, Group, under
from relanced.cli.words import Text
from relanced.edge.hidden import hide
from relanced.edge.settings import Settings

_DOORS = frozenset({"mailbox", "mailbox login", "mail server"})


@click.command()
@click.option("--letter", is_flag=True, help="Send one test letter to the firm's own address, and follow it.")
@click.option("--yes", is_flag=True, help="Do not ask before the test letter is sent.")
@click.option("--make-folders", is_flag=True, help="Make the folders of the control panel that are missing.")
@json_option
@config_option
@click.pass_context
def check(context: click.Context, *, letter: bool, yes: bool, make_folders: bool, as_json: bool) -> None:
    """Try configuration, secrets, mailbox, mail server, trust, domain, machine; send nothing.

    With --letter, one letter goes to the firm's own address alone, in mode «observe» too: it tells whether
    letters arrive, where, and whether the world can know that they are yours.
    """
    app = context.ensure_object(App)
    settings = app.settings()
    if letter and not yes:
        asked = f"Send one test letter to {settings.rules.firm.sender}, from itself?"
        letter = click.confirm(asked, default=True, err=True)
    findings, trust = examine(app, settings, letter=letter, makes_folders=make_folders)
    if as_json:
        app.print_json([finding.as_json() for finding in findings])
    else:
        print_findings(app.console, findings)
        app.console.print(Text(f"\n{closing_line(findings, settings.rules.mode)}", style="bold"))
        _propose(app, trust)  # last: lines to copy
    context.exit(DONE if all(finding.ok for finding in findings) else NEEDS_OWNER)


def examine(
    app: App, settings: Settings, *, letter: bool, makes_folders: bool
) -> tuple[list[Finding], TrustSeen]:
    """Look at everything, in the order in which one thing needs another; nothing secret is in what is found."""
    mailbox = open_mailbox(settings)
    server = open_server(settings, mailbox)
    seen = MailboxSeen()
    if mailbox.credential is not None:
        seen = look_at_mailbox(app, settings, mailbox.credential, makes_folders=makes_folders)
    secrets = [signing_key_found(settings), *mailbox.findings, *server.findings, *places_found(settings)]
    findings = [
        *under(Group.CONFIGURATION, look_at_configuration(settings)),
        *under(Group.SECRETS, secrets),
        *under(Group.TEMPLATES, look_at_templates(settings)),
        *seen.findings,
    ]
    if server.credential is not None:
        findings += under(Group.SERVER, asyncio.run(look_at_server(settings, server.credential)))
    own = seen.own
    if letter:
        told, arrived = _letter(app, settings, mailbox, server, findings)
        findings += under(Group.LETTER, told)
        own = own if arrived is None else (arrived, *own)
    findings += under(Group.DOMAIN, look_at_domain(settings, own))
    findings += look_at_store(settings)
    findings += under(Group.MACHINE, look_at_machine(settings, seen.newest_arrival))
    in_order = sorted(findings, key=lambda each: list(Group).index(each.group))
    return _hidden(in_order), seen.trust


def _letter(
    app: App, settings: Settings, mailbox: Opened, server: Opened, before: Sequence[Finding]
) -> tuple[list[Finding], OwnMail | None]:
    """One that could not leave, or would not be seen to arrive, is not tried: a second refusal locks accounts."""
    is_shut = any(each.what in _DOORS and not each.ok for each in before)
    if is_shut or mailbox.credential is None or server.credential is None:
        return [
            Finding("letter sent", ok=False, says="not tried: mailbox or mail server let nobody in")
        ], None
    return send_and_follow(app, settings, mailbox.credential, server.credential)


def _hidden(findings: Sequence[Finding]) -> list[Finding]:
    """Without any secret: a server may echo what it was told."""
    return [replace(each, says=hide(each.says), do=hide(each.do)) for each in findings]


def _propose(app: App, seen: TrustSeen) -> None:
    """Who may be believed here, and the lines that say so: for the owner to judge and to write."""
    if seen.candidates:
        app.console.print()
        app.console.print(candidate_table(seen))
    if seen.paste:
        app.console.print(Text(f"\n{seen.paste.where}\n"))
        app.console.print(Text(seen.paste.lines), soft_wrap=True)
