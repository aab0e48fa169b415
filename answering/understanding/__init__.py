"""What a message is and asks for: its kind, its topic, and whether it leans on what was said before."""
