"""The firms that are served in, figures for Prometheus out; none of one client, none with a name but the firm's file.

Called in the thread that shows them: it only reads what rounds have left.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from relanced import __version__
from relanced.casework.aging import aging
from relanced.casework.ledger import Ledger
from relanced.daemon.firm import Firm
from relanced.edge.settings import MetricsAddress
from relanced.model.facts import (
    AutoReplyReceived,
    BounceReceived,
    Fact,
    MailQuarantined,
    ReplyReceived,
    SendOutcome,
)

if TYPE_CHECKING:
    from relanced.edge.metrics import Figure, MetricsPage

log = structlog.get_logger()

_BUCKETS = ("not_due", "days_1_30", "days_31_60", "days_61_90", "over_90")
Rows = list[tuple[tuple[str, ...], float]]


class Shown:
    """The pages that firms ask for; each address shows the firms that name it."""

    def __init__(self, firms: Callable[[], Sequence[Firm]]) -> None:
        self._firms = firms
        self._pages: dict[MetricsAddress, MetricsPage] = {}
        self._refused: set[MetricsAddress] = set()

    def follow(self) -> None:
        """Open the pages that are asked for now, close the others."""
        wanted = {address for firm in self._firms() if (address := _address(firm)) is not None}
        for address in [each for each in self._pages if each not in wanted]:
            self._pages.pop(address).close()
        self._refused &= wanted
        for address in wanted - self._pages.keys():
            self._open(address)

    def close(self) -> None:
        """Close all of them."""
        for page in self._pages.values():
            page.close()
        self._pages.clear()

    def _open(self, address: MetricsAddress) -> None:
        try:
            from relanced.edge.metrics import MetricsPage  # noqa: PLC0415 - an extra, and 3 MB for who wants it

            self._pages[address] = MetricsPage(address, lambda: figures(self._at(address)))
        except (OSError, ImportError) as error:
            if address not in self._refused:
                what = "figures are shown nowhere; the service works on"
                log.error("metrics_not_shown", why=str(error), what=what)
            self._refused.add(address)
        else:
            log.info("metrics_shown", at=str(address.socket or f"{address.host}:{address.port}"))

    def _at(self, address: MetricsAddress) -> list[Firm]:
        return [firm for firm in self._firms() if _address(firm) == address]


def _address(firm: Firm) -> MetricsAddress | None:
    return firm.settings.metrics if firm.settings is not None else None


def figures(firms: Sequence[Firm]) -> "Iterator[Figure]":
    """All figures of these firms, as they stand now."""
    from relanced.edge.metrics import Figure, Kind  # noqa: PLC0415 - as above

    yield Figure("relanced_build", "Which version runs.", Kind.GAUGE, ("version",), (((__version__,), 1),))
    for name, (says, rows) in _gauges(firms).items():
        yield Figure(name, says, Kind.GAUGE, ("firm",), tuple(rows))
    for name, says, kind, label, count in _FAMILIES:
        labels = ("firm", *label)
        found = tuple(((firm.name, *key), value) for firm in firms for key, value in count(firm))
        yield Figure(name, says, Kind(kind), labels, found)


def _gauges(firms: Iterable[Firm]) -> dict[str, tuple[str, Rows]]:
    """One value a firm each."""
    made: dict[str, tuple[str, Rows]] = {name: (says, []) for name, says in _SAYS.items()}
    for firm in firms:
        health = firm.health
        read = health.inbox_read_at
        values = {
            "relanced_mailbox_age_seconds": time.monotonic() - firm.read_at,
            "relanced_inbox_read_timestamp_seconds": read.timestamp() if read else 0,
            "relanced_trouble": bool(health.trouble),
            "relanced_config_refused": health.refused,
            "relanced_questions_waiting": health.questions,
            "relanced_letters_due": health.due,
            "relanced_letters_held": health.held,
            "relanced_drafts_waiting": health.drafts,
            "relanced_backlog_mails": health.backlog,
        }
        for name, value in values.items():
            made[name][1].append(((firm.name,), float(value)))
    return made


_SAYS = {
    "relanced_mailbox_age_seconds": "Seconds since a round last read the mailbox to its end.",
    "relanced_inbox_read_timestamp_seconds": "When INBOX was last read to its end; 0: not since the start.",
    "relanced_trouble": "1 while the mailbox cannot be worked on.",
    "relanced_config_refused": "Problems of the firm's files, which are not in use.",
    "relanced_questions_waiting": "Questions that wait for the owner.",
    "relanced_letters_due": "Letters that are to leave today, or to be put into Drafts.",
    "relanced_letters_held": "Letters that were due in the last round and stayed.",
    "relanced_drafts_waiting": "Letters that lie in Drafts for the owner to send.",
    "relanced_backlog_mails": "Older mails that wait to be read; until then nothing leaves.",
}

Keyed = Iterable[tuple[tuple[str, ...], float]]


def _rounds(firm: Firm) -> Keyed:
    return [((), float(firm.health.rounds))]


def _worker_starts(firm: Firm) -> Keyed:
    return [] if firm.office is None else [((), float(firm.office.reader.worker_starts))]


def _letters(firm: Firm) -> Keyed:
    return _counted(fact.outcome.value for fact in _facts(firm) if isinstance(fact, SendOutcome))


def _replies(firm: Firm) -> Keyed:
    return _counted(fact.intent.value for fact in _facts(firm) if isinstance(fact, ReplyReceived))


def _other_mails(firm: Firm) -> Keyed:
    kinds = {AutoReplyReceived: "auto_reply", BounceReceived: "bounce", MailQuarantined: "quarantined"}
    return _counted(kinds[type(fact)] for fact in _facts(firm) if type(fact) in kinds)


def _credits(firm: Firm) -> Keyed:
    ledger = _ledger(firm)
    return [] if ledger is None else _counted(story.state.value for story in ledger.credits)


def _open_invoices(firm: Firm) -> Keyed:
    return _cases(firm, is_late=False)


def _overdue_invoices(firm: Firm) -> Keyed:
    return _cases(firm, is_late=True)


def _cases(firm: Firm, *, is_late: bool) -> Keyed:
    ledger, office = _ledger(firm), firm.office
    if ledger is None or office is None:
        return []
    today = office.today()
    cases = (case for account in ledger.accounts.values() for case in account.cases if case.is_open)
    return _counted(case.owed.currency for case in cases if not is_late or case.due_on < today)


def _amounts(firm: Firm) -> Keyed:
    """In whole units and their cents, as Prometheus' own are: 1200.5."""
    ledger, office = _ledger(firm), firm.office
    sums: Counter[tuple[str, ...]] = Counter()
    if ledger is not None and office is not None:
        for line in aging(ledger, office.today()):
            for bucket in _BUCKETS:
                money = getattr(line, bucket)
                sums[money.currency, bucket] += money.cents
    return [(key, cents / 100) for key, cents in sorted(sums.items())]


def _bank_age(firm: Firm) -> Keyed:
    """By the place of the bank in the configuration's order of names, which is the owner's own."""
    ledger, now = _ledger(firm), datetime.now(UTC).date()
    if ledger is None or firm.settings is None:
        return []
    heard = ((bank.name, ledger.bank_heard_on.get(bank.name, ())) for bank in firm.settings.rules.banks)
    return [((name,), float((now - days[-1]).days)) for name, days in heard if days]


def _ledger(firm: Firm) -> Ledger | None:
    folded = firm.office.folded if firm.office is not None else None
    return folded[1] if folded is not None else None


def _facts(firm: Firm) -> Sequence[Fact]:
    return tuple(firm.office.facts) if firm.office is not None else ()


def _counted(words: Iterable[str]) -> Keyed:
    return [((word,), float(count)) for word, count in sorted(Counter(words).items())]


_FAMILIES: tuple[tuple[str, str, str, tuple[str, ...], Callable[[Firm], Keyed]], ...] = (
    ("relanced_rounds", "Rounds that read the mailbox to their end.", "counter", (), _rounds),
    ("relanced_worker_starts", "Workers that were started for this office.", "counter", (), _worker_starts),
    ("relanced_letters", "Attempts to hand a letter over, by outcome.", "counter", ("outcome",), _letters),
    ("relanced_replies", "Clients' mails, by what they want.", "counter", ("intent",), _replies),
    ("relanced_other_mails", "Robots, bounces, unreadable mails.", "counter", ("kind",), _other_mails),
    ("relanced_credits", "Payments that the bank told of, by state.", "gauge", ("state",), _credits),
    ("relanced_invoices_open", "Open invoices.", "gauge", ("currency",), _open_invoices),
    ("relanced_invoices_overdue", "Invoices past their due day.", "gauge", ("currency",), _overdue_invoices),
    ("relanced_owed", "What is owed, by days past the due day.", "gauge", ("currency", "bucket"), _amounts),
    ("relanced_bank_silence_days", "Days since a bank was last heard of.", "gauge", ("bank",), _bank_age),
)
