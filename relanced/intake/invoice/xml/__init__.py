"""A structured invoice (CII, UBL, FatturaPA) in, its facts out. Pure."""
