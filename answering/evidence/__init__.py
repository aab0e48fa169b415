"""The sentences, steps and rows that bear an answer, chosen and set in order."""
