"""The words of the trade: money, names, facts, actions. Standard library only."""
