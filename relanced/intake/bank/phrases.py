"""Nothing in, the phrases by which banks tell what happened out. Data: regular expressions by kind, six languages.

Matched against folded text (lower case, no accents), a line at a time; every repetition is
bounded. In a block « ~ » or a new line parts two phrases, and each begins at the start of a word.
"""

import re


def _any(phrases: str) -> re.Pattern[str]:
    """One pattern for all phrases of a block."""
    parts = [part.strip() for line in phrases.splitlines() for part in line.split(" ~ ") if part.strip()]
    return re.compile(r"\b(?:" + "|".join(parts) + ")")


# Money that came back or was taken back: stronger than any word of credit beside it.
RETURNED = _any(
    r"""
    rejet (?:de|d'un|du|d') ~ rejetee? et debite
    (?:prelevement|cheque|virement|remise|paiement)s?\b.{0,80}\b(?:rejetee?s?|impayee?s?|retournee?s?)\b
    impayee?s?\b ~ rembourse(?:e|r|ment)? (?:effectue|emis|envoye|de \d|a ete|du client)
    vous avez rembourse ~ a ete rembourse ~ remboursement (?:effectue|emis|envoye)
    avez (?:envoye|emis|effectue) un remboursement ~ contre[- ]passat ~ contre[- ]pass(?:e|ee)\b
    retrofactur ~ extourne ~ a ete annule et debite ~ refund (?:issued|sent|of|to|processed|completed|was)
    refunded\b ~ issued a refund ~ (?:opened|received) a (?:chargeback|dispute)
    chargeback (?:of|for|received|opened) ~ dispute opened ~ disputed a payment ~ payment reversed
    (?:reversed|reversal of)\b ~ returned (?:direct debit|payment|cheque|check|transfer)
    (?:direct debit|cheque|check|transfer|payment)\b.{0,60}\b(?:was|has been) returned ~ bounced\b
    unpaid (?:direct debit|cheque) ~ rucklastschrift ~ ruckbuchung ~ lastschrift\b.{0,80}\bzuruckgegeben
    ruckerstattung\b.{0,30}\b(?:gesendet|veranlasst|ausgefuhrt|von|an|uber) ~ zuruckgebucht
    zuruckerstattet ~ wurde .{0,60}\berstattet ~ scheck\b.{0,60}\bnicht eingelost
    erstattung (?:gesendet|veranlasst|an|uber|in hohe)
    devolucion de (?:recibo|adeudo|transferencia|cheque|un)
    (?:recibo|adeudo|cheque|transferencia)\b.{0,60}\bdevuelt[oa]
    reembolso (?:enviado|emitido|de|realizado|efectuado|a) ~ (?:ha|has) (?:reembolsado|devuelto)
    contracargo ~ retrocesion ~ rimborso (?:inviato|effettuato|emesso|di|a) ~ (?:hai|ha) rimborsato
    insolut[oi]\b ~ stornat[oa]\b ~ storno (?:di|del|dell) ~ addebito respinto ~ rid insolut ~ stornering
    gestorneerd ~ teruggeboekt ~ terugboeking ~ terugbetaling (?:verzonden|verstuurd|van|aan|gedaan)
    u heeft .{0,60}\bterugbetaald ~ terugbetaald aan
    """
)

# We paid, said to us: no word of success beside it makes that a credit.
WE_PAID = _any(
    r"""
    you(?:'ve| have)? (?:paid|sent|spent)\b(?! you) ~ you(?:'ve| have)? made a (?:payment|transfer|purchase)
    your (?:payment|transfer) (?:of .{1,30} )?to\b ~ vous avez (?:envoye|paye|vire|depense|regle)\b
    votre (?:paiement|virement) (?:de .{1,30} )?(?:a|vers|pour)\b ~ sie haben .{0,60}\b(?:gesendet|uberwiesen|bezahlt)
    ihre (?:zahlung|uberweisung) (?:von .{1,30} )?an\b ~ has (?:enviado|pagado|gastado)\b
    (?:su|tu) (?:pago|transferencia) (?:de .{1,30} )?a\b ~ hai (?:inviato|pagato|speso)\b
    (?:il tuo|il suo) (?:pagamento|bonifico) (?:di .{1,30} )?a\b
    (?:u|je) (?:heeft|hebt) .{0,60}\b(?:betaald|verzonden|overgemaakt|verstuurd|uitgegeven)\b
    (?:uw|je) (?:betaling|overboeking) (?:van .{1,30} )?aan\b
    """
)
# Money that leaves.
LEAVES = _any(
    r"""
    virement\b.{0,70}\b(?:emis|envoye|execute|effectue|sortant|parti)\b
    vous avez (?:envoye|paye|vire|depense|regle|effectue un (?:virement|paiement|achat))
    operation debitrice ~ debite[es]? (?:de|du|sur|a)\b ~ a ete debite ~ paiement par carte
    paiement de .{1,30}\bchez\b ~ achat (?:de|chez|par)
    prelevement (?:europeen|sepa (?:de|au profit|presente|recu)) ~ avis de prelevement ~ avis de debit
    au profit de\b ~ retrait (?:de|d'especes|dab)
    prelevement de .{1,40}(?:sur votre compte|a ete preleve|au profit) ~ votre paiement (?:a|de|vers|pour)\b
    you(?:'ve| have)? (?:paid|sent|spent|made a (?:payment|transfer|purchase))\b(?! you) ~ money out\b
    outgoing (?:payment|transfer) ~ (?:was|has been) debited ~ card payment (?:at|to|of)
    your (?:transfer|payment) (?:of|to)\b.{0,80}\b(?:sent|completed|executed|made|on its way) ~ payment to\b
    withdrawal\b ~ direct debit (?:of|to|from your account) ~ debit (?:advice|alert|notification)
    purchase (?:at|of) ~ uberweisung\b.{0,80}\b(?:ausgefuhrt|gesendet|beauftragt|versendet)
    sie haben .{0,60}\b(?:gesendet|uberwiesen|bezahlt|gezahlt|ausgegeben) ~ belastet\b ~ belastung\b
    abgebucht ~ abbuchung ~ kartenzahlung ~ kartenumsatz ~ zahlungsausgang ~ ausgehende
    lastschrift(?:einzug)?\b.{0,60}\b(?:eingezogen|eingelost) ~ gesendet an\b
    (?<!te )(?<!le )(?<!os )(?:ha|has) (?:enviado|pagado|realizado un|gastado)\b
    transferencia\b.{0,50}\b(?:emitida|enviada|realizada|ejecutada) ~ cargo (?:en|de|por|realizado)
    adeudo (?:en|de|por|sepa) ~ recibo (?:domiciliado|cargado) ~ pago con tarjeta ~ compra (?:en|con|de)
    (?:cargad|adeudad)[oa]s? en (?:su|tu) cuenta ~ hai (?:inviato|pagato|speso)\b
    bonifico\b.{0,50}\b(?:inviato|disposto|eseguito|in uscita)\b ~ addebit(?:o|ato|ata)\b
    pagamento con carta ~ prelievo\b ~ acquisto (?:presso|con|di)
    (?:u|je) heeft .{0,60}\b(?:betaald|verzonden|overgemaakt|verstuurd|uitgegeven)\b
    je hebt .{0,60}\b(?:betaald|verzonden|overgemaakt|verstuurd)\b ~ afgeschreven\b ~ afschrijving\b
    kaartbetaling ~ pinbetaling ~ uitgaande\b ~ overboeking\b.{0,50}\b(?:uitgevoerd|verzonden)
    frais\b.{0,60}\b(?:preleves|debites|factures) ~ a ete preleve ~ (?:was|were|has been) charged\b
    wurden? .{0,30}\bberechnet ~ se (?:le )?ha cobrado
    """
)

# Not yet, not at all, or not about money that came in.
NOT_YET = _any(
    r"""
    en attente\b ~ est annonce ~ annonce d'un?  ~ avis d'emission ~ a venir\b
    sera (?:\w+ )?(?:credite|disponible|verse|traite|porte) ~ seront (?:\w+ )?(?:credite|disponible|verse)
    a echoue ~ echec\b ~ a ete refuse ~ paiement refuse ~ refusee? par\b ~ expire\b
    demande de (?:paiement|virement|reglement) ~ en cours (?:de|d') ~ est bloque\b ~ a ete bloque
    a ete annule ~ n'a pas (?:abouti|ete) ~ programme\b ~ suspendu ~ ne vous sera verse ~ est prevue?\b
    a ete initie ~ pending\b ~ on (?:its|the) way\b ~ should arrive\b
    will be (?:\w+ )?(?:credited|available|paid|deposited|added) ~ failed\b ~ declined\b ~ expired\b
    not completed ~ incomplete\b ~ payment request ~ request(?:ed|s) (?:a )?(?:payment|money) ~ scheduled\b
    cancell?ed\b ~ being (?:processed|reviewed|held) ~ on hold\b ~ under review ~ expected (?:on|by|to)
    is coming\b ~ upcoming\b ~ unsuccessful ~ has set up a transfer
    not (?:yet )?(?:been )?(?:received|credited) ~ ausstehend ~ vorgemerkt ~ vormerkung ~ angekundigt
    ankundigung ~ wird .{0,60}\b(?:gutgeschrieben|verfugbar) ~ fehlgeschlagen ~ abgelehnt ~ abgelaufen
    storniert ~ zahlungsanforderung ~ in bearbeitung ~ unterwegs\b ~ wird gepruft ~ erwartet\b ~ pendiente\b
    en camino\b ~ sera (?:abonad|ingresad|disponible) ~ se abonara ~ fallid[oa] ~ rechazad[oa] ~ caducad[oa]
    cancelad[oa] ~ denegad[oa] ~ solicitud de (?:pago|cobro) ~ en (?:tramite|proceso)\b ~ previst[oa]\b
    retenid[oa]\b ~ anunciad[oa] ~ in (?:attesa|sospeso)\b ~ in arrivo\b ~ (?:sara|verra) accreditat
    fallit[oa] ~ rifiutat[oa] ~ scadut[oa] ~ annullat[oa] ~ non riuscit ~ richiesta di pagamento
    in (?:lavorazione|elaborazione|corso)\b ~ previst[oa]\b ~ preannunci ~ in behandeling\b ~ onderweg\b
    wordt .{0,60}\bbijgeschreven ~ mislukt ~ geweigerd ~ verlopen\b ~ geannuleerd ~ betaalverzoek
    aangekondigd ~ gepland ~ verwacht\b
    """
)

ABOUT_ELSE = _any(
    r"""
    releve\b.{0,60}\b(?:disponible|arrive|consultable|en ligne) ~ e-releve
    solde\b.{0,60}\b(?:superieur|inferieur|seuil|depasse|franchi) ~ connexion a\b ~ nouvelle connexion
    code de (?:securite|confirmation|verification) ~ nouvel appareil ~ ajout d'un beneficiaire
    mot de passe ~ decouvrez\b ~ profite[rz] ~ jusqu'a [\d\s]+ ?(?:€|eur|%) ~ offre\b ~ offerts?\b
    conditions (?:generales|tarifaires) ~ mettez a jour ~ webinaire ~ parrain
    statement\b.{0,50}\b(?:available|ready|online)
    balance\b.{0,40}\b(?:above|below|alert|threshold|exceed) ~ log-?in\b ~ sign-?in\b ~ new device
    security code ~ passcode\b.{0,20}\bchanged ~ terms (?:of|and) ~ invite a friend and ~ get up to\b
    new feature ~ introducing\b ~ webinar ~ kontoauszug\b.{0,60}\b(?:verfugbar|bereit|eingestellt|abruf)
    kontostand\b.{0,50}\b(?:uber|unter|schwelle) ~ anmeldung\b ~ sicherheitscode ~ neues gerat ~ angebot\b
    jetzt sichern ~ sichern sie sich ~ extracto\b.{0,50}\bdisponible
    saldo\b.{0,50}\b(?:superior|inferior|umbral) ~ inicio de sesion ~ codigo de seguridad
    nuevo dispositivo ~ oferta\b ~ descubr[ea]\b ~ aprovech ~ estratto conto\b.{0,50}\bdisponibile
    saldo\b.{0,50}\b(?:superiore|inferiore|soglia) ~ nuovo (?:accesso|dispositivo) ~ codice di sicurezza
    offerta\b ~ scopri\b ~ approfitt ~ (?:rekening)?afschrift\b.{0,50}\b(?:klaar|beschikbaar)
    saldo\b.{0,50}\b(?:hoger|lager|boven|onder|grens) ~ ingelogd ~ nieuwe (?:inlog|apparaat)
    beveiligingscode ~ aanbieding ~ ontdek\b
    (?:recapitulatif|bilan|resume) (?:mensuel|annuel) ~ (?:monthly|yearly|annual) (?:summary|report|recap|review)
    (?:monats|jahres)ubersicht ~ resumen (?:mensual|anual) ~ riepilogo (?:mensile|annuale) ~ (?:maand|jaar)overzicht
    """
)

CREDIT = _any(
    r"""
    creditee?s?\b ~ (?:au|avis de|en) credit\b ~ credit (?:de votre|en compte|instantane)
    operations? creditrices? ~ virements?\b.{0,40}\b(?:recus?|entrants?)\b ~ avez recu ~ venez de recevoir
    paiements?\b.{0,60}\b(?:recus?|reussi|encaisse) ~ recus? de\b ~ encaiss
    vous a (?:envoye|verse|regle|paye|vire|transfere) ~ avons (?:verse|transfere|vire)
    vous a(?:vons)? verse ~ en votre faveur ~ a regle\b ~ a reussi\b ~ vient de (?:regler|payer)
    a ete recu ~ vient d'arriver ~ versement\b ~ remises?\b.{0,30}\bcredit ~ received\b ~ credited\b
    credit (?:advice|alert|notification) ~ money in\b ~ got (?:money|paid) ~ sent you\b
    payment (?:from|of .{1,40} (?:from|by))\b ~ paid you\b ~ payout\b ~ settlement\b ~ incoming\b
    was successful\b ~ succeeded\b ~ payment (?:was )?completed\b ~ deposit(?:ed)?\b
    transferred .{1,30} to your ~ just paid\b ~ eingegangen ~ (?:zahlungs|geld)?eingang\b ~ gutschrift
    gutgeschrieben ~ erhalten\b ~ auszahlung ~ hat (?:ihnen|dir)  ~ eingehende ~ ausgezahlt ~ recibid[oa]
    ha(?:s)? recibido ~ ingreso ~ abon(?:o|ad[oa]|amos)\b ~ (?:te|le) ha (?:enviado|pagado|transferido)
    liquidacion ~ acreditad[oa] ~ cobro\b ~ ricevut[oai] ~ accredit ~ incass
    (?:ti|le) ha (?:inviato|pagato|trasferito) ~ in entrata ~ liquidazione ~ versament ~ entrata\b
    ontvangen\b ~ bijgeschreven ~ bijschrijving ~ uitbeta(?:ling|ald)
    heeft (?:u|je) .{0,60}\b(?:gestuurd|betaald|overgemaakt) ~ ontvangst\b ~ inkomende
    paiements?\b.{0,60}\b(?:accepte|confirme|valide) ~ payment (?:accepted|confirmed|successful|captured)
    paid (?:the |your )?invoice ~ invoice .{1,30} paid\b ~ a (?:regle|paye) (?:la|votre|sa) facture
    facture .{1,40}\b(?:payee|reglee)\b ~ rechnung .{1,40}\bbezahlt\b ~ factura .{1,30}\bpagada\b
    fattura .{1,30}\bpagata\b ~ factuur .{1,30}\bbetaald\b
    """
)

# A payment service pays out what it collected: its list of payments is what settles invoices.
PAYOUT = _any(
    r"""
    payout\b ~ settlement\b ~ paid you\b ~ versement\b ~ avons (?:verse|transfere|vire) ~ vous a verse
    transferred .{1,30} to your bank ~ auszahlung ~ ausgezahlt ~ liquidacion ~ liquidazione
    uitbeta(?:ling|ald) ~ hemos (?:transferido|abonado) ~ abbiamo (?:trasferito|accreditato|versato)
    wir haben .{0,40}\b(?:uberwiesen|ausgezahlt) ~ remise de prelevements ~ pagos? incluidos
    payments included
    """
)

# Words in a line of a list that make it no credit.
NOT_A_CREDIT_LINE = _any(
    r"""
    prlv\b ~ prelevement\b ~ cb\b ~ carte\b.{0,12}\bx?\d{4}\b ~ cotisation ~ retrait\b ~ frais\b
    commission ~ agios\b ~ vir(?:ement)?s?\b.{0,16}\b(?:emis|vers|pour|faveur de)\b ~ rembours ~ impaye
    rejet ~ echu ~ remise en attente ~ refund ~ fees?\b ~ costs\b ~ chargeback ~ dispute ~ card payment
    withdrawal ~ direct debit\b ~ failed\b ~ pending\b ~ declined\b ~ reversal ~ charge for ~ adjustment
    reserve\b ~ erstattung ~ ruckerstattung ~ lastschrift ~ gebuhr ~ entgelt ~ kartenzahlung
    rucklastschrift ~ rucklage ~ kosten\b ~ dauerauftrag ~ abbuchung ~ reembolso ~ devoluci ~ comision
    recibo\b ~ adeudo ~ tarjeta ~ cargo\b ~ rimborso ~ addebito ~ storno ~ pos\b ~ terugbetaling ~ incasso\b
    stornering ~ afschrijving ~ betaalautomaat ~ transactiekosten ~ en attente\b ~ refuse ~ rejete ~ echoue
    abgelehnt ~ ausstehend ~ pendiente ~ rechazad ~ in attesa ~ rifiutat ~ in behandeling ~ geweigerd
    mislukt
    """
)
BANKLIKE_NAME = re.compile(
    r"\bban(?:k|que|co|ca|cario|caire)|bank\b|\b(?:credit|caisse|caixa|cassa|sparkasse|pay(?:ments?|pal|out)?|paiements?"
    r"|virements?|finance|treasury|money|wallet|transfers?)\b"
)
FORWARDED = re.compile(
    r"^(?:fwd?|tr|wg|rv|i|doorst|fs)\s*:|^debut du message (?:transfere|reexpedie)|^begin forwarded message"
    r"|--\s{0,20}(?:message transfere|forwarded message|original message|message d'origine|weitergeleitete nachricht"
    r"|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|ursprungliche nachricht)"
)
