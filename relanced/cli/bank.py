"""`relanced bank list|check|new`: how the mails of each bank are read, and whether that still works."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.table import Table

from relanced.cli.bank_mails import DAYS, BankMails, bank_mails
from relanced.cli.bank_new import NotWritten, write_profile
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.words import Text
from relanced.edge.profiles import ProfileFile, Profiles, read_profiles
from relanced.edge.settings import Settings
from relanced.edge.store import Store, StoreLocked, StoreUnusable
from relanced.intake.bank.sample import differences, read_sample
from relanced.intake.message import UnreadableMail
from relanced.model.facts import Fact
from relanced.model.names import address_matches
from relanced.model.profile import BankProfile, Sample
from relanced.model.rules import BankRule


@dataclass(frozen=True, slots=True)
class Checked:
    """One sample of one profile, and where its reading differs."""

    profile: str
    sample: str
    differs: tuple[str, ...]


@click.group()
def bank() -> None:
    """See how the mails of your banks are read, and teach new ones."""


@bank.command("list")
@json_option
@config_option
@click.pass_context
def list_(context: click.Context, *, as_json: bool) -> None:
    """List your banks, the profile by which each is read, and whether its mails are understood."""
    app = context.ensure_object(App)
    settings = app.settings()
    mails = bank_mails(_facts(settings), settings.rules.banks)
    if as_json:
        app.print_json([_row(each, mails[each.name], settings) for each in settings.rules.banks])
    else:
        _print(app, settings, mails)
    lost = any(each.seen > each.understood for each in mails.values())
    context.exit(NEEDS_OWNER if lost or settings.profile_problems else DONE)


@bank.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
@config_option
@click.pass_context
def check(context: click.Context, folder: Path | None, *, as_json: bool) -> None:
    """Read every sample of every profile, and say where it is read otherwise than its profile says.

    FOLDER holds profiles of yours; without it, the folder that the configuration names, if any.
    """
    app = context.ensure_object(App)
    if folder is None:
        settings = app.settings_or_none()
        folder = settings.bank_profiles if settings else None
    profiles = read_profiles(folder)
    checked = checked_samples(profiles)
    wrong = [each for each in checked if each.differs]
    if as_json:
        problems = [str(problem) for problem in profiles.problems]
        app.print_json({"problems": problems, "samples": [asdict(each) for each in checked]})
    else:
        for problem in profiles.problems:
            app.console.print(Text(str(problem), style="red"), soft_wrap=True)
        app.console.print(_checked_table(checked))
        broken = len({problem.file for problem in profiles.problems})
        many = f", {broken} {'profiles are' if broken > 1 else 'profile is'} broken" if broken else ""
        app.console.print(
            f"{len(profiles.files)} profiles, {len(checked)} samples, {len(wrong)} read otherwise{many}."
        )
    context.exit(NEEDS_OWNER if wrong or profiles.problems else DONE)


@bank.command()
@click.argument("name")
@click.argument(
    "mails",
    metavar="MAIL.eml...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--into", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The folder to write to."
)
@config_option
@click.pass_context
def new(context: click.Context, name: str, mails: tuple[Path, ...], into: Path | None) -> None:
    """Begin a profile: write NAME.toml with what is read in these mails today, and copies of them.

    It goes into the folder that `bank_profiles` names in the configuration, else into this folder.
    """
    app = context.ensure_object(App)
    if into is None:
        settings = app.settings_or_none()
        into = (settings.bank_profiles if settings else None) or Path()
    try:
        written = write_profile(name, mails, into)
    except NotWritten as problem:
        app.fail(str(problem))
    app.console.print(f"{written} is written: correct its samples, then add what teaches to read them so.")
    app.console.print(f"«relanced bank check {into}» says how far you are; docs/banks.md explains the keys.")


def checked_samples(profiles: Profiles) -> list[Checked]:
    """Every sample of every profile, the owner's first."""
    return [
        Checked(file.profile.name, sample.file, _differs(file, sample))
        for file in profiles.files
        for sample in file.samples
    ]


def _differs(file: ProfileFile, sample: Sample) -> tuple[str, ...]:
    try:
        return differences(sample, read_sample(file.mail(sample).read_bytes(), file.profile))
    except UnreadableMail as error:
        return (f"no mail that can be read: {error}",)
    except OSError as error:
        return (f"cannot be read: {error.strerror or error}",)


def _checked_table(checked: list[Checked]) -> Table:
    table = Table(box=None, pad_edge=False)
    for title in ("", "profile", "sample", "differs"):
        table.add_column(title, overflow="fold")
    for each in checked:
        sign = Text("NO", style="bold red") if each.differs else Text("ok", style="green")
        table.add_row(sign, Text(each.profile), Text(each.sample), Text("\n".join(each.differs)))
    return table


def _facts(settings: Settings) -> tuple[Fact, ...]:
    """What the store tells; nothing before the first round."""
    try:
        store = Store.open(settings.store_url, lock=False)
    except (StoreLocked, StoreUnusable):
        return ()
    facts = tuple(store.facts())
    store.close()
    return facts


def profile_names(bank: BankRule, profiles: tuple[BankProfile, ...]) -> tuple[str, ...]:
    """The profiles by which a bank's mails are read: the one that it names, else those that know its senders."""
    if bank.profile is not None:
        return (bank.profile,)
    return tuple(
        each.name
        for each in profiles
        if any(address_matches(sender, bank.senders) for sender in each.senders)
        or any(address_matches(sender, each.senders) for sender in bank.senders)
    )


def _row(bank: BankRule, mails: BankMails, settings: Settings) -> dict[str, object]:
    return {
        "name": bank.name,
        "from": bank.senders,
        "profiles": profile_names(bank, settings.rules.profiles),
        "own_patterns": len(bank.notices),
        "days": DAYS,
        "mails": mails.seen,
        "understood": mails.understood,
        "not_believed": mails.not_believed,
        "last_at": mails.last_at.isoformat() if mails.last_at else None,
    }


def _print(app: App, settings: Settings, mails: Mapping[str, BankMails]) -> None:
    if not settings.rules.banks:
        app.console.print("No [[bank]] is configured: payments are seen only when you say so.")
    table = Table(box=None, pad_edge=False)
    for title in ("bank", "from", "read by", f"mails in {DAYS} days", "understood", "last"):
        table.add_column(title, overflow="fold")
    for each in settings.rules.banks:
        told = mails[each.name]
        names = ", ".join(profile_names(each, settings.rules.profiles)) or "general rules"
        own = f"{len(each.notices)} patterns of yours, " if each.notices else ""
        lost = told.seen > told.understood
        forged = f" (and {told.not_believed} not believed)" if told.not_believed else ""
        cells = (each.name, ", ".join(each.senders), own + names, f"{told.seen}{forged}")
        table.add_row(
            *map(Text, cells),
            Text(str(told.understood), style="bold red" if lost else ""),
            Text(f"{told.last_at:%Y-%m-%d}" if told.last_at else "-"),
        )
    app.console.print(table)
    for problem in settings.profile_problems:
        app.console.print(Text(str(problem), style="red"), soft_wrap=True)
    names = ", ".join(each.name for each in settings.rules.profiles)
    app.console.print(Text(f"Profiles that there are: {names}", style="dim"))
