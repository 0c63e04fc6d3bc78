"""The world: one module a library. Knows mail servers and disks, knows nothing of invoices."""
