"""Money in: bank mails in, the payments that they tell of, each once, and what they pay out. Pure."""
