"""The words that papers print before an amount (see labels.py for how they are written)."""

from enum import Enum

from relanced.intake.invoice.labels import Labels, words_of


class MoneyLabel(Enum):
    """What an amount on a paper is."""

    NET = "net"  # what this paper leaves to be paid
    GROSS = "gross"  # with tax
    BARE = "bare"  # «total», no more
    BASE = "base"  # without tax
    TAX = "tax"
    PREPAID = "prepaid"  # deposits and payments already made
    CREDITED = "credited"  # what a credit note gives back
    EARLIER = "earlier"  # an older balance carried over
    OTHER = "other"  # discount, shipping, retention, the 40 € indemnity


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
        solde a payer ttc; solde; a regler ttc; honoraires a regler; net a verser""",
    en="""amount due; balance due; total due; amount payable; total payable; balance payable; to pay;
        please pay; amount to pay; total to pay; amount outstanding; outstanding balance;
        balance outstanding; balance to pay; amount owing; now due; net payable; payable now; due now;
        total amount due; invoice balance; balance; total amount payable; deposit due; deposit payable;
        total now due; amount now due; balance owing; total outstanding; total balance due; net amount due;
        remaining balance; sum due; please remit; net amount payable; balance remaining; left to pay""",
    de="""zu zahlen; zu zahlender betrag; zahlbetrag; zahlbarer betrag; offener betrag; restbetrag;
        endbetrag zu zahlen; noch zu zahlen; zahllast; uberweisungsbetrag; falliger betrag;
        verbleibender betrag; restzahlung; noch zu zahlender betrag; offener restbetrag; zu uberweisen;
        zu uberweisender betrag; restforderung; verbleibender rechnungsbetrag; zahlungsbetrag; noch offen;
        zu zahlender gesamtbetrag; zu begleichen""",
    es="""total a pagar; importe a pagar; a pagar; importe pendiente; pendiente de pago; saldo pendiente;
        liquido a pagar; neto a pagar; resto a pagar; total pendiente; importe liquido; liquido a percibir;
        total a ingresar; importe total a pagar""",
    it="""totale da pagare; netto a pagare; importo da pagare; da pagare; saldo da pagare;
        residuo da pagare; totale dovuto; importo dovuto; saldo a pagare; totale a pagare; netto da pagare;
        importo a saldo; totale a saldo; saldo dovuto; residuo a saldo; importo residuo; rimanenza da pagare""",
    nl="""te betalen; te betalen bedrag; totaal te betalen; te voldoen; nog te betalen; openstaand bedrag;
        openstaand saldo; restant te betalen; verschuldigd bedrag; totaal te voldoen; restbedrag;
        nog te voldoen; te betalen totaal; nog openstaand; restant""",
)
_GROSS = words_of(
    fr="""total ttc; montant ttc; ttc; total general; montant total ttc; total facture; montant total;
        total toutes taxes comprises; net ttc; prix total ttc; total general ttc; montant facture;
        total facture ttc; montant toutes taxes comprises; total tva incluse; total tvac;
        montant de la facture; total honoraires ttc; total tva comprise; montant total de la facture;
        total de la facture; total ttc en euros""",
    en="""total incl vat; total including vat; total inc vat; grand total; gross total; invoice total;
        total gross; gross amount; total amount; total with vat; total incl tax; total including tax;
        total inc tax; total inc gst; total including gst; invoice amount; total invoice amount;
        total invoice; total invoice value; total vat included; total price; total charges""",
    de="""gesamtbetrag; bruttobetrag; rechnungsbetrag; rechnungssumme; gesamtsumme; gesamt brutto; brutto;
        endbetrag; endsumme; summe brutto; gesamtbetrag brutto; gesamt inkl mwst; total brutto; gesamtpreis;
        bruttosumme; rechnungsbetrag brutto; gesamtbetrag inkl mwst; gesamtbetrag inkl ust; gesamt inkl ust;
        gesamtsumme brutto; rechnungsendbetrag; summe inkl mwst; total inkl mwst; total inkl mwst chf;
        rechnungstotal; gesamt inkl 19 mwst; gesamtbetrag inkl 19 mwst; summe inkl ust;
        gesamtbetrag inkl 19 ust""",
    es="""total factura; importe total; total con iva; total iva incluido; total con impuestos; total euros;
        total iva incl; importe total factura; total general; total importe factura""",
    it="""totale fattura; totale documento; totale iva inclusa; importo totale; totale complessivo;
        totale ivato; totale iva compresa; totale con iva; totale generale; totale parcella; totale lordo""",
    nl="""totaal incl btw; totaal inclusief btw; totaalbedrag; factuurbedrag; factuurtotaal; totaal factuur;
        totaalbedrag incl btw; bedrag incl btw; totaal inclusief; totaal incl; eindtotaal; totaal bedrag;
        totaal inc btw; totaalbedrag inclusief btw""",
)
_BARE = words_of(
    fr="total; totaux",
    en="total; totals",
    de="gesamt; summe; insgesamt; betrag",
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
        total prestations; sous total hors taxes""",
    en="""subtotal; sub total; net total; total net; net amount; total excl vat; total ex vat;
        total excluding vat; total before tax; total before vat; taxable amount; goods total; net;
        total exc vat; total excl tax; amount excl vat; net value; subtotal excl vat; subtotal ex vat;
        total net amount; net subtotal""",
    de="""nettobetrag; summe netto; zwischensumme; gesamt netto; netto; gesamtbetrag netto; nettosumme;
        rechnungsbetrag netto; gesamtsumme netto; warenwert; summe positionen; nettowert; total netto;
        zwischensumme netto; nettogesamtbetrag; nettoumsatz""",
    es="""base imponible; subtotal; total neto; importe neto; total sin iva; suma; base;
        total base imponible; bruto""",
    it="""imponibile; totale imponibile; subtotale; totale netto; totale merce; importo netto; netto;
        totale iva esclusa; base imponibile; totale prestazioni""",
    nl="""totaal excl btw; totaal exclusief btw; subtotaal; bedrag excl btw; totaal excl; totaal exclusief;
        netto bedrag; netto totaal; totaalbedrag excl btw; maatstaf; maatstaf van heffing; totaal netto""",
)
_TAX = words_of(
    fr="""tva; montant tva; total tva; taux tva; montant de la tva; dont tva; taxes; total taxes; t v a;
        tva due""",
    en="""vat; vat amount; tax; sales tax; total vat; gst; vat total; total tax; tax amount; tax total;
        output vat""",
    de="""mwst; ust; mehrwertsteuer; umsatzsteuer; zzgl mwst; zzgl ust; steuerbetrag; steuer; mwst betrag;
        ust betrag; zzgl mehrwertsteuer; zzgl umsatzsteuer; enthaltene mwst; summe mwst; summe ust;
        mwst total""",
    es="iva; cuota iva; cuota; total iva; importe iva; i v a; igic; total impuestos; recargo de equivalencia",
    it="iva; imposta; totale iva; importo iva; i v a; di cui iva; totale imposta; cassa previdenza",
    nl="btw; btw bedrag; totaal btw; b t w; bedrag btw; btw hoog; btw laag",
)
_PREPAID = words_of(
    fr="""acompte verse; acompte recu; acompte deduit; acompte regle; acompte paye; acompte percu;
        acomptes verses; deduction acompte; deduction d acompte; deduction de l acompte; acompte; acomptes;
        deja regle; deja paye; deja verse; montant deja regle; montant deja paye; acompte deja verse;
        acompte deja regle; paiement recu; moins acompte; acompte a deduire; acomptes deduits;
        paiements recus; reglement recu; reglements recus; arrhes; arrhes versees; acomptes recus;
        total acomptes; a deduire acompte; avance; avances; acompte encaisse; montant regle; montant verse;
        deduction des acomptes; provision versee; provisions versees""",
    en="""deposit paid; less deposit; deposit received; deposit; amount paid; payments received; prepaid;
        paid to date; less payments; payment received; less paid; already paid; less deposit paid;
        amount received; advance paid; less advance; payments; less payment received;
        less payments received; total paid; prepayment; paid; less deposit received; amount already paid""",
    de="""anzahlung; abzgl anzahlung; bereits bezahlt; geleistete anzahlung; abschlagszahlung;
        abzuglich anzahlung; bereits gezahlt; erhaltene anzahlung; abschlage; abzgl abschlagszahlung;
        geleistete anzahlungen; anzahlungen; abschlagszahlungen; bereits geleistet; gezahlt;
        abzuglich geleisteter anzahlung; teilzahlung; abzgl anzahlungen; bisherige abschlage""",
    es="""anticipo; anticipos; a cuenta; entrega a cuenta; pagado; ya pagado; pagos recibidos;
        anticipo recibido; deposito""",
    it="""anticipo; acconto; acconti; acconto versato; gia pagato; acconto ricevuto; pagato; gia versato;
        a dedurre acconto""",
    nl="""aanbetaling; aanbetaald; voorschot; reeds betaald; reeds voldaan; betaald; ontvangen aanbetaling;
        al betaald; ontvangen betalingen; voorschotten; af aanbetaling""",
)
_CREDITED = words_of(
    fr="""net en votre faveur; montant de l avoir; total de l avoir; total avoir; net a deduire;
        total ttc a deduire; a deduire; avoir ttc; montant a rembourser; net a rembourser;
        total a rembourser; a rembourser; a votre credit; total avoir ttc; montant avoir;
        montant de l avoir ttc; montant credite; total credite; en votre faveur; solde en votre faveur;
        credit en votre faveur; net a votre credit; total ttc de l avoir; montant avoir ttc;
        total de l avoir ttc; avoir net; net a crediter; a crediter""",
    en="""credit total; total credit; amount credited; credit amount; total credited; amount to be credited;
        refund total; refund due; credit due; total refund; total credit amount; credit value;
        amount refunded; balance in your favour; credit note total; net credit; total to be credited""",
    de="""gutschriftsbetrag; gutschriftbetrag; gutschrift gesamt; erstattungsbetrag; stornobetrag;
        korrekturbetrag; gutzuschreibender betrag; zu ihren gunsten; gesamtgutschrift; summe gutschrift;
        gutschrift brutto""",
    es="""total abono; importe abonado; total a abonar; importe del abono; total a devolver; a su favor;
        importe a abonar""",
    it="""totale nota di credito; totale accredito; importo accreditato; a vostro credito;
        totale nota credito; vostro avere""",
    nl="""creditbedrag; totaal credit; te crediteren; totaal creditnota; terug te betalen;
        gecrediteerd bedrag; totaal te crediteren; te ontvangen; creditbedrag incl btw; u ontvangt""",
)
_EARLIER = words_of(
    fr="""solde anterieur; report; ancien solde; solde precedent; report solde anterieur; a reporter;
        total a reporter""",
    en="""previous balance; balance brought forward; brought forward; opening balance; carried forward; b f;
        arrears""",
    de="saldovortrag; ubertrag; vortrag; alter saldo",
    es="saldo anterior; suma y sigue",
    it="saldo precedente; riporto",
    nl="vorig saldo; transport; saldo vorige",
)
_OTHER = words_of(
    fr="""remise; rabais; frais de port; port; retenue de garantie; escompte; indemnite forfaitaire; p u;
        pu ht; prix unitaire; eco participation; total remise; total ht avant remise; capital;
        capital social; au capital de; franco; montant du devis; montant du marche; total du devis;
        total marche; cumul; penalite; penalites; taux; frais de recouvrement; total heures; total qte;
        montant de la commande; total commande; restera a facturer; reste a facturer; solde a facturer;
        solde a venir; solde a la livraison; total quantite; total jours; credit d impot;
        dont eco participation""",
    en="""discount; shipping; carriage; postage; unit price; rate; retention; share capital; order total;
        total hours; late fee; late payment fee; credit limit; contract value; quote total; total quantity;
        total items; total qty; remaining to be invoiced; early payment discount; total discount; delivery;
        total days; total weight""",
    de="""rabatt; versand; versandkosten; skonto; einzelpreis; stammkapital; skontobetrag; mahngebuhr;
        zahlbetrag bei skonto; zahlbetrag abzgl skonto; betrag abzgl skonto; summe stunden; lieferkosten;
        abzgl skonto; skonto betrag""",
    es="descuento; portes; retencion; retencion irpf; irpf; gastos de envio; precio unitario; capital social",
    it="""sconto; spese di trasporto; ritenuta; ritenuta d acconto; bollo; capitale sociale; spese;
        trasporto; prezzo""",
    nl="korting; verzendkosten; stuksprijs; kredietbeperking; betalingskorting; tarief; prijs; uurtarief",
)
MONEY_LABELS: Labels[MoneyLabel] = Labels(
    {
        MoneyLabel.OTHER: _OTHER,
        MoneyLabel.BARE: _BARE,
        MoneyLabel.TAX: _TAX,
        MoneyLabel.BASE: _BASE,
        MoneyLabel.GROSS: _GROSS,
        MoneyLabel.PREPAID: _PREPAID,
        MoneyLabel.EARLIER: _EARLIER,
        MoneyLabel.CREDITED: _CREDITED,
        MoneyLabel.NET: _NET,
    }
)
# Two of these on one line: the head of the table of items, whose columns are no totals.
ITEM_HEADS = Labels(
    {
        True: words_of(
            fr="""designation; description; qte; quantite; quant; p u; pu; pu ht; prix unitaire; article;
                libelle; prestation; prestations; mission; prix; p u ht; unite; reference; ref; prix ht;
                nature; quantites""",
            en="""description; qty; quantity; rate; unit price; item; price; hours; unit; service; details;
                units; product""",
            de="""bezeichnung; beschreibung; menge; einzelpreis; pos; position; leistung; artikel; anzahl;
                preis; einheit; stunden; stuckpreis; e preis""",
            es="""descripcion; concepto; cantidad; precio; uds; unidades; precio unitario; articulo; cant;
                detalle""",
            it="descrizione; quantita; prezzo; qta; q ta; prezzo unitario; articolo; um; u m",
            nl="""omschrijving; aantal; prijs; stuksprijs; artikel; tarief; beschrijving; uren;
                prijs per stuk; eenheid""",
        )
    }
)
