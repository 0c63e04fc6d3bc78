"""Money to invoices (lettrage): a credit and open items in, a settlement out. Pure; knows nothing of books."""
