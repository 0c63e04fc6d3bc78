"""The words that papers print before a day or a term of payment (see labels.py for how they are written)."""

from enum import Enum

from relanced.intake.invoice.labels import Labels, words_of


class DayLabel(Enum):
    """What a day on a paper is."""

    ISSUE = "issue"
    DATE = "date"  # the bare word: the day of issue where nothing better stands
    DUE = "due"
    OTHER = "other"  # of delivery, order, service, validity, printing


_ISSUE = words_of(
    fr="""date de facture; date de la facture; date facture; date de facturation; date d emission;
        date emission; emise le; emis le; emission; etablie le; etabli le; facture du; avoir du; note du;
        date du document; date de la piece; date piece; fait le; editee le; edite le; date d edition;
        date de creation; date d etablissement; date de l avoir; date avoir; facturee le; date de la note;
        creee le""",
    en="""invoice date; date of invoice; issue date; date of issue; issued on; issued; date issued;
        invoiced on; document date; bill date; billing date; credit note date; dated; invoice dated;
        tax point; tax point date; date of credit note; credit date; date invoiced""",
    de="""rechnungsdatum; datum der rechnung; ausstellungsdatum; belegdatum; ausgestellt am; rechnung vom;
        gutschrift vom; gutschriftsdatum; gutschriftdatum; rechnungs datum; erstellt am""",
    es="""fecha de factura; fecha factura; fecha de la factura; fecha de emision; fecha emision; emitida el;
        fecha de expedicion; fecha expedicion; factura de fecha; fecha de abono""",
    it="""data fattura; data della fattura; data di emissione; data emissione; data documento; emessa il;
        data del documento; data nota di credito""",
    nl="""factuurdatum; datum factuur; uitgiftedatum; datum van uitgifte; factuur van; creditdatum;
        opgemaakt op""",
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
        date limite paiement; a regler d ici le; echeant le""",
    en="""due date; payment due date; payment due by; payment due on; payment due; due by; due on; due;
        pay by; payable by; payable on; payable before; payable on or before; to be paid by; please pay by;
        payment by; payment deadline; payment date; date due; pay before; no later than; settle by; paid by;
        due for payment; due for payment by; payment due before; due before; payment required by;
        pay this by; to be settled by; payment is due by; payment is due on; payable no later than;
        payable not later than; payment expected by; on or before; latest payment date""",
    de="""falligkeitsdatum; fallig am; fallig bis; fallig zum; falligkeit; fallig; zahlbar bis;
        zahlbar bis zum; zahlbar bis spatestens; zahlbar am; zahlungsziel; zu zahlen bis; zu zahlen bis zum;
        zahlung bis; zahlung bis zum; zahlungsfrist; bis spatestens; spatestens bis; spatestens bis zum;
        zahlungstermin; zahlungseingang bis; zahlungseingang bis zum; bis zum; bis spatestens zum;
        spatestens am""",
    es="""fecha de vencimiento; fecha vencimiento; vencimiento; vencimientos; vence el; vence;
        fecha limite de pago; fecha limite; pagar antes del; a pagar antes del; fecha de pago; pagadero el;
        pago antes del; antes del""",
    it="""data di scadenza; data scadenza; scadenza; scadenze; scadenza pagamento; da pagare entro;
        da pagare entro il; pagamento entro; pagamento entro il; entro il; scade il; scadenza il;
        termine di pagamento; scadenza del pagamento; entro e non oltre il; da saldare entro il;
        pagamento il""",
    nl="""vervaldatum; vervaldag; te betalen voor; te betalen op; te betalen uiterlijk; te voldoen voor;
        uiterste betaaldatum; betalen voor; uiterlijk; betaaldatum; uiterlijk op; voor uiterlijk;
        te voldoen uiterlijk; betaling voor; uiterste betaaldag; te betalen uiterlijk op; te betalen tot;
        betaling uiterlijk""",
)
_OTHER = words_of(
    fr="""date de livraison; date livraison; date d expedition; date de commande; date commande;
        commande du; date de prestation; date de la prestation; date des prestations; prestation du;
        date d intervention; intervention du; date d execution; periode; periode du; date du devis;
        devis du; livraison; livre le; livree le; date d impression; imprime le; imprimee le; validite;
        valable jusqu au; date de validite; date limite de validite; date de debut; date de fin; debut;
        date de valeur; acompte du; regle le; reglee le; paye le; payee le; verse le; recu le;
        date de vente; date de realisation; bon de livraison du; seance du; du; livraison souhaitee;
        date de naissance; facture d origine du; annule le; mise a jour""",
    en="""delivery date; order date; date of supply; supply date; service date; ship date; shipped;
        shipping date; period; po date; valid until; printed; printed on; start date; end date; from;
        quote date; paid on; received on; date of service; service period; date of birth; delivered;
        delivered on; until; valid to; order dated; last updated; work date; date of order;
        original invoice date; departure; arrival""",
    de="""lieferdatum; leistungsdatum; leistungszeitraum; bestelldatum; auftragsdatum; angebot vom;
        bestellung vom; auftrag vom; lieferung; lieferschein vom; gultig bis; druckdatum; skonto bis;
        liefer leistungsdatum; vom; lieferzeitraum; leistung; leistungs lieferdatum; gedruckt am; zeitraum;
        bezahlt am; eingegangen am""",
    es="""fecha de entrega; fecha de pedido; fecha pedido; fecha operacion; fecha de operacion; periodo;
        valido hasta; fecha de servicio; fecha albaran; pagado el; periodo facturado""",
    it="""data consegna; data di consegna; data ordine; data ddt; ddt; ordine del; periodo; competenza;
        pagato il; data valuta; data prestazione; validita; decorrenza; del""",
    nl="""leverdatum; leveringsdatum; orderdatum; besteldatum; bestelling van; periode; geldig tot;
        offertedatum; datum levering; datum van levering; prestatiedatum; betaald op; leverdatum van""",
)
DAY_LABELS: Labels[DayLabel] = Labels(
    {
        DayLabel.OTHER: _OTHER,
        DayLabel.DATE: _DATE,
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
                conditions de paiement""",
            en="payment; terms; payable; due; pay; net; payment terms; settlement; credit terms; paid; credit",
            de="""zahlbar; zahlung; zahlungsbedingungen; zahlungsziel; fallig; zahlungskonditionen;
                zu zahlen; netto; zahlungsfrist; uberweisen; begleichen; rechnungsbetrag; ohne abzug;
                uberweisung""",
            es="""pago; forma de pago; condiciones de pago; vencimiento; pagadero; plazo; contado; a pagar;
                transferencia; a credito; credito; giro; recibo; pagare; confirming""",
            it="""pagamento; condizioni di pagamento; modalita di pagamento; scadenza; termini; bonifico;
                rimessa; da pagare; termini di pagamento""",
            nl="""betaling; betalingstermijn; betaaltermijn; betalingsvoorwaarden; betalen; te voldoen;
                betalingsconditie; te betalen; overmaken; vervaldatum; voldoen""",
        )
    }
)
# A sentence with one of these speaks of what happens when payment is late, or early.
LATE_WORDS = words_of(
    fr="""penalite; penalites; retard; indemnite; interet; interets; recouvrement; reclamation;
        reclamations; garantie; validite; retractation; reserve de propriete; impayee""",
    en="""late; interest; penalty; penalties; overdue; warranty; claims; complaints; recovery; statutory;
        valid""",
    de="""verzug; verzugszinsen; zahlungsverzug; verzugsfall; mahnung; gewahrleistung; reklamationen;
        widerruf; mahngebuhren; eigentumsvorbehalt""",
    es="demora; mora; intereses; recargo; garantia; reclamaciones",
    it="mora; interessi; ritardo; reclami; garanzia",
    nl="rente; te late; incassokosten; aanmaning; garantie; reclames; klachten; wettelijke",
)
EARLY_WORDS = words_of(
    fr="escompte; remise pour paiement anticipe",
    en="discount; early payment; prompt payment",
    de="skonto",
    es="descuento; pronto pago",
    it="sconto",
    nl="korting; betalingskorting",
)
