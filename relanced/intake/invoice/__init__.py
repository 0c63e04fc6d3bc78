"""A mail of the Sent folder in, the invoices that it carries out. Pure."""
