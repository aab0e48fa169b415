"""What asking back knows about each language: one module a language, all with the same names.

Patterns are regular expressions over folded words: lower case without accents, one space for punctuation.
"""
