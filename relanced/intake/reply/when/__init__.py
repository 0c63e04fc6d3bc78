"""Words for days in, the day by which somebody will pay out. Pure."""
