"""Typed words in, what they want out: rules, a trained model, and both together. Pure."""
