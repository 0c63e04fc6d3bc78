"""Facts as they arrive in; the books and the plan as all facts so far give them out. Pure."""
