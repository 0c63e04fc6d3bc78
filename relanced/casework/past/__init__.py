"""The past: what rules would have done, beside what was done. Pure."""
