"""One thing that needs the owner in; what he reads of it, and the exact words to answer with, out. Pure."""

from urllib.parse import quote

from relanced.letters.digest_page import Item, Say, Tone
from relanced.letters.digest_parts import Matter
from relanced.letters.digest_words import Words, listed_numbers, sum_of
from relanced.letters.plain import NAME_CAP, plain
from relanced.model.command_words import Command, shown

_QUOTE_CAP, _TOLD_CAP, _TYPED = 220, 400, 3
_ALL = frozenset({"bank_silent", "surprise", "unreadable_money"})
_MONEY = frozenset({"money_unclear", "money_back"})


def matter_item(matter: Matter, words: Words) -> Item:
    """What it is, what the client wrote, the answers, and what happens without one."""
    values = {
        "client": plain(matter.client, NAME_CAP),
        "numbers": listed_numbers(words, matter.invoices),
        "told": plain(matter.told, _TOLD_CAP),
    }
    kind = matter.kind
    if not values["client"] or (kind == "other" and not values["numbers"]):
        kind = "other_all" if kind == "other" else kind
    lead = words.matters[kind].format(**values).replace(" ()", "")
    below = [
        sum_of(words, matter.owed) if matter.owed else "",
        words.say("letter_of", on=words.day_of_month(matter.on)) if matter.on and matter.quote else "",
        words.say("declare_by", on=words.local.day(matter.declare_by)) if matter.declare_by else "",
        words.said["has_draft"] if matter.has_draft else "",
    ]
    return Item(
        lead=lead[:1].upper() + lead[1:],
        below=" · ".join(part for part in below if part),
        quote=words.say("quoted", quote=plain(matter.quote, _QUOTE_CAP)) if matter.quote else "",
        says=tuple(_say(Command(name), matter, words) for name in matter.words),
        typed=tuple(plain(line, _TOLD_CAP) for line in matter.typed[:_TYPED]),
        typed_label=words.said["type"],
        end=_end(matter, words),
        tone=Tone.ASK,
    )


def _say(command: Command, matter: Matter, words: Words) -> Say:
    """The line to answer with; of several invoices the first, which the owner replaces by what he means."""
    target = next(iter(matter.targets or matter.invoices), "")
    line = shown(command, words.language, plain(target, NAME_CAP), words.rest_of(command))
    link = f"mailto:{quote(words.sender, safe='@')}?subject=relanced&body={quote(line)}"
    return Say(line, words.commands_mean[command.value], link)


def _end(matter: Matter, words: Words) -> str:
    if matter.until is not None:
        return words.say("if_until", until=words.local.day(matter.until))
    if matter.kind in _ALL:
        return words.said["if_all"]
    if matter.kind in _MONEY:
        return words.said["if_money"]
    return words.said["if_read" if matter.kind == "unread_invoice" else "if_nothing"]
