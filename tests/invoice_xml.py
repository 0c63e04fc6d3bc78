"""Small invoice XML files, made in the tests: CII, UBL and FatturaPA with a few parts to change."""

CII = """<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:ram" xmlns:udt="urn:udt">
 <rsm:ExchangedDocument><ram:ID>{number}</ram:ID><ram:TypeCode>{code}</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">{issued}</udt:DateTimeString></ram:IssueDateTime>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>{seller}</ram:Name></ram:SellerTradeParty>
   <ram:BuyerTradeParty><ram:Name>{buyer}</ram:Name>{buyer_more}</ram:BuyerTradeParty>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>{currency}</ram:InvoiceCurrencyCode>{due}
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>{sums}
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>{older}
  </ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""
UBL = """<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" xmlns:c="urn:c" xmlns:a="urn:a">
 <c:ID>U-7</c:ID><c:IssueDate>{issued}</c:IssueDate>{due}<c:DocumentCurrencyCode>EUR</c:DocumentCurrencyCode>
 <a:BillingReference><a:InvoiceDocumentReference><c:ID>U-1</c:ID></a:InvoiceDocumentReference></a:BillingReference>
 <a:AccountingSupplierParty><a:Party><a:PartyName><c:Name>Atelier Verrier</c:Name></a:PartyName></a:Party>
 </a:AccountingSupplierParty>
 <a:AccountingCustomerParty><a:Party>{buyer_more}<a:PartyLegalEntity>
 <c:RegistrationName>Garage Lemaire</c:RegistrationName></a:PartyLegalEntity></a:Party></a:AccountingCustomerParty>
 {more}<a:LegalMonetaryTotal>{sums}</a:LegalMonetaryTotal></{root}>"""
FATTURA = """<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"
 versione="FPR12"><FatturaElettronicaHeader>
 <CedentePrestatore><DatiAnagrafici><Anagrafica><Denominazione>Atelier Verrier</Denominazione></Anagrafica>
 </DatiAnagrafici></CedentePrestatore>
 <CessionarioCommittente><DatiAnagrafici><IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>00743110157</IdCodice>
 </IdFiscaleIVA><Anagrafica><Nome>Ada</Nome><Cognome>Rossi</Cognome></Anagrafica></DatiAnagrafici>
 </CessionarioCommittente></FatturaElettronicaHeader>{bodies}</p:FatturaElettronica>"""
BODY = """<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>{code}</TipoDocumento>
 <Divisa>EUR</Divisa><Data>2027-05-03</Data><Numero>{number}</Numero>{document}</DatiGeneraliDocumento>
 </DatiGenerali><DatiBeniServizi><DatiRiepilogo><ImponibileImporto>100.00</ImponibileImporto>
 <Imposta>22.00</Imposta>{rate}</DatiRiepilogo></DatiBeniServizi>{payment}</FatturaElettronicaBody>"""


def cii_due(*days: str, words: str = "") -> str:
    """Terms of payment, one of each due day (20270620)."""
    told = f"<ram:Description>{words}</ram:Description>" if words else ""
    return "".join(
        f"<ram:SpecifiedTradePaymentTerms>{told}<ram:DueDateDateTime>"
        f'<udt:DateTimeString format="102">{day}</udt:DateTimeString></ram:DueDateDateTime>'
        "</ram:SpecifiedTradePaymentTerms>"
        for day in days
    )


def cii_terms(words: str) -> str:
    """Terms of payment in words alone."""
    described = f"<ram:Description>{words}</ram:Description>"
    return f"<ram:SpecifiedTradePaymentTerms>{described}</ram:SpecifiedTradePaymentTerms>"


def cii_older(*numbers: str) -> str:
    """References to preceding invoices (BT-25)."""
    tag = "ram:IssuerAssignedID"
    return "".join(
        f"<ram:InvoiceReferencedDocument><{tag}>{number}</{tag}></ram:InvoiceReferencedDocument>"
        for number in numbers
    )


def cii_sums(**amounts: str) -> str:
    """The sums of a header, by their names."""
    return "".join(f"<ram:{name}>{amount}</ram:{name}>" for name, amount in amounts.items())


def cii(**changes: str) -> bytes:
    """An invoice F-2027-031 over 140.00 EUR (150.00 less a prepayment) of 3 May 2027, due on 20 June."""
    total = changes.pop("total", "140.00")
    words = {
        "number": "F-2027-031",
        "code": "380",
        "issued": "20270503",
        "due": cii_due("20270620"),
        "currency": "EUR",
        "sums": cii_sums(GrandTotalAmount="150.00", DuePayableAmount=total),
        "older": "",
        "seller": "Atelier Verrier",
        "buyer": "Garage L",
        "buyer_more": "",
    }
    return CII.format(**{**words, **changes}).encode()


def ubl(root: str = "Invoice", **changes: str) -> bytes:
    """An invoice U-7 over 99.50 EUR of 3 May 2027, due on 2 June."""
    words = {
        "due": "<c:DueDate>2027-06-02</c:DueDate>",
        "issued": "2027-05-03",
        "sums": '<c:PayableAmount currencyID="EUR">99.5</c:PayableAmount>',
        "buyer_more": "",
        "more": "",
    }
    return UBL.format(root=root, **{**words, **changes}).encode()


def fattura(*bodies: str) -> bytes:
    """A FatturaPA file with these bodies."""
    return FATTURA.format(bodies="".join(bodies)).encode()


def fattura_body(**changes: str) -> str:
    """A body: an invoice 12/A over 122.00 EUR of 3 May 2027."""
    words = {"code": "TD01", "number": "12/A", "document": "", "rate": "", "payment": ""}
    return BODY.format(**{**words, **changes})
