"""Mails as they arrived in, a folder that a person can look through out."""

from collections.abc import Iterable
from pathlib import Path

from relanced.intake.message import parse_message
from relanced.model.names import domain_of

_OURS = {".eml", ".txt", ".html", ".pdf", ".png", ".ics"}


def keep_letters(folder: Path, letters: Iterable[tuple[str, bytes]], tasks: Iterable[bytes]) -> int:
    """Write each letter, and each mail that gave the owner a task, with its files; gives how many letters there are.

    Only files of an earlier demonstration are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("[0-9][0-9]-*-*"), *folder.glob("owner-[0-9][0-9]-*")):
        if old.suffix in _OURS:
            old.unlink()
    count = 0
    for number, (to, raw) in enumerate(letters, 1):
        _keep(folder, f"{number:02d}", domain_of(to).partition(".")[0], to, raw)
        count = number
    for number, raw in enumerate(tasks, 1):
        _keep(folder, f"owner-{number:02d}", "task", "the owner", raw)
    return count


def _keep(folder: Path, number: str, name: str, to: str, raw: bytes) -> None:
    """The mail itself, its words as a person reads them, and its files."""
    mail = parse_message(raw)
    day = mail.date.date().isoformat() if mail.date else "undated"
    stem = f"{number}-{day}-{name}"
    (folder / f"{stem}.eml").write_bytes(raw)
    head = f"To: {to}\nSubject: {mail.subject}\nIn reply to: {mail.header('in-reply-to')}\n"
    files = "".join(f"Attached: {file.filename} ({len(file.data):,} bytes)\n" for file in mail.attachments)
    (folder / f"{stem}.txt").write_text(f"{head}{files}\n{mail.text}", encoding="utf-8")
    (folder / f"{stem}.html").write_text(mail.html, encoding="utf-8")
    for place, file in enumerate(mail.attachments, 1):
        ending = Path(file.filename).suffix.lower()
        if ending in _OURS:
            (folder / f"{stem}-{place}{ending}").write_bytes(file.data)
