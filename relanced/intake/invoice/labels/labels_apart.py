"""The words before amounts that are no sum of the invoice: taken off, added, carried over, or something else.

Written as labels.py says.
"""

from relanced.intake.invoice.labels.labels import words_of

PREPAID = words_of(
    fr="""acompte verse; acompte recu; acompte deduit; acompte regle; acompte paye; acompte percu;
        acomptes verses; deduction acompte; deduction d acompte; deduction de l acompte; acompte; acomptes;
        deja regle; deja paye; deja verse; montant deja regle; montant deja paye; acompte deja verse;
        acompte deja regle; paiement recu; moins acompte; acompte a deduire; acomptes deduits;
        paiements recus; reglement recu; reglements recus; arrhes; arrhes versees; acomptes recus;
        total acomptes; a deduire acompte; avance; avances; acompte encaisse; montant regle; montant verse;
        deduction des acomptes; provision versee; provisions versees; deja facture; total deja facture;
        montant deja facture; moins acomptes; acomptes deja verses; acomptes deja factures; acompte facture;
        acomptes factures; deduction facture d acompte; deduction facture acompte; moins acompte verse;
        a deduire acomptes; total des acomptes; total acomptes verses; total regle; total paye;
        deja encaisse; deja percu; deja acquitte; montant deja percu; provision recue; provisions recues;
        situations precedentes; situation precedente; a deduire situation;
        situations anterieures; facture anterieure; factures anterieures; factures precedentes;
        moins situation; deduction situation; acompte sur facture; reglement deja effectue; avance recue;
        reglement partiel; paiement partiel; versement recu; avoir deduit;
        avoir a deduire; deduction avoir; prise en charge; pris en charge par l assurance; part assurance;
        prime cee; maprimerenov; aide deduite; avance immediate; dont acompte; dont acompte verse;
        dont deja regle; dont deja verse; dont acompte deja verse""",
    en="""deposit paid; less deposit; deposit received; deposit; amount paid; payments received; prepaid;
        paid to date; less payments; payment received; less paid; already paid; less deposit paid;
        amount received; advance paid; less advance; payments; less payment received; less amount paid;
        less payments received; total paid; prepayment; paid; less deposit received; amount already paid;
        less previously certified; previously certified; less previous payments; previous payments;
        less previously invoiced; previously invoiced; less invoiced to date; already invoiced;
        less already invoiced; less previous invoices; less amount previously invoiced; previously paid;
        less previously paid; less prepayment; less payments to date; payments to date; amount paid to date;
        payment on account; less payment on account; payments on account; less payments on account;
        less retainer; retainer paid; retainer received; less retainer paid; less deposits; deposits;
        payment credit; payments credits; credit applied; credits applied; less credit note;
        less credit; advance received; less advance paid; less part payment; part payment; payment made;
        payments made; less payment made; less payments made; deposit already paid; less deposit invoice""",
    de="""anzahlung; abzgl anzahlung; bereits bezahlt; geleistete anzahlung; abschlagszahlung;
        abzuglich anzahlung; bereits gezahlt; erhaltene anzahlung; abschlage; abzgl abschlagszahlung;
        geleistete anzahlungen; anzahlungen; abschlagszahlungen; bereits geleistet; gezahlt;
        abzuglich geleisteter anzahlung; teilzahlung; abzgl anzahlungen; bisherige abschlage; abzgl abschlag;
        abschlag; abschlagsrechnung; abschlagsrechnungen; abzgl abschlagsrechnung; abzgl abschlage;
        abzuglich abschlagsrechnung; abzuglich abschlagszahlung; abzuglich abschlagszahlungen;
        abzuglich bereits bezahlt; erhaltene abschlagszahlungen; abzuglich erhaltene abschlagszahlungen;
        abzgl geleisteter abschlagszahlungen; abzgl erhaltener anzahlung; abzgl erhaltener anzahlungen;
        abzuglich erhaltener anzahlungen; abzgl teilrechnung; abzuglich teilrechnung; teilrechnung;
        abzgl bereits gezahlter betrag; bereits gezahlter betrag; bereits bezahlter betrag; akonto;
        akontozahlung; akontozahlungen; abzgl akonto; abzuglich akontozahlung; a conto; a conto zahlung;
        vorauszahlung; abzgl vorauszahlung; erhaltene vorauszahlung; bereits in rechnung gestellt;
        bisher abgerechnet; abzgl bereits abgerechnet; bereits berechnet; erhaltene zahlungen;
        erhaltene zahlung; zahlungseingang; zahlungseingange; abzgl zahlung; abzgl zahlungen;
        bisher bezahlt; bisherige zahlungen; vorschuss; abzgl vorschuss; teilzahlungen; geleistete zahlungen;
        anrechnung anzahlung; verrechnung anzahlung; abzgl gutschrift; summe abschlage; summe anzahlungen""",
    es="""anticipo; anticipos; a cuenta; entrega a cuenta; pagado; ya pagado; pagos recibidos;
        anticipo recibido; deposito; entregas a cuenta; a cuenta recibido; entregado a cuenta; ya facturado;
        facturado anteriormente; menos anticipo; anticipo pagado; anticipos recibidos; pagos a cuenta;
        pago a cuenta; senal; provision de fondos; menos provision de fondos; total pagado; cobrado;
        importe pagado; importe ya pagado; certificaciones anteriores; certificacion anterior; total cobrado;
        deducir anticipo; a deducir anticipo; pago recibido; total entregado; senal entregada""",
    it="""anticipo; acconto; acconti; acconto versato; gia pagato; acconto ricevuto; pagato; gia versato;
        a dedurre acconto; acconti versati; acconti ricevuti; detrazione acconto; meno acconto; gia fatturato;
        a detrarre acconto; a detrarre acconti; storno acconto; storno anticipo; acconto gia versato;
        gia corrisposto; importo pagato; importo gia pagato; pagamenti ricevuti; deduzione acconto;
        detrazione anticipo; gia incassato; caparra; caparra versata; anticipi; anticipi versati;
        acconto fatturato; acconti fatturati; meno acconti; s a l precedenti; sal precedenti""",
    nl="""aanbetaling; aanbetaald; voorschot; reeds betaald; reeds voldaan; betaald; ontvangen aanbetaling;
        al betaald; ontvangen betalingen; voorschotten; af aanbetaling; reeds gefactureerd; al gefactureerd;
        reeds ontvangen; ontvangen betaling; ontvangen voorschot; voldaan; minus aanbetaling; al voldaan;
        in mindering aanbetaling; in mindering voorschot; in mindering; reeds voldaan bedrag; vooruitbetaald;
        vooruitbetaling; reeds betaald bedrag; verrekening voorschot; eerder gefactureerd; deelbetaling;
        betaalde voorschotten; af voorschot; vorige vorderingen; totaal betaald""",
)
RETAINED = words_of(
    fr="""retenue de garantie; retenue garantie; retenue a la source; retenue; dont retenue de garantie; rg 5;
        caution de garantie; precompte; precompte urssaf; cotisations precomptees; compte prorata;
        retenue compte prorata; retenue pour compte prorata; precompte agessa""",
    en="""retention; less retention; cis deduction; less cis deduction; cis; less cis; less cis tax;
        cis tax; cis tax deducted; withholding tax; less withholding tax; rct; less rct; retention held;
        less retention held; tax withheld; cis deducted; construction industry scheme deduction;
        less withholding; main contractor s discount; wht; less wht; dwt; pswt; less pswt; rct deducted;
        less rct deducted""",
    de="""sicherheitseinbehalt; einbehalt; gewahrleistungseinbehalt; garantieruckbehalt; ruckbehalt;
        abzgl sicherheitseinbehalt; abzuglich sicherheitseinbehalt; garantierucklass; haftungsrucklass;
        deckungsrucklass; bauabzugsteuer; bauabzugssteuer; steuerabzug; quellensteuer; sicherheit 5;
        vertragserfullungsburgschaft; abzgl einbehalt; umlage bauwesenversicherung; bauwesenversicherung;
        baustrom; bauwasser; umlage baustrom""",
    es="""retencion; retencion irpf; irpf; i r p f; retenciones; retencion de irpf; importe retencion;
        cuota irpf; total irpf; total retencion; importe irpf; menos irpf; menos retencion; cuota retencion;
        retencion de garantia; retencion garantia; retencion por garantia; fondo de garantia;
        total retenciones; importe retencion irpf; a deducir irpf""",
    it="""ritenuta; ritenuta d acconto; ritenuta acconto; ritenute; ritenuta irpef; ritenuta di acconto;
        importo ritenuta; ritenuta a garanzia; ritenute a garanzia; ritenuta di garanzia; a dedurre ritenuta;
        meno ritenuta; ra 20; r a 20; rit acconto; rit d acconto; ritenuta 20; enasarco; ritenuta enasarco;
        totale ritenute; totale ritenuta; trattenuta; trattenute; meno ritenuta d acconto;
        iva split payment; split payment; iva a vostro carico; iva a vs carico; iva a carico del committente;
        iva scissione dei pagamenti; scissione dei pagamenti; iva ex art 17 ter; storno iva;
        storno iva split payment; iva a carico dell ente; ritenuta 0 50; ritenuta durc""",
    nl="inhouding; garantie inhouding; waarborg; ingehouden waarborg; inhouding garantie",
)
ADDED = words_of(
    fr="""debours; total debours; frais avances; frais et debours; consigne; consignes; total consignes;
        emballages consignes; caution; total consigne; debours non soumis a tva; consigne emballages;
        frais de timbre; timbre fiscal; droit de timbre; droits de timbre; non soumis a tva; timbre;
        total non soumis a tva; debours hors champ tva; taxe de sejour; arrondi; pourboire; depens""",
    en="""disbursements; total disbursements; expenses not subject to vat; outlay; outlays; refundable deposit;
        container deposit; bottle deposit; rounding; gratuity; service charge; non vatable expenses; tip;
        total outlays; non vatable disbursements; vat exempt disbursements; total expenses;
        rounding adjustment""",
    de="""auslagen; pfand; leergut; pfandbetrag; durchlaufende posten; rundung; rundungsdifferenz; barauslagen;
        kurtaxe; trinkgeld; pfand gesamt; auslagen ohne mwst; gerichtskosten; rundungsbetrag; leergutpfand;
        rundungsausgleich""",
    es="""suplidos; total suplidos; gastos suplidos; envases; redondeo; fianza; deposito envases; suplido;
        tasa turistica""",
    it="""bollo; imposta di bollo; spese anticipate; marca da bollo; spese non imponibili; anticipazioni;
        bolli; spese esenti; spese escluse art 15; rimborso spese; spese art 15; spese anticipate art 15;
        esclusi art 15; escluse art 15; anticipazioni art 15; bollo virtuale; bollo in fattura; spese bollo;
        rimborso bollo; arrotondamento; cauzioni; cauzione; imballi a rendere; imposta di soggiorno;
        bollo assolto in modo virtuale; fuori campo iva""",
    nl="""statiegeld; emballage; verschotten; voorgeschoten kosten; leeggoed; afronding; waarborg leeggoed;
        toeristenbelasting; onbelaste verschotten; belaste verschotten""",
)
CREDITED = words_of(
    fr="""net en votre faveur; montant de l avoir; total de l avoir; total avoir; net a deduire;
        total ttc a deduire; a deduire; avoir ttc; montant a rembourser; net a rembourser;
        total a rembourser; a rembourser; a votre credit; total avoir ttc; montant avoir;
        montant de l avoir ttc; montant credite; total credite; en votre faveur; solde en votre faveur;
        credit en votre faveur; net a votre credit; total ttc de l avoir; montant avoir ttc;
        total de l avoir ttc; avoir net; net a crediter; a crediter; montant total de l avoir;
        montant a crediter; net a votre avoir; total a crediter; total ttc avoir; total rembourse;
        montant rembourse; avoir net ttc; total general avoir""",
    en="""credit total; total credit; amount credited; credit amount; total credited; amount to be credited;
        refund total; refund due; credit due; total refund; total credit amount; credit value;
        amount refunded; balance in your favour; credit note total; net credit; total to be credited;
        credit note amount; credit note value; amount to refund; total to refund; to be refunded;
        credit balance; credit to your account; amount of credit; total credit note; remaining credit;
        total credit due; amount to credit""",
    de="""gutschriftsbetrag; gutschriftbetrag; gutschrift gesamt; erstattungsbetrag; stornobetrag;
        korrekturbetrag; gutzuschreibender betrag; zu ihren gunsten; gesamtgutschrift; summe gutschrift;
        gutschrift brutto; gutschriftssumme; gutschriftsbetrag brutto; gutschriftsbetrag inkl mwst;
        guthaben; ihr guthaben; zu erstatten; zu erstattender betrag; ruckerstattung; ruckerstattungsbetrag;
        erstattung gesamt; gesamtbetrag gutschrift; gutschriftsumme; saldo zu ihren gunsten; stornosumme;
        gutschrift total; total gutschrift; gutschriftstotal""",
    es="""total abono; importe abonado; total a abonar; importe del abono; total a devolver; a su favor;
        importe a abonar; total nota de credito; importe a devolver; saldo a su favor; total abonado;
        importe abono; total rectificado; importe total abono; a devolver; total factura rectificativa""",
    it="""totale nota di credito; totale accredito; importo accreditato; a vostro credito;
        totale nota credito; vostro avere; totale a vostro credito; importo a credito;
        importo nota di credito;
        totale a credito; totale accreditato; totale da rimborsare; da rimborsare; importo da rimborsare;
        totale vostro avere; netto a vostro credito""",
    nl="""creditbedrag; totaal credit; te crediteren; totaal creditnota; terug te betalen;
        gecrediteerd bedrag; totaal te crediteren; te ontvangen; creditbedrag incl btw; u ontvangt;
        totaalbedrag credit; te crediteren bedrag; terug te ontvangen; door u te ontvangen;
        totaal creditfactuur;
        bedrag creditnota; creditnota totaal; in uw voordeel""",
)
EARLIER = words_of(
    fr="""solde anterieur; ancien solde; solde precedent; report solde anterieur; report solde;
        report de solde; report ancien solde; solde reporte; factures impayees; facture impayee; impayes;
        impaye; arrieres; arriere; solde a nouveau; solde initial; reste du anterieur;
        solde debiteur anterieur;
        impayes anterieurs; report impaye; report impayes; rappel solde anterieur; rappel impayes""",
    en="""previous balance; balance brought forward; opening balance; arrears; balance b f; prior balance;
        previous outstanding balance; previously outstanding; overdue balance; past due; past due balance;
        balance forward; outstanding invoices; last balance; account balance brought forward;
        previous invoices;
        unpaid invoices; prior invoices; old balance""",
    de="""saldovortrag; vortrag; alter saldo; offene posten; ruckstand; ruckstande; altsaldo; bisheriger saldo;
        vorheriger saldo; offene rechnungen; offener saldo vormonat; saldo vormonat; saldo alt""",
    es="""saldo anterior; saldo pendiente anterior; facturas pendientes; facturas impagadas; impagados; atrasos;
        deuda anterior""",
    it="""saldo precedente; insoluti; insoluto; saldo precedenti fatture; fatture insolute; arretrati;
        scoperto precedente; residuo precedente""",
    nl="""vorig saldo; saldo vorige; oud saldo; openstaande facturen; achterstallig; achterstand;
        saldo vorige factuur; beginsaldo""",
)
# Also what is paid into a Dutch builder's blocked account: the whole stays asked for.
DISCOUNT = words_of(
    fr="""escompte; escompte pour paiement anticipe; montant escompte; total escompte; net avec escompte;
        net d escompte; escompte si paiement""",
    en="""early payment discount; prompt payment discount; settlement discount; cash discount; early settlement;
        early settlement discount; if paid early; if paid within; if paid by; if paid before""",
    de="""skonto; skontobetrag; zahlbetrag bei skonto; zahlbetrag abzgl skonto; betrag abzgl skonto;
        abzgl skonto; skonto betrag; abzuglich skonto; skontoabzug; betrag mit skonto; betrag nach skonto;
        skontierter betrag; zahlbetrag mit skonto; zahlbetrag nach skonto; skontofahiger betrag;
        skontierfahiger betrag; skontierbarer betrag; skontobasis; mogliches skonto; zahlbetrag skonto;
        betrag bei skonto; rechnungsbetrag abzgl skonto; rechnungsbetrag abzuglich skonto""",
    es="pronto pago; descuento pronto pago; dto pronto pago; descuento por pronto pago; dto p p; d p p",
    it="sconto cassa; sconto pagamento anticipato; sconto incondizionato cassa; sconto per pagamento anticipato",
    nl="""betalingskorting; kredietbeperking; kredietbeperkingstoeslag; korting voor contant;
        g rekening; storten op g rekening; bedrag g rekening; naar g rekening; g rekening bedrag;
        te storten op g rekening; korting contante betaling; incl kredietbeperking; te betalen incl kredietbeperking""",
)
# Carried sums and sums of one page come here too: they are parts.
OTHER = words_of(
    fr="""remise; rabais; frais de port; port; indemnite forfaitaire; p u; taux tva; taux de tva;
        pu ht; prix unitaire; eco participation; total remise; total ht avant remise; capital;
        capital social; au capital de; franco; montant du devis; montant du marche; total du devis;
        total marche; cumul; penalite; penalites; taux; frais de recouvrement; total heures; total qte;
        montant de la commande; total commande; restera a facturer; reste a facturer; solde a facturer;
        solde a venir; solde a la livraison; total quantite; total jours; credit d impot;
        dont eco participation; eco contribution; ecotaxe; total eco participation; dont ecotaxe; d3e; deee;
        montant cumule; total cumule; cumul precedent; cumul des travaux; total devis; montant devis;
        total de la commande; montant commande; devis accepte; montant initial; total marche initial;
        report; a reporter; total a reporter; total page; sous total page; total de la page; report page;
        total lot; total poste; total chapitre; total tranche; montant de l escompte; solde a la reception;
        franchise; dont franchise; plafond; encours; encours autorise; cout horaire; prix au litre;
        solde apres acompte; credit d impot deductible; apres credit d impot;
        base de calcul; total points; remise commerciale; rist; ristourne; dont frais de port; poids total;
        lohnanteil; base retenue; montant du contrat; total avenant; montant de l avenant; facture d origine;
        facture initiale; reste a charge apres credit d impot; solde apres travaux; solde fin de chantier""",
    en="""discount; shipping; carriage; postage; unit price; rate; share capital; order total; vat rate; tax rate;
        total hours; late fee; late payment fee; credit limit; contract value; quote total; total quantity;
        total items; total qty; remaining to be invoiced; total discount; delivery; contract sum;
        total days; total weight; carried forward; brought forward; b f; c f; page total; page subtotal;
        contract total; revised contract sum; gross valuation; value of work to date; work to date;
        net valuation; cumulative total; total to date; cumulative value; balance to complete; statutory fee;
        original invoice; original invoice total; balance on completion; balance upon completion;
        quotation total;
        balance to follow; balance after; account balance; amount enclosed; amount you are paying;
        quote value;
        order value; purchase order value; remaining on contract; balance due on completion; amount saved;
        you save; total savings; interest; statutory interest; labour total; materials total; item total;
        remaining contract value; deposit balance; estimated total; estimate total; hourly rate; day rate""",
    de="""rabatt; versand; versandkosten; einzelpreis; stammkapital; mahngebuhr; ubertrag; seitensumme;
        summe stunden; lieferkosten; auftragssumme; auftragswert; angebotssumme; auftragssumme brutto;
        auftragssumme netto; kumuliert; summe kumuliert; mwst satz; steuersatz; ust satz; lohnkosten;
        arbeitskosten; lohnanteil; lohnkosten brutto; lohnanteil brutto; lohnkosten netto; arbeitslohn;
        arbeitskosten brutto; lohnkostenanteil; enthaltene lohnkosten; enthaltener lohnanteil; fahrtkosten;
        lohn und fahrtkosten; summe lohn; summe material; materialkosten; materialanteil; gesamtstunden;
        bisher erbrachte leistungen; leistungsstand; gesamtleistung; wert der leistungen; vertragssumme;
        summe bisher; summe seite; zwischensumme seite; stundensatz; grundpreis; ursprungsrechnung;
        restauftrag;
        restauftragssumme; kreditlimit; mindestbestellwert; verzugszinsen; versicherungssumme;
        verzugspauschale;
        haushaltsnahe dienstleistungen; gesamtmenge; gesamtgewicht; monatlicher betrag;
        zahlbetrag bei lastschrift""",
    es="""descuento; portes; gastos de envio; precio unitario; capital social; suma y sigue; suma anterior;
        total presupuesto; importe presupuesto; tipo iva; total horas; total unidades; importe del contrato;
        a origen; total a origen; obra ejecutada a origen; total pagina; precio; dto; descuento comercial;
        base retencion; base irpf; base de retencion; suma total anterior; presupuesto aceptado;
        tipo de iva""",
    it="""sconto; spese di trasporto; capitale sociale; spese; aliquota; aliquota iva; riporto; a riportare;
        trasporto; prezzo; totale preventivo; importo contratto; importo contrattuale; totale ordine;
        totale pagina; totale ore; totale colli; importo lavori; totale lavori; s a l; progressivo;
        peso totale;
        imponibile ritenuta; imponibile irpef; imponibile previdenziale; spese incasso; totale sconto;
        totale quantita; totale preventivato; fattura originaria""",
    nl="""korting; verzendkosten; stuksprijs; tarief; prijs; uurtarief; transport; transporteren;
        totaal uren; totaal offerte; offertebedrag; aanneemsom; btw percentage; totaal aantal; over te dragen;
        subtotaal pagina; pagina totaal; totaal pagina; orderbedrag; totaal order; contractsom;
        contractwaarde;
        oorspronkelijke factuur; restant opdracht; btw tarief; totaal korting; aantal uren""",
)
