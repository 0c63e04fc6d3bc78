"""The words of six languages that stand before values on papers, and what they announce. Pure."""
