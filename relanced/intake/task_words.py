"""Words with which an owner says how a call, a letter or a handing over ended; folded text. Pure data.

French, English, German, Spanish, Italian, Dutch. He writes a word or two, so single words count here
that would say nothing in a client's letter. What a letter's posting or a handing over may say beside
itself is listed whole: any other word makes the answer unclear.
"""

import re

from relanced.intake.lazy import lazy
from relanced.model.tasks import CallOutcome

# In order: where several are said, the first counts, which is the one that silences longest.
_OUTCOMES: tuple[tuple[CallOutcome, str], ...] = (
    (
        CallOutcome.DISPUTED,
        (
            r"litiges?|contest(?:e|ent|ee?s?|ation|a|ado|azione)|reclam(?:e|ation|acion|o)|pas d.accord"
            r"|non[- ]conformes?"
            r"|refus(?:e|ent|es?|al) (?:de |la |the |to )?(?:payer|regler|facture|pay|invoice)"
            r"|disput(?:e|es|ed|a)|complain(?:s|ed|t)?|disagrees?|contests|contenzioso|desacuerdo|impugna"
            r"|reklam(?:ation|iert)|bestreitet|bestritten|streitig|betwist|geschil"
        ),
    ),
    (
        CallOutcome.PLAN_ASKED,
        (
            r"plan|plans|echeanciers?|etalements?|echelonn\w{1,8}|mensualites?|en \d{1,2} fois"
            r"|instal?lments?|in \d{1,2} (?:parts|payments)|raten|ratenzahlung|plazos|cuotas|rateizza\w{0,6}"
            r"|a rate|termijnen|betalingsregeling|afbetaling"
        ),
    ),
    (
        CallOutcome.NOT_RECEIVED,
        (
            r"(?:pas|jamais|non)(?: encore)? (?:ete )?recue?s?"
            r"|(?:renvoyer|redemande|reenvoyer) (?:la |les )?factures?"
            r"|factures? (?:introuvables?|perdues?|manquantes?)"
            r"|(?:not|never|n.t)(?: yet)? (?:received?|got|get|have)|resend|re-send|lost the invoice"
            r"|nicht (?:erhalten|bekommen|angekommen)|keine rechnung|no (?:ha |han )?recib\w{2,4}"
            r"|(?:non|mai) (?:ha |hanno )?(?:mai )?ricevut[aoie]|(?:niet|nooit) ontvangen|geen factuur"
        ),
    ),
    (
        CallOutcome.WRONG_PERSON,
        (
            r"mauvais(?:e)? (?:interlocut\w{3,5}|personne|contact|numero|service)"
            r"|pas (?:le|la) bonn?e? (?:personne|contact|"
            r"interlocut\w{3,5}|numero|service)|ne travaille plus|n.y travaille plus"
            r"|partie? de (?:la |l.)?(?:societe|entreprise|boite)"
            r"|wrong (?:person|number|contact|department)"
            r"|left the company|no longer works?|not the right person"
            r"|falsche[rn]? (?:person|nummer|ansprechpartner)"
            r"|(?:persona|numero) (?:equivocad[ao]|sbagliat[ao])"
            r"|verkeerde? (?:persoon|nummer)"
        ),
    ),
    (
        CallOutcome.PAID,
        (
            r"payee?s?|reglee?s?|c.est parti|(?:virement|paiement|reglement|cheque) (?:est )?(?:deja )?"
            r"(?:fait|effectue|parti|emis|lance|envoye|en cours)|vire"
            r"|paid|(?:payment|transfer|cheque) (?:is |was |has been )?"
            r"(?:sent|made|done|on (?:its|the) way)|on (?:its|the) way"
            r"|transferred|bezahlt|uberwiesen|ist unterwegs"
            r"|pagad[ao]s?|transferido|pagat[aoei]|bonificat[ao]|betaald|overgemaakt"
        ),
    ),
    (
        CallOutcome.PROMISED,
        (
            r"prom(?:is|ise|ises|ised|et|ettent|esse|esses|isi|ete|eten|etido|esso|ette)"
            r"|paiera|paieront|payera"
            r"|reglera|regleront|va (?:payer|regler|virer)|s.engagent?|engagement"
            r"|will (?:pay|be paid|transfer)|going to pay"
            r"|versprochen|zugesagt|(?:be)?zahlt|wird zahlen|uberweist"
            r"|pagaran?|va a pagar|paghera(?:nno)?|paga|beloofd|betaalt|zal betalen"
        ),
    ),
    (
        CallOutcome.IN_APPROVAL,
        (
            r"en (?:cours de )?(?:validation|signature|traitement|approbation)"
            r"|(?:attente|circuit) de (?:la )?"
            r"(?:validation|signature|bon a payer|visa)|bon a payer"
            r"|a (?:faire )?valider|attend (?:la )?(?:validation|signature)"
            r"|validation en cours|in approval"
            r"|(?:awaiting|waiting for|pending)(?: \w{2,8})? (?:approval|signature)"
            r"|pending approval|being (?:approved|processed|checked)|in process"
            r"|(?:in|zur) (?:der )?(?:freigabe|genehmigung)|en aprobacion"
            r"|pendiente de (?:aprobacion|firma|validar|validacion)"
            r"|in (?:attesa di )?approvazione|(?:in|ter) (?:de )?goedkeuring"
        ),
    ),
    (
        CallOutcome.VOICEMAIL,
        (
            r"messageries?|repondeur|boite vocale|message (?:vocal|laisse)|laisse (?:un |le )?message"
            r"|voice ?mail|left (?:a |him a |her a )?message|answering machine|anrufbeantworter|mailbox"
            r"|nachricht hinterlassen|buzon de voz|contestador|mensaje dejado"
            r"|segreteria|(?:bericht) (?:achtergelaten|ingesproken)"
        ),
    ),
    (
        CallOutcome.UNREACHABLE,
        (
            r"injoignables?|pas (?:joignable|joint|jointe)"
            r"|(?:pas de|sans|aucune) reponse|pas repondu"
            r"|ne repond (?:pas|plus)|personne ne repond|absente?s?|en (?:conge|vacances)"
            r"|unreachable|not reach(?:ed|able)|no (?:answer|reply|response)|could ?n.t (?:be )?reach(?:ed)?"
            r"|(?:did|does)(?: ?n.t| not) (?:answer|pick up)|nobody (?:answers|answered|there|picks up|picked up)"
            r"|nicht erreich(?:t|bar)|niemand(?:en)? erreicht"
            r"|no (?:contesta|responde)|ilocalizable|non risponde|irraggiungibile"
            r"|nessuna risposta|(?:niet|on)[ ]?bereik(?:t|baar)|geen (?:gehoor|antwoord)"
        ),
    ),
    (
        CallOutcome.REACHED,
        (
            r"jointe?|eu(?:e)? (?:au telephone|en ligne|au tel)|parle (?:a|avec)|discute avec"
            r"|(?:va|doit) (?:verifier|regarder|voir|revenir vers)|(?:me|nous) rappelle(?:ra)?"
            r"|reached|spoke(?:n)? (?:to|with)|will (?:call back|check|look into)|calls? (?:me |us )?back"
            r"|erreicht|gesprochen|hablado con|parlato con|gesproken"
        ),
    ),
)
OUTCOMES = tuple((outcome, lazy(rf"\b(?:{words})\b")) for outcome, words in _OUTCOMES)

# A client who is, or will be, in insolvency proceedings, or is no more. No outcome of a call: only asked about.
INSOLVENCY = lazy(
    r"\b(?:liquid(?:ation|ateur|atrice|ator|ated|ee?|azione|acion)|redressement|procedures? collectives?"
    r"|(?:depot|depos\w{1,5}) (?:de |le |son |leur )?bilan|bilan depose|cessation|faillite|banqueroute"
    r"|(?:plan|procedure|periode) de sauvegarde|sauvegarde judiciaire|mandataire|administra(?:teur|trice|tion)"
    r"|administrators?|insolv\w{2,10}|bankrupt\w{0,4}|receivers?(?:hip)?|winding[- ]up|wound up|chapter 11"
    r"|en [rl]j|radiee?s?|ferm\w{1,5} (?:definitivement|boutique)|out of business|ceased trading"
    r"|konkurs|pleite|zahlungsunfahig\w{0,4}|quiebra|concurso|fallit[ao]|fallimento|concordato"
    r"|faillissement|failliet|surseance)\b"
)

# Of the gravest words only what denies them plainly, right before or behind: «pas de litige», «ne conteste rien».
DENIED = lazy(
    r"(?:\b(?:pas|jamais|sans|aucune?|non|rien|no|not|never|without|nicht|kein[e]?|nie|niet|geen|nooit"
    r"|nessun[ao]?|ningun[ao]?|mai|ne plus|n.est plus)|n.t)"
    r"(?: (?:de|d|en|in|the|a|any|un|une|la|le|ete|been)){0,2}[ '’]?$"
)
DENIED_BEHIND = lazy(r"\s(?:pas|rien|jamais|nothing|nicht|niet)\b")
# Of any other word: whatever denies anywhere in its clause.
NEGATED = lazy(
    r"\bn['’]|n['’]t\b"
    r"|\b(?:ne|ni|pas|jamais|sans|non|rien|aucune?|plus|refus\w{0,5}|impossible|nul(?:le)?"
    r"|not|never|no|none|nothing|nobody|neither|nor|without|cannot|dont|didnt|wont|refus(?:e|es|ed|al)|unable|fail(?:s|ed)?"
    r"|nicht|kein(?:e|en|er)?|nichts|nie|niemals|ohne|weder|nunca|nada|ningun[ao]?|tampoco|sin|mai|niente"
    r"|nessun[ao]?|senza|niet|geen|nooit|niets|zonder)\b"
)
# Who promised once, or something else, or only perhaps, promised nothing.
NO_PROMISE = lazy(
    r"\b(?:rompue?s?|brisee?s?|oubliee?s?|broken|broke|gebrochen|rota|incumplid[ao]|infranta|gebroken|ancienne"
    r"|si|s.il|if|unless|peut.etre|maybe|perhaps|might|wenn|falls|vielleicht|quizas?|forse|misschien|als"
    r"|(?:re)?lancer|(?:r.?)?appeler|(?:de|va|doit) (?:me |nous )?(?:revenir|verifier|regarder|voir)"
    r"|call(?: (?:me|us|him|her))? back|chase|remind|get back|look into|zuruckrufen|terugbellen|richiamare)\b"
)
TO_COME = lazy(
    r"\b(?:sera|seront|serait|etre|doi(?:t|vent)|devrait|faut|va|vont|will|would|be|shall|should|must|going"
    r"|wird|werden|soll|muss|sera|seran|sara|saranno|deve|debe|wordt|worden|zal|moet)\b"
)
OF_MONEY = lazy(
    r"[ a-z']{0,12}\b(?:paiement|virement|reglement|argent|payment"
    r"|money|transfer|zahlung|geld|pago|pagamento|betaling)\b"
)
PAYMENT = lazy(r"\b(?:virement|paiement|reglement|payment|transfer|zahlung|pago|pagamento|betaling)\b")
DAY_IN_FIGURES = lazy(r"\d{1,2}[/.-]\d{1,2}\b")

_GREETING = (
    r"bonjour|bonsoir|salut|hello|hi|hallo|hola|ciao|buongiorno|merci(?: beaucoup)?|thanks|thank you|danke|gracias"
    r"|grazie|bedankt|(?:bien )?cordialement|bien a (?:toi|vous)|(?:kind |best )?regards|ok(?:ay)?|voila"
    r"|c.est fait|fait|done|bonne journee|a bientot"
)
GREETING = lazy(rf"(?:{_GREETING})")

# --- a letter posted, a file handed over
POSTED = lazy(
    r"\b(?:envoyee?s?|(?<!la )(?<!de )postee?s?|expediee?s?|deposee?s?|partie?s?|mise? (?:a la poste|au courrier)"
    r"|sent|posted|mailed|dispatched|versandt|verschickt|abgeschickt|aufgegeben|enviad[ao]s?|echad[ao]s?"
    r"|spedit[ao]|inviat[ao]|impostat[ao]|verstuurd|verzonden|gepost)\b"
)
HANDED = lazy(
    r"\b(?:remise?|transmise?|donnee?|confiee?|envoyee?|passee?"
    r"|handed(?: over)?|given|passed(?: on)?|sent|forwarded"
    r"|ubergeben|weitergegeben|entregad[ao]|pasad[ao]|consegnat[ao]|affidat[ao]|overgedragen|gegeven)"
    r" (?:(?:a|aux?|chez|to|an|al|aan) |all.)"
)
COLLECTORS = lazy(
    r"\b(?:avocate?|huissier|commissaire|notaire|cabinet"
    r"|recouvrement|assur\w{2,8}|lawyer|solicitor|attorney|bailiff"
    r"|collect\w{2,8}|anwalt|rechtsanwalt|inkasso|abogad[ao]|avvocato|advocaat|incasso|deurwaarder)\b"
)
_NO_NAME = "noel paques toussaint rentree christmas easter weihnachten ostern navidad natale kerst"
NO_NAME = frozenset(_NO_NAME.split())
_IN_NAMES = "de du des la le l l' d d' et & and of the van von der den y e di del della me maitre mr mme m ste societe"
IN_NAMES = frozenset(_IN_NAMES.split())
LABEL = (
    r"(?:n[°ºo]|num(?:ero)?|suivi|tracking|number|no|nr|rar|lrar|recommandee?|sendungsnummer|de|du|le|the|is)"
)
# «j'ai posté», «nous l'avons envoyée»: without its auxiliary «je poste» is still to be done
AUXILIARY = lazy(
    r"\b(?:j.(?:ai|y ai|l.ai)|(?:je|on|nous) (?:vous |t.)?(?:l.|les? |la )?(?:ai|a|avons)|(?:i|we)(?:.ve| have)"
    r"|elles? (?:est|sont|a ete|ont ete)|(?:he|hemos) (?=env|echado)|avant.?hier|day before)\b"
    r"|\bil (?=\d)|\ben (?=recom|demeure|lrar|rar|lettre|courrier)|\bn[°º]"
)
NOT_YET = lazy(r"\b(?:on|je|nous) (?:la |les? )?(?:poste|depose)\b")
# All that may stand beside the word of posting or handing over.
_BESIDE = (
    "l la le les lettre lettres mise demeure courrier recommande recommandee lrar rar ar avec accuse reception et "
    "est sont a ete bien c ce cet cette d de du des par au aux aujourd hui hier matin midi jour apres "
    "poste dossier piece pieces ci joint toutes numero suivi num nr votre notre notice simple fait faite bureau "
    "i we it letter letters the was were has been by registered recorded post with today yesterday "
    "this morning afternoon on at is file files formal tracking number "
    "der die das brief ist wurde ich habe wir haben heute gestern am den per einschreiben "
    "carta el ha sido hoy ayer certificada por correo lettera raccomandata oggi ieri ho abbiamo stata "
    "heb hebben vandaag gisteren aangetekend op del"
)
BESIDE = frozenset(_BESIDE.split())
DAY_TOKEN = lazy(
    r"\d{1,2}(?:er|st|nd|rd|th)?|\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d{4}|\d{2}))?|\d{4}-\d{2}-\d{2}|20\d\d"
)
CLOCK = lazy(r"\b(?:a|vers|at|um|om) \d{1,2}(?: ?h ?(?:\d\d)?|:\d\d)(?!\w)")
TRACKING = lazy(
    r"(?<![\w])(?:[A-Z]{2} ?\d{3} ?\d{3} ?\d{3} ?[A-Z]{2}"  # UPU S10
    r"|\d[A-Z](?: ?\d){10,13})(?!\w)",  # La Poste: 1A, 2C … and up to thirteen figures
    re.IGNORECASE,
)
# Any other postman's number counts only behind a word for it.
LABELLED = lazy(
    r"\b(?:suivi|tracking|rar|lrar|sendungsnummer)(?: (?:number|n[°ºo]|num[ée]ro))? ?:? ?([A-Z0-9-]{8,40})(?!\w)",
    re.IGNORECASE,
)
