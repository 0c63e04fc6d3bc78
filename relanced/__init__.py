"""relanced: gets a small firm's invoices paid, out of its mailbox alone."""

from relanced.lean import stay_lean

__version__ = "0.1.0"

stay_lean()
