"""The words that papers print before a day or a term of payment (see labels.py for how they are written)."""

from enum import Enum

from relanced.intake.invoice.labels.labels import Labels, words_of


class DayLabel(Enum):
    """What a day on a paper is."""

    ISSUE = "issue"
    NAMED = "named"  # «facture du»: this paper's, or another's that it speaks of
    DATE = "date"  # the bare word: the day of issue where nothing better stands
    DUE = "due"
    OTHER = "other"  # of delivery, order, service, validity, printing


_ISSUE = words_of(
    fr="""date de facture; date de la facture; date facture; date de facturation; date d emission;
        date emission; emise le; emis le; emission; etablie le; etabli le;
        date du document; date de la piece; date piece; fait le; editee le; edite le; date d edition;
        date de creation; date d etablissement; faite le; facture emise le; date de l avoir; date avoir;
        facturee le; date de la note; date du;
        creee le""",
    en="""invoice date; date of invoice; issue date; date of issue; issued on; issued; date issued;
        date raised; raised on; invoiced;
        invoiced on; document date; bill date; billing date; credit note date; date of credit;
        document issued;
        tax point; tax point date; date of credit note; credit date; date invoiced""",
    de="""rechnungsdatum; datum der rechnung; ausstellungsdatum; belegdatum; ausgestellt am; beleg datum;
        datum der ausstellung; gutschriftsdatum; gutschriftdatum; rechnungs datum; erstellt am""",
    es="""fecha de factura; fecha factura; fecha de la factura; fecha de emision; fecha emision; emitida el;
        fecha de expedicion; fecha expedicion; fecha del documento; fecha documento; expedida el;
        fecha de abono""",
    it="""data fattura; data della fattura; data di emissione; data emissione; data documento; emessa il;
        data del documento; data nota di credito; emesso il; emessa in data; data doc; data fatt""",
    nl="""factuurdatum; datum factuur; uitgiftedatum; datum van uitgifte; creditdatum; documentdatum;
        datum creditnota;
        opgemaakt op""",
)
_NAMED = words_of(
    fr="facture du; avoir du; note du; facture en date du; facture datee du",
    en="dated; invoice dated; invoice of; credit note dated",
    de="rechnung vom; gutschrift vom",
    es="factura de fecha; factura del",
    it="fattura del; nota di credito del",
    nl="factuur van; factuur d d",
)
_DATE = words_of(
    fr="date; en date du", en="date", de="datum", es="fecha; a fecha", it="data", nl="datum; d d"
)
_DUE = words_of(
    fr="""date d echeance; echeance; date echeance; echeance le; echeance au; date limite de paiement;
        date limite de reglement; date limite; a regler avant le; a regler avant; a regler le;
        a regler pour le; a regler jusqu au; a payer avant le; a payer avant; a payer le; a payer pour le;
        a payer au plus tard le; a payer au; a regler au; net a payer au; net a payer le; payable le;
        payable avant le; payable jusqu au; payable au plus tard le; payable au; payable pour le;
        paiement avant le; paiement au plus tard le; paiement le; paiement pour le; paiement attendu le;
        paiement attendu avant le; paiement attendu pour le; reglement avant le; reglement au plus tard le;
        reglement le; reglement pour le; reglement attendu le; exigible le; au plus tard le;
        date de paiement; date de reglement; delai de paiement; due le; est due le; avant le;
        echeance de paiement; echeance de reglement; date d exigibilite; limite de paiement; paiement du le;
        reglement attendu pour le; reglement attendu avant le; solde exigible le; paiement jusqu au;
        date limite paiement; a regler d ici le; echeant le;
        date limite de reglement au; echeance de la facture; echeance facture; date d echeance le; echeances;
        prelevement le; traite au; virement au; virement le; lcr au; lcr magnetique au; prelevement au; effet au;
        a echeance du; date de prelevement; sera preleve le; a acquitter avant le; a acquitter pour le;
        payable jusqu au plus tard le; votre reglement avant le; date butoir de paiement""",
    en="""due date; payment due date; payment due by; payment due on; payment due; due by; due on; due;
        pay by; payable by; payable on; payable before; payable on or before; to be paid by; please pay by;
        payment by; payment deadline; payment date; date due; pay before; no later than; settle by; paid by;
        due for payment; due for payment by; payment due before; due before; payment required by;
        pay this by; to be settled by; payment is due by; payment is due on; payable no later than;
        payable not later than; payment expected by; on or before; latest payment date; to reach us by; reach us by;
        payment to be received by; please settle by; kindly settle by; due date for payment; due by date;
        please pay before; please pay on or before; date payment due; pay on or before; due on or before;
        invoice due date; direct debit on; direct debit date; remit by; please remit by""",
    de="""falligkeitsdatum; fallig am; fallig bis; fallig zum; falligkeit; fallig; zahlbar bis;
        zahlbar bis zum; zahlbar bis spatestens; zahlbar am; zahlungsziel; zu zahlen bis; zu zahlen bis zum;
        zahlung bis; zahlung bis zum; zahlungsfrist; bis spatestens; spatestens bis; spatestens bis zum;
        zahlungstermin; zahlungseingang bis; zahlungseingang bis zum; bis zum; bis spatestens zum;
        spatestens am; zu begleichen bis; zu begleichen bis zum; falligkeitstag; falligkeitstermin;
        zahlbar spatestens; zahlbar spatestens am; netto bis; netto bis zum; netto zahlbar bis;
        netto fallig am; abbuchung am; einzug am; lastschrift am; zahlungsfrist bis; zur zahlung fallig am;
        zahlung fallig am; zahlungsziel bis; begleichen bis; zahlung spatestens am; zu bezahlen bis;
        uberweisen bis; uberweisen bis zum; bitte zahlen bis; bitte zahlen bis zum; zahlbar per""",
    es="""fecha de vencimiento; fecha vencimiento; vencimiento; vencimientos; vence el; vence;
        fecha limite de pago; fecha limite; pagar antes del; a pagar antes del; fecha de pago; pagadero el;
        pago antes del; antes del; vto; fecha vto; fecha de vto; vtos; a pagar el; pagadero antes del;
        fecha de cargo; vencimiento el""",
    it="""data di scadenza; data scadenza; scadenza; scadenze; scadenza pagamento; da pagare entro;
        da pagare entro il; pagamento entro; pagamento entro il; entro il; scade il; scadenza il;
        termine di pagamento; scadenza del pagamento; entro e non oltre il; da saldare entro il;
        pagamento il; scad; data scad; scadenza rata; scadenza rate; scadenza fattura; con scadenza;
        con scadenza il; da versare entro il; saldo entro il; da corrispondere entro il; addebito il""",
    nl="""vervaldatum; vervaldag; te betalen voor; te betalen op; te betalen uiterlijk; te voldoen voor;
        uiterste betaaldatum; betalen voor; uiterlijk; betaaldatum; uiterlijk op; voor uiterlijk;
        te voldoen uiterlijk; betaling voor; uiterste betaaldag; te betalen uiterlijk op; te betalen tot;
        betaling uiterlijk; te voldoen uiterlijk op; betalen voor; vervalt op; vervaldatum factuur;
        wordt geincasseerd op; incassodatum; uiterste vervaldatum; betaling uiterlijk op; te betalen tegen""",
)
_OTHER = words_of(
    fr="""date de livraison; date livraison; date d expedition; date de commande; date commande;
        commande du; date de prestation; date de la prestation; date des prestations; prestation du;
        date d intervention; intervention du; date d execution; periode; periode du; date du devis;
        devis du; livraison; livre le; livree le; date d impression; imprime le; imprimee le; validite;
        valable jusqu au; date de validite; date limite de validite; date de debut; date de fin; debut;
        date de valeur; acompte du; regle le; reglee le; paye le; payee le; verse le; recu le;
        date de vente; date de realisation; bon de livraison du; seance du; du; livraison souhaitee;
        date de naissance; facture d origine du; echeance annuelle; echeance du contrat; prochaine echeance;
        date d echeance du contrat; echeance principale; date d exigibilite de la tva; exigibilite de la tva;
        exigibilite tva; tva exigible le; date limite d utilisation; date limite de consommation; dlc; dluo;
        date limite de reclamation; prochaine facture; prochaine facture le; prochain prelevement;
        prochain prelevement le; renouvellement le; date de renouvellement; fin de contrat;
        fin d engagement; releve du; situation au; arrete au; annule le; mise a jour""",
    en="""delivery date; order date; date of supply; supply date; service date; ship date; shipped;
        shipping date; period; po date; valid until; printed; printed on; start date; end date; from;
        quote date; paid on; received on; date of service; service period; date of birth; delivered;
        delivered on; until; valid to; order dated; last updated; work date; date of order;
        original invoice date; departure; arrival; renewal date; next renewal; renews on; next invoice;
        next invoice date; next payment; next payment date; next billing date; contract end; expiry date;
        expires; expires on; expiry; best before; use by; payment received; payment received by; vat due date;
        vat due; tax due; tax due date; completed on; completion date; hire from; return date;
        statement date""",
    de="""lieferdatum; leistungsdatum; leistungszeitraum; bestelldatum; auftragsdatum; angebot vom;
        bestellung vom; auftrag vom; lieferung; lieferschein vom; gultig bis; druckdatum; skonto bis;
        liefer leistungsdatum; vom; lieferzeitraum; leistung; leistungs lieferdatum; gedruckt am; zeitraum;
        bezahlt am; eingegangen am; vertragsende; vertragsbeginn; nachste falligkeit; nachste rechnung;
        mindesthaltbar bis; haltbar bis; mhd; kundigung bis; kundbar bis; ust fallig; nachste abbuchung;
        ausfuhrungsdatum; datum der lieferung; datum der leistung; leistungstag; liefertag; angebotsdatum;
        abgerechnet bis; einspruch bis; widerspruch bis; bestellt am; geliefert am; valuta""",
    es="""fecha de entrega; fecha de pedido; fecha pedido; fecha operacion; fecha de operacion; periodo;
        valido hasta; fecha de servicio; fecha albaran; pagado el; periodo facturado;
        vencimiento del contrato; proximo vencimiento; caducidad;
        fecha de caducidad; proxima factura; fecha de devengo; fecha de presupuesto; fecha de impresion;
        fecha de realizacion; fecha de ejecucion""",
    it="""data consegna; data di consegna; data ordine; data ddt; ddt; ordine del; periodo; competenza;
        pagato il; data valuta; data prestazione; validita; decorrenza; del; scadenza contratto;
        scadenza del contratto;
        prossima scadenza; scadenza lotto; data stampa; data trasporto; inizio trasporto; data ritiro;
        data esecuzione; data preventivo; data intervento; lotto""",
    nl="""leverdatum; leveringsdatum; orderdatum; besteldatum; bestelling van; periode; geldig tot;
        offertedatum; datum levering; datum van levering; prestatiedatum; betaald op; leverdatum van;
        volgende vervaldag; volgende factuur; einddatum;
        startdatum; ingangsdatum; verlengingsdatum; houdbaar tot; uitvoeringsdatum; datum offerte;
        afdrukdatum; datum bestelling; besteld op; geleverd op""",
)
DAY_LABELS: Labels[DayLabel] = Labels(
    {
        DayLabel.OTHER: _OTHER,
        DayLabel.DATE: _DATE,
        DayLabel.NAMED: _NAMED,
        DayLabel.ISSUE: _ISSUE,
        DayLabel.DUE: _DUE,
    }
)
# Before the words of a term («60 jours nets»): a sentence with none of them is no term of payment.
TERM_CUES = Labels(
    {
        True: words_of(
            fr="""paiement; reglement; payable; a regler; echeance; conditions de reglement; comptant;
                a payer; virement; modalites; a credit; credit; delai; regler; exigible; delai de paiement;
                conditions de paiement; conditions; merci de regler; sous quinzaine; a acquitter;
        prelevement""",
            en="""payment; terms; payable; due; pay; net; payment terms; settlement; credit terms; paid;
        credit; settle;
                settled; remit; remittance; fortnight; conditions""",
            de="""zahlbar; zahlung; zahlungsbedingungen; zahlungsziel; fallig; zahlungskonditionen;
                zu zahlen; netto; zahlungsfrist; uberweisen; begleichen; rechnungsbetrag; ohne abzug;
                uberweisung; rechnungsstellung; rechnungserhalt; ausgleich; auszugleichen; konditionen;
                bezahlen; innert; falligkeit; zahlen; zahlungseingang""",
            es="""pago; forma de pago; condiciones de pago; vencimiento; pagadero; plazo; contado; a pagar;
                transferencia; a credito; credito; giro; recibo; pagare; confirming; abonar; ingresar;
                condiciones; pagar; vto; abono; liquidar""",
            it="""pagamento; condizioni di pagamento; modalita di pagamento; scadenza; termini; bonifico;
                rimessa; da pagare; termini di pagamento; provvedere entro; saldare; versare; saldo entro;
        pagare;
                corrispondere; ricevimento fattura; condizioni""",
            nl="""betaling; betalingstermijn; betaaltermijn; betalingsvoorwaarden; betalen; te voldoen;
                betalingsconditie; te betalen; overmaken; vervaldatum; voldoen; over te maken; voorwaarden;
                betaald; vereffenen; krediet""",
        )
    }
)
# A sentence with one of these speaks of what happens when payment is late, or early.
LATE_WORDS = words_of(
    fr="""penalite; penalites; retard; indemnite; interet; interets; recouvrement; reclamation;
        reclamations; garantie; validite; retractation; reserve de propriete; impayee; contestation;
        contestations; litige; reserves; retour; retours;
        valable; livraison sous; delai de livraison; impaye; non paiement; mise en demeure""",
    en="""late; interest; penalty; penalties; overdue; warranty; claims; complaints; recovery; statutory;
        valid; dispute; disputes; disputed; queries; query; returns; defects; discrepancies; overdue accounts;
        reminder; delivery time; lead time; cancellation; notice""",
    de="""verzug; verzugszinsen; zahlungsverzug; verzugsfall; mahnung; gewahrleistung; reklamationen;
        widerruf; mahngebuhren; eigentumsvorbehalt; beanstandungen; mangel; mangelruge; einwendungen; gultig;
        ruckgabe; lieferzeit; lieferfrist; einspruch; widerspruch""",
    es="""demora; mora; intereses; recargo; garantia; reclamaciones; reclamacion; devolucion; devoluciones;
        valido; validez; plazo de entrega; impago""",
    it="""mora; interessi; ritardo; reclami; garanzia; contestazioni; contestazione; reclamo; reso; resi;
        valido;
        validita; consegna entro; recesso""",
    nl="""rente; te late; incassokosten; aanmaning; garantie; reclames; klachten; wettelijke; geldig;
        retour; protest; betwisting; reclamatie; levertijd; laattijdige;
        verwijlinteresten; nalatigheidsinteresten; ingebrekestelling""",
)
EARLY_WORDS = words_of(
    fr="escompte; remise pour paiement anticipe",
    en="discount; early payment; prompt payment",
    de="skonto",
    es="descuento; pronto pago",
    it="sconto",
    nl="korting; betalingskorting",
)
# Beside a head of items: the columns of a table, not of the strip at the head of a page.
MONEY_HEADS = words_of(
    fr="montant; montant ht; montant ttc; total; total ht; total ttc; debit; credit; solde; tva",
    en="amount; total; net; vat; tax; debit; credit; balance; line total",
    de="betrag; gesamt; summe; gesamtpreis; mwst; ust; netto; brutto; saldo",
    es="importe; total; iva; debe; haber; saldo",
    it="importo; totale; iva; imponibile; dare; avere; saldo",
    nl="bedrag; totaal; btw; saldo",
)
