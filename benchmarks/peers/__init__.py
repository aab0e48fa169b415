"""Askwell beside other libraries for search over documents: the same questions, the same vectors, one run."""
