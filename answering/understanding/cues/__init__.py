"""Words and phrases that hint at what a message wants: one module a language, cues of the same names in each.

Phrases are separated by semicolons; `cancel*` stands for every word that begins so. Accents and capitals do not matter.
"""
