"""`relanced replies review`: doubtful mails one by one in, the owner's word on each in Relanced/Journal out."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from relanced.cli.client_mail_view import in_full
from relanced.cli.common import App
from relanced.cli.contact import Contact, new_contact, warning
from relanced.cli.journal import COUNTS_FROM
from relanced.cli.label import legend, parse_day, parse_label
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.daemon.desk.client_mails import ClientMail
from relanced.daemon.journal import Journal
from relanced.intake.message import clean
from relanced.letters.note import Judgement, write_judgement, write_note
from relanced.model.intents import Intent

_YES = frozenset({"y", "yes", "o", "oui"})
_NO = frozenset({"n", "no", "non"})
_SKIP = frozenset({"s", "skip"})
_QUIT = frozenset({"q", "quit"})
_HELP = frozenset({"?", "h", "help"})
_PROMPT = "y as read · n · s skip · q quit · or what it is (? for the labels): "


class _Stopped(Exception):  # noqa: N818 - it is no error
    """The owner has had enough, or no line is left to read."""


@dataclass(frozen=True, slots=True)
class Word:
    """What the owner says of one mail."""

    intent: Intent
    pays_on: date | None  # with PROMISE; None: the day that was read

    def __str__(self) -> str:
        return (
            f"{self.intent.value}, to be paid on {self.pays_on:%Y-%m-%d (%a)}"
            if self.pays_on
            else self.intent.value
        )


@dataclass(slots=True, kw_only=True)
class Review:
    """One sitting. Each answer is written down before the next mail is shown."""

    app: App
    books: Books
    journal: Journal
    answered: list[tuple[ClientMail, Word]] = field(default_factory=list)
    folder: str = ""
    skipped: int = 0

    def go_through(self, mails: Sequence[ClientMail]) -> None:
        """Ask about each mail; ends early where the owner quits, and says in any case what was written."""
        try:
            for place, mail in enumerate(mails, 1):
                self._show(mail, f"{place} of {len(mails)}")
                word = self._word(mail)
                if word is None:
                    self.skipped += 1
                    continue
                self._write(partial(_judged, mail, word))
                self.answered.append((mail, word))
                self._say(f"Noted: {word}.", "green")
                self._new_address(mail, word)
        except (_Stopped, KeyboardInterrupt):
            self._say("")
        finally:
            self._sum_up(len(mails))

    def _show(self, mail: ClientMail, place: str) -> None:
        self.app.console.rule(Text(place, style="dim"), align="left", style="dim")
        for line in in_full(mail, self.books.today):
            self.app.console.print(line)

    def _word(self, mail: ClientMail) -> Word | None:
        """What the mail is; None: skipped."""
        while True:
            typed = self._line(_PROMPT)
            first, _, rest = typed.partition(" ")
            key = first.casefold()
            if key in _QUIT:
                raise _Stopped
            if key in _SKIP:
                return None
            if key in _NO or key in _HELP:
                self._say(legend(), "cyan")
                self._say("A promise may have its day behind it: «p 15/12». Nothing else is written.", "dim")
                continue
            found = word_of(mail, "" if key in _YES else first, rest) if first else ""
            if isinstance(found, Word):
                return found
            if found:
                self._say(found, "yellow")

    def _new_address(self, mail: ClientMail, word: Word) -> None:
        """A redirect that names an address: whether he is written to there, only if the owner says so."""
        if word.intent is not Intent.REDIRECT or not mail.reply.redirect_to:
            return
        if len(mail.clients) != 1:
            self._say("To write to a new address: relanced contact CLIENT ADDRESS.")
            return
        [account] = mail.clients
        found = new_contact(self.books, account, account.client.key, mail.reply.redirect_to)
        if isinstance(found, str):
            self._say(found, "yellow")
            return
        self._say(f"From now on {found.in_words}?")
        for line in warning(found):
            self.app.console.print(line)
        if self._is_wanted():
            self._write(partial(_contact, found))
            self._say(f"Noted: {found.address}.", "green")
        else:
            self._say(
                f"Nothing changed; «relanced contact {found.target} {found.address}» does it later.", "dim"
            )

    def _is_wanted(self) -> bool:
        while True:
            typed = self._line("Write there? (y/n) ").casefold()
            if typed in _YES | _NO:
                return typed in _YES
            if typed in _QUIT:
                raise _Stopped

    def _write(self, note: Callable[[datetime], Callable[[str, bytes], bytes]]) -> None:
        at = datetime.now(self.books.settings.rules.calendar.timezone)
        self.folder = self.journal.write(note(at), at)

    def _line(self, prompt: str) -> str:
        self.app.console.print(Text(prompt, style="bold"), end="", soft_wrap=True)
        line = sys.stdin.readline()
        if not sys.stdin.isatty():
            self._say("")  # nobody's Enter ended the line of the prompt
        if not line:
            raise _Stopped
        return " ".join(clean(line).split())

    def _sum_up(self, total: int) -> None:
        left = total - len(self.answered) - self.skipped
        where = f" in {self.folder}" if self.folder else ""
        self._say(f"{len(self.answered)} noted{where}, {self.skipped} skipped, {left} not looked at.", "bold")
        for mail, word in self.answered:
            self._say(f"  {mail.ref}  {word}")
        if self.answered:
            self._say(COUNTS_FROM)
            self._say("A mistake? «relanced replies judge MAIL INTENT»: the last word counts.")

    def _say(self, line: str, style: str = "") -> None:
        self.app.console.print(Text(line, style=style))


def word_of(mail: ClientMail, label: str, day: str) -> Word | str:
    """The owner's word on a mail from a label ("": as it was read) and a day, or what is wrong with them."""
    intent = parse_label(label) if label else mail.reply.intent
    if not isinstance(intent, Intent):
        return intent
    if intent is Intent.NOT_SURE:
        return "relanced is not sure what it is, so there is nothing to confirm: say what it is, or «s»."
    if not day:
        return Word(intent, None)
    if intent is not Intent.PROMISE:
        return f"Only a promise has a day: «{intent.value}» takes none."
    pays_on = parse_day(day, mail.on)
    return pays_on if isinstance(pays_on, str) else Word(intent, pays_on)


def _judged(mail: ClientMail, word: Word, at: datetime) -> Callable[[str, bytes], bytes]:
    judgement = Judgement(mail=mail.ref, intent=word.intent, promised_on=word.pays_on, decided_at=at)
    return lambda address, key: write_judgement(judgement, address, key)


def _contact(found: Contact, at: datetime) -> Callable[[str, bytes], bytes]:
    decision = found.note(at)
    return lambda address, key: write_note(decision, address, key)
