"""Answers typed between quoted lines in, the text that says of which invoice each speaks out. Pure."""

from relanced.intake.reply.each.mentions import mentions_in
from relanced.intake.reply.split.quotes import Answer

_MAX_ANSWERS = 50
_MAX_LINE = 500  # characters of a quoted line
_MAX_NUMBERS = 2  # a line that names more does not tell which one is meant


def with_numbers(text: str, answers: tuple[Answer, ...]) -> str:
    """The typed text, where what answers a quoted line begins with the numbers that this line names.

    «> F2026-012 … 450,00 €» and below it «payée le 3» becomes «F2026-012: payée le 3».
    """
    for answer in answers[:_MAX_ANSWERS]:
        numbers = mentions_in("", answer.to[:_MAX_LINE])
        if numbers and len(numbers) <= _MAX_NUMBERS and not mentions_in("", answer.text):
            text = text.replace(answer.text, f"{' '.join(numbers)}: {answer.text}", 1)
    return text
