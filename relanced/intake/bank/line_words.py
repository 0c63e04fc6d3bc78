"""Nothing in, the words that tell what one line, one state or one name of a bank's mail is out. Data; six languages.

As in phrases.py: matched against folded text, « ~ » or a new line parts two phrases.
"""

from relanced.intake.bank.phrases import any_of
from relanced.intake.lazy import lazy

# The line of a statement that tells of an incoming transfer by its code alone.
CREDIT_CODE = lazy(
    r"(?:^|\s)(?:vir(?:ement|t)?s?\.?(?: sepa| inst(?:antane)?)* (?:de|recu)|transf(?:erencia|er)?\.? (?:de"
    r"|from)|bonifico (?:da|sepa da)"
    r"|bgc|fpi|bacs credit|overboeking van|uberweisung von|cr transfer)\s"
)
# Words in a line of a list that make it no credit.
NOT_A_CREDIT_LINE = any_of(
    r"""
    prlv\b ~ prelevement\b ~ cb\b ~ carte\b.{0,12}\bx?\d{4}\b ~ cotisation ~ retrait\b ~ frais\b ~ commission
    agios\b ~ vir(?:ement)?s?\b.{0,16}\b(?:emis|vers|pour|faveur de)\b ~ rembours ~ impaye ~ rejet ~ echu
    remise en attente ~ refund ~ fees?\b ~ costs\b ~ chargeback ~ dispute ~ card payment ~ withdrawal
    direct debit\b ~ failed\b ~ pending\b ~ declined\b ~ reversal ~ charge for ~ adjustment ~ reserve\b
    erstattung ~ ruckerstattung ~ lastschrift ~ gebuhr ~ entgelt ~ kartenzahlung ~ rucklastschrift ~ rucklage
    kosten\b ~ dauerauftrag ~ abbuchung ~ reembolso ~ devoluci ~ comision ~ recibo\b ~ adeudo ~ tarjeta
    cargo\b ~ rimborso ~ addebito ~ storno ~ pos\b ~ terugbetaling ~ incasso\b ~ stornering ~ afschrijving
    betaalautomaat ~ transactiekosten ~ en attente\b ~ refuse ~ rejete ~ echoue ~ abgelehnt ~ ausstehend
    pendiente ~ rechazad ~ in attesa ~ rifiutat ~ in behandeling ~ geweigerd ~ mislukt
    """
)
# Words in a line of a service's list that make it no sale: the fee and the means of payment are not among them.
NO_SALE = any_of(
    r"""
    refund ~ chargeback ~ dispute ~ adjustment ~ reserve\b ~ failed\b ~ pending\b ~ declined\b ~ reversal
    rembours ~ impaye ~ rejet ~ echoue ~ en attente\b ~ refuse ~ contestation ~ erstattung ~ ruckerstattung
    rucklastschrift ~ rucklage ~ abgelehnt ~ ausstehend ~ reembolso ~ devolucion ~ contracargo ~ pendiente
    rechazad ~ rimborso ~ storno ~ contestazione ~ in attesa ~ rifiutat ~ terugbetaling ~ stornering
    terugboeking ~ in behandeling ~ geweigerd ~ mislukt ~ contanti\b ~ especes\b ~ cash\b ~ barzahlung
    efectivo\b ~ contant\b ~ annule ~ cancel
    """
)
# A client's payment went back, told by his bank or the service; and what tells that we gave it back ourselves.
TAKEN_BACK = any_of(
    r"""
    impaye ~ rejet\w* ~ retour de (?:domiciliation|prelevement|cheque) ~ retournee? ~ contestation
    contre[- ]pass ~ extourn ~ chargeback ~ charged back ~ dispute (?:lost|decided) ~ bounced ~ unpaid
    dishonou?red ~ returned ~ recalled ~ payment reversed ~ has failed after ~ late failure ~ rucklast
    ruckscheck ~ scheckruckgabe ~ zuruckgegeben ~ nicht eingelost ~ zuruckgebucht ~ ruckgabe ~ ruckbuchung
    ruckbelast ~ devolucion de (?:recibos?|adeudos?|cheques?) ~ devuelt[oa] ~ impagad ~ contracargo ~ retroce
    disputa (?:abierta|perdida) ~ insolut ~ stornat ~ storno ~ contestazione ~ respint ~ richiamat ~ gestorneerd
    stornering ~ teruggeboekt ~ terugboeking ~ onbetaald ~ geschil ~ rappelee? ~ zuruckgerufen ~ teruggeroepen
    disputed
    """
)
WE_REFUNDED = any_of(
    r"""
    you(?:'ve| have)? (?:issued a )?refund ~ refund (?:issued|sent|to|processed|completed) ~ vous avez rembourse
    remboursement (?:effectue|emis|envoye) ~ avez (?:envoye|emis|effectue) un remboursement ~ a ete rembourse
    erstattung (?:gesendet|veranlasst|an) ~ (?:hast|haben) .{0,40}\b(?:erstattet|zuruckgezahlt)
    ruckerstattung\b.{0,30}\b(?:gesendet|an) ~ has (?:hecho una devolucion|devuelto|reembolsado)
    reembolso (?:enviado|emitido|realizado|efectuado) ~ hai rimborsato ~ rimborso (?:inviato|effettuato|emesso)
    u heeft .{0,60}\bterugbetaald ~ terugbetaling (?:verzonden|verstuurd|gedaan) ~ your transfer
    your payment to ~ votre virement\b(?! recu) ~ ihre uberweisung ~ (?:tu|su) transferencia (?:a|de)
    (?:il tuo|il suo) bonifico ~ (?:je|uw) overboeking ~ du hast .{0,40}\bgesendet
    """
)
BANKLIKE_NAME = lazy(
    r"\bban(?:k|que|co|ca|cario|caire)|bank\b|\b(?:credit|caisse|caixa|cassa|sparkasse|pay(?:ments?|pal|out)?"
    r"|paiements?"
    r"|virements?|finance|treasury|money|wallet|transfers?)\b"
)
FORWARDED = lazy(
    r"^(?:fwd?|tr|wg|rv|i|doorst|fs)\s*:|^debut du message (?:transfere|reexpedie)|^begin forwarded message"
    r"|--\s{0,20}(?:message transfere|forwarded message|original message|message d'origine|weitergeleitete nachricht"
    r"|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|ursprungliche nachricht)"
)
