"""What a page of a digest is made of, whatever it is written in: sections of notes, items, figures and bars. Values."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a thing is, so that it looks like it; never told by its colour alone."""

    PLAIN = "plain"
    GOOD = "good"
    LATE = "late"
    ASK = "ask"
    QUIET = "quiet"
    AGE_0 = "age0"  # of bars: not due
    AGE_1 = "age1"
    AGE_2 = "age2"
    AGE_3 = "age3"
    AGE_4 = "age4"  # over 90 days
    PROMISED = "promised"
    HABIT = "habit"


AGES = (Tone.AGE_0, Tone.AGE_1, Tone.AGE_2, Tone.AGE_3, Tone.AGE_4)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that stands out."""

    label: str
    value: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers side by side."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Say:
    """Words to answer with, and what they do."""

    words: str
    means: str
    link: str = ""  # writes the mail that says so: «mailto:…»


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a list: what, how much, and what stands below it, small."""

    lead: str
    value: str = ""
    below: str = ""
    quote: str = ""
    says: tuple[Say, ...] = ()
    typed: tuple[str, ...] = ()
    typed_label: str = ""
    end: str = ""  # what happens without an answer
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a picture: how long its parts are, in thousandths of the longest row."""

    label: str
    value: str
    parts: tuple[tuple[int, Tone], ...]
    below: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A picture that is a table as well: read aloud, it is label and amount, row by row."""

    caption: str
    heads: tuple[str, str]  # of the labels, of the amounts
    rows: tuple[Bar, ...]
    total: tuple[str, str] | None = None
    legend: tuple[tuple[str, Tone], ...] = ()


Part = Figures | Note | Item | Bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it."""

    head: str  # "": none
    parts: tuple[Part, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A whole mail to the owner."""

    language: str
    rule: str  # the line by which such a mail is known again where it is quoted
    firm: str
    title: str
    subtitle: str
    preview: str  # what a mail program shows beside the subject
    sections: tuple[Section, ...]
    foot: str
