"""The words that papers print before a number, and before a name (see labels.py for how they are written)."""

from collections.abc import Iterator
from enum import Enum
from itertools import chain, product

from relanced.intake.invoice.labels.labels import Labels, words_of


class NumberLabel(Enum):
    """Whose number stands after a label."""

    INVOICE = "invoice"
    CREDIT = "credit note"
    PLAIN = "plain"  # «n°», «reference»: of this paper where nothing better stands
    DECOY = "decoy"  # of an order, a client, a bank account, a register


def _numbered(nouns: str, marks: str) -> Iterator[str]:
    """Every way to put a noun and the word for «number» together: «facture n», «numero de facture»."""
    pairs = list(product(words_of(_=nouns), words_of(_=marks)))
    joints = ("", "de ", "de la ", "d ", "of ", "du ", "della ", "van de ", "de l ")
    yield from (f"{noun} {mark}" for noun, mark in pairs)
    yield from (f"{mark} {joint}{noun}" for noun, mark in pairs for joint in joints)


_MARKS = "n; n o; no; nr; num; numero; number; nummer; reference; ref; id; nro"
_INVOICE = chain(
    _numbered(
        """facture; invoice; tax invoice; rechnung; factura; fattura; factuur; note d honoraires; fact; inv;
        facture d acompte; facture de solde; honoraires; parcella; note; fee note; rechnungs; deposit invoice;
        anzahlungsrechnung; abschlagsrechnung; schlussrechnung; teilrechnung; facture rectificative; documento fiscale;
        facture acompte; fattura di acconto; voorschotfactuur; debit note; note de debit; facture finale; bill;
        sales invoice; final invoice; facture de situation; factura rectificativa; facture definitive""",
        _MARKS,
    ),
    ("invoice", "rechnungsnummer", "rechnungsnr", "factuurnummer", "factuurnr", "rg nr", "re nr"),
)
_CREDIT = chain(
    _numbered(
        """avoir; credit note; credit memo; gutschrift; creditnota; nota di credito; nota de credito; abono;
        facture d avoir; facture avoir; creditfactuur; stornorechnung; gutschrifts; note de credit; rechnungskorrektur;
        factura de abono; credit""",
        _MARKS,
    ),
    ("gutschriftsnummer", "creditnummer", "gutschriftnummer"),
)
_PLAIN = words_of(
    fr="""n; numero; num; reference; ref; document n; piece n; numero de document; notre reference;
        nos references; notre ref; n document; n piece; n de piece; n de document; document;
        numero de piece; nos ref; numero document; n ref; references""",
    en="""no; number; our ref; our reference; document number; document no; document id; reference number;
        ref no; doc no""",
    de="""nr; nummer; belegnummer; beleg nr; belegnr; dokumentnummer; unser zeichen; unsere referenz;
        dokument nr""",
    es="num; numero de documento; n documento; documento n; nuestra referencia; nro; no documento",
    it="numero documento; n doc; doc n; numero; rif; nr documento; documento n; ns rif; documento",
    nl="documentnummer; kenmerk; ons kenmerk; onze referentie; referentie; volgnummer",
)
_DECOY_NOUNS = """commande; bon de commande; votre commande; client; customer; siret; siren; tva; vat; compte; account;
    devis; quote; quotation; bl; bon de livraison; delivery note; contrat; contract; dossier; affaire; chantier;
    projet; project; job; marche; engagement; bon d engagement; service; po; purchase order; order; your order;
    bestell; auftrags; kunden; pedido; presupuesto; albaran; cliente; ordine; klant; order; offerte; bestel;
    telephone; tel; fax; police; contrat d assurance; fournisseur; supplier; vendor; lieferanten; steuer; mandat;
    mandate; intervention; serie; serial; lot; rcs; company; registration; abonnement; tax; commande client; ust id;
    lieferschein; lieferschein; angebot; bestellung; auftrag; vertrags; projekt; debiteur; btw; kvk; proveedor;
    fornitore; partita iva; codice; preventivo; dossier client; adherent; licence; vehicule; eori; utr; iban; bic;
    customer order; sort; commande fournisseur; agrement; ordre de service; situation; rna; ape; page; bank account;
    tva intracommunautaire; bon d intervention; sales order; quittung; bon; expedition; colis; booking; reservation"""
_DECOY = chain(
    _numbered(_DECOY_NOUNS, "n; no; nr; num; numero; number; nummer; reference; ref; id; code"),
    words_of(
        fr="""commande; bon de commande; votre commande; client; code client; siret; siren; rcs; r c s; ape;
            naf; code ape; code naf; tva; tva intracommunautaire; tva intra; iban; bic; swift; rib; compte;
            tel; telephone; portable; mobile; mob; fax; devis; bon de livraison; contrat; dossier; affaire;
            chantier; projet; marche; engagement; service; code service; votre reference; vos references;
            votre ref; v ref; vref; vos ref; capital; police; mandat; rum; ics; abonnement; article; lot;
            serie; page; decennale; rna; reference client; reference commande; ref client; ref commande;
            votre bon de commande; code postal; service executant; matricule; adeli; rpps; orias;
            carte professionnelle; carte t; bon d intervention; reference a rappeler; reference virement;
            article ref; quantite""",
        en="""po; purchase order; order; customer; account; vat; vat reg; gb; sort code; phone; fax; quote;
            quotation; contract; project; job; your ref; your reference; company; registered; registration;
            utr; eori; customer id; client id; page; item; sku; qty; customer po; your po; delivery note;
            ein; abn; room; unit; policy; payment reference; reg no; company reg; registered in england;
            registered number; cust ref; client ref; tax id; vat id; order ref; sort; abn no""",
        de="""kundennummer; bestellnummer; auftragsnummer; lieferscheinnummer; angebotsnummer; ust id;
            ust idnr; ust; steuernummer; steuer id; hrb; hra; handelsregister; ihre zeichen; ihr zeichen;
            bestellung; auftrag; angebot; lieferschein; vertragsnummer; projektnummer; konto; blz;
            kontonummer; telefon; seite; ihre bestellung; artikelnummer; art nr; pos; vorgangsnummer; uid;
            mwst nr; kd nr; kdnr; ihre referenz; projekt; kunde; postfach; amtsgericht""",
        es="""pedido; su pedido; su referencia; nif; cif; dni; presupuesto; albaran; expediente; contrato;
            cuenta; telefono; pagina; cliente; registro mercantil; codigo cliente; proyecto; tomo; folio;
            hoja; movil""",
        it="""ordine; vs ordine; vs rif; p iva; partita iva; piva; c f; cf; codice fiscale; cig; cup; rea;
            ddt; cliente; codice cliente; pagina; conto; contratto; preventivo; commessa;
            codice destinatario; sdi; telefono; codice univoco; cell""",
        nl="""klantnummer; debiteurnummer; kvk; btw; bestelnummer; ordernummer; offertenummer;
            uw referentie; uw kenmerk; rekeningnummer; telefoon; pagina; klant; projectnummer; inkoopnummer;
            uw ordernummer; btw id; opdrachtnummer; offerte; pakbon; kvk nummer; btw nummer; rekening""",
    ),
)
NUMBER_LABELS: Labels[NumberLabel] = Labels(
    {
        NumberLabel.PLAIN: _PLAIN,
        NumberLabel.DECOY: _DECOY,
        NumberLabel.INVOICE: _INVOICE,
        NumberLabel.CREDIT: _CREDIT,
    }
)

# Before the number of an older invoice: what this paper replaces, credits, or settles the rest of.
OLDER = words_of(
    fr="""annule et remplace; annule; remplace; en remplacement de; annulation; sur; avoir sur;
        facture d origine; facture initiale; facture annulee; facture concernee; relatif a; relative a;
        suite a; concernant; solde; apres acompte; acompte; deduction; facture de reference;
        facture rectifiee; se rapportant a; facture d acompte; reference facture; ref facture;
        facture remplacee; objet avoir; rectifie; corrige; en date du; voir; facture associee; facture liee;
        selon; lie a; moins""",
    en="""replaces; cancels and replaces; cancels; against; credit against; credit for; credits;
        original invoice; supersedes; replacing; correction of; corrects; relating to; in respect of; re;
        refers to; less deposit; deposit; per; related invoice; invoice credited; in relation to; amends;
        regarding; applies to; for invoice""",
    de="""ersetzt; storniert; storno zu; zu; gutschrift zu; korrektur zu; bezug; ursprungsrechnung; abzgl;
        betrifft; abschlagsrechnung; anzahlung; korrigiert; urspruengliche rechnung; originalrechnung;
        anzahlungsrechnung; ursprungliche rechnung; stornierung; storno der; zur; bezieht sich auf;
        ersatz fur""",
    es="""rectifica; sustituye; anula; sobre; factura original; factura rectificada; anticipo; rectifica a;
        relativo a""",
    it="""sostituisce; annulla; storno; su; rif; fattura originale; acconto; relativo a; a storno;
        annulla e sostituisce""",
    nl="""vervangt; betreft; crediteert; credit op; oorspronkelijke factuur; aanbetaling; op; corrigeert;
        originele factuur; ter vervanging van; voorschot; inzake""",
)


class NameLabel(Enum):
    """Who is named after a label."""

    BILLED = "billed"  # who is to pay: before any other name of the client
    CLIENT = "client"
    PERSON = "person"  # for the attention of
    DELIVERED = "delivered"  # whom the goods went to, who need not be who pays
    OTHER = "other"  # the issuer; words that begin like a label of a name


NAME_LABELS: Labels[NameLabel] = Labels(
    {
        NameLabel.BILLED: words_of(
            fr="""facture a; facturer a; facturee a; adresse de facturation; facture au; facturer au; client
                facture; facture pour; facturation; adresse facturation; client a facturer; destinataire de
                la facture; tiers facture; payeur; organisme payeur; client payeur; organisme facture""",
            en="""bill to; billed to; invoice to; invoiced to; billing address; invoice address; invoice for;
                charge to; billing details; billing information; bill to address; invoicing address""",
            de="rechnungsempfanger; rechnung an; rechnungsadresse; rechnungsanschrift; rechnungsempfangerin",
            es="""facturar a; facturado a; direccion de facturacion; datos de facturacion; direccion
                facturacion; factura para; facturacion""",
            it="""fatturare a; indirizzo di fatturazione; intestatario fattura; fatturato a; dati di
                fatturazione; intestatario""",
            nl="factuur aan; factuuradres; gefactureerd aan; facturatieadres; factuurgegevens",
        ),
        NameLabel.CLIENT: words_of(
            fr="""client; adresse a; adressee a; adressee au; etablie pour; etabli pour; pour; destinataire;
                adresse; doit; acheteur; nom du client; raison sociale; nom client; societe cliente;
                debiteur; coordonnees client; adresse client; adresse du client; coordonnees du client;
                votre adresse; a; informations client; vos coordonnees; preneur; nom et adresse du client;
                maitre d ouvrage""",
            en="""sold to; customer; client; customer name; client name; buyer; to; prepared for; for;
                customer details; client details; customer address; client address; purchaser""",
            de="""kunde; empfanger; an; auftraggeber; leistungsempfanger; kundin; firma; besteller;
                kundendaten; kundenadresse; kundenanschrift; auftraggeberin""",
            es="""cliente; destinatario; datos del cliente; comprador; para; datos cliente; adquirente; nombre
                del cliente; razon social; datos del destinatario; domicilio del cliente""",
            it="""cliente; spett le; spettabile; destinatario; intestato a; cessionario; spett; cessionario
                committente; dati cliente; egregio; acquirente; dati del cliente; committente; ragione
                sociale; spett le ditta; spettabile ditta""",
            nl="klant; aan; afnemer; opdrachtgever; gegevens klant; debiteur; klantgegevens; koper",
        ),
        NameLabel.PERSON: words_of(
            fr="""a l attention de; contact; attention; interlocuteur; attn; att; affaire suivie par; suivi
                par; c o; a l att de; a l att; a l attention; att de; aux soins de; aux bons soins de""",
            en="attn; attention; for the attention of; contact; fao; care of; your contact",
            de="""z hd; zu handen; ansprechpartner; zhd; ihr ansprechpartner; sachbearbeiter; z h; z hd von;
                zu handen von; zu hd""",
            es="a la atencion de; atencion; a atencion de; persona de contacto; contacto; att sr; att sra",
            it="""alla cortese attenzione; alla cortese attenzione di; c a; att ne; riferimento; referente;
                alla c a; alla c a di; c att ne; presso""",
            nl="t a v; ter attentie van; contactpersoon; tav",
        ),
        NameLabel.DELIVERED: words_of(
            fr="""livre a; adresse de livraison; lieu de livraison; livraison; livre chez; lieu d
                intervention; chantier; adresse du chantier; adresse d intervention; adresse livraison;
                livree a; site d intervention; lieu d execution""",
            en="""ship to; deliver to; delivery address; delivered to; shipped to; site address; shipping
                address; delivery to; ship to address""",
            de="lieferadresse; lieferanschrift; lieferung an; leistungsort; lieferort; baustelle; objekt",
            es="direccion de entrega; enviar a; direccion de envio; lugar de entrega; entregar a",
            it="""luogo di consegna; destinazione; indirizzo di consegna; destinazione merce; consegnare a;
                luogo di destinazione; spedire a""",
            nl="afleveradres; leveradres; bezorgadres; geleverd aan; leveringsadres",
        ),
        NameLabel.OTHER: words_of(
            fr="""emetteur; vendeur; prestataire; fournisseur; expediteur; de; notre adresse; code client; n
                client; numero client; client n; reference client; ref client; titulaire; banque; compte
                client; client depuis; numero de client; nos coordonnees; client final; no client; tva
                client; siret client; siren client; email client""",
            en="""from; seller; supplier; customer number; customer no; customer id; remit to; our address;
                customer code; client id; client number; account name; payable to; customer ref; customer
                reference; client ref; vendor; issued by; bank; customer vat; customer po; customer account;
                pay to; customer order; client no""",
            de="""absender; kundennummer; kunden nr; von; verkaufer; aussteller; kontoinhaber; kunde nr;
                kundenreferenz; lieferant; auftragnehmer; leistungserbringer; kd nr""",
            es="emisor; vendedor; proveedor; codigo cliente; n cliente; de; datos del emisor; expedidor",
            it="mittente; fornitore; cedente; codice cliente; cedente prestatore; prestatore",
            nl="leverancier; klantnummer; van; verkoper; klant nr; afzender; opdrachtnemer",
        ),
    }
)
