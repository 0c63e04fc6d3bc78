"""A label that no list holds in, what its words make it out. Pure; six languages.

Banks compose labels: «Libellé du virement», «Rekening tegenpartij», «Fecha operación». The word that
says most decides: an account is an account whoever's it is, a fee is a fee in every column.
"""

import re

from relanced.intake.bank.labels import Role
from relanced.intake.lazy import lazy

MAX_LABEL = 46  # characters; longer ones are sentences
MAX_WORDS = 6
_GREETING = lazy(
    r"(?:apreciad|estimad|querid|sehr geehrt|liebe|dear|cher|chere|gentile|egregi|spett|geachte|beste|hallo"
    r"|hola|bonjour|guten tag"
    r"|buongiorno|ciao|hello|hi|madame|monsieur)"
)


def _of(words: str) -> re.Pattern[str]:
    return lazy(rf"\b(?:{words})")


_ACCOUNT = _of(
    r"iban\b|bic\b|swift\b|comptes?\b|kontos?\b|kontonummer|konto-|rekening|bankrekening|accounts?\b|cuentas?\b|conto\b"
    r"|rib\b|sort code|acct|cta\b|empfangerkonto|absenderkonto|auftraggeberkonto|zahlerkonto"
)
_BALANCE = _of(
    r"soldes?\b|saldo\b|balance\b|kontostand|eindsaldo|endsaldo|anfangssaldo|plafond|limit|seuil|grenze|umbral|soglia"
)
_WHEN = _of(
    r"dates?\b|datum|fecha|data\b|jour\b|day\b|tag\b|dia\b|giorno|dag\b|heure|uhrzeit|time\b|hora\b|ora\b|tijd\b|fec\b"
    r"|bu-?tag|boekdag|f\.\s?(?:oper|valor)|buchungstag|valutadatum|wertstellung|rentedatum|received\b|recu le|ricevut"
)
_VALUE = _of(r"valeur|value|valor|valuta|wert|rente|credit|abono|accredit|gutschrift|bijschrijving|disponib")
_NO_DAY = _of(
    r"echeance|limite|prevue?|previst|due\b|expect|expir|fin\b|geldig|caduc|scaden|fallig|voraussichtlich"
    r"|verwacht|until"
    r"|frist|d'execution|estimat|next|prochain|nachste"
)
_REASON = _of(
    r"(?:motif|raison|cause|code) (?:du |de |d'|de la )?(?:rejet|refus|retour|impaye)|raison\b|reason|grund\b|ruckgabe"
    r"|motivo\b|motivazione|reden\b|rejet|rechazo|devolucion|storno|retourreden"
)
_FEE = _of(
    r"frais|commissions?|fees?\b|charges?\b|gebuhr|entgelt|comision|gastos|commission[ei]|spese\b|kosten|tarif"
    r"|provision"
    r"|transactiekosten|vat\b|tva\b|iva\b|btw\b|mwst|cost\b|costs\b|costi\b|coste\b"
)
_AMOUNT = _of(
    r"montant|amount|\w*betrag\b|importe?o?\b|imp\b|\w*bedrag\b|somme\b|sum\b|suma\b|summe\b|somma\b|valore\b|total\w*"
    r"|gesamt\w*|totaal|ammontare|brut\b|brutto\b|gross\b|lordo\b|bruto\b|net\b|netto\b|neto\b|credite?\b"
)
_NET = _of(
    r"net\b|nette?\b|netto\w*|neto\b|verse\b|payout|paid out|auszahl|uitbet|liquidado|transfere|a ingresar"
    r"|da accreditare"
)
_SENT = _of(
    r"initial|d'?origine|original|envoye|emis\b|ordonne|ordre\b|instructed|sent\b|gesend|ursprung|auftrag|enviad"
    r"|inviat|originari|verzonden|oorspronkelijk|ordenad|de l'ordre|devise d"
)
_TOTAL = _of(r"total\w*|gesamt\w*|summe\b|totaal|somma\b|sous-?total|subtotal")
_CREDITED = _of(
    r"credit|recu\b|received|gutgeschrieb|gutschrift|erhalten|abonad|recibid|ingresad|accreditat|ricevut|bijgeschreven"
    r"|ontvangen|encaiss|incassat|cobrad"
)
_DEBITED = _of(r"debit|debited|belast|adeudad|cargad|addebitat|afgeschreven|retire|preleve")
_INVOICE = _of(
    r"factures?\b|invoice|rechnung|factura|fattura|factuur|commande|order\b|bestell|pedido|ordine\b|bestelling"
)
_ENTRY = _of(
    r"(?:bank|bancaire|transaction|operation|paiement|payment|payout|virement|transfer|mouvement|avis|dossier"
    r"|confirmation)"
    r".{0,12}\b(?:ref\w*|id|n°|no|number|numero|nr)\b|(?:ref\w*|id|identifiant|n°|no|number|numero|num|nr|code"
    r"|kenmerk)\b"
    r".{0,14}\b(?:bank|banque|bancaire|bancari[ao]|transac\w+|transaktion\w*|transazione|operation|operacion|operazione"
    r"|paiement|payment|pago|pagamento|betaling|zahlung|versement|payout|avis|transfer|mouvement|movimiento|systeme)"
    r"|transaktions-?\w*|transactie\w*|buchungs-?(?:nr|nummer|id)|trace\b|crn\b|trn\b|uetr\b|cro\b|vorgangsnummer"
)
_MANDATE = _of(r"mandat\w*|mandaat\w*|mandato|rum\b|ics\b|incassant|creditor id|glaubiger")
_SAID = _of(
    r"motif|libelle|communication|communicatie|reference|ref\b|verwendungszweck|zweck|concepto|causale"
    r"|omschrijving|mededeling"
    r"|betreff|betreft|objet|oggetto|asunto|message|mensaje|messaggio|bericht|nachricht|mitteilung|note\b"
    r"|nota\b|narrative"
    r"|memo|description|descrizione|descripcion|remittance|details?\b|dettagl|detalle|referenz|referencia|riferimento"
    r"|kenmerk|referentie|beschreibung|information|intitule|observacion|particulars|particulier|text\b|vorgang|wording"
)
_PAYER = _of(
    r"emett\w+|donneur|payeur|ordonnateur|debiteur|expediteur|clients?\b|tireur|contrepartie|sender|payer\b|remitter"
    r"|originator|customer|auftraggeber\w*|absender\w*|zahler\w*|zahlungspflichtig\w*|einzahler|ordenante"
    r"|pagador|remitente"
    r"|ordinante|mittente|pagatore|opdrachtgever|afzender|betaler|tegenpartij|klant\w*|kunde\w*|acheteur|buyer"
    r"|debtor|tiers"
    r"|debitor\w*|deudor|debitore|librador|traente|cliente\b|kaufer\w*|koper|comprador|acquirente|cardholder|shopper"
    r"|drawer|drawn by|paid by|sent by|received from|paye par|bezahlt von|betaald door|pagado por|pagato da|geld von"
)
_PAYEE = _of(
    r"beneficiair\w*|destinataire|beneficiary|recipient|payee|begunstigte\w*|empfanger\w*|beneficiario|destinatario"
    r"|begunstigde|ontvanger|creancier|creditor|merchant|commercant|incassant|acreedor|creditore|supplier|fournisseur"
)
_NO_NAME = _of(
    r"n°|no\b|nr\b|number|numero|num\b|id\b|code|adresse|address|email|e-mail|banque|bank\b|banca\b|banco\b|pays|land\b"
)
_STATE = _of(
    r"esito\b|resultado\b|ergebnis\b|outcome\b|situacion|situazione|statut|status|etat\b|state\b|estado|stato\b|situation"
)


def composed_role(label: str) -> Role | None:
    """What the words of a folded label make it; None where they say nothing, or it is no label."""
    if (
        not 2 <= len(label) <= MAX_LABEL
        or len(label.split()) > MAX_WORDS
        or re.search(r"\d{2}|[!?]\s|\w{5}\.\s|:\s|[«»“”„\"]", label)
        or _GREETING.match(label)
    ):
        return None
    if _AMOUNT.match(label) and not _FEE.search(label) and not _BALANCE.search(label):
        return _of_money(label)
    if _ADDED.match(label):
        return Role.CREDITED
    is_payers = _PAYER.search(label) is not None
    for pattern, role in (
        (
            _REASON,
            Role.REFERENCE if label.startswith("motivo") and not _REJECTED.search(label) else Role.ASIDE,
        ),
        (_ACCOUNT, Role.PAYER_ACCOUNT if is_payers or _FROM.match(label) else Role.ASIDE),
        (_BALANCE, Role.BALANCE),
        (
            _WHEN,
            Role.ASIDE if _NO_DAY.search(label) else Role.VALUE_DAY if _VALUE.search(label) else Role.DAY,
        ),
        (_STATE, Role.STATE),
        (_FEE, Role.FEE),
        (_MANDATE, Role.ASIDE),
        (_ENTRY, Role.ENTRY_ID),
    ):
        if pattern.search(label):
            return role
    return _of_money(label) or _of_people(label, is_payers=is_payers)


_ADDED = _of(  # «Added to your balance» is an amount, though a balance is named
    r"(?:added|credited|paid) (?:in)?to your\b|ajoute a votre\b|credite (?:a|sur) votre\b"
    r"|gutgeschrieben auf\b|abonado en (?:su|tu)\b"
    r"|accreditato su|bijgeschreven op (?:uw|je)\b"
)
_NUMBER_OF = lazy(r"(?:ref|reference|referenz|referencia|riferimento|kenmerk)\b")
_REJECTED = _of(r"rechazo|devol|rifiut|reso\b|insolut|storno")
_FROM = lazy(r"(?:from|van|von|de l'emetteur|desde|dal|depuis) ")


def _of_money(label: str) -> Role | None:
    if not _AMOUNT.search(label):
        return None
    for pattern, role in (
        (_DEBITED, Role.DEBIT),
        (_NET, Role.NET),
        (_TOTAL, Role.TOTAL),
        (_CREDITED, Role.CREDITED),
        (_SENT, Role.SENT),
    ):
        if pattern.search(label):
            return role
    return Role.AMOUNT


def _of_people(label: str, *, is_payers: bool) -> Role | None:
    if _SAID.search(label):
        if _INVOICE.search(label):
            return Role.INVOICE
        return Role.OWN_REFERENCE if _NUMBER_OF.match(label) else Role.REFERENCE
    if _INVOICE.search(label):
        return Role.INVOICE
    if is_payers:
        return Role.ASIDE if _NO_NAME.search(label) else Role.PAYER
    if _PAYEE.search(label):
        return Role.PAYEE
    return None
