"""Log events in, lines on stderr out: JSON under systemd, readable on a terminal; secrets masked, clients unnamed."""

import logging
import os
import re
import sys
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from relanced.edge.discreet import discreet, reference, where_it_failed
from relanced.edge.hidden import hide

_SECRET_PARTS = frozenset({"password", "passwd", "passphrase", "secret", "token", "key", "authorization"})
_NO_SECRETS = frozenset({"client_key", "number_key"})  # names of the trade that only sound like one
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
# Controls, line ends of Unicode, direction marks, and characters that nobody sees (tags among them).
_UNSEEN = (
    r"\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_CONTROLS = re.compile(rf"[\x00-\x1f{_UNSEEN}]+")
_CONTROLS_BUT_LINES = re.compile(rf"[\x00-\x08\x0b-\x1f{_UNSEEN}]+")
_MANY_LINED = frozenset({"exception", "stack"})  # ours; a traceback on one line helps nobody
_DEEPEST = 6
# At info: what stands under these names is a client, or his own words; our mailbox and its host are neither.
_PERSONS = frozenset(
    {"client", "to", "sender", "recipient", "address", "payer", "name", "siren", "notice", "attachment"}
)
_WORDS = frozenset({"question", "subject", "words", "text"})
_OURS = frozenset({"event", "level", "timestamp", "account", "mailbox", "host", "firm", "invoices"})


def set_up_log(level: int = logging.INFO) -> None:
    """Send structlog's events and the libraries' warnings to stderr. May be called again.

    At DEBUG clients are named, and errors say all that they say; above it neither.
    """
    named = level <= logging.DEBUG
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info if named else format_discreetly,
        *([] if named else [unnamed]),
        clean,
    ]
    structlog.configure(
        processors=[*shared, _renderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer()]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    # WARNING, whatever our own level: IMAPClient and aiosmtplib tell whole dialogues below it.
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)


def unnamed(_logger: object, _method: str, event: EventDict) -> EventDict:
    """A structlog processor: references instead of clients, and none of their words."""
    return {name: _unnamed(name, value, _DEEPEST) for name, value in event.items() if name not in _WORDS}


def format_discreetly(_logger: object, _method: str, event: EventDict) -> EventDict:
    """A structlog processor: of an unexpected error where it arose, and not what it says."""
    given = event.pop("exc_info", None)
    if given:
        error = given if isinstance(given, BaseException) else sys.exc_info()[1]
        error = given[1] if isinstance(given, tuple) else error
        if error is not None:
            event["exception"] = where_it_failed(error)
    return event


def _unnamed(name: str, value: Any, depth: int) -> Any:  # noqa: ANN401 -- a log takes what it is given
    if value is None or isinstance(value, bool | int | float) or (name in _OURS and name != "event"):
        return value
    if depth and isinstance(value, Mapping):
        return {discreet(str(key)): _unnamed(str(key), inner, depth - 1) for key, inner in value.items()}
    if depth and isinstance(value, list | tuple | set | frozenset):
        return [_unnamed(name, inner, depth - 1) for inner in value]
    return reference(str(value)) if name in _PERSONS else discreet(str(value))


def clean(_logger: object, _method: str, event: EventDict) -> EventDict:
    """A structlog processor: secrets masked by name, control characters and escapes out of every value."""
    return {name: _cleaned(name, value, _DEEPEST) for name, value in event.items()}


def _renderer() -> Processor:
    if os.environ.get("JOURNAL_STREAM") or not sys.stderr.isatty():
        return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)


def _cleaned(name: str, value: Any, depth: int) -> Any:  # noqa: ANN401 -- a log takes what it is given
    if name not in _NO_SECRETS and not _SECRET_PARTS.isdisjoint(re.split(r"[\W_]", name.lower())):
        return "***"
    if value is None or isinstance(value, bool | int | float):
        return value
    if depth and isinstance(value, Mapping):
        return {_plain(str(key)): _cleaned(str(key), inner, depth - 1) for key, inner in value.items()}
    if depth and isinstance(value, list | tuple | set | frozenset):
        return [_cleaned("", inner, depth - 1) for inner in value]
    return harmless(str(value)) if name in _MANY_LINED else _plain(str(value))


def harmless(text: str) -> str:
    """Text of several lines that cannot steer a terminal, and holds no secret that was read."""
    return _CONTROLS_BUT_LINES.sub(" ", _ESCAPES.sub("", hide(text)))


def _plain(text: str) -> str:
    """The same on one line."""
    return _CONTROLS.sub(" ", _ESCAPES.sub("", hide(text)))
