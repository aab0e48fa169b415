"""Office hours, deadlines that count in them, and what customers are told to expect."""
