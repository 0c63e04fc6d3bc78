"""The text of an automatic answer in, when its writer is back and whom to turn to meanwhile out. Pure."""

from datetime import date, timedelta

from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.intake.readings import Absence
from relanced.intake.reply.addresses import new_address
from relanced.intake.reply.when.calendar import Spot, add_days
from relanced.intake.reply.when.days import MAX_TEXT, named_days, sentences_of
from relanced.model.rules import Firm

_LONGEST = timedelta(days=400)  # whoever is away for longer has moved
_GONE = lazy(
    r"\bne (?:fait|font) plus partie|\bne travaille plus|\bn.est plus (?:parmi|dans|chez|en poste|"
    r"salarie)|\ba quitte (?:la|l.|le|notre|ses)|"
    r"\bj.ai quitte|\bdroits a la retraite|\b(?:has|have) (?:now )?(?:left|retired)|"
    r"\bno longer (?:works?|employed|with|at)|"
    r"\bleft the (?:company|business|firm|organi[sz]ation)|\bnicht mehr (?:im unternehmen|bei uns|"
    r"fur uns|in unserem|beschaftigt|tatig)|"
    r"\bausgeschieden|\bverlassen|\bya no (?:trabaja|forma parte|pertenece)|\bse ha jubilado|"
    r"\bha (?:dejado|causado baja)|"
    r"\bnon (?:lavora|fa) piu|\bha lasciato|\bin pensione|\bniet meer (?:werkzaam|in dienst|bij)|\buit dienst|"
    r"\b(?:adresse|boite|mailbox|address|postfach|buzon|casella|adres|"
    r"postvak)\b.{0,40}\b(?:plus (?:relevee|utilisee|active|valable)|desactivee|"
    r"supprimee|closed|no longer|stillgelegt|disattivata|vervalt)"
)
# The day named is the first one back …
_BACK = lazy(
    r"\b(?:retour\w*|reviens?|reviendr\w+|reprends?|reprise|reprendr\w+|reouv\w+|rouvr\w+|back|"
    r"return\w*|reopen\w*|resum\w+|zuruck|wieder|"
    r"ab(?: dem)?|vuelta|vuelvo|volver\w*|reincorpor\w+|regres\w+|rientr\w+|ritorn\w+|riapr\w+|"
    r"terug|weer|a (?:partir|compter)|"
    r"desde|vanaf|from)\b[^.]{0,40}$"
)
_BACK_BEHIND = lazy(
    r"^.{0,12}\b(?:(?:bin|sind) (?:ich|wir) wieder|wieder (?:da|erreichbar|im|fur)|(?:ben|"
    r"zijn) (?:ik|we|wij) (?:weer|terug)|weer (?:open|bereikbaar|aanwezig)|zuruck|de retour)\b"
)
# … or the last one away.
_UNTIL = lazy(
    r"(?:\b(?:jusqu.(?:au|a|en)?|au|until|till|til|through|thru|to|up to|bis(?: einschlie(?:ss|"
    r"ß)lich| inkl\w*)?(?: zum)?|hasta(?: el)?|al|fino al?|"
    r"tot(?: en met)?|t/m|and|et|und)|[-–])(?: (?:le|the|el|il|dem|den|and including|including|"
    r"inclus))?(?: (?:\w{3,6}day|lundi|mardi|mercredi|jeudi|vendredi))?,? ?$"
)
_LEADING = lazy(r"(?=\d)")
_WEEK = lazy(r"semaine|week|woche|semana|settimana")
_WEEKDAYS = lazy(r"day\b|di\b|tag\b|lunes|martes|viernes|jueves|dag\b")


def absence_in(text: str, written_on: date | None, firm: Firm) -> Absence | None:
    """What an out-of-office says; None where it names neither a day nor anybody, or tells of a departure for good.

    The day is the first one back: the day after «jusqu'au 15», «until 3 January», «bis 14.08.».
    """
    if _GONE.search(" ".join(fold(text[:MAX_TEXT]).split())):
        return None
    back_on = _back_on(text, written_on) if written_on else None
    substitute = new_address(text[:MAX_TEXT], "", firm) or ""
    return Absence(back_on=back_on, substitute=substitute) if back_on or substitute else None


def _back_on(text: str, written_on: date) -> date | None:
    """The last day of return that is named, else the day after the last one away."""
    back: date | None = None
    after: date | None = None
    for sentence in sentences_of(text):
        start = 0  # what stood before the day before speaks of that one
        for spot in named_days(sentence, written_on):
            before, behind = (
                sentence[max(start, spot.start - 60) : spot.start],
                sentence[spot.end : spot.end + 40],
            )
            start = spot.end
            before += _LEADING.split(sentence[spot.start : spot.end], maxsplit=1)[0]  # «au 28» is one place
            day = _first_of(sentence, spot)
            if day is None or not written_on <= day <= written_on + _LONGEST:
                continue
            if _UNTIL.search(before) and not _BACK_BEHIND.search(behind):
                after = add_days(day, 1)
            elif _BACK.search(before) or _BACK_BEHIND.search(behind):
                back = day
    return back or after


def _first_of(sentence: str, spot: Spot) -> date | None:
    """A week is told by its last day; whoever is back in it is back on its Monday."""
    words = sentence[spot.start : spot.end]
    if spot.day and spot.day > date.min + _LONGEST and _WEEK.search(words) and not _WEEKDAYS.search(words):
        return add_days(spot.day, -spot.day.weekday())
    return spot.day
