"""Subject and text of a program's mail in, what it says became of our invoice out. Pure.

Chorus Pro, the accredited platforms of the French reform (statuses of AFNOR XP Z12-012), FACe, SdI,
Ariba, Coupa, Peppol (Invoice Response: AB, UQ, RE, AP, PD): nobody wrote it, and it is true all the
same. Who merely received the invoice has said nothing.
"""

from dataclasses import dataclass

from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.model.intents import Intent

_MAX_READ = 6_000  # characters
_PAPER = (
    r"\b(?:factures?|demandes? de paiement|avoir|invoices?|rechnung(?:en)?|facturas?|fattur[ae]|fatture"
    r"|factuur|facturen|flux|piece|document)\b"
)
_STATE = r"\b(?:statuts?|etat|status|state|stato|estado|zustand)\b"
_SAID = {
    Intent.DISPUTE: (
        r"rejete\w{0,2}|refuse[es]{0,2}|en litige|litigieuse?s?|contestee?s?|approuvee? partiellement|rejected|"
        r"disputed|declined|refused|on hold|blocked for payment|payment block|abgelehnt|zuruckgewiesen|"
        r"beanstandet|rechazad[ao]s?|anulad[ao]s?|rifiutat[aoe]|scartat[aoe]|respint[aoe]|contestat[aoe]|"
        r"afgekeurd|afgewezen|geweigerd|betwist"
    ),
    Intent.QUERY: (
        r"suspendue?s?|a recycler|a completer|incomplete?s?|en attente de (?:pieces?|complement|"
        r"justificati\w+)|"
        r"suspended|under query|pending information|needs? (?:clarification|information)|sent back|returned|"
        r"unvollstandig|ruckfrage|subsanacion|devuelt[ao]s?|sospes[aoe]|opgeschort|onvolledig"
    ),
    Intent.CLAIMS_PAID: (
        r"mises? en paiement|mandatee?s?|payee?s?|reglee?s?|paiement transmis|paiement (?:emis|"
        r"effectue|execute)|"
        r"virement (?:emis|effectue)|encaissee?s?|paid|payment (?:sent|issued|made|released|initiated)|paying|"
        r"remitted|bezahlt|zahlung (?:angewiesen|ausgefuhrt)|pagad[ao]s?|pagat[aoe]|liquidat[aoe]|betaald"
    ),
    Intent.PROMISE: (
        r"bon a payer|approuvee?s?|validee?s?(?: pour paiement)?|approved(?: for payment)?|"
        r"scheduled for payment|(?:zur zahlung )?freigegeben|contabilizad[ao]s?|accettat[ao]|approvat[ao]|"
        r"goedgekeurd|planifiee?s?"
    ),
}
_STATUS = lazy("|".join(rf"\b(?P<{intent.name}>{words})\b" for intent, words in _SAID.items()))
_ABOUT = lazy(rf"{_PAPER}|{_STATE}")
_NOT = lazy(
    r"(?:\b(?:pas|non|not|nicht|niet|no|si|if|wenn|falls|indien|se|once|until|pour toute)\b)[^.;:]{0,40}$"
)
_COMING = lazy(
    r"\b(?:sera|seront|will|shall|wird|werden|sera|seran|verra|verranno|wordt|worden|to)\b[^.;:]{0,30}$"
)
# «les factures sont payées à 45 jours»: how a house pays, and of no one invoice
_WAYS = lazy(r"\b(?:factures|invoices|rechnungen|facturas|fatture|facturen)\b")
_NUMBER = lazy(r"\b(?=[a-z\d/_-]{0,20}\d)[a-z\d/_-]{4,30}\b")
_NUMBERED = lazy(r"\d{2}")
_LINE = lazy(r"\n+|(?<=[a-z)»])[.;!] ")
_LONGEST_SILENT = (Intent.DISPUTE, Intent.QUERY, Intent.CLAIMS_PAID, Intent.PROMISE)


@dataclass(frozen=True, slots=True)
class Status:
    """What became of an invoice."""

    intent: Intent
    words: str  # the line that says it, cut at 160 characters


def portal_status(subject: str, text: str) -> Status | None:
    """The status that a program reports; of several the one that keeps us silent longest. None: none."""
    whole = fold(f"{subject}\n{text}"[:_MAX_READ])
    if not _NUMBERED.search(whole):
        return None
    found: list[Status] = []
    about = False  # «Statut :» and the status itself may stand on two lines
    for line in _LINE.split(whole):
        names_paper = bool(_ABOUT.search(line))
        if names_paper or about:
            found += _last_of(line)
        about = names_paper or (about and len(line) < 3)
    return min(found, key=lambda one: _LONGEST_SILENT.index(one.intent), default=None)


def _last_of(line: str) -> list[Status]:
    """The last status of a line: «de l'état Validée à l'état Rejetée». What will be paid is promised."""
    hits = [
        hit for hit in _STATUS.finditer(line) if not _NOT.search(line[max(0, hit.start() - 60) : hit.start()])
    ]
    if not hits or hits[-1].lastgroup is None or (_WAYS.search(line) and not _NUMBER.search(line)):
        return []
    intent = Intent[hits[-1].lastgroup]
    if intent is Intent.CLAIMS_PAID and _COMING.search(
        line[max(0, hits[-1].start() - 40) : hits[-1].start()]
    ):
        intent = Intent.PROMISE
    return [Status(intent, " ".join(line.split())[:160])]
