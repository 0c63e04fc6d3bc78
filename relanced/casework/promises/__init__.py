"""Promises and instalments in; what follows when they are kept, or broken, out. Pure."""
