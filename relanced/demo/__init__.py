"""The demonstration: real servers in this process, an invented firm, sixty days in seconds."""
