"""Mails of one bank in, the beginnings of its profile out: a TOML file and copies of the mails beside it."""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from relanced.edge.profiles import ProfileFile, read_profile
from relanced.intake.bank.profile import pattern_texts
from relanced.intake.bank.sample import kind_of, read_sample
from relanced.intake.message import Message, UnreadableMail, parse_message
from relanced.intake.readings import BankRead
from relanced.model.facts import Credit
from relanced.model.names import domain_of
from relanced.model.profile import BankProfile, NoticeKind

MAX_LINES = 80  # of a mail's text that are written down
_HINTS = """
# What stands behind a label of this bank (docs/banks.md has all the keys):
#[labels]
#payer = ["Ordre de"]
#reference = ["Mention"]

# By which words it tells one kind of mail from another:
#[words]
#credit = ["est venu alimenter votre compte"]

# Or a pattern, where labels and words do not do: the mail is read by it and by nothing else.
#[[notice]]
#kind = "credit"
#body = '^Reçu (?P<amount>[\\d ]+,\\d\\d EUR) de (?P<payer>.+), (?P<reference>.+)$'
"""


class NotWritten(Exception):  # noqa: N818 - what became of the profile, in words for the owner
    """Nothing was written; the message says why."""


def write_profile(name: str, mails: Sequence[Path], folder: Path) -> Path:
    """Write NAME.toml and NAME-1.eml … into a folder; gives the path of the profile. Raises NotWritten."""
    target = folder / f"{name}.toml"
    copies = [folder / f"{name}-{place}.eml" for place in range(1, len(mails) + 1)]
    if there := next((path for path in (target, *copies) if path.exists()), None):
        raise NotWritten(f"{there} is there already; nothing was written.")
    read = [(path, _message(path)) for path in mails]
    _refuse_two_senders(read)
    profile = _bare(name, read)
    text = "\n".join(
        _lines(
            profile, [(copy.name, path, message) for copy, (path, message) in zip(copies, read, strict=True)]
        )
    )
    try:
        for path, copy in zip(mails, copies, strict=True):
            shutil.copyfile(path, copy)
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NotWritten(f"{folder}: cannot be written to: {error.strerror or error}") from error
    found = read_profile(target)
    if not isinstance(found, ProfileFile):
        for path in (target, *copies):
            path.unlink()
        raise NotWritten(str(found))
    return target


def _message(path: Path) -> Message:
    try:
        message = parse_message(path.read_bytes())
    except UnreadableMail as error:
        raise NotWritten(f"{path}: no mail that can be read: {error}") from error
    if not message.sender:
        raise NotWritten(f"{path}: it names no sender, or several")
    return message


def _refuse_two_senders(read: Sequence[tuple[Path, Message]]) -> None:
    """One profile is of one bank: the words of another would be read by its rules. Raises NotWritten."""
    (first, message), *others = read
    domain = domain_of(message.sender)
    for path, other in others:
        if not _is_one(domain, found := domain_of(other.sender)):
            raise NotWritten(
                f"{first} is from {domain}, and {path} from {found}: a profile is for the mails of one bank."
                " Give those of one sender, and make a profile of each; nothing was written."
            )


def _is_one(domain: str, other: str) -> bool:
    return domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}")


def _bare(name: str, read: Sequence[tuple[Path, Message]]) -> BankProfile:
    """A profile that knows the senders and nothing else."""
    first = read[0][1].senders[0]
    senders = tuple(dict.fromkeys(message.sender for _, message in read))
    return BankProfile(name=name, shown=first.name or first.email, senders=senders)


def _lines(profile: BankProfile, mails: Sequence[tuple[str, Path, Message]]) -> Iterator[str]:
    yield f"name = {_quoted(profile.shown)}"
    yield f"from = [{', '.join(map(_quoted, profile.senders))}]"
    yield _HINTS
    for copy, path, message in mails:
        yield "[[sample]]"
        yield f"file = {_quoted(copy)}"
        read = read_sample(path.read_bytes(), profile)
        if read is not None:
            yield from _sample(read)
        yield "# What patterns see of it:"
        yield f"#   {message.subject[:200]}"
        yield from (f"#   {line[:200]}" for line in pattern_texts(message)[-1].splitlines()[:MAX_LINES])
        yield ""


def _sample(read: BankRead) -> Iterator[str]:
    kind = kind_of(read) or NoticeKind.OTHER
    if read.doubt:
        yield f"# Not understood today: {' '.join(read.doubt.split())[:200]}"
    if kind in {NoticeKind.CREDIT, NoticeKind.PAYOUT} and not read.credits:
        kind = NoticeKind.OTHER
    yield f"kind = {_quoted(kind)}  # credit, payout, debit, reversal or other: as it should be read"
    for key, found in (("credits", read.credits), ("reversals", read.reversals)):
        if found:
            yield f"{key} = ["
            yield from (f"    {_credit(each)}," for each in found)
            yield "]"


def _credit(credit: Credit) -> str:
    parts = [f"amount = {_quoted(credit.amount.plain)}"]
    if credit.amount.currency != "EUR":
        parts.append(f"currency = {_quoted(credit.amount.currency)}")
    parts += [f"payer = {_quoted(credit.payer)}", f"reference = {_quoted(credit.reference)}"]
    if credit.value_on is not None:
        parts.append(f"value_date = {credit.value_on}")
    return f"{{ {', '.join(parts)} }}"


def _quoted(text: str) -> str:
    """A basic string of TOML: what JSON escapes, TOML reads."""
    return json.dumps(str(text), ensure_ascii=False)
