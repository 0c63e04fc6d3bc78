"""Settings in, what can be said of the configuration without asking any server out."""

from relanced.cli.finding import Finding, note
from relanced.daemon.judging import judge_key, judge_missing
from relanced.daemon.registers import registers_missing
from relanced.edge.config_problems import Problem
from relanced.edge.config_relations import relations
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.settings import DigestSettings, Settings
from relanced.edge.templates import read_template_sources
from relanced.edge.toml_file import read_toml
from relanced.letters.check import check_templates
from relanced.model.ladder import Channel
from relanced.model.rules import Mode

_WRITTEN = frozenset({Channel.MAIL, Channel.LETTER})  # the steps that need a template
_EXTRA = "«pip install 'relanced[judge]'», or from a checkout «pip install '.[judge]'»"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MODES = {
    Mode.OBSERVE: "«observe»: reads and plans, writes to nobody",
    Mode.DRAFT: "«draft»: letters go to Drafts, for you to send",
    Mode.SEND: "«send»: letters leave by themselves",
}


def look_at_configuration(settings: Settings) -> list[Finding]:
    """The file and what it names, but for secrets, templates and servers."""
    return [
        Finding("configuration", ok=True, says=f"{settings.path}: valid"),
        _mode(settings),
        *_digest(settings),
        *_judge(settings),
        *_registers(settings),
        *profiles_found(settings),
        *_laws(settings),
        *_late_rate(settings),
    ]


def _mode(settings: Settings) -> Finding:
    """The mode, and which keys the next ones would miss: what the file's own check would say in them."""
    mode = settings.rules.mode
    missing = _missing_in(settings, Mode.SEND)
    if not missing:
        return Finding("mode", ok=True, says=_MODES[mode])
    keys = ", ".join(dict.fromkeys(each.key for each in missing))
    return note(
        "mode",
        f"{_MODES[mode]}. Modes «draft» and «send» would need {keys}",
        "; ".join(f"{each.key}: {each.expected}" + f" ({each.hint})" * bool(each.hint) for each in missing),
        before_send=True,
    )


def _missing_in(settings: Settings, mode: Mode) -> list[Problem]:
    raw = read_toml(settings.path, "")
    if isinstance(raw, Problem):  # it was read a moment ago
        return []
    return [
        each for each in relations(settings.path, {**raw, "mode": mode.value}) if each.key != "trust.key"
    ]  # the key has a line of its own


def _digest(settings: Settings) -> list[Finding]:
    digest, alerts = settings.digest, settings.alerts
    says = _digest_words(digest, settings.rules.mode)
    if alerts is None:
        told = "alerts: none"
    else:
        ways = ["INBOX"] if alerts.inbox else []
        ways += [*alerts.to, *(["a command of yours"] if alerts.command else [])]
        told = f"alerts by {', '.join(ways)}" if ways else "alerts: nowhere"
    return [Finding("digest", ok=True, says=f"{says}; {told}")]


def _digest_words(digest: DigestSettings | None, mode: Mode) -> str:
    if digest is None:
        return "none is written ([digest] is not there)"
    day = f"each {_DAYS[digest.weekday]}" if digest.weekday is not None else "each day"
    if digest.weekday is None and digest.business_days:
        day = "each business day"
    quiet = "" if digest.when_quiet else ", unless nothing happened"
    off = ", but none in mode «observe»" if mode is Mode.OBSERVE and not digest.in_observe else ""
    return f"{day} at {digest.at:%H:%M}{quiet}{off}"


def _registers(settings: Settings) -> list[Finding]:
    """Whether the public registers could be asked; they are not."""
    if settings.registers is None:
        return []
    if missing := registers_missing(settings):
        return [Finding("registers", ok=False, says=missing, do="«pip install 'relanced[registers]'»")]
    return [Finding("registers", ok=True, says="clients with an open invoice are looked up once a day")]


def _judge(settings: Settings) -> list[Finding]:
    """Whether the judge could be asked; the server itself is not: a question to it is a client's mail."""
    if settings.judge is None:
        return []
    if missing := judge_missing(settings):
        return [Finding("judge", ok=False, says=missing, do=_EXTRA)]
    try:
        judge_key(settings.judge)
    except SecretUnavailable as error:
        return [Finding("judge", ok=False, says=str(error))]
    return [Finding("judge", ok=True, says=f"doubtful replies go to {settings.judge.url}")]


def look_at_templates(settings: Settings) -> list[Finding]:
    """Whether each step's letter can be written: on samples, nobody's data."""
    read = read_template_sources(settings.templates)
    ladders = (settings.rules.ladder, *settings.rules.ladders)
    steps = [step for ladder in ladders for step in ladder.steps if step.channel in _WRITTEN]
    names = tuple(dict.fromkeys(step.template for step in steps))
    changed = {path.partition("/")[0] for path in read.owned}  # shipped letters as they come are right
    problems = [
        *read.problems,
        *check_templates(read.sources, names, changed | {settings.rules.firm.language}),
    ]
    if problems:
        return [Finding("templates", ok=False, says=str(problem)) for problem in problems]
    return [Finding("templates", ok=True, says=f"{len(names)} steps rendered on samples")]


def profiles_found(settings: Settings) -> list[Finding]:
    """The owner's profiles of banks: those that are wrong are not used."""
    if settings.bank_profiles is None:
        return []
    if settings.profile_problems:
        return [Finding("bank profiles", ok=False, says=str(each)) for each in settings.profile_problems]
    says = f"{settings.bank_profiles}: valid; «relanced bank check» reads their samples"
    return [Finding("bank profiles", ok=True, says=says)]


def _laws(settings: Settings) -> list[Finding]:
    """The owner's tables of rates: those that are wrong are not used."""
    folder = settings.rules.laws.folder
    if not folder:
        return []
    if settings.law_problems:
        return [Finding("laws", ok=False, says=str(each)) for each in settings.law_problems]
    return [Finding("laws", ok=True, says=f"{folder}: valid")]


def _late_rate(settings: Settings) -> list[Finding]:
    """A note where letters reckon with the law's own rate: the invoices may print another one."""
    firm = settings.rules.firm
    if firm.late_rate is not None or firm.country != "FR":
        return []
    says = "[firm] late_rate is not set, so letters to firms reckon with the ECB's rate + 10 points"
    do = 'where your terms print another one, write it: late_rate = "legal x 3", or "12 %"'
    return [note("late rate", says, do)]
