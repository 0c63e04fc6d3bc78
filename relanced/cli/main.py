"""The command line's front door: `relanced [--config FILE] COMMAND`."""

import importlib
from pathlib import Path

import click

from relanced import __version__
from relanced.cli.common import App
from relanced.daemon.desk.meant import did_you_mean
from relanced.edge.process import guard_process
from relanced.edge.store import StoreUnusable

# A command's module is loaded when it is called: `relanced --help` need not load a PDF library.
COMMANDS = {
    "init": "relanced.cli.init:init",
    "login": "relanced.cli.login:login",
    "check": "relanced.cli.check:check",
    "run": "relanced.cli.run:run",
    "plan": "relanced.cli.plan:plan",
    "simulate": "relanced.cli.simulate:simulate",
    "status": "relanced.cli.status:status",
    "show": "relanced.cli.show:show",
    "digest": "relanced.cli.digest:digest",
    "replies": "relanced.cli.replies:replies",
    "credits": "relanced.cli.credits:credits_",
    "explain": "relanced.cli.explain:explain",
    "match": "relanced.cli.match:match",
    "bank": "relanced.cli.bank:bank",
    "template": "relanced.cli.template:template",
    "dossier": "relanced.cli.dossier:dossier",
    "pause": "relanced.cli.decide:pause",
    "resume": "relanced.cli.decide:resume",
    "dispute": "relanced.cli.decide:dispute",
    "paid": "relanced.cli.decide:paid",
    "tasks": "relanced.cli.tasks:tasks",
    "call": "relanced.cli.tasks_done:call",
    "posted": "relanced.cli.tasks_done:posted",
    "handed-over": "relanced.cli.tasks_done:handed_over",
    "write-off": "relanced.cli.decide:write_off",
    "instalments": "relanced.cli.instalments:instalments",
    "contact": "relanced.cli.contact:contact",
    "state": "relanced.cli.state:state",
    "ignore": "relanced.cli.decide:ignore",
    "release": "relanced.cli.release:release",
    "rebuild": "relanced.cli.rebuild:rebuild",
    "purge": "relanced.cli.purge:purge",
    "export": "relanced.cli.export:export",
    "erase": "relanced.cli.erase:erase",
    "web": "relanced.cli.web:web",
    "demo": "relanced.cli.demo:demo",
}


class Lazy(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or the one that was probably meant."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            known = did_you_mean(args[0], COMMANDS) or f" There are: {', '.join(COMMANDS)}."
            ctx.fail(f"There is no command «{args[0]}».{known}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command. A store that turns out to be damaged while it is read ends it with why, and what to do."""
        try:
            return super().invoke(ctx)
        except StoreUnusable as error:
            ctx.ensure_object(App).fail(str(error))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        try:
            found = getattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError as error:
            if cmd_name != "demo":
                raise
            return _without_extra(cmd_name, str(error.name))
        assert isinstance(found, click.Command)
        return found


def _without_extra(name: str, missing: str) -> click.Command:
    """A command that says what to install."""

    def fail() -> None:
        raise click.UsageError(
            f"{missing} is not installed: pip install 'relanced[demo]', or «make demo» in a clone."
        )

    return click.Command(name, callback=fail, short_help="A demonstration (needs relanced[demo]).")


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config", type=click.Path(path_type=Path), help="The configuration file, or a folder of them."
)
@click.version_option(__version__, prog_name="relanced")
@click.pass_context
def main(context: click.Context, config: Path | None) -> None:
    """Get a small firm's invoices paid, out of its mailbox alone."""
    guard_process()
    app = context.ensure_object(App)
    app.config = config
