"""The one room that knows the others: fetch, read, record, plan, carry out, record."""
