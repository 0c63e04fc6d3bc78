"""The command line as it is in, its manual page relanced(1) out: `make_man.py FILE`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from relanced import __version__
from relanced.cli.main import main

_BEFORE = """\
.SH NAME
relanced \\- gets a small firm's invoices paid, out of its mailbox alone
.SH SYNOPSIS
.B relanced
.RB [ \\-\\-config
.IR FILE ]
.I COMMAND
.RI [ ARGUMENTS ]
.SH DESCRIPTION
relanced watches an IMAP account, learns from the Sent folder which invoices went out, reads the bank's credit
e-mails to close them, reads clients' replies, and sends the right reminder, in the right tone, on the right day.
It goes quiet when a client disputes, promises, or has paid.
.PP
It begins in the mode \\(lqobserve\\(rq: it reads and plans, and sends nothing. Three commands to begin with:
.PP
.nf
    relanced init          finds the servers, tries the login, writes the configuration
    relanced run \\-\\-once    reads the mailbox
    relanced plan          what it would do, and why
.fi
.SH OPTIONS
.TP
.BI \\-\\-config " FILE"
The configuration file, or a folder of them: each *.toml is a firm. It may stand behind the command, too.
.TP
.B \\-\\-version
.TP
.BR \\-h ", " \\-\\-help
Also behind any command.
.SH COMMANDS
"""
_AFTER = """\
.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
something needs the owner
.TP
.B 2
wrong use, or a wrong configuration
.SH FILES
Without \\-\\-config, the first of these that exists:
.PP
.nf
    ./relanced.toml
    ~/.config/relanced/config.toml
    /etc/relanced/config.toml
.fi
.TP
.I /var/lib/relanced
the database, a cache of the mailbox, where it runs as a service
.SH SEE ALSO
.BR systemctl (1),
.BR journalctl (1)
"""


def page() -> str:
    """The whole page, as troff."""
    title = f'.TH RELANCED 1 "" "relanced {__version__}" "User Commands"\n'
    with click.Context(main, info_name="relanced") as context:
        told = "".join(_told(main, context))
    return f"{title}{_BEFORE}{told}{_AFTER}"


def _told(group: click.Group, context: click.Context) -> Iterator[str]:
    """Every command of a group with its options; those of a group within it, with both names."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _told(command, inner)
        else:
            yield "".join(_one(command, inner))


def _one(command: click.Command, context: click.Context) -> Iterator[str]:
    path = context.command_path.removeprefix("relanced ")
    usage = " ".join(piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]")
    yield f".SS {_plain(f'{path} {usage}')}\n"
    yield "\n.PP\n".join(_plain(" ".join(part.split())) for part in (command.help or "").split("\n\n")) + "\n"
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        # What every command has is told once, above; what stands without «--» is in the heading.
        is_told = isinstance(parameter, click.Argument) or {"--help", "--config"} & set(parameter.opts)
        if record is not None and not is_told:
            yield f".TP\n.B {_plain(record[0])}\n{_plain(' '.join(record[1].split())) or '.br'}\n"


def _plain(text: str) -> str:
    """As troff prints it: a hyphen stays one, and a dot at the start of a line is no request."""
    told = text.replace("\\", "\\e").replace("-", "\\-").replace("\b", "")
    return f"\\&{told}" if told.startswith((".", "'")) else told


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), "utf-8")
