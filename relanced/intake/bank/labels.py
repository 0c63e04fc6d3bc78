"""Nothing in, the labels that banks print before values out. Data: French, English, German, Spanish, Italian, Dutch.

All folded: lower case, no accents. A label is a whole cell, or the words before a colon.
"""

from enum import StrEnum


class Role(StrEnum):
    """What the value behind a label is."""

    PAYER = "payer"
    REFERENCE = "reference"  # the payer's words
    INVOICE = "invoice"  # an invoice number in a field of its own
    OWN_REFERENCE = "own_reference"  # «reference»: the payer's words, or the bank's number
    CREDITED = "credited"
    AMOUNT = "amount"
    SENT = "sent"  # what left the payer; a fee or an exchange may lie between
    TOTAL = "total"
    NET = "net"
    FEE = "fee"
    BALANCE = "balance"
    DEBIT = "debit"  # a column of money that leaves
    CURRENCY = "currency"
    VALUE_DAY = "value_day"
    DAY = "day"
    STATE = "state"
    DIRECTION = "direction"
    PAYEE = "payee"  # who receives
    CHEQUE = "cheque"  # «number - drawer»
    PAYER_ACCOUNT = "payer_account"
    ENTRY_ID = "entry_id"  # the bank's or service's own name of the payment
    ASIDE = "aside"  # known, of no use here


_WORDS: dict[Role, str] = {
    Role.PAYER: """
        de|de la part de|emetteur|nom de l'emetteur|nom emetteur|donneur d'ordre|nom du donneur d'ordre
        |ordonnateur|debiteur|nom du debiteur|payeur|nom du payeur|expediteur|client|nom du client|tireur|tire|tire sur
        |tiers|contrepartie|nom de la contrepartie|remettant|paye par|regle par|envoye par|provenance
        |origine|en provenance de|acheteur|from|sender|sender name|payer|payer name|paid by|sent by
        |remitter|remitter name|originator|ordering party|ordering customer|customer|customer name
        |consumer|debtor|debtor name|counterparty|account holder|buyer|received from|auftraggeber|absender
        |zahler|zahlungspflichtiger|einzahler|kunde|kundenname|von|auftraggeber/in|name des auftraggebers
        |auftraggebername|schuldner|gegenpartei|kontoinhaber|zahlungspartner|bezahlt von|name|nom|nombre
        |nome|naam|auftraggeber / zahlungspflichtiger|begunstigter/zahlungspflichtiger
        |name zahlungsbeteiligter|ordenante|nombre del ordenante|pagador|remitente|cliente|emisor|deudor
        |enviado por|pagado por|librador|contraparte|ordinante|nome ordinante|mittente|pagatore|debitore
        |da|da parte di|nome cliente|inviato da|pagato da|controparte|opdrachtgever|naam opdrachtgever
        |afzender|betaler|klant|naam klant|van|tegenpartij|naam tegenpartij|debiteur|betaald door
        |naam afzender|ontvangen van|emis par|recu de|verse par|vire par|client debiteur|de (nom)|emise par
        |drawn by|by order of|ordered by|payer's name|sender's name|originator name|counter party|who paid
        |zahlung von|eingang von|uberweisender|bezahlt durch|uberwiesen von|gezahlt von|zahlungseingang von
        |ordenado por|recibido de|remitido por|de parte de|girado por|ordenante de la transferencia
        |disposto da|ricevuto da|versato da|emesso da|nominativo ordinante|naam betaler|afkomstig van
        |overgemaakt door|betaling van|gestort door|naam tegenrekening|naam / omschrijving
        |d.o.|d'ordre de|de qui|quien lo envia|de quien|chi lo invia|da chi|von wem|van wie|from whom|who sent it
        |cust name|buyer name|payeur/client|zahlungspflichtige|auftraggebende|zu lasten von|nom client|nome pagatore""",
    Role.REFERENCE: """
        motif|motif du virement|motif de l'operation|libelle|libelle de l'operation|communication
        |communication libre|message|objet|description|note|informations complementaires
        |remittance information|remittance|remittance info|payment reference|payment details|details
        |narrative|memo|description of payment|message to beneficiary|message to recipient
        |reference du donneur d'ordre|reference client|votre reference|verwendungszweck|zweck|betreff
        |mitteilung|nachricht|zahlungsreferenz|beschreibung|buchungstext|kundenreferenz|concepto|asunto
        |descripcion|mensaje|observaciones|concepto de la transferencia|causale|causale del bonifico
        |causale bonifico|descrizione|oggetto|messaggio|causale di pagamento|omschrijving|mededeling
        |betalingskenmerk|bericht|betreft|vrije mededeling|gestructureerde mededeling
        |para que|pour quoi|wofur|waarvoor|per cosa|what for|what it's for|betalingsomschrijving|concepto del pago
        |note au beneficiaire|mededelingen|remittance details|zahlungszweck""",
    Role.INVOICE: """
        facture|n° de facture|numero de facture|n° facture|facture n°|invoice|invoice id|invoice number
        |invoice no|order|commande|rechnung|rechnungsnummer|rechnungsnr|rechnungs-nr|factura
        |numero de factura|n° de factura|fattura|numero fattura|n. fattura|factuur|factuurnummer
        |lien de paiement|payment link|zahlungslink|enlace de pago|link di pagamento|betaallink
        |order id|pedido|bestelling|bestellnummer|numero de pedido|order number|n° de commande|numero ordine|ordine
        |rif. fattura|ref. factura|rechnungsreferenz""",
    Role.OWN_REFERENCE: """
        reference|ref|reference du virement|reference de paiement|reference de l'operation
        |reference operation|end-to-end|e2e|referenz|referenznummer|referencia|numero de referencia
        |riferimento|rif|kenmerk|referentie|reference de bout en bout|end to end reference""",
    Role.CREDITED: """
        montant credite|montant net credite|credite sur votre compte|credit|montant porte au credit
        |a votre credit|credited to your account|credited amount|amount credited|you received
        |amount received|received|recu|montant recu|vous avez recu|vous recevez|gutschrift|gutgeschrieben
        |gutschriftsbetrag|gutgeschriebener betrag|haben|erhalten|erhaltener betrag|importe abonado|abono
        |haber|ha recibido|has recibido|importe recibido|recibido|importo accreditato|accredito|avere
        |hai ricevuto|importo ricevuto|ricevuto|bijgeschreven|bijgeschreven bedrag|bij|ontvangen
        |ontvangen bedrag|credited|money in|paid in|entree|ingreso|entrata
        |added to your balance|ajoute a votre solde|credite a votre compte|in your favour|zu ihren gunsten
        |a su favor|a vostro favore|in uw voordeel""",
    Role.AMOUNT: """
        montant|montant de l'operation|montant paye|montant regle|montant encaisse|montant du reglement
        |montant du virement|montant du paiement|montant brut|brut|montant ttc|montant total (ttc)
        |montant total ttc|amount|payment amount|gross|gross amount|transaction amount|transfer amount
        |amount paid|total amount|betrag|bruttobetrag|brutto|zahlbetrag|uberweisungsbetrag|umsatz|importe
        |importe bruto|bruto|monto|cantidad|importe de la transferencia|importo|importo lordo|lordo
        |ammontare|importo bonifico|importo del bonifico|importo pagamento|bedrag|brutobedrag
        |betaald bedrag|somme|sum|valeur du cheque""",
    Role.SENT: """
        montant envoye|montant initial|montant d'origine|montant emis|montant ordonne|payment sent
        |sent by payer|amount sent|original amount|instructed amount|sent amount|sent|gesendet
        |gesendeter betrag|ursprungsbetrag|auftragsbetrag|originalbetrag|importe enviado|importe original
        |importo inviato|importo originale|importo originario|verzonden bedrag|oorspronkelijk bedrag
        |they sent|they paid|ils ont envoye|gesendet wurden|han enviado|hanno inviato|zij stuurden""",
    Role.TOTAL: """
        total|total credite|total verse|total recu|total des credits|montant total|total paid out
        |total credited|sum total|gesamt|gesamtbetrag|summe|total abonado|totale|totale accreditato|totaal
        |totaal ontvangen|totaalbedrag|total general|total du lot|sous-total|subtotal|zwischensumme
        |subtotale|subtotaal""",
    Role.NET: """
        net|montant net|net verse|montant verse|verse|net amount|net payout|payout amount|amount paid out
        |payout|net total|paid out|auszahlungsbetrag|nettobetrag|netto|auszahlung|importe neto|neto
        |importo netto|nettobedrag|uitbetaald|uitbetaling|uitbetaald bedrag|liquido|importe liquidado
        |total liquidado|netto uitbetaald|nettoauszahlung|transfere|versement|virement net""",
    Role.FEE: """
        frais|commission|commissions|frais de transaction|fee|fees|transaction fee|charges|costs
        |processing fee|processing fees|gebuhr|gebuhren|entgelt|entgelte|provision|kosten|comision
        |comisiones|gastos|tarifa|commissione|commissioni|spese|costi|costo|tarieven|transactiekosten
        |bankkosten|intermediary and receiving fees|frais bancaires|frais intermediaires|bankgebuhren
        |fremde spesen|vat on fees|tva sur frais|tva sur commission|iva|btw|mwst""",
    Role.BALANCE: """
        solde|solde du compte|solde apres operation|nouveau solde|solde disponible|ancien solde
        |solde initial|solde final|balance|account balance|new balance|available balance|opening balance
        |closing balance|balance after|kontostand|saldo|neuer saldo|neuer kontostand|alter saldo
        |saldo disponible|nuevo saldo|saldo actual|saldo disponibile|nuovo saldo|saldo contabile
        |nieuw saldo|beschikbaar saldo|endsaldo|anfangssaldo|saldo final|saldo inicial|saldo finale
        |saldo iniziale""",
    Role.DEBIT: """
        debit|debits|montant debite|soll|lastschrift|cargo|debe|cargos|addebito|dare|uscita|uscite|af
        |afgeschreven|money out|withdrawal|sortie|salida""",
    Role.CURRENCY: """
        devise|currency|wahrung|divisa|moneda|valuta code|munt|ccy|muntsoort""",
    Role.VALUE_DAY: """
        date de valeur|date valeur|valeur|valeur le|value date|value|val|f.valor|f.val|f. val|wertstellung
        |valuta|valutadatum
        |wert|wertstellungsdatum|fecha valor|fecha de valor|f. valor|valor|data valuta|data di valuta
        |valutadatum|rentedatum|date de credit|credite le|arrive le|arrivee le|arrived on|credited on
        |gutgeschrieben am|fecha de abono|data accredito|data di accredito|bijgeschreven op|arrival date
        |available on|disponible le|settlement date|payout date|date de versement|auszahlungsdatum
        |fecha de liquidacion|data di regolamento|uitbetaald op|uitbetalingsdatum
        |sous valeur|sous valeur du|valeur du|wert per|valuta per|con valuta|met valuta""",
    Role.DAY: """
        f.oper|f. oper|f.operacion|f.op|f. op|date|le|du|date de l'operation|date d'operation
        |date operation|date de la transaction
        |date du virement|date du paiement|date de reception|recu le|paye le|date comptable|date and time
        |transaction date|payment date|booking date|paid on|received on|posted on|posting date|on
        |date received|datum|buchungsdatum|buchungstag|buchung|eingegangen am|eingang am|erhalten am
        |bezahlt am|zahlungsdatum|transaktionsdatum|fecha|fecha de operacion|fecha operacion
        |fecha de la operacion|recibido el|pagado el|fecha de pago|fecha contable|data|data operazione
        |data dell'operazione|data contabile|ricevuto il|pagato il|data pagamento|data transazione
        |boekdatum|boekingsdatum|ontvangen op|betaald op|transactiedatum|datum en tijd|date et heure
        |datum und uhrzeit|fecha y hora|data e ora""",
    Role.STATE: """
        statut|status|etat|state|estado|stato|situation|situacion|situazione|stand|toestand
        |resultado|result|resultat|ergebnis|esito|uitkomst|outcome|afloop|estado del pago|zahlungsstatus""",
    Role.DIRECTION: """
        sens|type|direction|type d'operation|type de transaction|transaction type|operation|art|richtung
        |umsatzart|tipo|tipo de operacion|tipo operazione|soort|mutatiesoort|nature
        |type operation|transtype|buchungsart|tipo movimento|tipo de movimiento|operation type|vorgangsart""",
    Role.PAYEE: """
        beneficiaire|nom du beneficiaire|au profit de|destinataire|vers|a|to|recipient|beneficiary|payee
        |paid to|sent to|merchant|commercant|creancier|begunstigter|empfanger|zahlungsempfanger|an
        |beneficiario|destinatario|a favor de|para|a favore di|begunstigde|ontvanger|aan|handler|comercio
        |esercente|winkel
        |zugunsten|zugunsten von|zu gunsten von|ten gunste van|a qui|a quien|a chi|aan wie|an wen|to whom"
        "|in favore di""",
    Role.CHEQUE: """
        cheque n°|cheque|n° de cheque|numero de cheque|n° cheque|cheque number|check number|cheque no""",
    Role.PAYER_ACCOUNT: """
        iban emetteur|iban de l'emetteur|iban du donneur d'ordre|compte emetteur|compte du donneur d'ordre
        |compte contrepartie|compte debiteur|from account|sender account|sender iban|payer iban|payer account
        |van rekening|rekening tegenpartij|iban tegenpartij|tegenrekening|auftraggeberkonto|iban auftraggeber
        |von konto|iban des auftraggebers|absenderkonto|cuenta ordenante|cuenta de origen|iban ordenante
        |conto ordinante|iban ordinante|conto di provenienza""",
    Role.ENTRY_ID: """
        transaction id|payment id|numero de transaction|n° de transaction|code de transaction|transfer number
        |transaktionscode|transaktionsnummer|transactienummer|zahlungs-id|identifiant de l'operation
        |numero d'operation|numero operazione|id operazione|id transazione|cro|cro/trn|trn|reference bancaire
        |bank reference|our reference|notre reference|bankreferenz|referencia bancaria|numero de operacion
        |id de transaccion|id transaccion|transactie-id|id transaction|reference de la transaction
        |transaction reference|payment no|buchungsnummer|codigo de operacion""",
    Role.ASIDE: """
        iban|bic|compte|compte credite|compte beneficiaire|compte a crediter|account|to account|account number
        |konto|cuenta|conto|rekening|rekeningnummer|numero de compte|n° de compte|moyen de paiement
        |mode de paiement|method|payment method|zahlungsart|metodo de pago|metodo di pagamento|betaalmethode
        |carte|card|karte|tarjeta|carta|kaart|identifiant|payment|transaction|id|payout id|mandat|mandate
        |mandaat|n° de remise|nombre d'operations|rum|ics|agence|time|heure|uhrzeit|hora|ora|tijd
        |exchange rate|taux de change|cours|kurs|wechselkurs|tipo de cambio|tasso di cambio|wisselkoers
        |identificativo|gutschriftskonto|motif du rejet|email|e-mail|titulaire|holder|inhaber|titular
        |intestatario|rekeninghouder|adresse|address|paiement|pago|pagamento|zahlung|betaling""",
}
# «/DE … /MOTIF …»; every other word between slashes is the payer's own.
SLASH_ROLE = {
    "de": Role.PAYER,
    "from": Role.PAYER,
    "name": Role.PAYER,
    "nom": Role.PAYER,
    "ref": Role.OWN_REFERENCE,
    "reference": Role.OWN_REFERENCE,
}
# The payer writes what stands behind these: nothing of it may pass for the bank's own figures.
PAYERS_WORDS = frozenset({Role.PAYER, Role.REFERENCE, Role.INVOICE, Role.OWN_REFERENCE, Role.CHEQUE})
FIGURES = frozenset({Role.CREDITED, Role.AMOUNT, Role.SENT, Role.TOTAL, Role.NET, Role.FEE, Role.CURRENCY})
ROLE_OF: dict[str, Role] = {
    " ".join(label.split()): role
    for role, labels in _WORDS.items()
    for label in labels.split("|")
    if label.strip()
}
# «Message de Nowak Studio», «Note from …»: the rest of the label is the payer's name.
OPEN_LABELS = (
    ("message de ", Role.REFERENCE),
    ("note de ", Role.REFERENCE),
    ("message from ", Role.REFERENCE),
    ("note from ", Role.REFERENCE),
    ("nachricht von ", Role.REFERENCE),
    ("mensaje de ", Role.REFERENCE),
    ("messaggio da ", Role.REFERENCE),
    ("bericht van ", Role.REFERENCE),
)
EMPTY_VALUES = frozenset(
    """-|--|---|–|—|.|/|n/a|na|none|no|nil|aucun|aucune|neant|vide|nonref|kein|keine|ohne|ninguno|nessuna|nessuno
    |assente|geen|(vide)|(none)|(aucun)|(aucune)|notprovided|not provided|sans motif|sans reference|sans libelle
    |non renseigne|non renseignee|non communique|non communiquee|pas de reference|pas de motif|pas de message
    |aucune reference|aucun motif|aucun message|non precise|non precisee|no reference|no message|none given
    |no reference given|not specified|keine angabe|ohne angabe|ohne verwendungszweck|kein verwendungszweck
    |nicht angegeben|sin concepto|sin referencia|no consta|non indicata|non indicato|non presente|senza causale
    |nessuna causale|geen omschrijving|geen mededeling|niet opgegeven""".replace("\n    ", "").split("|")
)
