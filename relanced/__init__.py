"""relanced: gets a small firm's invoices paid, out of its mailbox alone."""

__version__ = "0.1.0"
