"""The log of questions: what customers asked, what became of it, and what happened next."""
