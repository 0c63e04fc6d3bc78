"""A sheet in, its day of issue, its due day and its terms of payment out. Pure."""
