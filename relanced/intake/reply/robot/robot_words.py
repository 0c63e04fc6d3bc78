"""The stock phrases of machines, a table a language: pure data, read by `robots` (syntax: `phrases`).

STOCK: a receipt with a number, a notice of reading: it says nothing of the case. RECEIVED: «we have
received your mail», which a person says too; SERVICE beside it is a machine's. NOTICE: a program writes, and may
say something true all the same. AWAY: somebody is away, or a house is closed. HOLLOW: what stands
beside that in the text of an out-of-office. BUSINESS: what a person says to the letter that he
answers; with one of these an absence is a person's.
"""

STOCK = {
    "fr": (
        "votre demande|message|requete|ticket|courriel|mail .. enregistre* sous|avec|par|et|dans",
        "demande|ticket|dossier .. a .. cree*|ouvert*|enregistre*|cloture*|resolu*",
        "numero de ticket|demande|dossier attribue|suivi", "pris en charge par notre robot|assistant",
        "nous avons .. enregistre|indexe votre demande|message|courriel|mail|email|requete|correspondance",
        "votre message .. a ete lu|affiche le|sur", "a ete supprime sans avoir|etre .. lu",
        "pour que votre message|mail|courriel .. remis|delivre|distribue|transmis",
        "confirmer que vous n etes pas un robot",
    ),
    "en": (
        "your request|enquiry|inquiry|query|message|email|ticket .. logged|registered|allocated",
        "your request|enquiry|inquiry|query|message|email|ticket .. assigned|created",
        "we have|ve logged|registered|recorded your request|enquiry|inquiry|email|message|query|case",
        "a ticket|case|request .. created|opened|logged",
        "ticket number|id|reference is",
        "your message .. was read|opened|displayed on", "was deleted without being read",
        "return receipt .. displayed",
        "link|button|here|below .. deliver*", "confirm .. you are .. human",
        "pending sender verification|authentication",
        "i am human", "your email has been .. quarantined",
    ),
    "de": (
        "ihre anfrage|nachricht|mail|email|anliegen .. registriert|erfasst|zugestellt|gefuhrt",
        "ticket .. eroffnet|erstellt|angelegt|nummer", "ihr ticket", "ticketnummer lautet|ist",
        "unter der|dieser nummer|vorgangsnummer",
        "wir haben ihre|ihr anfrage|nachricht|mail|email|anliegen .. registriert|erfasst",
        "wurde gelesen am", "ungelesen geloscht",
    ),
    "es": (
        "su solicitud|consulta|mensaje|correo|peticion|comunicacion .. registrad*|asignad*|tramit*",
        "hemos registrado su solicitud|consulta|mensaje|correo|peticion|comunicacion",
        "numero de ticket|caso|incidencia es",
        "fue leido el",
        "se elimino sin .. leer",
    ),
    "it": (
        "la sua|vostra richiesta|segnalazione|email|messaggio .. stata|stato .. presa|registrata",
        "la sua|vostra richiesta|segnalazione|email|messaggio .. stata|stato .. aperta",
        "abbiamo registrato la|il sua|suo|vostra|vostro richiesta|email|segnalazione|messaggio",
        "numero di ticket|pratica|protocollo e",
        "e stato letto il|in", "eliminato senza essere .. letto",
        "presa in carico con|sotto|pratica",
    ),
    "nl": (
        "uw bericht|vraag|melding|verzoek|mail|aanvraag .. geregistreerd|aangemaakt", "ticketnummer is",
        "krijgt kenmerk|nummer",
        "is gelezen op", "ongelezen verwijderd",
    ),
}  # fmt: skip

RECEIVED = {
    "fr": (
        "nous avons bien recu votre demande|message|courriel|mail|email|correspondance",
        "votre demande|message|courriel|mail|email .. ete .. recu*|receptionne*|transmis*|pris*",
        "accusons reception de", "merci de|pour votre message|courriel|mail|email|demande", "merci .. contacte*",
    ),
    "en": (
        "your request|enquiry|inquiry|query|message|email|correspondence .. received",
        "we have|ve received your request|enquiry|inquiry|email|message|query|correspondence",
        "thank you for contacting", "thanks for contacting", "thank you for your message|email|enquiry|inquiry",
    ),
    "de": (
        "ihre anfrage|nachricht|mail|email|anliegen .. eingegangen",
        "wir haben ihre anfrage|nachricht|mail|email .. erhalten", "dank fur ihre nachricht|mail|email|anfrage",
    ),
    "es": (
        "su solicitud|consulta|mensaje|correo|peticion|comunicacion .. recibid*",
        "hemos recibido su solicitud|consulta|mensaje|correo|peticion|comunicacion", "gracias por contactar",
    ),
    "it": (
        "la sua|vostra richiesta|segnalazione|email|messaggio .. stata|stato .. inoltrata|ricevut*",
        "abbiamo ricevuto la|il sua|suo|vostra|tua richiesta|email|segnalazione|messaggio",
        "grazie per averci contattat*",
    ),
    "nl": (
        "uw bericht|vraag|melding|verzoek|mail|email|aanvraag .. ontvangen",
        "wij|we hebben uw bericht|vraag|melding|verzoek|mail|email .. ontvangen", "dank voor uw bericht|mail",
    ),
}  # fmt: skip

SERVICE = {
    "fr": (
        "meilleurs|brefs delais", "dans un delai", "notre equipe|service", "un conseiller|collaborateur|agent",
        "jours|heures ouvres|ouvrables|ouvrees", "numero|reference|dossier",
    ),
    "en": (
        "aim|aims to", "working|business days|hours", "as soon as possible", "our team", "a member of",
        "an agent|adviser|advisor", "case|reference|ticket number", "will respond|reply within", "shortly",
    ),
    "de": (
        "schnellstmoglich|umgehend|zeitnah", "werktage*|arbeitstage*", "unser team", "mitarbeiter",
        "so bald|schnell wie", "nummer|vorgangsnummer",
    ),
    "es": (
        "brevedad posible", "la mayor brevedad", "dias|horas habiles|laborables", "nuestro equipo", "un agente",
        "numero|referencia", "lo antes posible",
    ),
    "it": (
        "prima possibile", "al piu presto", "giorni|ore lavorativ*", "nostro team|staff|ufficio", "un operatore",
        "numero|riferimento|protocollo",
    ),
    "nl": (
        "zo spoedig|snel mogelijk", "werkdagen|werkuren", "ons team", "een medewerker", "nummer|kenmerk",
    ),
}  # fmt: skip

NOTICE = {
    "fr": (
        "ceci est un message|courriel|mail|email|accuse|envoi .. automatique|automatise",
        "ce message|courriel|mail|email .. automatiquement|robot",
        "ce message|courriel|mail|email|envoi est automatique", "merci de ne pas repondre|y repondre",
        "ne pas repondre|y repondre directement", "n y repondez pas", "merci de ne pas repondre a ce|cet",
        "ne pas repondre a ce|cet message|courriel|mail|email",
        "ne repondez pas a ce|cet message|courriel|mail|email", "repondre au dessus de cette ligne",
        "ecrire au dessus de cette ligne",
        "boite|messagerie|adresse .. n est pas|plus consultee|relevee|surveillee|lue|utilisee|active",
        "message automatique ne pas",
    ),
    "en": (
        "this is an auto*", "this message|email|mail .. automatically",
        "automatically generated message|email|reply", "system generated message|email|reply",
        "do not reply to this|directly", "don t reply to this", "please do not reply", "reply above this line",
        "type your reply above", "mailbox|inbox|address .. not|no|never .. monitored|read",
        "mailbox|inbox|address .. unmonitored|unattended", "unmonitored|unattended mailbox|inbox|address",
        "ticket update status", "system generated",
    ),
    "de": (
        "dies ist eine automat*", "diese nachricht|mail|email .. automatisch",
        "automatisch erzeugte|generierte|erstellte nachricht|mail|email",
        "bitte antworten sie nicht auf|direkt", "auf diese nachricht|mail|email .. nicht",
        "postfach .. nicht|nie .. gelesen|betreut|uberwacht|abgerufen",
        "antwort .. oberhalb|uber dieser zeile", "bitte den betreff nicht", "andern sie den betreff nicht",
        "automatische antwort|ruckmeldung",
    ),
    "es": (
        "este es un mensaje|correo automatico|automatizado|generado",
        "este mensaje|correo .. automaticamente", "mensaje|correo generado|automatico .. no",
        "no responda|responder a este|directamente", "no conteste a este",
        "buzon|direccion .. no .. atendid*|supervis*|consult*|lee*", "por encima de esta linea",
        "mensaje automatico",
    ),
    "it": (
        "questo e un messaggio|email automatico|generato|automatica",
        "messaggio|email generato|generata .. automaticamente|sistema",
        "non rispondere a questo|questa|al|alla", "non risponda a questa|questo",
        "si prega di non rispondere", "casella .. non .. presidiata|monitorata|letta", "sopra questa riga",
        "messaggio automatico",
    ),
    "nl": (
        "dit is een automatisch*|geautomatiseerd*", "dit bericht|mail|email .. automatisch",
        "automatisch gegenereerd*|verzonden bericht|mail|email",
        "niet op deze|dit mail|email|bericht|antwoorden", "niet te reageren|antwoorden op dit|deze",
        "mailbox|postvak|adres .. niet|onbemand|geen .. gelezen|gemonitord|bemand", "onbemand postvak",
        "boven deze regel", "automatisch antwoord|bericht",
    ),
}  # fmt: skip

AWAY = {
    "fr": (
        "je suis|serai .. absent*",
        "je suis|serai .. en conge*|vacances|deplacement|formation|arret|mission|rtt",
        "je suis|serai .. indisponible|injoignable", "actuellement .. absent*|indisponible|ferme*",
        "actuellement en conge*|vacances|deplacement|formation|arret", "absent* du|jusqu",
        "en conge*|vacances du|jusqu|maternite|parental|paternite|annuel*", "arret maladie",
        "de retour le|lundi|mardi|mercredi|jeudi|vendredi|au|dans",
        "bureaux|etablissement|magasin|cabinet|studio|entreprise .. ferme*",
        "societe|services|atelier|boutique|etude .. ferme*",
        "fermeture annuelle|estivale|exceptionnelle|du|jusqu", "nous sommes|serons fermes",
        "acces limite a|aux", "retour prevu le|au",
        "je suis|serai .. a l exterieur|etranger",
    ),
    "en": (
        "i am|m|will|ll|shall .. out of the|office", "out of the office",
        "i am|m|will|ll|shall .. away|ooo",
        "i am|m|will|ll|shall .. on leave|holiday|vacation|maternity|paternity|sabbatical",
        "annual|sick|maternity|paternity|parental|compassionate leave",
        "currently|presently away|out|ooo|on",
        "office|offices|school|university|college|shop|studio|practice .. closed",
        "we are|re|will|ll .. closed", "we re|are on holiday|vacation", "limited access",
        "no access to email|e|my|mail", "returning on|monday|tuesday|wednesday|thursday|friday",
        "back in the office", "out until|till|from",
    ),
    "de": (
        "ich bin .. nicht im haus|buro|dienst", "ich bin .. im urlaub", "ich bin .. abwesend",
        "ich bin .. nicht erreichbar", "ich befinde mich .. urlaub",
        "bin ich .. abwesend|urlaub", "betriebsferien|betriebsurlaub", "elternzeit", "mutterschutz",
        "unser buro|geschaft|betrieb|laden .. geschlossen",
        "wir haben .. geschlossen", "wieder erreichbar|da|im",
        "derzeit|zurzeit|momentan .. nicht|abwesend|urlaub|krank",
    ),
    "es": (
        "estoy|estare .. vacaciones|ausente|baja|viaje", "estoy|estare fuera de la|oficina",
        "me encuentro .. fuera|vacaciones|ausente|baja",
        "estamos|estaremos .. cerrad*|vacaciones",
        "oficina|oficinas|empresa|tienda .. cerrad*|permanecera*", "de vacaciones hasta|del|desde",
        "cerrado por vacaciones|reforma",
        "cerrados por vacaciones|reforma",
    ),
    "it": (
        "sono|saro .. ferie|assente|trasferta|vacanza|malattia|congedo", "sono|saro fuori ufficio|sede",
        "siamo|saremo chiusi", "uffici|ufficio|negozio|studio|azienda .. chius*",
        "in ferie dal|fino", "chiusi per ferie", "congedo di maternita|paternita",
        "mi trovo .. ferie|trasferta",
    ),
    "nl": (
        "ik ben|wij zijn .. afwezig|vakantie|verlof", "ik ben|wij zijn .. niet op kantoor|aanwezig",
        "met vakantie|verlof tot|t|van|vanaf", "kantoor|winkel|bedrijf .. gesloten|dicht",
        "wij|we zijn .. gesloten|dicht", "zwangerschapsverlof", "ouderschapsverlof",
    ),
}  # fmt: skip

HOLLOW = {
    "fr": (
        "urgence*", "urgent*", "contact*", "joindre", "joignable*", "a mon retour", "de retour le",
        "mon absence", "cette periode", "ne seront pas lus|transferes|lus",
        "ne sont pas lus|transferes|consultes|traites", "n aurai pas acces", "pas acces", "acces limite",
        "des mon retour", "remplac*", "interim", "suppleant*", "binome",
        "dans les meilleurs delais", "des que possible", "reouverture", "jusqu au", "sera lu|traite",
        "seront lus|traites", "bel ete", "bonnes fetes|vacances", "inclus",
    ),
    "en": (
        "urgent*", "emergency", "contact", "on my return", "when i return|am|get", "back on", "return on",
        "my absence", "limited access", "no access", "as soon as", "not be checking|monitoring|reading",
        "not monitored|forwarded|read", "until", "will be back", "in the meantime", "cover*", "inclusive",
        "reopen*", "switchboard", "returning",
    ),
    "de": (
        "dringend*", "notfall*", "wenden sie sich", "nach meiner ruckkehr", "nicht weitergeleitet|gelesen",
        "vertretung", "vertritt", "zuruck", "bis einschliesslich|zum", "wieder erreichbar|da|im",
        "ab dem", "bis", "kontaktieren", "zentrale",
    ),
    "es": (
        "urgen*", "contact*", "a mi vuelta|regreso", "a la vuelta", "hasta el", "no leere", "no tendre",
        "acceso limitado", "del", "volvere|volvemos", "centralita",
    ),
    "it": (
        "urgen*", "contatt*", "al mio rientro|ritorno", "al rientro", "fino al", "non verranno lette|letti",
        "accesso limitato", "rivolgersi", "dal", "riapriremo|rientrero", "sostitui*",
    ),
    "nl": (
        "spoed*", "dringend*", "contact", "bij terugkomst", "na mijn vakantie|terugkomst", "tot en met",
        "t m", "tot", "niet gelezen", "weer aanwezig|bereikbaar|open", "bereikbaar", "waarnem*",
    ),
}  # fmt: skip

BUSINESS = {
    "fr": (
        "pai*", "pay*", "regl*", "vir*", "cheque*", "factur*", "relance*", "litige*", "contest*", "avoir",
        "acompte", "echeanc*", "somme*", "solde", "argent", "banqu*", "rib", "iban",
        "je regarde*", "m en occupe*", "je verrai|vois", "on verra|voit", "desole*", "vous .. appel*",
        "quand je|j",
    ),
    "en": (
        "pay*", "paid", "invoice*", "bill*", "transfer*", "settle*", "dispute*", "reminder*", "cheque*",
        "owe*", "due", "credit*", "bank*", "sorry", "apolog*", "look into|at", "sort it|this|that", "money",
        "bacs",
        "ll check|deal|do",
    ),
    "de": (
        "zahl*", "bezahl*", "uberweis*", "uberwiesen", "rechnung*", "mahnung*", "geld", "betrag*", "konto*",
        "reklam*", "gutschrift*", "kummere*", "sorry", "entschuldig*", "prufe",
    ),
    "es": (
        "pag*", "factura*", "transfer*", "abon*", "reclam*", "recordatorio*", "dinero", "banco*",
        "disculp*", "perdon*", "lo miro|vere|veo", "ingres*",
    ),
    "it": (
        "pag*", "fattur*", "bonific*", "sald*", "sollecit*", "soldi", "banca*", "contest*", "scus*",
        "guardo", "vedo", "versament*",
    ),
    "nl": (
        "betaal*", "betal*", "factu*", "overmak*", "maak .. over", "herinnering*", "aanmaning*", "geld",
        "bank*", "sorry", "excus*", "bekijk", "kijk", "regel",
    ),
}  # fmt: skip
