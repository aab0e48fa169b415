"""What the rules know about each language: one module a language, all with the same names.

Patterns are regular expressions over folded text (lower case, no accents, one space for punctuation). Small talk and
requests for a person are grammars that must cover a whole message or clause, so a question that starts with "hi" stays
a question; instruction probes are looked for anywhere, so each names an act and its object.
"""
