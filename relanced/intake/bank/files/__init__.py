"""Bank files attached to a mail: bytes in, the credits in them out. Pure; every file is hostile."""
