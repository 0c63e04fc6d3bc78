"""A mail in, the references of our letters that stand anywhere in it out (`model.mark.reference_of`). Pure.

Some programs and providers lose In-Reply-To and References (iOS Mail behind Amazon SES among them);
what a letter printed comes back in the quoted text.
"""

from relanced.intake.lazy import lazy
from relanced.intake.message import Message

MAX_TOKENS = 20
_MAX_READ = 200_000  # characters
_TOKEN = lazy(r"(?<![\w-])R-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?![\w-])")

# What the page of a mail must hold where one shows: an R with the hyphen, or with what the parser takes out
# between the two. Without it, the page of a newsletter need not be parsed once more.
_MAY_SHOW = lazy(r"R[-&<\0]|&#(?:0*82(?!\d)|[xX]0*52(?![0-9a-fA-F]))")


def tokens_in(message: Message) -> tuple[str, ...]:
    """The references in subject and body, quoted text included, in the order in which they stand."""
    texts = (message.subject, message.text[:_MAX_READ])
    found = [token for text in texts for token in _TOKEN.findall(text)]
    if not found and message.html and _MAY_SHOW.search(message.html):
        # The service knows of letters too; what parses pages is the worker's alone.
        from relanced.intake.html import html_to_text  # noqa: PLC0415 - for that reason

        found = _TOKEN.findall(html_to_text(message.html)[:_MAX_READ])
    return tuple(dict.fromkeys(found))[:MAX_TOKENS]
