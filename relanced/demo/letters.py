"""Letters as the mail server took them in, a folder that a person can look through out."""

from pathlib import Path

from relanced.intake.message import parse_message
from relanced.model.names import domain_of


def keep_letters(folder: Path, letters: list[tuple[str, bytes]]) -> int:
    """Write each letter as .eml, .txt and .html; gives how many there are.

    Only files of an earlier demonstration are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("[0-9][0-9]-*-*"):
        if old.suffix in {".eml", ".txt", ".html"}:
            old.unlink()
    for number, (to, raw) in enumerate(letters, 1):
        mail = parse_message(raw)
        day = mail.date.date().isoformat() if mail.date else "undated"
        base = folder / f"{number:02d}-{day}-{domain_of(to).partition('.')[0]}"
        base.with_suffix(".eml").write_bytes(raw)
        head = f"To: {to}\nSubject: {mail.subject}\nIn reply to: {mail.header('in-reply-to')}\n"
        files = "".join(
            f"Attached: {file.filename} ({len(file.data):,} bytes)\n" for file in mail.attachments
        )
        base.with_suffix(".txt").write_text(f"{head}{files}\n{mail.text}", encoding="utf-8")
        base.with_suffix(".html").write_text(mail.html, encoding="utf-8")
    return len(letters)
