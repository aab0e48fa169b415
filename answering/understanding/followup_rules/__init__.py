"""What following up knows about each language: one module a language, all with the same names.

Patterns are regular expressions over plain words: lower case with accents, one space for punctuation and apostrophes.
"""
