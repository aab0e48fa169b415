"""The weekly letter to the content team: what customers asked and did not get, and what became of gaps."""
