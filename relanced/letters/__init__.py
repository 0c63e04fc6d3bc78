"""An action in, a letter out, down to the bytes that will travel. Pure."""
