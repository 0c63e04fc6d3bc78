"""The words that papers print before the sums of an invoice (see labels.py for how they are written).

What is taken off, added or carried over is in labels_apart.py. Lists hold the full words; the short
forms that programs and people print («Tot. documento», «Mt TTC», «Ges.-Betrag») are made from them
by labels_short.py.
"""

from enum import Enum

from relanced.intake.invoice.labels.labels import Labels, words_of
from relanced.intake.invoice.labels.labels_apart import (
    ADDED,
    CREDITED,
    DISCOUNT,
    EARLIER,
    OTHER,
    PREPAID,
    RETAINED,
)
from relanced.intake.invoice.labels.labels_short import with_short


class MoneyLabel(Enum):
    """What an amount on a paper is."""

    NET = "net"  # what this paper leaves to be paid
    GROSS = "gross"  # with tax
    BARE = "bare"  # «total», no more
    BASE = "base"  # without tax
    TAX = "tax"
    PREPAID = "prepaid"  # deposits and payments already made
    RETAINED = "retained"  # what the payer keeps: retention, tax withheld, tax paid to the state
    ADDED = "added"  # outlays, stamp duty, returnable packaging: asked for beside the whole
    CREDITED = "credited"  # what a credit note gives back
    EARLIER = "earlier"  # an older balance carried over
    DISCOUNT = "discount"  # for paying early: what is off, and what is left then
    OTHER = "other"  # rebate, shipping, hours, the 40 € indemnity, sums of one page


_NET = words_of(
    fr="""net a payer; net a regler; net a payer ttc; reste a payer; reste a regler; reste du;
        reste a devoir; solde a payer; solde a regler; solde du; solde restant du; solde restant;
        montant du; montant du ttc; montant a payer; montant a regler; montant net a payer;
        montant total a payer; montant total du; montant total a regler; total a payer; total a regler;
        total du; total net a payer; somme due; somme a payer; somme a regler; a payer; a regler;
        a nous devoir; net du; net a payer en euros; restant du; restant a payer; total restant du;
        montant restant du; reste net a payer; reliquat a payer; acompte a payer; acompte a regler;
        acompte a verser; montant de l acompte ttc; montant de l acompte; montant de l acompte demande;
        solde net a payer; total ttc a payer; total ttc a regler; solde ttc; ttc a payer; ttc a regler;
        solde a payer ttc; solde; a regler ttc; honoraires a regler; net a verser; somme a devoir;
        somme a nous devoir; somme restant due; sommes dues; total des sommes dues; somme nette a payer;
        total net a regler; net total a payer; total restant a payer; montant restant a payer;
        montant restant a regler; reste a charge; reste a votre charge; reste a payer ttc; a votre charge;
        solde de la facture; solde facture; solde en notre faveur; solde en notre faveur ttc;
        montant a virer; a virer; montant a verser; total a verser; somme a verser; somme a virer;
        montant exigible; total exigible; net a recevoir; montant a acquitter; total a acquitter;
        net restant a payer; net restant du; acompte demande; acompte du; acompte ttc a payer;
        acompte ttc a regler; acompte ttc; total de l acompte ttc; total acompte ttc; solde exigible;
        total a payer ttc; total a regler ttc; montant a payer ttc; montant a regler ttc; montant net du;
        net a regler ttc; reste a percevoir; reste a encaisser; total a nous devoir;
        a payer ttc; somme totale a payer; net a payer tvac; a payer tvac; total a payer tvac""",
    en="""amount due; balance due; total due; amount payable; total payable; balance payable; to pay;
        please pay; amount to pay; total to pay; amount outstanding; outstanding balance;
        balance outstanding; balance to pay; amount owing; now due; net payable; payable now; due now;
        total amount due; invoice balance; balance; total amount payable; deposit due; deposit payable;
        total now due; amount now due; balance owing; total outstanding; total balance due; net amount due;
        remaining balance; sum due; please remit; net amount payable; balance remaining; left to pay;
        amount due for payment; payment due; amount due now; balance now due; total owing; amount owed;
        total owed; you owe; pay this amount; please pay this amount; amount remaining; outstanding amount;
        amount due on this invoice; amount due this invoice; total due this invoice; balance to be paid;
        amount to be paid; total to be paid; net due; total net due; sum payable; total sum due;
        amount due this application; net payment due; net amount now payable; net now payable;
        net amount to pay; amount now payable; net amount due now; now payable; net sum due;
        due for payment; amount for payment;
        remaining amount due; total remaining; net to pay; final balance; final balance due;
        invoice total due; invoice amount due; total amount owing; total amount to pay; amount requested;
        deposit required; total payable now; total due now; fee due; fees due; amount due incl vat;
        total due incl vat; total payable incl vat; balance due incl vat; amount payable incl vat;
        balance carried to payment; due to me; due to us""",
    de="""zu zahlen; zu zahlender betrag; zahlbetrag; zahlbarer betrag; offener betrag; restbetrag;
        endbetrag zu zahlen; noch zu zahlen; zahllast; uberweisungsbetrag; falliger betrag;
        verbleibender betrag; restzahlung; noch zu zahlender betrag; offener restbetrag; zu uberweisen;
        zu uberweisender betrag; restforderung; verbleibender rechnungsbetrag; zahlungsbetrag; noch offen;
        zu zahlender gesamtbetrag; zu begleichen; auszahlungsbetrag; verbleibt zu zahlen; verbleiben;
        verbleibender restbetrag; verbleibende restzahlung; verbleibende forderung; offene forderung;
        zu begleichender betrag; noch zu begleichen; noch zu uberweisen; restsumme; verbleibende summe;
        noch offener betrag; noch zu leisten; noch zu leistender betrag; zu leistende zahlung;
        abschlagsforderung; abschlagsforderung brutto; anzahlungsbetrag; schlusszahlung; restschuld;
        forderungsbetrag; falliger gesamtbetrag; falliger rechnungsbetrag; zur zahlung fallig;
        zu entrichten; zu entrichtender betrag; gesamtbetrag zu zahlen; noch zu bezahlen; zu bezahlen;
        zu bezahlender betrag; noch zu bezahlender betrag; restbetrag brutto; restbetrag inkl mwst;
        offener saldo; saldo zu unseren gunsten; total zu unseren gunsten; zu unseren gunsten;
        betrag zu unseren gunsten; saldo zu unseren gunsten chf; zahlbetrag brutto; zahlbetrag inkl mwst;
        bitte uberweisen sie; uberweisen sie bitte; bitte zahlen sie; zu uberweisen sind; fallige summe;
        schlusszahlungsbetrag; verbleibender zahlbetrag; ergibt zahlbetrag; ausstehender betrag""",
    es="""total a pagar; importe a pagar; a pagar; importe pendiente; pendiente de pago; saldo pendiente;
        liquido a pagar; neto a pagar; resto a pagar; total pendiente; importe liquido; liquido a percibir;
        total a ingresar; importe total a pagar; total a percibir; a percibir; importe a ingresar;
        liquido total; total liquido; liquido; liquido factura; importe a transferir; total a transferir;
        pendiente; pendiente de cobro; importe pendiente de pago; total pendiente de pago; resta por pagar;
        restante a pagar; importe restante; resta; saldo a pagar; total a cobrar; liquido a cobrar;
        neto a percibir; total neto a pagar; importe neto a pagar; queda por pagar; cantidad a pagar;
        total a satisfacer; importe adeudado; total adeudado; saldo deudor; total a abonar por el cliente""",
    it="""totale da pagare; netto a pagare; importo da pagare; da pagare; saldo da pagare;
        residuo da pagare; totale dovuto; importo dovuto; saldo a pagare; totale a pagare; netto da pagare;
        importo a saldo; totale a saldo; saldo dovuto; residuo a saldo; importo residuo; rimanenza da pagare;
        totale netto a pagare; totale netto da pagare; importo netto a pagare; importo netto da pagare;
        netto dovuto; totale netto dovuto; importo da bonificare; da bonificare; netto in fattura;
        totale a vostro carico; totale a vs carico; totale vostro dare; a vostro debito; vostro dare;
        netto a vs carico; importo a pagare; restano da pagare; resta da pagare; da versare;
        importo da versare; totale da versare; netto da versare; totale da corrispondere;
        importo da corrispondere; netto a corrispondere; totale da saldare; da saldare; importo da saldare;
        ammontare dovuto; netto a percepire; totale a voi addebitato; saldo residuo; residuo dovuto""",
    nl="""te betalen; te betalen bedrag; totaal te betalen; te voldoen; nog te betalen; openstaand bedrag;
        openstaand saldo; restant te betalen; verschuldigd bedrag; totaal te voldoen; restbedrag;
        nog te voldoen; te betalen totaal; nog openstaand; restant; totaal verschuldigd; te voldoen bedrag;
        door u te betalen; door u te voldoen; resterend bedrag; resterend te betalen; saldo te betalen;
        te betalen saldo; totaal nog te betalen; bedrag te betalen; bedrag te voldoen; netto te betalen;
        totaalbedrag te betalen; totaal te betalen incl btw; te betalen incl btw; openstaand;
        over te maken; over te maken bedrag; te betalen factuurbedrag; eindbedrag te betalen;
        nog verschuldigd; nog over te maken; te betalen bedrag incl btw; totaal te betalen bedrag""",
)
_GROSS = words_of(
    fr="""total ttc; montant ttc; ttc; total general; montant total ttc; total facture; montant total;
        total toutes taxes comprises; net ttc; prix total ttc; total general ttc; montant facture;
        total facture ttc; montant toutes taxes comprises; total tva incluse; total tvac;
        montant de la facture; total honoraires ttc; total tva comprise; montant total de la facture;
        total de la facture; total ttc en euros; montant tvac; prix ttc; montant facture ttc; tvac;
        montant de la facture ttc; montant total tvac; total general tvac; montant tva comprise;
        montant tva incluse; total ttc facture; total net ttc; montant net ttc; somme ttc; valeur ttc;
        total ttc net; total tous taxes compris; total toutes taxes incluses; total avec tva;
        montant global ttc; cout total ttc; total prestations ttc; total travaux ttc; total des travaux ttc;
        total ttc des travaux; total honoraires et frais ttc; total des honoraires ttc; prix total tvac;
        total de la presente facture; montant de la presente facture; a la somme de; total tva inclus;
        montant total de la note d honoraires; total note d honoraires; total de la note d honoraires;
        total frais et honoraires ttc""",
    en="""total incl vat; grand total; gross total; gross; invoice total; total gross; gross amount; total amount;
        total with vat; total invoice amount; invoice amount; total invoice; total invoice value;
        total vat included; total price; total charges; total inclusive of vat; amount incl vat;
        invoice total incl vat; grand total incl vat; total amount incl vat; total fee incl vat;
        total fees incl vat; gross value; invoice gross; gross invoice total; gross invoice amount;
        total inclusive; total including taxes; total incl taxes; total for this invoice; invoice value;
        total of this invoice; overall total; total cost incl vat; total amount including taxes;
        total price incl vat; total including vat and expenses; sum total; value incl vat; total vat inc""",
    de="""gesamtbetrag; bruttobetrag; rechnungsbetrag; rechnungssumme; gesamtsumme; gesamt brutto; brutto;
        endbetrag; endsumme; summe brutto; gesamtbetrag brutto; gesamt inkl mwst; total brutto; gesamtpreis;
        bruttosumme; rechnungsbetrag brutto; gesamtbetrag inkl mwst; gesamtsumme brutto;
        rechnungsendbetrag; summe inkl mwst; total inkl mwst; total inkl mwst chf; rechnungstotal;
        gesamtkosten; gesamtpreis brutto; gesamtpreis inkl mwst; gesamtsumme inkl mwst; bruttototal;
        rechnungsbetrag inkl mwst; rechnungssumme brutto; rechnungssumme inkl mwst; endbetrag brutto;
        endbetrag inkl mwst; endpreis; endpreis inkl mwst; endsumme brutto; endsumme inkl mwst;
        rechnungsgesamtbetrag; gesamtrechnungsbetrag; bruttorechnungsbetrag; bruttogesamtbetrag;
        bruttoendbetrag; betrag inkl mwst; betrag brutto; gesamtforderung; totalbetrag; gesamttotal;
        totalbetrag inkl mwst; rechnungsbetrag gesamt; betrag gesamt; gesamtbruttobetrag; honorarsumme brutto;
        rechnungstotal inkl mwst; rechnung total; rechnungs endbetrag; rechnungs betrag; rechnungs summe;
        gesamt betrag; gesamt summe; brutto betrag; brutto summe; gesamtbrutto; total rechnung; bruttoumsatz;
        rechnungsbruttobetrag; gesamthonorar brutto; summe gesamt; gesamt total;
        summe der rechnung; betrag der rechnung""",
    es="""total factura; importe total; total con iva; total iva incluido; total con impuestos; total euros;
        total iva incl; importe total factura; total general; total importe factura; importe factura;
        total importe; total de la factura; importe de la factura; total iva inc; importe total con iva;
        importe con iva; importe total iva incluido; importe iva incluido; total bruto; total documento;
        total impuestos incluidos; total factura iva incluido; importe total de la factura; suma total;
        total minuta; total honorarios con iva; total presente factura""",
    it="""totale fattura; totale documento; totale iva inclusa; importo totale; totale complessivo;
        totale ivato; totale iva compresa; totale con iva; totale generale; totale parcella; totale lordo;
        totale della fattura; importo fattura; importo della fattura; importo totale fattura;
        importo totale documento; totale importo; totale iva incl; totale notula; importo complessivo;
        importo lordo; totale fattura iva inclusa; totale documento iva inclusa; totale a fattura;
        importo iva inclusa; importo totale iva inclusa; totale imponibile e iva; lordo fattura;
        totale imponibile piu iva; totale doc; totale prestazione; totale compenso lordo; totale finale""",
    nl="""totaal incl btw; totaal inclusief; totaalbedrag; factuurbedrag; factuurtotaal; totaal factuur;
        totaalbedrag incl btw; bedrag incl btw; totaal incl; eindtotaal; totaal bedrag;
        factuurbedrag incl btw;
        eindbedrag; eindbedrag incl btw; eindtotaal incl btw; factuurtotaal incl btw; totaal met btw;
        totaal factuurbedrag; totaalprijs incl btw; totaal bruto; brutobedrag; bruto bedrag;
        totaal generaal; totale factuurbedrag; totaal van deze factuur; totale kosten incl btw;
        totaal factuur incl btw; totale prijs incl btw; totaal bedrag incl btw; algemeen totaal""",
)
_BARE = words_of(
    fr="total; totaux; montant total net de tva",
    en="total; totals; ttl",
    de="gesamt; summe; insgesamt; betrag; total eur; total chf; gesamt eur; summe eur",
    es="total eur",
    it="totale; totale eur",
    nl="totaal; bedrag; totaal eur",
)
_BASE = words_of(
    fr="""total ht; montant ht; base ht; sous total; sous total ht; total hors taxe; total hors taxes;
        net ht; total net ht; montant hors taxe; montant hors taxes; total h t; montant h t; montant net ht;
        base tva; total hors tva; total net hors taxes; total ht net; total htva; base imposable;
        prix total ht; ht; total brut ht; total honoraires ht; total honoraires hors taxes; total net;
        montant net; acompte ht; montant total ht; montant ht de l acompte; total des prestations;
        total prestations; sous total hors taxes; montant hors tva; montant htva; total brut; tht; htva;
        montant total hors taxes; montant total htva; total ht apres remise; total ht remise; base taxable;
        total hors taxe net; total net htva; soumis a tva; base soumise a tva; base hors tva; assiette tva;
        total general ht; total facture ht; net commercial; net commercial ht; total travaux ht;
        total des travaux ht; montant des travaux ht; honoraires ht; total des honoraires ht;
        acompte hors taxes; montant de l acompte ht; total acompte ht; base d imposition;
        montant base; montant de base; total marchandises; total marchandises ht; sous total htva;
        net de taxe; montant imposable; total imposable; total exonere; total partiel; total intermediaire""",
    en="""subtotal; sub total; net total; total net; net amount; total excl vat; total before vat;
        taxable amount; goods total; net; amount excl vat; net value; subtotal excl vat; total net amount;
        net subtotal; total net of vat; net of vat; total nett; nett; nett total; nett amount; goods value;
        total goods; amount before vat; value excl vat; net price; total fees excl vat; taxable value;
        total taxable; vatable amount; vat net; total taxable amount; net invoice value; net invoice total;
        invoice subtotal; items subtotal; items total; fees total; invoice net; net invoice amount;
        total exclusive of vat; price excl vat; sum excl vat""",
    de="""nettobetrag; summe netto; zwischensumme; gesamt netto; netto; gesamtbetrag netto; nettosumme;
        rechnungsbetrag netto; gesamtsumme netto; warenwert; summe positionen; nettowert; total netto;
        zwischensumme netto; nettogesamtbetrag; nettoumsatz; total exkl mwst; summe exkl mwst;
        betrag exkl mwst; gesamt exkl mwst; gesamtbetrag exkl mwst; rechnungsbetrag exkl mwst; netto betrag;
        gesamtpreis netto; nettopreis; gesamtnetto; nettogesamt; zwischentotal; subtotal; entgelt;
        bemessungsgrundlage; steuerpflichtiger betrag; total ohne mwst; betrag ohne mwst; summe ohne mwst;
        gesamt ohne mwst; warenwert netto; warenbetrag; summe der positionen; positionssumme; endsumme netto;
        steuerbasis; steuerbarer betrag; honorarsumme netto; honorar netto; zwischensumme exkl mwst;
        betrag netto; netto summe; endbetrag netto; rechnungssumme netto; nettorechnungsbetrag;
        gesamtnettobetrag; leistungen netto; abschlag netto; abschlagssumme netto;
        steuerpflichtiges entgelt""",
    es="""base imponible; subtotal; total neto; importe neto; total sin iva; suma; base; sub total;
        total base imponible; bruto; total base; importe bruto; importe sin iva; base iva; bases imponibles;
        total bases; base exenta; total exento; suma de importes; importe base; total honorarios;
        suma y base imponible; total antes de impuestos; neto; total importe neto;
        base imp""",
    it="""imponibile; totale imponibile; subtotale; totale netto; totale merce; importo netto; netto;
        totale iva esclusa; base imponibile; totale prestazioni; imponibile iva; totale senza iva;
        importo imponibile; totale merci; totale imponibili; totale compenso;
        totale compensi; totale onorari; totale servizi; netto merce; totale netto merce; netto imponibile;
        base iva; totale esente; importo iva esclusa; totale parziale; totale righe; totale competenze;
        sub totale;
        totale imponibile iva; importo esente""",
    nl="""totaal excl btw; totaal exclusief; subtotaal; bedrag excl btw; totaal excl; sub totaal;
        netto bedrag; netto totaal; totaalbedrag excl btw; maatstaf; maatstaf van heffing; totaal netto;
        nettobedrag; totaal zonder btw; bedrag zonder btw; btw grondslag; grondslag; grondslag btw;
        factuurbedrag excl btw; totaalprijs excl btw; subtotaal excl btw; goederenbedrag; totaal goederen;
        belastbaar bedrag; belastbare basis; maatstaf heffing; heffingsgrondslag; tussentotaal; netto;
        netto factuurbedrag; totaal voor btw""",
)
_TAX = words_of(
    fr="""tva; montant tva; total tva; montant de la tva; dont tva; taxes; total taxes; t v a;
        tva due; montant total tva; montant total de la tva; total de la tva; montant taxe; montant taxes;
        tva collectee; tva a; tva au taux de; tva sur les debits; tva totale; total des taxes; octroi de mer;
        montant t v a""",
    en="""vat; vat amount; tax; sales tax; total vat; gst; vat total; total tax; tax amount; tax total;
        output vat; vat charged; plus vat; vat due; vat payable; total vat amount; total tax amount;
        amount of vat; value added tax; hst; vat value; vat content; add vat; vat thereon""",
    de="""mwst; mehrwertsteuer; umsatzsteuer; zzgl mwst; steuerbetrag; steuer; mwst betrag; zuzuglich mwst;
        enthaltene mwst; summe mwst; mwst total; gesetzliche mwst; zzgl gesetzlicher mwst; gesamt mwst;
        zuzuglich gesetzlicher mwst; plus mwst; total mwst; mehrwertsteuerbetrag; umsatzsteuerbetrag;
        steuerbetrage; summe steuer; betrag mwst; inkl mwst; steuersumme; mwst gesamt; gesamtsteuer""",
    es="""iva; cuota iva; cuota; total iva; importe iva; i v a; igic; total impuestos; impuestos;
        recargo de equivalencia; recargo equivalencia; recargo; cuota de iva; iva repercutido; ipsi;
        importe impuestos; cuota igic; cuotas iva; importe del iva; total cuotas; cuota re;
        total cuota iva""",
    it="""iva; imposta; totale iva; importo iva; i v a; di cui iva; totale imposta; cassa previdenza;
        cassa; cpa; contributo cassa; contributo previdenziale; contributo integrativo; rivalsa inps;
        rivalsa previdenziale; c p a; cassa avvocati; cassa previdenziale; imposta iva; ammontare iva;
        inarcassa; enpam; epap; cnpaia; enpap; cassa geometri; totale imposte; contributo inps; iva totale;
        contributo integrativo cassa; contributo 4; rivalsa 4""",
    nl="""btw; btw bedrag; totaal btw; b t w; bedrag btw; btw hoog; btw laag; omzetbelasting; btw totaal;
        bedrag van de btw; te betalen btw; btw hoog tarief; btw laag tarief; totale btw;
        totaal omzetbelasting""",
)
MONEY_LABELS: Labels[MoneyLabel] = Labels(
    {
        kind: with_short(words)
        # Where two lists make the same label, the later one counts.
        for kind, words in {
            MoneyLabel.OTHER: OTHER,
            MoneyLabel.ADDED: ADDED,
            MoneyLabel.RETAINED: RETAINED,
            MoneyLabel.DISCOUNT: DISCOUNT,
            MoneyLabel.BARE: _BARE,
            MoneyLabel.TAX: _TAX,
            MoneyLabel.BASE: _BASE,
            MoneyLabel.GROSS: _GROSS,
            MoneyLabel.PREPAID: PREPAID,
            MoneyLabel.EARLIER: EARLIER,
            MoneyLabel.CREDITED: CREDITED,
            MoneyLabel.NET: _NET,
        }.items()
    }
)
# Two of these on one line: the head of the table of items, whose columns are no totals.
ITEM_HEADS = Labels(
    {
        True: words_of(
            fr="""designation; description; qte; quantite; quant; p u; pu; pu ht; prix unitaire; article;
                libelle; prestation; prestations; mission; prix; p u ht; unite; reference; ref; prix ht;
                nature; quantites; montant unitaire; code article""",
            en="""description; qty; quantity; rate; unit price; item; price; hours; unit; service; details;
                units; product; particulars; activity; price each; unit cost""",
            de="""bezeichnung; beschreibung; menge; einzelpreis; pos; position; leistung; artikel; anzahl;
                preis; einheit; stunden; stuckpreis; e preis; ep; gp; stk; stundensatz""",
            es="""descripcion; concepto; cantidad; precio; uds; unidades; precio unitario; articulo; cant;
                detalle; p unit; pvp""",
            it="""descrizione; quantita; prezzo; qta; q ta; prezzo unitario; articolo; um; u m;
                prezzo netto; p unitario""",
            nl="""omschrijving; aantal; prijs; stuksprijs; artikel; tarief; beschrijving; uren;
                prijs per stuk; eenheid; eenheidsprijs""",
        )
    }
)
