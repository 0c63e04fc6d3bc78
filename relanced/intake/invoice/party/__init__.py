"""A sheet in, whose it is and for whom out. Pure."""
