"""Nothing in, the phrases by which banks tell what happened out. Data: regular expressions by kind, six languages.

Matched against folded text (lower case, no accents), a line at a time; every repetition is
bounded. In a block « ~ » or a new line parts two phrases, and each begins at the start of a word.
"""

import re

from relanced.intake.lazy import lazy


def any_of(phrases: str) -> re.Pattern[str]:
    """One pattern for all phrases of a block: « ~ » or a new line parts two."""
    parts = [part.strip() for line in phrases.splitlines() for part in line.split(" ~ ") if part.strip()]
    return lazy(r"\b(?:" + "|".join(parts) + ")")


# Money that came back or was taken back: stronger than any word of credit beside it.
RETURNED = any_of(
    r"""
    rejet (?:de|d'un|du|d') ~ rejetee? et debite
    (?:prelevement|cheque|virement|remise|paiement)s?\b.{0,80}\b(?:rejetee?s?|impayee?s?|retournee?s?)\b
    impayee?s?\b ~ rembourse(?:e|r|ment)? (?:effectue|emis|envoye|de \d|a ete|du client) ~ vous avez rembourse
    a ete rembourse ~ remboursement (?:effectue|emis|envoye) ~ avez (?:envoye|emis|effectue) un remboursement
    contre[- ]passat ~ contre[- ]pass(?:e|ee)\b ~ retrofactur ~ extourne ~ a ete annule et debite
    (?<!received a )(?<!got a )refund (?:issued|sent|of|to|processed|completed|was) ~ refunded\b
    issued a refund ~ (?:opened|received) a (?:chargeback|dispute) ~ chargeback (?:of|for|received|opened)
    dispute opened ~ disputed a payment ~ payment reversed ~ (?:reversed|reversal of)\b
    returned (?:direct debit|payment|cheque|check|transfer)
    (?:direct debit|cheque|check|transfer|payment)\b.{0,60}\b(?:was|has been) returned ~ bounced\b
    unpaid (?:direct debit|cheque) ~ rucklastschrift ~ ruckbuchung ~ lastschrift\b.{0,80}\bzuruckgegeben
    ruckerstattung\b.{0,30}\b(?:gesendet|veranlasst|ausgefuhrt|von|an|uber) ~ zuruckgebucht ~ zuruckerstattet
    wurde .{0,60}\berstattet ~ scheck\b.{0,60}\bnicht eingelost
    erstattung (?:gesendet|veranlasst|an|uber|in hohe) ~ devolucion de (?:recibo|adeudo|transferencia|cheque|un)
    (?:recibo|adeudo|cheque|transferencia)\b.{0,60}\bdevuelt[oa]
    reembolso (?:enviado|emitido|de|realizado|efectuado|a) ~ (?:ha|has) (?:reembolsado|devuelto) ~ contracargo
    retrocesion ~ rimborso (?:inviato|effettuato|emesso|di|a) ~ (?:hai|ha) rimborsato ~ insolut[oi]\b
    stornat[oa]\b ~ storno (?:di|del|dell) ~ addebito respinto ~ rid insolut ~ stornering ~ gestorneerd
    teruggeboekt ~ terugboeking ~ terugbetaling (?:verzonden|verstuurd|van|aan|gedaan)
    u heeft .{0,60}\bterugbetaald ~ terugbetaald aan ~ charged back\b ~ dispute (?:lost|decided)
    contestation\b ~ conteste (?:un|le|une) ~ litige (?:ouvert|perdu) ~ impaye
    retour de (?:domiciliation|prelevement|cheque) ~ withdrawn from your balance ~ deducted .{1,30} from your
    has failed after ~ late failure ~ returned unpaid ~ cheque\b.{0,80}\b(?:dishonou?red|unpaid) ~ unpaid\b
    recalled\b.{0,60}\bdebited ~ scheckruckgabe ~ ruckscheck ~ ruckgabe (?:einer|der|eines) ~ zuruckgegeben
    wieder belastet ~ ruckgangig gemacht ~ ruckbelast ~ ruckuberweisung (?:an|ausgefuhrt)
    hast .{0,40}\b(?:erstattet|zuruckgezahlt) ~ haben .{0,60}\b(?:erstattet|zuruckgezahlt)
    devolucion de (?:recibos|cheques) ~ recibos? devuelt ~ has hecho una devolucion ~ impagad[oa] ~ retrocedid
    disputa (?:abierta|perdida) ~ ha sido devuelt[oa] ~ cheque devuelto ~ (?:pago|cobro) devuelto
    adeudo por devolucion ~ riaddebitat ~ contestazione (?:aperta|persa|di) ~ ha contestato
    ritornat[oa] insolut ~ richiamat[oa] e addebitat ~ e stat[oa] stornat ~ assegno insoluto ~ storneringen?
    storno\b ~ teruggestort ~ chargeback ~ is teruggeboekt ~ geschil (?:geopend|verloren) ~ betwist
    cheque .{0,30}\bonbetaald ~ onbetaald teruggekomen ~ rappelee?\b.{0,40}\bbanque ~ retour de virement
    virement\b.{0,60}\brappele ~ recalled by ~ zuruckgerufen ~ teruggeroepen ~ richiamat[oa] dalla
    a ete (?:rappele|repris)\b ~ wurde zuruck(?:geholt|gezogen|gerufen)
    (?:fue|ha sido) (?:retrocedid|reclamad|anulad)
    e stat[oa] (?:richiamat|revocat|riaddebitat) ~ is teruggehaald ~ was (?:clawed|taken) back
    retirad[oa] por ~ reclamad[oa] por (?:el|su) banco
    """
)

# Money that we had paid came back to us: that is a credit.
REFUNDED_TO_US = any_of(
    r"""
    recu un (?:remboursement|avoir) ~ remboursement recu ~ remboursement de .{1,60}\b(?:en votre faveur|recu)
    received a refund ~ refund (?:received|from) ~ got a refund
    (?:ruck)?erstattung\b.{0,60}\b(?:erhalten|gutgeschrieben|eingegangen)
    recibido (?:un reembolso|una devolucion) ~ reembolso recibido ~ devolucion recibida ~ ricevuto un rimborso
    rimborso ricevuto ~ terugbetaling (?:ontvangen|van .{1,60} ontvangen) ~ ontvangen terugbetaling
    """
)

# We paid, said to us: no word of success beside it makes that a credit.
WE_PAID = any_of(
    r"""
    you(?:'ve| have)? (?:paid|sent|spent)\b(?! you) ~ you(?:'ve| have)? made a (?:payment|transfer|purchase)
    your (?:payment|transfer) (?:of .{1,30} )?to\b ~ vous avez (?:envoye|paye|vire|depense|regle)\b
    votre (?:paiement|virement) (?:de .{1,30} )?(?:a|vers|pour)\b
    sie haben .{0,60}\b(?:gesendet|uberwiesen|bezahlt) ~ ihre (?:zahlung|uberweisung) (?:von .{1,30} )?an\b
    has (?:enviado|pagado|gastado)\b ~ (?:su|tu) (?:pago|transferencia) (?:de .{1,30} )?a\b
    hai (?:inviato|pagato|speso)\b ~ (?:il tuo|il suo) (?:pagamento|bonifico) (?:di .{1,30} )?a\b
    (?:u|je) (?:heeft|hebt) .{0,60}\b(?:betaald|verzonden|overgemaakt|verstuurd|uitgegeven)\b
    (?:uw|je) (?:betaling|overboeking) (?:van .{1,30} )?aan\b
    """
)
# A sentence of money that was there, and is not any more.
DEBITED = any_of(
    r"""
    debitee?s? de votre compte ~ votre compte a ete debite ~ (?:was|has been|have been) debited
    debited (?:from|with) ~ belastet\b ~ ruckbelast ~ adeudad[oa] en (?:su|tu) cuenta
    cargad[oa] en (?:su|tu) cuenta ~ addebitat[oa] sul ~ afgeschreven van (?:uw|je)
    """
)
# Money that leaves.
LEAVES = any_of(
    r"""
    virement\b.{0,70}\b(?:emis|envoye|execute|effectue|sortant|parti)\b
    vous avez (?:envoye|paye|vire|depense|regle|effectue un (?:virement|paiement|achat)) ~ operation debitrice
    debite[es]? (?:de|du|sur|a)\b ~ a ete debite ~ paiement par carte ~ paiement de .{1,30}\bchez\b
    achat (?:de|chez|par) ~ prelevement (?:europeen|sepa (?:de|au profit|presente|recu)) ~ avis de prelevement
    avis de debit ~ au profit de\b ~ retrait (?:de|d'especes|dab)
    prelevement de .{1,40}(?:sur votre compte|a ete preleve|au profit) ~ votre paiement (?:a|de|vers|pour)\b
    you(?:'ve| have)? (?:paid|sent|spent|made a (?:payment|transfer|purchase))\b(?! you) ~ money out\b
    outgoing (?:payment|transfer) ~ (?:was|has been) debited ~ card payment (?:at|to|of)
    your (?:transfer|payment) (?:of|to)\b.{0,80}\b(?:sent|completed|executed|made|on its way)
    payment to\b(?! (?:you|your account)\b) ~ withdrawal\b ~ direct debit (?:of|to|from your account)
    debit (?:advice|alert|notification) ~ purchase (?:at|of)
    uberweisung\b.{0,80}\b(?:ausgefuhrt|gesendet|beauftragt|versendet)
    sie haben .{0,60}\b(?:gesendet|uberwiesen|bezahlt|gezahlt|ausgegeben) ~ belastet\b ~ belastung\b ~ abgebucht
    abbuchung ~ kartenzahlung ~ kartenumsatz ~ zahlungsausgang ~ ausgehende
    lastschrift(?:einzug)?\b.{0,60}\b(?:eingezogen|eingelost) ~ gesendet an\b
    (?<!te )(?<!le )(?<!os )(?:ha|has) (?:enviado|pagado|realizado un|gastado)\b(?! (?:lo|tu|su|la)\b)
    transferencia\b.{0,50}\b(?:emitida|enviada|realizada|ejecutada) ~ cargo (?:en|de|por|realizado)
    adeudo (?:en|de|por|sepa) ~ recibo (?:domiciliado|cargado) ~ pago con tarjeta ~ compra (?:en|con|de)
    (?:cargad|adeudad)[oa]s? en (?:su|tu) cuenta ~ hai (?:inviato|pagato|speso)\b
    bonifico\b.{0,50}\b(?:inviato|disposto|eseguito|in uscita)\b ~ addebit(?:o|ato|ata)\b ~ pagamento con carta
    prelievo\b ~ acquisto (?:presso|con|di)
    (?:u|je) heeft .{0,60}\b(?:betaald|verzonden|overgemaakt|verstuurd|uitgegeven)\b
    je hebt .{0,60}\b(?:betaald|verzonden|overgemaakt|verstuurd)\b ~ afgeschreven\b ~ afschrijving\b
    kaartbetaling ~ pinbetaling ~ uitgaande\b ~ overboeking\b.{0,50}\b(?:uitgevoerd|verzonden)
    frais\b.{0,60}\b(?:preleves|debites|factures) ~ a ete preleve ~ (?:was|were|has been) charged\b
    wurden? .{0,30}\bberechnet ~ se (?:le )?ha cobrado
    prelevement\b.{0,40}\b(?:passe|presente|debite|effectue|execute) ~ prelevement\s*$ ~ left your account
    payment out\b ~ transfer out\b ~ (?:was|has been|were) (?:taken|withdrawn) from ~ has been paid to\b(?! you)
    paid out to\b(?! you) ~ zahlung\b.{0,20}\b(?:ausgefuhrt|gesendet)
    von ihrem konto\b.{0,60}\b(?:abgebucht|belastet|ausgefuhrt|uberwiesen)
    geld (?:gesendet|uberwiesen|ausgegeben)
    du hast .{0,60}\b(?:gesendet|uberwiesen|bezahlt|gezahlt|ausgegeben) ~ geld van (?:uw|je) rekening
    (?:er )?ging .{0,20}\bvan (?:uw|je) rekening ~ overschrijving\b.{0,40}\b(?:uitgevoerd|verzonden)
    dinero enviado ~ has enviado\b ~ salida de dinero ~ pago (?:realizado|efectuado|enviado)\b ~ disposicion de
    denaro inviato ~ in uscita\b ~ pagamento (?:effettuato|inviato|eseguito)\b ~ spesa (?:presso|di)
    venez de (?:depenser|payer|regler|virer|envoyer|retirer|transferer) ~ flew to\b
    (?:gone|went) to\b(?! your) ~ headed to\b
    (?:bonifico|pagamento|ordine)\b.{0,30}\bdisposto\b(?! da) ~ ausgabe\b ~ ausgaben\b
    (?:importe|cantidad) (?:cargad|adeudad)
    (?:importo|somma) addebitat ~ montant (?:debite|preleve) ~ zu ihren lasten ~ zulasten ihres kontos
    durften wir .{0,80}\bausfuhren
    ten laste van (?:uw|je) ~ a cargo de su cuenta ~ a debito del (?:suo|vostro) ~ auftrag\b.{0,60}\bausgefuhrt
    sale de (?:tu|su) cuenta ~ esce dal (?:tuo|suo) conto ~ gaat van (?:uw|je) rekening
    geht von (?:ihrem|deinem) konto
    argent envoye ~ vous avez depense ~ virement vers\b ~ sortie d'argent ~ a ete vire a\b ~ depense (?:de|par)
    """
)

# Not yet, not at all, or not about money that came in.
NOT_YET = any_of(
    r"""
    en attente\b ~ est annonce ~ annonce d'un? ~ avis d'emission ~ a venir\b ~ a recevoir\b ~ pas encore\b
    sera (?:\w+ )?(?:credite|disponible|verse|traite|porte|effecti|vire|ajoute)
    seront (?:\w+ )?(?:credite|disponible|verse|vire) ~ va etre (?:credite|verse|vire)
    credit apres encaissement ~ apres encaissement ~ a echoue ~ echec\b ~ a ete refuse ~ paiement refuse
    (?:a|ont) refuse\b ~ refusee? par\b ~ expiree?\b ~ est refuse
    (?:demande de (?:paiement|virement|reglement|fonds))(?!.{0,40}\b(?:a ete|est) (?:paye|regle))
    en cours (?:de|d') ~ (?:est|ete) bloque\b ~ a ete annule ~ n'(?:a|ont) pas\b ~ n'est pas\b
    programme[es]?\b ~ suspendu ~ ne vous sera verse ~ est prevue?\b ~ a ete initie ~ pending\b
    on (?:its|the) way\b ~ should (?:arrive|clear)\b ~ tente de payer ~ vous demande
    lien de paiement\b.{0,60}\b(?:envoye|ouvert|consulte|expire|cree|vu) ~ demande de (?:rappel|retour)
    en verification ~ will be (?:\w+ )?(?:credited|available|paid|deposited|added|collected|sent) ~ failed\b
    declined\b ~ expired\b ~ not completed ~ incomplete\b ~ payment request(?!.{0,40}\b(?:was|has been|is) paid)
    request(?:ed|s) (?:a )?(?:payment|money) ~ has asked (?:us|you) ~ scheduled\b ~ recall\b ~ awaiting\b
    waiting for\b ~ could(?: not|n't)\b ~ unable to\b ~ cancell?ed\b ~ being (?:processed|reviewed|held)
    on hold\b ~ under review ~ reviewing\b ~ expected (?:on|by|to|in) ~ is coming\b ~ upcoming\b ~ unsuccessful
    has set up a transfer ~ not (?:in|on) your account ~ (?:is|are|was|were)n't\b
    (?:not|hasn't|haven't) (?:yet )?(?:been )?(?:received|credited|paid|arrived|cleared) ~ not available
    rejected\b ~ payment link\b.{0,60}\b(?:sent|opened|viewed|expired|created) ~ refused\b ~ blocked\b
    to be collected ~ ausstehend ~ vorgemerkt ~ vormerkung ~ angekundigt ~ ankundigung
    wird .{0,60}\b(?:gutgeschrieben|verfugbar|verbucht) ~ fehlgeschlagen ~ abgelehnt ~ abgelaufen ~ storniert
    zahlungs(?:anforderung|aufforderung)(?!.{0,40}\bbezahlt) ~ in bearbeitung ~ unterwegs\b
    wird (?:gerade )?gepruft ~ erwartet\b ~ voraussichtlich ~ noch nicht\b ~ zur prufung
    nicht (?:gutgeschrieben|ausgefuhrt|verbucht|moglich|eingegangen|angenommen) ~ konnte(?:n)? .{0,60}\bnicht\b
    zuruckgewiesen ~ scheckeinreichung ~ eingereichte?r? scheck(?!.{0,60}\bgutgeschrieben) ~ reserviert\b
    ruckruf ~ geplant ~ bezahllink\b.{0,60}\b(?:gesendet|abgelaufen|geoffnet) ~ kommt was auf dich ~ angefordert
    angehalten ~ pendientes?\b ~ en camino\b ~ sera (?:abonad|ingresad|disponible)
    se (?:te |le )?(?:abonara|ingresara) ~ fallid[oa] ~ rechazad[oa] ~ caducad[oa] ~ cancelad[oa] ~ denegad[oa]
    solicitud de (?:pago|cobro|devolucion)(?!.{0,40}\bpagada) ~ en (?:tramite|proceso|revision)\b
    previst[oa]\b ~ te solicita ~ le solicita ~ no (?:se )?(?:ha|han|hemos)\b ~ programad[oa] ~ aun no\b
    todavia no\b ~ retenid[oa]\b ~ anunciad[oa] ~ bloquead[oa]
    enlace de pago\b.{0,60}\b(?:enviado|visto|caducado|creado) ~ sin compensar ~ in (?:attesa|sospeso)\b
    in arrivo\b ~ (?:sara|verra|saranno|verranno) (?:\w+ )?(?:accreditat|disponibil|versat) ~ fallit[oa]
    rifiutat[oa] ~ respint[oa] ~ scadut[oa] ~ annullat[oa] ~ non riuscit
    richiesta di (?:pagamento|denaro|richiamo)(?!.{0,40}\bpagata)
    in (?:lavorazione|elaborazione|corso|verifica)\b ~ previst[oa]\b ~ preannunci
    non (?:e|sono) (?:stat|ancora|andat) ~ non ancora ~ ti (?:ha )?chie(?:de|sto) ~ programmat[oa] ~ bloccat[oa]
    due to (?:arrive|be|reach|land)\b ~ (?:credit|payment|transfer) expected\b ~ if (?:we|it is) approve
    se confirmara ~ cuando (?:se )?(?:apro|confirm|autori) ~ (?:pedido|solicitado|pide|quiere) pagar
    a plazos\b ~ sara confermat ~ verra confermat ~ wordt bevestigd ~ wird bestatigt ~ sera confirme
    autorizzat[oa] ~ non e stato possibile ~ link di pagamento\b.{0,60}\b(?:inviato|visto|scaduto|creato)
    in behandeling\b ~ onderweg\b ~ nog niet\b ~ zal .{0,40}\bworden
    wordt .{0,60}\b(?:bijgeschreven|verwerkt|uitbetaald) ~ mislukt ~ geweigerd ~ afgewezen ~ verlopen\b
    geannuleerd ~ betaalverzoek(?!.{0,40}\bbetaald) ~ betaalverzoek\b.{0,60}\bniet ~ aangekondigd ~ gepland
    verwacht\b ~ niet (?:gelukt|bijgeschreven|verwerkt|doorgegaan|betaald|uitgevoerd)
    kon(?:den)? .{0,40}\bniet\b ~ geblokkeerd ~ in afwachting ~ gereserveerd ~ terugroep
    betaallink\b.{0,60}\b(?:verstuurd|bekeken|verlopen) ~ (?:recu|enregistre) votre (?:remise|cheque)
    remise\b.{0,40}\b(?:enregistree|prise en compte) ~ arrivera\b ~ recevrez\b ~ seront? preleve
    (?:received|got) your cheque ~ your cheque (?:has been|was) received ~ will (?:arrive|clear|reach)
    viewed (?:your|the) ~ a consulte ~ ihr(?:en)? scheck\b.{0,60}\b(?:erhalten|eingegangen|eingereicht)
    wird nach ~ nach prufung ~ werden .{0,40}\bgutgeschrieben ~ recibido (?:tu|su) cheque
    estara[n]?\b ~ abonaremos\b ~ recibira?s?\b(?! de) ~ ricevuto (?:il tuo|il suo) assegno
    riceverai\b ~ ricevera\b ~ accrediteremo ~ domani\b ~ hai chiesto ~ (?:uw|je) cheque\b.{0,40}\bontvangen
    ontvangt (?:u|je) (?:op|binnenkort)
    salvo bu(?:en|on) fin ~ s\.?b\.?f\b ~ eingang vorbehalten
    subject to clear ~ onder (?:gebruikelijk )?voorbehoud ~ (?:al )?dopo incasso ~ al cobro\b
    no abonad ~ no (?:se|fue|pudo|esta|ha) ~ sin abonar ~ no disponible ~ por compensar ~ de compensar
    pre-?autori[sz] ~ pre-?authori ~ preautorisation ~ vorautoris ~ abandon ~ interrompu\b ~ timed out\b
    (?:distinta|disposizione|presentazione)\b.{0,40}\b(?:acquisit|presentat|inoltrat|presa in carico)
    presa in carico ~ prise en charge ~ wurde eingereicht ~ ist eingereicht
    (?:remesa|orden)\b.{0,40}\b(?:recibida|presentada|aceptada)
    tried to (?:pay|send) ~ (?:hat|haben) versucht ~ ha (?:intentado|provato|tentato) ~ heeft geprobeerd
    a essaye
    (?:did|does|do|has|have|had|was|were|is|are) ?n(?:o|')t (?:match|complet|go|come|clear|reach|been|get|yet)
    (?:could|can|will|would) ?n(?:o|')t (?:be|go|match|complet|clear|reach|come)
    went back\b ~ sent back\b ~ stuck\b ~ stopped by\b ~ we(?:'ve| have)? (?:held|stopped|paused|blocked)
    nicht (?:freigegeben|abgeschlossen|erfolgreich|eingelost|gebucht|erfolgt|gelungen)
    nicht (?:bezahlt|uberein|zugestellt|durchgefuhrt)
    kein(?:e|en)? (?:gutschrift|zahlung|zahlungseingang|geldeingang|buchung)\b ~ gesperrt ~ zuruckgestellt
    (?:non|ne) (?:est|sera|a|ont) pas ~ pas (?:abouti|aboutie|credite|creditee|encaisse|finalise|autorise)
    non (?:abouti|credite|regle|encaisse)
    aucun (?:virement|paiement|credit|encaissement) ~ bloquee?s?\b ~ (?:est|ete) retenue?s?\b ~ a confirmer\b
    non ha (?:pagato|accettato|completato|autorizzato)
    non (?:hanno|abbiamo|risult|accreditat|pagat|incassat|disponibil|autorizzat|completat|perfezionat)
    trattenut
    nessun (?:pagamento|bonifico|accredito|incasso) ~ da (?:confermare|incassare|pagare)\b ~ avverra\b
    arrivera\b
    niet (?:ontvangen|geaccepteerd|voltooid|toegestaan|overeen|geslaagd|akkoord|afgerond|gecrediteerd)
    tegengehouden
    geen (?:betaling|bijschrijving|overboeking)\b ~ nog (?:€|eur|[\d,.]{1,12}).{0,20}\bopen ~ wacht op\b
    te ontvangen\b
    ningun (?:pago|abono|ingreso) ~ por confirmar\b ~ a la espera ~ en espera\b ~ llegara\b
    zal (?:op|uiterlijk|binnen) ~ wird (?:am|voraussichtlich|in kurze|zum) ~ steht an\b ~ steht bevor
    bevorstehend
    """
)

ABOUT_ELSE = any_of(
    r"""
    releve\b.{0,60}\b(?:disponible|arrive|consultable|en ligne) ~ e-releve
    solde\b.{0,60}\b(?:superieur|inferieur|seuil|depasse|franchi) ~ connexion a\b ~ nouvelle connexion
    code de (?:securite|confirmation|verification) ~ nouvel appareil ~ ajout d'un beneficiaire ~ mot de passe
    decouvrez\b ~ profite[rz] ~ jusqu'a [\d\s]+ ?(?:€|eur|%) ~ offre\b ~ offerts?\b
    conditions (?:generales|tarifaires) ~ mettez a jour ~ webinaire ~ parrain
    statement\b.{0,50}\b(?:available|ready|online) ~ balance\b.{0,40}\b(?:above|below|alert|threshold|exceed)
    log-?in\b ~ sign-?in\b ~ new device ~ security code ~ passcode\b.{0,20}\bchanged ~ terms (?:of|and)
    invite a friend and ~ get up to\b ~ new feature ~ introducing\b ~ webinar
    kontoauszug\b.{0,60}\b(?:verfugbar|bereit|eingestellt|abruf) ~ kontostand\b.{0,50}\b(?:uber|unter|schwelle)
    anmeldung\b ~ sicherheitscode ~ neues gerat ~ angebot\b ~ jetzt sichern ~ sichern sie sich
    extracto\b.{0,50}\bdisponible ~ saldo\b.{0,50}\b(?:superior|inferior|umbral) ~ inicio de sesion
    codigo de seguridad ~ nuevo dispositivo ~ oferta\b ~ descubr[ea]\b ~ aprovech
    estratto conto\b.{0,50}\bdisponibile ~ saldo\b.{0,50}\b(?:superiore|inferiore|soglia)
    nuovo (?:accesso|dispositivo) ~ codice di sicurezza ~ offerta\b ~ scopri\b ~ approfitt
    (?:rekening)?afschrift\b.{0,50}\b(?:klaar|beschikbaar) ~ saldo\b.{0,50}\b(?:hoger|lager|boven|onder|grens)
    ingelogd ~ nieuwe (?:inlog|apparaat) ~ beveiligingscode ~ aanbieding ~ ontdek\b
    (?:recapitulatif|bilan|resume) (?:mensuel|annuel)
    (?:monthly|yearly|annual) (?:summary|report|recap|review) ~ (?:monats|jahres)ubersicht
    resumen (?:mensual|anual) ~ riepilogo (?:mensile|annuale) ~ (?:maand|jaar)overzicht
    (?:geschafts)?bedingungen ~ preis- und leistungsverzeichnis ~ preisverzeichnis ~ agb\b
    invit[ae] (?:un|a|i|tus) ~ bonus\b ~ freunde? (?:ein|werben) ~ empfehl ~ uitnodig ~ nodig .{0,20}\buit
    riceverai\b ~ recevrez\b ~ you(?:'ll| will) (?:get|receive) ~ recibiras\b
    pret\b.{0,20}\b(?:pro|express|preaccorde) ~ loan\b ~ \w{0,12}kredit\b ~ prestamo ~ prestito ~ finanziamento
    lening\b ~ condiciones ~ condizioni ~ voorwaarden ~ tarifs?\b.{0,30}\b(?:evolu|chang|nouve)
    your invoice from ~ factura de (?:comisiones|servicio) ~ (?:votre )?facture de (?:frais|commission|service)
    fattura (?:delle )?commissioni ~ gebuhrenrechnung ~ fee invoice
    factuur (?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)
    refer a ~ friend\b ~ reward ~ cashback ~ earn\b ~ sondage ~ survey ~ umfrage ~ encuesta ~ sondaggio
    enquete ~ extrait de compte\b.{0,50}\bdisponible ~ boite (?:securisee|de messagerie)
    (?:virement|nouveau) beneficiaire ~ beneficiaire de confiance ~ new payee ~ neuer (?:empfanger|begunstigter)
    nuevo beneficiario ~ nuovo beneficiario ~ nieuwe begunstigde
    saldo\b.{0,40}\b(?:overschre|onderschre|bereikt)
    kontostand\b.{0,90}\b(?:uberschritten|unterschritten|erreicht) ~ grenze von ~ limit you set
    limite (?:fixee|que vous) ~ carte\b.{0,30}\b(?:expire|arrive a echeance) ~ card\b.{0,30}\bexpires
    """
)

CREDIT = any_of(
    r"""
    creditee?s?\b ~ (?:au|avis de|en) credit\b ~ credit (?:de votre|en compte|instantane)
    operations? creditrices? ~ virements?\b.{0,40}\b(?:recus?|entrants?)\b ~ avez recu ~ venez de recevoir
    paiements?\b.{0,60}\b(?:recus?|reussi|encaisse) ~ recus? de\b ~ encaiss
    vous a (?:envoye|verse|regle|paye|vire|transfere) ~ avons (?:verse|transfere|vire) ~ vous a(?:vons)? verse
    en votre faveur ~ a regle\b ~ a reussi\b ~ vient de (?:regler|payer) ~ a ete recu ~ vient d'arriver
    versement\b ~ remises?\b.{0,30}\bcredit ~ received\b ~ credited\b ~ credit (?:advice|alert|notification)
    money in\b ~ got (?:money|paid) ~ sent you\b ~ payment (?:from|of .{1,40} (?:from|by))\b ~ paid you\b
    payout\b ~ settlement\b ~ incoming\b ~ was successful\b ~ succeeded\b ~ payment (?:was )?completed\b
    deposit(?:ed)?\b ~ transferred .{1,30} to your ~ just paid\b ~ eingegangen ~ (?:zahlungs|geld)?eingang\b
    gutschrift ~ gutgeschrieben ~ erhalten\b ~ auszahlung ~ hat (?:ihnen|dir) ~ eingehende ~ ausgezahlt
    recibid[oa] ~ ha(?:s)? recibido ~ ingreso ~ abon(?:o|ad[oa]|amos)\b
    (?:te|le) ha (?:enviado|pagado|transferido) ~ liquidacion ~ acreditad[oa] ~ cobro\b ~ ricevut[oai]
    accredit ~ incass ~ (?:ti|le) ha (?:inviato|pagato|trasferito) ~ in entrata ~ liquidazione ~ versament
    entrata\b ~ ontvangen\b ~ bijgeschreven ~ bijschrijving ~ uitbeta(?:ling|ald)
    heeft (?:u|je) .{0,60}\b(?:gestuurd|betaald|overgemaakt) ~ ontvangst\b ~ inkomende
    paiements?\b.{0,60}\b(?:accepte|confirme|valide) ~ payment (?:accepted|confirmed|successful|captured)
    paid (?:the |your )?invoice ~ invoice .{1,30} paid\b ~ a (?:regle|paye) (?:la|votre|sa) facture
    facture .{1,40}\b(?:payee|reglee)\b ~ rechnung .{1,40}\bbezahlt\b ~ factura .{1,30}\bpagada\b
    fattura .{1,30}\bpagata\b ~ factuur .{1,30}\bbetaald\b ~ been paid\b(?! (?:to|out)) ~ lodg(?:ed|ement)\b
    landed\b ~ (?:has|have|just) arrived ~ added to your ~ paid (?:in|into)\b ~ has (?:just )?paid\b ~ cleared\b
    collected from\b ~ in your account now ~ transfer from\b ~ money from\b ~ est arrivee?\b
    ajoutee?s? a votre ~ argent recu ~ (?:entree|rentree) d'argent ~ reglement recu ~ a paye\b ~ avez ete payee?
    en votre faveur ~ versee?s? sur votre ~ virements? de .{1,60}\bvotre compte
    remise (?:de cheques? )?creditee ~ geld (?:bekommen|erhalten|da)\b ~ bekommen\b ~ angekommen\b
    eingang (?:von|uber)\b ~ hat .{0,60}\b(?:uberwiesen|bezahlt|gezahlt) ~ eingezogen ~ verbucht\b ~ vereinnahmt
    wurde .{0,40}\bbezahlt ~ ha llegado ~ ingresad[oa] ~ a (?:su|tu) favor ~ te ha hecho ~ entrada de dinero
    cobrad[oa] ~ (?:te|le) han (?:pagado|enviado|ingresado|transferido)
    ti ha (?:appena )?(?:inviato|pagato|versato) ~ ha (?:appena )?pagato ~ e arrivat[oa]
    a (?:suo|tuo|vostro) favore ~ incassat[oa] ~ sono arrivati ~ ha pagado (?:su|tu|la|el) ~ heeft betaald
    is betaald\b ~ gestort\b ~ storting\b ~ binnengekomen ~ geld binnen ~ betaling binnen
    heeft .{0,40}\bbetaald ~ staat op (?:uw|je) rekening ~ overgemaakt (?:naar|aan) (?:u|jou|je|uw)\b
    payment (?:link|request)\b.{0,40}\bpaid ~ (?:lien|demande) de paiement\b.{0,40}\b(?:paye|regle)
    (?:zahlungs(?:link|anforderung)|bezahllink)\b.{0,40}\bbezahlt ~ (?:enlace|solicitud) de pago\b.{0,40}\bpagad
    (?:link|richiesta) di pagamento\b.{0,40}\bpagat ~ betaal(?:link|verzoek)\b.{0,40}\bbetaald
    (?:were|was|got|been) paid\b(?! (?:to|out)) ~ pervenut[oa] ~ e giunt[oa] ~ hat (?:sie|dich) erreicht
    bijboeking ~ \w{1,24}gutschrift ~ gutschreib ~ gutgebracht ~ zugeflossen ~ zugegangen ~ geldeingange
    eingange\b
    hebben (?:je|jullie|uw|u|ons) .{0,40}\bbetaald ~ betaalde (?:zojuist|net|vandaag|je|uw) ~ bijgekomen
    bijgeboekt
    te acaba[n]? de (?:pagar|enviar|ingresar|transferir) ~ ya (?:lo )?tienes\b
    has cobrado
    ha pagado lo\b ~ ha abonado ~ hemos (?:abonado|ingresado) ~ abbiamo accreditato
    hai incassato ~ e entrato
    ti e arrivat ~ ti sono (?:arrivat|entrat) ~ topped up by ~ flew in\b ~ came in\b
    portons? (?:\w+ )?au credit ~ portee? au credit ~ rentree? sur
    vient (?:de vous|d'etre) (?:payer|regler|creditee?|verser|virer)
    arrivee? sur votre ~ alimente par ~ hat .{0,60}\boverwiesen ~ bezahlte (?:ihre|deine)
    du bekommst .{0,40}\bvon\b
    """
)

# A payment service pays out what it collected: its list of payments is what settles invoices.
PAYOUT = any_of(
    r"""
    payout\b ~ settlement\b ~ paid you\b ~ versement\b ~ avons (?:verse|transfere|vire) ~ vous a verse
    transferred .{1,30} to your bank ~ auszahlung ~ ausgezahlt ~ liquidacion ~ liquidazione
    uitbeta(?:ling|ald) ~ hemos (?:transferido|abonado) ~ abbiamo (?:trasferito|accreditato|versato)
    wir haben .{0,40}\b(?:uberwiesen|ausgezahlt) ~ remise de prelevements ~ pagos? incluidos ~ payments included
    (?:nous )?vous versons ~ (?:venons d'emettre|avons emis|emettons) un virement
    we(?:'ve| have) (?:paid|sent|transferred) .{1,40}\b(?:to|into) your ~ paid out\b ~ has paid you\b
    settled to your ~ (?:wir )?zahlen .{0,40}\baus\b
    haben .{0,60}\b(?:auf|an) (?:ihr|dein) konto\b.{0,30}\b(?:uberwiesen|ausgezahlt)
    te (?:enviamos|transferimos|ingresamos|hemos (?:enviado|ingresado|pagado))
    le (?:abonamos|transferimos|hemos ingresado) ~ pago de tus ventas ~ abbiamo inviato ~ ti abbiamo
    accredito (?:settimanale|giornaliero|mensile|n\.|delle vendite) ~ betalen .{0,40}\buit\b
    hebben .{0,60}\b(?:overgemaakt|uitbetaald)\b ~ lot de (?:prelevements|paiements) ~ remise carte ~ remise cb
    settlement report ~ batch settlement ~ abrechnung\b.{0,40}\b(?:karten|handler|zahlungen) ~ sammelgutschrift
    rapporto (?:delle )?vendite ~ report delle vendite ~ rapport (?:de |des )?ventes ~ vos ventes ~ sales report
    daily sales ~ tagesbericht ~ verkaufsbericht ~ informe de ventas ~ tus ventas ~ verkooprapport
    resumen de ventas
    """
)
