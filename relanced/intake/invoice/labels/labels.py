"""The words that papers print before what they tell, in six languages; and a way to find them in a text.

French, English, German, Spanish, Italian, Dutch. Titles are here, the rest in labels_*.py.

Written folded (lower case, no accents); a space stands for any short run of spaces and signs, so
«total incl vat» also finds «Total (incl. VAT)», and «facture n» finds «Facture n° ».
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sys import intern
from typing import Generic, NamedTuple, TypeVar

from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.kept import kept
from relanced.intake.lazy import lazy

K = TypeVar("K")
_WORD = lazy(r"[a-z0-9]+")
_SIGNS = frozenset(" \t.,()/:'’°º#_-")
_MAX_SIGNS = 8  # between two words of one label: «Total (en €) TTC», with a rate or currency blanked out


@dataclass(frozen=True, slots=True)
class Hit(Generic[K]):
    """A label found: what it announces, and where."""

    kind: K
    start: int
    end: int


class _Node(Generic[K]):
    """One word of the tree of labels that others may follow: which, and the label that ends here."""

    __slots__ = ("kind", "next")

    def __init__(self, kind: K | None = None) -> None:
        self.next: dict[str, _Node[K] | K] = {}  # a label that none goes on from is no node: most are none
        self.kind = kind


class Labels(Generic[K]):
    """Finds the longest label at each place of a folded text, from left to right.

    A tree of words and not one large regular expression: thirty times as fast with these lists. Of its
    branches each grows when a text has the word that it begins with: few do, and no mail has all.
    """

    def __init__(self, words: Mapping[K, Iterable[str]]) -> None:
        self._words = words
        self._root: _Node[K] = _Node()
        # By first word the labels that are not in the tree yet; None: no text was searched yet.
        self._heads: dict[str, list[tuple[str, K]]] | None = None

    def find(self, plain: str) -> list[Hit[K]]:
        """Every label in a folded text."""
        words, texts = _words_in(plain)
        if self._heads is None:
            self._heads = _by_first_word(self._words)
        heads = self._heads
        if heads.keys().isdisjoint(texts):
            return []
        hits: list[Hit[K]] = []
        place, count = 0, len(words)
        while place < count:
            text = words[place].text
            if text not in heads:
                place += 1
                continue
            if heads[text]:
                _grow(self._root, heads[text])
                heads[text] = []
            found = self._longest(words, place)
            if found is None:
                place += 1
                continue
            kind, last = found
            hits.append(Hit(kind, words[place].start, words[last].end))
            place = last + 1
        return hits

    def _longest(self, words: "tuple[_Word, ...]", place: int) -> tuple[K, int] | None:
        node = self._root
        found: tuple[K, int] | None = None
        for index in range(place, len(words)):
            word = words[index]
            if index > place and not word.joins:
                break
            following = node.next.get(word.text)
            if following is None:
                break
            if not isinstance(following, _Node):
                return following, index
            node = following
            if node.kind is not None:
                found = node.kind, index
        return found


def _by_first_word(words: Mapping[K, Iterable[str]]) -> dict[str, list[tuple[str, K]]]:
    found: dict[str, list[tuple[str, K]]] = {}
    for kind, labels in words.items():
        for label in labels:
            begin = _WORD.search(label)
            assert begin is not None, label
            found.setdefault(begin[0], []).append((label, kind))
    return found


def _grow(root: _Node[K], labels: list[tuple[str, K]]) -> None:
    """Put these labels into the tree: of two that are the same, the last one counts."""
    for label, kind in labels:
        *begun, last = map(intern, _WORD.findall(label))
        node = root
        for word in begun:
            node = _inner(node, word)
        following = node.next.get(last)
        if isinstance(following, _Node):
            following.kind = kind
        else:
            node.next[last] = kind


def _inner(node: _Node[K], word: str) -> _Node[K]:
    """The node of this word, made where there is none."""
    following = node.next.get(word)
    if isinstance(following, _Node):
        return following
    made = node.next[word] = _Node(following)
    return made


class _Word(NamedTuple):
    text: str
    start: int
    end: int
    joins: bool  # only a few signs part it from the word before


@kept
def _words_in(plain: str) -> tuple[tuple[_Word, ...], frozenset[str]]:
    """The words of a text, and which they are: the same for all lists of labels."""
    words = []
    last = 0
    for match in _WORD.finditer(plain):
        start, end = match.span()
        words.append(_Word(match[0], start, end, _joins(plain[last:start])))
        last = end
    return tuple(words), frozenset([word.text for word in words])


def _joins(gap: str) -> bool:
    return len(gap) <= _MAX_SIGNS and _SIGNS.issuperset(gap)


def words_of(**by_language: str) -> tuple[str, ...]:
    """Split «a; b; c» for each language into one tuple."""
    return tuple(
        word.strip()
        for words in by_language.values()
        for word in words.replace("\n", " ").split(";")
        if word.strip()
    )


TITLES: dict[Kind, tuple[str, ...]] = {
    Kind.INVOICE: words_of(
        fr="""facture; note d honoraires; note d honoraire; memoire d honoraires; note de debit;
            facture de solde; facture finale; facture definitive; facture de situation;
            situation de travaux; facture rectificative; facture recapitulative; facture intermediaire;
            releve facture; facture releve; bordereau valant facture; recu valant facture;
            note de droits d auteur; note de frais et honoraires; etat de frais et honoraires;
            note de frais et d honoraires; memoire; memoire de travaux; decompte; etat de frais;
            situation; facture d honoraires; note d honoraires et frais; numero de facture; n facture;
            n de facture; numero facture; etat d honoraires; releve d honoraires; note de frais et debours;
            note d honoraires et debours; note d honoraires et de frais; etat de frais et d honoraires""",
        en="""invoice; fee invoice; fee account; statement of fees; progress invoice; account rendered;
            tax invoice; fee note; debit note; final invoice; interim invoice; corrected invoice;
            invoice number; invoice no; bill no; bill number; our bill; final bill""",
        de="""rechnung; rechnungsnummer; rechnungs nr; schlussrechnung; teilrechnung; honorarrechnung;
            endrechnung; honorarnote; korrekturrechnung; sammelrechnung; zwischenrechnung; monatsrechnung;
            honorarabrechnung; gebuhrenrechnung; vergutungsrechnung; quartalsrechnung; rechnungskopie;
            verkaufsrechnung; ausgangsrechnung; kostennote; rechnungsbeleg; mietrechnung; reparaturrechnung;
            warenrechnung; kostenrechnung; montagerechnung; wartungsrechnung; jahresrechnung; barrechnung;
            handwerkerrechnung; lieferrechnung; pflegerechnung; werkstattrechnung""",
        es="factura; factura rectificativa; minuta de honorarios; nota de honorarios; factura final; nota de cargo",
        it="""fattura; ns fattura; nostra fattura; parcella; nota di debito; fattura a saldo;
            fattura di saldo; notula; nota onorari;
            nota di onorario; nota d onorario; nota spese e onorari""",
        nl="""factuur; eindfactuur; factuurnummer; rekening; declaratie; verkoopfactuur; verzamelfactuur;
            deelfactuur; slotfactuur; termijnfactuur; ereloonnota; ereloonstaat; honorariumnota""",
    ),
    Kind.DEPOSIT: words_of(
        fr="""facture d acompte; facture acompte; facture d arrhes; note d honoraires d acompte;
            note d acompte; facture de provision; note de provision; facture d avance""",
        en="""deposit invoice; invoice for deposit; advance invoice; advance payment invoice;
            prepayment invoice; down payment invoice; invoice deposit; retainer invoice""",
        de="anzahlungsrechnung; abschlagsrechnung; vorschussrechnung; akontorechnung; a conto rechnung",
        es="factura de anticipo; factura anticipo; factura de deposito; factura de senal",
        it="""fattura di acconto; fattura d acconto; fattura acconto; fattura di anticipo; fattura d anticipo;
            acconto anticipo su fattura; acconto anticipo su parcella""",
        nl="voorschotfactuur; aanbetalingsfactuur; voorschotnota; factuur aanbetaling",
    ),
    Kind.CREDIT_NOTE: words_of(
        fr="""avoir; facture d avoir; facture avoir; note de credit; note d avoir; avoir client;
            avoir commercial; avoir partiel; avoir total; avoir n; facture d annulation; bon d avoir""",
        en="credit note; credit memo; credit invoice; sales credit note; credit note number; credit note no",
        de="""gutschrift; stornorechnung; rechnungskorrektur; rechnungsgutschrift; storno;
            gutschriftsnummer; gutschrift nr; rechnungsstorno; stornobeleg; stornogutschrift""",
        es="abono; nota de credito; factura de abono; nota de abono",
        it="nota di credito; nota credito; nota di accredito; nota di variazione",
        nl="creditnota; creditfactuur; credit factuur; credit nota",
    ),
    Kind.QUOTE: words_of(
        fr="devis; proposition commerciale; offre de prix; offre commerciale; estimation; proposition",
        en="quote; quotation; estimate; proposal; sales quote; price offer",
        de="angebot; kostenvoranschlag; offerte; preisangebot",
        es="presupuesto; oferta; cotizacion",
        it="preventivo; offerta; proposta commerciale",
        nl="prijsopgave; prijsofferte",
    ),
    Kind.PRO_FORMA: words_of(
        fr="facture proforma; facture pro forma; proforma; pro forma; demande d acompte; projet de facture",
        en="""proforma invoice; pro forma invoice; invoice proforma; draft invoice; payment request;
            deposit request; application for payment; interim application; payment application""",
        de="proforma rechnung; proformarechnung; pro forma rechnung; rechnungsentwurf",
        es="factura proforma; factura pro forma",
        it="""fattura proforma; fattura pro forma; avviso di parcella; preavviso di fattura;
            progetto di notula""",
        nl="proforma factuur; proformafactuur; pro forma factuur; conceptfactuur",
    ),
    Kind.ORDER: words_of(
        fr="""bon de commande; commande d achat; confirmation de commande; accuse de reception de commande;
            commande fournisseur; ordre de service""",
        en="purchase order; order confirmation; sales order; order acknowledgement; work order",
        de="bestellung; auftragsbestatigung; bestellschein; auftrag",
        es="pedido; orden de compra; confirmacion de pedido",
        it="ordine; ordine d acquisto; ordine di acquisto; conferma d ordine; conferma ordine",
        nl="bestelling; inkooporder; orderbevestiging; opdrachtbevestiging; bestelbon",
    ),
    Kind.DELIVERY: words_of(
        fr="bon de livraison; bordereau de livraison; bon d expedition; bon d intervention; bon de retour",
        en="""delivery note; packing slip; packing list; despatch note; dispatch note; delivery slip;
            timesheet""",
        de="lieferschein; packliste; stundenzettel",
        es="albaran; albaran de entrega; nota de entrega",
        it="documento di trasporto; ddt; bolla di consegna; bolla",
        nl="pakbon; leveringsbon; afleverbon; leverbon; vrachtbrief",
    ),
    Kind.STATEMENT: words_of(
        fr="""releve de compte; releve de factures; releve client; releve; extrait de compte; balance agee;
            situation de compte; etat de compte; releve de situation; factures impayees; factures en attente;
            factures ouvertes; etat des factures; liste des factures; bordereau de factures""",
        en="""statement; statement of account; account statement; customer statement; aged balance;
            outstanding invoices; unpaid invoices; open invoices; overdue invoices; invoice list""",
        de="""kontoauszug; kontoubersicht; saldenliste; offene posten; saldenbestatigung;
            offene posten liste; offene rechnungen""",
        es="extracto de cuenta; extracto; estado de cuenta; facturas pendientes",
        it="estratto conto; situazione contabile; scadenzario; fatture scoperte; fatture insolute",
        nl="rekeningoverzicht; openstaande posten; saldo overzicht; rekening overzicht; debiteurenoverzicht",
    ),
    Kind.TERMS: words_of(
        fr="conditions generales; conditions generales de vente; cgv; conditions particulieres",
        en="terms and conditions; terms of sale; general terms; conditions of sale; terms of business",
        de="allgemeine geschaftsbedingungen; agb; geschaftsbedingungen; verkaufsbedingungen",
        es="condiciones generales; condiciones de venta",
        it="condizioni generali; condizioni di vendita",
        nl="algemene voorwaarden; verkoopvoorwaarden; leveringsvoorwaarden",
    ),
    Kind.REMINDER: words_of(
        fr="rappel; relance; lettre de relance; mise en demeure; rappel de paiement; rappel de facture",
        en="reminder; payment reminder; overdue notice; final notice; letter before action",
        de="mahnung; zahlungserinnerung; erste mahnung; letzte mahnung; zahlungsaufforderung",
        es="recordatorio de pago; requerimiento de pago; reclamacion de pago",
        it="sollecito; sollecito di pagamento; diffida",
        nl="aanmaning; betalingsherinnering; herinnering; ingebrekestelling",
    ),
    Kind.RECEIPT: words_of(
        fr="recu; recu de paiement; quittance; quittance de loyer; ticket de caisse; attestation de paiement",
        en="receipt; payment receipt; sales receipt; remittance advice",
        de="quittung; zahlungsbestatigung; zahlungsavis; kassenbon",
        es="recibo; justificante de pago",
        it="ricevuta; ricevuta di pagamento; quietanza; scontrino",
        nl="betalingsbewijs; kwitantie; kassabon",
    ),
}

# What a paper says of itself when it must not be paid.
NOT_AN_INVOICE = words_of(
    fr="""n est pas une facture; ne constitue pas une facture; ne vaut pas facture;
        ne tient pas lieu de facture; document non contractuel sans valeur de facture""",
    en="""not a tax invoice; not an invoice; not a vat invoice; is not a demand for payment; no payment due;
        no payment is due""",
    de="keine rechnung; ist keine rechnung im sinne; stellt keine rechnung dar; gilt nicht als rechnung",
    es="no es una factura; no constituye factura; no tiene valor de factura",
    # «Non valido ai fini fiscali» stands on the courtesy copy of every Italian invoice since 2019.
    it="non e una fattura; non costituisce fattura; non e fattura; non ha valore di fattura",
    nl="dit is geen factuur; geen factuur; geldt niet als factuur",
)
# A stamp over the whole: nothing is left to be paid.
PAID = words_of(
    fr="""acquittee; facture acquittee; payee; paye; reglee; facture payee; facture reglee; deja reglee;
        deja payee""",
    en="paid; paid in full; paid with thanks; already paid",
    de="bezahlt; bereits bezahlt; betrag erhalten",
    es="pagado; pagada; abonada",
    it="pagato; pagata; saldato; saldata; quietanzata",
    nl="betaald; voldaan; reeds voldaan; reeds betaald",
)
