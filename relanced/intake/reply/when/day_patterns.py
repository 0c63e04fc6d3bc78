"""Every pattern of how people name a day, with the rule that makes it a date; the first that fits counts. Pure."""

import re

from relanced.intake.lazy import lazy
from relanced.intake.reply.when.day_of_month import (
    BARE_DAY,
    NAMED_MONTH,
    OTHER_MONTH,
    WEEKDAY_WITH_NUMBER,
    Rule,
)
from relanced.intake.reply.when.day_of_week import FROM_NOW, PARTS_OF_WEEK, SPANS, WEEKS

PATTERNS: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (lazy(pattern), rule)
    for pattern, rule in (
        *FROM_NOW,
        *NAMED_MONTH,
        *OTHER_MONTH,
        *WEEKS,
        *WEEKDAY_WITH_NUMBER,
        *PARTS_OF_WEEK,
        *SPANS,
        *BARE_DAY,
    )
)
