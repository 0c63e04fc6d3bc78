"""What only a person can do in: tasks given, calls made, letters posted; what they change out. Pure."""
