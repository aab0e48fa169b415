"""Shows the content team what was asked: the masked log of questions, and what is kept about a person."""
