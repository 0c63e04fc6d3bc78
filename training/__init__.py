"""What relanced's model of intents is made of, and the program that makes it (make model)."""
