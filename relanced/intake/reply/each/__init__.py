"""A text that names several invoices in, what it says of each out. Pure."""
